"""A document of paragraphs and tables becomes sheets: each table with its title above it, the other text as lines."""

from collections.abc import Sequence

from msgspec import Struct, field

from .tables import Limits, Merge, Message, RefusedError, check_size, sheet_message

TEXT = "正文"
"""What the sheet with the paragraphs is called."""

UNNAMED = "表格"
"""How a table without a name is called where it is refused."""

_TITLES = 3
_LONGEST_TITLE = 60


class Table(Struct):
    """A table as it is written: cells by (row, column), merged ranges, 0-based; ``name`` where the document says one.

    ``add`` places a cell at the next free spot of its row, as HTML and Word do.
    """

    limits: Limits
    name: str = ""
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    height: int = 0
    width: int = 0
    _taken: dict[int, set[int]] = field(default_factory=dict)
    _area: int = 0

    def add(self, row: int, text: str, across: int = 1, down: int = 1) -> None:
        """Add a cell that covers ``across`` columns and ``down`` rows. Raises RefusedError beyond the limits."""
        taken = self._taken.setdefault(row, set())
        column = next(place for place in range(len(taken) + 1) if place not in taken)
        self.put(row, column, text, across, down)

    def put(self, row: int, column: int, text: str, across: int = 1, down: int = 1) -> None:
        """Put a cell at its place. Raises RefusedError beyond the limits."""
        self.height, self.width = max(self.height, row + down), max(self.width, column + across)
        self._area += across * down
        if self._area > self.limits["box"]:
            raise RefusedError(code="too-large-sheet", detail=self.name or UNNAMED)
        check_size(self.name or UNNAMED, self.height, self.width, self.limits)
        for line in range(row, row + down):
            self._taken.setdefault(line, set()).update(range(column, column + across))
        if text:
            self.cells[row, column] = text
        if across > 1 or down > 1:
            self.merges.append((row, column, row + down - 1, column + across - 1))

    def next_column(self, row: int) -> int:
        """The column after the last one taken in a row."""
        return max(self._taken.get(row, ()), default=-1) + 1

    def rows(self) -> list[list[str]]:
        """The cells row by row, up to the last row and column that say something."""
        height = max((row for row, _ in self.cells), default=-1) + 1
        width = max((column for _, column in self.cells), default=-1) + 1
        grid = [[""] * width for _ in range(height)]
        for (row, column), text in self.cells.items():
            grid[row][column] = text
        return grid


def sheets_of(blocks: Sequence[str | Table], limits: Limits) -> list[Message]:
    """The sheets of a document: its text as one column, then its tables. Raises RefusedError.

    Up to three short lines right above a table are its title and stand in its first rows.
    """
    tables = [block for block in blocks if isinstance(block, Table) and block.cells]
    if len(tables) >= limits["sheets"]:
        raise RefusedError(code="too-many-sheets", detail=str(len(tables)))
    messages: list[Message] = []
    lines: list[str] = []
    above: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            lines.append(block)
            above.append(block)
        elif block.cells:
            messages.append(_table(block, len(messages) + 1, above, limits))
            above = []
    if any(line.strip() for line in lines):
        messages.insert(0, sheet_message(TEXT, [[line] for line in lines], limits))
    if not messages:
        raise RefusedError(code="nothing", detail="文档")
    return messages


def _table(table: Table, number: int, above: Sequence[str], limits: Limits) -> Message:
    said = [line.strip() for line in above if line.strip()]
    title = [line for line in said[-_TITLES:] if len(line) <= _LONGEST_TITLE]
    down = len(title)
    merges = [(top + down, left, bottom + down, right) for top, left, bottom, right in table.merges]
    rows = [*([line] for line in title), *table.rows()]
    return sheet_message(table.name or f"表{number}", rows, limits, merges, note="titles-above" if title else "")
