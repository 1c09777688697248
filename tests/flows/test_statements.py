"""A constant number of SQL statements per interaction, from the payload to the recorded card, whatever the page shows
and however many people, candidates, stars, notes and jobs there are."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from store.db import statements
from store.members import members
from store.people import candidates, matching, notes, profiles
from store.roles import Role
from tests.chat.base import Chat, Someone, add_jobs, add_people, grant_role
from tests.flows.conftest import workspace_of
from tests.flows.looking import NEXT, first_of, names_of
from tests.people import BOSTON, nurse

MOST = 10  # statements of a search card
SCHEDULED = (  # background jobs
    *("leases", "index_changes", "notices", "card_changes", "FROM mails", "FROM mailboxes"),
    "FROM sending_holds",
    "ORDER BY source_connections.checked_at",
    "credit_accounts.next_reset_at <=",
    *("saved_searches.next_at <=", "saved_searches.next_at >"),
)

Press = Callable[[Someone], Awaitable[Any]]


async def search(ana: Someone) -> Any:
    return await ana.search("nurse")


def after(before: Press, label: str, **more: Any) -> tuple[Press, Press]:
    """The setup, and the press whose statements are counted."""

    async def press(who: Someone) -> Any:
        return await who.press(label, **more)

    return before, press


def command(words: str) -> Press:
    async def run(who: Someone) -> Any:
        return await who.command(words)

    return run


async def card(ana: Someone) -> Any:
    await search(ana)
    return await ana.press("View")


async def form(ana: Someone) -> Any:
    await card(ana)
    return await ana.press("Add note")


async def several(ana: Someone) -> Any:
    await search(ana)
    return await ana.press("Select several")


async def star_some(ana: Someone) -> Any:
    return await ana.submit(people_1=[first_of(ana.screen(), 1)], do="Star")


async def save_note(ana: Someone) -> Any:
    return await ana.submit(text="Seen on Monday")


async def nothing(_: Someone) -> None: ...


PRESSES: dict[str, tuple[Press, Press]] = {
    "a search": (nothing, search),
    "the next page": after(search, NEXT),
    "sorted": after(search, "Newest first"),
    "star in the list": after(search, "☆ Star"),
    "hide in the list": after(search, "Hide"),
    "view": after(search, "View"),
    "the next person": after(card, NEXT),
    "star on the card": after(card, "☆ Star"),
    "back": after(card, "Back"),
    "the form for several": after(search, "Select several"),
    "several starred": (several, star_some),
    "the note form": after(card, "Add note"),
    "a note saved": (form, save_note),
    "candidates": (nothing, command("candidates")),
    "candidates, mine": after(command("candidates"), "Show mine"),
    "home": (nothing, command("home")),
    "start": (nothing, command("start")),
    "saved searches": (nothing, command("searches")),
    "recent searches": after(command("searches"), "Recent searches"),
    "the form to save a search": after(search, "Save search"),
    "jobs": (nothing, command("job")),
    "a job selected": after(command("job"), "Select"),
}


async def counted(press: Press, ana: Someone) -> list[str]:
    with statements() as ran:
        seen = await press(ana)
    assert "reference" not in getattr(seen, "text", "")
    return [each for each in ran if not any(name in each for name in SCHEDULED)]


async def crowd(chat: Chat, people: int, engaged: int) -> None:
    """`people` nurses, of whom `engaged` are candidates, each starred by three members and with three notes."""
    workspace = await workspace_of(chat)
    await add_people(chat.bot, [nurse(100 + n, f"Nurse Number{n}") for n in range(people)])
    jobs = [
        {"id": f"j-{n}", "title": f"Ward Nurse {n}", "department": f"D{n}", "place": BOSTON} for n in range(1 + engaged)
    ]
    await add_jobs(chat.bot, workspace.id, jobs)
    for name in ("U1", "U2", "U3"):
        await grant_role(chat.bot, chat.platform, chat.workspace, name, Role.RECRUITER, f"Member {name}")
    async with chat.bot.context.store.write() as db:
        found = [await members.find(db, workspace.id, name) for name in ("U1", "U2", "U3")]
        team = [each for each in found if each is not None]
        for profile in (await profiles.after(db, 0, 1000))[:engaged]:
            one = await matching.engage(db, team[0], profile.id, None, chat.clock())
            for each in team:
                await candidates.star(db, each, one.id, None, chat.clock())
                await notes.add(db, each, one.id, f"By {each.name}", True, [team[0].id], "", chat.clock())


async def test_a_search_card_takes_ten_at_most(chat: Chat):
    ana = await chat.person("Ana", Role.RECRUITER)
    await crowd(chat, people=40, engaged=35)
    await ana.command("job")
    await ana.press("Select")
    for before, press in (PRESSES["a search"], PRESSES["the next page"]):
        await before(ana)
        ran = await counted(press, ana)
        assert len(ran) <= MOST, "\n".join(ran)


async def test_the_number_is_the_same_for_any_number_of_candidates(chat: Chat):
    """60 candidates take as many statements as 10."""
    ana = await chat.person("Ana", Role.RECRUITER)
    await crowd(chat, people=20, engaged=0)
    await ana.command("job")
    await ana.press("Select")
    first: dict[str, int] = {}
    for people, engaged in ((20, 10), (80, 60)):
        await crowd(chat, people, engaged)
        for name, (before, press) in PRESSES.items():
            await before(ana)
            count = len(await counted(press, ana))
            if ana.screen().form:
                await ana.cancel()
            assert first.setdefault(name, count) == count, name


@pytest.mark.parametrize("what", ["Star", "Hide"])
async def test_two_and_all_25_people_of_a_form_take_the_same_number(chat: Chat, what: str):
    """All of them are new to the team, each time."""
    ana = await chat.person("Ana", Role.RECRUITER)
    await crowd(chat, people=60, engaged=0)
    counts: list[int] = []
    for wanted in (25, 2):
        await search(ana)
        for _ in range(5 if counts and what == "Star" else 0):  # the hidden ones are gone from the search
            await ana.press(NEXT)
        form = await ana.press("Select several")
        assert form.form
        left, chosen = wanted, dict[str, list[str]]()
        for group in (1, 2, 3):
            chosen[f"people_{group}"] = names_of(form, group)[:left]
            left -= len(chosen[f"people_{group}"])
        assert left == 0

        async def press(who: Someone, chosen: dict[str, list[str]] = chosen) -> Any:
            return await who.submit(**{group: names for group, names in chosen.items() if names}, do=what)

        counts.append(len(await counted(press, ana)))
        assert f"{wanted} people {'starred' if what == 'Star' else 'hidden from searches without a job'}." in ana.card()
    assert counts[0] == counts[1]
