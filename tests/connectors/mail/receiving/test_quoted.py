"""Our own e-mail is cut off an answer, however it is quoted; the answer above, between and below it remains."""

import textwrap
from collections.abc import Callable

import pytest

from connectors.mail.base import MailAccount
from connectors.mail.compose.compose import Links, footer
from connectors.mail.compose.footer_texts import WORDS
from connectors.mail.receiving.classify import read
from connectors.mail.receiving.html_text import text_of
from connectors.mail.receiving.our_text import OurText
from connectors.mail.receiving.quoted import answer_only, own_text
from tests.connectors.mail.receiving.answer_forms import SUBJECT, sent
from tests.paths import ROOT

QUOTES = ROOT / "tests/connectors/mail/quotes"
ABOVE = "Hello Ana,\n\nyes, I am interested. Please call me tomorrow.\n\nGrace"
ACCOUNT = MailAccount(mail_from="jobs@acme.example", company="Acme", postal_address="1 Main Street\nBoston")
LINKS = Links("https://sourcer.example/a/one", "https://sourcer.example/u/two")
LETTER = """Hi Grace,

we are looking for a senior nurse for our Boston team.
Would you like to hear more?

When can we call you?

Ana Ruiz
Recruiter"""


def mail(language: str = "en", text: str = LETTER) -> str:
    return f"{text}\n\n{footer('connect', language, ACCOUNT, 'Indeed', LINKS)}"


def marked(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


@pytest.mark.parametrize("name", sorted(file.stem for file in QUOTES.glob("quote_*.eml")))
def test_the_answer_above_is_read_alone(name: str):
    answer = read((QUOTES / f"{name}.eml").read_bytes())
    assert (answer.kind, answer.text) == ("replied", ABOVE)


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("below_thunderbird_en", "replied", "Yes, I am interested. Please call me on Thursday.\n\nGrace"),
        ("below_thunderbird_de", "replied", "Ja, gerne! Bitte rufen Sie mich an."),
        (
            "below_thunderbird_en_forget",
            "erasure_request",
            "Please delete all my data and never contact me again.\n\nGrace",
        ),
        (
            "between_en",
            "replied",
            "Hi Ana,\n\n> Would you like to hear more?\n\nYes please.\n\n> When can we call you?\n\nTomorrow after 5.",
        ),
        (
            "list_with_dashes",
            "replied",
            "Hi Ana,\n\nmy answers:\n\n- Notice period: 3 months\n- Salary: 90k\n- Start: January\n\n"
            "Please call me on Thursday.\n\nGrace",
        ),
        (
            "words_like_a_header",
            "replied",
            "Hi Ana,\nI work\nFrom: 9 to 5\nTo: be honest, I would prefer evenings.\nCall me then.",
        ),
        ("words_like_an_attribution_de", "replied", "Am Montag passt es. Wie ich schrieb:\nich bin interessiert."),
    ],
)  # fmt: skip
def test_text_is_cut_only_when_it_is_surely_quoted(name: str, kind: str, text: str):
    answer = read((QUOTES / f"{name}.eml").read_bytes())
    assert (answer.kind, answer.text) == (kind, text)


HEADS = (
    "Fra: Ana Ruiz <jobs@acme.example>\nSendt: 23. november 2026 10:15\nTil: grace@home.example\nEmne: A role",
    "Від: Ana Ruiz <jobs@acme.example>\nНадіслано: 23 листопада 2026 р. 10:15\nКому: grace@home.example\nТема: A role",
    "Saatja: Ana Ruiz <jobs@acme.example>\nSaadetud: 23. november 2026 10:15\nSaaja: grace@home.example\nTeema: A role",
    "Từ: Ana Ruiz <jobs@acme.example>\nĐã gửi: 23/11/2026 10:15\nĐến: grace@home.example\nChủ đề: A role",
    "Xyz: Ana Ruiz <jobs@acme.example>\nAbc: 23/11/2026 10:15\nDef: grace@home.example\nGhi: A role",
    "*From:* Ana Ruiz <jobs@acme.example>\n*Sent:* Monday, November 23, 2026 10:15 AM\n*To:* Grace\n*Subject:* A role",
    "From: Ana Ruiz <jobs@acme.example>\n\nSent: 23 November 2026 10:15\n\nTo: Grace Hopper\n\nSubject: Re: A role",
    "-------- Pôvodná správa --------\nOd: Ana Ruiz <jobs@acme.example>\nDátum: 23.11.2026 10:15\nPredmet: A role",
    "-----Mensagem original-----\nDe: Ana Ruiz [mailto:jobs@acme.example]\nEnviada em: 23 de novembro de 2026 10:15",
    "Den mån 23 nov. 2026 kl 10:15 skrev Ana Ruiz <jobs@acme.example>:",
    "Op ma 23 nov 2026 om 10:15 schreef Ana Ruiz <jobs@acme.example>:",
    "Il giorno lun 23 nov 2026 alle ore 10:15 Ana Ruiz <\njobs@acme.example> ha scritto:",
    "Em seg., 23 de nov. de 2026 às 10:15, Ana Ruiz\n<jobs@acme.example> escreveu:",
    "ma 23. marrask. 2026 klo 10.15 Ana Ruiz (jobs@acme.example) kirjoitti:",
    "пн, 23 нояб. 2026 г. в 10:15, Ana Ruiz <jobs@acme.example>:",
    "2026年11月23日(月) 10:15 Ana Ruiz <jobs@acme.example>:",
    "2026년 11월 23일 (월) 오전 10:15, Ana Ruiz <jobs@acme.example>님이 작성:",
    "Στις Δευ 23 Νοε 2026 στις 10:15 π.μ., ο χρήστης Ana Ruiz <jobs@acme.example> έγραψε:",
    "Ana Ruiz <jobs@acme.example>, 23 Kas 2026 Pzt, 10:15 tarihinde şunu yazdı:",
    "On 23 Nov 2026, at 10:15, Ana Ruiz <jobs@acme.example> wrote:",
    "Ana Ruiz <jobs@acme.example> schrieb am Mo., 23. Nov. 2026, 10:15:",
    "---- 在 周一, 23 11月 2026 10:15:22 +0800 Ana Ruiz <jobs@acme.example> 写道 ----",
)  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("change", [str, marked], ids=["bare", "marked"])
def test_every_head_is_cut(head: str, language: str, change: Callable[[str], str]):
    own = own_text(f"{ABOVE}\n\n{head}\n\n{change(mail(language))}", (), "Re: A role", {"jobs@acme.example"})
    assert own == ABOVE


