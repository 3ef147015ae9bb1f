(() => {
  "use strict";
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  document.documentElement.classList.add("scripted");

  const svg = one("#picture");
  const data = JSON.parse(one("#debrief-data").textContent);
  const state = { a: 0, b: 1, q: "" };
  const clock = ms => new Date(ms).toISOString().slice(11, 19);
  const number = value => Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));

  // The hash keeps an anchor, or the view: #?t=0.2,0.5&q=payments
  const readHash = () => {
    if (!location.hash.startsWith("#?")) return;
    const query = new URLSearchParams(location.hash.slice(2));
    const [a, b] = (query.get("t") || "0,1").split(",").map(Number);
    if (a >= 0 && b <= 1 && a < b) { state.a = a; state.b = b; }
    state.q = query.get("q") || "";
  };
  const writeHash = () => {
    const query = new URLSearchParams();
    if (state.a > 0 || state.b < 1) query.set("t", state.a.toFixed(4) + "," + state.b.toFixed(4));
    if (state.q) query.set("q", state.q);
    const text = query.toString();
    history.replaceState(null, "", text ? "#?" + text : location.pathname + location.search);
  };

  // Zoom: bars and marks carry their place as shares of the plot's width.
  let draw = () => {};
  let zoom = () => {};
  if (svg) {
    const left = Number(svg.dataset.left), width = Number(svg.dataset.width);
    const start = Number(svg.dataset.start), end = Number(svg.dataset.end);
    const x = share => left + width * (share - state.a) / (state.b - state.a);
    const bars = all("[data-b]", svg), marks = all("[data-a]:not([data-b])", svg);
    const scaled = all(".scaled", svg), names = all("[data-mid]", svg), axis = one("#axis", svg);
    const firstAxis = axis.innerHTML, ns = "http://www.w3.org/2000/svg";
    const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 604800, 2592000];

    const drawAxis = () => {
      if (state.a === 0 && state.b === 1) { axis.innerHTML = firstAxis; return; }
      const from = start + (end - start) * state.a, to = start + (end - start) * state.b;
      const step = 1000 * (steps.find(s => (to - from) / 1000 / s <= 10) || 31536000);
      axis.replaceChildren();
      for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
        const place = left + width * (at - from) / (to - from);
        const line = document.createElementNS(ns, "line"), text = document.createElementNS(ns, "text");
        for (const [name, value] of [["x1", place], ["x2", place], ["y1", 18], ["y2", 22]]) line.setAttribute(name, value);
        text.setAttribute("x", place); text.setAttribute("y", 14); text.setAttribute("text-anchor", "middle");
        text.textContent = step >= 86400000 ? new Date(at).toISOString().slice(0, 10) : step < 60000 ? clock(at) : clock(at).slice(0, 5);
        axis.append(line, text);
      }
    };
    draw = () => {
      for (const bar of bars) {
        const a = x(Number(bar.dataset.a)), b = x(Number(bar.dataset.b)), point = bar.classList.contains("point");
        bar.setAttribute("x", point ? a - 1.25 : a);
        bar.setAttribute("width", point ? 2.5 : Math.max(1, b - a));
      }
      for (const mark of marks) {
        const share = Number(mark.dataset.a);
        mark.setAttribute("transform", "translate(" + x(share) + " 0)");
        mark.setAttribute("visibility", share < state.a || share > state.b ? "hidden" : "visible");
      }
      for (const name of names) {
        const [a, b] = name.dataset.mid.split(" ").map(Number);
        name.setAttribute("x", x((Math.max(a, state.a) + Math.min(b, state.b)) / 2));
        name.setAttribute("visibility", b < state.a || a > state.b ? "hidden" : "visible");
      }
      const k = 1 / (state.b - state.a);
      for (const group of scaled) group.setAttribute("transform", "translate(" + (left - k * (left + width * state.a)) + " 0) scale(" + k + " 1)");
      drawAxis();
    };
    zoom = (factor, shift = 0, at = 0.5) => {
      const length = Math.min(1, Math.max(0.002, (state.b - state.a) * factor));
      const anchor = state.a + (state.b - state.a) * at;
      let a = anchor - length * at + shift * length;
      a = Math.min(1 - length, Math.max(0, a));
      state.a = a; state.b = a + length;
      draw(); writeHash();
    };

    // The cursor reads every line at once.
    const cursor = one("#cursor"), reading = one("#reading");
    // A line is a list of runs; between two runs there is no value to read.
    const runs = points => points.reduce((all, p) => { if (p.length) all[all.length - 1].push(p); else all.push([]); return all; }, [[]]);
    const lines = (data.lines || []).map(line => ({ name: line.name, runs: runs(line.points).filter(run => run.length) }));
    const nearest = (points, ms) => {
      let low = 0, high = points.length - 1;
      while (high - low > 1) { const mid = (low + high) >> 1; if (points[mid][0] <= ms) low = mid; else high = mid; }
      return points.length ? (Math.abs(points[low][0] - ms) <= Math.abs(points[high][0] - ms) ? points[low] : points[high]) : null;
    };
    const read = event => {
      const box = svg.getBoundingClientRect();
      const place = (event.clientX - box.left) * 1200 / box.width;
      if (place < left || place > left + width) { cursor.setAttribute("visibility", "hidden"); return; }
      cursor.setAttribute("visibility", "visible");
      cursor.setAttribute("transform", "translate(" + place + " 0)");
      const share = state.a + (place - left) / width * (state.b - state.a), ms = start + (end - start) * share;
      const values = lines.map(line => { const run = line.runs.find(run => run[0][0] <= ms && ms <= run[run.length - 1][0]); return line.name + " " + (run ? number(nearest(run, ms)[1]) : "no value"); });
      reading.textContent = [clock(ms) + " UTC", ...values].join("  ·  ");
    };
    svg.addEventListener("pointermove", read);
    svg.addEventListener("pointerleave", () => { cursor.setAttribute("visibility", "hidden"); reading.textContent = ""; });
    svg.addEventListener("wheel", event => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const box = svg.getBoundingClientRect();
      zoom(event.deltaY < 0 ? 0.8 : 1.25, 0, Math.min(1, Math.max(0, ((event.clientX - box.left) * 1200 / box.width - left) / width)));
    }, { passive: false });

    // Selecting shows the evidence in place.
    const inspect = one("#inspect");
    svg.addEventListener("click", event => {
      const link = event.target.closest("a");
      const row = link && document.getElementById((link.getAttribute("href") || "").slice(1));
      if (!row || row.tagName !== "TR") return;
      event.preventDefault();
      const text = document.createElement("p");
      Array.from(row.cells).forEach((cell, index) => {
        if (index) text.append("  ·  ");
        text.append(...cell.cloneNode(true).childNodes);
      });
      const go = document.createElement("a");
      go.href = "#" + row.id; go.textContent = "in the table";
      text.append("  ·  ", go);
      inspect.replaceChildren(text);
      inspect.hidden = false;
    });
    const act = { in: () => zoom(0.5), out: () => zoom(2), left: () => zoom(1, -0.25), right: () => zoom(1, 0.25), fit: () => zoom(1e9) };
    for (const button of all("[data-do]")) button.addEventListener("click", act[button.dataset.do]);
  }

  // The filter works on tables and picture together, and says what it hides.
  const box = one("#filter"), told = one("#hidden");
  const filter = () => {
    const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length) for (const fold of all("details.more")) fold.open = true;
    let hidden = 0, shown = 0;
    for (const row of all("table.filter tbody tr:not(.divider)")) {
      const text = row.textContent.toLowerCase(), miss = words.some(word => !text.includes(word));
      row.classList.toggle("filtered", miss);
      if (miss) hidden += 1; else shown += 1;
    }
    if (svg) for (const link of all("a", svg)) {
      const row = document.getElementById((link.getAttribute("href") || "").slice(1));
      link.classList.toggle("filtered", Boolean(words.length && row && row.classList.contains("filtered")));
    }
    told.textContent = words.length ? hidden + " hidden, " + shown + " shown" : "";
  };
  box.addEventListener("input", () => { state.q = box.value; filter(); writeHash(); });

  // Keys.
  let here = null;
  const visit = element => {
    if (!element) return;
    if (here) here.classList.remove("here");
    here = element;
    element.classList.add("here");
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "center" });
    history.replaceState(null, "", "#" + element.id);
  };
  const step = (selector, by) => {
    const list = all(selector).filter(element => !element.classList.contains("filtered") && element.id);
    if (!list.length) return;
    const now = list.indexOf(here || document.activeElement);
    visit(list[Math.min(list.length - 1, Math.max(0, now < 0 ? (by > 0 ? 0 : list.length - 1) : now + by))]);
  };
  const help = one("#help");
  const keys = {
    j: () => step("tr.event", 1), k: () => step("tr.event", -1),
    n: () => step(".lead, tr.finding", 1), p: () => step(".lead, tr.finding", -1),
    "/": () => { box.focus(); box.select(); }, "?": () => help.open ? help.close() : help.showModal(),
    y: () => navigator.clipboard && navigator.clipboard.writeText(location.href).catch(() => {}),
    f: () => zoom(1e9), "+": () => zoom(0.5), "=": () => zoom(0.5), "-": () => zoom(2)
  };
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === box) {
      if (event.key === "Escape") { box.value = ""; state.q = ""; filter(); writeHash(); box.blur(); }
      return;
    }
    const key = keys[event.key];
    if (key) { event.preventDefault(); key(); }
  });

  readHash();
  box.value = state.q;
  filter();
  if (state.a > 0 || state.b < 1) draw();
})();
