"""Builds answers to our letter as mail programs send them: where the letter is quoted, and how."""

# ruff: noqa: E501

import base64
import quopri
from collections.abc import Callable
from html import escape

from connectors.mail.base import MailAccount
from connectors.mail.compose.compose import Links, footer
from connectors.mail.compose.footer_texts import WORDS

OURS = "<inv-0123456789abcdef0123456789abcdef@acme.example>"
REPLY_TO = "jobs+4f1c2d3e4f5a6b7c8d9e0f1a2b3c4d5e@acme.example"
SUBJECT = "Night shifts in Boston"
ACCOUNT = MailAccount(mail_from="jobs@acme.example", company="Acme", postal_address="1 Main Street\nBoston")
LINKS = Links("https://sourcer.example/a/one", "https://sourcer.example/u/two")
QUESTIONS = ("Would you like to hear more?", "When can we call you?")
LETTER = f"""Hi Grace,

we are looking for a senior nurse for our team in Boston.
{QUESTIONS[0]}

If not, just say so and we will not contact you again.
{QUESTIONS[1]}

Ana Ruiz
Recruiter"""

_HEADERS = {  # of a quoted e-mail: from, sent, to, subject
    "en": "From Sent To Subject", "de": "Von Gesendet An Betreff", "fr": "De Envoyé À Objet",
    "es": "De Enviado Para Asunto", "it": "Da Inviato A Oggetto", "pt": "De Enviada Para Assunto",
    "nl": "Van Verzonden Aan Onderwerp", "pl": "Od Wysłano Do Temat", "sv": "Från Skickat Till Ämne",
    "da": "Fra Sendt Til Emne", "no": "Fra Sendt Til Emne", "fi": "Lähettäjä Lähetetty Vastaanottaja Aihe",
    "cs": "Od Odesláno Komu Předmět", "ro": "De_la Trimis Către Subiect", "hu": "Feladó Elküldve Címzett Tárgy",
    "tr": "Kimden Gönderildi Kime Konu", "ru": "От Отправлено Кому Тема", "uk": "Від Надіслано Кому Тема",
    "el": "Από Αποστολή Προς Θέμα", "ja": "差出人 送信日時 宛先 件名", "zh": "发件人 发送时间 收件人 主题",
    "ko": "보낸_사람 보낸_날짜 받는_사람 제목", "vi": "Từ Đã_gửi Đến Chủ_đề",
}  # fmt: skip
_WROTE = {
    "en": "On Mon, Nov 23, 2026 at 10:15 AM {} wrote:", "de": "Am Mo., 23. Nov. 2026 um 10:15 Uhr schrieb {}:",
    "fr": "Le lun. 23 nov. 2026 à 10:15, {} a écrit :", "es": "El lun, 23 nov 2026 a las 10:15, {} escribió:",
    "it": "Il giorno lun 23 nov 2026 alle ore 10:15 {} ha scritto:",
    "pt": "{} escreveu (segunda, 23/11/2026 à(s) 10:15):", "nl": "Op ma 23 nov 2026 om 10:15 schreef {}:",
    "pl": "pon., 23 lis 2026 o 10:15 {} napisał(a):", "sv": "Den mån 23 nov. 2026 kl 10:15 skrev {}:",
    "da": "Den man. 23. nov. 2026 kl. 10.15 skrev {}:", "no": "man. 23. nov. 2026 kl. 10:15 skrev {}:",
    "fi": "ma 23. marrask. 2026 klo 10.15 {} kirjoitti:", "cs": "po 23. 11. 2026 v 10:15 odesílatel {} napsal:",
    "ro": "În lun., 23 nov. 2026 la 10:15, {} a scris:", "hu": "{} ezt írta (2026. nov. 23., H, 10:15):",
    "tr": "{}, 23 Kas 2026 Pzt, 10:15 tarihinde şunu yazdı:", "ru": "пн, 23 нояб. 2026 г. в 10:15, {}:",
    "uk": "пн, 23 лист. 2026 р. о 10:15 {} пише:", "el": "Στις Δευ 23 Νοε 2026 στις 10:15 π.μ., ο χρήστης {} έγραψε:",
    "ja": "2026年11月23日(月) 10:15 {}:", "zh": "{} 于2026年11月23日周一 10:15写道：",
    "ko": "2026년 11월 23일 (월) 오전 10:15, {}님이 작성:", "vi": "Vào Th 2, 23 thg 11, 2026 vào lúc 10:15 {} đã viết:",
}  # fmt: skip
_PHONE = {
    "en": "Sent from my iPhone", "de": "Von meinem iPhone gesendet", "fr": "Envoyé de mon iPhone",
    "es": "Enviado desde mi iPhone", "it": "Inviato da iPhone", "pt": "Enviado do meu iPhone",
    "nl": "Verstuurd vanaf mijn iPhone", "pl": "Wysłane z iPhone'a",
}  # fmt: skip
_ANA = "Ana Ruiz <jobs@acme.example>"

Form = Callable[[str, str, str], str]  # words of the answer, the letter, the language → text, or HTML


def sent(language: str) -> str:
    """Our letter as it went out."""
    below = language if language in WORDS else "en"
    return f"{LETTER}\n\n{footer('connect', below, ACCOUNT, 'Indeed', LINKS)}"


