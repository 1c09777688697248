"""Logs for people on a console, or one JSON object a line for a collector."""

import json
import logging
import sys
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up(level: str, form: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        JsonLines() if form == "json" else logging.Formatter("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
    )
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    for noisy in (
        "aiohttp.access",
        "aiosqlite",  # at debug it writes out every row
        "alembic.runtime.plugins",
        "apscheduler",
        "slack_sdk",
        "httpx",
        "msal",
        "botframework",
    ):
        logging.getLogger(noisy).setLevel(logging.WARNING if level != "debug" else logging.INFO)
