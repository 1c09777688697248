"""Rendering invitations: what is filled in, and the errors when it cannot be."""

from dataclasses import replace

import pytest

from connectors.mail.compose import compose, default_texts, sample
from connectors.mail.compose.compose import CandidateFacts, Facts, JobFacts, RenderedInvitation, SenderFacts, write
from connectors.mail.compose.facts import VARIABLES, first_name

FACTS = Facts(
    CandidateFacts("Grace", "Grace Hopper", "Nurse", "Harbor Clinic", "Boston, MA"),
    JobFacts("Head Nurse", "Cambridge, MA", "Nursing", "Mercy", "https://jobs.example/1"),
    SenderFacts("Ana Lima", "Recruiter", "Mercy", "https://calendar.example/ana"),
)
BARE = Facts(CandidateFacts("Grace", "Grace Hopper"), None, SenderFacts("Ana Lima"))


def body(text: str, facts: Facts = FACTS) -> str:
    """The rendered text; the test fails on an error."""
    written = write("Hello", text, facts)
    assert written.faults == {}
    return written.text


def fault(text: str, facts: Facts = FACTS) -> str:
    """The error for the text; checks that no text is returned."""
    written = write("Hello", text, facts)
    assert written.text == ""
    assert set(written.faults) == {"text"}
    return written.faults["text"]


# ── filling in ────────────────────────────────────────────────────────────


def test_variables_are_filled_in():
    written = write("Hello {{ candidate.first_name }}", "About {{ job.title }}\n\n{{sender.name}}", FACTS, "Again")
    assert written == RenderedInvitation("Hello Grace", "About Head Nurse\n\nAna Lima", {}, "Again")


@pytest.mark.parametrize("name", [name for name, _ in VARIABLES])
def test_every_listed_variable_gives_its_fact(name: str):
    part, _, attribute = name.partition(".")
    fact = getattr(getattr(sample.SAMPLE, part), attribute)
    assert body(f"{{{{ {name} }}}}", sample.SAMPLE) == fact != ""


@pytest.mark.parametrize(
    ("text", "there", "bare"),
    [
        ("Hi{% if candidate.company %} at {{ candidate.company }}{% endif %}!", "Hi at Harbor Clinic!", "Hi!"),
        ("{% if job %}About {{ job.title }}{% else %}No job{% endif %}", "About Head Nurse", "No job"),
        ("{% if not candidate.company %}Where do you work?{% else %}ok{% endif %}", "ok", "Where do you work?"),
        ("{% if candidate.title and candidate.company %}both{% else %}no{% endif %}", "both", "no"),
        ("{% if candidate.place or candidate.name %}one{% endif %}", "one", "one"),
        (
            "{% if candidate.place %}{{ candidate.place }}{% elif job %}job{% else %}none{% endif %}",
            "Boston, MA",
            "none",
        ),
        ("At {{ candidate.company or 'your clinic' }}", "At Harbor Clinic", "At your clinic"),
        ("At {{ candidate.company or “your clinic” }}, “dear”", "At Harbor Clinic, “dear”", "At your clinic, “dear”"),
        ("{{\u00a0candidate.name }}", "Grace Hopper", "Grace Hopper"),
        ("{{ candidate.title or candidate.name }}", "Nurse", "Grace Hopper"),
        ("{{ candidate.name | upper }}", "GRACE HOPPER", "GRACE HOPPER"),
        ("a{# a remark #}b", "ab", "ab"),
        ("100 % sure {yes} {no", "100 % sure {yes} {no", "100 % sure {yes} {no"),
    ],
)
def test_optional_facts_can_be_tested_for(text: str, there: str, bare: str):
    assert body(text) == there
    assert body(text, BARE) == bare


def test_a_condition_leaves_no_gap():
    text = "Hello\n\n{% if candidate.company %}\nYou work at {{ candidate.company }}.\n{% endif %}\n\nBye"
    assert body(text, BARE) == "Hello\n\nBye"
    assert body(text) == "Hello\n\nYou work at Harbor Clinic.\n\nBye"


def test_text_copied_from_a_card_is_read_correctly():
    """A card separates the braces with an invisible character."""
    assert body("{\u2060{ candidate.name }\u2060}") == "Grace Hopper"


# ── errors ─────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("candidate.firstname", "candidate.first_name"),
        ("candidate.fist_name", "candidate.first_name"),
        ("Candidate.First_Name", "candidate.first_name"),
        ("first_name", "candidate.first_name"),
        ("job.tittle", "job.title"),
        ("sender.calender_url", "sender.calendar_url"),
        ("recruiter.calendar_url", "sender.calendar_url"),
    ],
)
def test_an_unknown_variable_is_reported_with_the_nearest_one(typed: str, nearest: str):
    error = fault(f"one\n{{{{ {typed} }}}}")
    assert f"Line 2: there's no variable {{{{ {typed} }}}}" in error
    assert f"Did you mean {{{{ {nearest} }}}}?" in error


