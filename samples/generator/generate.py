#!/usr/bin/env python3
"""Writes the sample incidents: `generate.py [--to DIR] [NAME…]`.

Needs the Debian package `prometheus` (the server and promtool); starts servers on 127.0.0.1 only
and stops what it started. The same tools give the same bytes every time.
"""

import argparse
import shutil
import sys
from pathlib import Path

from core import write_text
from node_memory import NodeMemory
from payments import Payments

STORIES = {"2026-08-27-payments": Payments, "2026-09-14-node-memory": NodeMemory}


def main():
    parser = argparse.ArgumentParser(description="Write the sample incidents.")
    parser.add_argument("--to", type=Path, default=Path(__file__).resolve().parent.parent / "incidents")
    parser.add_argument("names", nargs="*", default=sorted(STORIES), metavar="NAME")
    arguments = parser.parse_args()
    for tool in ("promtool", "prometheus"):
        if shutil.which(tool) is None:
            sys.exit(f"error: {tool} is not installed\nreason: sample metrics go through the real tools\n  = help: apt-get install prometheus")
    for name in arguments.names:
        if name not in STORIES:
            sys.exit(f"error: no sample is called {name}\n  = help: one of {', '.join(sorted(STORIES))}")
        write(STORIES[name](), arguments.to / name)


def write(story, folder):
    if folder.exists():
        shutil.rmtree(folder)
    for path, text in sorted(story.files().items()):
        write_text(folder / path, text)
    for path, data in sorted(story.metrics().items()):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    print(f"{folder.name}: {sum(1 for file in folder.rglob('*') if file.is_file())} files, {size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
