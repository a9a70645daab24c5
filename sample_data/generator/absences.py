"""How a leave or a duty is put down: short constructors, so that the plans of the months stay lists."""

from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from .identity import form_no
from .model import Absence, Posting
from .people import POSTINGS

TOWN = "刘振华（镇党委书记）"
COUNTY_OFFICE = "向东明（县委组织部副部长）"
DINGTALK_TYPE = {"年休假": "年假"}
_MORNING, _NOON, _EVENING = time(8, 30), time(12, 0), time(17, 30)


def member(person: str, village: str = "") -> Posting:
    """Find a person's main posting that is newest, in a village where the name alone does not say who."""
    found = [p for p in POSTINGS if p.person == person and p.main and village in ("", p.village)]
    return max(found, key=lambda posting: posting.arrived)


def moments(first: str, last: str, part: str = "") -> tuple[datetime, datetime]:
    """Turn two ISO days into the start and the end of an absence; ``part``: morning, afternoon or "" (all day)."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    opens = _NOON if part == "afternoon" else _MORNING
    return datetime.combine(start, opens), datetime.combine(end, _NOON if part == "morning" else _EVENING)


def leave(posting: Posting, what: str, days: tuple[str, ...], applied: str, approved: str, **details: Any) -> Absence:
    """Make a leave: ``days`` are first and last day and perhaps the half; times are ISO. It is filed in DingTalk too
    unless ``dingtalk`` is False.
    """
    start, end = moments(*days)
    filed = details.pop("dingtalk", True)
    stamp = datetime.fromisoformat(applied)
    base = Absence(
        village=posting.village,
        person=posting.person,
        unit=posting.unit,
        kind="leave",
        type=what,
        start=start,
        end=end,
        reason="处理家中事务",
        applied=stamp,
        approved=datetime.fromisoformat(approved),
        approver=TOWN,
        form_no=form_no(f"{stamp:%Y%m%d%H%M}", posting.person) if filed else "",
    )
    return replace(base, **details)


def duty(posting: Posting, what: str, days: tuple[str, ...], content: str, document: str, **details: Any) -> Absence:
    """Make a documented duty: ``what`` is 培训, 会议 or 出差."""
    start, end = moments(*days)
    kind = {"培训": "training", "会议": "meeting", "出差": "trip"}[what]
    filed = datetime.combine(start.date(), time(16, 5)).replace(day=max(1, start.day - 2))
    base = Absence(
        village=posting.village,
        person=posting.person,
        unit=posting.unit,
        kind=kind,
        type=what,
        start=start,
        end=end,
        reason=content,
        applied=filed,
        approved=filed.replace(hour=17),
        approver=TOWN,
        document=document,
    )
    return replace(base, **details)
