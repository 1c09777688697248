"""Turns a template into the finished text for one person, and a finished text back into a template."""

import re
from dataclasses import dataclass
from typing import Final

from connectors.mail.compose.compose import TEXT, without_gaps
from connectors.mail.compose.facts import Facts, tidy
from connectors.mail.compose.known import Known
from connectors.mail.compose.marks import mark
from connectors.mail.compose.render import render
from connectors.mail.compose.template_language import program

_REPLACED: Final = (  # the variables that a saved template gets back; the first one wins where two have the same value
    "candidate.name",
    "candidate.first_name",
    "candidate.company",
    "job.title",
    "job.apply_url",
    "sender.name",
    "sender.company",
    "sender.calendar_url",
)
_SHORTEST = 2  # characters of a value that is replaced


def finish(text: str, facts: Facts) -> str:
    """The text for this person, ready to edit. A variable without a value remains in the text as a mark."""
    template = program(tidy(text).strip()).template
    if template is None:
        return text
    known = Known.of(facts)
    rendered = render(template, known.fit, known.job, TEXT, gap=mark)
    return text if rendered.too_long else without_gaps(rendered.text)


@dataclass(frozen=True, slots=True)
class General:
    """Text turned into a template for anybody: facts about one person are replaced by variables. `replaced`: pairs of a
    mark and the words that it replaced."""

    subject: str
    text: str
    replaced: tuple[tuple[str, str], ...] = ()


def generalize(subject: str, text: str, facts: Facts) -> General:
    """Replace the person's name and company, the job and the sender, where they appear as whole words."""
    fit = Known.of(facts).fit
    names = {fit[name]: name for name in reversed(_REPLACED) if len(fit[name]) >= _SHORTEST}
    if not names:
        return General(subject, text)
    longest_first = sorted(names, key=len, reverse=True)
    words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    found = dict.fromkeys(each[0] for part in (subject, text) for each in words.finditer(part))

    def variable(match: re.Match[str]) -> str:
        return f"{{{{ {names[match[0]]} }}}}"

    replaced = tuple((mark(names[each]), each) for each in found)
    return General(words.sub(variable, subject), words.sub(variable, text), replaced)
