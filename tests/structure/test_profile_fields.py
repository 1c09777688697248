"""A profile field is handled everywhere: CSV import supports it, the docs describe it, the card shows it."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cards import slack, teams
from cards.screens.candidate import candidate_card
from cards.tree import Surface
from cards.views.people import CardPosition
from connectors.files import CANDIDATES, read
from connectors.files.headings import PROFILE_FIELDS, PROFILE_HEADINGS
from connectors.profiles import Profile
from handlers.views import profile_views
from store.tables.core import Profile as Row
from tests.structure.tree import text

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
NOT_SHOWN = {
    "id": "the source's own",
    "photo_url": "nobody is chosen by their looks",
    "emails": "only once the candidate is unlocked",
    "phones": "only once the candidate is unlocked",
}
SAMPLES: dict[str, tuple[Any, str]] = {  # field → a value, and what the card shows for it; plain text needs none
    "source": ("bullhorn", "Bullhorn"),
    "links": ([{"kind": "github", "url": "https://github.com/xq"}], "https://github.com/xq"),
    "place": ({"city": "Boston", "region": "MA", "country": "US"}, "Boston"),
    "experience": ([{"title": "Night Nurse", "company": "Acme"}], "Night Nurse"),
    "education": ([{"school": "Simmons", "degree": "master"}], "Master's degree"),
    "skills": (["Triage"], "Triage"),
    "languages": (["yo"], "Yoruba"),
    "years_experience": (12, "12 years"),
    "open_to_work": (True, "Open to work"),
    "remote": ("only", "Remote:"),
    "willing_to_relocate": (True, "Willing to relocate:"),
    "work_authorization": ("work_visa", "Work visa"),
    "found_via": ("Referral", "Found via:"),
    "do_not_contact": (True, "Do not contact:"),
    "other": ({"Degree": "Some college"}, "Some college"),
    "updated_at": ("2026-11-17T09:00:00Z", "3 days ago"),
}


@pytest.mark.parametrize("field", sorted(set(Profile.model_fields) - set(NOT_SHOWN)))
def test_the_card_shows_it_on_each_platform(field: str):
    value, shown = SAMPLES.get(field, (f"Xq {field}", f"Xq {field}"))
    body = {"name": "Grace Hopper", field: value}
    profile = Profile.model_validate(body)
    row = Row(id=1, source=profile.source, source_id="1", name=profile.name, body=body, updated_at=profile.updated_at)
    view = profile_views.candidate(profile_views.person(row, NOW), row)
    card = candidate_card(view, CardPosition(""), whole=True)
    for drawn in (slack.draw(card, Surface.PERSONAL), teams.draw(card, Surface.PERSONAL)):
        assert shown in json.dumps(drawn, ensure_ascii=False).replace("*", ""), (
            f"{field} is not on the card: add a fact in handlers/views/profile_views.py"
        )


@pytest.mark.parametrize("field", sorted(set(Profile.model_fields) - {"source"}))  # --source gives it
def test_a_csv_column_can_hold_it(field: str):
    assert [each for each in PROFILE_FIELDS if each.partition(".")[0] == field], (
        f"no heading stands for {field}: add it to PROFILE_FIELDS in connectors/files/headings.py"
    )


def test_every_heading_maps_to_a_field():
    parts = {each.partition(".")[0] for each in PROFILE_FIELDS} - {"first_name", "middle_name", "last_name"}
    assert parts == set(Profile.model_fields) - {"source"}
    assert set(PROFILE_HEADINGS.values()) == set(PROFILE_FIELDS)


def test_the_import_docs_list_each_field():
    candidates = text("docs/importing.md").partition("### Candidates")[2]
    example = re.search(r"```json\n(.*?)```", candidates, re.DOTALL)
    assert example is not None
    missing = (set(Profile.model_fields) - {"source"}) ^ set(json.loads(example[1]))
    assert missing == set(), "the example in docs/importing.md must have every field"
    Profile.model_validate(json.loads(example[1]))


CELLS = {  # field → a cell that its column can hold; plain text needs none
    "emails": "grace@example.com",
    "links": "https://github.com/grace",
    "links.linkedin": "https://linkedin.com/in/grace",
    "links.github": "https://github.com/grace",
    "links.website": "https://grace.example",
    "photo_url": "https://grace.example/me.png",
    "place.country": "US",
    "place.lat": "42.36",
    "place.lon": "-71.06",
    "experience.start": "2020-01",
    "experience.end": "2024-01",
    "education.degree": "Bachelor",
    "education.end": "2015",
    "languages": "en; es",
    "years_experience": "12",
    "open_to_work": "yes",
    "remote": "only",
    "willing_to_relocate": "no",
    "work_authorization": "citizen",
    "updated_at": "2026-11-17T09:00:00Z",
}


@pytest.mark.parametrize("field", PROFILE_FIELDS)
def test_what_a_column_holds_is_valid_in_the_profile(field: str, tmp_path: Path):
    """A converter that makes another type than the model's would reject every row of a real file."""
    file = tmp_path / "people.csv"
    file.write_text(f"known_as,known_by,this\nGrace Hopper,7,{CELLS.get(field, 'Some text')}\n")
    columns = {"known_as": "name", "known_by": "id", "this": field}
    if field in ("name", "id"):
        columns = {name: of for name, of in columns.items() if of != field or name == "this"}
    (line,) = read(file, CANDIDATES, columns)
    assert line.fault is None, f"{field}: {line.fault}"
