"""The schema of the embedded index, and the conversion of documents to it."""

import tantivy

from connectors.search.base import Document
from connectors.search.index.field_groups import GROUPS, accents, facets, folded_values, freshness, recency, tags
from connectors.search.index.geo import cells

VERSION = "3"  # of this schema and of the tags; an index of another version must be rebuilt

FACETS = {
    "source": "source",
    "skills": "skill_facet",
    "company": "company_facet",
    "title": "title_facet",
    "region": "region_facet",
}


def schema() -> tantivy.Schema:
    """The schema. `id` is text because tantivy-py silently ignores deletions by number."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    for field in FACETS.values():
        builder.add_text_field(field, stored=field == "source", fast=True, tokenizer_name="raw", index_option="basic")
    for group in GROUPS:
        builder.add_text_field(group, stored=True, tokenizer_name="whitespace")
    builder.add_text_field("accents", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("tags", tokenizer_name="raw", index_option="basic")
    for number in ("years", "degree", "updated", "recency"):
        builder.add_integer_field(number, fast=True)
    for measure in ("lat", "lon", "freshness"):
        builder.add_float_field(measure, fast=True)
    return builder.build()


def row(document: Document) -> tantivy.Document:
    """The document as an index row. Unknown values are omitted, so that filters on them don't match."""
    filled = tantivy.Document()
    filled.add_text("id", str(document.id))
    for name, counted in facets(document).items():
        for value in counted:
            filled.add_text(FACETS[name], value)
    for group, values in folded_values(document).items():
        for value in values:
            filled.add_text(group, value)
    for word in accents(document):
        filled.add_text("accents", word)
    for tag in tags(document):
        filled.add_text("tags", tag)
    if document.lat is not None and document.lon is not None:
        filled.add_float("lat", document.lat)
        filled.add_float("lon", document.lon)
        for cell in cells(document.lat, document.lon):
            filled.add_text("tags", cell)
    filled.add_integer("recency", recency(document))
    filled.add_float("freshness", freshness(document))
    for name, number in (("years", document.years), ("degree", document.degree), ("updated", document.updated)):
        if number is not None:
            filled.add_integer(name, number)
    return filled
