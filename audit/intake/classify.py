"""Says which table a sheet is, by its headers and title; never by file name or position."""

import re
from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from audit.intake.grid import Grid
from audit.intake.headers import fold
from audit.intake.layouts import LAYOUTS, Match
from audit.intake.layouts.shape import texts_above
from audit.model.contract import ImportContract

_TITLE_BONUS = 5
_FEWEST_WITHOUT_TITLE = 2
_FEWEST_CELLS = 3
_FEWEST_ROWS = 2


class Recognised(Struct, frozen=True):
    """The contract a sheet fits best, and how."""

    contract: ImportContract
    match: Match


class NotRecognised(Struct, frozen=True):
    """No contract, or several equally.

    ``near`` are the nearest ones with the titles of the columns they lack; ``looks_like_data`` is False for empty
    sheets, covers and notes.
    """

    looks_like_data: bool
    near: tuple[tuple[ImportContract, tuple[str, ...]], ...] = ()


def classify(grid: Grid, contracts: Mapping[str, ImportContract]) -> Recognised | NotRecognised:
    """Compare a sheet with every contract: all needed columns, then the score of headers and title; no ties."""
    matches = [(contract, found) for contract in contracts.values() if (found := _match(grid, contract))]
    full = [(contract, found) for contract, found in matches if not found.missing]
    if not full:
        return NotRecognised(looks_like_data=_looks_like_data(grid), near=_nearest(matches))
    best = max(found.score for _, found in full)
    first, *others = [(contract, found) for contract, found in full if found.score == best]
    if others:
        return NotRecognised(looks_like_data=True, near=tuple((contract, ()) for contract, _ in (first, *others)))
    return Recognised(*first)


def _match(grid: Grid, contract: ImportContract) -> Match | None:
    found = LAYOUTS[contract.read.layout].match(grid, contract)
    if found is None:
        return None
    text = f"{texts_above(grid, found.header.top)}\n{grid.name}"
    titled = any(re.search(title, text) or re.search(title, fold(text)) for title in contract.read.titles)
    options = contract.read.options
    believed = titled or found.sure or (len(found.header.used) >= _FEWEST_WITHOUT_TITLE and not options.get("titled"))
    if not believed or ("never" in options and re.search(str(options["never"]), text)):
        return None
    return replace(found, score=found.score + _TITLE_BONUS * titled)


def _nearest(matches: list[tuple[ImportContract, Match]]) -> tuple[tuple[ImportContract, tuple[str, ...]], ...]:
    """The contract that lacks fewest needed columns (then the one that fits best), with what it lacks."""
    if not matches:
        return ()
    contract, found = min(matches, key=lambda pair: (len(pair[1].missing) - pair[1].score, pair[0].table))
    return ((contract, tuple(contract.columns[name].title for name in found.missing)),)


def _looks_like_data(grid: Grid) -> bool:
    """Whether two rows hold three texts or more; covers, notes and empty sheets do not."""
    filled = [0] * grid.height
    for column in grid.columns:
        for row, text in enumerate(column):
            if text:
                filled[row] += 1
    return sum(count >= _FEWEST_CELLS for count in filled) >= _FEWEST_ROWS
