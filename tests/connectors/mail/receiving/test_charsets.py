"""Text is decoded by what mail programs mean with a charset's name, not by what the name stands for."""

import base64
from email.message import EmailMessage

import pytest

from connectors.mail.receiving.classify import read
from connectors.mail.receiving.quoted import answer_only

KOREAN, CHINESE, JAPANESE = "안녕하세요, 관심 있습니다.", "您好，我叫李赟，很感兴趣。", "はい、①に興味があります。髙橋"


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("ks_c_5601-1987", "cp949", KOREAN),
        ("KS_C_5601", "cp949", KOREAN),
        ("euc-kr", "cp949", "똠방각하, 안녕하세요"),
        ("gb2312", "gbk", CHINESE),
        ("GBK", "gbk", CHINESE),
        ("x-gbk", "gb18030", CHINESE),
        ("Shift_JIS", "cp932", JAPANESE),
        ("x-sjis", "cp932", JAPANESE),
        ("iso-2022-jp", "iso2022_jp", "はい、興味があります。"),
        ("big5", "big5hkscs", "您好，我很有興趣。"),
        ("iso-8859-1", "cp1252", "I’m interested — €50 an hour"),
        ("us-ascii", "cp1252", "I’m interested"),
        ("latin1", "utf-8", "Ça m’intéresse"),
        ("us-ascii", "utf-8", "Grüße aus Köln"),
        ("iso-8859-9", "cp1254", "Teşekkürler, ilgileniyorum – İstanbul"),
        ("utf-7", "utf-7", "Grüße, ja gerne"),
        ("unicode-1-1-utf-7", "utf-7", "Grüße, ja gerne"),
        ("windows-1251", "cp1251", "Да, мне интересно"),
        ("koi8-r", "koi8-r", "Да, мне интересно"),
        ("cp65001", "utf-8", "Да, мне интересно"),
        ("utf8", "utf-8", "Да, мне интересно"),
        ("tis-620", "cp874", "สนใจครับ"),
        ("macintosh", "mac-roman", "Très intéressée"),
        ("no-such-charset", "cp1252", "Très intéressée"),
        ("", "cp1252", "Très intéressée"),
        ("", "iso2022_jp", "興味があります。"),
        ("", "utf-8", "👍👍🎉"),
        ("iso-8859-1", "utf-8", ":-) 👍"),
        ("", "ascii", ":-)"),
        ("rot13", "utf-8", "Très intéressée"),
    ],
)
def test_the_words_are_readable(label: str, codec: str, text: str):
    head = f"From: grace@home.example\nTo: jobs+{'a' * 32}@acme.example\nContent-Type: text/plain"
    head += f'; charset="{label}"\n\n' if label else "\n\n"
    assert read(head.encode() + text.encode(codec)).text == text


@pytest.mark.parametrize("encoding", ["8bit", "base64"])
@pytest.mark.parametrize("label", ["", "us-ascii", "iso-8859-1"])
@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("euc-kr", "안녕하세요, 관심 있습니다. 내일 전화 주세요."),
        ("euc-kr", "네, 좋습니다."),
        ("euc-kr", "아니요"),
        ("cp949", "똠방각하입니다. 연락 주셔서 감사합니다."),
        ("gb18030", "您好，我很感兴趣，明天可以打电话给我吗？"),
        ("gb18030", "您好 Ana，\n\n谢谢。工资是多少？\n\n李赟"),
        ("gb18030", "𠀀字很生僻，感兴趣。"),
        ("gb2312", "好的"),
        ("big5", "您好，我很有興趣。請問工作地點在哪裡？"),
        ("shift_jis", "はい、興味があります。明日お電話ください。"),
        ("euc-jp", "ありがとうございます。"),
        ("cp1251", "Да, мне интересно. Позвоните завтра."),
        ("koi8-r", "Спасибо, я сменила работу."),
        ("cp1254", "Merhaba, iş ilanınız ilgimi çekti. Lütfen yarın arayın."),
        ("cp1253", "Καλημέρα, ενδιαφέρομαι. Μπορείτε να τηλεφωνήσετε αύριο;"),
        ("iso8859-7", "Ναι, ευχαριστώ πολύ."),
        ("cp1255", "שלום, אני מעוניינת. תודה!"),
        ("cp1256", "مرحبا، أنا مهتم بهذه الوظيفة"),
    ],
)
def test_text_that_names_no_charset_is_readable(label: str, encoding: str, codec: str, text: str):
    raw = text.encode(codec)
    head = "From: grace@home.example\nContent-Type: text/plain"
    head += f"; charset={label}" if label else ""
    body = base64.encodebytes(raw) if encoding == "base64" else raw
    mail = read(f"{head}\nContent-Transfer-Encoding: {encoding}\n\n".encode() + body)
    assert (mail.kind, mail.text) == ("replied", text)


