"""Decodes text by the charset that an e-mail declares, allowing for how mail programs misuse these names.

Labels and their meanings: https://encoding.spec.whatwg.org/#names-and-labels."""

import re
from typing import Final

from connectors.charset_guesses import guessed

# What a label really holds: the larger set that programs write under the smaller one's name.
_MEANT: Final = {
    "cp949": (
        "ks_c_5601-1987 ks_c_5601-1989 ks_c_5601 ksc5601 ksc_5601 kr korean iso-ir-149 windows-949 "
        "euc-kr euckr cseuckr uhc ms949"
    ),
    "gb18030": (
        "gb2312 gb_2312-80 gb_2312 gbk x-gbk cn-gb chinese csgb2312 iso-ir-58 euc-cn cp936 windows-936 gb18030 hz-gb"
    ),
    "cp932": "shift_jis shift-jis sjis x-sjis ms_kanji csshiftjis windows-31j ms932 cp932 mskanji",
    "big5hkscs": "big5 big5-hkscs cn-big5 x-x-big5 csbig5 cp950 windows-950",
    "cp1252": (
        "iso-8859-1 iso8859-1 iso_8859-1 iso88591 latin1 latin-1 l1 us-ascii ascii ansi_x3.4-1968 "
        "iso-ir-100 windows-1252 cp1252 x-cp1252 cp819 ibm819 iso_8859-1:1987 8859-1"
    ),
    "cp1254": "iso-8859-9 iso8859-9 iso_8859-9 latin5 l5 windows-1254 cp1254 x-cp1254",
    "cp874": "tis-620 iso-8859-11 iso8859-11 windows-874 dos-874 cp874",
    "euc_jp": "euc-jp x-euc-jp eucjp cseucpkdfmtjapanese",
    "iso2022_jp_ext": "iso-2022-jp csiso2022jp iso-2022-jp-1 iso-2022-jp-2 iso-2022-jp-ms cp50220 cp50221",
    "iso2022_kr": "iso-2022-kr csiso2022kr",
    "utf-7": "utf-7 utf7 unicode-1-1-utf-7 csunicode11utf7 x-unicode-1-1-utf-7",
    "utf-8": (
        "utf-8 utf8 unicode-1-1-utf-8 unicode11utf8 unicode20utf8 x-unicode20utf8 utf-8-sig utf8mb4 cp65001 65001"
    ),
    "utf-16-le": "utf-16le unicode ucs-2 iso-10646-ucs-2 csunicode",
    "hz": "hz hz-gb-2312",
    "koi8-r": "koi8-r koi koi8 koi8_r cskoi8r",
    "koi8-u": "koi8-u koi8-ru",
    "mac-roman": "macintosh mac x-mac-roman csmacintosh macroman",
    "mac-cyrillic": "x-mac-cyrillic x-mac-ukrainian",
    "cp866": "ibm866 cp866 866 csibm866",
    "iso8859-8": "iso-8859-8-i iso-8859-8-e logical visual hebrew",
    "iso8859-6": "arabic asmo-708 ecma-114 iso-8859-6-i iso-8859-6-e",
    "iso8859-7": "greek greek8 ecma-118 elot_928 sun_eu_greek",
    "iso8859-5": "cyrillic",
}
_CODECS: Final = {label: codec for codec, labels in _MEANT.items() for label in labels.split()}
_OTHERS = re.compile(
    r"utf-?(?:16|32)(?:-?[bl]e)?|(?:iso[-_]?)?8859[-_]?\d{1,2}|latin-?\d{1,2}|(?:windows|cp|ibm)-?\d{3,4}|x-cp125\d|mac-?\w+"
)
_JAPANESE = re.compile(rb"\x1b\$[@B]")  # a shift to Japanese characters, in an e-mail that names no charset
_STATEFUL = ("utf-7", "iso2022_jp_ext", "iso2022_kr", "hz")  # pure ASCII: UTF-8 must not be tried first


def decoded(raw: bytes, charset: str | None) -> str:
    """Decode bytes with the declared charset, or with another one if that fails. Never raises."""
    codec = _codec(charset or "") or ("iso2022_jp_ext" if _JAPANESE.search(raw) else "")
    if codec not in _STATEFUL and (text := _utf8(raw, 1 if codec in ("", "cp1252", "utf-8") else 3)):
        return text
    if codec in ("", "utf-8") and (text := _cut_utf8(raw)):
        return text
    if codec in ("", "cp1252", "utf-8"):
        codec = guessed(raw) or codec
    for name in (codec, "utf-8"):
        try:
            return raw.decode(name or "utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    if codec not in ("", "cp1252", "utf-8") and (text := _mostly(raw, codec)):
        return text
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _codec(charset: str) -> str:
    label = charset.strip(" \t\"'").lower()
    if label in _CODECS:
        return _CODECS[label]
    return label.removeprefix("x-") if _OTHERS.fullmatch(label) else ""


def _utf8(raw: bytes, least: int) -> str:
    """The text if the bytes are UTF-8 with at least `least` non-ASCII characters: programs mislabel UTF-8 as other
    charsets."""
    if raw.isascii():
        return ""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return text if sum(sign > "\x7f" for sign in text) >= least else ""


def _cut_utf8(raw: bytes) -> str:
    """The text if most of its non-ASCII characters are valid UTF-8, as when the e-mail was cut off or a few bytes are
    broken."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return text if sum(sign > "\x7f" for sign in text) > 3 * broken else ""


def _mostly(raw: bytes, codec: str) -> str:
    """The text if only a few bytes are broken, as in an e-mail that was cut off."""
    try:
        text = raw.decode(codec, "replace")
    except LookupError:
        return ""
    return text if text.count("\ufffd") * 20 <= len(text) + 20 else ""
