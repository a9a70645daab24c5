"""Months of logs: general talk, writing in one go, copied traces, and what meetings and the visit ledger say."""

from datetime import date
from functools import cache

import pandas as pd
import pytest
from township import NOVEMBER, VILLAGE, Township, workdays

W = workdays()
REAL = "今天到三组查看水渠破口，量了长度约九米，和水管员商量用料，晚上报镇里申请养护资金"


def _entry(day: date, content: str = REAL, person: str = "林晓峰", **more) -> dict[str, object]:
    return {"person": person, "log_date": day, "content": content, **more}


OTHER = "柳湾村"
COPIED = f"到{OTHER}三组走访，{REAL}"
LATE = {3: 0, 4: 1}


def _town(*entries: dict[str, object], meetings=()) -> Township:
    t = Township().member("林晓峰").member("吴桐").member("贺军", village=OTHER)
    t.ledgers(meetings=meetings)
    return t.sheet("work_logs", entries, title="青禾镇工作日志", period=NOVEMBER)


def _at(day: date, *, days: int) -> pd.Timestamp:
    return pd.Timestamp(day) + pd.Timedelta(days=days, hours=20)


def _trip(person: str, day: date) -> dict[str, object]:
    times = {"start": pd.Timestamp(day), "end": pd.Timestamp(day) + pd.Timedelta(hours=23, minutes=59)}
    precise = {"start_precision": "day", "end_precision": "day"}
    return {"person": person, "kind": "trip", "kind_text": "出差", **times, **precise}


@cache
def _writers() -> Township:
    """Members who wrote their logs each in his own way, and one who wrote none."""
    first, second = pd.Timestamp("2023-11-20 20:05"), pd.Timestamp("2023-11-30 09:00")
    typed = {"written_at": second, "typed_by": "覃文斌"}
    logs = {
        "林晓峰": [*(_entry(day, "入户走访、整理资料") for day in W[:3]), *(_entry(day) for day in W[3:6])],
        "吴桐": [],
        "何敏": [
            *(_entry(day, written_at=first + pd.Timedelta(minutes=4 * n)) for n, day in enumerate(W[:7])),
            _entry(W[20], written_at=pd.Timestamp("2023-11-29 20:05")),
        ],
        **{f"迟{days}日": [_entry(W[0], written_at=_at(W[0], days=days))] for days in LATE},
        "方毅": [*(_entry(day, **typed) for day in W[:8]), _entry(W[10], written_at=second, typed_by="方毅")],
        "许静": [_entry(day, written_at=pd.Timestamp("2023-11-30")) for day in W[:8]],
        "周岚": [_entry(W[0], COPIED), _entry(W[1], f"星期五，晴。{REAL}")],
        "曹宁": [_entry(W[0], COPIED)],
    }
    t = Township().member("贺军", village=OTHER)
    for person in logs:
        t.member(person)
    entries = [row | {"person": person} for person, rows in logs.items() for row in rows]
    t.sheet("work_logs", entries, title="青禾镇工作日志", period=NOVEMBER)
    return t.ledgers(duties=[_trip("曹宁", W[0])])


def _month(t: Township, person: str = "林晓峰") -> pd.Series:
    return t.facts().tables["log_month"].set_index("person").loc[person]


def test_logs_of_stock_phrases_are_counted_and_shown():
    month = _month(_writers())
    assert (month["log_logs"], month["thin_logs"], month["thin_below"]) == (6, 3, 20)
    assert month["thin_items"].startswith("11月1日“入户走访、整理资料”、11月2日“")


def test_without_a_log_book_nothing_is_known_and_without_a_log_nothing_is_wrong():
    assert list(_month(_writers(), "吴桐")[["log_logs", "thin_logs", "batch_logs", "odd_items"]]) == [0, 0, 0, ""]
    month = _month(Township().member("林晓峰"))
    assert month[["log_logs", "thin_logs", "batch_logs", "odd_items", "visit_doubts"]].isna().all()


def test_logs_written_days_later_or_in_one_go_are_counted():
    month = _month(_writers(), "何敏")
    assert (month["timed_logs"], month["late_logs"], month["batch_logs"]) == (8, 7, 6)
    assert month["batch_items"] == "11月20日20:05起录入6篇（11月1日至8日）".replace("至8日", "至11月8日")
    assert month["late_items"].startswith("11月1日的11月20日才录入、")


@pytest.mark.parametrize(("days", "late"), LATE.items())
def test_a_log_is_late_after_more_than_the_days_of_grace(days, late):
    assert _month(_writers(), f"迟{days}日")["late_logs"] == late


def test_a_paper_log_typed_by_a_clerk_has_no_time_of_its_own():
    month = _month(_writers(), "方毅")
    assert (month["timed_logs"], month["batch_logs"]) == (1, 1)


def test_dates_without_a_time_are_no_batch():
    assert _month(_writers(), "许静")["batch_logs"] == 0


def test_another_villages_group_and_a_wrong_weekday_are_traces():
    month = _month(_writers(), "周岚")
    assert month["odd_logs"] == 2
    assert month["odd_items"] == "11月1日“到柳湾村三组”、11月2日文中写星期五，当日是星期四"


def test_who_was_on_duty_may_have_been_in_the_other_village():
    assert _month(_writers(), "曹宁")["odd_logs"] == 0


