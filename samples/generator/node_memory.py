"""2026-09-14: an export without a memory limit fills a node; the node goes down and takes the cart's cache with it."""

from audit import AuditLog
from background import REGISTRY, noise, platform_pods, pods_at, rollout, rollups, shop, steady
from core import HOUR, MINUTE, SECOND, Scenario, kubectl_json
from curve import Curve
from kube import Cluster, EventList, Run, Workload
from node_memory_logs import cart_log, controller_log, node_logs
from node_memory_metrics import node_memory_metrics
from pager import PagerLog

NAME = "2026-09-14-node-memory"
NODES = ["node-a1", "node-a2", "node-b1", "node-b2", "node-b3"]
LOST = "node-b3"

MANIFEST = """\
id: 2026-09-14-node-memory
title: Carts unavailable after a node ran out of memory
severity: SEV1
status: reviewed
services: [cart]
cause: resource
captured_at: 2026-09-14T09:36:00Z
milestones:
  # The export has a memory limit again: it cannot fill a node any more.
  eradicated: 2026-09-14T09:14:20Z
narrative:
  summary: >-
    A daily export whose memory limit had been removed filled the memory of one node. The kernel ended the cart's
    cache, then the node stopped answering, and carts could not be read until the cache ran on another node.
  went_well:
    - The page said which service was failing.
    - No cart was lost, because the cache keeps its data on a volume.
  went_poorly:
    - The memory alert waits ten minutes, and the node lasted four.
    - The cache has one replica, and its volume stayed attached to the node that was down.
  got_lucky:
    - The export ran on a Monday morning and not during the sale.
actions:
  - title: Require memory limits in the analytics namespace with a LimitRange
    type: prevent
    owner: team-data
    due: 2026-09-25
    priority: P1
    status: open
    ticket: DATA-77
    done_when: A pod without a memory limit is refused in analytics.
  - title: Page when a node has less than 5 % memory available for one minute
    type: detect
    owner: team-platform
    due: 2026-09-21
    priority: P1
    status: open
    ticket: OPS-304
    done_when: The alert fires in a load test before the kubelet evicts.
  - title: Run the cart cache with a replica on another node
    type: mitigate
    owner: team-cart
    due: 2026-10-16
    priority: P2
    status: open
    ticket: CART-129
    done_when: Losing a node in staging leaves carts readable.
slos:
  - name: cart availability
    objective: 99.95
    errors: 'service:http_errors:ratio_rate1m{service="cart"}'
"""


