"""The language of invitations: variables, `or`, a few filters, and `{% if %}`. Everything else of Jinja2 is refused.

A text is looked at three times before anything of it runs: its tokens (which bounds how deep it nests), its syntax
tree (a list of what is allowed), and then in Jinja2's sandbox. So nothing refused is ever executed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from rapidfuzz import fuzz, process

from connectors.mail.facts import NAMES, VARIABLES, blank

LONGEST_SOURCE: Final = 10_000  # characters as typed
FILTERS: Final = ("capitalize", "lower", "title", "trim", "upper")
_TAGS_AT_MOST = 200
_DEEPEST = 8  # {% if %} within {% if %}
_TOKENS_IN_A_TAG = 40
_CONST = 100  # characters of words in quotes
_IN_ORDER = tuple(name for name, _ in VARIABLES)
_LIKE_THIS = "{{ candidate.first_name }}"
_STATEMENTS = frozenset({"if", "elif", "else", "endif"})
_BRACED = re.compile(r"\{\s*([a-z_]+\.[a-z_]+)\s*\}", re.IGNORECASE)
_ODD_SIGN = re.compile(r"unexpected (?:char )?[\"'](.{1,3})[\"']", re.DOTALL)

Token = tuple[int, str, str]  # line, kind, words


class Unreadable(ValueError):
    """The text is not in the language. `words` are for the person who typed it."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Program:
    """A text that was read: its template, or what is wrong with it in words."""

    template: Template | None
    faults: tuple[str, ...] = ()


def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, cache_size=0)
    made.keep_trailing_newline = True
    made.filters = {name: made.filters[name] for name in FILTERS}
    made.tests.clear()
    made.globals.clear()
    return made


_JINJA = _environment()


@lru_cache(maxsize=256)
def program(source: str) -> Program:
    """Read the text. Never raises; the same text is read once."""
    try:
        tree = _tree(source)
    except Unreadable as no:
        return Program(None, (no.words,))
    unknown = tuple(dict.fromkeys(_unknown(tree)))
    return Program(None, unknown) if unknown else Program(_JINJA.from_string(tree))


def nearest(name: str) -> str:
    """The variable that was meant; "" when none is near."""
    wanted = name.lower()
    whole = process.extractOne(wanted, _IN_ORDER, scorer=fuzz.ratio, score_cutoff=70)
    if whole is not None:
        return whole[0]
    ends = {each: each.partition(".")[2] for each in _IN_ORDER}
    end = process.extractOne(wanted.rpartition(".")[2], ends, scorer=fuzz.ratio, score_cutoff=75)
    return end[2] if end is not None else ""


# ── tokens ───────────────────────────────────────────────────────────────────────


def _tree(source: str) -> nodes.Template:
    if len(source) > LONGEST_SOURCE:
        raise Unreadable(f"This is {len(source):,} characters long; at most {LONGEST_SOURCE:,} are possible.")
    try:
        _check_tokens(_tokens(source))
        tree = _JINJA.parse(source)
    except TemplateSyntaxError as fault:
        raise Unreadable(_in_words(fault)) from None
    _check(tree)
    return tree


def _tokens(source: str) -> Iterator[Token]:
    return (token for token in _JINJA.lex(source) if token[1] != "whitespace")


def _in_words(fault: TemplateSyntaxError) -> str:
    """Jinja2's message as a sentence with the line."""
    message = fault.message or ""
    if "comment" in message:
        return f"Line {fault.lineno}: a remark that begins with {{# ends with #}}."
    odd = _ODD_SIGN.search(message)
    what = f"“{odd[1]}” is not expected there. " if odd else ""
    return f"Line {fault.lineno} cannot be read: {what}A variable looks like {_LIKE_THIS}."


