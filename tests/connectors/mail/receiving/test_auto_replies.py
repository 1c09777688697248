"""Automatic e-mails, by their headers or by a subject that only machines write. Our own subject, repeated, is no
sign."""

import pytest

from connectors.mail.receiving.classify import read
from tests.paths import MAIL_CORPUS

AUTOMATIC = """
Automatic reply: A role at Acme
Auto: A role at Acme
Out of Office: A role at Acme
Out of Office AutoReply: Re: A role at Acme
Grace Hopper is out of the office (returning 30/11/2026)
I am currently out of the office
On annual leave until 1 December
Automatische Antwort: A role at Acme
Abwesenheitsnotiz: A role at Acme
Abwesend: A role at Acme
Réponse automatique : A role at Acme
Absence du bureau
En congés jusqu'au 3 décembre
Respuesta automática: A role at Acme
Fuera de la oficina
Risposta automatica: A role at Acme
Fuori sede: A role at Acme
Resposta automática: A role at Acme
Ausência temporária: A role at Acme
Automatisch antwoord: A role at Acme
Afwezig: A role at Acme
Automatyczna odpowiedź: A role at Acme
Odpowiedź automatyczna: A role at Acme
Autosvar: A role at Acme
Automatiskt svar: A role at Acme
Automatisk svar: A role at Acme
Automaattinen vastaus: A role at Acme
Automatická odpověď: A role at Acme
Automatikus válasz: A role at Acme
Răspuns automat: A role at Acme
Otomatik Yanıt: A role at Acme
Автоматический ответ: A role at Acme
Автоматична відповідь: A role at Acme
Автоматичен отговор: A role at Acme
Αυτόματη απάντηση: A role at Acme
自动回复: A role at Acme
自動応答: A role at Acme
자동 회신: A role at Acme
رد تلقائي: A role at Acme
תשובה אוטומטית: A role at Acme
Trả lời tự động: A role at Acme
Balasan otomatis: A role at Acme
Automaatvastus: A role at Acme
Samodejni odgovor: A role at Acme
""".strip().split("\n")

ANSWERS = (
    ("Re: On leave cover: staff nurse in Boston", "On leave cover: staff nurse in Boston"),
    ("AW: Urlaubsvertretung gesucht", "Urlaubsvertretung gesucht"),
    ("Re: Automatic reply systems engineer", "Automatic reply systems engineer"),
    ("RE: Out of office: night shifts", "Out of office: night shifts"),
    ("On leave cover: staff nurse in Boston", "On leave cover: staff nurse in Boston"),
    ("Re: Absence cover", "Absence cover"),
    ("Re: A role at Acme", "A role at Acme"),
    ("Semesterjob in Bremen?", "A role at Acme"),
    ("Holiday plans and the interview", "A role at Acme"),
)


def mail(subject: str, *headers: str) -> bytes:
    lines = ("From: grace@home.example", f"To: jobs+{'a' * 32}@acme.example", f"Subject: {subject}", *headers)
    return "\r\n".join((*lines, "Content-Type: text/plain; charset=utf-8", "", "Until Monday.")).encode()


@pytest.mark.parametrize("subject", AUTOMATIC)
def test_a_subject_that_only_machines_write(subject: str):
    assert read(mail(subject)).kind == "auto_reply"
    assert read(mail(subject), ["A role at Acme"]).kind == "auto_reply"


@pytest.mark.parametrize(("subject", "ours"), ANSWERS)
def test_our_own_subject_makes_no_answer_automatic(subject: str, ours: str):
    assert read(mail(subject), [ours]).kind == "replied"


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "X-Autoreply: yes",
        "Precedence: auto_reply",
        "X-POST-MessageClass: 9; Autoresponder",
    ],
)
def test_a_header_makes_a_mail_automatic(header: str):
    assert read(mail("Re: A role at Acme", header)).kind == "auto_reply"


@pytest.mark.parametrize("disposition", ["displayed", "deleted"])
def test_a_receipt_is_no_answer(disposition: str):
    raw = (
        "From: grace@home.example\nSubject: Read: A role at Acme\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\n\n--b\n\nYour message was '
        "deleted. Please delete my data.\n--b\nContent-Type: message/disposition-notification\n\n"
        f"Disposition: manual-action/MDN-sent-manually; {disposition}\n\n--b--\n"
    )
    assert read(raw.encode()).kind == "auto_reply"


