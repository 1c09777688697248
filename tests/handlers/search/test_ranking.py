"""How the All tab interleaves what several sources found."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.search.ranking import interleaved, parsed, updated, written

LISTS = st.dictionaries(
    st.sampled_from(["internet", "dice", "acme", "hub"]), st.lists(st.integers(0, 30), unique=True), max_size=4
)


def test_the_best_of_each_source_come_first_and_nobody_twice():
    lists = {"internet": [1, 2, 3, 4], "dice": [2, 5, 6], "acme": [7]}
    assert interleaved(lists, {}) == [1, 2, 7, 5, 3, 6, 4]


@given(LISTS)
def test_everyone_is_there_once(lists: dict[str, list[int]]):
    order = interleaved(lists, {})
    assert sorted(order) == sorted({person for people in lists.values() for person in people})


@given(LISTS, st.lists(st.integers(0, 60), unique=True), st.integers(0, 40))
def test_a_source_that_comes_late_moves_nobody_before(lists: dict[str, list[int]], late: list[int], position: int):
    before = interleaved(lists, {})
    after = interleaved({**lists, "late": late}, {"late": position})
    assert after[:position] == (before if len(before) >= position else after)[:position]
    assert set(after) == {*before, *late}


def test_who_is_late_is_known_from_the_first_page_on():
    both = {"internet": True, "dice": False}
    assert written(updated("", both, 0, 0)) == "dice"
    assert written(updated("dice", {**both, "dice": True}, 0, 0)) == ""
    assert written(updated("dice", {**both, "dice": True}, 10, 10)) == "dice:10"
    assert written(updated("dice:10", both, 15, 15)) == "dice:10"  # not there for a moment
    assert written(updated("", both, 5, 5)) == ""  # neither


@given(st.text())
def test_what_a_button_says_is_read_whatever_it_is(late: str):
    assert written(parsed(written(parsed(late)))) == written(parsed(late))
