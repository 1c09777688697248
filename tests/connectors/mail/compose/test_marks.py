"""Marks: what is typed in forms, what is stored, and back; and finished texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.mail.compose import default_texts
from connectors.mail.compose.compose import write
from connectors.mail.compose.facts import VARIABLES
from connectors.mail.compose.finishing import finish, generalize
from connectors.mail.compose.marks import MARKS, BadMark, has_tags, literal_fault, mark, shown, source
from tests.connectors.mail.compose.test_compose import BARE, FACTS


def fault(text: str) -> str:
    with pytest.raises(BadMark) as bad:
        source(text)
    return bad.value.words


def test_every_variable_has_one_mark():
    assert list(MARKS) == [name for name, _ in VARIABLES]
    assert len(set(MARKS.values())) == len(MARKS)


@pytest.mark.parametrize(
    ("typed", "there", "bare"),
    [
        ("Hello {first name}, {First_Name}!", "Hello Grace, Grace!", "Hello Grace, Grace!"),
        ("You[ at {company}]!", "You at Harbor Clinic!", "You!"),
        ("[At {company}|There], [no mark] {0} }", "At Harbor Clinic, [no mark] {0} }", "There, [no mark] {0} }"),
        ("[{current title} at {company}|{full name}]", "Nurse at Harbor Clinic", "Grace Hopper"),
        ("{% if job %}{job title}{% else %}no job{% endif %}", "Head Nurse", "no job"),
    ],
)
def test_marks_are_filled_in(typed: str, there: str, bare: str):
    assert write("Hi", source(typed), FACTS).text == there
    assert write("Hi", source(typed), BARE).text == bare


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("a\nHi {firstname}", "Line 2: there's no placeholder {firstname}. Did you mean {first name}?"),
        ("{candidate.firstname}", "Line 1: there's no placeholder {candidate.firstname}. Did you mean {first name}?"),
        ("{salary}", "Line 1: there's no placeholder {salary}. The form lists all placeholders."),
        ("Hi {first name, a word?", "Line 1: “{” has no “}” after it."),
        ("Hi\n{[ at {company}]", "Line 2: “{” has no “}” after it."),
        ("[there|at {company}]", "Line 1: the words before “|” need a placeholder."),
    ],
)
def test_a_wrong_mark_is_an_error_with_its_place(typed: str, error: str):
    assert fault(typed) == error


def test_the_standard_texts_are_shown_with_marks_and_mean_the_same():
    for language in ("en", "es", "fr", "de"):
        texts = [default_texts.standard_follow_up(language)]
        for kind, job in (("connect", False), ("connect", True), ("apply", True)):
            texts += default_texts.standard(kind, language, job=job)
        for text in texts:
            typed = shown(text)
            assert typed is not None
            assert not has_tags(typed)
            for facts in (FACTS, BARE) if "job." not in text else (FACTS,):
                assert write("Hi", source(typed), facts) == write("Hi", text, facts)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("{{candidate.name}} or {{ candidate.company or 'you' }}", "{full name} or [{company}|you]"),
        ("{{ candidate.name | upper }}", None),
        ("{% if not job %}x{% endif %}", None),
        ("{% if candidate.company %}x{% endif %}", None),
        ("[ward {{ job.title }}]", None),  # brackets that are part of the text
        ("{salary}{{ job.title }}", None),
        ("{{ candidate.salary }}", None),
    ],
)
def test_a_stored_text_that_marks_cannot_express_is_not_shown_with_them(stored: str, typed: str | None):
    assert shown(stored) == typed


_WORDS = st.text("ab {}[]|\n%#", max_size=12) | st.sampled_from(["{first name}", "[ at {company}]", "[{place}|x]"])


@settings(deadline=None)
@given(st.lists(_WORDS, max_size=6).map("".join))
def test_what_is_typed_comes_back_or_is_an_error(typed: str):
    try:
        stored = source(typed)
    except BadMark:
        return
    if not has_tags(typed):
        assert shown(stored) == typed


def test_a_finished_text_has_no_gap_and_is_taken_literally():
    assert finish(
        "Hi {{ candidate.first_name }}{% if candidate.company %} at {{ candidate.company }}{% endif %}", BARE
    ) == ("Hi Grace")
    left = finish("Hi {{ candidate.first_name }},\nabout {{ job.title }}", BARE)
    assert left == f"Hi Grace,\nabout {mark('job.title')}"
    assert literal_fault(left) == "Line 2: replace {job title} with the actual words."
    for typed, sign in (("a\nb {{ x }}", "{{"), ("a\n{% x %}", "{%"), ("a\n}}", "}}")):
        assert literal_fault(typed).startswith(f"Line 2: “{sign}” can't be used in a message.")
    assert literal_fault("{foo} [bar] 100 % {") == ""


def test_a_finished_text_becomes_a_template_for_anybody():
    text = "Hi Grace, Gracefully yours at Harbor Clinic. Head Nurse? Grace Hopper! Ana Lima"
    general = generalize("Hello Grace", text, FACTS)
    assert (
        shown(general.text) == "Hi {first name}, Gracefully yours at {company}. {job title}? {full name}! {sender name}"
    )
    assert general.replaced[0] == ("{first name}", "Grace")
    assert finish(general.text, FACTS) == text
    assert generalize("Hi", "Nothing of theirs", BARE).replaced == ()
