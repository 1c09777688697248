"""Mail to a provider that refuses our set-up, and all mail after too many complaints, waits until an admin resumes."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from store.db import Store
from store.deliverability import holds, providers, rates
from store.deliverability.rates import DeliveryRates
from store.errors import Refusal
from store.outreach import answers, suppressions
from store.roles import Role
from store.tables.core import Candidate, Member
from store.tables.outreach import Invitation, Mail
from store.upserts import insert_new
from tests.bot.workers.sending import Post, posting
from tests.databases import Team
from tests.store.outreach.contacting import KEY, balance, invited

SPF = "550 5.7.23 SPF check failed for <jobs@acme.example>"


@pytest.fixture
async def post(store: Store) -> AsyncIterator[Post]:
    async with posting(store) as post:
        yield post


async def write_to(team: Team, by: Member, email: str) -> Invitation:
    profile_id = await team.profile(emails=[email])
    return await invited(team, by, profile_id, address=email, follow_up_days=3, follow_up_text="Still there?")


async def receive(
    post: Post, about: Invitation, kind: answers.Kind, key: str, cause: str = "", fault: str = ""
) -> None:
    mail = (await post.mails(about.id))[0]
    received = answers.ReceivedAnswer(key, kind, post.clock.at, SPF, mail=mail, cause=cause, fault=fault)
    async with post.store.write() as db:
        await answers.record(db, about.id, received, KEY, post.clock.at)


async def state(post: Post, invitation: Invitation) -> str:
    return (await post.invitation(invitation.id)).state


async def test_a_refusal_of_our_set_up_holds_back_that_provider_only(post: Post, team: Team):
    ana, ada = await team.member(), await team.member("U2", Role.ADMIN)
    first = await write_to(team, ana, "grace@hotmail.com")
    before = await balance(team)
    await post.send_due()
    await receive(post, first, "bounced", "1", "refused", "spf")
    await receive(post, first, "bounced", "2", "refused", "spf")
    assert (await state(post, first), await balance(team)) == ("failed", before + 1)
    async with post.store.read() as db:
        assert not await suppressions.bad(db, team.workspace.id, ["grace@hotmail.com"])
        [hold] = await holds.active(db, team.workspace.id)
    assert (hold.provider, hold.fault, hold.words) == ("Outlook.com", "spf", "550 5.7.23 SPF check failed for …")
    notices = [(each.member_id, each.verb) for each in await post.notices() if each.verb == "sending_hold"]
    assert notices == [(ada.id, "sending_hold")]
    there, elsewhere = await write_to(team, ana, "rosa@outlook.de"), await write_to(team, ana, "li@gmail.com")
    await post.send_due()
    assert (await state(post, there), await state(post, elsewhere)) == ("queued", "sent")
    async with post.store.read() as db:
        assert [each.waiting for each in await holds.held(db, team.workspace.id)] == [1]
    post.clock.after(minutes=5)
    async with post.store.write() as db:
        with pytest.raises(Refusal):
            await holds.resume(db, ana, "Outlook.com", post.clock.at)
        assert await holds.resume(db, ada, "Outlook.com", post.clock.at)
        assert not await holds.resume(db, ada, "Outlook.com", post.clock.at)
    await post.send_due()
    assert await state(post, there) == "sent"


async def test_a_bounce_of_a_mail_sent_before_resuming_holds_nothing(post: Post, team: Team):
    ana, ada = await team.member(), await team.member("U2", Role.ADMIN)
    first, second = await write_to(team, ana, "a@home.example"), await write_to(team, ana, "b@home.example")
    await post.send_due()
    await receive(post, first, "bounced", "1", "refused", "dkim")
    post.clock.after(minutes=5)
    async with post.store.write() as db:
        await holds.resume(db, ada, "home.example", post.clock.at)
    await receive(post, second, "bounced", "2", "refused", "dkim")
    async with post.store.read() as db:
        assert await holds.active(db) == []
    third = await write_to(team, ana, "c@home.example")
    post.clock.after(minutes=5)
    await post.send_due()
    await receive(post, third, "bounced", "3", "refused", "dmarc")
    async with post.store.read() as db:
        assert [each.fault for each in await holds.active(db)] == ["dmarc"]
    assert len([each for each in await post.notices() if each.verb == "sending_hold"]) == 2


@pytest.mark.parametrize("cause", ["mailbox_full", "refused", "too_large", "policy", "expired", "loop", "unknown", ""])
async def test_only_evidence_marks_an_address(post: Post, team: Team, cause: str):
    invitation = await write_to(team, await team.member(), "grace@home.example")
    await post.send_due()
    await receive(post, invitation, "bounced", "1", cause)
    async with post.store.read() as db:
        assert not await suppressions.bad(db, team.workspace.id, ["grace@home.example"])
        assert await holds.active(db) == []
    assert [mail.state for mail in await post.mails(invitation.id)] == ["sent", "cancelled"]


async def test_a_complaint_suppresses_and_notifies_the_admins(post: Post, team: Team):
    ana, ada = await team.member(), await team.member("U2", Role.ADMIN)
    invitation = await write_to(team, ana, "grace@home.example")
    await post.send_due()
    await receive(post, invitation, "complaint", "1")
    assert [mail.state for mail in await post.mails(invitation.id)] == ["sent", "cancelled"]
    seen = await post.invitation(invitation.id)
    assert (seen.state, seen.answer) == ("answered", "complained")
    async with post.store.read() as db:
        assert (await db.get_one(Candidate, seen.candidate_id)).interest == "complained"
        why = await suppressions.suppressed(db, team.workspace.id, ["grace@home.example"], KEY)
        assert await holds.active(db) == []  # one is not too many
    assert why == {"grace@home.example": "complained"}
    assert {each.member_id for each in await post.notices() if each.verb == "answer"} == {ana.id, ada.id}


async def test_too_many_complaints_pause_all_mail_until_an_admin_resumes(post: Post, team: Team):
    ana, ada = await team.member(), await team.member("U2", Role.ADMIN)
    written = [await write_to(team, ana, f"p{n}@home{n}.example") for n in range(4)]
    await post.send_due()
    for n, each in enumerate(written[:3]):
        await receive(post, each, "complaint", str(n))
    async with post.store.read() as db:
        assert await rates.rates(db, team.workspace.id) == DeliveryRates(4, 0, 3)
        [hold] = await holds.active(db)
    assert (hold.provider, hold.fault) == ("", "complaints")
    assert hold.words == "3 of the last 4 e-mails were reported as spam."
    waiting = await write_to(team, ana, "new@else.example")
    await post.send_due()
    assert await state(post, waiting) == "queued"
    post.clock.after(minutes=1)
    async with post.store.write() as db:
        await holds.resume(db, ada, "", post.clock.at)
    await receive(post, written[3], "complaint", "3")  # of an e-mail sent before
    post.clock.after(minutes=1)
    await post.send_due()
    assert await state(post, waiting) == "sent"


@pytest.mark.parametrize(
    ("newer", "found", "held"),
    [
        (996, DeliveryRates(1_000, 0, 4), True),  # all of the last 1,000
        (997, DeliveryRates(1_000, 0, 3), False),  # one complaint is about an older mail
        (999, DeliveryRates(1_000, 0, 1), False),
        (1_000, DeliveryRates(1_000, 0, 0), False),
    ],
)
async def test_only_the_last_thousand_mails_count(post: Post, team: Team, newer: int, found: DeliveryRates, held: bool):
    """Four complaints, about the four oldest e-mails; the rest were sent since."""
    written: list[Invitation] = []
    for n in range(4):
        written.append(await write_to(team, await team.member(), f"p{n}@home{n}.example"))
        post.clock.after(minutes=1)
        await post.send_due()
    fields = {"workspace_id": team.workspace.id, "invitation_id": written[-1].id, "kind": "invitation", "state": "sent"}
    since = post.clock.at + timedelta(hours=1)
    later = [
        {**fields, "message_id": f"<later-{n}@acme.example>", "due_at": since, "created_at": since, "sent_at": since}
        for n in range(newer)
    ]
    async with post.store.write() as db:
        await insert_new(db, Mail, later)
    for n, each in enumerate(written):
        await receive(post, each, "complaint", str(n))
    async with post.store.read() as db:
        assert await rates.rates(db, team.workspace.id) == found
        assert [each.fault for each in await holds.active(db)] == (["complaints"] if held else [])


@pytest.mark.parametrize(
    ("sent", "complaints", "too_many"),
    [(1_000, 3, False), (1_000, 4, True), (999, 3, True), (10, 2, False), (3, 3, True), (0, 0, False)],
)
def test_the_threshold(sent: int, complaints: int, too_many: bool):
    assert DeliveryRates(sent, 0, complaints).too_many_complaints is too_many


@pytest.mark.parametrize(
    ("domain", "provider"),
    [("hotmail.co.uk", "Outlook.com"), ("GMAIL.com", "Gmail"), ("web.de", "GMX and WEB.DE"), ("acme.org", "acme.org")],
)
def test_providers(domain: str, provider: str):
    assert providers.provider_of(domain) == provider


async def test_two_processes_that_are_refused_at_once_make_one_hold(post: Post, team: Team):
    """Both see no hold yet; the outcome of neither mail may be lost to the other's row."""
    ana, ada = await team.member(), await team.member("U2", Role.ADMIN)
    written = [await write_to(team, ana, f"grace{n}@hotmail.com") for n in range(2)]
    await post.send_due()
    both = asyncio.Barrier(2) if post.store.engine.dialect.name == "postgresql" else None

    async def refuse(about: Invitation) -> None:
        [mail] = [each for each in await post.mails(about.id) if each.kind == "invitation"]
        async with post.store.write() as db:
            if both is not None:
                await both.wait()
            await holds.refused(db, mail, "spf", SPF, post.clock.at)

    await asyncio.gather(*map(refuse, written))
    async with post.store.read() as db:
        assert [each.provider for each in await holds.active(db, team.workspace.id)] == ["Outlook.com"]
    assert [each.member_id for each in await post.notices() if each.verb == "sending_hold"] == [ada.id]


