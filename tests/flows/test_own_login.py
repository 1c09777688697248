"""A recruiter's own mailbox by password: connected on the page, sent from, its password changed, disconnected."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from store.mailbox import sign_ins
from store.roles import Role
from store.tables.mail_sign_ins import MailSignIn
from tests.bot.pages.test_connect_mailbox import filled
from tests.chat.base import Chat, Clock, Someone
from tests.chat.slack import slack_chat
from tests.chat.teams import teams_chat
from tests.fakes.smtp import Sink, smtp_sink
from tests.flows.conftest import recruiting
from tests.flows.test_contact import contact, preview, sent
from tests.flows.test_mail_sign_ins import send_due

LINK = re.compile(r"https://sourcer\.example\.com(/connect/[\w-]{32})")
PASSWORD = "an app password?"
ADDRESS = "ana@northwind.example"


@dataclass
class There:
    """`server`: the mail server of Ana's mailbox."""

    chat: Chat
    server: Sink

    async def submit(self, who: Someone, **typed: str) -> tuple[int, str]:
        """Fills in the form on the page of the latest link."""
        given = {"mail_from": ADDRESS, "smtp_user": "ana", "smtp_password": PASSWORD, **typed}
        url = self.chat.address + LINK.findall(who.everything())[-1]
        async with aiohttp.ClientSession() as http, http.post(url, data=filled(self.server, **given)) as answer:
            return answer.status, await answer.text()

    async def connect(self, who: Someone) -> None:
        await who.command("settings")
        await who.press("Connect my own mailbox")
        status, text = await self.submit(who)
        assert (status, f"Your invitations are now sent from {ADDRESS}." in text) == (200, True), text

    async def rows(self) -> list[MailSignIn]:
        async with self.chat.bot.context.store.read() as db:
            return await sign_ins.everywhere(db)


@pytest.fixture(params=["slack", "teams"])
async def there(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> AsyncIterator[There]:
    """In development, where a mail server on this machine is allowed."""
    async with smtp_sink(Sink(password=PASSWORD)) as server:
        opened = slack_chat if request.param == "slack" else teams_chat
        async with opened(tmp_path, clock, development=True) as chat:
            yield There(chat, server)


async def test_a_recruiter_sends_from_their_own_mailbox_until_they_disconnect_it(there: There):
    ana = await recruiting(there.chat)
    maya = await there.chat.person("Maya", Role.RECRUITER)
    assert "Connect your own, and they'll come from your address." in await ana.command("settings")
    await there.connect(ana)
    [row] = await there.rows()
    assert row.member_id == (await ana.member()).id
    assert PASSWORD not in str(row.model_dump())
    assert (row.provider, row.send_url) == ("login", f"smtp://ana@127.0.0.1:{there.server.port}")
    seen = await ana.press("Settings")
    assert f"Your invitations come from {ADDRESS}. Replies aren't read" in seen
    assert ADDRESS not in await maya.command("settings")
    assert ADDRESS in await preview(ana)
    await ana.submit()
    await send_due(there.chat)
    [mail] = there.server.mails
    assert f"<{ADDRESS}>" in mail["From"]
    assert there.server.logins[-1] == ("ana", PASSWORD)
    assert [each.state for each in await sent(there.chat)] == ["sent"]
    assert PASSWORD not in ana.everything()
    await ana.command("settings")
    assert "its login was erased" in await ana.press("Disconnect")
    assert await there.rows() == []


async def test_a_changed_password_holds_her_mail_back_until_she_connects_again(there: There):
    ana = await recruiting(there.chat)
    await there.connect(ana)
    there.server.password = "another one"
    await contact(ana)
    await send_due(there.chat)
    assert [each.state for each in await sent(there.chat)] == ["queued"]
    logins = len(there.server.logins)
    await send_due(there.chat)
    assert len(there.server.logins) == logins  # a refused password isn't tried again and again
    await there.chat.bot.notifier.run_once()
    seen = ana.card()
    assert f"The mail server no longer accepts the username and password of {ADDRESS}." in seen
    assert "1 e-mail is waiting and will be sent once it's connected again." in seen
    await ana.press("Connect again")
    status, text = await there.submit(ana)
    assert (status, "The server doesn&#39;t accept this username and password." in text) == (422, True)
    status, _ = await there.submit(ana, smtp_password="another one")
    assert status == 200
    await send_due(there.chat)
    assert [each.state for each in await sent(there.chat)] == ["sent"]
    assert len(there.server.mails) == 1
    assert "Connected" in await ana.press("Settings")


async def test_a_login_that_does_not_work_is_not_stored(there: There):
    ana = await recruiting(there.chat)
    await ana.command("settings")
    await ana.press("Connect my own mailbox")
    status, text = await there.submit(ana, smtp_password="wrong one")
    assert (status, "The server doesn&#39;t accept this username and password." in text) == (422, True)
    assert "wrong one" not in text
    assert await there.rows() == []
    assert (await there.submit(ana))[0] == 200
    assert (await there.submit(ana))[0] == 404  # the link is used
    assert len(await there.rows()) == 1
