"""Profiles for the engines: a single one, or a small town generated from a seed."""

import random
from dataclasses import replace
from typing import Any

from connectors.search.base import Document
from connectors.search.seniority import levels

NOW = 1_795_000_000
DAY = 86_400
BOSTON = (42.3601, -71.0589)


def person(number: int, **fields: Any) -> Document:
    return Document(**{"id": number, "workspace_id": 0, "source": "internet", "name": f"Person {number}", **fields})


TITLES = (
    *("Registered Nurse", "Senior Registered Nurse", "Nurse Practitioner", "Software Engineer", "Senior C++ Engineer"),
    *("Truck Driver", "C# Developer", "Data Engineer", "Sales Manager", "Key Account Manager", "Math Teacher"),
)
SKILLS = (
    *("Python", "python", "C++", "C#", "C", "Kubernetes", "Machine Learning", "Critical Care", "Node.js", "SQL"),
    *("Café Management", "Cafe Management", "Driving", "Negotiation", "React", "React Native", "Wound Care"),
)
COMPANIES = ("Acme", "Acme Labs", "Nestlé", "General Hospital", "O'Neil & Sons", "Globex GmbH", "Initech")
EMPLOYERS = dict(  # as the store compares them
    zip(
        COMPANIES,
        ("acme", "acme labs", "nestle", "general hospital", "o neil and sons", "globex", "initech"),
        strict=True,
    )
)
SCHOOLS = ("Yale", "MIT", "Universität Zürich", "Ohio State University", "State University of Ohio")
WORDS = (
    *("patient", "team", "growth", "kubernetes", "kubernets", "python", "nurse", "nurses", "purse", "driver", "drives"),
    *("care", "critical", "wound", "learning", "machine", "senior", "mentor", "quota", "pipeline", "acme", "yale"),
    *("résumé", "resume", "инженер", "看護師", "growing", "hospital", "hospitals", "manager", "managers", "sketch"),
)
TOWNS = (
    ("US", "MA", "Boston", 42.3601, -71.0589),
    ("US", "MA", "Worcester", 42.2626, -71.8023),
    ("US", "NY", "New York", 40.7128, -74.0060),
    ("CH", "ZH", "Zürich", 47.3769, 8.5417),
    ("FJ", "", "Suva", -18.1416, 178.4419),
)


def town(count: int = 400, seed: int = 7) -> list[Document]:
    """People with any part possibly missing; ids correlate with nothing else."""
    rnd = random.Random(seed)
    ids = rnd.sample(range(1, 50_000), count)
    return [_drawn(rnd, number) for number in ids]


def _drawn(rnd: random.Random, number: int) -> Document:
    def some(values: tuple[str, ...], most: int) -> tuple[str, ...]:
        return tuple(rnd.sample(values, rnd.randint(0, most)))

    def maybe(value: Any, otherwise: Any = None) -> Any:
        return value if rnd.random() < 0.7 else otherwise

    country, region, city, lat, lon = rnd.choice(TOWNS)
    located = rnd.random() < 0.85
    drawn = Document(
        id=number,
        workspace_id=rnd.choice((0, 0, 0, 1, 2)),
        source=rnd.choice(("internet", "internet", "dice", "peopledatalabs")),
        name=rnd.choice(("Ana Müller", "Grace Hopper", "José Núñez", "Acme Smith", "Kim Yale", "Ola Ødegård")),
        headline=maybe(rnd.choice(TITLES), ""),
        summary="\n".join(" ".join(rnd.choices(WORDS, k=rnd.randint(1, 12))) for _ in range(rnd.randint(0, 3))),
        current_titles=some(TITLES, 2),
        past_titles=some(TITLES, 2),
        current_companies=some(COMPANIES, 1),
        past_companies=some(COMPANIES, 2),
        skills=some(SKILLS, 6),
        schools=some(SCHOOLS, 1),
        degree=maybe(rnd.randint(0, 6)),
        country=country,
        region=region,
        city=city,
        lat=lat + rnd.uniform(-0.6, 0.6) if located else None,
        lon=(lon + rnd.uniform(-2, 2) + 180) % 360 - 180 if located else None,
        years=maybe(rnd.randint(0, 40)),
        remote=maybe(rnd.random() < 0.5),
        relocate=maybe(rnd.random() < 0.5),
        work_authorization=maybe(rnd.choice(("citizen", "permanent_resident", "needs_sponsorship")), ""),
        open_to_work=rnd.random() < 0.3,
        has_email=rnd.random() < 0.5,
        has_phone=rnd.random() < 0.5,
        updated=maybe(NOW - rnd.randint(0, 800) * DAY),
    )
    keys = tuple(EMPLOYERS[company] for company in drawn.current_companies)
    return replace(drawn, seniority=tuple(map(str, levels(drawn.current_titles))), employers=keys)
