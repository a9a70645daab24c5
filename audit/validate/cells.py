"""What a parser is told and what it gives back: typed columns and, for each bad cell, a code and a Chinese sentence."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from msgspec import Struct

from audit.model.contract import ImportColumn
from audit.validate import text


class CellError(ValueError):
    """One cell that cannot be read. ``code`` is a stable English word; ``say`` tells what is wrong and what to do."""

    def __init__(self, say: str, code: str) -> None:
        super().__init__(say)
        self.code = code
        self.say = say


class Context(Struct, frozen=True):
    """What a cell's meaning depends on: its contract column and the days its sheet covers."""

    column: ImportColumn
    period: tuple[date, date] | None = None


class Parsed(Struct, frozen=True):
    """Typed columns by name, and ``bad``: for each bad row label, the error. All columns share the texts' index."""

    columns: Mapping[str, pd.Series]
    bad: Mapping[int, CellError]


Reader: TypeAlias = Callable[[Any], Any]


def distinct(texts: pd.Series, read: Reader, *, empty: Any = None) -> tuple[list[Any], list[CellError | None], Any]:
    """Read each distinct text once.

    Gives the values and the errors (both by distinct text) and the position of each row's text among them.
    ``empty`` is the value of a text that cannot be read.
    """
    positions, uniques = pd.factorize(texts.to_numpy(dtype=object))
    values: list[Any] = []
    errors: list[CellError | None] = []
    for raw in uniques:
        try:
            values.append(read(raw))
            errors.append(None)
        except CellError as error:
            values.append(empty)
            errors.append(error)
    return values, errors, positions


def bad_rows(index: pd.Index, positions: Any, errors: list[CellError | None]) -> dict[int, CellError]:
    """The errors by row label; rows without one are not in it."""
    wrong = {place: error for place, error in enumerate(errors) if error is not None}
    if not wrong:
        return {}
    hit = np.isin(np.asarray(positions), list(wrong))
    return {int(label): wrong[place] for label, place in zip(index[hit], np.asarray(positions)[hit], strict=True)}


def spread(index: pd.Index, positions: Any, values: list[Any], dtype: str) -> pd.Series:
    """The distinct values back on every row, as ``dtype`` (``object`` for tuples, ``datetime64[us]`` for moments)."""
    if dtype == "object":
        # Assigned one by one: numpy would make a table out of tuples of equal length.
        pool = np.empty(len(values), dtype=object)
        for place, value in enumerate(values):
            pool[place] = value
        return pd.Series(pool[np.asarray(positions, dtype=np.intp)], index=index, dtype=object)
    taken = pd.Series(values, dtype=dtype).array.take(np.asarray(positions, dtype=np.intp))
    return pd.Series(taken, index=index)


def column_of(texts: pd.Series, name: str, read: Reader, *, dtype: str, empty: Any = None) -> Parsed:
    """One typed column made by reading each distinct text once."""
    values, errors, positions = distinct(texts, read, empty=empty)
    return Parsed({name: spread(texts.index, positions, values, dtype)}, bad_rows(texts.index, positions, errors))


def quoted(raw: str) -> str:
    """The raw text in Chinese quotation marks, as sentences show it."""
    return f"“{text.shown(raw)}”"
