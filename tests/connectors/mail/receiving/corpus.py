"""The corpus of incoming mail: tests/connectors/mail/corpus/*.txt with one e-mail a line, and whole mails."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.connectors.mail.receiving.answer_forms import OURS, REPLY_TO, SUBJECT, answer, sent
from tests.connectors.mail.receiving.bounce_cases import COMPLAINTS, FORMS, NO_COMPLAINTS
from tests.connectors.mail.receiving.bounce_forms import BOUNCES, REPORTS, TO
from tests.connectors.mail.receiving.expected import EXPECTED
from tests.paths import MAIL_CORPUS, ROOT

_FOLDERS = tuple(ROOT / "tests/connectors/mail" / name for name in ("quotes", "cases"))
_WHOLE = {"erasure": "erasure_request"}
_KINDS = {
    "a reply": "replied", "an auto-reply": "auto_reply", "an erasure request": "erasure_request", "bounced": "bounced",
    "delayed": "delayed", "a complaint": "complaint",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """`kind`: what it is. `doubt`: a recruiter has to look at it. `cause`: of a bounce, with the fault. `text`: the
    sender's words. None: the case says nothing about it."""

    name: str
    raw: bytes
    kind: str
    sent: tuple[str, ...] = ()
    doubt: bool = False
    cause: str | None = None
    text: str | None = None


def cases() -> list[Case]:
    return [*_answers(), *_automatic(), *_bounces(), *_reports(), *_mails()]


def _lines(file: str) -> Iterator[tuple[str, list[str]]]:
    """The language of each line (from the heading above it), and its cells."""
    language = "en"
    for line in (MAIL_CORPUS / f"{file}.txt").read_text(encoding="utf-8").split("\n"):
        if line.startswith("["):
            language = line.strip("[]")
        elif "|" in line and not line.startswith("#"):
            yield language, [cell.strip().replace("¶", "\n") for cell in line.split("|")]


def _answers() -> Iterator[Case]:
    for language, (kind, form, charset, words) in (*_lines("answers"), *_lines("requests"), *_lines("wordings")):
        raw = answer(form, language, charset, words)
        own = kind.rstrip("?")
        name = f"{language}: {words}"
        yield Case(
            name, raw, _WHOLE.get(own, own), (SUBJECT, sent(language)), "?" in kind, text=words.replace(" // ", "\n")
        )


def wordings() -> list[tuple[str, str]]:
    """What each wording of an answer is ("replied?": a recruiter has to look at it), and the words."""
    return [(kind, words) for _, (kind, _, _, words) in _lines("wordings")]


def _automatic() -> Iterator[Case]:
    for _, (kind, headers, subject, words) in _lines("automatic"):
        subject = subject.replace("~", SUBJECT)
        lines = ["From: grace@home.example", f"To: {REPLY_TO}", f"Subject: {subject}", f"In-Reply-To: {OURS}", headers]
        head = "\n".join([*filter(None, lines), "Content-Type: text/plain; charset=utf-8"])
        yield Case(f"{subject}: {words}", f"{head}\n\n{words}\n".encode(), kind, (SUBJECT,))


def _bounces() -> Iterator[Case]:
    for _, (right, layout, status, words) in _lines("bounces"):
        words = words.replace("{to}", TO)
        cause = right.removeprefix("delayed ")
        kind = "delayed" if right.startswith("delayed") else "bounced"
        yield Case(f"{layout}: {words or status}", BOUNCES[layout](status, words).encode(), kind, cause=cause)


def _reports() -> Iterator[Case]:
    for _, (kind, form, feedback) in _lines("complaints"):
        yield Case(f"{form}: {feedback}", REPORTS[form](feedback).encode(), kind)


def real_cases() -> list[tuple[str, str]]:
    """The names of the e-mails that were read wrongly once, and what is right, in words."""
    return [(name, right) for _, (name, right) in _lines("cases")]


def real_case(name: str) -> bytes:
    return next(folder / name for folder in _FOLDERS if (folder / name).exists()).read_bytes()


def _mails() -> Iterator[Case]:
    """Whole e-mails, which other tests describe in detail."""
    for name, (kind, _, _) in EXPECTED.items():
        if kind != "unreadable":
            yield Case(name, (MAIL_CORPUS / f"{name}.eml").read_bytes(), kind.partition(" ")[0])
    for name, right in real_cases():
        yield Case(name, real_case(name), next(kind for words, kind in _KINDS.items() if right.startswith(words)))
    for mail, right in FORMS:
        kind, _, cause = right.partition(" ")
        yield Case(mail[:60], mail.encode(), kind, cause=cause)
    for mail in COMPLAINTS:
        yield Case(mail[:60], mail.encode(), "complaint")
    for mail, kind in zip(NO_COMPLAINTS, ("auto_reply", "auto_reply", "replied"), strict=True):
        yield Case(mail[:60], mail.encode(), kind)
