"""Word documents (.docx): paragraphs as lines, tables as sheets with their merged cells."""

from .blocks import Table, sheets_of
from .tables import Limits, Message, RefusedError, clean
from .unpack import opened, safe_markup
from .xml_walk import Walker

_BODY = "word/document.xml"
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class _Document(Walker):
    """Collects paragraphs and tables; a table within a cell is part of that cell's text."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.blocks: list[str | Table] = []
        self._limits = limits
        self._table: Table | None = None
        self._nested = self._skipped = 0
        self._row = -1
        self._cell: list[str] = []
        self._span = 1
        self._merge = ""
        self._line: list[str] = []
        self._in_text = False
        self._open: dict[int, tuple[int, int]] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Tables, rows and cells begin; text is gathered; what is shown twice (fallbacks) is skipped."""
        if name in {"Fallback", "del", "instrText"}:
            self._skipped += 1
        elif name == "tbl":
            self._begin_table()
        elif name == "tr" and self._nested == 1:
            self._row += 1
        elif name == "tc" and self._nested == 1:
            self._cell, self._span, self._merge = [], 1, ""
        elif name == "gridSpan" and self._nested == 1:
            self._span = max(1, int(attributes.get("val", "1")))
        elif name == "vMerge" and self._nested == 1:
            self._merge = attributes.get("val", "continue")
        self._in_text |= name == "t"
        if name in _BREAKS and not self._skipped:
            self._line.append(_BREAKS[name])

    def end(self, name: str) -> None:
        """Paragraphs, cells and tables end."""
        if name in {"Fallback", "del", "instrText"}:
            self._skipped -= 1
        elif name == "t":
            self._in_text = False
        elif name == "p":
            self._end_line()
        elif name == "tc" and self._nested == 1:
            self._end_cell()
        elif name == "tbl":
            self._nested -= 1
            if not self._nested:
                self._end_merges(range(1 << 20))
                self._table = None

    def words(self, text: str) -> None:
        """Only runs of text are kept."""
        if self._in_text and not self._skipped:
            self._line.append(text)

    def _begin_table(self) -> None:
        self._nested += 1
        if self._nested == 1:
            self._table, self._row, self._open = Table(self._limits), -1, {}
            self.blocks.append(self._table)

    def _end_line(self) -> None:
        line = clean("".join(self._line))
        self._line = []
        if self._nested:
            self._cell.append(line)
        else:
            self.blocks += line.split("\n")

    def _end_cell(self) -> None:
        table, row = self._table, max(self._row, 0)
        if table is None:
            return
        column = table.next_column(row)
        if self._merge == "continue":
            table.put(row, column, "", 1, 1)
            for beside in range(column + 1, column + self._span):
                table.put(row, beside, "")
            return
        self._end_merges(range(column, column + self._span))
        table.put(row, column, "\n".join(line for line in self._cell if line).strip(), self._span)
        if self._merge == "restart":
            self._open[column] = (row, self._span)

    def _end_merges(self, columns: range) -> None:
        """Vertical merges end where the next cell of their column begins, or with the table."""
        table = self._table
        if table is None:
            return
        for column in [column for column in self._open if column in columns]:
            top, span = self._open.pop(column)
            last = self._row if columns.stop == 1 << 20 else self._row - 1
            if last > top:
                table.merges = [merge for merge in table.merges if merge[:2] != (top, column)]
                table.merges.append((top, column, last, column + span - 1))


def read(data: bytes, limits: Limits) -> list[Message]:
    """Read a document. Raises RefusedError, ExpatError, ValueError and what broken archives raise."""
    with opened(data, limits) as package:
        document = _Document(limits)
        entry = next((entry for entry in package.entries if entry.filename == _BODY), None)
        if entry is None:
            raise RefusedError(code="damaged")
        document.walk(safe_markup(_BODY, package.chunks(entry)))
        return sheets_of(document.blocks, limits)
