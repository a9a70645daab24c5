"""Words and numbers as the office writes them: dates, months, days, titles of sources and posts, plain text."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from audit.model.rule import Value

ROLE_TITLES: Mapping[str, str] = {
    "first_secretary": "第一书记",
    "team_leader": "工作队长",
    "team_member": "驻村队员",
}
NOT_KNOWN = "—"
"""Printed where a number is missing because its source was not handed in."""

# Control characters and lone surrogates break XML; direction marks let a name print as another one.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(?:u00|[bfr])")
_LINE_END = re.compile("\r\n?")
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
_LONGEST_FILE_PART = 40


@lru_cache(maxsize=1 << 14)
def plain(text: str) -> str:
    """Drop what no document may hold: control characters, lone surrogates, direction marks."""
    return _UNPRINTABLE.sub("", _LINE_END.sub("\n", text))


def lacks_cleaning(text: str) -> bool:
    """Say whether what is written as JSON, Chinese not escaped, may hold something that ``plain`` would drop."""
    return bool(_UNPRINTABLE.search(text) or _ESCAPED.search(text))


def plain_tree(thing: Any) -> Any:
    """Give a copy made of plain dicts, lists and cleaned strings only: all that a template may see."""
    if isinstance(thing, str):
        return plain(str(thing))
    if isinstance(thing, Mapping):
        return {plain(str(key)): plain_tree(value) for key, value in thing.items()}
    if isinstance(thing, (list, tuple)):
        return [plain_tree(value) for value in thing]
    return thing


def number(value: Value) -> str:
    """Print a count or a number of days without a trailing ``.0``; a missing one as a dash."""
    if value is None:
        return NOT_KNOWN
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def month_title(month: str) -> str:
    """Print ``2023-11`` as 2023年11月."""
    year, number_of_month = month.split("-")
    return f"{int(year)}年{int(number_of_month)}月"


def day_title(day: date | None) -> str:
    """Print a date in full, 2023年12月14日; nothing for None."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"


def days_title(days: Iterable[date]) -> str:
    """List days as 11月8日、9日、13日至15日: the month once, three or more days in a row as a range."""
    parts: list[str] = []
    month = 0
    for first, last in _runs(sorted(set(days))):
        ends = (first,) if first == last else (first, last)
        joint = "至" if (last - first).days > 1 else "、"
        words = []
        for day in ends:
            words.append(f"{day.day}日" if day.month == month else f"{day.month}月{day.day}日")
            month = day.month
        parts.append(joint.join(words))
    return "、".join(parts)


def _runs(days: list[date]) -> list[tuple[date, date]]:
    """Fold sorted days into (first, last) of consecutive days."""
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def role_title(role: str) -> str:
    """Print a post's code in Chinese; what is already Chinese stays."""
    return ROLE_TITLES.get(role, role)


def file_part(text: str) -> str:
    """Make text fit for a part of a file name on Windows and elsewhere; 未填 when nothing is left."""
    name = _NOT_IN_FILE_NAMES.sub("_", plain(text)).strip("._")
    return name[:_LONGEST_FILE_PART] or "未填"
