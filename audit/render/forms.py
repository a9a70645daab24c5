"""Blank forms of import tables, made from their contracts: what a form asks for is what the program reads."""

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from audit.model.contract import ImportContract
from audit.render.form_columns import EXAMPLE, FormColumn, form_columns
from audit.render.workbook import DATE_FORMAT, new_book

GUIDE = "填写说明"
_MADE = datetime(2020, 1, 1)  # noqa: DTZ001  a fixed property, so that the same contract gives the same bytes
_HEAD, _EXAMPLE_ROW, _FIRST = 2, 3, 4
_BLANK_ROWS, _CHECKED_ROWS = 20, 500
_ROW_HEIGHT = 26
_SERIAL_WIDTH = 9
_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
_LINED = _FONT | {"border": 1, "text_wrap": True}
FORMATS: Mapping[str, Mapping[str, Any]] = {
    "title": {"font_name": "方正小标宋简体", "font_size": 16, "align": "center", "valign": "vcenter"},
    "note": _FONT | {"font_color": "#595959"},
    "head": _LINED | {"font_name": "黑体", "align": "center", "bg_color": "#E7E6E6"},
    "text": _LINED | {"num_format": "@"},
    "number": _LINED | {"align": "center"},
    "date": _LINED | {"align": "center", "num_format": DATE_FORMAT},
    "example": _LINED | {"font_color": "#808080", "italic": True, "bg_color": "#F2F2F2", "num_format": "@"},
    "example_date": _LINED
    | {"font_color": "#808080", "italic": True, "bg_color": "#F2F2F2", "num_format": DATE_FORMAT, "align": "center"},
    "text_column": {"num_format": "@"},
    "number_column": {"num_format": "General"},
    "date_column": {"num_format": DATE_FORMAT},
    "day": _LINED | {"align": "center", "font_size": 11, "num_format": "@"},
    "day_off": _LINED | {"align": "center", "font_size": 11, "num_format": "@", "bg_color": "#D9D9D9"},
    "guide": _FONT | {"num_format": "@", "text_wrap": True},
    "guide_column": _FONT | {"bold": True},
}
_KINDS: Mapping[str, str] = {"date": "date", "days": "number", "integer": "number", "number": "number"}


def blank_form(contract: ImportContract) -> bytes:
    """Make the form of a table with one record a row: title, headers with notes, an example, lists to pick from.

    The same contract gives the same bytes.
    """
    columns = form_columns(contract)
    return book_of(contract, columns, lambda sheet, formats, lists: _fill(sheet, contract, columns, (formats, lists)))


def book_of(contract: ImportContract, columns: Sequence[FormColumn], fill: Any) -> bytes:
    """Make a workbook of a form and its guide; ``fill`` gets the sheet, the formats and the ranges of the lists."""
    stream = io.BytesIO()
    book = new_book(stream)
    book.set_properties({"title": contract.title, "created": _MADE})
    formats = {name: book.add_format(dict(settings)) for name, settings in FORMATS.items()}
    sheet = book.add_worksheet(sheet_name(contract.title))
    fill(sheet, formats, _guide(book.add_worksheet(GUIDE), contract, columns, formats))
    book.close()
    return stream.getvalue()


def sheet_name(title: str) -> str:
    """Name the form's sheet after the table, without what stands in brackets."""
    return title.split("（")[0][:31]


def _guide(
    sheet: Any, contract: ImportContract, columns: Sequence[FormColumn], formats: Mapping[str, Any]
) -> dict[str, str]:
    """Write how each column is filled in, and its list below; give the ranges of the lists by header."""
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 0, contract.title, formats["guide_column"])
    sheet.write_string(0, 1, contract.about, formats["guide"])
    row, ranges = 2, {}
    for column in columns:
        sheet.write_string(row, 0, f"“{column.header}”列", formats["guide_column"])
        sheet.write_string(row, 1, column.how or "照实填写", formats["guide"])
        for number, text in enumerate(column.listed, start=1):
            sheet.write_string(row + number, 1, text, formats["guide"])
        if column.listed:
            ranges[column.header] = f"='{GUIDE}'!$B${row + 2}:$B${row + 1 + len(column.listed)}"
        row += 1 + len(column.listed)
    page(sheet)
    return ranges


