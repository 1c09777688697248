"""Whatever must be read before acting is shown in full, at any length, or a button opens it."""

from dataclasses import replace

import pytest

from cards import teams
from cards.actions.person import ShowPerson
from cards.gallery.people import BARE_CARD
from cards.screens.candidate import NOTES, candidate_card
from cards.screens.outreach.invitation import bulk_preview
from cards.tree import Screen, Surface
from cards.views.outreach import BulkView, InvitationView, PreviewView
from cards.views.people import CardPosition
from tests.cards.drawing import on_slack, texts
from tests.cards.test_gallery_complete import actions

MOST = 25  # the most people that can be selected


def drawn(platform: str, screen: Screen) -> str:
    draw = on_slack if platform == "slack" else teams.draw
    return " ".join(texts(draw(screen, Surface.FORM)))


@pytest.mark.parametrize("platform", ["slack", "teams"])
@pytest.mark.parametrize("left", [MOST, MOST - 1])
def test_everyone_left_out_is_named_with_the_reason(platform: str, left: int):
    why = "Do not contact: your workspace's list includes Northwind Hospitals of Greater Boston Incorporated, number"
    out = tuple((f"Bartholomew Featherstonehaugh Junior {n}", f"{why} {n}.") for n in range(left))
    one = PreviewView(1, "Grace Adeyemi", "d1", subject="ICU?", text="Hi Grace") if left < MOST else None
    shown = drawn(platform, bulk_preview(BulkView(one, 101, "d", total=MOST - left, left_out=out)))
    for name, reason in out:
        assert name in shown
        assert reason in shown


@pytest.mark.parametrize("sent", [NOTES, NOTES + 1])
def test_older_invitations_are_behind_a_button(sent: int):
    line = InvitationView(1, BARE_CARD.person.profile_id, BARE_CARD.person.name, "sent", by="Ana", when="sent today")
    card = candidate_card(replace(BARE_CARD, invitations=(line,) * sent), CardPosition("", "Start"))
    assert any(isinstance(each, ShowPerson) and each.whole for each in actions(card)) == (sent > NOTES)
