"""Why e-mails bounce, in whatever form the server says so; complaints; and what only looks like either."""

import pytest

from connectors.mail.bounce_causes import cause_of
from connectors.mail.receiving.classify import read
from tests.connectors.mail.receiving.bounce_cases import (
    COMPLAINTS,
    FORMS,
    NO_BOUNCES,
    NO_COMPLAINTS,
    OURS,
    WORDLESS,
    WORDS,
)

ID = OURS.removeprefix("Message-ID: ")


@pytest.mark.parametrize(("words", "status", "expected"), WORDS)
def test_the_cause_is_read_from_the_words(words: str, status: str, expected: str):
    assert " ".join(filter(None, cause_of(words, status))) == expected


@pytest.mark.parametrize(("mail", "expected"), FORMS)
def test_a_bounce_is_read_in_any_form_and_found_as_ours(mail: str, expected: str):
    found = read(mail.encode())
    assert f"{found.kind} {found.cause}" == expected
    assert ID in found.references


@pytest.mark.parametrize("mail", WORDLESS)
def test_our_mail_that_a_daemon_sends_back_has_bounced_whatever_the_words(mail: str):
    found = read(mail.encode())
    assert (found.kind, found.cause) == ("bounced", "unknown")
    assert ID in found.references


@pytest.mark.parametrize(("mail", "kind"), NO_BOUNCES)
def test_only_a_daemon_that_sends_our_mail_back_needs_no_words(mail: str, kind: str):
    assert read(mail.encode()).kind == kind


@pytest.mark.parametrize("mail", COMPLAINTS)
def test_a_complaint_is_found_as_ours(mail: str):
    found = read(mail.encode())
    assert found.kind == "complaint"
    assert ID in found.references


@pytest.mark.parametrize(
    ("mail", "kind"), list(zip(NO_COMPLAINTS, ("auto_reply", "auto_reply", "replied"), strict=True))
)
def test_other_reports_are_no_complaints(mail: str, kind: str):
    assert read(mail.encode()).kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "Your mail could not be delivered to my old address, please write here. Yes, I am interested!",
        "I was unable to deliver my thesis on time, but now I am free. User unknown, haha.",
        "My spam filter rejected the first mail. Tell me more.",
    ],
)
def test_a_person_who_mentions_a_bounce_has_answered(text: str):
    mail = f"From: grace@home.example\nSubject: Re: A role\nIn-Reply-To: {ID}\n\n{text}\n"
    assert read(mail.encode()).kind == "replied"


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text", ["user " * 9_000, "a " * 30_000, "(" * 50_000, "message-id: <" * 5_000, "exceed" * 9_000]
)
def test_no_words_make_the_patterns_slow(text: str):
    cause_of(text)
    read(f"From: MAILER-DAEMON@x.example\nReturn-Path: <>\nSubject: failure notice\n\n{text}".encode())
