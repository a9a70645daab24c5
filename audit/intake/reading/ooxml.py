"""Excel workbooks (.xlsx, .xlsm, Strict too): looked over before calamine reads them, counted a second time after."""

import io
import posixpath
import re
from collections.abc import Sequence
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata, SheetTypeEnum, SheetVisibleEnum

from .sheet_scan import EmptyTexts, Scanned, SheetScan
from .sheet_screen import Screened
from .tables import ERROR_VALUE, Limits, Message, RefusedError, check_size, letters, sheet_message
from .unpack import Package, opened, safe_markup
from .xml_walk import Walker

_STRINGS = "xl/sharedStrings.xml"
_BOOK = "xl/workbook.xml"
_LINKS = "xl/_rels/workbook.xml.rels"
_EMPTY_TEXT = re.compile(rb"<si>\s*<t[^>]*/>\s*</si>|<si>\s*<t[^>]*></t>\s*</si>|<si\s*/>|<si></si>")
_SPARSE = 50


class _Parts(Walker):
    """Which part of the package each worksheet is."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Sheets name a relation, relations name a part."""
        if name == "sheet":
            self.sheets.append((attributes.get("name", ""), attributes.get("id", "")))
        elif name == "Relationship":
            target = attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
            self.targets[attributes.get("Id", "")] = path

    def by_name(self) -> dict[str, str]:
        """The part of each sheet whose name is its own."""
        names = [name for name, _ in self.sheets]
        return {name: self.targets[link] for name, link in self.sheets
                if link in self.targets and names.count(name) == 1}  # fmt: skip


class _Second:
    """The second reading of a workbook: a quick look at every sheet, an exact count where that is not enough."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._empty = self._empty_texts()
        self._exact: dict[str, Scanned] = {}
        self._parts = self._sheet_parts()
        wanted = set(self._parts.values())
        self._screened: dict[str, Screened] = {}
        for entry in package.entries:
            if entry.filename in wanted:
                self._screened[entry.filename] = self._screen(entry.filename)
            elif entry.filename not in {_STRINGS, _BOOK, _LINKS}:
                package.check(entry)
        for name in self._parts:
            self._check_size(name)

    def filled(self, name: str, given: int) -> int:
        """How many cells of a sheet say something; looked at exactly if ``given`` cells were read."""
        screened = self._screened.get(self._parts.get(name, ""))
        if screened is None or (not screened.odd and screened.filled == given):
            return given
        return self._scan(name).filled

    def faults(self, name: str) -> Sequence[tuple[str, int, int, str]]:
        """Cells with an error value, and formulas without a result."""
        screened = self._screened.get(self._parts.get(name, ""))
        if screened is None:
            return ()
        return self._scan(name).faults if screened.odd else screened.faults

    def _sheet_parts(self) -> dict[str, str]:
        parts = _Parts()
        for name in (_BOOK, _LINKS):
            data = self._package.read(name)
            if data:
                parts.walk(safe_markup(name, iter([data])))
        there = {entry.filename for entry in self._package.entries}
        if len(parts.sheets) > self._limits["sheets"]:
            raise RefusedError(code="too-many-sheets", detail=str(len(parts.sheets)))
        return {name: part for name, part in parts.by_name().items() if part in there}

    def _empty_texts(self) -> tuple[str, ...]:
        data = self._package.read(_STRINGS)
        if not data or not _EMPTY_TEXT.search(b"".join(safe_markup(_STRINGS, iter([data])))):
            return ()
        texts = EmptyTexts()
        texts.walk([data])
        return tuple(texts.numbers)

    def _screen(self, part: str) -> Screened:
        screened = Screened()
        numbers = tuple(number.encode() for number in self._empty[:20])
        entry = next(entry for entry in self._package.entries if entry.filename == part)
        for chunk in safe_markup(part, self._package.chunks(entry)):
            screened.feed(chunk, numbers)
        screened.finish(numbers)
        return screened

    def _scan(self, name: str) -> Scanned:
        if name not in self._exact:
            scan = SheetScan(self._empty)
            self._package.renew()
            entry = next(entry for entry in self._package.entries if entry.filename == self._parts[name])
            scan.walk(self._package.chunks(entry))
            self._exact[name] = scan.found
        return self._exact[name]

    def _check_size(self, name: str) -> None:
        """Refuse a sheet before memory is taken for all the empty cells up to its last one. Raises RefusedError."""
        screened, limits = self._screened[self._parts[name]], self._limits
        within = screened.height <= limits["rows"] and screened.width <= limits["columns"]
        if within and not screened.odd and screened.height * screened.width <= limits["box"]:
            return
        found = self._scan(name)
        box = found.height * found.width
        within = found.height <= limits["rows"] and found.width <= limits["columns"] and box <= limits["box"]
        if not within and found.filled * _SPARSE < box:
            raise RefusedError(code="too-far", detail=f"{letters(found.width - 1)}{found.height}")
        if found.filled > limits["filled"]:
            raise RefusedError(code="too-large-sheet", detail=name)
        check_size(name, found.height, found.width, limits)


def read(data: bytes, limits: Limits) -> list[Message]:
    """Read every worksheet. Raises RefusedError, CalamineError, ExpatError and what broken archives raise."""
    with opened(data, limits) as package:
        second = _Second(package, limits)
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = [meta for meta in book.sheets_metadata if meta.typ == SheetTypeEnum.WorkSheet]
        if len(found) > limits["sheets"]:
            raise RefusedError(code="too-many-sheets", detail=str(len(found)))
        return [_sheet(book, meta, second, limits) for meta in found]


def _sheet(book: CalamineWorkbook, meta: SheetMetadata, second: _Second, limits: Limits) -> Message:
    sheet = book.get_sheet_by_name(meta.name)
    rows = values_of(sheet, limits)
    faults = [*second.faults(meta.name)]
    for code, row, column, text in faults:
        if code == "error-cell" and row < len(rows) and column < len(rows[row]):
            rows[row][column] = ERROR_VALUE + text
    given = sum(len(row) - row.count("") for row in rows)
    expected = second.filled(meta.name, given)
    if expected != given:
        faults.append(("count-differs", 0, 0, f"{expected} {given}"))
    hidden = meta.visible != SheetVisibleEnum.Visible
    return sheet_message(meta.name, rows, limits, merges_of(sheet), hidden=hidden, faults=faults)


def values_of(sheet: CalamineSheet, limits: Limits) -> list[list[Any]]:
    """The cells of a sheet from A1 on. Raises RefusedError where they are too many."""
    last = sheet.end or (0, 0)
    check_size(sheet.name, last[0] + 1, last[1] + 1, limits)
    return sheet.to_python(skip_empty_area=False)


def merges_of(sheet: CalamineSheet) -> list[tuple[int, int, int, int]]:
    """The merged ranges of a sheet, 0-based; none where the format does not tell them."""
    return [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
