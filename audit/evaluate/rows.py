"""Fact tables as plain Python values: what the evaluators that do without numpy read."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from audit.expression import Scalar
from audit.model.contract import FactContract


def cells(series: pd.Series, column_type: str) -> list[Scalar]:
    """Give a column's values as Python scalars of its type (int or float, bool, str, date), None where null."""
    convert = _CONVERTERS[column_type]
    values = series.array
    return [None if null else convert(item) for item, null in zip(values.tolist(), values.isna(), strict=True)]


def rows(frame: pd.DataFrame, contract: FactContract, names: Sequence[str]) -> list[dict[str, Scalar]]:
    """Give the table as one dict a row, of the named columns only."""
    lists = [cells(frame[name], contract.columns[name].type) for name in names]
    if not lists:
        return [{} for _ in range(len(frame))]
    return [dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True)]


def scalar(item: Any) -> Scalar:
    """Turn one pandas or numpy scalar into the plain value an expression reads; missing (NaN too) becomes None."""
    if item is None or item is pd.NaT or item is pd.NA or item != item:
        return None
    if isinstance(item, pd.Timestamp):
        return item.date()
    plain: Scalar = item.item() if hasattr(item, "item") else item
    return plain


def _number(item: Any) -> float:
    whole = int(item)
    return whole if whole == item else float(item)


def _day(item: Any) -> date:
    day: date = pd.Timestamp(item).date()
    return day


_CONVERTERS: Mapping[str, Callable[[Any], Scalar]] = {
    "int": _number,
    "days": _number,
    "bool": bool,
    "text": str,
    "date": _day,
}
