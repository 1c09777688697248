"""Wordings of receipts: what Exchange, Outlook, Notes, Gmail, Thunderbird and web mail write when our e-mail was read
or deleted."""

import re
from typing import Final

from connectors.mail.receiving.parse import folded
from connectors.mail.receiving.quote_labels import KNOWN

# Before a colon and our subject. People write these too, so the text has to be a receipt as well.
_SUBJECTS: Final = (
    "read, not read, gelesen, ungelesen, nicht gelesen, lu, non lu, leído, no leído, letto, non letto, lettura, "
    "lida, lido, lidas, não lida, não lido, gelezen, niet gelezen, ongelezen, przeczytane, przeczytano, "
    "przeczytana, odczytano, nieprzeczytane, nie przeczytano, läst, oläst, læst, ulæst, ikke læst, lest, ulest, "
    "ikke lest, luettu, lukematta, ei luettu, přečteno, nepřečteno, prečítané, neprečítané, okundu, okunmadı, "
    "elolvasva, olvasatlan, citit, necitit, прочтено, прочитано, не прочтено, не прочитано, 開封済み, 未開封, 既読, "
    "未読, 已读, 未读, 已讀, 未讀, 已閱讀, 읽음, 읽지 않음"
)

# At the start of the subject, where no person writes them.
_CERTAIN_SUBJECTS: Final = (
    "return receipt, read receipt, lesebestätigung, empfangsbestätigung, acuse de lectura, confirmación de "
    "lectura, accusé de lecture, confirmation de lecture, avis d'ouverture, avis de lecture, conferma di lettura, "
    "ricevuta di ritorno, ricevuta di lettura, confirmação de leitura, recibo de leitura, leesbevestiging, "
    "potwierdzenie przeczytania, potwierdzenie odczytu, potwierdzenie otrzymania, potwierdzenie odbioru, "
    "läskvitto, läskvittens, mottagarkvitto, læsekvittering, kvittering for læsning, lesebekreftelse, "
    "lesekvittering, kvittering (lest, lukukuittaus, potvrzení o přečtení, potvrzení o přijetí, potvrdenie o "
    "prečítaní, okundu bilgisi, okundu onayı, alındı onayı, olvasási visszaigazolás, confirmare de citire, "
    "уведомление о прочтении, 開封確認, 開封通知, 已读回执, 已讀回條, 閱讀回條, 郵件回條, 읽음 확인"
)

