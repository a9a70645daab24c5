"""Rotations: who replaced whom, when, and what the handover left on paper."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from audit.model.source import Sheet
from audit.reconcile.meetings import missing_text
from audit.reconcile.scope import Scope
from audit.reconcile.submissions import Submissions
from audit.reconcile.villages import plain

_LACKS = {
    "lacks_minutes": "会议记录",
    "lacks_photo": "照片",
    "lacks_old_side": "原工作队人员到会",
    "lacks_new_side": "新工作队人员到会",
    "lacks_signed_list": "双方签字的交接清单",
}
_FARTHEST = 365
_IN_WRITING = re.compile(r"书面(?:移交|交接)")
_NOT_IN_WRITING = re.compile(
    r"(?:未|没有?|无|缺|待)(?:作|做|办理?|进行|提交|补)?书面|书面(?:移交|交接)[^，。；,;]{0,4}(?:未|没|缺|待)"
)


def rotations(postings: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Find the rotations of the look-back from the roster: the fact columns that need no handover record.

    Arrivals no more than the window apart are one rotation, if somebody left within the window around them. The same
    person staying on, also in another role, has not rotated. Gives old_ids and new_ids (tuples) besides.
    """
    rows: list[dict[str, object]] = []
    window = timedelta(days=scope.conventions.rotation_window_days)
    left = set(postings.loc[postings["left_on"].notna(), "village"])
    for village, mine in postings[postings["village"].isin(left)].groupby("village"):
        arrivals, departures = _moves(mine, window)
        for cluster in _clusters(arrivals, window):
            started = cluster["arrived_on"].min()
            gone = departures[
                (departures["left_on"] >= started - window)
                & (departures["left_on"] <= cluster["arrived_on"].max() + window)
            ]
            if len(gone) and scope.look_back_first <= started.date() <= scope.covered_to:
                rows.append(
                    _rotation(str(village), mine, cluster, gone)
                    | {"days_since_start": (scope.as_of - started.date()).days}
                )
    return pd.DataFrame(rows)


def _moves(mine: pd.DataFrame, window: timedelta) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split a village's postings into real arrivals and real departures."""
    spans = [(p, a, b) for p, a, b in zip(mine["person_id"], mine["arrived_on"], mine["left_on"], strict=True)]

    def stays(person: str, day: pd.Timestamp) -> bool:
        return any(p == person and a < day and (pd.isna(b) or b >= day - window) for p, a, b in spans)

    def returns(person: str, day: pd.Timestamp) -> bool:
        return any(p == person and a <= day + window and (pd.isna(b) or b > day) for p, a, b in spans)

    came = [not stays(p, a) for p, a, _ in spans]
    left = [not pd.isna(b) and not returns(p, b) for p, _, b in spans]
    return mine[came].sort_values(["arrived_on", "person_id"]), mine[left]


def _clusters(arrivals: pd.DataFrame, window: timedelta) -> list[pd.DataFrame]:
    apart = arrivals["arrived_on"].diff() > window
    return [cluster for _, cluster in arrivals.groupby(apart.cumsum())]


def _rotation(village: str, mine: pd.DataFrame, came: pd.DataFrame, gone: pd.DataFrame) -> dict[str, object]:
    started = came["arrived_on"].min()
    before = min(started - timedelta(days=1), gone["left_on"].min())
    team = mine[(mine["arrived_on"] <= before) & (mine["left_on"].isna() | (mine["left_on"] >= before))]
    old_first = set(gone.loc[gone["role"] == "first_secretary", "person_id"])
    new_first = set(came.loc[came["role"] == "first_secretary", "person_id"])
    return {
        "village": village,
        "started_on": started,
        "year": started.year,
        "first_secretary_changed": bool(old_first and new_first),
        "team_size": team["person_id"].nunique(),
        "changed_members": gone["person_id"].nunique(),
        "old_names": "、".join(sorted(set(gone["person"]))),
        "new_names": "、".join(sorted(set(came["person"]))),
        "old_first": tuple(sorted(set(gone.loc[gone["role"] == "first_secretary", "person"]))),
        "new_first": tuple(sorted(set(came.loc[came["role"] == "first_secretary", "person"]))),
    }


def rotation_facts(
    found: pd.DataFrame, handovers: pd.DataFrame, sheets: tuple[Sheet, ...], submissions: Submissions
) -> pd.DataFrame:
    """Add what the nearest handover record of the village (within a year) shows: the fact contract rotation.

    ``handovers`` are resolved rows (of_village, held_on, old_members, new_members, minutes, photo, handover_list,
    old_signed, new_signed, written_by, remark); ``record`` is the row label used, NA where none. Who left and handed
    over in writing, being ill or retired, is not missing at the meeting.
    """
    rows: list[Mapping[Any, Any]] = []
    for rotation in found.to_dict("records"):
        if not submissions.known_village("handovers", rotation["village"], ""):
            rows.append(rotation | {"record": pd.NA})
            continue
        record = _nearest(handovers, rotation["village"], rotation["started_on"].date())
        rows.append(
            rotation
            | (
                {"has_handover": False, "handover_offset_days": 0, "record": pd.NA}
                if record is None
                else _papers(rotation, handovers.iloc[record], sheets)
            )
        )
    columns = ["has_handover", "handover_offset_days", "held_on", *_LACKS, "handed_in_writing", "record"]
    table = pd.DataFrame(rows).reindex(columns=[*found.columns, *columns])
    table["missing"] = missing_text(table, _LACKS).mask(table["has_handover"].isna())
    flags = dict.fromkeys(["has_handover", *_LACKS], "boolean")
    return table.astype(flags | {"handover_offset_days": "Int64"}).drop(
        columns=["old_first", "new_first"], errors="ignore"
    )


def _nearest(handovers: pd.DataFrame, village: str, started: date) -> int | None:
    mine = handovers[handovers["of_village"] == village]
    distance = (mine["held_on"] - pd.Timestamp(started)).dt.days.abs()
    near = distance[distance <= _FARTHEST].sort_values(kind="stable")
    return None if near.empty else int(near.index[0])


def _papers(rotation: Mapping[Any, Any], record: "pd.Series[Any]", sheets: tuple[Sheet, ...]) -> dict[str, object]:
    offset = (record["held_on"] - rotation["started_on"]).days
    written = _in_writing(record, str(rotation["old_names"]))
    flags = {
        "lacks_minutes": _lacks(record, sheets, "minutes"),
        "lacks_photo": _lacks(record, sheets, "photo"),
        "lacks_old_side": _side(record, sheets, "old", rotation, excused=written),
        "lacks_new_side": _side(record, sheets, "new", rotation),
    }
    signed = [_lacks(record, sheets, name) for name in ("handover_list", "old_signed", "new_signed")]
    known = [flag for flag in signed if not pd.isna(flag)]
    flags["lacks_signed_list"] = any(known) if any(known) or len(known) == len(signed) else pd.NA
    told = {"has_handover": True, "handover_offset_days": offset, "held_on": record["held_on"], "record": record.name}
    return flags | told | {"handed_in_writing": "、".join(written)}


def _in_writing(record: "pd.Series[Any]", names: str) -> list[str]:
    """Name those of a side who handed over in writing: by the column for it, or by name in a remark that says so."""
    named = {plain(name) for name in record["written_by"]}
    remark = record["remark"]
    noted = plain(remark) if _IN_WRITING.search(remark) and not _NOT_IN_WRITING.search(remark) else ""
    return [name for name in names.split("、") if plain(name) in named or plain(name) in noted]


def _lacks(record: pd.Series, sheets: tuple[Sheet, ...], column: str) -> Any:
    if column in sheets[record["_sheet"]].missing:
        return pd.NA
    value = record[column]
    return bool(pd.isna(value) or not value)


def _side(
    record: pd.Series, sheets: tuple[Sheet, ...], side: str, rotation: Mapping[Any, Any], excused: Iterable[str] = ()
) -> object:
    """Say whether the old or new side was missing: nobody of it there, or its first secretary where he was replaced.

    Who is excused counts as there.
    """
    column = f"{side}_members"
    if column in sheets[record["_sheet"]].missing:
        return pd.NA
    there = {plain(name) for name in (*record[column], *excused)}
    some = any(plain(name) in there for name in str(rotation[f"{side}_names"]).split("、"))
    return not some or any(plain(name) not in there for name in rotation[f"{side}_first"])


def record_rows(table: pd.DataFrame, handovers: pd.DataFrame) -> pd.DataFrame:
    """List which handover record each rotation was judged by: village, date (of the rotation), file, sheet, cell."""
    rows = table.reindex(columns=["record", "village", "started_on"])
    used = rows[rows["record"].notna()]
    places = handovers.loc[used["record"].astype("int64"), ["file", "sheet", "cell"]].reset_index(drop=True)
    return places.assign(village=used["village"].to_numpy(), date=used["started_on"].to_numpy(), person_id="")
