"""Whether people can be written to, when a scheduled message goes out, and their newest answer, for a page of them."""

from datetime import timedelta

from store.db import statements
from store.keys import HashKey
from store.outreach import answers, reachability, suppressions
from store.outreach.answers import ReceivedAnswer
from store.outreach.reachability import Reached
from store.people import candidates
from tests.databases import NOW, Team
from tests.store.outreach.contacting import GRACE, KEY, invited


async def test_a_page_takes_two_statements_and_knows_each_block(team: Team) -> None:
    workspace = team.workspace.id
    async with team.store.write() as db:
        await suppressions.suppress(db, workspace, "out@example.com", "opted_out", KEY, NOW)
        await suppressions.suppress(db, workspace, "gone@example.com", "erased", KEY, NOW)
        await suppressions.mark_bad(db, workspace, "bad@example.com", "unknown", NOW)
    people = {
        1: Reached((GRACE,)),
        2: Reached(("Out@Example.com", GRACE)),
        3: Reached(("gone@example.com", "out@example.com")),
        4: Reached(("bad@example.com",)),
        5: Reached(("BAD@example.com", "good@example.com")),
        6: Reached(),
    }
    async with team.store.read() as db:
        with statements() as ran:
            found = await reachability.of_people(db, workspace, people, KEY, NOW)
        without_key = await reachability.of_people(db, workspace, people, HashKey(), NOW)
        assert await reachability.of_people(db, workspace, {}, KEY, NOW) == {}
    assert len(ran) == 2
    assert [found[n].block for n in people] == ["", "opted_out", "erased", "bounced", "", "no_address"]
    assert without_key[2].block == ""


async def test_schedule_answers_and_former_addresses_of_a_candidate(team: Team) -> None:
    ana, profile = await team.member("Ana Ruiz"), await team.profile(emails=[GRACE])
    await invited(team, ana, profile, send_at=NOW + timedelta(days=3))
    async with team.store.read() as db:
        candidate = await candidates.of_profile(db, team.workspace.id, profile)
        assert candidate is not None
        asked = {7: Reached((), candidate.id)}
        found = (await reachability.of_people(db, team.workspace.id, asked, KEY, NOW))[7]
        later = (await reachability.of_people(db, team.workspace.id, asked, KEY, NOW + timedelta(days=4)))[7]
    assert (found.block, found.answer) == ("", None)
    assert found.goes_out == NOW + timedelta(days=3)
    assert later.goes_out == found.goes_out  # it is due, but not sent


async def test_the_newest_answer_counts(team: Team) -> None:
    ana, profile = await team.member("Ana Ruiz"), await team.profile(emails=[GRACE])
    invitation = await invited(team, ana, profile)
    async with team.store.write() as db:
        for n, kind in enumerate(("replied", "not_interested")):
            received = ReceivedAnswer(f"mail:{n}", kind, NOW + timedelta(days=n), f"Words {n}")  # pyright: ignore
            await answers.record(db, invitation, received, KEY, NOW)
        candidate = await candidates.of_profile(db, team.workspace.id, profile)
        assert candidate is not None
        asked = {profile: Reached((GRACE,), candidate.id)}
        answer = (await reachability.of_people(db, team.workspace.id, asked, KEY, NOW))[profile].answer
    assert answer is not None
    assert (answer.kind, answer.text, answer.at, answer.to_member) == (
        "not_interested",
        "Words 1",
        NOW + timedelta(days=1),
        ana.id,
    )
