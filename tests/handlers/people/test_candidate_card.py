"""The candidate card: view, next and previous, star, hide, same person, and deleted people."""

import pytest

from cards.actions.access import OpenStart
from cards.actions.base import packed
from cards.actions.candidates import OpenCandidates
from cards.actions.person import AnswerSamePerson, Hide, NextCandidate, ShowPerson, Star, View
from cards.actions.search import OpenBulk, Results
from cards.text import Strong
from cards.tree import Card, LinkButton, Pager
from handlers.replies import Close
from handlers.views import profile_views
from store.people import candidates, candidates_page, engagement
from store.people.candidates_page import CandidateQuery
from store.roles import Role
from store.tables.core import Member, Profile
from tests.handlers.conftest import NOW, Workplace, nurse
from tests.handlers.reading import button, card, form, labels, parts, search_of, several, text_of
from tests.handlers.test_jobs import job


async def found(work: Workplace, by: Member, text: str = "nurse in Boston triage") -> Card:
    return card(await work.say(text, by))


def pager(shown: Card) -> Pager:
    return next(part for part in parts(shown) if isinstance(part, Pager))


async def test_the_card_shows_everything_except_contact_details(work: Workplace):
    await work.people(
        nurse(
            "p1",
            "Grace Adeyemi",
            summary="Calm in storms.",
            emails=["grace@secret.example"],
            phones=["+1 202 555 0101"],
            links=[{"kind": "github", "url": "https://github.com/grace"}],
            education=[{"school": "Boston College", "degree": "bachelor", "field": "Nursing", "end": "2014-05"}],
            experience=[
                {"title": "ICU Nurse", "company": "Mercy General", "start": "2019-03"},
                {"title": "Nurse", "company": "St. Anne's", "start": "2014", "end": "2019-02"},
            ],
            languages=["en", "Yoruba"],
            work_authorization="citizen",
        )
    )
    ana = await work.member("Ana")
    one = card(await work.press(button(await found(work, ana), "View"), ana))
    shown = text_of(one)
    for expected in (
        "Grace Adeyemi", "Calm in storms.", "Mar 2019 – now", "2014 – Feb 2019", "St. Anne's", "Boston College",
        "Bachelor's degree, Nursing · May 2014", "English, Yoruba", "Citizen", "GitHub", "Updated 3 days ago",
        "7 years of experience",
    ):  # fmt: skip
        assert expected in shown
    assert "secret.example" not in shown
    assert "555" not in shown
    assert any(isinstance(part, LinkButton) and part.url == "https://github.com/grace" for part in parts(one))


async def test_matches_are_highlighted_and_the_profile_marked_as_seen(work: Workplace):
    (grace,) = await work.people(nurse("p1", "Grace", skills=["Wound care", "Triage"]))
    ana = await work.member("Ana")
    shown = await found(work, ana)
    one = card(await work.press(button(shown, "View"), ana))
    strong = {part.text for part in parts(one) if isinstance(part, Strong)}
    assert "Triage" in strong
    assert "Wound care" not in strong
    async with work.store.read() as db:
        assert (await engagement.engagements(db, ana, [grace], None))[grace].seen
    assert "Seen" in text_of(card(await work.press(shown.redraw, ana))).split("\n")


async def test_redrawing_the_card_does_not_count_as_seen(work: Workplace):
    (grace,) = await work.people(nurse("p1", "Grace"))
    ana = await work.member("Ana")
    await work.press(ShowPerson(grace), ana)
    async with work.store.read() as db:
        assert not (await engagement.engagements(db, ana, [grace], None))[grace].seen


async def test_next_and_previous_go_through_the_whole_search(work: Workplace):
    await work.people(*(nurse(f"n{n}", f"Nurse {n}") for n in range(7)))
    ana = await work.member("Ana")
    shown = await found(work, ana, "nurse")
    one = card(await work.press(button(shown, "View"), ana))
    visited = [one.about[0]]
    for _ in range(6):
        one = card(await work.press(pager(one).next, ana))
        visited.append(one.about[0])
    assert pager(one).next is None
    assert len(set(visited)) == 7
    assert "7 of 7" in text_of(one)
    back = card(await work.press(button(one, "Back"), ana))
    assert "6–7 of 7" in text_of(back)
    before = card(await work.press(pager(one).previous, ana))
    assert before.about[0] == visited[-2]


async def test_next_reaches_everyone_even_when_seen_people_leave_the_search(work: Workplace):
    await work.people(*(nurse(f"n{n}", f"Nurse {n}") for n in range(6)))
    ana = await work.member("Ana")
    shown = await found(work, ana, "nurse")
    refine = form(await work.press(button(shown, "Refine"), ana))
    long = form(await work.press(refine.buttons[0].does, ana, what="nurse"))
    _, shown = several(await work.press(long.submit.does, ana, what="nurse", leave_out=("seen",)))
    one = card(await work.press(button(shown.card, "View"), ana))
    visited = [one.about[0]]
    for _ in range(5):
        one = card(await work.press(pager(one).next, ana))
        visited.append(one.about[0])
    assert len(set(visited)) == 6


