"""Connecting a mailbox by signing in at Microsoft or Google: nothing is stored unless it works, and no token leaks."""

import json
import logging
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from prometheus_client import generate_latest

from store.mailbox import connections, mailboxes, sign_ins
from store.members import members, workspaces
from store.roles import Role
from store.tables.core import Audit, Member
from store.tables.outreach import PageLink, Secret
from tests.bot.pages.conftest import Answer
from tests.bot.pages.signing_in import SignInSite, free_port, sign_in_site
from tests.chat.base import Clock
from tests.fakes.identity import CLIENT_SECRET
from tests.servers.dovecot import CannotRun, Dovecot, dovecot


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def imap(port: int) -> Iterator[Dovecot]:
    try:
        with dovecot(introspect=f"http://127.0.0.1:{port}/introspect") as running:
            yield running
    except CannotRun as why:
        pytest.skip(str(why))


@pytest.fixture
async def there(tmp_path: Path, clock: Clock, imap: Dovecot, port: int) -> AsyncIterator[SignInSite]:
    async with sign_in_site(tmp_path, clock, imap, port) as opened:
        yield opened


def alert(shown: Answer) -> str:
    found = re.search(r'role="alert">([^<]+)<', shown.text)
    assert found, shown.text
    return found[1].replace("&#39;", "'")


async def test_the_page_offers_signing_in_only_where_the_operator_set_it_up(there: SignInSite):
    shown = await there.site.get(await there.link())
    assert "Connect Microsoft 365" in shown.text
    assert "Connect Google" in shown.text
    assert "Or with a username and password" in shown.text
    assert "form-action 'self' http:" in shown.headers["Content-Security-Policy"]
    assert shown.headers["Cache-Control"] == "no-store"
    own = await there.site.get(await there.link(what="own_mailbox"))
    assert "Connect Google" in own.text
    assert "Or with a username and password" in own.text


@pytest.mark.parametrize("provider", ["google", "microsoft"])
async def test_a_mailbox_is_connected_by_signing_in(there: SignInSite, provider: str):
    page = await there.link()
    done = await there.connect(provider, page)
    assert done.status == 200, done.text
    assert "now sent from jobs@acme.example" in done.text
    [row] = await there.rows()
    assert (row.provider, row.login, row.address, row.member_id) == (provider, *("jobs@acme.example",) * 2, None)
    assert row.send_url == f"smtp://jobs%40acme.example@127.0.0.1:{there.sink.port}"
    assert row.connected_by == there.site.ana.id
    assert there.sink.logins[0][1].startswith("s3cret-access")
    assert (await there.site.get(page)).status == 404
    outreach = there.site.bot.context.outreach
    async with there.site.bot.context.store.read() as db:
        account = await mailboxes.account_of(db, there.site.ana.workspace_id, outreach.mail, outreach.keys)
    assert (account.mail_from, account.sign_in_id) == ("jobs@acme.example", row.id)
    assert account.imap_url.endswith("/INBOX")


async def test_the_provider_is_asked_with_pkce_and_for_what_is_needed(there: SignInSite):
    await there.connect("microsoft")
    await there.connect("google")
    microsoft, google = there.identity.asked
    assert len(microsoft["code_challenge"]) == 43
    assert microsoft["state"] != google["state"]
    assert microsoft["code_challenge"] != google["code_challenge"]
    assert {"offline_access", "https://outlook.office.com/SMTP.Send", "https://graph.microsoft.com/Mail.Send"} <= set(
        microsoft["scope"].split()
    )
    assert (google["access_type"], "https://mail.google.com/" in google["scope"]) == ("offline", True)


async def test_the_mailbox_of_a_tenant_without_smtp_is_used_through_graph(there: SignInSite):
    there.sink.accepts = lambda _login, _token: False
    done = await there.connect("microsoft")
    assert done.status == 200, done.text
    [row] = await there.rows()
    assert row.send_url == row.read_url == there.graph.url
    assert "https://graph.microsoft.com/Mail.Send" in row.scopes.split()
    assert there.sink.challenges == 1  # its refusal was answered with an empty line


