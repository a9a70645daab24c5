"""A person a row, a day a column: sign-in books and DingTalk's 打卡时间 and 月度汇总.

Each makes one row per person and day, blank days too. The day comes from the column's place in the run of days and
the period that the title says, and is only checked against the header: headers carry wrong months, weekdays and names
of festivals.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from msgspec.structs import replace

from audit.intake.grid import Grid, block, cell, letter
from audit.intake.headers import find_header, fold, known_headers, read_header
from audit.intake.layouts.calendars import calendar_days, is_beside_days
from audit.intake.layouts.checks import beyond_troubles, header_troubles
from audit.intake.layouts.dating import chosen, dates_of_days, period_of_days
from audit.intake.layouts.day_groups import export_days
from audit.intake.layouts.people import infer_name_column, people_rows, said_together
from audit.intake.layouts.shape import (
    GRID_BONUS,
    Days,
    Extract,
    Match,
    Says,
    Trouble,
    filled_down,
    in_village,
    texts_above,
    texts_from,
)
from audit.intake.tails import legend_in
from audit.model.contract import ImportContract

_GROUP_BONUS = 8
_SHOWN = 60
_WEEK = "一二三四五六日"
_NAME = "person"


def match_grid(grid: Grid, contract: ImportContract) -> Match | None:
    """Find the run of days and the person columns beside it; without a name header the column is found by content."""
    days = calendar_days(grid)
    if days is None:
        return None
    rows = _header_rows(grid, days, known_headers(contract))
    taken = set(range(days.columns[0], days.columns[-1] + days.widths[-1]))
    header = read_header(grid, contract, rows, [column for column in range(grid.width) if column not in taken])
    score = GRID_BONUS + len(header.used)
    missing = header.missing(contract)
    if missing == (_NAME,) and (column := infer_name_column(grid, rows[1] + 1, days.columns[0])) is not None:
        return Match(replace(header, columns={**header.columns, _NAME: (column,)}), score, days=days)
    return Match(header, score, missing, days)


def match_group(grid: Grid, contract: ImportContract) -> Match | None:
    """Find the person columns and the day columns that an export puts beside them, under a group's name or bare."""
    header = find_header(grid, contract)
    if header is None:
        return None
    days = export_days(grid, (header.top, header.bottom), contract)
    if days is None:
        return Match(header, len(header.used), (*header.missing(contract), str(contract.read.options["date"])))
    header = replace(header, bottom=max(header.bottom, days.row))
    return Match(header, GRID_BONUS + _GROUP_BONUS + len(header.used), header.missing(contract), days)


def extract(grid: Grid, found: Match, contract: ImportContract, says: Says) -> Extract:
    """Make one row per person and day: person columns, the ISO date, the day's cell as it is written."""
    days = found.days
    assert days is not None, "a match without days is never complete"
    period = period_of_days(grid, days, says)
    if period is None or (days.week and (period[1] - period[0]).days >= len(_WEEK)):
        return Extract(pd.DataFrame(), {}, troubles=(_no_week if days.week else _no_month)(grid, days))
    top = found.header.bottom + 1
    dates = dates_of_days(days, period)
    dated = chosen(days, [place for place, day in enumerate(dates) if day])
    beyond = chosen(days, [place for place, day in enumerate(dates) if not day])
    kept = [day for day in dates if day]
    people = people_rows(grid, top, found.header.columns[_NAME][0], dated)
    troubles = (
        *header_troubles(grid, dated, kept, found.header.bottom),
        *beyond_troubles(grid, beyond, top, period),
        *people.troubles,
    )
    frame = _long(grid, found, people.spans, dated, contract=contract)
    frame = _dated(frame, kept, str(contract.read.options["date"]))
    frame = in_village(_in_sections(frame, people.villages, contract), says.village, contract)
    after = people.spans[-1][-1] + 1 if people.spans else top
    legend = legend_in([*texts_above(grid, found.header.top).split("\n"), *texts_from(grid, after)])
    return Extract(frame, _letters(found, dated, contract), _cells(grid, people.spans), legend, troubles, period)