async def test_starring_creates_a_candidate_and_shows_on_both_cards(work: Workplace):
    (grace,) = await work.people(nurse("p1", "Grace"))
    ana, ben = await work.member("Ana"), await work.member("Ben")
    shown = card(await work.press(button(await found(work, ana), "☆ Star"), ana))
    assert "★ Starred" in labels(shown)
    assert "Saved by a teammate" in text_of(await found(work, ben))
    async with work.store.read() as db:
        candidate = await candidates.of_profile(db, ana.workspace_id, grace)
    assert candidate is not None
    assert candidate.owner_id == ana.id
    one = card(await work.press(button(shown, "View"), ana))
    assert "Saved by you" in text_of(one)
    unstarred = card(await work.press(button(one, "★ Starred"), ana))
    assert "☆ Star" in labels(unstarred)
    assert "Grace" in text_of(unstarred)


async def test_hiding_applies_to_the_job_and_can_be_undone(work: Workplace):
    await work.people(nurse("p1", "Grace"), nurse("p2", "Omar"))
    ana = await work.member("Ana")
    await job(work, ana, "Registered Nurse", "Boston, MA")
    shown = card(await work.press(button(await found(work, ana, "nurse"), "Use for: Registered Nurse"), ana))
    first = "Grace" if text_of(shown).index("Grace") < text_of(shown).index("Omar") else "Omar"
    hidden = card(await work.press(button(shown, "Hide"), ana))
    assert f"{first} is hidden for Registered Nurse." in text_of(hidden)
    assert labels(hidden).count("View") == 1
    again = card(await work.press(button(hidden, "Undo"), ana))
    assert labels(again).count("View") == 2
    await work.press(button(again, "Hide"), ana)
    await job(work, ana, "Other Job")
    assert labels(await found(work, ana, "nurse")).count("View") == 2


async def test_hiding_everyone_says_what_to_do_next(work: Workplace):
    await work.people(nurse("p1", "Grace"))
    ana = await work.member("Ana")
    hidden = card(await work.press(button(await found(work, ana, "nurse"), "Hide"), ana))
    shown = card(await work.press(button(hidden, "Include people hidden or rejected (1)"), ana))
    assert "Hidden" in text_of(shown)
    assert "Hide" not in labels(card(await work.press(button(shown, "View"), ana)))


async def test_hiding_on_the_card_leaves_it_with_undo(work: Workplace):
    await work.people(nurse("p1", "Grace"), nurse("p2", "Omar"))
    ana = await work.member("Ana")
    one = card(await work.press(button(await found(work, ana, "nurse"), "View"), ana))
    hidden = card(await work.press(button(one, "Hide"), ana))
    assert "is hidden from searches without a job." in text_of(hidden)
    assert "Show again" in labels(hidden)
    assert "Hide" in labels(card(await work.press(button(hidden, "Undo"), ana)))


async def test_a_deleted_person_gives_a_message_and_a_way_back(work: Workplace):
    await work.people(nurse("p1", "Grace"))
    ana = await work.member("Ana")
    shown = await found(work, ana, "nurse")
    async with work.store.write() as db:
        await db.delete(await db.get(Profile, shown.about[0]))
    gone = card(await work.press(button(shown, "View"), ana))
    assert "no longer" in text_of(gone)
    assert isinstance(button(gone, "Back"), Results)
    for label in ("☆ Star", "Hide"):
        assert "no longer" in text_of(card(await work.press(button(shown, label), ana)))


async def test_another_workspaces_own_profile_cannot_be_seen_or_starred(work: Workplace, other_workspace: Workplace):
    (own,) = await work.people(nurse("p1", "Own Olga"), workspace_id=work.workspace.id)
    eve = await other_workspace.member("Eve")
    for action in (View(own), ShowPerson(own), Star(own), Star(own, "", True), Hide(own)):
        shown = card(await other_workspace.press(action, eve))
        assert "Own Olga" not in text_of(shown)
        assert "no longer" in text_of(shown)


async def test_the_card_works_when_the_index_is_down(work: Workplace):
    await work.people(nurse("p1", "Grace"))
    ana = await work.member("Ana")
    shown = await found(work, ana, "nurse")
    work.unplug()
    one = card(await work.press(button(shown, "View"), ana))
    assert "Grace" in text_of(one)
    assert "The search index did not respond" in text_of(one)


async def test_equal_name_employer_and_place_asks_same_person(work: Workplace):
    first, second = await work.people(nurse("p1", "Grace Adeyemi"), nurse("p2", "Grace Adeyemi", source="other_board"))
    ana = await work.member("Ana")
    await work.press(Star(first), ana)
    await work.press(Star(second), ana)
    one = card(await work.press(View(first, packed(OpenCandidates())), ana))
    assert "Possibly the same person" in text_of(one)
    merged = card(await work.press(button(one, "Same person"), ana))
    assert "They are now one candidate" in text_of(merged)
    assert {"Internet", "Other board"} <= set(labels(merged))
    late = card(await work.press(button(one, "Not the same"), ana))
    assert "Grace Adeyemi" in text_of(late)


