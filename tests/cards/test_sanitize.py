"""External text is made harmless, and shortened at natural places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.sanitize import LONGEST_WORD, clean, one_line, sendable, sendable_json, shorten, trim, units
from cards.slack.text import escape, mrkdwn
from cards.text import Link, Mention, Muted, Strong

FAMILY = "👩\u200d👩\u200d👧\u200d👦"


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("abcdef", 4, "abc…"),
        ("abc def", 5, "abc…"),
        ("abcdef", 6, "abcdef"),
        (FAMILY * 2, units(FAMILY) + 5, FAMILY + "…"),
        ("ab" + FAMILY, 8, "ab…"),
        ("🇩🇪🇫🇷🇮🇹", 11, "🇩🇪🇫🇷…"),
        ("🇩🇪🇫🇷🇮🇹", 8, "🇩🇪…"),
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("👍🏽👍🏽", 7, "👍🏽…"),
        ("abc", 0, ""),
    ],
)
def test_text_is_cut_between_grapheme_clusters(text: str, limit: int, cut: str):
    assert shorten(text, limit) == cut


@given(st.text(), st.integers(0, 40))
def test_a_cut_text_is_within_its_limit_and_a_prefix(text: str, limit: int):
    cut = shorten(text, limit)
    assert units(cut) <= limit
    assert cut == text or text.startswith(cut.removesuffix("…"))


def test_harmful_characters_are_removed():
    assert clean("a\x00b\x1b[31mc\u202ed\u2066e\ufefff\ud800g\r\nh\u2028i") == "ab[31mcdef\ufffdg\nh\ni"
    assert one_line("  a\n\t b\u00a0c ") == "a b c"
    assert sendable("a\x00\udfff\u202e") == "a\ufffd\u202e"
    assert sendable_json({"a\ud800": ("\x00b", 1, None, {"c": "d"})}) == {"a\ufffd": ["b", 1, None, {"c": "d"}]}


def test_an_endless_word_is_shortened_but_not_text_without_spaces():
    link = f"https://jobs.example/apply?token={'a1b2' * 60}"
    assert clean(f"Apply here: ({link}).") == f"Apply here: ({link})."
    assert len(clean(f"https://jobs.example/{'w' * 2_000}")) == LONGEST_WORD
    assert clean("w" * 10_000) == "w" * (LONGEST_WORD - 1) + "…"
    assert clean("日本語" * 200) == "日本語" * 200


def test_combining_marks_cannot_be_stacked_over_other_lines():
    assert len(clean("a" + "\u0301" * 500)) == 7


def test_a_mention_is_never_cut():
    assert trim(("hello ", Mention("U1", "Ana Ruiz")), 10) == ("hello ", "…")
    assert trim((Strong("hello"), Muted(" world")), 8) == (Strong("hello"), Muted(" w…"))


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a & b <c> &amp;", "a &amp; b &lt;c&gt; &amp;amp;"),
        ("snake_case C*D 10:30:15", "snake_case C*D 10:30:15"),
        ("<!channel>", "&lt;\u2060!channel&gt;"),
        ("*b*", "\u2060*\u2060b\u2060*\u2060"),
        ("> q", "\u2060&gt; q"),
        ("[x](http://e)", "[x]\u2060(http://e)"),
        (":joy: @here", ":\u2060joy: @\u2060here"),
    ],
)
def test_slack_markup_is_escaped(text: str, escaped: str):
    assert escape(text) == escaped


@pytest.mark.parametrize(
    ("rich", "text"),
    [
        ((Strong(" two words "), "x"), " *two words* x"),
        (("re", Strong("act"), "ive"), "re\u200b*act*\u200bive"),
        ((Strong("one\ntwo"),), "*one*\n*two*"),
        ((Link("a|b", "https://e.com/?a=1&b=2"),), "<https://e.com/?a=1&amp;b=2|a|b>"),
        ((Link("mail", "mailto:a@e.com"),), "<mailto:a@e.com|mail>"),
        ((Link("x", "javascript:alert(1)"),), "x"),
        ((Link("x", "https://e.com|<!channel>"),), "x"),
        ((Mention("U123", "Ana"),), "<@U123>"),
        ((Mention("!channel", "Ana"),), "@Ana"),
    ],
)
def test_emphasis_becomes_slack_markup(rich: tuple[Strong | str, ...], text: str):
    assert mrkdwn(rich, 3000) == text


def test_cutting_leaves_no_open_markup_or_broken_escape():
    assert mrkdwn(("ab", Strong("&" * 9)), 20) == "ab\u200b*&amp;&amp;…*"
    assert mrkdwn((Link("&" * 9, "https://e.com"),), 30) == "<https://e.com|&amp;&amp;…>"
    assert mrkdwn(("hello ", Mention("U123456789", "Ana")), 12) == "hello …"
