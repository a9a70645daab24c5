"""Person-months: sums over the ledger, what is not known, what is still ahead, and who was first secretary when."""

from datetime import date
from functools import cache

import pandas as pd
import pytest
from township import NOVEMBER, VILLAGE, Township, days, workdays

W = workdays()
WHO = "林晓峰"
TWENTIETH = date(2023, 11, 20)
SATURDAY, SUNDAY = date(2023, 11, 4), date(2023, 11, 5)


def _month(t: Township, person: str = WHO, **options) -> pd.Series:
    table = t.facts(**options).tables["person_month"]
    rows = table[table["person"] == person]
    assert len(rows) == 1
    return rows.iloc[0]


POSTED = {"半月": (date(2023, 11, 16), None), "离任": (date(2021, 5, 1), date(2023, 11, 3))}


def _slip(person: str, first: date, last: date, **more) -> dict[str, object]:
    return Township().leave(person, first, last, **more)


@cache
def _november() -> Township:
    """One team with all its papers, and a member for each thing that a month may hold."""
    t = Township()
    t.member(WHO).signed(WHO, [*W[:18], SATURDAY], half=[W[0]]).punched(WHO, W[:15]).logged(WHO, W[:10])
    t.member("提任", left=date(2023, 11, 14)).member("提任", role="first_secretary", arrived=date(2023, 11, 15))
    t.member("同日", left=date(2023, 11, 15)).member("同日", role="first_secretary", arrived=date(2023, 11, 15))
    for person, (arrived, left) in POSTED.items():
        t.member(person, arrived=arrived, left=left)
    for person in ("照常", "周末假", "重假", "外勤"):
        t.member(person)
    for person in ("提任", "同日", *POSTED, "照常", "周末假", "重假", "外勤"):
        t.signed(person, W)
    t.member("吴桐", left=date(2023, 9, 30)).signed("吴桐", W[:2])
    marks = [{"village": VILLAGE, "date": day, "half_days": 2 if day != W[3] else None} for day in W]
    t.member("不识").sheet(
        "sign_in_grid", [row | {"person": "不识"} for row in marks], title=f"{VILLAGE}签到册", period=NOVEMBER
    )
    morning = {"start": pd.Timestamp(2023, 11, 6, 8), "end": pd.Timestamp(2023, 11, 6, 12)}
    leaves = [
        _slip(WHO, W[20], W[21]),
        _slip("提任", date(2023, 11, 14), date(2023, 11, 15)),
        _slip("周末假", SATURDAY, SUNDAY),
        _slip("重假", W[3], W[3]),
        _slip("重假", W[3], W[3], leave_type="病假") | morning,
    ]
    span = {"start": pd.Timestamp(2023, 11, 6, 14), "end": pd.Timestamp(2023, 11, 6, 17, 30)}
    return t.ledgers(leaves=leaves, duties=[{"person": "外勤", "kind": "meeting", "document": "通知", **span}])


def test_every_number_is_a_sum_of_days():
    month = _month(_november())
    assert (month["workdays"], month["active_workdays"], month["active_days"]) == (22, 22, 30)
    assert (month["present_days"], month["present_workdays"], month["attended_days"]) == (18.5, 17.5, 19)
    assert (month["signed_days"], month["punched_days"], month["logged_days"]) == (19, 15, 10)
    assert (month["leave_days"], month["duty_days"]) == (2, 0)
    assert (month["missed_sign_days"], month["missed_punch_days"], month["punch_due_days"]) == (2, 5, 20)
    assert (month["missed_log_days"], month["corroborated_days"]) == (9, 14.5)
    assert (month["signed_not_punched_days"], month["punched_not_signed_days"]) == (3, 0)
    assert (month["log_without_attendance_days"], month["attended_without_log_days"]) == (0, 8)


def test_one_unread_mark_leaves_the_months_total_open_and_the_rest_known():
    month = _month(_november(), "不识")
    assert pd.isna(month["present_days"])
    assert pd.isna(month["signed_days"])
    assert (month["leave_days"], month["active_workdays"]) == (0, 22)


@cache
def _without_leave_ledger() -> Township:
    return Township().member(WHO).signed(WHO, W)


