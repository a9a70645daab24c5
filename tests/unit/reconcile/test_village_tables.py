"""Village-days and village-months: who was in the village, and what the team did together."""

from datetime import date
from functools import cache

import pandas as pd
import pytest
from township import NOVEMBER, VILLAGE, Township, days, workdays

W = workdays()
OCTOBER = (date(2023, 10, 1), date(2023, 10, 31))
ALL = days(*NOVEMBER)
MONDAY = date(2023, 11, 6)
OTHER = "柳湾村"


def _village_days(t: Township, village: str = VILLAGE, **options) -> pd.DataFrame:
    table = t.facts(**options).tables["village_day"]
    return table[table["village"] == village].set_index("date")


def _on(t: Township, day: date, village: str = VILLAGE, **options) -> pd.Series:
    return _village_days(t, village, **options).loc[pd.Timestamp(day)]


def _but(*gone: date, month=ALL) -> list[date]:
    return [day for day in month if day not in gone]


GONE = [date(2023, 11, day) for day in (3, 4, 5, 6)]
CAME, OUT = date(2023, 11, 13), date(2023, 11, 15)
ROTATIONS = {"旧签村": (True, False, False), "新签村": (False, True, False), "无签村": (False, False, True)}


@cache
def _villages() -> Township:
    """A village for each thing that may happen to a team, all of one township that handed in everything."""
    t = Township().member("林晓峰").member("吴桐").signed("林晓峰", ALL).signed("吴桐", _but(MONDAY))
    t.member("两村甲", village="甲村").member("两村甲", village="乙村", arrived=date(2022, 3, 1))
    t.signed("两村甲", _but(MONDAY), village="甲村").signed("两村甲", [MONDAY], village="乙村")
    for village, (old_signs, new_signs, _) in ROTATIONS.items():
        old, new = f"{village}旧", f"{village}新"
        t.member(old, village=village, left=OUT).member(new, village=village, arrived=CAME)
        t.signed(old, [day for day in ALL if day < CAME or (day <= OUT and old_signs)], village=village)
        t.signed(new, [day for day in ALL if day > OUT or (day >= CAME and new_signs)], village=village)
    t.member("有册", village="缺册村").member("无册", village="缺册村").signed("有册", _but(MONDAY), village="缺册村")
    t.member("半日", village="半日村").signed("半日", ALL, half=[MONDAY], village="半日村")
    t.member("连缺", village="连缺村").signed("连缺", _but(*GONE), village="连缺村")
    t.member("撤走", village="撤走村", left=date(2023, 11, 3)).signed("撤走", ALL[:3], village="撤走村")
    return t.ledgers(leaves=[t.leave("半日", date(2023, 11, 7), date(2023, 11, 7), village="半日村")])


def test_a_village_with_one_member_there_is_not_vacant():
    day = _on(_villages(), MONDAY)
    assert (day["team_members"], day["present_members"], day["vacant"]) == (2, 1, False)


def test_a_team_all_on_leave_leaves_the_village_vacant_on_a_holiday_too():
    holiday = date(2023, 10, 5)
    t = Township().member("林晓峰").member("吴桐")
    for name in ("林晓峰", "吴桐"):
        t.signed(name, _but(holiday, month=days(*OCTOBER)), month=OCTOBER)
    t.ledgers(leaves=[t.leave(name, holiday, holiday) for name in ("林晓峰", "吴桐")], period=OCTOBER)
    day = _on(t, holiday, month="2023-10")
    assert (day["day_kind"], day["vacant"], day["all_on_leave"]) == ("holiday", True, True)
    assert (day["vacant_run_days"], day["vacant_run_workdays"]) == (1, 0)


def test_a_member_at_his_second_village_does_not_count():
    assert _on(_villages(), MONDAY, "甲村")["vacant"]
    assert not _on(_villages(), MONDAY, "乙村")["vacant"]


@pytest.mark.parametrize(("village", "vacant"), [(village, case[-1]) for village, case in ROTATIONS.items()])
def test_on_the_days_of_a_rotation_either_side_counts(village, vacant):
    assert [_on(_villages(), day, village)["vacant"] for day in (CAME, OUT)] == [vacant, vacant]
    assert _on(_villages(), date(2023, 11, 16), village)["team_members"] == 1


def test_a_village_is_not_known_to_be_vacant_while_a_members_book_is_missing():
    assert pd.isna(_on(_villages(), MONDAY, "缺册村")["vacant"])
    assert not _on(_villages(), date(2023, 11, 7), "缺册村")["vacant"]


def test_half_a_day_in_the_village_is_enough_and_a_sign_on_full_leave_is_none():
    assert [_on(_villages(), date(2023, 11, day), "半日村")["vacant"] for day in (6, 7)] == [False, True]


def test_vacant_days_in_a_row_are_one_run_with_its_workdays():
    days_of = _village_days(_villages(), "连缺村")
    run = days_of.loc[[pd.Timestamp(day) for day in GONE]]
    assert set(zip(run["vacant_run_start"], run["vacant_run_end"], strict=True)) == {
        (pd.Timestamp(2023, 11, 3), pd.Timestamp(2023, 11, 6))
    }
    assert set(run["vacant_run_days"]) == {4}
    assert set(run["vacant_run_workdays"]) == {2}
    assert days_of.loc[pd.Timestamp(2023, 11, 7), "vacant_run_days"] == 0


def test_a_village_without_a_team_has_no_village_days():
    assert list(_village_days(_villages(), "撤走村").index) == [pd.Timestamp(2023, 11, day) for day in (1, 2, 3)]


