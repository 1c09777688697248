"""The conversation with a candidate: every e-mail as it was sent, and every answer. Direct messages only."""

from dataclasses import replace

from cards.actions.base import Action, packed
from cards.actions.interest import OpenReply
from cards.actions.invitations import OpenConversation
from cards.actions.person import ShowPerson, View
from cards.sanitize import boundary, units
from cards.screens.outreach.answers import BADGES, CAUSES
from cards.screens.start import way_back
from cards.screens.wording import short, zone_label
from cards.text import Muted, Rich, Strong, join
from cards.tree import AnyButton, Badge, Button, Buttons, Card, Divider, Heading, Kind, Node, Pager, Row, Text
from cards.views.conversations import ConversationView, EntryView

SHOWN, LINES = 600, 12  # characters and lines of a text; the rest is behind *Show the whole text*
PIECE, PIECE_LINES = 1_000, 50  # UTF-16 units and lines per paragraph of a whole text; no platform cuts two
PIECES = 2  # paragraphs on one page
_BY_SERVERS = ("bounced", "delayed", "complaint")  # answers whose text a mail server wrote
_SMALL_PRINT = "Newest first. Times are in {zone}. Signature and footer are not shown."

_MAIL_BADGES = {
    "queued": Badge(Kind.INFO, "On the way"),
    "sending": Badge(Kind.INFO, "On the way"),
    "paused": Badge(Kind.WARNING, "Paused"),
    "failed": Badge(Kind.ERROR, "Not sent"),
    "cancelled": Badge(Kind.ERROR, "Not sent"),
    "unknown": Badge(Kind.WARNING, "May not have been sent"),
}
_ANSWER_BADGES = {
    **BADGES,
    "opt_out": Badge(Kind.REJECTED, "Asked not to be contacted"),
    "erasure_request": Badge(Kind.WARNING, "Asked to be forgotten"),
    "complaint": BADGES["complained"],
    "auto_reply": Badge(Kind.INFO, "Automatic reply"),
    "bounced": Badge(Kind.ERROR, "Not delivered"),
    "delayed": Badge(Kind.WARNING, "Not delivered yet"),
}


def conversation_card(talk: ConversationView, here: OpenConversation) -> Card:
    """A page of the conversation. `here` opens this page again."""
    first, last = talk.page * talk.page_size + 1, talk.page * talk.page_size + len(talk.entries)
    pager: tuple[Node, ...] = ()
    if talk.total > talk.page_size:
        older = _page(here, talk.page + 1) if last < talk.total else None
        label = f"{first:,}–{last:,} of {talk.total:,}"
        pager = (Divider(), Pager(label, _page(here, talk.page - 1) if talk.page else None, older))
    return Card(
        summary=_title(talk),
        body=(
            Heading(_title(talk)),
            Text(
                _SMALL_PRINT.format(zone=zone_label(talk.zone)) if talk.entries else "Nothing has been written yet.",
                muted=True,
            ),
            *(node for each in talk.entries for node in (Divider(), *_entry(each, here))),
            *pager,
        ),
        buttons=(
            *(
                (Button("Reply (free)", does=OpenReply(talk.reply_to, packed(here)), main=True),)
                if talk.reply_to
                else ()
            ),
            *_ways_out(here),
        ),
        about=talk.profiles,
        redraw=here,
    )


