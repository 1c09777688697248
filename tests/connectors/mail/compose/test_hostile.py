"""Whatever is typed, rendering never raises, executes nothing, and builds nothing large."""

import tracemalloc
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.mail.compose import sample
from connectors.mail.compose.compose import SUBJECT, TEXT, CandidateFacts, Facts, JobFacts, SenderFacts, write
from connectors.mail.compose.template_language import LONGEST_SOURCE, program

REFUSED = [
    # loops, definitions, imports, assignments
    "{% for x in candidate %}{{ x }}{% endfor %}",
    "{% for x in range(10**9) %}x{% endfor %}",
    "{% while true %}{% endwhile %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% call m() %}{% endcall %}",
    "{% set x = 1 %}{{ x }}",
    "{% set candidate = sender %}{{ candidate.name }}",
    "{% import 'os' as os %}",
    "{% from 'x' import y %}",
    "{% include '/etc/passwd' %}",
    "{% extends 'letter.jinja' %}",
    "{% block x %}{% endblock %}",
    "{% with x = 1 %}{% endwith %}",
    "{% filter upper %}x{% endfilter %}",
    "{% autoescape false %}{% endautoescape %}",
    "{% raw %}{{ candidate.name }}{% endraw %}",
    "{% do candidate.pop('name') %}",
    "{% trans %}x{% endtrans %}",
    "{% debug %}",
    "{% break %}",
    # calls and attributes that escape the sandbox
    "{{ candidate.name() }}",
    "{{ candidate.name.upper() }}",
    "{{ candidate.name.__class__ }}",
    "{{ candidate.__class__.__mro__ }}",
    "{{ candidate.__init__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum() }}",
    "{{ namespace() }}",
    "{{ request }}",
    "{{ config }}",
    "{{ candidate['name'] }}",
    "{{ candidate[0] }}",
    "{{ candidate.items }}",
    "{{ candidate.keys }}",
    "{{ candidate.get }}",
    "{{ candidate._there }}",
    "{{ sender.signature }}",
    "{{ candidate }}",
    "{{ job }}",
    "{{ loop.index }}",
    "{{ candidate.name|attr('upper') }}",
    "{{ candidate.name|map('upper')|list }}",
    "{{ candidate.name|replace('a', 'a' * 10) }}",
    "{{ candidate.name|format(1) }}",
    "{{ candidate.name|default('x') }}",
    "{{ candidate.name|upper() }}",
    "{{ candidate.name|tojson }}",
    "{{ candidate.name|safe }}",
    "{{ candidate.name|pprint }}",
    "{{ candidate.name|center(10**9) }}",
    # numbers and operators
    "{{ 'a' * 10**9 }}",
    "{{ 10 ** 10 ** 10 }}",
    "{{ 9" + "9" * 5000 + " }}",
    "{{ 0x" + "f" * 5000 + " }}",
    "{{ 1e999 }}",
    "{{ candidate.name ~ candidate.name }}",
    "{{ candidate.name + 'x' }}",
    "{{ candidate.name % 1 }}",
    "{{ candidate.name * 9 }}",
    "{{ -candidate.name }}",
    "{{ candidate.name == 'x' }}",
    "{{ candidate.name in 'x' }}",
    "{{ candidate.name is defined }}",
    "{{ candidate.name if job else 'x' }}",
    "{{ not candidate.name }}",
    "{{ candidate.name and job.title }}",
    "{{ [candidate.name] }}",
    "{{ {'a': 1} }}",
    "{{ (candidate.name, 1) }}",
    "{{ (candidate.name) }}",
    "{{ candidate.name, job.title }}",
    "{{ 'words' }}",
    "{{ candidate.company or '' }}",
    "{{ candidate.company or ' ' }}",
    "{{ candidate.company or '" + "x" * 200 + "' }}",
    "{{ true }}",
    "{{ none }}",
    "{{ '\\x' }}",
    "{{ '\\N{nothing}' }}",
    # conditions
    "{% if candidate %}x{% endif %}",
    "{% if candidate.name == 'x' %}x{% endif %}",
    "{% if candidate.name|upper %}x{% endif %}",
    "{% if candidate.name is string %}x{% endif %}",
    "{% if 'x' %}x{% endif %}",
    "{% if true %}x{% endif %}",
    "{% if 1 %}x{% endif %}",
    "{% if job() %}x{% endif %}",
    "{% if (job) %}x{% endif %}",
    "{% if %}x{% endif %}",
    # depth and size
    "{% if job %}" * 50 + "x" + "{% endif %}" * 50,
    "{% if job %}" * 2000,
    "{{ " + "(" * 2000 + "job.title" + ")" * 2000 + " }}",
    "{{ " + "not " * 2000 + "job }}",
    "{% if " + "not " * 2000 + "job %}x{% endif %}",
    "{% if job" + " or job" * 1000 + " %}x{% endif %}",
    "{{ job.title" + "|upper" * 1000 + " }}",
    "{{ " + "-" * 3000 + "1 }}",
    "{{ " + "[" * 3000 + " }}",
    "{{ job.title }}" * 400,
    "x" * (LONGEST_SOURCE + 1),
    "x" * 10_000_000,
    # not closed, not opened, misspelt
    "{{", "}}", "{%", "%}", "{#", "#}", "{{ }}", "{% %}", "{{ candidate.name", "{{ candidate.name }",
    "{ candidate.name }}",
    "{{ candidate. }}", "{{ .name }}", "{{ candidate..name }}", "{{ candidate.name candidate.title }}",
    "{{ {{ candidate.name }} }}", "{{ “x” }}", "{{ 'x }}", "{{ candidate.name | }}", "{{ | upper }}",
    "{% if job %}", "{% endif %}", "{% else %}", "{% elif job %}", "{% if job %}{% else %}{% else %}{% endif %}",
    "{% if job %}{% else %}{% elif job %}{% endif %}",
    "{{ candidate.name ; job.title }}", "{{ candidate.name # }}", "{% if job }}x{% endif %}", "{{ candidate.name %}",
]  # fmt: skip


