"""Readers for import files: streamed one record at a time, each record validated as untrusted input."""

from connectors.files.formats import expand, read
from connectors.files.kinds import CANDIDATES, JOBS, Kind
from connectors.files.lines import Line, Unreadable

__all__ = ["CANDIDATES", "JOBS", "Kind", "Line", "Unreadable", "expand", "read"]
