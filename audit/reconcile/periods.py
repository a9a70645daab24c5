"""Quarters, half-years and years: the period that contains a month, and the one a title states."""

import re
import unicodedata
from datetime import date, timedelta

_YEAR = r"(?P<year>20\d\d)\s*(?:年度?|[-./])?\s*"
_QUARTER = re.compile(_YEAR + r"(?:第?\s*(?P<number>[1234一二三四])\s*季度?|[Qq](?P<short>[1234]))")
_HALF = re.compile(_YEAR + r"(?P<half>[上下])半年")
_WHOLE = re.compile(r"(?P<year>20\d\d)\s*(?:年度|年(?!\s*\d))")
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4}

Span = tuple[date, date]
"""The first and the last day."""


def quarter(month: str) -> Span:
    """Give the quarter that contains a month written ``2023-11``."""
    return _months(int(month[:4]), (int(month[5:]) - 1) // 3 * 3 + 1, 3)


def half_year(month: str) -> Span:
    """Give the half-year that contains a month written ``2023-11``."""
    return _months(int(month[:4]), 1 if int(month[5:]) <= 6 else 7, 6)


def year(month: str) -> Span:
    """Give the calendar year that contains a month written ``2023-11``."""
    return _months(int(month[:4]), 1, 12)


def stated_span(text: str) -> Span | None:
    """Give the quarter, half-year or year that a title states (``2024年第一季度走访台账``), None without one."""
    words = unicodedata.normalize("NFKC", text)
    if found := _QUARTER.search(words):
        number = found["short"] or found["number"]
        return _months(int(found["year"]), _NUMERALS.get(number) or int(number), 3, of=3)
    if found := _HALF.search(words):
        return _months(int(found["year"]), 1 if found["half"] == "上" else 7, 6)
    found = _WHOLE.search(words)
    return _months(int(found["year"]), 1, 12) if found else None


def _months(of_year: int, first: int, count: int, *, of: int = 0) -> Span:
    """Span ``count`` months from a month; with ``of`` the first is the number of a period of so many months."""
    start = (first - 1) * of + 1 if of else first
    end = of_year * 12 + start - 1 + count
    return date(of_year, start, 1), date(end // 12, end % 12 + 1, 1) - timedelta(days=1)
