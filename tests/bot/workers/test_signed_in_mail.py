"""Mail of mailboxes that were connected by signing in: sent once, held back when consent is withdrawn, never lost."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlmodel import select

from connectors.errors import BadCredentials, OutsideError
from handlers.mail_accounts import HeldBack
from store.db import Store, statements
from store.mailbox import connections, secrets, sign_ins
from store.members import members
from store.outreach import mail_outcomes, mail_queue
from store.roles import Role
from store.tables.mail_sign_ins import MailSignIn
from store.tables.outreach import CandidateAnswer, UnreadableMail
from tests.bot.workers.sending import KEYS, invited_many
from tests.bot.workers.signed_in import GRAPH, SMTP, SignedIn, signing_in
from tests.databases import Team
from tests.store.outreach.contacting import GRACE, invited


@pytest.fixture
async def there(store: Store) -> AsyncIterator[SignedIn]:
    async with signing_in(store) as opened:
        yield opened


async def sam_and_grace(there: SignedIn, team: Team, way: int = SMTP) -> tuple[int, int]:
    """An admin connected the workspace's mailbox and invited Grace: the ids of the sign-in and of the invitation."""
    sam = await team.member("Sam", Role.ADMIN)
    row = await there.connect(sam, way)
    return row.id, (await invited(team, sam, await team.profile(emails=[GRACE]))).id


# ── sending ──


@pytest.mark.parametrize("way", [SMTP, GRAPH])
async def test_it_is_sent_from_the_mailbox_that_was_connected(there: SignedIn, team: Team, way: int):
    _, id = await sam_and_grace(there, team, way)
    assert await there.post.send_due() == 1
    [mail] = there.sink.mails if way == SMTP else there.graph.sent
    assert (mail["To"], mail["From"]) == (GRACE, '"Sam, Acme" <jobs@acme.example>')
    assert mail["List-Unsubscribe"]
    assert "+" in mail["Reply-To"]
    assert there.post.sink.mails == []
    assert (await there.post.invitation(id)).state == "sent"
    assert there.identity.refreshes == 0


@pytest.mark.parametrize("way", [SMTP, GRAPH])
async def test_a_token_is_renewed_when_it_ends(there: SignedIn, team: Team, way: int):
    sign_in, id = await sam_and_grace(there, team, way)
    there.post.clock.after(minutes=56)
    await there.post.send_due()
    assert (await there.post.invitation(id)).state == "sent"
    assert there.identity.refreshes == 1
    row = await there.row(sign_in)
    stored = sign_ins.tokens(row, KEYS)
    assert stored
    assert stored.refresh_token == there.identity.grants[0].refresh_tokens[-1]  # Microsoft gave a new one
    assert row.expires_at == there.post.clock() + timedelta(hours=1)


@pytest.mark.parametrize("way", [SMTP, GRAPH])
async def test_a_token_that_ends_before_its_time_is_renewed_and_the_mail_sent_once(
    there: SignedIn, team: Team, way: int
):
    _, id = await sam_and_grace(there, team, way)
    there.identity.expire()
    await there.post.send_due()
    assert len(there.sink.mails) + len(there.graph.sent) == 1
    [mail] = await there.post.mails(id)
    assert (mail.state, there.identity.refreshes) == ("sent", 1)


async def test_replicas_renew_a_token_once(there: SignedIn, team: Team, replicas: list[Store]):
    sign_in, _ = await sam_and_grace(there, team)
    there.post.clock.after(hours=1)
    account = await there.accounts().find(team.workspace.id)
    assert account.sign_in_id == sign_in
    processes = [there.accounts(store) for store in replicas]
    ready = await asyncio.gather(*(each.ready(account) for each in processes for _ in range(3)))
    assert there.identity.refreshes == 1
    assert len({each.access_token for each in ready}) == 1


async def test_a_crash_before_new_tokens_are_stored_loses_nothing(there: SignedIn, team: Team):
    _, id = await sam_and_grace(there, team)
    there.post.clock.after(hours=1)
    there.identity.gate = asyncio.Event()
    crashing = there.accounts()
    dying = asyncio.create_task(crashing.ready(await crashing.find(team.workspace.id)))
    while there.identity.refreshes == 0:
        await asyncio.sleep(0)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    there.identity.gate = None
    there.post.clock.after(minutes=2)
    await there.post.send_due()
    assert (await there.post.invitation(id)).state == "sent"


@pytest.mark.parametrize("status", [500, 429])
async def test_a_token_endpoint_that_is_down_puts_mail_off(there: SignedIn, team: Team, status: int):
    sign_in, id = await sam_and_grace(there, team)
    there.post.clock.after(hours=1)
    there.identity.status = status
    await there.post.send_due()
    assert (await there.post.invitation(id)).state == "queued"
    assert (await there.row(sign_in)).refused_at is None
    there.identity.status = 200
    there.post.clock.after(hours=1)
    await there.post.send_due()
    assert (await there.post.invitation(id)).state == "sent"


# ── consent is withdrawn ──


@pytest.mark.parametrize("way", [SMTP, GRAPH])
async def test_without_consent_mail_waits_until_it_is_connected_again(there: SignedIn, team: Team, way: int):
    sign_in, id = await sam_and_grace(there, team, way)
    boss = await team.member("Boss", Role.ADMIN)
    there.identity.withdraw()
    for _ in range(3):
        await there.post.send_due()
        there.post.clock.after(days=2)
    [mail], invitation = await there.post.mails(id), await there.post.invitation(id)
    assert (mail.state, mail.last_error, invitation.state) == (
        "queued",
        "The mailbox must be connected again.",
        "queued",
    )
    assert there.identity.refreshes == 1  # it isn't asked again and again
    [notice] = await there.post.notices()
    owner = (await there.row(sign_in)).connected_by
    assert (notice.verb, notice.member_id, notice.args) == ("sign_in_fault", owner, {"sign_in_id": sign_in})
    assert notice.member_id != boss.id
    row = await there.row(sign_in)
    async with there.post.store.read() as db:
        assert await sign_ins.waiting(db, row) == 1
        sam = await members.get(db, team.workspace.id, owner)
    again = await there.connect(sam, way)
    assert (again.id, again.refused_at, again.last_error) == (sign_in, None, "")
    assert await there.post.send_due() == 1
    assert (await there.post.invitation(id)).state == "sent"
    assert await there.post.ledger(id) == ["hold", "settle"]


async def test_consent_withdrawn_while_a_mail_is_handed_over_holds_it_back_too(there: SignedIn, team: Team):
    """The stored token looks good until the mail server refuses it."""
    _, id = await sam_and_grace(there, team)
    there.post.clock.after(minutes=1)
    there.identity.withdraw()
    await there.post.send_due()
    there.post.clock.after(days=3)
    await there.post.send_due()
    [mail] = await there.post.mails(id)
    assert (mail.state, mail.attempts) == ("queued", 1)
    assert there.sink.challenges == 1


@pytest.mark.parametrize("instead", ["by password", "nothing", "the workspace's"])
async def test_mail_that_was_held_back_has_a_whole_day_with_another_mailbox(there: SignedIn, team: Team, instead: str):
    sam, own, sink = await team.member("Sam", Role.ADMIN), instead == "the workspace's", there.post.sink
    await there.connect(sam, own=own)
    invitation = (await invited(team, sam, await team.profile(emails=[GRACE]))).id
    there.post.clock.after(minutes=1)
    there.identity.withdraw()
    await there.post.send_due()
    there.post.clock.after(days=3)
    sink.rcpt["grace"] = "451 4.7.1 Greylisted"
    async with there.post.store.write() as db:
        if instead == "by password":
            addresses: dict[secrets.SecretName, str] = {"smtp_url": sink.url}
            await connections.connect(db, sam, addresses, "jobs@acme.example", KEYS, there.post.clock())
        else:
            await connections.disconnect_sign_in(db, sam, there.post.clock(), own=own)
    await there.post.send_due()
    assert [each.state for each in await there.post.mails(invitation)] == ["queued"]
    sink.rcpt.clear()
    there.post.clock.after(hours=1)
    await there.post.send_due()
    assert ([mail["To"] for mail in sink.mails], (await there.post.invitation(invitation)).state) == ([GRACE], "sent")


async def test_the_admins_are_notified_if_the_one_who_connected_it_is_none_any_more(there: SignedIn, team: Team):
    sign_in, _ = await sam_and_grace(there, team)
    boss = await team.member("Boss", Role.ADMIN)
    row = await there.row(sign_in)
    async with there.post.store.write() as db:
        (await members.get(db, team.workspace.id, row.connected_by)).role = Role.RECRUITER
    there.identity.withdraw()
    await there.post.send_due()
    assert [notice.member_id for notice in await there.post.notices()] == [boss.id]


# ── members' own mailboxes ──


async def test_a_member_with_their_own_mailbox_sends_from_it_and_all_others_from_the_workspaces(
    there: SignedIn, team: Team
):
    sam, ana = await team.member("Sam", Role.ADMIN), await team.member("Ana")
    await there.connect(sam)
    await there.connect(ana, GRAPH, own=True, email="ana@acme.example")
    [anas] = await invited_many(team, ana, 1)
    await there.post.send_due()
    assert there.sink.mails == []
    assert "<ana@acme.example>" in there.graph.sent[0]["From"]
    [other] = await invited_many(team, sam, 1, "sams.example")
    await there.post.send_due()
    assert "<jobs@acme.example>" in there.sink.mails[0]["From"]
    async with there.post.store.write() as db:
        assert await connections.disconnect_sign_in(db, ana, there.post.clock(), own=True)
    [later] = await invited_many(team, ana, 1, "later.example")
    await there.post.send_due()
    assert [(await there.post.invitation(id)).state for id in (anas, other, later)] == ["sent"] * 3
    assert len(there.sink.mails) == 2


async def test_a_mailbox_that_waits_holds_up_only_its_own_mail(there: SignedIn, team: Team):
    sam, ana = await team.member("Sam", Role.ADMIN), await team.member("Ana")
    await there.connect(ana, GRAPH, own=True, email="ana@acme.example")
    there.identity.withdraw()
    await there.connect(sam)
    [anas], [sams] = await invited_many(team, ana, 1), await invited_many(team, sam, 1, "sams.example")
    await there.post.send_due()
    assert (await there.post.invitation(anas)).state == "queued"
    assert (await there.post.invitation(sams)).state == "sent"
    [notice] = await there.post.notices()
    assert notice.member_id == ana.id
    async with there.post.store.write() as db:  # and without one of her own, she uses the workspace's
        await connections.disconnect_sign_in(db, ana, there.post.clock(), own=True)
    there.post.clock.after(hours=3)
    await there.post.send_due()
    assert (await there.post.invitation(anas)).state == "sent"


async def test_a_process_notices_at_once_that_another_mailbox_was_connected(there: SignedIn, team: Team):
    """It remembers accounts for a while, and would otherwise take the e-mail again and again."""
    sam, ana = await team.member("Sam", Role.ADMIN), await team.member("Ana")
    await there.connect(sam, GRAPH)
    there.identity.withdraw()
    process = there.post.outbox()
    [first] = await invited_many(team, ana, 1)
    await process.run_once()
    await there.connect(ana, GRAPH, own=True, email="ana@acme.example")
    assert await process.run_once() == 1
    assert (await there.post.invitation(first)).state == "sent"


async def test_claiming_takes_as_many_statements_with_many_mailboxes(there: SignedIn, team: Team):
    async def claimed() -> int:
        async with there.post.store.write() as db:
            with statements() as count:
                await mail_queue.claim(db, "x", there.post.clock(), 1)
        return len(count)

    sam = await team.member("Sam", Role.ADMIN)
    await invited_many(team, sam, 6)
    few = await claimed()
    for name in ("Ana", "Ben", "Cy"):
        await there.connect(await team.member(name), own=True, email=f"{name.lower()}@acme.example")
    there.post.clock.after(minutes=2)
    assert await claimed() == few


# ── Graph ──


