import DebriefAnalysis
import DebriefModel
import DebriefReport
import DebriefTesting
import Foundation
import Testing

@testable import DebriefCLI

/// The report of a large archive against a computation that shares nothing with it but the summaries.
struct `Ten thousand incidents over three years` {
  static let hasSciPy = (try? run(["-c", "import scipy, numpy"]).status) == 0

  static let archive = SyntheticArchive.summaries(10_000, from: Instant(seconds: 1_735_689_600), days: 1096, seed: 2026)

  @Test(.enabled(if: hasSciPy), arguments: ["2026-Q3", "2025-Q1", "2027-Q4"])
  func `give what numpy and scipy give`(quarter: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("debrief-oracle-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let lines = Self.archive.map { SummaryJSON.encode($0) }.joined(separator: "\n")
    try Data(lines.utf8).write(to: folder.appendingPathComponent("summaries.jsonl"))
    let report = Reliability(Self.archive, period: try #require(Period(quarter: quarter)))
    #expect(report.overall.incidents > 700)
    try Data(ReliabilityJSON.encode(report).utf8).write(to: folder.appendingPathComponent("report.json"))
    let check = try Self.run(["-c", Self.script, folder.path])
    #expect(check.status == 0, "\(check.text)")
    #expect(check.text.contains("figures agree"), "\(check.text)")
  }

  private static func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  private static let script = #"""
    import json, math, sys
    from datetime import datetime, timezone
    import numpy as np
    from scipy import stats
    folder = sys.argv[1]
    rows = [json.loads(l) for l in open(folder + "/summaries.jsonl")]
    rep = json.load(open(folder + "/report.json"))
    def t(s):
        head, _, frac = s.rstrip("Z").partition(".")
        base = datetime.fromisoformat(head).replace(tzinfo=timezone.utc).timestamp()
        return base + (float("0." + frac) if frac else 0)
    s, e = t(rep["period"]["start"]), t(rep["period"]["end"])
    quarters = []
    year, month = int(rep["period"]["start"][:4]), int(rep["period"]["start"][5:7])
    py, pm = (year - 1, 10) if month == 1 else (year, month - 3)
    ps = datetime(py, pm, 1, tzinfo=timezone.utc).timestamp()
    bad, n = [], 0
    def same(name, mine, theirs, tol=1e-9):
        global n
        n += 1
        if mine is None or theirs is None:
            if mine is not theirs: bad.append((name, mine, theirs))
        elif isinstance(mine, (str, bool)) or not math.isfinite(mine):
            if mine != theirs: bad.append((name, mine, theirs))
        elif abs(mine - theirs) > tol * max(1, abs(mine)): bad.append((name, mine, theirs))
    for r in rows:
        m = r.get("milestones", {}).get("impact_started")
        r["start"] = t(m["at"]) if m else None
    def begun(a, b): return [r for r in rows if r["start"] is not None and a <= r["start"] < b]
    now, before = begun(s, e), begun(ps, s)
    def isopen(r): return r["open"] and r["status"] == "open"
    def spans(r, end):
        for i in r["impact"]:
            stop = t(i["end"]) if "end" in i else max(t(i["seen_until"]), end) if isopen(r) else t(i["seen_until"])
            yield t(i["start"]), stop
    def union(rs, a, b):
        total, last = 0, a
        for x, y in sorted((max(x, a), min(y, b)) for r in rs if r["start"] is not None and r["start"] <= b for x, y in spans(r, b)):
            if y > x:
                total += max(0, y - max(x, last)); last = max(last, y)
        return total
    def known(rs, metric): return np.array(sorted(r["metrics"][metric] for r in rs if metric in r["metrics"] and not (metric == "time_to_recover" and r["open"])))
    def km_median(rs, end):
        obs = []
        for r in rs:
            if r["open"]: obs.append(((max(t(r["impact"][-1]["seen_until"]), end) if isopen(r) else t(r["impact"][-1]["seen_until"])) - r["start"], 0))
            elif "time_to_recover" in r["metrics"]: obs.append((r["metrics"]["time_to_recover"], 1))
        times, survival = sorted(obs), 1.0
        arr = np.array([o[0] for o in times]); ended = np.array([o[1] for o in times])
        for x in np.unique(arr):
            risk, d = (arr >= x).sum(), ended[arr == x].sum()
            survival *= 1 - d / risk
            if survival <= 0.5: return float(x)
        return None
    def garwood(k, T):
        return (stats.chi2.ppf(.025, 2 * k) / 2 / T if k else 0.0), stats.chi2.ppf(.975, 2 * k + 2) / 2 / T
    def rank(size):
        k = 0
        while k < size // 2 and stats.binom.cdf(k, size, .5) <= .025: k += 1
        return k
    def figures(name, j, rs, a, b, availability_of):
        days = (b - a) / 86400
        same(name + " n", len(rs), j["incidents"])
        same(name + " open", sum(map(isopen, rs)), j["open"])
        low, high = garwood(len(rs), days)
        same(name + " rate", len(rs) / days, j["rate_per_day"]["value"])
        same(name + " rate low", low, j["rate_per_day"]["low"]); same(name + " rate high", high, j["rate_per_day"]["high"])
        down = union(availability_of, a, b)
        same(name + " availability", 1 - down / (b - a), j["availability"], 1e-7)
        up = days - down / 86400
        if up > 1e-6:
            same(name + " mtbf", up / len(rs), j["mtbf_days"]["value"], 1e-5)
            low, high = garwood(len(rs), up)
            same(name + " mtbf low", 1 / high, j["mtbf_days"]["low"], 1e-5)
            same(name + " mtbf high", 1 / low, j["mtbf_days"]["high"], 1e-5)
        for metric, m in j["metrics"].items():
            v, label = known(rs, metric), name + " " + metric
            same(label + " n", len(v), m["n"]); same(label + " unknown", len(rs) - len(v), m["unknown"])
            if len(v) == 0: continue
            same(label + " median", float(np.median(v)), m["median"])
            same(label + " p90", float(np.percentile(v, 90)), m["p90"])
            same(label + " mean", float(v.mean()), m["mean"])
            k = rank(len(v))
            same(label + " median low", float(v[k - 1]) if k else None, m["median_low"])
            same(label + " median high", float(v[len(v) - k]) if k else None, m["median_high"])
            logs = np.log(v[v > 0])
            if len(logs) > 1:
                half = stats.t.ppf(.975, len(logs) - 1) * logs.std(ddof=1) / math.sqrt(len(logs))
                same(label + " geo", math.exp(logs.mean()), m["geometric_mean"])
                same(label + " geo low", math.exp(logs.mean() - half), m["geometric_mean_low"])
                same(label + " geo high", math.exp(logs.mean() + half), m["geometric_mean_high"])
        same(name + " km", km_median(rs, b), j["metrics"]["time_to_recover"]["km_median"], 1e-6)
    figures("all", rep, now, s, e, rows)
    for g in rep["groups"]:
        def own(rs): return [r for r in rs if r.get("severity", "not stated") == g["value"]]
        figures(g["value"], g, own(now), s, e, own(rows))
    if before:
        figures("previous", rep["comparison"]["previous"], before, ps, s, rows)
        for metric in rep["metrics"]:
            a, b, c = known(now, metric), known(before, metric), rep["comparison"][metric]
            if len(a) == 0 or len(b) == 0:
                same(metric + " a12", None, c["a12"]); continue
            u = stats.mannwhitneyu(a, b, alternative="two-sided", method="asymptotic")
            same(metric + " a12", u.statistic / len(a) / len(b), c["a12"])
            same(metric + " p", u.pvalue, c["p"], 1e-7)
            d = np.sort(np.subtract.outer(a, b).ravel())
            same(metric + " shift", float(np.median(d)), c["shift"])
            c_rank = int(len(d) / 2 - stats.norm.ppf(.975) * math.sqrt(len(d) * (len(a) + len(b) + 1) / 12))
            same(metric + " shift low", float(d[c_rank - 1]), c["shift_low"]); same(metric + " shift high", float(d[len(d) - c_rank]), c["shift_high"])
            la, lb = np.log(a[a > 0]), np.log(b[b > 0])
            sp = math.sqrt((la.var(ddof=1) * (len(la) - 1) + lb.var(ddof=1) * (len(lb) - 1)) / (len(la) + len(lb) - 2))
            ratio = math.exp((stats.norm.ppf(.975) + stats.norm.ppf(.8)) * sp * math.sqrt(math.pi / 3 * (1 / len(a) + 1 / len(b))))
            same(metric + " detectable", ratio, c["smallest_detectable_ratio"])
    def wilson(k, m):
        r = stats.binomtest(k, m).proportion_ci(method="wilson"); return r.low, r.high
    for c in rep["causes"]:
        k = sum(1 for r in now if r.get("cause", {}).get("category") == c["cause"])
        same("cause", k, c["incidents"])
        low, high = wilson(k, len(now)); same("cause low", low, c["share_low"]); same("cause high", high, c["share_high"])
    for d in rep["detection"]: same("detection", sum(r["detection"]["source"] == d["source"] for r in now), d["incidents"])
    minutes = {}
    for r in now:
        for p in r["phases"]:
            if p["phase"] != "post_incident" and p.get("seconds") is not None:
                key = tuple([p["phase"]] + p.get("with", [])); minutes[key] = minutes.get(key, 0) + p["seconds"]
    for p in rep["phases"]:
        same("phase", minutes.pop(tuple(p["phases"])), p["seconds"])
    same("phases left", 0, len(minutes))
    fired, hit = {}, {}
    for r in now:
        for a in r["alerts"]: fired[a["name"]] = fired.get(a["name"], 0) + a["firings"]; hit[a["name"]] = hit.get(a["name"], 0) + a["overlapping"]
    for a in rep["alerts"]["rules"]:
        same("firings", fired[a["name"]], a["firings"]); same("precision", hit[a["name"]] / fired[a["name"]], a["precision"]["value"])
        low, high = wilson(hit[a["name"]], fired[a["name"]]); same("precision low", low, a["precision"]["low"]); same("precision high", high, a["precision"]["high"])
    items = [i for r in now for i in r["actions"] if not i.get("suggested")]
    same("opened", len(items), rep["actions"]["opened"]); same("done", sum(i.get("status") == "done" for i in items), rep["actions"]["done"])
    day = rep["as_of"][:10]
    late = [i for r in rows if r["start"] is not None and r["start"] <= e for i in r["actions"] if not i.get("suggested") and i.get("status") != "done" and "due" in i and i["due"] < day]
    same("overdue", len(late), rep["actions"]["overdue"])
    for b in rep["slos"]:
        own = [o for r in now for o in r["slos"] if o["name"] == b["name"]]
        same("slo lost", sum(o.get("lost_seconds", 0) for o in own), b["lost_seconds"]); same("slo n", len(own), b["incidents"])
    same("undated", sorted(r["id"] for r in rows if r["start"] is None) == rep["undated"], True)
    if bad:
        print(len(bad), "of", n, "differ:"); [print(*b) for b in bad[:40]]; sys.exit(1)
    print(n, "figures agree")
    """#
}
