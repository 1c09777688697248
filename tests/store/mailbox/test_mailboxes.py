"""Mail accounts (the sender of e-mails), and how members sign."""

from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from sqlmodel import select

from connectors.mail.base import MailAccount
from store.errors import Refusal
from store.keys import KeyRing
from store.mailbox import connections, mailbox_cursors, mailboxes, secrets, sender_profiles
from store.mailbox.mailbox_cursors import Cursor
from store.roles import Role
from store.tables.core import Audit, Member
from tests.databases import NOW, Team

KEYS = KeyRing([Fernet.generate_key().decode()])
OPERATORS = MailAccount(
    smtp_url="smtps://bot:pw@mail.operator.example:465",
    imap_url="imaps://bot:pw@mail.operator.example:993/INBOX",
    mail_from="bot@operator.example",
    postal_address="1 Operator Way",
)
OWN_SMTP = "smtps://jobs%40acme.example:pw@smtp.acme.example:465"
OWN_IMAP = "imaps://jobs%40acme.example:pw@imap.acme.example:993/INBOX"


async def _account(team: Team, keys: KeyRing = KEYS) -> MailAccount:
    async with team.store.read() as db:
        return await mailboxes.account_of(db, team.workspace.id, OPERATORS, keys)


async def _connect(team: Team, by: Member, **urls: str) -> None:
    async with team.store.write() as db:
        await secrets.save(db, by, urls, KEYS, NOW)  # type: ignore[arg-type]


async def _set(team: Team, by: Member, **values: str | int) -> None:
    async with team.store.write() as db:
        await mailboxes.update(db, by, values, NOW)


@pytest.fixture
async def admin(team: Team) -> Member:
    return await team.member("Root", Role.ADMIN)


async def test_without_its_own_account_a_workspace_sends_from_the_operators(team: Team) -> None:
    assert await _account(team) == replace(OPERATORS, company="Acme")


async def test_the_workspaces_own_fields_override_the_operators(team: Team, admin: Member) -> None:
    await _set(
        team,
        admin,
        company="Acme Care",
        postal_address="2 Acme St",
        notice="From the web.",
        mail_from="hr@acme.example",
    )
    assert await _account(team) == replace(
        OPERATORS,
        company="Acme Care",
        postal_address="2 Acme St",
        notice="From the web.",
        mail_from="hr@acme.example",
    )
    await _set(team, admin, company="", postal_address="", notice="", mail_from="")
    assert await _account(team) == replace(OPERATORS, company="Acme")


async def test_an_own_mail_server_uses_neither_the_operators_address_nor_mailbox(team: Team, admin: Member) -> None:
    await _connect(team, admin, smtp_url=OWN_SMTP)
    account = await _account(team)
    assert (account.smtp_url, account.imap_url, account.mail_from) == (OWN_SMTP, "", "jobs@acme.example")
    await _connect(team, admin, smtp_url="smtp://login:pw@smtp.acme.example:587", imap_url=OWN_IMAP)
    account = await _account(team)
    assert (account.imap_url, account.mail_from) == (OWN_IMAP, "")
    assert mailboxes.missing(account) == ("the e-mail address that invitations come from",)
    await _set(team, admin, mail_from="hr@acme.example")
    assert (await _account(team)).mail_from == "hr@acme.example"


async def test_rejoining_a_shared_mailbox_continues_at_the_others_cursor(
    team: Team, other_team: Team, admin: Member
) -> None:
    shared, read = [team.workspace.id, other_team.workspace.id], Cursor(uid_validity=7, last_uid=12)
    async with team.store.write() as db:
        await mailbox_cursors.record_read(db, shared, "shared", read, NOW)
        await connections.connect(db, admin, {"smtp_url": OWN_SMTP}, "", KEYS, NOW)
        await connections.disconnect(db, admin, NOW)
    async with team.store.read() as db:
        assert await mailbox_cursors.cursor(db, shared, "shared") == read
        assert await mailbox_cursors.cursor(db, shared[:1], "shared") == Cursor()


async def test_unreadable_mails_of_several_mailboxes_are_told_apart(team: Team) -> None:
    async with team.store.write() as db:
        for sign_in_id in (0, 1, 2, 1):
            await mailbox_cursors.record_unreadable(db, team.workspace.id, 1, 7, "odd", NOW, sign_in_id=sign_in_id)
        count, _ = await mailbox_cursors.unreadable_mails(db, team.workspace.id)
    assert count == 3


