"""Finds the day columns that attendance exports put beside the person: under a group's name, or bare."""

import re

from audit.intake.grid import Grid
from audit.intake.headers import fold
from audit.intake.layouts.calendars import label_of
from audit.intake.layouts.shape import Days, texts_above
from audit.intake.titles import period_of, states_days
from audit.model.contract import ImportContract

_MOST_DAYS = 31
_NAMED_DAY = re.compile(r"(?:星期|周)?[一二三四五六日天休]\Z|.*(?:节|元旦|除夕)\Z")


def export_days(grid: Grid, rows: tuple[int, int], contract: ImportContract) -> Days | None:
    """The day columns of an export whose header stands in these rows (first and last); None where there are none."""
    return grouped_days(grid, rows, str(contract.read.options["group"])) or stated_days(grid, rows, contract)


def grouped_days(grid: Grid, rows: tuple[int, int], group: str) -> Days | None:
    """The days under a group header (``打卡时间``): its merged columns, or all to the right where the merge is lost.

    The group may also stand in the row above the header's first.
    """
    for top in range(max(rows[0] - 1, 0), min(rows[1] + 1, len(grid.head) - 1)):
        first = next((column for column, text in enumerate(grid.head[top]) if fold(text) == fold(group)), None)
        if first is None:
            continue
        right = next((last for row, left, _, last in grid.merges if (row, left) == (top, first)), grid.width - 1)
        columns = tuple(range(first, min(right + 1, first + _MOST_DAYS)))
        texts = [grid.head[top + 1][column] for column in columns]
        if sum(map(_is_day, texts)) * 2 > len(columns):
            return Days(columns, (1,) * len(columns), top + 1, _numbers(texts))
    return None


def stated_days(grid: Grid, rows: tuple[int, int], contract: ImportContract) -> Days | None:
    """The days of a sheet that names no group but says in so many words which export it is, and of which days.

    They are as many day headers side by side as the title states days, or up to 31 in the layout of fixed columns.
    """
    title = texts_above(grid, rows[0])
    said = f"{title}\n{grid.name}"
    if not states_days(title) or not any(re.search(pattern, said) for pattern in contract.read.titles):
        return None
    try:
        period = period_of((title,))
    except ValueError:
        return None
    if period is None:
        return None
    count = min((period[1] - period[0]).days + 1, _MOST_DAYS)
    for row in range(rows[1], rows[0] - 1, -1):
        days = _run(grid, row, period[0].day, count)
        if days:
            return days
    return None


def _run(grid: Grid, row: int, first: int, count: int) -> Days | None:
    line = grid.head[row]
    for start in range(grid.width - count + 1):
        end = start + count
        label = label_of(line[start])
        if (label is None or label.day == first) and all(map(_is_day, line[start:end])):
            while end < min(grid.width, start + _MOST_DAYS) and _is_day(line[end]):
                end += 1
            return Days(tuple(range(start, end)), (1,) * (end - start), row)
    return None


def _numbers(texts: list[str]) -> tuple[int, ...]:
    """The days of the month where every header is a whole date: such a sheet has no title to count from."""
    labels = [label for text in texts if (label := label_of(text)) and label.year]
    return tuple(label.day for label in labels) if len(labels) == len(texts) else ()


def _is_day(text: str) -> bool:
    return label_of(text) is not None or _NAMED_DAY.match(fold(text)) is not None
