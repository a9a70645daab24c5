"""Cells of WeCom and Feishu exports, check-ins, absences and DingTalk logs, in every form."""

from collections.abc import Mapping
from datetime import date, datetime

import pandas as pd
import pytest

from audit.catalog import load_imports
from audit.model.source import Sheet
from audit.model.tables import Intake, RawTable, TypedTables
from audit.validate import validate
from audit.validate.cells import CellError
from audit.validate.exports import read_clocks, read_states
from audit.validate.parsers.choices import choice_reader

CONTRACTS = load_imports()
CODE_OF = choice_reader(CONTRACTS["wecom_monthly"].columns["states"].choices)


def typed(table: str, **cells: str) -> TypedTables:
    frame = pd.DataFrame({name: pd.Series([said], dtype="str") for name, said in cells.items()})
    frame = frame.assign(_row=5, _cell=pd.Series(["A5:H5"], dtype="str"))
    sheet = Sheet("导出.xlsx", "0" * 64, "表", table, period=(date(2023, 11, 1), date(2023, 11, 30)))
    return validate(Intake((), (sheet,), (RawTable(0, table, frame, {}),), ()), {table: CONTRACTS[table]})


def row(table: str, **cells: str) -> Mapping[str, object]:
    result = typed(table, **cells)
    assert result.errors == ()
    return dict(result.frames[table].iloc[0])


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("08:26、18:03", [506, 1083]),
        ("08:26 18:03", [506, 1083]),
        ("08:26（外勤）;18:03(补卡)", [506, 1083]),
        ("08：26\n次日 00:10", [506, 1450]),
        ("18:03、00:10", [1083, 1450]),
        ("--", []),
        ("未打卡", []),
        ("", []),
    ],
)
def test_times_are_read_by_any_separator_without_remarks(written: str, minutes: list[int]) -> None:
    assert [one.minutes for one in read_clocks(written)] == minutes


@pytest.mark.parametrize("written", ["忘打卡", "08:26左右", "（外勤）"])
def test_what_is_no_time_is_said(written: str) -> None:
    with pytest.raises(CellError):
        read_clocks(written)


@pytest.mark.parametrize(
    ("written", "codes", "minutes"),
    [
        ("正常 ;", ("normal",), []),
        ("迟到15分钟;缺卡 ;", ("late", "missing"), []),
        ("正常（休息）", ("rest",), []),
        ("正常（外出）", ("outing",), []),
        ("正常(08:26);正常(18:03)", ("normal", "normal"), [506, 1083]),
        ("迟到(09:10),缺卡", ("late", "missing"), [550]),
        ("地点异常", ("wrong_place",), []),
        ("年休假", ("leave",), []),
        ("--", (), []),
    ],
)
def test_a_days_results_are_read_with_and_without_times(
    written: str, codes: tuple[str, ...], minutes: list[int]
) -> None:
    found, clocks = read_states(written, CODE_OF)
    assert found == codes
    assert [one.minutes for one in clocks] == minutes


@pytest.mark.parametrize(
    ("said", "punches"), [("正常", 2), ("正常;缺卡", 1), ("旷工", 0), ("正常（休息）", 0), ("--", 0)]
)
def test_results_without_times_tell_the_fewest_punches_they_allow(said: str, punches: int) -> None:
    given = row("wecom_monthly", person="林晓峰", user_id="lin", date="2023-11-01", states=said)
    assert given["punches"] == punches


def test_a_wecom_day_without_slots_takes_the_record_and_then_the_first_and_last() -> None:
    known = {"person": "林晓峰", "user_id": "lin", "date": "2023/11/01 星期三", "earliest": "08:26", "latest": "18:03"}
    assert len(row("wecom_daily", **known, record="08:26、12:00、18:03")["times"]) == 3
    assert len(row("wecom_daily", **known)["times"]) == 2


def test_a_time_of_another_day_keeps_its_date() -> None:
    known = {"person": "林晓峰", "user_id": "lin", "work_date": "2023/11/01", "result": "正常", "result_code": "正常"}
    assert row("wecom_punches", **known, time="2023/11/02 00:10")["punched_at"] == datetime(2023, 11, 2, 0, 10)  # noqa: DTZ001
    assert row("wecom_punches", **known, time="08:26")["punched_at"] == datetime(2023, 11, 1, 8, 26)  # noqa: DTZ001


@pytest.mark.parametrize(("status", "approvals"), [("审批通过", 1), ("已拒绝", 0), ("审批中", 0), ("已撤销", 0)])
def test_only_an_approved_absence_is_an_approval(status: str, approvals: int) -> None:
    span = "2023-11-08 08:30 ~ 2023-11-09 17:30"
    given = row("dingtalk_absences", person="林晓峰", category="出差时间", start=span, end=span, status=status)
    assert len(given["approvals"]) == approvals


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("11.6-11.8", 6, 8),
        ("2023-11-06至2023-11-08", 6, 8),
        ("第2周（11月6日-11月10日）", 6, 10),
        ("本周：6日至10日", 6, 10),
        ("11月6、7、8日", 6, 8),
        ("6日和7日", 6, 7),
        ("11月6日上午至7日下午", 6, 7),
    ],
)
def test_days_of_one_log_are_read_in_every_form(written: str, first: int, last: int) -> None:
    given = row("work_logs", person="林晓峰", log_date=written, content="三天都在四组量机耕道")
    assert (given["log_date"], given["last_on"]) == (pd.Timestamp(2023, 11, first), pd.Timestamp(2023, 11, last))


@pytest.mark.parametrize(
    ("written", "code", "say"),
    [
        ("11月6日、8日", "bad-span", "“11月6日、8日”不是连着的几天，请按日分行填写"),
        ("11.6-12.8", "long-span", "“11.6-12.8”共33天，一篇日志最多写31天，请核对起止日期，或按日分行填写"),
        ("上旬", "bad-date", "“上旬”不是日期，请写成2023-11-08这样的一个日期"),
    ],
)
def test_what_is_no_span_of_a_log_is_told_with_its_remedy(written: str, code: str, say: str) -> None:
    (error,) = typed("work_logs", person="林晓峰", log_date=written, content="入户").errors
    assert (error.code, error.message) == (code, f"导出.xlsx《表》A5:H5“日期”：{say}")


def test_a_last_day_too_long_after_the_first_is_left_out_and_the_log_stays() -> None:
    given = typed("work_logs", person="林晓峰", log_date="2023-11-06", last_on="2023-12-08", content="入户")
    assert [error.code for error in given.errors] == ["long-span"]
    assert given.frames["work_logs"]["last_on"].isna().all()


def test_a_log_without_any_answer_is_refused_with_its_remedy() -> None:
    (error,) = typed("dingtalk_logs", person="林晓峰", written_at="2023-11-01 20:15", content="无\n-").errors
    assert error.code == "missing-value"
    assert error.message.endswith("每一项都没有填写，看不出工作内容，请补填")


def test_a_log_sent_the_next_morning_is_of_the_day_it_names() -> None:
    given = row(
        "dingtalk_logs", person="吴桐", written_at="2023-11-02 07:30", log_date="11月1日", content="走访\n无\n开会"
    )
    assert given["log_date"] == pd.Timestamp(2023, 11, 1)
    assert given["content"] == "走访\n开会"
