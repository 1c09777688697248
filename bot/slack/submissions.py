"""Answers a submitted form: in the acknowledgement if there is time, else by redrawing the form."""

import asyncio
import logging
import time
from typing import Any

from bot.pipeline.interaction import Answer, Interaction
from bot.slack.courier import SlackCourier, origin
from cards import slack as cards
from cards.slack import forms
from cards.text import plain
from cards.tree import Form, Surface
from connectors.errors import OutsideError
from handlers.replies import Ask, Close, Reply, Tell

log = logging.getLogger(__name__)

View = dict[str, Any]

ARRIVED = 0.5  # seconds until Slack has applied our acknowledgement, which would overwrite an earlier redraw


class FormAnswer:
    """One submission. Once it is `late`, the acknowledgement has been sent, and the open form is redrawn instead."""

    def __init__(self, courier: SlackCourier, interaction: Interaction, view: View) -> None:
        self._courier = courier
        self._interaction = interaction
        self._view = view
        self._late_since = 0.0

    @property
    def late(self) -> bool:
        return self._late_since > 0

    def too_late(self) -> None:
        """Call this when Slack has been told that the answer will take longer."""
        self._late_since = time.monotonic()

    async def __call__(self, replies: tuple[Reply, ...]) -> Answer:
        """Show errors, open the next form, or close the form; the other replies are delivered afterward."""
        form = next((reply.form for reply in replies if isinstance(reply, Ask)), None)
        rest = tuple(reply for reply in replies if not isinstance(reply, Ask | Close))
        if form is not None:
            body = self._ask(form)
        elif _refused(replies):  # the form stays, with what was typed
            body, rest = forms.first_field_error(self._view, _words(replies)), ()
        else:
            body = {"response_action": "clear"}
        if self.late:
            await self._redraw(body)
        return Answer(body, rest)

    def _ask(self, form: Form) -> View:
        errors = forms.field_errors(form, self._view)
        if errors and not self.late:
            return {"response_action": "errors", "errors": errors}
        return {
            "response_action": "update",
            "view": cards.draw(form, Surface.FORM, metadata=origin(self._interaction.at)),
        }

    async def _redraw(self, body: View) -> None:
        view = body.get("view") or forms.notice("Done. You can close this window.")
        if "errors" in body:
            view = forms.notice(next(iter(body["errors"].values())))
        await asyncio.sleep(max(0.0, self._late_since + ARRIVED - time.monotonic()))
        try:
            await self._courier.update_view(str(self._view["id"]), view)
        except OutsideError as fault:
            log.warning("a late form was not redrawn: %s", fault)


def _refused(replies: tuple[Reply, ...]) -> bool:
    """Whether the replies are only text, which means that a rule forbids the submission and the form stays open."""
    return bool(replies) and all(isinstance(reply, Tell) for reply in replies)


def _words(replies: tuple[Reply, ...]) -> str:
    return " ".join(plain(reply.text) for reply in replies if isinstance(reply, Tell))
