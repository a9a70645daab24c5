"""What the layouts share: how a sheet matches a contract, what its title says, what is made of it."""

from collections.abc import Mapping
from datetime import date

import pandas as pd
from msgspec import Struct, field

from audit.intake.grid import Grid
from audit.intake.headers import Header
from audit.model.contract import ImportContract

# Patterns are looked for in titles and notes: what is longer is neither, and must not cost more time than one.
_CELL, _TITLE, _NOTE = 300, 1500, 2000

GRID_BONUS = 20
"""A calendar of days tells more about a sheet than any header."""


class Days(Struct, frozen=True):
    """Where the days stand: each day's first sheet column, how many it takes, and the row (0-based) of the headers.

    ``numbers`` are the days of the month that the headers say, () where days are only counted from the first.
    ``week`` marks a weekly form: Monday first.
    """

    columns: tuple[int, ...]
    widths: tuple[int, ...]
    row: int
    numbers: tuple[int, ...] = ()
    week: bool = False


class Match(Struct, frozen=True):
    """A contract recognised in a sheet.

    ``score`` compares contracts; ``missing`` are needed columns not found; ``sure`` needs no title to be believed.
    """

    header: Header
    score: int
    missing: tuple[str, ...] = ()
    days: Days | None = None
    sure: bool = False


class Says(Struct, frozen=True):
    """What title and sheet name say: the period, the village (raw) and the month by itself."""

    period: tuple[date, date] | None
    village: str
    month: int | None = None


class Trouble(Struct, frozen=True):
    """Something wrong with a sheet's layout: cell ("" for the sheet), code, value as written, what to do."""

    cell: str
    code: str
    value: str
    say: str


class Extract(Struct, frozen=True):
    """The rows of a sheet (see ``RawTable``), the range they stand in, and what was wrong with the layout."""

    frame: pd.DataFrame
    letters: Mapping[str, str]
    cells: str = ""
    legend: Mapping[str, str] = field(default_factory=dict)
    troubles: tuple[Trouble, ...] = ()
    period: tuple[date, date] | None = None


def filled_down(grid: Grid, column: int, top: int) -> list[str]:
    """A column's cells from row ``top`` on, vertical merges filled down inside the merged range only."""
    cells = list(grid.columns[column][top:])
    for first, left, last, _ in grid.merges:
        if left == column and last > first >= top:
            cells[first - top : last - top + 1] = [cells[first - top]] * (min(last, grid.height - 1) - first + 1)
    return cells


def texts_above(grid: Grid, row: int) -> str:
    """The texts above a 0-based row, each once, in one line per row; as much of them as a title can be."""
    lines = (" ".join(dict.fromkeys(text.strip()[:_CELL] for text in line if text)) for line in grid.head[:row])
    return "\n".join(line for line in lines if line)[:_TITLE]


def texts_from(grid: Grid, row: int) -> list[str]:
    """The texts of all cells from a row on, row by row."""
    return [column[at][:_NOTE] for at in range(row, grid.height) for column in grid.columns if column[at]]


def in_village(table: pd.DataFrame, village: str, contract: ImportContract) -> pd.DataFrame:
    """The frame with the village of the title, where the sheet has no column for it."""
    if not village or "village" not in contract.columns or "village" in table:
        return table
    return table.assign(village=pd.Series([village] * len(table), index=table.index, dtype="str"))
