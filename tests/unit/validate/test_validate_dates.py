from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.validate.cells import CellError
from audit.validate.parsers.dates import read_date, read_month
from audit.validate.parsers.moments import Moment, read_moment, read_span

NOVEMBER = (date(2023, 11, 1), date(2023, 11, 30))
LATE_OCTOBER = (date(2023, 10, 26), date(2023, 11, 25))
YEAR = (date(2023, 1, 1), date(2023, 12, 31))
DECEMBER_8 = date(2023, 12, 8)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("26-05-01 星期五", date(2026, 5, 1)),
        ("26-05-01", date(2026, 5, 1)),
        ("2023.12.8", DECEMBER_8),
        ("2023年12月8日", DECEMBER_8),
        ("2023年12月8号", DECEMBER_8),
        ("2023年12月8日 星期五", DECEMBER_8),
        ("2023年12月8日（周五）", DECEMBER_8),
        ("12月8日", DECEMBER_8),
        ("12.8", DECEMBER_8),
        ("12/8", DECEMBER_8),
        ("2023/12/8", DECEMBER_8),
        ("2023-12-08", DECEMBER_8),
        ("2023-12-08 00:00:00", DECEMBER_8),
        ("2023-12-08T08:30", DECEMBER_8),
        ("20231208", DECEMBER_8),
        ("20231208.0", DECEMBER_8),
        ("23.12.8", DECEMBER_8),
        ("２０２３年１２月８日", DECEMBER_8),
        (" 2023 年 12 月 8 日 ", DECEMBER_8),
        ("45268", DECEMBER_8),
        ("45268.0", DECEMBER_8),
        ("45268.35", DECEMBER_8),
        ("8日", date(2023, 11, 8)),
        ("8号", date(2023, 11, 8)),
        ("8", date(2023, 11, 8)),
        ("1月3日", date(2024, 1, 3)),
        ("1777564800000", date(2026, 5, 1)),
        ("", None),
        ("--", None),
        ("／", None),
        ("无", None),
        ("NULL", None),
    ],
)
def test_a_date_is_read_in_every_form_it_is_written(written: str, day: date | None) -> None:
    assert read_date(written, NOVEMBER) == day


@pytest.mark.parametrize(
    ("written", "code", "say"),
    [
        ("2月30日", "impossible-date", "2月30日不存在，请改为实际日期"),
        ("11月31日", "impossible-date", "11月31日不存在，请改为实际日期"),
        ("31日", "impossible-date", "11月31日不存在，请改为实际日期"),
        ("2023年2月29日", "impossible-date", "2023年2月29日不存在，请改为实际日期"),
        ("23-11-31 星期五", "impossible-date", "11月31日不存在，请改为实际日期"),
        ("20231308", "impossible-date", "2023年13月8日不存在，请改为实际日期"),
        ("2023年12月   日", "incomplete-date", "“2023年12月 日”没有填全，请补齐年月日"),
        ("2023-12", "incomplete-date", "“2023-12”没有填全，请补齐年月日"),
        ("年  月  日", "incomplete-date", "“年 月 日”没有填全，请补齐年月日"),
        ("1899-1-1", "date-out-of-range", "1899年1月1日的年份不合理，请核对年份"),
        ("99999", "date-out-of-range", "2173年10月13日的年份不合理，请核对年份"),
        ("上旬", "bad-date", "“上旬”不是日期，请写成2023-11-08这样的一个日期"),
        ("3-5日", "bad-date", "“3-5日”不是日期，请写成2023-11-08这样的一个日期"),
        ("12.3-12.5", "bad-date", "“12.3-12.5”不是日期，请写成2023-11-08这样的一个日期"),
    ],
)
def test_a_date_that_cannot_be_is_said_with_its_remedy(written: str, code: str, say: str) -> None:
    with pytest.raises(CellError) as caught:
        read_date(written, NOVEMBER)
    assert (caught.value.code, caught.value.say) == (code, say)


def test_a_month_without_a_year_falls_next_to_the_days_the_sheet_covers() -> None:
    january = (date(2024, 1, 1), date(2024, 1, 31))
    assert read_date("12月29日", january) == date(2023, 12, 29)
    assert read_date("2月29日", january) == date(2024, 2, 29)
    assert read_date("12月8日", YEAR) == DECEMBER_8
    assert read_date("1月8日", YEAR) == date(2023, 1, 8)


def test_a_day_alone_falls_into_the_month_of_the_period() -> None:
    assert read_date("26", LATE_OCTOBER) == date(2023, 10, 26)
    assert read_date("25", LATE_OCTOBER) == date(2023, 11, 25)


