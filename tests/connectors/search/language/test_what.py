"""The What field: search expressions parsed into a tree, and syntax errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.search.base import And, Field, Not, Or, Phrase, Word
from connectors.search.language.faults import Fault
from connectors.search.language.what import parse, show
from tests.steps import steps


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ('  "" , !', None),
        ("nurse", Word("nurse")),
        ("senior nurse", And((Word("senior"), Word("nurse")))),
        ("senior AND nurse", And((Word("senior"), Word("nurse")))),
        ("a b OR c d", Or((And((Word("a"), Word("b"))), And((Word("c"), Word("d")))))),
        ("java or python", Or((Word("java"), Word("python")))),
        ("salt and pepper", And((Word("salt"), Word("and"), Word("pepper")))),
        ("java -php", And((Word("java"), Not(Word("php"))))),
        ("java NOT php", And((Word("java"), Not(Word("php"))))),
        ("java NOT NOT php", And((Word("java"), Word("php")))),
        ("java (NOT php NOT perl)", And((Word("java"), Not(Word("php")), Not(Word("perl"))))),
        ("java -(php OR perl)", And((Word("java"), Not(Or((Word("php"), Word("perl"))))))),
        ("“machine learning” x", And((Phrase("machine learning"), Word("x")))),
        ("title:nurse", Word("nurse", Field.TITLE)),
        ('Company: "Acme Corp"', Phrase("Acme Corp", Field.COMPANY)),
        ("skill:(java OR go)", Or((Word("java", Field.SKILL), Word("go", Field.SKILL)))),
        ("title:(a skill:b)", And((Word("a", Field.TITLE), Word("b", Field.SKILL)))),
        ("C++ C# .NET", And((Word("C++"), Word("C#"), Word("NET")))),
        ("front-end node.js", And((Phrase("front-end"), Phrase("node.js")))),
        ("CI/CD", And((Word("CI"), Word("CD")))),
        ("java, python; sql.", And((Word("java"), Word("python"), Word("sql")))),
        ("((nurse))", Word("nurse")),
        ('"OR" nurse', And((Phrase("OR"), Word("nurse")))),
    ],
)
def test_expressions_are_parsed(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("nurse (java", 6, 'The parenthesis opened at "(java" is never closed.'),
        ("nurse)", 5, 'There is a ")" without a "(" before it.'),
        ('a "b c', 2, 'The quote starting at "b c" is never closed.'),
        ("java OR", 5, "There is nothing after OR."),
        ("OR nurse", 0, "There is nothing before OR."),
        ("java AND OR c", 5, "There is nothing after AND."),
        ("java (AND c)", 6, "There is nothing before AND."),
        ("java NOT", 5, "There is nothing after NOT."),
        ("java ()", 6, "There is nothing between these parentheses."),
        ("ttle:nurse", 0, '"ttle:" is not a field. Did you mean title:?'),
        ("nurse location:Boston", 6, "put the place in Where"),
        ("title:", 0, 'There is nothing after "title:".'),
        ("NOT nurse", 0, "only says what to exclude"),
        ("nurse OR NOT java", 9, "Each side of OR must say what to search for"),
        ("nurse NOT (NOT a NOT b)", 10, "only says what to exclude"),
        ("(" * 40 + "a" + ")" * 40, 12, "12 deep"),
        (" ".join("abcdefghijklmnopqrstu"), None, "This search has 21 words. Use at most 20."),
        ("x" * 1001, 1000, "1,001 characters"),
    ],
)
def test_a_syntax_error_says_what_and_where(text, position, message):
    fault = parse(text)
    assert isinstance(fault, Fault)
    assert message in fault.message
    assert (fault.field, fault.position) == ("what", position)


def test_a_misspelt_field_offers_the_nearest():
    fault = parse("skil:java")
    assert isinstance(fault, Fault)
    assert fault.nearest == ("skill:",)


PIECES = [
    "a",
    "nurse",
    "C++",
    "or",
    "OR",
    "AND",
    "NOT",
    "-",
    "(",
    ")",
    '"',
    "title:",
    "skill:",
    "x:",
    "/",
    ",",
    "|",
    " ",
]
queries = st.lists(st.sampled_from([*PIECES, " ", " ", "node.js", "é", "東京", '"b c"']), max_size=30).map("".join)


@given(st.one_of(st.text(max_size=300), queries))
def test_any_text_gives_a_tree_or_a_positioned_error(text):
    read = parse(text)
    if isinstance(read, Fault):
        assert read.message
        assert read.position is None or 0 <= read.position <= len(text)


@given(st.one_of(queries, st.text(max_size=100)))
def test_printing_and_parsing_round_trip(text):
    tree = parse(text, most_words=1000)
    if tree is not None and not isinstance(tree, Fault):
        assert parse(show(tree), most_words=1000) == tree


@pytest.mark.parametrize("piece", ["(", "-", "NOT ", '"', "title:", "a OR ", "(a ", "a-", "/", '""', ":", "|"])
def test_hostile_text_is_parsed_in_linear_time(piece):
    text = (piece * 1000)[:1000]
    half, whole = (steps(lambda end=end: parse(text[:end], most_words=1000)) for end in (500, 1000))
    assert whole < 3 * half  # quadratic would be four times