@pytest.mark.parametrize(
    ("statuses", "code", "state", "reason"),
    [
        ([429], "", "queued", "The mail server asked us to wait."),
        ([503], "", "queued", "The mail server asked us to wait."),
        ([403], "ErrorAccessDenied", "queued", "The mail server rejected the login."),
        ([400], "ErrorInvalidRecipients", "failed", "Microsoft 365 says there is no such address."),
        ([403], "ErrorSendAsDenied", "failed", "Microsoft 365 doesn't let this mailbox send from its address."),
        ([413], "", "failed", "Microsoft 365 says the e-mail is too large."),
    ],
)
async def test_what_graph_refuses(there: SignedIn, team: Team, statuses: list[int], code: str, state: str, reason: str):
    _, id = await sam_and_grace(there, team, GRAPH)
    there.graph.sending, there.graph.code = statuses, code
    await there.post.send_due()
    [mail] = await there.post.mails(id)
    assert mail.state == state
    assert mail.last_error.startswith(reason) or (await there.post.invitation(id)).failure_reason.startswith(reason)
    assert there.graph.sent == []


@pytest.mark.parametrize("status", [0, 500, 502, 504])
async def test_an_unknown_outcome_is_looked_up_in_sent_items_and_never_sent_again(
    there: SignedIn, team: Team, status: int
):
    _, id = await sam_and_grace(there, team, GRAPH)
    there.graph.sending = [status, 202]
    await there.post.send_due()
    assert [mail.state for mail in await there.post.mails(id)] == ["unknown"]
    if status:  # it failed, and had sent it before
        [mail] = await there.post.mails(id)
        there.graph.filed.append(mail.message_id)
    await there.post.outbox().search_sent_folder()
    assert [mail.state for mail in await there.post.mails(id)] == ["sent"]
    await there.post.send_due()
    assert len(there.graph.sent) == (0 if status else 1)


async def test_a_message_id_that_was_changed_is_left_to_the_sender(there: SignedIn, team: Team):
    _, id = await sam_and_grace(there, team, GRAPH)
    there.graph.sending, there.graph.new_ids = [0, 202], True
    await there.post.send_due()
    for _ in mail_outcomes.SEARCH_AFTER:
        await there.post.outbox().search_sent_folder()
        there.post.clock.after(minutes=16)
    await there.post.outbox().search_sent_folder()
    assert [mail.state for mail in await there.post.mails(id)] == ["unknown"]
    assert [notice.verb for notice in await there.post.notices()] == ["invitations"]
    await there.post.send_due()
    assert len(there.graph.sent) == 1


async def answers(there: SignedIn) -> list[str]:
    async with there.post.store.read() as db:
        return [each.text for each in await db.exec(select(CandidateAnswer))]


def reply(to: str, number: int = 1) -> bytes:
    return f"From: {GRACE}\r\nMessage-ID: <{number}@home.example>\r\nIn-Reply-To: {to}\r\n\r\nYes {number}\r\n".encode()


async def test_answers_are_read_through_graph_once(there: SignedIn, team: Team):
    sign_in, id = await sam_and_grace(there, team, GRAPH)
    await there.post.send_due()
    [mail] = await there.post.mails(id)
    there.graph.deliver(b"From: shop@example.com\r\nSubject: 20% off\r\n\r\nBuy\r\n")
    hidden = there.graph.deliver(reply(mail.message_id, 9))
    there.graph.hidden.add(hidden)
    for number in (1, 2, 3):
        there.graph.deliver(reply(mail.message_id, number))
    assert await there.poll() == 3
    assert await there.poll() == 0
    assert await answers(there) == ["Yes 1", "Yes 2", "Yes 3"]
    first, *rest = there.graph.seen
    assert first["changeType"] == "created"
    assert first["$filter"].startswith("receivedDateTime ge ")
    assert [set(each) for each in rest] == [{"$skiptoken"}, {"$skiptoken"}, {"$deltatoken"}]
    row = await there.row(sign_in)
    assert (row.link.rpartition("=")[2], row.polled_at) == ("5", there.post.clock())


async def test_what_cannot_be_read_is_recorded_for_its_mailbox(there: SignedIn, team: Team):
    sign_in, _ = await sam_and_grace(there, team, GRAPH)
    there.graph.deliver(b"\x00\x01 no mail")
    assert await there.poll() == 0
    async with there.post.store.read() as db:
        assert list(await db.exec(select(UnreadableMail.sign_in_id))) == [sign_in]


