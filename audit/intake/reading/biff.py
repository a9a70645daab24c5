"""Old Excel workbooks (.xls) and WPS ones (.et): xlrd first, which reads error cells and all strings; else calamine."""

import io
import struct

import xlrd
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum
from xlrd.biffh import XLRDError, error_text_from_code
from xlrd.book import Book
from xlrd.compdoc import CompDocError
from xlrd.sheet import Cell, Sheet
from xlrd.xldate import XLDateError, xldate_as_datetime

from .ooxml import merges_of, values_of
from .tables import ERROR_VALUE, Limits, Message, RefusedError, day_or_moment, sheet_message

# What xlrd raises on broken records, besides its own errors: it trusts their numbers and lengths.
_BROKEN = (
    XLRDError,
    CompDocError,
    XLDateError,
    struct.error,
    AssertionError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
    EOFError,
    RecursionError,
    NotImplementedError,
)
_DAY = 1.0


def read(data: bytes, limits: Limits) -> list[Message]:
    """Read every worksheet. Raises RefusedError and CalamineError."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, logfile=io.StringIO(), formatting_info=True, ignore_workbook_corruption=True
        )
        return _sheets(book, limits)
    except _BROKEN as error:
        if "encrypted" in str(error).lower():
            raise RefusedError(code="encrypted") from error
        return _by_calamine(data, limits)


def _sheets(book: Book, limits: Limits) -> list[Message]:
    sheets = book.sheets()
    if len(sheets) > limits["sheets"]:
        raise RefusedError(code="too-many-sheets", detail=str(len(sheets)))
    return [_sheet(book, sheet, limits) for sheet in sheets]


def _sheet(book: Book, sheet: Sheet, limits: Limits) -> Message:
    rows = [[_value(book, cell) for cell in sheet.row(row)] for row in range(sheet.nrows)]
    while rows and not any(value != "" for value in rows[-1]):
        rows.pop()
    merges = [(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells]
    faults = [
        ("error-cell", at, column, value)
        for at, row in enumerate(rows)
        for column, value in enumerate(row)
        if isinstance(value, str) and value.startswith(f"{ERROR_VALUE}#")
    ]
    return sheet_message(sheet.name, rows, limits, merges, hidden=bool(sheet.visibility), faults=faults)


def _value(book: Book, cell: Cell) -> object:
    """The value of a cell: dates as dates, errors as text that says so."""
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _moment(cell.value, book.datemode)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return ERROR_VALUE + error_text_from_code.get(cell.value, "#?")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return "" if cell.value is None else cell.value


def _moment(number: float, mode: int) -> object:
    """A date, a moment or (below one day) a time of day; a number that is none stays a number."""
    if not 0 <= number < 2958466:
        return number
    if number < _DAY:
        return xldate_as_datetime(number, mode).time()
    return day_or_moment(xldate_as_datetime(number, mode))


def _by_calamine(data: bytes, limits: Limits) -> list[Message]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    if len(found) > limits["sheets"]:
        raise RefusedError(code="too-many-sheets", detail=str(len(found)))
    messages = []
    for meta in found:
        sheet = book.get_sheet_by_name(meta.name)
        hidden = meta.visible != SheetVisibleEnum.Visible
        rows = values_of(sheet, limits)
        messages.append(sheet_message(meta.name, rows, limits, merges_of(sheet), hidden=hidden))
    return messages
