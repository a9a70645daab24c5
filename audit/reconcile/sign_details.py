"""What sign-in books tell besides presence: nights, who really signed, and when the sign was entered."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from audit.model.conventions import Conventions
from audit.model.source import Sheet
from audit.reconcile.distinct import aggregated
from audit.reconcile.scope import month_first, month_last, months_between

KEYS = ["person_id", "date"]
_PLACED = ["_sheet", "_row", "_cell", "person_id", "of_village", "file", "sheet", "cell"]
_HALVES = {"morning": 1, "afternoon": 1}
_MARKED_OTHER = re.compile("代")
_OTHER_HAND = re.compile(r"代签|代为签|替签|由.{1,8}代")
_NIGHT = re.compile(r"宿|夜")
_DAY = re.compile(r"(\d{1,2})\s*[日号]")


def as_signs(records: pd.DataFrame, grid: pd.DataFrame, sheets: Sequence[Sheet]) -> pd.DataFrame:
    """Tell an electronic book as a grid does, in the columns of ``grid``: a row for each day it covers, blank ones too.

    ``records`` are resolved rows of sign_in_records, one a sign. A book lists only signs; for whom it has any, the
    other days it covers are days without one.
    """
    if records.empty:
        return grid.iloc[:0]
    halves = records["half"].map(_HALVES).fillna(2).astype("int64")
    signed = records.assign(half_days=halves, mark=records["half"].map({"": "√"}).fillna("半").astype("str"))
    by = ["_sheet", "person_id", "of_village", "date"]
    days = signed.groupby(by, as_index=False, sort=False).agg(
        half_days=("half_days", "sum"),
        **{name: (name, "first") for name in ("_row", "_cell", "person", "village", "file", "sheet", "cell", "mark")},
    )
    days["half_days"] = days["half_days"].clip(upper=2)
    blank = _blank_days(days, sheets).assign(half_days=0, mark="")
    rows = pd.concat([days, blank], ignore_index=True).drop_duplicates(by)
    texts = {str(name): "" for name, dtype in grid.dtypes.items() if dtype == "str" and name not in rows}
    return rows.assign(**texts).reindex(columns=grid.columns).astype(grid.dtypes.to_dict())


def _blank_days(days: pd.DataFrame, sheets: Sequence[Sheet]) -> pd.DataFrame:
    """Give a row for each day that a sheet covers and each person who stands in it."""
    people = days.drop_duplicates(["_sheet", "person_id", "of_village"]).drop(columns="date")
    spans = days.groupby("_sheet")["date"].agg(["min", "max"])
    parts = []
    for index, first, last in spans.itertuples():
        begins, ends = sheets[index].period or _months(first, last)
        dates = pd.DataFrame({"date": pd.date_range(pd.Timestamp(begins), pd.Timestamp(ends), unit="us")})
        parts.append(people[people["_sheet"] == index].merge(dates, how="cross"))
    found: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return found


def _months(first: pd.Timestamp, last: pd.Timestamp) -> tuple[date, date]:
    months = months_between(first.date(), last.date())
    return month_first(months[0]), month_last(months[-1])


def with_sign_details(
    ledger: pd.DataFrame, frames: Mapping[str, pd.DataFrame], conventions: Conventions
) -> pd.DataFrame:
    """Add what the books tell of single signs to person-days that have far_punch.

    night_sign (boolean, NA where the sheet does not tell of nights); proxy_sign (somebody else signed, by the book's
    own words), far_sign (signed, with a punch far away), duty_sign (a full day signed and spent on duty elsewhere):
    boolean, NA where the book was not handed in; sign_timed, early_sign, late_sign, batch_sign: NA where no time of
    entry is told.
    """
    told = pd.concat([_of_grids(frames["sign_in_grid"]), _of_records(frames["sign_in_records"], conventions)])
    days = aggregated(
        told, KEYS, night_sign=("night", "max"), proxy_sign=("proxy", "max"), early_sign=("early", "max"),
        late_sign=("late", "max"), batch_sign=("batch", "max"), batch=("batch_size", "max"),
    )  # fmt: skip
    rows = ledger.join(days, on=KEYS)
    signed, known = rows["signed_half_days"] > 0, rows["signed_half_days"].notna()
    elsewhere = (rows["recorded_duty_half_days"] == _FULL).fillna(value=False) & (rows["signed_half_days"] == _FULL)
    timed = _monthly(rows, rows["early_sign"].notna())
    rows = rows.assign(
        night_sign=_false_where(rows["night_sign"], _monthly(rows, rows["night_sign"].notna()) & known),
        proxy_sign=_false_where(rows["proxy_sign"], known),
        far_sign=signed & rows["far_punch"].fillna(value=False),
        duty_sign=elsewhere.mask(~known),
        sign_timed=timed.astype("boolean").mask(~known),
        **{name: _false_where(rows[name], timed & known) for name in ("early_sign", "late_sign", "batch_sign")},
    )
    return rows.assign(doubtful_sign=rows["proxy_sign"] | rows["far_sign"] | rows["duty_sign"])


def _monthly(rows: pd.DataFrame, told: pd.Series) -> pd.Series:
    """Say whether the person's book tells it on any day of the month."""
    return told.groupby([rows["person_id"], rows["month"]]).transform("any").astype("bool")


