"""People in a Teams tenant: every action is an activity with a signed token, posted to the real adapter."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot.app import Bot, running, served
from bot.settings import Settings
from bot.teams.settings import TeamsSettings
from store.roles import Role
from store.tables.core import Member
from tests.chat.base import OUTREACH, Clock, Screen, grant_role, member_of
from tests.databases import sqlite_file
from tests.fakes.smtp import Sink, smtp_sink
from tests.fakes.teams import FakeTeams, fake_teams

APP_ID = "app-of-the-tests"
TENANT = "tenant-1"
CHANNEL = "19:hiring@thread.tacv2"
Body = dict[str, Any]
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~>|<&])")
INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u2068\u2069\u200e\u200f]")


class TeamsChat:
    platform = "teams"
    workspace = TENANT

    def __init__(
        self, fake: FakeTeams, bot: Bot, clock: Clock, mailbox: Sink, address: str, http: aiohttp.ClientSession
    ) -> None:
        self.fake = fake
        self.bot = bot
        self.clock = clock
        self.mailbox = mailbox
        self.address = address
        self.http = http
        self.last: dict[str, Body] = {}  # each person's last activity

    async def person(self, name: str, role: Role | None) -> "TeamsPerson":
        user = name.lower()
        self.fake.members[f"29:{user}"] = {
            "name": name,
            "email": f"{user}@northwind.example",
            "aadObjectId": f"aad-{user}",
        }
        if role is not None:
            await grant_role(self.bot, "teams", TENANT, f"aad-{user}", role, name)
        return TeamsPerson(self, name, user)

    async def outsider(self, name: str) -> "TeamsPerson":
        someone = await self.person(name, None)
        profile = self.fake.members[f"29:{someone.user}"]
        profile |= {"email": f"{someone.user}@elsewhere.example", "userRole": "guest"}
        return someone

    def rename(self, someone: "TeamsPerson", name: str) -> None:
        self.fake.members[f"29:{someone.user}"]["name"] = name

    async def in_channel(self, someone: "TeamsPerson", text: str) -> None:
        mention = self.fake.mention(text)
        await self.post(self.fake.activity("message", user=someone.user, chat=CHANNEL, **mention))

    def channel_lines(self, someone: "TeamsPerson") -> list[str]:
        return [message.text or _texts(message.card) for message in self.fake.in_chat(CHANNEL)]

    async def post(self, activity: Body) -> Body:
        self.last[activity["from"]["id"].removeprefix("29:")] = activity
        headers = {"Authorization": self.fake.token(APP_ID)}
        async with self.http.post(f"{self.address}/api/messages", json=activity, headers=headers) as answer:
            assert answer.status == 200, (answer.status, await answer.text())
            text = await answer.text()
            body = await answer.json() if text else {}
        await self.bot.intake.idle()
        return body


class TeamsPerson:
    def __init__(self, chat: TeamsChat, name: str, user: str) -> None:
        self.chat = chat
        self.name = name
        self.user = user
        self.fake = chat.fake
        self.lines: list[str] = []  # message replies to presses
        self.answers: list[str] = []  # all replies to presses

    async def command(self, text: str = "") -> Screen:
        return await self.say(text or "help me start" if text else "start")

    async def search(self, text: str) -> Screen:
        return await self.say(f"source {text}")

    async def say(self, text: str) -> Screen:
        await self.chat.post(self.fake.activity("message", user=self.user, text=text))
        return self.screen()

    async def press(self, label: str, *, near: str = "", nth: int = 0, card: int | None = None, **typed: Any) -> Screen:
        message = self._cards()[-1 if card is None else card]
        drawn = message.card or {}
        action = _action(drawn, label, near, nth)
        assert action["type"] == "Action.Execute", action
        data = {**action.get("data", {}), **_defaults(drawn), **await self._typed(drawn, typed)}
        await self._execute(message.id, action["verb"], data)
        return self.screen()

    async def _execute(self, message: str, verb: str, data: Body) -> None:
        value = {"action": {"type": "Action.Execute", "verb": verb, "data": data}, "trigger": "manual"}
        invoke = self.fake.activity(
            "invoke", user=self.user, name="adaptiveCard/action", value=value, replyToId=message
        )
        answer = await self.chat.post(invoke)
        self.answers.append(json.dumps(answer, ensure_ascii=False))
        if answer.get("type", "").endswith("message"):
            self.lines.append(str(answer["value"]))

    async def submit(self, **typed: Any) -> Screen:
        """Presses the form's last primary button, which submits it."""
        label = _submit_label(self._cards()[-1].card or {})
        return await self.press(label, **typed)

    async def suggest(self, name: str, text: str) -> list[str]:
        source = next(each["choices.data"]["dataset"] for each in _inputs(self._cards()[-1].card) if _is(each, name))
        return [title for title, _ in await self._offered(source, text)]

    async def _offered(self, source: str, text: str) -> list[tuple[str, str]]:
        value = {"queryText": text, "queryOptions": {"skip": 0, "top": 15}, "dataset": source}
        answer = await self.chat.post(
            self.fake.activity("invoke", user=self.user, name="application/search", value=value)
        )
        return [(each["title"], each["value"]) for each in answer["value"]["results"]]

    async def cancel(self) -> Screen:
        return await self.press("Cancel")

    async def forge(self, verb: str, args: Any = None, typed: Any = None) -> str:
        given = {name: _sent(value) for name, value in (typed or {}).items()}
        kinds = {name: _kind(value) for name, value in (typed or {}).items()}
        data = {"verb": verb, "args": args or {}, "kinds": kinds, **given}
        await self._execute(self._cards()[-1].id, verb, data)
        return self.everything()

    async def repeat(self, times: int) -> Screen:
        last = self.chat.last[self.user]
        answers = await asyncio.gather(*(self.chat.post(last) for _ in range(times)))
        assert all(answer == answers[0] for answer in answers)
        return self.screen()

    def reply_count(self) -> int:
        return len(self.fake.calls) + sum(answer != "{}" for answer in self.answers)

    def everything(self) -> str:
        seen = [message.activity for message in self.fake.in_chat(f"a:chat-{self.user}")]
        return _plain(json.dumps(seen, ensure_ascii=False)) + "".join(map(_plain, self.answers))

    async def files(self) -> list[tuple[str, bytes]]:
        offered = [
            (message.id, attached)
            for message in self.fake.in_chat(f"a:chat-{self.user}")
            for attached in message.activity.get("attachments") or []
            if attached["contentType"].endswith("file.consent")
        ]
        return [await self._accepted(message_id, attached) for message_id, attached in offered]

    async def _accepted(self, message: str, offer: Body) -> tuple[str, bytes]:
        """Accepts a file: Teams names a place in the person's OneDrive, and the bot uploads it there.

        The fake OneDrive is on loopback, where the bot uploads files in development only: `teams_chat(open=True)`."""
        address = self.fake.upload_url()
        info = {"uploadUrl": address, "contentUrl": address, "name": offer["name"], "uniqueId": "1", "fileType": "csv"}
        value = {"action": "accept", "context": offer["content"]["acceptContext"], "uploadInfo": info}
        invoke = self.fake.activity("invoke", user=self.user, name="fileConsent/invoke", value=value, replyToId=message)
        await self.chat.post(invoke)
        place = address.rpartition("/")[2]
        async with asyncio.timeout(5):
            while place not in self.fake.uploads:
                await asyncio.sleep(0.01)
        return offer["name"], self.fake.uploads[place]

    def screen(self) -> Screen:
        cards = self._cards()
        return _screen(cards[-1].card or {}) if cards else Screen("")

    def card(self) -> Screen:
        return self.screen()

    def cards(self) -> list[Screen]:
        return [_screen(message.card or {}) for message in self._cards()]

    def plain_messages(self) -> list[str]:
        texts = [each.text for each in self.fake.in_chat(f"a:chat-{self.user}") if not each.card and each.text]
        return [_plain(line) for line in [*texts, *self.lines]]

    async def member(self) -> Member:
        return await member_of(self.chat.bot, "teams", TENANT, f"aad-{self.user}")

    async def _typed(self, card: Body, typed: Body) -> Body:
        found: Body = {}
        for name, value in typed.items():
            each = next((each for each in _inputs(card) if _is(each, name)), None)
            assert each is not None, f"no input {name!r} among {[each['id'] for each in _inputs(card)]}"
            suggests = each.get("choices.data")
            found[each["id"]] = (
                await self._chosen(each, suggests["dataset"], value) if suggests else _value(each, value)
            )
        return found

    async def _chosen(self, each: Body, source: str, value: Any) -> str:
        """In a typeahead, the first option containing the text is chosen."""
        chosen = []
        for text in value if isinstance(value, list) else [value]:
            offered = await self._offered(source, text) if text else []
            matching = [stored for title, stored in offered if text in title]
            chosen.append((matching or [stored for _, stored in offered] or [text])[0])
        return ",".join(chosen)

    def _cards(self) -> list[Any]:
        return [message for message in self.fake.in_chat(f"a:chat-{self.user}") if message.card]


