"""Who stands in the minutes, and where the other records put him; and which prescribed meetings were held."""

from datetime import date
from functools import cache

import pandas as pd
import pytest
from township import NOVEMBER, VILLAGE, Township, days, workdays

W = workdays()


def _meeting(day: date, *names: str, village: str = VILLAGE, **more) -> dict[str, object]:
    return {"village": village, "held_on": day, "kind": "team", "kind_text": "工作队会议", "attendees": names, **more}


SATURDAY = next(day for day in days(*NOVEMBER) if day.weekday() == 5)


@cache
def _town() -> Township:
    """Meetings of one team on several days; on one of them 林晓峰 was on leave."""
    signed = [day for day in W if day != W[4]]
    t = Township().member("林晓峰").member("贺军", village="柳湾村")
    t.signed("林晓峰", signed).punched("林晓峰", signed)
    meetings = [
        _meeting(W[3], "林晓峰", "村支书", "贺军"),
        _meeting(W[4], "林晓峰"),
        _meeting(SATURDAY, "林晓峰"),
        _meeting(W[5], "林晓峰", place="腾讯会议"),
    ]
    return t.ledgers(meetings=meetings, leaves=[t.leave("林晓峰", W[4], W[4])])


def _attendee(t: Township, day: date = W[3]) -> pd.Series:
    return t.facts().tables["attendee"].set_index(["person", "held_on"]).loc[("林晓峰", pd.Timestamp(day))]


def test_an_attendee_who_was_there_is_not_doubted():
    row = _attendee(_town())
    assert row[["full_leave", "full_duty", "unseen", "remote"]].tolist() == [False] * 4


def test_only_members_of_the_village_are_looked_at():
    table = _town().facts().tables["attendee"]
    assert table["person"].tolist() == ["林晓峰"] * 4


def test_leave_of_the_whole_day_and_no_trace_on_a_workday_are_told():
    row = _attendee(_town(), W[4])
    assert row[["full_leave", "unseen"]].tolist() == [True, True]


def test_a_meeting_on_a_rest_day_needs_no_sign():
    assert not _attendee(_town(), SATURDAY)["unseen"]


def test_a_video_meeting_needs_nobody_in_the_village():
    assert _attendee(_town(), W[5])["remote"]


def test_without_a_sign_in_book_nothing_is_known_of_the_day():
    t = Township().member("林晓峰").ledgers(meetings=[_meeting(W[3], "林晓峰")])
    assert pd.isna(_attendee(t)["unseen"])


def _activity(kind: str, day: date, *, village: str = VILLAGE, **more) -> dict[str, object]:
    return {"village": village, "held_on": day, "kind": kind, "kind_text": kind, "audience": "党员", **more}


def _held(*rows: dict[str, object], title: str = f"{VILLAGE}2023年学习活动登记表", **options) -> pd.DataFrame:
    t = Township().member("林晓峰").sheet("activities", rows, title=title)
    return t.facts(**options).tables["prescribed_meeting"].set_index("kind")


def test_meetings_count_by_day_in_their_period():
    table = _held(*(_activity("study", day) for day in (W[0], W[0], W[5], date(2023, 10, 9))))
    assert table["held"].to_dict() == {"assembly": 0, "dispatch": 0, "party_day": 0, "study": 2}
    assert table.loc["study", "held_dates"] == "11月1日、11月8日"
    assert (table.loc["study", "period_over"], table.loc["assembly", "period_over"]) == (True, False)


def test_days_are_left_to_the_end_of_the_month_after_the_last_day_the_files_speak_of():
    study = _held(_activity("study", W[0]), as_of=date(2023, 11, 20)).loc["study"]
    assert (study["covered_to"], study["month_days_left"]) == (pd.Timestamp(2023, 11, 20), 10)
    assert _held(_activity("study", W[0])).loc["study", "month_days_left"] == 0


def test_the_townships_meetings_count_for_every_village():
    rows = [_activity("dispatch", W[2], village="青禾镇"), _activity("study", W[3])]
    assert _held(*rows)["held"].to_dict()["dispatch"] == 1


def test_without_a_register_nothing_is_known_but_what_stands_in_the_minutes():
    party = _meeting(W[3], "林晓峰", kind="other") | {"kind_text": "主题党日活动"}
    t = Township().member("林晓峰").ledgers(meetings=[party])
    table = t.facts().tables["prescribed_meeting"].set_index("kind")
    assert table.loc["party_day", "held"] == 1
    assert table.loc[["study", "assembly", "dispatch"], "held"].isna().all()


def test_a_year_with_a_month_that_was_not_handed_in_is_not_known():
    rows = [_activity("study", W[0])]
    assert pd.isna(_held(*rows, title=f"{VILLAGE}2023年11月学习活动登记表").loc["assembly", "held"])


@pytest.mark.parametrize(
    ("agenda", "audience", "lacking"),
    [
        ("亮明身份、工作总结、政策宣传、问卷测试、明年方案", "脱贫户、村两委、三长、党员、群众代表", (0, 0)),
        ("工作总结、政策宣传", "脱贫户、村两委、党员、群众代表", (3, 1)),
        ("", "脱贫户、村两委、三长、党员、群众代表", (None, 0)),
    ],
)
def test_the_assembly_has_its_agenda_and_its_audience(agenda, audience, lacking):
    row = _held(_activity("assembly", date(2023, 11, 20), agenda=agenda, audience=audience)).loc["assembly"]
    assert tuple(None if pd.isna(n) else n for n in row[["agenda_lacking", "audience_lacking"]]) == lacking
