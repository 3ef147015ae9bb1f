#!/usr/bin/env python3
"""Writes an archive of small incident folders over three years: `archive.py DIR [--count 10000] [--seed 1] [--bad 0] [--truth FILE]`.

The same arguments give the same bytes. Among the incidents: open ones, overlaps, some that span quarters, marks that are missing,
troubles that come back, and copies of the same evidence under another id. `--bad` adds folders with the id of another one, and some
with a broken manifest. `--truth` gets one
JSON object a line with what the manifests declare, for comparing with an independent computation.
"""

import argparse
import json
import random
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

START = datetime(2024, 1, 1, tzinfo=timezone.utc)
DAYS = 1096
SERVICES = ("cart", "catalog", "checkout", "payments", "search", "identity", "mail", "gateway", "orders", "stock", "media", "ledger")
CAUSES = ("application", "misconfiguration", "resource", "network", "infrastructure")
# What a trouble leaves behind: alert, reason, message, kind of change. The same ones come back.
TROUBLES = (
    ("HighErrorRate", "BackOff", "Back-off restarting failed container", "image"),
    ("PodCrashLooping", "BackOff", "Back-off restarting failed container", None),
    ("MemoryNearLimit", "OOMKilling", "Memory cgroup out of memory: Killed process", None),
    ("LatencyHigh", "Unhealthy", "Readiness probe failed: context deadline exceeded", "config"),
    ("NodeNotReady", "NodeNotReady", "Node is not ready", None),
    ("VolumeFull", "FailedMount", "Unable to attach or mount volumes: timed out waiting for the condition", None),
    ("PendingPods", "FailedScheduling", "0/5 nodes are available: 5 Insufficient memory.", "scale"),
    ("DnsErrors", "Unhealthy", "Liveness probe failed: lookup timed out", None),
)
ACTIONS = (("Alert on {s} saturation", "detect"), ("Limit the connections of {s}", "prevent"), ("Document the failover of {s}", "process"),
           ("Shed load in {s} ahead of the limit", "mitigate"), ("Investigate {s}", None))


