"""The sample's files as another clerk might have sent them: rows shuffled, titles added, columns in another order."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import openpyxl
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet
from sample_run import FILES

Cell = tuple[object, str]
ALTERED = (
    "石磨村2023年11月签到册", "石磨村2023年11月工作日志", "请销假台账", "会议记录", "公务培训台账",
    "考勤报表_20231101", "请假审批_2023年11月", "花名册",
)  # fmt: skip
ROW_LISTS = ("工作日志", "请销假台账", "会议记录", "公务培训台账", "花名册")
_TITLES = ("附件2", "内部资料　注意保存", "（本表一式两份）")


def altered(folder: Path, alter: Callable[[Worksheet, Random], None], *, only: tuple[str, ...] = ALTERED) -> list[Path]:
    """Write the chosen files anew into the folder, each sheet altered, and give them with all the others."""
    random = Random(20231130)
    paths: list[Path] = []
    for path in FILES:
        if not any(part in path.name for part in ALTERED) or not any(part in path.name for part in only):
            paths.append(path)
            continue
        book = openpyxl.load_workbook(path)
        for sheet in book.worksheets:
            alter(sheet, random)
        book.save(folder / path.name)
        paths.append(folder / path.name)
    return paths


def shuffle_rows(sheet: Worksheet, random: Random) -> None:
    first, last = _data(sheet)
    rows = [_cells(sheet, row) for row in range(first, last + 1)]
    random.shuffle(rows)
    for row, cells in enumerate(rows, start=first):
        _write(sheet, row, cells)


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
    header, width = _header(sheet), sheet.max_column
    order = random.sample(range(width), width)
    for row in range(header, sheet.max_row + 1):
        cells = _cells(sheet, row)
        _write(sheet, row, [cells[column] for column in order])


def _header(sheet: Worksheet) -> int:
    return next(row for row in range(1, sheet.max_row + 1) if _filled(sheet, row) > 2)


def _data(sheet: Worksheet) -> tuple[int, int]:
    """Give the first and last row of data: below the header and its second line, above what stands at the end."""
    first = _header(sheet) + 1
    if first <= sheet.max_row and sheet.cell(first, 1).value is None:
        first += 1
    last = first
    while last <= sheet.max_row and _filled(sheet, last) > 2:
        last += 1
    return first, last - 1


def _filled(sheet: Worksheet, row: int) -> int:
    return sum(cell.value not in (None, "") for cell in sheet[row])


def _cells(sheet: Worksheet, row: int) -> list[Cell]:
    return [(cell.value, cell.number_format) for cell in sheet[row]]


def _write(sheet: Worksheet, row: int, cells: list[Cell]) -> None:
    for cell, (value, number_format) in zip(sheet[row], cells, strict=True):
        cell.value, cell.number_format = value, number_format
