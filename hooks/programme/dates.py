"""Dates as exact as known, worded as each language writes them: by Unicode's CLDR, from Babel."""

import datetime
from functools import cache

from babel.core import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from .model import UNDATED


@cache
def _locale(language: str) -> Locale | None:
    """Find what is known of a language: English is the world's, `9 November`, not America's."""
    for name in (f"{language}_001", language):
        try:
            return Locale.parse(name)
        except UnknownLocaleError:
            continue
    return None


def _first_day(value: str) -> datetime.date:
    return datetime.date.fromisoformat(f"{value}-01-01"[:10])


@cache
def date_words(value: str, language: str) -> str:
    """Word a partial date: `9 November 2019`, `2019年11月9日`.

    In a language of which nothing is known, and when undated, it stays as it is.
    """
    locale = _locale(language)
    if value == UNDATED or not locale:
        return value
    day = _first_day(value)
    match value.count("-"):
        case 0:
            return format_skeleton("y", day, locale=locale)
        case 1:
            return format_skeleton("yMMMM", day, locale=locale)
        case _:
            return format_date(day, "long", locale)


def year_first(value: str) -> str:
    """Word a partial date in English as American style guides do: `2019, November 9`."""
    pattern = ("y", "y, MMMM", "y, MMMM d")[value.count("-")]
    return format_date(_first_day(value), pattern, "en")
