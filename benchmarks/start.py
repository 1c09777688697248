"""The playground's second start with 20,000 sample people: seconds until it responds, and its memory once idle.

Goal: under 4 s and under 200 MB. The reference is an interpreter that imports the same packages in the same run."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.servers import free_port

PEOPLE = 20_000
IDLE = 5.0  # seconds before the memory is read


def start(folder: str, port: int) -> tuple[float, subprocess.Popen[bytes]]:
    program = Path(sys.executable).parent / "sourcer"
    began = time.perf_counter()
    child = subprocess.Popen(
        [str(program), "playground", "--data-dir", folder, "--port", str(port), "--candidates", str(PEOPLE)],
        stdout=subprocess.DEVNULL,
    )
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/playground/"):
                pass
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/playground/api/state") as answer:
                if answer.status == 200:
                    return time.perf_counter() - began, child
        except (urllib.error.URLError, ConnectionError):
            if child.poll() is not None:
                raise SystemExit("the playground ended") from None
        time.sleep(0.02)


def resident(process: int) -> float:
    """Resident memory in MB."""
    with open(f"/proc/{process}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def imports() -> float:
    began = time.perf_counter()
    code = "import slack_bolt, botbuilder.core, sqlmodel, aiohttp, alembic, tantivy, typer, apscheduler"
    subprocess.run([sys.executable, "-c", code], check=True)
    return time.perf_counter() - began


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        first, child = start(folder, port)
        time.sleep(1)
        child.terminate()
        child.wait()
        reference = imports()
        again, child = start(folder, port)
        time.sleep(IDLE)
        memory = resident(child.pid)
        child.terminate()
        child.wait()
    print(
        f"playground with {PEOPLE:,} people: first start {first:.1f} s, second {again:.2f} s "
        f"({again / reference:.1f} of importing its packages), idle {memory:.0f} MB"
    )


if __name__ == "__main__":
    main()
