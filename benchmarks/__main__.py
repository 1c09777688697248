"""All benchmarks, one after the other, each in a process of its own: `python -m benchmarks`."""

import subprocess
import sys

ALL = ("acknowledge", "whole_search", "import_profiles", "search_engines", "preview", "invitations", "start")

for name in ALL:
    print(f"── {name}", flush=True)
    subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)
