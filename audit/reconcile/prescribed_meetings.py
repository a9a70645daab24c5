"""Meetings that notices prescribe beside the team's own: study, party days, dispatch meetings, the yearly assembly."""

from collections.abc import Mapping
from datetime import date

import pandas as pd

from audit.reconcile import periods
from audit.reconcile.material import Material

_KINDS = {
    "study": "集中学习",
    "party_day": "主题党日、“三会一课”",
    "dispatch": "乡镇驻村工作调度会",
    "assembly": "年度述职大会",
}
_AGENDA = {
    "介绍工作队": "亮.{0,2}身份|介绍.*工作队|工作队.*介绍",
    "总结全年工作": "总结|述职",
    "宣传政策": "政策",
    "问卷测试讲解": "问卷|测试|测评",
    "商议明年方案": "明年|来年|下一年|下年",
}
_AUDIENCE = {
    "脱贫（贫困）户": "脱贫户|贫困户",
    "村“两委”": "两委|支委|村委|村干部",
    "三长": "三长|组长|网格长|楼栋长|联户长",
    "党员": "党员",
    "群众代表": "群众|村民",
}


def prescribed_meetings(of: Material) -> pd.DataFrame:
    """Make the fact table prescribed_meeting: one row per village and kind for the month, or year, of the audit.

    Meetings count by distinct dates, from the register of activities and from the minutes; the township's own count
    for every village. What was not registered is null where no register of activities was handed in throughout.
    """
    held = _all_held(of)
    villages = sorted(set(of.roll["village"]) - {""})
    rows = [_row(of, held, village, kind) for village in villages for kind in _KINDS]
    return pd.DataFrame(rows)


def _all_held(of: Material) -> pd.DataFrame:
    activities = of.frames["activities"].assign(_of_register=True)
    minutes = of.held.assign(kind=of.held["kind_text"].map(_kind), agenda=of.held["topic"], audience="")
    both = [frame[["of_village", "held_on", "kind", "agenda", "audience"]] for frame in (activities, minutes)]
    held = pd.concat(both, ignore_index=True)
    return held[held["held_on"] <= pd.Timestamp(of.scope.covered_to)]


def _kind(text: str) -> str:
    if "调度" in text:
        return "dispatch"
    if "述职" in text or "群众大会" in text:
        return "assembly"
    return "party_day" if "党日" in text or "党课" in text or "三会一课" in text else ""


def _row(of: Material, held: pd.DataFrame, village: str, kind: str) -> dict[str, object]:
    first, last = periods.year(of.scope.month) if kind == "assembly" else (of.scope.first, of.scope.last)
    mine = held[(held["kind"] == kind) & held["of_village"].isin([village, ""])]
    mine = mine[mine["held_on"].between(pd.Timestamp(first), pd.Timestamp(last))].sort_values("held_on")
    days = list(dict.fromkeys(mine["held_on"].dt.date))
    known = of.known("activities", village, first, last) or bool(days)
    return {
        "village": village, "kind": kind, "kind_title": _KINDS[kind],
        "period_from": pd.Timestamp(first), "period_to": pd.Timestamp(last),
        "period_over": of.over(last), "month_over": of.scope.complete and of.over(of.scope.last),
        "month_number": of.scope.first.month,
        "covered_to": pd.Timestamp(of.scope.covered_to),
        "month_days_left": (of.scope.last - of.scope.covered_to).days,
        "held": len(days) if known else None,
        "held_dates": "、".join(_said(day) for day in days) if known else None,
        **_assembly(mine if kind == "assembly" else mine.iloc[:0]),
    }  # fmt: skip


def _said(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _assembly(held: pd.DataFrame) -> dict[str, object]:
    """Name what the agenda and the audience of the year's assembly lack; nothing is lacking where none was held."""
    if held.empty:
        return {"agenda_lacking": 0, "audience_lacking": 0, "lacking_items": ""}
    agenda, audience = _absent(held["agenda"], _AGENDA), _absent(held["audience"], _AUDIENCE)
    told = ([f"议程缺{'、'.join(agenda)}"] if agenda else []) + (
        [f"参加对象缺{'、'.join(audience)}"] if audience else []
    )
    unread = not "".join(held["agenda"])
    return {
        "agenda_lacking": None if unread else len(agenda),
        "audience_lacking": None if not "".join(held["audience"]) else len(audience),
        "lacking_items": "，".join(told),
    }


def _absent(texts: pd.Series, wanted: Mapping[str, str]) -> list[str]:
    return [title for title, pattern in wanted.items() if not texts.str.contains(pattern).any()]
