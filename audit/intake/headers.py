"""Which row is the header and which column is which: by what the headers say, never by position."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from audit.intake.grid import Grid
from audit.model.contract import ImportContract
from audit.model.spelling import fold as fold

_SEARCHED = 30
_DEEPEST = 2


class Header(Struct, frozen=True):
    """A header found: 0-based first and last row, and each contract column's sheet columns.

    A column has several sheet columns when it joins them; -1 stands for one that the sheet does not have.
    ``texts`` are the header texts by sheet column.
    """

    top: int
    bottom: int
    columns: Mapping[str, tuple[int, ...]]
    texts: Mapping[int, str]

    @property
    def used(self) -> frozenset[int]:
        """The sheet columns that mean something."""
        return frozenset(column for columns in self.columns.values() for column in columns if column >= 0)

    def missing(self, contract: ImportContract) -> tuple[str, ...]:
        """The needed contract columns that are not there."""
        return tuple(name for name in contract.read.needs if name not in self.columns)


class _Wanted(Struct, frozen=True):
    """A contract's columns by what their headers say, folded: worked out once for all sheets.

    ``names`` tells which columns a text may belong to, ``known`` are its texts; ``aliases`` are each column's ways to
    be written, each by its parts; ``joined`` are the columns that take all their aliases together.
    """

    names: Mapping[str, frozenset[str]]
    known: frozenset[str]
    aliases: Mapping[str, tuple[tuple[str, ...], ...]]
    joined: frozenset[str]


@lru_cache(maxsize=256)
def _wanted(contract: ImportContract) -> _Wanted:
    aliases = {
        name: tuple(tuple(map(fold, alias.split("+"))) for alias in column.aliases)
        for name, column in contract.columns.items()
    }
    names: dict[str, set[str]] = {}
    for name, ways in aliases.items():
        for way in ways:
            for part in way:
                names.setdefault(part, set()).add(name)
    joined = frozenset(str(contract.read.options.get("joined", "")).split())
    owners = {part: frozenset(columns) for part, columns in names.items()}
    return _Wanted(owners, frozenset(owners), aliases, joined)


def find_header(grid: Grid, contract: ImportContract) -> Header | None:
    """The header with most of the contract's columns within the first rows, the highest such; None without any."""
    best: Header | None = None
    known = known_headers(contract)
    for top, texts in enumerate(_folded_head(grid)[:_SEARCHED]):
        if known.isdisjoint(texts):
            continue
        header = read_header(grid, contract, (top, _bottom(grid, contract, top)), range(grid.width))
        if best is None or len(header.used) > len(best.used):
            best = header
    return best


@lru_cache(maxsize=8)
def _folded_head(grid: Grid) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(map(fold, row)) for row in grid.head)


def read_header(grid: Grid, contract: ImportContract, rows: tuple[int, int], columns: Collection[int]) -> Header:
    """Map the contract's columns on the sheet columns by the header texts of these rows (first and last)."""
    keys, texts = _named(grid, rows)
    if len(columns) < grid.width:
        chosen = set(columns)
        keys = {key: left for key, places in keys.items() if (left := [place for place in places if place in chosen])}
        texts = {column: texts[column] for column in columns}
    wanted = _wanted(contract)
    near = {name for key in keys if key in wanted.names for name in wanted.names[key]}
    found = {name: places for name in contract.columns if name in near and (places := _places(wanted, name, keys))}
    return Header(rows[0], rows[1], _split_span(found, texts, contract), texts)


@lru_cache(maxsize=128)
def _named(grid: Grid, rows: tuple[int, int]) -> tuple[dict[str, list[int]], dict[int, str]]:
    """What the columns of a sheet may be called by these rows: the columns by name, and each column's text."""
    keys: dict[str, list[int]] = {}
    texts: dict[int, str] = {}
    for column in range(grid.width):
        levels = levels_of(grid, rows, column)
        texts[column] = "".join(levels)
        for key in _keys(levels):
            keys.setdefault(key, []).append(column)
    return keys, texts


def _split_span(
    found: dict[str, tuple[int, ...]], texts: Mapping[int, str], contract: ImportContract
) -> dict[str, tuple[int, ...]]:
    """Give start and end a column each where one header (``起止时间``) is merged over two."""
    names = str(contract.read.options.get("span", "")).split()
    if len(names) != 2 or not all(name in found for name in names):
        return found
    start, end = (found[name] for name in names)
    beside = start[-1] + 1
    if start == end and len(start) == 1 and texts.get(beside) == texts[start[0]]:
        return found | {names[1]: (beside,)}
    return found


def levels_of(grid: Grid, rows: tuple[int, int], column: int) -> list[str]:
    """The header texts of one column from the top level down, without blanks and repeats."""
    levels: list[str] = []
    for row in grid.head[rows[0] : rows[1] + 1]:
        if row[column] and row[column] not in levels:
            levels.append(row[column])
    return levels


def _keys(levels: Sequence[str]) -> list[str]:
    """What a column may be called: its own text, with its group's before it, or (several groups) all together."""
    folded = [fold(level) for level in levels]
    return list(dict.fromkeys(key for start in range(len(folded) - 1, -1, -1) if (key := "".join(folded[start:]))))


def _places(wanted: _Wanted, name: str, keys: Mapping[str, list[int]]) -> tuple[int, ...]:
    """The sheet columns of one contract column; its aliases are in order of preference."""
    if name in wanted.joined:
        places = tuple(keys.get("+".join(way), [-1])[0] for way in wanted.aliases[name])
        return places if max(places) >= 0 else ()
    for way in wanted.aliases[name]:
        parts = [keys.get(part) for part in way]
        if all(parts):
            return tuple(part[0] for part in parts if part)
    return ()


def known_headers(contract: ImportContract) -> frozenset[str]:
    """All header texts a contract knows, folded."""
    return _wanted(contract).known


def _bottom(grid: Grid, contract: ImportContract, top: int) -> int:
    """The last row of a header: as deep as its merged cells, or as rows that only add names below groups."""
    depths = [last - top for first, _, last, _ in grid.merges if first == top and last - top <= _DEEPEST]
    bottom = top + max(depths, default=0)
    while bottom - top < _DEEPEST and bottom + 1 < len(grid.head) and _adds_names(grid, contract, (top, bottom)):
        bottom += 1
    return min(bottom, len(grid.head) - 1)


def _adds_names(grid: Grid, contract: ImportContract, rows: tuple[int, int]) -> bool:
    """Whether the next row names columns too: what is needed is empty there or a header, and something is a header."""
    header = read_header(grid, contract, rows, range(grid.width))
    row = grid.head[rows[1] + 1]
    needed = [header.columns[name][0] for name in contract.read.needs if name in header.columns]
    if len(needed) < min(2, len(contract.read.needs)) or not any(row):
        return False
    known = known_headers(contract)
    named = [fold(text) in known for text in row if text]
    return all(not row[column] or fold(row[column]) in known for column in needed) and any(named)
