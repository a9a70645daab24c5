"""Excel 2003 XML workbooks (SpreadsheetML), which many systems name .xls."""

import re
from collections.abc import Iterator
from datetime import datetime

from .blocks import Table
from .decode import text_in
from .tables import ERROR_VALUE, Limits, Message, RefusedError, day_or_moment, sheet_message, text_of
from .xml_walk import Walker

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_EPOCH = "1899-12-31T"
_CHUNK = 1 << 20


class _Book(Walker):
    """Collects worksheets: rows and cells may say their index, merged cells how far they reach."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.sheets: list[tuple[Table, list[tuple[str, int, int, str]]]] = []
        self.hidden: set[int] = set()
        self._limits = limits
        self._row = self._column = -1
        self._span = (0, 0)
        self._type = ""
        self._words: list[str] = []
        self._reading = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Places are counted; a cell's text is gathered."""
        if name == "Worksheet":
            self.sheets.append((Table(self._limits, attributes.get("Name", "")), []))
            self._row = -1
        elif name == "Row" and self.sheets:
            self._row = _index(attributes) if "Index" in attributes else self._row + 1
            self._column = -1
        elif name == "Cell" and self.sheets:
            self._begin_cell(attributes)
        elif name in {"Data", "Visible"}:
            self._type, self._words, self._reading = attributes.get("Type", ""), [], name

    def end(self, name: str) -> None:
        """A cell that ends is put in its place."""
        text = "".join(self._words)
        if name == "Data" and self._reading == "Data" and self.sheets and self._row >= 0:
            self._put(text)
        elif name == "Visible" and text in {"SheetHidden", "SheetVeryHidden"}:
            self.hidden.add(len(self.sheets) - 1)
        if name == self._reading:
            self._reading, self._words = "", []

    def words(self, text: str) -> None:
        """Only data are kept."""
        if self._reading:
            self._words.append(text)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        after = self._column + self._span[0] + 1 if self._column >= 0 else 0
        self._column = _index(attributes) if "Index" in attributes else after
        self._span = (_count(attributes, "MergeAcross"), _count(attributes, "MergeDown"))
        if any(self._span):
            self.sheets[-1][0].put(max(self._row, 0), self._column, "", self._span[0] + 1, self._span[1] + 1)

    def _put(self, text: str) -> None:
        table, faults = self.sheets[-1]
        place = (self._row, max(self._column, 0))
        shown = _shown(self._type, text)
        if self._type == "Error":
            faults.append(("error-cell", *place, shown))
        table.put(*place, shown)


def read(data: bytes, limits: Limits) -> list[Message]:
    """Read every worksheet. Raises RefusedError and ExpatError."""
    book = _Book(limits)
    book.walk(_chunks(data), "utf-8")
    if len(book.sheets) > limits["sheets"]:
        raise RefusedError(code="too-many-sheets", detail=str(len(book.sheets)))
    if not book.sheets:
        raise RefusedError(code="nothing", detail="XML")
    return [
        sheet_message(table.name, table.rows(), limits, table.merges, hidden=at in book.hidden, faults=faults)
        for at, (table, faults) in enumerate(book.sheets)
    ]


def _chunks(data: bytes) -> Iterator[bytes]:
    """The document in UTF-8, whatever Chinese encoding it is in: expat itself knows none of them."""
    text = _DECLARATION.sub("", text_in(data), count=1)
    for at in range(0, len(text), _CHUNK):
        yield text[at : at + _CHUNK].encode("utf-8")


def _shown(kind: str, text: str) -> str:
    if kind == "Error":
        return ERROR_VALUE + text
    if kind == "Boolean":
        return text_of(text.strip() == "1")
    try:
        if kind == "Number":
            return text_of(float(text))
        if kind == "DateTime":
            moment = datetime.fromisoformat(text)
            return text_of(moment.time() if text.startswith(_EPOCH) else day_or_moment(moment))
    except (ValueError, OverflowError):
        return text
    return text


def _index(attributes: dict[str, str]) -> int:
    return max(0, _count(attributes, "Index") - 1)


def _count(attributes: dict[str, str], name: str) -> int:
    """A number of an attribute; one that cannot be a place is beyond every limit and refused there."""
    text = attributes.get(name, "0")
    return min(int(text), 1 << 30) if text.isascii() and text.isdigit() and len(text) < 18 else 0
