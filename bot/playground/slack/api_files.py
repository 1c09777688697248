"""files.*: an upload in three steps (a URL, the bytes, the share); https://docs.slack.dev/messaging/working-with-files"""

from bot.playground.slack import payloads, serialize
from bot.playground.slack.api_call import Api, Method, joined, need, number
from bot.playground.slack.objects import File, Json, Message, SlackError, listed

LARGEST = 20_000_000  # bytes; Slack's limit is 1 GB, more than a laptop demo needs


def get_upload_url(api: Api, args: Json) -> Json:
    name, size = need(args, "filename"), number(args, "length", 0, LARGEST + 1)
    if size > LARGEST:
        raise SlackError("file_upload_size_restricted")
    world = api.world
    file = File(world.new_id("F"), name, name, size, world.app.user, int(world.clock()))
    world.files[file.id] = file
    return {"ok": True, "upload_url": f"{api.address()}upload/{file.id}", "file_id": file.id}


def receive(api: Api, file_id: str, content: bytes) -> None:
    """Store the bytes of an upload, once. Raises file_not_found."""
    stored = api.world.files.get(file_id)
    if stored is None or stored.content is not None:
        raise SlackError("file_not_found")
    stored.content, stored.size = content, len(content)


def complete_upload(api: Api, args: Json) -> Json:
    """Share uploaded files in a conversation, with an initial comment."""
    wanted = listed(args.get("files"))
    stored = [api.world.files.get(str(each.get("id"))) for each in wanted]
    done = [each for each in stored if each is not None and each.content is not None and not each.channels]
    if not wanted or len(done) != len(wanted):
        raise SlackError("file_not_found")
    target = args.get("channel_id") or str(args.get("channels") or "").partition(",")[0]
    channel = joined(api, str(target)) if target else None
    for file, each in zip(done, wanted, strict=True):
        file.title = str(each.get("title") or file.name)
    if channel:
        for file in done:
            file.channels.append(channel.id)
        line = Message(
            api.world.ts(), channel.id, api.world.app.user, str(args.get("initial_comment") or ""), by_app=True
        )
        line.thread_ts = str(args.get("thread_ts") or "")
        line.files = [file.id for file in done]
        api.world.add(line)
        if channel.is_im:
            shared = payloads.message_event(api.world, line) | {"subtype": "file_share"}
            api.echo(shared, channel.id)
    return {"ok": True, "files": [serialize.file(file) for file in done]}


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
}
