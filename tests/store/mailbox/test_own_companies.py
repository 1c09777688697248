"""The workspace's own companies, and where a profile says that a person works."""

from typing import Any

import pytest

from store.errors import Refusal
from store.mailbox import mailboxes, own_companies
from store.mailbox.own_companies import OwnCompanies
from store.people import employers
from store.roles import Role
from tests.databases import NOW, Team


async def _set(team: Team, entries: str, *, show: bool = False) -> None:
    admin = await team.member("Root", Role.ADMIN)
    async with team.store.write() as db:
        await own_companies.update(db, admin, entries, show=show, now=NOW)


async def _hidden(team: Team, company: str = "") -> OwnCompanies:
    async with team.store.read() as db:
        return await own_companies.hidden(db, team.workspace.id, company)


def _body(company: str = "", *emails: str, end: str | None = None) -> dict[str, Any]:
    return {"experience": [{"title": "Nurse", "company": company, "end": end}], "emails": list(emails)}


async def test_the_name_in_invitations_then_the_operators_then_the_workspaces(team: Team) -> None:
    assert (await _hidden(team)).names == ("Acme",)
    assert (await _hidden(team, "Operator Ltd")).names == ("Operator Ltd",)
    admin = await team.member("Root", Role.ADMIN)
    async with team.store.write() as db:
        await mailboxes.update(db, admin, {"company": "Acme Care"}, NOW)
    assert (await _hidden(team, "Operator Ltd")).names == ("Acme Care",)
    await _set(team, "  Acme   Labs \n\nacme.com\nAcme Labs")
    assert (await _hidden(team)).names == ("Acme Care", "Acme Labs", "acme.com")
    await _set(team, "Acme Labs", show=True)
    assert await _hidden(team, "Operator Ltd") == OwnCompanies()


@pytest.mark.parametrize(
    ("body", "employed"),
    [
        (_body("Northwind"), True),
        (_body("The NORTHWIND Co., Inc."), True),
        (_body("Nörthwind GmbH & Co. KG"), True),
        (_body("Northwind", end="2020-01"), False),
        (_body("Northwind Traders Recruiting"), False),
        (_body("North"), False),
        (_body("Wind North"), False),
        (_body("Initech", "ann@eu.northwind.com"), True),
        (_body("", "Ann <Ann@Northwind.com>"), True),
        (_body("Initech", "ann@notnorthwind.com"), False),
        (_body("Booking.com"), True),
        ({"experience": None, "emails": [5, None]}, False),
    ],
)
async def test_employers_are_compared_word_by_word(team: Team, body: dict[str, Any], employed: bool) -> None:
    await _set(team, "Northwind\nnorthwind.com\nbooking.com")
    own = await _hidden(team)
    assert own.employ([body]) is employed
    assert own.employ([_body("Initech"), body]) is employed
    assert own.keys.isdisjoint(employers.keys_of(body)) is not employed


async def test_a_list_that_cannot_be_compared_is_refused(team: Team) -> None:
    for wrong in ("Acme\n...", "\n".join(f"Acme {n}" for n in range(31)), "Acme " * 500):
        assert own_companies.problem(wrong)
        with pytest.raises(Refusal):
            await _set(team, wrong)
    ana = await team.member("Ana")
    async with team.store.write() as db:
        with pytest.raises(Refusal, match="Only an admin"):
            await own_companies.update(db, ana, "Initech", show=False, now=NOW)
    assert (await _hidden(team)).names == ("Acme",)
