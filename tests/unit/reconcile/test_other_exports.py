"""Check-ins, repairs, WeCom, Feishu, absences and logs as facts: they add evidence and never make a gap."""

from datetime import date, datetime
from functools import cache

import pandas as pd
import pytest
from township import FACTS, IMPORTS, NOVEMBER, VILLAGE, Township, workdays

from audit import catalog
from audit.model.evidence import GRADES, grade_lines
from audit.reconcile.sources import gather

WHO = "林晓峰"
MONDAY, TUESDAY = date(2023, 11, 6), date(2023, 11, 7)
W = workdays()


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001  local by nature


def check_in(day: date, hour: int = 20, **more) -> dict[str, object]:
    return {"person": WHO, "date": day, "checked_at": at(day, hour), "place": VILLAGE, "address": "三组", **more}


FENCED = {"界内": 107.74, "界外": 107.80, "无坐标": None}
DAY_TABLES = {"wecom_daily": "企微日报", "wecom_times": "企微时刻", "feishu_monthly": "飞书月报"}


def of_day(table: str, person: str) -> dict[str, object]:
    row = {"person": person, "date": MONDAY, "times": (at(MONDAY, 8), at(MONDAY, 18)), "punches": 2}
    return {name: value for name, value in row.items() if name in IMPORTS[table].columns}


@cache
def exported() -> Township:
    """A member for each export, or several that tell of one day."""
    t = Township().sheet("villages", [fenced_village()])
    for person in ("仅签到", "并计", *FENCED, "补卡", *DAY_TABLES.values(), "月结", "缺勤", "评级", "未导出"):
        t.member(person)
    made = [check_in(MONDAY) | {"person": "仅签到"}]
    made += [row | {"person": "并计"} for row in (check_in(MONDAY), check_in(TUESDAY), check_in(TUESDAY, 21))]
    made += [
        check_in(MONDAY, longitude=longitude, latitude=29.86) | {"person": person}
        for person, longitude in FENCED.items()
    ]
    t.sheet("dingtalk_check_ins", made).punched("并计", [MONDAY], times=1, address="")
    for person in FENCED:
        t.punched(person, [MONDAY], address="")
    repaired = [
        {"person": "补卡", "date": day, "repaired_at": at(day, 8, 30), "status": status}
        for day, status in ((MONDAY, "approved"), (TUESDAY, "approved"), (date(2023, 11, 8), "cancelled"))
    ]
    t.punched("补卡", [MONDAY]).sheet("dingtalk_repairs", repaired)
    for table, person in DAY_TABLES.items():
        t.sheet(table, [of_day(table, person)], period=NOVEMBER)
    results = [
        {"person": "月结", "date": MONDAY, "states": ("normal",), "punches": 2, "is_rest": False, "soft": 1},
        {"person": "月结", "date": TUESDAY, "states": ("rest",), "punches": 0, "is_rest": True},
    ]
    t.sheet("wecom_monthly", results, period=NOVEMBER)
    span = (at(MONDAY, 8, 30), at(TUESDAY, 17, 30))
    row = {"person": "缺勤", "category": "leave", "leave_type": "事假", "start": span[0], "end": span[1],
           "status": "approved", "approvals": (("事假", *span, 2.0, "天"),)}  # fmt: skip
    t.sheet("dingtalk_absences", [row], title="请假记录", period=NOVEMBER)
    t.punched("评级", W[:3]).punched("评级", W[3:5], address="")
    t.punched("评级", W[5:6], result_code="makeup", device_kind="makeup").signed("未导出", W)
    return t.ledgers()


def days(person: str) -> pd.DataFrame:
    table = exported().facts().tables["person_day"]
    return table[table["person"] == person].set_index("date")


def month(person: str) -> pd.Series:
    return exported().facts().tables["person_month"].set_index("person").loc[person]


def gathered(township: Township, **conventions):
    chosen = catalog.conventions(())
    values = {name: getattr(chosen, name) for name in chosen.__slots__} | conventions
    return gather(township._typed(), township.sheets, type(chosen)(**values))


def fenced_village(**more) -> dict[str, object]:
    return {"village": VILLAGE, "longitude": 107.73, "latitude": 29.86, "fence_meters": 3000, **more}


def test_check_ins_alone_do_not_make_the_other_days_days_without_a_punch() -> None:
    found = days("仅签到")
    assert found["punches"].isna().all()
    assert found["missed_punch"].isna().all()


def test_a_check_in_is_one_more_punch_of_the_day_with_its_place_as_evidence() -> None:
    found = days("并计")
    assert found.loc[pd.Timestamp(MONDAY), ["punches", "punch_grade"]].tolist() == [2, "A"]
    assert found.loc[pd.Timestamp(TUESDAY), ["punches", "punch_grade"]].tolist() == [2, "A"]
    assert found.loc[pd.Timestamp(date(2023, 11, 8)), "punches"] == 0


@pytest.mark.parametrize(("person", "grade"), [("界内", "A"), ("界外", "B"), ("无坐标", "A")])
def test_a_check_in_outside_the_villages_fence_is_no_evidence_of_the_village(person: str, grade: str) -> None:
    assert days(person).loc[pd.Timestamp(MONDAY), "punch_grade"] == grade


