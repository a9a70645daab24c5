"""Leave taken in one stretch, however many slips it was asked for with."""

from datetime import timedelta

import pandas as pd

from audit.model.calendar import Calendar
from audit.reconcile import absences
from audit.reconcile.leave_slips import LEVEL_TITLES
from audit.reconcile.material import Material

_NONE = pd.Timedelta(0)


def leave_cases(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract leave_case: a row per stretch of leave that overlaps the month.

    Slips of a person are one stretch where no more workdays lie between them than the convention says (weekends and
    holidays bridge) and not more days. ``longest`` is the longest of its slips; the level is the highest of their
    approvers, null where one of them is not known.
    """
    slips = of.slips[of.slips["kind"] == "leave"].copy()
    slips = slips.assign(first=slips["start"].dt.normalize(), last=slips["end"].dt.normalize())
    slips = slips.sort_values(["person_id", "start", "end"], kind="stable")
    slips["case"] = _starts_anew(slips, of).cumsum()
    slips = slips.join(_lengths(of, slips))
    level = pd.to_numeric(slips["approver_level"], errors="coerce").astype("Int64")
    slips["level"] = level.mask(slips["approver"] == "")
    cases = slips.groupby("case").agg(
        person_id=("person_id", "first"), start_on=("first", "min"), end_on=("last", "max"), slips=("case", "size"),
        kinds=("leave_type", "nunique"), leave_types=("leave_type", _named), workdays=("workdays", "sum"),
        calendar_days=("days", "sum"), longest_workdays=("workdays", "max"), longest_days=("days", "max"),
        highest_level=("level", "max"), unread=("level", lambda levels: levels.isna().any()),
    )  # fmt: skip
    cases["highest_level"] = cases["highest_level"].mask(cases.pop("unread").astype("bool"))
    cases["highest_level_title"] = cases["highest_level"].map(LEVEL_TITLES).fillna("").astype("str")
    posted = of.members.postings.drop_duplicates("person_id", keep="last").set_index("person_id")
    named = posted[["person", "village", "unit"]].assign(role=posted["role_title"])
    first, last = pd.Timestamp(of.scope.first), pd.Timestamp(of.scope.last)
    return cases[(cases["start_on"] <= last) & (cases["end_on"] >= first)].join(named, on="person_id")


def _starts_anew(slips: pd.DataFrame, of: Material) -> pd.Series:
    """Say of each slip whether it begins another stretch than the person's slip before."""
    conventions, calendar = of.scope.conventions, of.scope.calendar
    ends = slips.groupby("person_id")["last"].cummax().groupby(slips["person_id"]).shift()
    apart = slips["first"] - ends
    near = apart <= timedelta(days=conventions.split_window_days)
    bridged = [
        close and (gap <= _NONE or _between(end, start, calendar) <= conventions.split_gap_workdays)
        for close, gap, end, start in zip(near, apart, ends, slips["first"], strict=True)
    ]
    return ~pd.Series(bridged, index=slips.index, dtype="bool")


def _between(end: pd.Timestamp, start: pd.Timestamp, calendar: Calendar) -> int:
    """Count the workdays between the end of one slip and the start of the next."""
    return calendar.workdays_between(end.date() + timedelta(days=1), start.date() - timedelta(days=1))


def _lengths(of: Material, slips: pd.DataFrame) -> pd.DataFrame:
    """Give each slip's days and workdays; a half-day that an earlier slip of the stretch has is not counted again."""
    order = pd.Series(range(len(slips)), index=slips.index)
    halves = of.halves[of.halves["slip"].isin(slips.index)].assign(order=lambda rows: rows["slip"].map(order))
    once = halves.sort_values("order", kind="stable").drop_duplicates(["person_id", "date", "halves"])
    length = absences.bits_to_half_days(once["halves"]) * 0.5
    workday = once["date"].map(lambda day: of.scope.calendar.is_workday(day.date())).astype("bool")
    sums = pd.DataFrame({"days": length, "workdays": length.where(workday, 0.0)}).groupby(once["slip"]).sum()
    return sums.reindex(slips.index).fillna(0.0)


def _named(kinds: pd.Series) -> str:
    return "、".join(dict.fromkeys(kinds))
