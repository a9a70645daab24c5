"""What a member was paid for the month, against his days in the village, and what he paid for his meals."""

from collections.abc import Iterable

import pandas as pd

from audit.reconcile.material import Material
from audit.reconcile.meetings import absent_column
from audit.reconcile.scope import month_last, months_between

_WHO = ["person_id", "village"]


def subsidy_months(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract subsidy_month: a row per member and kind of subsidy of the month.

    A list that names only the month of payment may be for that month or the one before: the larger number of days
    counts, and where the one before is needed and not known, neither is.
    """
    rows = of.frames["subsidies"]
    stated = rows["month"].where(rows["month"] != "", rows["pay_month"])
    rows = rows.assign(village=rows["of_village"], lagging=rows["month"] == "")[
        (stated == of.scope.month) & (rows["of_village"] != "")
    ]
    flat = rows["days"].isna().astype("boolean").mask(absent_column(rows, of.sheets, "days"))
    rows = rows.assign(is_flat=flat, subsidy=rows["kind_text"].where(rows["kind_text"] != "", "驻村补助"))
    table = rows.groupby([*_WHO, "subsidy"], as_index=False).agg(
        is_flat=("is_flat", "max"), paid_days=("days", lambda days: days.sum(min_count=1)),
        paid_cents=("amount", lambda amounts: amounts.sum(skipna=False)), rate_cents=("rate", "max"),
        lagging=("lagging", "any"),
    )  # fmt: skip
    table = table.merge(_attended(of), on="person_id", how="left").merge(_names(of), on=_WHO, how="left")
    table = _with_month_before(table, of)
    rate = table["rate_cents"].astype("Int64").fillna(0)
    due = table["paid_days"].astype("Float64") * rate
    wrong = (table["paid_cents"].astype("Float64") != due).mask(rate == 0, other=False)
    table = table.assign(rate_cents=rate, amount_wrong=wrong)
    claimed = _claimed_days(of, table)
    return table.assign(month=of.scope.month, month_complete=of.scope.complete).join(claimed)


def _attended(of: Material) -> pd.DataFrame:
    return of.person_months[["person_id", "present_days", "corroborated_days", "duty_days"]]


def _names(of: Material) -> pd.DataFrame:
    terms = of.members.postings.drop_duplicates(_WHO, keep="last")
    return terms[[*_WHO, "person", "role_title", "unit"]].rename(columns={"role_title": "role"})


def _with_month_before(table: pd.DataFrame, of: Material) -> pd.DataFrame:
    """Raise the days of a payment month's rows to those of the month before, where these are more."""
    days = of.days[of.days["date"] < pd.Timestamp(of.scope.first)]
    before = months_between((pd.Timestamp(of.scope.first) - pd.Timedelta(days=1)).date(), of.scope.first)[0]
    days = days[days["month"] == before]
    present = (days["present_half_days"] * 0.5).astype("Float64").groupby(days["person_id"]).sum(skipna=False)
    earlier = table["person_id"].map(present).astype("Float64")
    enough = (table["paid_days"] <= table["present_days"]).fillna(value=False).astype("bool")
    late = table["lagging"].astype("bool") & ~enough
    told = {}
    for name in ("present_days", "corroborated_days"):
        most = table[name].astype("Float64").where(table[name] >= earlier, earlier).mask(earlier.isna())
        told[name] = table[name].astype("Float64").mask(late, most)
    return table.assign(**told)


def _claimed_days(of: Material, table: pd.DataFrame) -> pd.DataFrame:
    """Count the paid days on which the member also claimed travel.

    A day in the village may have been left out of the subsidy for it: only days paid beyond those left are double.
    """
    claims = of.frames["travel_claims"]
    claims = claims[claims["start_on"].notna()]
    ends = claims["end_on"].fillna(claims["start_on"])
    away = {
        (person_id, day)
        for person_id, start, end in zip(claims["person_id"], claims["start_on"], ends, strict=True)
        for day in pd.date_range(start, end)
    }
    mine = of.days[(of.days["month"] == of.scope.month) & (of.days["present_half_days"] > 0).fillna(value=False)]
    pairs = zip(mine["person_id"], mine["date"], strict=True)
    both = pd.Series([pair in away for pair in pairs], index=mine.index, dtype="bool")
    shared = mine[both].drop_duplicates(["person_id", "date"]).sort_values("date").groupby("person_id")["date"]
    count = table["person_id"].map(shared.size()).fillna(0).astype("Float64")
    dates = {person: "、".join(f"{day.month}月{day.day}日" for day in days) for person, days in shared}
    spare = (table["present_days"].astype("Float64") - table["paid_days"].astype("Float64")).clip(lower=0)
    keys = table[_WHO].assign(month=of.scope.month)
    known = of.submissions.known("travel_claims", keys) if len(keys) else pd.Series(dtype="bool")
    double = (count - spare).clip(lower=0)
    whole = double.where(double == double.round(), double + 0.5)
    return pd.DataFrame(
        {
            "double_days": whole.mask(~known.to_numpy(dtype="bool")),
            "double_dates": pd.Series(
                [dates.get(one, "") for one in table["person_id"]], index=table.index, dtype="str"
            ),
        },
        index=table.index,
    )


def meal_months(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract meal_month: a row per member of the month.

    A row that lists the whole team is for each of it. A name in the village's rows that is nobody's may be anybody's:
    then it is not known of those who do not stand there.
    """
    months = of.person_months[["person_id", "person", "village", "role", "unit", "present_days"]]
    table = months[months["village"].isin(of.members.villages.names)].reset_index(drop=True)
    rows, doubtful = _of_members(of)
    said = rows.groupby("person_id").agg(
        home=("home", "any"), bills=("bills", "max"), cooks=("cooks", "any"), paid_on=("paid_on", "min"),
        paid=("paid", "any"),
    )  # fmt: skip
    told = said.reindex(table["person_id"]).reset_index(drop=True)
    known = of.submissions.known("meal_payments", table.assign(month=of.scope.month))
    known &= told["home"].notna() | ~table["village"].isin(doubtful)
    flags = {name: told[name].astype("boolean").fillna(value=False) for name in ("home", "cooks", "paid")}
    bills = told["bills"].astype("boolean").mask(~flags["cooks"], other=False)
    after = (told["paid_on"].astype("datetime64[us]") - pd.Timestamp(of.scope.last)).dt.days.astype("Int64")
    return table.assign(
        month=of.scope.month,
        days_since_month=(of.scope.as_of - month_last(of.scope.month)).days,
        eats_at_home=flags["home"].mask(~known),
        cooks_with_bills=bills.mask(~known),
        cooks_without_bills=(flags["cooks"] & ~bills).mask(~known),
        paid=flags["paid"].mask(~known),
        paid_on=told["paid_on"],
        late_days=after.mask(~flags["paid"], 0).mask(~known),
    )


def _of_members(of: Material) -> tuple[pd.DataFrame, Iterable[str]]:
    """Give the month's meal rows member by member (person_id, home, cooks, bills, paid, paid_on), and the villages
    with a name that is nobody's.
    """
    rows = of.frames["meal_payments"]
    rows = rows[rows["month"] == of.scope.month].reset_index(drop=True)
    bills = rows["purchases"].astype("boolean").fillna(value=False).mask(absent_column(rows, of.sheets, "purchases"))
    rows = rows.assign(
        home=rows["way"] == "home", cooks=rows["way"] == "self_cook", bills=bills,
        paid=rows["paid_on"].notna() | (rows["receipt"].astype("boolean").fillna(value=False)),
        member=rows["members"],
    )  # fmt: skip
    each = rows.explode("member", ignore_index=True)
    names = zip(each["member"], each["of_village"], strict=True)
    each["person_id"] = pd.Series([of.people.resolve(name, village=v) for name, v in names], dtype="str")
    lost = set(each.loc[each["person_id"] == "", "of_village"])
    return each.loc[each["person_id"] != "", ["person_id", "home", "cooks", "bills", "paid", "paid_on"]], lost