def test_coordinates_become_a_distance_and_do_not_stay_unless_the_office_keeps_them() -> None:
    township = Township().member(WHO).sheet("villages", [fenced_village()])
    township.sheet("dingtalk_check_ins", [check_in(MONDAY, longitude=107.74, latitude=29.86)])
    reduced = gathered(township).frames["dingtalk_check_ins"]
    assert {"longitude", "latitude"}.isdisjoint(reduced.columns)
    # One hundredth of a degree of longitude at 29.86° north is 964 m.
    assert reduced["distance_meters"].tolist() == [964]
    assert reduced["inside"].tolist() == [True]
    kept = gathered(township, keep_coordinates=True).frames["dingtalk_check_ins"]
    assert kept[["longitude", "latitude"]].to_numpy().tolist() == [[107.74, 29.86]]


def test_without_a_fence_nobody_knows_whether_a_check_in_is_inside() -> None:
    township = Township().member(WHO).sheet("villages", [fenced_village(fence_meters=None)])
    township.sheet("dingtalk_check_ins", [check_in(MONDAY, longitude=107.80, latitude=29.86)])
    assert gathered(township).frames["dingtalk_check_ins"]["inside"].isna().all()


def test_a_repair_is_a_punch_of_grade_c_only_where_no_other_sheet_tells_of_the_day() -> None:
    found = days("补卡")[["punches", "punch_grade"]]
    assert found.loc[pd.Timestamp(MONDAY)].tolist() == [2, "A"]
    assert found.loc[pd.Timestamp(TUESDAY)].tolist() == [1, "C"]
    assert found.loc[pd.Timestamp(date(2023, 11, 8))].tolist() == [0, ""]


@pytest.mark.parametrize("table", DAY_TABLES)
def test_days_of_wecom_and_feishu_are_punches_without_a_place(table: str) -> None:
    found = days(DAY_TABLES[table])
    assert found.loc[pd.Timestamp(MONDAY), ["punches", "punch_grade"]].tolist() == [2, "B"]
    assert bool(found.loc[pd.Timestamp(TUESDAY), "missed_punch"])


def test_a_month_of_results_tells_of_punches_without_times() -> None:
    found = days("月结")
    assert found.loc[pd.Timestamp(MONDAY), ["punches", "punch_grade", "abnormal_punch"]].tolist() == [2, "B", True]
    assert not found.loc[pd.Timestamp(TUESDAY), "missed_punch"]


def test_an_absence_of_the_export_is_leave_whose_papers_are_not_known() -> None:
    (slip,) = exported().facts().tables["leave_slip"].to_dict("records")
    assert (slip["leave_type"], slip["kind"], slip["calendar_days"]) == ("事假", "leave", 2)
    assert pd.isna(slip["approver_level"])
    assert days("缺勤").loc[pd.Timestamp(MONDAY), "leave_half_days"] == 2


def test_only_a_list_of_leave_makes_the_requests_of_its_months_known() -> None:
    def sources(category: str) -> set[str]:
        row = {"person": WHO, "category": category, "start": at(MONDAY, 8), "end": at(MONDAY, 18), "status": "approved"}
        return set(gathered(Township().member(WHO).sheet("dingtalk_absences", [row])).submissions.frame["source"])

    assert "dingtalk_approvals" in sources("leave")
    assert "dingtalk_approvals" not in sources("trip")


def test_a_dingtalk_log_is_a_log_of_the_day_and_of_the_persons_village() -> None:
    row = {"person": WHO, "written_at": at(MONDAY, 20), "log_date": MONDAY, "content": "走访三组监测户"}
    facts = Township().member(WHO).sheet("dingtalk_logs", [row], period=NOVEMBER).facts()
    logged = facts.tables["person_day"].set_index("date")["logged"]
    assert bool(logged[pd.Timestamp(MONDAY)])
    assert not logged[pd.Timestamp(TUESDAY)]
    place = facts.records["work_logs"].iloc[0]
    assert (place["village"], place["file"]) == (VILLAGE, "dingtalk_logs1.xlsx")


def test_graded_days_count_the_best_evidence_of_each_day() -> None:
    found = month("评级")
    assert (found["graded_a_days"], found["graded_b_days"], found["punched_days"]) == (3, 5, 6)


def test_graded_days_are_not_known_without_any_export() -> None:
    found = month("未导出")
    assert pd.isna(found["graded_a_days"])
    assert pd.isna(found["graded_b_days"])


def test_rules_may_ask_for_days_of_a_grade() -> None:
    columns = FACTS["person_month"].columns
    assert columns["graded_a_days"].type == "int"
    assert columns["graded_b_days"].sources == ("punches",)


def test_every_grade_has_its_words() -> None:
    assert list(GRADES) == ["A", "B", "C", "D", "X"]
    assert grade_lines()[1] == f"A级：{GRADES['A']}。"


def test_every_import_table_is_attached() -> None:
    frames = gathered(Township().member(WHO)).frames
    assert set(IMPORTS) <= set(frames)


def test_records_say_where_check_ins_stand() -> None:
    township = Township().member(WHO).sheet("dingtalk_check_ins", [check_in(MONDAY)])
    sources = gathered(township)
    frame = sources.frames["dingtalk_check_ins"]
    assert frame["cell"].tolist() == ["C3"]
    assert township.facts().records["punches"]["file"].tolist() == ["dingtalk_check_ins1.xlsx"]
