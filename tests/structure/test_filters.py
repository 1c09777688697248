"""A filter is handled everywhere: both engines and their tests, the form, and the labels for removing it."""

import ast
import dataclasses

import pytest

from connectors.search.base import Filters
from connectors.search.language.chips import CHIPS
from tests.structure.tree import text

BY_THE_WORKSPACE = (
    "exclude_contacted",
    "exclude_seen",
    "exclude_rejected",
)  # people left out before an engine is asked
RULES = "connectors/search/index/filter_rules.py"
ENGINES = ("connectors/search/embedded/query.py", "connectors/search/typesense/query.py")


def named_in(path: str) -> set[str]:
    """Attributes, keywords and strings of a file."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(text(path))):
        match node:
            case ast.Attribute(attr=name) | ast.keyword(arg=str(name)) | ast.Constant(value=str(name)):
                found.add(name)
            case _:
                pass
    return found


@pytest.mark.parametrize("field", [field.name for field in dataclasses.fields(Filters)])
def test_a_filter_is_handled_everywhere(field: str):
    assert field in named_in("handlers/search/form_values.py"), "the form does not carry it"
    assert any(field in chip.fields for chip in CHIPS), "no chip takes it away"
    if field not in BY_THE_WORKSPACE:
        assert field in named_in("cards/screens/search_forms.py"), "the form does not ask for it"
        assert field in named_in(RULES) or all(field in named_in(path) for path in ENGINES), "an engine ignores it"
        assert field in named_in("tests/connectors/search/oracle.py"), "no test holds both engines to it"
