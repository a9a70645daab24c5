"""Finds the days that run across a sheet: numbered 1–31, dated, or under a group header."""

import re
from collections import Counter
from dataclasses import dataclass

from audit.intake.grid import Grid
from audit.intake.headers import fold
from audit.intake.layouts.shape import Days

_LABEL = re.compile(
    r"(?:(?P<year>\d{4})[-/.年])?(?:(?P<month>\d{1,2})[-/.月])?(?P<day>\d{1,2})[日号]?"
    r"(?:000000)?(?:(?:星期|周)?[一二三四五六日天])?\Z"
)
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)?[一二三四五六日天末休]\Z")
_HALF = re.compile(r"[上下]午|[上下]班|晚上|夜|签到|签退|早|中|晚\Z")
_FEWEST_DAYS = 26
_FEWEST_NUMBERS = 18
_MOST_DAYS = 31


@dataclass(frozen=True, slots=True)
class Label:
    """A day's header: the day of the month, and year and month where it says them."""

    day: int
    month: int | None = None
    year: int | None = None


def label_of(text: str) -> Label | None:
    """Read a day's header (``1``, ``1日``, ``11月1日``, ``2023-11-01``, ``1三``); None for anything else."""
    found = _LABEL.match(fold(text))
    if not found or not 1 <= int(found["day"]) <= _MOST_DAYS:
        return None
    month = int(found["month"]) if found["month"] else None
    return Label(int(found["day"]), month, int(found["year"]) if found["year"] else None)


def is_beside_days(text: str) -> bool:
    """Whether a text under or in place of a day's number is a weekday or half a day."""
    folded = fold(text)
    return bool(_WEEKDAY.match(folded) or _HALF.match(folded))


def numbered_days(grid: Grid) -> Days | None:
    """The longest run of days 1, 2, 3 … in one of the first rows, by where most of its numbers agree."""
    best: tuple[int, Days] | None = None
    for row in range(len(grid.head)):
        found = _days_in(grid, row)
        if found and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def _days_in(grid: Grid, row: int) -> tuple[int, Days] | None:
    """Each number n at slot i votes for day 1 standing at slot i-n+1."""
    slots = _slots(grid, row, 0)
    labels = [label_of(grid.head[row][column]) for column, _ in slots]
    votes = Counter(place - label.day + 1 for place, label in enumerate(labels) if label)
    if not votes:
        return None
    start, agreed = votes.most_common(1)[0]
    if start < 0 or agreed < _FEWEST_NUMBERS:
        return None
    end = start
    while end < min(len(slots), start + _MOST_DAYS) and _fits(grid.head[row][slots[end][0]], end - start + 1):
        end += 1
    if end - start < _FEWEST_DAYS:
        return None
    chosen = slots[start:end]
    return agreed, Days(tuple(column for column, _ in chosen), tuple(width for _, width in chosen), row)


def _fits(text: str, day: int) -> bool:
    """Whether a label may stand for this day: its number, or a weekday's or festival's name in its place."""
    label = label_of(text)
    return label.day == day if label else is_beside_days(text) or _is_festival(text)


def _is_festival(text: str) -> bool:
    return text.strip().endswith(("节", "元旦", "除夕"))


def grouped_days(grid: Grid, header_top: int, group: str, count: int) -> Days | None:
    """The days under a group header (``打卡时间``): its merged columns, or all to the right where the merge is lost."""
    row = grid.head[header_top]
    first = next((column for column, text in enumerate(row) if fold(text) == fold(group)), None)
    if first is None:
        return None
    right = next((last for top, left, _, last in grid.merges if (top, left) == (header_top, first)), grid.width - 1)
    label_row = min(header_top + 1, len(grid.head) - 1)
    columns = range(first, min(right + 1, first + count))
    texts = [grid.head[label_row][column] for column in columns]
    labelled = sum(label_of(text) is not None or is_beside_days(text) or _is_festival(text) for text in texts)
    if labelled * 2 <= len(columns) or label_row == header_top:
        return None
    return Days(tuple(columns), (1,) * len(columns), label_row)


def _slots(grid: Grid, row: int, start: int) -> list[tuple[int, int]]:
    """Columns of a row, merged ones as one: (first column, how many)."""
    widths = {left: right - left + 1 for top, left, bottom, right in grid.merges if top <= row <= bottom}
    slots: list[tuple[int, int]] = []
    while start < grid.width:
        width = widths.get(start, 1)
        slots.append((start, width))
        start += width
    return slots
