"""Single punches and check-ins with their moment, place and device, of all exports that tell them."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from audit.reconcile.addresses import elsewhere
from audit.reconcile.people import People
from audit.reconcile.punches import DAY_TABLES, RAW_TABLES, grade

COLUMNS = ["person_id", "date", "at", "place", "away", "meters", "spot", "device", "timed"]

_OWN = frozenset({"A", "B"})
_MARKED = re.compile(r"手机[_\-:： ]?(?=[0-9a-zA-Z\-]{6,})(?=[^0-9]*[0-9])[0-9a-zA-Z\-]+\Z")
_SERIAL = re.compile(
    r"(?=[^0-9]*[0-9])(?:[0-9a-fA-F]{12,}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\d{14,17})\Z"
)

_BLANK: Mapping[str, tuple[Any, Any]] = {
    "place": ("", "str"), "away": (pd.NA, "boolean"), "meters": (pd.NA, "Int64"), "spot": (pd.NA, "Int64"),
    "device": ("", "str"), "timed": (False, "bool"),
}  # fmt: skip
_TOLD: Mapping[str, Any] = {"person_id": "str", "date": "datetime64[us]", "at": "datetime64[us]"}


def punch_moments(frames: Mapping[str, pd.DataFrame], people: People) -> pd.DataFrame:
    """List punches that people made themselves (no repairs, no edits): one row each, by person and moment.

    ``at`` is the moment, ``timed`` whether its export tells seconds; ``place`` the address; ``away`` (boolean) whether
    it lies outside the village's reach or, by its words, outside the township, NA where nothing tells; ``meters`` the
    distance from the village and ``spot`` the number of its coordinates where known; ``device`` the phone's mark where
    it is one phone's own ("" for a model's name and for attendance machines).
    """
    given = {name: frames[name] for name in (*RAW_TABLES, *DAY_TABLES) if len(frames[name])}
    single = pd.concat(
        [_check_ins(frames), *(_raw(given[name], day) for name, day in RAW_TABLES.items() if name in given)]
    )
    told = pd.concat([single, *(_told(given[name], single) for name in DAY_TABLES if name in given)], ignore_index=True)
    told["away"] = told["away"].fillna(elsewhere(told["place"], people.villages)).astype("boolean")
    # Where several sheets tell one punch, the one that knows its place and phone is kept.
    knowing = told.assign(
        minute=told["at"].dt.floor("min"),
        untimed=~told["timed"],
        unplaced=told["away"].isna(),
        bare=told["device"] == "",
    )
    ordered = knowing.sort_values(["person_id", "minute", "untimed", "unplaced", "bare", "at"], kind="stable")
    return ordered.drop_duplicates(["person_id", "minute"])[COLUMNS].reset_index(drop=True)


def own_mark(devices: pd.Series, kinds: pd.Series) -> pd.Series:
    """Give what marks one phone among others; a model's name marks nobody, and a machine is shared by design."""
    marks = {text: text if _MARKED.match(text) or _SERIAL.match(text) else "" for text in devices.unique()}
    return devices.map(marks).where(~kinds.isin(["machine", "makeup", "admin"]), "").astype("str")


def _raw(frame: pd.DataFrame, day: str) -> pd.DataFrame:
    rows = frame[grade(frame).isin(_OWN)]
    machine = rows["device_kind"] == "machine"
    device = own_mark(rows["device"], rows["device_kind"]) if "device" in rows else ""
    at = rows["exact_at"] if "exact_at" in rows else rows["punched_at"]
    # A machine gives its own fixed clock and place for everybody: it says nothing of phones held together.
    return _moments(rows, rows[day], at).assign(place=rows["address"], device=device, timed=_timed(rows, at) & ~machine)


def _check_ins(frames: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    rows = frames["dingtalk_check_ins"]
    rows = rows[rows["checked_at"].notna()]
    place = (rows["place"] + " " + rows["address"]).str.strip()
    kinds = pd.Series("phone", index=rows.index, dtype="str")
    return _moments(rows, rows["date"], rows["checked_at"]).assign(
        place=place, away=rows["beyond"], meters=rows["distance_meters"], spot=rows["spot"],
        device=own_mark(rows["device"], kinds), timed=_timed(rows, rows["checked_at"]),
    )  # fmt: skip


def _told(frame: pd.DataFrame, single: pd.DataFrame) -> pd.DataFrame:
    """List the times of a day sheet for the people of whom no single punch is told."""
    if "times" not in frame:
        return _moments(frame.iloc[:0], frame["date"].iloc[:0], frame["date"].iloc[:0])
    rows = frame.loc[~frame["person_id"].isin(single["person_id"]), ["person_id", "date", "times"]]
    each = rows.explode("times").dropna(subset="times").reset_index(drop=True)
    return _moments(each, each["date"], each["times"])


def _moments(rows: pd.DataFrame, days: pd.Series, at: pd.Series) -> pd.DataFrame:
    blank = {name: pd.array([value] * len(rows), dtype=dtype) for name, (value, dtype) in _BLANK.items()}
    told = {"person_id": rows["person_id"], "date": days.dt.normalize(), "at": at}
    made = {name: column.astype(_TOLD[name]) for name, column in told.items()}
    return pd.DataFrame(made | blank)


def _timed(rows: pd.DataFrame, at: pd.Series) -> pd.Series:
    """Say whether the sheet a row stands in tells seconds: some moment in it has any."""
    seconds = at.dt.second.fillna(0) > 0
    found: pd.Series = seconds.groupby(rows["_sheet"]).transform("any").astype("bool")
    return found
