"""Dates as people, spreadsheets and other programs write them."""

import pytest

from connectors.files.values import InvalidValue
from connectors.files.values.dates import end_of_post, moment, partial_date, start_of_post


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019", "2019"),
        ("2019-03", "2019-03"),
        ("2019-3-5", "2019-03-05"),
        ("2019/03/15", "2019-03-15"),
        ("20190315", "2019-03-15"),
        ("2019-03-15T00:00:00.000Z", "2019-03-15"),
        ("12/25/2018 12:00:00 AM", "2018-12-25"),
        ("3/15/2019", "2019-03-15"),
        ("15/3/2019", "2019-03-15"),
        ("3/15/19", "2019-03-15"),
        ("15.03.2019", "2019-03-15"),
        ("1.3.2019", "2019-03-01"),
        ("3/3/2024", "2024-03-03"),
        ("03/2019", "2019-03"),
        ("3.2019", "2019-03"),
        ("Mar-19", "2019-03"),
        ("Sep-2019", "2019-09"),
        ("March 2019", "2019-03"),
        ("Sept. 2019", "2019-09"),
        ("May '15", "2015-05"),
        ("15 March 2019", "2019-03-15"),
        ("15th of March 2019", "2019-03-15"),
        ("March 15, 2019", "2019-03-15"),
        ("06-Feb-2026", "2026-02-06"),
        ("15. März 2019", "2019-03-15"),
        ("mars 2019", "2019-03"),
        ("15 de marzo de 2019", "2019-03-15"),
        ("2019年3月", "2019-03"),
        ("марта 2019", "2019-03"),
        ("15 Mart 2019", "2019-03-15"),
        ("únor 2019", "2019-02"),
        ("~2019", "2019"),
        ("2019?", "2019"),
        ("'15", "2015"),
        ("'98", "1998"),
        ("Class of 2015", "2015"),
        ("Spring 2015", "2015"),
        ("43539", "2019-03-15"),
        ("2015.0", "2015"),
        ("2015-2019", "2019"),
        ("2015/16", "2016"),
        ("Present", None),
        ("heute", None),
        ("0/0/00", None),
        ("0000-00-00 00:00:00", None),
    ],
)
def test_a_date_is_read(text: str, date: str | None):
    assert partial_date(text) == date


@pytest.mark.parametrize(
    "text",
    ["sometime", "March 15", "15-Mar", "2019-02-31", "31/31/2019", "٢٠١٩", "15", "0019", "4.47701E+11", "a 2019 b"],
)
def test_what_is_no_date_is_not_guessed(text: str):
    with pytest.raises(InvalidValue, match="is not a date"):
        partial_date(text)


def test_the_order_decides_what_is_ambiguous():
    with pytest.raises(InvalidValue, match="--dates dmy or --dates mdy"):
        partial_date("3/1/2024")
    assert partial_date("3/1/2024", "dmy") == "2024-01-03"
    assert partial_date("3/1/2024", "mdy") == "2024-03-01"
    assert partial_date("3/15/2024", "dmy") == "2024-03-15"  # there is no 15th month


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2015–2019", "2015", "2019"),
        ("2015 - Present", "2015", None),
        ("2018-present", "2018", None),
        ("Mar 2018 - Jun 2019", "2018-03", "2019-06"),
        ("Mar – Jun 2019", "2019-03", "2019-06"),
        ("Jan 2018-Mar 2019", "2018-01", "2019-03"),
        ("01/2019-03/2021", "2019-01", "2021-03"),
        ("05/2019 – heute", "2019-05", None),
        ("2018-01 to 2019-03", "2018-01", "2019-03"),
        ("2015-16", "2015", "2016"),
    ],
)
def test_a_range_gives_both_ends_of_a_job(text: str, start: str, end: str | None):
    expected = {"start": start} | ({"end": end} if end else {})
    assert start_of_post(text) == expected
    assert end_of_post(text) == expected


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-20T08:00:00Z", "2026-11-20T08:00:00Z"),
        ("2024-03-01T10:00:00+02:00", "2024-03-01T10:00:00+02:00"),
        ("2024-03-01", "2024-03-01T00:00:00+00:00"),
        ("2024-03-01 10:00:00", "2024-03-01T10:00:00+00:00"),
        ("2024-03-01 10:00:00 UTC", "2024-03-01T10:00:00+00:00"),
        ("2024-03-01 10:00:00 +0200", "2024-03-01T08:00:00+00:00"),
        ("3/15/2024 10:00 PM", "2024-03-15T22:00:00+00:00"),
        ("3/15/2024 12:30 AM", "2024-03-15T00:30:00+00:00"),
        ("01.03.2024 10:00", "2024-03-01T10:00:00+00:00"),
        ("Mar 1, 2024, 10:00:00 PM", "2024-03-01T22:00:00+00:00"),
        ("Fri, 01 Mar 2024 10:00:00 GMT", "2024-03-01T10:00:00+00:00"),
        ("1709287200", "2024-03-01T10:00:00+00:00"),
        ("1709287200000", "2024-03-01T10:00:00+00:00"),
    ],
)
def test_a_time_without_a_zone_is_utc(text: str, at: str):
    assert moment(text) == at


@pytest.mark.parametrize("text", ["yesterday", "2024", "March 2024", "3/1/2024", "2024-03-01 25:00", "Present"])
def test_what_is_no_time_is_not_guessed(text: str):
    with pytest.raises(InvalidValue):
        moment(text)