def test_a_missing_leave_ledger_leaves_presence_open_where_something_was_signed():
    month = _month(_without_leave_ledger())
    assert pd.isna(month["present_days"])
    assert month["signed_days"] == 22


def test_a_first_secretary_is_one_from_the_day_of_his_appointment():
    month = _month(_november(), "提任")
    assert (month["active_workdays"], month["first_secretary_workdays"]) == (22, 12)
    assert (month["first_secretary_present_days"], month["first_secretary_leave_days"]) == (11, 1)
    assert month["role"] == "第一书记"


def test_of_two_roles_on_one_day_the_first_secretarys_counts():
    month = _month(_november(), "同日")
    assert (month["active_days"], month["first_secretary_workdays"], month["present_days"]) == (30, 12, 22)


@pytest.mark.parametrize(("person", "workdays_in_post"), [("半月", 11), ("离任", 3)])
def test_only_days_in_post_count(person, workdays_in_post):
    month = _month(_november(), person)
    assert (month["active_workdays"], month["present_days"]) == (workdays_in_post, workdays_in_post)


@cache
def _until_the_twentieth() -> Township:
    """Two members as the books stand on the twentieth; one of them is to leave."""
    t = Township().member(WHO).signed(WHO, [day for day in W if day <= TWENTIETH])
    t.member("吴桐", left=date(2023, 11, 24)).signed("吴桐", [])
    half = {"start": pd.Timestamp(2023, 11, 27, 14), "end": pd.Timestamp(2023, 11, 27, 18)}
    return t.ledgers(leaves=[_slip(WHO, date(2023, 11, 22), date(2023, 11, 23)), _slip(WHO, W[18], W[18]) | half])


def test_on_the_twentieth_the_days_ahead_are_those_in_post_less_leave_already_approved():
    month = _month(_until_the_twentieth(), as_of=TWENTIETH)
    assert (month["present_days"], month["month_complete"]) == (14, False)
    assert month["covered_to"] == pd.Timestamp(TWENTIETH)
    assert (month["remaining_days"], month["remaining_workdays"]) == (7.5, 5.5)
    assert (month["active_workdays"], month["leave_days"]) == (22, 2.5)


def test_who_leaves_before_month_end_has_only_his_own_days_ahead():
    month = _month(_until_the_twentieth(), "吴桐", as_of=TWENTIETH)
    assert (month["remaining_days"], month["remaining_workdays"], month["active_days"]) == (4, 4, 24)


def test_a_finished_month_has_nothing_ahead():
    month = _month(_november(), "照常")
    assert (month["remaining_days"], month["remaining_workdays"], month["month_complete"]) == (0, 0, True)


def test_leave_at_the_weekend_does_not_reduce_what_is_asked():
    assert _month(_november(), "周末假")["leave_days"] == 0


def test_two_leaves_of_one_day_are_one_day():
    assert _month(_november(), "重假")["leave_days"] == 1


def test_duty_outside_counts_with_its_paper_and_takes_the_sign_of_that_half():
    month = _month(_november(), "外勤")
    assert (month["present_days"], month["duty_days"]) == (21.5, 0.5)


def test_who_signed_without_being_in_post_has_a_row_of_his_own():
    month = _month(_november(), "吴桐")
    assert (month["active_days"], month["odd_signs"]) == (0, 2)
    assert month["odd_sign_items"] == "11月1日、2日不在任职期内"
    assert pd.isna(month["present_days"])


def test_a_village_without_signal_is_told_from_the_village_list():
    t = Township().member(WHO).sheet("villages", [{"village": VILLAGE, "no_signal": True}], title="村情况表")
    assert _month(t)["no_signal"]
    assert pd.isna(_month(_without_leave_ledger())["no_signal"])


def test_a_leap_day_is_a_day_in_post():
    february = (date(2024, 2, 1), date(2024, 2, 29))
    t = Township().member(WHO).signed(WHO, days(*february), month=february).ledgers(period=february)
    month = _month(t, month="2024-02", as_of=date(2024, 4, 1))
    assert (month["workdays"], month["active_days"], month["present_days"]) == (18, 29, 29)