def test_without_the_duty_ledger_another_village_is_not_known_to_be_wrong():
    t = Township().member("林晓峰").member("贺军", village="柳湾村")
    t.sheet("meetings", [], title="青禾镇会议记录", period=NOVEMBER)
    t.sheet("work_logs", [_entry(W[0], f"到柳湾村三组走访，{REAL}")], title="青禾镇工作日志", period=NOVEMBER)
    assert pd.isna(_month(t)["odd_logs"])


def _meeting(day: date, village: str = VILLAGE, *names: str) -> dict[str, object]:
    return {"village": village, "held_on": day, "kind": "team", "kind_text": "工作队会议", "attendees": names}


def test_a_meeting_in_the_log_alone_counts_where_the_townships_meetings_are_listed():
    told = [_entry(W[0], f"参加镇里召开的驻村工作例会，{REAL}"), _entry(W[4], f"参加工作队会议，{REAL}")]
    ours = _meeting(W[4], VILLAGE, "林晓峰")
    assert _month(_town(*told, meetings=[ours]))["unheld_meeting_logs"] == 0
    month = _month(_town(*told, meetings=[ours, _meeting(W[9], "青禾镇", "吴桐")]))
    assert (month["unheld_meeting_logs"], month["meeting_items"]) == (1, "11月1日写有开会而会议记录没有其人")


def test_an_attendee_whose_log_puts_him_elsewhere_is_told_and_silence_is_counted_apart():
    told = [_entry(W[0], f"全天在县农业农村局对接项目，{REAL}"), _entry(W[1]), _entry(W[2], f"参加工作队会议，{REAL}")]
    month = _month(_town(*told, meetings=[_meeting(day, VILLAGE, "林晓峰") for day in W[:3]]))
    assert list(month[["elsewhere_meeting_logs", "unmentioned_meeting_logs"]]) == [1, 1]
    assert month["meeting_items"] == "11月1日列为参会而日志称整天外出"


def test_visits_are_compared_both_ways_where_the_ledger_was_handed_in():
    told = [_entry(W[0], f"走访陈某家，{REAL}"), _entry(W[1], f"走访陈某家，{REAL}"), _entry(W[2])]
    month = _month(_town(*told))
    assert (month["visit_doubts"], month["visits_kept"], pd.isna(month["mismatched_visit_logs"])) == (0, False, True)
    visits = [{"village": VILLAGE, "visited_on": W[n], "household": "陈某", "visitors": ("林晓峰",)} for n in (0, 2)]
    month = _month(_town(*told).sheet("visits", visits, title=f"{VILLAGE}走访台账", period=NOVEMBER))
    assert (month["visit_doubts"], month["mismatched_visit_logs"], month["visits_kept"]) == (2, 2, True)
    assert month["visit_items"] == "11月2日写有走访而台账没有、11月3日台账有走访而日志没有写"


@cache
def _of_spans() -> Township:
    """Members whose logs are each of several days, with a meeting, an outing and visits on one of them."""
    first, last, past = date(2023, 11, 6), date(2023, 11, 10), date(2023, 12, 2)
    told = f"参加镇里召开的驻村工作例会，走访陈某家，到{OTHER}三组走访，另一天全天在县里，{REAL}"
    logs = [
        _entry(first, told, last_on=last, written_at=_at(last, days=3)),
        _entry(first, told, "吴桐", last_on=last, written_at=_at(last, days=4)),
        _entry(date(2023, 11, 29), told, "何敏", last_on=past),
    ]
    t = Township().member("林晓峰").member("吴桐").member("何敏").member("贺军", village=OTHER)
    held = [_meeting(date(2023, 11, 8), "青禾镇", "林晓峰"), _meeting(W[0])]
    visit = {"village": VILLAGE, "visited_on": date(2023, 11, 10), "household": "陈某", "visitors": ("林晓峰",)}
    t.ledgers(meetings=held).sheet("visits", [visit], title=f"{VILLAGE}走访台账", period=NOVEMBER)
    return t.sheet("work_logs", logs, title="青禾镇工作日志", period=NOVEMBER)


DOUBTS = ["unheld_meeting_logs", "elsewhere_meeting_logs", "mismatched_visit_logs", "odd_logs", "late_logs"]


def test_what_a_log_of_several_days_tells_may_be_of_any_of_them():
    assert _month(_of_spans())[DOUBTS].tolist() == [0, 0, 0, 0, 0]


def test_what_is_recorded_on_none_of_its_days_is_told_of_all():
    month = _month(_of_spans(), "吴桐")
    assert month[DOUBTS].tolist() == [1, 0, 1, 1, 1]
    assert month["meeting_items"] == "11月6日至11月10日写有开会而会议记录没有其人"


def test_a_log_that_goes_on_past_what_was_handed_in_is_not_doubted():
    assert _month(_of_spans(), "何敏")[DOUBTS].tolist() == [0, 0, 0, 0, 0]


def test_a_log_of_the_week_may_tell_of_any_of_its_days():
    told = f"11月6日星期一：走访陈某家，周三参加镇里召开的驻村工作例会，{REAL}"
    held = [_meeting(date(2023, 11, 8), "青禾镇", "林晓峰"), _meeting(W[0])]
    t = _town(_entry(date(2023, 11, 10), told), meetings=held)
    names = ["unheld_meeting_logs", "odd_logs"]
    assert _month(t)[names].tolist() == [1, 1]
    weekly = t.facts(log_frequency="weekly").tables["log_month"].set_index("person").loc["林晓峰"]
    assert weekly[names].tolist() == [0, 0]