def _check_tokens(tokens: Iterator[Token]) -> None:
    """Tags are closed, begin with what is allowed, and hold few and simple tokens. Raises Unreadable."""
    open_ifs: list[int] = []  # lines
    tags = 0
    for line, kind, words in tokens:
        match kind:
            case "data":
                _check_data(line, words)
            case "variable_begin" | "block_begin":
                tags += 1
                if tags > _TAGS_AT_MOST:
                    raise Unreadable(f"Line {line}: this has more than {_TAGS_AT_MOST} variables and conditions.")
                inside = _tag(tokens, line, kind)
                if kind == "block_begin":
                    _nest(open_ifs, line, inside)
            case "raw_begin" | "raw_end":
                raise Unreadable(f"Line {line}: {{% raw %}} cannot be used in an invitation.")
            case _:
                pass  # a comment and its ends
    if open_ifs:
        raise Unreadable(f"Line {open_ifs[-1]}: {{% if … %}} is not closed with {{% endif %}}.")


def _tag(tokens: Iterator[Token], line: int, kind: str) -> list[str]:
    """What stands in one tag. Raises Unreadable."""
    end, opens, closes = ("variable_end", "{{", "}}") if kind == "variable_begin" else ("block_end", "{%", "%}")
    inside: list[str] = []
    for at, part, words in tokens:
        if part == end:
            if not inside:
                raise Unreadable(f"Line {line}: {opens} {closes} is empty. A variable looks like {_LIKE_THIS}.")
            return inside
        if part not in ("name", "string") and not (part == "operator" and words in (".", "|")):
            raise Unreadable(_not_here(at, words))
        inside.append(words)
        if len(inside) > _TOKENS_IN_A_TAG:
            raise Unreadable(f"Line {at}: there is too much between {opens} and {closes}.")
    raise Unreadable(f"Line {line}: {opens} is not closed with {closes}.")


def _nest(open_ifs: list[int], line: int, inside: list[str]) -> None:
    """Follow {% if %} and {% endif %}. Raises Unreadable."""
    statement = inside[0]
    if statement not in _STATEMENTS:
        raise Unreadable(f"Line {line}: {{% {statement[:20]} %}} cannot be used in an invitation, only {{% if … %}}.")
    if statement == "if":
        open_ifs.append(line)
        if len(open_ifs) > _DEEPEST:
            raise Unreadable(f"Line {line}: more than {_DEEPEST} conditions stand within each other.")
    elif not open_ifs:
        raise Unreadable(f"Line {line}: {{% {statement} %}} has no {{% if … %}} before it.")
    elif statement == "endif":
        open_ifs.pop()


def _check_data(line: int, words: str) -> None:
    """Text between tags that looks like a variable gone wrong would be a hole in the mail. Raises Unreadable."""
    if found := _BRACED.search(words):
        at = line + words.count("\n", 0, found.start())
        raise Unreadable(f"Line {at}: write two braces on each side: {{{{ {found[1]} }}}}.")
    for closes, opens in (("}}", "{{"), ("%}", "{%"), ("#}", "{#")):
        if closes in words:
            at = line + words.count("\n", 0, words.index(closes))
            raise Unreadable(f"Line {at}: {closes} stands there without {opens} before it.")


def _not_here(line: int, words: str) -> str:
    shown = words if len(words) <= 20 else f"{words[:20]}…"
    return (
        f"Line {line}: “{shown}” cannot be used in an invitation. "
        f"Only variables like {_LIKE_THIS} and {{% if … %}} can."
    )


# ── the syntax tree ──────────────────────────────────────────────────────────────


def _check(tree: nodes.Template) -> None:
    """Only what is listed here may stand in the tree. Raises Unreadable."""
    waiting: list[nodes.Node] = list(tree.body)
    while waiting:
        match waiting.pop():
            case nodes.Output(nodes=parts):
                for part in parts:
                    if not isinstance(part, nodes.TemplateData):
                        _check_value(part)
            case nodes.If(test=test, body=body, elif_=elifs, else_=otherwise):
                _check_condition(test)
                waiting += [*body, *elifs, *otherwise]
            case other:
                raise Unreadable(_refused(other))


