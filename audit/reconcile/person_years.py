"""A member's year: days in the village and days of leave, from the months handed in; what is not known stays open."""

import pandas as pd

from audit.reconcile import absences
from audit.reconcile.coverage import punch_spans
from audit.reconcile.ledger import KEYS, Records, days_in_post, one_role_a_day, presence, with_calendar
from audit.reconcile.material import Material
from audit.reconcile.periods import year
from audit.reconcile.punches import punch_days

_KNOWN = ["present_half_days", "duty_half_days"]


def person_years(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract person_year: a row per member in post in the year of the audited month.

    A day whose presence is not known, or that is still to come, is open: it may come to a whole day. So the least and
    the most that the year can come to are known even where a month was not handed in. Two postings are one member.
    What is open is either unreported, or still to come: remaining, less the leave approved for it.
    """
    first, last = year(of.scope.month)
    posted = one_role_a_day(days_in_post(of.members.postings, first, last))
    days = with_calendar(posted, of.scope).sort_values([*KEYS, "village"], kind="stable")
    days = days.drop_duplicates(KEYS).merge(_known_days(of), on=KEYS, how="left")
    days = _with_leave(days, of)
    people = days.groupby("person_id").agg(
        person=("person", "first"), village=("village", "last"), role=("role_title", "last"), unit=("unit", "last"),
        active_days=("date", "size"), active_workdays=("is_workday", "sum"),
    )  # fmt: skip
    sums = _day_values(days).groupby(days["person_id"]).sum()
    return people.join(sums).reset_index().assign(
        year=f"{first.year}年", first_on=pd.Timestamp(first), last_on=pd.Timestamp(last),
        period_over=of.over(last), year_days=(last - first).days + 1,
        covered_to=pd.Timestamp(of.scope.covered_to), days_left=(last - of.scope.covered_to).days,
    )  # fmt: skip


def _day_values(days: pd.DataFrame) -> pd.DataFrame:
    present, workday = days["present_half_days"].astype("Float64") * 0.5, days["is_workday"].astype("Float64")
    unknown = days["present_half_days"].isna().astype("Float64")
    leave = days["counted_leave"] * 0.5
    ahead = unknown * days["ahead"].astype("Float64")
    remaining = ahead * (1 - days["any_leave"] * 0.5)
    told = {
        "least_present_days": present.fillna(0),
        "least_present_workdays": (present * workday).fillna(0),
        "duty_days": (days["duty_half_days"].astype("Float64") * 0.5).fillna(0),
        "duty_workdays": (days["duty_half_days"].astype("Float64") * 0.5 * workday).fillna(0),
        "open_days": unknown,
        "open_workdays": unknown * workday,
        "unreported_days": unknown - ahead,
        "unreported_workdays": (unknown - ahead) * workday,
        "remaining_days": remaining,
        "remaining_workdays": remaining * workday,
        "leave_days": leave,
        "leave_workdays": leave * workday,
        "open_leave_days": days["leave_open"].astype("Float64"),
        "open_leave_workdays": days["leave_open"].astype("Float64") * workday,
    }
    return pd.DataFrame(told)


def _known_days(of: Material) -> pd.DataFrame:
    """Give presence and duty of the year's days: the ledger's, and of the months before it where any was handed in."""
    begins = of.days["date"].min() if len(of.days) else pd.Timestamp(of.scope.first)
    first = pd.Timestamp(year(of.scope.month)[0])
    known = of.days.loc[of.days["date"] >= first, [*KEYS, *_KNOWN]]
    earlier = of.submissions.frame["month"].between(f"{first:%Y-%m}", f"{begins - pd.Timedelta(days=1):%Y-%m}")
    if begins <= first or not (earlier & of.submissions.frame["source"].isin(["sign_ins", "punches"])).any():
        return known
    return pd.concat([_earlier_days(of, first, begins - pd.Timedelta(days=1)), known], ignore_index=True)


def _earlier_days(of: Material, first: pd.Timestamp, last: pd.Timestamp) -> pd.DataFrame:
    posted = one_role_a_day(with_calendar(days_in_post(of.members.postings, first.date(), last.date()), of.scope))
    signs = of.frames["sign_in_grid"].drop(columns="village").rename(columns={"of_village": "village"})
    nobody = of.days.loc[of.days.index[:0], KEYS]
    records = Records(
        signs[["person_id", "village", "date", "half_days"]], punch_days(of.frames), nobody, nobody, nobody,
        punch_spans(of.frames, of.sheets), of.slips, of.halves,
    )  # fmt: skip
    return presence(posted, records, of.submissions, of.scope)[[*KEYS, *_KNOWN]]


def _with_leave(days: pd.DataFrame, of: Material) -> pd.DataFrame:
    """Add counted_leave (half-days of leave of the kinds that count) and leave_open (not known, and not to come);
    any_leave (half-days of leave of any kind) and ahead (the day is to come).
    """
    excluded = of.scope.conventions.annual_leave_excludes
    leave = of.slips[of.slips["kind"] == "leave"]
    counted = _leave_halves(days, of, leave[~leave["leave_type"].isin(excluded)])
    ahead = days["date"] > pd.Timestamp(of.scope.covered_to)
    known = of.submissions.known("leave_slips", days)
    return days.assign(
        counted_leave=counted, any_leave=_leave_halves(days, of, leave),
        leave_open=~known & ~ahead & (counted == 0), ahead=ahead,
    )  # fmt: skip


def _leave_halves(days: pd.DataFrame, of: Material, slips: pd.DataFrame) -> pd.Series:
    """Give the half-days (0, 1, 2) of each day that some slips are for."""
    halves = of.halves[of.halves["slip"].isin(slips.index)]
    bits = halves.drop_duplicates([*KEYS, "halves"]).groupby(KEYS)["halves"].agg(_either)
    found = bits.reindex(pd.MultiIndex.from_frame(days[KEYS])).fillna(0).astype("int64").set_axis(days.index)
    return absences.bits_to_half_days(found).astype("Float64")


def _either(bits: pd.Series) -> int:
    return int(bits.max()) if len(bits) == 1 else (absences.MORNING | absences.AFTERNOON)
