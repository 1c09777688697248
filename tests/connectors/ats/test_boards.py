"""Public job boards over HTTP: what each system answers, and what it answers when it is not well."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from connectors.ats.base import Board
from connectors.ats.boards import HttpJobBoards, board_in
from connectors.errors import OutsideError, Refused, Throttled, Unreachable
from tests.fakes import job_boards as fakes
from tests.fakes.job_boards import FakeJobBoards

ACME = Board("greenhouse", "acme")


@pytest.fixture
async def there() -> AsyncIterator[FakeJobBoards]:
    async with fakes.job_boards() as fake:
        yield fake


@pytest.fixture
async def boards(there: FakeJobBoards) -> AsyncIterator[HttpJobBoards]:
    systems = ("greenhouse", "lever", "lever_eu", "ashby", "workable")
    reader = HttpJobBoards(dict.fromkeys(systems, there.address))
    yield reader
    await reader.close()


@pytest.mark.parametrize(
    ("text", "system", "right"),
    [
        ("https://boards.greenhouse.io/acme", "", Board("greenhouse", "acme")),
        ("https://job-boards.greenhouse.io/acme/jobs/4012?gh_src=x", "", Board("greenhouse", "acme")),
        ("https://boards.greenhouse.io/embed/job_board?for=acme&b=https%3A%2F%2Facme.com", "", ACME),
        ("boards-api.greenhouse.io/v1/boards/acme/jobs", "", ACME),
        (" jobs.lever.co/acme/ ", "", Board("lever", "acme")),
        ("https://jobs.eu.lever.co/acme", "", Board("lever_eu", "acme")),
        ("https://api.lever.co/v0/postings/acme?mode=json", "", Board("lever", "acme")),
        ("https://jobs.ashbyhq.com/Acme%20Labs/1b2c", "", Board("ashby", "Acme Labs")),
        ("https://www.apply.workable.com/acme/#jobs", "", Board("workable", "acme")),
        ("acme", "lever", Board("lever", "acme")),
        ("acme", "", None),
        ("acme", "nonsense", None),
        ("https://acme.com/careers", "", None),
        ("https://acme.com/careers", "greenhouse", None),
        ("https://boards.greenhouse.io.evil.example/acme", "", None),
        ("https://boards.greenhouse.io/", "", None),
        ("https://boards.greenhouse.io/%2e%2e%2fadmin", "", None),
        ("../../x", "ashby", None),
        ("http://[", "ashby", None),
        ("", "", None),
    ],
)
def test_a_board_is_found_in_a_link_or_a_name(text: str, system: str, right: Board | None):
    assert board_in(text, system) == right


@pytest.mark.parametrize(
    ("board", "job", "right"),
    [
        (
            ACME,
            fakes.greenhouse(7, "ICU Nurse"),
            {
                "id": "7",
                "title": "ICU Nurse",
                "department": "Nursing",
                "place": {"city": "Boston", "region": "MA"},
                "description": "Night & day shifts.",
                "apply_url": "https://boards.greenhouse.io/acme/jobs/7",
                "updated_at": "2026-11-20T10:00:00-05:00",
            },
        ),
        (
            Board("lever", "acme"),
            fakes.lever("a-1", "Pflegekraft"),
            {
                "id": "a-1",
                "title": "Pflegekraft",
                "department": "Care",
                "place": {"city": "Berlin", "country": "Germany"},
                "remote": "no",
                "description": "Care for people.",
                "apply_url": "https://jobs.lever.co/acme/a-1",
                "employment_type": "Full-time",
                "updated_at": "2025-11-20T12:00:00+00:00",
            },
        ),
        (
            Board("ashby", "acme"),
            fakes.ashby("b-1", "Nurse", isRemote=True),
            {
                "id": "b-1",
                "title": "Nurse",
                "department": "Nursing",
                "place": {"city": "Boston"},
                "remote": "yes",
                "description": "Hello",
                "apply_url": "https://jobs.ashbyhq.com/acme/b-1",
                "employment_type": "FullTime",
                "updated_at": "2026-11-01T08:00:00.000+00:00",
            },
        ),
        (
            Board("workable", "acme"),
            fakes.workable("AB12", "Nurse", telecommuting=True),
            {
                "id": "AB12",
                "title": "Nurse",
                "department": "Nursing",
                "place": {"city": "Boston", "region": "Massachusetts", "country": "United States"},
                "remote": "yes",
                "description": "Hi",
                "apply_url": "https://apply.workable.com/j/AB12/apply",
                "employment_type": "Full-time",
                "updated_at": "2026-10-02T00:00:00+00:00",
            },
        ),
    ],
)
async def test_the_jobs_of_each_system(
    there: FakeJobBoards, boards: HttpJobBoards, board: Board, job: fakes.Job, right: fakes.Job
):
    there.jobs[board.system, "acme"] = [job]
    found = await boards.jobs(board)
    assert found.rejected == 0
    assert [{name: body[name] for name in right} for body in found.jobs] == [right]


async def test_long_lists_are_read_to_the_end(there: FakeJobBoards, boards: HttpJobBoards):
    there.jobs["lever", "acme"] = [fakes.lever(f"a-{number}", f"Nurse {number}") for number in range(230)]
    found = await boards.jobs(Board("lever", "acme"))
    assert [body["id"] for body in found.jobs] == [f"a-{number}" for number in range(230)]
    assert len(there.asked) == 3


async def test_what_is_no_job_is_counted_and_unlisted_ones_are_left_out(there: FakeJobBoards, boards: HttpJobBoards):
    there.jobs["ashby", "acme"] = [
        fakes.ashby("1", "Nurse"),
        fakes.ashby("2", "Secret", isListed=False),
        fakes.ashby("3", ""),
        "nonsense",
        None,
        {**fakes.ashby("4", "No id"), "id": None, "jobUrl": None},
        fakes.ashby("5", "Nulls", location=None, department=None, descriptionPlain=None, publishedAt=None),
    ]
    found = await boards.jobs(Board("ashby", "acme"))
    assert [body["title"] for body in found.jobs] == ["Nurse", "Nulls"]
    assert found.rejected == 4


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (lambda: web.Response(status=429, headers={"Retry-After": "7"}), Throttled, ""),
        (lambda: web.Response(status=503, text="down"), Unreachable, ""),
        (lambda: web.Response(status=302, headers={"Location": "http://169.254.169.254/"}), Unreachable, ""),
        (lambda: web.Response(status=403, text="no"), Refused, "HTTP 403"),
        (lambda: web.Response(text="<html>hi</html>"), Refused, "something other than a list of jobs"),
        (lambda: web.json_response({"jobs": "none"}), Refused, "something other than a list of jobs"),
        (lambda: web.json_response({"error": "x"}), Refused, "something other than a list of jobs"),
        (lambda: web.Response(text='{"jobs": [' * 5000), Refused, "something other than a list of jobs"),
        (lambda: web.Response(text='{"jobs": [{"id": 1,'), Refused, "something other than a list of jobs"),
    ],
)
async def test_an_unwell_system_is_one_of_our_errors(
    there: FakeJobBoards, boards: HttpJobBoards, answer: object, error: type[OutsideError], words: str
):
    there.misbehave = answer  # type: ignore[assignment]
    with pytest.raises(error) as raised:
        await boards.jobs(ACME)
    if isinstance(raised.value, Throttled):
        assert raised.value.retry_after == 7
    if isinstance(raised.value, Refused):
        assert words in raised.value.reason


async def test_a_board_that_does_not_exist(boards: HttpJobBoards):
    with pytest.raises(Refused) as raised:
        await boards.jobs(Board("ashby", "nobody"))
    assert raised.value.reason == "Ashby has no public job board called “nobody”."


async def test_a_list_that_never_ends_is_given_up(there: FakeJobBoards):
    boards = HttpJobBoards({"greenhouse": there.address}, within=0.2)
    there.gate = asyncio.Event()
    with pytest.raises(Unreachable) as raised:
        await boards.jobs(ACME)
    assert "took longer" in raised.value.detail
    there.gate.set()
    await boards.close()