def _check_value(node: nodes.Node) -> None:
    """A variable, perhaps with filters, perhaps with `or` and another one or words in quotes."""
    match node:
        case nodes.Getattr(node=nodes.Name(), ctx="load"):
            pass
        case nodes.Filter(node=nodes.Node() as inner, name=name, args=[], kwargs=[], dyn_args=None, dyn_kwargs=None):
            if name not in FILTERS:
                raise Unreadable(f"Line {node.lineno}: | {name[:20]} is not known. There are: {', '.join(FILTERS)}.")
            _check_value(inner)
        case nodes.Or(left=left, right=nodes.Const(value=str() as words)):
            _check_value(left)
            if blank(words) or len(words) > _CONST:
                raise Unreadable(f"Line {node.lineno}: the words in quotes are 1 to {_CONST} characters.")
        case nodes.Or(left=left, right=right):
            _check_value(left)
            _check_value(right)
        case nodes.Name(name=name):
            raise Unreadable(_not_known(name, node.lineno))
        case _:
            raise Unreadable(_refused(node))


def _check_condition(node: nodes.Node) -> None:
    """Whether a variable is there, whether a job is attached, and `not`, `and`, `or` of these."""
    match node:
        case nodes.Getattr(node=nodes.Name(), ctx="load") | nodes.Name(name="job"):
            pass
        case nodes.Not(node=inner):
            _check_condition(inner)
        case nodes.And(left=left, right=right) | nodes.Or(left=left, right=right):
            _check_condition(left)
            _check_condition(right)
        case nodes.Name(name=name):
            raise Unreadable(_not_known(name, node.lineno))
        case _:
            raise Unreadable(_refused(node))


_KINDS: dict[type[nodes.Node], str] = {
    nodes.Const: "words in quotes alone",
    nodes.Compare: "a comparison",
    nodes.Test: "“is”",
    nodes.CondExpr: "“if” within {{ }}",
    nodes.Not: "“not” within {{ }}",
    nodes.And: "“and” within {{ }}",
    nodes.Getattr: "a name with two dots",
    nodes.Filter: "a filter",
}


def _refused(node: nodes.Node) -> str:
    what = _KINDS.get(type(node), "this")
    return f"Line {node.lineno}: {what} cannot be used there. Only variables like {_LIKE_THIS} and {{% if … %}} can."


def _unknown(tree: nodes.Template) -> Iterator[str]:
    """A sentence for each variable that there is not."""
    for node in tree.find_all(nodes.Getattr):
        if isinstance(node.node, nodes.Name) and (name := f"{node.node.name}.{node.attr}") not in NAMES:
            yield _not_known(name, node.lineno)


def _not_known(name: str, line: int) -> str:
    shown = name if len(name) <= 60 else f"{name[:60]}…"
    near = nearest(name[:60])
    meant = f" Do you mean {{{{ {near} }}}}?" if near else " The variables are listed in the form."
    return f"Line {line}: there is no variable {{{{ {shown} }}}}.{meant}"


# ── rendering ────────────────────────────────────────────────────────────────────


class _Hole:
    """A fact that is not known: a condition may ask for it, writing it out is a fault."""

    __slots__ = ("_missed", "_name")

    def __init__(self, name: str, missed: Callable[[str], None]) -> None:
        self._name, self._missed = name, missed

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        self._missed(self._name)
        return ""


class _Part(dict[str, object]):
    """The variables of candidate, job or sender; false where there is no job."""

    def __init__(self, there: bool) -> None:
        super().__init__()
        self._there = there

    def __bool__(self) -> bool:
        return self._there


@dataclass(frozen=True, slots=True)
class Rendered:
    """The text with its variables filled in. `missed`: those that were written out and are empty."""

    text: str
    missed: tuple[str, ...]
    too_long: bool = False


def render(template: Template, known: dict[str, str], job: bool, limit: int) -> Rendered:
    """Fill in the variables (by their whole name). Stops when more than `limit` characters are written."""
    missed: dict[str, None] = {}
    parts = {"candidate": _Part(True), "job": _Part(job), "sender": _Part(True)}
    for name, value in known.items():
        part, _, attribute = name.partition(".")
        parts[part][attribute] = value or _Hole(name, lambda name: missed.setdefault(name))
    written, length = list[str](), 0
    for piece in template.generate(parts):
        length += len(piece)
        if length > limit:
            return Rendered("", tuple(missed), too_long=True)
        written.append(piece)
    return Rendered("".join(written), tuple(missed))