def _month(t: Township, village: str = VILLAGE, **options) -> pd.Series:
    return t.facts(**options).tables["village_month"].set_index("village").loc[village]


def _logs(t: Township, *names: str, village: str = VILLAGE, book: str = "") -> Township:
    rows = [{"person": n, "village": village, "log_date": W[0], "content": "走访", "book_no": book} for n in names]
    return t.sheet("work_logs", rows, title=f"{village}驻村工作日志", period=NOVEMBER)


ARRIVED = {"早到村": (date(2023, 11, 24), 2), "晚到村": (date(2023, 11, 27), 1), "末到村": (date(2023, 11, 30), 1)}


@cache
def _books() -> Township:
    """A village for each way in which a team's log books may be kept."""
    t = _logs(Township().member("林晓峰").member("吴桐").member("贺军"), "林晓峰")
    for village, (arrived, _) in ARRIVED.items():
        t.member(f"{village}老", village=village).member(f"{village}新", village=village, arrived=arrived)
        _logs(t, f"{village}老", village=village)
    leaves = []
    for village, last in (("全月村", NOVEMBER[1]), ("余日村", date(2023, 11, 29))):
        t.member(f"{village}在", village=village).member(f"{village}假", village=village)
        leaves.append(t.leave(f"{village}假", NOVEMBER[0], last, village=village))
        _logs(t, f"{village}在", village=village)
    for name in ("甲某某", "乙某某", "丙某某"):
        t.member(name, village="合册村")
    _logs(t, "甲某某", "乙某某", village="合册村", book="2023-7")
    t.member("无志", village="无志村")
    return _logs(t, "丙某某", village="合册村", book="2023-8").ledgers(leaves=leaves)


def test_members_without_any_log_are_named():
    month = _month(_books())
    assert (month["log_due_members"], month["members_with_log"], month["members_without_log"]) == (3, 1, 2)
    assert month["without_log_names"] == "吴桐、贺军"


@pytest.mark.parametrize(("village", "due"), [(village, due) for village, (_, due) in ARRIVED.items()])
def test_who_came_less_than_five_workdays_ago_owes_no_log(village, due):
    month = _month(_books(), village)
    assert (month["log_due_members"], month["members_without_log"]) == (due, due - 1)


def test_who_was_on_leave_all_month_owes_no_log():
    month = _month(_books(), "全月村")
    assert (month["log_due_members"], month["members_without_log"]) == (1, 0)


def test_who_was_on_leave_all_but_one_workday_owes_a_log():
    assert _month(_books(), "余日村")["without_log_names"] == "余日村假"


def test_without_logs_or_leave_nothing_is_said_of_who_lacks_one():
    without_logs = _month(_books(), "无志村")
    without_leave = _month(_logs(Township().member("林晓峰").member("吴桐"), "林晓峰"))
    assert pd.isna(without_logs["members_without_log"])
    assert pd.isna(without_logs["shared_log_books"])
    assert pd.isna(without_leave["members_without_log"])
    assert without_leave["members_with_log"] == 1


def test_a_book_in_which_two_write_is_shared():
    month = _month(_books(), "合册村")
    assert (month["shared_log_books"], month["shared_log_names"]) == (1, "乙某某、甲某某")


def _held(day: date, kind: str = "team", village: str = VILLAGE, **more) -> dict[str, object]:
    there = {"minutes": True, "photo": True, "attendees": ("林晓峰",)}
    return {"village": village, "held_on": day, "kind": kind, "topic": "议事", **there, **more}


def test_team_meetings_are_counted_by_date_and_other_meetings_are_not():
    held = [_held(MONDAY), _held(MONDAY, topic="再议"), _held(W[10]), _held(W[12], "committees"), _held(W[13], "other")]
    month = _month(Township().member("林晓峰").ledgers(meetings=held))
    assert (month["team_meetings"], month["team_meeting_dates"]) == (2, "11月6日、11月15日")


def test_a_month_without_meetings_has_none_and_a_missing_book_is_not_known():
    t = Township().member("林晓峰").member("贺军", village=OTHER).ledgers(meetings=[_held(date(2023, 10, 30))])
    assert (_month(t)["team_meetings"], _month(t)["team_meeting_dates"]) == (0, "")
    assert pd.isna(_month(t, OTHER)["team_meetings"])


def test_two_entries_of_one_meeting_have_what_either_has():
    rows = [_held(MONDAY, photo=False), _held(MONDAY, minutes=None, attendees=())]
    t = Township().member("林晓峰").ledgers(meetings=rows)
    (meeting,) = t.facts().tables["meeting"].to_dict("records")
    assert (meeting["attendees"], meeting["missing"]) == (1, "")


def test_what_a_meeting_lacks_is_named_and_an_absent_column_is_not_known():
    t = Township().member("林晓峰")
    t.sheet("meetings", [_held(MONDAY, photo=None, attendees=())], title=f"{VILLAGE}会议记录", period=NOVEMBER)
    t.sheet("meetings", [_held(W[8], minutes=None)], title=f"{VILLAGE}会议", period=NOVEMBER, missing=("minutes",))
    first, second = t.facts().tables["meeting"].to_dict("records")
    assert first["missing"] == "照片、参会人员名单"
    assert pd.isna(second["lacks_minutes"])
    assert second["missing"] == ""


def test_the_teams_workdays_are_those_with_anybody_in_post():
    t = Township().member("林晓峰", left=date(2023, 11, 10)).member("吴桐", arrived=date(2023, 11, 16))
    month = _month(t)
    assert (month["workdays"], month["team_workdays"], month["team_members"]) == (22, 19, 2)
