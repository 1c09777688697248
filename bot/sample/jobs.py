"""Open roles that the sample people could fill, in the import format."""

from typing import Any

from bot.sample.cities import CITIES, City

# id, title, department, city, remote, recruiter, employment type, status; the description on the next line
_JOBS = """
icu-nurse | Registered Nurse, ICU | Nursing | Boston | no | dana | full_time | open
    Care for critically ill patients on a 20-bed unit. ACLS and two years of bedside care wanted.
er-nurse | Emergency Department Nurse | Nursing | Chicago | no | dana | full_time | open
    Triage and treat in a level I trauma center. Nights and weekends by turns.
backend-engineer | Senior Backend Engineer | Engineering | San Francisco | yes | riley | full_time | open
    Build Python and PostgreSQL services that many teams depend on. Five years or more.
frontend-engineer | Frontend Engineer (React) | Engineering | New York | only | riley | full_time | open
    Own the interface of our product from design to release. TypeScript and accessibility.
sre | Site Reliability Engineer | Engineering | Austin | yes | riley | full_time | open
    Keep Kubernetes boring. Terraform, Prometheus, on call one week in six.
data-scientist | Data Scientist | Data | Seattle | yes | riley | full_time | open
    Forecasts and experiments for a marketplace. Python, SQL, and honest error bars.
cdl-driver | CDL-A Truck Driver | Transport | Dallas | no | sam | full_time | open
    Regional routes, home every weekend. Clean record and two years of experience.
warehouse-lead | Warehouse Lead | Warehouse | Atlanta | no | sam | full_time | open
    Lead a shift of twenty in a distribution center. Forklift license.
accountant | Senior Accountant | Finance | Philadelphia | no | dana | full_time | open
    Own the month-end close and the auditors' requests. CPA a plus.
account-executive | Account Executive, Mid-Market | Sales | Denver | yes | sam | full_time | open
    Sell software to companies of 100 to 1,000 people. A quota you can read in one line.
math-teacher | High School Math Teacher | Teaching | Houston | no | dana | full_time | open
    Algebra and calculus, grades nine to twelve. State certification or on the way to it.
electrician | Journeyman Electrician | Electrical | Phoenix | no | sam | contract | open
    Commercial and solar sites in the valley. Own hand tools, license required.
ux-designer | Product Designer | Design | London | yes | riley | full_time | open
    From interviews to shipped screens, with one team of engineers. Show us two projects.
paralegal | Litigation Paralegal | Legal | New York | no | dana | full_time | closed
    Discovery, filings and the court calendar for four attorneys.
chef | Sous Chef | Kitchen | Portland | no | sam | full_time | closed
    Second in a kitchen of nine with a menu that changes with the season.
"""


def jobs(seed: int) -> list[dict[str, Any]]:
    """A dozen open roles and two closed ones. The roles are the same for every seed; only the ids differ."""
    lines = [line.strip() for line in _JOBS.strip().splitlines()]
    return [_job(line, work, seed) for line, work in zip(lines[::2], lines[1::2], strict=True)]


def _job(line: str, work: str, seed: int) -> dict[str, Any]:
    key, title, department, city, remote, recruiter, employment_type, status = (
        part.strip() for part in line.split("|")
    )
    return {
        "id": f"sample-{seed}-{key}",
        "title": title,
        "department": department,
        "place": _place(next(one for one in CITIES if one.name == city)),
        "remote": remote,
        "description": work,
        "apply_url": f"https://jobs.example.com/{key}",
        "status": status,
        "recruiter_email": f"{recruiter}@example.com",
        "employment_type": employment_type,
    }


def _place(city: City) -> dict[str, Any]:
    place: dict[str, Any] = {"city": city.name, "country": city.country, "lat": city.lat, "lon": city.lon}
    return {**place, "region": city.region} if city.region else place
