"""Place names that are not in the places file: metros and nicknames, states, countries."""

from dataclasses import dataclass
from functools import cache

from connectors.geo.plain import plain_place
from connectors.geo.regions import DATA, Region, regions, rows

# Names shared by a state and another large place: both are offered, likelier first. The ids are for `Places.get`.
SHARED = {"washington": ("rUS-WA", "mwashington dc"), "georgia": ("rUS-GA", "cGE")}
_CITIES = ("berlin", "hamburg", "bremen", "delhi", "chandigarh", "puducherry", "pondicherry")


@dataclass(frozen=True, slots=True)
class Metro:
    """A metropolitan area with a well-known name, as a circle."""

    name: str
    country: str
    region: str
    lat: float
    lon: float
    radius_km: float


@cache
def metros() -> dict[str, Metro]:
    """Folded name → metro."""
    found: dict[str, Metro] = {}
    for names, country, region, lat, lon, radius in rows(DATA / "metros.tsv"):
        shown, *others = names.split("|")
        metro = Metro(shown, country, region, float(lat), float(lon), float(radius))
        for name in (shown, *others):
            found[plain_place(name)] = metro
    return found


@dataclass(frozen=True, slots=True)
class Group:
    """A name for several countries or states, such as New England: `areas` are pairs of a country and a state, which is
    "" for the whole country."""

    name: str
    areas: tuple[tuple[str, str], ...]


@cache
def groups() -> dict[str, Group]:
    """Folded name → group, with and without "the"."""
    found: dict[str, Group] = {}
    for names, members in rows(DATA / "groups.tsv"):
        shown, *others = names.split("|")
        pairs = (one.partition("-")[::2] for one in members.split())
        group = Group(shown, tuple((country, state) for country, state in pairs))
        for name in (shown, *others):
            found[plain_place(name)] = found[f"the {plain_place(name)}"] = group
    return found


@cache
def region_names() -> dict[str, Region]:
    """Folded name or code → region. Codes only for the United States and Canada, names for all. If two regions
    share a name, the first one listed gets it. Leaves out names in `SHARED` and names that usually mean a city."""
    found: dict[str, Region] = {}
    for region in regions():
        codes = (region.code,) if region.country in ("US", "CA") else ()
        for name in (*codes, region.name, *region.others):
            found.setdefault(plain_place(name), region)
    for name in (*SHARED, *_CITIES):
        found.pop(name, None)
    return found


@cache
def region_codes() -> dict[tuple[str, str], str]:
    """(ISO country, folded code or name) → code."""
    found: dict[tuple[str, str], str] = {}
    for one in regions():
        for name in (one.code, one.name, *one.others):
            found[one.country, plain_place(name)] = one.code
    return found


@cache
def country_names() -> dict[str, str]:
    """ISO code → English name."""
    return {code: name for code, name, _ in rows(DATA / "countries.tsv")}


def countries_named(text: str) -> dict[str, set[str]]:
    """Each word of the text → the codes of the countries whose names contain that word: several for "united"."""
    words = plain_place(text).split()
    codes = {
        word: {code for code, name in country_names().items() if word in plain_place(name).split()} for word in words
    }
    return {word: found for word, found in codes.items() if found}


@cache
def country_codes() -> dict[str, str]:
    """Folded name or ISO code → ISO code. A name wins over a code."""
    found: dict[str, str] = {}
    for code, name, others in rows(DATA / "countries.tsv"):
        for one in (name, *filter(None, others.split("|"))):
            found[plain_place(one)] = code
    for code, _, _ in rows(DATA / "countries.tsv"):
        found.setdefault(code.lower(), code)
    return found
