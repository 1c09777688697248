"""The entries of a credit account as CSV, safe to open in a spreadsheet."""

import csv as tables
import io
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.views.candidates_csv import cell
from handlers.views.credit_views import movement_text
from store.credits.history import Movement

COLUMNS = ("When", "What", "Credits", "Balance after", "Member", "Candidate", "Reason", "Description")


def csv(movements: Sequence[Movement], balance: int, zone: ZoneInfo) -> bytes:
    """UTF-8 with a byte order mark for spreadsheets, newest entry first; `balance` is the balance after the entry.
    Times are in `zone` with their UTC offset."""
    buffer = io.StringIO(newline="")
    write = tables.writer(buffer)
    write.writerow(COLUMNS)
    for each in movements:
        entry = each.entry
        numbers = (entry.amount, balance)
        texts = (each.member, each.candidate, entry.reason, movement_text(each))
        when = entry.at.astimezone(zone).isoformat(sep=" ", timespec="seconds")
        write.writerow((when, entry.kind, *numbers, *map(cell, texts)))
        balance -= entry.amount
    return buffer.getvalue().encode("utf-8-sig", "replace")
