"""The header cells of a sheet with what stands below them, so that unknown headers can be asked about."""

from collections.abc import Mapping

from audit.intake.grid import Grid, cell
from audit.intake.headers import Header, fold, levels_of
from audit.intake.layouts import Match
from audit.model.source import HeaderCell

_SEARCHED = 30
_DEEPEST = 2
_SAMPLES, _ROWS = 12, 200
_LONGEST = 20
_FEWEST = 3
_KNOWN = 3
"""How much more a header that some table knows tells than any other short text."""


def header_cells(grid: Grid, found: Match) -> tuple[HeaderCell, ...]:
    """The header cells of a recognised sheet, without its days."""
    days = found.days.columns if found.days else ()
    width = found.days.widths if found.days else ()
    taken = {at for column, wide in zip(days, width, strict=True) for at in range(column, column + wide)}
    meaning: dict[int, list[str]] = {}
    for name, columns in found.header.columns.items():
        for column in columns:
            meaning.setdefault(column, []).append(name)
    return _cells(grid, found.header, {at: tuple(names) for at, names in meaning.items()}, taken)


def guessed_header(grid: Grid, known: frozenset[str]) -> tuple[HeaderCell, ...]:
    """The cells of the row that looks most like a header: short different texts, best of all known ones, over data."""
    scores = {row: _score(grid, row, known) for row in range(min(_SEARCHED, len(grid.head) - 1))}
    top = max(scores, key=lambda row: (scores[row], -row), default=None)
    if top is None or not scores[top]:
        return ()
    depths = [last - top for first, _, last, _ in grid.merges if first == top and last - top <= _DEEPEST]
    rows = (top, top + max(depths, default=0))
    texts = {column: "".join(levels_of(grid, rows, column)) for column in range(grid.width)}
    return _cells(grid, Header(*rows, {}, texts), {}, set())


def _cells(
    grid: Grid, header: Header, meaning: Mapping[int, tuple[str, ...]], taken: set[int]
) -> tuple[HeaderCell, ...]:
    return tuple(
        HeaderCell(cell(header.bottom, column), text.strip(), meaning.get(column, ()), _samples(grid, header, column))
        for column, text in sorted(header.texts.items())
        if column not in taken and (text.strip() or column in meaning)
    )


def _samples(grid: Grid, header: Header, column: int) -> tuple[str, ...]:
    """The first different values below a header."""
    found: dict[str, None] = {}
    first = header.bottom + 1
    for text in grid.columns[column][first : first + _ROWS]:
        if text.strip():
            found.setdefault(text.strip())
        if len(found) == _SAMPLES:
            break
    return tuple(found)


def _score(grid: Grid, row: int, known: frozenset[str]) -> int:
    texts = [text.strip() for text in grid.head[row] if text.strip()]
    words = {text for text in texts if len(text) <= _LONGEST and not text.replace(".", "").isdigit()}
    below = sum(bool(text) for text in grid.head[row + 1])
    if len(words) < _FEWEST or len(words) < len(texts) or below < 2:
        return 0
    return len(words) + _KNOWN * sum(fold(text) in known for text in words)
