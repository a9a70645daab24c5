"""DingTalk approvals: who agreed last and when, whether something is attached, one row per form; 假勤记录."""

import re
from datetime import datetime

import pandas as pd

from audit.validate import text
from audit.validate.cells import bad_rows, distinct, spread
from audit.validate.draft import Draft, at_column, tuples
from audit.validate.parsers.moments import read_moment

_SEGMENTS = re.compile(r"[;；]\s*(?:\n|$)|\n{2,}")
_AGREED = "同意"
_SEPARATORS = re.compile(r"[,，、;；\n]+")
_NOTHING = frozenset({"0", "否", "没有"})

_KINDS = {"trip": "出差", "outing": "外出", "leave": "请假"}
_UNITS = {"day": "天", "hour": "小时"}

Agreed = tuple[str, datetime | None]


def approval_columns(draft: Draft) -> Draft:
    """Add ``approved_at``, ``approver``, ``has_attachment`` to the sheet of approvals."""
    index = draft.raw.index
    agreed, errors, positions = distinct(draft.texts("approval_record"), read_record, empty=("", None))
    recorded_by = spread(index, positions, [person for person, _ in agreed], "str")
    recorded_at = spread(index, positions, [at for _, at in agreed], "datetime64[us]")
    approved = draft.typed["status"] == "approved"
    named = draft.typed["approver"].map(_last_named).astype("str").where(approved, "")
    columns = {
        "approver": recorded_by.where(recorded_by != "", named),
        "approved_at": recorded_at.where(recorded_at.notna(), draft.typed["finished_at"].where(approved)),
        "has_attachment": _has_attachment(draft),
    }
    return draft.with_columns(columns, at_column("approval_record", bad_rows(index, positions, errors)))


def read_record(raw: str) -> Agreed:
    """Who agreed last in a 审批记录, and when: segments of ``姓名|UserId|节点|时间|动作|意见|``."""
    last: Agreed = ("", None)
    for segment in _SEGMENTS.split(text.safe(raw)):
        fields = [field.strip() for field in segment.strip().split("|")]
        if len(fields) < 5 or not fields[4].startswith(_AGREED):
            continue
        moment = read_moment(fields[3])
        last = (fields[0], moment.as_start() if moment else None)
    return last


def absence_columns(draft: Draft) -> Draft:
    """假勤记录: ``approvals``, the one approval of the row as 每日统计 would name it, () where it was not approved."""
    typed = draft.typed
    kinds = typed["leave_type"].where(typed["leave_type"] != "", typed["category"].map(_KINDS).fillna(""))
    units = typed["unit"].map(_UNITS).fillna("")
    rows = zip(kinds, typed["start"], typed["end"], typed["quantity"], units, typed["status"], strict=True)
    approved = [
        ((kind, start.to_pydatetime(), end.to_pydatetime(), None if pd.isna(quantity) else quantity, unit),)
        if status == "approved" and not pd.isna(start) and not pd.isna(end)
        else ()
        for kind, start, end, quantity, unit, status in rows
    ]
    return draft.with_columns({"approvals": tuples(draft.raw.index, range(len(approved)), approved)}, {})


def repeats(frame: pd.DataFrame) -> pd.Series:
    """True for the second and later rows of a form in one sheet: detail lines repeat the whole parent."""
    return frame.duplicated(["_sheet", "form_no"]) & (frame["form_no"] != "")


def _last_named(names: str) -> str:
    return next((name.strip() for name in reversed(_SEPARATORS.split(names)) if name.strip()), "")


def _has_attachment(draft: Draft) -> pd.Series:
    if "attachments" not in draft.raw:
        return pd.Series(None, index=draft.raw.index, dtype="boolean")
    attached = draft.typed["attachments"]
    return ((attached != "") & ~attached.isin(_NOTHING)).astype("boolean")