def message_card(talk: ConversationView, entry: EntryView, here: OpenConversation) -> Card:
    """The whole text of one entry, in pages if it is very long."""
    found = pieces(entry.text)
    pages = -(-len(found) // PIECES)
    at = max(0, min(here.part, pages - 1))
    pager: tuple[Node, ...] = ()
    if pages > 1:
        before, after = (replace(here, part=at - 1) if at else None), replace(here, part=at + 1)
        pager = (Pager(f"Part {at + 1} of {pages}", before, after if at + 1 < pages else None),)
    return Card(
        summary=_title(talk),
        body=(
            Heading(_title(talk)),
            _header(entry),
            *map(Text, found[at * PIECES : (at + 1) * PIECES]),
            *pager,
        ),
        buttons=(Button("Back", does=replace(here, mail_id=0, answer_id=0, part=0)),),
        about=talk.profiles,
        redraw=here,
    )


def _title(talk: ConversationView) -> str:
    return f"Conversation with {short(talk.name, 80)}"


def _page(here: OpenConversation, page: int) -> Action:
    return replace(here, page=page)


def _ways_out(here: OpenConversation) -> tuple[AnyButton, ...]:
    """*Back*, and *View* unless *Back* leads to the candidate card."""
    if here.on_card:
        return (Button("Back", does=ShowPerson(here.profile_id, here.back_to, here.whole)),)
    return (Button("View", does=View(here.profile_id, here.back_to)), Button("Back", does=way_back(here.back_to)))


def _entry(entry: EntryView, here: OpenConversation) -> tuple[Node, ...]:
    text = shortened(entry.text)
    more: tuple[Node, ...] = ()
    if text != entry.text.strip():
        whole = replace(here, mail_id=entry.mail_id, answer_id=entry.answer_id)
        more = (Buttons((Button("Show the whole text", does=whole, hint=f"Show the whole text of {entry.when}"),)),)
    return (_header(entry), Text(text) if text else Text("No text.", muted=True), *more)


def _header(entry: EntryView) -> Row:
    """Who wrote and when, the subject, what kind of message it is, and what went wrong."""
    return Row(
        (Strong(short(entry.by, 80)), Muted("" if entry.goes_out else f" · {entry.when}")),
        ((Strong(short(entry.subject, 200)),),) if entry.subject else (),
        badges=_badges(entry),
        small=_small(entry),
    )


def _badges(entry: EntryView) -> tuple[Badge, ...]:
    if entry.goes_out:
        return (Badge(Kind.INFO, f"Goes out {entry.goes_out}"),)
    badge = (_MAIL_BADGES if entry.mail_id else _ANSWER_BADGES).get(entry.state if entry.mail_id else entry.kind)
    return (badge,) if badge else ()


def _small(entry: EntryView) -> tuple[Rich, ...]:
    said_by_server = "The mail server said:" if entry.kind in _BY_SERVERS and entry.text.strip() else ""
    address = f"from another address: {entry.from_address}" if entry.from_address else ""
    reason = f"{CAUSES.get(entry.cause, '')}{said_by_server}" or short(entry.reason, 300)
    return tuple(line for line in (join((_what(entry), address)), reason) if line)


def _what(entry: EntryView) -> str:
    """What kind of message it is, as in "Follow-up", "In response to the follow-up" or "About the follow-up"."""
    if entry.mail_id:
        return short(entry.about[:1].upper() + entry.about[1:], 150)
    return f"{'About' if entry.kind in _BY_SERVERS else 'In response to'} the {short(entry.about, 150)}"


def shortened(text: str) -> str:
    """The text's first `LINES` lines, up to `SHOWN` characters, cut between words where possible and ended with an
    ellipsis."""
    text = text.strip()
    cut = "\n".join(text.split("\n")[:LINES])[:SHOWN]
    if cut == text:
        return text
    if text[len(cut)] not in " \n":
        place = max(cut.rfind(" "), cut.rfind("\n"))
        cut = cut[:place] if place > SHOWN // 2 else cut
    return cut.rstrip() + "…"


def pieces(text: str) -> list[str]:
    """The whole text, split into paragraphs of at most `PIECE` units and `PIECE_LINES` lines, at the end of a line or a
    word where possible."""
    left, found = text.strip(), list[str]()
    while (end := _fitting(left)) < len(left):
        place = max(left.rfind("\n", end // 2, end + 1), 0) or max(left.rfind(" ", end // 2, end + 1), 0) or end
        found.append(left[:place].rstrip())
        left = left[place:].lstrip()
    return [*found, left]


def _fitting(text: str) -> int:
    """How many characters of the text fit into one paragraph."""
    used = lines = 0
    for at, letter in enumerate(text):
        used += units(letter)
        lines += letter == "\n"
        if used > PIECE or lines >= PIECE_LINES:
            return boundary(text, at)
    return len(text)
