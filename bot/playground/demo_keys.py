"""The demo's own keys, created once, so that people who opted out are still recognized after a restart."""

import json
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet


def load_keys(file: Path) -> tuple[str, str]:
    """The hash key and the encryption key; the file is readable only by this user. Raises OSError, ValueError."""
    if not file.exists():
        made = {"hash_key": secrets.token_hex(32), "secret_key": Fernet.generate_key().decode()}
        beside = file.with_suffix(".new")
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            json.dump(made, out)
        beside.replace(file)
    kept = json.loads(file.read_text(encoding="utf-8"))
    return str(kept["hash_key"]), str(kept["secret_key"])