ATTRIBUTIONS = (
    "On Mon, 23 Nov 2026 at 10:15, Ana Ruiz <jobs@acme.example> wrote:",
    "On Monday, November 23, 2026, Ana Ruiz wrote:",
    "On Mon, Nov 23, 2026 at 10:15 AM Ana Ruiz from the nursing team at Acme\n<jobs@acme.example> wrote:",
    "Am Mo., 23. Nov. 2026 um 10:15 Uhr schrieb Ana Ruiz <jobs@acme.example>:",
    "Ana Ruiz <jobs@acme.example> schrieb am Mo., 23. Nov. 2026, 10:15:",
    "Le lun. 23 nov. 2026 à 10:15, Ana Ruiz <jobs@acme.example> a écrit :",
    "El lun, 23 nov 2026 a las 10:15, Ana Ruiz (<jobs@acme.example>) escribió:",
    "Il giorno lun 23 nov 2026 alle ore 10:15 Ana Ruiz <\njobs@acme.example> ha scritto:",
    "Op ma 23 nov 2026 om 10:15 schreef Ana Ruiz <jobs@acme.example>:",
    "Em seg., 23 de nov. de 2026 às 10:15, Ana Ruiz\n<jobs@acme.example> escreveu:",
    "W dniu 23.11.2026 o 10:15, Ana Ruiz pisze:",
)  # fmt: skip
ONE_LINERS = (
    "Free Tuesday 24 Nov 2026 at 11:00",
    "Available from 01/02/2027",
    "Le poste m'intéresse beaucoup",
    "El martes a las 10",
    "Am besten telefonisch",
    "On Tuesday",
    "No thanks, ask again in 2027",
    "2027",
    "Please send details to grace@perso.example",
    "Please unsubscribe grace@perso.example",
    "Delete my data: grace@home.example",
    "On second thought, remove me from your list please",
    "In touch already\nwith grace@home.example",
)  # fmt: skip


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
@pytest.mark.parametrize("answer", [*ONE_LINERS, *(f"Hi,\n{line}" for line in ONE_LINERS)])
@pytest.mark.parametrize("change", [str, marked], ids=["bare", "marked"])
@pytest.mark.parametrize("sent", [(), ("A role", mail())], ids=["unknown", "known"])
def test_the_last_line_above_an_attribution_is_theirs(
    attribution: str, answer: str, change: Callable[[str], str], sent: tuple[str, ...]
):
    for gap in ("\n", "\n\n", "\n\n\n"):
        text = f"{answer}{gap}{attribution}\n\n{change(mail())}"
        assert own_text(text, sent, "Re: A role", {"jobs@acme.example"}) == answer


@pytest.mark.parametrize("answer", ["On Tuesday 24 Nov 2026 at 11:00", "Am 24.11.2026 um 11:00", *ONE_LINERS])
@pytest.mark.parametrize("attribution", ["Ana Ruiz <jobs@acme.example> wrote:", "jobs@acme.example schrieb:"])
def test_an_answer_with_a_date_is_no_part_of_an_attribution_without_one(answer: str, attribution: str):
    assert own_text(f"{answer}\n\n{attribution}\n\n{mail()}", ("A role", mail())) == answer


@pytest.mark.parametrize("head", ["", *HEADS])
@pytest.mark.parametrize("change", [str, marked], ids=["bare", "marked"])
def test_the_answer_below_our_mail_is_read(head: str, change: Callable[[str], str]):
    sent = ("A role", mail())
    own = own_text(f"{head}\n\n{change(mail())}\n\n{ABOVE}", sent, "Re: A role", {"jobs@acme.example"})
    assert own == ABOVE


