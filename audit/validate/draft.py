"""One sheet on its way from text to types: what the table families are given."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

import pandas as pd
from msgspec import Struct

from audit.model.contract import ImportContract
from audit.model.source import Sheet
from audit.validate import text
from audit.validate.cells import CellError, Parsed, bad_rows, distinct, spread

_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")

Bad: TypeAlias = dict[tuple[int, str], CellError]
"""The errors of cells by (row label, contract column)."""


class Draft(Struct, frozen=True):
    """A recognised sheet: its raw text, its columns typed so far, and the errors so far.

    ``raw`` has one str column per contract column found, on a unique int index; ``typed`` has every output column of
    its plain types on the same index. ``legend`` is the sheet's own, symbol to meaning.
    """

    contract: ImportContract
    sheet: Sheet
    raw: pd.DataFrame
    typed: Mapping[str, pd.Series]
    bad: Bad
    legend: Mapping[str, str]

    def texts(self, column: str) -> pd.Series:
        """The raw text of a column, empty where the sheet does not have it."""
        if column in self.raw:
            return self.raw[column]
        return pd.Series("", index=self.raw.index, dtype="str")

    def with_columns(self, columns: Mapping[str, pd.Series], bad: Bad) -> "Draft":
        """The draft with columns added or replaced and errors added."""
        return Draft(self.contract, self.sheet, self.raw, {**self.typed, **columns}, {**self.bad, **bad}, self.legend)


def days_said(sheet: Sheet) -> tuple[date, date] | None:
    """The days that a sheet states, else the year that its title or name gives (``2023年请销假登记表``)."""
    found = _YEAR.search(text.half_width(f"{sheet.title} {sheet.name}"))
    return sheet.period or ((date(int(found[1]), 1, 1), date(int(found[1]), 12, 31)) if found else None)


def at_column(column: str, bad: Mapping[int, CellError]) -> Bad:
    """The errors of one column as a draft keeps them."""
    return {(label, column): error for label, error in bad.items()}


def read_on_days(texts: pd.Series, days: pd.Series, read: Callable[[str, date], Any]) -> tuple[list[Any], Any, Parsed]:
    """Read each distinct (text, day) once, for cells whose meaning depends on the row's date.

    Rows without a day are read as None. Gives the distinct values, each row's position among them, and the errors.
    """
    words, uniques = pd.factorize(texts.to_numpy(dtype=object))
    dates, moments = pd.factorize(days)
    pairs, firsts = pd.factorize(words * (len(moments) + 1) + dates + 1)

    def read_pair(pair: int) -> Any:
        word, day = divmod(int(pair), len(moments) + 1)
        return read(text.safe(uniques[word]), moments[day - 1].date()) if day else None

    values, errors, positions = distinct(pd.Series(firsts), read_pair)
    return values, positions[pairs], Parsed({}, bad_rows(texts.index, positions[pairs], errors))


def tuples(index: pd.Index, positions: Any, values: list[tuple[Any, ...]]) -> pd.Series:
    """A column of tuples from distinct values."""
    return spread(index, positions, values, "object")
