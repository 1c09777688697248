"""Generates synthetic people in the import format: coherent, and identical for the same seed on every Python."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from anyascii import anyascii

from bot.sample.archetype import Archetype
from bot.sample.archetypes import ARCHETYPES
from bot.sample.careers import Career, career
from bot.sample.cities import CITIES, City
from bot.sample.names import CULTURES, LIVING_IN, SPOKEN_IN, Culture
from bot.sample.profile_text import headline, skills, summary

FRESH = 0.05  # share of people updated within the last FRESH_DAYS
FRESH_DAYS = 14
_OLDEST = timedelta(days=900)

# everything uses `Random.random`, the only method whose results are guaranteed not to change between versions
_CITIES: tuple[City, ...] = tuple(city for city in CITIES for _ in range(city.weight))
_ARCHETYPES: tuple[Archetype, ...] = tuple(one for one in ARCHETYPES for _ in range(one.weight))
_CULTURES: dict[str, tuple[Culture, ...]] = {
    country: tuple(CULTURES[name] for name, weight in shares for _ in range(weight))
    for country, shares in LIVING_IN.items()
}
_OTHERS: dict[str, tuple[City, ...]] = {
    country: tuple(city for city in _CITIES if city.country == country) for country in LIVING_IN
}
_PLAIN: dict[str, str] = {
    name: "".join(letter for letter in anyascii(name).lower() if letter.isalpha())
    for culture in CULTURES.values()
    for name in (*culture.first, *culture.last)
}
_AUTHORIZED = ("citizen",) * 62 + ("permanent_resident",) * 14 + ("work_visa",) * 8 + ("needs_sponsorship",) * 6


def people(count: int, seed: int, today: date) -> Iterator[dict[str, Any]]:
    """`count` people as of `today`. A larger count starts with the same people."""
    rng = Random(seed)  # noqa: S311 - sample data, not secrets
    for number in range(count):
        yield _person(rng, seed, number, today)


def write(
    path: Path, count: int, seed: int, today: date, progress: Callable[[int], None] = lambda written: None
) -> None:
    """Write the people that `people` generates as JSONL; `progress` is called now and then with the number written."""
    with path.open("w", encoding="utf-8") as file:
        for number, person in enumerate(people(count, seed, today), start=1):
            file.write(json.dumps(person, ensure_ascii=False) + "\n")
            if number % 1_000 == 0:
                progress(number)
    progress(count)


def _person(rng: Random, seed: int, number: int, today: date) -> dict[str, Any]:
    random = rng.random
    city = _CITIES[int(random() * len(_CITIES))]
    archetype = _ARCHETYPES[int(random() * len(_ARCHETYPES))]
    cultures = _CULTURES[city.country]
    culture = cultures[int(random() * len(cultures))]
    first = culture.first[int(random() * len(culture.first))]
    last = culture.last[int(random() * len(culture.last))]
    path = career(rng, archetype, city, _OTHERS[city.country], today)
    known = skills(rng, archetype, path)
    open_now = not path.working or random() < 0.12
    person: dict[str, Any] = {
        "id": f"sample-{seed}-{number}",
        "source": "internet",
        "name": f"{first} {last}",
        "headline": headline(rng, path, known),
        "summary": summary(rng, archetype, path, city.name, known, open_now=open_now),
    }
    person |= _contacts(rng, _PLAIN[first], _PLAIN[last], seed, number)
    person["place"] = _place(city)
    person["experience"] = path.experience
    person["education"] = path.education
    person["skills"] = known
    person["languages"] = _languages(rng, culture, city.country)
    person["years_experience"] = path.years
    person |= _wishes(rng, archetype, city.country, open_now=open_now)
    person["updated_at"] = _updated(rng, path, today)
    return person


def _contacts(rng: Random, first: str, last: str, seed: int, number: int) -> dict[str, Any]:
    """Addresses at example.com and phone numbers reserved for fiction. No two people share an address."""
    random = rng.random
    tail = f"{seed}-{number}" if seed != 1 else str(number)
    found: dict[str, Any] = {}
    if random() < 0.88:
        style = random()
        local = f"{first}.{last}" if style < 0.6 else f"{first[0]}{last}" if style < 0.8 else f"{last}.{first}"
        found["emails"] = [f"{local}.{tail}@example.com"]
    if random() < 0.62:
        found["phones"] = [f"+1 202 555 01{int(random() * 100):02}"]
    if random() < 0.55:
        found["links"] = [{"kind": "profile", "url": f"https://people.example.com/{first}-{last}-{tail}"}]
    return found


def _place(city: City) -> dict[str, Any]:
    place: dict[str, Any] = {"city": city.name, "country": city.country, "lat": city.lat, "lon": city.lon}
    if city.region:
        place["region"] = city.region
    if city.postal_code:
        place["postal_code"] = city.postal_code
    return place


def _languages(rng: Random, culture: Culture, country: str) -> list[str]:
    """The country's language, the culture's, and sometimes English."""
    local = SPOKEN_IN.get(country, "en")
    spoken = [local]
    if culture.language != local and rng.random() < 0.7:
        spoken.append(culture.language)
    if "en" not in spoken and rng.random() < 0.6:
        spoken.append("en")
    return spoken


def _wishes(rng: Random, archetype: Archetype, country: str, *, open_now: bool) -> dict[str, Any]:
    """Optional fields, left out about as often as in real profiles."""
    random = rng.random
    found: dict[str, Any] = {}
    if open_now or random() < 0.4:
        found["open_to_work"] = open_now
    if random() * 100 < archetype.remote:
        found["remote"] = "only" if random() < 0.2 else "yes"
    elif random() < 0.5:
        found["remote"] = "no"
    if random() < 0.6:
        found["willing_to_relocate"] = random() < 0.35
    if country == "US":
        found["work_authorization"] = _AUTHORIZED[int(random() * len(_AUTHORIZED))] if random() < 0.9 else "unknown"
    elif random() < 0.6:
        found["work_authorization"] = "citizen"
    return found


def _updated(rng: Random, path: Career, today: date) -> str:
    """When the profile was last changed: never before the latest date in it."""
    post = path.experience[0]
    year, month = (post["end"] or post["start"]).split("-")
    latest_date = datetime(int(year), int(month), 1, tzinfo=UTC)
    now = datetime.combine(today, time(), tzinfo=UTC)
    if rng.random() < FRESH:
        at = now - rng.random() * timedelta(days=FRESH_DAYS)
    else:
        latest = now - timedelta(days=FRESH_DAYS + 1)
        share = rng.random()
        at = latest - share * share * max(timedelta(0), min(_OLDEST, latest - latest_date))
    return max(at, latest_date).strftime("%Y-%m-%dT%H:%M:%SZ")
