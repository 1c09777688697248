"""Connecting a mailbox: the link works once; logins are tested first and never shown again."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.mail import allowed_hosts
from connectors.mail.base import MailAccount
from store.mailbox import connections, mailboxes, one_time_links
from store.members import members
from store.roles import Role
from store.tables.core import Audit
from store.tables.mail_sign_ins import MailSignIn
from store.tables.outreach import Mailbox, PageLink, Secret
from tests.bot.pages.conftest import Site, a_site
from tests.chat.base import Clock
from tests.fakes.smtp import Sink, smtp_sink
from tests.servers.dovecot import PASSWORD as IMAP_PASSWORD
from tests.servers.dovecot import USER as IMAP_USER
from tests.servers.dovecot import CannotRun, Dovecot, dovecot

PASSWORD = "correct horse/battery?staple&%"


@pytest.fixture
async def server() -> AsyncIterator[Sink]:
    async with smtp_sink(Sink(password=PASSWORD)) as sink:
        yield sink


@pytest.fixture
async def dev_site(tmp_path: Path, clock: Clock) -> AsyncIterator[Site]:
    """A site in development mode, where a mail server on this machine is allowed."""
    async with a_site(tmp_path, clock, development=True) as opened:
        yield opened


async def link(site: Site) -> str:
    async with site.bot.context.store.write() as db:
        return f"/connect/{await one_time_links.make(db, site.ana, 'mailbox', site.clock())}"


def filled(server: Sink | None = None, **more: Any) -> dict[str, str]:
    return {
        "mail_from": "jobs@acme.example",
        "smtp_host": "127.0.0.1",
        "smtp_port": str(server.port if server else 465),
        "smtp_user": "jobs@acme.example",
        "smtp_password": PASSWORD,
        "imap_host": "",
        "imap_port": "993",
        **more,
    }


async def account(site: Site) -> MailAccount:
    outreach = site.bot.context.outreach
    async with site.bot.context.store.read() as db:
        return await mailboxes.account_of(db, site.ana.workspace_id, outreach.mail, outreach.keys)


async def test_a_working_login_is_stored_encrypted_and_the_link_used_up(
    dev_site: Site, server: Sink, caplog: pytest.LogCaptureFixture
):
    site, page = dev_site, await link(dev_site)
    with caplog.at_level(logging.INFO):
        shown = await site.get(page)
        assert "Ana Ruiz requested this page" in shown.text
        assert "Acme" in shown.text
        done = await site.post(page, filled(server))
    assert done.status == 200
    assert "Mailbox connected" in done.text
    assert server.logins == [("jobs@acme.example", PASSWORD)]
    stored = await account(site)
    assert stored.smtp_url.endswith(f"@127.0.0.1:{server.port}")
    assert stored.mail_from == "jobs@acme.example"
    used = await site.get(page)
    assert used.status == 404
    assert "To get a new one, type “integrations” in chat" in used.text
    assert (await site.post(page, filled(server))).status == 404
    [sealed] = await site.rows(Secret)
    assert b"correct" not in sealed.ciphertext
    written = [str(row.model_dump()) for row in (*await site.rows(Audit), *await site.rows(Mailbox))]
    assert not [text for text in (*written, caplog.text, done.text) if "correct" in text or page[-20:] in text]
    assert "connect" in {row.action for row in await site.rows(Audit)}


async def test_the_login_is_used_as_it_was_typed(dev_site: Site, server: Sink):
    """Characters with a meaning in URLs reach the server unchanged."""
    await dev_site.post(await link(dev_site), filled(server, smtp_user="a:b/c@d%20e"))
    assert server.logins == [("a:b/c@d%20e", PASSWORD)]


@pytest.mark.parametrize(
    ("typed", "field", "message"),
    [
        ({"smtp_password": "wrong"}, "smtp_host", "accept this username and password"),
        ({"smtp_port": "1"}, "smtp_host", "connect to this mail server"),
        ({"smtp_port": "65536"}, "smtp_port", "Enter a port number"),
        ({"smtp_port": "٤٦٥"}, "smtp_port", "Enter a port number"),
        ({"smtp_host": ""}, "smtp_host", "Enter a server name"),
        ({"smtp_host": "a b"}, "smtp_host", "Enter a server name"),
        ({"smtp_host": "evil@127.0.0.1/x"}, "smtp_host", "Enter a server name"),
        ({"smtp_host": "mail.acme.example:465"}, "smtp_host", "Enter a server name"),
        ({"smtp_host": "::1%lo"}, "smtp_host", "Enter a server name"),
        ({"smtp_user": " "}, "smtp_user", "Enter the username"),
        ({"smtp_password": ""}, "smtp_password", "Enter the password"),
        ({"mail_from": "Ana <a@b.example>"}, "mail_from", "Enter an e-mail address"),
        ({"mail_from": "a@b.example\r\nBcc: c@d.example"}, "mail_from", "Enter an e-mail address"),
    ],
)
async def test_an_error_appears_at_its_field_and_typed_values_stay_except_the_password(
    dev_site: Site, server: Sink, typed: dict[str, str], field: str, message: str
):
    site, page = dev_site, await link(dev_site)
    shown = await site.post(page, filled(server, **typed))
    assert shown.status == 422
    fault = re.search(rf'id="{field}-fault">([^<]+)<', shown.text)
    assert fault
    assert message in fault[1]
    assert "correct" not in shown.text
    expected = {"mail_from": "jobs@acme.example", "smtp_port": str(server.port)} | typed
    for name in ("mail_from", "smtp_port"):
        assert f'id="{name}"' in shown.text
        if expected[name].isascii() and "<" not in expected[name] and "\r" not in expected[name]:
            assert f'value="{expected[name]}"' in shown.text
    assert await site.rows(Secret) == []
    assert (await site.get(page)).status == 200


async def test_hostile_text_is_shown_as_typed(dev_site: Site):
    shown = await dev_site.post(await link(dev_site), filled(mail_from='"><script>alert(1)</script>'))
    assert "<script" not in shown.text
    assert "&gt;&lt;script&gt;" in shown.text


async def test_the_link_is_valid_for_a_quarter_of_an_hour(site: Site):
    page = await link(site)
    site.clock.at += timedelta(minutes=14, seconds=59)
    assert (await site.get(page)).status == 200
    site.clock.at += timedelta(seconds=1)
    assert (await site.get(page)).status == 404
    assert (await site.post(page, filled())).status == 404


async def test_a_new_link_replaces_the_previous_one(site: Site):
    first, second = await link(site), await link(site)
    assert [(await site.get(page)).status for page in (first, second)] == [404, 200]


async def test_of_simultaneous_submissions_one_connects(dev_site: Site, server: Sink):
    site, page = dev_site, await link(dev_site)
    many = await asyncio.gather(*(site.post(page, filled(server)) for _ in range(5)))
    assert sorted(each.status for each in many) == [200, 404, 404, 404, 404]
    assert [row.action for row in await site.rows(Audit)].count("connect") == 1
    assert len([row for row in await site.rows(PageLink) if row.used_at]) == 1


async def test_a_former_admin_cannot_connect(dev_site: Site, server: Sink):
    site, page = dev_site, await link(dev_site)
    async with site.bot.context.store.write() as db:
        (await members.get(db, site.ana.workspace_id, site.ana.id)).role = Role.RECRUITER
    shown = await site.post(page, filled(server))
    assert "Only an admin can change this" in shown.text
    assert server.connections == 0
    assert await site.rows(Secret) == []


async def test_without_keys_there_is_no_page(tmp_path: Path, clock: Clock):
    async with a_site(tmp_path, clock, secret_keys=()) as site:
        assert (await site.get(await link(site))).status == 404


async def test_a_new_mailbox_is_read_from_the_start_and_disconnecting_erases_the_login(dev_site: Site, server: Sink):
    site = dev_site
    async with site.bot.context.store.write() as db:
        db.add(
            Mailbox(
                workspace_id=site.ana.workspace_id, last_uid=70, uid_validity=3, last_error="x", updated_at=site.clock()
            )
        )
    await site.post(await link(site), filled(server))
    [row] = await site.rows(Mailbox)
    assert (row.last_uid, row.uid_validity, row.last_error) == (0, 0, "")
    async with site.bot.context.store.write() as db:
        assert await connections.disconnect(db, site.ana, site.clock())
    assert await site.rows(Secret) == []
    assert (await account(site)).smtp_url == ""
    async with site.bot.context.store.write() as db:
        assert not await connections.disconnect(db, site.ana, site.clock())


# ── allowed servers ──


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "127.1", "2130706433", "localhost", "0.0.0.0", "169.254.169.254", "224.0.0.1"),
        *("::1", "::", "fe80::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1"),
    ],
)
async def test_services_on_the_bots_own_host_cannot_be_reached(site: Site, host: str):
    shown = await site.post(await link(site), filled(smtp_host=host))
    assert "This server can&#39;t be used" in shown.text
    assert await site.rows(Secret) == []


async def test_only_mail_ports_are_tried(site: Site):
    shown = await site.post(await link(site), filled(smtp_port="6379", imap_host="10.0.0.1", imap_port="80"))
    assert "Use port 465, 587, 25 or 2525." in shown.text


@pytest.mark.parametrize("host", ["10.1.2.3", "192.168.1.9", "203.0.113.7", "2001:db8::1", "fd00::5"])
async def test_private_networks_and_the_internet_are_allowed(host: str):
    assert await allowed_hosts.allowed(host)


async def test_an_unknown_host_is_reported(site: Site):
    shown = await site.post(await link(site), filled(smtp_host="mail.nowhere.invalid"))
    assert "no server with this name" in shown.text


# ── the mailbox that receives answers ──


@pytest.fixture(scope="module")
def imap() -> Iterator[Dovecot]:
    try:
        with dovecot() as running:
            yield running
    except CannotRun as why:
        pytest.skip(str(why))


def with_imap(imap: Dovecot, **more: str) -> dict[str, str]:
    there = {"imap_host": "127.0.0.1", "imap_port": str(imap.port)}
    return {**there, "imap_user": IMAP_USER, "imap_password": IMAP_PASSWORD, **more}


async def test_a_mailbox_to_read_is_tested_too(dev_site: Site, server: Sink, imap: Dovecot):
    site, page = dev_site, await link(dev_site)
    wrong = await site.post(page, filled(server, **with_imap(imap, imap_password="wrong")))
    assert wrong.status == 422
    assert re.search(r'id="imap_host-fault">The server doesn&#39;t accept this username', wrong.text)
    assert 'id="smtp_host-fault"' not in wrong.text
    assert (await site.post(page, filled(server, **with_imap(imap)))).status == 200
    assert (await account(site)).imap_url.endswith(f"@127.0.0.1:{imap.port}/INBOX")


async def test_an_empty_login_means_the_sending_one(dev_site: Site, imap: Dovecot):
    async with smtp_sink(Sink(password=IMAP_PASSWORD)) as server:
        typed = with_imap(imap, imap_user="", imap_password="", smtp_user=IMAP_USER, smtp_password=IMAP_PASSWORD)
        done = await dev_site.post(await link(dev_site), filled(server, **typed))
    assert done.status == 200


async def own_link(site: Site) -> str:
    async with site.bot.context.store.write() as db:
        return f"/connect/{await one_time_links.make(db, site.ana, 'own_mailbox', site.clock())}"


async def test_a_members_own_mailbox_is_read_with_their_password(dev_site: Site, server: Sink, imap: Dovecot):
    site = dev_site
    where = {"imap_host": "127.0.0.1", "imap_port": str(imap.port), "imap_user": IMAP_USER}
    typed = filled(server, mail_from="ana@acme.example", imap_password=IMAP_PASSWORD, **where)
    shown = await site.post(await own_link(site), typed)
    assert (shown.status, "now sent from ana@acme.example" in shown.text) == (200, True)
    [row] = await site.rows(MailSignIn)
    assert IMAP_PASSWORD not in str(row.model_dump())
    assert await site.rows(Secret) == []  # the workspace's is another
    assert (await account(site)).mail_from == "jobs@acme.example"
    await site.bot.mailbox_poller.run_once()
    [row] = await site.rows(MailSignIn)
    assert (row.polled_at, row.failing_since) == (site.clock(), None)


async def test_a_members_own_server_obeys_the_same_rules(site: Site):
    shown = await site.post(await own_link(site), filled())
    assert (shown.status, "This server can&#39;t be used" in shown.text) == (422, True)
    assert await site.rows(MailSignIn) == []
