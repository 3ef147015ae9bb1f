"""Time, randomness and names: the same seed always gives the same bytes."""

import hashlib
import json
import random
from datetime import datetime, timezone

SECOND = 1_000_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

# The alphabet of Kubernetes' generated name suffixes (k8s.io/apimachinery/pkg/util/rand).
SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789"


class Scenario:
    """One incident: its name seeds everything random about it."""

    def __init__(self, name, date):
        self.name = name
        year, month, day = (int(part) for part in date.split("-"))
        self.midnight = int(datetime(year, month, day, tzinfo=timezone.utc).timestamp()) * SECOND

    def at(self, clock):
        """Nanoseconds since 1970 of `HH:MM:SS[.fff]` on the incident's day."""
        hours, minutes, seconds = clock.split(":")
        return self.midnight + int(hours) * HOUR + int(minutes) * MINUTE + round(float(seconds) * SECOND)

    def rng(self, label):
        """A generator of its own for `label`, so that adding one thing does not move another."""
        return random.Random(f"{self.name}/{label}")

    def digest(self, label, length):
        return hashlib.sha256(f"{self.name}/{label}".encode()).hexdigest()[:length]

    def uid(self, label):
        """A version 4 UUID derived from `label`."""
        h = self.digest("uid/" + label, 32)
        return f"{h[:8]}-{h[8:12]}-4{h[13:16]}-{'89ab'[int(h[16], 16) % 4]}{h[17:20]}-{h[20:]}"

    def suffix(self, label, length=5):
        rng = self.rng("suffix/" + label)
        return "".join(rng.choice(SUFFIX_ALPHABET) for _ in range(length))


def iso(t, digits=0):
    """RFC 3339 in UTC with `digits` decimals."""
    whole = datetime.fromtimestamp(t // SECOND, tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%S")
    fraction = f"{t % SECOND:09d}"[:digits]
    return f"{whole}.{fraction}Z" if digits else f"{whole}Z"


def write_text(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def kubectl_json(items):
    """What `kubectl get … -o json` prints: a List, four spaces, keys in order."""
    document = {"apiVersion": "v1", "items": items, "kind": "List", "metadata": {"resourceVersion": ""}}
    return json.dumps(document, indent=4, sort_keys=True, ensure_ascii=False) + "\n"
