"""How often units and their leaders came to the village, and heard the team's report."""

from datetime import date

import pandas as pd
import pytest
from township import VILLAGE, Township

from audit.reconcile.unit_periods import leader_periods, unit_periods

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
UNIT = "县农业农村局"
JANUARY = date(2024, 1, 10)
ALL_PAPERS = {"minutes": True, "photo": True, "photo_dated": True, "demands": "机耕道水毁", "solved": "已修复"}


def visit(day: date, *, unit: str = UNIT, level: str = "head", kind: str = "research", **more: object) -> dict:
    row = {"village": VILLAGE, "unit": unit, "visited_on": day, "leader_level": level, "kind": kind, "matters": "调研"}
    return {**row, **ALL_PAPERS, **more}


def team(**options: object) -> Township:
    return Township().member("林晓峰", unit=UNIT, **options)


def visited(*rows: dict, t: Township | None = None, period=YEAR, missing=()) -> Township:
    return (t or team()).sheet("unit_visits", rows, title="青禾镇单位到村登记", period=period, missing=missing)


def briefed(t: Township, *days: date, minutes: object = True, missing=()) -> Township:
    rows = [{"village": VILLAGE, "unit": UNIT, "held_on": day, "minutes": minutes} for day in days]
    return t.sheet("unit_briefings", rows, title="青禾镇听取驻村工作汇报登记", period=YEAR, missing=missing)


def of_unit(t: Township, span: str = "year", unit: str = UNIT, month: str = "2023-12") -> pd.Series:
    table = unit_periods(t.material(month, as_of=JANUARY))
    return table.set_index(["unit", "span"]).loc[(unit, span)]


def of_leader(t: Township, level: str, span: str, month: str = "2023-12") -> pd.Series:
    table = leader_periods(t.material(month, as_of=JANUARY))
    return table.set_index(["level", "span"]).loc[(level, span)]


def test_visits_are_counted_by_day_in_each_period() -> None:
    t = visited(visit(date(2023, 3, 8)), visit(date(2023, 11, 6)), visit(date(2023, 11, 6), level="deputy"))
    assert [of_unit(t, span)["visits"] for span in ("year", "half_year", "quarter")] == [2, 1, 1]
    assert of_unit(t)["visit_dates"] == "3月8日、11月6日"


def test_periods_are_named_as_offices_name_them() -> None:
    t = visited(visit(date(2023, 3, 8)))
    titles = [of_unit(t, span)["span_title"] for span in ("year", "half_year", "quarter")]
    assert titles == ["2023年", "2023年下半年", "2023年第四季度"]


def test_without_the_list_for_every_month_the_count_is_not_known() -> None:
    assert pd.isna(of_unit(visited(visit(date(2023, 11, 6)), period=(date(2023, 7, 1), date(2023, 12, 31))))["visits"])
    assert pd.isna(of_unit(team())["visits"])


def test_a_year_is_over_when_its_last_month_is_audited() -> None:
    t = visited(visit(date(2023, 3, 8)))
    assert not of_unit(t, month="2023-11")["period_over"]
    assert of_unit(t)["period_over"]
    assert of_unit(t, month="2023-11")["days_left"] == 31


def test_the_days_with_a_member_of_the_unit_in_post_are_counted_once() -> None:
    t = team(arrived=date(2023, 12, 1)).member("吴桐", unit=UNIT, arrived=date(2023, 12, 22))
    assert of_unit(visited(t=t))["posted_days"] == 31


def test_two_units_of_one_village_are_each_counted() -> None:
    t = team().member("吴桐", unit="县水利局")
    visited(visit(date(2023, 3, 8)), visit(date(2023, 4, 8), unit="青禾县水利局"), t=t)
    assert [of_unit(t, unit=unit)["visits"] for unit in (UNIT, "县水利局")] == [1, 1]


def test_a_unit_of_the_unit_list_without_a_member_is_counted_too() -> None:
    t = visited(visit(date(2023, 3, 8), unit="县供销社"))
    t.sheet("units", [{"village": VILLAGE, "unit": "县供销社", "head": "周启明", "deputy": ""}], title="后盾单位一览表")
    row = of_unit(t, unit="县供销社")
    assert (row["visits"], row["posted_days"]) == (1, 365)


def test_a_visitor_that_is_neither_posting_nor_listed_has_no_row() -> None:
    t = visited(visit(date(2023, 3, 8), unit="县水利局"))
    assert set(unit_periods(t.material("2023-12", as_of=JANUARY))["unit"]) == {UNIT}


