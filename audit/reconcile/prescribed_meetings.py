"""Meetings that notices prescribe beside the team's own: study, party days, dispatch meetings, the yearly assembly."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

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


class _Held(NamedTuple):
    """A meeting of a kind that is prescribed; ``village`` is "" for the township's own."""

    village: str
    day: date
    kind: str
    agenda: str
    audience: str


def prescribed_meetings(of: Material) -> pd.DataFrame:
    """Make the fact table prescribed_meeting: one row per village and kind for the month, or year, of the audit.

    Meetings count by distinct dates, from the register of activities and from the minutes; the township's own count
    for every village. What was not registered is null where no register of activities was handed in throughout.
    """
    villages = sorted(set(of.roll["village"]) - {""})
    held = _all_held(of, {*villages, ""})
    rows = [_row(of, held, village, kind) for village in villages for kind in _KINDS]
    return pd.DataFrame(rows)


def _all_held(of: Material, villages: Collection[str]) -> Sequence[_Held]:
    activities = of.frames["activities"].assign(_of_register=True)
    minutes = of.held.assign(kind=of.held["kind_text"].map(_kind), agenda=of.held["topic"], audience="")
    both = [frame[["of_village", "held_on", "kind", "agenda", "audience"]] for frame in (activities, minutes)]
    held = pd.concat(both, ignore_index=True)
    counted = held["kind"].isin(_KINDS.keys()) & (held["held_on"] <= pd.Timestamp(of.scope.covered_to))
    mine = held[counted & held["of_village"].isin(villages)].sort_values("held_on", kind="stable")
    return [_Held(place, day.date(), *told) for place, day, *told in mine.itertuples(index=False, name=None)]


def _kind(text: str) -> str:
    if "调度" in text:
        return "dispatch"
    if "述职" in text or "群众大会" in text:
        return "assembly"
    return "party_day" if "党日" in text or "党课" in text or "三会一课" in text else ""


def _row(of: Material, held: Sequence[_Held], village: str, kind: str) -> dict[str, object]:
    first, last = periods.year(of.scope.month) if kind == "assembly" else (of.scope.first, of.scope.last)
    mine = [one for one in held if one.kind == kind and one.village in (village, "") and first <= one.day <= last]
    days = list(dict.fromkeys(one.day for one in mine))
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
        **_assembly(mine if kind == "assembly" else ()),
    }  # fmt: skip


def _said(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _assembly(held: Sequence[_Held]) -> dict[str, object]:
    """Name what the agenda and the audience of the year's assembly lack; nothing is lacking where none was held."""
    if not held:
        return {"agenda_lacking": 0, "audience_lacking": 0, "lacking_items": ""}
    agendas, audiences = [one.agenda for one in held], [one.audience for one in held]
    agenda, audience = _absent(agendas, _AGENDA), _absent(audiences, _AUDIENCE)
    told = ([f"议程缺{'、'.join(agenda)}"] if agenda else []) + (
        [f"参加对象缺{'、'.join(audience)}"] if audience else []
    )
    return {
        "agenda_lacking": len(agenda) if any(agendas) else None,
        "audience_lacking": len(audience) if any(audiences) else None,
        "lacking_items": "，".join(told),
    }


def _absent(texts: Sequence[str], wanted: Mapping[str, str]) -> list[str]:
    return [title for title, pattern in wanted.items() if not any(re.search(pattern, text) for text in texts)]
