"""Rows told apart, matched, added up and put in order, by ways that suit tables of a few rows as well as of many.

What is slow is done per distinct row or per sheet, and spread over the column.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from audit.model.source import Sheet


def distinct(columns: Sequence[pd.Series]) -> tuple[np.ndarray, list[tuple[Any, ...]]]:
    """Number the distinct rows of text columns of one length: each row's number, and the rows in order of appearance.

    Missing values are rows of their own only where all columns are texts without any, which is what typed tables have.
    """
    numbers = np.zeros(len(columns[0]), dtype="int64")
    values = [column.to_numpy(dtype=object) for column in columns]
    for value in values:
        codes, uniques = pd.factorize(value)
        numbers = pd.factorize(numbers * len(uniques) + codes)[0]
    firsts = np.unique(numbers, return_index=True)[1]
    return numbers, list(zip(*(value[firsts] for value in values), strict=True))


def texts(column: pd.Series) -> list[str]:
    """Give a text column as a list; looking at its cells one by one through pandas is twenty times slower."""
    listed: list[str] = column.to_numpy(dtype=object).tolist()
    return listed


def each(columns: Sequence[pd.Series], judge: Callable[..., Any], dtype: Any) -> pd.Series:
    """Call ``judge`` with each distinct row of text columns and give its answers on every row."""
    numbers, rows = distinct(columns)
    return spread([judge(*row) for row in rows], numbers, columns[0].index, dtype)


def spread(answers: Sequence[Any], numbers: np.ndarray, index: pd.Index, dtype: Any = "str") -> pd.Series:
    """Put the answers to distinct rows on every row again."""
    return pd.Series(pd.Series(answers, dtype=dtype).array.take(numbers), index=index)


def of_sheets(numbers: pd.Series, sheets: Sequence[Sheet], name: str) -> pd.Series:
    """Give each row the text its sheet has under ``name`` (file, name); ``numbers`` point into the sheets."""
    return spread([getattr(sheet, name) for sheet in sheets], numbers.to_numpy(dtype="int64"), numbers.index)


def filled(frames: Mapping[str, pd.DataFrame], tables: Iterable[str]) -> list[str]:
    """Name those of some tables that have rows; where none has, the first of them, for its columns."""
    names = list(tables)
    return [name for name in names if len(frames[name])] or names[:1]


def are_in(rows: pd.DataFrame, told: pd.DataFrame, keys: list[str]) -> pd.Series:
    """Say of each row (boolean) whether its keys are among those of another table."""
    others = set(keys_of(told, keys))
    return pd.Series([key in others for key in keys_of(rows, keys)], index=rows.index, dtype="boolean")


def keys_of(table: pd.DataFrame, names: list[str]) -> Iterator[tuple[Any, ...]]:
    """Give the keys of each row; days of tables that count in other fractions of a second compare equal."""
    columns = (table[name] for name in names)
    listed = (one.to_numpy("datetime64[us]" if one.dtype.kind == "M" else "object").tolist() for one in columns)
    return zip(*listed, strict=True)


def aggregated(rows: pd.DataFrame, keys: list[str], **named: tuple[str, str]) -> pd.DataFrame:
    """Give what ``rows.groupby(keys).agg(**named)`` gives, in less than half the time.

    Pandas works ``agg`` out name by name; here the columns that are added up, or of which the most is asked, go
    together. ``named``: column and ``max``, ``sum``, ``first`` … by the name of the result.
    """
    groups = rows.groupby(keys)
    asked: dict[str, dict[str, None]] = {}
    for column, how in named.values():
        asked.setdefault(how, {})[column] = None
    found = {how: getattr(groups[list(columns)], how)() for how, columns in asked.items()}
    index = next(iter(found.values())).index
    return pd.DataFrame({name: found[how][column].array for name, (column, how) in named.items()}, index=index)


def ordered(keys: Sequence[Any]) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """Give the places of rows in the order of their keys (one array of pandas a key), as they stand where equal.

    Nulls come last. Sorting a frame of some rows takes pandas longer than all else that is done with it here.
    """
    rows = list(zip(*map(_comparable, keys), strict=True))
    return np.array(sorted(range(len(rows)), key=rows.__getitem__), dtype=np.intp)


def _comparable(values: Any) -> list[Any]:
    listed: list[Any] = (np.asarray(values) if values.dtype.kind == "M" else values).tolist()
    nulls = values.isna()
    if not nulls.any():
        return listed
    return [(True, None) if null else (False, value) for value, null in zip(listed, nulls, strict=True)]
