"""A few named people and jobs used by the tests."""

from typing import Any

BOSTON = {"city": "Boston", "region": "MA", "country": "US", "lat": 42.36, "lon": -71.06}
CAMBRIDGE = {"city": "Cambridge", "region": "MA", "country": "US", "lat": 42.37, "lon": -71.11}
DENVER = {"city": "Denver", "region": "CO", "country": "US", "lat": 39.74, "lon": -104.99}


def nurse(number: int, name: str, **more: Any) -> dict[str, Any]:
    first = name.split()[0].lower()
    return {
        "id": f"n-{number}",
        "name": name,
        "headline": "Registered Nurse at Harbor Clinic",
        "summary": f"{name} cares for patients.",
        "emails": [f"{first}{number}@example.com"],
        "phones": [f"+1 202 555 01{number:02}"],
        "links": [{"kind": "linkedin", "url": f"https://www.linkedin.com/in/{first}-{number}"}],
        "place": BOSTON,
        "experience": [{"title": "Registered Nurse", "company": "Harbor Clinic", "start": "2018-02"}],
        "education": [{"school": "Simmons", "degree": "bachelor", "field": "Nursing", "end": "2017"}],
        "skills": ["Patient Care", "Triage", "ACLS"],
        "years_experience": 8,
        "updated_at": "2026-11-20T08:00:00Z",
        **more,
    }


GRACE = nurse(1, "Grace Hopper", headline="Senior Registered Nurse at Harbor Clinic", summary="Runs the night shift.")
NURSES = [
    GRACE,
    nurse(2, "Florence Bell", place=CAMBRIDGE, years_experience=3, updated_at="2026-01-02T00:00:00Z"),
    nurse(3, "Mary Seacole", open_to_work=True, updated_at=None),
    nurse(4, "Clara Barton", skills=["Patient Care", "Telemetry"]),
    nurse(5, "Edith Cavell"),
    nurse(6, "Lillian Wald"),
    nurse(7, "Dorothea Dix", place=DENVER),
]
ADA = {
    "id": "e-1",
    "name": "Ada Byron",
    "headline": "Software Engineer at Analytical",
    "place": BOSTON,
    "experience": [{"title": "Software Engineer", "company": "Analytical", "start": "2016"}],
    "skills": ["Python", "Kubernetes"],
    "emails": ["ada@example.com"],
    "years_experience": 10,
    "updated_at": "2026-11-22T08:00:00Z",
}
JOBS: list[dict[str, Any]] = [
    {"id": "j-1", "title": "Registered Nurse", "department": "Nursing", "place": BOSTON, "status": "open"},
    {"id": "j-2", "title": "Software Engineer", "department": "Engineering", "place": DENVER, "status": "open"},
    {"id": "j-3", "title": "Closed Role", "department": "Nursing", "place": BOSTON, "status": "closed"},
]