@pytest.mark.parametrize(
    ("written", "period", "code", "say"),
    [
        ("12月8日", None, "no-year", "“12月8日”没有写年份，表名和标题也看不出月份，请写成2023-11-08这样的日期"),
        ("8日", None, "no-month", "“8日”只写了日，表名和标题看不出年月，请写成2023-11-08这样的日期"),
        ("8日", YEAR, "no-month", "“8日”只写了日，表名和标题看不出年月，请写成2023-11-08这样的日期"),
    ],
)
def test_what_a_date_leaves_out_and_the_sheet_does_not_say_is_asked_for(
    written: str, period: tuple[date, date] | None, code: str, say: str
) -> None:
    with pytest.raises(CellError) as caught:
        read_date(written, period)
    assert (caught.value.code, caught.value.say) == (code, say)


def test_work_date_is_midnight_in_shanghai_and_not_in_utc() -> None:
    assert read_date("1698768000000") == date(2023, 11, 1)


@pytest.mark.parametrize("written", ["2023年11月", "2023-11", "2023/11", "11月", "11", "2023-11-08"])
def test_a_month_is_read_in_every_form(written: str) -> None:
    assert read_month(written, NOVEMBER) == "2023-11"


def test_a_thirteenth_month_does_not_exist() -> None:
    with pytest.raises(CellError, match="没有这个月"):
        read_month("2023年13月", NOVEMBER)


days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
with_year = st.sampled_from(
    [
        lambda d: d.isoformat(),
        lambda d: f"{d.year}.{d.month}.{d.day}",
        lambda d: f"{d.year}/{d.month}/{d.day}",
        lambda d: f"{d.year}年{d.month}月{d.day}日",
        lambda d: f"{d.year}年{d.month:02d}月{d.day:02d}号",
        lambda d: f"{d:%Y%m%d}",
        lambda d: f"{d.isoformat()} 星期{'一二三四五六日'[d.weekday()]}",
        lambda d: f"{d.isoformat()} 00:00:00",
        lambda d: str((d - date(1899, 12, 30)).days),
        lambda d: f"{d.year}年{d.month}月{d.day}日".translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    ]
)


@given(day=days, form=with_year)
def test_any_day_written_with_its_year_is_read_back(day: date, form) -> None:  # type: ignore[no-untyped-def]
    assert read_date(form(day)) == day


@given(first=days, shift=st.integers(-100, 100), form=st.sampled_from(["{0.month}月{0.day}日", "{0.month}.{0.day}"]))
def test_a_day_near_the_period_is_read_back_without_its_year(first: date, shift: int, form: str) -> None:
    day = first + timedelta(days=shift)
    assert read_date(form.format(day), (first, first)) == day


@given(raw=st.text(max_size=40))
def test_no_text_breaks_the_reader_of_dates(raw: str) -> None:
    for read in (read_date, read_moment, read_span, read_month):
        with suppress(CellError):
            read(raw, NOVEMBER)


@given(raw=st.text(alphabet="0123456789-/.年月日号至到~ :上下午周一T", max_size=24))
def test_no_text_that_looks_like_a_date_breaks_the_reader(raw: str) -> None:
    for period in (NOVEMBER, None):
        for read in (read_date, read_moment, read_span, read_month):
            with suppress(CellError):
                read(raw, period)