def _plain_mail(subject: str, text: str) -> bytes:
    head = f"From: grace@home.example\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8"
    return f"{head}\n\n{text}\n".encode()


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Read: A role at Acme", "Your message was read on Monday, November 23, 2026 3:10:00 PM (UTC) GMT."),
        (
            "Read: A role at Acme",
            "Your message\n\n   To: Grace Hopper\n   Subject: A role at Acme\n   Sent: 11/23/2026 9:00 AM\n\n"
            "was read on 11/23/2026 3:10 PM.",
        ),
        ("Not read: A role at Acme", "Your message was deleted without being read on Monday, 23 November 2026."),
        ("Gelesen: A role at Acme", "Ihre Nachricht wurde am Montag, 23. November 2026 15:10:00 gelesen."),
        (
            "Gelesen: A role at Acme",
            "Ihre Nachricht\n\nAn: Grace\nBetreff: A role at Acme\n\nwurde am 23.11.2026 15:10 gelesen.",
        ),
    ],
)
def test_a_receipt_in_plain_words_is_no_answer(subject: str, text: str):
    assert read(_plain_mail(subject, text)).kind == "auto_reply"


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("Read: A role at Acme", "Your message was read. I am interested.", "replied"),
        ("Read: A role at Acme", "Your message was read on Monday. Please delete my data.", "erasure_request"),
        ("Read: A role at Acme", "Your message was read on Monday and I like it.", "replied"),
        ("Read: A role at Acme", "Your message was read on Monday. Sounds good to Grace.", "replied"),
        ("Read: A role at Acme", "", "replied"),
        ("Re: A role at Acme", "Your message was read on Monday.", "replied"),
        ("Gelesen: A role at Acme", "Ihre Nachricht wurde gelesen. Bitte löschen Sie meine Daten.", "erasure_request"),
    ],
)
def test_whoever_writes_more_than_a_receipt_has_answered(subject: str, text: str, kind: str):
    assert read(_plain_mail(subject, text)).kind == kind


def _receipts() -> list[list[str]]:
    blocks = (MAIL_CORPUS / "receipts.txt").read_text("utf-8").split("=== ")[1:]
    return [block.split("\n", 1) for block in blocks]


@pytest.mark.parametrize("kind", ["plain", "html"])
@pytest.mark.parametrize(("subject", "text"), _receipts())
def test_a_receipt_is_no_answer_in_any_language(subject: str, text: str, kind: str):
    raw = _plain_mail(subject, text)
    if kind == "html":
        raw = _plain_mail(subject, text.replace("\n", "<br>")).replace(b"text/plain", b"text/html")
    assert read(raw).kind == "auto_reply"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Lu : Un poste", "Votre message a été lu. Appelez-moi demain."),
        ("Re: Un poste", "J'ai lu votre message, oui, appelez-moi."),
        ("Leído: Una vacante", "Su mensaje fue leído el lunes y me interesa mucho."),
        ("Leído: x", "He leído su mensaje, sí, llámeme."),
        ("Re: A role", "I have read your message, yes please call"),
        ("Read: A role", "I have read your message, yes please call"),
        ("Read: A role", "Your message was read on Monday, November 23, 2026 3:10:00 PM (UTC) GMT.\n\nPlease call me"),
        ("Gelezen: Een baan", "Uw bericht is gelezen. Ik heb interesse."),
        ("Luettu: Työ", "Viestisi luettiin. Kiitos, soita!"),
        ("已读: 职位", "您的邮件已阅读，我很感兴趣。"),
        ("開封済み: 求人", "メッセージは開封されました。興味があります。"),
        ("Okundu: iş", "İletiniz okundu, ilgileniyorum."),
        ("Przeczytano: Praca", "Twoja wiadomość została przeczytana, proszę dzwonić."),
        ("Lu : Un poste", "Votre message a été lu le 3 mars, oui"),
        ("Read: A role", "Your message was read on March 3 (UTC+01:00) Paris\nyes please call"),
        ("Read: A role", "Yes! Re: your message was read at 3 pm."),
    ],
)
def test_an_answer_that_mentions_reading_is_an_answer(subject: str, text: str):
    assert read(_plain_mail(subject, text)).kind == "replied"
