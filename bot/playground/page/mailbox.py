"""The page's mailbox: e-mails that candidates received, and their replies. `routes` documents the API.

The page treats mail content as untrusted: HTML is shown in a sandboxed frame that may only open links."""

from collections.abc import Awaitable, Callable, Sequence
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import aiohttp
from aiohttp import web

from bot.playground.clock import DemoClock
from bot.playground.mail import candidate_replies
from bot.playground.mail.server import MailServer, StoredMail
from bot.playground.slack.objects import Json
from bot.playground.slack.user_inputs import NotPossible
from connectors.mail.receiving import classify

FRAME = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_LINKS_LEAVE = '<base target="_blank">'  # links open in a new tab instead of inside the frame
_SHOWN = 200
MAX_REPLY = 10_000  # characters
ONE_CLICK = {"List-Unsubscribe": "One-Click"}  # RFC 8058

Names = Callable[[Sequence[str]], Awaitable[dict[str, str]]]


class Mailbox:
    """`names` maps Message-IDs to the candidates' names; `on_reply` makes the bot read its mailbox; `on_forward` makes
    it run what has become due. `address` is where the candidates' pages are served."""

    def __init__(
        self,
        office: MailServer,
        clock: DemoClock,
        *,
        address: str,
        names: Names,
        on_reply: Callable[[], Awaitable[object]],
        on_forward: Callable[[], Awaitable[object]],
    ) -> None:
        self._office = office
        self._clock = clock
        self._address = address
        self._names = names
        self._arrived = on_reply
        self._forwarded = on_forward

    # ── reading ──

    def state(self) -> Json:
        """The mailbox part of the page's state: number of e-mails, and the time."""
        received = sum(each.out for each in self._office.mails())
        return {"received": received, "now": self._clock.seconds(), "ahead": self._clock.ahead}

    async def mails(self, request: web.Request) -> web.StreamResponse:
        """The latest e-mails, newest first."""
        shown = [each for each in reversed(self._office.mails()) if each.out][:_SHOWN]
        names = await self._names([each.message_id for each in shown])
        return web.json_response({"mails": [_line(each, names) for each in shown]})

    async def mail(self, request: web.Request) -> web.StreamResponse:
        mail = self._received(request.query.get("id", ""))
        names = await self._names([mail.message_id])
        parsed = _parsed(await self._office.raw(mail.id))
        letter = _line(mail, names) | {
            "reply_to": mail.reply_to,
            "unsubscribe": mail.unsubscribe,
            "text": _part(parsed, "plain"),
            "html": f"/playground/mails/{mail.id}.html" if _part(parsed, "html") else "",
            "answers": [await self._answer(each) for each in self._office.mails() if _is_answer(each, mail)],
        }
        return web.json_response(letter)

    async def _answer(self, mail: StoredMail) -> Json:
        """A reply as the bot reads it: without the quoted e-mail."""
        reading = classify.read(await self._office.raw(mail.id))
        return {"at": mail.at.timestamp(), "kind": reading.kind, "subject": mail.subject, "text": reading.text}

    async def html(self, request: web.Request) -> web.StreamResponse:
        """The HTML part as sent, under a policy that blocks scripts, loading and forms."""
        mail = self._received(request.match_info["id"])
        page = _part(_parsed(await self._office.raw(mail.id)), "html")
        headers = {"Content-Security-Policy": FRAME}
        return web.Response(text=page + _LINKS_LEAVE, content_type="text/html", charset="utf-8", headers=headers)

    # ── actions ──

    async def reply(self, body: Json) -> None:
        """Deliver the typed text as the candidate's e-mail. Raises NotPossible."""
        mail, typed = self._received(body.get("mail")), body.get("text")
        if not isinstance(typed, str) or not typed.strip():
            raise NotPossible("Type something first.")
        if len(typed) > MAX_REPLY:
            raise NotPossible(f"Use at most {MAX_REPLY:,} characters.")
        quoted = _part(_parsed(await self._office.raw(mail.id)), "plain")
        await self._deliver(candidate_replies.reply(mail, await self._name(mail), typed, quoted, self._clock.now()))

    async def out_of_office(self, body: Json) -> None:
        mail = self._received(body.get("mail"))
        await self._deliver(candidate_replies.away(mail, await self._name(mail), self._clock.now()))

    async def bounce(self, body: Json) -> None:
        mail = self._received(body.get("mail"))
        await self._deliver(candidate_replies.bounce(mail, await self._office.raw(mail.id), self._clock.now()))

    async def unsubscribe(self, body: Json) -> None:
        """Do what a mail program's own *Unsubscribe* button does. Raises NotPossible."""
        mail = self._received(body.get("mail"))
        if not mail.unsubscribe.startswith(f"{self._address}/u/"):
            raise NotPossible("This e-mail's link is from an earlier run of the playground on another port.")
        try:
            async with aiohttp.ClientSession() as http, http.post(mail.unsubscribe, data=ONE_CLICK) as answer:
                if answer.status != 200:
                    raise NotPossible(f"The page responded with status {answer.status}.")
        except aiohttp.ClientError as fault:
            raise NotPossible("The page isn't responding.") from fault

    async def forward(self, body: Json) -> None:
        """Move the clock forward. Raises NotPossible."""
        await self._clock.forward(str(body.get("step", "")))
        await self._forwarded()

    async def _deliver(self, raw: bytes) -> None:
        await self._office.deliver(raw)
        await self._arrived()

    def _received(self, id: object) -> StoredMail:
        """An e-mail that a candidate received. Raises NotPossible."""
        number = str(id)
        mail = self._office.get(int(number)) if number.isdecimal() and len(number) < 10 else None
        if mail is None or not mail.out:
            raise NotPossible("this e-mail doesn't exist")
        return mail

    async def _name(self, mail: StoredMail) -> str:
        return (await self._names([mail.message_id])).get(mail.message_id, "")


def _line(mail: StoredMail, names: dict[str, str]) -> Json:
    return {
        "id": mail.id,
        "name": names.get(mail.message_id) or mail.address,
        "from": mail.sender,
        "to": mail.to,
        "subject": mail.subject,
        "at": mail.at.timestamp(),
    }


def _is_answer(each: StoredMail, to: StoredMail) -> bool:
    return not each.out and to.message_id in (each.answers, *each.chain.split())


def _parsed(raw: bytes) -> EmailMessage:
    return BytesParser(policy=policy.SMTP).parsebytes(raw)


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return part.get_content().replace("\r\n", "\n") if part is not None else ""
