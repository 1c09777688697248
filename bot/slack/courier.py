"""Carries replies to Slack's Web API. Waits out rate limits; never repeats an unsafe call that may have succeeded."""

import asyncio
import logging
import random
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.pipeline.interaction import HOME, Interaction, Location, MessageRef, Person
from bot.slack.chart_uploads import SlackPictures
from cards import slack as cards
from cards.actions import base as actions
from cards.slack import forms
from cards.text import Rich
from cards.tree import Button, Card, Chart, Form, Surface, Text
from connectors.errors import OutsideError, Refused, Throttled, Unreachable
from handlers.replies import Attach
from store.tables.core import Member

log = logging.getLogger(__name__)

SLACK = "Slack"
TRIGGER_LIVES = 2.5  # seconds after the press; Slack allows three
TRIES = 4
NAME_WITHIN = 1.0  # seconds; nobody waits longer for the workspace's name
NAMES_LAST = 3600.0  # seconds before the workspace's name is fetched again
LONGEST_WAIT = 60.0  # seconds: a longer Retry-After is not waited out
ANSWERED_PRIVATELY = "I answered you privately, in your direct messages with me."

# Safe to repeat when the connection broke before the response: a second call changes nothing.
_REPEATABLE = {"chat.update", "views.update", "views.publish", "users.info", "conversations.open", "auth.test"}
_GONE = {"message_not_found", "cant_update_message", "channel_not_found", "edit_window_closed", "is_inactive"}
_NO_TRIGGER = {
    "expired_trigger_id",
    "trigger_expired",
    "trigger_exchanged",
    "exchanged_trigger_id",
    "invalid_trigger_id",
}
_NOT_THERE = {"not_in_channel", "channel_not_found", "user_not_in_channel", "is_archived", "no_permission"}


