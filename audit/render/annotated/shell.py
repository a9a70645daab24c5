"""A worksheet's part without its cells: what stands before and after ``sheetData``, and where the rows are."""

import re
from typing import Any

from msgspec import Struct

from audit.render.annotated.package import CannotAnnotateError, local, parse, serialize

_START = re.compile(rb"<((?:\w+:)?)sheetData\b[^>]*?(/?)>")
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"\b(r|ht|hidden)\s*=\s*[\"']([^\"']*)[\"']")
_PIXELS_A_POINT = 4 / 3
_PIXELS_A_SIGN, _COLUMN_MARGIN = 7, 5
_USUAL_WIDTH, _USUAL_HEIGHT = 8.43, 15.0
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
AFTER_COMMENTS = frozenset(
    ("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
     "AlternateContent")
)  # fmt: skip
"""Children of a worksheet that must come after ``legacyDrawing``."""


class Shell(Struct):
    """A worksheet taken apart: ``root`` has an empty ``sheetData`` in place of ``cells``, its bytes."""

    root: Any
    cells: bytes

    def child(self, name: str) -> Any:
        """Give the first child of this name, or None."""
        return next((element for element in self.root if local(element) == name), None)

    def data(self) -> bytes:
        """Put the worksheet together again."""
        text = serialize(self.root)
        start = _START.search(text)
        if start is None:
            raise CannotAnnotateError(lacking="sheetData")
        return text[: start.start()] + self.cells + text[start.end() :]


def take_apart(data: bytes) -> Shell:
    """Part a worksheet's cells, which are kept as they are, from the rest. Raises CannotAnnotateError."""
    start = _START.search(data)
    if start is None:
        raise CannotAnnotateError(lacking="sheetData")
    end = start.end()
    if not start[2]:
        closing = b"</" + start[1] + b"sheetData>"
        end = data.rfind(closing) + len(closing)
        if end <= start.end():
            raise CannotAnnotateError(lacking="sheetData")
    empty = b"<" + start[1] + b"sheetData/>"
    return Shell(parse(data[: start.start()] + empty + data[end:]), data[start.start() : end])


def place_of(cell: str) -> tuple[int, int]:
    """Give 0-based row and column of a cell, of a range's first cell, or of A1 where the text names none."""
    found = _CELL.match(cell)
    if not found:
        return 0, 0
    column = 0
    for sign in found[1].upper():
        column = column * 26 + ord(sign) - 64
    return max(int(found[2]) - 1, 0), column - 1


def name_of(row: int, column: int) -> str:
    """Name a cell by 0-based row and column."""
    letters, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def merged_firsts(shell: Shell) -> list[tuple[int, int, int, int]]:
    """List the merged ranges: first row, first column, last row, last column, 0-based."""
    merges = shell.child("mergeCells")
    found = []
    for element in () if merges is None else merges:
        first, _, last = (element.get("ref") or "").partition(":")
        found.append((*place_of(first), *place_of(last or first)))
    return found


class Sizes(Struct, frozen=True):
    """How wide columns and how high rows are, in pixels; hidden ones are 0."""

    columns: dict[int, int]
    rows: dict[int, int]
    width: int
    height: int


def sizes(shell: Shell) -> Sizes:
    """Read the sizes, so that a note's box comes out readable beside narrow columns and hidden rows."""
    usual = shell.child("sheetFormatPr")
    width, height = (_number(usual, name) for name in ("defaultColWidth", "defaultRowHeight"))
    return Sizes(_columns(shell), _rows(shell.cells), _pixels(width or _USUAL_WIDTH),
                 round((height or _USUAL_HEIGHT) * _PIXELS_A_POINT))  # fmt: skip


def _columns(shell: Shell) -> dict[int, int]:
    cols = shell.child("cols")
    widths: dict[int, int] = {}
    for element in () if cols is None else cols:
        first, last = int(_number(element, "min")), int(_number(element, "max"))
        size = 0 if _is_true(element.get("hidden")) else _pixels(_number(element, "width") or _USUAL_WIDTH)
        # A column range may run to the sheet's edge; a box never does.
        widths |= dict.fromkeys(range(first - 1, min(last, first + 600)), size)
    return widths


def _rows(cells: bytes) -> dict[int, int]:
    heights: dict[int, int] = {}
    for found in _ROW.finditer(cells):
        if b"ht" not in found[1] and b"hidden" not in found[1]:
            continue
        said = {name: value.decode("ascii", "replace") for name, value in _ATTRIBUTE.findall(found[1])}
        number, height = said.get(b"r", ""), _float(said.get(b"ht", ""))
        if not number.isascii() or not number.isdigit():
            continue
        if _is_true(said.get(b"hidden")):
            heights[int(number) - 1] = 0
        elif height:
            heights[int(number) - 1] = round(height * _PIXELS_A_POINT)
    return heights


def _pixels(width: float) -> int:
    return round(width * _PIXELS_A_SIGN + _COLUMN_MARGIN)


def _is_true(value: str | None) -> bool:
    return value in {"1", "true"}


def _number(element: Any, name: str) -> float:
    return 0.0 if element is None else _float(element.get(name) or "")


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
