"""Every e-mail of the corpus is classified as expected, and arbitrary bytes do no harm."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pages.texts import LANGUAGES, Texts
from connectors.mail.base import Letter, MailAccount
from connectors.mail.compose.compose import Links, footer
from connectors.mail.compose.default_texts import standard
from connectors.mail.compose.footer_texts import WORDS
from connectors.mail.receiving.classify import Unreadable, read
from connectors.mail.receiving.html_text import text_of
from connectors.mail.receiving.opt_outs import detect_opt_out
from connectors.mail.receiving.quoted import own_text
from connectors.mail.sending import mime
from tests.connectors.mail.receiving.expected import EXPECTED
from tests.paths import MAIL_CORPUS

GRACE = "grace@home.example"
INVITATION = "<inv-0123456789abcdef0123456789abcdef@acme.example>"
FOLLOW_UP = "<inv-fedcba9876543210fedcba9876543210@acme.example>"
TOKEN = "4f1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e"
MAILBOX = MailAccount(mail_from="jobs@acme.example", company="Acme", postal_address="1 Main Street")
LINKS = Links("https://sourcer.example/a/one", "https://sourcer.example/u/two")
ATTRIBUTIONS = (
    ("en", "On Mon, Nov 23, 2026 at 10:15 AM Ana Ruiz wrote:"),
    ("es", "El lun, 23 nov 2026 a las 10:15, Ana Ruiz escribió:"),
    ("fr", "Le lun. 23 nov. 2026 à 10:15, Ana Ruiz a écrit :"),
    ("de", "Am Mo., 23. Nov. 2026 um 10:15 Uhr schrieb Ana Ruiz:"),
)


def raw(name: str) -> bytes:
    return (MAIL_CORPUS / f"{name}.eml").read_bytes()


def test_every_mail_has_an_expectation():
    assert {file.stem for file in MAIL_CORPUS.glob("*.eml")} == set(EXPECTED)
    assert len(EXPECTED) >= 40


@pytest.mark.parametrize("name", EXPECTED)
def test_the_corpus(name: str):
    kind, ours, text = EXPECTED[name]
    if kind == "unreadable":
        with pytest.raises(Unreadable, match=text):
            read(raw(name))
        return
    mail = read(raw(name))
    assert mail.kind + (" gone" if mail.cause == "no_such_address" else "") == kind
    if text.endswith("…"):
        assert mail.text.startswith(text[:-1])
    else:
        assert mail.text == text
    known = "message" if {INVITATION, FOLLOW_UP} & set(mail.references) else ""
    assert f"{known} {'token' if TOKEN in mail.tokens else ''}".strip() == ours


def test_an_answer_has_what_threading_needs():
    mail = read(raw("follow_up_thread"))
    assert mail.references == (FOLLOW_UP, INVITATION)
    assert mail.reply_references == f"{INVITATION} {FOLLOW_UP} <0020@home.example>"
    assert mail.sent_at == datetime(2026, 11, 25, 19, tzinfo=UTC)
    assert mail.key == "mail:<0020@home.example>"


def test_a_mail_without_an_id_has_a_stable_key():
    assert read(raw("hostile_no_message_id")).key == read(raw("hostile_no_message_id")).key
    assert read(raw("hostile_no_message_id")).key != read(raw("hostile_null_bytes")).key


def test_thread_references_are_limited():
    mail = read(raw("hostile_many_references"))
    assert mail.references[0] == INVITATION
    assert len(mail.references) == 50


def test_headers_cannot_be_injected():
    mail = read(raw("hostile_header_injection"))
    assert mail.sender == "evil@evil.example"
    assert "\n" not in mail.subject
    assert mail.text == "<!channel> [click](http://evil.example) <@U0ADMIN>"


def _harmless(damaged: bytes) -> None:
    """The e-mail is set aside, or nothing in it can harm later processing."""
    try:
        mail = read(damaged)
    except Unreadable:
        return
    whole = " ".join((mail.text, mail.subject, mail.sender, mail.message_id, mail.key, *mail.references, *mail.tokens))
    whole.encode()
    assert "\x00" not in whole
    assert len(mail.text) <= 8_000
    assert len(mail.key) <= 205


@given(st.binary(max_size=2_000))
def test_arbitrary_bytes_are_read_or_set_aside(bytes_of_anybody: bytes):
    _harmless(bytes_of_anybody)


@settings(deadline=None)  # one of them is large
@given(st.sampled_from(sorted(EXPECTED)), st.integers(0, 3_000), st.binary(max_size=30), st.integers(0, 60))
def test_a_damaged_mail_is_read_or_set_aside(name: str, at: int, with_what: bytes, instead_of: int):
    whole = raw(name)
    _harmless(whole[:at] + with_what + whole[at + instead_of :])


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text",
    [
        "\n" * 100_000 + "x",
        "Am schrieb " * 9_000,
        ("On " + "a " * 95 + "\n") * 400,
        "> " * 50_000,
        "_" * 100_000,
        ("From:\n" * 16_000),
        "Sent from my " * 8_000,
        "delete my " * 10_000,
        "do not " * 15_000 + "contact " * 5_000,
        ("x\nThanks," + " \n" * 50_000),
    ],
)
def test_no_text_makes_the_patterns_slow(text: str):
    detect_opt_out(own_text(text))


@pytest.mark.timeout(20)
@pytest.mark.parametrize("part", ["<div>", "<", "<![CDATA[", "<!--", "&#x0;", "<a href="])
def test_no_html_is_slow(part: str):
    own_text(text_of(part * 40_000))


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("Please unsubscribe me.", "opt_out"),
        ("I would like to opt out.", "opt_out"),
        ("Stop emailing me!", "opt_out"),
        ("No me escriban más, por favor", "opt_out"),
        ("Ne m'écrivez plus. Désabonnez-moi.", "opt_out"),
        ("Bitte keine weiteren E-Mails.", "opt_out"),
        ("Melden Sie mich bitte vom Newsletter ab.", "opt_out"),
        ("I opt for the job in Boston.", ""),
        ("Please don't stop here, tell me more", ""),
        ("How can I unsubscribe from the other list? This one is fine", ""),
        ("Ich habe keine E-Mails von Ihnen bekommen", ""),
        ("No me llamen antes de las diez", ""),
        ("Please remove the salary from the profile of my job ad", ""),
        ("Please delete my data.", "erasure_request"),
        ("You still did not delete my data!", "erasure_request"),
        ("Warum haben Sie meine Daten nicht gelöscht?", "erasure_request"),
        ("Löschen Sie meine Daten. Ich will das nicht.", "erasure_request"),
        ("Aún no eliminaron mis datos", "erasure_request"),
        ("Vous n'avez pas effacé mes données", "erasure_request"),
        ("I want you to remove my profile from your records", "erasure_request"),
        ("My data skills are good, do not delete this mail", ""),
        ("Quiero ejercer mi derecho de supresión", "erasure_request"),
        ("Veuillez supprimer mes données", "erasure_request"),
        ("Ich verlange die Löschung meiner Daten", "erasure_request"),
        ("Please delete everything you have about me", "erasure_request"),
        ("I want all my data deleted.", "erasure_request"),
        ("Please don't send me any more emails", "opt_out"),
        ("I don't want you to contact me again.", "opt_out"),
        ("Please stop writing to me.", "opt_out"),
        ("Please opt me out", "opt_out"),
        ("Please remove me from your mailing list", "opt_out"),
        ("No me envíen más correos", "opt_out"),
        ("", ""),
    ],
)
def test_wishes(text: str, wish: str):
    assert detect_opt_out(text) == wish


@pytest.mark.parametrize(
    "text",
    [
        "Don't forget to email me the details!",
        "Never mind, message me tomorrow",
        "Please do not wait to contact me",
        "I do not mind you contacting me.",
        "Do not call, just email me",
        "Don't worry, email us",
        "Please stop by or email me",
        "Don't contact me yet: I have to ask my wife",
        "Do not email me unless it is remote",
        "I can't stop writing code",
        "I'd opt out of travel, the rest is fine",
        "Feel free to remove me from the CC",
        "No me envíen el contrato todavía, por favor",
        "Don't forget me when the role opens",
        "Please do not delete my data yet",
        "Por favor, no eliminen mis datos",
        "N'effacez pas mes données, s'il vous plaît",
        "Bitte löschen Sie meine Daten noch nicht.",
        "Bitte meine Daten nicht löschen",
        "Vergessen Sie mich bitte nicht!",
        "No me olviden",
        "If you can remove the degree requirement, my profile fits",
        "I will delete my old profile there; all my details are in the CV",
        "Let me remove any outdated information first",
    ],
)
def test_a_wish_to_continue_is_not_taken_for_an_opt_out(text: str):
    """An opt-out is final: the person is never contacted again."""
    assert detect_opt_out(text) == ""


@pytest.mark.parametrize("language", WORDS)
def test_the_wording_suggested_in_the_notice_is_understood(language: str):
    [wording] = re.findall("[“«„]([^“”«»„]+)[”»“]", WORDS[language].notice)
    assert detect_opt_out(f"{wording}!") == "erasure_request"
    assert detect_opt_out(f"{wording}\n\n{WORDS[language].notice}") == "erasure_request"


@pytest.mark.parametrize(
    "wording", ["Forget me", "“Forget me”", "Olvídenme", "Oubliez-moi", "« Oubliez-moi »", "Vergessen Sie mich"]
)
def test_the_wording_of_earlier_notices_is_still_understood(wording: str):
    assert detect_opt_out(wording) == "erasure_request"


@pytest.mark.parametrize("page", LANGUAGES.values(), ids=LANGUAGES)
def test_the_button_of_the_answer_page_is_understood_as_a_reply(page: Texts):
    assert detect_opt_out(page.never) == "opt_out"


@pytest.mark.parametrize(
    "label",
    ["Never contact me again", "No vuelvan a contactarme", "Ne plus jamais me contacter", "Nie wieder kontaktieren"],
)
def test_the_buttons_of_earlier_answer_pages_are_understood_as_a_reply(label: str):
    assert detect_opt_out(label) == "opt_out"


# The footers of e-mails sent before the texts were rewritten; answers to them still arrive.
EARLIER_FOOTERS = (
    "To be forgotten, answer this mail with “Forget me” or write to jobs@acme.example.\n\nNo more mails from us, ever:",
    "Para que le olvidemos, responda a este correo con «Olvídenme» o escriba a jobs@acme.example.\n\n"
    "No recibir nunca más correos nuestros:",
    "Pour être oublié(e), répondez « Oubliez-moi » à ce message ou écrivez à jobs@acme.example.\n\n"
    "Ne plus jamais recevoir de message de notre part :",
    "Damit wir Sie vergessen, antworten Sie auf diese Mail mit „Vergessen Sie mich“ oder schreiben Sie an "
    "jobs@acme.example.\n\nNie wieder Mails von uns:",
)
FOOTERS = (
    *(footer(kind, code, MAILBOX, "Indeed", LINKS) for kind in ("connect", "apply", "reply") for code in WORDS),
    *EARLIER_FOOTERS,
)


@pytest.mark.parametrize("below", FOOTERS)
@pytest.mark.parametrize("change", [str, lambda text: text.replace("“", '"').replace("”", '"'), str.upper])
def test_our_own_footer_quoted_without_markers_is_no_wish(below: str, change: Callable[[str], str]):
    assert detect_opt_out(change(f"Yes, please call me.\n\n{below}")) == ""
    assert detect_opt_out(change(f"Please unsubscribe me.\n\n{below}")) == "opt_out"


@pytest.mark.parametrize(("language", "attribution"), ATTRIBUTIONS)
def test_an_answer_above_our_quoted_mail_is_read_alone(language: str, attribution: str):
    subject, text = standard("connect", language, job=True)
    sent = f"{subject}\n\n{text}\n\nAna Ruiz\n\n{footer('connect', language, MAILBOX, 'Indeed', LINKS)}"
    marked = "\n".join(f"> {line}".rstrip() for line in sent.split("\n"))
    for quoted in (marked, sent):
        own = own_text(f"Merci, danke, gracias, thank you.\n\n{attribution}\n{quoted}")
        assert own == "Merci, danke, gracias, thank you."


@pytest.mark.parametrize("sender", ["(" * 15_000, "g:" * 8_000, '"' * 15_001, "a@[" * 5_000, "<" * 15_000])
def test_no_sender_makes_a_mail_unreadable(sender: str):
    """A single such mail, from anyone, would block every answer after it."""
    mail = read(f"From: {sender}\r\nTo: jobs+{'a' * 32}@acme.example\r\nSubject: Re: hello\r\n\r\nYes".encode())
    assert (mail.kind, mail.text, mail.tokens) == ("replied", "Yes", ("a" * 32,))


def test_only_the_start_of_an_endless_html_mail_is_read():
    assert text_of("<p>Yes, call me</p>" + "<div>" * 30_000) == "Yes, call me"


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        ("=?utf-8?q?boss=40northwind.example=2C?= <grace@example.com>", "grace@example.com"),
        ("=?utf-8?q?=22=C2=A1?= <Grace@example.com>", "grace@example.com"),
        ("=?utf-8?b?Qm9zcyA8Ym9zc0Bub3J0aHdpbmQuZXhhbXBsZT4=?= <grace@example.com>", "grace@example.com"),
    ],
)
def test_an_encoded_name_is_not_an_address(sender: str, address: str):
    mail = read(f"From: {sender}\r\nTo: jobs+{'a' * 32}@acme.example\r\nSubject: Re: hello\r\n\r\nYes".encode())
    assert mail.sender == address


@pytest.mark.parametrize(
    "its", ["é@home.example", "a" * 245 + "@home.example", "a b@home.example", "=?utf-8?q?=0D=0A?=@x.y"]
)
def test_an_id_that_fits_no_header_is_dropped(its: str):
    """A reply repeats the ids of its thread: one that fits into no header would make every reply fail."""
    mail = read(f"From: {GRACE}\r\nMessage-ID: <{its}>\r\nReferences: <{its}>\r\n {INVITATION}\r\n\r\nYes".encode())
    chain = tuple(mail.reply_references.split())
    assert INVITATION in chain
    letter = Letter(
        "<a@b.example>", "Ana", "jobs@acme.example", GRACE, "Re: hello", "Hi", "", "", mail.message_id, chain
    )
    assert INVITATION.encode() in mime.as_bytes(letter, datetime.now(UTC))


@pytest.mark.parametrize(
    "mark",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (rejected)",
        "X-Autoreply: yes",
        "X-Autorespond: out",
        "Precedence: bulk",
        "Return-Path: <>",
    ],
)
def test_any_single_sign_of_an_automatic_mail_is_enough(mark: str):
    mail = read(f"From: {GRACE}\r\nSubject: Re: hello\r\n{mark}\r\n\r\nTo unsubscribe, press here.".encode())
    assert mail.kind == "auto_reply"


@pytest.mark.parametrize("mark", ["Auto-Submitted: no", "Precedence: first-class", f"Return-Path: <{GRACE}>"])
def test_a_persons_mail_is_not_automatic(mark: str):
    assert read(f"From: {GRACE}\r\nSubject: Re: hello\r\n{mark}\r\n\r\nYes".encode()).kind == "replied"


def test_forwarding_a_report_counts_as_an_answer():
    """A person writes and attaches an e-mail with a server's report: only their text counts."""
    report = raw("bounce_postfix").decode()
    mail = read(
        f"From: {GRACE}\r\nMessage-ID: <1@home.example>\r\nIn-Reply-To: {INVITATION}\r\nSubject: Re: hello\r\n"
        'Content-Type: multipart/mixed; boundary="outer"\r\n\r\n'
        "--outer\r\nContent-Type: text/plain\r\n\r\nYour other mail came back to me, see below. Call me!\r\n"
        f"--outer\r\nContent-Type: message/rfc822\r\n\r\n{report}\r\n--outer--\r\n".encode()
    )
    assert (mail.kind, mail.text) == ("replied", "Your other mail came back to me, see below. Call me!")


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_an_answer_around_a_picture_is_read_to_its_end(kind: str):
    mail = MIMEMultipart("mixed")
    mail["From"], mail["Subject"] = "grace@home.example", "Re: A role"
    picture = MIMEImage(b"GIF89a", "gif")
    picture.add_header("Content-Disposition", "inline")
    notes = MIMEText("Please remove me from your list.")
    notes.add_header("Content-Disposition", "attachment", filename="notes.txt")
    for part in (MIMEText("Yes, here is my badge:", kind), picture, MIMEText("Call me on Tuesday.", kind), notes):
        mail.attach(part)
    found = read(mail.as_bytes())
    assert (found.kind, found.text) == ("replied", "Yes, here is my badge:\nCall me on Tuesday.")


def test_the_cells_of_a_table_are_words_of_their_own():
    mail = b"From: grace@home.example\nContent-Type: text/html\n\n<table><tr><td>Tuesday</td><td>3 pm</td></tr></table>"
    assert read(mail).text == "Tuesday 3 pm"
