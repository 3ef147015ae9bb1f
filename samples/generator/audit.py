"""The API server's audit log (audit.k8s.io/v1), one JSON object a line."""

import json

from core import MINUTE, iso

KUBECTL = "kubectl/v1.33.4 (linux/amd64) kubernetes/74cdb42"
COMPONENT = "{name}/v1.33.4 (linux/amd64) kubernetes/74cdb42"
PATHS = {"apps": "/apis/apps/v1", "": "/api/v1", "batch": "/apis/batch/v1", "coordination.k8s.io": "/apis/coordination.k8s.io/v1",
         "autoscaling": "/apis/autoscaling/v2", "policy": "/apis/policy/v1"}


class AuditLog:
    def __init__(self, cluster):
        self.cluster = cluster
        self.scenario = cluster.scenario
        self.lines = []
        self.count = 0

    def add(self, t, user, verb, resource, namespace="", name="", group="", subresource="", code=200, body=None,
            groups=None, agent=KUBECTL, address="10.20.8.14", took=9_400_000, received_stage=False, content=None, query=""):
        """One request: its ResponseComplete line, and its RequestReceived line where the policy keeps both."""
        self.count += 1
        path = PATHS[group] + (f"/namespaces/{namespace}" if namespace else "") + f"/{resource}" + (f"/{name}" if name else "")
        path += (f"/{subresource}" if subresource else "") + query
        event = {
            "kind": "Event", "apiVersion": "audit.k8s.io/v1", "level": "Request" if body is not None else "Metadata",
            "auditID": self.scenario.uid(f"audit/{self.count}"), "stage": "RequestReceived", "requestURI": path, "verb": verb,
            "user": {"username": user, "groups": groups or ["system:authenticated"]},
            "sourceIPs": [address], "userAgent": agent,
            "objectRef": self.reference(resource, namespace, name, group, subresource),
        }
        times = {"requestReceivedTimestamp": iso(t, 6), "stageTimestamp": iso(t, 6), "annotations": {}}
        if received_stage:
            self.keep(t, event | {"level": "Metadata"} | {k: v for k, v in times.items() if v})
        event["stage"] = "ResponseStarted" if verb == "watch" else "ResponseComplete"
        status = {"metadata": {}, "code": code}
        if code >= 400:
            status |= {"status": "Failure", "reason": {403: "Forbidden", 404: "NotFound", 409: "Conflict"}.get(code, "InternalError")}
        event["responseStatus"] = status
        if body is not None:
            event["requestObject"] = body
        times["stageTimestamp"] = iso(t + took, 6)
        times["annotations"] = {"authorization.k8s.io/decision": "forbid" if code == 403 else "allow", "authorization.k8s.io/reason": ""}
        self.keep(t + took, event | times)

    def reference(self, resource, namespace, name, group, subresource):
        fields = {"resource": resource, "namespace": namespace, "name": name, "apiGroup": group, "apiVersion": "v2" if group == "autoscaling" else "v1",
                  "subresource": subresource}
        return {key: value for key, value in fields.items() if value}

    def keep(self, t, event):
        self.lines.append((t, json.dumps(event, separators=(",", ":"), ensure_ascii=False)))

    def background(self, start, end, nodes, services):
        """What a quiet API server answers all day."""
        rng = self.scenario.rng("audit/background")
        t = start
        while t < end:
            t += round(rng.expovariate(1 / 48) * 1_000_000_000)
            rng.choice((self.lease, self.node_status, self.autoscaler, self.look))(t, rng, nodes, services)
        for index, at in enumerate(range(start, end, 20 * MINUTE)):
            self.add(at, "system:kube-scheduler", "watch", "pods", agent=COMPONENT.format(name="kube-scheduler"), address="10.20.0.2",
                     took=2_000_000, query=f"?allowWatchBookmarks=true&resourceVersion={self.cluster.version(at)}&timeoutSeconds={420 + index}&watch=true")

    def lease(self, t, rng, nodes, services):
        node = rng.choice(nodes)
        self.add(t, f"system:node:{node}", "update", "leases", "kube-node-lease", node, "coordination.k8s.io",
                 groups=["system:nodes", "system:authenticated"], agent=COMPONENT.format(name="kubelet"), address=f"10.20.0.{10 + nodes.index(node)}")

    def node_status(self, t, rng, nodes, services):
        node = rng.choice(nodes)
        self.add(t, f"system:node:{node}", "patch", "nodes", "", node, subresource="status",
                 groups=["system:nodes", "system:authenticated"], agent=COMPONENT.format(name="kubelet"), address=f"10.20.0.{10 + nodes.index(node)}")

    def autoscaler(self, t, rng, nodes, services):
        self.add(t, "system:serviceaccount:kube-system:horizontal-pod-autoscaler", "get", "deployments", "shop", rng.choice(services), "apps",
                 subresource="scale", groups=["system:serviceaccounts", "system:authenticated"],
                 agent=COMPONENT.format(name="kube-controller-manager"), address="10.20.0.2")

    def look(self, t, rng, nodes, services):
        self.add(t, "system:serviceaccount:monitoring:prometheus", "list", "endpoints", "shop",
                 groups=["system:serviceaccounts", "system:authenticated"], agent="Prometheus/2.42.0", address="10.42.3.9")

    def text(self):
        return "".join(line + "\n" for _, line in sorted(self.lines, key=lambda entry: entry[0]))
