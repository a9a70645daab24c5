"""Attendance machines, diaries, JSON and lists of attendees come back as they were written."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from grid_writers import Sheet, taken, validated
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.intake.layouts.diary_words import heading_of, writer_in
from audit.model.contract import ImportContract
from audit.model.tables import Intake, TypedTables

Contracts = Mapping[str, ImportContract]
SHANGHAI = timezone(timedelta(hours=8))
FEW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
times = st.lists(st.integers(0, 1439), max_size=4, unique=True).map(sorted)


def typed(intake: Intake, contracts: Contracts) -> TypedTables:
    found = validated(intake, contracts)
    assert [error.message for error in (*intake.errors, *found.errors)] == []
    return found


def clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@FEW
@given(first=st.dates(date(2019, 1, 1), date(2027, 12, 1)), data=st.data())
def test_punch_cards_give_every_day_of_every_person(contracts: Contracts, first: date, data: st.DataObject) -> None:
    days = [first + timedelta(days=at) for at in range(data.draw(st.integers(5, 31)))]
    last = days[-1]
    end = f"{last:%m/%d}" if last.year == first.year else f"{last:%Y/%m/%d}"
    sheet = Sheet(name="刷卡记录")
    sheet.add("刷卡记录表")
    sheet.add(f"考勤日期：{first:%Y/%m/%d} ~ {end}", "", "制表日期：2028/01/03")
    sheet.add(*[day.day for day in days])
    expected = []
    for job_no, person in (("064", "林晓峰"), ("65", "吴桐")):
        punched = [data.draw(times) for _ in days]
        sheet.add("工 号：", "", job_no, "", "姓 名：", "", person, "", "部 门：", "", "驻村工作队")
        sheet.add(*["".join(f"{clock(one)}\n" for one in day) for day in punched])
        expected += [
            (person, job_no, pd.Timestamp(day), tuple(pd.Timestamp(day) + timedelta(minutes=one) for one in minutes))
            for day, minutes in zip(days, punched, strict=True)
        ]
    frame = typed(taken(sheet, contracts), contracts).frames["machine_cards"]
    assert list(frame[["person", "job_no", "date", "times"]].itertuples(index=False, name=None)) == expected


@FEW
@given(
    moments=st.lists(
        st.datetimes(datetime.combine(date(2019, 1, 1), time(0)), datetime.combine(date(2027, 12, 31), time(0))),
        min_size=1,
        max_size=9,
        unique=True,
    )
)
@pytest.mark.parametrize("place", [False, True])
def test_a_machines_rows_are_punches_made_at_it(contracts: Contracts, moments: Sequence[datetime], place: bool) -> None:
    stamps = sorted({moment.replace(second=0, microsecond=0) for moment in moments})
    sheet = Sheet(name="考勤记录")
    sheet.add("登记号码", "姓名", "出勤时间", *(["地点"] if place else []))
    for at in stamps:
        said = f"{at.year}/{at.month}/{at.day} 星期{'一二三四五六日'[at.weekday()]} {at.hour}:{at.minute:02d}"
        sheet.add("064", "林晓峰", said, *(["村委会"] if place else []))
    frame = typed(taken(sheet, contracts), contracts).frames["machine_rows"]
    assert frame["punched_at"].tolist() == [pd.Timestamp(at) for at in stamps]
    assert frame["work_date"].tolist() == [pd.Timestamp(at.date()) for at in stamps]
    assert set(frame["device_kind"]) == {"machine"}
    assert set(frame["result_code"]) == {"normal"}
    assert set(frame["address"]) == {"村委会" if place else ""}
    assert set(frame["job_no"]) == {"064"}


HEADINGS = (
    "{y}年{m}月{d}日 星期{w} {sky}",
    "{m}月{d}日星期{w} 天气{sky}",
    "时间：{y}年{m}月{d}日（星期{w}）地点：三组",
    "{m}月{d}日。",
    "{y}.{m}.{d} 星期{w}",
    "{y}年{m}月{d}日　周{w}　天气：{sky} 12-18℃",
)
SENTENCES = (
    "走访三组监测户，核对医保缴费情况。",
    "11月4日上午我们到镇里开会，下午入户。",
    "一、防返贫监测；",
    "12.5万元资金到账。",
)


@FEW
@given(
    start=st.dates(date(2015, 1, 1), date(2027, 6, 1)),
    steps=st.lists(st.integers(1, 40), min_size=2, max_size=9),
    shape=st.integers(0, len(HEADINGS) - 1),
    picks=st.lists(st.integers(0, 3), min_size=3, max_size=3),
)
def test_a_diary_gives_an_entry_for_each_heading(
    contracts: Contracts, start: date, steps: list[int], shape: int, picks: list[int]
) -> None:
    days = [start + timedelta(days=sum(steps[:at])) for at in range(len(steps))]
    sheet = Sheet(name="文本")
    sheet.add("青禾镇桃溪村林晓峰驻村日志")
    sheet.add("")
    expected = []
    for at, day in enumerate(days):
        # The first heading says the year; those that leave it out follow it.
        form = HEADINGS[shape] if at else HEADINGS[0]
        sheet.add(form.format(y=day.year, m=day.month, d=day.day, w="一二三四五六日"[day.weekday()], sky="晴转多云"))
        lines = [SENTENCES[(pick + at) % 4] for pick in picks]
        for line in lines:
            sheet.add(line)
        expected.append(("林晓峰", "桃溪村", pd.Timestamp(day), "\n".join(lines)))
    frame = typed(taken(sheet, contracts), contracts).frames["diaries"]
    assert list(frame[["person", "village", "log_date", "content"]].itertuples(index=False, name=None)) == expected


@pytest.mark.parametrize(
    ("line", "day", "weather", "place", "rest"),
    [
        ("2017年8月23日 星期三 晴 27--40度", (2017, 8, 23), "晴 27--40度", "", ""),
        ("11月4日星期一 天气阴", (None, 11, 4), "阴", "", ""),
        ("20xx年3月2日 星期日 天氣晴", (None, 3, 2), "晴", "", ""),
        ("时间：2012年5月22日（星期三）地点：三组", (2012, 5, 22), "", "三组", ""),
        ("4月1日。", (None, 4, 1), "", "", ""),
        ("4月1日。今天走访了三户。", (None, 4, 1), "", "", "今天走访了三户。"),
    ],
)
def test_a_heading_is_read_in_every_form(
    line: str, day: tuple[int, int, int], weather: str, place: str, rest: str
) -> None:
    found = heading_of(line)
    assert found is not None
    assert (found.year, found.month, found.day) == day
    assert (found.weather, found.place, found.rest) == (weather, place, rest)


def test_a_heading_over_several_days_gives_the_first_and_the_last(contracts: Contracts) -> None:
    sheet = Sheet(name="文本")
    for line in (
        "林晓峰驻村日志",
        "2023年12月29日 晴",
        "入户。",
        "12月30日至1月2日 阴",
        "守水渠。",
        "1月3日。",
        "开会。",
    ):
        sheet.add(line)
    frame = typed(taken(sheet, contracts), contracts).frames["diaries"]
    assert frame["content"].tolist() == ["入户。", "守水渠。", "开会。"]
    assert frame["log_date"].dt.strftime("%Y-%m-%d").tolist() == ["2023-12-29", "2023-12-30", "2024-01-03"]
    assert frame["last_on"].tolist()[1] == pd.Timestamp("2024-01-02")


@pytest.mark.parametrize(
    "line", ["11月4日上午我们去了三组", "11月4日，我和村干部入户", "2023年11月8日至10日培训", "12.5万元", "三、走访"]
)
def test_a_sentence_with_a_date_is_no_heading(line: str) -> None:
    assert heading_of(line) is None


@pytest.mark.parametrize(
    ("title", "writer"),
    [
        ("张三驻村日志", "张三"),
        ("青禾镇桃溪村驻村工作队林晓峰2023年11月工作日志", "林晓峰"),
        ("驻村日志（张三）", "张三"),
        ("驻村工作日志\n姓名：张三", "张三"),
        ("第一书记张三同志驻村日记", "张三"),
        ("阿依古丽·买买提驻村日志", "阿依古丽·买买提"),
        ("桃溪村工作日志", ""),
        ("2023年驻村日志", ""),
    ],
)
def test_the_writer_stands_in_the_title(title: str, writer: str) -> None:
    assert writer_in(title) == writer


def test_a_diary_of_nobody_is_told_once_and_a_signature_names_the_writer(contracts: Contracts) -> None:
    sheet = Sheet(name="文本")
    for line in (
        "桃溪村驻村日志",
        "2023年11月6日 星期一",
        "走访三户。",
        "记录人：吴桐",
        "11月7日 星期二",
        "开会。",
        "11月8日 晴",
        "入户。",
    ):
        sheet.add(line)
    intake = taken(sheet, contracts)
    assert [(error.code, error.cell) for error in intake.errors] == [("writer-unknown", "A5")]
    (table,) = intake.tables
    assert table.frame[["person", "content", "_cell"]].to_numpy().tolist() == [["吴桐", "走访三户。", "A2:A4"]]


def milliseconds(moment: datetime) -> int:
    return round(moment.replace(tzinfo=SHANGHAI).timestamp() * 1000)


def record(day: date, minutes: int, **more: Any) -> dict[str, Any]:
    midnight = datetime.combine(day, time(0))
    return {
        "id": 1, "userId": "0235082122263112", "workDate": milliseconds(midnight), "checkType": "OnDuty",
        "userCheckTime": milliseconds(midnight + timedelta(minutes=minutes, seconds=31)), "timeResult": "Normal",
        "locationResult": "Normal", "sourceType": "USER", "userLatitude": 29.7, "userLongitude": 107.8, **more,
    }  # fmt: skip


CODES = (
    ({}, "normal", "phone"),
    ({"locationResult": "Outside"}, "outside", "phone"),
    ({"timeResult": "SeriousLate"}, "late", "phone"),
    ({"sourceType": "ATM"}, "normal", "machine"),
    ({"sourceType": "APPROVE"}, "makeup", "makeup"),
    ({"sourceType": "BOSS"}, "admin_edit", "admin"),
    ({"isLegal": "N", "timeResult": ""}, "invalid", "phone"),
    ({"isLegal": "Y", "invalidRecordType": "Security", "invalidRecordMsg": "模拟定位"}, "invalid", "phone"),
    ({"timeResult": "NotSigned", "locationResult": "NotSigned", "sourceType": "SYSTEM"}, "missing", ""),
)


def test_interface_records_are_punches_but_for_those_not_signed(
    contracts: Contracts, tmp_path: Path, take: Callable[..., Intake]
) -> None:
    days = [date(2023, 11, 1) + timedelta(days=at) for at in range(len(CODES))]
    records = [record(day, 500, **more) for day, (more, _, _) in zip(days, CODES, strict=True)]
    path = tmp_path / "attendance.json"
    path.write_text(json.dumps({"errcode": 0, "recordresult": records, "hasMore": False}), encoding="utf-8")
    frame = typed(take(path), contracts).frames["dingtalk_api"]
    assert frame["result_code"].tolist() == [code for _, code, _ in CODES]
    assert frame["device_kind"].tolist() == [kind for _, _, kind in CODES]
    assert frame["work_date"].tolist() == [pd.Timestamp(day) for day in days]
    punched = [pd.Timestamp(day) + timedelta(minutes=500) for day in days]
    assert frame["punched_at"].tolist()[:-1] == punched[:-1]
    assert pd.isna(frame["punched_at"].iloc[-1])
    assert not [name for name in frame if "itude" in name.lower()]


def test_interface_logs_join_their_answers(contracts: Contracts, tmp_path: Path, take: Callable[..., Intake]) -> None:
    written = datetime.combine(date(2023, 11, 6), time(20, 15))
    log = {
        "contents": [
            {"sort": "0", "type": "1", "key": "今日工作", "value": "走访三组"},
            {"sort": "1", "type": "1", "key": "备注", "value": "无"},
            {"sort": "2", "type": "1", "key": "明日计划", "value": "入户"},
        ],
        "creator_name": "林晓峰", "creator_id": "0235", "dept_name": "桃溪村", "create_time": milliseconds(written),
        "report_id": "7f", "template_name": "驻村日志", "remark": "", "images": [],
    }  # fmt: skip
    path = tmp_path / "report.json"
    path.write_text(json.dumps({"result": {"data_list": [log]}}, ensure_ascii=False), encoding="utf-8")
    (row,) = typed(take(path), contracts).frames["dingtalk_logs"].to_dict("records")
    assert (row["person"], row["content"]) == ("林晓峰", "走访三组\n入户")
    assert (row["written_at"], row["log_date"]) == (pd.Timestamp(written), pd.Timestamp("2023-11-06"))


def test_a_meetings_list_says_above_when_and_where_and_below_who_came(contracts: Contracts) -> None:
    sheet = Sheet(name="签到")
    sheet.add("桃溪村驻村工作队会议签到表")
    sheet.add("会议时间：2023年11月6日上午9:00", "", "地点：村会议室")
    sheet.add("议题：研究防返贫监测", "", "主持人：林晓峰")
    sheet.add("序号", "姓名", "职务", "签名", "备注")
    sheet.add(1, "林晓峰", "第一书记", "林晓峰", "")
    sheet.add(2, "吴　桐", "队员", "请假", "")
    sheet.add(3, "何秀英", "队员", "", "")
    frame = typed(taken(sheet, contracts), contracts).frames["meeting_sign_in"]
    assert frame["person"].tolist() == ["林晓峰", "吴桐", "何秀英"]
    assert frame["present"].tolist() == [True, False, False]
    said = frame[["village", "held_on", "kind", "topic", "place", "host"]].drop_duplicates()
    assert said.to_numpy().tolist() == [
        ["桃溪村", pd.Timestamp("2023-11-06"), "team", "研究防返贫监测", "村会议室", "林晓峰"]
    ]


def test_of_a_visited_household_only_the_surname_is_kept(contracts: Contracts) -> None:
    sheet = Sheet(name="走访")
    sheet.add("桃溪村2023年11月走访台账")
    sheet.add("序号", "走访日期", "户主", "组别", "对象类别", "走访人", "走访内容")
    sheet.add(1, "11月6日", "陈大有、欧阳秀兰", "三组", "监测户", "林晓峰、吴桐", "核对医保")
    (row,) = typed(taken(sheet, contracts), contracts).frames["visits"].to_dict("records")
    assert (row["household"], row["category"], row["visitors"]) == ("陈某、欧阳某", "monitored", ("林晓峰", "吴桐"))
    assert (row["village"], row["visited_on"]) == ("桃溪村", pd.Timestamp("2023-11-06"))


def test_a_units_visit_is_typed(contracts: Contracts) -> None:
    sheet = Sheet(name="单位到村")
    sheet.add("桃溪村后盾单位到村工作登记表")
    sheet.add("序号", "单位", "带队领导", "职务", "到村时间", "类别", "到村事项", "佐证")
    sheet.add(1, "县农业农村局", "周启明", "副局长", "2023.11.8", "慰问", "慰问驻村队员", "照片2张")
    (row,) = typed(taken(sheet, contracts), contracts).frames["unit_visits"].to_dict("records")
    assert (row["village"], row["leader_level"], row["kind"]) == ("桃溪村", "deputy", "condolence")