async def test_no_secret_appears_anywhere(there: SignInSite, caplog: pytest.LogCaptureFixture):
    """Tokens, codes, and the app's secret, in logs, pages, rows, reprs and metrics: also when signing in fails."""
    caplog.set_level(logging.DEBUG)
    seen = [await there.connect("microsoft")]
    there.identity.error = "access_denied"
    seen.append(await there.connect("google"))
    there.identity.error, there.identity.status = "", 500
    seen.append(await there.connect("google"))
    there.identity.status, there.identity.secret = 200, "s3cret-other"
    seen.append(await there.connect("google"))
    context = there.site.bot.context
    [row] = await there.rows()
    stored = sign_ins.tokens(row, context.outreach.keys)
    assert stored
    assert stored.access_token.startswith("s3cret-access")
    assert context.accounts
    account = await context.accounts.ready(await context.accounts.find(row.workspace_id))
    assert account.access_token == stored.access_token
    there.identity.secret = CLIENT_SECRET
    there.identity.withdraw()
    there.site.clock.at += timedelta(hours=2)
    with pytest.raises(Exception, match="connected again") as held:
        await context.accounts.ready(account)
    tables = (Audit, PageLink, Secret, type(row))
    shown = [str(each.model_dump()) for table in tables for each in await there.site.rows(table)]
    shown += [each.text + str(each.headers) for each in seen]
    shown += [caplog.text, repr(stored), repr(account), repr(held.value), generate_latest().decode()]
    shown += [repr(context.outreach), repr(there.site.bot.settings)]
    assert [text for text in shown if "s3cret" in text] == []
    assert "no longer lets Sourcer use" in (await there.rows())[0].last_error


# ── what goes wrong ──


@pytest.mark.parametrize(
    ("error", "message"),
    [
        ("access_denied", "Access wasn't allowed at Google"),
        ("temporarily_unavailable", "Google isn't responding right now"),
        ("<script>", "Google refused the sign-in"),
    ],
)
async def test_a_provider_that_says_no_is_explained_and_nothing_stored(there: SignInSite, error: str, message: str):
    there.identity.error = error
    page = await there.link()
    shown = await there.connect("google", page)
    assert shown.status == 422
    assert message in alert(shown)
    assert "<script" not in shown.text
    assert f'action="..{page}"' in shown.text
    assert await there.rows() == []
    there.identity.error = ""
    assert (await there.connect("google", page)).status == 200  # the link is still good


async def test_what_the_provider_gives_must_be_of_use(there: SignInSite):
    page, identity = await there.link(), there.identity
    identity.without = frozenset({"https://mail.google.com/"})
    assert "refused the sign-in (invalid_scope)" in alert(await there.connect("google", page))
    identity.without, identity.gives_refresh_token = frozenset(), False
    assert "granted access for only one hour" in alert(await there.connect("google", page))
    identity.gives_refresh_token, identity.person = True, {"email": "jobs@acme.example", "email_verified": False}
    assert "didn't say which e-mail address" in alert(await there.connect("google", page))
    identity.person = {"email": 'a@b"\r\nBcc: c@d', "email_verified": True}
    assert "didn't say which e-mail address" in alert(await there.connect("google", page))
    identity.secret = "another"
    assert "must check its client id and secret" in alert(await there.connect("google", page))
    identity.status = 503
    assert "isn't responding right now" in alert(await there.connect("google", page))
    assert await there.rows() == []


async def test_a_mailbox_that_does_not_work_is_not_stored(there: SignInSite):
    there.sink.accepts = lambda _login, _token: False
    shown = await there.connect("google")
    assert "doesn't let Sourcer send and read mail as jobs@acme.example" in alert(shown)
    there.graph.reading = [403]
    there.graph.code = "ErrorAccessDenied"
    assert "doesn't let Sourcer send and read mail" in alert(await there.connect("microsoft"))
    assert await there.rows() == []


async def test_a_return_counts_once_for_one_browser_and_one_state(there: SignInSite):
    page = await there.link()
    callback = await there.allow(await there.choose(page, "google"))
    for wrong in (
        await there.come_back(callback, cookies=False),  # somebody else was led here
        await there.come_back("/oauth/callback?code=1"),
        await there.come_back("/oauth/callback?code=1&state="),
        await there.come_back(re.sub("state=[^&]+", "state=wrong", callback)),
        await there.come_back(re.sub("state=[^&]+", f"state={page.rpartition('/')[2]}", callback)),
    ):
        assert wrong.status == 404
        assert "Nothing was connected" in wrong.text
    assert await there.rows() == []
    assert (await there.come_back(callback)).status == 200
    assert (await there.come_back(callback)).status == 404
    assert len(await there.rows()) == 1


async def test_a_return_that_failed_counts_as_one_too(there: SignInSite):
    """The link is still good, but only with a new sign-in."""
    page = await there.link()
    at_provider = await there.choose(page, "google")
    there.identity.error = "access_denied"
    assert (await there.come_back(await there.allow(at_provider))).status == 422
    there.identity.error = ""
    assert (await there.come_back(await there.allow(at_provider))).status == 404
    assert (await there.connect("google", page)).status == 200