def _false_where(told: pd.Series, known: pd.Series) -> pd.Series:
    """Give what is told, and no where a book that would tell it has nothing."""
    flags = told.astype("boolean")
    return flags.mask(flags.isna() & known, other=False).mask(~known)


_FULL = 2
_DTYPES = {
    "night": "boolean", "proxy": "boolean", "early": "boolean", "late": "boolean", "batch": "boolean",
    "batch_size": "Int64",
}  # fmt: skip


def _of_grids(grid: pd.DataFrame) -> pd.DataFrame:
    signed = grid["half_days"].fillna(0) > 0
    nightly = grid["mark"].map({mark: bool(_NIGHT.search(mark)) for mark in grid["mark"].unique()}).astype("boolean")
    tells = nightly.groupby([grid["_sheet"], grid["of_village"]]).transform("any").astype("bool")
    marked = grid["mark"].map({mark: bool(_MARKED_OTHER.search(mark)) for mark in grid["mark"].unique()})
    proxy = signed & (marked.astype("bool") | _remarked(grid))
    return _details(grid, night=(nightly & signed).mask(~tells), proxy=proxy)


def _remarked(grid: pd.DataFrame) -> pd.Series:
    """Say of each day whether the row's remark says somebody else signed: on the days it names, else on all."""
    remarks = {
        text: {int(day) for day in _DAY.findall(text)} for text in grid["remark"].unique() if _OTHER_HAND.search(text)
    }
    if not remarks:
        return pd.Series(data=False, index=grid.index)
    days = grid["date"].dt.day
    said = [
        text in remarks and (not remarks[text] or day in remarks[text])
        for text, day in zip(grid["remark"], days, strict=True)
    ]
    return pd.Series(said, index=grid.index, dtype="bool")


def _of_records(records: pd.DataFrame, conventions: Conventions) -> pd.DataFrame:
    if records.empty:
        return _details(records)
    other = (records["signed_by"] != "") & (records["signed_by"] != records["person"])
    words = records["remark"].map({text: bool(_OTHER_HAND.search(text)) for text in records["remark"].unique()})
    entered = records["recorded_at"].dt.normalize()
    late = (entered - records["date"]).dt.days > conventions.sign_late_days
    # A clerk who types a paper book in at the month's end enters many days at once, rightly.
    written = records["recorded_at"].where(records["entry"] != "typed")
    size = batches(records["person_id"], records["date"], written, conventions.sign_batch_minutes)
    largest = size.groupby(records["person_id"]).transform("max")
    untold = records["recorded_at"].isna()
    return _details(
        records,
        night=records["night"],
        proxy=other | words.astype("bool"),
        early=(entered < records["date"]).astype("boolean").mask(untold),
        late=(late & (records["entry"] != "typed")).astype("boolean").mask(untold),
        batch=((size == largest) & (size > 1)).astype("boolean").mask(untold),
        batch_size=size.mask(untold),
    )


def _details(rows: pd.DataFrame, **told: pd.Series) -> pd.DataFrame:
    untold = pd.Series(pd.NA, index=rows.index, dtype="boolean")
    made = rows[KEYS].assign(**{name: told.get(name, untold) for name in _DTYPES})
    return made.astype(_DTYPES)


def batches(people: pd.Series, dates: pd.Series, entered: pd.Series, minutes: int) -> pd.Series:
    """Count for each sign the different days the person entered within so many minutes from it on; NA untold."""
    known = pd.DataFrame({"person": people, "date": dates, "entered": entered}).dropna()
    counts = pd.Series(pd.NA, index=people.index, dtype="Int64")
    for _, rows in known.sort_values("entered").groupby("person"):
        at = rows["entered"].to_numpy()
        ends = np.searchsorted(at, at + np.timedelta64(minutes, "m"), side="right")
        days = rows["date"].to_numpy()
        counts[rows.index] = [len(np.unique(days[n:end])) for n, end in enumerate(ends)]
    return counts
