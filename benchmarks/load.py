"""Sends signed slash commands over keep-alive connections and measures the response times."""

import asyncio
import hashlib
import hmac
import itertools
import time
from dataclasses import dataclass
from urllib.parse import urlencode

SECRET = "benchmark"
_numbers = itertools.count(time.time_ns())


@dataclass(frozen=True)
class Run:
    """Requests per second, and the median and 99th percentile of the response time in seconds."""

    rps: float
    p50: float
    p99: float

    @classmethod
    def of(cls, took: list[float], seconds: float) -> "Run":
        """From the response times and the total duration, in seconds."""
        took = sorted(took)
        return cls(len(took) / seconds, took[len(took) // 2], took[min(len(took) - 1, int(len(took) * 0.99))])


def request(port: int, command: str = "/sourcer", text: str = "help") -> bytes:
    """One command as Slack sends it, with a unique trigger id: the next one of 50 people's."""
    number = next(_numbers)
    fields = {
        "token": "x" * 24,
        "team_id": "T0BENCH",
        "team_domain": "bench",
        "channel_id": "D0BENCH",
        "channel_name": "directmessage",
        "user_id": f"U0BENCH{number % 50}",
        "user_name": "bench",
        "command": command,
        "text": text,
        "api_app_id": "A0BENCH",
        "is_enterprise_install": "false",
        "response_url": "http://127.0.0.1:1/commands/T0BENCH/1/x",
        "trigger_id": f"{number}.1.abcdef",
    }
    body = urlencode(fields).encode()
    at = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
    head = (
        f"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: v0={signature}\r\n\r\n"
    )
    return head.encode() + body


async def load(
    port: int, *, connections: int, count: int, pause: float = 0.0, command: str = "/sourcer", text: str = "help"
) -> tuple[list[float], float]:
    """Sends `count` commands over `connections`, pausing `pause` seconds after each. Returns the response times and the
    total duration, in seconds."""
    waiting = [request(port, command, text) for _ in range(count)]
    took: list[float] = []

    async def connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while waiting:
            message = waiting.pop()
            began = time.perf_counter()
            writer.write(message)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            length = next(
                (
                    int(line.split(b":")[1])
                    for line in head.split(b"\r\n")
                    if line.lower().startswith(b"content-length")
                ),
                0,
            )
            await reader.readexactly(length)
            took.append(time.perf_counter() - began)
            if pause:
                await asyncio.sleep(pause)
        writer.close()

    began = time.perf_counter()
    await asyncio.gather(*(connection() for _ in range(connections)))
    seconds = time.perf_counter() - began
    return took, seconds
