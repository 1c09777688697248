"""Dates as people and programs write them: "Mar 2019", "15.03.2019", "3/15/2019", "Class of '15", 43539, "2015 – 2019".

A date written with numbers only, such as 3/1/2024, is ambiguous unless the order is given or one number is over 12."""

import re
import unicodedata
from datetime import UTC, date, datetime, timedelta
from typing import Literal, NamedTuple

from connectors.files.values import InvalidValue

DateOrder = Literal["dmy", "mdy"]

_WANTED = "is not a date: write YYYY, YYYY-MM or YYYY-MM-DD"
_AMBIGUOUS = "can be read as day/month or month/day: add --dates dmy or --dates mdy"
_PRESENT = frozenset(
    [
        "present", "current", "currently", "now", "today", "ongoing", "-", "–", "to date", "till date", "till now",
        "until now", "up to now", "heute", "aktuell", "derzeit", "laufend", "aujourd'hui", "actuel", "en cours",
        "actualidad", "actual", "presente", "oggi", "attuale", "atual", "heden", "至今", "现在",
    ]
)  # fmt: skip
_NEVER = re.compile(r"[0/.\-: t]+z?", re.ASCII)  # "0/0/00", "0000-00-00 00:00:00"
_MONTH_NAMES = (
    "jan january januar janvier janv enero ene gennaio gen janeiro januari janner jaenner styczen",
    "feb february februar fevrier fevr fev febrero febbraio fevereiro februari luty",
    "mar march marz maerz mrz marzo mars marco maart mrt marzec",
    "apr april avril avr abril abr aprile kwiecien",
    "may mai mayo maggio mag maio mei maj",
    "jun june juni juin junio giugno giu junho czerwiec",
    "jul july juli juillet juil julio luglio lug julho lipiec",
    "aug august aout agosto ago augustus augusti sierpien",
    "sep sept september septembre septiembre settembre set setembro wrzesien",
    "oct okt october oktober octobre octubre ottobre ott outubro out pazdziernik",
    "nov november novembre noviembre novembro listopad",
    "dec dez dic december dezember decembre diciembre dicembre dezembro grudzien",
)
_MORE_MONTH_NAMES = (  # Russian, Turkish, Czech; short Polish ones
    "января январь янв ocak sty leden",
    "февраля февраль фев subat lut unor",
    "марта март мар mart",
    "апреля апрель апр nisan kwi duben",
    "мая маи mayis maja kveten",
    "июня июнь июн haziran cze cerven",
    "июля июль июл temmuz lip cervenec",
    "августа август авг agustos sie srpen",
    "сентября сентябрь сен eylul wrz zari",
    "октября октябрь окт ekim paz rijen",
    "ноября ноябрь ноя kasim lis",
    "декабря декабрь дек aralik gru prosinec",
)
_MONTHS = {
    name: number
    for group in (_MONTH_NAMES, _MORE_MONTH_NAMES)
    for number, names in enumerate(group, 1)
    for name in names.split()
}
_LEADING = re.compile(
    r"^(?:class of|promotion|graduat(?:ed|ing|ion)(?: in)?|expected|exp\.?|anticipated|since|from|seit|depuis|desde"
    r"|approx\.?|about|circa|ca?\.|in|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,)\s*[:]?\s*(?=.*\d)"
)
_TIME = re.compile(r"(?<=\d)(?:[t,]\s*|\s+)(?P<time>\d{1,2}:\d{2}.*)$")
_DATE_WORDS = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª|\.)(?=\s)|\b(?:of|de|del)\s|[,年月日]")
_FIRST_SERIAL, _LAST_SERIAL = 18_000, 58_000  # days that spreadsheets count from 1899-12-30: 1949 to 2058
_EPOCH = date(1899, 12, 30)
_SEPARATOR = re.compile(r"\s+[-–—~]\s+|\s*[–—]\s*|\s+(?:to|until|till|through|bis|a|à|au|hasta|al|tot|t/m)\s+")
_YEARS = re.compile(r"(\d{4})\s*[-/]\s*(\d{2}|\d{4})", re.ASCII)
_MONTH_DASH = re.compile(r"((?:[a-z]+\.?\s|\d{1,2}[/.])\d{4})\s*-\s*(.*\d{4}|\D+)", re.ASCII)
_YEAR_DASH = re.compile(r"(\d{4})\s*-\s*(\D+)", re.ASCII)


