"""Guesses the charset of text that declares none, or that declares a Western one but can't be in it, by the characters
that are frequent in each language. In none of these charsets does Western text decode to those characters.

Other single-byte charsets differ too little from the Western one and from each other. For these, the text must contain
a frequent word of a language, and no letters that the language doesn't use."""

import re
from typing import Final

_LOOKED_AT = 4_000  # bytes
_ENOUGH = 0.3  # share of the non-ASCII characters that must be frequent ones
_LETTERS_BESIDE = re.compile(rb"[A-Za-z][\x80-\xff]|[\x80-\xff][A-Za-z]")
_WORD = re.compile(r"[^\W\d_]+")
_WORD_BEYOND_ASCII = re.compile(rb"[\x80-\xff]{3}")

_HANGUL = (
    "이다는을가에의하고한지를은니요습세서도로있안녕감사합관심해주시아어네좋수제일저나기보자전그인면과연락드"
    "겠무없만대부정않라으원급여직장회사싶게내오알려십까"
)
_KANA = "".join(map(chr, (*range(0x3041, 0x3097), *range(0x30A1, 0x30FB), 0x30FC, 0x3002, 0x3001)))
_BOTH_CHINESE = "的一是不了我你您好在有人他上大到要地出也可以工作公司多少能行想都很下天明年月日看做没再感字生点中方便"
_SIMPLIFIED = f"{_BOTH_CHINESE}这为们来个说时和会谢请问职位电话给吗资兴趣现话见对发邮联系换刚还让过谈姓名邮箱城市电手机"
_TRADITIONAL = (
    f"{_BOTH_CHINESE}這為們來個說時和會謝請問職位電話給嗎資興趣現見對發郵聯繫換剛還讓過談裡哪點姓名郵箱城市電話手機"
)
_CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ"

_FREQUENT: Final = {
    "cp949": frozenset(_HANGUL),
    "gb18030": frozenset(_SIMPLIFIED),
    "big5hkscs": frozenset(_TRADITIONAL),
    "cp932": frozenset(_KANA),
    "euc_jp": frozenset(_KANA),
    "cp1251": frozenset(_CYRILLIC),
    "koi8-r": frozenset(_CYRILLIC),
}
_ONE_BYTE = ("cp1251", "koi8-r")
_FEWEST_LETTERS = 4  # in a single-byte charset, where any Western letter decodes to a letter

