"""The complete letter: its footer, the identical preview, and the HTML part."""

from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.mail.base import Letter, MailAccount
from connectors.mail.compose.compose import (
    Content,
    Headers,
    Kind,
    Links,
    SenderFacts,
    footer,
    letter,
    preview,
    signature,
    source_words,
)
from connectors.mail.compose.footer_texts import WORDS

ACCOUNT = MailAccount(
    smtp_url="smtps://user:secret@mail.example:465",
    mail_from="jobs@mercy.example",
    company="Mercy Hospital",
    postal_address="1 Main Street\nBoston, MA 02110\nUSA",
)
ANA = SenderFacts("Ana Lima", "Recruiter", "Mercy Hospital", "https://calendar.example/ana")
LINKS = Links("https://sourcer.example/a/answer-token", "https://sourcer.example/u/never-token")
TEXT = "Hello Grace,\n\nshall we talk? See https://mercy.example/work.\n\nKind regards"
LANGUAGES = ("en", "es", "fr", "de")


def made(
    text: str = TEXT,
    *,
    kind: Kind = "connect",
    language: str = "en",
    account: MailAccount = ACCOUNT,
    sender: SenderFacts = ANA,
    subject: str = "Hello Grace",
    source: str = "Indeed",
) -> Letter:
    content = Content(kind, language, subject, text, source, LINKS)
    headers = Headers(
        message_id="<inv-1@mercy.example>",
        reply_to="jobs+token@mercy.example",
        in_reply_to="<inv-0@mercy.example>",
        references=("<a@b>", "<inv-0@mercy.example>"),
    )
    return letter(content, headers, to="grace@example.com", sender=sender, account=account)


