"""Quirks of real files, 10–18 (layout) and 22–34 (values), one test each; 1–9, 19–21 and 35 are those of files."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from grid_writers import Sheet, taken, validated

from audit.model.contract import ImportContract
from audit.model.source import DataError
from audit.model.tables import Intake, TypedTables
from audit.validate.parsers.names import read_name, read_names
from audit.validate.parsers.times import read_time

Contracts = Mapping[str, ImportContract]
TITLE = "青禾镇桃溪村驻村工作队2023年11月签到册"
DAYS = list(range(1, 31))
ON_DUTY = ["√"] * 30
NORMAL = {"班次": "驻村班次 08:30-17:30", "上班1打卡时间": "08:20", "上班1打卡结果": "正常"}


def sheet_of(*rows: Sequence[Any], merges: Sequence[tuple[int, int, int, int]] = (), name: str = "Sheet1") -> Sheet:
    sheet = Sheet(name=name, merges=list(merges))
    for row in rows:
        sheet.add(*row)
    return sheet


class Read:
    """One sheet, read and typed."""

    def __init__(self, sheet: Sheet, contracts: Contracts) -> None:
        self.intake: Intake = taken(sheet, contracts)
        self.typed: TypedTables = validated(self.intake, contracts, "sign_in_grid")
        self.errors: tuple[DataError, ...] = (*self.intake.errors, *self.typed.errors)
        self.codes = [error.code for error in self.errors]

    def frame(self, table: str = "sign_in_grid") -> pd.DataFrame:
        return self.typed.frames[table]


@pytest.fixture
def read(contracts: Contracts) -> Callable[..., Read]:
    return lambda *rows, **more: Read(sheet_of(*rows, **more), contracts)


def mark_of(read: Callable[..., Read], mark: object, *tail: Sequence[Any]) -> tuple[str, object]:
    """The code and half days of one mark on the first of the month, and what was said of it."""
    found = read([TITLE], ["序号", "姓名", *DAYS], [1, "林晓峰", mark, *ON_DUTY[1:]], *tail)
    row = found.frame().iloc[0]
    return row["code"], row["half_days"]


@pytest.mark.parametrize("titles", [[], [[""]], [[""], ["填报单位：桃溪村"]]])
def test_10_no_one_or_two_title_rows_and_a_blank_first_row(read: Callable[..., Read], titles: list[list[str]]) -> None:
    rows = [*titles, ["姓名", "请假类别", "开始时间", "结束时间"], ["林晓峰", "事假", "2023-11-08", "2023-11-09"]]
    assert read(*rows, name="请销假").frame("leave_ledger")["person"].tolist() == ["林晓峰"]


def test_11_three_header_levels_are_joined_inside_their_merges(read: Callable[..., Read]) -> None:
    found = read(
        ["桃溪村请假登记表"], ["姓名", "请假情况", "", "", ""], ["", "类别", "请假时间", "", "天数"],
        ["", "", "开始", "结束", ""], ["林晓峰", "事假", "2023-11-08", "2023-11-09", 2],
        merges=[(1, 0, 3, 0), (1, 1, 1, 4), (2, 1, 3, 1), (2, 2, 2, 3), (2, 4, 3, 4)],
    )  # fmt: skip
    (row,) = found.frame("leave_ledger").to_dict("records")
    assert (row["start"], row["end"].date(), row["days"]) == (pd.Timestamp("2023-11-08"), date(2023, 11, 9), 2.0)


def test_12_a_header_without_a_name_column_has_its_names_found(read: Callable[..., Read]) -> None:
    found = read([TITLE], ["", "", *DAYS], [1, "林晓峰", *ON_DUTY], [2, "张 三3月15离职", *ON_DUTY])
    assert found.frame()["person"].unique().tolist() == ["林晓峰", "张三"]


def test_13_headers_that_repeat_do_not_shift_days_or_columns(read: Callable[..., Read]) -> None:
    labels = ["六" if day % 7 == 4 else "日" if day % 7 == 5 else str(day) for day in DAYS]
    found = read(
        ["打卡时间 统计日期：2023-11-01 至 2023-11-30"], ["报表生成时间：2023-12-01 09:30"],
        ["姓名", "部门", "UserId", "打卡时间", *[""] * 29], ["", "", "", *labels],
        ["林晓峰", "工作队", "023", *["08:20"] * 30], name="打卡时间",
    )  # fmt: skip
    assert found.frame("dingtalk_times")["date"].dt.day.tolist() == DAYS
    approvals = read(
        ["审批编号", "标题", "审批状态", "审批结果", "发起人姓名", "开始时间", "结束时间", "明细", "明细"],
        ["2023", "林晓峰提交的请假", "完成", "同意", "林晓峰", "2023-11-08 08:30", "2023-11-08 17:30", "甲", "乙"],
    )
    assert len(approvals.frame("dingtalk_approvals")) == 1


def test_14_spaces_of_every_kind_in_headers_and_names_of_sheets(read: Callable[..., Read]) -> None:
    found = read([" \xa0青禾镇桃溪村2023年\xa011月签到册　"], ["序　号", "姓\xa0名 ", "职　务", *DAYS], [1, "林晓峰", "队员", *ON_DUTY], name="11月 ")  # fmt: skip  # noqa: E501
    assert (found.frame()["village"].iloc[0], found.frame()["role"].iloc[0]) == ("桃溪村", "队员")
    assert found.codes == []


def test_14_a_full_width_plus_in_a_legend_is_not_the_plus_of_overtime(read: Callable[..., Read]) -> None:
    assert mark_of(read, "＋", ["备注：出勤√，病假＋，出差C"]) == ("leave", 0)
    assert mark_of(read, "√+3", ["备注：出勤√，病假＋，出差C"]) == ("present", 2)


def test_15_vertical_merges_are_filled_down_inside_the_merge_only(read: Callable[..., Read]) -> None:
    found = read(
        ["青禾镇2023年11月签到册"], ["村", "姓名", *DAYS], ["桃溪村", "林晓峰", *ON_DUTY], ["", "吴桐", *ON_DUTY],
        ["", "何秀英", *ON_DUTY], merges=[(2, 0, 3, 0)],
    )  # fmt: skip
    assert found.frame().groupby("person")["village"].first().to_dict() == {"林晓峰": "桃溪村", "吴桐": "桃溪村"}
    assert [(error.code, error.column) for error in found.errors] == [("missing-value", "村（社区）")]


@pytest.mark.parametrize(
    "tail", ["合计", "总计", "编制：张 审查： 审核：", "负责人签字：", "备注：本表一式二份", "总人数"]
)
def test_16_totals_signatures_and_notes_are_no_people(read: Callable[..., Read], tail: str) -> None:
    found = read([TITLE], ["序号", "姓名", *DAYS], [1, "林晓峰", *ON_DUTY], [""], [tail, "", *["1"] * 30])
    assert found.frame()["person"].unique().tolist() == ["林晓峰"]
    assert found.codes == []


def test_17_a_short_month_has_a_tail_of_columns_that_are_no_days(read: Callable[..., Read]) -> None:
    found = read(["桃溪村2023年2月签到册"], ["姓名", *range(1, 32)], ["林晓峰", *["√"] * 28])
    assert found.frame()["date"].dt.day.tolist() == list(range(1, 29))
    assert found.codes == []


def test_18_seventeen_numbered_columns_are_weeks_and_stay_out(read: Callable[..., Read]) -> None:
    assert read(["2023年11月签到册"], ["姓名", *range(1, 18)], *[["林晓峰", *["√"] * 17]] * 2).codes == [
        "unknown-sheet"
    ]


def test_18_a_table_of_shifts_is_no_sign_in_book(read: Callable[..., Read]) -> None:
    found = read(
        ["工作队2023年11月排班信息"], ["工号", "姓名", *DAYS], *[["1", "林晓峰", *["1"] * 30]] * 2, name="排班信息"
    )
    assert found.frame().empty


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("8:5", 485), ("08：58", 538), ("次日 00:10", 1450), ("24:00", 1440), ("0.5", 720), ("８：０５", 485)],
)
def test_22_times_in_every_form(written: str, minutes: int) -> None:
    clock = read_time(written)
    assert clock is not None
    assert clock.minutes == minutes


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张　三", "张三"), ("张  三", "张三"), ("林晓峰（离职）", "林晓峰"), ("林晓峰3月15离职", "林晓峰"),
        ("阿依古丽•买买提", "阿依古丽·买买提"), ("张三2", "张三2"), ("张三（联络人）13900000000", "张三"),
    ],
)  # fmt: skip
def test_23_names_with_what_is_written_around_them(written: str, name: str) -> None:
    assert read_name(written) == name


@pytest.mark.parametrize(
    ("marks", "code", "halves"),
    [
        ("√✓✔☑Vv对", "present", 2), ("×✕Xx", "absent", 0), ("△▲", "leave", 0), (["√/△", "半"], "half", 1),
        (["√+3", "√+夜"], "present", 2), (["-", ""], "blank", 0),
    ],
)  # fmt: skip
def test_24_symbols_in_every_spelling(read: Callable[..., Read], marks: Sequence[str], code: str, halves: int) -> None:
    row = [*marks, *[""] * (30 - len(marks))]
    frame = read([TITLE], ["序号", "姓名", *DAYS], [1, "林晓峰", *row], [2, "吴桐", *ON_DUTY]).frame()
    mine = frame[frame["person"] == "林晓峰"].head(len(marks))
    assert set(zip(mine["code"], mine["half_days"], strict=True)) == {(code, halves)}


def test_24_the_sheets_own_legend_wins_and_an_unknown_symbol_is_asked_about(read: Callable[..., Read]) -> None:
    assert mark_of(read, "G", ["备注：出勤√，公休G，补休B"]) == ("rest", 0)
    code, halves = mark_of(read, "◎")
    assert code == ""
    assert pd.isna(halves)


def test_24_two_half_marks_are_a_whole_day(read: Callable[..., Read]) -> None:
    found = read(
        [TITLE], ["序号", "姓名", "时段", *DAYS], [1, "林晓峰", "上午", *[0.5] * 30], ["", "", "下午", *[0.5] * 29, ""]
    )
    assert found.frame()["half_days"].tolist() == [2] * 29 + [1]


@pytest.mark.parametrize(("header", "unit"), [("请假时长(小时)", "hour"), ("请假时长(天)", "day")])
def test_25_the_unit_stands_in_the_header(read: Callable[..., Read], header: str, unit: str) -> None:
    found = read(
        ["审批编号", "标题", "审批状态", "审批结果", "发起人姓名", "开始时间", "结束时间", header],
        ["2023", "林晓峰提交的请假", "完成", "同意", "林晓峰", "2023-11-08 08:30", "2023-11-08 17:30", "8"],
    )
    assert found.frame("dingtalk_approvals")["unit"].tolist() == [unit]


@pytest.mark.parametrize("empty", ["--", "-", "/", "无", "NULL", "—"])
def test_26_what_stands_for_nothing_is_nothing(read: Callable[..., Read], empty: str) -> None:
    found = read(
        ["桃溪村请假登记表"], ["姓名", "请假类别", "开始时间", "结束时间", "销假时间", "天数"],
        ["林晓峰", "事假", "2023-11-08", "2023-11-09", empty, empty],
    )  # fmt: skip
    (row,) = found.frame("leave_ledger").to_dict("records")
    assert pd.isna(row["cancelled_on"])
    assert pd.isna(row["days"])
    assert found.codes == []


def test_27_an_approval_over_new_year_repeated_on_each_day_keeps_its_years(read: Callable[..., Read]) -> None:
    header = ["姓名", "UserId", "日期", *NORMAL, "关联的审批单"]
    item = "事假12-30 22:00到01-02 06:00 3天"
    days = ["23-12-31 星期日", "24-01-01 星期一"]
    rows = [["林晓峰", "023", day, *NORMAL.values(), item] for day in days]
    frame = read(["每日统计 统计日期：2023-12-31 至 2024-01-01"], header, *rows, name="每日统计").frame(
        "dingtalk_daily"
    )
    assert {approvals[0][1:3] for approvals in frame["approvals"]} == {
        (pd.Timestamp("2023-12-30 22:00").to_pydatetime(), pd.Timestamp("2024-01-02 06:00").to_pydatetime())
    }


@pytest.mark.parametrize("separator", ["，", ",", "、", "\n", ";"])
def test_28_several_values_by_any_separator(separator: str) -> None:
    assert read_names(separator.join(["林晓峰", "吴桐", "何秀英"])) == ("林晓峰", "吴桐", "何秀英")


def test_29_invalid_edited_and_made_up_punches_are_told_apart(read: Callable[..., Read]) -> None:
    results = {"打卡无效:此记录已被更新": "invalid", "管理员周启明改为正常": "admin_edit", "补卡审批通过": "makeup"}
    rows = [["林晓峰", "23-11-01 星期三", "2023-11-01 08:30", said, ""] for said in results]
    header = ["姓名", "考勤日期", "打卡时间", "打卡结果", "打卡地址"]
    frame = read(["原始记录 统计日期：2023-11-01 至 2023-11-30"], header, *rows, name="原始记录").frame("dingtalk_raw")
    assert frame["result_code"].tolist() == list(results.values())


def test_30_all_departments_of_a_person_are_one_text(read: Callable[..., Read]) -> None:
    header = ["姓名", "部门", "考勤日期", "打卡时间", "打卡结果"]
    row = ["林晓峰", "桃溪村驻村工作队\n农业农村局", "23-11-01", "2023-11-01 08:30", "正常"]
    frame = read(["原始记录 统计日期：2023-11-01 至 2023-11-30"], header, row, name="原始记录").frame("dingtalk_raw")
    assert frame["department"].tolist() == ["桃溪村驻村工作队\n农业农村局"]


def test_31_a_person_missing_in_one_sheet_is_still_in_the_other(contracts: Contracts) -> None:
    title = "统计日期：2023-11-01 至 2023-11-30"
    raw = sheet_of([f"原始记录 {title}"], ["姓名", "考勤日期", "打卡时间", "打卡结果"], ["林晓峰", "23-11-01", "2023-11-01 08:30", "正常"], name="原始记录")  # fmt: skip  # noqa: E501
    daily = sheet_of(
        [f"每日统计 {title}"], ["姓名", "日期", *NORMAL], ["吴桐", "23-11-01", *NORMAL.values()], name="每日统计"
    )
    people = {table: set(Read(sheet, contracts).frame(table)["person"]) for table, sheet in (("dingtalk_raw", raw), ("dingtalk_daily", daily))}  # fmt: skip  # noqa: E501
    assert people == {"dingtalk_raw": {"林晓峰"}, "dingtalk_daily": {"吴桐"}}


@pytest.mark.parametrize(
    ("state", "status"),
    [("已撤销 ", "cancelled"), ("完成 拒绝", "rejected"), ("审批中 ", "pending"), ("完成 同意", "approved")],
)
def test_32_only_an_approved_request_is_leave(read: Callable[..., Read], state: str, status: str) -> None:
    header = ["审批编号", "标题", "审批状态", "审批结果", "发起人姓名", "开始时间", "结束时间"]
    row = ["2023", "林晓峰提交的请假", *state.split(" "), "林晓峰", "2023-11-08 08:30", "2023-11-08 17:30"]
    assert read(header, row).frame("dingtalk_approvals")["status"].tolist() == [status]


def test_33_milliseconds_are_days_and_minutes_in_shanghai(read: Callable[..., Read]) -> None:
    found = read(
        ["userId", "workDate", "userCheckTime", "timeResult", "locationResult", "sourceType"],
        ["0235", "1698768000000", "1698768600000", "Normal", "Normal", "USER"], name="recordresult",
    )  # fmt: skip
    (row,) = found.frame("dingtalk_api").to_dict("records")
    assert (str(row["work_date"]), str(row["punched_at"])) == ("2023-11-01 00:00:00", "2023-11-01 00:10:00")


def test_34_two_uploads_of_one_month_count_each_day_once(write: Callable[..., Path], take: Callable[..., Intake], contracts: Contracts) -> None:  # fmt: skip  # noqa: E501
    rows = [[TITLE], ["序号", "姓名", *DAYS], [1, "林晓峰", *ON_DUTY]]
    paths = write({"a": rows}, name="a.xlsx"), write({"a": [*rows, ["填表人："]]}, name="b.xlsx")
    typed = validated(take(*paths), contracts)
    assert len(typed.frames["sign_in_grid"]) == 30
    assert typed.errors == ()


@pytest.mark.parametrize(
    ("mark", "code", "halves"),
    [("上午√", "half", 1), ("下午△", "leave", 0), ("√/△", "half", 1), ("半/半", "present", 2)],
)
def test_24_what_one_half_of_the_day_says(read: Callable[..., Read], mark: str, code: str, halves: int) -> None:
    assert mark_of(read, mark) == (code, halves)
