"""Visits, interfaces, machines, diaries and lists of attendees in the ledger; what part of a month says of the rest."""

from datetime import date, timedelta
from functools import cache

import pandas as pd
import pytest
from township import NOVEMBER, VILLAGE, Township, workdays

MONDAY, TUESDAY, SATURDAY = (date(2023, 11, day) for day in (6, 7, 11))
W = workdays()
FIRST_HALF = (date(2023, 11, 1), date(2023, 11, 15))


def day_of(t: Township, day: date, person: str = "林晓峰", **options) -> pd.Series:
    table = t.facts("2023-11", **options).tables["person_day"]
    (row,) = table[(table["person"] == person) & (table["date"] == pd.Timestamp(day))].to_dict("records")
    return row


def team() -> Township:
    return Township().member("林晓峰").signed("林晓峰", W)


def visit(day: date, *visitors: str) -> dict[str, object]:
    return {"village": VILLAGE, "visited_on": day, "household": "陈某", "visitors": visitors}


EARLY = [day for day in W if day <= FIRST_HALF[1]]
WEEK = [date(2023, 11, day) for day in range(6, 11)]
MACHINES = {"无址": ("", "B"), "有址": ("村委会", "A")}


def _called(user_id: str, day: date, **more) -> dict[str, object]:
    punched = pd.Timestamp(day) + timedelta(hours=8)
    row = {"user_id": user_id, "work_date": day, "punched_at": punched, "result_code": "normal"}
    return row | {"device_kind": "phone"} | more


def _by_machine(person: str, day: date, n: int) -> dict[str, object]:
    at, address = pd.Timestamp(day) + timedelta(hours=8 + 9 * n), MACHINES[person][0]
    usual = {"result_code": "normal", "device_kind": "machine", "address": address}
    return {"person": person, "work_date": day, "punched_at": at, **usual}


@cache
def sources() -> Township:
    """A member for each way of telling attendance, of a village without a ledger of visits."""
    t = team()
    for person in (*MACHINES, "刷卡", "半月", "一周", "日记"):
        t.member(person).signed(person, W)
    t.member("无名", user_id="0235").signed("无名", W).member("未打", user_id="0299")
    t.member("半册").signed("半册", W[1:], month=FIRST_HALF).punched("半册", W)
    t.member("无访").signed("无访", W[:3] + W[4:]).punched("无访", W[1:2]).logged("无访", [])
    called = [_called(user_id, day) for user_id in ("0235", "0777") for day in W]
    t.sheet("dingtalk_api", called, title="recordresult")
    missing = [{"user_id": "0299", "work_date": day, "result_code": "missing"} for day in W]
    t.sheet("dingtalk_api", missing, title="recordresult")
    t.sheet("machine_rows", [_by_machine(person, day, n) for person in MACHINES for day in W for n in range(2)])
    cards = [{"person": "刷卡", "date": day, "times": (pd.Timestamp(day),) if day != MONDAY else ()} for day in W]
    t.sheet("machine_cards", cards, period=NOVEMBER)
    t.punched("半月", EARLY[1:], period=FIRST_HALF).punched("一周", [WEEK[0], *WEEK[2:]], period=None)
    entry = {"person": "日记", "village": VILLAGE, "log_date": MONDAY, "content": "走访三组监测户"}
    t.punched("日记", W).sheet("diaries", [entry], title=f"{VILLAGE}日记驻村日志", period=NOVEMBER)
    return t.ledgers()


def test_a_visit_is_a_trace_and_the_third_group_of_evidence():
    assert day_of(sources(), MONDAY, "无访")["untraced"]
    t = team().member("吴桐").signed("吴桐", [day for day in W if day != MONDAY])
    t.punched("吴桐", [day for day in W if day != MONDAY]).logged("吴桐", []).ledgers()
    t.sheet("visits", [visit(MONDAY, "吴桐", "驻村工作队"), visit(TUESDAY, "吴桐")], title=f"{VILLAGE}走访台账")
    t.sheet("visits", [visit(TUESDAY, "林晓峰")])
    assert not day_of(t, MONDAY, "吴桐")["untraced"]
    assert t.facts().records["visits"]["person_id"].tolist() == ["吴桐@县农业农村局"] * 2 + ["林晓峰@县农业农村局"]
    assert day_of(t, TUESDAY)["corroborated"]


