"""Logs of several days, and logs kept weekly: which days have one, and what such a log does not say."""

from datetime import date
from functools import cache

import pandas as pd
from township import NOVEMBER, VILLAGE, Township, workdays

W = workdays()
DID = "三天都在四组量机耕道，量了长度约九百米，和组长商量占地，晚上把数据填进表里报镇里"
OCTOBER = (date(2023, 10, 1), date(2023, 10, 31))


def _log(first: int, last: int | None = None, *, month: int = 11, person: str = "林晓峰", **more) -> dict[str, object]:
    end = {} if last is None else {"last_on": date(2023, month, last)}
    return {"person": person, "log_date": date(2023, month, first), "content": DID, **end, **more}


@cache
def _of_spans() -> Township:
    """Members who were there each workday but one who had leave on 7 November, and wrote logs of several days."""
    t = Township().member("林晓峰").member("吴桐").member("何敏")
    t.signed("林晓峰", W).signed("吴桐", [day for day in W if day != date(2023, 11, 7)]).signed("何敏", [])
    leave = t.leave("吴桐", date(2023, 11, 7), date(2023, 11, 7))
    t.ledgers(leaves=[leave]).punched("林晓峰", W).punched("吴桐", W[:3]).punched("何敏", W[:1])
    logs = [_log(1, 3), _log(10, 13), _log(6, 8, person="吴桐"), _log(6, 8, person="何敏")]
    return t.sheet("work_logs", logs, title="青禾镇工作日志", period=NOVEMBER)


def _days(t: Township, person: str, name: str, **options) -> list[int]:
    """The days of the month on which a flag of the ledger is true."""
    days = t.facts(**options).tables["person_day"]
    hit = days[(days["person"] == person) & days[name].fillna(value=False)]
    return hit["date"].dt.day.tolist()


def _month(t: Township, person: str = "林晓峰", **options) -> pd.Series:
    return t.facts(**options).tables["person_month"].set_index("person").loc[person]


def test_every_day_of_a_log_has_a_log_and_the_log_is_one():
    t = _of_spans()
    assert _days(t, "林晓峰", "logged") == [1, 2, 3, 10, 11, 12, 13]
    month = _month(t)
    assert (month["log_count"], month["logged_days"], month["missed_log_days"]) == (2, 7, len(W) - 5)


def test_a_log_of_several_days_is_not_compared_with_itself_but_with_others():
    logs = _of_spans().facts().tables["work_log"].set_index(["person", "log_date"])
    alone = logs.loc[("吴桐", pd.Timestamp("2023-11-06"))]
    assert (alone["own_similarity"], alone["last_on"]) == (0, pd.Timestamp("2023-11-08"))
    assert logs.loc[("林晓峰", pd.Timestamp("2023-11-10")), "own_similarity"] == 100


def test_two_logs_that_share_a_day_are_not_alike():
    t = Township().member("林晓峰")
    t.sheet("work_logs", [_log(6, 8), _log(7)], title="桃溪村日志", period=NOVEMBER)
    assert t.facts().tables["work_log"]["own_similarity"].tolist() == [0, 0]


def test_a_log_that_passes_over_leave_is_no_record_on_leave():
    t = _of_spans()
    assert _days(t, "吴桐", "record_on_leave") == []
    (slip,) = t.facts().tables["leave_slip"].to_dict("records")
    assert (slip["record_days"], slip["record_sources"]) == (0, "")


def test_a_log_of_several_days_says_of_none_that_its_writer_was_there_but_leaves_none_untraced():
    t = _of_spans()
    assert _days(t, "何敏", "log_without_attendance") == []
    assert not {6, 7, 8} & set(_days(t, "何敏", "untraced"))
    assert {9, 10} <= set(_days(t, "何敏", "untraced"))


def test_a_day_with_a_log_of_its_own_beside_the_long_one_is_told_as_ever():
    t = Township().member("何敏").signed("何敏", []).punched("何敏", W[:1]).ledgers()
    logs = [_log(6, 8, person="何敏"), _log(7, person="何敏")]
    t.sheet("work_logs", logs, title="桃溪村日志", period=NOVEMBER)
    assert _days(t, "何敏", "log_without_attendance") == [7]


