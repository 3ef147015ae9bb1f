"""Container logs as the container runtime and kubectl write them."""

import json

from core import SECOND, iso

# The container runtime cuts longer lines (containerd, cri-o).
CRI_LINE_LIMIT = 16 * 1024


def nanos(t):
    """RFC 3339 with nanoseconds, trailing zeros dropped as Go's RFC3339Nano does."""
    text = iso(t, 9)[:-1].rstrip("0").rstrip(".")
    return text + "Z"


class CRILog:
    """A file below /var/log/pods."""

    def __init__(self):
        self.lines = []

    def add(self, t, text, stream="stdout"):
        while len(text) > CRI_LINE_LIMIT:
            self.lines.append((t, f"{iso(t, 9)} {stream} P {text[:CRI_LINE_LIMIT]}"))
            text = text[CRI_LINE_LIMIT:]
            t += 40_000
        self.lines.append((t, f"{iso(t, 9)} {stream} F {text}"))

    def block(self, t, lines, stream="stderr"):
        """Lines written at once, such as a stack trace: a few microseconds apart."""
        for index, line in enumerate(lines):
            self.add(t + index * 11_000, line, stream)

    def text(self):
        return "".join(line + "\n" for _, line in sorted(self.lines, key=lambda entry: entry[0]))


class KubectlLog:
    """`kubectl logs -l … --timestamps --prefix`: pod by pod, each in order."""

    def __init__(self):
        self.pods = {}

    def add(self, pod, t, text):
        self.pods.setdefault((pod.name, pod.workload.container_name), []).append((t, text))

    def text(self):
        return "".join(
            f"[pod/{pod}/{container}] {nanos(t)} {line}\n"
            for (pod, container), lines in self.pods.items()
            for t, line in sorted(lines, key=lambda entry: entry[0]))


def log_path(cluster, pod, index):
    ns = pod.workload.namespace
    return f"var/log/pods/{ns}_{pod.name}_{cluster.pod_uid(pod)}/{pod.workload.container_name}/{index}.log"


def ecs(t, level, message, logger, **more):
    """A line of a Java service that logs in the Elastic Common Schema."""
    record = {"@timestamp": iso(t, 3), "log.level": level, "message": message, "ecs.version": "1.2.0",
              "service.name": "payments", "log.logger": logger}
    return json.dumps(record | more, ensure_ascii=False)


def logfmt(t, level, message, **more):
    def quoted(value):
        text = str(value)
        return json.dumps(text, ensure_ascii=False) if any(c in text for c in ' "=') or not text else text

    fields = {"ts": iso(t, 3), "level": level, "msg": message} | more
    return " ".join(f"{key}={quoted(value)}" for key, value in fields.items())


def klog(t, level, thread, place, message):
    """`Lmmdd hh:mm:ss.uuuuuu threadid file:line] msg`: no year, no zone."""
    stamp = iso(t, 6)
    return f"{level}{stamp[5:7]}{stamp[8:10]} {stamp[11:26]} {thread:7d} {place}] {message}"


def spread(rng, start, end, every):
    """Times between start and end, `every` seconds on average."""
    t = start
    while True:
        t += round(rng.expovariate(1 / every) * SECOND) + 1
        if t >= end:
            return
        yield t

