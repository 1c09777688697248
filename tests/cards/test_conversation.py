"""How the texts of a conversation are shown: shortened by one rule, and whole in pieces that no platform cuts."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards import teams
from cards.actions.invitations import OpenConversation
from cards.sanitize import units
from cards.screens.outreach.conversation import LINES, PIECE, SHOWN, message_card, pieces, shortened
from cards.tree import Screen, Surface
from cards.views.conversations import ConversationView, EntryView
from tests.cards.drawing import on_slack, texts

TEXTS = some.text(some.sampled_from("ab \n.é🙂"), max_size=6_000) | some.text(some.sampled_from("x"), max_size=6_000)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  Yes.\n", "Yes."),
        ("", ""),
        ("x" * SHOWN, "x" * SHOWN),
        ("x" * (SHOWN + 1), "x" * SHOWN + "…"),
        ("word " * 200, ("word " * 120).rstrip() + "…"),
        ("Dear all, " * 59 + "internationally", ("Dear all, " * 59).rstrip() + "…"),
        ("\n".join("123456789012345"), "1\n2\n3\n4\n5\n6\n7\n8\n9\n0\n1\n2…"),
    ],
)
def test_a_long_text_ends_in_an_ellipsis(text: str, shown: str):
    assert shortened(text) == shown


@given(TEXTS)
def test_shortened_texts_begin_as_written(text: str):
    shown = shortened(text)
    assert text.strip().startswith(shown.removesuffix("…").rstrip())
    assert len(shown) <= SHOWN + 1
    assert shown.count("\n") < LINES


@given(TEXTS)
def test_the_pieces_are_the_whole_text(text: str):
    found = pieces(text)
    assert "".join("".join(found).split()) == "".join(text.split())
    assert all(units(each) <= PIECE for each in found)


@pytest.mark.parametrize("text", ["🙂🙂🙂 " * 1_500, "私は看護師です。" * 1_000, "& <b> *x* " * 800, "a\n" * 4_000])
def test_no_platform_cuts_a_whole_text(text: str):
    """Each part of it, drawn on both platforms, is shown without an ellipsis."""
    entry = EntryView("replied", "Grace", "Mon 23 Nov at 12:03", text, about="reply", answer_id=1)
    talk = ConversationView("Grace", "UTC", (entry,), 1)
    for part in range(3):
        card = message_card(talk, entry, OpenConversation(1, answer_id=1, part=part))
        assert "…" not in shown(card)


def shown(card: Screen) -> str:
    return " ".join((*texts(on_slack(card, Surface.PERSONAL)), *texts(teams.draw(card, Surface.PERSONAL))))