@pytest.mark.parametrize("label", ["", "us-ascii", "iso-8859-1", "windows-1252", "utf-8"])
@pytest.mark.parametrize("codec", ["cp1250", "iso8859-2"])
@pytest.mark.parametrize(
    "text",
    [
        "Dzień dobry, chętnie porozmawiam. Proszę zadzwonić w piątek. Łukasz Müller",
        "Tak, proszę o telefon.",
        "Dobrý den, děkuji za nabídku. Mám zájem, můžete volat. Jiří Dvořák",
        "Ďakujem, mám záujem. Zavolajte mi v štvrtok. Ľubomír",
        "Köszönöm a megkeresést, érdekel a lehetőség. Hívjon a jövő héten! Szűcs Győző",
        "Nažalost nisam zainteresiran, već sam našao posao. Đorđe",
        "Pozdravljeni, pozicija me zanima. Kličite me v četrtek. Žiga",
        "Mulţumesc, sunt interesată. Puteţi să mă sunaţi mâine.",
    ],
)
def test_central_european_text_under_a_western_name_is_readable(label: str, codec: str, text: str):
    head = "From: grace@home.example\nContent-Type: text/plain" + (f"; charset={label}" if label else "")
    mail = read(f"{head}\nSubject: ".encode() + text.encode(codec) + b"\n\n" + text.encode(codec))
    assert (mail.kind, mail.subject, mail.text) == ("replied", text, text)


@pytest.mark.parametrize("label", ["", "iso-8859-1", "utf-8"])
@pytest.mark.parametrize(
    "text",
    [
        "é", "À", "à 8h, à 9h, à 10h ou à 11h", "Größe", "öß", "“Yes” – I’m in", "50 € – 60 €",
        "Ça m’a été très agréable",
        "ÉTÉ À L’ÎLE", "São não então, é já", "¿Cuánto? ¡Sí! Año que viene", "Übermäßig große Straßenbahnfahrgäste",
        "Perché no? È così.", "Smörgåsbord på ön", "naïve façade, coöperate",
        "Ich hätte Interesse, rufen Sie mich gerne an. Grüße aus Köln, Jürgen Weiß",
        "Nie war ich in Genève, aber in Tromsø und Århus. Grüße, Bjørn Sørensen",
        "Bonjour, je suis très intéressé. Où êtes-vous situés ? À bientôt, Hélène Muñoz",
        "Travaillé chez Sørensen, très loin, même à Noël", "Sí, me interesa. ¿Cuál es el sueldo? José Núñez, 2º piso",
        "Tenho interesse sim. Não posso às 9h, sem opções. Este ano, João",
        "Lunedì è meglio, più tardi. Velázquez, Ali",
        "Jeg er ikke nem at få fat på, men ring igen på søndag. Din Ægir", "Já, ég hef áhuga. Guðrún Ýr Þórðardóttir",
        "Tere, mõtlen veel. Kõik on hästi. Žanna Šõmin", "5 m², 3 m³, 20 °C, ± £50, ½ day, piqué",
    ],
)  # fmt: skip
def test_western_text_is_not_taken_for_another(label: str, text: str):
    head = "From: grace@home.example\nContent-Type: text/plain" + (f"; charset={label}" if label else "")
    assert read(f"{head}\n\n".encode() + text.encode("cp1252")).text == text


def test_utf_8_that_is_cut_off_within_a_letter_stays_readable():
    mail = "From: grace@home.example\nContent-Type: text/plain; charset=utf-8\n\nMám zájem, zítra odpoledne č".encode()
    assert read(mail[:-1]).text.startswith("Mám zájem, zítra odpoledne")


@pytest.mark.parametrize("plain", ["", "\n\n  \n", "\u00a0\n", "> Would you like to hear more?\n"])
@pytest.mark.parametrize(
    ("html", "kind", "text"),
    [
        ("<p>Yes, <b>call</b> me.</p><p>관심 있습니다</p>", "replied", "Yes, call me.\n관심 있습니다"),
        ("<div>Please stop contacting me.</div>", "opt_out", "Please stop contacting me."),
    ],
)
def test_the_words_of_the_html_part_are_read_when_the_plain_part_has_none(plain: str, html: str, kind: str, text: str):
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "grace@home.example", "Re: A role"
    mail.set_content(plain)
    mail.add_alternative(html, subtype="html")
    found = read(mail.as_bytes(), ("A role", "Would you like to hear more?"))
    assert (found.kind, answer_only(found.text).strip()) == (kind, text)


@pytest.mark.parametrize(
    ("charset", "codec", "subject"),
    [("utf-8", "utf-8", "Grüße – 关于"), ("gb2312", "gbk", "关于职位"), ("iso-8859-1", "cp1252", "Größe – ja")],
)
def test_a_header_of_raw_bytes_is_readable(charset: str, codec: str, subject: str):
    head = f"From: grace@home.example\nContent-Type: text/plain; charset={charset}\nSubject: ".encode()
    assert read(head + subject.encode(codec) + b"\n\nYes").subject == subject


def test_an_encoded_word_is_decoded_by_what_its_label_means():
    mail = b"From: grace@home.example\nSubject: =?gb2312?B?" + b"wO7axQ==" + b"?=\n\nYes"
    assert read(mail).subject == "李谂"


def test_one_broken_byte_spoils_only_itself():
    mail = b"From: grace@home.example\nContent-Type: text/plain; charset=euc-kr\n\n" + KOREAN.encode("cp949") + b"\xc5"
    assert read(mail).text.startswith(KOREAN)
