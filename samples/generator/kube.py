"""Kubernetes objects as kubectl prints them: pods with their life, and events."""

from dataclasses import dataclass, field

from core import DAY, SECOND, iso


@dataclass
class Run:
    """One life of a container."""

    start: int
    ready: int = None
    end: int = None
    exit_code: int = 0
    reason: str = "Completed"


@dataclass
class Workload:
    """A controller and what its pods look like."""

    namespace: str
    name: str
    kind: str = "Deployment"
    image: str = ""
    port: int = 8080
    requests: dict = field(default_factory=dict)
    limits: dict = field(default_factory=dict)
    container: str = ""

    @property
    def container_name(self):
        return self.container or self.name


@dataclass
class Pod:
    workload: Workload
    name: str
    owner: tuple  # (kind, name)
    node: str
    ip: str
    created: int
    runs: list
    image: str
    deleted: int = None
    pull_seconds: float = 0.0
    waiting: str = "CrashLoopBackOff"
    evicted: str = None
    not_ready_at: int = None
    earlier_restarts: int = 0
    pending_message: str = None
    pending_until: int = None
    gone: int = None  # when the object vanished, if that was later than its deletion

    def run(self, t):
        """The container's life at `t`, or None between lives."""
        for run in self.runs:
            if run.start <= t and (run.end is None or t < run.end):
                return run
        return None

    def exists(self, t):
        end = self.gone or self.deleted
        return self.created <= t and (end is None or t < end)

    def is_pending(self, t):
        return self.pending_until is not None and t < self.pending_until

    def is_ready(self, t):
        run = self.run(t) if self.exists(t) else None
        lost = self.not_ready_at is not None and t >= self.not_ready_at
        return run is not None and run.ready is not None and run.ready <= t and not lost

    def restarts(self, t):
        started = sum(1 for run in self.runs if run.start <= t)
        return self.earlier_restarts + max(0, started - 1)


