"""What passes between stages as frames: raw rows, typed rows, facts, outcomes.

Frames are pandas; this module only names what is in them, and imports nothing at run time.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, field

from audit.model.contract import Recorded
from audit.model.outcome import Outcome
from audit.model.rule import RuleInForce
from audit.model.source import DataError, FileRead, Sheet, SheetCount

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


class RawTable(Struct, frozen=True):
    """The text rows of one recognised sheet.

    ``sheet`` is its index in the batch's sheets. ``frame`` holds one str column per contract column found (absent
    columns are not there), ``_row`` (int, 1-based sheet row) and ``_cell`` (the cell or range that shows the row:
    the day's cell in a month grid, ``A5:H5`` in a row list). ``letters`` gives the column letter of each contract
    column, for error messages. ``legend`` maps symbols to what the sheet's own legend says they mean.
    """

    sheet: int
    table: str
    frame: "pd.DataFrame"
    letters: Mapping[str, str]
    legend: Mapping[str, str] = field(default_factory=dict)


class Intake(Struct, frozen=True):
    """Everything stage 1 found in a batch of files, in the order of (file name, sheet position)."""

    files: tuple[FileRead, ...]
    sheets: tuple[Sheet, ...]
    tables: tuple[RawTable, ...]
    errors: tuple[DataError, ...]


class TypedTables(Struct, frozen=True):
    """Everything stage 2 accepted.

    ``frames`` maps an import contract's id to one frame for the whole batch: every contract column, typed (text and
    codes ``str`` with "" for empty, dates and moments ``datetime64[us]``, numbers ``float64`` or ``Int64``, yes_no
    ``boolean``, lists as tuples), plus ``_sheet`` (index of the sheet), ``_row`` and ``_cell``. A table nobody
    handed in has an empty frame. ``counts`` is by sheet index. ``recorded`` says, for tables whose contract does, what
    their rows are about.
    """

    frames: Mapping[str, "pd.DataFrame"]
    counts: Mapping[int, SheetCount]
    errors: tuple[DataError, ...]
    recorded: Mapping[str, Recorded] = field(default_factory=dict)


class Facts(Struct, frozen=True):
    """Everything stage 3 made, for one month.

    ``tables`` maps a fact contract's table to its frame; a missing value is null. ``records`` maps a source
    (``sign_ins``, ``punches``, …) to a frame person_id, village, date, file, sheet, cell: where each record stands;
    a further column ``of`` tells what else the row is about (a household, a unit).
    ``submissions`` has a row per source, village, month, person_id ("" for all), file, sheet, cell: which sheets
    speak for whom.
    """

    month: str
    as_of: date
    township: str
    tables: Mapping[str, "pd.DataFrame"]
    records: Mapping[str, "pd.DataFrame"]
    submissions: "pd.DataFrame"
    errors: tuple[DataError, ...]


class RuleOutcomes(Struct, frozen=True):
    """One rule on one fact table.

    ``outcome`` is a str series (values of Outcome) on the fact table's index. ``values`` holds the derived columns
    on the same index (null where not judged). ``reason`` is the condition's text where not_applicable, else "".
    ``lacking`` names, per unknown row, the null columns that were read (tuples).
    """

    rule: RuleInForce
    outcome: "pd.Series"
    values: "pd.DataFrame"
    reason: "pd.Series"
    lacking: "pd.Series"

    def are(self, outcome: Outcome) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
        """Give the mask of rows with this outcome."""
        found: np.ndarray[tuple[int], np.dtype[np.bool_]] = self.outcome.to_numpy(dtype=object) == outcome.value
        return found
