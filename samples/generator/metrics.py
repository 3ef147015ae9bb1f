"""Series as OpenMetrics, and the real tools that turn them into query_range answers."""

import re
import json
import math
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

from core import SECOND

STEP = 15
BUCKETS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0)


class Exposition:
    """Collects samples by metric family and writes them as OpenMetrics with timestamps."""

    def __init__(self):
        self.families = {}

    def add(self, family, kind, name, labels, at, value):
        series = self.families.setdefault(family, (kind, {}))[1]
        key = (name, tuple(sorted(labels.items())))
        series.setdefault(key, []).append((at // SECOND, value))

    def text(self):
        lines = []
        for family in sorted(self.families):
            kind, series = self.families[family]
            lines.append(f"# TYPE {family} {kind}")
            for (name, labels), samples in sorted(series.items(), key=lambda entry: entry[0]):
                inner = ",".join(f'{key}="{value}"' for key, value in labels)
                head = f"{name}{{{inner}}}" if inner else name
                lines += [f"{head} {number(value)} {at}" for at, value in samples]
        return "\n".join(lines + ["# EOF", ""])


def number(value):
    return str(value) if isinstance(value, int) else format(value, ".6g")


class RequestLoad:
    """Request, error and latency counters of one service behind the gateway."""

    def __init__(self, service, rate, median, spread=0.55):
        self.service, self.rate, self.median, self.spread = service, rate, median, spread
        self.counts = {}

    def scrape(self, out, at, rng, error_ratio, slow_ratio=0.0, slow_seconds=3.0, load=1.0):
        """Adds `STEP` seconds of traffic and writes the counters as a scrape at `at` sees them."""
        mean = self.rate * load * STEP
        total = max(0, round(rng.gauss(mean, math.sqrt(mean))))
        expected = total * error_ratio
        errors = min(total, max(0, round(rng.gauss(expected, math.sqrt(expected * (1 - error_ratio) + 0.05)))))
        slow = min(total, max(0, round(rng.gauss(total * slow_ratio, 0.5))))
        self.grow(("code", "200"), total - errors)
        self.grow(("code", "503"), errors)
        for bound in BUCKETS:
            share = 0.5 * (1 + math.erf((math.log(bound) - math.log(self.median)) / (self.spread * math.sqrt(2))))
            inside = round((total - slow) * share) + (slow if bound >= slow_seconds else 0)
            self.grow(("le", str(bound)), inside)
        self.grow(("le", "+Inf"), total)
        self.write(out, at)

    def grow(self, key, by):
        # A counter starts somewhere: nothing in a real cluster starts at zero with the incident.
        self.counts[key] = self.counts.get(key, round(self.rate * 90_000)) + by

    def write(self, out, at):
        for (label, value), count in self.counts.items():
            labels = {"job": "gateway", "service": self.service, label: value}
            if label == "code":
                out.add("http_requests", "counter", "http_requests_total", labels, at, count)
            else:
                out.add("http_request_duration_seconds", "unknown", "http_request_duration_seconds_bucket", labels, at, count)


RECORDING_RULES = """
groups:
  - name: service
    interval: 15s
    rules:
      - record: service:http_requests:rate1m
        expr: sum by (service) (rate(http_requests_total[1m]))
      - record: service:http_errors:ratio_rate1m
        expr: sum by (service) (rate(http_requests_total{code=~"5.."}[1m])) / sum by (service) (rate(http_requests_total[1m]))
      - record: service:http_request_duration_seconds:p99_rate1m
        expr: histogram_quantile(0.99, sum by (service, le) (rate(http_request_duration_seconds_bucket[1m])))
"""


class Prometheus:
    """A Prometheus server on the loopback interface over blocks that promtool makes."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="debrief-samples-"))
        self.data = self.folder / "data"
        self.process = None
        self.port = free_port()
        (self.folder / "prometheus.yml").write_text("global: {}\n")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def load(self, exposition):
        """OpenMetrics → blocks."""
        text = self.folder / "metrics.om"
        text.write_text(exposition.text())
        promtool("tsdb", "create-blocks-from", "openmetrics", text, self.data)

    def record(self, rules, start, end):
        """Recording rules, evaluated by the running server → blocks. Restarts the server, which sees new blocks only then."""
        file, blocks = self.folder / "rules.yml", self.folder / "recorded"
        file.write_text(rules)
        promtool("tsdb", "create-blocks-from", "rules", f"--start={start // SECOND}", f"--end={end // SECOND}",
                 f"--eval-interval={STEP}s", f"--url={self.url}", f"--output-dir={blocks}", file)
        # A running server may tidy away what is being written below its own folder.
        self.stop()
        for block in sorted(blocks.iterdir()):
            shutil.move(block, self.data / block.name)
        self.start()
        self.check(rules, start, end)

    def check(self, rules, start, end):
        """Rarely a rule is evaluated before the server has opened its blocks; a sample with holes must not be written."""
        wanted = (end - start) // (STEP * SECOND) * 19 // 20
        for name in re.findall(r"record: (\S+)", rules):
            answer = json.loads(self.query_range(f"count({name})", start, end))
            times = [at for series in answer["data"]["result"] for at, _ in series["values"]]
            holes = sum(later - earlier != STEP for earlier, later in zip(times, times[1:]))
            if len(times) < wanted or holes:
                raise SystemExit(f"error: the recorded series {name} has {len(times)} points and {holes} holes\n  = help: run it again")

    def start(self):
        self.process = subprocess.Popen(
            ["prometheus", f"--config.file={self.folder}/prometheus.yml", f"--storage.tsdb.path={self.data}",
             f"--web.listen-address=127.0.0.1:{self.port}", "--storage.tsdb.retention.time=100y",
             # Samples lie on the grid of the queries, so a value never outlives its step.
             f"--query.lookback-delta={STEP - 1}s"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{self.url}/-/ready", timeout=1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("error: the Prometheus server did not become ready within 20 s")

    def stop(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait(timeout=30)
            self.process = None

    def query_range(self, query, start, end):
        """The answer's bytes, as `curl` would save them."""
        fields = {"query": query, "start": start // SECOND, "end": end // SECOND, "step": STEP}
        with urllib.request.urlopen(f"{self.url}/api/v1/query_range?{urllib.parse.urlencode(fields)}", timeout=60) as answer:
            return answer.read()

    def promtool_range(self, query, start, end):
        """The same through `promtool query range -o json`: the bare result array."""
        return promtool("query", "range", "-o", "json", f"--start={start // SECOND}", f"--end={end // SECOND}",
                        f"--step={STEP}s", self.url, query)


def promtool(*arguments):
    done = subprocess.run(["promtool", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise SystemExit(f"error: promtool {arguments[0]} {arguments[1]} failed\nreason: {done.stderr.decode().strip()}")
    return done.stdout


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class AlertRule:
    """An alerting rule; Prometheus evaluates its expression, this keeps the `for` clock as its rule manager does."""

    def __init__(self, name, expr, hold, labels):
        self.name, self.expr, self.hold, self.labels = name, expr, hold, labels

    def evaluate(self, server, out, start, end):
        """Writes ALERTS and ALERTS_FOR_STATE; returns [(labels, pending, firing or None, resolved or None)]."""
        answer = json.loads(server.query_range(self.expr, start, end))
        episodes = []
        for series in answer["data"]["result"]:
            labels = {k: v for k, v in series["metric"].items() if k != "__name__"} | self.labels
            for run in consecutive([at for at, _ in series["values"]]):
                episodes.append(self.write(out, labels, run, end))
        return episodes

    def write(self, out, labels, run, end):
        labels = labels | {"alertname": self.name}
        firing = None
        for at in run:
            state = "firing" if at - run[0] >= self.hold else "pending"
            if state == "firing" and firing is None:
                firing = at
            out.add("ALERTS", "gauge", "ALERTS", labels | {"alertstate": state}, at * SECOND, 1)
            out.add("ALERTS_FOR_STATE", "gauge", "ALERTS_FOR_STATE", labels, at * SECOND, run[0])
        resolved = None if (run[-1] + STEP) * SECOND > end else run[-1] + STEP
        return labels, run[0], firing, resolved


def consecutive(times):
    """Splits times on the grid into runs without a gap."""
    runs = []
    for at in times:
        if runs and at - runs[-1][-1] == STEP:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs
