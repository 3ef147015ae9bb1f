"""2026-08-27: a release sets a connection pool of two; payments crash-loops until it is rolled back."""

from audit import AuditLog
from background import noise, platform_pods, pods_at, rollout, rollups, shop, steady, stopped
from core import HOUR, MINUTE, SECOND, Scenario, kubectl_json
from curve import Curve
from kube import Cluster, EventList, Run
from pager import PagerLog
from payments_logs import checkout_log, controller_log, payments_logs
from payments_metrics import payments_metrics

NAME = "2026-08-27-payments"
OLD, NEW = "registry.example.com/shop/payments:2.30.4", "registry.example.com/shop/payments:2.31.0"
BACKOFF = (0, 10, 20, 40, 80, 160, 300)
NODES = ["node-a1", "node-a2", "node-b1", "node-b2"]

MANIFEST = """\
id: 2026-08-27-payments
title: Card payments failing after release 2.31.0
severity: SEV2
status: resolved
services: [payments, checkout]
captured_at: 2026-08-27T19:04:30Z
milestones:
  # When the pager reached a person; the alert itself fired earlier.
  detected: 2026-08-27T18:16:37Z
narrative:
  went_well:
    - The rollback took less than two minutes once it was decided.
    - The fallback provider took about four in ten card payments during the incident.
  went_poorly:
    - The first page was not seen for almost six minutes.
    - Payments was scaled up before the release was suspected, which added load without adding connections.
  got_lucky:
    - The release went out after the evening peak.
actions:
  - title: Alert on connection pool saturation in payments
    type: detect
    owner: team-payments
    due: 2026-09-15
    priority: P1
    status: open
    ticket: PAY-812
    done_when: A page fires in staging within two minutes when every pool has pending requests.
  - title: Refuse a release whose pool is smaller than the number of request threads
    type: prevent
    owner: team-payments
    due: 2026-09-22
    priority: P1
    status: open
    ticket: PAY-813
    done_when: The deploy check fails for DB_POOL_MAX=2.
  - title: Page the secondary after three minutes instead of five
    type: mitigate
    owner: team-platform
    due: 2026-09-08
    priority: P2
    status: done
    ticket: OPS-291
    done_when: The escalation policy shows three minutes.
slos:
  - name: checkout availability
    objective: 99.9
    errors: 'service:http_errors:ratio_rate1m{service="checkout"}'
"""


