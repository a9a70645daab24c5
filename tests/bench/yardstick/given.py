"""The typed rows as polars frames. Done before the clock runs: the program's own tables are pandas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
import polars as pl

from audit.model.round import Round
from audit.model.tables import TypedTables

_COLUMNS: Mapping[str, Sequence[str]] = {
    "villages": ("village", "aliases", "no_signal"),
    "roster": ("village", "person", "unit", "role", "arrived_on", "left_on", "user_id"),
    "sign_in_grid": ("village", "person", "unit", "date", "half_days"),
    "dingtalk_raw": (
        "person", "department", "user_id", "work_date", "punched_at", "result_code", "address", "device_kind",
    ),
    "dingtalk_daily": ("person", "department", "user_id", "date", "times", "repaired", "is_rest", "approvals"),
    "dingtalk_times": ("person", "department", "user_id", "date", "times"),
    "dingtalk_monthly": ("person", "department", "user_id", "date", "times", "approvals"),
    "work_logs": ("village", "person", "log_date", "content"),
    "meetings": ("village", "held_on", "attendees"),
    "leave_ledger": ("village", "person", "unit", "start", "end", "cancelled_on", "form_no"),
    "dingtalk_approvals": ("applicant", "department", "user_id", "category", "status", "start", "end", "form_no"),
    "duty_records": ("village", "person", "start", "end", "document"),
}  # fmt: skip
_APPROVAL = pl.List(
    pl.Struct({"kind": pl.String, "start": pl.Datetime, "end": pl.Datetime, "days": pl.Float64, "unit": pl.String})
)
_LISTS: Mapping[str, pl.DataType] = {
    "times": pl.List(pl.Datetime),
    "approvals": _APPROVAL,
    "aliases": pl.List(pl.String),
    "attendees": pl.List(pl.String),
}
_TYPES: Mapping[str, pl.DataType] = {"boolean": pl.Boolean(), "Int64": pl.Int64()}


@dataclass(frozen=True, slots=True)
class Given:
    """Typed rows by table, the calendar of the months handed in (date, month, kind), and the month that is judged."""

    tables: Mapping[str, pl.DataFrame]
    calendar: pl.DataFrame
    month: str


def prepare(typed: TypedTables, of: Round) -> Given:
    """Turn the columns that the yardstick reads into polars, unchanged."""
    tables = {name: _frame(typed.frames[name], columns) for name, columns in _COLUMNS.items()}
    handed_in = tables["sign_in_grid"]["date"].drop_nulls()
    last = date.fromisoformat(f"{of.month}-30")
    first = min(handed_in.min().date(), last.replace(day=1)) if len(handed_in) else last.replace(day=1)
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    calendar = pl.DataFrame(
        {
            "date": pl.Series(days, dtype=pl.Date).cast(pl.Datetime),
            "month": [f"{day:%Y-%m}" for day in days],
            "kind": [of.calendar.kind(day) for day in days],
        }
    )
    return Given(tables, calendar, of.month)


def _frame(frame: pd.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    return pl.DataFrame({name: _column(name, frame[name]) for name in columns})


def _column(name: str, column: pd.Series) -> pl.Series:
    if name in _LISTS:
        rows = [list(map(_entry, cell)) for cell in column]
        return pl.Series(name, rows, dtype=_LISTS[name], strict=False)
    if column.dtype.kind == "M":
        return pl.Series(name, column.to_numpy().astype("datetime64[us]"))
    values = [None if value is pd.NA else value for value in column.astype("object").to_list()]
    return pl.Series(name, values, dtype=_TYPES.get(str(column.dtype), pl.String()))


def _entry(value: object) -> object:
    if not isinstance(value, tuple):
        return value
    return dict(zip(("kind", "start", "end", "days", "unit"), value, strict=True))
