"""Inputs of a known size, the same bytes every time."""

import json
import random
import sqlite3
from datetime import datetime, timedelta, timezone

HEAD = '{\n    "apiVersion": "v1",\n    "items": [\n'
TAIL = '    ],\n    "kind": "List",\n    "metadata": {\n        "resourceVersion": ""\n    }\n}\n'
REASONS = (("BackOff", "Warning", "Back-off restarting failed container {c} in pod {p}_shop"),
           ("Unhealthy", "Warning", "Readiness probe failed: dial tcp 10.42.0.{n}:8080: connect: connection refused"),
           ("Pulled", "Normal", "Container image already present on machine"), ("Scheduled", "Normal", "Successfully assigned shop/{p} to node-{n}"),
           ("FailedScheduling", "Warning", "0/5 nodes are available: 5 Insufficient memory."))


def stamp(second):
    hours, rest = divmod(second, 3600)
    return f"2026-08-{27 + hours // 24:02d}T{hours % 24:02d}:{rest // 60:02d}:{rest % 60:02d}Z"


def event_list(path, count):
    """A kubectl List of `count` events with about 375 bytes each: 200,000 of them are 75 MB."""
    rng = random.Random(1)
    with open(path, "w", encoding="utf-8") as file:
        file.write(HEAD)
        for index in range(count):
            reason, kind, message = rng.choice(REASONS)
            pod, container = f"web-{index % 997}", f"app{index % 3}"
            second = index % 80_000
            event = {
                "metadata": {"name": f"{pod}.{index:x}", "namespace": "shop", "uid": f"{rng.getrandbits(64):016x}-{index:08x}"},
                "involvedObject": {"kind": "Pod", "namespace": "shop", "name": pod},
                "reason": reason, "message": message.format(c=container, p=pod, n=index % 5), "source": {"component": "kubelet"},
                "firstTimestamp": stamp(second), "lastTimestamp": stamp(second + index % 300), "count": 1 + index % 40, "type": kind,
            }
            comma = "," if index + 1 < count else ""
            file.write(json.dumps(event, separators=(",", ":")) + comma + "\n")
        file.write(TAIL)


def container_log(path, count):
    """A CRI container log of `count` lines: JSON, logfmt, plain text and now and then a stack trace."""
    rng = random.Random(2)
    with open(path, "w", encoding="utf-8") as file:
        for index in range(count):
            second = index // 40
            at = f"{stamp(second % 170_000)[:-1]}.{(index % 40) * 25_000_000:09d}Z"
            file.write(f"{at} stdout F {line(rng, index, at)}\n")


def small_files(folder, count):
    """A support bundle of `count` files in 50 namespaces: container logs, event lists and manifests of a few kilobytes."""
    rng = random.Random(3)
    for index in range(count):
        place = folder / "namespaces" / f"ns{index % 50}"
        place.mkdir(parents=True, exist_ok=True)
        if index % 3 == 0:
            text = "".join(f"{stamp(index + n)[:-1]}.{index:09d}Z stdout F request {index}-{n} failed\n" for n in range(20))
        elif index % 3 == 1:
            events = [{"metadata": {"name": "x", "namespace": "shop", "uid": f"{index}-{n}"}, "reason": "BackOff", "type": "Warning", "count": 1,
                       "involvedObject": {"kind": "Pod", "namespace": "shop", "name": f"web-{index}"}, "message": "Back-off restarting",
                       "lastTimestamp": stamp(index)} for n in range(5)]
            text = json.dumps({"apiVersion": "v1", "kind": "EventList", "items": events}, indent=1)
        else:
            text = f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c{index}\ndata:\n" + "".join(f"  k{n}: v{rng.random()}\n" for n in range(40))
        (place / f"f{index}.{('log', 'json', 'yaml')[index % 3]}").write_text(text, encoding="utf-8")


def line(rng, index, at):
    kind = index % 50
    if kind < 30:
        return f'{{"level":"info","ts":"{at}","msg":"request done","path":"/v1/cart/{rng.randrange(10**6)}","status":200,"ms":{rng.randrange(400)}}}'
    if kind < 44:
        return f'level=warn msg="slow query" table=orders ms={rng.randrange(400, 4000)} trace={rng.getrandbits(64):016x}'
    if kind < 48:
        return f"connection {rng.randrange(10**5)} closed by peer"
    return "\tat com.example.cart.Store.load(Store.java:48)" if kind == 49 else "java.io.IOException: connection reset"


def fleet(store, count):
    """Adds `count` copies of the one incident in a store, each with a summary of its own: 2024 to 2026, a twentieth without an end."""
    chance = random.Random(1)
    db = sqlite3.connect(store)
    manifest, content = db.execute("SELECT manifest, content FROM incident").fetchone()
    version, text = db.execute("SELECT version, json FROM summary").fetchone()
    first = datetime(2024, 1, 1, tzinfo=timezone.utc)
    for number in range(count):
        start = first + timedelta(seconds=chance.randrange(1096 * 86_400))
        summary = json.loads(text)
        detect, recover = round(chance.lognormvariate(5.5, 1), 1), round(chance.lognormvariate(7.8, 1.2), 1)
        at = lambda seconds: (start + timedelta(seconds=int(seconds))).strftime("%Y-%m-%dT%H:%M:%SZ")  # noqa: E731
        ended = number % 20 != 0
        summary |= {"id": f"bench-{number:05d}", "severity": f"SEV{chance.randrange(1, 4)}", "status": "resolved",
                    "services": [chance.choice(("cart", "checkout", "payments", "search"))], "open": not ended,
                    "metrics": {"time_to_detect": detect} | ({"time_to_recover": recover} if ended else {}),
                    "impact": [{"start": at(0)} | ({"end": at(recover)} if ended else {"seen_until": at(recover)})],
                    "milestones": {"impact_started": {"at": at(0), "basis": "inferred", "confidence": 0.9},
                                   "detected": {"at": at(detect), "basis": "inferred", "confidence": 0.9}}}
        summary["terms"] = {term: weight for term, weight in summary["terms"].items() if chance.random() < 0.5}
        summary["terms"][f"workload:shop/Deployment/worker-{chance.randrange(500)}"] = 1
        row = db.execute("INSERT INTO incident (slug, manifest, content) VALUES (?, ?, ?)", (summary["id"], manifest, content))
        db.execute("INSERT INTO summary (incident, content, version, impact_start, json) VALUES (?, ?, ?, ?, ?)",
                   (row.lastrowid, content, version, int(start.timestamp()) * 10**9, json.dumps(summary, separators=(",", ":"))))
    db.commit()
    db.close()