class Cluster:
    """Makes names, uids and versions that agree in every file."""

    def __init__(self, scenario, nodes):
        self.scenario = scenario
        self.nodes = nodes
        self.pods = []

    def hash_of(self, workload, image):
        """The pod-template hash of a workload at an image; the same image gives the same ReplicaSet again."""
        return self.scenario.suffix(f"{workload.namespace}/{workload.name}@{image}", 10)

    def pod(self, workload, node, created, runs, image=None, replica=0, **more):
        image = image or workload.image
        if workload.kind == "Deployment":
            owner = ("ReplicaSet", f"{workload.name}-{self.hash_of(workload, image)}")
            name = f"{owner[1]}-{self.scenario.suffix(f'{owner[1]}/{created}/{replica}')}"
        elif workload.kind == "StatefulSet":
            owner, name = ("StatefulSet", workload.name), f"{workload.name}-{replica}"
        else:
            owner = (workload.kind, workload.name)
            name = f"{workload.name}-{self.scenario.suffix(f'{workload.name}/{replica}')}"
        octet = 10 + len(self.pods)
        ip = f"10.42.{self.nodes.index(node)}.{octet}"
        pod = Pod(workload, name, owner, node, ip, created, runs, image, **more)
        self.pods.append(pod)
        return pod

    def uid(self, kind, namespace, name, generation=0):
        return self.scenario.uid(f"{kind}/{namespace}/{name}" + (f"/{generation}" if generation else ""))

    def pod_uid(self, pod):
        # A StatefulSet reuses the name, never the uid.
        return self.uid("Pod", pod.workload.namespace, f"{pod.name}@{pod.created}")

    def version(self, t):
        """A resourceVersion that grows with time."""
        return str(48_000_000 + (t - self.scenario.midnight) // (SECOND // 7))

    def container_id(self, pod, index):
        return "containerd://" + self.scenario.digest(f"container/{pod.name}/{pod.created}/{index}", 64)

    def image_id(self, image):
        return f"{image.rsplit(':', 1)[0]}@sha256:{self.scenario.digest('image/' + image, 64)}"

    def pod_json(self, pod, now):
        """The pod as the API server would give it at `now`."""
        w = pod.workload
        labels = {"app.kubernetes.io/name": w.name}
        if w.kind == "Deployment":
            labels["pod-template-hash"] = self.hash_of(w, pod.image)
        metadata = {
            "creationTimestamp": iso(pod.created),
            "labels": labels,
            "name": pod.name,
            "namespace": w.namespace,
            "ownerReferences": [
                {
                    "apiVersion": {"Job": "batch/v1"}.get(pod.owner[0], "apps/v1"),
                    "blockOwnerDeletion": True,
                    "controller": True,
                    "kind": pod.owner[0],
                    "name": pod.owner[1],
                    "uid": self.uid(pod.owner[0], w.namespace, pod.owner[1]),
                }
            ],
            "resourceVersion": self.version(max([pod.created] + [r.end or r.start for r in pod.runs if r.start <= now])),
            "uid": self.pod_uid(pod),
        }
        if w.kind == "Deployment":
            metadata["generateName"] = pod.owner[1] + "-"
        if pod.deleted is not None and pod.deleted <= now:
            metadata["deletionTimestamp"] = iso(pod.deleted)
            metadata["deletionGracePeriodSeconds"] = 30
        return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": self.pod_spec(pod, now), "status": self.pod_status(pod, now)}

    def pod_spec(self, pod, now):
        w = pod.workload
        container = {
            "image": pod.image,
            "imagePullPolicy": "IfNotPresent",
            "name": w.container_name,
            "ports": [{"containerPort": w.port, "name": "http", "protocol": "TCP"}],
            "resources": {key: value for key, value in (("limits", w.limits), ("requests", w.requests)) if value},
            "terminationMessagePath": "/dev/termination-log",
            "terminationMessagePolicy": "File",
        }
        if w.kind == "Deployment":
            container["livenessProbe"] = {
                "failureThreshold": 3, "httpGet": {"path": "/healthz", "port": "http", "scheme": "HTTP"},
                "periodSeconds": 10, "successThreshold": 1, "timeoutSeconds": 1,
            }
            container["readinessProbe"] = {
                "failureThreshold": 3, "periodSeconds": 5, "successThreshold": 1,
                "tcpSocket": {"port": "http"}, "timeoutSeconds": 1,
            }
        spec = {
            "containers": [container],
            "dnsPolicy": "ClusterFirst",
            **({} if pod.is_pending(now) else {"nodeName": pod.node}),
            "restartPolicy": "Never" if w.kind == "Job" else "Always",
            "schedulerName": "default-scheduler",
            "serviceAccountName": w.name if w.namespace == "shop" else "default",
            "terminationGracePeriodSeconds": 30,
            "tolerations": [
                {"effect": "NoExecute", "key": f"node.kubernetes.io/{key}", "operator": "Exists", "tolerationSeconds": 300}
                for key in ("not-ready", "unreachable")
            ],
        }
        return spec

    def pod_status(self, pod, now):
        if pod.evicted:
            return {
                "message": pod.evicted, "phase": "Failed", "qosClass": self.qos(pod), "reason": "Evicted",
                "startTime": iso(pod.created),
            }
        status = {
            "conditions": self.conditions(pod, now),
            "phase": self.phase(pod, now),
            "qosClass": self.qos(pod),
        }
        if pod.is_pending(now):
            return status
        status.update(
            {
                "containerStatuses": [self.container_status(pod, now)],
                "hostIP": f"10.20.0.{10 + self.nodes.index(pod.node)}",
                "podIP": pod.ip,
                "podIPs": [{"ip": pod.ip}],
                "startTime": iso(pod.created),
            }
        )
        if pod.not_ready_at is not None and now >= pod.not_ready_at and pod.deleted is not None and pod.deleted <= now:
            status["reason"] = "NodeLost"
            status["message"] = f"Node {pod.node} which was running pod {pod.name} is unresponsive"
        return status

    def phase(self, pod, now):
        if pod.is_pending(now):
            return "Pending"
        last = pod.runs[-1]
        if pod.workload.kind == "Job" and last.end is not None and last.end <= now:
            return "Succeeded" if last.exit_code == 0 else "Failed"
        return "Running"

    def qos(self, pod):
        w = pod.workload
        if not w.requests and not w.limits:
            return "BestEffort"
        return "Guaranteed" if w.requests == w.limits else "Burstable"

    def conditions(self, pod, now):
        def condition(kind, true, since, reason=None, message=None):
            entry = {"lastProbeTime": None, "lastTransitionTime": iso(since), "status": "True" if true else "False", "type": kind}
            if reason:
                entry["reason"] = reason
            if message:
                entry["message"] = message
            return entry

        if pod.is_pending(now):
            return [condition("PodScheduled", False, pod.created, "Unschedulable", pod.pending_message)]
        ready = pod.is_ready(now)
        since = self.ready_since(pod, now)
        reason = text = None
        if not ready and self.phase(pod, now) == "Succeeded":
            reason = "PodCompleted"
        elif not ready:
            reason = "ContainersNotReady"
            text = f"containers with unready status: [{pod.workload.container_name}]"
        return [
            condition("Initialized", True, pod.created),
            condition("Ready", ready, since, reason, text),
            condition("ContainersReady", ready, since, reason, text),
            condition("PodScheduled", True, pod.created),
        ]

    def ready_since(self, pod, now):
        moments = [pod.created]
        for run in pod.runs:
            moments += [m for m in (run.ready, run.end if run.ready else None) if m is not None and m <= now]
        if pod.not_ready_at is not None and pod.not_ready_at <= now:
            moments.append(pod.not_ready_at)
        return max(moments)

    def container_status(self, pod, now):
        past = [run for run in pod.runs if run.end is not None and run.end <= now]
        current = pod.run(now)
        last_terminated = past[-1] if past else None
        if current is not None:
            state = {"running": {"startedAt": iso(current.start)}}
        elif pod.workload.kind == "Job" and last_terminated is not None:
            state, last_terminated = {"terminated": self.terminated(pod, last_terminated, len(past) - 1)}, None
        else:
            wait = {"reason": pod.waiting}
            if pod.waiting == "CrashLoopBackOff":
                wait["message"] = (
                    f"back-off {self.backoff(pod, now)} restarting failed container={pod.workload.container_name} "
                    f"pod={pod.name}_{pod.workload.namespace}({self.pod_uid(pod)})"
                )
            state = {"waiting": wait}
        last = {"terminated": self.terminated(pod, last_terminated, len(past) - 1)} if last_terminated else {}
        return {
            "containerID": self.container_id(pod, max(0, sum(1 for r in pod.runs if r.start <= now) - 1)),
            "image": pod.image,
            "imageID": self.image_id(pod.image),
            "lastState": last,
            "name": pod.workload.container_name,
            "ready": pod.is_ready(now),
            "restartCount": pod.restarts(now),
            "started": current is not None,
            "state": state,
        }

    def terminated(self, pod, run, index):
        return {
            "containerID": self.container_id(pod, index),
            "exitCode": run.exit_code,
            "finishedAt": iso(run.end),
            "reason": run.reason,
            "startedAt": iso(run.start),
        }

    def backoff(self, pod, now):
        failures = sum(1 for run in pod.runs if run.end is not None and run.end <= now)
        return ("10s", "10s", "20s", "40s", "1m20s", "2m40s", "5m0s")[min(failures, 6)]


class EventList:
    """The events of a cluster, in all the shapes that `kubectl get events -A -o json` mixes."""

    def __init__(self, cluster):
        self.cluster = cluster
        self.events = []

    def add(self, involved, reason, message, first, last=None, count=1, warning=False, component="kubelet", host=None, shape="core"):
        """`involved` is a Pod or (kind, namespace, name); `shape` is core, eventtime or series."""
        self.events.append(
            dict(involved=involved, reason=reason, message=message, first=first, last=last or first, count=count,
                 warning=warning, component=component, host=host, shape=shape))

    def at(self, now, ttl=None, namespace=None):
        """The items that a capture at `now` holds: those last seen within `ttl`, with counts so far."""
        items = []
        for event in self.events:
            if event["first"] > now:
                continue
            seen = dict(event)
            if seen["last"] > now:
                share = (now - seen["first"]) / (seen["last"] - seen["first"])
                seen["count"] = max(1, round(1 + share * (seen["count"] - 1)))
                # The last of `count` evenly spread occurrences that had happened by then.
                step = (event["last"] - event["first"]) // max(1, event["count"] - 1)
                seen["last"] = event["first"] + step * (seen["count"] - 1)
            if ttl is not None and seen["last"] < now - ttl:
                continue
            items.append(self.item(seen, event["first"]))
        if namespace:
            items = [item for item in items if item["metadata"]["namespace"] == namespace]
        return sorted(items, key=lambda item: (item["metadata"]["namespace"], item["metadata"]["name"]))

    def item(self, event, identity):
        reference = self.reference(event["involved"], event["reason"])
        namespace = reference.get("namespace", "default")
        name = f"{reference['name']}.{identity:x}"
        component = event["component"]
        item = {
            "apiVersion": "v1",
            "eventTime": None,
            "firstTimestamp": iso(event["first"]),
            "involvedObject": reference,
            "kind": "Event",
            "lastTimestamp": iso(event["last"]),
            "count": event["count"],
            "message": event["message"],
            "metadata": {
                "creationTimestamp": iso(event["first"]),
                "name": name,
                "namespace": namespace,
                "resourceVersion": self.cluster.version(event["last"]),
                "uid": self.cluster.uid("Event", namespace, f"{name}/{event['reason']}/{event['message']}"),
            },
            "reason": event["reason"],
            "reportingComponent": component,
            "reportingInstance": event["host"] or "",
            "source": {"component": component, **({"host": event["host"]} if event["host"] else {})},
            "type": "Warning" if event["warning"] else "Normal",
        }
        if event["shape"] != "core":
            self.use_event_time(item, event)
        return item

    def use_event_time(self, item, event):
        """The shape of events written through events.k8s.io and read through core/v1."""
        del item["count"]
        item.update(
            {
                "action": "Binding" if event["reason"] == "Scheduled" else event["reason"],
                "eventTime": iso(event["first"], 6),
                "firstTimestamp": None,
                "lastTimestamp": None,
                "reportingInstance": f"{event['component']}-control-1",
                "source": {},
            }
        )
        if event["shape"] == "series" and event["count"] > 1:
            item["series"] = {"count": event["count"], "lastObservedTime": iso(event["last"], 6)}

    def reference(self, involved, reason):
        cluster = self.cluster
        if isinstance(involved, Pod):
            reference = {
                "apiVersion": "v1", "kind": "Pod", "name": involved.name, "namespace": involved.workload.namespace,
                "resourceVersion": cluster.version(involved.created), "uid": cluster.pod_uid(involved),
            }
            if reason in ("Pulling", "Pulled", "Created", "Started", "BackOff", "Unhealthy", "Killing"):
                reference["fieldPath"] = f"spec.containers{{{involved.workload.container_name}}}"
            return reference
        kind, namespace, name = involved
        if kind == "Node":
            # The kubelet and the node controller use the node's name as its uid.
            return {"kind": "Node", "name": name, "uid": name}
        versions = {"Deployment": "apps/v1", "ReplicaSet": "apps/v1", "StatefulSet": "apps/v1", "Job": "batch/v1",
                    "CronJob": "batch/v1", "HorizontalPodAutoscaler": "autoscaling/v2", "Certificate": "cert-manager.io/v1"}
        return {
            "apiVersion": versions.get(kind, "v1"), "kind": kind, "name": name, "namespace": namespace,
            "resourceVersion": cluster.version(cluster.scenario.midnight), "uid": cluster.uid(kind, namespace, name),
        }

    def started(self, pod, pull=True, scheduled=None):
        """The events of a pod that is scheduled (at its creation unless said), pulled and started."""
        name = pod.workload.container_name
        ns = pod.workload.namespace
        jitter = self.cluster.scenario.rng("started/" + pod.name)
        t = (scheduled or pod.created) + jitter.randrange(4_000_000, 90_000_000)
        self.add(pod, "Scheduled", f"Successfully assigned {ns}/{pod.name} to {pod.node}", t, component="default-scheduler", shape="eventtime")
        started = pod.runs[0].start if pod.runs else pod.created + 2 * SECOND
        if pull and pod.pull_seconds:
            took = f"{pod.pull_seconds:.3f}s"
            self.add(pod, "Pulling", f'Pulling image "{pod.image}"', started - round((pod.pull_seconds + 0.6) * SECOND), host=pod.node)
            self.add(pod, "Pulled", f'Successfully pulled image "{pod.image}" in {took} ({took} including waiting). Image size: 187402113 bytes.',
                     started - round(0.5 * SECOND), host=pod.node)
        else:
            self.add(pod, "Pulled", f'Container image "{pod.image}" already present on machine', started - round(0.5 * SECOND), host=pod.node)
        self.add(pod, "Created", f"Created container: {name}", started - round(0.3 * SECOND), host=pod.node)
        self.add(pod, "Started", f"Started container {name}", started, host=pod.node)


def long_ago(scenario, label, low=2, high=21):
    """A creation time some days before the incident, on a whole second."""
    days = scenario.rng("age/" + label).uniform(low, high)
    return (scenario.midnight - round(days * DAY)) // SECOND * SECOND
