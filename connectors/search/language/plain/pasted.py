"""Puts a pasted request on one line: bullets, "Hi Anna, I'm looking for …", "Role: … | Location: … | Rate: …".

Bullets, emoji, greetings and signatures say nothing about the person. Lines and fields end with a semicolon, so that
the text of one does not run into the next."""

import re
import unicodedata

from connectors.geo.places import Places

_BULLET = re.compile(r"\A\s*(?:[•·▪●◦‣⁃∙○■□–—*→➤➡►▶✔✓☑»>-]+\s+)+")
_INLINE_BULLET = re.compile(r"(?:\A|(?<=\s))[•▪●◦‣⁃∙○■□→➤➡►▶✔✓☑]+(?=\s)")
_NUMBERED = re.compile(r"(?:\A|(?<=\s))\d{1,2}[.)]\s+(?=[^\W\d])")
_NUMBERED_LIST = re.compile(r"\A\s*1[.)]\s.*\s2[.)]\s", re.DOTALL)
_EMOJI_CODE = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])")
_HASHTAG = re.compile(r"(?<![\w#&/])#(?=[^\W\d]{2,})")
_EXCLAIMED = re.compile(r"(?<=[\w)])!+(?=\s|\Z)")
_SUBJECT = re.compile(r"\A\s*(?:(?:re|fwd?|aw|wg|tr|rv)\s*:\s*)+(?=\S)", re.IGNORECASE)
_ASKS = (
    r"(?:i|i[’']m|i[’']d|we|we[’']re|my|our|please|pls|can|could|kindly|looking|need|do|does|is|are|any|find|hope|urgent"
    r"|wir|ich|suche|bitte|nous|je|on|buscamos|busco|necesit\w+|estamos|quick|just|there)"
)
_GREETING = re.compile(
    r"\A\s*(?:hi|hello|hey|dear|good\s+(?:morning|afternoon|evening)|hallo|guten\s+(?:tag|morgen)|liebe[rs]?|sehr\s+geehrte[rs]?"
    rf"|bonjour|hola|buenos\s+d[ií]as|buenas)(?:\s+[\w.’'-]+){{0,3}}?\s*[,;:!.–-]+\s*(?={_ASKS}\b)",
    re.IGNORECASE,
)
_WELL = re.compile(
    r"(?:\A|(?<=[.;,])\s*)(?:i\s+)?hope\s+(?:you|this|all|everyone)\b[^.;!?]*?\b(?:well|good|great|day|week|fine)\s*[.;,!]+\s*",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?:(?<=[.;,!?])|(?<=\s))\s*(?i:(?:best|kind|warm|many)\s+regards|regards|cheers|sincerely|many\s+thanks|thanks(?:\s+(?:so\s+much|a\s+lot"
    r"|in\s+advance))?|thank\s+you(?:\s+(?:so\s+much|in\s+advance))?|(?:mit\s+)?freundlichen?\s+grü(?:ß|ss)en?|viele\s+grüße"
    r"|beste\s+grüße|mfg|vielen\s+dank|cordialement|bien\s+à\s+vous|merci(?:\s+d[’']avance)?|(?:un\s+)?saludos?|gracias)"
    r"(?:\s*[,;.!–-]+\s*(?:[A-Z][\w.’'-]*[\s;,]*){0,4})?\s*[.!;]*\Z"
)
_LABEL = r"[A-Z][A-Za-z.]*(?:\s[A-Za-z]+){0,2}\s?:\s"
_FACT = re.compile(
    rf"\A(?:{_LABEL}|\d+\s*[-–+]?\s*\d*\s*\+?\s*(?:yrs?|years?)\b|[$€£₹]\s?\d|\d[\d.,]*\s?(?:k|lpa)\b"
    r"|(?:immediate|remote|hybrid|on-?site|contract|full[\s-]time|part[\s-]time|permanent|nights?|w2|c2c|asap)\b)",
    re.IGNORECASE,
)
_OPERATOR_ENDS = re.compile(r"(?:\b(?:AND|OR|NOT)|[(|,;:.!?&/-])\s*\Z")
_OPERATOR_BEGINS = re.compile(r"\s*(?:(?:AND|OR|NOT)\b|[)|,;.&/])")
_BEFORE_DASH = re.compile(r"(?i:(?<=\bat)|(?<=\bin)|(?<=@))\s+(?:[–—·•-]+\s+)+")  # "at - Boston"
_DOUBLE = re.compile(r"\s*;(?:\s*[;,.])*\s*")


def one_line(text: str, places: Places) -> str:
    """A pasted request on one line."""
    text = _SUBJECT.sub("", text)
    whole = " ".join(_lines(_without_emoji(text)))
    if '"' not in whole:
        whole = _fields(whole, places)
    if _NUMBERED_LIST.match(whole):
        whole = _NUMBERED.sub("; ", whole)
    whole = _HASHTAG.sub("", _EXCLAIMED.sub(";", whole))
    whole = _WELL.sub("", _SIGNATURE.sub("", _GREETING.sub("", whole)))
    whole = _BEFORE_DASH.sub(" ", whole)
    if ";" in whole:
        whole = _DOUBLE.sub("; ", whole).strip(" ;")
    return " ".join(whole.split())


def _without_emoji(text: str) -> str:
    text = _EMOJI_CODE.sub(" ; ", text)
    if text.isascii():
        return text
    kept = (" ; " if _pictures(sign) else "" if sign in "\u200d\ufe0f\u20e3" else sign for sign in text)
    return "".join(kept)


def _pictures(sign: str) -> bool:
    return unicodedata.category(sign) in ("So", "Sk") and ord(sign) > 0x2500 and sign not in "•■□●○◦▪"


def _lines(text: str) -> list[str]:
    """The lines without bullets. Each line but the last ends with a semicolon, unless an expression continues on the
    next line."""
    lines = [_INLINE_BULLET.sub(" ; ", _BULLET.sub("", one)).strip() for one in text.splitlines()]
    lines = [one for one in lines if one]
    done: list[str] = []
    depth = quotes = 0
    for at, line in enumerate(lines):
        depth += line.count("(") - line.count(")")
        quotes += sum(map(line.count, '"“”'))
        last = at + 1 == len(lines)
        goes_on = (
            last or depth > 0 or quotes % 2 or _OPERATOR_ENDS.search(line) or _OPERATOR_BEGINS.match(lines[at + 1])
        )
        done.append(line if goes_on else f"{line};")
    return done


def _fields(text: str, places: Places) -> str:
    """The text with a semicolon in place of "|", "/" or ">" between fields: "Java Dev | 5-8 yrs | Pune"."""
    if not re.search(r"[|/>]", text):
        return text
    for sign, few in ((r"\s*\|\s*", 2), (r"\s+/\s+", 3), (r"\s+>\s+", 3)):
        parts = re.split(sign, text)
        fields = any(one and places.exact(one) for one in parts) or any(map(_FACT.match, parts[1:]))
        if len(parts) >= few and "(" not in "".join(parts[:-1]) and fields:
            text = "; ".join(one.strip(" ;") for one in parts if one.strip(" ;"))
    return re.sub(rf"\s+/\s+(?={_LABEL})", "; ", text)
