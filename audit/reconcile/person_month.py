"""Person-months: every monthly number is a sum over the person-day ledger."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from audit.model.evidence import GRADES
from audit.reconcile.distinct import aggregated, texts
from audit.reconcile.ledger import days_in_post, one_row_a_day
from audit.reconcile.log_days import monday
from audit.reconcile.scope import Scope, lies_in

_COUNTED = {
    "missed_sign_days": "missed_sign",
    "punch_due_days": "punch_due",
    "missed_punch_days": "missed_punch",
    "single_punch_days": "single_punch",
    "missed_log_days": "missed_log",
    "signed_not_punched_days": "signed_not_punched",
    "punched_not_signed_days": "punched_not_signed",
    "log_without_attendance_days": "log_without_attendance",
    "attended_without_log_days": "attended_without_log",
    "logged_days": "logged",
    "logged_alone_days": "log_alone",
    "hard_abnormal_punches": "hard",
    "soft_abnormal_punches": "soft",
    "repaired_punches": "repaired",
    "nights": "night",
    "out_of_area_days": "out_of_area",
    "ends_away_days": "ends_away",
    "ends_quiet_days": "ends_quiet",
    "doubtful_sign_days": "doubtful_sign",
    "proxy_signs": "proxy_sign",
    "far_signs": "far_sign",
    "duty_signs": "duty_sign",
    "early_signs": "early_sign",
    "late_signs": "late_sign",
    "conflict_days": "conflict",
}


def sums(rows: pd.DataFrame, values: Mapping[str, pd.Series], keys: list[str]) -> pd.DataFrame:
    """Sum nullable series by keys; one NA makes the sum NA, because the total is then not known."""
    # As plain numbers they are added up all at once.
    plain = {name: series.to_numpy("float64", na_value=np.nan) for name, series in values.items()}
    found = pd.DataFrame({key: rows[key].array for key in keys} | plain).groupby(keys).sum(skipna=False)
    return pd.DataFrame({name: _nullable(column) for name, column in found.items()}, index=found.index)


def _nullable(numbers: "pd.Series[float]") -> pd.arrays.FloatingArray:
    plain = numbers.to_numpy()
    return pd.arrays.FloatingArray(plain.copy(), np.isnan(plain))


def person_months(ledger: pd.DataFrame, odd: pd.DataFrame, no_signal: Mapping[Any, Any], scope: Scope) -> pd.DataFrame:
    """Make the month's rows from the ledger (all context; only the month is summed) and the month's odd signs.

    Gives the columns of the fact contract person_month except remaining days and log similarity.
    """
    days = ledger[ledger["month"] == scope.month]
    totals = sums(days, _day_values(days), ["person_id"])
    active = aggregated(days, ["person_id"], active_days=("date", "count"), active_workdays=("is_workday", "sum"))
    table = _named(days).join(active).join(totals).join(_reasons(days))
    table["missed_log_weeks"] = _weeks(days, "missed_log").reindex(table.index, fill_value=0)
    table["missed_log_weeks"] = table["missed_log_weeks"].mask(table["missed_log_days"].isna())
    table["abnormal_reasons"] = table["abnormal_reasons"].fillna("").astype("str")
    table = _with_odd(table, odd, scope)
    known = days["signed_half_days"].notna().groupby(days["person_id"]).any()
    table["odd_signs"] = table["odd_signs"].where(
        (table["odd_signs"] > 0) | known.reindex(table.index, fill_value=False).astype("bool")
    )
    table["workdays"] = scope.calendar.workdays_between(scope.first, scope.last)
    table["month"] = scope.month
    table["month_complete"] = scope.complete
    table["covered_to"] = pd.Timestamp(scope.covered_to)
    table["log_weekly"] = scope.conventions.log_frequency == "weekly"
    table["no_signal"] = table["village"].map(no_signal).astype("boolean")
    return table.reset_index(names="person_id")


def _weeks(days: pd.DataFrame, name: str) -> pd.Series:
    """Count by person the weeks, Monday to Sunday, with a day of which a flag is true."""
    hit = days[days[name].fillna(value=False).astype("bool")]
    return monday(hit["date"]).groupby(hit["person_id"]).nunique()


def roll(posted: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Say who is in post in the month, whatever the records tell: person_id, person, role, unit, village (that of most
    days) and month. ``posted`` are the days in post.
    """
    days = one_row_a_day(posted[posted["month"] == scope.month])
    return _named(days).assign(month=scope.month).reset_index()


def _named(days: pd.DataFrame) -> pd.DataFrame:
    names = aggregated(
        days, ["person_id"], person=("person", "first"), role=("role_title", "last"), unit=("unit", "first")
    )
    return names.assign(village=_main_villages(days))


def _main_villages(days: pd.DataFrame) -> pd.Series:
    """Name each person's village of most days; on a tie the first by name, so that row order does not matter."""
    counts = Counter(zip(texts(days["person_id"]), texts(days["village"]), strict=True))
    found: dict[str, str] = {}
    for (person_id, village), _ in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        found.setdefault(person_id, village)
    return pd.Series(found, dtype="str")


def _reasons(days: pd.DataFrame) -> pd.Series:
    """List the month's reasons of each person who has any, each once."""
    said = days[days["reasons"] != ""].groupby("person_id")["reasons"]
    texts = {person_id: _joined(group) for person_id, group in said}
    return pd.Series(texts, name="abnormal_reasons", dtype="str")