class NodeMemory:
    def __init__(self):
        self.scenario = s = Scenario(NAME, "2026-09-14")
        self.cluster = Cluster(s, NODES)
        self.events = EventList(self.cluster)
        self.start, self.end = s.at("07:40:00"), s.at("09:35:00")
        self.during, self.after = s.at("09:01:20"), s.at("09:36:00")
        self.oom, self.silent, self.not_ready = s.at("08:52:05"), s.at("08:53:38"), s.at("08:54:22")
        self.marked, self.node_back = s.at("08:59:27"), s.at("09:11:20")
        # What a cart request meets.
        self.errors = Curve(
            s, ("08:52:04.9", 0.002), ("08:52:05", 0.18), ("08:52:40", 0.41), ("08:54:00", 0.74), ("09:08:48", 0.77), ("09:09:15", 0.03),
            ("09:12:00", 0.014), ("09:16:30", 0.002))
        self.exported = Curve(s, ("08:30:02", 0.2), ("08:36:00", 2.1), ("08:45:00", 6.9), ("08:51:20", 11.3), ("08:53:38", 11.6))
        platform_pods(self.cluster, NODES[:4])
        self.services()
        self.export()
        self.pressure()
        self.node_down()
        self.replacements()
        self.node_returns()
        rollups(self.cluster, self.events, s.at("07:00:00"), self.after, NODES[:4])
        noise(self.cluster, self.events, s.at("08:30:00"), self.after)

    def node(self, name=LOST):
        return ("Node", "default", name)

    def services(self):
        s, c = self.scenario, self.cluster
        self.workloads = w = {
            "frontend": shop("frontend", "5.14.0", 3000), "catalog": shop("catalog", "3.9.2"), "checkout": shop("checkout", "4.3.5"),
            "cart": shop("cart", "1.23.1", 3000, memory="512Mi", limit="768Mi"),
            "recommendations": Workload("shop", "recommendations", image=f"{REGISTRY}/shop/recommendations:0.9.4"),
            "cart-redis": Workload("shop", "cart-redis", "StatefulSet", "registry.example.com/library/redis:7.4.1", 6379, {"cpu": "100m", "memory": "1Gi"},
                                   {"memory": "3Gi"}, "redis"),
        }
        frontend = steady(c, w["frontend"], 4, NODES)
        for name, count in (("catalog", 3), ("checkout", 3)):
            steady(c, w[name], count, NODES[:4])
        self.cart = steady(c, w["cart"], 4, ["node-a1", LOST, "node-b2", LOST])
        self.recommendations = steady(c, w["recommendations"], 3, ["node-a2", LOST, "node-b1"])
        self.redis = steady(c, w["cart-redis"], 1, [LOST])[0]
        rollout(c, self.events, w["frontend"], frontend, s.at("08:41:10"), f"{REGISTRY}/shop/frontend:5.14.1", NODES[:4])

    def export(self):
        """The CronJob's run that grows without a limit."""
        s = self.scenario
        at = s.at("08:30:00")
        job = f"export-daily-{at // MINUTE}"
        self.exporter = Workload("analytics", job, "Job", f"{REGISTRY}/analytics/export:2.7.0", requests={"cpu": "500m", "memory": "256Mi"},
                                 container="export")
        self.export_pod = self.cluster.pod(self.exporter, LOST, at, [Run(at + 2 * SECOND)], not_ready_at=self.not_ready)
        self.events.add(("CronJob", "analytics", "export-daily"), "SuccessfulCreate", f"Created job {job}", at, component="cronjob-controller")
        self.events.add(("Job", "analytics", job), "SuccessfulCreate", f"Created pod: {self.export_pod.name}", at, component="job-controller")
        self.events.started(self.export_pod, pull=False)

    def pressure(self):
        """The kubelet reclaims what it can, then the kernel acts."""
        s, add = self.scenario, self.events.add
        at = s.at("08:51:20")
        add(self.node(), "EvictionThresholdMet", "Attempting to reclaim memory", at, s.at("08:53:21"), 13, True, host=LOST)
        add(self.node(), "NodeHasInsufficientMemory", f"Node {LOST} status is now: NodeHasInsufficientMemory", s.at("08:51:22"), host=LOST)
        victim = self.recommendations[1]
        text = ("The node was low on resource: memory. Threshold quantity: 100Mi, available: 71236Ki. Container recommendations was using 191240Ki, "
                "request is 0, has larger consumption of memory. ")
        add(victim, "Evicted", text, s.at("08:51:31"), warning=True, host=LOST)
        add(victim, "Killing", "Stopping container recommendations", s.at("08:51:31"), host=LOST)
        victim.runs[0].end = s.at("08:51:33")
        victim.evicted = text
        fresh = self.cluster.pod(self.workloads["recommendations"], "node-a1", s.at("08:51:32"), [Run(s.at("08:51:35"), s.at("08:51:44"))], replica=3)
        self.created(fresh)
        add(self.node(), "SystemOOM", "System OOM encountered, victim process: redis-server, pid: 23817", self.oom, warning=True, host=LOST)
        add(self.node(), "SystemOOM", "System OOM encountered, victim process: node, pid: 24102", self.oom + 4 * SECOND, warning=True, host=LOST)
        self.killed(self.redis, self.oom, 3)
        self.killed(self.cart[1], self.oom + 4 * SECOND, 2)
        for pod in (self.redis, self.cart[1], self.cart[3]):
            add(pod, "Unhealthy", f"Readiness probe failed: dial tcp {pod.ip}:{pod.workload.port}: i/o timeout", self.oom + 21 * SECOND,
                self.silent - 6 * SECOND, 7, True, host=LOST)

    def killed(self, pod, at, after):
        run = pod.runs[0]
        run.end, run.exit_code, run.reason = at, 137, "OOMKilled"
        pod.runs.append(Run(at + after * SECOND))
        name = pod.workload.container_name
        for reason, text in (("Pulled", f'Container image "{pod.image}" already present on machine'), ("Created", f"Created container: {name}"),
                             ("Started", f"Started container {name}")):
            self.events.add(pod, reason, text, at + after * SECOND, host=LOST)

    def created(self, pod):
        kind, name = pod.owner
        component = "statefulset-controller" if kind == "StatefulSet" else "replicaset-controller"
        text = f"create Pod {pod.name} in StatefulSet {name} successful" if kind == "StatefulSet" else f"Created pod: {pod.name}"
        self.events.add((kind, "shop", name), "SuccessfulCreate", text, pod.created, component=component)
        self.events.started(pod)

    def on_lost_node(self):
        return [self.cart[1], self.cart[3], self.redis, self.export_pod]

    def node_down(self):
        add = self.events.add
        add(self.node(), "NodeNotReady", f"Node {LOST} status is now: NodeNotReady", self.not_ready, component="node-controller")
        for index, pod in enumerate(self.on_lost_node()):
            pod.not_ready_at = self.not_ready
            add(pod, "NodeNotReady", "Node is not ready", self.not_ready + (index + 1) * 40_000_000, warning=True, component="node-controller")
        for pod in self.on_lost_node():
            ns = pod.workload.namespace
            add(pod, "TaintManagerEviction", f"Marking for deletion Pod {ns}/{pod.name}", self.marked, component="taint-eviction-controller")
            # The object stays until the kubelet is back to confirm it, or somebody deletes it by force.
            pod.deleted, pod.gone = self.marked, self.node_back + 3 * SECOND
        self.redis.gone = self.scenario.at("09:06:20")

    def replacements(self):
        s, c, add = self.scenario, self.cluster, self.events.add
        w = self.workloads
        first = c.pod(w["cart"], "node-a2", self.marked, [Run(self.marked + 3 * SECOND, self.marked + 14 * SECOND)], replica=4)
        self.created(first)
        room = s.at("09:06:35")
        no_room = ("0/5 nodes are available: 1 node(s) had untolerated taint {node.kubernetes.io/unreachable: }, 4 Insufficient memory. "
                   "preemption: 0/5 nodes are available: 1 Preemption is not helpful for scheduling, 4 No preemption victims found for incoming pod.")
        self.late_cart = c.pod(w["cart"], "node-b1", self.marked, [Run(room + 2 * SECOND, room + 12 * SECOND)], replica=5, pending_message=no_room,
                               pending_until=room)
        add(("ReplicaSet", "shop", self.late_cart.owner[1]), "SuccessfulCreate", f"Created pod: {self.late_cart.name}", self.marked, component="replicaset-controller")
        add(self.late_cart, "FailedScheduling", no_room, self.marked + SECOND, s.at("09:05:58"), 8, True, "default-scheduler", shape="series")
        self.events.started(self.late_cart, scheduled=room)
        self.fresh_carts = [first, self.late_cart]
        forced = s.at("09:06:20")
        self.new_redis = c.pod(w["cart-redis"], "node-b1", forced, [Run(s.at("09:08:27"), s.at("09:08:48"))])
        add(("StatefulSet", "shop", "cart-redis"), "SuccessfulCreate", "create Pod cart-redis-0 in StatefulSet cart-redis successful", forced,
            component="statefulset-controller")
        volume = "pvc-" + c.uid("PersistentVolumeClaim", "shop", "data-cart-redis-0")
        add(self.new_redis, "FailedAttachVolume", f'Multi-Attach error for volume "{volume}" Volume is already exclusively attached to one node and '
            "can't be attached to another", forced + 2 * SECOND, s.at("09:07:44"), 5, True, "attachdetach-controller")
        add(self.new_redis, "SuccessfulAttachVolume", f'AttachVolume.Attach succeeded for volume "{volume}"', s.at("09:08:05"), component="attachdetach-controller")
        self.events.started(self.new_redis)

    def node_returns(self):
        s, add = self.scenario, self.events.add
        add(self.node(), "NodeNotSchedulable", f"Node {LOST} status is now: NodeNotSchedulable", s.at("09:03:41"), component="node-controller")
        add(self.node(), "Starting", "Starting kubelet.", s.at("09:11:08"), host=LOST)
        add(self.node(), "Rebooted", f"Node {LOST} has been rebooted, boot id: {s.uid('boot')}", s.at("09:11:10"), warning=True, host=LOST)
        for reason in ("NodeHasSufficientMemory", "NodeHasNoDiskPressure", "NodeHasSufficientPID"):
            add(self.node(), reason, f"Node {LOST} status is now: {reason}", s.at("09:11:09"), host=LOST)
        add(self.node(), "NodeReady", f"Node {LOST} status is now: NodeReady", self.node_back, host=LOST)
        add(self.node(), "NodeSchedulable", f"Node {LOST} status is now: NodeSchedulable", s.at("09:31:06"), component="node-controller")

    def audit(self):
        s, log = self.scenario, AuditLog(self.cluster)
        log.background(s.at("07:50:00"), s.at("09:34:00"), NODES, ["frontend", "catalog", "checkout", "cart"])
        data = dict(user="data-platform", groups=["team-data", "system:authenticated"], address="10.20.8.33")
        oncall = dict(user="oncall-platform", groups=["sre", "system:authenticated"], address="10.20.8.21")
        ci = dict(user="system:serviceaccount:ci:deployer", groups=["system:serviceaccounts", "system:serviceaccounts:ci", "system:authenticated"],
                  address="10.20.8.40", received_stage=True)
        cronjob = dict(verb="patch", resource="cronjobs", namespace="analytics", name="export-daily", group="batch", query="?fieldManager=kubectl-edit")
        log.add(s.at("08:12:41.377"), body=limit_patch(None), **cronjob, **data)
        log.add(s.at("08:41:09.655"), verb="patch", resource="deployments", namespace="shop", name="frontend", group="apps",
                body={"spec": {"template": {"spec": {"containers": [{"name": "frontend", "image": f"{REGISTRY}/shop/frontend:5.14.1"}]}}}}, **ci)
        log.add(s.at("08:59:02.118"), verb="get", resource="nodes", name=LOST, **oncall)
        log.add(s.at("09:00:12.940"), verb="list", resource="pods", query=f"?fieldSelector=spec.nodeName%3D{LOST}", **oncall)
        log.add(s.at("09:02:30.502"), verb="create", resource="pods", namespace="shop", name=self.cart[0].name, subresource="exec", code=101,
                query="?command=redis-cli&command=-h&command=cart-redis&command=ping&container=cart&stdout=true", **oncall)
        log.add(s.at("09:03:40.812"), verb="patch", resource="nodes", name=LOST, body={"spec": {"unschedulable": True}},
                query="?fieldManager=kubectl-cordon", **oncall)
        log.add(s.at("09:05:12.264"), verb="delete", resource="jobs", namespace="analytics", name=self.exporter.name, group="batch",
                body={"kind": "DeleteOptions", "apiVersion": "batch/v1", "propagationPolicy": "Background"}, **oncall)
        log.add(s.at("09:06:19.730"), verb="delete", resource="pods", namespace="shop", name="cart-redis-0",
                body={"kind": "DeleteOptions", "apiVersion": "v1", "gracePeriodSeconds": 0}, **oncall)
        log.add(s.at("09:14:19.901"), body=limit_patch("2Gi"), **cronjob, **data)
        log.add(s.at("09:31:05.447"), verb="patch", resource="nodes", name=LOST, body={"spec": {"unschedulable": None}},
                query="?fieldManager=kubectl-cordon", **oncall)
        return log.text()

    def pager(self):
        s = self.scenario
        title = "[FIRING:1] CartErrorRatioHigh cart (critical)"
        log = PagerLog(s, title, "cart", "platform")
        user = ("user", "oncall-platform")
        log.add(s.at("08:54:58"), "trigger", f"Triggered through the API: {title}", ("service", "cart"), "api",
                details={"service_key": None, "description": title, "incident_key": s.digest("pager/key", 32)}, event_details={"description": title})
        log.add(s.at("08:54:58"), "assign", "Assigned to oncall-platform", ("escalation_policy", "platform"))
        log.add(s.at("08:55:00"), "notify", "Notified oncall-platform by phone call", user, details={"notification": {"type": "phone", "status": "success"}})
        log.add(s.at("08:58:10"), "acknowledge", "Acknowledged by oncall-platform", user, "mobile", acknowledgement_timeout=1800)
        for clock, note in (("09:00:48", "node-b3 is NotReady; cart-redis-0 runs there and is the only replica."),
                            ("09:06:30", "Deleted cart-redis-0 by force so that it can start elsewhere; the volume is still attached to node-b3."),
                            ("09:09:30", "cart-redis-0 is up on node-b1, errors are falling. node-b3 is being rebooted.")):
            log.add(s.at(clock), "annotate", f"Note added by oncall-platform: {note}", user, "note", details={"summary": note})
        log.add(s.at("09:15:02"), "resolve", "Resolved through the API", ("service", "cart"), "api")
        return log.text()

    def files(self):
        """Path → text of everything but the metrics."""
        return {
            "incident.yaml": MANIFEST,
            "during/events.json": kubectl_json(self.events.at(self.during, HOUR)),
            "during/pods-shop.json": kubectl_json(pods_at(self.cluster, self.during, "shop")),
            "events.json": kubectl_json(self.events.at(self.after, HOUR)),
            "pods.json": kubectl_json(pods_at(self.cluster, self.after)),
            "audit.log": self.audit(),
            "pagerduty-log-entries.json": self.pager(),
            "logs/cart.log": cart_log(self),
            "logs/kube-controller-manager.log": controller_log(self),
        } | {"logs/" + path: text for path, text in node_logs(self).items()}

    def metrics(self):
        """Path → bytes; asks a Prometheus server."""
        return node_memory_metrics(self)


def limit_patch(limit):
    container = {"name": "export", "resources": {"limits": {"memory": limit} if limit else None}}
    return {"spec": {"jobTemplate": {"spec": {"template": {"spec": {"containers": [container]}}}}}}
