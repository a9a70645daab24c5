"""The roster beside the information system's list and the notice board: who stands in one and not in the other."""

from datetime import date

import pandas as pd

from audit.reconcile.distinct import each, texts
from audit.reconcile.material import Material
from audit.reconcile.people import ROLE_TITLES
from audit.reconcile.villages import plain

_KEY = ["village", "person_key"]


def roster_matches(of: Material) -> pd.DataFrame:
    """Make the fact table roster_match: one row per village and member in post at the end of what is covered, and one
    per further person the system lists there.

    Where the system's list was not handed in for a village, what it says is null.
    """
    ours, theirs = _ours(of), _theirs(of)
    table = ours.merge(theirs, on=_KEY, how="outer")
    known = each(
        [table["village"]], lambda name: of.submissions.known_village("system_roster", name, of.scope.month), "bool"
    )
    in_roster, in_system = table["person_id"].notna(), table["system_person"].notna()
    gap = (table["arrived_on"] - table["system_arrived_on"]).dt.days.abs().astype("Int64")
    both = in_roster & in_system
    role_differs = both & table["system_role"].ne("") & table["role_code"].ne(table["system_role"])
    table = table.assign(
        person=table["person"].fillna(table["system_person"]), person_id=table["person_id"].fillna(""),
        unit=table["unit"].fillna(table["system_unit"]).fillna(""), month=of.scope.month,
        only_in_roster=(in_roster & ~in_system).astype("boolean").where(known),
        only_in_system=(in_system & ~in_roster).astype("boolean").where(known),
        role_differs=role_differs.astype("boolean").where(known),
        arrival_gap_days=gap.where(both).fillna(0).where(known),
        system_role=table["system_role"].map(ROLE_TITLES).fillna(""),
    )  # fmt: skip
    return table.assign(**_boards(table, of))


def _ours(of: Material) -> pd.DataFrame:
    terms, day = of.members.postings, pd.Timestamp(of.scope.covered_to)
    here = terms[(terms["arrived_on"] <= day) & (terms["left_on"].isna() | (terms["left_on"] >= day))]
    rows = here.sort_values("arrived_on").drop_duplicates(["village", "person_id"], keep="last")
    rows = rows.assign(person_key=rows["person_id"], role_code=rows["role"], role=rows["role_title"])
    return rows[[*_KEY, "person_id", "person", "role", "role_code", "unit", "arrived_on"]]


def _theirs(of: Material) -> pd.DataFrame:
    """Give the system's rows in post, each under the roster's person where the name means one."""
    rows, day = of.frames["system_roster"], pd.Timestamp(of.scope.covered_to)
    rows = rows[
        (rows["left_on"].isna() | (rows["left_on"] >= day)) & (rows["arrived_on"].isna() | (rows["arrived_on"] <= day))
    ]
    columns = (texts(rows[name]) for name in ("person", "of_village", "unit"))
    ids = [
        of.people.resolve(name, village=village, unit=unit) or plain(name)
        for name, village, unit in zip(*columns, strict=True)
    ]
    told = pd.DataFrame(
        {
            "village": rows["of_village"], "person_key": pd.Series(ids, index=rows.index, dtype="str"),
            "system_person": rows["person"], "system_unit": rows["unit"],
            "system_role": rows["system_role"].fillna(""), "system_arrived_on": rows["arrived_on"],
        }
    )  # fmt: skip
    return told.sort_values("system_arrived_on").drop_duplicates(_KEY, keep="last")


def _boards(table: pd.DataFrame, of: Material) -> dict[str, pd.Series]:
    """Tell for each member how long he has been here, and how long after he came the notice board was photographed
    (board_after_days: -1 where no later photo is listed, null where no archive list was handed in).
    """
    rows = of.frames["archives"]
    photos = rows[(rows["kind"] == "notice_board") & rows["present"].fillna(value=False) & rows["made_on"].notna()]
    taken: dict[str, list[date]] = {}
    for village, day in zip(photos["of_village"], photos["made_on"], strict=True):
        taken.setdefault(village, []).append(day.date())
    after = [
        min(((day - came.date()).days for day in taken.get(village, ()) if day >= came.date()), default=-1)
        if pd.notna(came) else 0
        for village, came in zip(table["village"], table["arrived_on"], strict=True)
    ]  # fmt: skip
    known = each(
        [table["village"]], lambda name: of.submissions.known_village("archives", name, of.scope.month), "bool"
    )
    days = (pd.Timestamp(of.scope.covered_to) - table["arrived_on"]).dt.days.astype("Int64")
    return {
        "days_in_post": days.fillna(-1),
        "board_after_days": pd.Series(after, index=table.index, dtype="Int64").where(known),
    }
