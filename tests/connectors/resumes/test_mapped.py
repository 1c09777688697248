"""Sources that a file describes: the example of the documentation over HTTP, wrong files, and any search."""

import base64
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.app import served
from connectors.errors import (
    BadCredentials,
    OutsideError,
    QuotaSpent,
    Refused,
    Throttled,
    Uncertain,
    Unreachable,
    Unreadable,
)
from connectors.profiles import Profile
from connectors.resumes.base import Document, NamedPlace, Quota, ResumeSource, SourceQuery, Spent
from connectors.resumes.mapping import queries as mapped_queries
from connectors.resumes.mapping import templates
from connectors.resumes.mapping.file import WrongMapping, read
from connectors.resumes.mapping.profiles import profile
from connectors.resumes.registry import SOURCES, sources
from connectors.search.base import Filters, Sort, Word
from connectors.search.language.chips import shown
from tests.connectors.resumes import queries
from tests.fakes import mapped_source as fakes
from tests.fakes.mapped_source import CREDENTIALS, FakeHub, person
from tests.paths import ROOT

PAGE = (ROOT / "docs/source-mapping.md").read_text()
EXAMPLE = re.findall(r"^```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)[0]
SMALL = """
label = "Small"
address = "https://api.small.example"
auth.kind = "header"
[search]
path = "/people"
params = { q = "{words}", page = "{page}" }
people = "people"
fields = { id = "id", name = "name" }
"""


def write(folder: Path, text: str, name: str = "talent_hub.toml") -> Path:
    file = folder / name
    file.write_text(text)
    return file


@pytest.fixture
async def there() -> AsyncIterator[FakeHub]:
    async with fakes.hub() as fake:
        fake.people = [person("h1", "Rosa", "Rich"), person("h2", "Omar", "Okoye"), person("h3", "Ada", "Abt")]
        yield fake


@pytest.fixture
async def source(there: FakeHub, tmp_path: Path) -> AsyncIterator[ResumeSource]:
    write(tmp_path, EXAMPLE)
    opened = sources(tmp_path)["talent_hub"].open(CREDENTIALS, there.address)
    yield opened
    await opened.close()


async def test_the_example_searches_page_by_page(there: FakeHub, source: ResumeSource):
    filters = Filters(
        titles=("RN", "ICU nurse"), skills_all=("Triage",), years_from=5, education="master", relocate=True, remote=True
    )
    place = NamedPlace("Boston, MA", "Boston", "MA", "US", radius_km=80.5)
    found = await source.search(SourceQuery(Word("nurse"), (place,), filters=filters, sort=Sort.RECENCY, size=2))
    assert there.searches == [
        {
            "query": 'nurse AND "Triage"',
            "pageSize": 2,
            "order": "newest",
            "filters": {
                "titles": ["RN", "ICU nurse"],
                "experience": {"min": 5},
                "degrees": ["MA", "PHD", "MD"],
                "relocate": True,
                "area": {"text": "Boston, MA", "miles": 50, "unit": "mi"},
            },
        }
    ]
    assert (found.total, found.unexpressed, found.spent, found.skipped) == (3, ("remote",), None, 0)
    assert found.people[0] == {
        "id": "h1",
        "source": "talent_hub",
        "name": "Rosa Rich",
        "headline": "ICU Nurse",
        "place": {"city": "Boston", "region": "MA", "country": "US"},
        "skills": ["Triage", "ICU"],
        "experience": [{"title": "ICU Nurse", "company": "Mercy Hospital", "start": "2021-03"}],
        "education": [{"school": "Simmons University", "degree": "doctorate", "field": "Nursing"}],
        "years_experience": 9,
        "willing_to_relocate": True,
        "updated_at": "2026-11-02T00:00:00+00:00",
    }
    last = await source.search(SourceQuery(size=9, cursor=found.cursor))
    assert there.searches[-1] == {"pageSize": 2, "after": "2"}
    assert ([each["id"] for each in last.people], last.cursor) == (["h3"], "")


async def test_the_example_reveals_what_it_was_paid_for(there: FakeHub, source: ResumeSource):
    assert await source.check() == Quota(5, 100, "tomorrow")
    bought = await source.reveal("h1")
    assert (bought.body["emails"], bought.body["phones"]) == (["rosa@people.example"], ["+1 617 555 0100"])
    assert bought.body["links"] == [{"url": "https://github.com/rosa", "kind": "github"}]
    assert bought.spent == Spent(1, Quota(89))
    assert bought.document == Document("Rosa.pdf", "application/pdf", b"%PDF-1.4 hello")
    with pytest.raises(Refused):
        await source.reveal("gone")
    there.today = 0
    with pytest.raises(QuotaSpent):
        await source.reveal("h2")
    assert "POST /v1/candidates/h2/unlock" not in there.asked


@pytest.mark.parametrize(
    ("answer", "searching"),
    [
        (lambda: web.Response(text="<html>hub-secret-1</html>"), Unreadable),
        (lambda: web.json_response({"result": {"people": []}}), Unreadable),  # the API has changed
        (lambda: web.Response(text='{"results": {"people": [{"id"'), Unreadable),
        (lambda: web.json_response(None), Unreadable),
        (lambda: web.json_response({"error": "hub-secret-1"}), Refused),
        (lambda: web.Response(status=500, text="hub-secret-1"), Unreachable),
        (lambda: web.Response(status=402), QuotaSpent),
        (lambda: web.Response(status=401), BadCredentials),
        (lambda: web.json_response({"backoff": 9}, status=429), Throttled),
    ],
)
async def test_bad_weather_is_one_of_our_errors(
    there: FakeHub, source: ResumeSource, answer: Any, searching: type[OutsideError]
):
    there.misbehave = answer
    with pytest.raises(searching) as fault:
        await source.search(SourceQuery())
    assert "hub-secret" not in f"{fault.value!r} {vars(fault.value)} {source!r}"


async def test_an_unlock_with_an_unknown_outcome_is_never_repeated(there: FakeHub, tmp_path: Path):
    text = re.sub(r"\[quota\].*?\[codes", "[codes", EXAMPLE, flags=re.DOTALL)
    write(tmp_path, text)
    source = sources(tmp_path)["talent_hub"].open(CREDENTIALS, there.address)
    for answer in (web.Response(status=502), web.Response(text="{"), web.json_response({"candidate": None})):
        there.misbehave = lambda answer=answer: answer
        with pytest.raises(Uncertain):
            await source.reveal("h1")
    assert there.asked == ["POST /v1/candidates/h1/unlock"] * 3
    await source.close()


@pytest.mark.parametrize(
    ("auth", "credentials", "header"),
    [
        ('kind = "header"\nheader = "X-Key"', {"key": "k1"}, ("X-Key", "k1")),
        ('kind = "bearer"', {"key": "k1"}, ("Authorization", "Bearer k1")),
        (
            'kind = "basic"',
            {"user": "ana", "password": "p:ß"},
            ("Authorization", "Basic " + base64.b64encode("ana:p:ß".encode()).decode()),
        ),
    ],
)
async def test_each_way_of_logging_in(tmp_path: Path, auth: str, credentials: dict[str, str], header: tuple[str, str]):
    name, right = header
    asked: list[str] = []

    async def people(request: web.Request) -> web.Response:
        asked.append(request.path_qs)
        if request.headers.get(name) != right:
            return web.Response(status=401)
        return web.json_response({"people": [{"id": 1, "name": "Rosa"}]})

    app = web.Application()
    app.router.add_get("/people", people)
    write(tmp_path, SMALL.replace('auth.kind = "header"', "") + f"[auth]\n{auth}\n", "small.toml")
    kind = sources(tmp_path)["small"]
    assert [field.name for field in kind.traits.credentials] == list(credentials)
    async with served(app, "127.0.0.1", 0) as address:
        source = kind.open(credentials, address)
        assert await source.check() is None
        found = await source.search(SourceQuery(Word("C++")))
        assert ([each["id"] for each in found.people], found.cursor) == (["1"], "")
        wrong = kind.open(dict.fromkeys(credentials, "wrong"), address)
        with pytest.raises(BadCredentials):
            await wrong.check()
        for each in (source, wrong):
            await each.close()
    assert asked == ["/people?page=1", "/people?q=C%2B%2B&page=1", "/people?page=1"]


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("label = x\n", ["is not TOML: Invalid value (at line 1, column 9)."]),
        ("", ["label: is missing.", "address: is missing.", "auth: is missing.", "search: is missing."]),
        (SMALL.replace('"header"', '"magic"'), ["auth.kind: Input should be 'header', 'bearer', 'basic', "]),
        (SMALL.replace('"header"', '"client_credentials"'), ["auth: token_path is missing: where the access token is"]),
        ("colour = 1\n" + SMALL, ["colour: is not a key of a mapping file."]),
        (SMALL.replace("{words}", "{wrds}"), ["search: {wrds} is not a placeholder; use one of "]),
        (
            SMALL.replace('name = "name"', 'nam = "name"'),
            ["search.fields.name: is missing.", "search.fields.nam: is not"],
        ),
        (SMALL.replace('"people"', '"a..b[x]"'), ["search.people: “a..b[x]” is not a path; write it like data."]),
        (SMALL.replace('id = "id"', 'id = ["[", "id"]'), ["search.fields.id: “[” is not a path"]),
        (SMALL + '[codes.height]\ntall = "T"\n', ["codes.height: is not a filter; use one of company_ever, "]),
        (SMALL + '[reveal]\npath = "/x"\nfields = {}\n', ["reveal: {id} is missing: whose details to buy."]),
        (SMALL.replace('path = "/people"', 'path = "people"'), ["search.path: String should match pattern '^/'."]),
        (SMALL.replace("q = ", "q = 7, z = "), ["search.params.q: Input should be a valid string."]),
    ],
)
def test_a_wrong_file_is_named_with_its_line_or_key(tmp_path: Path, text: str, messages: list[str]):
    write(tmp_path, text)
    with pytest.raises(WrongMapping) as wrong:
        sources(tmp_path)
    for message in messages:
        assert f"talent_hub.toml: {message}" in str(wrong.value)