def test_without_any_visits_nothing_becomes_unknown():
    day = day_of(sources(), MONDAY, "无访")
    assert day["visited"] is False
    assert day["untraced"] is True


def test_a_record_without_a_name_belongs_to_the_roster_s_user_id():
    day = day_of(sources(), MONDAY, "无名")
    assert (day["punches"], day["punch_grade"]) == (1, "B")
    assert not [error for error in sources().facts().errors if "0777" in error.message]


def test_user_ids_that_the_roster_does_not_know_are_told_once():
    rows = [
        {"user_id": "0777", "work_date": day, "punched_at": pd.Timestamp(day), "result_code": "normal"} for day in W
    ]
    t = team().sheet("dingtalk_api", rows, title="recordresult")
    assert [error.code for error in t.facts().errors] == ["unknown-user-id"]


def test_a_row_that_is_not_signed_is_no_punch():
    day = day_of(sources(), MONDAY, "未打")
    assert day["punches"] == 0
    assert day["missed_punch"]


@pytest.mark.parametrize(("person", "grade"), [(person, grade) for person, (_, grade) in MACHINES.items()])
def test_a_machine_is_evidence_with_its_place_and_lesser_without(person: str, grade: str):
    day = day_of(sources(), MONDAY, person)
    assert (day["punches"], day["punch_grade"]) == (2, grade)


def test_punch_cards_say_that_a_day_without_a_punch_had_none():
    assert day_of(sources(), MONDAY, "刷卡")["missed_punch"]
    assert day_of(sources(), TUESDAY, "刷卡")["punches"] == 1


def test_half_a_month_of_punches_says_nothing_of_the_other_half():
    assert day_of(sources(), EARLY[0], "半月")["missed_punch"]
    assert pd.isna(day_of(sources(), date(2023, 11, 20), "半月")["missed_punch"])


def test_rows_without_a_stated_period_speak_for_the_days_between_them_and_the_weekend_beside():
    assert day_of(sources(), TUESDAY, "一周")["missed_punch"]
    assert day_of(sources(), SATURDAY, "一周")["punches"] == 0
    assert pd.isna(day_of(sources(), date(2023, 11, 13), "一周")["missed_punch"])


def test_half_a_month_of_signs_says_nothing_of_the_other_half():
    assert day_of(sources(), W[0], "半册")["missed_sign"]
    late = day_of(sources(), date(2023, 11, 20), "半册")
    assert pd.isna(late["signed_half_days"])
    assert pd.isna(late["missed_sign"])


def test_a_diary_is_a_work_log():
    assert day_of(sources(), MONDAY, "日记")["logged"]
    assert day_of(sources(), TUESDAY, "日记")["missed_log"]


def signed_list(*people: tuple[str, bool]) -> list[dict[str, object]]:
    return [
        {
            "village": VILLAGE, "held_on": MONDAY, "kind": "team", "kind_text": "工作队会议签到表", "person": person,
            "signed": "√" if came else "", "present": came,
        }
        for person, came in people
    ]  # fmt: skip


def test_who_signed_a_meetings_list_was_there_and_nothing_else_is_demanded_of_it():
    t = team().member("吴桐").sheet("meeting_sign_in", signed_list(("林晓峰", True), ("吴桐", False), ("村会计", True)))
    facts = t.facts()
    (held,) = facts.tables["meeting"].to_dict("records")
    assert (held["attendees"], held["kind"]) == (2, "team")
    assert pd.isna(held["lacks_minutes"])
    assert held["missing"] == ""
    days = facts.tables["person_day"].set_index(["person", "date"])["met"]
    assert days["林晓峰", pd.Timestamp(MONDAY)]
    assert pd.isna(days["吴桐", pd.Timestamp(MONDAY)])


def test_a_list_nobody_signed_is_no_meeting():
    assert team().sheet("meeting_sign_in", signed_list(("林晓峰", False))).facts().tables["meeting"].empty