async def test_a_cursor_that_has_expired_starts_over_without_counting_twice(there: SignedIn, team: Team):
    _, id = await sam_and_grace(there, team, GRAPH)
    await there.post.send_due()
    [mail] = await there.post.mails(id)
    there.graph.deliver(reply(mail.message_id, 1))
    await there.poll()
    there.graph.oldest_cursor = 99
    there.graph.deliver(reply(mail.message_id, 2))
    assert await there.poll() == 1
    assert await answers(there) == ["Yes 1", "Yes 2"]


async def test_a_link_to_another_server_is_not_followed(there: SignedIn, team: Team):
    """It would be given the access token."""
    sign_in, _ = await sam_and_grace(there, team, GRAPH)
    there.graph.links_to = "http://127.0.0.1:1"
    await there.poll()
    row = await there.row(sign_in)
    assert (row.link, row.last_error) == ("", "Microsoft 365 gave an answer that could not be read.")


async def test_a_token_that_ends_in_mid_page_is_renewed(there: SignedIn, team: Team):
    _, id = await sam_and_grace(there, team, GRAPH)
    await there.post.send_due()
    [mail] = await there.post.mails(id)
    for number in (1, 2):
        there.graph.deliver(reply(mail.message_id, number))
    there.graph.reading = [200, 200, 401, 200]
    assert await there.poll() == 2
    assert there.identity.refreshes == 1


@pytest.mark.parametrize("status", [429, 500])
async def test_graph_in_bad_weather_is_caught_up_with(there: SignedIn, team: Team, status: int):
    sign_in, id = await sam_and_grace(there, team, GRAPH)
    await there.post.send_due()
    [mail] = await there.post.mails(id)
    there.graph.deliver(reply(mail.message_id, 1))
    there.graph.reading = [status]
    assert await there.poll() == 0
    assert (await there.row(sign_in)).last_error == "The mailbox is not responding."
    assert await there.post.notices() == []
    there.post.clock.after(minutes=20)
    await there.poll()
    await there.poll()
    assert [notice.verb for notice in await there.post.notices()] == ["sign_in_fault"]
    there.graph.reading = [200]
    assert await there.poll() == 1
    assert (await there.row(sign_in)).failing_since is None


async def test_a_mailbox_whose_owner_may_not_contact_people_any_more_is_not_read(there: SignedIn, team: Team):
    ana = await team.member("Ana")
    await there.connect(ana, GRAPH, own=True, email="ana@acme.example")
    async with there.post.store.write() as db:
        (await members.get(db, team.workspace.id, ana.id)).role = Role.REVIEWER
    await there.poll()
    assert there.graph.requests == 0


async def test_withdrawn_consent_that_is_found_while_reading_is_reported_once(there: SignedIn, team: Team):
    sign_in, _ = await sam_and_grace(there, team, GRAPH)
    there.identity.withdraw()
    there.post.clock.after(hours=1)
    for _ in range(3):
        await there.poll()
        there.post.clock.after(minutes=20)
    assert len(await there.post.notices()) == 1
    row = await there.row(sign_in)
    assert row.refused_at is not None
    assert row.last_error == "Microsoft 365 no longer lets Sourcer use jobs@acme.example."
    with pytest.raises(HeldBack):
        await there.accounts().ready(await there.accounts().find(team.workspace.id))


async def test_tokens_that_no_key_opens_and_a_service_that_is_gone_are_said(there: SignedIn, team: Team):
    await sam_and_grace(there, team)
    account = await there.accounts().find(team.workspace.id)
    there.post.clock.after(hours=1)
    there.post.services = {}
    with pytest.raises(OutsideError, match="Microsoft 365 is no longer set up here"):
        await there.accounts().ready(account)
    async with there.post.store.write() as db:
        (await db.get_one(MailSignIn, account.sign_in_id)).tokens = b"of another key"
    with pytest.raises(BadCredentials, match="no key decrypts"):
        await there.accounts().ready(account)
