"""The metrics of the payments incident."""

from core import SECOND
from metrics import RECORDING_RULES, STEP, AlertRule, Exposition, Prometheus, RequestLoad

ALERTS = (
    AlertRule("CheckoutErrorRatioHigh", 'service:http_errors:ratio_rate1m{service="checkout"} > 0.05', 120, {"severity": "critical", "team": "payments"}),
    AlertRule("PaymentsPodsRestarting",
              'sum by (namespace, container) (increase(kube_pod_container_status_restarts_total{container="payments"}[10m])) > 10',
              300, {"severity": "warning", "team": "payments"}),
    AlertRule("CPUThrottlingHigh", "sum by (namespace, container) (container_cpu_cfs_throttled_ratio) > 0.25", 900, {"severity": "info"}),
    # Always on: it proves that alerting works and says nothing about the incident.
    AlertRule("Watchdog", "vector(1)", 0, {"severity": "none"}),
)
FILES = {
    "error-ratio.json": 'service:http_errors:ratio_rate1m{service=~"checkout|payments|frontend|catalog"}',
    "latency-p99.json": 'service:http_request_duration_seconds:p99_rate1m{service=~"checkout|payments"}',
    "request-rate.json": 'service:http_requests:rate1m{service=~"checkout|payments"}',
    "restarts.json": 'kube_pod_container_status_restarts_total{namespace="shop",container="payments"}',
    "memory.json": 'container_memory_working_set_bytes{namespace="shop",container="payments"}',
    "ready-replicas.json": "kube_deployment_status_replicas_ready",
    "pool-pending.json": "hikaricp_connections_pending",
    "alerts.json": "ALERTS",
    "alerts-for-state.json": "ALERTS_FOR_STATE",
}
CPU_QUERY = 'sum by (namespace, container) (rate(container_cpu_usage_seconds_total{namespace="shop",container=~"payments|checkout"}[1m]))'


def payments_metrics(story):
    with Prometheus() as server:
        server.load(exposition(story))
        server.start()
        server.record(RECORDING_RULES, story.start, story.end)
        alerts = Exposition()
        for rule in ALERTS:
            rule.evaluate(server, alerts, story.start, story.end)
        server.stop()
        server.load(alerts)
        server.start()
        files = {f"metrics/{name}": server.query_range(query, story.start, story.end) for name, query in FILES.items()}
        files["metrics/cpu.json"] = server.promtool_range(CPU_QUERY, story.start, story.end)
        return files


def exposition(story):
    out = Exposition()
    rng = story.scenario.rng("metrics")
    loads = [RequestLoad("checkout", 42, 0.12), RequestLoad("payments", 39, 0.09), RequestLoad("cart", 78, 0.03), RequestLoad("catalog", 155, 0.04),
             RequestLoad("frontend", 210, 0.08)]
    cpu = {}
    for at in range(story.start - 120 * SECOND, story.end + SECOND, STEP * SECOND):
        share = story.errors.mean(at, STEP)
        # The evening's traffic declines; failing customers try again.
        decline = 1.0 - 0.14 * (at - story.start) / (story.end - story.start)
        for load in loads:
            traffic(load, out, at, rng, share, decline)
        pods(story, out, at, rng, share, cpu)
        throttled = 0.34 if story.scenario.at("17:06:00") <= at < story.scenario.at("17:31:00") else 0.06
        out.add("container_cpu_cfs_throttled_ratio", "gauge", "container_cpu_cfs_throttled_ratio", {"namespace": "batch", "container": "rollup"}, at,
                round(throttled + rng.uniform(-0.03, 0.03), 4))
    return out


def traffic(load, out, at, rng, share, decline):
    if load.service == "checkout":
        load.scrape(out, at, rng, share, share * 0.8, load=decline * (1 + 0.25 * share))
    elif load.service == "payments":
        load.scrape(out, at, rng, min(0.97, share * 1.35), share * 0.9, load=decline * (1 + 0.4 * share))
    elif load.service == "frontend":
        load.scrape(out, at, rng, 0.001 + share * 0.02, share * 0.05, load=decline)
    else:
        load.scrape(out, at, rng, 0.001, load=decline)


def pods(story, out, at, rng, share, cpu):
    ready = {name: 0 for name in story.workloads}
    for pod in story.cluster.pods:
        if pod.workload.namespace != "shop" or not pod.exists(at):
            continue
        name = pod.workload.name
        ready[name] += pod.is_ready(at)
        labels = {"namespace": "shop", "pod": pod.name, "container": name}
        out.add("kube_pod_container_status_restarts", "counter", "kube_pod_container_status_restarts_total", labels, at, pod.restarts(at))
        run = pod.run(at)
        if run is None:
            continue
        usage(story, out, at, rng, share, cpu, pod, run, labels)
    for name, count in ready.items():
        out.add("kube_deployment_status_replicas_ready", "gauge", "kube_deployment_status_replicas_ready", {"namespace": "shop", "deployment": name},
                at, count)


def usage(story, out, at, rng, share, cpu, pod, run, labels):
    name = pod.workload.name
    age = (at - run.start) / SECOND
    base = {"payments": 402e6, "checkout": 88e6, "frontend": 120e6, "catalog": 96e6, "cart": 70e6}[name]
    warm = min(1.0, 0.45 + age / 90)
    out.add("container_memory_working_set_bytes", "gauge", "container_memory_working_set_bytes", labels | {"node": pod.node}, at,
            round(base * warm * (1 + rng.uniform(-0.01, 0.01)) / 4096) * 4096)
    start = 1.6 if age < 20 else 0.0
    rate = {"payments": 0.22, "checkout": 0.12}.get(name, 0.08) * (1 + rng.uniform(-0.1, 0.1)) + start
    # A new container is a new counter.
    key = (pod.name, run.start)
    cpu[key] = cpu.get(key, 0.0) + rate * min(STEP, max(age, 0))
    out.add("container_cpu_usage_seconds", "counter", "container_cpu_usage_seconds_total", labels, at, round(cpu[key], 3))
    if name == "payments":
        starved = pod in story.bad and run.ready is not None and at > run.ready + 3 * SECOND
        pending = rng.randrange(30, 62) if starved else (rng.random() < 0.04) * 1
        out.add("hikaricp_connections_pending", "gauge", "hikaricp_connections_pending", {"namespace": "shop", "pod": pod.name}, at, pending)
