"""Texts that depend on the data must be correct in every case."""

import pytest

from cards.gallery.interest import ANSWER
from cards.screens.candidates import candidates_page
from cards.screens.credits.account import credits_low
from cards.screens.outreach.answers import reply_form
from cards.screens.outreach.invitations import TABS, InvitationList, invitations_page
from cards.tree import Screen, Surface
from cards.views.answers import AnswerView
from cards.views.credits import CreditsView
from cards.views.people import CandidateFilter, CandidateList
from tests.cards.drawing import on_slack, texts


def shown_text(screen: Screen) -> str:
    return " ".join(texts(on_slack(screen, Surface.PERSONAL)))


@pytest.mark.parametrize(("tab", "word"), [("all", "contacts"), ("unlocked", "contacts"), ("saved", "stars")])
def test_an_empty_candidates_list_says_how_people_get_on_it(tab: str, word: str):
    page = shown_text(candidates_page(CandidateList((), 0, {}, 0, 5, CandidateFilter(tab)), may_export=True))
    assert word in page
    assert ("stars" in page) == (tab != "unlocked")
    mine = shown_text(candidates_page(CandidateList((), 0, {}, 0, 5, CandidateFilter(tab, mine=True)), may_export=True))
    assert ("press ☆ Star" in mine) == (tab != "unlocked")


@pytest.mark.parametrize("tab", [tab for tab, _ in TABS])
def test_an_empty_list_of_the_teams_invitations_is_not_about_the_reader(tab: str):
    page = shown_text(invitations_page(InvitationList((), tab, {}, 0, team=True, may_see_team=True)))
    assert "yours" not in page
    assert "was delivered" not in page


@pytest.mark.parametrize(("level", "balance"), [(0, 0), (0, 7), (20, 0), (20, 7)])
def test_remaining_credits_are_not_called_used_up(level: int, balance: int):
    card = shown_text(credits_low(CreditsView(balance, 0, 50, "1 December 2026", "1 November"), level=level))
    assert ("used up" in card) == (not level and not balance)
    assert ("7 of 50 credits are left" in card) == (balance == 7)


@pytest.mark.parametrize("whose", ["", "Omar Said"])
def test_answering_for_someone_else_shows_the_sender(whose: str):
    answer = AnswerView(ANSWER.id, ANSWER.profile_id, ANSWER.name, "replied", sent_by=whose)
    form = shown_text(reply_form(answer, "Re: A role at Acme"))
    assert ("Omar Said wrote the invitation. Your reply goes out with their name" in form) == bool(whose)
