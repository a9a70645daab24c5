"""Monthly summaries (月纪实表、考勤汇总、钉钉出勤天数) beside the totals of the details."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from audit.model.source import Sheet
from audit.reconcile.scope import Scope
from audit.reconcile.submissions import Submissions

_TOLD = {"days_present": "report_days", "days_leave": "report_leave_days", "days_training": "report_training_days",
         "days_rest": "report_rest_days"}  # fmt: skip


def with_reports(
    table: pd.DataFrame, frames: Mapping[str, pd.DataFrame], sheets: tuple[Sheet, ...], known: Submissions, scope: Scope
) -> pd.DataFrame:
    """Add what summaries say of the month to person-months.

    ``reported`` (null where no summary was handed in for the village) says whether the person stands in one;
    report_days and the like are what it says, null where it does not. ``report_days_off`` is how many days its parts
    together miss the days of the month, 0 where not all parts are told. ``details_least_days`` and
    ``details_most_days`` span the totals of sign-in book, punches and logs that are known (a log of several days may
    have passed over some: at least it is of none, at most of all); report_over_days and
    report_under_days are how far the summary lies outside them (0 for who stands in none). ``summary_off_days`` is
    how far DingTalk's own count of days is from its records (0 where it gives none).
    """
    mine = _of_month(frames["monthly_reports"], sheets, scope.month)
    said = mine.groupby("person_id")[list(_TOLD)].max().rename(columns=_TOLD)
    rows = table.drop(columns=[name for name in _TOLD.values() if name in table]).join(said, on="person_id")
    handed = known.known("monthly_reports", rows[["person_id", "village", "month"]])
    rows["reported"] = rows["report_days"].notna().astype("boolean").mask(~handed & rows["report_days"].isna())
    parts = rows[list(_TOLD.values())].astype("Float64")
    total = parts.sum(axis=1, skipna=False)
    in_month = float((scope.last - scope.first).days + 1)
    active = rows["active_days"].astype("Float64")
    off = pd.concat([(total - in_month).abs(), (total - active).abs()], axis=1).min(axis=1)
    rows["report_days_off"] = off.fillna(0.0)
    details = rows[["present_days", "punched_days", "logged_days"]].astype("Float64")
    details["punched_days"] = details["punched_days"].mask(rows["no_signal"].fillna(value=False).astype("bool"))
    counted = _summary_days(frames["dingtalk_monthly"], scope)
    summary = rows["person_id"].map(counted).astype("Float64")
    surely = details.assign(logged_days=rows["logged_alone_days"].astype("Float64"))
    least, most = surely.min(axis=1), details.max(axis=1)
    outside = {"report_over_days": rows["report_days"] - most, "report_under_days": least - rows["report_days"]}
    return rows.assign(
        details_least_days=least,
        details_most_days=most,
        punch_summary_days=summary,
        summary_off_days=(summary - rows["punched_days"].astype("Float64")).abs().fillna(0.0),
        **{name: days.astype("Float64").mask(rows["reported"] == False, 0.0) for name, days in outside.items()},  # noqa: E712
    )


def _of_month(reports: pd.DataFrame, sheets: tuple[Sheet, ...], month: str) -> pd.DataFrame:
    """Give the rows about a month: by their own column, else by the sheet's title."""
    stated = {index: _only_month(sheet.period) for index, sheet in enumerate(sheets)}
    months = reports["month"].where(reports["month"] != "", reports["_sheet"].map(stated).fillna(""))
    return reports[months == month]


def _only_month(period: tuple[date, date] | None) -> str:
    if period is None or (period[0].year, period[0].month) != (period[1].year, period[1].month):
        return ""
    return f"{period[0]:%Y-%m}"


def _summary_days(frame: pd.DataFrame, scope: Scope) -> pd.Series:
    """Give by person what DingTalk's monthly sheet counts as days attended, where the sheet covers the whole month."""
    rows = frame[(frame["date"] >= pd.Timestamp(scope.first)) & (frame["date"] <= pd.Timestamp(scope.last))]
    spans = frame.groupby("_sheet")["date"].agg(["min", "max"])
    whole = spans[(spans["min"] == pd.Timestamp(scope.first)) & (spans["max"] == pd.Timestamp(scope.last))]
    return rows[rows["_sheet"].isin(whole.index)].groupby("person_id")["attended_days"].max()
