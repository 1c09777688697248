"""Detects opt-outs and erasure requests in answers.

Neither can be undone by the person, so a request counts only if it is certain: about our e-mails or the person's data,
with no sign of interest in the same answer. Anything else that might be a request is a doubt, and a recruiter
decides."""

import re
import unicodedata
from typing import Literal

from connectors.mail.receiving.known_footers import FOOTERS
from connectors.mail.receiving.wordings.alone import ALONE
from connectors.mail.receiving.wordings.doubts import asks_to_go_on, is_doubtful, misses_us
from connectors.mail.receiving.wordings.erasure import ERASE_IT, ERASURE, MY_DATA
from connectors.mail.receiving.wordings.hints import HINTS
from connectors.mail.receiving.wordings.interest import INTEREST, NO_INTEREST
from connectors.mail.receiving.wordings.no_contact import NO_CONTACT
from connectors.mail.receiving.wordings.opposites import OPPOSITE
from connectors.mail.receiving.wordings.removals import REMOVAL

OptOut = Literal["", "opt_out", "erasure_request"]
_LOOKED_AT = 4_000  # characters
_SHORT = 200  # characters of an e-mail that contains only the request
# A name below: "Please unsubscribe me↵Grace Hopper"
_NAME_BELOW = re.compile(
    r"(?<![.!?,;:])\n(?=(?:[A-ZÀ-ÖØ-ÞĄĆĘŁŃŚŹŻ][\w'’-]*[a-zà-öø-ÿ][\w'’-]* ?\.?){1,3}\s*(?:\n\s*\n|\Z))"
)
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'"})
_KANA_MARKS = "\u3099\u309a"  # these make different letters, so they are not accents
# "Re: Unsubscribe": in plain text
_REPLIED = re.compile(r"(?:(?:re|aw|sv|rv|tr|antw|odp|vs|res|r|fwd?|wg)(?:\[\d+\])?\s?: ?)+")
_SENTENCE = re.compile(r"(?<=[.!?;…])\s+|\n\s*\n")


def detect_opt_out(text: str, subject: str = "") -> OptOut:
    """The request in an answer, which must be passed without quoted text. `subject`: pass it only if the sender wrote
    it. A request in the subject counts only if the subject contains nothing else ("Unsubscribe"), or if the text is
    empty and the request is worded as in our footer ("Delete my data"); any other request in the subject is a doubt."""
    return _judged(text, subject)[0]


def may_want_no_more_mail(text: str, subject: str = "") -> bool:
    """Whether an answer that is not certain to be a request may still be one."""
    return _judged(text, subject)[1]


def _judged(text: str, subject: str) -> tuple[OptOut, bool]:
    """The certain request, and whether there is a doubtful one."""
    plain = _without_footers(_plain(text[: 2 * _LOOKED_AT]))[:_LOOKED_AT]
    found, doubt = _requests(plain)
    if _alone(plain) or _alone(_plain(subject[:_SHORT])):
        found = found or "opt_out"
    if not found:
        in_subject, doubt_in_subject = _in_subject(_plain(subject[:_SHORT]))
        doubt = doubt or doubt_in_subject or bool(in_subject)
        found = "" if plain.strip() else in_subject
    if found and _interested(plain):
        return "", True
    return found, not found and (doubt or _hinted(plain))


def _in_subject(plain: str) -> tuple[OptOut, bool]:
    """The request in the subject of an e-mail without text. A request after "Re:" is a doubt, and so is any request
    that isn't worded as in our footer, because the subject may be ours."""
    if _words(plain) in _ASKED_FOR:
        return "erasure_request", False
    theirs = _REPLIED.sub("", plain, count=1) if _REPLIED.match(plain) else plain
    found, doubt = _requests(theirs)
    return "", bool(found) or doubt or _alone(theirs) or (theirs == plain and _hinted(plain))


def _interested(plain: str) -> bool:
    for denied in (NO_INTEREST, NO_CONTACT, REMOVAL, ERASURE):
        plain = denied.sub(" ", plain)
    return INTEREST.search(plain) is not None


def _requests(plain: str) -> tuple[OptOut, bool]:
    found: OptOut = ""
    doubt = False
    about_data = MY_DATA.search(plain) is not None
    for sentence in _SENTENCE.split(plain):
        sentence = " ".join(sentence.split())
        if OPPOSITE.search(sentence):
            continue
        erasure = ERASURE.search(sentence) or (ERASE_IT.search(sentence) if about_data else None)
        hit = erasure or _opt_out(sentence)
        if hit is None:
            continue
        if is_doubtful(sentence, hit, plain, erasure=erasure is not None):
            doubt = True
        elif erasure:
            found = "erasure_request"
        else:
            found = found or "opt_out"
    return found, doubt


def _opt_out(sentence: str) -> re.Match[str] | None:
    hit = NO_CONTACT.search(sentence)
    if hit is not None and not misses_us(sentence):
        return hit
    hit = REMOVAL.search(sentence)
    return hit if hit is not None and not asks_to_go_on(sentence, hit) else None


def _hinted(plain: str) -> bool:
    return any(HINTS.search(sentence) and not OPPOSITE.search(sentence) for sentence in _SENTENCE.split(plain))


def _alone(plain: str) -> bool:
    return len(plain) < _SHORT and _words(plain) in ALONE


def _words(plain: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", plain).split())


def _plain(text: str) -> str:
    """The text in lower case, without accents, with one kind of apostrophe, and with spaces for line breaks within
    sentences."""
    folded = unicodedata.normalize("NFKD", _NAME_BELOW.sub(".\n", text)).casefold()
    unaccented = "".join(sign for sign in folded if not unicodedata.combining(sign) or sign in _KANA_MARKS)
    paragraphs = re.split(r"\n\s*\n", unicodedata.normalize("NFC", unaccented.translate(_LETTERS)))
    return "\n\n".join(" ".join(each.split()) for each in paragraphs)


def _without_footers(plain: str) -> str:
    """The text without pieces of our footers: some mail programs do not mark what they quote."""
    return _FOOTER_PIECES.sub(" ", plain)


def _piece(text: str) -> str:
    """A pattern for the words of a piece of a footer, with any punctuation or whitespace between them."""
    return r"\W+".join(map(re.escape, re.findall(r"\w+", _plain(text))))


_FOOTER_PIECES = re.compile(
    "|".join(
        _piece(sentence)
        for text in FOOTERS
        for sentence in re.split(r"\{\w+\}|(?<=[.)?]) ", text)
        if len(sentence.split()) > 3
    )
)
# "Delete my data", in each language
_ASKED_FOR = frozenset(_words(_plain(asked)) for text in FOOTERS for asked in re.findall(r"[“«„]([^”»“]+)[”»“]", text))
