"""The entries of a credit account as CSV, safe to open in a spreadsheet."""

import csv as tables
import io
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from handlers.views.candidates_csv import cell
from handlers.views.credit_views import words
from store.credits.history import Movement

COLUMNS = ("When", "What", "Credits", "Balance after", "Member", "Candidate", "Reason", "Description")


def csv(moved: Sequence[Movement], balance: int, zone: ZoneInfo) -> bytes:
    """UTF-8 with a byte order mark for spreadsheets, newest entry first; `balance` is the balance after it. Times are
    in `zone` with their UTC offset."""
    written = io.StringIO(newline="")
    write = tables.writer(written)
    write.writerow(COLUMNS)
    for each in moved:
        entry = each.entry
        numbers = (entry.amount, balance)
        said = (each.member, each.candidate, entry.reason, words(each))
        when = entry.at.astimezone(zone).isoformat(sep=" ", timespec="seconds")
        write.writerow((when, entry.kind, *numbers, *map(cell, said)))
        balance -= entry.amount
    return written.getvalue().encode("utf-8-sig", "replace")
