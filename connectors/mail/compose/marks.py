"""Marks: how forms write the variables of a text, as in "Hello {first name}".

Words in square brackets appear only if every mark in them has a value: "[ at {company}]"; otherwise, the words after a
bar appear: "[at {company}|where you work]". Texts are stored in the template language."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from jinja2 import nodes
from rapidfuzz import fuzz, process

from connectors.mail.compose.template_language import parsed

MARKS: Final[dict[str, str]] = {  # by variable
    "candidate.first_name": "first name",
    "candidate.name": "full name",
    "candidate.title": "current title",
    "candidate.company": "company",
    "candidate.place": "place",
    "job.title": "job title",
    "job.place": "job place",
    "job.department": "job department",
    "job.company": "hiring company",
    "job.apply_url": "apply link",
    "sender.name": "sender name",
    "sender.title": "sender title",
    "sender.company": "sender company",
    "sender.calendar_url": "calendar link",
}
_VARIABLES: Final = {mark: name for name, mark in MARKS.items()}
_BY_ANY_NAME: Final = _VARIABLES | {name.replace("_", " "): name for name in MARKS}
_MARK = re.compile(r"\{([^{}\n]*)\}")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_UNCLOSED = re.compile(r"(?<!\{)\{(?=[ \t]*[^\W\d_])")
_TAG = re.compile(r"\{[{%#]|[}%#]\}")
_TAGS_WHOLE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


class BadMark(ValueError):
    """The marks of a text are wrong. `words` is the error message for the user."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.words = " ".join(list(dict.fromkeys(faults))[:4])
        super().__init__(self.words)


@dataclass(frozen=True, slots=True)
class _Variable:
    name: str


@dataclass(frozen=True, slots=True)
class _Optional:
    """Optional words: `words` if all their variables have a value, else `otherwise`."""

    words: "tuple[str | _Variable, ...]"
    otherwise: "tuple[str | _Variable, ...]" = ()


_Plain = str | _Variable
_Piece = _Plain | _Optional


def mark(variable: str) -> str:
    """The mark of a variable: "{first name}"."""
    return f"{{{MARKS[variable]}}}"


def has_tags(text: str) -> bool:
    """Whether the text has variables or conditions of the template language."""
    return _TAG.search(text) is not None


def tag_fault(text: str, instead: str) -> str:
    """The error for "{{", "{%" and the like in a message, with the line number; "" if there are none."""
    found = _TAG.search(text)
    return f"Line {_line(text, found.start())}: “{found[0]}” can't be used in a message. {instead}" if found else ""


def literal_fault(text: str) -> str:
    """The error for a message to one person that contains a tag or still contains a mark, since it is sent as is; "" if
    it contains neither."""
    if fault := tag_fault(text, "Type the text exactly as the candidate should see it."):
        return fault
    for found in _MARK.finditer(text):
        if _variable(found[1]):
            return f"Line {_line(text, found.start())}: replace {found[0]} with the actual words."
    return ""


def source(text: str) -> str:
    """Translate a text with marks to the template language. If the text already contains {{ }} or {% %}, only its marks
    are translated. Raises BadMark."""
    if not has_tags(text):
        return _as_source(_pieces(text))
    written, at, faults = list[str](), 0, list[str]()
    for tag in (*_TAGS_WHOLE.finditer(text), None):
        end = tag.start() if tag else len(text)
        written += [_as_source(_plain(text, at, end, faults)), tag[0] if tag else ""]
        at = tag.end() if tag else end
    if faults:
        raise BadMark(faults)
    return "".join(written)


def shown(stored: str) -> str | None:
    """A stored text, written with marks; None if marks can't express it, as for {% if not … %}."""
    tree = parsed(stored)
    pieces = _read(tree.body) if tree else None
    if pieces is None:
        return None
    text = "".join(map(_as_marks, pieces))
    try:
        return text if not has_tags(text) and _pieces(text) == _merged(pieces) else None
    except BadMark:
        return None


# ── text with marks ──


def _pieces(text: str) -> tuple[_Piece, ...]:
    """Split a text into its pieces. Raises BadMark."""
    pieces, at, faults = list[_Piece](), 0, list[str]()
    for found in _BRACKETS.finditer(text):
        if not _MARK.search(found[1]):
            continue
        pieces += _plain(text, at, found.start(), faults)
        words, bar, otherwise = found[1].partition("|")
        if any(part.endswith("{") for part in (text[at : found.start()], words, otherwise)):  # it would make "{{%"
            faults.append(f"Line {_line(text, found.start())}: “{{” has no “}}” after it.")
        middle = found.start(1) + len(words)
        optional = _Optional(
            _plain(text, found.start(1), middle, faults), _plain(text, middle + len(bar), found.end(1), faults)
        )
        if not faults and not any(isinstance(each, _Variable) for each in optional.words):
            faults.append(f"Line {_line(text, found.start())}: the words before “|” need a placeholder.")
        pieces.append(optional)
        at = found.end()
    pieces += _plain(text, at, len(text), faults)
    if faults:
        raise BadMark(faults)
    return _merged(pieces)