# Language, our message, what became of it. The headers of our message or the date stand between the last two, or
# after both.
_TEXTS: Final = (
    (
        "en",
        "your message, your mail, your email, your e-mail",
        "was read, has been read, was opened, has been opened, was displayed, has been displayed, was deleted, "
        "was deleted without being read, has been deleted, has been deleted without being read",
    ),
    (
        "de",
        "ihre nachricht wurde, deine nachricht wurde, ihre e-mail wurde, die nachricht wurde",
        "gelesen, geöffnet, angezeigt, gelöscht, ungelesen gelöscht, gelöscht ohne gelesen zu werden, gelöscht, "
        "ohne gelesen worden zu sein",
    ),
    (
        "fr",
        "votre message, le message, ton message, votre courriel, votre e-mail",
        "a été lu, a été ouvert, a été affiché, a été supprimé, a été supprimé sans être lu, a été supprimé sans "
        "avoir été lu",
    ),
    (
        "es",
        "su mensaje, el mensaje, tu mensaje, su correo, su correo electrónico",
        "fue leído, ha sido leído, se leyó, se ha leído, fue abierto, ha sido abierto, se mostró, se abrió, fue "
        "eliminado sin leer, se eliminó sin leer, se eliminó sin leerlo, se ha eliminado sin leer, fue eliminado "
        "sin ser leído, se eliminó sin haberse leído",
    ),
    (
        "it",
        "il messaggio, il suo messaggio, il tuo messaggio, la sua e-mail",
        "è stato letto, è stata letta, è stato aperto, è stato visualizzato, è stato eliminato senza essere "
        "letto, è stato eliminato senza essere stato letto",
    ),
    (
        "pt",
        "a sua mensagem, sua mensagem, a mensagem, a tua mensagem, o seu e-mail, seu e-mail",
        "foi lida, foi lido, foi aberta, foi exibida, foi visualizada, foi excluída sem ser lida, foi eliminada "
        "sem ser lida, foi eliminada sem ter sido lida, foi apagada sem ser lida",
    ),
    (
        "nl",
        "uw bericht is, je bericht is, het bericht is, uw bericht werd, uw e-mail is",
        "gelezen, geopend, weergegeven, verwijderd, ongelezen verwijderd, verwijderd zonder te zijn gelezen, "
        "verwijderd zonder gelezen te zijn, verwijderd zonder te worden gelezen",
    ),
    (
        "pl",
        "twoja wiadomość, wiadomość, państwa wiadomość, pana wiadomość, pani wiadomość",
        "została przeczytana, została odczytana, została otwarta, została wyświetlona, została usunięta, została "
        "usunięta bez przeczytania, została usunięta nieprzeczytana",
    ),
    (
        "sv",
        "ditt meddelande, meddelandet, ditt e-postmeddelande, ditt mejl",
        "lästes, har lästs, blev läst, öppnades, har öppnats, visades, har visats, togs bort utan att läsas, togs "
        "bort utan att ha lästs, har tagits bort utan att läsas, har tagits bort utan att ha lästs",
    ),
    (
        "da",
        "din meddelelse, meddelelsen, din besked, din mail, din e-mail",
        "blev læst, er læst, er blevet læst, blev åbnet, er blevet åbnet, blev vist, er blevet vist, blev slettet "
        "uden at blive læst, blev slettet ulæst, er blevet slettet uden at blive læst",
    ),
    (
        "nb",
        "meldingen din, din melding, meldingen, din e-post, e-posten din",
        "ble lest, er lest, har blitt lest, er blitt lest, ble åpnet, er åpnet, ble vist, er vist, ble slettet "
        "uten å bli lest, ble slettet ulest, ble slettet uten at den ble lest",
    ),
    (
        "fi",
        "viestisi, viesti, sähköpostisi",
        "luettiin, on luettu, avattiin, on avattu, näytettiin, on näytetty, poistettiin lukematta, on poistettu "
        "lukematta, poistettiin, poistettiin ilman lukemista",
    ),
    (
        "cs",
        "vaše zpráva, zpráva, tvoje zpráva, váš e-mail",
        "byla přečtena, byl přečten, byla otevřena, byla zobrazena, byla odstraněna bez přečtení, byla "
        "odstraněna, aniž by byla přečtena, byla smazána bez přečtení",
    ),
    ("sk", "vaša správa, správa", "bola prečítaná, bola otvorená, bola zobrazená, bola odstránená bez prečítania"),
    (
        "tr",
        "iletiniz, mesajınız, e-postanız, ileti",
        "okundu, okunmuştur, açıldı, görüntülendi, okunmadan silindi, okunmadan silinmiştir",
    ),
    (
        "hu",
        "az üzenetét, üzenetét, az ön üzenetét, az üzenetet",
        "elolvasták, megnyitották, megjelenítették, olvasatlanul törölték, elolvasás nélkül törölték",
    ),
    (
        "ro",
        "mesajul dvs., mesajul dumneavoastră, mesajul tău, mesajul",
        "a fost citit, a fost deschis, a fost șters fără a fi citit",
    ),
    (
        "ru",
        "ваше сообщение, сообщение, ваше письмо",
        "прочитано, прочтено, было прочитано, было прочтено, было открыто, было удалено без прочтения, удалено "
        "без прочтения, было удалено непрочитанным",
    ),
    (
        "ja",
        "メッセージは, メッセージが, あなたのメッセージは, お客様のメッセージは, 送信されたメッセージは",
        "開封されました, 開封済みです, 読まれました, 表示されました, 既読になりました, 未読のまま削除されました, "
        "開封されずに削除されました",
    ),
    (
        "zh",
        "您的邮件, 您的郵件, 您的消息, 您的訊息, 您的信件, 您发送的邮件, 您發送的郵件, 邮件, 郵件",
        "被阅读, 被閱讀, 阅读, 閱讀, 已读, 已讀, 打开, 開啟, 显示, 顯示, 未阅读即被删除, 未阅读即删除, 未读即被删除, "
        "未閱讀即刪除, 未閱讀即已刪除",
    ),
    ("ko", "메시지를, 귀하의 메시지를, 보낸 메시지를", "읽었습니다, 열었습니다, 읽지 않고 삭제했습니다"),
)

