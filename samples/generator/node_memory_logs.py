"""The container logs of the node-memory incident."""

import json

from core import MINUTE, SECOND, iso
from kube import Workload
from logs import CRILog, KubectlLog, klog, log_path, nanos, spread

REFUSED = """\
Error: connect ETIMEDOUT 10.43.22.9:6379
    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1611:16)
    at async CartStore.load (/app/dist/store.js:48:18)
    at async getCart (/app/dist/routes/cart.js:31:20)
    at async /app/node_modules/fastify/lib/handleRequest.js:130:9""".split("\n")
KERNEL_OOM = (
    "oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/kubepods.slice/"
    "kubepods-burstable.slice,task={task},pid={pid},uid=999",
    "Out of memory: Killed process {pid} ({task}) total-vm:{vm}kB, anon-rss:{rss}kB, file-rss:0kB, shmem-rss:0kB, UID:999 oom_score_adj:936")


def pino(t, level, pod, message, **more):
    """A line of a Node.js service that logs with pino: numeric level, epoch milliseconds."""
    return json.dumps({"level": level, "time": t // 1_000_000, "pid": 1, "hostname": pod.name, "msg": message} | more, separators=(",", ":"))


def cart_log(story):
    """`kubectl logs -l app.kubernetes.io/name=cart -n shop --timestamps --prefix --tail=-1`."""
    s, log = story.scenario, KubectlLog()
    for pod in [story.cart[0], story.cart[2], *story.fresh_carts]:
        rng = s.rng(f"log/{pod.name}")
        begin = max(s.at("08:00:00"), pod.runs[0].ready)
        log.add(pod, begin, pino(begin, 30, pod, "Server listening at http://0.0.0.0:3000")) if pod in story.fresh_carts else None
        for t in spread(rng, begin, s.at("09:34:00"), 26):
            if rng.random() < story.errors(t):
                failed(log, pod, t, rng)
            else:
                log.add(pod, t, pino(t, 30, pod, "request completed", reqId=f"req-{rng.randrange(36**4):x}", url="/v1/cart", statusCode=200,
                                     responseTime=round(rng.lognormvariate(2.6, 0.4), 2)))
        for t in spread(rng, max(begin, story.oom), s.at("09:08:48"), 11):
            if rng.random() < story.errors(t):
                failed(log, pod, t, rng)
    return log.text()


def failed(log, pod, t, rng):
    log.add(pod, t, pino(t, 50, pod, "cart store unavailable", reqId=f"req-{rng.randrange(36**4):x}", url="/v1/cart", statusCode=503,
                         err={"type": "Error", "message": REFUSED[0][7:], "code": "ETIMEDOUT"}))
    if rng.random() < 0.12:
        for index, line in enumerate(REFUSED):
            log.add(pod, t + 3_000_000 + index * 9_000, line)


def node_logs(story):
    """Path → text of what was copied from /var/log/pods of the lost node after its reboot, and of the new cache."""
    s = story.scenario
    files = {log_path(story.cluster, story.redis, 0): redis_life(s.at("08:00:00"), story.oom, None),
             log_path(story.cluster, story.redis, 1): redis_life(story.redis.runs[1].start, story.silent, "17.412"),
             log_path(story.cluster, story.new_redis, 0): redis_life(story.new_redis.runs[0].start, s.at("09:34:00"), "17.396"),
             log_path(story.cluster, story.export_pod, 0): export_life(story)}
    detector = story.cluster.pod(Workload("kube-system", "node-problem-detector", "DaemonSet", "registry.example.com/npd:v0.8.20"), "node-b3",
                                 s.midnight - 9 * 24 * 60 * MINUTE, [])
    files[log_path(story.cluster, detector, 0)] = detector_life(story)
    story.cluster.pods.remove(detector)
    return files


def redis_line(t, mark, text):
    stamp = iso(t, 3)
    return f"1:M {stamp[8:10]} Sep {stamp[:4]} {stamp[11:23]} {mark} {text}"


def redis_life(start, end, loaded):
    """Redis' own lines: no zone in its clock, the runtime's is beside it."""
    log = CRILog()

    def line(t, mark, text):
        log.add(t + 150_000, redis_line(t, mark, text))

    if loaded:
        line(start + 40_000_000, "*", "oO0OoO0OoO0Oo Redis is starting oO0OoO0OoO0Oo")
        line(start + 52_000_000, "*", "Server initialized")
        line(start + 18 * SECOND, "*", f"DB loaded from append only file: {loaded} seconds")
        line(start + 18 * SECOND + 1_000_000, "*", "Ready to accept connections tcp")
    for index, t in enumerate(range(start + 5 * MINUTE, end - SECOND, 5 * MINUTE)):
        line(t, "*", f"{10000 + index * 7} changes in 300 seconds. Saving...")
        line(t + 11_000_000, "*", f"Background saving started by pid {4000 + index * 3}")
        line(t + 2 * SECOND, "*", "Background saving terminated with success")
    return log.text()


def export_life(story):
    """A Python job; its clock has no zone."""
    log, at = CRILog(), story.export_pod.runs[0].start
    rows = 0

    def line(t, level, text):
        stamp = iso(t, 3).replace("T", " ").replace(".", ",")[:-1]
        log.add(t, f"{stamp} {level} export: {text}", "stderr")

    line(at + 900_000_000, "INFO", "starting, memory limit: none")
    for t in range(at + 20 * SECOND, story.silent, 20 * SECOND):
        rows += 125_000
        line(t, "INFO", f"collected {rows} rows, rss {story.exported(t) * 1024:.0f} MiB")
        if story.exported(t) > 9:
            line(t + SECOND, "WARNING", f"slow read: last 125000 rows took {story.exported(t) - 6:.1f} s")
    return log.text()


def detector_life(story):
    """node-problem-detector writes klog lines; the kernel's own text is inside them."""
    log, at = CRILog(), story.oom

    def line(t, level, place, text):
        log.add(t + 80_000, klog(t, level, 1, place, text), "stderr")

    for t in range(story.scenario.at("08:00:00"), at, 10 * MINUTE):
        line(t, "I", "custom_plugin_monitor.go:280", 'Initialize condition generated: [{Type:ReadonlyFilesystem Status:False}]')
    for offset, task, pid, vm, rss in ((0, "redis-server", 23817, 3411204, 2519880), (4, "node", 24102, 1204416, 604120)):
        for index, text in enumerate(KERNEL_OOM):
            message = text.format(task=task, pid=pid, vm=vm, rss=rss)
            line(at + offset * SECOND + index * 1_000_000, "W", "log_monitor.go:160", f"New status generated: OOMKilling: {message}")
    return log.text()


def controller_log(story):
    """klog lines of kube-controller-manager, as `kubectl logs --timestamps` prints them."""
    s = story.scenario
    rng = s.rng("log/controller")
    lines = [(t, "I", "garbagecollector.go:203", '"syncing garbage collector with updated resources from discovery" '
              'logger="garbage-collector-controller" diff="added: [], removed: []"') for t in spread(rng, s.at("08:00:00"), s.at("09:34:00"), 90)]
    lines.append((story.not_ready, "I", "node_lifecycle_controller.go:1029", '"Node has become NotReady" logger="node-lifecycle-controller" node="node-b3"'))
    lines.append((story.not_ready + 2_000_000, "I", "controller_utils.go:116", '"Recording status change event message for node" '
                  'logger="node-lifecycle-controller" status="NodeNotReady" node="node-b3"'))
    for pod in story.on_lost_node():
        ns = pod.workload.namespace
        lines.append((story.marked, "I", "taint_eviction.go:113", f'"Deleting pod" logger="taint-eviction-controller" controller="taint-eviction-controller" pod="{ns}/{pod.name}"'))
    lines.append((s.at("09:06:22.090"), "E", "reconciler.go:277", '"Multi-Attach error: volume is already exclusively attached to one node" '
                  'err="volume is in use" logger="persistentvolume-attach-detach-controller" pod="shop/cart-redis-0" node="node-b1"'))
    lines.append((story.node_back + 31_000_000, "I", "node_lifecycle_controller.go:1052", '"Node is ready again" logger="node-lifecycle-controller" node="node-b3"'))
    return "".join(f"{nanos(t + 61_000)} {klog(t, level, 1, place, text)}\n" for t, level, place, text in sorted(lines))