def test_an_unknown_variable_unlike_any_other_is_reported_alone():
    assert fault("{{ salary }}") == ("Line 1: there's no variable {{ salary }}. The form lists all variables.")


def test_an_unknown_variable_is_an_error_even_in_an_unused_branch():
    assert "{{ candidate.wage }}" in fault("Hi{% if not candidate.name %}{{ candidate.wage }}{% endif %}")
    assert "{{ job.wage }}" in fault("Hi{% if job.wage %}x{% endif %}")


def test_all_unknown_variables_are_reported_at_once():
    error = fault("{{ candidate.wage }} {{ job.wage }}")
    assert "{{ candidate.wage }}" in error
    assert "{{ job.wage }}" in error


def test_of_many_errors_only_the_first_are_reported():
    error = fault(" ".join(f"{{{{ candidate.wage{n} }}}}" for n in range(100)))
    assert "candidate.wage3 " in error
    assert "candidate.wage4 " not in error
    assert error.endswith("And 96 more.")


@pytest.mark.parametrize("nothing", ["", "  ", "\n", "\u200b", "\u00a0", None])
def test_an_empty_variable_is_reported_with_a_remedy(nothing: str | None):
    facts = replace(FACTS, candidate=replace(FACTS.candidate, company=nothing))
    error = fault("At {{ candidate.company }}", facts)
    assert error == "{company} is empty. Remove it, or put it in square brackets: [words with {company}]."


def test_an_empty_variable_in_a_rendered_branch_is_an_error():
    assert "{place} is empty" in fault("{% if not job %}{{ candidate.place }}{% endif %}", BARE)
    assert body("Hi{% if job %}{{ candidate.place }}{% endif %}", BARE) == "Hi"


def test_an_empty_variable_is_an_error_inside_filters_and_or():
    for text in ("{{ candidate.company | upper | trim }}", "{{ candidate.title or candidate.company }}"):
        assert "{company} is empty" in fault(text, BARE)


def test_all_empty_variables_are_reported_at_once_each_once():
    error = fault("{{ candidate.company }} {{ candidate.place }} {{ candidate.company }}", BARE)
    assert error.count("{company} is empty") == 1
    assert "{place} is empty" in error


def test_it_says_who_can_fill_in_an_empty_variable():
    assert "Attach one" in fault("{{ job.title }}", BARE)
    assert "sender settings" in fault("{{ sender.title }}", BARE)


def test_errors_appear_at_their_inputs():
    written = write("{{ job.title }}", "fine", BARE, "{{ candidate.place }}")
    assert set(written.faults) == {"subject", "follow_up_text"}
    assert (written.subject, written.text, written.follow_up) == ("", "fine", "")


@pytest.mark.parametrize("blank", ["", "   ", "\n\n", "\u200b\u2060", "{# nothing #}", "{% if job.place %}{% endif %}"])
def test_an_empty_invitation_is_an_error(blank: str):
    written = write(blank, blank, FACTS, blank)
    assert {"subject", "text"} <= set(written.faults)


def test_an_absent_follow_up_is_not_checked():
    assert write("Hello", "Text", FACTS, "").faults == {}


def test_a_subject_is_one_line():
    for typed in ("one\ntwo", "one\r\nBcc: all@example.com", "one\u2028two", "one\vtwo"):
        assert write(typed, "Text", FACTS).faults == {"subject": "The subject must be one line."}
    assert write("  padded \n", "Text", FACTS).subject == "padded"


def test_a_multiline_fact_becomes_one_line():
    """An imported name cannot add a header or a paragraph."""
    facts = replace(FACTS, candidate=replace(FACTS.candidate, name="Grace\r\nBcc: all@example.com\n\nHopper"))
    written = write("{{ candidate.name }}", "{{ candidate.name }}", facts)
    assert written.subject == written.text == "Grace Bcc: all@example.com Hopper"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Grace http://evil.example", "web address"),
        ("www.evil.example", "web address"),
        ("G" * 301, "longer than 300"),
    ],
)
def test_an_unusable_name_is_an_error(name: str, why: str):
    error = fault("{{ candidate.name }}", replace(FACTS, candidate=replace(FACTS.candidate, name=name)))
    assert "{full name}" in error
    assert why in error


@pytest.mark.parametrize("url", ["javascript:alert(1)", "jobs.example", "https://", "https://a b", 'https://a"b'])
def test_an_invalid_url_is_an_error(url: str):
    facts = replace(FACTS, job=JobFacts("Nurse", apply_url=url))
    assert "isn't a web address" in fault("{{ job.apply_url }}", facts)