def _marked(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


def _wrote(language: str) -> str:
    return _WROTE[language].format(_ANA)


def _block(language: str) -> str:
    values = (_ANA, "23.11.2026 10:15", "grace@home.example", SUBJECT)
    labels = (label.replace("_", " ") for label in _HEADERS[language].split())
    return "\n".join(f"{label}: {value}" for label, value in zip(labels, values, strict=True))


def _between(words: str, letter: str, language: str) -> str:
    one, two = words.split(" // ")
    quoted = _marked(letter)
    for question, answer in zip(QUESTIONS, (one, two), strict=True):
        quoted = quoted.replace(f"> {question}", f"> {question}\n\n{answer}\n")
    return f"{_wrote(language)}\n{quoted}"


def _html(words: str, quote: str) -> str:
    return f"<html><body><div>{escape(words).replace(chr(10), '<br>')}</div>{quote}</body></html>"


def _html_letter(letter: str) -> str:
    return escape(letter).replace("\n", "<br>\n")


FORMS: dict[str, Form] = {
    "gmail": lambda words, letter, to: f"{words}\n\n{_wrote(to)}\n\n{_marked(letter)}",
    "apple": lambda words, letter, to: f"{words}\n\n{_PHONE[to]}\n\n{_wrote(to)}\n>\n{_marked(letter)}",
    "outlook": lambda words, letter, to: f"{words}\n\n{'_' * 32}\n{_block(to)}\n\n{letter}",
    "below": lambda words, letter, to: f"{_wrote(to)}\n{_marked(letter)}\n\n{words}",
    "between": _between,
    "yahoo": lambda words, letter, to: f"{words}\n\n{_wrote(to)}\n\n{letter}",
    "samsung": lambda words, letter, to: f"{words}\n\n-------- Original message --------\n{_block(to)}\n\n{letter}",
    "lotus": lambda words, letter, to: f"{words}\n\n-----Ana Ruiz <jobs@acme.example> wrote: -----\n{_block(to)}\n\n{letter}",
    "libero": lambda words, letter, to: f"{words}\n\n> Il 23/11/2026 10:15 {_ANA} ha scritto:\n>\n{_marked(letter)}",
    "mailru": lambda words, letter, to: f"{words}\n\n>Понедельник, 23 ноября 2026, 10:15 +03:00 от {_ANA}:\n>\n{_marked(letter)}",
    "qq": lambda words, letter, to: f"{words}\n\n------------------ 原始邮件 ------------------\n{_block(to)}\n\n{letter}",
    "plain_quote": lambda words, letter, to: f"{words}\n\n{_marked(letter)}",
    "proton": lambda words, letter, to: f"{words}\n\nSent with Proton Mail secure email.\n\n{_wrote(to)}\n\n{_marked(letter)}",
    "spark": lambda words, letter, to: f"{words}\n\nSent with Spark\nOn 23 Nov 2026, 10:15 +0100, {_ANA}, wrote:\n{_marked(letter)}",
    "t_online": lambda words, letter, to: f"{words}\n\n-----Original-Nachricht-----\nBetreff: {SUBJECT}\nDatum: 2026-11-23T10:15:00+0100\nVon: {_ANA}\n\n{letter}",
    "blackberry": lambda words, letter, to: f"{words}\n\nSent from my BlackBerry 10 smartphone.\n  Original Message  \n{_block(to)}\n\n{letter}",
    "seznam": lambda words, letter, to: f"{words}\n\n---------- Původní e-mail ----------\n{_block('cs')}\n\n{letter}",
    "groupwise": lambda words, letter, to: f"{words}\n\n>>> {_ANA} 23.11.2026 10:15 >>>\n{letter}",
    "mutt": lambda words, letter, to: f"{words}\n\n* {_ANA} [2026-11-23 10:15]:\n{_marked(letter)}",
    "emclient": lambda words, letter, to: f"{words}\n\n------ Original Message ------\n{_block(to).replace(':', '', 4)}\n\n{letter}",
    "initials": lambda words, letter, to: f"{words}\n\n>>>>> Ana Ruiz writes:\n\n" + "\n".join(f"AR> {line}".rstrip() for line in letter.split("\n")),
    "bar": lambda words, letter, to: f"{words}\n\nOn Monday Ana Ruiz wrote:\n" + "\n".join(f"| {line}".rstrip() for line in letter.split("\n")),
    "none": lambda words, letter, to: words,
    "gmail_html": lambda words, letter, to: _html(
        words,
        f'<br><div class="gmail_quote"><div class="gmail_attr">{escape(_wrote(to))}</div>'
        f'<blockquote class="gmail_quote">{_html_letter(letter)}</blockquote></div>',
    ),
    "outlook_html": lambda words, letter, to: _html(
        words,
        f'<div id="divRplyFwdMsg"><p>{_html_letter(_block(to))}</p></div><div>{_html_letter(letter)}</div>',
    ),
}  # fmt: skip


def answer(form: str, language: str, charset: str, words: str) -> bytes:
    """The e-mail. `charset` may be "quoted" or "base64": UTF-8 in that encoding."""
    text = FORMS[form](words, sent(language), language) + "\n"
    encoding = {"quoted": "quoted-printable", "base64": "base64"}.get(charset, "8bit")
    charset = charset if encoding == "8bit" else "utf-8"
    raw = text.encode(charset, "replace")
    if encoding == "quoted-printable":
        raw = quopri.encodestring(raw)
    elif encoding == "base64":
        raw = base64.encodebytes(raw)
    subtype = "html" if form.endswith("html") else "plain"
    headers = (
        "From: Grace Hopper <grace@home.example>",
        f"To: {REPLY_TO}",
        f"Subject: Re: {SUBJECT}",
        "Message-ID: <answer@home.example>",
        f"In-Reply-To: {OURS}",
        "MIME-Version: 1.0",
        f"Content-Type: text/{subtype}; charset={charset}",
        f"Content-Transfer-Encoding: {encoding}",
    )
    return "\r\n".join([*headers, "", ""]).encode() + raw.replace(b"\n", b"\r\n")
