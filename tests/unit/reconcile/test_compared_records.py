"""Records held against each other: two members' punches, monthly summaries, one person in two places."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

import pandas as pd
from township import NOVEMBER, VILLAGE, Township, workdays

W = workdays()
MONDAY, TUESDAY = date(2023, 11, 6), date(2023, 11, 7)
PHONE = "手机_1f2e3d4c5b6a"


def punches(t: Township, person: str, at: str, *, dates=W, device: str = "手机_aaaa0001bbbb", **more) -> Township:
    rows = [
        {
            "person": person, "work_date": day, "punched_at": pd.Timestamp(f"{day} {at}"), "result": "正常",
            "result_code": "normal", "address": f"{VILLAGE}村委会", "device": device, "device_kind": "phone", **more,
        }
        for day in dates
    ]  # fmt: skip
    return t.sheet("dingtalk_raw", rows, title="原始记录", period=NOVEMBER)


MACHINE = {"device_kind": "machine", "device": PHONE}


@cache
def pairs() -> Mapping[str, dict[str, object]]:
    """Two members in each of some villages, by village: what is told of their phones."""
    t = Township()
    for village in ("一机村", "同分村", "同秒村", "同款村", "未打村", "机具村"):
        t.member(f"{village[:2]}甲", village=village).member(f"{village[:2]}乙", village=village)
    punches(t, "一机甲", "08:00", device=PHONE)
    punches(t, "一机乙", "08:20", dates=[MONDAY, TUESDAY], device=PHONE)
    punches(t, "一机乙", "17:00", dates=[date(2023, 11, 8)], device=PHONE)
    punches(punches(t, "同分甲", "08:00"), "同分乙", "08:00", device=PHONE)
    punches(punches(t, "同秒甲", "08:00:31"), "同秒乙", "08:00:31", device=PHONE)
    punches(punches(t, "同款甲", "08:00", device="iPhone 13"), "同款乙", "08:01", device="iPhone 13")
    punches(t, "未打甲", "08:00")
    punches(punches(t, "机具甲", "08:00:31", **MACHINE), "机具乙", "08:00:31", **MACHINE)
    rows = t.ledgers().facts().tables["shared_device"].to_dict("records")
    found = {row["village"]: row for row in rows if row["person"][:2] == row["other"][:2]}
    assert len(found) == 6
    return found


def test_two_members_on_one_phone_within_the_minutes_are_counted_by_day():
    row = pairs()["一机村"]
    assert (row["same_device_days"], row["device"], row["dates"]) == (2, PHONE, "11月6日、7日")
    assert (row["comparable"], row["same_second_days"], row["same_name"]) == (True, 0, False)
    assert {row["person"], row["other"]} == {"一机甲", "一机乙"}


def test_the_same_minute_is_nothing_and_the_same_second_counts():
    assert pairs()["同分村"]["same_second_days"] == 0
    assert pairs()["同秒村"]["same_second_days"] == len(W)


def test_models_and_machines_cannot_be_compared_and_missing_punches_are_unknown():
    assert pairs()["同款村"]["comparable"] is False
    assert pd.isna(pairs()["未打村"]["comparable"])
    assert pairs()["机具村"]["comparable"] is False


def month_of(t: Township, person: str = "林晓峰") -> dict[str, object]:
    table = t.facts().tables["person_month"]
    (row,) = table[table["person"] == person].to_dict("records")
    return row


def reported(*rows: dict[str, object]) -> Township:
    t = Township().member("林晓峰").signed("林晓峰", W).punched("林晓峰", W[2:]).logged("林晓峰", W[1:]).ledgers()
    told = [{"person": "林晓峰", "village": VILLAGE, **row} for row in rows]
    return t.sheet("monthly_reports", told, title="青禾镇2023年11月考勤汇总表", period=NOVEMBER) if rows else t


def test_a_summary_is_held_against_the_details_that_are_known():
    row = month_of(reported({"days_present": 23.5, "days_leave": 0, "days_training": 0, "days_rest": 8}))
    assert (row["details_least_days"], row["details_most_days"]) == (len(W) - 2, len(W))
    assert (row["report_over_days"], row["report_under_days"], row["report_days_off"]) == (1.5, -3.5, 1.5)
    other_month = month_of(reported({"days_present": 10, "month": "2023-10"}))
    assert other_month["reported"] is False
    assert (other_month["report_over_days"], other_month["report_days_off"]) == (0, 0)
    assert pd.isna(month_of(reported())["reported"])


def test_dingtalk_s_own_count_is_held_against_its_records():
    t = Township().member("林晓峰").signed("林晓峰", W).ledgers()
    rows = [
        {"person": "林晓峰", "date": NOVEMBER[0] + timedelta(days=n), "attended_days": 22, "times": ()}
        for n in range(30)
    ]
    row = month_of(punches(t, "林晓峰", "08:00", dates=W[2:]).sheet("dingtalk_monthly", rows, period=NOVEMBER))
    assert (row["punch_summary_days"], row["summary_off_days"]) == (22, 2)


def timed_duty(person: str, begin: str, end: str) -> dict[str, object]:
    precise = {"start_precision": "minute", "end_precision": "minute", "document": "通知"}
    return {
        "person": person, "kind": "training", "kind_text": "培训", "start": pd.Timestamp(f"{MONDAY} {begin}"),
        "end": pd.Timestamp(f"{MONDAY} {end}"), "content": "县里会议", **precise,
    }  # fmt: skip


def meeting(person: str, begin: str, village: str = VILLAGE) -> dict[str, object]:
    return {
        "village": village, "held_on": MONDAY, "kind": "team", "attendees": (person,), "absentees": (),
        "began_at": pd.Timestamp(f"{MONDAY} {begin}"), "began_at_precision": "minute",
    }  # fmt: skip


def check_in(person: str, at: str, longitude: float) -> dict[str, object]:
    return {
        "person": person, "date": MONDAY, "checked_at": pd.Timestamp(f"{MONDAY} {at}"), "longitude": longitude,
        "latitude": 29.86, "place": "路上", "address": "", "device": "",
    }  # fmt: skip


@cache
def in_two_places() -> Township:
    """Members who trained in the county or checked in on the road, and what else they did that day."""
    t = Township()
    t.sheet("villages", [{"village": VILLAGE, "township": "青禾镇", "longitude": 107.73, "latitude": 29.86}])
    for person in ("开会甲", "开会乙", "打卡1530", "打卡1420", "打卡1800", "远行甲", "远行乙", "远行丙"):
        t.member(person).signed(person, W)
    duties = [timed_duty("开会甲", "14:00", "17:00"), timed_duty("开会乙", "14:00", "14:40")]
    for at in ("15:30", "14:20", "18:00"):
        person = f"打卡{at.replace(':', '')}"
        duties.append(timed_duty(person, "14:00", "17:00"))
        punches(t, person, at, dates=[MONDAY])
    roads = {"远行甲": ("08:15", 108.13), "远行乙": ("09:15", 108.13), "远行丙": ("08:05", 107.83)}
    rows = [check_in(person, *at) for person, second in roads.items() for at in (("08:00", 107.73), second)]
    t.sheet("dingtalk_check_ins", rows, period=NOVEMBER)
    return t.ledgers(duties=duties, meetings=[meeting(person, "14:30") for person in ("开会甲", "开会乙")])


def test_a_village_meeting_during_training_in_the_county_is_a_conflict():
    row = month_of(in_two_places(), "开会甲")
    assert (row["conflict_days"], row["times_told"]) == (1, True)
    assert "11月6日14:30同时有" in row["conflict_items"]
    assert month_of(in_two_places(), "开会乙")["conflict_days"] == 0


def test_a_punch_in_the_village_well_inside_training_elsewhere_is_a_conflict_and_one_at_its_edge_is_not():
    for person, hits in (("打卡1530", 1), ("打卡1420", 0), ("打卡1800", 0)):
        assert month_of(in_two_places(), person)["conflict_days"] == hits


def test_check_ins_too_far_apart_for_the_time_are_a_conflict():
    assert month_of(in_two_places(), "远行甲")["conflict_items"] == "11月6日08:15签到距上一次15分钟、39公里"
    assert month_of(in_two_places(), "远行乙")["conflict_days"] == 0
    assert month_of(in_two_places(), "远行丙")["conflict_days"] == 0
