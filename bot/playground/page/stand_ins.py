"""The page's panel for the stand-ins of resume databases. `routes` documents the API."""

import hashlib
from collections.abc import Awaitable, Callable, Mapping

from bot.playground.mail.server import MailServer
from bot.playground.slack.objects import Json
from bot.playground.slack.user_inputs import NotPossible
from bot.playground.sources import indeed
from bot.playground.sources.stand_ins import LOGINS, StandIns


class StandInsPanel:
    """`changed` is called whenever the panel has to be redrawn, `on_switch` with the name of a source that behaves
    differently from now on, and `on_answer` when a candidate has answered at Indeed."""

    def __init__(
        self,
        stand_ins: StandIns,
        office: MailServer,
        *,
        changed: Callable[[], None],
        on_switch: Callable[[str], Awaitable[None]],
        on_answer: Callable[[], Awaitable[None]],
    ) -> None:
        self._stand_ins = stand_ins
        self._office = office
        self._switched = on_switch
        self._answered = on_answer
        for each in stand_ins.all.values():
            each.changed = changed

    @property
    def logins(self) -> Mapping[str, Mapping[str, str]]:
        """The credentials that the stand-ins accept, by source."""
        return {name: LOGINS[name] for name in self._stand_ins.all}

    def state(self) -> list[Json]:
        return [
            {
                "name": name,
                "label": each.label,
                "behavior": each.behavior.value,
                "behaviors": [one.value for one in each.behaviors],
                "left": each.server.left(),
                "requests": each.requests,
                "answers": each.server is self._stand_ins.indeed,
            }
            for name, each in self._stand_ins.all.items()
        ]

    async def switch(self, body: Json) -> None:
        """Change what a stand-in does. Raises NotPossible."""
        name = str(body.get("source"))
        if name not in self._stand_ins.all:
            raise NotPossible("this stand-in doesn't exist")
        self._stand_ins.all[name].switch(str(body.get("behavior")))
        await self._switched(name)

    async def answer(self, _: Json) -> None:
        """Make whoever received the latest e-mail say on Indeed that they are interested. Raises NotPossible."""
        mail = next((each for each in reversed(self._office.mails()) if each.out), None)
        if mail is None:
            raise NotPossible("Send an invitation first. Then that candidate can answer on Indeed.")
        id = hashlib.sha256(mail.message_id.encode()).hexdigest()[:16]
        self._stand_ins.indeed.batches.append([indeed.interested(id, mail.address)])
        await self._answered()
