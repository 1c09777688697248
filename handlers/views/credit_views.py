"""Builds the views of a credit account. Only reads, with a fixed number of SQL statements."""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from cards.screens.wording import days_ago, zone_label
from cards.views.credits import CreditRequestView, CreditsView, MovementView, SpentView
from store import time_zones
from store.credits import accounts, history, periods, requests
from store.credits.history import Movement, Spent
from store.db import Read
from store.members import members, workspaces
from store.roles import May, allows
from store.tables.core import Member
from store.tables.outreach import CreditAccount, CreditRequest

DAYS = 14  # days in the chart
MOVEMENTS = 8


async def returned(db: Read, by: Member, invitation_ids: Collection[int]) -> str:
    """That the credits of these canceled invitations were returned, as a sentence after another; "" if none was
    spent."""
    credits = await accounts.returned(db, by.workspace_id, invitation_ids)
    return "" if not credits else " The credit was returned." if credits == 1 else " The credits were returned."


async def account(db: Read, by: Member, now: datetime) -> tuple[CreditAccount, ZoneInfo, str]:
    """The workspace's account (or the account it would get now), its time zone, and that zone's display name."""
    workspace = await workspaces.get(db, by.workspace_id)
    own = await accounts.look(db, by.workspace_id)
    if own is None:
        own = accounts.preview(by.workspace_id, time_zones.zone(workspace.time_zone), now)
    return own, time_zones.zone(own.time_zone or workspace.time_zone), workspace.time_zone


async def view(db: Read, by: Member, now: datetime) -> CreditsView:
    """The view of the whole credits card."""
    own, zone, workspace_zone = await account(db, by, now)
    spent = await history.by_member(db, own)
    movements = await history.movements(db, own, MOVEMENTS)
    days = _last_days(now.astimezone(zone).date())
    used = await history.by_day(db, own, [periods.begins(day, zone) for day in days])
    admin = allows(by.role, May.ADMINISTER)
    waiting = await requests.waiting(db, by.workspace_id) if admin else []
    names = await members.named(db, by.workspace_id, [each.member_id for each in waiting])
    mine = next((each for each in spent if each.member.id == by.id), Spent(by, 0, None))
    since = date.fromisoformat(own.period)
    return CreditsView(
        balance=own.balance,
        held=own.held,
        allowance=own.allowance,
        resets=format_reset(own.next_reset_at, zone),
        since=f"{since.day} {since:%B}",
        reset_day=own.reset_day,
        zone=own.time_zone,
        workspace_zone=workspace_zone,
        admin=admin,
        own_spent=mine.credits,
        own_budget=mine.budget,
        members=tuple(
            SpentView(each.member.id, each.member.name or "Somebody", each.credits, each.budget) for each in spent
        ),
        movements=tuple(
            MovementView(each.entry.amount, movement_text(each), _when(each, zone, now)) for each in movements
        ),
        days=tuple((f"{day.day} {day:%b}", number) for day, number in zip(days, used, strict=False)),
        waiting=tuple(request_view(each, names, own) for each in waiting),
    )


def _last_days(today: date) -> list[date]:
    """The days of the chart, plus the following day, which marks the end of the last."""
    return [today - timedelta(days=back) for back in range(DAYS - 1, -2, -1)]


def format_reset(at: datetime | None, zone: ZoneInfo) -> str:
    """The reset time in the form "Tuesday 1 December 2026, 00:00 (Paris time)"."""
    if at is None:
        return "the next reset day"
    local = at.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M} ({zone_label(zone.key)})"


def movement_text(moved: Movement) -> str:
    """Who did what, for which candidate, and why."""
    entry, who = moved.entry, moved.member or "somebody"
    candidate = f", for {moved.candidate}" if moved.candidate else ""
    why = f": {entry.reason}" if entry.reason else ""
    match entry.kind:
        case "reset":
            return f"reset to {entry.credits:,}"
        case "grant":
            return f"granted by {who}{why}"
        case "settle":
            return f"spent by {who}{candidate}"
        case "release" | "refund":
            return f"returned to {who}{candidate}{why}"
        case _:
            return f"{who}{candidate}"


def _when(moved: Movement, zone: ZoneInfo, now: datetime) -> str:
    return days_ago((now.astimezone(zone).date() - moved.entry.at.astimezone(zone).date()).days)


def request_view(
    request: CreditRequest, names: dict[int, Member], own: CreditAccount, spent: int = 0, budget: int | None = None
) -> CreditRequestView:
    """The view of a request; `names` has the members who made and answered it, by id."""
    answered = request.answered_by
    return CreditRequestView(
        id=request.id,
        name=_name(names, request.member_id),
        credits=request.credits,
        reason=request.reason,
        balance=own.balance,
        member_id=request.member_id,
        spent=spent,
        budget=budget,
        answer="" if request.answered_at is None else "granted" if request.granted else "refused",
        by=_name(names, answered) if answered else "",
        granted=request.granted,
        draft_id=request.draft_id,
    )


def _name(names: dict[int, Member], id: int) -> str:
    return names[id].name if id in names and names[id].name else "Somebody"


async def request(db: Read, by: Member, id: int, now: datetime) -> CreditRequestView:
    """The current state of one request. Raises Gone."""
    found = await requests.get(db, by.workspace_id, id)
    own, _zone, _name = await account(db, by, now)
    budget, spent = await accounts.budget_of(db, own, found.member_id)
    names = await members.named(db, by.workspace_id, [found.member_id, found.answered_by or 0])
    return request_view(found, names, own, spent, budget)
