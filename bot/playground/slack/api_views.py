"""views.*: modals in a stack of three, and the App Home."""

from bot.playground.slack import serialize
from bot.playground.slack.api_call import Api, Method, need, view_argument
from bot.playground.slack.objects import Json, SlackError, View


def open_view(api: Api, args: Json) -> Json:
    trigger, body = need(args, "trigger_id"), view_argument(args, "modal")
    return _shown(api, api.world.show_first(api.tickets.spend(trigger).user, body))


def push(api: Api, args: Json) -> Json:
    """Push onto the stack of the modal that the trigger came from."""
    key, body = need(args, "trigger_id"), view_argument(args, "modal")
    trigger = api.tickets.valid(key)
    if not any(view.id == trigger.view for view in api.world.stacks.get(trigger.user, [])):
        raise SlackError("not_found")
    pushed = api.world.push(trigger.user, body)
    api.tickets.spend(key)
    return _shown(api, pushed)


def update(api: Api, args: Json) -> Json:
    if not (args.get("view_id") or args.get("external_id")):
        raise SlackError("invalid_arguments", ("missing required field: view_id",))
    view = api.world.view(str(args.get("view_id") or ""), str(args.get("external_id") or ""))
    body = view_argument(args, view.body["type"])
    _same_hash(view, args)
    return _shown(api, api.world.update(view, body))


def publish(api: Api, args: Json) -> Json:
    user, body = api.world.person(need(args, "user_id")).id, view_argument(args, "home")
    if user in api.world.homes:
        _same_hash(api.world.homes[user], args)
    return _shown(api, api.world.publish(user, body))


def _same_hash(view: View, args: Json) -> None:
    if args.get("hash") and args["hash"] != view.hash:
        raise SlackError("hash_conflict")


def _shown(api: Api, view: View) -> Json:
    return {"ok": True, "view": serialize.view(api.world, view)}


METHODS: dict[str, Method] = {
    "views.open": open_view,
    "views.push": push,
    "views.update": update,
    "views.publish": publish,
}
