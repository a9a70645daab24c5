"""The columns whose meaning is in the cell itself: one reader per contract type."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

import pandas as pd

from audit.model.contract import ImportColumn
from audit.validate import text
from audit.validate.cells import CellError, Context, Parsed, bad_rows, column_of, distinct, spread
from audit.validate.parsers.choices import read_choice, read_yes_no
from audit.validate.parsers.dates import Period, read_date, read_month
from audit.validate.parsers.moments import Moment, read_moment, read_span
from audit.validate.parsers.names import read_name, read_names, read_phone
from audit.validate.parsers.numbers import read_days, read_integer, read_money, read_number

DTYPES: Mapping[str, str] = {
    "text": "str",
    "village": "str",
    "mark": "str",
    "name": "str",
    "phone": "str",
    "choice": "str",
    "month": "str",
    "names": "object",
    "punch_times": "object",
    "approvals": "object",
    "date": "datetime64[us]",
    "datetime": "datetime64[us]",
    "moment": "datetime64[us]",
    "number": "float64",
    "days": "float64",
    "integer": "Int64",
    "money": "Int64",
    "yes_no": "boolean",
}
"""The dtype of each contract type's column in the typed frame."""

LONGEST_VALUE = 300
"""Characters of a date, a number, a name: more is something else."""

LONGEST: Mapping[str, int] = {"names": 2000, "choice": 2000}
"""Characters of the types that may hold more."""

OPEN_CHOICES = frozenset({"approver_level", "device_kind", "unit"})
"""Choices read out of free text (a title, a device, a header): what they do not cover is empty, not a fault."""

_SPAN_ENDS = {"start": 0, "end": 1}


def read_column(texts: pd.Series, context: Context) -> Parsed:
    """Type one column of a sheet: a column of its name, for a moment also one of its precision."""
    kind = context.column.type
    if kind == "moment":
        return _moments(texts, context)
    read = _within(_reader(kind, context), kind)
    return column_of(
        texts, context.column.name, lambda raw: read(text.clean(raw)), dtype=DTYPES[kind], empty=_empty(DTYPES[kind])
    )


def _within(read: Callable[[str], Any], kind: str) -> Callable[[str], Any]:
    """The reader, but for a text that cannot be such a value: patterns must not be tried on pages of text."""
    longest = LONGEST.get(kind, LONGEST_VALUE)

    def read_short(words: str) -> Any:
        if len(words) > longest:
            raise CellError(f"有{len(words)}个字，这一列不会这样长，请核对是否填错了列", "too-long")
        return read(words)

    return read if kind == "text" else read_short


def empty_columns(column: ImportColumn, index: pd.Index, dtype: str) -> dict[str, pd.Series]:
    """What a sheet without this column has in its place: the same columns, all empty."""
    columns = {column.name: spread(index, [0] * len(index), [_empty(dtype)], dtype)}
    if column.type == "moment":
        columns[f"{column.name}_precision"] = pd.Series("", index=index, dtype="str")
    return columns


def _empty(dtype: str) -> Any:
    return {"str": "", "object": ()}.get(dtype)


def _reader(kind: str, context: Context) -> Callable[[str], Any]:
    readers: Mapping[str, Callable[[str], Any]] = {
        "text": _text,
        "village": _village,
        "mark": lambda raw: raw,
        "name": read_name,
        "names": read_names,
        "phone": read_phone,
        "choice": read_choice(context.column.choices, is_open=context.column.name in OPEN_CHOICES),
        "month": lambda raw: read_month(raw, context.period),
        "date": lambda raw: _midnight(read_date(raw, context.period)),
        "datetime": lambda raw: _start(read_moment(raw, context.period)),
        "number": read_number,
        "days": read_days,
        "integer": read_integer,
        "money": read_money,
        "yes_no": read_yes_no,
    }
    return readers[kind]


def _text(raw: str) -> str:
    return "" if text.is_empty(raw) else raw


def _village(raw: str) -> str:
    return "" if text.is_empty(raw) else "".join(text.half_width(raw).split())


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(0)) if day else None


def _start(moment: Moment | None) -> datetime | None:
    return moment.as_start() if moment else None


def _one_moment(words: str, period: Period | None, side: int | None) -> Moment | None:
    if side is None:
        return read_moment(words, period)
    ends = read_span(words, period)
    return ends[side] if ends else None


def _moments(texts: pd.Series, context: Context) -> Parsed:
    """A moment and its precision. ``start`` and ``end`` may both stand in one cell that names a span."""
    name = context.column.name
    side = _SPAN_ENDS.get(name)

    def one(words: str) -> Moment | None:
        return _one_moment(words, context.period, side)

    short = _within(one, "moment")

    def read(raw: str) -> Moment | None:
        try:
            found: Moment | None = short(text.clean(raw))
        except CellError as error:
            raise CellError(error.say, "bad-moment" if error.code == "bad-date" else error.code) from error
        return found

    found, errors, positions = distinct(texts, read)
    moments = [None if one is None else one.as_end() if name == "end" else one.as_start() for one in found]
    precisions = ["" if one is None else one.precision for one in found]
    columns = {
        name: spread(texts.index, positions, moments, "datetime64[us]"),
        f"{name}_precision": spread(texts.index, positions, precisions, "str"),
    }
    return Parsed(columns, bad_rows(texts.index, positions, errors))