def test_the_cell_of_a_long_log_is_found_from_each_of_its_days():
    records = _of_spans().facts().records["work_logs"]
    mine = records[records["person_id"].str.startswith("吴桐")]
    assert mine["date"].dt.day.tolist() == [6, 7, 8]
    assert mine["cell"].nunique() == 1


def test_a_monthly_summary_below_a_long_log_is_not_below_the_details():
    t = Township().member("林晓峰")
    t.sheet("work_logs", [_log(1, 24)], title="桃溪村日志", period=NOVEMBER)
    report = {"person": "林晓峰", "village": VILLAGE, "month": "2023-11", "days_present": 18.0}
    t.sheet("monthly_reports", [report], title="桃溪村月汇总", period=NOVEMBER)
    month = _month(t)
    assert (month["details_least_days"], month["details_most_days"], month["report_under_days"]) == (0, 24, -18)


@cache
def _weekly(*, october: bool) -> Township:
    """A member there every workday of November with logs of the weeks of the 1st, the 13th and the 27th."""
    t = Township().member("林晓峰").signed("林晓峰", W).punched("林晓峰", W, times=2).ledgers()
    logs = [_log(17), _log(27)]
    t.sheet("work_logs", logs, title="桃溪村日志", period=NOVEMBER)
    if october:
        t.sheet("work_logs", [_log(30, month=10)], title="桃溪村日志", period=OCTOBER)
    return t


WEEKLY = {"log_frequency": "weekly"}


def test_a_week_with_one_log_has_its_log_on_each_day():
    month = _month(_weekly(october=True), **WEEKLY)
    assert (month["log_weekly"], month["missed_log_weeks"], month["missed_log_days"]) == (True, 2, 10)
    assert _days(_weekly(october=True), "林晓峰", "missed_log", **WEEKLY) == [6, 7, 8, 9, 10, 20, 21, 22, 23, 24]


def test_kept_daily_the_same_logs_leave_every_other_day_without_one():
    month = _month(_weekly(october=True))
    assert (month["log_weekly"], month["missed_log_days"], month["missed_log_weeks"]) == (False, len(W) - 2, 5)


def test_a_week_begun_in_a_month_whose_logs_were_not_handed_in_is_not_counted():
    assert _month(_weekly(october=False), **WEEKLY)["missed_log_weeks"] == 2


def test_a_week_begun_in_a_month_whose_logs_were_handed_in_counts_by_the_days_of_this_month():
    t = Township().member("林晓峰").signed("林晓峰", W).ledgers()
    t.sheet("work_logs", [_log(23, month=10)], title="桃溪村日志", period=OCTOBER)
    t.sheet("work_logs", [_log(day) for day in (6, 13, 20)], title="桃溪村日志", period=NOVEMBER)
    assert _days(t, "林晓峰", "missed_log", **WEEKLY) == [1, 2, 3]


def test_a_week_that_goes_on_into_the_next_month_is_not_asked_about_before():
    t = Township().member("林晓峰").signed("林晓峰", W).ledgers()
    t.sheet("work_logs", [_log(day) for day in (6, 13, 20)], title="桃溪村日志", period=NOVEMBER)
    assert _month(t, **WEEKLY)["missed_log_weeks"] == 0


def test_kept_weekly_no_single_day_is_held_against_its_writer():
    t = Township().member("何敏").signed("何敏", []).punched("何敏", W).ledgers()
    t.sheet("work_logs", [_log(day, person="何敏") for day in (6, 7, 8)], title="桃溪村日志", period=NOVEMBER)
    for name in ("log_without_attendance", "attended_without_log", "record_on_leave"):
        assert _days(t, "何敏", name, **WEEKLY) == []


def test_kept_weekly_nothing_is_known_without_the_log_book():
    t = Township().member("林晓峰").signed("林晓峰", W).punched("林晓峰", W).ledgers()
    totals = ["missed_log_weeks", "missed_log_days", "attended_without_log_days"]
    assert _month(t, **WEEKLY)[totals].isna().all()
