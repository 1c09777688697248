"""Which people a query finds, computed by brute force: every profile is read word by word."""

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence

from connectors.search.base import And, Circle, Document, Field, Not, Or, Phrase, Query, What, Word
from connectors.search.word_forms import names_with_forms, other_forms

_DEGREES = ("none", "high_school", "associate", "bachelor", "master", "mba", "doctorate")


def split_words(text: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+(?:[+#]+(?![^\W_]))?", unicodedata.normalize("NFC", plain).replace("ø", "o"))


def words_in(person: Document, field: Field | None) -> list[list[str]]:
    titles = (*person.current_titles, person.headline, *person.past_titles)
    companies = (*person.current_companies, *person.past_companies)
    by_field = {
        Field.TITLE: titles,
        Field.SKILL: person.skills,
        Field.COMPANY: companies,
        Field.SCHOOL: person.schools,
        Field.NAME: (person.name,),
    }
    rest = (*person.summary.split("\n"), person.city, person.region)
    texts = by_field[field] if field else (*(t for group in by_field.values() for t in group), *rest)
    return [split_words(text) for text in texts]


def occurs(phrase: Sequence[str], values: Iterable[list[str]]) -> bool:
    size = len(phrase)
    return any(value[at : at + size] == list(phrase) for value in values for at in range(len(value) - size + 1))


def edit_distance(one: str, other: str) -> int:
    """Edit distance: letters deleted, inserted, changed, or two neighbours swapped."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


class Oracle:
    """`people` are everyone in the index: the frequency of a word is counted over all of them."""

    def __init__(self, people: Iterable[Document]) -> None:
        self.people = list(people)
        self._spelt: dict[tuple[str, Field | None], set[str]] = {}

    def found(self, query: Query) -> set[int]:
        return {person.id for person in self.people if self._passes(person, query)}

    def nearest(self, query: Query) -> list[int]:
        found = self.found(query)
        return sorted(
            found,
            key=lambda number: (min(distance(circle, self.person(number)) for circle in query.places), number),
        )

    def newest(self, query: Query) -> list[int]:
        return sorted(self.found(query), key=lambda number: (-(self.person(number).updated or 0), number))

    def person(self, number: int) -> Document:
        return next(person for person in self.people if person.id == number)

    def _passes(self, person: Document, query: Query) -> bool:
        wanted, other = query.filters, query.aliases

        def any_of(values: Iterable[str], texts: Iterable[str], *, forms: bool = False) -> bool:
            held = [split_words(text) for text in texts]
            return any(
                occurs(form, held)
                for value in values
                for name in (value, *other.get(" ".join(split_words(value)), ()))
                for form in (names_with_forms(tuple(split_words(name))) if forms else [split_words(name)])
            )

        def least(known: int | None, floor: int | None) -> bool:
            return floor is None or (known is not None and known >= floor)

        everywhere = (*person.current_companies, *person.past_companies)
        since = None if wanted.updated_within_days is None else query.now - wanted.updated_within_days * 86_400
        return all(
            (
                person.workspace_id in (0, query.workspace_id),
                person.id not in query.exclude,
                not set(person.employers) & set(query.not_employers),
                not query.any_employers or bool(set(person.employers) & set(query.any_employers)),
                not query.only or person.id in query.only,
                not query.sources or person.source in query.sources,
                self._located(person, query),
                query.what is None or self._holds(person, query.what, negated=False),
                not wanted.titles or any_of(wanted.titles, person.current_titles, forms=True),
                all(any_of((skill,), person.skills, forms=True) for skill in wanted.skills_all),
                not wanted.skills_any or any_of(wanted.skills_any, person.skills, forms=True),
                not any_of(wanted.skills_none, person.skills, forms=True),
                not wanted.company_now or any_of(wanted.company_now, person.current_companies),
                not wanted.company_ever or any_of(wanted.company_ever, everywhere),
                not any_of(wanted.company_not, everywhere),
                not wanted.school or any_of((wanted.school,), person.schools),
                least(person.years, wanted.years_from),
                wanted.years_to is None or (person.years is not None and person.years <= wanted.years_to),
                not wanted.education or least(person.degree, _DEGREES.index(wanted.education)),
                least(person.updated, since),
                not wanted.seniority or bool(set(wanted.seniority) & set(person.seniority)),
                not wanted.work_authorization or person.work_authorization in wanted.work_authorization,
                not wanted.remote or person.remote is True,
                not wanted.relocate or person.relocate is True,
                not wanted.open_to_work or person.open_to_work,
                not wanted.has_email or person.has_email,
                not wanted.has_phone or person.has_phone,
            )
        )

    @staticmethod
    def _located(person: Document, query: Query) -> bool:
        def inside(areas: Iterable[tuple[str, str]]) -> bool:
            return any(c in ("", person.country) and r in ("", person.region) for c, r in areas)

        near = not query.places or any(distance(circle, person) <= circle.radius_km for circle in query.places)
        there = near and (not query.areas or inside(query.areas))
        return there or (person.remote is True and inside(query.remote_areas))

    def _holds(self, person: Document, what: What, *, negated: bool) -> bool:
        match what:
            case Word(text, field, True):
                return any(word.startswith(text.lower()) for value in words_in(person, field) for word in value)
            case Word(text, field) if len(split_words(text)) == 1 and negated:
                forms = self._forms(split_words(text)[0], field)
                return any(word in forms for value in words_in(person, field) for word in value)
            case Word(text, field) if len(split_words(text)) == 1:
                spellings = self._spellings(split_words(text)[0], field)
                return any(word in spellings for value in words_in(person, field) for word in value)
            case Word(text, field) | Phrase(text, field):
                return occurs(split_words(text), words_in(person, field))
            case And(items):
                return all(self._holds(person, item, negated=negated) for item in items)
            case Or(items):
                return any(self._holds(person, item, negated=negated) for item in items)
            case Not(Not(item)):
                return self._holds(person, item, negated=negated)
            case Not(item):
                return not self._holds(person, item, negated=True)

    @staticmethod
    def _forms(word: str, field: Field | None) -> set[str]:
        """The word in all its forms; names of people, companies and schools have one."""
        return {word} if field in (Field.NAME, Field.COMPANY, Field.SCHOOL) else {word, *other_forms(word)}

    def _spellings(self, word: str, field: Field | None) -> set[str]:
        """The word; if fewer than 10 people use it, also words one letter away (from 4 letters), or two (from 8)."""
        if (word, field) not in self._spelt:
            forms = self._forms(word, field)
            holders = sum(any(forms & set(value) for value in words_in(person, field)) for person in self.people)
            letters = 0 if len(word) < 4 or not word.isalpha() else 2 if len(word) >= 8 else 1
            everything = {other for person in self.people for value in words_in(person, field) for other in value}
            near = {other for other in everything if edit_distance(word, other) <= letters}
            self._spelt[word, field] = forms if holders >= 10 else near | forms
        return self._spelt[word, field]


def distance(circle: Circle, person: Document) -> float:
    if person.lat is None or person.lon is None:
        return math.inf
    one, other = math.radians(circle.lat), math.radians(person.lat)
    turn = math.radians(person.lon - circle.lon)
    chord = math.sin((other - one) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(turn / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(chord))
