"""What stands in for the annotated copy where the file is no .xlsx: its values in a new workbook, with the notes."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, Protocol

from audit.render.annotated.book import Request
from audit.render.annotated.notes import note_text
from audit.render.annotated.result_sheet import HEAD_ROW, HEADS, WIDTHS
from audit.render.annotated.shell import name_of, place_of
from audit.render.text import plain
from audit.render.workbook import new_book

_LONGEST_TEXT = 32_000
_LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))
_FONT = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
Merge = tuple[int, int, int, int]


class SheetCells(Protocol):
    """One sheet as text: ``columns[c][r]`` by 0-based numbers; ``merges`` first row, column, last row, column."""

    @property
    def name(self) -> str:
        """The sheet's name; empty for a text file."""

    @property
    def columns(self) -> Sequence[Sequence[str]]:
        """The cells, column by column."""

    @property
    def merges(self) -> Sequence[Merge]:
        """The merged ranges."""


def values_copy(sheets: Sequence[SheetCells], request: Request, made_on: date) -> bytes:
    """Write the result sheet and every sheet's values, all as text, with a note on each bad cell."""
    stream = io.BytesIO()
    book = new_book(stream)
    book.set_properties({"created": datetime.combine(made_on, time())})
    first = book.add_worksheet(request.result_name)
    names = _names([sheet.name for sheet in sheets], request.result_name)
    for sheet, name in zip(sheets, names, strict=True):
        _values(book.add_worksheet(name), sheet, request, book.add_format(_FONT | {"num_format": "@"}))
    _results(book, first, request, {sheet.name: name for sheet, name in zip(sheets, names, strict=True)})
    book.close()
    return stream.getvalue()


def _names(wanted: Sequence[str], taken: str) -> list[str]:
    """Give sheet names that Excel accepts, each once."""
    names = [taken.casefold()]
    given = []
    for name in wanted:
        fit = plain(name).translate(_NOT_IN_SHEET_NAMES).strip("' ")[:_LONGEST_SHEET_NAME] or "资料"
        stem, again = fit, 2
        while fit.casefold() in names:
            fit, again = f"{stem[:28]}_{again}", again + 1
        names.append(fit.casefold())
        given.append(fit)
    return given


def _values(made: Any, sheet: SheetCells, request: Request, look: Any) -> None:
    """Copy the cells of one sheet and put its notes on them."""
    for left, texts in enumerate(sheet.columns):
        for row, text in enumerate(texts):
            if text:
                made.write_string(row, left, plain(text)[:_LONGEST_TEXT], look)
    for top, left, bottom, right in sheet.merges:
        made.merge_range(top, left, bottom, right, plain(sheet.columns[left][top])[:_LONGEST_TEXT], look)
    notes: dict[tuple[int, int], list[str]] = {}
    for fault in request.faults:
        if fault.sheet == sheet.name and fault.cell:
            said = notes.setdefault(_shown(place_of(fault.cell), sheet.merges), [])
            said += [fault.note] if fault.note not in said else []
    for (row, column), said in notes.items():
        made.write_comment(row, column, note_text(said), {"author": "驻村核验", "x_scale": 2, "y_scale": 1.2})


def _shown(place: tuple[int, int], merges: Sequence[Merge]) -> tuple[int, int]:
    """Give the cell that shows a note on this one: a merged range's first."""
    row, column = place
    inside = (merge for merge in merges if merge[0] <= row <= merge[2] and merge[1] <= column <= merge[3])
    return next(((merge[0], merge[1]) for merge in inside), place)


def _results(book: Any, sheet: Any, request: Request, names: dict[str, str]) -> None:
    """Fill the result sheet: title, note, head, a row a fault with a link to its cell."""
    cell = _FONT | {"border": 1, "text_wrap": True, "num_format": "@"}
    head = book.add_format(cell | {"bold": True, "align": "center", "bg_color": "#E7E6E6"})
    text, link = book.add_format(cell), book.add_format(cell | {"font_color": "#0563C1", "underline": 1})
    sheet.write_string(0, 0, request.title[0], book.add_format(_FONT | {"font_size": 16}))
    sheet.write_string(1, 0, request.title[1], book.add_format(_FONT))
    for column, (title, width) in enumerate(zip(HEADS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(HEAD_ROW - 1, column, title, head)
    for row, fault in enumerate(request.faults, start=HEAD_ROW):
        place = fault.cell or ("整张表" if fault.sheet else "整个文件")
        texts = (str(row - HEAD_ROW + 1), request.name, fault.sheet, place, *fault.texts)
        for column, words in enumerate(texts):
            sheet.write_string(row, column, words, text)
        if fault.sheet in names:
            target = name_of(*place_of(fault.cell))
            quoted = names[fault.sheet].replace("'", "''")
            sheet.write_url(row, 3, f"internal:'{quoted}'!{target}", link, place)
    sheet.freeze_panes(HEAD_ROW, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROW - 1)
