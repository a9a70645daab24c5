"""刷卡记录 of attendance machines: a line that says who, and below it a line of day cells, for each person."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import pandas as pd
from msgspec import Struct, field

from audit.intake.grid import Grid, block, cell, letter
from audit.intake.headers import Header, fold
from audit.intake.layouts.calendars import label_of
from audit.intake.layouts.checks import beyond_troubles
from audit.intake.layouts.shape import GRID_BONUS, Days, Extract, Match, Says, Trouble, texts_above
from audit.intake.tails import is_tail
from audit.model.contract import ImportContract

_LABEL = re.compile(r"\s*(?P<label>[\u3400-\u9fff\s]{2,8}?)\s*[:：]\s*(?P<value>.*)\Z", re.DOTALL)
_NAME = "person"
_FEWEST_NUMBERS = 3
_SHOWN = 60


class _Card(Struct, frozen=True):
    """One person: what the line says (contract column → value), and the rows of day cells below it."""

    said: Mapping[str, str]
    rows: list[int] = field(default_factory=list)


def match(grid: Grid, contract: ImportContract) -> Match | None:
    """Find the first line that says who; its labels stand before the values, each with a colon."""
    names = _names(contract)
    first = next((row for row in range(len(grid.head)) if _NAME in _places(grid, row, names)), None)
    if first is None:
        return None
    columns = {name: (place,) for name, (place, _) in _places(grid, first, names).items()}
    top = first - 1 if first and _numbers(grid, first - 1) else first
    texts = {place: contract.columns[name].title for name, (place,) in columns.items()}
    header = Header(top, first - 1, columns, texts)
    return Match(header, GRID_BONUS + len(columns), header.missing(contract))


def extract(grid: Grid, found: Match, contract: ImportContract, says: Says) -> Extract:
    """Make one row per person and day of the period, days without a punch too; the cell holds the day's times."""
    if says.period is None:
        say = "没有写明考勤日期，整张表未读取，请保留导出时的“考勤日期：2023/11/01 ~ 11/30”"
        shown = texts_above(grid, found.header.top)[:_SHOWN]
        return Extract(pd.DataFrame(), {}, troubles=(Trouble("A1", "month-unknown", shown, say),))
    first, last = says.period
    start = _first_day(grid, found.header.top, first)
    days = {
        start + place: first + timedelta(days=place)
        for place in range(min((last - first).days + 1, grid.width - start))
    }
    cards = _cards(grid, found.header.bottom + 1, contract)
    parts = [_rows(grid, card, days, contract) for card in cards if card.rows]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    letters = {name: letter(place) for name, (place,) in found.header.columns.items()}
    options = contract.read.options
    letters |= dict.fromkeys((str(options["date"]), str(options["value"])), letter(start))
    cells = block(found.header.bottom + 1, 0, grid.height - 1, grid.width - 1)
    beyond = Days(tuple(range(start + len(days), grid.width)), (), 0)
    of_days = _only(grid, {row for card in cards for row in card.rows})
    return Extract(frame, letters, cells, troubles=beyond_troubles(of_days, beyond, 0, says.period), period=says.period)


def _names(contract: ImportContract) -> dict[str, str]:
    """Contract columns by their labels."""
    return {fold(alias): name for name, column in contract.columns.items() for alias in column.aliases}


def _places(grid: Grid, row: int, names: Mapping[str, str]) -> dict[str, tuple[int, str]]:
    """What a line says by labels: contract column → (its sheet column, value), in the label's own cell or the next."""
    line = [column[row] for column in grid.columns]
    found: dict[str, tuple[int, str]] = {}
    for place, text in enumerate(line):
        label = _LABEL.match(text)
        name = names.get(fold(label["label"])) if label else None
        if label is None or name is None:
            continue
        beside = next((at for at in range(place + 1, len(line)) if line[at]), place)
        if value := label["value"].strip():
            found[name] = (place, value)
        elif beside > place and not _LABEL.match(line[beside]):
            found[name] = (beside, line[beside].strip())
    return found


def _cards(grid: Grid, top: int, contract: ImportContract) -> list[_Card]:
    cards: list[_Card] = []
    names = _names(contract)
    for row in range(top, grid.height):
        said = {name: value for name, (_, value) in _places(grid, row, names).items()}
        first = next((text for column in grid.columns if (text := column[row].strip())), "")
        if _NAME in said:
            cards.append(_Card(said))
        elif cards and not is_tail(first) and not _numbers(grid, row) and (first or not cards[-1].rows):
            cards[-1].rows.append(row)
    return cards


def _rows(grid: Grid, card: _Card, days: Mapping[int, date], contract: ImportContract) -> pd.DataFrame:
    options = contract.read.options
    times = ["\n".join(text for row in card.rows if (text := grid.columns[column][row])) for column in days]
    frame = {name: [value] * len(days) for name, value in card.said.items()}
    frame |= {
        str(options["date"]): [day.isoformat() for day in days.values()],
        str(options["value"]): times,
        "_cell": [cell(card.rows[0], column) for column in days],
    }
    return pd.DataFrame(frame, dtype="str").assign(_row=card.rows[0] + 1)


def _numbers(grid: Grid, row: int) -> bool:
    """Whether a row only numbers the days."""
    texts = [column[row] for column in grid.columns if column[row]]
    return len(texts) >= _FEWEST_NUMBERS and all(label_of(text) for text in texts)


def _first_day(grid: Grid, row: int, first: date) -> int:
    """The column of the first day: where the numbers say so, else the first."""
    if not _numbers(grid, row):
        return 0
    labels = [label_of(column[row]) for column in grid.columns]
    return next((place for place, label in enumerate(labels) if label and label.day == first.day), 0)


def _only(grid: Grid, rows: set[int]) -> Grid:
    """The grid with nothing but these rows filled."""
    columns = [[text if row in rows else "" for row, text in enumerate(column)] for column in grid.columns]
    return Grid(grid.name, grid.hidden, grid.height, columns, (), grid.head)
