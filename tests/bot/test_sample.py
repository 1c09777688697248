"""The sample people: reproducible from a seed, with consistent dates and texts."""

import hashlib
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot import sample
from bot.sample.archetypes import ARCHETYPES
from bot.sample.cities import CITIES
from bot.sample.employers import KINDS
from bot.sample.names import LIVING_IN
from connectors.files import CANDIDATES, JOBS, read

TODAY = date(2026, 11, 23)
COUNT = 5_000


@pytest.fixture(scope="module")
def people() -> list[dict[str, Any]]:
    return list(sample.people(COUNT, 1, TODAY))


def fingerprint(people: list[dict[str, Any]]) -> str:
    return hashlib.sha256(json.dumps(people, sort_keys=True).encode()).hexdigest()


def test_a_seed_gives_the_same_people_in_every_process(people: list[dict[str, Any]]):
    code = (
        "import json, hashlib; from datetime import date; from bot import sample;"
        "print(hashlib.sha256(json.dumps(list(sample.people(200, 1, date(2026, 11, 23))), sort_keys=True)"
        ".encode()).hexdigest())"
    )
    for hash_seed in ("0", "7"):
        env = os.environ | {"PYTHONHASHSEED": hash_seed}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
        assert done.stdout.strip() == fingerprint(people[:200])
    assert fingerprint(list(sample.people(200, 2, TODAY))) != fingerprint(people[:200])


def test_every_person_can_be_imported(tmp_path: Path, people: list[dict[str, Any]]):
    path = tmp_path / "people.jsonl"
    sample.write(path, COUNT, 1, TODAY)
    found = list(read(path, CANDIDATES))
    assert [line.fault for line in found if line.fault] == []
    assert [line.body for line in found] == people


def test_careers_are_chronologically_consistent(people: list[dict[str, Any]]):
    for person in people:
        posts = person["experience"][::-1]  # oldest first
        starts = [post["start"] for post in posts]
        assert starts == sorted(starts)
        assert all(post["end"] is not None for post in posts[:-1])
        assert all(before["end"] <= after["start"] for before, after in pairwise(posts))
        assert all(post["start"] < (post["end"] or "2026-12") for post in posts)
        assert all(study["end"] <= posts[0]["start"][:4] for study in person["education"])
        last = posts[-1]["end"] or TODAY.strftime("%Y-%m")
        first = posts[0]["start"]
        months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])
        assert person["years_experience"] == months // 12
        assert first <= last <= person["updated_at"][:7] or posts[-1]["end"] is None


def test_seniority_never_falls_and_titles_match_the_occupation(people: list[dict[str, Any]]):
    rungs: dict[str, list[tuple[str, int]]] = {}
    for archetype in ARCHETYPES:
        for focus, _ in archetype.focuses:
            for level, (_, titles) in enumerate(archetype.ladder):
                for title in titles:
                    rungs.setdefault(title.replace("{focus}", focus), []).append((archetype.key, level))
    for person in people:
        titles = [post["title"] for post in person["experience"][::-1]]
        occupations = set.intersection(*({key for key, _ in rungs[title]} for title in titles))
        assert occupations, titles
        climbs = {
            key: [(min(lv := [at for k, at in rungs[title] if k == key]), max(lv)) for title in titles]
            for key in occupations
        }
        assert any(all(a[0] <= b[1] for a, b in pairwise(c)) for c in climbs.values()), titles


def test_the_headline_is_the_last_title_and_working_people_have_a_job(people: list[dict[str, Any]]):
    for person in people:
        post = person["experience"][0]
        assert post["title"] in person["headline"]
        if " at " in person["headline"].removeprefix(post["title"]):
            assert person["headline"] == f"{post['title']} at {post['company']}"
        if post["end"] is not None:
            assert person["open_to_work"] is True


def test_addresses_are_fictional_and_unique(people: list[dict[str, Any]]):
    emails = [email for person in people for email in person.get("emails", [])]
    links = [link["url"] for person in people for link in person.get("links", [])]
    assert len(emails) == len(set(emails))
    assert len(links) == len(set(links))
    assert all(email.isascii() and email.endswith("@example.com") for email in emails)
    assert all("example.com" in link for link in links)
    assert all(phone.startswith("+1 202 555 01") for person in people for phone in person.get("phones", []))
    assert len({person["id"] for person in people}) == COUNT


def test_shares_are_as_documented(people: list[dict[str, Any]]):
    now = datetime.combine(TODAY, datetime.min.time(), tzinfo=UTC)
    updated = [datetime.fromisoformat(person["updated_at"]) for person in people]
    fresh = sum(now - at <= timedelta(days=14) for at in updated)
    countries = Counter(person["place"]["country"] for person in people)
    assert max(updated) <= now
    assert 0.035 < fresh / COUNT < 0.08
    assert 0.6 < countries["US"] / COUNT < 0.85
    assert len(countries) == len(LIVING_IN)
    assert 0.05 < sum("emails" not in person for person in people) / COUNT < 0.2
    assert 0.2 < sum("phones" not in person for person in people) / COUNT < 0.6
    assert 0.05 < sum(person.get("open_to_work") is True for person in people) / COUNT < 0.3
    assert {person.get("remote") for person in people} == {"yes", "no", "only", None}
    summaries = {person["summary"] for person in people}
    assert len(summaries) > COUNT * 0.9


def test_the_handwritten_data_is_consistent():
    assert len(ARCHETYPES) >= 40
    assert len({archetype.key for archetype in ARCHETYPES}) == len(ARCHETYPES)
    for archetype in ARCHETYPES:
        years = [year for year, _ in archetype.ladder]
        assert years[0] == 0
        assert years == sorted(set(years))
        assert set(archetype.employers) <= set(KINDS)
        assert archetype.focuses
        assert len(archetype.skills) >= 8
        assert len(archetype.duties) >= 2
        for parts in (archetype.skills, archetype.duties, [name for _, brings in archetype.focuses for name in brings]):
            assert max(map(len, parts)) < 75
        assert len(set(archetype.skills)) == len(archetype.skills)
    assert {city.country for city in CITIES} == set(LIVING_IN)
    assert len({(city.name, city.region, city.country) for city in CITIES}) == len(CITIES)


def test_jobs_can_be_imported_and_two_are_closed(tmp_path: Path):
    path = tmp_path / "jobs.json"
    path.write_text(json.dumps(sample.jobs(3)))
    found = list(read(path, JOBS))
    assert [line.fault for line in found if line.fault] == []
    assert Counter((line.body or {})["status"] for line in found)["closed"] == 2
    assert len(found) >= 12
    departments = {archetype.department for archetype in ARCHETYPES}
    assert {job["department"] for job in sample.jobs(3)} <= departments