@pytest.mark.parametrize("hostile", REFUSED, ids=lambda each: each[:40])
def test_the_rest_of_the_template_language_is_refused_with_a_message(hostile: str):
    written = write("Hello", hostile, sample.SAMPLE, hostile)
    assert written.text == written.follow_up == ""
    assert set(written.faults) == {"text", "follow_up_text"}
    error = written.faults["text"]
    assert error[0].isupper()
    assert error.endswith((".", "?"))
    assert len(error) < 400
    for inside in ("Traceback", "jinja", "NoneType", "object at", "Undefined", "__main__"):
        assert inside not in error


@pytest.mark.parametrize("hostile", REFUSED, ids=lambda each: each[:40])
def test_refused_text_is_never_compiled(hostile: str):
    if len(hostile) <= LONGEST_SOURCE:
        assert program(hostile).template is None


def test_large_output_is_refused_without_building_it():
    """Neither a fact of ten megabytes nor many large ones are ever joined."""
    facts = Facts(CandidateFacts(name="n" * 10_000_000), JobFacts("j" * 300), SenderFacts("Ana"))
    typed = "{{ candidate.name }}", "{{ job.title }}" * 199
    program(typed[0]), program(typed[1])  # parsing is cached and kept out of the measurement
    tracemalloc.start()
    errors = [write("Hello", each, facts).faults["text"] for each in typed]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "longer than 300 characters" in errors[0]
    assert "too long. Use at most 5,000" in errors[1]
    assert peak < 500_000


PIECES = st.sampled_from(
    [
        "{{", "}}", "{%", "%}", "{#", "#}", "{{-", "-}}", "{%-", "-%}", "{%+", "+%}", "{", "}", "%", "#",
        " if ", " elif ", " else ", " endif ", " for ", " in ", " set ", " raw ", " endraw ", " not ", " and ", " or ",
        " is ", "candidate.name", "candidate.company", "job.title", "job", "sender.name", "candidate", ".", "|",
        "upper",
        "(", ")", "[", "]", "'", '"', "\\", "'x'", "1", "10**9", "*", "~", "==", ",", ":", "=", "\n", "\r\n", " ",
        "\x00", "\ud800", "\u202e", "\u2060", "\u2028", "é", "👩‍👩‍👧",
        "{{ candidate.name }}", "{% if job %}", "{% endif %}",
    ]
)  # fmt: skip
SOUP = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))
VALUE = st.one_of(st.none(), st.text(max_size=50), st.lists(PIECES, max_size=8).map("".join), st.just("x" * 400))
FACTS = st.builds(
    Facts,
    st.builds(CandidateFacts, VALUE, VALUE, VALUE, VALUE, VALUE),
    st.one_of(st.none(), st.builds(JobFacts, VALUE, VALUE, VALUE, VALUE, VALUE)),
    st.builds(SenderFacts, VALUE, VALUE, VALUE, VALUE, VALUE),
)


@settings(max_examples=400, deadline=None)
@given(SOUP, SOUP, SOUP, FACTS)
@example("{{ candidate.name }}", "{{ candidate.name|title }}", "{{ job.title }}", sample.SAMPLE)
def test_rendering_never_raises_and_keeps_its_limits(subject: str, text: str, follow_up: str, facts: Any):
    written = write(subject, text, facts, follow_up)
    for name, value, limit in (
        ("subject", written.subject, SUBJECT),
        ("text", written.text, TEXT),
        ("follow_up_text", written.follow_up, TEXT),
    ):
        assert len(value) <= limit
        assert not (value and name in written.faults)
        assert value.strip() or name in written.faults or name == "follow_up_text"
        assert not set(value) & {"\x00", "\r", "\ud800", "\u202e", "\u2028"}
    assert "\n" not in written.subject
    assert write(subject, text, facts, follow_up) == written


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        st.characters(exclude_characters="{}%#", exclude_categories=["C", "Z"], include_characters=" \n"), max_size=300
    )
)
def test_text_without_variables_is_unchanged(text: str):
    written = write("Hello", text, sample.SAMPLE)
    assert bool(written.faults) == (not text.strip())
    assert written.text.split() == text.split()