def _plain(text: str, start: int, end: int, faults: list[str]) -> tuple[_Plain, ...]:
    """The pieces of this part of the text, which contains no optional words. Adds errors to `faults`."""
    pieces, at = list[_Plain](), start
    for found in _MARK.finditer(text, start, end):
        if not any(map(str.isalpha, found[1])):
            continue
        pieces.append(text[at : found.start()])
        if name := _variable(found[1]):
            pieces.append(_Variable(name))
        else:
            faults.append(f"Line {_line(text, found.start())}: {_unknown(found[1])}")
        at = found.end()
    pieces.append(text[at:end])
    if not faults and (left := next((each for each in pieces if isinstance(each, str) and _UNCLOSED.search(each)), "")):
        where = text.index(left, start) + left.index("{")
        faults.append(f"Line {_line(text, where)}: “{{” has no “}}” after it.")
    return tuple(each for each in pieces if each)


def _variable(written: str) -> str:
    return _BY_ANY_NAME.get(" ".join(written.replace("_", " ").split()).casefold(), "")


def _unknown(written: str) -> str:
    wanted = " ".join(written.replace("_", " ").split()).casefold()
    near = process.extractOne(wanted, list(_BY_ANY_NAME), scorer=fuzz.ratio, score_cutoff=65)
    known = f"Did you mean {mark(_BY_ANY_NAME[near[0]])}?" if near else "The form lists all placeholders."
    return f"there's no placeholder {{{written.strip()[:60]}}}. {known}"


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _as_marks(piece: _Piece) -> str:
    match piece:
        case str():
            return piece
        case _Variable(name):
            return mark(name)
        case _Optional(words, otherwise):
            bar = "|" if otherwise else ""
            return f"[{''.join(map(_as_marks, words))}{bar}{''.join(map(_as_marks, otherwise))}]"


# ── the template language ──


def _as_source(pieces: Iterable[_Piece]) -> str:
    return "".join(map(_one_as_source, pieces))


def _one_as_source(piece: _Piece) -> str:
    match piece:
        case str():
            return piece
        case _Variable(name):
            return f"{{{{ {name} }}}}"
        case _Optional(words, otherwise):
            names = dict.fromkeys(each.name for each in words if isinstance(each, _Variable))
            other = f"{{% else %}}{_as_source(otherwise)}" if otherwise else ""
            return f"{{% if {' and '.join(names)} %}}{_as_source(words)}{other}{{% endif %}}"


def _read(body: Iterable[nodes.Node]) -> tuple[_Piece, ...] | None:
    """The pieces of a parsed text; None if the text contains something that marks can't express."""
    pieces = list[_Piece]()
    for node in body:
        match node:
            case nodes.Output(nodes=parts):
                read = [_read_part(part) for part in parts]
                if None in read:
                    return None
                pieces += [each for each in read if each is not None]
            case nodes.If(test=test, body=then, elif_=[], else_=otherwise):
                words, other, names = _read(then), _read(otherwise), set(_tested(test))
                if words is None or other is None or not names:
                    return None
                if any(isinstance(each, _Optional) for each in (*words, *other)):
                    return None
                plain = tuple(each for each in words if not isinstance(each, _Optional))
                if {each.name for each in plain if isinstance(each, _Variable)} != names:
                    return None
                pieces.append(_Optional(plain, tuple(each for each in other if not isinstance(each, _Optional))))
            case _:
                return None
    return _merged(pieces)


def _read_part(part: nodes.Node) -> _Piece | None:
    match part:
        case nodes.TemplateData(data=words):
            return words
        case nodes.Getattr():
            return _Variable(_name(part))
        case nodes.Or(left=nodes.Getattr() as left, right=nodes.Const(value=str() as words)):
            return _Optional((_Variable(_name(left)),), (words,))
        case _:
            return None


def _name(node: nodes.Getattr) -> str:
    return f"{node.node.name}.{node.attr}" if isinstance(node.node, nodes.Name) else ""


def _tested(test: nodes.Node) -> Iterator[str]:
    """The variables that a condition tests, all of which must have a value; "" for any other condition."""
    match test:
        case nodes.Getattr():
            yield _name(test)
        case nodes.And(left=left, right=right):
            yield from _tested(left)
            yield from _tested(right)
        case _:
            yield ""


def _merged(pieces: Iterable[_Piece]) -> tuple[_Piece, ...]:
    """The pieces with neighboring words joined."""
    merged = list[_Piece]()
    for each in pieces:
        if isinstance(each, str) and merged and isinstance(merged[-1], str):
            merged[-1] += each
        elif each:
            merged.append(each)
    return tuple(merged)
