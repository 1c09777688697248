"""Sends the same signed commands with wrk, whose overhead is small compared with a Python server."""

import shutil
import subprocess
import tempfile
from pathlib import Path

from benchmarks.load import Run, request

MOST_A_SECOND = 12_000  # requests prepared per second of the run: more than a server on one core can answer
_SCRIPT = """
local requests, at = {}, 0

function init(args)
  local file = io.open(args[1], "rb")
  local size = file:read(8)
  while size do
    requests[#requests + 1] = file:read(tonumber(size))
    size = file:read(8)
  end
  file:close()
end

function request()
  at = at + 1
  if at > #requests then os.exit(3) end
  return requests[at]
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format("\\nfound %d %d %d %d %d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
"""


def installed() -> bool:
    return shutil.which("wrk") is not None


def drive(port: int, *, connections: int, seconds: int) -> Run:
    """Sends commands, each with its own signature and trigger id. Raises RuntimeError if a response was not 200."""
    with tempfile.TemporaryDirectory() as folder:
        script, ready = Path(folder) / "script.lua", Path(folder) / "requests"
        script.write_text(_SCRIPT)
        with ready.open("wb") as file:
            for _ in range(MOST_A_SECOND * seconds):
                one = request(port)
                file.write(b"%08d" % len(one) + one)
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(script)]
        done = subprocess.run([*command, f"http://127.0.0.1:{port}", str(ready)], capture_output=True, text=True)
    line = next((line for line in done.stdout.splitlines() if line.startswith("found ")), "")
    if done.returncode or not line:
        raise RuntimeError(f"wrk ended with {done.returncode}: {done.stdout}{done.stderr}")
    answered, took, p50, p99, errors = map(int, line.split()[1:])  # times in microseconds
    if errors:
        raise RuntimeError(f"{errors} of {answered} were not answered as they should be")
    return Run(answered / (took / 1e6), p50 / 1e6, p99 / 1e6)
