"""The exact second count of a worksheet's XML with expat, for the sheets a quick look cannot be sure of."""

import re
from collections.abc import Iterable

from msgspec import Struct, field

from .sheet_screen import Fault, column_of
from .xml_walk import Walker

_REFERENCE = re.compile(r"([A-Z]{1,8})(\d{1,9})\Z")
_MOST_FAULTS = 2000


class Scanned(Struct):
    """What a worksheet really holds: cells with something in them, how far down and right they reach (1-based)."""

    filled: int = 0
    height: int = 0
    width: int = 0
    faults: list[Fault] = field(default_factory=list)


class SheetScan(Walker):
    """Counts the cells of a worksheet that say something. ``empty_texts`` are numbers of empty shared strings."""

    def __init__(self, empty_texts: Iterable[str] = ()) -> None:
        super().__init__()
        self.found = Scanned()
        self._empty = frozenset(empty_texts)
        self._row = self._column = -1
        self._type = ""
        self._text: list[str] = []
        self._inside = 0
        self._formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Rows and cells have places; ``v`` and ``t`` hold values."""
        if name == "row":
            number = attributes.get("r", "")
            self._row = int(number) - 1 if number.isdigit() and len(number) < 10 else self._row + 1
            self._column = -1
        elif name == "c":
            self._begin_cell(attributes)
        elif name in {"v", "t"}:
            self._inside += 1
        elif name == "f":
            self._formula = True

    def end(self, name: str) -> None:
        """A cell that ends is counted."""
        if name in {"v", "t"}:
            self._inside -= 1
        elif name == "c":
            self._end_cell("".join(self._text))

    def words(self, text: str) -> None:
        """Only values are kept."""
        if self._inside:
            self._text.append(text)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = _REFERENCE.match(attributes.get("r", ""))
        self._column = column_of(place[1].encode()) if place else self._column + 1
        if place:
            self._row = int(place[2]) - 1
        self._type, self._text, self._formula = attributes.get("t", ""), [], False

    def _end_cell(self, text: str) -> None:
        found = self.found
        if self._formula and not text and self._type != "str":
            self._fault("no-result", "")
        if not text or (self._type == "s" and text in self._empty):
            return
        found.filled += 1
        found.height, found.width = max(found.height, self._row + 1), max(found.width, self._column + 1)
        if self._type == "e":
            self._fault("error-cell", text)

    def _fault(self, code: str, text: str) -> None:
        if len(self.found.faults) < _MOST_FAULTS:
            self.found.faults.append((code, self._row, self._column, text))


class EmptyTexts(Walker):
    """The numbers of a workbook's shared strings that say nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[str] = []
        self._number = -1
        self._says = False
        self._inside = self._reading = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Each ``si`` is one string; ``rPh`` is how to pronounce it."""
        del attributes
        if name == "si":
            self._number += 1
            self._says = False
        self._reading += name == "rPh"
        self._inside += name == "t"

    def end(self, name: str) -> None:
        """A string that ends without text is empty."""
        self._inside -= name == "t"
        self._reading -= name == "rPh"
        if name == "si" and not self._says:
            self.numbers.append(str(self._number))

    def words(self, text: str) -> None:
        """Any text will do."""
        self._says |= bool(text) and self._inside > 0 and self._reading == 0
