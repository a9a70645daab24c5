"""Which papers of the past are there: the months of prescribed books in the look-back, and last year's papers."""

from collections.abc import Iterable, Mapping
from datetime import date

import pandas as pd

from audit.reconcile.distinct import texts
from audit.reconcile.material import Material
from audit.reconcile.scope import months_between

DOCUMENTS = {
    "sign_ins": "签到册",
    "leave_slips": "请假条",
    "work_logs": "工作日志",
    "meetings": "会议记录",
    "team_records": "工作队工作记录",
    "leader_records": "队长工作记录",
    "secretary_logs": "第一书记日志",
    "monthly_reports": "月纪实表",
    "attendance": "考勤表",
}
"""Books kept month by month."""

_HANDED_IN_AS = {
    "sign_ins": ("sign_ins",),
    "leave_slips": ("leave_slips",),
    "work_logs": ("work_logs",),
    "meetings": ("meetings",),
    "secretary_logs": ("work_logs",),
    "monthly_reports": ("monthly_reports",),
    "attendance": ("sign_ins", "punches", "monthly_reports"),
}
_BOOK_OF = {"secretary_logs": ("secretary_logs", "work_logs"), "leader_records": ("leader_records", "team_records")}

_GROUPS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "systems": (
        "制度文件",
        {
            "system_management": "管理制度", "system_appraisal": "考核制度", "system_incentive": "激励制度",
            "system_recall": "召回制度", "system_training": "培训制度",
        },
    ),
    "plans": ("规划计划", {"five_year_plan": "五年发展规划", "yearly_plan": "年度计划"}),
    "object_ledgers": ("四类对象台账", {"four_kinds_ledger": "四类对象台账"}),
    "talents": ("人才资料", {"talent_ledger": "乡土人才台账", "talent_plan": "人才培养计划"}),
    "link_ledgers": ("挂联台账", {"link_ledger": "挂联台账"}),
    "files": ("档案", {"household_files": "一户一档", "village_files": "村级档案"}),
    "trainings": ("培训记录", {"training_records": "培训记录"}),
    "management": ("日常管理考核资料", {"management_records": "日常管理考核资料"}),
}  # fmt: skip
_STANDING = frozenset({"five_year_plan", *_GROUPS["systems"][1]})


