"""A sheet as text: columns of cells, merged ranges, cell names."""

from collections.abc import Sequence

from msgspec import Struct

HEAD = 40
"""Rows at the top in which titles and headers are looked for."""


class Fault(Struct, frozen=True):
    """What a reader found in a cell (0-based): ``error-cell``, ``no-result`` or ``count-differs``, with its text."""

    code: str
    row: int
    column: int
    text: str


class Grid(Struct, frozen=True, eq=False):
    """One worksheet: ``columns[c][r]`` is the text of a cell, 0-based, "" when empty. Equal to itself only.

    ``merges`` are 0-based first row, first column, last row, last column; a merged range's text stands in its first
    cell. ``head`` holds the first rows with merged ranges filled by that text. ``note`` and ``faults`` are what its
    reader said of it: a code, and cells it could not take as they are. ``above`` is the title of the table above it
    on the same sheet, where a sheet holds several.
    """

    name: str
    hidden: bool
    height: int
    columns: Sequence[Sequence[str]]
    merges: Sequence[tuple[int, int, int, int]]
    head: Sequence[Sequence[str]]
    note: str = ""
    faults: Sequence["Fault"] = ()
    above: str = ""

    @property
    def width(self) -> int:
        """How many columns there are."""
        return len(self.columns)


def make_grid(name: str, columns: Sequence[Sequence[str]], merges: Sequence[tuple[int, int, int, int]] = (),
              *, hidden: bool = False, head: int = HEAD) -> Grid:  # fmt: skip
    """Build a grid from columns of equal length."""
    height = len(columns[0]) if columns else 0
    inside = tuple(merge for merge in merges if merge[0] < height and merge[1] < len(columns))
    return Grid(name, hidden, height, columns, inside, _head(columns, inside, min(height, head)))


def _head(columns: Sequence[Sequence[str]], merges: Sequence[tuple[int, int, int, int]], rows: int) -> list[list[str]]:
    head = [[column[row] for column in columns] for row in range(rows)]
    for top, left, bottom, right in merges:
        if top >= rows:
            continue
        for row in head[top : bottom + 1]:
            row[left : right + 1] = [head[top][left]] * (min(right + 1, len(columns)) - left)
    return head


def letter(column: int) -> str:
    """The letters of a 0-based column: 0 → A, 26 → AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell(row: int, column: int) -> str:
    """The name of a cell from 0-based row and column: (6, 10) → K7."""
    return f"{letter(column)}{row + 1}"


def block(top: int, left: int, bottom: int, right: int) -> str:
    """The name of a range from 0-based corners: ``A5:AH17``."""
    return f"{cell(top, left)}:{cell(bottom, right)}"
