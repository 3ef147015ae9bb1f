"""What the cluster does on any day: the other workloads, and events that mean nothing for the incident."""

from core import HOUR, MINUTE, SECOND
from kube import Pod, Run, Workload, long_ago

REGISTRY = "registry.example.com"


def shop(name, image_tag, port=8080, cpu="250m", memory="256Mi", limit="512Mi"):
    return Workload("shop", name, image=f"{REGISTRY}/shop/{name}:{image_tag}", port=port,
                    requests={"cpu": cpu, "memory": memory}, limits={"memory": limit})


def platform(namespace, name, image, kind="Deployment", port=9090):
    return Workload(namespace, name, kind, image, port, {"cpu": "50m", "memory": "128Mi"}, {"memory": "512Mi"})


def steady(cluster, workload, count, nodes):
    """`count` pods that were running long before and stay so."""
    pods = []
    for replica in range(count):
        created = long_ago(cluster.scenario, f"{workload.name}/{replica}")
        start = created + 4 * SECOND
        pods.append(cluster.pod(workload, nodes[replica % len(nodes)], created, [Run(start, start + 9 * SECOND)], replica=replica))
    return pods


def platform_pods(cluster, nodes):
    """The pods of every cluster: DNS, metrics, ingress, certificates."""
    for workload, count in (
        (platform("kube-system", "coredns", "registry.example.com/coredns/coredns:v1.12.0", port=53), 2),
        (platform("kube-system", "metrics-server", "registry.example.com/metrics-server/metrics-server:v0.7.2"), 1),
        (platform("ingress", "gateway", f"{REGISTRY}/platform/gateway:1.14.2"), 2),
        (platform("monitoring", "prometheus", "registry.example.com/prometheus/prometheus:v2.42.0", "StatefulSet"), 1),
        (platform("monitoring", "alertmanager", "registry.example.com/prometheus/alertmanager:v0.25.0", "StatefulSet", 9093), 1),
        (platform("cert-manager", "cert-manager", "registry.example.com/jetstack/cert-manager-controller:v1.16.2"), 1),
    ):
        steady(cluster, workload, count, nodes)


def rollups(cluster, events, start, end, nodes):
    """A CronJob every ten minutes, in a namespace of its own."""
    for index, at in enumerate(range(start, end, 10 * MINUTE)):
        job = f"report-rollup-{at // MINUTE}"
        workload = Workload("batch", job, "Job", f"{REGISTRY}/batch/report-rollup:1.9.0", requests={"cpu": "100m", "memory": "128Mi"},
                            container="rollup")
        done = at + (38 + index % 5) * SECOND
        pod = cluster.pod(workload, nodes[index % len(nodes)], at, [Run(at + 2 * SECOND, end=done)], replica=index)
        events.add(("CronJob", "batch", "report-rollup"), "SuccessfulCreate", f"Created job {job}", at, component="cronjob-controller")
        events.add(("Job", "batch", job), "SuccessfulCreate", f"Created pod: {pod.name}", at, component="job-controller")
        events.started(pod, pull=False)
        events.add(("Job", "batch", job), "Completed", "Job completed", done + SECOND, component="job-controller")
        events.add(("CronJob", "batch", "report-rollup"), "SawCompletedJob", f"Saw completed job: {job}, condition: Complete",
                   done + SECOND, component="cronjob-controller")
        # Three finished jobs are kept (the CronJob's successfulJobsHistoryLimit).
        pod.deleted = at + 30 * MINUTE


def noise(cluster, events, start, end):
    """Warnings and notices without consequence, on pods that take no part."""
    rng = cluster.scenario.rng("noise")
    by_name = {pod.workload.name: pod for pod in cluster.pods}
    gateway, metrics = by_name["gateway"], by_name["metrics-server"]
    events.add(gateway, "Unhealthy", "Readiness probe failed: Get \"http://%s:9090/ready\": context deadline exceeded" % gateway.ip,
               start + rng.randrange(20 * MINUTE), end - rng.randrange(5 * MINUTE), count=rng.randrange(3, 7), warning=True, host=gateway.node)
    hiccup = start + rng.randrange(40 * MINUTE)
    events.add(metrics, "Unhealthy", "Liveness probe failed: Get \"https://%s:10250/livez\": net/http: TLS handshake timeout" % metrics.ip,
               hiccup, count=1, warning=True, host=metrics.node)
    # The autoscaler asks for metrics at that moment, and gets them at the next.
    events.add(("HorizontalPodAutoscaler", "shop", "frontend"), "FailedGetResourceMetric", "failed to get cpu utilization: unable to get metrics "
               "for resource cpu: no metrics returned from resource metrics API", hiccup + 9 * SECOND, count=1, warning=True,
               component="horizontal-pod-autoscaler")
    events.add(("Certificate", "cert-manager", "gateway-tls"), "Renewing", "Renewing certificate as renewal was scheduled",
               start + rng.randrange(HOUR), component="cert-manager-certificates-trigger")
    rollup = max((pod for pod in cluster.pods if pod.workload.container == "rollup"), key=lambda pod: pod.created)
    events.add(rollup, "PolicyViolation", "policy require-run-as-nonroot/check-containers fail: validation error: runAsNonRoot must be true",
               start + rng.randrange(HOUR), end - MINUTE, 3, warning=True, component="kyverno-scan", shape="series")


def rollout(cluster, events, workload, old, start, image, nodes, ready_after=12):
    """A rollout that goes well: three new pods replace three old ones. Returns the new pods."""
    deployment = ("Deployment", workload.namespace, workload.name)
    old_set = old[0].owner[1]
    new, at = [], start
    for index, victim in enumerate(old):
        run = Run(at + 4 * SECOND, at + (4 + ready_after) * SECOND)
        pod = cluster.pod(workload, nodes[index % len(nodes)], at, [run], image=image, replica=index, pull_seconds=1.8 if index == 0 else 0)
        new.append(pod)
        new_set = pod.owner[1]
        events.add(deployment, "ScalingReplicaSet", f"Scaled up replica set {new_set} from {index} to {index + 1}", at,
                   component="deployment-controller")
        events.add(("ReplicaSet", workload.namespace, new_set), "SuccessfulCreate", f"Created pod: {pod.name}", at, component="replicaset-controller")
        events.started(pod)
        stop = run.ready + SECOND
        events.add(deployment, "ScalingReplicaSet", f"Scaled down replica set {old_set} from {len(old) - index} to {len(old) - index - 1}",
                   stop, component="deployment-controller")
        stopped(events, victim, stop)
        at = stop
    return new


def stopped(events, pod, at):
    """A pod that its ReplicaSet deletes in good order."""
    w = pod.workload
    events.add(("ReplicaSet", w.namespace, pod.owner[1]), "SuccessfulDelete", f"Deleted pod: {pod.name}", at, component="replicaset-controller")
    run = pod.run(at)
    if run is not None:
        events.add(pod, "Killing", f"Stopping container {w.container_name}", at, host=pod.node)
        run.end, run.exit_code, run.reason = at + 2 * SECOND, 143, "Error"
    pod.deleted = at + 3 * SECOND


def pods_at(cluster, now, namespace=None, name=None):
    pods = [pod for pod in cluster.pods if pod.exists(now) and (namespace is None or pod.workload.namespace == namespace)]
    pods = [pod for pod in pods if name is None or pod.workload.name == name]
    return [cluster.pod_json(pod, now) for pod in sorted(pods, key=lambda p: (p.workload.namespace, p.name, p.created))]


__all__ = ["Pod", "noise", "platform", "platform_pods", "pods_at", "rollout", "rollups", "shop", "steady", "stopped"]
