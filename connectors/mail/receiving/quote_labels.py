"""Labels of the header block that mail programs put above a quoted e-mail, in their languages."""

from typing import Final

_LABELS: Final = (  # language, sender, date, others
    ("en", "from, sent by", "sent, date", "to, cc, bcc, subject, reply to, reply-to, importance, priority"),
    ("de", "von, absender", "gesendet, datum", "an, kopie, betreff, antwort an"),
    ("es", "de, remitente", "enviado, enviado el, enviados, fecha", "para, asunto, responder a"),
    ("fr", "de, expéditeur, envoyé par", "envoyé, envoyé le, date", "à, objet, copie"),
    ("it", "da, mittente", "inviato, data, data di invio", "a, oggetto, ogg, copia"),
    ("pt", "de, remetente", "enviado, enviado em, enviada, enviada em, data", "para, assunto"),
    ("nl", "van, afzender", "verzonden, datum", "aan, onderwerp"),
    ("pl", "od, nadawca", "wysłano, data", "do, dw, temat"),
    ("cs", "od, odesílatel", "odesláno, datum", "komu, kopie, předmět"),
    ("sk", "od, odosielateľ", "odoslané, dátum, poslané", "komu, kópia, predmet"),
    ("sl, hr, sr", "od, pošiljatelj, šalje", "poslano, datum", "za, zadeva, predmet, prima"),
    ("bg", "от", "изпратено, дата", "до, относно"),
    ("ru", "от, от кого", "отправлено, дата", "кому, копия, тема"),
    ("uk", "від", "надіслано, дата", "кому, тема"),
    ("sv", "från, avsändare", "skickat, datum", "till, ämne, kopia"),
    ("da, nb", "fra, afsender, avsender", "sendt, dato", "til, emne"),
    ("fi", "lähettäjä", "lähetetty, päivämäärä", "vastaanottaja, kopio, aihe"),
    ("et", "saatja", "saadetud, kuupäev", "saaja, teema"),
    ("lv", "no", "nosūtīts, datums", "kam, tēma"),
    ("lt", "nuo", "išsiųsta, data", "kam, iki, tema"),
    ("hu", "feladó", "elküldve, dátum", "címzett, másolat, tárgy"),
    ("ro", "de la", "trimis, dată, data", "către, subiect"),
    ("el", "από", "στάλθηκε, ημερομηνία", "προς, κοιν, θέμα"),
    ("tr", "kimden, gönderen", "gönderildi, tarih", "kime, konu, bilgi"),
    ("he", "מאת", "נשלח, תאריך", "אל, נושא"),
    ("ar", "من", "تم الإرسال, التاريخ", "إلى, الموضوع"),
    ("vi", "từ", "đã gửi, ngày", "đến, tới, chủ đề"),
    ("id", "dari", "dikirim, tanggal", "kepada, subjek, perihal"),
    ("th", "จาก", "ส่ง, วันที่", "ถึง, เรื่อง"),
    ("ja", "差出人, 送信者", "送信日時, 日時, 日付", "宛先, cc, 件名"),
    ("ko", "보낸 사람, 보낸사람", "보낸 날짜, 보낸날짜, 날짜", "받는 사람, 받는사람, 참조, 제목"),
    ("zh", "发件人, 寄件者, 寄件人, 發件人", "发送时间, 寄件日期, 傳送時間, 日期", "收件人, 抄送, 主题, 主旨, 主題"),
    ("ca, gl, eu", "de, nork", "enviat, data, enviado", "per a, per, assumpte, asunto, nori, gaia"),
)


def _each(column: int) -> frozenset[str]:
    return frozenset(label for row in _LABELS for label in row[column].split(", "))


FROM, DATE, OTHERS = _each(1), _each(2), _each(3)
KNOWN = FROM | DATE | OTHERS
