"""Names of countries and states, for sources that know no codes."""

from connectors.geo.gazetteer import country_names
from connectors.geo.regions import regions


def country_name(code: str) -> str:
    """The country's name, such as "Germany"; the code itself if it is unknown."""
    return country_names().get(code, code).strip()


def region_name(country: str, code: str) -> str:
    """The region's name, such as "Massachusetts"; the code itself if it is unknown."""
    return next((each.name for each in regions() if (each.country, each.code) == (country, code)), code)
