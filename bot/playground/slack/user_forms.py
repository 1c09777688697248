"""What people do with cards and forms: press, choose, fill in, submit, close, type ahead."""

from collections.abc import Mapping
from typing import Any, cast

from bot.playground.slack import payloads, user_inputs
from bot.playground.slack.api_call import check_limits
from bot.playground.slack.blocks import STATELESS, elements, label, text_of
from bot.playground.slack.events_out import Delivery
from bot.playground.slack.objects import Json, Message, SlackError, View, listed
from bot.playground.slack.user_actions import UserActions, no_answer
from bot.playground.slack.user_inputs import Incomplete, NotPossible
from bot.playground.slack.workspace import Change

TROUBLE = "We had some trouble connecting. Try again?"
MAX_OPTIONS = 100


def element(on: Message | View, what: str, *, near: str = "", nth: int = 0) -> tuple[Json, Json]:
    """The nth element whose action_id, block_id or label is `what`.

    With `near`, considers only elements in the first block that contains this text, or in a later block. Raises
    NotPossible."""
    blocks = on.blocks
    if near:
        start = next((i for i, block in enumerate(blocks) if near in text_of(block)), None)
        if start is None:
            raise NotPossible(f"no block contains {near!r}")
        blocks = blocks[start:]
    found = [
        (block, each)
        for block, each in elements(blocks)
        if what in (each.get("action_id"), block.get("block_id"), label(each), _label(block))
    ]
    if nth >= len(found):
        there = [label(each) or _label(block) or each["action_id"] for block, each in elements(blocks)]
        raise NotPossible(f"there is no {what!r} here; there are {there}")
    return found[nth]


def _label(block: Json) -> str:
    """The label of an input block."""
    text = listed([block.get("label")])
    return str(text[0].get("text", "")) if text else ""


