"""OpenDocument spreadsheets (.ods): expat counts and finds merged cells first, then calamine reads the values."""

import io

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from .ooxml import values_of
from .tables import Limits, Merge, Message, RefusedError, letters, sheet_message
from .unpack import opened, safe_markup
from .xml_walk import Walker

_BODY = "content.xml"
_SPARSE = 50
_ASIDE = frozenset({"annotation", "shapes", "frame"})


class _Table:
    """What was seen of one table."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.merges: list[Merge] = []
        self.filled = self.height = self.width = 0


class _Content(Walker):
    """Counts the cells that say something, their repeats included, without making them."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.tables: list[_Table] = []
        self._limits = limits
        self._row = self._column = 0
        self._rows = self._columns = 1
        self._says = False
        self._cell: dict[str, str] | None = None
        self._aside = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Rows and cells say how often they are repeated."""
        if name in _ASIDE:
            self._aside += 1
        elif name == "table" and "name" in attributes and not self._aside:
            self.tables.append(_Table(attributes["name"]))
            self._row = 0
        elif name == "table-row":
            self._rows, self._column = _number(attributes, "number-rows-repeated"), 0
        elif name in {"table-cell", "covered-table-cell"}:
            self._columns = _number(attributes, "number-columns-repeated")
            self._cell = attributes
            self._says = attributes.get("value-type", "string") not in {"string", ""}
            self._says |= bool(attributes.get("string-value"))

    def end(self, name: str) -> None:
        """What ends moves the place on."""
        if name in _ASIDE:
            self._aside -= 1
        elif name in {"table-cell", "covered-table-cell"} and self._cell is not None and self.tables:
            self._end_cell(self.tables[-1], self._cell)
            self._cell = None
        elif name == "table-row":
            self._row += self._rows

    def words(self, text: str) -> None:
        """Text in a cell makes it say something; a comment beside it does not."""
        if self._cell is not None and not self._aside and text.strip():
            self._says = True

    def _end_cell(self, table: _Table, cell: dict[str, str]) -> None:
        across, down = _number(cell, "number-columns-spanned"), _number(cell, "number-rows-spanned")
        if self._says:
            table.filled += self._rows * self._columns
            table.height = max(table.height, self._row + self._rows)
            table.width = max(table.width, self._column + self._columns)
            if across * down > 1:
                merge = (self._row, self._column, self._row + down - 1, self._column + across - 1)
                table.merges.append(merge)
            if table.filled > self._limits["filled"]:
                raise RefusedError(code="too-large-sheet", detail=table.name)
        self._column += self._columns


def read(data: bytes, limits: Limits) -> list[Message]:
    """Read every table. Raises RefusedError, CalamineError, ExpatError and what broken archives raise."""
    content = _Content(limits)
    with opened(data, limits) as package:
        for entry in package.entries:
            if entry.filename == _BODY:
                content.walk(safe_markup(_BODY, package.chunks(entry)))
            else:
                package.check(entry)
    for table in content.tables:
        _check(table, limits)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
    if len(found) > limits["sheets"]:
        raise RefusedError(code="too-many-sheets", detail=str(len(found)))
    seen = {table.name: table for table in content.tables}
    messages = []
    for meta in found:
        rows = values_of(book.get_sheet_by_name(meta.name), limits)
        hidden = meta.visible != SheetVisibleEnum.Visible
        table = seen.get(meta.name, _Table(meta.name))
        given = sum(not (isinstance(value, str) and not value.strip()) for row in rows for value in row)
        faults = [("count-differs", 0, 0, f"{table.filled} {given}")] if table.filled != given else []
        messages.append(sheet_message(meta.name, rows, limits, table.merges, hidden=hidden, faults=faults))
    return messages


def _check(table: _Table, limits: Limits) -> None:
    box = table.height * table.width
    within = table.height <= limits["rows"] and table.width <= limits["columns"] and box <= limits["box"]
    if not within and table.filled * _SPARSE < box:
        raise RefusedError(code="too-far", detail=f"{letters(table.width - 1)}{table.height}")
    if not within:
        raise RefusedError(code="too-large-sheet", detail=table.name)


def _number(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1