# Words used in dates in these languages; those with a hyphen are beginnings of words.
_DATE_WORDS: Final = (
    "on at am pm a.m p.m um uhr den der kl klo kello de del la las a à as às em en el le il di in data alle ore "
    "op om uur w dniu o godz godzinie dne v ve ve saat tarihinde h min utc gmt cet cest z est edt pst pdt the "
    "januar- january janv- jän- enero gennaio janeiro janu- stycz- ledna tammi- ocak ian- янв- febr- févr- feb- "
    "fevereiro lut- února helmi- şubat фев- mär- mars march marzo março maart marc- března maalis- mart март- "
    "apr- avril abril kwie- dubna huhti- nisan апр- may mai mayo maggio maio mei maj- května touko- mayıs мая "
    "jun- juin giugno czerw- června kesä- haziran июн- jul- juil- luglio lip- července heinä- temmuz июл- aug- "
    "août agosto ago- sierp- srpna elo- ağustos авг- sep- set- wrze- září syys- eylül сент- oct- okt- ott- out- "
    "paździ- října loka- ekim окт- nov- listopad- marras- kasım ноя- dec- dez- déc- dic- grud- prosin- joulu- "
    "aralık дек- mon- tues- wednes- thurs- fri- satur- sun- montag dienstag mittwoch donnerstag freitag samstag "
    "sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes "
    "sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica segunda- terça- quarta- quinta- "
    "sexta- feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag poniedziałek wtorek środa środę "
    "czwartek piątek sobota sobotę niedziela niedzielę måndag tisdag onsdag torsdag fredag lördag söndag mandag "
    "tirsdag lørdag søndag maanantai- tiistai- keskiviikko- torstai- perjantai- lauantai- sunnuntai- pondělí "
    "úterý středa čtvrtek pátek neděle pazartesi salı çarşamba perşembe cuma cumartesi pazar понед- вторник сред- "
    "четверг пятниц- суббот- воскресенье г に 已 于 於 在 年 月 日 时 時 分 秒 点 上午 下午 午前 午後 星期一 "
    "星期二 星期三 星期四 星期五 星期六 星期日 月曜日 "
    "火曜日 水曜日 木曜日 金曜日 土曜日 日曜日"
)


def _any_of(words: str) -> str:
    found = sorted(map(folded, words.split(", ")), key=len, reverse=True)
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in found)


def _date_word(word: str) -> str:
    begin = re.escape(folded(word.rstrip("-")))
    if not re.search(r"[a-zа-я]", begin):  # Japanese and Chinese have no blanks between words
        return begin
    return rf"\b{begin}\w*" if word.endswith("-") else rf"\b{begin}(?!\w)"


_TIME_ZONE = r"\((?:utc|gmt)[^()\n]{0,9}\)[^\n\d.。]{0,80}?"  # "(UTC+01:00) Brussels, Madrid, Paris"
_DATE = rf"(?:[\s\d:.,/+-]|\([月火水木金土日]\)|{_TIME_ZONE}|{'|'.join(map(_date_word, _DATE_WORDS.split()))})*"
_READ = re.compile(
    "|".join(rf"(?:{_any_of(ours)}){_DATE}(?:{_any_of(became)}){_DATE}[.。]?" for _, ours, became in _TEXTS)
)
_HEADER = re.compile(rf"[\s>*]*(?:{_any_of(', '.join(KNOWN))})\s?[:：]")

SUBJECT: Final = re.compile(rf"(?:{_any_of(_SUBJECTS)})\s?[:：]")
CERTAIN_SUBJECT: Final = re.compile(_any_of(_CERTAIN_SUBJECTS))


def says_only_that_it_was_read(text: str) -> bool:
    """Whether the text of an e-mail says that ours was read, opened or deleted, and nothing else."""
    lines = (folded(line) for line in text.splitlines())
    return _READ.fullmatch("\n".join(line for line in lines if line and not _HEADER.match(line))) is not None
