"""People who work for the workspace's own companies: left out of every search unless an admin allows it, with a warning
before they are contacted. On both platforms."""

from typing import Any

import pytest
from sqlmodel import select

from bot.index_sync import rebuild_index
from store.roles import Role
from store.tables.core import Audit
from tests.chat.base import Chat, Someone, add_people
from tests.fakes.source import MemorySource, called, people
from tests.flows.conftest import recruiting, workspace_of
from tests.flows.looking import search_id
from tests.flows.test_connected_search import connect_in_memory, tab
from tests.flows.test_contact import TYPED, preview
from tests.people import nurse

LEFT_OUT = "People who work at Northwind Hiring are left out. Admins can change this in Settings."
WARNING = "This person works at your company."


def at(company: str, **more: Any) -> dict[str, Any]:
    return {"experience": [{"title": "Registered Nurse", "company": company, "start": "2018"}], **more}


COLLEAGUES = [
    nurse(50, "Nina Northwind", **at("Northwind Hiring, Inc.")),
    nurse(51, "Rhea Recruiting", **at("Northwind Hiring Recruiting")),
    nurse(
        52,
        "Fay Former",
        experience=[
            {"title": "Nurse", "company": "Northwind Hiring", "start": "2010", "end": "2015"},
            {"title": "Nurse", "company": "Harbor Clinic", "start": "2016"},
        ],
    ),
    nurse(53, "Dee Domain", emails=["dee@staff.northwind.example"]),
]


async def set_companies(chat: Chat, companies: str = "", *, show: bool = False) -> Someone:
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command("settings")
    await sam.press("Change", near="Our companies")
    await sam.submit(companies=companies, show=show)
    return sam


async def test_colleagues_are_not_found_unless_an_admin_allows_it(chat: Chat, ana: Someone):
    await add_people(chat.bot, COLLEAGUES)
    seen = await ana.search("nurse")
    assert "10 people" in seen
    assert LEFT_OUT in seen
    assert "Nina Northwind" not in seen
    for name, is_found in (("Rhea", True), ("Fay", True), ("Dee", True), ("Nina", False)):
        seen = await ana.search(f"name:{name}")
        assert ("View" in seen.buttons) is is_found, name
        assert (LEFT_OUT in seen) is not is_found, name
    await rebuild_index(chat.bot.context.store, chat.bot.context.index)
    assert LEFT_OUT in await ana.search("Nina")
    sam = await set_companies(chat, "northwind.example\nHarbor Clinic GmbH")
    assert "Northwind Hiring, northwind.example, Harbor Clinic GmbH" in sam.card()
    assert "People who work there are not shown in search results." in sam.card()
    seen = await ana.search("nurse")
    assert "1 person" in seen
    assert "Rhea Recruiting" in seen
    assert "People who work at Northwind Hiring and your other companies are left out." in seen
    sam = await set_companies(chat, "northwind.example", show=True)
    assert "People who work there are shown in search results." in sam.card()
    seen = await ana.search("nurse")
    assert "11 people" in seen
    assert "Without people" not in seen
    async with chat.bot.context.store.read() as db:
        changes = [each.details for each in await db.exec(select(Audit).where(Audit.action == "own_companies"))]
    assert changes == [{"changed": ["companies"], "shown": False}, {"changed": ["companies", "shown"], "shown": True}]


async def test_the_name_in_invitations_counts_instead_of_the_workspaces(chat: Chat, ana: Someone):
    sam = await chat.person("Sam", Role.ADMIN)
    await add_people(chat.bot, COLLEAGUES)
    await sam.command("settings")
    await sam.press("Change", near="Company name and address")
    await sam.submit(company="Harbor Clinic")
    seen = await ana.search("nurse")
    assert "2 people" in seen
    assert "Nina Northwind" in seen
    assert "People who work at Harbor Clinic are left out." in await ana.search("Grace Hopper")


async def test_every_tab_leaves_them_out(chat: Chat):
    """Also a person whom only another source knows as a colleague, and pages are filled up."""
    ana = await recruiting(chat)
    twin = nurse(60, "Tess Twin", **at("Northwind Hiring"))
    there = people(8)
    there[1] |= at("NORTHWIND HIRING LLC")
    there[2] |= {"links": twin["links"]}
    await connect_in_memory(chat, MemorySource(called("acme"), there))
    own = (await workspace_of(chat)).id
    await add_people(
        chat.bot, [nurse(61, "Petra Private", **at("Northwind Hiring"), source="alumni")], workspace_id=own
    )
    seen = await ana.search("nurse in Boston")
    assert LEFT_OUT in seen
    assert "Acme Person0" in seen
    assert "Alumni" not in " ".join(seen.buttons)
    for _ in range(3):
        assert "Acme Person1" not in ana.card()
        assert "Petra Private" not in ana.card()
        if "Next ▶" in ana.card().buttons:
            await ana.press("Next ▶")
    seen = await ana.press(tab(ana, "Acme"))
    assert LEFT_OUT in seen
    assert "1–5 of" in seen
    assert "Acme Person1" not in seen
    assert "Acme Person5" in seen
    await add_people(chat.bot, [twin])
    await set_companies(chat, show=True)
    await ana.search("Tess Twin nurse")
    await ana.press("View", near="Tess Twin")  # from now on, the workspace knows her profiles by their link
    await set_companies(chat)
    await ana.search("nurse in Boston")
    seen = await ana.press(tab(ana, "Acme"))
    assert "Acme Person2" not in seen
    assert "Acme Person6" in seen
    await ana.press("Select several")
    assert "Acme Person1" not in ana.screen()


async def test_a_saved_colleague_stays_a_candidate_and_contacting_warns(chat: Chat, ana: Someone):
    await set_companies(chat, show=True)
    await add_people(chat.bot, COLLEAGUES)
    assert WARNING not in await preview(ana, "Nina Northwind", text="Hi Nina, a word?")
    await ana.cancel()
    await ana.search("Nina Northwind")
    await ana.press("☆ Star")
    old = await search_id(chat, ana)
    await set_companies(chat)
    await ana.forge("results", {"search_id": old})
    assert LEFT_OUT in ana.card()
    assert "View" not in ana.card().buttons
    assert "Nina Northwind" in await ana.command("candidates")
    await ana.press("Contact", near="Nina Northwind")
    seen = await ana.submit(**{**TYPED, "text": "Hi Nina, a word?"})
    assert WARNING in seen
    await ana.cancel()
    assert WARNING not in await preview(ana)


async def test_a_wrong_entry_is_an_error_in_the_form(chat: Chat):
    sam = await chat.person("Sam", Role.ADMIN)
    await sam.command("settings")
    await sam.press("Change", near="Our companies")
    seen = await sam.submit(companies="Northwind Traders\n...", show=True)
    assert "enter a company name, or a domain like acme.com" in seen
    assert "Northwind Traders" in str(seen.raw)
    seen = await sam.submit(companies="\n".join(f"Company {n}" for n in range(31)))
    assert "List at most 30 companies and domains." in seen
    assert (await workspace_of(chat)).own_companies == ""


@pytest.mark.parametrize("role", [Role.RECRUITER, Role.REVIEWER])
async def test_only_admins_change_it(chat: Chat, role: Role):
    lee = await chat.person("Lee", role)
    await lee.command("settings")
    assert "Our companies" not in lee.card()
    await lee.forge("save_own_companies", {}, {"companies": "Harbor Clinic", "show": "true"})
    there = await workspace_of(chat)
    assert (there.own_companies, there.show_own_people) == ("", False)
