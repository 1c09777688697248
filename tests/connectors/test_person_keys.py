"""E-mails, links and phone numbers written one way."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import keys


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (" Grace@Example.COM ", "grace@example.com"),
        ("Grace Hopper <grace@example.com>", "grace@example.com"),
        ("mailto:grace@example.com", "grace@example.com"),
        ("n/a", None),
        ("grace@localhost", None),
        ("a@b@example.com", None),
        ("", None),
    ],
)
def test_emails(words: str, key: str | None):
    assert keys.email(words) == key


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("https://www.LinkedIn.com/in/Grace/?trk=x", "linkedin.com/in/grace"),
        ("uk.linkedin.com/in/grace", "linkedin.com/in/grace"),
        ("http://GitHub.com/Grace#readme", "github.com/grace"),
        ("https://people.example.com/Grace/", "people.example.com/Grace"),
        ("grace.example.com", "grace.example.com"),
        ("javascript:alert(1)", None),
        ("mailto:grace@example.com", None),
        ("ftp://example.com/x", None),
        ("not a link", None),
        ("", None),
    ],
)
def test_links(words: str, key: str | None):
    assert keys.link(words) == key


@pytest.mark.parametrize(
    ("words", "key"),
    [("(202) 555-0101", "+12025550101"), ("+44 20 7946 0958", "+442079460958"), ("12", None), ("call me", None)],
)
def test_phones(words: str, key: str | None):
    assert keys.phone(words) == key


@given(st.text(max_size=80))
def test_a_key_is_its_own_key(words: str):
    for key in (keys.email, keys.link):
        found = key(words)
        assert found is None or key(found) == found


def test_the_id_comes_from_the_id_the_email_or_the_link():
    link = {"kind": "website", "url": "https://grace.example.com"}
    assert keys.source_id({"id": " 7 ", "emails": ["g@example.com"]}) == "7"
    assert keys.source_id({"emails": ["n/a", "G@example.com"], "links": [link]}) == "email:g@example.com"
    assert keys.source_id({"links": [link]}) == "link:grace.example.com"
    assert keys.source_id({"id": "", "emails": ["n/a"]}) is None


def test_a_company_page_or_a_bare_host_is_nobodys_link():
    urls = ("https://linkedin.com/company/acme", "https://acme.example.com", "https://github.com/grace")
    assert keys.links({"links": [{"kind": "website", "url": url} for url in urls]}) == ["github.com/grace"]


def test_a_body_is_compact_json_without_infinite_numbers():
    body = {"name": "Zoë", "note": {"x": [1, 2.5, None], "y": "NaN and Infinity are words here"}}
    assert json.loads(keys.text(body)) == body
    assert ": " not in keys.text({"a": {"b": 1}})
    with pytest.raises(ValueError, match="JSON compliant"):
        keys.text({"x": float("inf")})
