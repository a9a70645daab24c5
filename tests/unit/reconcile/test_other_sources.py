"""Visits, interfaces, machines, diaries and lists of attendees in the ledger; what part of a month says of the rest."""

from datetime import date, timedelta

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


def team(*, signed=W, without=()) -> Township:
    kept = [day for day in signed if day not in without]
    return Township().member("林晓峰").signed("林晓峰", kept)


def visit(day: date, *visitors: str) -> dict[str, object]:
    return {"village": VILLAGE, "visited_on": day, "household": "陈某", "visitors": visitors}


def test_a_visit_is_a_trace_and_the_third_group_of_evidence():
    t = team(without=[MONDAY]).punched("林晓峰", [day for day in W if day != MONDAY]).logged("林晓峰", []).ledgers()
    assert day_of(t, MONDAY)["untraced"]
    t.sheet("visits", [visit(MONDAY, "林晓峰", "驻村工作队"), visit(TUESDAY, "林晓峰")], title=f"{VILLAGE}走访台账")
    assert not day_of(t, MONDAY)["untraced"]
    facts = t.facts()
    assert facts.records["visits"]["person_id"].tolist() == ["林晓峰@县农业农村局"] * 2
    only_signed = team().logged("林晓峰", []).ledgers().sheet("visits", [visit(TUESDAY, "林晓峰")])
    assert day_of(only_signed, TUESDAY)["corroborated"]


def test_without_any_visits_nothing_becomes_unknown():
    day = day_of(team(without=[MONDAY]).punched("林晓峰", W[1:2]).logged("林晓峰", []).ledgers(), MONDAY)
    assert day["visited"] is False
    assert day["untraced"] is True


def test_a_record_without_a_name_belongs_to_the_roster_s_user_id():
    rows = [
        {
            "user_id": user_id, "work_date": day, "punched_at": pd.Timestamp(day) + timedelta(hours=8),
            "result_code": "normal", "device_kind": "phone",
        }
        for user_id in ("0235", "0777") for day in W
    ]  # fmt: skip
    t = team().sheet("dingtalk_api", rows, title="recordresult")
    t.member("吴桐", user_id="0235")
    day = day_of(t.ledgers(), MONDAY, "吴桐")
    assert (day["punches"], day["punch_grade"]) == (1, "B")
    assert not [error for error in t.facts().errors if "0777" in error.message]


def test_user_ids_that_the_roster_does_not_know_are_told_once():
    rows = [
        {"user_id": "0777", "work_date": day, "punched_at": pd.Timestamp(day), "result_code": "normal"} for day in W
    ]
    t = team().sheet("dingtalk_api", rows, title="recordresult")
    assert [error.code for error in t.facts().errors] == ["unknown-user-id"]


def test_a_row_that_is_not_signed_is_no_punch():
    rows = [{"user_id": "0235", "work_date": day, "result_code": "missing"} for day in W]
    t = Township().member("吴桐", user_id="0235").sheet("dingtalk_api", rows, title="recordresult")
    day = day_of(t.ledgers(), MONDAY, "吴桐")
    assert day["punches"] == 0
    assert day["missed_punch"]


@pytest.mark.parametrize(("address", "grade"), [("", "B"), ("村委会", "A")])
def test_a_machine_is_evidence_with_its_place_and_lesser_without(address: str, grade: str):
    rows = [
        {
            "person": "林晓峰", "work_date": day, "punched_at": pd.Timestamp(day) + timedelta(hours=8 + 9 * n),
            "result_code": "normal", "device_kind": "machine", "address": address,
        }
        for day in W for n in range(2)
    ]  # fmt: skip
    day = day_of(team().sheet("machine_rows", rows).ledgers(), MONDAY)
    assert (day["punches"], day["punch_grade"]) == (2, grade)


def test_punch_cards_say_that_a_day_without_a_punch_had_none():
    rows = [{"person": "林晓峰", "date": day, "times": (pd.Timestamp(day),) if day != MONDAY else ()} for day in W]
    t = team().sheet("machine_cards", rows, period=NOVEMBER).ledgers()
    assert day_of(t, MONDAY)["missed_punch"]
    assert day_of(t, TUESDAY)["punches"] == 1


def test_half_a_month_of_punches_says_nothing_of_the_other_half():
    early = [day for day in W if day <= FIRST_HALF[1]]
    t = team().punched("林晓峰", early[1:], period=FIRST_HALF).ledgers()
    t.member("吴桐").punched("吴桐", W, period=NOVEMBER)
    assert day_of(t, early[0])["missed_punch"]
    assert pd.isna(day_of(t, date(2023, 11, 20))["missed_punch"])


def test_rows_without_a_stated_period_speak_for_the_days_between_them_and_the_weekend_beside():
    week = [date(2023, 11, day) for day in range(6, 11)]
    t = team().punched("林晓峰", [week[0], *week[2:]], period=None).ledgers()
    assert day_of(t, TUESDAY)["missed_punch"]
    assert day_of(t, SATURDAY)["punches"] == 0
    assert pd.isna(day_of(t, date(2023, 11, 13))["missed_punch"])


def test_half_a_month_of_signs_says_nothing_of_the_other_half():
    t = Township().member("林晓峰").signed("林晓峰", W[1:], month=FIRST_HALF).punched("林晓峰", W).ledgers()
    assert day_of(t, W[0])["missed_sign"]
    late = day_of(t, date(2023, 11, 20))
    assert pd.isna(late["signed_half_days"])
    assert pd.isna(late["missed_sign"])


def test_a_diary_is_a_work_log():
    t = team().punched("林晓峰", W)
    t.sheet("diaries", [{"person": "林晓峰", "village": VILLAGE, "log_date": MONDAY, "content": "走访三组监测户"}], title=f"{VILLAGE}林晓峰驻村日志", period=NOVEMBER)  # fmt: skip  # noqa: E501
    t.ledgers()
    assert day_of(t, MONDAY)["logged"]
    assert day_of(t, TUESDAY)["missed_log"]


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