async def test_an_own_mailbox_with_the_operators_mail_server(team: Team, admin: Member) -> None:
    await _connect(team, admin, imap_url=OWN_IMAP)
    account = await _account(team)
    assert (account.smtp_url, account.imap_url, account.mail_from) == (
        OPERATORS.smtp_url, OWN_IMAP, OPERATORS.mail_from,
    )  # fmt: skip


async def test_an_undecryptable_secret_is_missing_and_not_replaced_by_the_operators(team: Team, admin: Member) -> None:
    await _connect(team, admin, smtp_url=OWN_SMTP, imap_url=OWN_IMAP)
    account = await _account(team, KeyRing([Fernet.generate_key().decode()]))
    assert (account.smtp_url, account.imap_url, account.mail_from) == ("", "", "")
    assert "a mail server" in mailboxes.missing(account)
    assert mailboxes.missing(await _account(team)) == ()


async def test_another_workspaces_mailbox_is_not_used(team: Team, other_team: Team, admin: Member) -> None:
    await _connect(team, admin, smtp_url=OWN_SMTP)
    await _set(team, admin, company="Acme Care")
    assert await _account(other_team) == replace(OPERATORS, company="Acme")


async def test_invalid_values_are_refused_and_nothing_is_stored(team: Team, admin: Member) -> None:
    recruiter = await team.member("Ana")
    with pytest.raises(Refusal, match="admin"):
        await _set(team, recruiter, company="Mine")
    wrong: list[tuple[str, str | int]] = [
        ("mail_from", "nothing"),
        ("mail_from", "a@example.com, b@example.com"),
        ("mail_from", "Ann <a@example.com>"),
        ("company", "x" * 201),
        ("notice", "x" * 2001),
        ("ownership_days", -1),
        ("ownership_days", 366),
        ("per_minute", "many"),
    ]
    for name, value in wrong:
        with pytest.raises(Refusal):
            await _set(team, admin, **{"company": "Changed", name: value})
    assert await _account(team) == replace(OPERATORS, company="Acme")


async def test_line_breaks_are_preserved_only_in_multiline_fields(team: Team, admin: Member) -> None:
    await _set(
        team,
        admin,
        company="Acme\r\nBcc: x@example.com",
        postal_address=" 2 Acme St \r\n Boston ",
        mail_from=" hr@acme.example\n",
    )
    account = await _account(team)
    assert (account.company, account.postal_address, account.mail_from) == (
        "Acme Bcc: x@example.com", "2 Acme St\nBoston", "hr@acme.example",
    )  # fmt: skip


async def test_changes_are_audited_by_field_name_without_values(team: Team, admin: Member) -> None:
    for _ in range(2):
        await _set(team, admin, company="Acme Care", ownership_days=30)
    async with team.store.read() as db:
        lines = (await db.exec(select(Audit).where(Audit.action == "mailbox"))).all()
        assert (await mailboxes.get(db, team.workspace.id)).ownership_days == 30
    assert [line.details for line in lines] == [{"changed": ["company"]}]


# ── how members sign ──


async def test_a_member_signs_with_their_chat_name_until_they_set_another(team: Team) -> None:
    ana = await team.member("Ana Ruiz")

    async def set_(**values: str) -> tuple[str, str, str, str]:
        async with team.store.write() as db:
            await sender_profiles.update(db, ana, values, NOW)
        async with team.store.read() as db:
            own = await sender_profiles.get(db, ana)
        return own.name, own.title, own.signature, own.calendar_url

    assert await set_() == ("Ana Ruiz", "", "", "")
    assert await set_(title="Talent  Lead") == ("Ana Ruiz", "Talent Lead", "", "")
    link = "https://cal.example.com/ana"
    assert await set_(name="Ana R.\nBcc: x", signature="Best,\nAna", calendar_url=link) == (
        "Ana R. Bcc: x", "Talent Lead", "Best,\nAna", link,
    )  # fmt: skip
    assert await set_(name="", calendar_url="") == ("Ana Ruiz", "Talent Lead", "Best,\nAna", "")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", "x" * 101),
        ("signature", "x" * 1001),
        ("calendar_url", "javascript:alert(1)"),
        ("calendar_url", "cal.example.com"),
        ("calendar_url", 'https://cal.example.com/"><script>'),
    ],
)
async def test_invalid_signatures_are_refused(team: Team, name: str, value: str) -> None:
    ana = await team.member()
    async with team.store.write() as db:
        with pytest.raises(Refusal):
            await sender_profiles.update(db, ana, {name: value}, NOW)
