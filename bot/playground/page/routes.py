"""The API of the page in `static/`: JSON over HTTP, and one stream of server-sent events per tab.

This docstring is the contract between the page and the server.

Pages and files
    GET  /playground/                     index.html          (every response has a strict CSP: own origin only,
    GET  /playground/static/NAME          the page's files     no inline script or style, images also as data:)
    GET  /playground/files/ID/NAME?as=U   a file that was shared in a conversation the person is in (a download)

Every call names the person who acts: `?as=USER` on GET, `"as": USER` in the JSON body of a POST. There is no
authentication: anyone on this machine can act as anyone. Only loopback names are served; a POST must be
`Content-Type: application/json` and come from the same origin.

Reading
    GET /playground/api/state?as=U        {"workspace": {"id", "name", "domain"}, "app": App, "me": USER,
                                           "people": [Person], "channels": [Channel], "revision": N,
                                           "mailbox": Mailbox | null, "stand_ins": [StandIn]}
                                          without `as`: the same with "me": "" and "channels": [] (to choose a person)
    GET /playground/api/messages?as=U&channel=C&before=TS&limit=50
                                          {"messages": [Message], "more": bool}   oldest first; `before` and `limit`
                                          are optional; threads are flat: a reply carries "thread_ts"
    GET /playground/api/home?as=U         {"view": View | null}                   the App Home tab
    GET /playground/api/views?as=U        {"stack": [OpenView]}                   open modals, the topmost last
    GET /playground/api/events?as=U       the event stream
    GET /playground/api/mails             {"mails": [Mail]}            what candidates received, newest first
    GET /playground/api/mail?id=N         Letter
    GET /playground/mails/N.html          its HTML part, under its own policy that allows nothing but links

Actions
    Each POST answers 200 {"ok": true, …} when the action succeeded and the app answered as Slack expects, or
    200 {"ok": false, "trouble": TEXT, "errors": {BLOCK_ID: TEXT}} with what Slack's own client would show: the app did
    not respond, a required field is empty. 400/403/404/409 {"ok": false, "trouble": TEXT} for requests the page should
    not have sent. The POST waits while the app works (at most 3 s): until then, show the pressed button as busy.
    All changes arrive on the event stream, including your own: draw only `trouble` and `errors` from these answers.

    POST /playground/api/say              {"as", "channel", "text", "thread_ts"?}   "@handle" and "#channel" become
                                          mentions; text that starts with "/" is not special here: send a command
    POST /playground/api/command          {"as", "channel", "command": "/sourcer", "text": "job"}
    POST /playground/api/press            {"as", Container, "block_id", "action": Element, "values"?: Values}
                                          a button, or any element of an actions/section block, or an input with
                                          dispatch_action. The page shows `confirm` dialogs before it sends
    POST /playground/api/submit           {"as", "view_id", "values": Values}
    POST /playground/api/close            {"as", "view_id", "clear"?: bool}   Cancel closes the top; × sends clear: true
    POST /playground/api/suggest          {"as", Container, "block_id", "action_id", "words"}
                                          → {"ok": true, "options": [Option]} or {"ok": true, "option_groups":
                                          [{"label": Text, "options": [Option]}]}; send after min_query_length letters
    POST /playground/api/shortcut         {"as", "callback_id"}                       global
    POST /playground/api/message_shortcut {"as", "callback_id", "channel", "ts"}
    POST /playground/api/open_home        {"as", "tab"?: "home" | "messages"}         on each visit of the tab
    POST /playground/api/read             {"as", "channel", "ts"?}                    marks as read, up to ts or all
    POST /playground/api/invite           {"as", "channel", "user"}                   add a person, or the app
    POST /playground/api/dismiss          {"as", "channel", "ts"}                     "Only visible to you · Dismiss"

    The candidates and the clock; "mail" is the id of an e-mail they received:
    POST /playground/api/reply            {"mail", "text"}                            a reply by e-mail
    POST /playground/api/out_of_office    {"mail"}                                    an automatic reply
    POST /playground/api/bounce           {"mail"}                                    the mailbox doesn't exist
    POST /playground/api/unsubscribe      {"mail"}                                    the mail program's own button
    POST /playground/api/forward          {"step": "day" | "week" | "month"}          moves the clock

    The stand-ins for resume databases:
    POST /playground/api/switch           {"source": name, "behavior": one of its behaviors}
    POST /playground/api/answer           {}             whoever received the latest e-mail answers on Indeed

    Container is one of  "channel": C, "ts": TS   (a message)  |  "view_id": V   (a modal, or the App Home).
    Element is only the chosen value, in Slack's format:
        {"type": "button", "action_id": …}                             (the server looks up value and text)
        {"type": "static_select" | "external_select" | "radio_buttons" | "overflow", "action_id",
         "selected_option": Option | null}
        {"type": "multi_static_select" | "multi_external_select" | "checkboxes", "action_id",
         "selected_options": [Option]}
        {"type": "plain_text_input" | "number_input" | "email_text_input" | "url_text_input", "action_id",
         "value": str | null}
        {"type": "datepicker", "action_id", "selected_date": "2026-11-30" | null}
        {"type": "timepicker", "action_id", "selected_time": "09:30" | null}
        {"type": "users_select", "action_id", "selected_user": U | null}, "multi_users_select": "selected_users"
        {"type": "conversations_select" | "channels_select", …: "selected_conversation" | "selected_channel"}, multi_ …s
    Values is {BLOCK_ID: {ACTION_ID: Element without action_id}} for all inputs of the view (or message).
    Option is Slack's {"text": {"type": "plain_text", "text": …}, "value": …, "description"?}.

Events (`event:` is the name, `data:` the JSON; a comment line every 15 s keeps the stream alive)
    hello     {"revision": N, "run": ID}           first on every (re)connection: reload everything; when `run` has
                                                   changed, the server was restarted
    message   {"channel": C, "message": Message}   new or changed: replace any with the same ts, else insert by ts
    gone      {"channel": C, "ts": TS}             deleted, or an ephemeral that was dismissed
    channel   Channel                              new, renamed, joined, or its unread marks changed
    views     {"stack": [OpenView]}                all open modals of this person, whenever one changes
    home      {"view": View}
    mailbox   Mailbox                              an e-mail was sent or received, or the clock moved
    stand_ins {"stand_ins": [StandIn]}             one was asked or switched

Shapes
    App      {"id", "name", "user": bot user id, "dm": C of the person's own direct messages with the app ("" without
              as), "commands": [{"command", "description", "usage_hint"}],
              "shortcuts": [{"type": "global" | "message", "callback_id", "name", "description"}]}
    Person   {"id", "name": handle, "real_name", "title", "email", "initials", "color": "#rrggbb", "is_bot": bool,
              "is_guest": bool}        "title" is their role in the seed: Recruiter, Admin …; Slackbot is "USLACKBOT"
    Channel  {"id", "kind": "channel" | "dm", "name": "hiring-eng" (a dm: the other person's real name), "topic",
              "is_private": bool, "with": USER (of a dm; the app's user for the app's dm), "members": [USER],
              "last_ts": TS | "", "unread": N, "mentions": N}          sorted by the page; the app's dm always exists
    Message  {"ts", "user", "text", "blocks": [Block] (may be []), "thread_ts": TS | "", "edited": bool,
              "ephemeral": bool ("Only visible to you"), "files": [File], "joined": bool (a system line)}
              `text` and mrkdwn objects are Slack's mrkdwn with &amp; &lt; &gt; escaped and <@U…> <#C…|name>
              <https://…|label> <!channel> in it. Draw blocks if there are any, else text. What a person typed is
              only in `text` ("blocks" is []).
    File     {"id", "name", "title", "mimetype", "size", "url": "/playground/files/…" without ?as=}
    View     Slack's view object without private_metadata: {"id", "type": "modal" | "home", "callback_id", "hash",
              "title", "submit" | null, "close" | null, "blocks", "previous_view_id" | null, "root_view_id",
              "notify_on_close", "clear_on_close", "state": {"values": Values}, …}
    OpenView {"view": View, "errors": {BLOCK_ID: TEXT}, "trouble": TEXT}
              When a view changes, an input whose block_id and action_id are both still there keeps its value;
              any other starts with its initial value, as in Slack.
    Mailbox  {"received": how many e-mails candidates received, "now": Unix time of the demo clock, "ahead": how many
              seconds it is ahead}; in state as "mailbox", null if there is none
    StandIn  {"name", "label", "behavior": "Works", "behaviors": [TEXT], "left": what is left of the contract,
              "requests": how many it got, "answers": whether candidates can answer there}; sorted by label
    Mail     {"id", "name": the candidate's, or their address, "from", "to", "subject", "at": Unix time}
    Letter   a Mail, and {"reply_to", "unsubscribe": address, "text", "html": "/playground/mails/N.html" | "",
              "answers": [{"at", "kind": "replied" | "auto_reply" | "bounced" …, "subject", "text"}]}
              "answers" are the replies, as the bot reads them
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any, cast

from aiohttp import web

from bot.playground import origin_guard
from bot.playground.page import views
from bot.playground.page.handlers import Page
from bot.playground.page.mailbox import Mailbox
from bot.playground.page.stand_ins import StandInsPanel
from bot.playground.slack.events_out import Delivery
from bot.playground.slack.objects import Json, SlackError
from bot.playground.slack.user_forms import Forms
from bot.playground.slack.user_inputs import Incomplete, NotPossible

LARGEST_BODY = 1_000_000  # bytes
_MISSING = frozenset({"channel_not_found", "message_not_found", "user_not_found", "not_found", "file_not_found"})

Action = Callable[[Json], Awaitable[Delivery | None]]


def _post_handler(action: Action) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A handler for a POST, which parses the body, runs the action, and returns its outcome for the page."""

    async def handle(request: web.Request) -> web.StreamResponse:
        body: Any = json.loads(await request.text())
        if not isinstance(body, dict):
            raise ValueError("the body must be an object")
        return web.json_response(views.outcome(await action(cast(Json, body))))

    return handle


