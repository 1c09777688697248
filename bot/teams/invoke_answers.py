"""Wraps replies in the envelope that each kind of invoke needs; what doesn't fit in there is delivered after the
answer.

Cards: https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model
Dialogs: https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/invoking-task-modules
"""

import html
import json
from collections.abc import Callable
from typing import Any

from bot.pipeline.interaction import Answer, Interaction
from bot.teams.activity import Frame
from bot.teams.courier import ADAPTIVE, PRIVATELY, attachment
from cards import teams as cards
from cards.text import plain
from cards.tree import Card, Form, Screen, Surface
from connectors.errors import Refused
from handlers.replies import Ask, Attach, Inserts, Options, Post, Redraw, RedrawScreen, Reply, Show, Tell

ONE_MOMENT = "One moment. I'll answer in your chat with me."
SLOW = "That took too long. Try again."
INTERRUPTED = "That was interrupted. Try again."
CLOSED: dict[str, Any] = {"task": None}  # closes the dialog
DONE = "Done."
NOBODY = "No one found. Try fewer or different words."
LARGEST_LIST = 25_000  # bytes; Teams accepts 28 KB from a message extension

Body = dict[str, Any]
Draw = Callable[[Screen, Surface], Body]


class InvokeAnswer:
    """One invoke. Once `late` is set, Teams has been answered, and the courier delivers everything."""

    def __init__(self, interaction: Interaction, frame: Frame, name: str, draw: Draw) -> None:
        self._interaction = interaction
        self._draw = draw
        self._frame = frame
        self._fetch = name.endswith(("/fetch", "/fetchTask"))
        self.late = False

    async def __call__(self, replies: tuple[Reply, ...]) -> Answer:
        if self.late:
            return Answer(self.say(ONE_MOMENT), replies)
        try:
            return self._framed(replies)
        except Refused as fault:
            return Answer(self.say(fault.reason))

    def _framed(self, replies: tuple[Reply, ...]) -> Answer:
        match self._frame:
            case Frame.CARD:
                return self._card(replies)
            case Frame.DIALOG:
                return self._dialog(replies)
            case Frame.LIST:
                return Answer(self._list(replies))
            case _:
                return Answer(_options(replies))

    def say(self, words: str) -> Body:
        """A sentence in this invoke's envelope."""
        match self._frame:
            case Frame.CARD:
                return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": words}
            case Frame.DIALOG:
                return {"task": {"type": "message", "value": words}}
            case Frame.LIST:
                return {"composeExtension": {"type": "message", "text": words}}
            case _:
                return _found([])

    def _card(self, replies: tuple[Reply, ...]) -> Answer:
        """In a personal chat the last screen replaces the card, in the answer and in the chat; in a channel, screens
        go to the person's own chat. Without a screen, the first text is the answer."""
        screen = _screen(replies)
        if screen is not None and self._interaction.at.surface is Surface.PERSONAL:
            body = {"statusCode": 200, "type": ADAPTIVE, "value": self._draw(screen, Surface.PERSONAL)}
            return Answer(body, _carried(replies))
        if screen is not None:
            return Answer(self.say(PRIVATELY), _carried(replies))
        return self._words(replies)

    def _dialog(self, replies: tuple[Reply, ...]) -> Answer:
        """A form is shown in the dialog. Anything else closes the dialog, with a sentence if the replies contain
        one."""
        form = next((reply.form for reply in reversed(replies) if isinstance(reply, Ask)), None)
        if form is not None:
            return Answer(self._continue(form), _carried(tuple(r for r in replies if not isinstance(r, Ask))))
        if inserts := next((reply for reply in replies if isinstance(reply, Inserts)), None):
            return Answer(self._list((inserts,)))
        shown = _screen(replies) is not None
        if shown and (self._fetch or self._interaction.at.surface is not Surface.PERSONAL):
            return Answer(self.say(PRIVATELY), _carried(replies))
        if shown or (not self._fetch and not any(isinstance(reply, Tell) for reply in replies)):
            return Answer(CLOSED, _carried(replies))
        return self._words(replies)

    def _words(self, replies: tuple[Reply, ...]) -> Answer:
        first = next((reply for reply in replies if isinstance(reply, Tell)), None)
        rest = tuple(reply for reply in replies if reply is not first)
        return Answer(self.say(plain(first.text) if first else DONE), _carried(rest))

    def _continue(self, form: Form) -> Body:
        value = {"title": form.title, "width": "medium", "height": "large"}
        return {"task": {"type": "continue", "value": {**value, "card": attachment(self._draw(form, Surface.FORM))}}}

    def _list(self, replies: tuple[Reply, ...]) -> Body:
        """The answer with the cards to insert, as many as Teams accepts; if there are none, it says why."""
        found = next((reply for reply in replies if isinstance(reply, Inserts)), None)
        if found is None or not found.cards:
            return {"composeExtension": {"type": "message", "text": _why(replies) if found is None else NOBODY}}
        attachments: list[Body] = []
        room = LARGEST_LIST
        for title, subtitle, card in found.cards:
            one = self._preview(title, subtitle, card)
            room -= len(json.dumps(one).encode())
            if room < 0 and attachments:
                break
            attachments.append(one)
        return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": attachments}}

    def _preview(self, title: str, subtitle: str, card: Card) -> Body:
        content = {"title": title, "text": html.escape(subtitle, quote=False)}
        preview = {"contentType": "application/vnd.microsoft.card.thumbnail", "content": content}
        return {**attachment(self._draw(card, Surface.EXTENSION)), "preview": preview}


def _screen(replies: tuple[Reply, ...]) -> Screen | None:
    for reply in reversed(replies):
        match reply:
            case Show(card):
                return card
            case Ask(form):
                return form
            case _:
                continue
    return None


def _carried(replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    return tuple(
        reply for reply in replies if isinstance(reply, Show | Ask | Tell | Post | Attach | Redraw | RedrawScreen)
    )


def _why(replies: tuple[Reply, ...]) -> str:
    for reply in replies:
        match reply:
            case Tell(text):
                return plain(text)
            case Show(card):
                return f"{card.summary} Send Sourcer a message to continue."
            case _:
                continue
    return "Send Sourcer a message to continue."


def _options(replies: tuple[Reply, ...]) -> Body:
    offered = next((reply.options for reply in replies if isinstance(reply, Options)), ())
    return _found(cards.suggestions(offered))


def _found(results: list[Body]) -> Body:
    kind = "application/vnd.microsoft.search.searchResponse"
    return {"statusCode": 200, "type": kind, "value": {"results": results}}