class Forms(UserActions):
    """What people do with cards and forms."""

    async def press(
        self,
        user: str,
        on: Message | View,
        what: str,
        *,
        near: str = "",
        nth: int = 0,
        choose: Any = None,
        values: Mapping[str, Any] | None = None,
    ) -> Delivery:
        """Press a button (or with `choose`, pick an option in a select) on a message, a modal or the Home tab.

        `what` is its label, action_id or block_id. `values` is what the person has already typed into the same view.
        """
        block, pressed = element(on, what, near=near, nth=nth)
        return await self.act(user, on, block, pressed, choose, values)

    async def act(
        self,
        user: str,
        on: Message | View,
        block: Json,
        pressed: Json,
        choose: Any = None,
        values: Mapping[str, Any] | None = None,
    ) -> Delivery:
        """Use one element, which `press` found or the page identified by its ids."""
        self._sees(user, on)
        inputs = on.values if isinstance(on, View) else user_inputs.state_of(on.blocks)
        if values:
            self._fill(on, inputs, values)
        state: Json = {}
        if pressed["type"] not in ("button", "workflow_button"):
            state = user_inputs.filled(pressed, choose, self._offered(on, block["block_id"]))
            if pressed["type"] not in STATELESS:
                inputs.setdefault(block["block_id"], {})[pressed["action_id"]] = state
        body = payloads.block_actions(
            self.world,
            self.world.person(user),
            on,
            self._action(block, pressed, state),
            trigger=self.tickets.trigger(user, on.id if isinstance(on, View) else ""),
            response_url=self._response_url(user, on.channel, on.ts) if isinstance(on, Message) else "",
            state=inputs,
        )
        return await self._interaction(body, label(pressed) or pressed["action_id"])

    def _action(self, block: Json, pressed: Json, state: Json) -> Json:
        """One entry of a block_actions payload's `actions`."""
        carried = ("text", "value", "style", "placeholder", "confirm")
        fields = {key: pressed[key] for key in carried if key in pressed}
        if pressed["type"] != "button":
            fields = {key: each for key, each in fields.items() if key in ("placeholder", "confirm")}
        ids = {"action_id": pressed["action_id"], "block_id": block["block_id"]}
        return {**ids, **fields, **state, "type": pressed["type"], "action_ts": self.world.ts()}

    async def submit(self, user: str, view: View | None = None, values: Mapping[str, Any] | None = None) -> Delivery:
        """Submit the topmost form. `values` are given by label, block_id or action_id; other inputs keep their values.

        Raises Incomplete when Slack's client would not send it, NotPossible when there is no such form or input.
        """
        view = view or self._top(user)
        self._sees(user, view)
        if view is not self._top(user) or not view.body.get("submit"):
            raise NotPossible("this view cannot be submitted")
        self._fill(view, view.values, values or {})
        if errors := user_inputs.faults(view.blocks, view.values):
            self._show_errors(view, errors=errors)
            raise Incomplete(errors)
        self._show_errors(view)
        person, trigger = self.world.person(user), self.tickets.trigger(user, view.id)
        body = payloads.view_submission(self.world, person, view, trigger=trigger)
        delivery = await self.sender.deliver(self.sender.interaction(body))
        self._submitted(view, delivery)
        return delivery

    def _submitted(self, view: View, delivery: Delivery) -> None:
        """Apply the app's answer to the form."""
        if delivery.status != 200:
            delivery.trouble = TROUBLE
        elif view not in self.world.stacks.get(view.user, []):
            return
        else:
            try:
                self._respond(view, delivery)
            except SlackError as refusal:
                delivery.trouble, delivery.failure = TROUBLE, str(refusal.answer())
        if delivery.trouble or delivery.errors:
            self._show_errors(view, delivery.errors, delivery.trouble)

    def _respond(self, view: View, delivery: Delivery) -> None:
        """Follow the app's response_action: https://docs.slack.dev/surfaces/modals#handling_submissions"""
        body: Json = delivery.body if isinstance(delivery.body, dict) else {}
        if isinstance(delivery.body, str):
            raise SlackError("invalid_response")
        match body.get("response_action"):
            case None if not body:
                self.world.close(view)
            case "clear":
                self.world.close(view, every=True)
            case "update":
                self.world.update(view, _modal(body))
            case "push":
                self.world.push(view.user, _modal(body))
            case "errors":
                delivery.errors = _errors(view, body)
            case other:
                raise SlackError("invalid_response_action", (str(other),))

    def _show_errors(self, view: View, errors: dict[str, str] | None = None, trouble: str = "") -> None:
        view.errors, view.trouble = errors or {}, trouble
        self.world.notify(Change("views", user=view.user))

    async def close(self, user: str, view: View | None = None, *, clear: bool = False) -> Delivery | None:
        """Press Cancel, which closes the topmost view, or with `clear` the ×, which closes all views. Returns None
        unless the app asked to be notified."""
        view = view or self._top(user)
        self._sees(user, view)
        last: Delivery | None = None
        for closed in self.world.close(view, every=clear or bool(view.body.get("clear_on_close"))):
            if closed.body.get("notify_on_close"):
                body = payloads.view_closed(self.world, self.world.person(user), closed, cleared=clear)
                last = await self.sender.deliver(self.sender.interaction(body))
        return last

    async def type_ahead(self, user: str, on: Message | View, what: str, typed: str) -> Delivery:
        """Type into a select whose options come from the app: `options` of the delivery is what the app returned."""
        return await self.suggest(user, on, *element(on, what), typed)

    async def suggest(self, user: str, on: Message | View, block: Json, select: Json, typed: str) -> Delivery:
        """Like `type_ahead`, but for an element that has already been found, by `type_ahead` or by the ids from the
        page."""
        self._sees(user, on)
        if not select["type"].endswith("external_select"):
            raise NotPossible(f"a {select['type']} does not ask the app")
        ids = block["block_id"], select["action_id"]
        body = payloads.block_suggestion(self.world, self.world.person(user), on, *ids, typed)
        delivery = await self.sender.deliver(self.sender.interaction(body))
        if delivery.status != 200:
            delivery.trouble = no_answer("Loading the options", delivery.failure)
            return delivery
        answer: Json = delivery.body if isinstance(delivery.body, dict) else {}
        delivery.options, delivery.option_groups = listed(answer.get("options")), listed(answer.get("option_groups"))
        grouped = [each for group in delivery.option_groups for each in listed(group.get("options"))]
        if len(delivery.options) > MAX_OPTIONS or not all(_is_option(each) for each in [*delivery.options, *grouped]):
            delivery.options, delivery.option_groups, delivery.trouble = [], [], "Slack cannot read these options"
            return delivery
        self._offered(on, ids[0]).extend([*delivery.options, *grouped])
        return delivery

    # ── state ──

    def _offered(self, on: Message | View, block_id: str) -> list[Json]:
        """The options the app has suggested for an input so far: only those can be chosen."""
        if isinstance(on, View):
            return on.offered.setdefault(block_id, [])
        return self._suggested.setdefault((on.channel, on.ts, block_id), [])

    def _top(self, user: str) -> View:
        stack = self.world.stacks.get(user)
        if not stack:
            raise NotPossible(f"no form is open for {user}")
        return stack[-1]

    def _sees(self, user: str, on: Message | View) -> None:
        """Raises NotPossible unless this is on the person's screen now."""
        if isinstance(on, View):
            visible = on in self.world.stacks.get(user, []) or self.world.homes.get(user) is on
        else:
            visible = on in self.messages(on.channel, user)
        if not visible:
            raise NotPossible("this is not on the person's screen (anymore)")

    def _fill(self, on: Message | View, inputs: dict[str, Json], values: Mapping[str, Any]) -> None:
        for name, value in values.items():
            for block, select, plain in _inputs_for(on, name, value):
                offered = self._offered(on, block["block_id"])
                inputs.setdefault(block["block_id"], {})[select["action_id"]] = user_inputs.filled(
                    select, plain, offered
                )


def _inputs_for(on: Message | View, name: str, value: Any) -> list[tuple[Json, Json, Any]]:
    """The inputs that a value belongs to. `name` is a block_id if the value is {action_id: state}, as the page sends
    it; otherwise `name` identifies one input."""
    if isinstance(value, dict):
        by_action = cast(Json, value)
        found = [pair for pair in elements(on.blocks) if pair[0]["block_id"] == name]
        if found and set(by_action) <= {each["action_id"] for _, each in found}:
            return [
                (block, each, by_action[each["action_id"]]) for block, each in found if each["action_id"] in by_action
            ]
    return [(*element(on, name), cast(Any, value))]


def _modal(body: Json) -> Json:
    views = listed([body.get("view")])
    if not views or views[0].get("type") != "modal":
        raise SlackError("invalid_arguments", ("missing required field: view",))
    check_limits(views[0])
    return views[0]


def _errors(view: View, body: Json) -> dict[str, str]:
    """The app's errors by block_id; Slack accepts errors only for input blocks."""
    given: Any = body.get("errors")
    blocks = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(given, dict) or not given or not set(cast(Json, given)) <= blocks:
        raise SlackError("invalid_errors", (f"not input blocks of the view: {given}",))
    return {str(block): str(text) for block, text in cast(Json, given).items()}


def _is_option(option: Json) -> bool:
    text = listed([option.get("text")])
    return bool(text) and isinstance(option.get("value"), str) and 0 < len(str(text[0].get("text", ""))) <= 75
