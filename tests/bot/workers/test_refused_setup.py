"""A mail server that refuses our set-up while an e-mail is handed over: mail to that provider waits until an admin
resumes, and nothing is lost."""

from collections.abc import AsyncIterator

import pytest

from store.db import Store
from store.deliverability import holds
from store.roles import Role
from store.tables.outreach import SendingHold
from tests.bot.workers.sending import Post, invited_many, posting
from tests.databases import Team

REFUSED = (
    "550 5.7.515 Access denied, sending domain ACME.EXAMPLE doesn't meet the required authentication level. "
    "The sender's domain in the 5322.From address doesn't meet the authentication requirements."
)


@pytest.fixture
async def post(store: Store) -> AsyncIterator[Post]:
    async with posting(store) as post:
        yield post


def refuse(post: Post, at: str, answer: str) -> None:
    """The server refuses the sender, each recipient, or the content."""
    if at == "sender":
        post.sink.sender = answer
    else:
        getattr(post.sink, at).update({f"p{n}": answer for n in range(3)})


def accept(post: Post) -> None:
    post.sink.sender, post.sink.rcpt, post.sink.data = "250 OK", {}, {}


async def held(post: Post, team: Team) -> list[SendingHold]:
    async with post.store.read() as db:
        return await holds.active(db, team.workspace.id)


async def states(post: Post, ids: list[int]) -> list[str]:
    return [(await post.invitation(id)).state for id in ids]


@pytest.mark.parametrize("at", ["sender", "rcpt", "data"])
async def test_a_refusal_of_the_set_up_holds_the_provider_until_an_admin_resumes(post: Post, team: Team, at: str):
    ana, ada = await team.member(), await team.member("U2", Role.ADMIN)
    refuse(post, at, REFUSED)
    refused = await invited_many(team, ana, 3, domain="hotmail.com", follow_up_days=3, follow_up_text="Still there?")
    await post.send_due()
    waiting = [id for id, state in zip(refused, await states(post, refused), strict=True) if state == "queued"]
    failed = [id for id in refused if id not in waiting]
    assert failed
    for id in failed:
        invitation = await post.invitation(id)
        assert (invitation.state, await post.ledger(id)) == ("failed", ["hold", "release"])
        assert (
            invitation.failure_reason
            == "The mail server rejected the e-mail because of how sending is set up. Your admins have been notified."
        )
        assert [mail.state for mail in await post.mails(id)] == ["failed"]
    [hold] = await held(post, team)
    assert (hold.provider, hold.fault, hold.words) == ("Outlook.com", "authentication", REFUSED.partition(" ")[2])
    notices = [each.member_id for each in await post.notices() if each.verb == "sending_hold"]
    assert notices == [ada.id]

    accept(post)
    later = await invited_many(team, ana, 2, domain="outlook.de")
    [elsewhere] = await invited_many(team, ana, 1, domain="gmail.com")
    await post.send_due()
    assert await states(post, [*later, elsewhere]) == ["queued", "queued", "sent"]
    assert post.sink.to == ["p0@gmail.com"]
    assert [each.member_id for each in await post.notices() if each.verb == "sending_hold"] == [ada.id]

    post.clock.after(minutes=5)
    async with post.store.write() as db:
        assert await holds.resume(db, ada, "Outlook.com", post.clock.at)
    await post.send_due()
    assert await states(post, [*waiting, *later]) == ["sent"] * (len(waiting) + 2)
    assert await held(post, team) == []


@pytest.mark.parametrize("at", ["sender", "rcpt", "data"])
@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ("550 SPF check failed: 192.0.2.1 is not allowed to send mail from acme.example", "spf"),
        ("554 Service unavailable; Client host [192.0.2.1] blocked using zen.blocklist.example", "block_list"),
        ("550 5.7.1 Your IP address has a poor reputation", "block_list"),
    ],
)
async def test_a_refusal_is_known_by_its_words(post: Post, team: Team, at: str, answer: str, fault: str):
    """Also where the server gives no status, and already when it is told the sender."""
    refuse(post, at, answer)
    await invited_many(team, await team.member(), 1)
    await post.send_due()
    assert [each.fault for each in await held(post, team)] == [fault]


async def test_a_refusal_after_resuming_holds_the_provider_again(post: Post, team: Team):
    ana, ada = await team.member(), await team.member("U2", Role.ADMIN)
    refuse(post, "rcpt", REFUSED)
    for _ in range(2):
        await invited_many(team, ana, 1, domain="hotmail.com")
        post.clock.after(minutes=5)
        await post.send_due()
        assert [each.provider for each in await held(post, team)] == ["Outlook.com"]
        post.clock.after(minutes=5)
        async with post.store.write() as db:
            assert await holds.resume(db, ada, "Outlook.com", post.clock.at)
    assert [each.member_id for each in await post.notices() if each.verb == "sending_hold"] == [ada.id] * 2