def _fill(
    sheet: Any, contract: ImportContract, columns: Sequence[FormColumn], made: tuple[Mapping[str, Any], dict[str, str]]
) -> None:
    formats, lists = made
    last = len(columns)
    sheet.merge_range(0, 0, 0, last, contract.title, formats["title"])
    sheet.set_row(0, 30)
    sheet.write_string(1, 0, f"带*的必填；点表头看填法，也可看“{GUIDE}”表；灰色的示例行填写前删除。", formats["note"])
    sheet.set_column(0, 0, _SERIAL_WIDTH, formats["text_column"])
    sheet.write_string(_HEAD, 0, "序号", formats["head"])
    sheet.write_string(_EXAMPLE_ROW, 0, EXAMPLE, formats["example"])
    for place, column in enumerate(columns, start=1):
        _column(sheet, place, column, formats)
        if column.header in lists:
            sheet.data_validation(_FIRST, place, _FIRST + _CHECKED_ROWS, place, picking(column, lists[column.header]))
    sheet.set_row(_HEAD, 32)
    sheet.set_row(_EXAMPLE_ROW, 40)
    for row in range(_FIRST, _FIRST + _BLANK_ROWS):
        sheet.set_row(row, _ROW_HEIGHT)
        sheet.write_blank(row, 0, None, formats["text"])
    sheet.freeze_panes(_HEAD + 1, 2)
    sheet.print_area(0, 0, _FIRST + _BLANK_ROWS - 1, last)
    sheet.repeat_rows(0, _HEAD)
    page(sheet)


def _column(sheet: Any, place: int, column: FormColumn, formats: Mapping[str, Any]) -> None:
    """Write one column: head with its note, example, blank lined cells of its format."""
    kind = _KINDS.get(column.column.type, "text")
    sheet.set_column(place, place, _width(column), formats[f"{kind}_column"])
    sheet.write_string(_HEAD, place, column.title, formats["head"])
    note(sheet, (_HEAD, place), column)
    _example(sheet, place, column, formats)
    for row in range(_FIRST, _FIRST + _BLANK_ROWS):
        sheet.write_blank(row, place, None, formats[kind])


def _example(sheet: Any, place: int, column: FormColumn, formats: Mapping[str, Any]) -> None:
    text = column.column.example
    if column.column.type == "date" and (day := _day(text)):
        sheet.write_datetime(_EXAMPLE_ROW, place, day, formats["example_date"])
    elif text:
        sheet.write_string(_EXAMPLE_ROW, place, text, formats["example"])
    else:
        sheet.write_blank(_EXAMPLE_ROW, place, None, formats["example"])


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def note(sheet: Any, place: tuple[int, int], column: FormColumn) -> None:
    """Put a note on a header that says how the column is filled in."""
    if column.how:
        lines = len(column.how) // 16 + 2
        sheet.write_comment(*place, column.how, {"author": "填写说明", "x_scale": 1.8, "height": 20 * lines})


def picking(column: FormColumn, source: str) -> dict[str, Any]:
    """Let a cell be picked from a list; other words that the program reads too are only warned of."""
    return {
        "validate": "list",
        "source": source,
        "error_type": "warning",
        "error_title": column.header,
        "error_message": f"一般填{'、'.join(column.listed)}"[:255],
    }


def _width(column: FormColumn) -> float:
    """Give room for the header and the example, within what a page can hold."""
    longest = max(_wide(column.title), min(_wide(column.column.example), 36) / 1.6)
    return min(max(longest + 2, 8), 26)


def _wide(text: str) -> int:
    return sum(2 if ord(sign) > 0x2000 else 1 for sign in text)


def page(sheet: Any) -> None:
    """Print on A4 across, one page wide, pages numbered."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.set_footer("&C第 &P 页 共 &N 页")
