"""Several calendars below each other on one sheet: each becomes a grid of its own, its cells where they were."""

from collections.abc import Sequence
from itertools import pairwise

from msgspec.structs import replace

from audit.intake.grid import HEAD, Grid, make_grid
from audit.intake.headers import fold
from audit.intake.layouts.calendars import calendar_days, label_of, week_day
from audit.intake.layouts.shape import texts_above
from audit.intake.tails import is_tail, is_total

_MOST_ROWS = 5000
_FEWEST_IN_ORDER = 8
_FEWEST_OF_WEEK = 5
_FEWEST_BETWEEN = 2
_FIRST_OF_WEEKDAYS = "星周礼"


def tables_on(grid: Grid) -> list[Grid]:
    """The calendars of a sheet from the top; a sheet with one table, or with none, as it is.

    A new one begins with its title, or with its header where a signature stands above. A header repeated between
    people begins none. A later one is told the title above it: it may leave out the month or the village.
    """
    if grid.hidden or not 0 < grid.height <= _MOST_ROWS:
        return [grid]
    headers = [row for row in range(grid.height) if _is_header(_line(grid, row))]
    days = calendar_days(grid) if len(headers) > 1 else None
    if days is None:
        return [grid]
    later = [row for row in headers if row - days.row > _FEWEST_BETWEEN]
    tops = [0, *(top for row in later if (top := _top(grid, row, days.columns)))]
    if len(tops) == 1:
        return [grid]
    bottoms = [top - 1 for top in tops[1:]] + [grid.height - 1]
    first = texts_above(grid, days.row)
    return [_part(grid, top, bottom, first if top else "") for top, bottom in zip(tops, bottoms, strict=True)]


def _line(grid: Grid, row: int) -> list[str]:
    return [text for column in grid.columns if (text := column[row].strip())]


def _is_header(texts: Sequence[str]) -> bool:
    """Whether days stand in a row in their order."""
    days = [label.day if text[0].isdigit() and (label := label_of(text)) else 0 for text in texts]
    in_order = sum(day > 1 and day == before + 1 for before, day in pairwise(days))
    named = sum(text[0] in _FIRST_OF_WEEKDAYS and bool(week_day(text)) for text in texts)
    return in_order >= _FEWEST_IN_ORDER or named >= _FEWEST_OF_WEEK


def _top(grid: Grid, header: int, days: Sequence[int]) -> int:
    """Where the table with this header begins; 0 where it only goes on."""
    row = header - 1
    while row > 0 and not _line(grid, row):
        row -= 1
    top = header
    while row > 0 and _is_title(grid, row, days):
        top, row = row, row - 1
    above = _line(grid, row)
    signed = bool(above) and is_tail(above[0]) and not is_total(above[0])
    return top if top < header or signed else 0


def _is_title(grid: Grid, row: int, days: Sequence[int]) -> bool:
    texts = _line(grid, row)
    if not texts or is_tail(texts[0]) or fold(texts[0]).isdigit():
        return False
    marked = sum(bool(grid.columns[column][row].strip()) for column in days[1:])
    return marked <= 1 and not _is_header(texts)


def _part(grid: Grid, top: int, bottom: int, above: str) -> Grid:
    """The rows of a grid from top to bottom, those before them blank."""
    columns = [[""] * top + list(column[top : bottom + 1]) for column in grid.columns]
    merges = [merge for merge in grid.merges if top <= merge[0] <= bottom]
    part = make_grid(grid.name, columns, merges, head=top + HEAD)
    return replace(part, note=grid.note, faults=grid.faults, above=above)
