"""A member's year from the months handed in, and leave taken in one stretch with several slips."""

from datetime import date, timedelta

import pandas as pd
from township import Township, workdays

OCTOBER = (date(2023, 10, 1), date(2023, 10, 31))
DECEMBER = (date(2023, 12, 1), date(2023, 12, 31))


def year_of(t: Township, month: str = "2023-12", **options) -> dict[str, object]:
    (row,) = t.facts(month, as_of=date(2024, 1, 10), **options).tables["person_year"].to_dict("records")
    return row


def cases_of(t: Township, **options) -> list[dict[str, object]]:
    return t.facts(**options).tables["leave_case"].to_dict("records")


def test_days_of_months_not_handed_in_stay_open():
    t = Township().member("林晓峰", arrived=date(2023, 10, 1))
    for period in (OCTOBER, DECEMBER):
        t.signed("林晓峰", workdays(*period), month=period).ledgers(period=period)
    row = year_of(t)
    assert (row["active_days"], row["year_days"], row["period_over"]) == (92, 365, True)
    assert (row["least_present_days"], row["open_days"]) == (len(workdays(*OCTOBER)) + len(workdays(*DECEMBER)), 30)
    assert row["open_workdays"] == len(workdays())
    assert year_of(t, "2023-10")["period_over"] is False


def test_open_days_are_unreported_or_still_to_come_less_the_leave_approved_for_them():
    t = Township().member("林晓峰", arrived=date(2023, 10, 1)).signed("林晓峰", workdays())
    t.ledgers(leaves=[t.leave("林晓峰", date(2023, 12, 4), date(2023, 12, 5), leave_type="年休假")])
    row = year_of(t, "2023-11")
    assert (row["covered_to"], row["days_left"]) == (pd.Timestamp(2023, 11, 30), 31)
    assert (row["unreported_days"], row["unreported_workdays"]) == (31, len(workdays(*OCTOBER)))
    assert (row["remaining_days"], row["remaining_workdays"]) == (29, len(workdays(*DECEMBER)) - 2)
    assert (row["open_days"], row["leave_days"]) == (62, 0)


def test_duty_counts_beside_presence_and_a_second_posting_is_the_same_year():
    t = Township().member("林晓峰", arrived=date(2023, 11, 1), left=date(2023, 11, 15))
    t.member("林晓峰", village="柳湾村", arrived=date(2023, 11, 16))
    monday = date(2023, 11, 6)
    duty = {
        "person": "林晓峰", "kind": "training", "kind_text": "培训", "start": pd.Timestamp(monday), "document": "通知",
        "start_precision": "day", "end": pd.Timestamp(monday) + timedelta(hours=23), "end_precision": "day",
    }  # fmt: skip
    kept = [day for day in workdays() if day != monday]
    t.signed("林晓峰", [day for day in kept if day.day < 16])
    t.signed("林晓峰", [day for day in kept if day.day > 15], village="柳湾村").ledgers(duties=[duty])
    row = year_of(t, "2023-11")
    assert (row["active_days"], row["village"]) == (61, "柳湾村")
    assert (row["least_present_days"], row["duty_days"], row["duty_workdays"]) == (len(kept), 1, 1)
    assert row["open_days"] == 31


def test_leave_of_the_year_is_counted_by_day_without_the_kinds_left_aside():
    t = Township().member("林晓峰", arrived=date(2023, 10, 1)).signed("林晓峰", workdays())
    leaves = [
        t.leave("林晓峰", date(2023, 11, 10), date(2023, 11, 13)),
        t.leave("林晓峰", date(2023, 11, 20), date(2023, 11, 21), leave_type="年休假"),
    ]
    t.ledgers(leaves=leaves)
    row = year_of(t, "2023-11")
    assert (row["leave_days"], row["leave_workdays"]) == (4, 2)
    assert (row["open_leave_days"], row["open_leave_workdays"]) == (31, len(workdays(*OCTOBER)))


def test_leave_over_new_year_is_split_between_the_years():
    t = Township().member("林晓峰", arrived=date(2023, 12, 1)).signed("林晓峰", workdays(*DECEMBER), month=DECEMBER)
    t.ledgers(leaves=[t.leave("林晓峰", date(2023, 12, 29), date(2024, 1, 3))], period=DECEMBER)
    assert year_of(t)["leave_days"] == 3


def team() -> Township:
    return Township().member("林晓峰").signed("林晓峰", workdays())


def test_a_friday_and_a_monday_are_one_stretch_bridged_by_the_weekend():
    t = team()
    friday, monday = date(2023, 11, 10), date(2023, 11, 13)
    level = {"approver": "村支书", "approver_level": "1"}
    t.ledgers(leaves=[t.leave("林晓峰", day, day, **level) for day in (friday, monday)])
    (case,) = cases_of(t)
    assert (case["slips"], case["workdays"], case["longest_workdays"], case["highest_level"]) == (2, 2, 1, 1)
    assert (case["start_on"].date(), case["end_on"].date(), case["kinds"]) == (friday, monday, 1)


def test_a_workday_between_makes_two_stretches_and_an_unknown_level_stays_unknown():
    t = team()
    slips = [
        t.leave("林晓峰", date(2023, 11, 9), date(2023, 11, 9)),
        t.leave("林晓峰", date(2023, 11, 13), date(2023, 11, 13)),
        t.leave("林晓峰", date(2023, 11, 14), date(2023, 11, 14), approver="老王", approver_level=""),
    ]
    first, second = cases_of(t.ledgers(leaves=slips))
    assert (first["slips"], first["highest_level"], first["highest_level_title"]) == (1, 2, "乡镇")
    assert second["slips"] == 2
    assert pd.isna(second["highest_level"])
    assert cases_of(t, split_gap_workdays=1)[0]["slips"] == 3


def test_a_stretch_over_a_long_holiday_is_bridged_only_within_the_window():
    t = Township().member("林晓峰").signed("林晓峰", workdays(*OCTOBER), month=OCTOBER)
    slips = [t.leave("林晓峰", day, day) for day in (date(2023, 9, 28), date(2023, 10, 7))]
    t.ledgers(leaves=slips, period=OCTOBER)
    assert [case["slips"] for case in t.facts("2023-10").tables["leave_case"].to_dict("records")] == [2]
    apart = t.facts("2023-10", split_window_days=5).tables["leave_case"].to_dict("records")
    assert [case["slips"] for case in apart] == [1]


def test_nobody_on_leave_gives_no_stretch():
    assert cases_of(team().ledgers()) == []
