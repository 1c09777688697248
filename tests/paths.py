"""Paths used by tests in any folder."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
MAIL_CORPUS = ROOT / "tests" / "connectors" / "mail" / "corpus"