def test_a_name_that_resembles_the_unit_leaves_its_count_open() -> None:
    t = visited(visit(date(2023, 3, 8), unit="县农业发展局"))
    assert pd.isna(of_unit(t)["visits"])
    assert pd.isna(of_leader(t, "head", "year")["visits"])
    assert of_unit(t, "half_year")["visits"] == 0


def test_reports_heard_in_the_village_and_at_the_unit_are_counted_together() -> None:
    t = briefed(visited(visit(date(2023, 3, 8), kind="report")), date(2023, 11, 20))
    assert (of_unit(t)["briefings"], of_unit(t)["recorded_briefings"], of_unit(t, "half_year")["briefings"]) == (
        2,
        2,
        1,
    )


def test_a_report_without_minutes_is_heard_but_not_recorded() -> None:
    row = of_unit(briefed(visited(), date(2023, 11, 20), minutes=False))
    assert (row["briefings"], row["recorded_briefings"]) == (1, 0)


def test_a_list_without_a_column_for_minutes_does_not_tell_of_them() -> None:
    row = of_unit(briefed(visited(), date(2023, 11, 20), minutes=None, missing={"minutes"}))
    assert row["briefings"] == 1
    assert pd.isna(row["recorded_briefings"])


def test_reports_are_not_known_while_one_of_the_two_lists_is_missing() -> None:
    assert pd.isna(of_unit(visited(visit(date(2023, 3, 8), kind="report")))["briefings"])


def test_head_and_deputy_are_counted_apart() -> None:
    t = visited(
        visit(date(2023, 11, 6)), visit(date(2023, 10, 9), level="deputy"), visit(date(2023, 12, 4), level="other")
    )
    head, deputy = of_leader(t, "head", "half_year"), of_leader(t, "deputy", "quarter")
    assert (head["visits"], deputy["visits"], deputy["visits_with_head"]) == (1, 1, 2)
    assert (head["level_title"], deputy["level_title"]) == ("主要领导", "分管领导")


def test_a_visit_by_an_unnamed_leader_leaves_the_count_open_only_where_there_is_no_other() -> None:
    t = visited(visit(date(2023, 11, 6), level=""), visit(date(2023, 12, 4), level="deputy"))
    assert pd.isna(of_leader(t, "head", "half_year")["visits"])
    assert of_leader(t, "deputy", "quarter")["visits"] == 2


@pytest.mark.parametrize(
    ("more", "head", "deputy"),
    [
        ({}, "", ""),
        ({"minutes": False}, "会议记录", "会议记录"),
        ({"photo_dated": False}, "影像注明的时间", ""),
        ({"solved": ""}, "诉求及解决情况", ""),
        ({"photo": False, "photo_dated": False}, "影像资料、影像注明的时间", "影像资料"),
        ({"minutes": None, "proof": "会议纪要、照片2张", "photo": None}, "", ""),
    ],
)
def test_papers_are_asked_of_each_level_by_its_own_standard(more: dict, head: str, deputy: str) -> None:
    t = visited(visit(date(2023, 11, 6), **more), visit(date(2023, 11, 7), level="deputy", **more))
    rows = [of_leader(t, "head", "half_year"), of_leader(t, "deputy", "quarter")]
    assert [row["level_papers"] for row in rows] == [head, deputy]
    assert [bool(row["lacks_level_papers"]) for row in rows] == [bool(head), bool(deputy)]


def test_papers_of_one_visit_are_enough_for_the_period() -> None:
    t = visited(visit(date(2023, 11, 6), minutes=False), visit(date(2023, 12, 6)))
    assert not of_leader(t, "head", "half_year")["lacks_level_papers"]


def test_a_column_that_the_list_does_not_have_is_not_known() -> None:
    row = of_leader(visited(visit(date(2023, 11, 6), photo_dated=None), missing={"photo_dated"}), "head", "half_year")
    assert pd.isna(row["lacks_level_papers"])
    assert row["visits"] == 1


def test_without_a_visit_no_papers_are_missed() -> None:
    row = of_leader(visited(), "head", "half_year")
    assert (row["visits"], bool(row["lacks_level_papers"]), row["level_papers"]) == (0, False, "")


def test_a_vacant_post_is_taken_from_the_unit_list() -> None:
    t = visited().sheet(
        "units", [{"village": VILLAGE, "unit": UNIT, "head": "周启明", "deputy": "空缺"}], title="后盾单位一览表"
    )
    assert [bool(of_leader(t, level, "quarter")["post_vacant"]) for level in ("head", "deputy")] == [False, True]