def test_the_answer_between_lines_without_marks_is_read():
    whole = mail().replace("hear more?\n", "hear more?\nYes please, very much so.\n")
    whole = whole.replace("call you?\n", "call you?\n\nTomorrow after five.\n")
    assert own_text(whole, ("A role", mail())) == "Yes please, very much so.\n\nTomorrow after five."


@pytest.mark.parametrize("width", [30, 50, 76])
def test_our_mail_is_known_when_it_is_wrapped_anew(width: int):
    again = "\n".join("\n".join(textwrap.wrap(line, width)) for line in mail().split("\n"))
    assert own_text(f"Please call me.\n\n{again}", ("A role", mail())) == "Please call me."


def test_our_mail_is_known_in_a_longer_thread():
    """Their first answer is quoted below our reply, and our invitation below that."""
    head = HEADS[0]
    thread = (
        f"Thank you!\n\n{head}\n\nWhen would suit you best this week?\n\n{head}\n\nPlease unsubscribe me.\n\n{head}"
    )
    sent = ("A role", mail(), "When would suit you best this week?")
    assert own_text(f"{thread}\n\n{mail()}", sent, "Re: A role") == "Thank you!"


@pytest.mark.parametrize(
    "text",
    [
        "My details:\nName: Grace Hopper\nE-mail: grace@home.example\nPhone: +1 555 0100\nStart: 1/2/2027",
        "Two things\n---\nPay\n---\nHours",
        "From January on I am free. To be honest, sooner is hard.",
        "On Monday 23 November 2026 at 10:15 I have an interview elsewhere.",
        "---- My experience ----\nTen years in intensive care\n---- My wishes ----\nNights only",
        "Subject: to notice\nDate: from January",
        "Write to grace@home.example before 23 November 2026, 10:15 please",
        "I wrote this on 23.11.2026:\nI would like to come.",
        "1. Yes\n2. No\n3. From: May",
        "Would you like to hear more about me? I have worked in Boston for ten years.",
        "Sent from my desk at work, sorry.\nCall me tomorrow.",
        "> is what I would press\nbut how?",
    ],
)
def test_a_persons_own_text_stays_whole(text: str):
    assert own_text(text, ("A role", mail()), "Re: A role", {"jobs@acme.example"}) == text


def test_a_suggested_wording_is_theirs_even_though_our_footer_has_it():
    assert own_text("Delete my data", ("A role", mail())) == "Delete my data"


@pytest.mark.parametrize("language", WORDS)
def test_every_footer_is_known_by_its_content(language: str):
    for kind in ("connect", "apply", "reply"):
        lines = footer(kind, language, ACCOUNT, "Indeed", LINKS).split("\n")
        address = {"—", "Acme", "1 Main Street", "Boston"}
        known = OurText().lines_of(lines)
        assert {line for line, is_ours in zip(lines, known, strict=True) if line and not is_ours} <= address


def test_an_answer_below_the_html_mark_of_outlook_is_read():
    html = f'<div>Yes</div><div id="divRplyFwdMsg">From: Ana</div><p>{LETTER}</p><div>Call me tomorrow.</div>'
    assert own_text(text_of(html), ("A role", LETTER)) == "Yes\n\nCall me tomorrow."


def test_quoted_lines_above_answers_are_no_part_of_the_answer():
    assert answer_only("> unsubscribe me?\nYes, call me") == "Yes, call me"


@pytest.mark.parametrize("below", ["", "\n\nGrace", "\n\nSent from my iPhone"])
def test_an_answer_in_our_own_words_is_read(below: str):
    """A letter may offer the answer: "Just write: Yes, please call me this week"."""
    letter = mail(text=f"{LETTER}\n\nJust write:\nYes, please call me this week")
    answer = f"Yes, please call me this week{below.removesuffix('Sent from my iPhone')}".strip()
    assert own_text(f"Yes, please call me this week{below}", ("A role", letter)) == answer
    marked_as_quoted = own_text(f"> Yes, please call me this week{below}", ("A role", letter))
    assert answer_only(marked_as_quoted).strip() == below.strip().partition("Sent")[0]
    assert own_text(letter, ("A role", letter)) == ""


@pytest.mark.parametrize("words", ["👍", "✅", "❤️", "?", "Yes 👍", "👍\n\nGrace"])
@pytest.mark.parametrize("above", ["", "On Mon, Nov 23, 2026 at 10:15 AM Ana Ruiz <jobs@acme.example> wrote:\n"])
def test_an_answer_without_words_is_kept_above_what_it_answers(words: str, above: str):
    quoted = "\n".join(f"> {line}" for line in sent("en").split("\n"))
    assert own_text(f"{words}\n\n{above}{quoted}", (SUBJECT, sent("en")), f"Re: {SUBJECT}") == words


def test_a_line_of_ours_without_words_is_no_answer():
    ours = "★★★ Acme hires senior nurses ★★★\nWould you like to hear more about it?\n✅✅✅"
    assert own_text(f"Yes\n\n{ours}", (ours,)) == "Yes"
