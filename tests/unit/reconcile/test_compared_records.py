"""Records held against each other: two members' punches, monthly summaries, one person in two places."""

from datetime import date, timedelta

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


def two() -> Township:
    return Township().member("林晓峰").member("吴桐")


def pair(t: Township) -> dict[str, object]:
    (row,) = t.ledgers().facts().tables["shared_device"].to_dict("records")
    return row


def test_two_members_on_one_phone_within_the_minutes_are_counted_by_day():
    t = punches(two(), "林晓峰", "08:00", device=PHONE)
    punches(t, "吴桐", "08:20", dates=[MONDAY, TUESDAY], device=PHONE)
    punches(t, "吴桐", "17:00", dates=[date(2023, 11, 8)], device=PHONE)
    row = pair(t)
    assert (row["same_device_days"], row["device"], row["dates"]) == (2, PHONE, "11月6日、7日")
    assert (row["comparable"], row["same_second_days"], row["same_name"]) == (True, 0, False)
    assert {row["person"], row["other"]} == {"林晓峰", "吴桐"}


def test_the_same_minute_is_nothing_and_the_same_second_counts():
    assert pair(punches(punches(two(), "林晓峰", "08:00"), "吴桐", "08:00", device=PHONE))["same_second_days"] == 0
    row = pair(punches(punches(two(), "林晓峰", "08:00:31"), "吴桐", "08:00:31", device=PHONE))
    assert row["same_second_days"] == len(W)


def test_models_and_machines_cannot_be_compared_and_missing_punches_are_unknown():
    plain = punches(punches(two(), "林晓峰", "08:00", device="iPhone 13"), "吴桐", "08:01", device="iPhone 13")
    assert pair(plain)["comparable"] is False
    assert pd.isna(pair(punches(two(), "林晓峰", "08:00"))["comparable"])
    machine = {"device_kind": "machine", "device": PHONE}
    assert (
        pair(punches(punches(two(), "林晓峰", "08:00:31", **machine), "吴桐", "08:00:31", **machine))["comparable"]
        is False
    )


def month_of(t: Township) -> dict[str, object]:
    (row,) = t.facts().tables["person_month"].to_dict("records")
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


def timed_duty(begin: str, end: str) -> dict[str, object]:
    precise = {"start_precision": "minute", "end_precision": "minute", "document": "通知"}
    return {
        "person": "林晓峰", "kind": "training", "kind_text": "培训", "start": pd.Timestamp(f"{MONDAY} {begin}"),
        "end": pd.Timestamp(f"{MONDAY} {end}"), "content": "县里会议", **precise,
    }  # fmt: skip


def meeting(begin: str, village: str = VILLAGE) -> dict[str, object]:
    return {
        "village": village, "held_on": MONDAY, "kind": "team", "attendees": ("林晓峰",), "absentees": (),
        "began_at": pd.Timestamp(f"{MONDAY} {begin}"), "began_at_precision": "minute",
    }  # fmt: skip


def test_a_village_meeting_during_training_in_the_county_is_a_conflict():
    t = Township().member("林晓峰").signed("林晓峰", W)
    t.ledgers(duties=[timed_duty("14:00", "17:00")], meetings=[meeting("14:30")])
    row = month_of(t)
    assert (row["conflict_days"], row["times_told"]) == (1, True)
    assert "11月6日14:30同时有" in row["conflict_items"]
    apart = Township().member("林晓峰").signed("林晓峰", W)
    apart.ledgers(duties=[timed_duty("14:00", "14:40")], meetings=[meeting("14:30")])
    assert month_of(apart)["conflict_days"] == 0


def test_a_punch_in_the_village_well_inside_training_elsewhere_is_a_conflict_and_one_at_its_edge_is_not():
    for at, hits in (("15:30", 1), ("14:20", 0), ("18:00", 0)):
        t = Township().member("林晓峰").signed("林晓峰", W).ledgers(duties=[timed_duty("14:00", "17:00")])
        t.sheet("villages", [{"village": VILLAGE, "township": "青禾镇"}])
        assert month_of(punches(t, "林晓峰", at, dates=[MONDAY]))["conflict_days"] == hits


def test_check_ins_too_far_apart_for_the_time_are_a_conflict():
    def check_in(at: str, longitude: float) -> dict[str, object]:
        return {
            "person": "林晓峰", "date": MONDAY, "checked_at": pd.Timestamp(f"{MONDAY} {at}"), "longitude": longitude,
            "latitude": 29.86, "place": "路上", "address": "", "device": "",
        }  # fmt: skip

    def town(*rows: dict[str, object]) -> dict[str, object]:
        t = Township().member("林晓峰").signed("林晓峰", W).ledgers()
        t.sheet("villages", [{"village": VILLAGE, "township": "青禾镇", "longitude": 107.73, "latitude": 29.86}])
        return month_of(t.sheet("dingtalk_check_ins", rows, period=NOVEMBER))

    near, far = check_in("08:00", 107.73), check_in("08:15", 108.13)
    assert town(near, far)["conflict_items"] == "11月6日08:15签到距上一次15分钟、39公里"
    assert town(near, check_in("09:15", 108.13))["conflict_days"] == 0
    assert town(near, check_in("08:05", 107.83))["conflict_days"] == 0