class SlackCourier:
    """Sends with one workspace's bot token. `session` is shared, so that connections are kept alive."""

    forms_in_place = False

    def __init__(self, session: aiohttp.ClientSession, *, token: str, api_url: str = "https://slack.com/api/") -> None:
        self._session = session
        self.client = AsyncWebClient(token=token, base_url=api_url, session=session, timeout=10)
        self._direct: dict[str, str] = {}
        self._names: tuple[float, dict[str, str]] = (-NAMES_LAST, {})  # when names were fetched; names by id
        self._pictures = SlackPictures(self.client)

    def without_token(self) -> AsyncWebClient:
        """A client without a token, which uses the same Slack address and the same connections."""
        return AsyncWebClient(base_url=self.client.base_url, session=self._session, timeout=10)

    async def who_am_i(self) -> Mapping[str, Any]:
        """The result of `auth.test`: team_id, team, user_id and, in `scopes`, the token's scopes."""
        answer = await self._call("auth.test")
        return {**cast("dict[str, Any]", answer.data), "scopes": answer.headers.get("x-oauth-scopes", "")}

    async def look_up(self, person: Person) -> Person:
        answer, workspace_name = await asyncio.gather(
            self._call("users.info", user=person.user), self._workspace_name(person.workspace)
        )
        user = cast("dict[str, Any]", answer["user"])
        profile = cast("dict[str, Any]", user.get("profile") or {})
        elsewhere = not belongs_to(user, person.workspace) and bool(user.get("is_stranger", True))
        outsider = any(
            user.get(mark) for mark in ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")
        )
        return replace(
            person,
            name=str(
                profile.get("real_name")
                or user.get("real_name")
                or profile.get("display_name")
                or user.get("name")
                or ""
            ),
            email=str(profile.get("email") or "").lower(),
            outsider=bool(outsider or elsewhere),
            time_zone=str(user.get("tz") or ""),
            workspace_name=workspace_name,
        )

    async def _workspace_name(self, workspace: str) -> str:
        """The workspace's or organization's name; "" if Slack does not respond in time; it is then fetched again later.

        `auth.test` needs no scope (https://docs.slack.dev/reference/methods/auth.test)."""
        named_at, names = self._names
        if time.monotonic() - named_at > NAMES_LAST:
            try:
                me = await asyncio.wait_for(self.who_am_i(), NAME_WITHIN)
            except (OutsideError, TimeoutError) as fault:
                log.info("the workspace's name is not known yet: %s", type(fault).__name__)
            else:
                pairs = (("team_id", "team"), ("enterprise_id", "enterprise"))
                names = {str(me[id]): str(me.get(name) or "") for id, name in pairs if me.get(id)}
                self._names = time.monotonic(), names
        return names.get(workspace, "")

    async def show(self, interaction: Interaction, card: Card) -> MessageRef | None:
        if interaction.at.surface is Surface.HOME:
            await self._call("views.publish", user_id=interaction.person.user, view=cards.draw(card, Surface.HOME))
            return MessageRef(HOME, interaction.person.user)
        if interaction.at.message and interaction.at.surface is Surface.PERSONAL:
            place = MessageRef(interaction.at.conversation, interaction.at.message)
            try:
                await self.rewrite(place, card)
                return place
            except Refused as no:
                if no.reason not in _GONE:
                    raise
        place = await self._send_card(await self._direct_messages(interaction.person.user), card)
        if interaction.at.surface is Surface.CHANNEL:
            await self.tell(interaction, ANSWERED_PRIVATELY)
        return place

    async def post(self, to: Member, card: Card) -> MessageRef:
        return await self._send_card(await self._direct_messages(to.external_id), card)

    async def rewrite(self, place: MessageRef, card: Card) -> None:
        if place.conversation == HOME:
            await self._call("views.publish", user_id=place.message, view=cards.draw(card, Surface.HOME))
            return

        async def update(pictures: Mapping[Chart, str]) -> None:
            body = cards.draw(card, Surface.PERSONAL, pictures=pictures)
            await self._call("chat.update", channel=place.conversation, ts=place.message, **body)

        await self._pictures.send(card, update)

    async def ask(self, interaction: Interaction, form: Form) -> None:
        view = cards.draw(form, Surface.FORM, metadata=origin(interaction.at))
        if interaction.at.view:
            await self._update_view(interaction, view)
            return
        if interaction.trigger and time.time() - interaction.received < TRIGGER_LIVES:
            try:
                await self._call("views.open", trigger_id=interaction.trigger, view=view)
                return
            except Refused as no:
                if no.reason not in _NO_TRIGGER:
                    raise
        await self._offer(interaction, form)

    async def wait(self, interaction: Interaction) -> Interaction:
        if interaction.at.view or time.time() - interaction.received > TRIGGER_LIVES:
            return interaction
        answer = await self._call("views.open", trigger_id=interaction.trigger, view=forms.notice("One moment…"))
        view = cast("dict[str, Any]", answer["view"])
        return replace(
            interaction,
            trigger="",
            at=replace(interaction.at, view=str(view["id"]), view_hash=str(view.get("hash", ""))),
        )

    async def tell(self, interaction: Interaction, text: Rich) -> None:
        in_form = interaction.at.view or interaction.at.surface is Surface.HOME
        if in_form and interaction.trigger and time.time() - interaction.received < TRIGGER_LIVES:
            method = "views.push" if interaction.at.view else "views.open"
            try:
                await self._call(method, trigger_id=interaction.trigger, view=forms.notice(text))
                return
            except Refused as no:
                log.info("answered in messages instead: %s", no.reason)
        elif interaction.at.view:
            await self._update_view(interaction, forms.notice(text))
            return
        line = cards.line(text)
        if interaction.answer_url and await self._answer(interaction.answer_url, line):
            return
        if interaction.at.surface is Surface.CHANNEL and interaction.at.conversation:
            try:
                await self._call(
                    "chat.postEphemeral", channel=interaction.at.conversation, user=interaction.person.user, **line
                )
                return
            except Refused as no:
                if no.reason not in _NOT_THERE:
                    raise
        await self._send(await self._direct_messages(interaction.person.user), line)

    async def attach(self, interaction: Interaction, file: Attach) -> None:
        channel = await self._direct_messages(interaction.person.user)
        sending = cast(Any, self.client).files_upload_v2(
            channel=channel, filename=file.name, title=file.name, content=file.content, initial_comment=file.text
        )
        try:
            await asyncio.wait_for(sending, timeout=60)
        except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as fault:
            raise _named(fault) from fault

    async def close(self, interaction: Interaction) -> None:
        """Show in the form that it is done: the API cannot close a form after a press inside it."""
        if interaction.at.view:
            await self._update_view(interaction, forms.notice("Done. You can close this window."))

    async def update_view(self, view_id: str, view: dict[str, Any]) -> None:
        await self._call("views.update", view_id=view_id, view=view)

    # ── inside ──

    async def _update_view(self, interaction: Interaction, view: dict[str, Any]) -> None:
        try:
            await self._call(
                "views.update", view_id=interaction.at.view, view=view, hash=interaction.at.view_hash or None
            )
        except Refused as no:
            if no.reason not in {"hash_conflict", "not_found"}:  # a newer form has replaced it, or it was closed
                raise

    async def _offer(self, interaction: Interaction, form: Form) -> None:
        """Send a line with a button that opens the form: without a trigger, no form can be opened."""
        action = form.reopens or actions.read(interaction.verb, interaction.args)
        card = Card(
            summary=form.title,
            body=(Text(f"{form.title}: press to open it."),),
            buttons=(Button("Open the form", does=action, main=True),),
        )
        body = cards.draw(card, Surface.PERSONAL)
        if (
            interaction.at.surface is Surface.CHANNEL
            and interaction.answer_url
            and await self._answer(interaction.answer_url, body)
        ):
            return
        await self._send(await self._direct_messages(interaction.person.user), body)

    async def _answer(self, url: str, body: dict[str, Any]) -> bool:
        """Answer through the response_url, which Slack accepts at most five times within 30 minutes."""
        message = {"response_type": "ephemeral", "replace_original": False, **body}
        try:
            async with self._session.post(url, json=message, timeout=aiohttp.ClientTimeout(total=10)) as answer:
                return answer.status == 200
        except (aiohttp.ClientError, TimeoutError) as fault:
            log.info("no response from response_url: %s", type(fault).__name__)
            return False

    async def _send_card(self, channel: str, card: Card) -> MessageRef:
        return await self._pictures.send(
            card, lambda pictures: self._send(channel, cards.draw(card, Surface.PERSONAL, pictures=pictures))
        )

    async def _send(self, channel: str, body: dict[str, Any]) -> MessageRef:
        answer = await self._call("chat.postMessage", channel=channel, unfurl_links=False, unfurl_media=False, **body)
        return MessageRef(str(answer["channel"]), str(answer["ts"]))

    async def _direct_messages(self, user: str) -> str:
        known = self._direct.get(user)
        if known is None:
            answer = await self._call("conversations.open", users=user)
            known = str(cast("dict[str, Any]", answer["channel"])["id"])
            if len(self._direct) > 50_000:
                self._direct.clear()
            self._direct[user] = known
        return known

    async def _call(self, method: str, **args: Any) -> Any:
        """Call a Web API method. Waits out 429; after a broken connection, retries only if repeating is safe."""
        given = {name: value for name, value in args.items() if value is not None}
        for attempt in range(1, TRIES + 1):
            try:
                return await cast(Any, self.client).api_call(method, json=given)
            except SlackApiError as fault:
                named: OutsideError = _named(fault)
                wait = named.retry_after if isinstance(named, Throttled) else None
                if wait is None and isinstance(named, Unreachable) and method in _REPEATABLE:
                    wait = 0.5 * 2**attempt
                if wait is None or wait > LONGEST_WAIT or attempt == TRIES:
                    raise named from fault
            except (SlackClientError, aiohttp.ClientError, TimeoutError, OSError) as fault:
                never_sent = isinstance(fault, aiohttp.ClientConnectorError)
                if attempt == TRIES or not (never_sent or method in _REPEATABLE):
                    raise _named(fault) from fault
                wait = 0.3 * 2**attempt
            await asyncio.sleep(wait + random.uniform(0, 0.2))  # noqa: S311 - jitter
        raise AssertionError("the last attempt raises")


def origin(at: Location) -> dict[str, str]:
    """Where a form was opened from, for its metadata."""
    return {"c": at.conversation, "t": at.message, "s": at.surface.value}


def belongs_to(user: dict[str, Any], workspace: str) -> bool:
    """Whether the person belongs to that workspace or organization: on Enterprise Grid, people are in several."""
    corporate = cast("dict[str, Any]", user.get("enterprise_user") or {})
    teams = cast("list[str]", corporate.get("teams") or [])
    return user.get("team_id") in (None, "", workspace) or workspace in (corporate.get("enterprise_id"), *teams)


def _named(fault: Exception) -> OutsideError:
    if isinstance(fault, SlackApiError):
        answer: Any = cast(Any, fault).response
        body: Any = answer.data
        error = cast("dict[str, Any]", body) if isinstance(body, dict) else {}  # a gateway responds with HTML
        if answer.status_code == 429 or error.get("error") == "ratelimited":
            return Throttled(SLACK, float(answer.headers.get("Retry-After", 1)))
        reason = str(error.get("error") or f"HTTP {answer.status_code}")
        if answer.status_code >= 500:
            return Unreachable(SLACK, reason)
        return Refused(SLACK, reason)
    return Unreachable(SLACK, type(fault).__name__)
