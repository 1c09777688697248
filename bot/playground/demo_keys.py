"""The demo's own keys, created once, so that people who opted out are still recognized after a restart."""

import json
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet


def load_keys(file: Path) -> tuple[str, str]:
    """The hash key and the encryption key; the file is readable only by this user. Raises OSError, ValueError."""
    if not file.exists():
        keys = {"hash_key": secrets.token_hex(32), "secret_key": Fernet.generate_key().decode()}
        new_file = file.with_suffix(".new")
        new_file.unlink(missing_ok=True)
        with os.fdopen(os.open(new_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            json.dump(keys, out)
        new_file.replace(file)
    saved = json.loads(file.read_text(encoding="utf-8"))
    return str(saved["hash_key"]), str(saved["secret_key"])