def _in_sections(frame: pd.DataFrame, villages: Sequence[str], contract: ImportContract) -> pd.DataFrame:
    """The frame with the villages of its section rows, where the sheet has no column for them."""
    if not any(villages) or "village" not in contract.columns or "village" in frame:
        return frame
    each = np.repeat(np.array(villages, dtype=object), len(frame) // len(villages))
    return frame.assign(village=pd.Series(each, index=frame.index, dtype="str"))


def _header_rows(grid: Grid, days: Days, known: frozenset[str]) -> tuple[int, int]:
    """The rows of the header: the days' row, one above it with headers, and rows of weekdays or half days below it."""
    above = max(0, days.row - 1)
    top = above if known.intersection(map(fold, grid.head[above])) else days.row
    bottom = days.row
    while bottom + 1 < min(len(grid.head), days.row + 3) and _belongs_to_header(grid, days, bottom + 1):
        bottom += 1
    return top, bottom


def _belongs_to_header(grid: Grid, days: Days, row: int) -> bool:
    """Whether a row repeats the days by merged cells, or has only weekdays and halves of days, and nobody's name."""
    line, above = grid.head[row], grid.head[days.row]
    texts = [line[column] for column in days.columns]
    if all(fold(line[column]) == fold(above[column]) for column in days.columns):
        return True
    said = [text for text in texts if text]
    nobody = all(not text or text in above or is_beside_days(text) for text in line[: days.columns[0]])
    return nobody and len(said) * 2 >= len(texts) and all(is_beside_days(text) for text in said)


def _no_month(grid: Grid, days: Days) -> tuple[Trouble, ...]:
    say = "标题和工作表名没有写明年月，整张表未读取，请在标题写明，如“2023年11月签到册”"
    return (Trouble("A1", "month-unknown", texts_above(grid, days.row)[:_SHOWN], say),)


def _no_week(grid: Grid, days: Days) -> tuple[Trouble, ...]:
    say = "按周的签到表没有写明是哪一周，整张表未读取，请在标题写明起止日期，如“2023年11月6日至11月12日”"
    return (Trouble(cell(max(days.row - 1, 0), 0), "week-unknown", texts_above(grid, days.row)[:_SHOWN], say),)


def _long(
    grid: Grid, found: Match, rows: Sequence[tuple[int, ...]], days: Days, *, contract: ImportContract
) -> pd.DataFrame:
    """The long frame without dates: people in sheet order, each person's days in order."""
    top = found.header.bottom + 1
    frame: dict[str, object] = {}
    for name, sheet_columns in found.header.columns.items():
        texts = filled_down(grid, sheet_columns[0], top)
        frame[name] = np.repeat(np.array([texts[span[0] - top] for span in rows], dtype=object), len(days.columns))
    cells = _day_cells(grid, rows, days)
    for name in str(contract.read.options["value"]).split():
        frame[name] = cells
    table = pd.DataFrame(frame, dtype="str")
    table["_row"] = np.repeat(np.array([span[0] + 1 for span in rows], dtype="int64"), len(days.columns))
    places = list(zip(days.columns, days.widths, strict=True))
    names = [_place(span, column, width) for span in rows for column, width in places]
    table["_cell"] = pd.Series(names, index=table.index, dtype="str")
    return table


def _dated(table: pd.DataFrame, days: Sequence[date], name: str) -> pd.DataFrame:
    """The frame with each row's ISO date, the same days for each person."""
    tiled = [day.isoformat() for day in days] * (len(table) // len(days)) if days else []
    return table.assign(**{name: pd.Series(tiled, index=table.index, dtype="str")})


def _day_cells(grid: Grid, rows: Sequence[tuple[int, ...]], days: Days) -> list[str]:
    """The text of each person's days, person by person; several cells of one day are said together."""
    if all(len(span) == 1 for span in rows) and set(days.widths) <= {1}:
        columns = [grid.columns[column] for column in days.columns]
        return [column[row] for (row,) in rows for column in columns]
    places = list(zip(days.columns, days.widths, strict=True))
    return [
        said_together([grid.columns[at][row] for row in span for at in range(column, column + width)])
        for span in rows
        for column, width in places
    ]


def _place(span: tuple[int, ...], column: int, width: int) -> str:
    if len(span) == 1 and width == 1:
        return cell(span[0], column)
    return block(span[0], column, span[-1], column + width - 1)


def _letters(found: Match, days: Days, contract: ImportContract) -> dict[str, str]:
    letters = {name: letter(places[0]) for name, places in found.header.columns.items()}
    of_days = (str(contract.read.options["date"]), *str(contract.read.options["value"]).split())
    return letters | dict.fromkeys(of_days, letter(days.columns[0]))


def _cells(grid: Grid, rows: Sequence[tuple[int, ...]]) -> str:
    return block(rows[0][0], 0, rows[-1][-1], grid.width - 1) if rows else ""
