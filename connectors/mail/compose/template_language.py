"""The template language of invitations: variables, `or`, a few filters, and `{% if %}`. The rest of Jinja2 is rejected.

A text must pass two checks before any of it runs: one of its tokens (to limit nesting) and one of its syntax tree
(against an allow-list). So rejected code is never executed. What passes runs in Jinja2's sandbox."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from rapidfuzz import fuzz, process

from connectors.mail.compose.facts import NAMES, VARIABLES, blank
from connectors.mail.compose.template_tags import LIKE_THIS, Token, Unreadable, check_tags, remark

LONGEST_SOURCE: Final = 10_000  # characters as typed
FILTERS: Final = ("capitalize", "lower", "title", "trim", "upper")
_CONST = 100  # characters in a quoted text
_IN_ORDER = tuple(name for name, _ in VARIABLES)
_IN_TAGS = re.compile(r"\{[{%][^{}\n]*[%}]\}")
_CURLED = str.maketrans("“”„", '"' * 3)  # phones type curly quotes
_ODD_SIGN = re.compile(r"unexpected (?:char )?[\"'](.{1,3})[\"']", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Program:
    """A parsed text: its template, or error messages."""

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
    """Parse a text of at most LONGEST_SOURCE characters. Never raises; results are cached."""
    try:
        tree = _tree(source)
    except Unreadable as no:
        return Program(None, (no.words,))
    unknown = tuple(dict.fromkeys(_unknown(tree)))
    return Program(None, unknown) if unknown else Program(_JINJA.from_string(tree))


def parsed(source: str) -> nodes.Template | None:
    """The syntax tree of a text; None if the text is invalid."""
    try:
        tree = _tree(source)
    except Unreadable:
        return None
    return None if any(_unknown(tree)) else tree


def nearest(name: str) -> str:
    """The variable with the most similar name; "" if none is close."""
    wanted = name.lower()
    whole = process.extractOne(wanted, _IN_ORDER, scorer=fuzz.ratio, score_cutoff=70)
    if whole is not None:
        return whole[0]
    ends = {each: each.partition(".")[2] for each in _IN_ORDER}
    end = process.extractOne(wanted.rpartition(".")[2], ends, scorer=fuzz.ratio, score_cutoff=75)
    return end[2] if end is not None else ""


def _tree(source: str) -> nodes.Template:
    source = _IN_TAGS.sub(lambda tag: tag[0].translate(_CURLED), source)
    try:
        check_tags(_tokens(source))
        tree = _JINJA.parse(source)
    except TemplateSyntaxError as fault:
        raise Unreadable(_in_words(fault)) from None
    _check(tree)
    return tree


def _tokens(source: str) -> Iterator[Token]:
    return (token for token in _JINJA.lex(source) if token[1] != "whitespace")


def _in_words(fault: TemplateSyntaxError) -> str:
    """Jinja2's error as a message to the user, with the line number."""
    message = fault.message or ""
    if "comment" in message:
        return remark(fault.lineno)
    odd = _ODD_SIGN.search(message)
    what = f"“{odd[1]}” isn't allowed there" if odd else "this isn't a valid variable or condition"
    return f"Line {fault.lineno}: {what}. A variable looks like {LIKE_THIS}."


# ── the syntax tree ──────────────────────────────────────────────────────────────


def _check(tree: nodes.Template) -> None:
    """Allow only the listed nodes. Raises Unreadable."""
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
    """Allow a variable, optionally with filters, and with `or` followed by another variable or a quoted string. Raises
    Unreadable."""
    match node:
        case nodes.Getattr(node=nodes.Name(), ctx="load"):
            pass
        case nodes.Filter(node=nodes.Node() as inner, name=name, args=[], kwargs=[], dyn_args=None, dyn_kwargs=None):
            if name not in FILTERS:
                raise Unreadable(
                    f"Line {node.lineno}: there's no filter {name[:20]}. The filters are {', '.join(FILTERS)}."
                )
            _check_value(inner)
        case nodes.Or(left=left, right=nodes.Const(value=str() as words)):
            _check_value(left)
            if blank(words) or len(words) > _CONST:
                raise Unreadable(f"Line {node.lineno}: the text in quotes must have 1 to {_CONST} characters.")
        case nodes.Or(left=left, right=right):
            _check_value(left)
            _check_value(right)
        case nodes.Name(name=name):
            raise Unreadable(_not_known(name, node.lineno))
        case _:
            raise Unreadable(_refused(node))


def _check_condition(node: nodes.Node) -> None:
    """Allow tests of whether a variable is set or a job is attached, combined with `not`, `and`, `or`. Raises
    Unreadable."""
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
    nodes.Const: "text in quotes alone",
    nodes.Compare: "a comparison",
    nodes.Test: "“is”",
    nodes.CondExpr: "“if” inside {{ }}",
    nodes.Not: "“not” inside {{ }}",
    nodes.And: "“and” inside {{ }}",
    nodes.Getattr: "a name with two dots",
    nodes.Filter: "a filter",
}


def _refused(node: nodes.Node) -> str:
    what = _KINDS.get(type(node), "this")
    return f"Line {node.lineno}: {what} can't be used there. Only variables like {LIKE_THIS} and {{% if … %}} can."


def _unknown(tree: nodes.Template) -> Iterator[str]:
    """An error message for each unknown variable."""
    for node in tree.find_all(nodes.Getattr):
        if isinstance(node.node, nodes.Name) and (name := f"{node.node.name}.{node.attr}") not in NAMES:
            yield _not_known(name, node.lineno)


def _not_known(name: str, line: int) -> str:
    shown = name if len(name) <= 60 else f"{name[:60]}…"
    near = nearest(name[:60])
    meant = f" Did you mean {{{{ {near} }}}}?" if near else " The form lists all variables."
    return f"Line {line}: there's no variable {{{{ {shown} }}}}.{meant}"
