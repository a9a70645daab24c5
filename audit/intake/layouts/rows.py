"""One record a row below a header of one to three levels."""

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd

from audit.intake.grid import Grid, block, letter
from audit.intake.headers import Header, find_header, fold
from audit.intake.layouts.above import with_said_above
from audit.intake.layouts.sections import section_village
from audit.intake.layouts.shape import Extract, Match, Says, filled_down, in_village
from audit.intake.tails import is_tail, is_total
from audit.model.contract import ImportContract

_MOST_SECTIONED = 5000


def match(grid: Grid, contract: ImportContract) -> Match | None:
    """Find the header; the score is the number of sheet columns that mean something."""
    header = find_header(grid, contract)
    if header is None:
        return None
    return Match(header, len(header.used), header.missing(contract))


def extract(grid: Grid, found: Match, contract: ImportContract, says: Says) -> Extract:
    """Make the rows: every data row with something in a known column, without totals, signatures and notes."""
    header = found.header
    top = header.bottom + 1
    written = {column: np.array(grid.columns[column][top:], dtype=object) for column in header.used}
    needed = [places[0] for name in contract.read.needs if (places := header.columns[name])[0] >= 0]
    kept = _kept(written, grid, top, needed) & ~_repeats_header(written, header, needed)
    frame = pd.DataFrame(
        {name: _joined(grid, places, top, contract, name) for name, places in header.columns.items()}, dtype="str"
    )
    frame = _with_header_texts(frame, header, contract)
    frame = _with_rest(frame, grid, header, contract)
    frame = with_said_above(frame, grid, header.top, contract)
    named = _sections(grid, top, frame.columns, contract)
    if named is not None:
        frame, kept = _in_sections(frame, named), kept & (named == "").to_numpy()
    frame = in_village(frame, says.village, contract)
    frame = _placed(frame if kept.all() else frame[kept].reset_index(drop=True), top + 1 + np.flatnonzero(kept), header)
    return Extract(frame, _letters(header), _cells(frame, header))


def _placed(frame: pd.DataFrame, rows: np.ndarray, header: Header) -> pd.DataFrame:
    """The frame with the sheet row of each record and the range that shows it."""
    first, last = letter(min(header.used)), letter(max(header.used))
    ranges = [f"{first}{row}:{last}{row}" for row in rows.tolist()]
    return frame.assign(_row=rows, _cell=pd.Series(ranges, index=frame.index, dtype="str"))


def _kept(written: Mapping[int, np.ndarray], grid: Grid, top: int, needed: Sequence[int]) -> np.ndarray:
    """Which rows are data, by what is written in them before merged cells are filled down."""
    filled = np.stack([texts != "" for texts in written.values()]).any(axis=0)
    complete = np.stack([written[column] != "" for column in needed]).all(axis=0)
    begins = _first_texts(grid, top)
    total = np.array([is_total(text) for text in begins], dtype=bool)
    tail = np.array([is_tail(text) for text in begins], dtype=bool)
    return np.asarray(filled & ~total & ~(tail & ~complete))


def _repeats_header(written: Mapping[int, np.ndarray], header: Header, needed: Sequence[int]) -> np.ndarray:
    """Which rows repeat the header, as printed pages and stacked tables do."""
    same = [written[column] == header.texts[column] for column in needed]
    return np.asarray(np.stack(same).all(axis=0))


def _first_texts(grid: Grid, top: int) -> list[str]:
    """The first text of each row from ``top`` on; "" in an empty row."""
    first = np.array(grid.columns[0][top:], dtype=object)
    for column in grid.columns[1:]:
        empty = first == ""
        if not empty.any():
            break
        first = np.where(empty, np.array(column[top:], dtype=object), first)
    return [text.strip() for text in first.tolist()]


def _joined(grid: Grid, places: tuple[int, ...], top: int, contract: ImportContract, name: str) -> list[str]:
    """The cells of one contract column; of several sheet columns by line (slots) or by blank (date and time)."""
    if len(places) == 1:
        return filled_down(grid, places[0], top)
    empty = [""] * (grid.height - top)
    slots = [list(grid.columns[place][top:]) if place >= 0 else empty for place in places]
    if name in str(contract.read.options.get("joined", "")).split():
        return ["\n".join(cells) for cells in zip(*slots, strict=True)]
    return [" ".join(cell for cell in cells if cell) for cells in zip(*slots, strict=True)]


def _with_header_texts(frame: pd.DataFrame, header: Header, contract: ImportContract) -> pd.DataFrame:
    """Add columns whose value stands in another column's header: the unit in ``请假天数(天)``."""
    for pair in str(contract.read.options.get("header_of", "")).split():
        name, _, of = pair.partition("=")
        if name not in frame and of in header.columns:
            text = header.texts[header.columns[of][0]]
            frame = frame.assign(**{name: pd.Series([text] * len(frame), index=frame.index, dtype="str")})
    return frame


def _sections(grid: Grid, top: int, found: Collection[str], contract: ImportContract) -> pd.Series | None:
    """The village that each row from ``top`` on names and nothing else; None where no row does, or a column says it."""
    rows = range(top, grid.height)
    if "village" not in contract.columns or "village" in found or len(rows) > _MOST_SECTIONED:
        return None
    named = [section_village(grid, row) for row in rows]
    return pd.Series(named, dtype="str") if any(named) else None


def _in_sections(frame: pd.DataFrame, named: pd.Series) -> pd.DataFrame:
    """The frame with the villages that rows of their own name above their records."""
    villages = named.where(named != "").ffill().fillna("").astype("str")
    return frame.assign(village=villages)


def _with_rest(frame: pd.DataFrame, grid: Grid, header: Header, contract: ImportContract) -> pd.DataFrame:
    """Add the column that holds what all other columns say, line by line: the answers to a form's varying questions."""
    name = str(contract.read.options.get("rest_as", ""))
    if not name or name in frame:
        return frame
    skipped = re.compile(str(contract.read.options.get("rest_without", r"\Z.")))
    rest = [
        column
        for column, text in header.texts.items()
        if column not in header.used and text and fold(text) not in contract.ignored and not skipped.match(text.strip())
    ]
    answers = [grid.columns[column][header.bottom + 1 :] for column in rest]
    said = ["\n".join(cell for cell in cells if cell) for cells in zip(*answers, strict=True)]
    return frame.assign(**{name: pd.Series(said, index=frame.index, dtype="str")}) if rest else frame


def _letters(header: Header) -> dict[str, str]:
    return {name: letter(next(place for place in places if place >= 0)) for name, places in header.columns.items()}


def _cells(frame: pd.DataFrame, header: Header) -> str:
    if frame.empty:
        return ""
    first, last = int(frame["_row"].min()) - 1, int(frame["_row"].max()) - 1
    return block(first, min(header.used), last, max(header.used))