class Page(HTMLParser):
    """What a mail client parses from the HTML part: tags, attributes, links, and the text in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.links: list[tuple[str, str]] = []
        self.words = ""
        self._link = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _ in attrs}
        if tag == "a":
            self._link = dict(attrs).get("href") or ""
            self.links.append((self._link, ""))
        self.words += "" if tag == "a" else " "

    def handle_endtag(self, tag: str) -> None:
        self._link = "" if tag == "a" else self._link

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._link:
            url, parts = self.links[-1]
            self.links[-1] = url, parts + data


ALLOWED = {"html", "head", "meta", "title", "body", "div", "p", "br", "a", "hr", "small"}


# ── footer ───────────────────────────────────────────────────


def _flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["connect", "apply"])
def test_every_invitation_has_the_legally_required_footer(language: str, kind: Kind):
    mail = made(kind=kind, language=language, source=source_words("internet", "Internet", language))
    words = WORDS[language]
    for part in (mail.text, " ".join(Page(mail.html).words.split())):
        flat = _flat(part)
        assert "Mercy Hospital 1 Main Street Boston, MA 02110 USA" in flat
        assert words.internet in flat  # the source of the data
        assert "jobs@mercy.example" in flat  # where to request erasure
        assert any(law in flat for law in ("GDPR", "RGPD", "DSGVO"))
        assert _flat(words.apply if kind == "apply" else words.interested).rstrip(" :") in flat
        assert _flat(words.never).rstrip(" :") in flat
    assert mail.unsubscribe_url == LINKS.never
    assert LINKS.answer in mail.text
    assert LINKS.never in mail.text


def test_the_footer_differs_in_the_four_languages():
    footers = {footer("connect", language, ACCOUNT, "Indeed", LINKS) for language in LANGUAGES}
    assert len(footers) == 4
    assert footer("connect", "tlh", ACCOUNT, "Indeed", LINKS) == footer("connect", "en", ACCOUNT, "Indeed", LINKS)


def test_a_custom_notice_replaces_the_default_and_the_source_stays():
    own = footer("connect", "en", replace(ACCOUNT, notice="Write to our data officer.\nRoom 5"), "Indeed", LINKS)
    assert "Where we found your details: Indeed. Write to our data officer.\nRoom 5" in own
    assert "legitimate interest" not in own


def test_a_reply_from_chat_has_neither_answer_link_nor_notice():
    mail = made(kind="reply")
    assert LINKS.answer not in mail.text + mail.html
    assert "legitimate interest" not in mail.text
    assert "1 Main Street" in mail.text
    assert LINKS.never in mail.text


def test_braces_in_an_admins_text_are_literal():
    account = replace(ACCOUNT, company="{email} {0} %s", notice="")
    assert "{email} {0} %s stores your name" in footer("connect", "en", account, "{company}", LINKS)


@pytest.mark.parametrize(
    ("sender", "expected"),
    [
        (SenderFacts("Ana Lima"), "Ana Lima"),
        (replace(ANA, calendar_url=""), "Ana Lima\nRecruiter\nMercy Hospital"),
        (ANA, "Ana Lima\nRecruiter\nMercy Hospital\n\nBook a time to talk: https://calendar.example/ana"),
        (
            replace(ANA, signature="— Ana\r\nMercy"),
            "— Ana\nMercy\n\nBook a time to talk: https://calendar.example/ana",
        ),
        (replace(ANA, signature="Ana, https://calendar.example/ana"), "Ana, https://calendar.example/ana"),
        (replace(ANA, calendar_url="javascript:alert(1)"), "Ana Lima\nRecruiter\nMercy Hospital"),
        (SenderFacts(), ""),
    ],
)
def test_the_signature(sender: SenderFacts, expected: str):
    assert signature(sender, "en") == expected


# ── preview ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["connect", "apply", "reply"])
def test_the_preview_equals_the_letter_except_for_links(language: str, kind: Kind):
    mail = made(kind=kind, language=language)
    shown = preview(
        account=ACCOUNT,
        sender=ANA,
        subject="Hello Grace",
        text=TEXT,
        kind=kind,
        language=language,
        source_words="Indeed",
    )
    words = WORDS[language]
    sent = mail.text.replace(LINKS.answer, words.answer_link).replace(LINKS.never, words.never_link)
    assert shown.text == sent
    assert (shown.subject, shown.sender) == (mail.subject, f"{mail.sender_name} <{mail.sender}>")
    assert "https://sourcer.example" not in shown.text


def test_the_text_is_unchanged():
    assert made().text.startswith(TEXT + "\n\nAna Lima\nRecruiter\n")
    assert made().text.endswith("\n")


# ── headers ──────────────────────────────────────────────────────────────────────


def test_the_letter_has_threading_headers_and_a_sender_name():
    mail = made()
    assert (mail.message_id, mail.to, mail.reply_to) == (
        "<inv-1@mercy.example>", "grace@example.com", "jobs+token@mercy.example"
    )  # fmt: skip
    assert (mail.in_reply_to, mail.references) == ("<inv-0@mercy.example>", ("<a@b>", "<inv-0@mercy.example>"))
    assert (mail.sender_name, mail.sender) == ("Ana Lima, Mercy Hospital", "jobs@mercy.example")


def test_no_name_or_subject_can_add_a_header():
    evil = "x\r\nBcc: all@example.com\n\u2028\x00"
    mail = made(subject=evil, sender=SenderFacts(evil), account=replace(ACCOUNT, company=evil, mail_from=evil))
    for header in (mail.subject, mail.sender_name, mail.sender, mail.to, mail.reply_to):
        assert header.splitlines() == [header]
        assert header.isprintable()


def test_links_and_logins_are_in_no_repr():
    for value in (LINKS, made(), ACCOUNT):
        assert "token" not in repr(value)
        assert "secret" not in repr(value)


# ── the HTML part ────────────────────────────────────────────────────────────────


def test_links_are_clickable_with_the_preceding_text_as_label():
    links = Page(made().html).links
    assert links == [
        ("https://mercy.example/work", "https://mercy.example/work"),  # without the full stop after it
        ("https://calendar.example/ana", "https://calendar.example/ana"),
        (LINKS.answer, "Let us know whether you're interested"),
        (LINKS.never, "Prefer not to hear from us? Unsubscribe here"),
    ]


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("(see https://a.example/x)", "https://a.example/x"),
        ("https://a.example/x_(y)", "https://a.example/x_(y)"),
        ("https://a.example/?q=1&r=2.", "https://a.example/?q=1&r=2"),
        ("HTTPS://A.example!", "HTTPS://A.example"),
        ("«https://a.example»", "https://a.example"),
    ],
)
def test_where_a_url_ends(text: str, url: str):
    assert Page(made(text).html).links[0] == (url, url)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src="https://evil.example/pixel.gif" onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        "javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "[text](https://evil.example)",
        '" onmouseover="alert(1)',
        'https://a.example/"onmouseover="alert(1)',
        "</title></head></body><style>*{display:none}</style>",
        "<!-- --><svg/onload=alert(1)>",
        "&lt;script&gt;",
        "{{ 7 * 7 }}{% if x %}",
    ],
)
def test_text_that_looks_like_markup_is_escaped(hostile: str):
    mail = made(
        f"Dear {hostile}", subject=hostile, sender=SenderFacts(hostile), account=replace(ACCOUNT, company=hostile)
    )
    page = Page(mail.html)
    assert page.tags <= ALLOWED
    assert all(not name.startswith("on") for _, name in page.attributes)
    assert {url.split(":")[0].lower() for url, _ in page.links} <= {"https"}
    assert f"Dear {hostile}" in page.words
    assert f"Dear {hostile}" in mail.text


def test_nothing_is_loaded_and_no_colour_is_chosen():
    page = Page(made().html)
    assert page.tags <= ALLOWED
    assert ("html", "lang") in page.attributes
    assert "color:" not in made().html
    assert "src=" not in made().html
    assert "url(" not in made().html


def test_the_html_declares_its_language():
    assert '<html lang="fr">' in made(language="fr").html
    assert '<html lang="en">' in made(language='"><script>').html


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.text(max_size=40), st.text(max_size=40))
def test_any_text_gives_a_letter_containing_it(text: str, name: str, company: str):
    mail = made(text, subject=name, sender=SenderFacts(name), account=replace(ACCOUNT, company=company))
    page = Page(mail.html)
    assert page.tags <= ALLOWED
    assert {url.split(":")[0].lower() for url, _ in page.links} <= {"http", "https"}
    assert LINKS.never in {url for url, _ in page.links}
    assert LINKS.never in mail.text
    mail.text.encode()
    mail.html.encode()