class Span(NamedTuple):
    """The two ends of a range of dates. None: not given, or ongoing."""

    start: str | None
    end: str | None


def partial_date(text: str, order: DateOrder | None = None) -> str | None:
    """The date as YYYY[-MM[-DD]], or the end of a range; None for "Present" and for text without a date. Raises
    InvalidValue."""
    return span.end if (span := _span(text, order)) else _single(text, order)


def start_of_post(text: str, order: DateOrder | None = None) -> dict[str, str]:
    """The date as `start`; for a range, also `end`. Raises InvalidValue."""
    return _named(_span(text, order) or Span(_single(text, order), None))


def end_of_post(text: str, order: DateOrder | None = None) -> dict[str, str]:
    """The date as `end`; for a range, also `start`. Raises InvalidValue."""
    return _named(_span(text, order) or Span(None, _single(text, order)))


def _named(span: Span) -> dict[str, str]:
    return {name: value for name, value in span._asdict().items() if value}


def moment(text: str, order: DateOrder | None = None) -> str:
    """An ISO 8601 time with a time zone: UTC if none is given, midnight for a date alone. Raises InvalidValue."""
    text = " ".join(text.split())
    at = _iso(text) or _seconds(text)
    if at is not None and at.tzinfo and text[10:11] in ("T", "t"):
        return text
    if at is None:
        folded = _fold(text)
        timed = _TIME.search(folded)
        day = _single(folded[: timed.start()] if timed else folded, order)
        if day is None or len(day) < len("2024-03-01"):
            raise InvalidValue("is not a time: write 2026-11-20T08:00:00Z")
        at = datetime.combine(date.fromisoformat(day), datetime.min.time())
        at += _clock(timed["time"]) if timed else timedelta()
    try:
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (OverflowError, ValueError):
        raise InvalidValue("is not a time: write 2026-11-20T08:00:00Z") from None


def _iso(text: str) -> datetime | None:
    if not re.match(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        return None
    try:
        return datetime.fromisoformat(re.sub(r" (?:UTC|GMT)$", "Z", text).replace(" +", "+"))
    except ValueError:
        return None


def _seconds(text: str) -> datetime | None:
    """The time that a number of Unix seconds or milliseconds means, from 2001 on."""
    if re.fullmatch(r"1\d{9}(?:\d{3})?", text, re.ASCII) is None:
        return None
    return datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC)


def _clock(text: str) -> timedelta:
    """The time of day, converted to UTC if an offset follows it."""
    found = re.match(
        r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*([ap])?\.?m?\.?\s*(?:([+-])(\d{2}):?(\d{2}))?", text, re.ASCII
    )
    assert found is not None  # _TIME has matched its beginning
    hours, minutes, seconds = int(found[1]), int(found[2]), int(found[3] or 0)
    if hours > 23 or minutes > 59 or seconds > 59:
        raise InvalidValue("is not a time: write 2026-11-20T08:00:00Z")
    if found[4]:
        hours = hours % 12 + (12 if found[4] == "p" else 0)
    at = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if not found[5]:
        return at
    away = timedelta(hours=int(found[6]), minutes=int(found[7]))
    return at - away if found[5] == "+" else at + away


def _span(text: str, order: DateOrder | None) -> Span | None:
    """The range of dates in the text; None if it is a single date."""
    folded = _fold(text)
    years = _YEARS.fullmatch(folded)
    if years is not None and (len(years[2]) == 4 or int(years[2]) > 12):
        end = years[2] if len(years[2]) == 4 else years[1][:2] + years[2]
        return Span(years[1], end) if years[1] <= end else None
    parts = _SEPARATOR.split(folded, maxsplit=1)
    if len(parts) < 2 and (found := _YEAR_DASH.fullmatch(folded) or _MONTH_DASH.fullmatch(folded)):
        parts = [found[1], found[2].strip()]
    if len(parts) < 2 or not all(parts):
        return None
    if not re.search(r"\d{4}", parts[0]) and re.fullmatch(r"[a-z]+\.?", parts[0]):
        parts[0] += f" {parts[1][-4:]}"  # "Mar – Jun 2019"
    return Span(_single(parts[0], order), _single(parts[1], order))