async def test_the_cookie_is_for_the_return_alone(tmp_path: Path, clock: Clock):
    """Also where the bot is served below a path."""
    async with sign_in_site(tmp_path, clock, public_url="https://acme.example/sourcer") as there:
        left = await there.site.post(await there.link(), {"sign_in": "google"})
    cookie = {part.strip() for part in left.headers["Set-Cookie"].split(";")[1:]}
    assert cookie == {"HttpOnly", "Max-Age=900", "Path=/sourcer/oauth/callback", "SameSite=Lax", "Secure"}
    asked = parse_qs(urlsplit(left.headers["Location"]).query)
    assert asked["redirect_uri"] == ["https://acme.example/sourcer/oauth/callback"]


async def test_the_state_is_no_connect_page(there: SignInSite):
    state = parse_qs(urlsplit(await there.choose(await there.link(), "google")).query)["state"][0]
    assert (await there.site.get(f"/connect/{state}")).status == 404
    assert (await there.site.post(f"/connect/{state}", {"sign_in": "google"})).status == 404


async def test_a_second_sign_in_replaces_the_first(there: SignInSite):
    page = await there.link()
    first, second = await there.choose(page, "google"), await there.choose(page, "google")
    assert (await there.come_back(await there.allow(first))).status == 404
    assert (await there.come_back(await there.allow(second))).status == 200


async def test_a_code_counts_only_with_its_own_verifier(there: SignInSite):
    """A code that was stolen from another sign-in is of no use."""
    page = await there.link()
    stolen = parse_qs(urlsplit(await there.allow(await there.choose(page, "google"))).query)["code"][0]
    callback = await there.allow(await there.choose(page, "google"))
    shown = await there.come_back(re.sub("code=[^&]+", f"code={stolen}", callback))
    assert "this sign-in has expired" in alert(shown)
    assert await there.rows() == []


@pytest.mark.parametrize("late", [timedelta(minutes=15), timedelta(hours=3)])
async def test_an_expired_link_connects_nothing(there: SignInSite, late: timedelta):
    callback = await there.allow(await there.choose(await there.link(), "google"))
    there.site.clock.at += late
    assert (await there.come_back(callback)).status == 404
    assert await there.rows() == []


async def test_the_member_is_authorised_again_when_they_come_back(there: SignInSite):
    ana = there.site.ana
    callback = await there.allow(await there.choose(await there.link(), "google"))
    async with there.site.bot.context.store.write() as db:
        (await members.get(db, ana.workspace_id, ana.id)).role = Role.RECRUITER
    assert "Only an admin can change this" in alert(await there.come_back(callback))
    assert await there.rows() == []
    assert there.identity.grants == []  # the code was not even redeemed


async def test_a_reviewer_connects_no_mailbox_of_their_own(there: SignInSite):
    ana = there.site.ana
    page = await there.link(what="own_mailbox")
    async with there.site.bot.context.store.write() as db:
        (await members.get(db, ana.workspace_id, ana.id)).role = Role.REVIEWER
    shown = await there.site.post(page, {"sign_in": "google"})
    assert "Only admins and recruiters can connect a mailbox of their own" in alert(shown)
    assert there.identity.asked == []


async def rita(there: SignInSite) -> Member:
    """An admin of another workspace."""
    async with there.site.bot.context.store.write() as db:
        workspace = await workspaces.get_or_create(db, "slack", "T2", "Rival")
        member = await members.get_or_create(
            db, workspace, "U9", name="Rita", email="r@rival.example", outsider=False, admins=frozenset()
        )
        member.role = Role.ADMIN
        return member


async def test_each_workspace_has_its_own(there: SignInSite):
    await there.connect("google")
    there.identity.person = {"email": "talent@rival.example", "email_verified": True}
    there.identity.person["preferred_username"] = "talent@rival.example"
    other = await rita(there)
    assert (await there.connect("google", await there.link(other))).status == 200
    ours, theirs = await there.rows()
    assert (ours.workspace_id, ours.address) == (there.site.ana.workspace_id, "jobs@acme.example")
    assert (theirs.workspace_id, theirs.address) == (other.workspace_id, "talent@rival.example")


async def test_a_password_and_a_sign_in_replace_each_other(there: SignInSite):
    context, ana = there.site.bot.context, there.site.ana
    addresses = {"smtp_url": "smtp://jobs:pw@mail.acme.example"}
    async with context.store.write() as db:
        await connections.connect(db, ana, addresses, "old@acme.example", context.outreach.keys, there.site.clock())
    await there.connect("google")
    assert await there.site.rows(Secret) == []
    async with context.store.write() as db:
        await connections.connect(db, ana, addresses, "new@acme.example", context.outreach.keys, there.site.clock())
    assert await there.rows() == []
    details = [row.details for row in await there.site.rows(Audit) if row.action == "connect"]
    assert [each.get("provider", "") for each in details] == ["", "google", ""]
    assert "jobs@acme.example" not in json.dumps(details)
