"""The metrics of the node-memory incident."""

from core import SECOND
from metrics import RECORDING_RULES, STEP, AlertRule, Exposition, Prometheus, RequestLoad

GIB = 1024**3
TOTAL = 16 * GIB
ALERTS = (
    AlertRule("CartErrorRatioHigh", 'service:http_errors:ratio_rate1m{service="cart"} > 0.05', 120, {"severity": "critical", "team": "platform"}),
    AlertRule("KubeNodeNotReady", 'kube_node_status_condition{condition="Ready",status="true"} == 0', 300, {"severity": "warning", "team": "platform"}),
    # Ten minutes are more than the node had left.
    AlertRule("NodeMemoryHigh", "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes > 0.9", 600, {"severity": "warning", "team": "platform"}),
    AlertRule("Watchdog", "vector(1)", 0, {"severity": "none"}),
)
FILES = {
    "error-ratio.json": 'service:http_errors:ratio_rate1m{service=~"cart|checkout|frontend|catalog"}',
    "latency-p99.json": 'service:http_request_duration_seconds:p99_rate1m{service=~"cart|checkout"}',
    "request-rate.json": 'service:http_requests:rate1m{service=~"cart|checkout"}',
    "node-memory-available.json": "node_memory_MemAvailable_bytes",
    "node-ready.json": 'kube_node_status_condition{condition="Ready",status="true"}',
    "memory-node-b3.json": 'container_memory_working_set_bytes{node="node-b3"}',
    "restarts.json": 'kube_pod_container_status_restarts_total{container=~"cart|redis"}',
    "ready-replicas.json": '{__name__=~"kube_(deployment|statefulset)_status_replicas_ready"}',
    "alerts.json": "ALERTS",
    "alerts-for-state.json": "ALERTS_FOR_STATE",
}
CPU_QUERY = "sum by (node) (rate(container_cpu_usage_seconds_total[1m]))"


def node_memory_metrics(story):
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
        files["metrics/cpu-by-node.json"] = server.promtool_range(CPU_QUERY, story.start, story.end)
        return files


def exposition(story):
    out = Exposition()
    rng = story.scenario.rng("metrics")
    loads = [RequestLoad("cart", 71, 0.03), RequestLoad("checkout", 24, 0.12), RequestLoad("catalog", 120, 0.04), RequestLoad("frontend", 160, 0.08)]
    cpu = {}
    for at in range(story.start - 120 * SECOND, story.end + SECOND, STEP * SECOND):
        share = story.errors.mean(at, STEP)
        # The morning's traffic rises.
        rise = 0.9 + 0.2 * (at - story.start) / (story.end - story.start)
        for load in loads:
            traffic(story, load, out, at, rng, share, rise)
        memory = pods(story, out, at, rng, cpu)
        nodes(story, out, at, rng, memory)
    return out


def traffic(story, load, out, at, rng, share, rise):
    if load.service == "cart":
        # Cold after the restart: the first reads of every cart go to the disk.
        cold = 0.05 if story.scenario.at("09:08:48") <= at < story.scenario.at("09:16:00") else 0.0
        load.scrape(out, at, rng, share, max(share * 0.8, cold), slow_seconds=2.0, load=rise)
    elif load.service == "checkout":
        # Checkout reads the cart, and two in three customers give up before.
        load.scrape(out, at, rng, 0.003 + share * 0.5, share * 0.4, slow_seconds=2.0, load=rise * (1 - 0.6 * min(1, share)))
    elif load.service == "frontend":
        load.scrape(out, at, rng, 0.001 + share * 0.03, share * 0.04, slow_seconds=2.0, load=rise)
    else:
        load.scrape(out, at, rng, 0.001, load=rise)


def seen(story, node, at):
    """Whether the node's exporters answer."""
    return node != "node-b3" or at < story.silent or at >= story.node_back


def pods(story, out, at, rng, cpu):
    """Container series; returns the working set by node."""
    used, ready = {}, {name: 0 for name in story.workloads}
    for pod in story.cluster.pods:
        name = pod.workload.container_name
        if not pod.exists(at):
            continue
        if pod.workload.name in ready:
            ready[pod.workload.name] += pod.is_ready(at)
            labels = {"namespace": pod.workload.namespace, "pod": pod.name, "container": name}
            out.add("kube_pod_container_status_restarts", "counter", "kube_pod_container_status_restarts_total", labels, at, pod.restarts(at))
        run = pod.run(at)
        if run is not None and pod.workload.namespace in ("shop", "analytics"):
            container(story, out, at, rng, cpu, pod, run, used)
    for name, count in ready.items():
        kind = "statefulset" if name == "cart-redis" else "deployment"
        family = f"kube_{kind}_status_replicas_ready"
        out.add(family, "gauge", family, {"namespace": "shop", kind: name}, at, count)
    return used


def container(story, out, at, rng, cpu, pod, run, used):
    name = pod.workload.container_name
    if name == "export":
        size = story.exported(at) * GIB
    else:
        size = {"redis": 2.4e9, "cart": 0.58e9, "recommendations": 0.19e9}.get(name, 0.11e9) * min(1.0, 0.4 + (at - run.start) / SECOND / 60)
    size = round(size * (1 + rng.uniform(-0.008, 0.008)) / 4096) * 4096
    rate = {"export": 0.9, "redis": 0.18}.get(name, 0.1) * (1 + rng.uniform(-0.1, 0.1))
    if not seen(story, pod.node, at) or (pod.node == "node-b3" and pod.not_ready_at and at >= pod.not_ready_at):
        return
    used[pod.node] = used.get(pod.node, 0) + size
    labels = {"namespace": pod.workload.namespace, "pod": pod.name, "container": name, "node": pod.node}
    out.add("container_memory_working_set_bytes", "gauge", "container_memory_working_set_bytes", labels, at, size)
    key = (pod.name, pod.created, run.start)
    cpu[key] = cpu.get(key, 0.0) + rate * min(STEP, (at - run.start) / SECOND)
    out.add("container_cpu_usage_seconds", "counter", "container_cpu_usage_seconds_total", labels, at, round(cpu[key], 3))


def nodes(story, out, at, rng, used):
    for node in story.cluster.nodes:
        down = node == "node-b3" and story.not_ready <= at < story.node_back
        out.add("kube_node_status_condition", "gauge", "kube_node_status_condition", {"node": node, "condition": "Ready", "status": "true"}, at, 0 if down else 1)
        if not seen(story, node, at):
            continue
        other = {"node-b3": 1.1}.get(node, 9.3) * GIB * (1 + rng.uniform(-0.006, 0.006))
        free = max(TOTAL - used.get(node, 0) - other, 58e6 + rng.uniform(0, 9e6))
        out.add("node_memory_MemAvailable_bytes", "gauge", "node_memory_MemAvailable_bytes", {"node": node}, at, round(free / 4096) * 4096)
        out.add("node_memory_MemTotal_bytes", "gauge", "node_memory_MemTotal_bytes", {"node": node}, at, TOTAL)
