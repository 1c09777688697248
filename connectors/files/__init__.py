"""Files that people are imported from: read a line at a time, each checked, none of them trusted."""

from connectors.files.formats import expand, read
from connectors.files.kinds import CANDIDATES, JOBS, Kind
from connectors.files.lines import Line, Unreadable

__all__ = ["CANDIDATES", "JOBS", "Kind", "Line", "Unreadable", "expand", "read"]
