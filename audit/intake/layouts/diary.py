"""Diaries written as text: a heading with the day's date, and below it what was done, until the next heading."""

import re
from collections.abc import Sequence

import pandas as pd
from msgspec import Struct, field

from audit.intake.grid import Grid, letter
from audit.intake.headers import Header
from audit.intake.layouts.diary_words import Heading, heading_of, labelled, writer_in, year_after
from audit.intake.layouts.shape import GRID_BONUS, Extract, Match, Says, Trouble, in_village
from audit.model.contract import ImportContract

_FEWEST_UNTITLED = 3
_WIDEST = 3
_LONGEST = 50_000
_SHOWN = 60


class _Entry(Struct):
    """One day: its heading, the row it stands in, and the lines below it."""

    heading: Heading
    year: int | None
    top: int
    lines: list[str] = field(default_factory=list)
    bottom: int = 0


def match(grid: Grid, contract: ImportContract) -> Match | None:
    """Find the headings in a sheet that is nothing but lines of text."""
    if _is_table(grid):
        return None
    lines = _lines(grid)
    tops = [row for row, text in enumerate(lines) if heading_of(text)]
    if not tops:
        return None
    titled = any(re.search(title, _above(lines, tops[0], grid)) for title in contract.read.titles)
    if not titled and len(tops) < _FEWEST_UNTITLED:
        return None
    column = next(place for place, cells in enumerate(grid.columns) if cells[tops[0]])
    header = Header(tops[0], tops[0] - 1, {"log_date": (column,), "content": (column,)}, {column: ""})
    return Match(header, GRID_BONUS + len(tops), sure=True)


def extract(grid: Grid, found: Match, contract: ImportContract, says: Says) -> Extract:
    """Make one row per heading: person, date, weather, place, visited households, content.

    The writer is named in the title, in a line ``姓名：`` or below an entry (``记录人：``); a year left out is that of
    the heading before it.
    """
    lines = _lines(grid)
    above = _above(lines, found.header.top, grid)
    writer = writer_in(above)
    rows = [_row(entry, writer) for entry in _entries(lines, found.header.top)]
    column = letter(found.header.columns["content"][0])
    frame = pd.DataFrame(rows, dtype="str")
    nobody = sorted(frame.index[frame["person"] == ""])
    troubles: tuple[Trouble, ...] = ()
    if nobody:
        say = "看不出是谁写的，这些日志未读取，请在标题写明，如“林晓峰驻村日志”，或在每篇末尾写“记录人：林晓峰”"
        troubles = (Trouble(f"{column}{frame['_top'][nobody[0]]}", "writer-unknown", above[:_SHOWN], say),)
    frame = frame.drop(index=nobody).reset_index(drop=True)
    frame["_row"] = frame.pop("_top").astype("int64")
    ends = zip(frame["_row"].tolist(), frame.pop("_end").tolist(), strict=True)
    frame["_cell"] = pd.Series([f"{column}{top}:{column}{end}" for top, end in ends], index=frame.index, dtype="str")
    letters = {"log_date": column, "content": column}
    cells = f"{column}{found.header.top + 1}:{column}{grid.height}"
    return Extract(in_village(frame, says.village, contract), letters, cells, troubles=troubles)


def _lines(grid: Grid) -> list[str]:
    """Each row as one line of text."""
    filled = [column for column in grid.columns if any(column)]
    return [" ".join(text.strip() for text in line if text.strip()) for line in zip(*filled, strict=True)]


def _above(lines: Sequence[str], top: int, grid: Grid) -> str:
    return "\n".join([*(line for line in lines[:top] if line), grid.name])


def _is_table(grid: Grid) -> bool:
    """Whether a sheet has several columns: then it is a table with dates in it, not text."""
    filled = [column for column in grid.columns if any(column)]
    if not 0 < len(filled) <= _WIDEST or grid.height > _LONGEST:
        return True
    beside = sum(bool(text) for column in filled[1:] for text in column)
    return beside * 2 > sum(bool(text) for text in filled[0])


def _entries(lines: Sequence[str], top: int) -> list[_Entry]:
    entries: list[_Entry] = []
    for row in range(top, len(lines)):
        heading = heading_of(lines[row])
        if heading:
            before = entries[-1] if entries else None
            year = heading.year or (year_after(before.heading, before.year, heading) if before else None)
            entries.append(_Entry(heading, year, row, [heading.rest] if heading.rest else [], row))
        elif lines[row]:
            entries[-1].lines.append(lines[row])
            entries[-1].bottom = row
    return entries


def _row(entry: _Entry, writer: str) -> dict[str, str]:
    said, content = labelled(entry.lines)
    heading = entry.heading
    day = f"{heading.month}月{heading.day}日{heading.until}"
    return {
        "person": said.get("person", "") or writer,
        "log_date": f"{entry.year}年{day}" if entry.year else day,
        "place": said.get("place", "") or heading.place,
        "weather": said.get("weather", "") or heading.weather,
        "visited": said.get("visited", ""),
        "content": "\n".join(content),
        "_top": str(entry.top + 1),
        "_end": str(entry.bottom + 1),
    }
