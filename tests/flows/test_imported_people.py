"""What files bring in, as people see it: values that were not understood, opt-outs, and names that show nothing."""

from typing import Any

import pytest

from store.roles import Role
from tests.chat.base import Chat, add_jobs, add_people
from tests.flows.conftest import workspace_of
from tests.people import nurse

BLANK = ["\u202e \u202e", "\u200b\u2060", "\u3164", "\u00ad\u034f", "\u2800 \u2800"]


@pytest.mark.parametrize("text", BLANK)
async def test_a_name_with_nothing_to_see_spoils_no_page(chat: Chat, text: str):
    ana = await chat.person("Ana", Role.RECRUITER)
    blank: dict[str, Any] = {
        "headline": text,
        "skills": ["Lacemaking", text],
        "experience": [{"title": text, "company": text, "summary": text}],
        "education": [{"school": text}],
    }
    await add_people(
        chat.bot, [nurse(80, "Zoe", **blank, id="b-1") | {"name": text}, nurse(81, "Yve", skills=["Lacemaking"])]
    )
    title = {"title": text, "department": text, "place": {"city": text}}
    await add_jobs(chat.bot, (await workspace_of(chat)).id, [{"id": "b-1", **title}, {"id": "b-2", "title": "Welder"}])
    assert "No name" in await ana.search("skill:lacemaking")
    await ana.press("☆ Star", nth=0)
    assert "No name" in await ana.press("☆ Star", nth=0)
    assert "No name" in await ana.command("candidates")
    await ana.search("skill:lacemaking")
    for _ in range(2):
        card = await ana.press("View", nth=0)
        assert "Lacemaking" in card.text
        await ana.search("skill:lacemaking")
    listed = await ana.command("job")
    assert "No title" in listed.text
    assert "Welder" in listed.text
    assert "reference" not in ana.everything()


async def test_what_was_not_understood_is_shown_under_other(chat: Chat):
    ana = await chat.person("Ana", Role.RECRUITER)
    other = {
        "Degree": "Some college",
        "Start Date": "3/1/2024",
        "Phone": "4.47701E+11",
        "Second phone": "+1 202 555 0199",
        "Email": "zoe(at)example.com",
        "Gender": "female",
    }
    await add_people(chat.bot, [nurse(82, "Zoe Zimmer", other=other, found_via="Referral") | {"Shoe size": "37"}])
    await ana.search("Zoe Zimmer")
    card = await ana.press("View")
    assert "Referral" in card.text
    assert "Some college" not in card.text
    whole = await ana.press("Show everything")
    for shown in ("Other", "Degree: Some college", "Start Date: 3/1/2024", "Phone: 4.47701E+11", "Shoe size: 37"):
        assert shown in whole.text.replace("*", "")
    for secret in ("0199", "zoe(at)", "female"):
        assert secret not in whole.text


async def test_whoever_opted_out_at_the_source_cannot_be_contacted(chat: Chat):
    ana = await chat.person("Ana", Role.RECRUITER)
    await add_people(chat.bot, [nurse(83, "Zoe Zimmer", do_not_contact=True)])
    await ana.search("Zoe Zimmer")
    card = await ana.press("View")
    assert "Do not contact: Yes, according to the source" in card.text.replace("*", "")
    assert "Asked not to be contacted" in card
    assert "Contact" not in card.buttons


async def test_people_are_found_in_their_country_and_in_the_town_of_their_region(chat: Chat):
    ana = await chat.person("Ana", Role.RECRUITER)
    places = {"Abe": "USA", "Bea": "Germany", "Cleo": "Washington DC-Baltimore Area", "Dov": "California, USA"}
    people = [{**nurse(83 + at, name), "place": text} for at, (name, text) in enumerate(places.items())]
    await add_people(chat.bot, people)
    for where, right in {
        "United States": {"Abe", "Cleo", "Dov"},
        "Germany": {"Bea"},
        "Washington DC": {"Cleo"},
        "California": {"Dov"},
    }.items():
        card = await ana.search(f"registered nurse in {where}")
        assert {name for name in places if name in card.text} == right


async def test_a_job_in_several_towns_is_searched_in_all_of_them(chat: Chat):
    ana = await chat.person("Ana", Role.RECRUITER)
    towns = {"Abe": ("Boston", "MA"), "Bea": ("Austin", "TX"), "Cleo": ("Reno", "NV"), "Dov": ("Tampa", "FL")}
    people = [
        nurse(90 + at, name, place={"city": city, "region": state, "country": "US"})
        for at, (name, (city, state)) in enumerate(towns.items())
    ]
    await add_people(chat.bot, people)
    locations = [
        {"@type": "Place", "address": {"addressLocality": city, "addressRegion": state}}
        for city, state in list(towns.values())[:3]
    ]
    posting = {"@type": "JobPosting", "title": "Registered Nurse", "jobLocation": locations}
    await add_jobs(chat.bot, (await workspace_of(chat)).id, [posting])
    listed = await ana.command("job")
    assert "Boston, MA; Austin, TX; Reno, NV" in listed.text
    await ana.press("Select")
    card = await ana.press("Search")
    assert {name for name in towns if name in card.text} == {"Abe", "Bea", "Cleo"}
