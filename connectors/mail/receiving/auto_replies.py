"""Detects automatic replies such as out-of-office notices and acknowledgements: no one has read our mail yet."""

import re

from connectors.mail.receiving.parse import Part, header, headers

# https://www.rfc-editor.org/rfc/rfc3834 and the non-standard headers that servers use instead
_MARKS = ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Autoreply-From", "X-Mail-Autoreply", "X-Vacation")
_PRECEDENCE = ("auto_reply", "auto-reply", "bulk", "junk", "autoreply")
_SUBJECT = re.compile(
    r"^\W*((re|aw|sv|rv|tr): ?)*"
    r"(auto(matic|mated|matische?|matique|mática)?[ -]?(reply|response|responder|antwort|reponse|réponse)?:"
    r"|(automatic|automated|auto)[ -]?(reply|response)\b|automatische antwort|automatische rückmeldung"
    r"|respuesta autom[áa]tica|r[ée]ponse automatique|message automatique"
    r"|out[ -]of[ -](the[ -])?office|on (vacation|annual leave|holiday|leave)\b|i am (away|out of office)"
    r"|abwesenheits(notiz|benachrichtigung|meldung)|abwesend\b|nicht im (büro|haus)|urlaubsmeldung|ich bin im urlaub"
    r"|fuera de (la )?oficina|ausente\b|ausencia\b|de vacaciones|mensaje autom[áa]tico"
    r"|absence (du bureau|automatique)|absent(e)? du bureau|en congés?\b|notification d.absence"
    r"|(we have )?received your (e-?mail|message|application)|ticket #|\[ticket|eingangsbestätigung"
    r"|acuse de recibo|accusé de réception)",
    re.I,
)


def is_automatic(mail: Part) -> bool:
    """Whether the message marks itself as automatic, in one of the common ways."""
    submitted = header(mail, "Auto-Submitted").lower()
    if submitted and not submitted.startswith("no"):
        return True
    if headers(mail, *_MARKS):
        return True
    if any(value.strip().lower() in _PRECEDENCE for value in headers(mail, "Precedence")):
        return True
    return _SUBJECT.match(header(mail, "Subject")[:300]) is not None
