"""How the All tab interleaves what several sources found."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.search.ranking import by_date, interleaved, parsed, updated, written

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


def test_with_dates_the_newest_of_those_who_are_next():
    lists = {"internet": [1, 2, 3], "dice": [4, 5], "acme": [6, 7]}
    dates = {1: 90.0, 2: 50.0, 3: 0.0, 4: 95.0, 5: 60.0, 6: 0.0, 7: 99.0}
    assert interleaved(lists, {}, dates) == [4, 1, 5, 2, 3, 6, 7]
    assert interleaved(lists, {"dice": 2}, dates) == [1, 2, 4, 5, 3, 6, 7]


@given(st.dictionaries(st.sampled_from(["internet", "dice", "acme"]), st.lists(st.integers(0, 30), unique=True)))
def test_lists_that_are_sorted_by_date_are_merged_by_date(lists: dict[str, list[int]]):
    dates = {person: float(person % 7) for people in lists.values() for person in people}
    newest = {name: sorted(people, key=lambda person: -dates[person]) for name, people in lists.items()}
    found = [dates[person] for person in interleaved(newest, {}, dates)]
    assert found == sorted(found, reverse=True)


def test_each_page_of_a_source_is_sorted_by_date():
    dates = [5.0, 0.0, 9.0, 1.0, 8.0, 7.0, 3.0]
    assert by_date("abcdefg", dates, 3) == list("cabefdg")
    assert by_date("abcdef", dates[:6], 3) == list("cabefd")  # what comes later moves nobody


DATED = st.lists(st.floats(0, 9), min_size=61, max_size=61).map(lambda each: dict(enumerate(each)))


@given(LISTS, st.lists(st.integers(0, 60), unique=True), st.integers(0, 40), st.none() | DATED)
def test_a_source_that_comes_late_moves_nobody_before(
    lists: dict[str, list[int]], late: list[int], position: int, dates: dict[int, float] | None
):
    before = interleaved(lists, {}, dates)
    after = interleaved({**lists, "late": late}, {"late": position}, dates)
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