@web.middleware
async def _errors_as_json(request: web.Request, handler: origin_guard.Handler) -> web.StreamResponse:
    """Turn errors into JSON responses."""
    try:
        return await handler(request)
    except Incomplete as incomplete:
        return web.json_response({"ok": False, "trouble": "", "errors": incomplete.errors})
    except NotPossible as refusal:
        return web.json_response({"ok": False, "trouble": str(refusal)}, status=409)
    except SlackError as refusal:
        status = 404 if refusal.name in _MISSING else 409
        return web.json_response({"ok": False, "trouble": refusal.name}, status=status)
    except ValueError as fault:
        return web.json_response({"ok": False, "trouble": str(fault)}, status=400)


def mount(
    app: web.Application, slack: Forms, mailbox: Mailbox | None = None, stand_ins: StandInsPanel | None = None
) -> None:
    """Mount the page and its API under /playground; pass `mailbox` if there is mail and a clock, and `stand_ins` if
    there are resume databases."""
    handlers = Page(slack, mailbox, stand_ins)
    middlewares = [origin_guard.loopback_only, origin_guard.own_pages_only, _errors_as_json]
    page = web.Application(middlewares=middlewares, client_max_size=LARGEST_BODY)
    page.router.add_get("/", handlers.static)
    page.router.add_get(r"/static/{name:\w[\w.-]*(?:/\w[\w.-]*)*}", handlers.static)
    page.router.add_get("/files/{file}/{name}", handlers.file)
    for name, read in {
        "state": handlers.state,
        "messages": handlers.messages,
        "home": handlers.home,
        "views": handlers.views,
        "events": handlers.events,
    }.items():
        page.router.add_get(f"/api/{name}", read, allow_head=False)
    actions: tuple[Action, ...] = (
        handlers.say,
        handlers.command,
        handlers.press,
        handlers.submit,
        handlers.close,
        handlers.suggest,
        handlers.shortcut,
        handlers.message_shortcut,
        handlers.open_home,
        handlers.read,
        handlers.invite,
        handlers.dismiss,
    )
    if mailbox:
        page.router.add_get("/api/mails", mailbox.mails)
        page.router.add_get("/api/mail", mailbox.mail)
        page.router.add_get(r"/mails/{id:\d+}.html", mailbox.html)
        actions += (mailbox.reply, mailbox.out_of_office, mailbox.bounce, mailbox.unsubscribe, mailbox.forward)
    if stand_ins:
        actions += (stand_ins.switch, stand_ins.answer)
    for action in actions:
        page.router.add_post(f"/api/{action.__name__}", _post_handler(action))
    page.on_shutdown.append(handlers.streams.stop)
    app.router.add_get("/playground", _to_page)  # before the page's sub-app, which would match it and return 404
    app.add_subapp("/playground", page)


async def _to_page(request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/playground/")
