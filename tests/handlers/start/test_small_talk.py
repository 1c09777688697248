"""Small talk is recognised in several languages, and nothing that may be a search is taken for it.

small_talk.tsv lists what people type, and its kind of small talk; or "search"."""

from pathlib import Path

import pytest

from handlers.start.small_talk import SmallTalk, small_talk

TABLE = Path(__file__).with_name("small_talk.tsv")
ROWS = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()]
TALK = [(text, SmallTalk[kind.upper()]) for text, kind in ROWS if kind != "search"]
SEARCHES = [text for text, kind in ROWS if kind == "search"]


@pytest.mark.parametrize(("text", "kind"), TALK)
def test_small_talk_is_recognised(text: str, kind: SmallTalk):
    assert small_talk(text) is kind


@pytest.mark.parametrize("text", [*SEARCHES, "", "hello " * 40])
def test_what_may_be_a_search_is_none(text: str):
    assert small_talk(text) is None


@pytest.mark.parametrize("text", [text for text, _ in TALK])
def test_a_search_may_begin_or_end_like_small_talk(text: str):
    assert small_talk(f"{text} engineer") is None
    assert small_talk(f"engineer {text}") is None
