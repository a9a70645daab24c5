"""Who the minutes of a village's meetings list, and where the other records put him that day."""

import pandas as pd

from audit.reconcile.material import Material
from audit.reconcile.meetings import KIND_TITLES
from audit.reconcile.scope import lies_in

_DAY = ["person_id", "date"]
_LEDGER = [
    "person",
    "role",
    "unit",
    "is_workday",
    "signed_half_days",
    "punches",
    "leave_half_days",
    "recorded_duty_half_days",
]
_REMOTE = "视频|线上|电话|腾讯会议|远程"


def attendees(of: Material) -> pd.DataFrame:
    """Make the fact table attendee: one row per member in post and meeting of his own village in the month.

    A handover meeting has its own rule; guests and village cadres are passed over.
    """
    held = of.held[of.held["of_village"].isin(of.members.villages.names)]
    held = held[lies_in(held["held_on"], of.scope.month)]
    rows = held[held["kind"] != "handover"].explode("attendees").dropna(subset="attendees")
    pairs = zip(rows["attendees"], rows["of_village"], strict=True)
    ids = [of.people.resolve(name, village=village) for name, village in pairs]
    rows = rows.assign(person_id=pd.Series(ids, index=rows.index, dtype="str"), date=rows["held_on"])
    rows = rows.assign(village=rows["of_village"], remote=_remote(rows))
    own = [village in of.people.villages_of.get(who, ()) for who, village in zip(ids, rows["of_village"], strict=True)]
    keys = ["person_id", "village", "held_on", "kind"]
    rows = rows[pd.Series(own, index=rows.index, dtype="bool")].sort_values([*keys, "remote"]).drop_duplicates(keys)
    days = rows.merge(of.days[[*_DAY, *_LEDGER]], on=_DAY)
    return _with_facts(days)


def _remote(rows: pd.DataFrame) -> pd.Series:
    said = rows["kind_text"] + rows["topic"] + rows["place"] + rows["remark"]
    remote: pd.Series = said.str.contains(_REMOTE)
    return remote


def _with_facts(rows: pd.DataFrame) -> pd.DataFrame:
    workday = rows["is_workday"].astype("boolean")
    titles = rows["kind"].map(KIND_TITLES).where(rows["kind"] != "other", rows["kind_text"]).replace("", "会议")
    return rows.assign(
        kind_title=titles,
        full_leave=rows["leave_half_days"] == 2,
        full_duty=rows["recorded_duty_half_days"] == 2,
        unseen=workday & (rows["signed_half_days"] == 0) & (rows["punches"] == 0),
    )
