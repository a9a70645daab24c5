"""Leave and duty: one slip per absence, merged from ledger, approvals and the punch export, and told by half-days."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import pandas as pd

from audit.model.conventions import Conventions
from audit.reconcile.scope import days_between

MORNING, AFTERNOON = 1, 2
_NOON = 12
_TWO = 2
EXPORTED: tuple[str, ...] = ("dingtalk_daily", "dingtalk_monthly", "dingtalk_absences")
"""Tables whose column ``approvals`` names approvals without their papers: who approved, when, why."""

_HALVES = {
    MORNING: (time(8, 30), time(12, 0)),
    AFTERNOON: (time(14, 0), time(17, 30)),
}
_HALF_OF_A_HALF = timedelta(hours=1, minutes=45)
SLIP_COLUMNS = [
    "person_id", "kind", "leave_type", "start", "start_precision", "end", "end_precision", "reason", "approver",
    "approver_level", "applied_at", "applied_at_precision", "approved_at", "approved_at_precision", "cancelled_on",
    "proof", "form_no", "in_ledger", "in_approvals", "in_export", "file", "sheet", "cell", "of_village",
]  # fmt: skip
_PLACE = ("file", "sheet", "cell", "of_village")


def merge_slips(
    ledger: pd.DataFrame,
    approvals: pd.DataFrame,
    exported: pd.DataFrame,
    duties: pd.DataFrame,
    conventions: Conventions,
) -> pd.DataFrame:
    """Tell every absence once: SLIP_COLUMNS plus ``differs`` (ledger and approval name other days).

    The same leave in ledger and approvals (same form number, else same person and days) is one slip, missing fields
    filled from the other; what only the punch export mentions is a slip without papers. Refused requests are none.
    """
    asked = _from_approvals(approvals, conventions)
    refused = asked[approvals["status"].to_numpy() != "approved"] if len(asked) else asked
    granted = _once(asked[approvals["status"].to_numpy() == "approved"] if len(asked) else asked)
    registered = _once(_from_ledger(ledger))
    registered = registered[~_same(registered, refused) | _same(registered, granted)]
    merged = _joined(registered, granted)
    hints = _from_export(exported, conventions)
    merged = _marked(merged, hints)
    loose = hints[~_same_days(hints, merged)]
    told = pd.concat([merged, loose], ignore_index=True)
    registered_duties = _once(_from_duties(duties))
    # The approved trip is the paper of the duty that was registered for its days.
    approved = _same_days(registered_duties, told[told["kind"] == "duty"])
    registered_duties = registered_duties.assign(in_approvals=approved)
    told = told[(told["kind"] == "leave") | ~_same_days(told, registered_duties)]
    slips = pd.concat([told, registered_duties], ignore_index=True)
    return slips.sort_values(["person_id", "kind", "start", "end", "leave_type"], kind="stable", ignore_index=True)


def _blank(index: pd.Index) -> pd.DataFrame:
    moments = ("start", "end", "applied_at", "approved_at", "cancelled_on")
    flags = ("in_ledger", "in_approvals", "in_export", "differs")
    blanks: dict[str, Any] = dict.fromkeys(SLIP_COLUMNS, pd.array([""] * len(index), dtype="str"))
    blanks |= dict.fromkeys(moments, pd.array([pd.NaT] * len(index), dtype="datetime64[us]"))
    return pd.DataFrame(blanks | dict.fromkeys(flags, False), index=index)


def _from_ledger(rows: pd.DataFrame) -> pd.DataFrame:
    frame = _blank(rows.index)
    for name in set(SLIP_COLUMNS) & set(rows.columns):
        frame[name] = rows[name]
    return frame.assign(kind="leave", in_ledger=True).reset_index(drop=True)


def _from_approvals(rows: pd.DataFrame, conventions: Conventions) -> pd.DataFrame:
    frame = _blank(rows.index)
    for name in set(SLIP_COLUMNS) & set(rows.columns):
        frame[name] = rows[name]
    frame["applied_at_precision"] = "minute"
    frame["approved_at_precision"] = "minute"
    frame["proof"] = rows["has_attachment"].fillna(value=False).map({True: "审批附件", False: ""}).astype("str")
    frame["kind"] = rows["category"].map(_kinds(conventions)).fillna("").astype("str")
    return frame.assign(in_approvals=True).reset_index(drop=True)


def _kinds(conventions: Conventions) -> dict[str, str]:
    return {
        "leave": "leave",
        "outing": conventions.outing_counts_as,
        "trip": conventions.trip_counts_as,
    }


def _from_export(rows: pd.DataFrame, conventions: Conventions) -> pd.DataFrame:
    """Make slips from the approvals that the punch export repeats on each day (person_id, approvals, place …)."""
    kinds = _kinds(conventions)
    found: dict[tuple[str, str, datetime, datetime], dict[str, object]] = {}
    for row in rows.to_dict("records"):
        for kind_text, start, end, _, _ in row["approvals"]:
            kind = kinds.get(export_category(kind_text), "nothing")
            if kind == "nothing":
                continue
            slip = {"kind": kind, "leave_type": kind_text, "start": start, "end": end}
            place = {name: row[name] for name in ("person_id", "file", "sheet", "cell", "of_village")}
            found.setdefault((row["person_id"], kind_text, start, end), slip | place)
    given = pd.DataFrame(list(found.values()))
    frame = _blank(given.index)
    for name in given.columns:
        frame[name] = given[name].astype(frame[name].dtype)
    return frame.assign(start_precision="minute", end_precision="minute", in_export=True)


def export_category(kind_text: str) -> str:
    """Say what an approval named in the punch export is: trip, outing, leave, or "" for punch repairs and overtime."""
    if "补卡" in kind_text or "加班" in kind_text:
        return ""
    if "出差" in kind_text:
        return "trip"
    return "outing" if "外出" in kind_text else "leave"


def _from_duties(rows: pd.DataFrame) -> pd.DataFrame:
    frame = _blank(rows.index)
    for name in set(SLIP_COLUMNS) & set(rows.columns):
        if name not in ("kind", "approver_level"):
            frame[name] = rows[name]
    frame["leave_type"] = rows["kind_text"]
    frame["proof"] = rows["document"]
    frame["reason"] = rows["content"]
    return frame.assign(kind="duty", in_ledger=True).reset_index(drop=True)


def _spans(frame: pd.DataFrame) -> list[tuple[str, date, date]]:
    return [(p, s.date(), e.date()) for p, s, e in zip(frame["person_id"], frame["start"], frame["end"], strict=True)]


def _same_days(frame: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    known = set(_spans(others))
    return pd.Series([span in known for span in _spans(frame)], index=frame.index, dtype="bool")


def _same(frame: pd.DataFrame, others: pd.DataFrame) -> pd.Series:
    forms = set(others["form_no"]) - {""}
    return frame["form_no"].isin(forms) | _same_days(frame, others)


def _joined(registered: pd.DataFrame, granted: pd.DataFrame) -> pd.DataFrame:
    """Fill each ledger row from its approval, and add the approvals that have no ledger row.

    The approval is found by form number, else among the person's for the same days, that of the same half first.
    """
    if granted.empty:
        return registered.reset_index(drop=True)
    by_form = _labels(granted.index[granted["form_no"] != ""], granted["form_no"][granted["form_no"] != ""])
    by_days = _labels(granted.index, _spans(granted))
    afternoon = granted["start"].dt.hour >= _NOON
    rows: list[Mapping[Any, Any]] = []
    used: set[Any] = set()
    for row, span in zip(registered.to_dict("records"), _spans(registered), strict=True):
        same_days = sorted(by_days.get(span, ()), key=lambda label: afternoon[label] != (row["start"].hour >= _NOON))
        partner = next((one for one in (*by_form.get(row["form_no"], ()), *same_days) if one not in used), None)
        used.add(partner)
        rows.append(row if partner is None else _filled(row, granted.loc[partner].to_dict()))
    rest = granted[~granted.index.isin(used) & granted["kind"].isin(["leave", "duty"])]
    joined = pd.DataFrame(rows, columns=registered.columns).astype(registered.dtypes.to_dict())
    return pd.concat([joined, rest], ignore_index=True)


def _labels(labels: Iterable[Any], keys: Iterable[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for label, key in zip(labels, keys, strict=True):
        found.setdefault(key, []).append(label)
    return found


def _once(slips: pd.DataFrame) -> pd.DataFrame:
    """Make one of entries that repeat an absence (over a month's end it stands in two ledgers): what either says."""
    if len(slips) < _TWO:
        return slips
    start, end = slips["start"].dt, slips["end"].dt
    keys = [
        slips["person_id"],
        slips["kind"],
        start.normalize(),
        start.hour >= _NOON,
        end.normalize(),
        end.hour <= _NOON,
    ]
    names = [str(number) for number in range(len(keys))]
    same = pd.concat(keys, axis=1, keys=names)
    if not same.duplicated().any():
        return slips
    # What is written decides which entry goes first, not the file it stands in.
    ordered = slips.sort_values([name for name in SLIP_COLUMNS if name not in _PLACE], kind="stable")
    found: dict[Any, dict[Any, Any]] = {}
    for key, row in zip(same.loc[ordered.index].itertuples(index=False), ordered.to_dict("records"), strict=True):
        found[key] = _completed(found[key], row) if key in found else dict(row)
    return pd.DataFrame(list(found.values()), columns=slips.columns).astype(slips.dtypes.to_dict())


def _completed(row: Mapping[Any, Any], other: Mapping[Any, Any]) -> dict[Any, Any]:
    """Fill what is blank in a row from another of the same absence."""
    filled = {name: other[name] if old == "" or pd.isna(old) else old for name, old in row.items()}
    if not str(row["approver"]):
        # A blank approver takes the other paper's approver with that paper's level, never a level of its own.
        filled["approver_level"] = other["approver_level"]
    return filled


def _filled(row: Mapping[Any, Any], other: Mapping[Any, Any]) -> dict[Any, Any]:
    differs = (_day(row["start"]), _day(row["end"])) != (_day(other["start"]), _day(other["end"]))
    return _completed(row, other) | {"in_approvals": True, "differs": differs}


def _day(moment: object) -> date | None:
    return moment.date() if isinstance(moment, datetime) and not pd.isna(moment) else None


def _marked(merged: pd.DataFrame, hints: pd.DataFrame) -> pd.DataFrame:
    return merged.assign(in_export=_same_days(merged, hints)) if len(merged) else merged


def half_days(slips: pd.DataFrame) -> pd.DataFrame:
    """Tell slips by day: person_id, date, slip (row label in ``slips``), halves (bits: 1 morning, 2 afternoon).

    An early return (cancelled before the end) ends the leave on the day of return; that day stays in, flagged by
    ``return_day``, because only a record of presence can tell whether the person was back.
    """
    rows = []
    columns = ("start", "end", "cancelled_on", "person_id")
    for label, start, end, cancelled, person_id in zip(slips.index, *(slips[c] for c in columns), strict=True):
        back = cancelled.date() if not pd.isna(cancelled) and cancelled.date() < end.date() else None
        for day in days_between(start.date(), back or end.date()):
            bits = _covered(day, start.to_pydatetime(), end.to_pydatetime())
            if bits:
                rows.append((person_id, pd.Timestamp(day), label, bits, day == back))
    frame = pd.DataFrame(rows, columns=["person_id", "date", "slip", "halves", "return_day"])
    return frame.astype(
        {"person_id": "str", "date": "datetime64[us]", "slip": "int64", "halves": "int64", "return_day": "bool"}
    )


def _covered(day: date, start: datetime, end: datetime) -> int:
    bits = 0
    for bit, (opens, closes) in _HALVES.items():
        overlap = min(end, datetime.combine(day, closes)) - max(start, datetime.combine(day, opens))
        bits |= bit if overlap >= _HALF_OF_A_HALF else 0
    return bits


def begins(slips: pd.DataFrame) -> pd.Series:
    """Give the moment each absence begins; one told by halves begins when work does in that half."""
    opens = slips["start"].dt.hour.map(lambda hour: _HALVES[AFTERNOON if hour >= _NOON else MORNING][0])
    opening = pd.to_timedelta(opens.map(lambda at: timedelta(hours=at.hour, minutes=at.minute)))
    return slips["start"].mask(slips["start_precision"] == "half", slips["start"].dt.normalize() + opening)


def documented(slips: pd.DataFrame) -> pd.Series:
    """Say which slips have a paper behind them: a named document, or an approval in DingTalk."""
    return (slips["proof"] != "") | slips["in_approvals"] | slips["in_export"]


def bits_to_half_days(bits: pd.Series) -> pd.Series:
    """Count the halves in 0, 1, 2 or 3 (both bits)."""
    return bits.map({0: 0, 1: 1, 2: 1, 3: 2}).astype("int64")
