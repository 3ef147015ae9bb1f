#!/usr/bin/env python3
"""Compares analyses with what really happened: `compare.py DIR…`, each DIR holding an `analysis.json`.

Exits 3 when a milestone lies outside what is sound or the lead is not among the first three.
"""

import json
import sys
from datetime import datetime
from pathlib import Path

TRUTH = Path(__file__).resolve().parent / "truth"


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def milestones(analysis, truth):
    """A line per milestone and whether it lies where it may lie; a declared one is judged by its inferred value where there is one."""
    for name, expected in truth["milestones"].items():
        found = analysis["milestones"].get(name)
        at = found and (found.get("inferred_at") or found["at"])
        if not at:
            yield False, f"{name}: not known, happened at {expected['at']}"
            continue
        off = (instant(at) - instant(expected["at"])).total_seconds()
        # The truth is stated to the second, the evidence more finely.
        fine = instant(expected["earliest"]) <= instant(at).replace(microsecond=0) <= instant(expected["latest"])
        yield fine, f"{name}: {at}, off by {off:+.0f} s (sound from {expected['earliest'][11:19]} to {expected['latest'][11:19]})"


def lead(analysis, truth):
    wanted = truth["lead"]
    for found in analysis["leads"]:
        if all(found["subject"].get(key) == value for key, value in wanted.items()):
            return found["rank"] <= 3, f"lead: {wanted['kind']} {wanted['name']} has rank {found['rank']} of {len(analysis['leads'])}"
    return False, f"lead: {wanted['kind']} {wanted['name']} is not among {len(analysis['leads'])}"


def trigger(analysis, truth):
    wanted = truth["trigger"]["subject"]
    hits = [c for c in analysis["changes"] if all(c["subject"].get(key) == value for key, value in wanted.items())
            and abs((instant(c["at"]) - instant(truth["trigger"]["at"])).total_seconds()) < 2]
    return bool(hits), f"trigger: {'listed' if hits else 'missing'} among {len(analysis['changes'])} changes"


def main():
    bad = False
    for folder in map(Path, sys.argv[1:]):
        analysis = json.loads((folder / "analysis.json").read_text(encoding="utf-8"))
        truth = json.loads((TRUTH / f"{analysis['incident']['id']}.json").read_text(encoding="utf-8"))
        print(truth["incident"])
        for fine, text in [*milestones(analysis, truth), lead(analysis, truth), trigger(analysis, truth)]:
            bad |= not fine
            print(f"  {'ok ' if fine else 'BAD'} {text}")
    sys.exit(3 if bad else 0)


if __name__ == "__main__":
    main()