# ── reading a card ──


def _walk(drawn: Any) -> Iterator[Body]:
    if isinstance(drawn, list):
        for each in drawn:
            yield from _walk(each)
    elif isinstance(drawn, dict):
        yield drawn
        for name, each in drawn.items():
            if name not in ("fallback", "data", "msteams"):
                yield from _walk(each)


def _inputs(card: Any) -> list[Body]:
    return [each for each in _walk(card) if str(each.get("type", "")).startswith("Input.")]


def _is(each: Body, name: str) -> bool:
    return each["id"] == name or each["id"].split(":")[0].split("~")[0].split(".")[-1] == name


def _defaults(card: Body) -> Body:
    """What Teams sends for untouched inputs."""
    return {each["id"]: each["value"] for each in _inputs(card) if each.get("value") not in (None, "")}


def _sent(value: Any) -> str:
    """How Teams serializes the value of an input."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, list | tuple) else str(value)


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "toggle"
    return "number" if isinstance(value, int) else "many" if isinstance(value, list | tuple) else ""


def _value(each: Body, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    wanted = value if isinstance(value, list | tuple) else [value]
    return ",".join(_choice(each["choices"], str(one)) if "choices" in each else str(one) for one in wanted)


def _choice(choices: list[Body], wanted: str) -> str:
    """The value of the wanted choice; fails if it is not offered. A title may have more text after its label."""
    for choice in choices:
        if wanted in (choice["value"], choice["title"]) or _plain(choice["title"]).startswith(f"{wanted} ("):
            return choice["value"]
    raise AssertionError(f"there is no {wanted!r} among {[choice['title'] for choice in choices]}")


def _blocks_from(card: Body, near: str) -> list[Any]:
    """The parts of the card from the first containing this text."""
    parts = card["body"]
    if not near:
        return [card]
    at = next((index for index, part in enumerate(parts) if near in _plain(_texts(part))), None)
    assert at is not None, f"no block contains {near!r}"
    return parts[at:]


def _action(card: Body, label: str, near: str, nth: int) -> Body:
    found = [
        each
        for part in _blocks_from(card, near)
        for each in _walk(part)
        if each.get("type") == "Action.Execute" and _plain(each.get("title", "")) == label
    ]
    there = [each.get("title") for each in _walk(card) if str(each.get("type", "")).startswith("Action.")]
    assert len(found) > nth, f"there is no {label!r} here; there are {there}"
    return found[nth]


def _submit_label(card: Body) -> str:
    actions = [each for each in _walk(card["body"]) if each.get("type") == "Action.Execute"]
    main = [each for each in actions if each.get("style") == "positive"] or actions
    return _plain(main[-1]["title"])


def _texts(drawn: Any) -> str:
    texts = []
    for each in _walk(drawn):
        texts += [
            str(each[name])
            for name in ("text", "title", "value", "label", "errorMessage", "placeholder")
            if isinstance(each.get(name), str)
        ]
    return " ".join(texts)


def _plain(text: str) -> str:
    return (
        _ESCAPED.sub(r"\1", INVISIBLE.sub("", text))
        .replace("**", "")
        .replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&amp;", "&")
    )


def _screen(card: Body) -> Screen:
    actions = [each for each in _walk(card) if str(each.get("type", "")).startswith("Action.")]
    return Screen(
        " ".join(_plain(_texts(card)).split()),
        [_plain(each.get("title", "")) for each in actions if each["type"] == "Action.Execute"],
        [_plain(each.get("label", "")) for each in _inputs(card)],
        [each["errorMessage"] for each in _inputs(card) if each.get("errorMessage")],
        [each["url"] for each in actions if each["type"] == "Action.OpenUrl"],
        form=bool(_inputs(card)),
        raw=card,
    )


@asynccontextmanager
async def teams_chat(data_dir: Path, clock: Clock, *, open: bool = False, **more: Any) -> AsyncIterator[TeamsChat]:
    """`open` runs the bot in development mode, in which a OneDrive on loopback is accepted."""
    async with fake_teams() as fake, aiohttp.ClientSession() as http, smtp_sink() as mailbox:
        credentials = {} if open else {"app_id": APP_ID, "app_password": "secret"}
        teams_settings = TeamsSettings(
            **credentials,
            development=open,
            tenant_ids=frozenset({TENANT}),
            loopback=True,
            service_hosts=(fake.url,),
            login_url=fake.url,
            openid_url=fake.openid_url,
        )
        settings = Settings(
            data_dir=data_dir,
            teams_app_id=APP_ID,
            teams_app_password="secret",
            teams_tenant_ids=(TENANT,),
            **{**OUTREACH, "smtp_url": mailbox.url, **more},
        )
        sqlite_file(data_dir / "sourcer.db")
        async with (
            running(settings, now=clock, teams=teams_settings) as bot,
            served(bot.app, "127.0.0.1", 0) as address,
        ):
            yield TeamsChat(fake, bot, clock, mailbox, address, http)
