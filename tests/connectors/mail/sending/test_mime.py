"""Letters as bytes: well-formed headers, and no injection."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.mail.base import Letter
from connectors.mail.sending import mime

DATE = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
URL = "https://sourcer.example/u/" + "x" * 120
LETTER = Letter(
    message_id=f"<inv-{'0' * 32}@a-rather-long-name-of-a-company.recruiting.example>",
    sender_name="Ana Ruiz",
    sender="jobs@acme.example",
    to="grace@home.example",
    subject="A role at Acme",
    text="Dear Grace,\n\n.a point at the beginning\n",
    html="<p>Dear Grace,</p>",
    reply_to="jobs+0123456789abcdef0123456789abcdef@acme.example",
    in_reply_to=f"<inv-{'1' * 32}@a-rather-long-name-of-a-company.recruiting.example>",
    references=tuple(f"<inv-{number:032}@a-rather-long-name-of-a-company.recruiting.example>" for number in range(3)),
    unsubscribe_url=URL,
)


def read(letter: Letter):
    return message_from_bytes(mime.as_bytes(letter, DATE), policy=policy.default)


def test_a_letter_has_what_mail_servers_require():
    mail = read(LETTER)
    assert dict(mail.items()) == {
        "Date": "Fri, 20 Nov 2026 09:30:00 +0000",
        "Message-ID": LETTER.message_id,
        "In-Reply-To": LETTER.in_reply_to,
        "References": " ".join(LETTER.references),
        "List-Unsubscribe": f"<{URL}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "From": "Ana Ruiz <jobs@acme.example>",
        "To": "grace@home.example",
        "Reply-To": f"Ana Ruiz <{LETTER.reply_to}>",
        "Subject": "A role at Acme",
        "MIME-Version": "1.0",
        "Content-Type": mail["Content-Type"],
    }
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = mail.iter_parts()
    assert (plain.get_content_type(), plain.get_content()) == ("text/plain", LETTER.text.replace("\n", "\r\n"))
    assert (html.get_content_type(), html.get_content()) == ("text/html", "<p>Dear Grace,</p>\r\n")


def test_long_ids_and_urls_are_not_folded():
    raw = mime.as_bytes(LETTER, DATE)
    assert f"List-Unsubscribe: <{URL}>\r\n".encode() in raw
    assert f"Message-ID: {LETTER.message_id}\r\n".encode() in raw
    assert b"=?" not in raw.partition(b"\r\n\r\n")[0]


def test_long_references_keep_their_start_and_end():
    chain = tuple(f"<{number}@acme.example>" for number in range(50))
    references = str(read(replace(LETTER, references=chain))["References"]).split()
    assert (references[0], references[-1], len(references)) == (chain[0], chain[-1], 20)


HOSTILE = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            [
                "\r\n",
                "\n",
                "\r",
                "Bcc: spy@evil.example",
                " ",
                ",",
                "<",
                '"',
                "é",
                "李",
                "\x00",
                "\x0b",
                "\x85",
                "\u2028",
            ]
        )
    ).map("".join),
)


@given(subject=HOSTILE, name=HOSTILE, text=HOSTILE, html=HOSTILE)
def test_hostile_text_adds_no_header_and_loses_no_word(subject: str, name: str, text: str, html: str):
    letter = replace(LETTER, subject=subject, sender_name=name, text=text, html=html)
    raw = mime.as_bytes(letter, DATE)
    assert raw.isascii() or b"8bit" in raw
    assert raw.replace(b"\r\n", b"").count(b"\n") == 0
    assert raw.replace(b"\r\n", b"").count(b"\r") == 0
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    mail = message_from_bytes(raw, policy=policy.default)
    assert set(mail.keys()) <= {*read(LETTER).keys(), "Content-Transfer-Encoding"}
    assert len(mail.keys()) == len(set(mail.keys()))
    assert [each.addr_spec for each in mail["From"].addresses] == ["jobs@acme.example"]
    assert mail["Subject"].split() == mime.one_line(subject).split()


@pytest.mark.parametrize(
    "bad",
    [
        {"message_id": "<a@b>\r\nBcc: spy@evil.example"},
        {"message_id": "no angle brackets"},
        {"in_reply_to": "<a b@c>"},
        {"references": ("<a@b>", "<\n@b>")},
        {"unsubscribe_url": "https://x.example/>\r\nBcc: spy@evil.example"},
        {"unsubscribe_url": "javascript:alert(1)"},
    ],
)
def test_invalid_ids_and_addresses_are_refused(bad: dict[str, str]):
    with pytest.raises(ValueError, match="header"):
        mime.as_bytes(replace(LETTER, **bad), DATE)


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("grace@home.example", "grace@home.example"),
        (" Grace.H+jobs@Home.Example ", "Grace.H+jobs@Home.Example"),
        ("o'hara!x@home.example", "o'hara!x@home.example"),
        ("grace@straße.example", "grace@xn--strae-oqa.example"),
        ("李@例え.テスト", "李@xn--r8jz45g.xn--zckzah"),
    ],
)
def test_addresses_on_the_wire(address: str, wire: str):
    assert mime.address(address) == wire


@pytest.mark.parametrize("where", ["subject", "sender_name", "to"])
@pytest.mark.parametrize(
    "text",
    [
        "=?utf-8?q?Hello=0d=0aBcc=3a_eve@evil.example=0d=0a=0d=0aanother_mail?=",
        "Grace =?utf-8?b?YQ0KQmNjOiBlQHguenoNCg0KaGVsbG8=?= Hopper",
        "=?utf-8?q?x?==?utf-8?q?=0d=0aBcc=3ae?=",
        "==??utf-8?q?=0d=0aBcc=3ae?=",
        "=\r\n?utf-8?q?=0d=0aBcc=3ae?=",
        "=\u200b?utf-8?q?=0d=0aBcc=3ae?=",
    ],
)
def test_no_encoded_word_adds_a_header(where: str, text: str):
    """Names in profiles and in members' settings are untrusted."""
    given = {where: f"{text}@home.example" if where == "to" else text}
    try:
        raw = mime.as_bytes(replace(LETTER, **given), DATE)
    except mime.NoAddress:
        assert where == "to"
        return
    assert b"\nbcc" not in raw.lower()
    head, _, body = raw.partition(b"\r\n\r\n")
    names = {line.partition(b":")[0].lower() for line in head.split(b"\r\n") if not line.startswith(b" ")}
    assert names == {name.lower().encode() for name in read(LETTER)}
    assert body.startswith(b"--")


@pytest.mark.parametrize("html", ["", "<p>Hello</p>"])
def test_every_line_is_terminated_and_short_enough_for_a_server(html: str):
    """DATA ends with a dot on its own line; RFC 5321 limits lines to 998 characters, RFC 2047 encoded words to 75."""
    mail = mime.as_bytes(
        replace(LETTER, text="no end " * 300, html=html, subject="Ünü " * 50, sender_name="Ü " * 60), DATE
    )
    assert mail.endswith(b"\r\n")
    assert max(len(line) for line in mail.split(b"\r\n")) <= 998
    encoded = re.findall(rb"=\?utf-8\?.*?\?=", mail)
    assert len(encoded) > 4
    assert max(map(len, encoded)) <= 75
    assert b"\n" not in mail.replace(b"\r\n", b"")
