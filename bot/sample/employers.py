"""Invented employers and schools of the sample people, by kind."""

from random import Random

from bot.sample.cities import City

_STEMS = """
Alderbrook Amberline Arrowhead Bayside Beacon Birchwood Bluestone Bridgewater Brightwell Cedar_Ridge Clearwater
Cobalt Copperfield Crestview Driftwood Eastgate Elmstead Evergreen Fairmont Falconridge Fernhill Foxglove
Glenmoor Granite Greenfield Harborview Hawthorne Hillcrest Ironwood Juniper Kestrel Lakeshore Larkspur
Lindenwood Magnolia Maplewood Meridian Northwind Oakhurst Orchard Peregrine Pinecrest Quarry_Hill Redwood
Ridgeline Riverbend Rosewood Sagebrush Silverlake Southport Stonebridge Summit Sycamore Tamarack Thornbury
Trailhead Valleyview Westbrook Wildwood Willowbank Windmere Woodland
"""
STEMS: tuple[str, ...] = tuple(stem.replace("_", " ") for stem in _STEMS.split())
_SAINTS = ("St. Anne's", "St. Brendan's", "St. Clare's", "St. Luke's", "St. Monica's", "Good Shepherd", "Mercy")

# {city}, {stem}, {saint}; without {city} it is the same firm everywhere
KINDS: dict[str, tuple[str, ...]] = {
    "accounting": ("{stem} & Partners CPAs", "{stem} Advisory", "{stem} Tax and Audit"),
    "agency": ("{stem} Creative", "{stem} Media", "Studio {stem}"),
    "bank": ("{stem} Bank", "{stem} Capital", "{stem} Credit Union", "Bank of {stem}"),
    "care_home": ("{stem} Senior Living", "{stem} Care Center", "{saint} Nursing Home"),
    "clinic": ("{city} Family Health", "{stem} Medical Group", "{stem} Clinic"),
    "construction": ("{stem} Construction", "{stem} Builders", "{city} Contracting", "{stem} Electric"),
    "dental": ("{stem} Dental", "{city} Smiles Dental Group", "{stem} Family Dentistry"),
    "garage": ("{stem} Auto Service", "{city} Motors", "{stem} Truck and Auto"),
    "government": ("City of {city}", "{city} Department of Public Works", "{city} Public Health"),
    "hospital": (
        "{city} General Hospital",
        "{saint} Medical Center {city}",
        "{stem} Health",
        "{city} University Hospital",
    ),
    "hotel": ("{stem} Hotel {city}", "The {stem} Inn", "{city} Grand Hotel"),
    "insurer": ("{stem} Insurance", "{stem} Mutual", "{stem} Life"),
    "laboratory": ("{stem} Diagnostics", "{city} Pathology", "{stem} Labs"),
    "law": ("{stem} & Hale LLP", "{stem} Law Group", "Barrow {stem} LLP"),
    "logistics": ("{stem} Freight", "{stem} Logistics", "{stem} Trucking", "{city} Distribution"),
    "manufacturer": ("{stem} Manufacturing", "{stem} Industries", "{stem} Motors", "{stem} Controls"),
    "nonprofit": ("{stem} Foundation", "{city} Community Services", "Hands for {city}"),
    "pharma": ("{stem} Therapeutics", "{stem} Biosciences", "{stem} Pharma"),
    "pharmacy": ("{stem} Pharmacy", "{city} Apothecary"),
    "restaurant": ("The {stem} Table", "{stem} Bistro", "{stem} Kitchen", "Trattoria {stem}"),
    "retailer": ("{stem} Stores", "{stem} Market", "{stem} Outfitters", "{stem} Grocery"),
    "school": ("{city} Public Schools", "{stem} Elementary School", "{stem} High School", "{stem} Academy"),
    "software": ("{stem} Software", "{stem} Labs", "{stem} Cloud", "{stem} Systems", "{stem}.io"),
    "staffing": ("{stem} Staffing", "{stem} Talent", "{city} Recruiting Partners"),
    "telecom": ("{stem} Wireless", "{stem} Communications"),
    "utility": ("{city} Power and Light", "{stem} Energy", "{city} Water"),
}
_UNIVERSITIES = (
    "University of {city}",
    "{city} State University",
    "{stem} University",
    "{city} Institute of Technology",
)
_COLLEGES = ("{city} Community College", "{stem} Technical College", "{stem} College")
_HIGH_SCHOOLS = ("{city} High School", "{stem} High School")


def employer(rng: Random, kind: str, city: City) -> str:
    """An employer of this kind. There are only a few hundred firms, so that people share employers."""
    return _filled(rng, KINDS[kind], city)


def school(rng: Random, degree: str, city: City) -> str:
    """A school that awards this degree."""
    match degree:
        case "high_school":
            return _filled(rng, _HIGH_SCHOOLS, city)
        case "associate":
            return _filled(rng, _COLLEGES, city)
        case _:
            return _filled(rng, _UNIVERSITIES, city)


def _filled(rng: Random, patterns: tuple[str, ...], city: City) -> str:
    pattern = patterns[int(rng.random() * len(patterns))]
    stem = STEMS[int(rng.random() * len(STEMS))]
    saint = _SAINTS[int(rng.random() * len(_SAINTS))]
    return pattern.replace("{city}", city.name).replace("{stem}", stem).replace("{saint}", saint)
