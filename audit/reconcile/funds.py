"""Money that units give a village: the funds of its year."""

from datetime import date

import pandas as pd

from audit.reconcile.material import Material
from audit.reconcile.periods import year
from audit.reconcile.units import level_of

_FUNDS = {"work_fund": "工作经费", "poverty_fund": "扶贫基金", "travel": "差旅费", "project_fund": "项目资金"}
_GROWING = frozenset({"poverty_fund", "project_fund"})
_WAN = 10_000
_LEVELS = ("province", "city", "county")
Days = set[int]
"""Ordinals of days."""


def cents(frame: pd.DataFrame, name: str = "amount") -> pd.Series:
    """Give a column of amounts in whole fen, from the column in 元 or the one in 万元."""
    return frame[name].fillna(frame[f"{name}_wan"] * _WAN).astype("Int64")


def fund_years(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract fund_year: a row per village with a team in the year, and kind of fund.

    What grows from year to year (扶贫基金, 项目资金) is added up since the first posting in the village. A sum is null
    where an amount in it is not given, or the support list is not known throughout.
    """
    first, last = year(of.scope.month)
    teams = _teams(of, first, last)
    rows = teams.merge(pd.DataFrame({"fund": list(_FUNDS)}), how="cross")
    rows = rows.assign(
        fund_title=rows["fund"].map(_FUNDS), year=f"{first.year}年", first_on=pd.Timestamp(first),
        last_on=pd.Timestamp(last), period_over=of.over(last),
        since=rows["begun"].where(rows["fund"].isin(_GROWING), pd.Timestamp(first)),
    )  # fmt: skip
    paid = _payments(of)
    joined = rows.reset_index(names="_row")[["_row", "village", "fund", "since", "last_on"]].merge(paid)
    inside = joined[(joined["_day"] >= joined["since"]) & (joined["_day"] <= joined["last_on"])]
    groups = inside.groupby("_row")
    sums = pd.DataFrame({
        "paid_cents": groups["cents"].sum(skipna=False), "payments": groups.size(),
        "payments_without_voucher": groups["unproved"].sum(),
    })  # fmt: skip
    known = pd.Series(
        [of.known("unit_support", v, s.date(), last) for v, s in zip(rows["village"], rows["since"], strict=True)],
        index=rows.index, dtype="bool",
    )  # fmt: skip
    told = sums.reindex(rows.index).astype("Int64")
    had = rows.index.isin(sums.index)
    return rows.join(told.mask(~pd.Series(had, index=rows.index), 0).mask(~known))


def _payments(of: Material) -> pd.DataFrame:
    rows = of.frames["unit_support"]
    rows = rows[rows["_day"].notna() & (rows["_day"] <= pd.Timestamp(of.scope.as_of))]
    return pd.DataFrame(
        {
            "village": rows["of_village"], "fund": rows["kind"], "_day": rows["_day"], "cents": cents(rows),
            "unproved": (rows["voucher"] == "").astype("Int64"),
        }
    )  # fmt: skip


def _teams(of: Material, first: date, last: date) -> pd.DataFrame:
    """List the villages with a member in post in the year: village, begun (first posting), team_days, members by level.

    A member counts at the level of his unit when he is in post for half of the year or more.
    """
    terms = of.members.postings
    found = []
    for village in of.members.villages.names:
        mine = terms[terms["village"] == village]
        days = {person: days_in_post(rows, first, last) for person, rows in mine.groupby("person_id")}
        team = set().union(*days.values())
        if not team:
            continue
        units = mine.drop_duplicates("person_id", keep="last").set_index("person_id")["unit"]
        half = [
            level_of(units[person]) for person, mine_days in days.items() if 2 * len(mine_days) >= _length(first, last)
        ]
        counts = {f"{level}_members": half.count(level) for level in _LEVELS}
        found.append({"village": village, "begun": mine["arrived_on"].min(), "team_days": len(team), **counts})
    columns = ["village", "begun", "team_days", *(f"{level}_members" for level in _LEVELS)]
    return pd.DataFrame(found, columns=columns).astype({"village": "str", "begun": "datetime64[us]"})


def _length(first: date, last: date) -> int:
    return (last - first).days + 1


def days_in_post(terms: pd.DataFrame, first: date, last: date) -> Days:
    """List the days in post between two days."""
    days: Days = set()
    for arrived, left in zip(terms["arrived_on"], terms["left_on"], strict=True):
        end = last if pd.isna(left) else min(left.date(), last)
        days.update(range(max(arrived.date(), first).toordinal(), end.toordinal() + 1))
    return days
