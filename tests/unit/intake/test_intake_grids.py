"""Calendar sheets: the day comes from the column's place and the title's month, the header is only compared."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from audit.model.tables import Intake, RawTable

Write = Callable[..., Path]
Take = Callable[..., Intake]

TITLE = "青禾镇桃溪村驻村工作队2023年11月签到册"
WEEKDAYS = ["三四五六日一二"[day % 7] for day in range(30)]


def grid(labels: Sequence[Any], *people: Sequence[Any], title: str = TITLE, tail: Sequence[Sequence[Any]] = ()) -> Any:
    return [[title], ["序号", "姓名", "职务", *labels, "合计"], *people, *tail]


def marks(*first: str) -> list[str]:
    return [*first, *["√"] * (30 - len(first))]


LIN = [1, "林晓峰", "第一书记", *marks("√", "△", "")]
WU = [2, "吴　桐", "队员", *marks("×")]


def only_table(intake: Intake) -> RawTable:
    (table,) = intake.tables
    return table


def test_each_person_and_day_is_a_row_blank_days_too(write: Write, take: Take) -> None:
    frame = only_table(take(write({"11月": grid(range(1, 31), LIN, WU)}))).frame
    assert len(frame) == 60
    assert frame["date"].tolist()[:2] == ["2023-11-01", "2023-11-02"]
    assert frame["date"].tolist()[29] == "2023-11-30"
    assert frame["mark"].tolist()[:4] == ["√", "△", "", "√"]
    assert frame["code"].tolist() == frame["mark"].tolist()
    assert frame["_cell"].tolist()[:2] == ["D3", "E3"]
    assert frame["_cell"].tolist()[-1] == "AG4"
    assert frame["person"].tolist()[30] == "吴　桐"
    assert set(frame["village"]) == {"桃溪村"}


@pytest.mark.parametrize("above", [1, 2, 3])
def test_rows_above_and_columns_before_do_not_matter(write: Write, take: Take, above: int) -> None:
    plain = only_table(take(write({"s": grid(range(1, 31), LIN, WU)}, name="a.xlsx"))).frame
    sheet = [[""] * above + row for row in [[""], *[["填报说明"]] * above, *grid(range(1, 31), LIN, WU)]]
    moved = only_table(take(write({"s": sheet}, name="b.xlsx"))).frame
    places = ["_row", "_cell"]
    assert moved.drop(columns=places).equals(plain.drop(columns=places))


@pytest.mark.parametrize("label", ["{}日", "{}号", "11月{}日", "11.{}", "{}.0"])
def test_days_are_written_in_many_ways(write: Write, take: Take, label: str) -> None:
    labels = [label.format(day).removesuffix(".0") for day in range(1, 31)]
    intake = take(write({"s": grid(labels, LIN)}))
    assert only_table(intake).frame["date"].tolist()[-1] == "2023-11-30"
    assert intake.errors == ()


def test_a_row_of_weekdays_below_the_days_is_header(write: Write, take: Take) -> None:
    sheet = grid(range(1, 31), ["", "", "", *WEEKDAYS], LIN)
    intake = take(write({"s": sheet}, merges=[("s", "A2:A3"), ("s", "B2:B3")]))
    assert only_table(intake).frame["person"].unique().tolist() == ["林晓峰"]
    assert intake.errors == ()


def test_dates_of_another_month_are_said_once_and_days_counted_by_place(write: Write, take: Take) -> None:
    labels = [date(2021, 8, 1) + timedelta(days=day) for day in range(30)]
    intake = take(write({"s": grid(labels, LIN)}))
    (error,) = intake.errors
    assert error.code == "header-date-differs"
    assert error.message.startswith("表.xlsx《s》D2“日期”：表头写的是2021-08-01，按标题应为2023年11月1日")
    assert only_table(intake).frame["date"].tolist()[0] == "2023-11-01"


def test_weekdays_of_another_month_are_said(write: Write, take: Take) -> None:
    wrong = ["一二三四五六日"[day % 7] for day in range(30)]
    intake = take(write({"s": grid(range(1, 31), ["", "", "", *wrong], LIN)}))
    assert [error.code for error in intake.errors] == ["header-date-differs"]


def test_columns_after_the_last_day_are_ignored_and_said_when_filled(write: Write, take: Take) -> None:
    blank = take(write({"s": grid(range(1, 32), [*LIN, ""])}, name="a.xlsx"))
    filled = take(write({"s": grid(range(1, 32), [*LIN, "√"])}, name="b.xlsx"))
    assert len(only_table(blank).frame) == len(only_table(filled).frame) == 30
    assert blank.errors == ()
    assert [error.code for error in filled.errors] == ["day-not-in-month"]


def test_totals_signatures_and_the_legend_end_the_people(write: Write, take: Take) -> None:
    tail = [["合计", "", "", *[1] * 30], ["图例：√ 出勤  △ 事假  ○ 病假"], ["审核人：      填表人："], ["总人数", 2]]
    table = only_table(take(write({"s": grid(range(1, 31), LIN, WU, tail=tail)})))
    assert table.frame["person"].unique().tolist() == ["林晓峰", "吴　桐"]
    assert table.legend == {"√": "出勤", "△": "事假", "○": "病假"}


def test_a_real_legend_gives_all_twelve_pairs(write: Write, take: Take) -> None:
    legend = (
        "出勤√, 事假△,病假＋,出差C,公休G,年休假N,婚假H,产假Y,探亲假T,工伤假P,丧假S, 补休B,出勤不足一天的记录出勤小时数"
    )
    table = only_table(take(write({"s": grid(range(1, 31), LIN, tail=[["备注"], [legend]])})))
    assert table.legend == {
        "√": "出勤", "△": "事假", "＋": "病假", "C": "出差", "G": "公休", "N": "年休假", "H": "婚假", "Y": "产假",
        "T": "探亲假", "P": "工伤假", "S": "丧假", "B": "补休",
    }  # fmt: skip


def test_without_a_name_header_the_names_are_found_by_content(write: Write, take: Take) -> None:
    sheet = [[TITLE], ["", "", "", *range(1, 31)], LIN, WU]
    frame = only_table(take(write({"考勤": sheet}))).frame
    assert frame["person"].unique().tolist() == ["林晓峰", "吴　桐"]


def test_without_a_year_and_month_the_sheet_is_refused_with_a_remedy(write: Write, take: Take) -> None:
    intake = take(write({"签到": grid(range(1, 31), LIN, title="签到册")}, name="2023年11月.xlsx"))
    assert [error.code for error in intake.errors] == ["month-unknown"]
    assert intake.tables == ()


def test_the_month_is_taken_from_the_sheet_name_and_the_year_from_the_title(write: Write, take: Take) -> None:
    intake = take(write({"11月 ": grid(range(1, 31), LIN, title="桃溪村2023年度签到册")}))
    assert only_table(intake).frame["date"].tolist()[0] == "2023-11-01"


def test_title_and_sheet_name_of_different_months_are_said(write: Write, take: Take) -> None:
    intake = take(write({"10月": grid(range(1, 31), LIN)}))
    assert [error.code for error in intake.errors] == ["month-differs"]
    assert only_table(intake).frame["date"].tolist()[0] == "2023-11-01"


def test_chinese_numerals_name_the_month(write: Write, take: Take) -> None:
    intake = take(write({"s": grid(range(1, 31), LIN, title="桃溪村二〇二三年十一月签到册")}))
    assert only_table(intake).frame["date"].tolist()[0] == "2023-11-01"


def test_two_columns_a_day_are_said_together(write: Write, take: Take) -> None:
    labels = [label for day in range(1, 31) for label in (day, "")]
    halves = ["", "", "", *["上午", "下午"] * 30]
    person = [1, "林晓峰", "队员", "√", "√", "√", "△", "√", "", *["√"] * 54]
    sheet = [[TITLE], ["序号", "姓名", "职务", *labels], halves, person]
    letters = [(at // 26, at % 26) for at in range(3, 63)]
    names = [(chr(64 + high) if high else "") + chr(65 + low) for high, low in letters]
    merges = [("s", f"{names[at]}2:{names[at + 1]}2") for at in range(0, 60, 2)]
    frame = only_table(take(write({"s": sheet}, merges=merges))).frame
    assert frame["mark"].tolist()[:4] == ["√", "√/△", "上午√", "√"]
    assert frame["_cell"].tolist()[0] == "D4:E4"
    assert len(frame) == 30


def test_two_rows_a_person_are_said_together(write: Write, take: Take) -> None:
    sheet = grid(range(1, 31), LIN, ["", "", "", *marks("√", "√", "△")], WU)
    frame = only_table(take(write({"s": sheet}, merges=[("s", "B3:B4")]))).frame
    assert frame["mark"].tolist()[:3] == ["√", "△/√", "下午△"]
    assert frame["_cell"].tolist()[0] == "D3:D4"
    assert len(frame) == 60


def test_marks_without_a_name_are_said(write: Write, take: Take) -> None:
    intake = take(write({"s": grid(range(1, 31), LIN, [2, "", "队员", *marks()])}))
    assert [(error.code, error.cell) for error in intake.errors] == [("name-missing", "B4")]


def test_seventeen_numbered_columns_are_not_a_month(write: Write, take: Take) -> None:
    sheet = [["2023年11月签到册"], ["姓名", *range(1, 18)], ["林晓峰", *["√"] * 17], ["吴桐", *["√"] * 17]]
    intake = take(write({"s": sheet}))
    assert intake.tables == ()
    assert [error.code for error in intake.errors] == ["unknown-sheet"]


NORMAL = "正常\n(08:23,16:36)"
ON_LEAVE = "休息,事假11-02 上午到11-02 下午 1天\n(-)"
BASE = ["姓名", "考勤组", "部门", "工号", "职位", "UserId"]
MEMBER = ["林晓峰", "驻村干部", "桃溪村", "", "", "0235082122263112"]
LABELS = ["六" if weekday == "六" else "日" if weekday == "日" else str(day) for day, weekday in enumerate(WEEKDAYS, 1)]


def dingtalk(name: str, group: str, days: Sequence[str], *, merged: bool = True) -> tuple[Any, list[tuple[str, str]]]:
    """A DingTalk day grid to the letter: title, time of export, two header levels, all text."""
    stats = ["出勤天数", "休息天数"] if group == "考勤结果" else []
    title = [[f"{name} 统计日期：2023-11-01 至 2023-11-30"], ["报表生成时间：2023-12-01 09:30"]]
    header = [*BASE, *stats, group, *[""] * 29]
    below = [*[""] * (6 + len(stats)), *LABELS]
    person = [*MEMBER, *["1"] * len(stats), *days, *[""] * (30 - len(days))]
    merges = [(name, f"{chr(65 + at)}3:{chr(65 + at)}4") for at in range(6 + len(stats))]
    merges.append((name, "I3:AL3" if stats else "G3:AJ3"))
    return [*title, header, below, person], merges if merged else []


@pytest.mark.parametrize("merged", [True, False])
def test_punch_times_are_dated_by_offset_from_the_title(write: Write, take: Take, merged: bool) -> None:
    sheet, merges = dingtalk("打卡时间", "打卡时间", ["08:26  \n18:03  ", "", "08:12外勤\n18:31外勤"], merged=merged)
    intake = take(write({"打卡时间": sheet}, merges=merges))
    frame = only_table(intake).frame
    assert intake.sheets[0].table == "dingtalk_times"
    assert intake.errors == ()
    assert frame["times"].tolist()[:3] == ["08:26  \n18:03  ", "", "08:12外勤\n18:31外勤"]
    assert frame["date"].tolist()[2] == "2023-11-03"
    assert frame["_cell"].tolist()[2] == "I5"
    assert len(frame) == 30


def test_month_summary_gives_the_day_cells_only(write: Write, take: Take) -> None:
    sheet, merges = dingtalk("月度汇总", "考勤结果", [NORMAL, ON_LEAVE])
    intake = take(write({"月度汇总": sheet}, merges=merges))
    frame = only_table(intake).frame
    assert intake.sheets[0].table == "dingtalk_monthly"
    assert frame["states"].tolist()[:2] == [NORMAL, ON_LEAVE]
    assert frame["times"].tolist() == frame["approvals"].tolist() == frame["states"].tolist()
    assert frame["user_id"].unique().tolist() == ["0235082122263112"]


def test_a_pasted_period_is_noticed_by_the_labels(write: Write, take: Take) -> None:
    sheet, merges = dingtalk("打卡时间", "打卡时间", ["08:26"])
    sheet[0] = ["打卡时间 统计日期：2023-12-01 至 2023-12-30"]
    assert [error.code for error in take(write({"打卡时间": sheet}, merges=merges)).errors] == ["header-date-differs"]


def test_people_below_the_signature_are_read_as_a_table_of_their_own(write: Write, take: Take) -> None:
    below = [["审核人："], ["序号", "姓名", "职务", *range(1, 31)], [1, "何秀英", "队员", *marks()]]
    intake = take(write({"s": grid(range(1, 31), LIN, tail=below)}))
    assert intake.errors == ()
    assert [table.frame["person"].unique().tolist() for table in intake.tables] == [["林晓峰"], ["何秀英"]]
    assert [table.frame["_cell"].tolist()[0] for table in intake.tables] == ["D3", "D6"]
    assert {sheet.period for sheet in intake.sheets} == {(date(2023, 11, 1), date(2023, 11, 30))}


def test_people_below_the_signature_without_a_header_are_said_not_lost(write: Write, take: Take) -> None:
    below = [["审核人："], [1, "何秀英", "队员", *marks()]]
    intake = take(write({"s": grid(range(1, 31), LIN, tail=below)}))
    assert [(error.code, error.cell) for error in intake.errors] == [("rows-after-end", "B5")]
    assert only_table(intake).frame["person"].unique().tolist() == ["林晓峰"]


def test_a_header_repeated_between_people_is_no_person(write: Write, take: Take) -> None:
    sheet = grid(range(1, 31), LIN, ["序号", "姓名", "职务", *range(1, 31)], WU)
    intake = take(write({"s": sheet}))
    assert only_table(intake).frame["person"].unique().tolist() == ["林晓峰", "吴　桐"]
    assert intake.errors == ()
