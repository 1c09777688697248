"""auth.*, users.*, conversations.*, apps.connections.open: people and conversations."""

import secrets

from bot.playground.slack import serialize
from bot.playground.slack.api_call import Api, Method, flag, joined, need, page, reachable
from bot.playground.slack.objects import Channel, Json, SlackError


def auth_test(api: Api, args: Json) -> Json:
    world = api.world
    return {
        "ok": True,
        "url": f"https://{world.domain}.slack.com/",
        "team": world.name,
        "user": world.app.name.lower(),
        "team_id": world.team,
        "user_id": world.app.user,
        "bot_id": world.app.bot_id,
        "is_enterprise_install": False,
    }


def team_info(api: Api, args: Json) -> Json:
    world = api.world
    return {"ok": True, "team": {"id": world.team, "name": world.name, "domain": world.domain, "icon": {}}}


def api_test(api: Api, args: Json) -> Json:
    return {"ok": True, "args": args}


def users_info(api: Api, args: Json) -> Json:
    return {"ok": True, "user": serialize.user(api.world, api.world.person(need(args, "user")))}


def users_list(api: Api, args: Json) -> Json:
    people, after = page(args, list(api.world.people.values()))
    return {"ok": True, "members": [serialize.user(api.world, each) for each in people], "response_metadata": after}


def users_lookup_by_email(api: Api, args: Json) -> Json:
    email = need(args, "email").casefold()
    for person in api.world.people.values():
        if person.email and person.email.casefold() == email:
            return {"ok": True, "user": serialize.user(api.world, person)}
    raise SlackError("users_not_found")


def conversations_open(api: Api, args: Json) -> Json:
    """Open direct messages with one person; group messages are not supported by this fake."""
    if args.get("channel"):
        channel = joined(api, str(args["channel"]))
    else:
        users = [each for each in str(args.get("users") or "").split(",") if each]
        if not users:
            raise SlackError("users_list_not_supplied")
        if len(users) > 1:
            raise SlackError("method_not_supported_for_channel_type")
        if api.world.person(users[0]).is_bot:
            raise SlackError("cannot_dm_bot")
        channel = api.world.dm(users[0])
    full = serialize.conversation(api.world, channel) if flag(args, "return_im") else {"id": channel.id}
    return {"ok": True, "channel": full}


def conversations_info(api: Api, args: Json) -> Json:
    body = serialize.conversation(api.world, reachable(api, need(args, "channel")))
    if not flag(args, "include_num_members"):
        body.pop("num_members", None)
    return {"ok": True, "channel": body}


def conversations_list(api: Api, args: Json) -> Json:
    kinds = str(args.get("types") or "public_channel").replace(" ", "").split(",")
    mine = [each for each in api.world.channels.values() if _kind(each) in kinds and _known(api, each)]
    channels, after = page(args, mine)
    return {
        "ok": True,
        "channels": [serialize.conversation(api.world, each) for each in channels],
        "response_metadata": after,
    }


def _kind(channel: Channel) -> str:
    return "im" if channel.is_im else "private_channel" if channel.is_private else "public_channel"


def _known(api: Api, channel: Channel) -> bool:
    return _kind(channel) == "public_channel" or api.world.app.user in channel.members


def conversations_members(api: Api, args: Json) -> Json:
    members, after = page(args, reachable(api, need(args, "channel")).members)
    return {"ok": True, "members": members, "response_metadata": after}


def conversations_history(api: Api, args: Json) -> Json:
    """The messages between `oldest` and `latest`, newest first, without ephemeral messages and thread replies."""
    channel = joined(api, need(args, "channel"))
    oldest, latest = str(args.get("oldest") or "0"), str(args.get("latest") or "9")
    edge = flag(args, "inclusive")
    stored = [
        each
        for each in sorted(api.world.messages[channel.id].values(), key=lambda each: each.ts, reverse=True)
        if not each.only_for and each.thread_ts in ("", each.ts)
        if oldest < each.ts < latest or (edge and each.ts in (oldest, latest))
    ]
    messages, after = page(args, stored)
    body: Json = {"ok": True, "messages": [serialize.message(api.world, each) for each in messages]}
    body["has_more"] = bool(after["next_cursor"])
    return body | ({"response_metadata": after} if body["has_more"] else {})


def connections_open(api: Api, args: Json) -> Json:
    """A Socket Mode URL, valid for one connection."""
    ticket = secrets.token_urlsafe(16)
    api.sockets[ticket] = api.world.clock()
    return {"ok": True, "url": f"{api.address().replace('http', 'ws', 1)}socket?ticket={ticket}"}


METHODS: dict[str, Method] = {
    "api.test": api_test,
    "auth.test": auth_test,
    "team.info": team_info,
    "users.info": users_info,
    "users.list": users_list,
    "users.lookupByEmail": users_lookup_by_email,
    "conversations.open": conversations_open,
    "conversations.info": conversations_info,
    "conversations.list": conversations_list,
    "conversations.members": conversations_members,
    "conversations.history": conversations_history,
    "apps.connections.open": connections_open,
}