def stamp(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def quarter_end(at):
    month = (at.month - 1) // 3 * 3 + 4
    return datetime(at.year + (month > 12), (month - 1) % 12 + 1, 1, tzinfo=timezone.utc)


class Incident:
    """One incident, drawn from the random numbers of its own."""

    def __init__(self, number, seed, previous):
        rng = self.rng = random.Random(f"{seed}/{number}")
        self.number = number
        self.start = START + timedelta(seconds=int(rng.random() * DAYS * 86400))
        if previous and number % 20 == 7:  # While another one lasts.
            self.start = previous.start + timedelta(seconds=rng.randrange(30, 600))
        if number % 97 == 3:  # Over the end of a quarter.
            self.start = min(quarter_end(self.start), START + timedelta(days=DAYS)) - timedelta(minutes=rng.randrange(5, 120))
        self.service = SERVICES[min(int(rng.expovariate(0.35)), len(SERVICES) - 1)]
        self.trouble = TROUBLES[(SERVICES.index(self.service) * 3 + rng.randrange(3)) % len(TROUBLES)]
        self.severity = rng.choices((None, "SEV1", "SEV2", "SEV3", "SEV4"), (2, 8, 25, 45, 20))[0]
        self.cause = rng.choice(CAUSES) if rng.random() < 0.8 else None
        self.id = f"{self.start:%Y-%m-%d}-{self.service}-{number:05d}"
        self.marks(rng)
        self.actions = [self.action(rng) for _ in range(rng.choices((0, 1, 2, 3, 5), (30, 25, 25, 15, 5))[0])]

    def marks(self, rng):
        detect = timedelta(seconds=int(rng.lognormvariate(5.0, 0.9)))
        acknowledge = detect + timedelta(seconds=int(rng.lognormvariate(5.2, 0.8)))
        contain = acknowledge + timedelta(seconds=int(rng.lognormvariate(6.6, 0.9)))
        recover = contain + timedelta(seconds=int(rng.lognormvariate(6.4, 1.1)))
        if self.number % 97 == 3:
            recover += timedelta(hours=rng.randrange(3, 60))
        self.milestones = {"impact_started": self.start, "detected": self.start + detect, "acknowledged": self.start + acknowledge,
                           "contained": self.start + contain, "recovered": self.start + recover}
        self.is_open = rng.random() < 0.03
        if self.is_open:
            del self.milestones["recovered"]
        for name in ("detected", "acknowledged", "contained"):
            if rng.random() < 0.08:
                del self.milestones[name]
        if rng.random() < 0.02:
            del self.milestones["impact_started"]

    def action(self, rng):
        title, kind = rng.choice(ACTIONS)
        due = self.start + timedelta(days=rng.randrange(7, 120))
        item = {"title": title.format(s=self.service), "status": rng.choice(("open", "open", "done", "closed", "in progress"))}
        if kind:
            item["type"] = kind
        if rng.random() < 0.8:
            item["owner"] = f"team-{self.service}"
        if rng.random() < 0.8:
            item["due"] = due.strftime("%Y-%m-%d")
        if rng.random() < 0.5:
            item["ticket"] = f"{self.service[:3].upper()}-{rng.randrange(100, 9999)}"
        return item

    def manifest(self):
        lines = [f"id: {self.id}", f"title: {self.trouble[0]} in {self.service}", f"status: {'open' if self.is_open else 'resolved'}",
                 f"services: [{self.service}]"]
        if self.severity:
            lines.append(f"severity: {self.severity}")
        if self.cause:
            lines.append(f"cause: {self.cause}")
        lines.append("milestones:")
        lines += [f"  {name}: {stamp(at)}" for name, at in self.milestones.items()]
        if self.actions:
            lines.append("actions:")
            lines += [f"  - {json.dumps(item)}" for item in self.actions]
        return "\n".join(lines) + "\n"

    def events(self):
        rng, items = self.rng, []
        for index in range(rng.randrange(2, 7)):
            first = self.start + timedelta(seconds=rng.randrange(0, 240))
            pod = f"{self.service}-7d4b9c6f5-{''.join(rng.choices('bcdfghjklmnpqrstvwxz2456789', k=5))}"
            kind = "Node" if self.trouble[1].startswith("Node") else "Pod"
            items.append({"metadata": {"name": f"{pod}.{index}", "namespace": "shop", "uid": f"{self.number:08d}-{index}"},
                          "involvedObject": {"kind": kind, "namespace": "shop", "name": "node-3" if kind == "Node" else pod},
                          "reason": self.trouble[1], "message": self.trouble[2], "type": "Warning", "count": rng.randrange(1, 20),
                          "source": {"component": "kubelet"}, "firstTimestamp": stamp(first),
                          "lastTimestamp": stamp(first + timedelta(seconds=rng.randrange(0, 600)))})
        if self.trouble[3]:
            at = stamp(self.start - timedelta(seconds=rng.randrange(5, 300)))
            items.append({"metadata": {"name": f"{self.service}.change", "namespace": "shop", "uid": f"{self.number:08d}-c"},
                          "involvedObject": {"kind": "Deployment", "namespace": "shop", "name": self.service}, "reason": "ScalingReplicaSet",
                          "message": f"Scaled up replica set {self.service}-7d4b9c6f5 to 3", "type": "Normal", "count": 1,
                          "source": {"component": "deployment-controller"}, "firstTimestamp": at, "lastTimestamp": at})
        return json.dumps({"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Event"} | item for item in items]})

    def alerts(self):
        start = self.milestones.get("detected", self.start + timedelta(minutes=3))
        end = self.milestones.get("recovered", start + timedelta(hours=2))
        return json.dumps([{
            "annotations": {"summary": f"{self.trouble[0]} of {self.service}"}, "startsAt": stamp(start), "endsAt": stamp(end),
            "updatedAt": stamp(start), "fingerprint": f"{self.number:016x}", "receivers": [{"name": "pager"}], "generatorURL": "",
            "status": {"inhibitedBy": [], "silencedBy": [], "state": "active"},
            "labels": {"alertname": self.trouble[0], "namespace": "shop", "service": self.service, "severity": "page"}}])

    def truth(self):
        return {"id": self.id, "severity": self.severity, "cause": self.cause, "service": self.service, "open": self.is_open,
                "actions": len(self.actions)} | {name: stamp(at) for name, at in self.milestones.items()}


def write(folder, files):
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def archive(root, count, seed=1, bad=0):
    """Writes the folders `root`/YEAR/ID and yields what is true of each."""
    previous = None
    for number in range(count):
        incident = Incident(number, seed, previous)
        files = {"incident.yaml": incident.manifest(), "events.json": incident.events(), "alerts.json": incident.alerts()}
        write(root / f"{incident.start:%Y}" / incident.id, files)
        yield incident.truth()
        if number % 200 == 150:  # The same evidence under another name.
            copy = incident.id + "-copy"
            write(root / f"{incident.start:%Y}" / copy, files | {"incident.yaml": files["incident.yaml"].replace(f"id: {incident.id}", f"id: {copy}", 1)})
            yield incident.truth() | {"id": copy}
        previous = incident
    for number in range(bad):
        kinds = ({"incident.yaml": f"id: {previous.id}\ntitle: b\nseverity: SEV1\nstatus: open\n"},
                 {"incident.yaml": "title: [\n", "events.json": "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [{\"kind\": \"Event\"}]}\n"})
        write(root / "bad" / f"bad-{number:03d}", kinds[number % len(kinds)])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--bad", type=int, default=0)
    parser.add_argument("--truth", type=Path)
    options = parser.parse_args()
    if options.count < 1:
        sys.exit("error: --count must be at least 1")
    truths = archive(options.folder, options.count, options.seed, options.bad)
    lines = "".join(json.dumps(truth) + "\n" for truth in truths)
    if options.truth:
        options.truth.write_text(lines, encoding="utf-8")


if __name__ == "__main__":
    main()