def at(month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime.combine(date(2023, month, day), time(hour, minute, second))


@pytest.mark.parametrize(
    ("written", "start", "end", "precision"),
    [
        ("2023-11-06", at(11, 6), at(11, 6, 23, 59), "day"),
        ("2023-11-06 00:00:00", at(11, 6), at(11, 6, 23, 59), "day"),
        ("2023-11-06 全天", at(11, 6), at(11, 6, 23, 59), "day"),
        ("2023-11-06 上午", at(11, 6), at(11, 6, 12), "half"),
        ("11月6日下午", at(11, 6, 12), at(11, 6, 23, 59), "half"),
        ("2023-11-06（上午）", at(11, 6), at(11, 6, 12), "half"),
        ("6日下午", at(11, 6, 12), at(11, 6, 23, 59), "half"),
        ("2023-11-06 08:30", at(11, 6, 8, 30), at(11, 6, 8, 30), "minute"),
        ("2023-11-06 08：30", at(11, 6, 8, 30), at(11, 6, 8, 30), "minute"),
        ("2023-11-06T08:30:15", at(11, 6, 8, 30, 15), at(11, 6, 8, 30, 15), "minute"),
        ("2023-11-06 00:00", at(11, 6), at(11, 6), "minute"),
        ("2023/11/6 8:5", at(11, 6, 8, 5), at(11, 6, 8, 5), "minute"),
        ("2023/11/6 星期一 8:20", at(11, 6, 8, 20), at(11, 6, 8, 20), "minute"),
        ("2023年11月6日上午8:30", at(11, 6, 8, 30), at(11, 6, 8, 30), "minute"),
        ("2023年11月6日 下午3点半", at(11, 6, 15, 30), at(11, 6, 15, 30), "minute"),
        ("2023年11月6日15时30分", at(11, 6, 15, 30), at(11, 6, 15, 30), "minute"),
        ("20231106 08:30", at(11, 6, 8, 30), at(11, 6, 8, 30), "minute"),
        ("2023-11-06 24:00", at(11, 7), at(11, 7), "minute"),
        ("45236.5", at(11, 6, 12), at(11, 6, 12), "minute"),
    ],
)
def test_a_moment_keeps_how_precisely_it_is_known(written: str, start: datetime, end: datetime, precision: str) -> None:
    moment = read_moment(written, NOVEMBER)
    assert moment is not None
    assert (moment.as_start(), moment.as_end(), moment.precision) == (start, end, precision)


def test_an_hour_that_does_not_exist_is_refused_with_the_time() -> None:
    with pytest.raises(CellError) as caught:
        read_moment("2023-11-06 25:26", NOVEMBER)
    assert (caught.value.code, caught.value.say) == ("bad-time", "“25:26”这个时间不存在，请改为实际时间")


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("12.3-12.5", at(12, 3), at(12, 5, 23, 59)),
        ("12月3日至5日", at(12, 3), at(12, 5, 23, 59)),
        ("12月3日-5日", at(12, 3), at(12, 5, 23, 59)),
        ("12月3日—12月5日", at(12, 3), at(12, 5, 23, 59)),
        ("2021/09/01 ~ 09/22", at(9, 1).replace(year=2021), at(9, 22, 23, 59).replace(year=2021)),
        ("2023-11-06 上午至2023-11-08", at(11, 6), at(11, 8, 23, 59)),
        ("2023-11-06 下午至2023-11-08 上午", at(11, 6, 12), at(11, 8, 12)),
        ("2023-11-06-2023-11-08", at(11, 6), at(11, 8, 23, 59)),
        ("2023-11-06 - 2023-11-08", at(11, 6), at(11, 8, 23, 59)),
        ("11.6--11.8", at(11, 6), at(11, 8, 23, 59)),
        ("20231106-20231108", at(11, 6), at(11, 8, 23, 59)),
        ("2023.11.6-8", at(11, 6), at(11, 8, 23, 59)),
        ("6-8日", at(11, 6), at(11, 8, 23, 59)),
        ("6日 - 8日", at(11, 6), at(11, 8, 23, 59)),
        ("11.6-11.8（3天）", at(11, 6), at(11, 8, 23, 59)),
        ("11月6日至11月8日，2.5天", at(11, 6), at(11, 8, 23, 59)),
        ("2023年11月6日—2023年11月8日共3天", at(11, 6), at(11, 8, 23, 59)),
        ("12月29日至1月3日", at(12, 29), at(1, 3, 23, 59).replace(year=2024)),
        ("11月6日8:30-17:30", at(11, 6, 8, 30), at(11, 6, 17, 30)),
        ("2023-11-06 08:30至11-06 17:30", at(11, 6, 8, 30), at(11, 6, 17, 30)),
        ("11月6日上午至下午", at(11, 6), at(11, 6, 23, 59)),
        ("2023-11-06", at(11, 6), at(11, 6, 23, 59)),
        ("11月6日上午", at(11, 6), at(11, 6, 12)),
    ],
)
def test_a_span_is_read_in_every_form_it_is_written(written: str, start: datetime, end: datetime) -> None:
    ends = read_span(written, NOVEMBER)
    assert ends is not None
    assert (ends[0].as_start(), ends[1].as_end()) == (start, end)


@pytest.mark.parametrize(
    ("written", "code", "say"),
    [
        ("11月8日至6日", "reversed-span", "“11月8日至6日”的止日早于起日，请核对"),
        ("11.31-12.2", "impossible-date", "11月31日不存在，请改为实际日期"),
        ("11月6日至7日至8日", "bad-span", "“11月6日至7日至8日”不是一段时间，请写成2023-11-06至2023-11-08"),
        ("三天", "bad-date", "“三天”不是日期，请写成2023-11-08这样的一个日期"),
    ],
)
def test_a_span_that_cannot_be_is_said_with_its_remedy(written: str, code: str, say: str) -> None:
    with pytest.raises(CellError) as caught:
        read_span(written, NOVEMBER)
    assert (caught.value.code, caught.value.say) == (code, say)


def test_days_without_a_month_are_no_span_where_the_sheet_does_not_say_the_month() -> None:
    for period in (None, (date(2023, 1, 1), date(2023, 12, 31))):
        with pytest.raises(CellError) as caught:
            read_span("3-5日", period)
        assert caught.value.code == "no-month"


@given(first=days, length=st.integers(0, 60), joint=st.sampled_from(["至", "到", "~", " ~ ", "—", " - ", "-"]))
def test_any_span_of_full_dates_is_read_back(first: date, length: int, joint: str) -> None:
    last = min(first + timedelta(days=length), date(2100, 12, 31))
    assert read_span(f"{first}{joint}{last}") == (Moment(first, "day"), Moment(last, "day"))
