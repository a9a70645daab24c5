"""Writing workbooks that come out the same to the byte every time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

_CREATED = datetime(2024, 1, 5, 9, 30)  # noqa: DTZ001 - written into the file as local time
_OPTIONS = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


@dataclass(frozen=True, slots=True)
class Pens:
    """The cell formats of a book."""

    title: Format
    head: Format
    text: Format
    plain: Format
    day: Format
    rest: Format
    date: Format


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet being written, with the formats of its book."""

    sheet: Worksheet
    pens: Pens

    def merge(self, row: int, first: int, last: int, text: str, pen: Format) -> None:
        """Write a text over the columns first to last of a row (one cell needs no merge)."""
        if last > first:
            self.sheet.merge_range(row, first, row, last, text, pen)
        else:
            self.sheet.write_string(row, first, text, pen)

    def put(self, row: int, column: int, value: object) -> str:
        """Write a value as an office types it: dates as dates, numbers as numbers, the rest as text; give its cell."""
        if isinstance(value, datetime | date):
            self.sheet.write_datetime(row, column, value, self.pens.date)
        elif isinstance(value, int | float):
            self.sheet.write_number(row, column, value, self.pens.text)
        elif value:
            self.sheet.write_string(row, column, str(value), self.pens.text)
        else:
            self.sheet.write_blank(row, column, None, self.pens.text)
        return str(xl_rowcol_to_cell(row, column))


class Book:
    """A workbook under construction."""

    def __init__(self, path: Path, author: str) -> None:
        """Start the file; ``author`` is what the document properties name as its maker."""
        self._book = Workbook(str(path), _OPTIONS)
        self._book.set_properties({"author": author, "created": _CREATED})
        self.pens = self._pens()

    def page(self, name: str) -> Page:
        """Add a sheet."""
        return Page(self._book.add_worksheet(name), self.pens)

    def close(self) -> None:
        """Write the file."""
        self._book.close()

    def _pens(self) -> Pens:
        song = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
        boxed = song | {"border": 1, "text_wrap": True}
        centred = boxed | {"align": "center"}
        return Pens(
            title=self._book.add_format(song | {"bold": True, "font_size": 16, "align": "center"}),
            head=self._book.add_format(centred | {"bold": True}),
            text=self._book.add_format(boxed),
            plain=self._book.add_format(song),
            day=self._book.add_format(centred),
            rest=self._book.add_format(centred | {"bg_color": "#D9D9D9"}),
            date=self._book.add_format(boxed | {"num_format": "yyyy-mm-dd"}),
        )

    def date_pen(self, shown: str) -> Format:
        """Add a format that shows real dates in a given way."""
        song = {"font_name": "宋体", "font_size": 11, "border": 1, "align": "center", "bold": True}
        return self._book.add_format(song | {"num_format": shown})


@contextmanager
def book(path: Path, author: str = "青禾镇党群办") -> Iterator[Book]:
    """Open a new workbook and write it at the end."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = Book(path, author)
    yield made
    made.close()