async def test_a_refusal_for_now_that_lasts_an_hour_holds_back_the_provider(post: Post, team: Team):
    ana, ada = await team.member(), await team.member("U2", Role.ADMIN)
    first = await write_to(team, ana, "grace@hotmail.com")
    post.sink.rcpt["grace"] = "451 4.7.650 The server [192.0.2.1] is rate limited due to IP reputation"
    began, times = post.clock.at, 0
    while not await active(post):
        assert (await state(post, first), times < 20) == ("queued", True)
        [mail] = await post.mails(first.id)
        post.clock.at = max(post.clock.at, mail.due_at)
        await post.send_due()
        times += 1
    assert times >= 3
    assert timedelta(hours=1) <= post.clock.at - began < timedelta(hours=4)
    assert [each.member_id for each in await post.notices() if each.verb == "sending_hold"] == [ada.id]
    [mail] = await post.mails(first.id)
    assert "Your admins have been notified." in mail.last_error
    before = await balance(team)
    post.clock.after(days=3)
    await post.send_due()
    assert (await state(post, first), await balance(team)) == ("queued", before)  # nothing is lost
    async with post.store.write() as db:
        assert await holds.resume(db, ada, "Outlook.com", post.clock.at)
    await post.send_due()  # refused again: it has another hour and another day
    assert (await state(post, first), await active(post)) == ("queued", [])
    post.sink.rcpt.clear()
    post.clock.after(hours=3)
    await post.send_due()
    assert await state(post, first) == "sent"


async def active(post: Post) -> list[str]:
    async with post.store.read() as db:
        return [each.fault for each in await holds.active(db)]


async def test_a_server_that_is_only_busy_holds_back_nothing(post: Post, team: Team):
    ana = await team.member()
    first = await write_to(team, ana, "grace@hotmail.com")
    post.sink.rcpt["grace"] = "451 4.7.1 Greylisted"
    for _ in range(6):
        [mail] = await post.mails(first.id)
        post.clock.at = max(post.clock.at, mail.due_at)
        await post.send_due()
    assert (await state(post, first), await active(post)) == ("queued", [])