_NAMES_USE = "éüöäçß"  # the same byte in both
_LATIN_2, _GREEK = ("cp1250", "iso8859-2"), ("cp1253", "iso8859-7")
_LANGUAGES = (  # charsets, letters, and words that no western language has
    (
        _LATIN_2,
        "ąćęłńóśźż",  # Polish
        "imię nazwisko dzień dobry cześć witam dziękuję dziękuje proszę prosze jest jestem będę mogę chętnie mnie "
        "państwo państwa pozdrawiam zainteresowana zainteresowany zadzwonić ofertę praca pracy pracę się "
        "że żeby jak już jeszcze tylko jutro więc również bardzo szanowni wiadomość szukam obecnie może można także "
        "dla przez przed który która które czy oraz środę piątek października września wrzesień stycznia",
    ),
    (
        _LATIN_2,
        "áčďěíňóřšťúůýž",  # Czech
        "jméno příjmení město dobrý děkuji děkuju prosím mám zájem nemám jsem jsme není že když můžete mohu můžu rád "
        "ráda těším zítra vás vám který která které pozdravem zavolejte nabídku nabídka práci práce bohužel "
        "ještě také něco pokud příští týden pondělí úterý středu čtvrtek pátek dopoledne odpoledne hezký přeji zprávu",
    ),
    (
        _LATIN_2,
        "áčďíĺľňóôŕšťúýž",  # Slovak
        "priezvisko dobrý ďakujem prosím mám záujem nemám áno že keď môžete môžem rád teším zajtra vás vám "
        "ktorý ktorá ktoré pozdravom zavolajte ponuku ponuka práca prácu bohužiaľ ešte budúci týždeň pondelok utorok "
        "stredu štvrtok piatok pekný deň želám správu",
    ),
    (
        _LATIN_2,
        "áíóőúű",  # Hungarian
        "név vezetéknév keresztnév város köszönöm köszönjük szépen érdekel érdekelne hogy vagy vagyok lenne lehetőség "
        "lehetőséget üdvözlettel üdv tisztelt jövő héten hívjon kérem szívesen állás munka munkát jelenleg sajnos "
        "később és egy hogyan mikor ajánlat ajánlatot megkeresést megkeresés érdeklődöm időpont "
        "időpontban telefonon hétfőn szerdán",
    ),
    (
        _LATIN_2,
        "čćđšž",  # Croatian, Slovenian
        "prezime hvala poštovani pozdrav pozdravljeni lijep zanima zainteresiran zainteresirana možete mogu molim "
        "nazovite nisam nije kako već jer što gdje posao sutra sljedeći tjedan srijedu četvrtak nažalost žao "
        "kličite prosim nisem službo jutri naslednji teden četrtek več lahko če še kaj želim",
    ),
    (
        _LATIN_2,
        "ăâîşţ",  # Romanian
        "prenume oraş bună ziua mulţumesc mulţumim sunt interesată puteţi să şi aş mă vă sunaţi mâine pentru "
        "despre după dacă ofertă poziţia poziţie vreau stimaţi săptămâna viitoare",
    ),
    (
        ("cp1254",),
        "âğıîşû",  # Turkish
        "merhaba merhabalar teşekkürler teşekkür ederim için değil evet hayır lütfen iyi günler saygılarımla saygılar "
        "ilgileniyorum ilginiz iş işi bir şu şimdi çok olarak daha nasıl yarın arayabilirsiniz arayın selamlar",
    ),
    (
        _GREEK,
        "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",  # Greek
        "καλημέρα καλησπέρα γεια σας ευχαριστώ ναι όχι και να με το τη την της του θα για από δεν είμαι ενδιαφέρομαι "
        "μου που είναι στο στην μπορείτε παρακαλώ θέση δουλειά τηλέφωνο αύριο",
    ),
    (
        ("cp1255",),
        "אבגדהוזחטיךכלםמןנסעףפץצקרשת",  # Hebrew
        "שלום תודה תודות אני כן לא מעוניין מעוניינת אשמח לשמוע עם את של על זה רבה היי בבקשה טלפון מחר המשרה",
    ),
    (
        ("cp1256",),
        "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي،؛؟",  # Arabic
        "مرحبا السلام عليكم شكرا نعم لا أنا انا مهتم مهتمة في من على هذا هذه مع إلى الوظيفة غدا لكم",
    ),
)
_BY_WORDS: Final = tuple(
    (codec, frozenset(letters + _NAMES_USE), frozenset(words.split()))
    for codecs, letters, words in _LANGUAGES
    for codec in codecs
)
_BESIDE_LETTERS = re.compile(r"(?<=[^\W\d_])[^\x00-\x7f]|[^\x00-\x7f](?=[^\W\d_])")
# Dashes, quotes and the like, which appear next to letters and are the same in both charsets.
_SIGNS = bytes((0x80, 0x82, *range(0x84, 0x88), 0x89, 0x8B, *range(0x91, 0x98), 0x99, 0x9B, 0xA0, 0xAB, 0xBB))
_WITHOUT_SIGNS = bytes.maketrans(_SIGNS, b" " * len(_SIGNS))


def guessed(raw: bytes) -> str:
    """The codec of the text; "" if the text is Western or its charset is unclear."""
    start = raw[:_LOOKED_AT]
    if codec := _by_words(start):
        return codec
    western = _LETTERS_BESIDE.search(start) is not None or _WORD_BEYOND_ASCII.search(start) is None
    share, codec = max((_share(start, codec, western), codec) for codec in _FREQUENT)
    return codec if share >= _ENOUGH else ""


def _by_words(start: bytes) -> str:
    start = start.translate(_WITHOUT_SIGNS)
    for codec, alphabet, frequent in _BY_WORDS:
        text = start.decode(codec, "replace").lower()
        if set(_BESIDE_LETTERS.findall(text)) <= alphabet and not frequent.isdisjoint(_WORD.findall(text)):
            return codec
    return ""


def _share(start: bytes, codec: str, western: bool) -> float:
    """The share of the non-ASCII characters that are among the frequent ones, from 0 to 1."""
    if western and codec in _ONE_BYTE:
        return 0.0
    signs = [sign for sign in start.decode(codec, "replace") if sign > "\x7f"]
    frequent = sum(sign in _FREQUENT[codec] for sign in signs)
    if codec in _ONE_BYTE and frequent < _FEWEST_LETTERS:
        return 0.0
    if codec in _ONE_BYTE:
        frequent /= 2  # nearly any byte is a letter
    return frequent / len(signs) if signs else 0.0
