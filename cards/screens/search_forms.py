"""The search form, short and advanced, and the form for acting on several people at once."""

from cards.actions.search import AdvancedTools, DoInBulk, RunSearch
from cards.screens.person_row import place_text
from cards.screens.reach import option_note
from cards.screens.wording import short
from cards.tree import (
    Button,
    Choice,
    Form,
    Input,
    MultiChoice,
    NumberInput,
    Option,
    Text,
    TextInput,
    Typeahead,
    Value,
)
from cards.views.people import JobView, PersonRow

Words = dict[str, str]
Values = dict[str, Value]

GROUP = 10  # people in one list of check boxes: Slack's limit
MOST = 25  # people that can be selected at once

WHAT = TextInput(
    "what",
    "What",
    placeholder="senior nurse, or title:nurse AND (ICU OR ER)",
    hint="Title, skill or company. Put exact phrases in quotes; combine with AND, OR, NOT and parentheses.",
    max_length=1000,
)
WHERE = Typeahead("where", "Where", "places", placeholder="Boston, MA", hint="City, region, country or ZIP code")

SENIORITY = (
    Option("intern", "Intern"),
    Option("junior", "Junior (entry level)"),
    Option("mid", "Mid-level (no level in the title)"),
    Option("senior", "Senior"),
    Option("lead", "Lead"),
    Option("manager", "Manager"),
    Option("director", "Director"),
    Option("vice_president", "Vice president"),
    Option("executive", "Executive"),
)
EDUCATION = (
    Option("high_school", "High school"),
    Option("associate", "Associate degree"),
    Option("bachelor", "Bachelor's degree"),
    Option("master", "Master's degree"),
    Option("mba", "MBA"),
    Option("doctorate", "Doctorate"),
)
ONLY = (
    Option("remote", "Work remotely"),
    Option("relocate", "Are willing to relocate"),
    Option("open_to_work", "Are open to work"),
    Option("has_email", "Have an e-mail address"),
    Option("has_phone", "Have a phone number"),
)
WORK_AUTHORIZATION = (
    Option("citizen", "Citizen"),
    Option("permanent_resident", "Permanent resident"),
    Option("work_visa", "Work visa"),
    Option("needs_sponsorship", "Needs sponsorship"),
)
LEAVE_OUT = (
    Option("contacted", "Already contacted"),
    Option("seen", "Seen"),
    Option("rejected", "Hidden or rejected for this job"),
)


def _for_job(job: JobView | None, more: str = "") -> tuple[Text, ...]:
    """The job that the search is for, and a second line, both in small print."""
    lines = "\n".join(line for line in (f"For {job.title}" if job else "", more) if line)
    return (Text(lines, muted=True),) if lines else ()


def search_form(
    search_id: int,
    *,
    job: JobView | None = None,
    filters: str = "",
    errors: Words | None = None,
    values: Values | None = None,
) -> Form:
    """The form with What and Where; one click runs the search. `filters`: the advanced filters that still apply, as
    text."""
    return Form(
        title="Search candidates",
        body=_for_job(job, f"These filters also apply: {filters}" if filters else ""),
        inputs=(WHAT, WHERE),
        submit=Button("Search", does=RunSearch(search_id), main=True),
        buttons=(Button("Advanced tools", does=AdvancedTools(search_id)),),
        errors=errors or {},
        values=values or {},
    )


def _list(name: str, label: str, placeholder: str) -> TextInput:
    return TextInput(name, label, placeholder=placeholder, max_length=500)


def _advanced() -> tuple[Input, ...]:
    return (
        WHAT,
        WHERE,
        NumberInput("radius", "Radius", hint="Around the place in Where", least=1, most=500),
        Choice("unit", "Radius unit", (Option("mi", "Miles"), Option("km", "Kilometers"))),
        _list("titles", "Current title, any of", "charge nurse, head nurse"),
        _list("skills_all", "Skills, all of", "triage, BLS"),
        _list("skills_any", "Skills, any of", "Epic, Cerner"),
        _list("skills_none", "Exclude skills", "pediatrics"),
        _list("company_now", "Currently works at", "Mercy General, Bayside Medical Center"),
        _list("company_ever", "Has worked at", "Mercy General, Bayside Medical Center"),
        _list("company_not", "Has never worked at", "your own company"),
        MultiChoice("seniority", "Seniority, any of", SENIORITY),
        NumberInput("years_from", "Years of experience, from", least=0, most=80),
        NumberInput("years_to", "Years of experience, to", least=0, most=80),
        Choice("education", "Education, at least", EDUCATION),
        TextInput("school", "School", max_length=200),
        MultiChoice("only", "Only people who", ONLY),
        MultiChoice("work_authorization", "Work authorization, any of", WORK_AUTHORIZATION),
        NumberInput("updated_within_days", "Updated within (days)", least=1, most=3650),
        MultiChoice("leave_out", "Leave out", LEAVE_OUT),
        Choice(
            "sort",
            "Sort by",
            (
                Option("relevance", "Best match"),
                Option("recency", "Newest first"),
                Option("distance", "Nearest first"),
            ),
        ),
    )


def advanced_form(
    search_id: int, *, job: JobView | None = None, errors: Words | None = None, values: Values | None = None
) -> Form:
    """The form with all filters. Empty filters are ignored."""
    return Form(
        title="Advanced tools",
        body=_for_job(job, "Separate several values with commas. Empty fields are ignored."),
        inputs=_advanced(),
        submit=Button("Search", does=RunSearch(search_id, advanced=True), main=True),
        errors=errors or {},
        values=values or {},
    )


def _option(person: PersonRow) -> Option:
    detail = " · ".join(part for part in (person.headline, place_text(person)) if part)
    star = "★ " if person.state.starred else ""
    note = option_note(person.state.interest, person.state.reach)
    return Option(str(person.profile_id), star + short(person.name, 40 if note else 60) + note, short(detail, 70))


def bulk_form(
    people: tuple[PersonRow, ...],
    *,
    search_id: int,
    source: str,
    first: int,
    late: str = "",
    job: JobView | None = None,
    errors: Words | None = None,
    values: Values | None = None,
) -> Form:
    """The form for starring, contacting or hiding up to 25 people at once, from position `first`."""
    groups = [people[n : n + GROUP] for n in range(0, min(len(people), MOST), GROUP)]
    hide = f"Hide for {short(job.title, 50)}" if job else "Hide"
    return Form(
        title="Select several",
        body=(Text(f"People {first + 1:,}–{first + len(people):,} of this search's results", muted=True),),
        inputs=(
            Choice(
                "do",
                "What to do with them",
                (Option("star", "Star"), Option("contact", "Contact"), Option("hide", hide)),
                required=True,
                expanded=True,
            ),
            *(
                MultiChoice(
                    f"people_{n + 1}",
                    f"{first + n * GROUP + 1:,}–{first + n * GROUP + len(group):,}",
                    tuple(map(_option, group)),
                )
                for n, group in enumerate(groups)
            ),
        ),
        submit=Button("Go ahead", does=DoInBulk(search_id, source, first, late), main=True),
        errors=errors or {},
        values=values or {},
    )
