"""Row lists: headers found by what they say, merged and two-level, tails left out."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from grid_writers import validated

from audit.model.contract import ImportContract
from audit.model.tables import Intake, RawTable

Write = Callable[..., Path]
Take = Callable[..., Intake]

HEADER = ["序号", "村（社区）", "姓名", "派出单位", "驻村职务", "到任时间"]
PEOPLE = [
    [1, "桃溪村", "林晓峰", "县农业农村局", "第一书记", "2023-05-10"],
    [2, "桃溪村", "吴　桐", "县水利局", "队员", "2023-05-10"],
]


def only_table(intake: Intake) -> RawTable:
    (table,) = intake.tables
    return table


def rows(intake: Intake) -> list[dict[str, Any]]:
    """The rows without their places, columns in the order of their names."""
    frame = only_table(intake).frame.drop(columns=["_row", "_cell"])
    return frame[sorted(frame.columns)].to_dict("records")


@pytest.mark.parametrize("titles", [[], ["名册"], ["青禾镇", "花名册"], ["青禾镇", "花名册", "2023年11月"]])
def test_title_rows_above_do_not_matter(write: Write, take: Take, titles: list[str]) -> None:
    plain = take(write({"表": [HEADER, *PEOPLE]}, name="a.xlsx"))
    titled = take(write({"表": [*[[title] for title in titles], HEADER, *PEOPLE]}, name="b.xlsx"))
    assert rows(plain) == rows(titled)
    assert titled.sheets[0].title == "\n".join(titles)


def test_columns_in_another_order_give_the_same_rows(write: Write, take: Take) -> None:
    order = [5, 2, 0, 4, 1, 3]
    plain = take(write({"表": [HEADER, *PEOPLE]}, name="a.xlsx"))
    moved = take(write({"表": [[row[at] for at in order] for row in [HEADER, *PEOPLE]]}, name="b.xlsx"))
    assert rows(plain) == rows(moved)
    assert only_table(moved).letters["arrived_on"] == "A"


def test_spaced_and_full_width_headers_are_known(write: Write, take: Take) -> None:
    header = ["序号", "村（社区）\xa0", "姓  名", "派出\n单位", "驻村 职务", "* 到任时间："]
    assert rows(take(write({"表": [header, *PEOPLE]}))) == rows(take(write({"表": [HEADER, *PEOPLE]}, name="b.xlsx")))


def test_vertical_merges_are_filled_down_inside_the_merge_only(write: Write, take: Take) -> None:
    people = [
        [1, "桃溪村", "林晓峰", "县农业农村局", "第一书记", ""],
        [2, "", "吴桐", "县水利局", "队员", ""],
        [3, "", "何秀英", "县财政局", "队员", ""],
    ]
    frame = only_table(take(write({"表": [HEADER, *people]}, merges=[("表", "B2:B3")]))).frame
    assert frame["village"].tolist() == ["桃溪村", "桃溪村", ""]


def test_two_header_levels_join_group_and_child(write: Write, take: Take) -> None:
    sheet = [
        ["姓名", "请假类别", "请假时间", "", "天数"],
        ["", "", "开始", "结束", ""],
        ["林晓峰", "事假", "2023-11-08", "2023-11-09", 2],
    ]
    merges = [("请销假", where) for where in ("A1:A2", "B1:B2", "C1:D1", "E1:E2")]
    frame = only_table(take(write({"请销假": sheet}, merges=merges))).frame
    assert frame[["person", "start", "end", "days", "_row"]].to_numpy().tolist() == [
        ["林晓峰", "2023-11-08", "2023-11-09", "2", 3]
    ]


def test_two_header_levels_survive_lost_merges(write: Write, take: Take) -> None:
    sheet = [
        ["姓名", "请假类别", "请假时间", "", "天数"],
        ["", "", "开始", "结束", ""],
        ["林晓峰", "事假", "2023-11-08", "2023-11-09", 2],
    ]
    frame = only_table(take(write({"请销假": sheet}))).frame
    assert frame["_row"].tolist() == [3]
    assert frame["end"].tolist() == ["2023-11-09"]


def test_totals_signatures_blanks_and_templates_are_left_out(write: Write, take: Take) -> None:
    tail = [[], [3, "", "", "", "", ""], ["合计", "", "2人"], ["审核人：", "", "填表人："], ["备注：本表一式二份"]]
    frame = only_table(take(write({"表": [HEADER, *PEOPLE, *tail]}))).frame
    assert frame["_row"].tolist() == [2, 3]


def test_a_row_after_a_subtotal_is_kept(write: Write, take: Take) -> None:
    frame = only_table(take(write({"表": [HEADER, PEOPLE[0], ["小计", "", "1"], PEOPLE[1]]}))).frame
    assert frame["person"].tolist() == ["林晓峰", "吴　桐"]


def test_a_row_that_lacks_a_needed_cell_is_kept_for_its_error(write: Write, take: Take) -> None:
    frame = only_table(take(write({"表": [HEADER, *PEOPLE, [3, "柳湾村", "", "县水利局", "队员", ""]]}))).frame
    assert frame["person"].tolist()[-1] == ""


def test_one_span_column_feeds_start_and_end(write: Write, take: Take) -> None:
    sheet = [["姓名", "请假类别", "起止时间"], ["林晓峰", "事假", "11月8日至10日"]]
    frame = only_table(take(write({"请销假": sheet}))).frame
    assert frame[["start", "end"]].to_numpy().tolist() == [["11月8日至10日", "11月8日至10日"]]


def test_old_approvals_join_date_and_time_and_take_the_unit_from_the_header(write: Write, take: Take) -> None:
    form = {
        "审批编号": "20231107",
        "标题": "林晓峰提交的请假",
        "审批状态": "完成",
        "审批结果": "同意",
        "发起人姓名": "林晓峰",
        "开始日期": "2023-11-08",
        "开始时间": "上午",
        "结束日期": "2023-11-08",
        "结束时间": "下午",
        "请假天数(天)": "1",
    }
    sheet = [list(form), list(form.values())]
    row = only_table(take(write({"202311271542000263": sheet}))).frame.iloc[0]
    assert (row["start"], row["end"], row["status"]) == ("2023-11-08 上午", "2023-11-08 下午", "完成 同意")
    assert row["unit"] == "请假天数(天)"


def test_approvals_with_two_equal_header_rows_and_a_detail_group(write: Write, take: Take) -> None:
    top = [
        "序号",
        "审批编号",
        "标题",
        "审批状态",
        "审批结果",
        "发起人姓名",
        "开始时间",
        "结束时间",
        "时长",
        "明细",
        "",
        "审批记录",
    ]
    below = [*top[:9], "加班人", "", "审批记录"]
    data = ["1", "20231107", "林晓峰提交的请假", "完成", "同意", "林晓峰", "2023-11-08 08:30", "2023-11-08 17:30", 8]
    merges = [("s", f"{letter}1:{letter}2") for letter in "ABCDEFGHIL"] + [("s", "J1:K1")]
    intake = take(write({"s": [top, below, [*data, "甲", "", "x"], [*data, "乙", "", "x"]]}, merges=merges))
    assert intake.sheets[0].table == "dingtalk_approvals"
    assert only_table(intake).frame["_row"].tolist() == [3, 4]


def test_the_village_of_a_list_comes_from_its_title_or_sheet_name(write: Write, take: Take) -> None:
    log = [["日期", "记录人", "工作内容"], ["2023-11-01", "林晓峰", "走访"]]
    by_title = take(write({"日志": [["青禾镇桃溪村驻村工作队2023年11月工作日志"], *log]}, name="a.xlsx"))
    by_name = take(write({"柳湾村": [["2023年11月工作日志"], *log]}, name="b.xlsx"))
    assert only_table(by_title).frame["village"].tolist() == ["桃溪村"]
    assert only_table(by_name).frame["village"].tolist() == ["柳湾村"]
    assert "village" not in by_title.sheets[0].missing


def test_a_column_the_sheet_has_wins_over_the_title(write: Write, take: Take) -> None:
    log = [["日期", "村", "记录人", "工作内容"], ["2023-11-01", "云台村", "林晓峰", "走访"]]
    intake = take(write({"日志": [["青禾镇桃溪村工作日志"], *log]}))
    assert only_table(intake).frame["village"].tolist() == ["云台村"]


def test_daily_statistics_keep_six_aligned_slots(write: Write, take: Take) -> None:
    header = ["姓名", "考勤组", "部门", "工号", "职位", "UserId", "日期", "workDate", "班次", "上班1打卡时间",
              "上班1打卡结果", "下班1打卡时间", "下班1打卡结果", "关联的审批单", "请假", ""]  # fmt: skip
    groups = [*[""] * 14, "事假(小时)", "年假(天)"]
    day = ["林晓峰（离职）", "驻村干部", "桃溪村", "", "", "02350821222631123456", "23-11-01 星期三", "1698768000000",
           "驻村 08:30-17:30", "08:26", "正常", "次日 00:10", "正常", "", "", ""]  # fmt: skip
    title = [["每日汇总 统计日期：2023-11-01 至 2023-11-30"], ["报表生成时间：2023-12-01 09:30"]]
    merges = [("每日统计", f"{chr(65 + at)}3:{chr(65 + at)}4") for at in range(14)] + [("每日统计", "O3:P3")]
    intake = take(write({"每日统计": [*title, header, groups, day]}, merges=merges))
    sheet, row = intake.sheets[0], only_table(intake).frame.iloc[0]
    assert sheet.table == "dingtalk_daily"
    assert row["times"] == "08:26\n次日 00:10\n\n\n\n"
    assert row["results"] == "正常\n正常\n\n\n\n"
    assert row["user_id"] == "02350821222631123456"
    assert str(sheet.generated_at) == "2023-12-01 09:30:00"
    assert [day.isoformat() for day in sheet.period or ()] == ["2023-11-01", "2023-11-30"]


def test_raw_records_are_not_taken_for_the_grid_of_punches(write: Write, take: Take) -> None:
    record = {
        "姓名": "林晓峰",
        "考勤组": "驻村",
        "UserId": "0235",
        "考勤日期": "23-11-01 星期三",
        "考勤时间": "2023-11-01 08:30",
        "打卡时间": "2023-11-01 08:26",
        "打卡结果": "正常",
        "异常打卡原因": "模拟定位",
    }
    title = [["原始记录 统计日期：2023-11-01 至 2023-11-30"], ["报表生成时间：2023-12-01 09:30"]]
    intake = take(write({"原始记录": [*title, list(record), list(record.values())]}))
    row = only_table(intake).frame.iloc[0]
    assert intake.sheets[0].table == "dingtalk_raw"
    assert (row["result"], row["result_code"], row["abnormal_class"]) == ("正常", "正常", "模拟定位")


def test_accepted_examples_of_the_contracts_are_recognised_from_their_titles(
    write: Write, take: Take, contracts: Mapping[str, Any]
) -> None:
    lists = {name: contract for name, contract in contracts.items() if contract.read.layout == "rows"}
    books = []
    for name, contract in lists.items():
        used: dict[str, str] = {}
        for column in contract.columns.values():
            if column.aliases:
                used.setdefault(column.aliases[0].split("+")[0], column.example or "1")
        used.setdefault("审批结果", "同意")
        if name != "dingtalk_approvals":
            used.pop("审批结果")
        books.append(write({name: [[contract.title], list(used), list(used.values())]}, name=f"{name}.xlsx"))
    recognised = {sheet.file: sheet.table for sheet in take(*books).sheets}
    assert recognised == {f"{name}.xlsx": name for name in lists}


def test_a_span_header_over_two_columns_gives_each_its_own(write: Write, take: Take) -> None:
    sheet = [["姓名", "请假类别", "起止时间", ""], ["林晓峰", "事假", "2023-11-08", "2023-11-10"]]
    frame = only_table(take(write({"请销假": sheet}, merges=[("请销假", "C1:D1")]))).frame
    assert frame[["start", "end"]].to_numpy().tolist() == [["2023-11-08", "2023-11-10"]]


def test_logs_of_several_days_in_one_cell_or_two_are_taken_and_faults_are_told(
    write: Write, take: Take, contracts: Mapping[str, ImportContract]
) -> None:
    rows = [
        ["桃溪村驻村工作日志（2023年11月）"],
        ["填写人", "日期", "结束日期", "工作内容"],
        ["林晓峰", "11月6日至8日", "", "三天都在四组量机耕道"],
        ["林晓峰", "9-10日", "", "在村部整理机耕道的数据"],
        ["林晓峰", "2023-11-13", "11.15", "陪技术员看果园"],
        ["林晓峰", "11月18日至16日", "", "入户"],
        ["林晓峰", "2023-11-20", "2023-11-17", "到镇里开会"],
    ]
    found = validated(take(write({"日志": rows})), contracts)
    logs = found.frames["work_logs"]
    assert logs["log_date"].dt.day.tolist() == [6, 9, 13, 20]
    assert logs["last_on"].dt.day.fillna(0).tolist() == [8, 10, 15, 0]
    assert [error.message for error in found.errors] == [
        "表.xlsx《日志》B6“日期”：“11月18日至16日”的止日早于起日，请核对",
        "表.xlsx《日志》C7“结束日期”：“2023-11-17”早于日志的第一天2023-11-20，请核对",
    ]


def test_a_log_spans_header_over_two_columns_or_over_one(
    write: Write, take: Take, contracts: Mapping[str, ImportContract]
) -> None:
    one = [["填写人", "起止日期", "工作内容"], ["林晓峰", "2023-11-06至2023-11-08", "守水渠"]]
    two = [["填写人", "起止日期", "", "工作内容"], ["吴桐", "2023-11-06", "2023-11-08", "守水渠"]]
    book = write({"驻村日志": one, "民情日志": two}, merges=[("民情日志", "B1:C1")])
    found = validated(take(book), contracts)
    assert found.errors == ()
    assert set(found.frames["work_logs"]["last_on"]) == {pd.Timestamp("2023-11-08")}


def test_a_header_repeated_between_pages_is_no_person(write: Write, take: Take) -> None:
    frame = only_table(take(write({"表": [HEADER, PEOPLE[0], HEADER, PEOPLE[1]]}))).frame
    assert frame["_row"].tolist() == [2, 4]


def test_a_row_with_a_villages_name_alone_says_whose_the_rows_below_are(write: Write, take: Take) -> None:
    header = ["序号", "姓名", "请假类别", "开始时间", "结束时间"]
    leave = ["事假", "2023-11-08", "2023-11-10"]
    rows = [["青禾镇请销假登记表"], header, ["一、桃溪村"], [1, "林晓峰", *leave], ["", "柳湾村"], [1, "吴桐", *leave]]
    frame = only_table(take(write({"台账": rows}))).frame
    assert frame[["village", "person"]].to_numpy().tolist() == [["桃溪村", "林晓峰"], ["柳湾村", "吴桐"]]
