"""Aliases of titles and skills."""

import pytest

from connectors.geo.plain import plain
from connectors.geo.regions import DATA, rows
from connectors.titles import Titles


@pytest.fixture(scope="module")
def titles():
    return Titles.open()


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("SWE", "software engineer"),
        ("Software Engineer", "SWE"),
        ("rn", "registered nurse"),
        ("k8s", "Kubernetes"),
        ("js", "JavaScript"),
        ("golang", "Go"),
        ("CDL", "commercial driver's license"),
        ("CPA", "certified public accountant"),
        ("SRE", "site reliability engineer"),
        ("front-end developer", "frontend developer"),
        ("special ed teacher", "special education teacher"),
    ],
)
def test_aliases_resolve_in_both_directions(titles, text, other):
    assert other in titles.expand(text)
    assert plain(text) not in map(plain, titles.expand(text))
    assert plain(text) in map(plain, titles.expand(other))


def test_an_ambiguous_word_has_no_alias(titles):
    assert titles.ambiguous("pm")[:2] == ("product manager", "project manager")
    for word, _ in rows(DATA / "ambiguous.tsv"):
        assert len(titles.ambiguous(word)) > 1
        assert not titles.expand(word), word


def test_unknown_words_have_no_aliases(titles):
    assert titles.expand("zookeeper of dragons") == ()
    assert titles.ambiguous("nurse") == ()


def test_the_curated_file_is_in_order():
    known = rows(DATA / "aliases.tsv")
    assert len(known) >= 250
    assert all(len(row) == 3 and row[2] in ("title", "skill") for row in known)
    firsts = [plain(name) for name, _, _ in known]
    assert len(set(firsts)) == len(firsts)
