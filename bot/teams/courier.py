"""Carries replies to Teams: a card in a personal chat is redrawn in place; anything else is a new message there.

Nothing meant for one person goes into a channel, except a line saying that the answer is elsewhere.
"""

import asyncio
import itertools
import logging
from collections import OrderedDict
from dataclasses import replace
from typing import Any

from bot.pipeline.interaction import Interaction, Kind, Location, MessageRef, Person
from bot.teams.connector import Connector, NotAllowed, NotThere
from bot.teams.files import Files
from cards import teams as cards
from cards.actions.entry import Cancel
from cards.text import Rich
from cards.tree import Button, Card, Form, Screen, Surface, TooMuch
from connectors.errors import Refused, Unreachable
from handlers.replies import Attach
from store.tables.core import Member

log = logging.getLogger(__name__)

TEAMS = "Microsoft Teams"
PRIVATELY = "I answered you privately, in your chat with me."
NOT_PRIVATELY = (
    "I couldn't message you privately. Add Sourcer to your own apps first (Apps → Sourcer → Add), then ask again."
)
ADAPTIVE = "application/vnd.microsoft.card.adaptive"
LOOK_UP = 2.0  # seconds; nobody waits longer for an e-mail address
REMEMBERED = 10_000  # people and conversations held in memory

Reference = dict[str, Any]


