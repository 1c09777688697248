"""Runs all benchmarks in turn, each in its own process: `python -m benchmarks`."""

import subprocess
import sys

ALL = (
    "acknowledge",
    "whole_search",
    "connected_sources",
    "import_profiles",
    "read_excel",
    "search_engines",
    "preview",
    "invitations",
    "start",
)

for name in ALL:
    print(f"── {name}", flush=True)
    subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)