def test_markup_in_a_fact_is_literal_and_never_executed():
    for hostile in ("{{ 7 * 7 }}", "{% if x %}", "<script>alert(1)</script>", "{{ sender.signature }}", "%s {0} ${x}"):
        facts = replace(FACTS, candidate=replace(FACTS.candidate, name=hostile))
        assert body("Dear {{ candidate.name }}", facts) == f"Dear {hostile}"


def test_overlong_text_is_refused_with_the_limit():
    written = write("s" * 201, "t" * 5_001, FACTS)
    assert "200" in written.faults["subject"]
    assert "5,000" in written.faults["text"]
    assert write("s" * 200, "t" * 5_000, FACTS).faults == {}


def test_text_far_over_the_limit_is_not_parsed():
    from connectors.mail.compose.template_language import program

    before = program.cache_info()
    huge = "{{ candidate.name }}" * 1_000_000
    assert "20,000,000 characters long" in fault(huge)
    assert "20,000,000 characters long" in write(huge, "Text", FACTS, huge).faults["follow_up_text"]
    assert program.cache_info().misses <= before.misses + 2  # the other inputs


def test_output_over_the_limit_is_refused():
    facts = replace(FACTS, candidate=replace(FACTS.candidate, name="n" * 300))
    assert "too long" in fault("{{ candidate.name }}" * 20, facts)


def test_parsed_texts_are_cached_within_a_limit():
    from connectors.mail.compose.template_language import program

    program.cache_clear()
    for n in range(600):
        body(f"{{{{ candidate.name }}}} {n}")
        body(f"{{{{ candidate.name }}}} {n}")
    info = program.cache_info()
    assert info.hits >= 600
    assert info.currsize <= 256


# ── the shipped texts ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["en", "es", "fr", "de"])
@pytest.mark.parametrize(("kind", "job"), [("connect", False), ("connect", True), ("apply", True)])
@pytest.mark.parametrize("known", [True, False])
def test_the_shipped_texts_need_only_names_and_the_jobs_title(language: str, kind: str, job: bool, known: bool):
    full, little = FACTS, Facts(BARE.candidate, JobFacts("Head Nurse"), BARE.sender)
    facts = full if known else little
    subject, text = default_texts.standard(kind, language, job=job)
    written = write(
        subject, text, facts if job else replace(facts, job=None), default_texts.standard_follow_up(language)
    )
    assert written.faults == {}
    assert "  " not in written.text
    assert " ," not in written.text
    assert " ." not in written.text
    assert ("Harbor Clinic" in written.text) == (known and kind == "connect")


@pytest.mark.parametrize(
    ("language", "subject", "invited"),
    [
        ("en", "Head Nurse at Mercy", "Invitation to apply: Head Nurse at Mercy"),
        ("es", "Head Nurse en Mercy", "Invitación a presentar su candidatura: Head Nurse en Mercy"),
        ("fr", "Head Nurse chez Mercy", "Invitation à postuler : Head Nurse chez Mercy"),
        ("de", "Head Nurse bei Mercy", "Einladung zur Bewerbung: Head Nurse bei Mercy"),
    ],
)
def test_the_subject_is_the_job_and_the_company(language: str, subject: str, invited: str):
    for kind, expected in (("connect", subject), ("apply", invited)):
        assert write(*default_texts.standard(kind, language, job=True), FACTS).subject == expected
    bare = replace(FACTS, job=JobFacts("Head Nurse"))
    assert write(*default_texts.standard("connect", language, job=True), bare).subject == "Head Nurse"


def test_the_shipped_texts_differ_by_language():
    texts = {
        default_texts.standard(kind, code, job=True) for kind in ("connect", "apply") for code, _ in compose.LANGUAGES
    }
    assert len(texts) == 8
    assert default_texts.standard("connect", "xx", job=False) == default_texts.standard("connect", "en", job=False)


# ── first names ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Grace Hopper", "Grace"),
        ("Dr. Grace Hopper", "Grace"),
        ("Prof. Dr. Grace Hopper", "Grace"),
        ("Hopper, Grace", "Grace"),
        ("Hopper, Dr. Grace M.", "Grace"),
        ("Grace Hopper, RN", "Grace"),
        ("Grace", "Grace"),
        ("José María García", "José"),
        ("李雷", "李雷"),
        ("李", "李"),
        ("G. Hopper", ""),
        ("G", ""),
        ("Dr.", ""),
        ("", ""),
        (",", ""),
        ("  Grace\n", "Grace"),
    ],
)
def test_the_first_name(name: str, first: str):
    assert first_name(name) == first
