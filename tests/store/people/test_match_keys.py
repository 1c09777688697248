"""Match keys: normalized e-mail addresses and links that identify a person."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.importing.rows import body_text
from store.people import match_keys, matching
from store.tables.core import Profile
from store.text import fold

TEAM_PAGE = {"kind": "website", "url": "https://www.mercygeneral.org/team"}
ADDRESSES = (
    "linkedin.com/in/grace",
    "https://de.linkedin.com/in/Ann/",
    "github.com/grace",
    "x.com/ann",
    "acme.com/team",
)


def profile(id: int = 1, **body: Any) -> Profile:
    return Profile(id=id, source="internet", source_id=str(id), name=body.get("name", "Grace"), body=body)


def keys_of_link(url: str, kind: str = "website") -> set[str]:
    return match_keys.keys_of(profile(links=[{"kind": kind, "url": url}]))


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (" Grace@Example.COM ", "grace@example.com"),
        ("Grace Hopper <grace@example.com>", "grace@example.com"),
        ("mailto:grace@example.com", "grace@example.com"),
        ("n/a", ""),
        ("grace@localhost", ""),
        ("a@b@example.com", ""),
        ("", ""),
    ],
)
def test_emails(text: str, key: str):
    assert match_keys.email(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("https://www.LinkedIn.com/in/Grace/?trk=x", "linkedin.com/in/grace"),
        ("uk.linkedin.com/in/grace", "linkedin.com/in/grace"),
        ("http://GitHub.com/Grace#readme", "github.com/grace"),
        ("https://people.example.com/Grace/", "people.example.com/Grace"),
        ("grace.example.com", "grace.example.com"),
        ("javascript:alert(1)", ""),
        ("mailto:grace@example.com", ""),
        ("ftp://example.com/x", ""),
        ("not a link", ""),
        ("", ""),
    ],
)
def test_links(text: str, key: str):
    assert match_keys.link(text) == key


@given(st.text(max_size=80))
def test_normalizing_is_idempotent(text: str):
    for compared in (match_keys.email, match_keys.link):
        found = compared(text)
        assert compared(found) == found


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.linkedin.com/in/Grace/?trk=x", "linkedin.com/in/grace"),
        ("https://de.linkedin.com/in/grace/en", "linkedin.com/in/grace/en"),
        ("https://www.linkedin.com/pub/grace-hopper/1/2b/3c", "linkedin.com/pub/grace-hopper/1/2b/3c"),
        ("http://github.com:80/Grace#readme", "github.com/grace"),
        ("https://gitlab.com/grace", "gitlab.com/grace"),
        ("https://stackoverflow.com/users/22656/grace", "stackoverflow.com/users/22656/grace"),
        ("https://www.xing.com/profile/Grace_Hopper", "xing.com/profile/grace_hopper"),
        ("https://orcid.org/0000-0002-1825-009X", "orcid.org/0000-0002-1825-009x"),
        ("https://medium.com/@grace", "medium.com/@grace"),
        ("https://m.facebook.com/grace.hopper", "facebook.com/grace.hopper"),
        ("https://x.com/Grace", "x.com/grace"),
    ],
)
def test_personal_pages_give_the_same_key_as_already_stored(url: str, key: str):
    assert keys_of_link(url) == {f"link:{key}"}
    assert keys_of_link(url, kind="linkedin") == {f"link:{key}"}


@pytest.mark.parametrize(
    "url",
    [
        TEAM_PAGE["url"],
        "https://mercygeneral.org",
        "https://janedoe.example/about",
        "https://www.linkedin.com/company/acme",
        "https://www.linkedin.com/school/simmons",
        "https://www.linkedin.com/jobs/view/1",
        "https://www.linkedin.com/pub/dir/Grace/Hopper",
        "https://www.linkedin.com/in/",
        "https://linkedin.com/in/me",
        "https://github.com/",
        "https://github.com/grace/compiler",
        "https://github.com/orgs/acme",
        "https://github.com/features",
        "https://docs.github.com/en",
        "https://gitlab.com/groups/acme",
        "https://www.facebook.com/profile.php?id=7",
        "https://www.instagram.com/p/Cx1",
        "https://x.com/home",
        "https://medium.com/acme-engineering",
        "https://angel.co/acme",
        "https://stackoverflow.com/questions/1",
        "https://linkedin.com.evil.example/in/grace",
    ],
)
@pytest.mark.parametrize("kind", ["website", "linkedin", "portfolio", ""])
def test_pages_not_of_one_person_are_no_key(url: str, kind: str):
    assert keys_of_link(url, kind) == set()


def test_a_link_the_source_marks_as_a_companys_is_no_key():
    assert keys_of_link("https://github.com/mercygeneral", kind="company") == set()


def test_an_address_in_brackets_is_a_key_along_with_the_spelling_stored_before():
    assert match_keys.keys_of(profile(emails=["Grace <Grace@Example.com>", "ann@example.com"])) == {
        "email:grace<grace@example.com>", "email:grace@example.com", "email:ann@example.com",
    }  # fmt: skip


@given(st.from_regex(r"[a-zA-Z0-9._+\-]{1,20}@[a-z0-9]{1,10}\.(com|org|de)", fullmatch=True))
def test_a_plain_address_gives_one_normalized_key(address: str):
    assert match_keys.keys_of(profile(emails=[address.upper(), f"  {address} "])) == {f"email:{fold(address)}"}


@given(st.text(max_size=30), st.text(alphabet="abcinpubtm/@.-", max_size=20))
def test_no_unknown_site_is_ever_a_key(kind: str, path: str):
    assert keys_of_link(f"https://www.mercygeneral.org/{path}", kind) == set()


def test_without_a_source_id_the_email_or_link_is_the_id():
    site, company = {"url": "https://grace.example.com"}, {"url": "https://linkedin.com/company/acme"}
    assert match_keys.fallback_id({"emails": ["n/a", "G@example.com"], "links": [site]}) == "email:g@example.com"
    assert match_keys.fallback_id({"links": [site]}) == "link:grace.example.com"
    assert match_keys.fallback_id({"links": [site, company, TEAM_PAGE]}) == "link:mercygeneral.org/team"
    assert match_keys.fallback_id({"links": [company, site]}) == "link:linkedin.com/company/acme"
    assert match_keys.fallback_id({"emails": ["n/a"]}) is None


# ── grouping the profiles of a page by person ──


def ids(people: list[list[Profile]]) -> list[list[int]]:
    return [[each.id for each in person] for person in people]


def test_people_listing_their_employers_page_stay_separate():
    two = [profile(1, links=[TEAM_PAGE]), profile(2, links=[TEAM_PAGE])]
    assert ids(matching.group_by_person(two, {})) == [[1], [2]]


def test_profiles_sharing_a_later_address_or_page_are_one_person():
    page = [TEAM_PAGE, {"url": "https://github.com/grace"}]
    first = profile(1, emails=["a@example.com", "b@example.com"])
    found = matching.group_by_person(
        [first, profile(2, links=page), profile(3, emails=["B@example.com"], links=page)], {}
    )
    assert ids(found) == [[1, 2, 3]]


def test_two_candidates_marked_as_different_stay_separate():
    same = [profile(id, emails=["a@example.com"]) for id in (1, 2, 3)]
    assert ids(matching.group_by_person(same, {2: 20, 3: 30})) == [[1, 2], [3]]
    assert ids(matching.group_by_person(same, {2: 20, 3: 20})) == [[1, 2, 3]]


@given(st.lists(st.lists(st.sampled_from(ADDRESSES), max_size=3), max_size=6))
def test_profiles_are_one_person_exactly_when_a_chain_of_keys_joins_them(linked: list[list[str]]):
    """In any order, and in agreement with `engage_many`."""
    people = [profile(at + 1, links=[{"url": url} for url in urls]) for at, urls in enumerate(linked)]
    found = {frozenset(person) for person in ids(matching.group_by_person(people, {}))}
    assert {frozenset(person) for person in ids(matching.group_by_person(people[::-1], {}))} == found
    groups: list[tuple[set[int], set[str]]] = []
    for one in people:
        keys, members = match_keys.keys_of(one), {one.id}
        for group in [each for each in groups if each[1] & keys]:
            groups.remove(group)
            members, keys = members | group[0], keys | group[1]
        groups.append((members, keys))
    assert found == {frozenset(members) for members, _ in groups}


def test_a_body_is_compact_json_without_infinite_numbers():
    body = {"name": "Zoë", "note": {"x": [1, 2.5, None], "y": "NaN and Infinity are words here"}}
    assert json.loads(body_text(body)) == body
    assert ": " not in body_text({"a": {"b": 1}})
    with pytest.raises(ValueError, match="JSON compliant"):
        body_text({"x": float("inf")})