def archive_months(of: Material) -> pd.DataFrame:
    """Make the fact table archive_month: one row per village and kind of monthly book over the look-back.

    A month is lacking where neither rows of it were handed in nor the archive list has it; months in which the village
    had nobody in post are not due, slips only in months with leave in the sign-in book. Null where no archive list
    was handed in and some month is not there otherwise.
    """
    listed, months = _listed_months(of), months_between(of.scope.look_back_first, of.scope.last)
    leave = _leave_months(of)
    rows = []
    for village, served in _served_months(of, months).items():
        known = of.submissions.known_village("archives", village, of.scope.month)
        for code, title in DOCUMENTS.items():
            due = [month for month in served if code != "leave_slips" or (village, month) in leave]
            gone = [month for month in due if not _is_there(of, listed, village, code, month)]
            rows.append(
                {
                    "village": village, "document": code, "document_title": title,
                    "look_back_from": pd.Timestamp(of.scope.look_back_first),
                    "look_back_to": pd.Timestamp(of.scope.last),
                    "due_months": len(due), "missing_months": len(gone) if known or not gone else None,
                    "missing_items": _said(gone) if known or not gone else None,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def _is_there(of: Material, listed: frozenset[tuple[str, str, str]], village: str, code: str, month: str) -> bool:
    books = _BOOK_OF.get(code, (code,))
    if any((place, book, month) in listed for place in (village, "") for book in books):
        return True
    handed = of.submissions.places
    return any((source, village, month) in handed for source in _HANDED_IN_AS.get(code, ()))


def _listed_months(of: Material) -> frozenset[tuple[str, str, str]]:
    """Give (village, kind, month) of what the archive list says is there; a year stands for all its months."""
    rows = of.frames["archives"]
    rows = rows[rows["present"].fillna(value=False).astype("bool")]
    years = rows["year"].astype("Int64").astype("str").where(rows["month"] == "", "")
    columns = (texts(rows[name]) for name in ("of_village", "kind", "month", "last_month"))
    found: set[tuple[str, str, str]] = set()
    for village, kind, first, last, year in zip(*columns, texts(years.fillna("")), strict=True):
        begin, end = (first, last or first) if first else (f"{year}-01", f"{year}-12")
        if first or year:
            found |= {(village, kind, month) for month in _span(begin, end)}
    return frozenset(found)


def _span(first: str, last: str) -> list[str]:
    return months_between(date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last}-01"))


def _served_months(of: Material, months: Iterable[str]) -> dict[str, list[str]]:
    """List by village the months in which somebody was in post, the audited one only when it is over."""
    over = of.over(of.scope.last)
    terms = of.members.postings
    began, ended = (terms[name].dt.strftime("%Y-%m").fillna("9999-12") for name in ("arrived_on", "left_on"))
    served: dict[str, list[str]] = {village: [] for village in texts(terms["village"])}
    for month in months:
        if over or month < of.scope.month:
            for village in dict.fromkeys(texts(terms.loc[(began <= month) & (ended >= month), "village"])):
                served[village].append(month)
    return served


def _leave_months(of: Material) -> frozenset[tuple[str, str]]:
    signs = of.frames["sign_in_grid"]
    leave = signs[(signs["code"] == "leave") & (signs["of_village"] != "")]
    return frozenset(zip(texts(leave["of_village"]), texts(leave["date"].dt.strftime("%Y-%m")), strict=True))


def _said(months: Iterable[str]) -> str:
    """Write months by year: 2022年3月、5月，2023年1月."""
    years: dict[str, list[str]] = {}
    for month in months:
        years.setdefault(month[:4], []).append(f"{int(month[5:])}月")
    return "，".join(f"{year}年{'、'.join(names)}" for year, names in years.items())


def yearly_papers(of: Material) -> pd.DataFrame:
    """Make the fact table yearly_paper: last year's papers, one row per village and group of papers, and one per
    member who was in post since before July of that year until its end (appraisal form and report).

    The township's own papers count for all its villages; rules and five-year plans need no year.
    """
    year = of.scope.first.year - 1
    there = _papers_there(of, year)
    villages = sorted(set(of.roll["village"]) - {""})
    rows = [_village_row(of, there, village, group) for village in villages for group in _GROUPS]
    table = pd.DataFrame([*rows, *_member_rows(of, year)]).assign(year=year)
    return table.assign(period_from=pd.Timestamp(year, 1, 1), period_to=pd.Timestamp(year, 12, 31))


def _papers_there(of: Material, year: int) -> frozenset[tuple[str, str]]:
    rows = of.frames["archives"]
    rows = rows[rows["present"].fillna(value=False).astype("bool")]
    of_year = (rows["year"] == year).fillna(value=False) | rows["month"].str.startswith(f"{year}-")
    undated = rows["year"].isna() & (rows["month"] == "")
    chosen = rows[of_year.astype("bool") | rows["kind"].isin(_STANDING) | undated]
    return frozenset(zip(texts(chosen["of_village"]), texts(chosen["kind"]), strict=True))


def _village_row(of: Material, there: frozenset[tuple[str, str]], village: str, group: str) -> dict[str, object]:
    title, wanted = _GROUPS[group]
    gone = [name for code, name in wanted.items() if not {(village, code), ("", code)} & there]
    known = of.submissions.known_village("archives", village, of.scope.month) or not gone
    return {
        "village": village, "person_id": "", "person": "", "paper_group": group, "group_title": title,
        "subject": village,
        "lacking_papers": len(gone) if known else None, "lacking_forms": 0,
        "lacking_items": "、".join(gone) if known else None,
    }  # fmt: skip


def _member_rows(of: Material, year: int) -> list[dict[str, object]]:
    terms = of.members.postings
    since, until = pd.Timestamp(year, 7, 1), pd.Timestamp(year, 12, 31)
    due = terms[(terms["arrived_on"] < since) & (terms["left_on"].isna() | (terms["left_on"] >= until))]
    due = due.drop_duplicates("person_id", keep="last")
    records = of.frames["appraisals"]
    handed = records[records["year"] == year].drop_duplicates("person_id").set_index("person_id")
    rows = []
    for person_id, person, village in zip(due["person_id"], due["person"], due["village"], strict=True):
        mine = handed.loc[person_id] if person_id in handed.index else None
        papers = {"form": "考核登记表", "report": "述职报告"}
        gone = [
            title for name, title in papers.items() if mine is None or not bool(mine[name] is True or mine[name] == 1)
        ]
        known = of.submissions.known_village("appraisals", village, of.scope.month)
        rows.append(
            {
                "village": village, "person_id": person_id, "person": person, "paper_group": "appraisal",
                "group_title": "年度考核资料", "subject": f"{village}{person}", "lacking_papers": 0,
                "lacking_forms": len(gone) if known else None, "lacking_items": "、".join(gone) if known else None,
            }
        )  # fmt: skip
    return rows