class Payments:
    def __init__(self):
        self.scenario = s = Scenario(NAME, "2026-08-27")
        self.cluster = Cluster(s, NODES)
        self.events = EventList(self.cluster)
        self.start, self.end = s.at("17:00:00"), s.at("18:58:00")
        self.during, self.after = s.at("18:31:40"), s.at("19:04:30")
        self.rolled_out, self.rolled_back = s.at("18:13:17"), s.at("18:37:48")
        # What a checkout request meets: the truth behind every metric and log of this incident.
        self.errors = Curve(
            s, ("18:13:36.9", 0.004), ("18:13:37", 0.16), ("18:13:52", 0.32), ("18:14:12", 0.52), ("18:15:00", 0.61), ("18:22:00", 0.58),
            ("18:30:30", 0.60), ("18:31:10", 0.66), ("18:38:05", 0.63), ("18:38:40", 0.30), ("18:39:10", 0.09), ("18:39:37", 0.02),
            ("18:41:37", 0.004))
        platform_pods(self.cluster, NODES)
        self.services()
        self.rollout()
        self.scale_up()
        self.rollback()
        rollups(self.cluster, self.events, s.at("16:30:00"), self.after, NODES)
        noise(self.cluster, self.events, s.at("17:55:00"), self.after)

    def services(self):
        self.workloads = {
            "frontend": shop("frontend", "5.12.1", 3000), "cart": shop("cart", "1.22.0"), "catalog": shop("catalog", "3.8.0"),
            "checkout": shop("checkout", "4.3.2"), "payments": shop("payments", "2.30.4", memory="512Mi", limit="1Gi", cpu="500m"),
        }
        w = self.workloads
        steady(self.cluster, w["frontend"], 4, NODES)
        steady(self.cluster, w["cart"], 3, NODES[1:])
        self.checkout = steady(self.cluster, w["checkout"], 3, NODES)
        self.stable = steady(self.cluster, w["payments"], 6, NODES)
        catalog = steady(self.cluster, w["catalog"], 3, NODES)
        # Another team's release a few minutes earlier: near in time, and nothing to do with it.
        rollout(self.cluster, self.events, w["catalog"], catalog, self.scenario.at("18:05:52"), "registry.example.com/shop/catalog:3.8.1", NODES)

    def bad_pod(self, index, created, ready_after=14):
        """A pod of 2.31.0: fills its two connections, waits half a minute, gives up, starts again."""
        rng = self.scenario.rng(f"bad/{index}")
        runs, at = [], created + round(rng.uniform(4.2, 5.6) * SECOND)
        stop = self.rolled_back + 5 * SECOND
        while at < stop:
            life = round(rng.uniform(44, 53) * SECOND)
            runs.append(Run(at, at + round(ready_after * SECOND), at + life, 1, "Error"))
            at += life + BACKOFF[min(len(runs) - 1, 6)] * SECOND + round(rng.uniform(0.5, 1.5) * SECOND)
        return self.cluster.pod(self.workloads["payments"], NODES[index % 4], created, runs, NEW, index, pull_seconds=3.412 if index < 4 else 0)

    def scaled(self, direction, image, before, after, at):
        name = f"payments-{self.cluster.hash_of(self.workloads['payments'], image)}"
        self.events.add(("Deployment", "shop", "payments"), "ScalingReplicaSet",
                        f"Scaled {direction} replica set {name} from {before} to {after}", at, component="deployment-controller")

    def created(self, pod):
        self.events.add(("ReplicaSet", "shop", pod.owner[1]), "SuccessfulCreate", f"Created pod: {pod.name}", pod.created,
                        component="replicaset-controller")
        self.events.started(pod)

    def rollout(self):
        """Six replicas, two more at a time, one missing at most."""
        t, s = self.rolled_out, self.scenario
        steps = [(t, 0, 2), (t, 2, 3), (s.at("18:13:37"), 3, 5), (s.at("18:13:53"), 5, 6)]
        self.bad = []
        for at, before, after in steps:
            self.scaled("up", NEW, before, after, at)
            for index in range(before, after):
                self.bad.append(self.bad_pod(index, at))
                self.created(self.bad[-1])
        for at, before, after in ((t, 6, 5), (s.at("18:13:37"), 5, 3), (s.at("18:13:53"), 3, 1), (s.at("18:14:09"), 1, 0)):
            self.scaled("down", OLD, before, after, at)
            for pod in self.stable[6 - before:6 - after]:
                stopped(self.events, pod, at)
        for pod in self.bad:
            self.crash_loop(pod)

    def crash_loop(self, pod):
        last = pod.runs[-1]
        again = pod.runs[1:]
        name, ns = pod.workload.container_name, pod.workload.namespace
        if again:
            first = again[0].start
            for reason, text in (("Pulled", f'Container image "{NEW}" already present on machine'), ("Created", f"Created container: {name}"),
                                 ("Started", f"Started container {name}")):
                self.events.add(pod, reason, text, first, last.start, len(again), host=pod.node)
        until = self.rolled_back
        self.events.add(pod, "BackOff", f"Back-off restarting failed container {name} in pod {pod.name}_{ns}({self.cluster.pod_uid(pod)})",
                        pod.runs[0].end + 2 * SECOND, until, max(2, (until - pod.runs[0].end) // (13 * SECOND)), True, host=pod.node)
        self.events.add(pod, "Unhealthy", f"Liveness probe failed: Get \"http://{pod.ip}:8080/healthz\": context deadline exceeded "
                        "(Client.Timeout exceeded while awaiting headers)", pod.runs[0].ready + 11 * SECOND,
                        last.start + 35 * SECOND if last.start + 35 * SECOND < until else until, 2 * len(pod.runs), True, host=pod.node)

    def scale_up(self):
        at = self.scenario.at("18:30:32")
        self.scaled("up", NEW, 6, 8, at)
        for index in (6, 7):
            pod = self.bad_pod(index, at)
            self.bad.append(pod)
            self.created(pod)
            self.crash_loop(pod)

    def rollback(self):
        at, s = self.rolled_back, self.scenario
        self.good = []
        steps = ((at, 0, 3), (s.at("18:38:03"), 3, 6), (s.at("18:38:21"), 6, 8))
        for when, before, after in steps:
            self.scaled("up", OLD, before, after, when)
            for index in range(before, after):
                start = when + round(s.rng(f"good/{index}").uniform(1.4, 2.2) * SECOND)
                pod = self.cluster.pod(self.workloads["payments"], NODES[index % 4], when, [Run(start, start + 13 * SECOND)], OLD, index)
                self.good.append(pod)
                self.created(pod)
        for when, before, after in ((at, 8, 7), (s.at("18:38:03"), 7, 3), (s.at("18:38:21"), 3, 0)):
            self.scaled("down", NEW, before, after, when)
            for pod in self.bad[8 - before:8 - after]:
                stopped(self.events, pod, when)
        down = s.at("18:46:20")
        self.scaled("down", OLD, 8, 6, down)
        for pod in self.good[6:]:
            stopped(self.events, pod, down)

    def audit(self):
        s, log = self.scenario, AuditLog(self.cluster)
        log.background(s.at("17:10:00"), s.at("19:00:00"), NODES, sorted(self.workloads))
        ci = dict(user="system:serviceaccount:ci:deployer", groups=["system:serviceaccounts", "system:serviceaccounts:ci", "system:authenticated"],
                  address="10.20.8.40", received_stage=True)
        platform = dict(user="oncall-platform", groups=["sre", "system:authenticated"], address="10.20.8.21")
        oncall = dict(user="oncall-payments", groups=["team-payments", "system:authenticated"], address="10.20.8.17")
        for clock, flag in (("17:24:10.218", True), ("17:41:30.904", None)):
            log.add(s.at(clock), verb="patch", resource="nodes", name="node-a2", body={"spec": {"unschedulable": flag}},
                    query="?fieldManager=kubectl-cordon", **platform)
        log.add(s.at("17:21:44.031"), verb="patch", resource="deployments", namespace="search", name="indexer", group="apps",
                body=image_patch("indexer", "registry.example.com/search/indexer:0.44.0", "release indexer 0.44.0"), **ci)
        log.add(s.at("18:05:51.872"), verb="patch", resource="deployments", namespace="shop", name="catalog", group="apps",
                body=image_patch("catalog", "registry.example.com/shop/catalog:3.8.1", "release catalog 3.8.1"), **ci)
        log.add(s.at("18:13:16.842"), verb="patch", resource="deployments", namespace="shop", name="payments", group="apps",
                body=image_patch("payments", NEW, "release payments 2.31.0", {"DB_POOL_MAX": "2"}), query="?fieldManager=deployer", **ci)
        log.add(s.at("18:23:40.116"), verb="list", resource="pods", namespace="shop", query="?limit=500", **oncall)
        log.add(s.at("18:24:02.530"), verb="get", resource="pods", namespace="shop", name=self.bad[0].name, subresource="log",
                query="?container=payments&previous=true", **oncall)
        log.add(s.at("18:26:31.007"), verb="get", resource="secrets", namespace="shop", name="payments-db", code=403, **oncall)
        log.add(s.at("18:27:12.445"), verb="create", resource="pods", namespace="shop", name=self.bad[2].name, subresource="exec", code=101,
                query="?command=printenv&command=DB_POOL_MAX&container=payments&stdout=true", **oncall)
        log.add(s.at("18:30:31.660"), verb="patch", resource="deployments", namespace="shop", name="payments", group="apps",
                subresource="scale", body={"spec": {"replicas": 8}}, query="?fieldManager=kubectl", **oncall)
        log.add(s.at("18:37:47.733"), verb="patch", resource="deployments", namespace="shop", name="payments", group="apps",
                body=undo_patch(), received_stage=True, **oncall)
        log.add(s.at("18:46:19.874"), verb="patch", resource="deployments", namespace="shop", name="payments", group="apps",
                subresource="scale", body={"spec": {"replicas": 6}}, query="?fieldManager=kubectl", **oncall)
        return log.text()

    def pager(self):
        s = self.scenario
        title = "[FIRING:1] CheckoutErrorRatioHigh checkout (critical)"
        log = PagerLog(s, title, "checkout", "payments")
        user = ("user", "oncall-payments")
        log.add(s.at("18:16:37"), "trigger", f"Triggered through the API: {title}", ("service", "checkout"), "api",
                details={"service_key": None, "description": title, "incident_key": s.digest("pager/key", 32)},
                event_details={"description": title})
        log.add(s.at("18:16:37"), "assign", "Assigned to oncall-payments", ("escalation_policy", "payments"))
        log.add(s.at("18:16:39"), "notify", "Notified oncall-payments by push notification", user, details={"notification": {"type": "push_notification", "status": "success"}})
        log.add(s.at("18:21:37"), "escalate", "Escalated to oncall-payments-secondary because there was no acknowledgement within 5 minutes",
                ("escalation_policy", "payments"), "timeout")
        log.add(s.at("18:21:38"), "notify", "Notified oncall-payments-secondary by phone call", ("user", "oncall-payments-secondary"),
                details={"notification": {"type": "phone", "status": "success"}})
        log.add(s.at("18:22:21"), "acknowledge", "Acknowledged by oncall-payments", user, "mobile", acknowledgement_timeout=1800)
        for clock, note in (("18:29:06", "Only payments 2.31.0 pods restart. Trying more replicas first."),
                            ("18:36:40", "More replicas did not help: DB_POOL_MAX is 2 in 2.31.0, was 20. Rolling back."),
                            ("18:40:52", "Checkout errors are below the alert threshold, watching.")):
            log.add(s.at(clock), "annotate", f"Note added by oncall-payments: {note}", user, "note", details={"summary": note})
        log.add(s.at("18:52:10"), "resolve", "Resolved by oncall-payments", user, "website")
        return log.text()

    def files(self):
        """Path → text of everything but the metrics."""
        ttl = HOUR
        files = {
            "incident.yaml": MANIFEST,
            "during/events-shop.json": kubectl_json(self.events.at(self.during, ttl, "shop")),
            "during/pods-payments.json": kubectl_json(pods_at(self.cluster, self.during, "shop", "payments")),
            "events.json": kubectl_json(self.events.at(self.after, ttl)),
            "pods.json": kubectl_json(pods_at(self.cluster, self.after)),
            "audit.log": self.audit(),
            "pagerduty-log-entries.json": self.pager(),
            "logs/checkout.log": checkout_log(self),
            "logs/kube-controller-manager.log": controller_log(self),
        }
        files.update({"logs/" + path: text for path, text in payments_logs(self).items()})
        return files

    def metrics(self):
        """Path → bytes; asks a Prometheus server."""
        return payments_metrics(self)


def image_patch(name, image, cause, env=None):
    """The strategic merge patch of a deploy tool."""
    container = {"name": name, "image": image}
    if env:
        container["env"] = [{"name": key, "value": value} for key, value in env.items()]
    return {"metadata": {"annotations": {"kubernetes.io/change-cause": cause}}, "spec": {"template": {"spec": {"containers": [container]}}}}


def undo_patch():
    """What `kubectl rollout undo` sends: a JSON patch."""
    container = {"name": "payments", "image": OLD, "env": [{"name": "DB_POOL_MAX", "value": "20"}],
                 "ports": [{"name": "http", "containerPort": 8080, "protocol": "TCP"}]}
    template = {"metadata": {"labels": {"app.kubernetes.io/name": "payments"}}, "spec": {"containers": [container]}}
    return [{"op": "replace", "path": "/spec/template", "value": template},
            {"op": "replace", "path": "/metadata/annotations",
             "value": {"deployment.kubernetes.io/revision": "43", "kubernetes.io/change-cause": "kubectl rollout undo deployment/payments"}}]
