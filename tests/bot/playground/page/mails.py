"""The mailbox on the page, and e-mails delivered without sending an invitation first."""

import itertools

from playwright.async_api import FrameLocator, Locator

from bot.playground.demo import Playground
from connectors.mail.base import Letter, MailAccount
from tests.bot.playground.page.browser import Tab

_numbers = itertools.count(1)


async def received(made: Playground, name: str, page: str = "") -> None:
    """Delivers an e-mail with this HTML page to a candidate, whose name must have no spaces."""
    letter = Letter(
        message_id=f"<{next(_numbers)}@northwind.example>",
        sender_name="Ana Ruiz, Northwind",
        sender="talent@northwind.example",
        to=f"{name.lower()}@example.com",
        subject=f"A role for {name}",
        text=f"Hello {name}, we look for you.",
        html=page or f"<p>Hello {name}, we look for you.</p>",
    )
    await made.mail_server.send(letter, MailAccount())


def mailbox_entry(ana: Tab) -> Locator:
    return ana.places.get_by_role("button", name="Mailbox")


def mails(ana: Tab) -> Locator:
    return ana.page.get_by_role("navigation", name="Mails").get_by_role("button")


def mail(ana: Tab) -> FrameLocator:
    return ana.page.frame_locator("iframe")