def _single(text: str, order: DateOrder | None) -> str | None:
    folded = _fold(text)
    if not folded or folded in _PRESENT or _NEVER.fullmatch(folded):
        return None
    folded = _LEADING.sub("", folded).lstrip("~ ").rstrip("? ")
    if timed := _TIME.search(folded):
        folded = folded[: timed.start()]
    folded = " ".join(_DATE_WORDS.sub(" ", folded).split()).strip(" ,;.()")
    return _digits(folded, order) or _with_month(folded) or _year(folded)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def _digits(text: str, order: DateOrder | None) -> str | None:
    """A date that is written with numbers only."""
    if re.fullmatch(r"\d{4}\.0", text, re.ASCII):  # a year that a program read as a number
        return text[:4]
    if found := re.fullmatch(r"(\d{4})(?:[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?)?", text, re.ASCII):
        return _date(found[1], found[2], found[3])
    if found := re.fullmatch(r"((?:19|20)\d{2})(\d{2})(\d{2})", text, re.ASCII):
        return _date(found[1], found[2], found[3])
    if found := re.fullmatch(r"(\d{1,2})\s?[-/.]\s?(\d{4})", text, re.ASCII):
        return _date(found[2], found[1])
    if found := re.fullmatch(r"(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})", text, re.ASCII):
        first, second, year = int(found[1]), int(found[3]), _century(found[4])
        if found[2] == "." or order == "dmy":
            day, month = first, second
        elif order == "mdy":
            day, month = second, first
        elif first != second and first <= 12 and second <= 12:
            raise InvalidValue(_AMBIGUOUS)
        else:
            day, month = (first, second) if first > 12 else (second, first)
        if month > 12 >= day:  # the other order, whatever --dates says: there is no 15th month
            day, month = month, day
        return _date(year, str(month), str(day))
    if re.fullmatch(r"\d{5}(?:\.\d+)?", text, re.ASCII) and _FIRST_SERIAL <= float(text) <= _LAST_SERIAL:
        return (_EPOCH + timedelta(days=int(float(text)))).isoformat()
    return None


def _with_month(text: str) -> str | None:
    """A date in which the month is written as a name."""
    parts = [part.strip(".") for part in re.split(r"[\s/-]+|(?<=[a-z])\.(?=\d)", text) if part.strip(".")]
    months = [at for at, part in enumerate(parts) if part in _MONTHS]
    if len(months) != 1 or not 2 <= len(parts) <= 3:
        return None
    month = str(_MONTHS[parts.pop(months[0])])
    for part in parts:
        if not re.fullmatch(r"\d{4}|'?\d{2}|\d", part, re.ASCII):
            return None
    if len(parts) == 1:  # "Mar 2019", "Mar-19", "May '15", but not "March 15", which is a day
        year = parts[0]
        if len(year) == 4 or year.startswith("'") or (len(year) == 2 and re.search(r"[a-z]\.?[-/]\d", text)):
            return _date(_century(year.strip("'")), month)
        return None
    first, last = parts
    year, day = (first, last) if len(first) == 4 else (last, first)
    if len(year) == 1:
        return None
    return _date(_century(year.strip("'")), month, day.strip("'"))


def _year(text: str) -> str:
    """The year in text without a month, such as "'15" or "Spring 2015"."""
    if found := re.fullmatch(r"'(\d{2})", text, re.ASCII):
        return _century(found[1])
    if found := re.fullmatch(r"(?:spring|summer|autumn|fall|winter|early|mid|late|end|q[1-4])[\s-]+(\d{4})", text):
        return found[1]
    if found := re.fullmatch(r"(?:ss|ws|so|wise|sose)\s?(\d{4})(?:/\d{2,4})?", text):
        return found[1]
    raise InvalidValue(_WANTED)


def _century(year: str) -> str:
    if len(year) == 4:
        return year
    return f"20{year}" if int(year) < 50 else f"19{year}"


def _date(year: str, month: str | None = None, day: str | None = None) -> str:
    """Format a date. Raises InvalidValue if the calendar does not have it."""
    if int(year) < 1000:
        raise InvalidValue(_WANTED)
    if month is None:
        return year
    try:
        date(int(year), int(month), int(day or 1))
    except ValueError:
        raise InvalidValue(_WANTED) from None
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
