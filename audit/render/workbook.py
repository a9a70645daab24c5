"""Plain tables into an Excel workbook: text stays text, dates are dates, every sheet prints one page wide."""

import io
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from msgspec import Struct

from audit.render.text import plain

_TEXT_ONLY: Mapping[str, bool] = {"in_memory": True} | dict.fromkeys(
    ("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False
)
"""Options of every workbook: what is text stays text, and nothing is written beside the file."""

DATE_FORMAT = 'yyyy"年"m"月"d"日"'
_TITLE_ROWS = 2
_LONGEST_TEXT = 32_000
_A4, _A3 = 9, 8
_LINE_HEIGHT, _TALLEST_ROW = 13.5, 409
_LAST_NARROW = 0x2000
_FONT = {"font_name": "宋体", "font_size": 10}
_CELL = _FONT | {"border": 1, "valign": "vcenter", "text_wrap": True}
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 16, "align": "center_across", "valign": "vcenter"},
    "note": _FONT | {"align": "left", "valign": "vcenter"},
    "head": {"font_name": "黑体", "font_size": 10, "border": 1, "align": "center", "valign": "vcenter"}
    | {"text_wrap": True, "bg_color": "#E7E6E6"},
    "text": _CELL,
    "centre": _CELL | {"align": "center"},
    "number": _CELL | {"align": "center"},
    "date": _CELL | {"align": "center", "num_format": DATE_FORMAT},
    "percent": _CELL | {"align": "center", "num_format": "0%"},
    "total": _CELL | {"align": "center", "bold": True, "top": 2},
}


class Column(Struct, frozen=True):
    """One column: the key of its value in a row, its head, its width in characters, and how values are written.

    ``kind`` is text, centre, number, date or percent; empty cells keep the format for those who fill them in.
    """

    key: str
    title: str
    width: float
    kind: str = "text"


class SheetTable(Struct, frozen=True):
    """One sheet: ``rows`` maps column keys to values; ``total`` is one more row, below and outside the filter.

    ``frozen`` columns stay in view; ``wide`` sheets print on A3. ``footnotes`` stand below the table, a line each.
    """

    name: str
    title: str
    note: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    total: Mapping[str, Any] | None = None
    frozen: int = 2
    wide: bool = False
    footnotes: Sequence[str] = ()


def new_book(stream: io.BytesIO) -> Any:
    """Begin a workbook in which every cell is text or number, never a formula or a link."""
    # Only what writes workbooks pays for loading their writer.
    import xlsxwriter

    return xlsxwriter.Workbook(stream, _TEXT_ONLY)


def workbook(tables: Iterable[SheetTable], *, made_on: date, title: str) -> bytes:
    """Write the tables, one sheet each; ``made_on`` is the created property, so the same tables give the same bytes."""
    stream = io.BytesIO()
    book = new_book(stream)
    created = datetime.combine(made_on, time())
    book.set_properties({"title": plain(title), "created": created})
    formats = {name: book.add_format(dict(settings)) for name, settings in _FORMATS.items()}
    for table in tables:
        _sheet(book.add_worksheet(table.name), table, formats)
    book.close()
    return stream.getvalue()


def _sheet(sheet: Any, table: SheetTable, formats: Mapping[str, Any]) -> None:
    """Fill one sheet: title, note, head, rows, total."""
    last_column, head = len(table.columns) - 1, _TITLE_ROWS
    _write(sheet, (0, 0), table.title, formats["title"])
    for column in range(1, last_column + 1):
        sheet.write_blank(0, column, None, formats["title"])
    _write(sheet, (1, 0), table.note, formats["note"])
    sheet.set_row(0, 30)
    for index, described in enumerate(table.columns):
        sheet.set_column(index, index, described.width)
        _write(sheet, (head, index), described.title, formats["head"])
    sheet.set_row(head, _height(table.columns, {column.key: column.title for column in table.columns}))
    for number, row in enumerate(table.rows, start=head + 1):
        sheet.set_row(number, _height(table.columns, row))
        _row(sheet, number, [(row.get(c.key), formats[c.kind]) for c in table.columns])
    if table.total is not None:
        _row(sheet, head + 1 + len(table.rows), [(table.total.get(c.key), formats["total"]) for c in table.columns])
    for number, footnote in enumerate(table.footnotes, start=head + 2 + len(table.rows) + (table.total is not None)):
        _write(sheet, (number, 0), footnote, formats["note"])
    sheet.autofilter(head, 0, head + max(len(table.rows), 1), last_column)
    sheet.freeze_panes(head + 1, table.frozen)
    _page(sheet, table)


def _row(sheet: Any, number: int, cells: Iterable[tuple[Any, Any]]) -> None:
    """Write one row of (value, format)."""
    for index, (value, cell_format) in enumerate(cells):
        _write(sheet, (number, index), value, cell_format)


def _write(sheet: Any, place: tuple[int, int], value: Any, cell_format: Any) -> None:
    """Write one value by its own type; text is never read as a formula, a link or a number."""
    row, column = place
    if value is None or value == "":
        sheet.write_blank(row, column, None, cell_format)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, cell_format)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(row, column, value, cell_format)
    else:
        sheet.write_string(row, column, _fitting(plain(str(value))), cell_format)


def _fitting(text: str) -> str:
    """Cut what Excel would refuse to hold in one cell, and say so."""
    return text if len(text) <= _LONGEST_TEXT else text[:_LONGEST_TEXT] + "……（过长，已截断）"


def _height(columns: Sequence[Column], row: Mapping[str, Any]) -> float:
    """Reckon the points a row needs: not every program fits rows to wrapped text when it opens a file."""
    lines = max(_lines(str(row.get(c.key) or ""), c.width) for c in columns if c.kind != "date")
    return min(lines * _LINE_HEIGHT + 5, _TALLEST_ROW)


def _lines(text: str, width: float) -> int:
    """Count lines of wrapped text; a Chinese character is two wide, and one place stays free at the edge."""
    lines = [sum(2 if ord(sign) > _LAST_NARROW else 1 for sign in line) for line in text.split("\n")]
    return sum(max(1, math.ceil(length / (width - 1))) for length in lines)


def _page(sheet: Any, table: SheetTable) -> None:
    """Set up printing: landscape, one page wide, the head on every page, page numbers."""
    sheet.set_landscape()
    sheet.set_paper(_A3 if table.wide else _A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, _TITLE_ROWS)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.set_footer("&C第 &P 页 共 &N 页")
