"""Hypothesis strategies: hostile text, and trees of any shape that contain it."""

from hypothesis import strategies as st

from cards.actions.search import AdvancedTools, AnswerQuestion, Results, RunSearch
from cards.text import Link, Muted, Rich, Strong
from cards.tree import (
    Badge,
    Button,
    Buttons,
    Card,
    Chart,
    Choice,
    DateInput,
    Divider,
    Facts,
    Form,
    Heading,
    Input,
    Kind,
    LinkButton,
    MultiChoice,
    Notice,
    NumberInput,
    Option,
    Pager,
    Row,
    Tab,
    Tabs,
    Text,
    TextInput,
    Toggle,
    Typeahead,
    Value,
)

HOSTILE = (
    "<!channel> <!here|@here> <@U1> <#C1|general> <!subteam^S1>",
    "@here @channel @everyone",
    "*bold* _it_ ~gone~ `code` ```\nblock\n```",
    "> quoted\n> again\n&gt; &lt;!channel&gt;",
    "[x](http://evil.example) ](http://evil.example) <http://evil.example|click>",
    "http://evil.example/?a=1&b=2 evil.example javascript:alert(1)",
    "<at>Ana</at> {{DATE(2024-01-01T00:00:00Z)}} ${name}",
    "safe \u202eevil\u202c \u2066isolated\u2069 end",
    "w" * 10_000,
    "&" * 4_000,
    "👩\u200d👩\u200d👧\u200d👦" * 900,
    "🇩🇪🇫🇷" * 900,
    "e" + "\u0301" * 5_000,
    "日本語の履歴書" * 800,
    "null\x00 bell\x07 escape\x1b[31m half \ud83d other \udc00",
    ":joy: :+1: 10:30:15",
    "# title\n1. one\n- two\n| a | b |",
    " \n\t ",
    "",
)

any_text = st.one_of(st.sampled_from(HOSTILE), st.text(alphabet=st.characters(), max_size=60))
urls = st.sampled_from(
    (
        "https://example.com/a?b=1&c=2",
        "http://example.com/" + "a" * 4000,
        "javascript:alert(1)",
        "mailto:ana@example.com",
        "https://example.com|<!channel>",
        "https://x\n.example",
        "",
    )
)
span = st.one_of(any_text, any_text.map(Strong), any_text.map(Muted), st.builds(Link, any_text, urls))
rich: st.SearchStrategy[Rich] = st.one_of(any_text, st.lists(span, max_size=4).map(tuple))
ids = st.integers(min_value=0, max_value=2**31)
actions = st.one_of(
    st.builds(Results, ids, st.sampled_from(("", "internet")), ids),
    st.builds(AnswerQuestion, ids, st.sampled_from(("what", "where")), any_text.map(lambda text: text[:60])),
)
button = st.builds(
    Button,
    any_text,
    actions,
    main=st.booleans(),
    danger=st.booleans(),
    confirm=st.one_of(st.none(), any_text),
    hint=st.one_of(st.none(), any_text),
)
any_button = st.one_of(button, st.builds(LinkButton, any_text, urls))
badge = st.builds(Badge, st.sampled_from(list(Kind)), any_text)
some_buttons = st.lists(any_button, max_size=4).map(tuple)
row = st.builds(
    Row,
    rich,
    st.lists(rich, max_size=3).map(tuple),
    st.lists(badge, max_size=3).map(tuple),
    some_buttons,
    st.one_of(st.none(), urls),
    st.lists(rich, max_size=2).map(tuple),
)
node = st.one_of(
    st.builds(Heading, any_text, st.sampled_from((1, 2))),
    st.builds(Text, rich, st.booleans()),
    st.builds(Facts, st.lists(st.tuples(any_text, rich), max_size=5).map(tuple)),
    row,
    st.builds(
        Notice,
        st.sampled_from((Kind.INFO, Kind.SUCCESS, Kind.WARNING, Kind.ERROR)),
        rich,
        st.one_of(st.none(), button),
    ),
    st.builds(Tabs, st.lists(st.builds(Tab, any_text, actions, st.booleans(), any_text), max_size=4).map(tuple)),
    st.builds(Pager, any_text, st.one_of(st.none(), actions), st.one_of(st.none(), actions), some_buttons),
    st.builds(Buttons, some_buttons),
    st.just(Divider()),
    st.builds(Chart, any_text, st.lists(st.tuples(any_text, st.integers(0, 10**9)), max_size=5).map(tuple)),
)
cards = st.builds(Card, any_text, st.lists(node, max_size=8).map(tuple), some_buttons)

# Forms: the inputs are fixed, their values are not.
INPUTS: tuple[Input, ...] = (
    TextInput("what", "What", hint="h", placeholder="p", required=True),
    NumberInput("years", "Years", least=0, most=80),
    DateInput("day", "Day"),
    Choice("sort", "Sort", (Option("a,b", "A"), Option("c%", "C", "detail")), expanded=True),
    Choice("unit", "Unit", (Option("mi", "Miles"), Option("km", "Kilometers"))),
    MultiChoice("only", "Only", tuple(Option(value, value) for value in ("a,b", "c", "d%2C", "e"))),
    MultiChoice("also", "Also", (Option("x", "X"), Option("y,", "Y")), expanded=False),
    Typeahead("where", "Where", "places", required=True),
    Typeahead("who", "Who", "members", many=True),
    Toggle("remote", "Remote"),
)
typed_text = st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=80)
picked = typed_text.filter(lambda text: len(text.encode("utf-16-le")) // 2 <= 150 and bool(text))


def _picks(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True).map(lambda some: tuple(v for v in values if v in some))


values: st.SearchStrategy[dict[str, Value]] = st.fixed_dictionaries(
    {
        "what": typed_text,
        "remote": st.booleans(),
        "only": _picks("a,b", "c", "d%2C", "e"),
        "also": _picks("x", "y,"),
        "who": st.lists(picked, max_size=4, unique=True).map(tuple),
    },
    optional={
        "years": st.integers(0, 80),
        "day": st.dates().map(lambda day: day.isoformat()),
        "sort": st.sampled_from(("a,b", "c%")),
        "unit": st.sampled_from(("mi", "km")),
        "where": picked,
    },
)


def form(given: dict[str, Value], errors: dict[str, str] | None = None) -> Form:
    return Form(
        title="Search candidates",
        body=(),
        inputs=INPUTS,
        submit=Button("Search", RunSearch(7, advanced=True), main=True),
        buttons=(Button("Advanced tools", AdvancedTools(7)), Button("Back", Results(7))),
        errors=errors or {},
        values=given,
    )