def test_files_of_the_folder_stand_beside_the_built_in_sources_and_may_replace_one(tmp_path: Path):
    assert sources(None) == SOURCES
    write(tmp_path, SMALL, "careerbuilder.toml")
    write(tmp_path, SMALL, "alumni.toml")
    write(tmp_path, "not a mapping", "notes.txt")
    found = sources(tmp_path)
    assert set(found) == {*SOURCES, "alumni"}
    assert [found[name].traits.label for name in ("careerbuilder", "alumni")] == ["Small", "Small"]
    write(tmp_path, SMALL, "My Source.toml")
    with pytest.raises(WrongMapping) as wrong:
        sources(tmp_path)
    assert "My Source.toml: use only lowercase letters" in str(wrong.value)
    with pytest.raises(WrongMapping):
        sources(tmp_path / "missing")


def test_a_value_without_a_code_is_reported(tmp_path: Path):
    text = SMALL.replace("q = ", 'permit = "{work_authorization}", q = ')
    mapping = read(write(tmp_path, text + '[codes.work_authorization]\ncitizen = "C"\n'))
    codes = mapped_queries.out_codes(mapping)
    for permits, sent, missing in (
        (("citizen",), ("C",), ()),
        (("citizen", "work_visa"), ("C",), ("citizen or work visa",)),
        (("work_visa",), (), ("work visa",)),
    ):
        query = SourceQuery(filters=Filters(work_authorization=permits))
        asked, left_out = mapped_queries.values(query, (0, ""), mapping, codes)
        assert (asked["work_authorization"], left_out) == (sent, missing)