class TeamsCourier:
    """Sends replies. Call `hear` with the place a person last wrote from, so that they can be looked up and written
    to."""

    forms_in_place = True

    def __init__(self, connector: Connector, files: Files) -> None:
        self._connector = connector
        self._files = files
        self._heard: OrderedDict[tuple[str, str], Reference] = OrderedDict()  # by tenant and person
        self._chats: OrderedDict[tuple[str, str], str] = OrderedDict()  # their personal chats
        self._services: OrderedDict[str, Reference] = OrderedDict()  # by conversation
        self._said: OrderedDict[str, None] = OrderedDict()  # interactions already mentioned in the channel
        self._redraws = _Redraws()

    def draw(self, screen: Screen, surface: Surface) -> dict[str, Any]:
        """The card for a screen. Raises Refused if the card is too big. Microsoft's playground for development doesn't
        support suggestions while typing.

        A dialog has its own close button; a form shown in place of a card gets a *Cancel* button."""
        if isinstance(screen, Form) and surface is Surface.PERSONAL:
            screen = replace(screen, buttons=(*screen.buttons, Button("Cancel", Cancel())))
        try:
            return cards.draw(screen, surface, typeahead=not self._connector.settings.open)
        except TooMuch as fault:
            log.error("a screen with too much on it: %s", fault)
            raise Refused(TEAMS, "That card is too big for Teams.") from None

    def hear(self, person: Person, at: Location) -> None:
        """Remember that the person wrote from this place."""
        key = (person.workspace, person.user)
        if at.surface is not Surface.EXTENSION or key not in self._heard:  # the bot may not be a member there
            _remember(self._heard, key, at.reference)
        _remember(self._services, at.conversation, at.reference)
        if at.surface is Surface.PERSONAL:
            _remember(self._chats, key, at.conversation)

    async def look_up(self, person: Person) -> Person:
        """Name, e-mail, and whether they are a guest, from the conversation's list of members."""
        where = self._heard.get((person.workspace, person.user))
        if where is None:
            raise Unreachable(TEAMS, "they have not written since the bot started")
        try:
            async with asyncio.timeout(LOOK_UP):
                chat = where["conversation"].partition(";")[0]  # for a thread: its channel
                known = await self._connector.member(where["service_url"], chat, where["user"])
        except TimeoutError:
            raise Unreachable(TEAMS, "the members' list is slow") from None
        login = str(known.get("userPrincipalName") or "")
        tenant = str(known.get("tenantId") or person.workspace)
        guest = known.get("userRole") == "guest" or "#EXT#" in login or tenant != person.workspace
        name = str(known.get("name") or person.name)
        return replace(person, name=name, email=str(known.get("email") or login), outsider=guest)

    async def show(self, interaction: Interaction, card: Card) -> MessageRef | None:
        return await self._put(interaction, card)

    async def ask(self, interaction: Interaction, form: Form) -> None:
        """Show the form as a card, which replaces the card that was pressed or is a new message."""
        await self._put(interaction, form)

    async def post(self, to: Member, card: Card) -> MessageRef:
        where = dict(to.reference)
        if not where:
            raise Refused(TEAMS, "They haven't messaged Sourcer yet.")
        conversation = to.conversation or await self._connector.open_chat(
            where["service_url"], where["bot"]["id"], where["user"], where["tenant"]
        )
        message = await self._write({**where, "conversation": conversation}, self._message(card))
        return MessageRef(conversation, message)

    async def wait(self, interaction: Interaction) -> Interaction:
        """Open nothing: Teams has no triggers that expire, so no placeholder is needed."""
        return interaction

    async def tell(self, interaction: Interaction, text: Rich) -> None:
        where = await self._private(interaction)
        await self._write(where, cards.line(text))
        await self._say_where(interaction)

    async def attach(self, interaction: Interaction, file: Attach) -> None:
        """Offer the file: Teams asks the person first, and bot/teams/files.py handles the answer."""
        where = await self._private(interaction)
        await self._write(where, self._files.offer(interaction.person, file))
        await self._say_where(interaction)

    async def close(self, interaction: Interaction) -> None:
        """Do nothing: a form in a chat is a card, which the handler redraws; a dialog is closed by the response to
        it."""

    async def rewrite(self, place: MessageRef, card: Card) -> None:
        heard = self._services.get(place.conversation)
        service_url = heard["service_url"] if heard else self._connector.settings.everywhere
        await self._redraws.run(place, self._update(service_url, place, self._message(card)))

    # ── inside ──

    async def _put(self, interaction: Interaction, screen: Screen) -> MessageRef:
        where = interaction.at.reference
        drawn = self._message(screen)
        if interaction.at.surface is Surface.PERSONAL and interaction.at.message:
            place = MessageRef(interaction.at.conversation, interaction.at.message)
            try:
                await self._redraws.run(place, self._update(where["service_url"], place, drawn))
                return place
            except NotThere:
                log.info("a card is gone and is posted again: %s", interaction.key)
        where = await self._private(interaction)
        place = MessageRef(where["conversation"], await self._write(where, drawn))
        await self._say_where(interaction)
        return place

    async def _private(self, interaction: Interaction) -> Reference:
        """The person's own chat with the bot. If there is none and none can be opened, says so in the channel."""
        where = interaction.at.reference
        if interaction.at.surface is Surface.PERSONAL:
            return where
        key = (interaction.person.workspace, interaction.person.user)
        conversation = self._chats.get(key)
        if conversation is None:
            try:
                conversation = await self._connector.open_chat(
                    where["service_url"], where["bot"]["id"], where["user"], where["tenant"]
                )
            except NotAllowed:
                await self._line(interaction, NOT_PRIVATELY)
                raise
            _remember(self._chats, key, conversation)
        return {**where, "conversation": conversation}

    async def _say_where(self, interaction: Interaction) -> None:
        """Say in the channel that the answer is elsewhere, once per interaction. After a press, the answer to the press
        has already said so."""
        if interaction.at.surface is Surface.CHANNEL and interaction.kind is Kind.DEFERRED:
            await self._line(interaction, PRIVATELY)

    async def _line(self, interaction: Interaction, words: str) -> None:
        if interaction.key in self._said or interaction.at.surface is not Surface.CHANNEL:
            return
        _remember(self._said, interaction.key, None)
        await self._write(interaction.at.reference, cards.line(words))

    def _message(self, screen: Screen) -> dict[str, Any]:
        """The message that contains the screen; its `summary` is the notification text."""
        summary = screen.summary if isinstance(screen, Card) else screen.title
        return {"type": "message", "summary": summary, "attachments": [attachment(self.draw(screen, Surface.PERSONAL))]}

    async def _write(self, where: Reference, activity: dict[str, Any]) -> str:
        addressed = {**activity, "from": where["bot"], "conversation": {"id": where["conversation"]}}
        return await self._connector.send(where["service_url"], where["conversation"], addressed)

    async def _update(self, service_url: str, place: MessageRef, activity: dict[str, Any]) -> None:
        await self._connector.update(service_url, place.conversation, place.message, activity)


class _Redraws:
    """Runs one redraw of a card at a time; a waiting redraw is dropped when a newer one arrives."""

    def __init__(self) -> None:
        self._numbers = itertools.count()
        self._newest: dict[MessageRef, int] = {}
        self._locks: dict[MessageRef, asyncio.Lock] = {}

    async def run(self, place: MessageRef, redraw: Any) -> None:
        mine = self._newest[place] = next(self._numbers)
        lock = self._locks.setdefault(place, asyncio.Lock())
        async with lock:
            if self._newest.get(place) != mine:
                redraw.close()
                return
            try:
                await redraw
            finally:
                if self._newest.get(place) == mine:
                    del self._newest[place], self._locks[place]


def attachment(card: dict[str, Any]) -> dict[str, Any]:
    return {"contentType": ADAPTIVE, "content": card}


def _remember(cache: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    cache[key] = value
    cache.move_to_end(key)
    if len(cache) > REMEMBERED:
        cache.popitem(last=False)