def _joined(texts: pd.Series) -> str:
    return "、".join(sorted({part for text in set(texts) for part in text.split("、")}))


def _day_values(days: pd.DataFrame) -> dict[str, pd.Series]:
    workday = days["is_workday"].astype("Int64")
    first_secretary = days["is_first_secretary"].astype("Int64")
    present = days["present_half_days"] * 0.5
    leave = days["leave_half_days"] * 0.5 * workday
    values = {name: days[column].astype("Int64") for name, column in _COUNTED.items()}
    return values | {
        "present_days": present,
        "present_workdays": present * workday,
        "attended_days": (days["present_half_days"] > 0).astype("Int64"),
        "duty_days": days["duty_half_days"] * 0.5,
        "leave_days": leave,
        "corroborated_days": (days["corroborated"].astype("Int64") * present).mask(days["present_half_days"] == 0, 0),
        "signed_days": (days["signed_half_days"] > 0).astype("Int64"),
        "punched_days": (days["punches"] > 0).astype("Int64"),
        "graded_a_days": graded_days(days, "A"),
        "graded_b_days": graded_days(days, "B"),
        "first_secretary_workdays": workday * first_secretary,
        "first_secretary_present_days": present * first_secretary,
        "first_secretary_present_workdays": present * first_secretary * workday,
        "first_secretary_leave_days": leave * first_secretary,
    }


def graded_days(days: pd.DataFrame, least: str) -> pd.Series:
    """Say of each day (1, 0, NA where punches are not known) whether its best punch is of a grade or better."""
    good = list(GRADES)[: list(GRADES).index(least) + 1]
    return days["punch_grade"].isin(good).astype("Int64").mask(days["punches"].isna())


def _with_odd(table: pd.DataFrame, odd: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Add the month's impossible signs; people who signed without being in post get a row of their own."""
    month = odd[lies_in(odd["date"], scope.month)].drop_duplicates(["person_id", "date", "why"])
    groups = month.groupby("person_id")
    items = pd.Series({who: _odd_text(rows) for who, rows in groups}, dtype="str", name="odd_sign_items")
    table = table.join(groups.size().rename("odd_signs"), how="outer").join(items)
    strangers = table["person"].isna()
    names = month.drop_duplicates("person_id").set_index("person_id")
    for column in ("person", "village"):
        table[column] = table[column].where(~strangers, table.index.map(names[column].to_dict())).astype("str")
    for column in ("active_days", "active_workdays", "first_secretary_workdays", "odd_signs"):
        table[column] = table[column].fillna(0)
    for column in ("role", "unit", "abnormal_reasons", "odd_sign_items"):
        table[column] = table[column].fillna("").astype("str")
    return table


def _odd_text(rows: pd.DataFrame) -> str:
    """Say each reason once with its days: 11月14日、15日不在任职期内."""
    days: dict[str, list[str]] = {}
    for day, why in zip(rows["date"], rows["why"], strict=True):
        days.setdefault(why, []).append(f"{day.day}日")
    return "；".join(f"{rows['date'].iloc[0].month}月{'、'.join(dates)}{why}" for why, dates in days.items())


def with_days_ahead(table: pd.DataFrame, postings: pd.DataFrame, halves: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Add what is known of the days after covered_to: the days in post themselves, and the leave approved for them.

    The month is then judged by all its days in post; remaining_days and remaining_workdays are what is left of them
    after that leave. ``halves`` are leave half-days.
    """
    ahead = days_in_post(postings, scope.covered_to, scope.last)
    ahead = ahead[ahead["date"] > pd.Timestamp(scope.covered_to)]
    if ahead.empty:
        return table.assign(remaining_days=0.0, remaining_workdays=0.0)
    first_secretary = ahead["role"].eq("first_secretary").groupby([ahead["person_id"], ahead["date"]]).transform("any")
    days = ahead.assign(first_secretary=first_secretary).drop_duplicates(["person_id", "date"])
    workday = days["date"].map(lambda day: scope.calendar.is_workday(day.date())).astype("float64")
    leave = _leave_ahead(days, halves)
    first = days["first_secretary"].astype("float64")
    told = {
        "active_days": pd.Series(1.0, index=days.index),
        "active_workdays": workday,
        "leave_days": leave * workday,
        "first_secretary_workdays": workday * first,
        "first_secretary_leave_days": leave * workday * first,
        "remaining_days": 1.0 - leave,
        "remaining_workdays": (1.0 - leave) * workday,
    }
    sums_ahead = pd.DataFrame(told).groupby(days["person_id"]).sum().reindex(table["person_id"]).fillna(0.0)
    before = table.assign(remaining_days=0.0, remaining_workdays=0.0)
    return before.assign(**{name: before[name] + sums_ahead[name].to_numpy() for name in told})


def _leave_ahead(days: pd.DataFrame, halves: pd.DataFrame) -> pd.Series:
    """Give the days of leave (0, 0.5, 1) approved for each of the days ahead."""
    bits = halves.drop_duplicates(["person_id", "date", "halves"]).groupby(["person_id", "date"])["halves"].sum()
    found = bits.clip(upper=3).reindex(pd.MultiIndex.from_frame(days[["person_id", "date"]])).fillna(0).to_numpy()
    return pd.Series(found, index=days.index).map({0: 0.0, 1: 0.5, 2: 0.5, 3: 1.0})
