"""The sample's files as another clerk might have sent them: rows shuffled, titles added, columns in another order."""

from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path
from random import Random

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet
from sample_run import FILES

Row = tuple[Cell, ...]
Told = tuple[object, str]
ALTERED = (
    "石磨村2023年11月签到册", "石磨村2023年11月工作日志", "请销假台账", "会议记录", "公务培训台账",
    "考勤报表_20231101", "请假审批_2023年11月", "花名册",
)  # fmt: skip
ROW_LISTS = ("工作日志", "请销假台账", "会议记录", "公务培训台账", "花名册")
_TITLES = ("附件2", "内部资料　注意保存", "（本表一式两份）")


def altered(folder: Path) -> list[Path]:
    """Write some of the sample's files anew into the folder, altered in every way, and give them with all the others.

    Columns change places in the lists that clerks keep, not in grids of days nor in exports.
    """
    random = Random(20231130)
    paths: list[Path] = []
    for path in FILES:
        if not any(part in path.name for part in ALTERED):
            paths.append(path)
            continue
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            shuffle_rows(sheet, random)
            if any(part in path.name for part in ROW_LISTS):
                reorder_columns(sheet, random)
            add_titles(sheet, random)
        book.save(folder / path.name)
        paths.append(folder / path.name)
    return paths


def shuffle_rows(sheet: Worksheet, random: Random) -> None:
    rows = _data(list(sheet.iter_rows()))
    for row, cells in zip(rows, random.sample([_told(row) for row in rows], len(rows)), strict=True):
        _write(row, cells)


def add_titles(sheet: Worksheet, random: Random) -> None:
    count = random.randint(1, 3)
    merged = [str(spot) for spot in sheet.merged_cells.ranges]
    for spot in merged:
        sheet.unmerge_cells(spot)
    sheet.insert_rows(1, count)
    for row, text in enumerate(_TITLES[:count], start=1):
        sheet.cell(row, 1).value = text
    for spot in merged:
        moved = CellRange(spot)
        moved.shift(row_shift=count)
        sheet.merge_cells(moved.coord)


def reorder_columns(sheet: Worksheet, random: Random) -> None:
    rows = list(sheet.iter_rows())
    order = random.sample(range(sheet.max_column), sheet.max_column)
    for row in rows[_header(rows) :]:
        cells = _told(row)
        _write(row, [cells[column] for column in order])


def _header(rows: Sequence[Row]) -> int:
    return next(number for number, row in enumerate(rows) if _filled(row) > 2)


def _data(rows: Sequence[Row]) -> list[Row]:
    """Give the rows of data: below the header and its second line, above what stands at the end."""
    first = _header(rows) + 1
    if first < len(rows) and rows[first][0].value is None:
        first += 1
    return list(takewhile(lambda row: _filled(row) > 2, rows[first:]))


def _filled(row: Row) -> int:
    return sum(cell.value not in (None, "") for cell in row)


def _told(row: Row) -> list[Told]:
    return [(cell.value, cell.number_format) for cell in row]


def _write(row: Row, cells: Sequence[Told]) -> None:
    for cell, (value, number_format) in zip(row, cells, strict=True):
        cell.value = value
        if cell.number_format != number_format:
            cell.number_format = number_format
