"""Microsoft's schemas, from the npm package that contains them: fetched once, cached under build/."""

import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import pytest

from tests.paths import ROOT

PACKAGE, VERSION = "@microsoft/app-manifest", "1.1.2"
CACHE = ROOT / "build" / "npm"


@pytest.fixture(scope="session")
def teams_schema() -> dict[str, Any]:
    """The schema of Teams manifests, version 1.24. Skips where npm is missing or cannot fetch it."""
    CACHE.mkdir(parents=True, exist_ok=True)
    packed = CACHE / f"microsoft-app-manifest-{VERSION}.tgz"
    if not packed.exists():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip("npm is not installed: the Teams schema comes from it")
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:  # another worker may be fetching it too
            command = [npm, "pack", "--silent", "--pack-destination", folder, f"{PACKAGE}@{VERSION}"]
            done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False, cwd=folder)
            if done.returncode:
                pytest.skip(f"npm could not fetch {PACKAGE}: {done.stderr.strip()[-200:]}")
            Path(folder, packed.name).replace(packed)
    with tarfile.open(packed) as archive:
        inside = archive.extractfile("package/build/json-schemas/teams/v1.24/MicrosoftTeams.schema.json")
        assert inside is not None
        return json.load(inside)