CAREERBUILDER = read(ROOT / "connectors/resumes/mapping/careerbuilder.toml")
_STRINGS = TypeAdapter(dict[str, str])


@given(query=queries.queries)
def test_any_search_can_be_asked_and_what_is_left_out_is_reported(query: SourceQuery):
    codes = mapped_queries.out_codes(CAREERBUILDER)
    asked, left_out = mapped_queries.values(*mapped_queries.page(query, 10), CAREERBUILDER, codes)
    params = _STRINGS.validate_python(templates.params(CAREERBUILDER.search.params, asked), strict=True)
    "&".join(params.values()).encode()  # it can be sent
    chips = dict(shown(query.filters))
    never = ("company_now", "company_ever", "company_not", "seniority", "school", "remote", "open_to_work")
    for key in (*never, "has_email", "has_phone"):
        if key in chips:
            assert chips[key] in left_out
    for place in query.places[1:]:
        assert not place.label or place.label in left_out


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | queries.texts | st.sampled_from(["CTCT", "2026-11-02"]),
    lambda each: st.lists(each, max_size=2) | st.dictionaries(st.sampled_from(["City", "Employer", "x"]), each),
    max_leaves=5,
)
_records = st.fixed_dictionaries(
    {"EdgeID": _values, "Name": _values},
    optional=dict.fromkeys(("JobTitle", "Location", "Employments", "Keywords", "ResumeLastModified"), _values),
)


@given(record=_records | _values)
def test_any_record_is_a_profile_or_skipped(record: Any):
    body = profile(record, CAREERBUILDER.search.fields, {}, "careerbuilder")
    if body is not None:
        assert Profile.model_validate(body).id
