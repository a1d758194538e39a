"""Dates as each language writes them."""

import calendar
from collections.abc import Iterator

import pytest
from programme.dates import date_words, year_first


def every_date(year: int) -> Iterator[tuple[str, str, str]]:
    """Give the year, its months and its days, with their words in English and Chinese."""
    yield f"{year}", f"{year}", f"{year}年"
    for month in range(1, 13):
        name = calendar.month_name[month]
        yield f"{year}-{month:02}", f"{name} {year}", f"{year}年{month}月"
        for day in range(1, calendar.monthrange(year, month)[1] + 1):
            value = f"{year}-{month:02}-{day:02}"
            yield value, f"{day} {name} {year}", f"{year}年{month}月{day}日"


def test_every_date_of_a_leap_year() -> None:
    wanted = {value: (english, chinese) for value, english, chinese in every_date(2024)}
    assert len(wanted) == 1 + 12 + 366
    assert {value: (date_words(value, "en"), date_words(value, "zh")) for value in wanted} == wanted


@pytest.mark.parametrize(
    ("language", "year", "month", "day"),
    [
        ("fr", "2019", "novembre 2019", "9 novembre 2019"),
        ("ja", "2019年", "2019年11月", "2019年11月9日"),
        ("xx", "2019", "2019-11", "2019-11-09"),
    ],
)
def test_third_language_needs_no_code(language: str, year: str, month: str, day: str) -> None:
    """One that is not known, as xx, keeps the date as it is."""
    words = [date_words(value, language) for value in ("2019", "2019-11", "2019-11-09")]
    assert words == [year, month, day]


@pytest.mark.parametrize("language", ["en", "zh", "fr"])
def test_undated_has_no_words(language: str) -> None:
    assert date_words("undated", language) == "undated"


@pytest.mark.parametrize(
    ("value", "words"),
    {"2019": "2019", "2019-11": "2019, November", "2019-11-09": "2019, November 9"}.items(),
)
def test_year_first(value: str, words: str) -> None:
    assert year_first(value) == words
