"""Whether members are released from their unit (脱产): work at the unit in the month, and the party relation."""

import pandas as pd

from audit.reconcile.distinct import texts
from audit.reconcile.material import Material
from audit.reconcile.meetings import absent_column
from audit.reconcile.scope import lies_in
from audit.reconcile.villages import plain


def release_months(of: Material) -> pd.DataFrame:
    """Make the fact table release_month: one row per member in post in the month.

    Work at the unit counts by workdays; reporting to the unit on the work in the village is none. It is null where no
    records of the member's unit were handed in for the month.
    """
    table = of.roll[["person_id", "person", "village", "role", "unit", "month"]]
    table = table.join(_unit_days(of), on="person_id").join(_relations(of), on="person_id")
    known = _known_units(of, table)
    days = table["unit_days"].astype("Int64").fillna(0)
    return table.assign(
        unit_days=days.where(known), unit_days_told=days, unit_days_known=known,
        unit_dates=table["unit_dates"].fillna(""),
        declared_part_time=table["declared_part_time"].fillna(value=False).astype("bool"),
        relation_days=table["relation_days"].astype("Int64").fillna(0),
    )  # fmt: skip


def _unit_days(of: Material) -> pd.DataFrame:
    """Count each member's workdays in the month with records of work at his unit: unit_days, unit_dates."""
    rows = of.frames["unit_duty_records"]
    rows = rows[lies_in(rows["worked_on"], of.scope.month) & (rows["unit_kind"] != "report")]
    rows = rows.drop_duplicates(["person_id", "worked_on"]).sort_values("worked_on")
    rows = rows[rows["worked_on"].map(lambda day: of.scope.calendar.is_workday(day.date())).astype("bool")]
    days = rows.groupby("person_id")["worked_on"]
    said = {person: "、".join(f"{day.month}月{day.day}日" for day in dates) for person, dates in days}
    return pd.DataFrame({"unit_days": days.size(), "unit_dates": pd.Series(said, dtype="str")})


def _known_units(of: Material, table: pd.DataFrame) -> pd.Series:
    """Say whose unit handed in its records for the month: the unit stands in a sheet's title or in its rows."""
    rows = of.frames["unit_duty_records"]
    month = rows[lies_in(rows["worked_on"], of.scope.month)]
    units = {plain(unit) for unit in texts(month["unit"])} - {""}
    first, last = of.scope.first, of.scope.last
    titles = " ".join(
        plain(f"{sheet.title} {sheet.name}") for sheet in of.sheets
        if sheet.table == "unit_duty_records"
        and sheet.period and sheet.period[0] <= last and sheet.period[1] >= first
    )  # fmt: skip
    known = [bool(unit) and (plain(unit) in units or plain(unit) in titles) for unit in texts(table["unit"])]
    return pd.Series(known, index=table.index, dtype="bool")


def _relations(of: Material) -> pd.DataFrame:
    """Tell from the roster's latest row of each member: declared_part_time, and relation_days, the days since a party
    member came whose relation has not been moved (0 for others, and where the roster has no such columns).
    """
    roster = of.frames["roster"]
    terms = of.members.postings.drop_duplicates("person_id", keep="last")
    keys = ["file", "sheet", "cell"]
    rows = roster.assign(
        file=[of.sheets[n].file for n in roster["_sheet"]], sheet=[of.sheets[n].name for n in roster["_sheet"]],
        cell=roster["_cell"], lacks=absent_column(roster, of.sheets, "relation_moved_on"),
    )  # fmt: skip
    wanted = [*keys, "full_time", "party_member", "relation_moved_on", "lacks"]
    told = terms.merge(rows[wanted].drop_duplicates(keys), on=keys, how="left")
    here = told["left_on"].isna() | (told["left_on"] > pd.Timestamp(of.scope.covered_to))
    open_relation = (
        told["party_member"].fillna(value=False).astype("bool")
        & told["relation_moved_on"].isna() & ~told["lacks"].fillna(value=True).astype("bool") & here
    )  # fmt: skip
    days = (pd.Timestamp(of.scope.covered_to) - told["arrived_on"]).dt.days
    return pd.DataFrame(
        {
            "declared_part_time": (~told["full_time"].astype("boolean")).to_numpy(),
            "relation_days": days.where(open_relation, 0).to_numpy(),
        },
        index=told["person_id"],
    )
