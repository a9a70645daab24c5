"""Finds the days that run across a sheet: numbered 1–31 or 26–25, dated, named by weekdays, or under a group header."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from audit.intake.grid import Grid
from audit.intake.headers import fold
from audit.intake.layouts.shape import Days, texts_above
from audit.intake.titles import part_of_month

_LABEL = re.compile(
    r"(?:(?P<year>\d{4})[-/.年])?(?:(?P<month>\d{1,2})[-/.月])?(?P<day>\d{1,2})[日号]?"
    r"(?:000000)?(?:(?:星期|周)?[一二三四五六日天]|休)?\Z"
)
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)?[一二三四五六日天末休]\Z")
_DAY_OF_WEEK = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])(?:\d.*)?\Z")
_HALF = re.compile(r"[上下]午|[上下]班|晚上|夜|签到|签退|早|中|晚\Z")
_WEEKDAYS = "一二三四五六日"
_FEWEST_DAYS = 26
_FEWEST_NUMBERS = 18
_FEWEST_STATED = 8
_FEWEST_OF_WEEK = 5
_MOST_DAYS = 31
_FEWEST_BEFORE = 3
_SHORTEST_MONTH = 28


class Label(Struct, frozen=True):
    """A day's header: the day of the month, and year and month where it says them."""

    day: int
    month: int | None = None
    year: int | None = None


Slots = Sequence[tuple[int, int]]
"""Columns that belong together: (first column, how many)."""


@lru_cache(maxsize=1 << 14)
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


def calendar_days(grid: Grid) -> Days | None:
    """The days across a sheet: a month's numbers, else the weekdays of a weekly form."""
    return numbered_days(grid) or week_days(grid)


def numbered_days(grid: Grid) -> Days | None:
    """The longest run of days 1, 2, 3 … in one of the first rows, by where most of its numbers agree.

    A run may begin in the month before (26–25). A part of a month is one only where the title says which part: weeks
    of a term are numbered too.
    """
    best: tuple[int, Days] | None = None
    for row, line in enumerate(grid.head):
        found = _days_in(grid, row) if _may_hold_days(line) else None
        if found and (best is None or found[0] > best[0]):
            best = found
    return best[1] if best else None


def _may_hold_days(line: Sequence[str]) -> bool:
    return sum(any(letter.isdigit() for letter in text[:8]) for text in line if text) >= _FEWEST_STATED


def _days_in(grid: Grid, row: int) -> tuple[int, Days] | None:
    """Each number n at slot i votes for day 1 standing at slot i-n+1."""
    slots = slots_of(grid, row)
    labels = [label_of(grid.head[row][column]) for column, _ in slots]
    votes = Counter(place - label.day + 1 for place, label in enumerate(labels) if label)
    if not votes:
        return None
    origin, agreed = votes.most_common(1)[0]
    texts = [grid.head[row][column] for column, _ in slots]
    begin = _beginning(texts, labels, origin)
    end = begin
    while end < min(len(slots), origin + _MOST_DAYS) and _fits(texts[end], end - origin + 1):
        end += 1
    before = _days_before(labels, begin) if begin == origin else 0
    numbers = tuple(label.day for label in labels[begin - before : begin] if label)
    numbers += tuple(range(begin - origin + 1, end - origin + 1))
    if not _enough(grid, row, numbers, agreed + before):
        return None
    chosen = slots[begin - before : end]
    return agreed + before, Days(tuple(at for at, _ in chosen), tuple(wide for _, wide in chosen), row, numbers)


def _beginning(texts: Sequence[str], labels: Sequence[Label | None], origin: int) -> int:
    """The first slot of the run: the first that voted, and those before it that bear a weekday or a festival."""
    begin = next(place for place, label in enumerate(labels) if label and place - label.day + 1 == origin)
    while begin > max(origin, 0) and _fits(texts[begin - 1], begin - origin):
        begin -= 1
    return begin


def _days_before(labels: Sequence[Label | None], begin: int) -> int:
    """How many days of the month before stand in front of day 1."""
    count = 0
    while count < begin and (label := labels[begin - count - 1]):
        following = labels[begin - count]
        if (count == 0 and label.day < _SHORTEST_MONTH) or (count and following and label.day != following.day - 1):
            break
        count += 1
    return count if count >= _FEWEST_BEFORE else 0


def _enough(grid: Grid, row: int, numbers: tuple[int, ...], agreed: int) -> bool:
    """Whether a run is a month, or the part of a month that the title names."""
    if len(numbers) >= _FEWEST_DAYS:
        return agreed >= _FEWEST_NUMBERS
    if len(numbers) < _FEWEST_STATED or agreed * 2 < len(numbers):
        return False
    stated = part_of_month(f"{texts_above(grid, row)}\n{grid.name}\n{grid.above}")
    if stated is None:
        return False
    first, last = stated
    return numbers[0] == first and (numbers[-1] == last if last else numbers[-1] >= _SHORTEST_MONTH)


def _fits(text: str, day: int) -> bool:
    """Whether a label may stand for this day: its number, or a weekday's or festival's name in its place."""
    label = label_of(text)
    return label.day == day if label else is_beside_days(text) or _is_festival(text)


def _is_festival(text: str) -> bool:
    return text.strip().endswith(("节", "元旦", "除夕"))


def week_days(grid: Grid) -> Days | None:
    """The weekdays of a weekly form, Monday first; five of them may do."""
    for row, line in enumerate(grid.head):
        if sum(bool(week_day(text)) for text in line) < _FEWEST_OF_WEEK:
            continue
        named = [(slot, day) for slot in slots_of(grid, row) if (day := week_day(line[slot[0]]))]
        letters = "".join(day for _, day in named)
        if len(letters) >= _FEWEST_OF_WEEK and _WEEKDAYS.startswith(letters):
            chosen = [slot for slot, _ in named]
            return Days(tuple(at for at, _ in chosen), tuple(wide for _, wide in chosen), row, week=True)
    return None


@lru_cache(maxsize=1 << 14)
def week_day(text: str) -> str:
    """The letter of a weekday's header (``周一``, ``星期日``, ``周一(11月6日)``), "" for anything else."""
    found = _DAY_OF_WEEK.match(fold(text))
    return found[1].replace("天", "日") if found else ""


def slots_of(grid: Grid, row: int) -> list[tuple[int, int]]:
    """Columns of a row, merged ones as one, and two as one whose merge is lost but whose halves stand below."""
    widths = {left: right - left + 1 for top, left, bottom, right in grid.merges if top <= row <= bottom}
    slots: list[tuple[int, int]] = []
    start = 0
    while start < grid.width:
        width = widths.get(start) or (2 if _is_pair(grid, row, start) else 1)
        slots.append((start, width))
        start += width
    return slots


def _is_pair(grid: Grid, row: int, column: int) -> bool:
    if row + 1 >= len(grid.head) or column + 1 >= grid.width or not grid.head[row][column]:
        return False
    line, below = grid.head[row], grid.head[row + 1]
    halves = [fold(below[at]) for at in (column, column + 1)]
    return line[column + 1] in {"", line[column]} and halves[0] != halves[1] and all(map(_HALF.match, halves))