async def test_a_different_person_answer_is_not_asked_again(work: Workplace):
    first, second = await work.people(nurse("p1", "Grace Adeyemi"), nurse("p2", "Grace Adeyemi"))
    ana = await work.member("Ana")
    await work.press(Star(first), ana)
    await work.press(Star(second), ana)
    one = card(await work.press(View(first), ana))
    apart = card(await work.press(button(one, "Not the same"), ana))
    assert "They'll stay separate" in text_of(apart)
    assert "Possibly the same person" not in text_of(apart)
    answer = button(one, "Same person")
    assert isinstance(answer, AnswerSamePerson)


@pytest.mark.parametrize(
    "via",
    ["", "nonsense", '["star",{"profile_id":1}]', '["results",{"search_id":"x"}]', '["results",{"search_id":99}]'],
)
async def test_a_forged_way_back_does_nothing(work: Workplace, via: str):
    (grace,) = await work.people(nurse("p1", "Grace"))
    ana = await work.member("Ana")
    one = card(await work.press(View(grace, via), ana))
    assert "Grace" in text_of(one)
    assert isinstance(button(one, "Start" if "99" not in via else "Back"), OpenStart | Results)
    stepped = text_of(card(await work.press(NextCandidate(grace, via), ana)))
    assert ("This search is no longer available" if "99" in via else "Grace") in stepped


async def test_people_selected_across_pages_are_starred_together(work: Workplace):
    ids = await work.people(*(nurse(f"n{n}", f"Nurse {n}") for n in range(12)))
    ana = await work.member("Ana")
    shown = await found(work, ana, "nurse")
    selection = form(await work.press(button(shown, "Select several"), ana))
    options = [option.value for each in selection.inputs[1:] for option in each.options]  # pyright: ignore
    assert sorted(map(int, options)) == sorted(ids)
    closed, done = several(
        await work.press(selection.submit.does, ana, do="star", people_1=(options[0],), people_2=tuple(options[10:12]))
    )
    assert closed == Close()
    assert "3 people starred" in text_of(done.card)
    async with work.store.read() as db:
        page = await candidates_page.listed(db, ana, CandidateQuery(tab="saved"), page_size=20)
    assert {row.candidate.profile_id for row in page.items} == {int(options[n]) for n in (0, 10, 11)}


async def test_people_are_hidden_together_and_an_empty_selection_is_an_error(work: Workplace):
    ids = await work.people(*(nurse(f"n{n}", f"Nurse {n}") for n in range(4)))
    ana = await work.member("Ana")
    shown = await found(work, ana, "nurse")
    selection = form(await work.press(button(shown, "Select several"), ana))
    again = form(await work.press(selection.submit.does, ana, do="hide"))
    assert again.errors == {"people_1": "Choose at least one person."}
    assert again.values["do"] == "hide"
    _, done = several(await work.press(again.submit.does, ana, do="hide", people_1=f"{ids[0]},{ids[1]}"))
    assert "2 people hidden" in text_of(done.card)
    assert "1–2 of 2" in text_of(done.card)


async def test_a_selection_rejects_profiles_of_other_workspaces(work: Workplace, other_workspace: Workplace):
    (own,) = await other_workspace.people(nurse("x", "Theirs"), workspace_id=other_workspace.workspace.id)
    await work.people(nurse("p1", "Grace"))
    ana = await work.member("Ana")
    shown = await found(work, ana, "nurse")
    submit = form(await work.press(OpenBulk(search_of(shown)), ana)).submit.does
    await work.press(submit, ana, do="star", people_1=(str(own), "junk", "-1"))
    async with work.store.read() as db:
        assert (await candidates_page.listed(db, ana)).total == 0


async def test_a_reviewer_sees_no_card(work: Workplace):
    (grace,) = await work.people(nurse("p1", "Grace"))
    mia = await work.member("Mia", Role.REVIEWER)
    for action in (View(grace), ShowPerson(grace), NextCandidate(grace), Star(grace), OpenCandidates()):
        assert "Grace" not in text_of(card(await work.press(action, mia)))


def test_formatting_of_places_months_and_distances():
    assert profile_views.month("2019-03-15") == "Mar 2019"
    assert profile_views.month("2019") == "2019"
    assert profile_views.period(None, "2019") == "until 2019"
    assert profile_views.period("2019", None) == "2019 – now"
    assert profile_views.format_distance(0.2, "km") == profile_views.format_distance(None, "mi") == ""
    assert profile_views.format_distance(16.1, "mi") == "10 mi away"
    assert profile_views.days_since(None, NOW) is None


@pytest.mark.parametrize(
    ("name", "matched", "marks"),
    [
        ("Wound care", ("wound", "care"), True),
        ("Wound care", ("care",), False),
        ("C++", ("c++",), True),
        ("SQL", (), False),
    ],
)
def test_a_skill_is_highlighted_when_all_of_it_matched(name: str, matched: tuple[str, ...], marks: bool):
    assert profile_views.skills([name], matched)[0].matches is marks
