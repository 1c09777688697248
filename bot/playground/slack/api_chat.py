"""chat.*: post, update and delete messages; and response URLs, which do the same."""

from bot.playground.slack import payloads, serialize
from bot.playground.slack.api_call import Api, Method, content, flag, joined, need, reachable
from bot.playground.slack.objects import Channel, Json, Message, SlackError


def _pace(api: Api, channel: str) -> None:
    if not api.chat_seconds:
        return
    now = api.world.clock()
    wait = api.last_posted.get(channel, -1e9) + api.chat_seconds - now
    if wait > 0:
        raise SlackError("ratelimited", retry_after=max(1, round(wait)))
    api.last_posted[channel] = now


def _pictures(api: Api, channel: Channel, blocks: list[Json]) -> None:
    """Share uploaded pictures with the channel they appear in. Raises invalid_blocks for a picture that is not
    available (yet)."""
    for n, block in enumerate(blocks):
        if "slack_file" not in block:
            continue
        file = api.world.files.get(str(block["slack_file"].get("id")))
        late, api.slow_files = api.slow_files > 0, max(0, api.slow_files - 1)
        if late or file is None or file.content is None or not file.mimetype.startswith("image/"):
            raise SlackError("invalid_blocks", (f"invalid slack file [json-pointer:/blocks/{n}/slack_file]",))
        if channel.id not in file.channels:
            file.channels.append(channel.id)


def _line(api: Api, channel: Channel, args: Json, only_for: str = "") -> Message:
    """A new message from the app."""
    text, blocks = content(args)
    _pictures(api, channel, blocks)
    thread = str(args.get("thread_ts") or "")
    if thread and thread not in api.world.messages[channel.id]:
        raise SlackError("thread_not_found")
    message = Message(
        api.world.ts(), channel.id, api.world.app.user, text, blocks, thread, by_app=True, only_for=only_for
    )
    message.metadata = args.get("metadata") or {}
    return api.world.add(message)


def post_message(api: Api, args: Json) -> Json:
    channel = joined(api, need(args, "channel"))
    content(args)
    _pace(api, channel.id)
    message = _line(api, channel, args)
    if channel.is_im:
        api.echo(payloads.message_event(api.world, message), channel.id)
    return {"ok": True, "channel": channel.id, "ts": message.ts, "message": serialize.message(api.world, message)}


def post_ephemeral(api: Api, args: Json) -> Json:
    channel, user = joined(api, need(args, "channel")), need(args, "user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    return {"ok": True, "message_ts": _line(api, channel, args, only_for=user).ts}


def _own(api: Api, args: Json, refusal: str) -> Message:
    """The app's own message. Ephemeral messages are not found, because Slack doesn't store them."""
    channel = reachable(api, need(args, "channel"))
    message = api.world.message(channel.id, need(args, "ts"))
    if message.only_for:
        raise SlackError("message_not_found")
    if not message.by_app:
        raise SlackError(refusal)
    return message


def _rewrite(api: Api, message: Message, args: Json) -> None:
    """Replace the content; without a `blocks` argument, the blocks stay, as documented for chat.update."""
    before = serialize.message(api.world, message)
    if "blocks" in args:
        text, blocks = content(args)
        _pictures(api, api.world.channels[message.channel], blocks)
    else:
        text, blocks = content({"text": args.get("text")})[0], message.blocks
    api.world.change(message, text, blocks)
    if api.world.channels[message.channel].is_im and not message.only_for:
        api.echo(payloads.message_changed(api.world, message, before), message.channel)


def update(api: Api, args: Json) -> Json:
    message = _own(api, args, "cant_update_message")
    _rewrite(api, message, args)
    body = serialize.message(api.world, message)
    return {"ok": True, "channel": message.channel, "ts": message.ts, "text": message.text, "message": body}


def delete(api: Api, args: Json) -> Json:
    message = _own(api, args, "cant_delete_message")
    api.world.remove(message)
    return {"ok": True, "channel": message.channel, "ts": message.ts}


def answer(api: Api, key: str, args: Json) -> None:
    """Handle a call to a response URL: post a message, or replace or delete the original one.

    https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
    """
    url = api.tickets.answer(key)
    source = api.world.messages.get(url.channel, {}).get(url.message) if url.message else None
    if flag(args, "delete_original"):
        if source:
            api.world.remove(source)
        return
    if flag(args, "replace_original") and source:
        _rewrite(api, source, args)
        return
    message = respond(api, url.user, url.channel, args)
    url.message = url.message or message.ts


def respond(api: Api, user: str, channel: str, args: Json) -> Message:
    """Post a response to an interaction; it is ephemeral unless its type is in_channel. The app need not be a member of
    the channel."""
    kind = args.get("response_type") or "ephemeral"
    return _line(api, api.world.channel(channel), args, only_for="" if kind == "in_channel" else user)


METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
}
