"""The ledger read back: text is text, dates are dates, sheets print one page wide."""

import io
from datetime import date, datetime, time

import openpyxl
import pytest
from render_factory import make_contracts, make_finding, make_report

from audit.model.evidence import grade_lines
from audit.model.outcome import Kind
from audit.model.received import Receipt, Received
from audit.render.ledger import ledger
from audit.render.lookup import lookup
from audit.render.rows import PROBLEM_COLUMNS
from audit.render.workbook import Column, SheetTable, workbook

SHEETS = ["问题台账", "疑点", "预警", "资料不足", "覆盖情况", "资料错误", "四源对照"]
ATTACKS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "http://evil.example/x",
    "external:\\\\evil\\share",
    "＝1+1",
    "12345678901234567890",
    "2023-11-01",
)


def read(report, contracts=None):
    return openpyxl.load_workbook(io.BytesIO(ledger(report, lookup(report, contracts or make_contracts()))))


def heads(sheet) -> list[str]:
    return [cell.value for cell in sheet[3]]


def column(sheet, title: str) -> list:
    letter = heads(sheet).index(title)
    rows = [row for row in sheet.iter_rows(min_row=4) if any(cell.value is not None for cell in row[1:])]
    return [row[letter] for row in rows]


def test_all_seven_sheets_are_there_also_for_an_empty_month():
    assert read(make_report()).sheetnames == SHEETS
    empty = make_report(findings=(), unknown=(), coverage=(), data_errors=(), months=(), villages=())
    assert read(empty).sheetnames == SHEETS


def test_the_ledger_has_the_columns_of_the_list_and_those_that_follow_a_problem_until_it_is_closed():
    found = heads(read(make_report())["问题台账"])
    assert [title for title in found if title in PROBLEM_COLUMNS.values()] == list(PROBLEM_COLUMNS.values())
    follow = [
        "反馈日期",
        "方案日期",
        "进度(%)",
        "是否逾期",
        "逾期天数",
        "延期审批",
        "复核意见",
        "退回次数",
        "约谈次数",
        "关联旧问题",
    ]
    assert found[-11:] == [*follow, "问题编号"]


def test_violations_clues_and_warnings_stand_on_their_own_sheets():
    book = read(make_report())
    kinds = {name: len(column(book[name], "问题编号")) for name in SHEETS[:3]}
    assert kinds == {"问题台账": 4, "疑点": 1, "预警": 1}
    assert "未经核实不作为问题" in book["疑点"]["A2"].value
    assert column(book["疑点"], "疑点情况（未经核实）")[0].value.startswith("疑点：")


def test_dates_are_dates_in_chinese_format_and_numbers_are_numbers():
    book = read(make_report())
    due = column(book["问题台账"], "整改时限")[0]
    assert due.value == datetime.combine(date(2023, 12, 14), time())
    assert due.number_format == 'yyyy"年"m"月"d"日"'
    assert column(book["问题台账"], "销号日期")[0].number_format == 'yyyy"年"m"月"d"日"'
    assert [cell.value for cell in column(book["问题台账"], "序号")] == [1, 2, 3, 4]
    assert [cell.value for cell in column(book["四源对照"], "请假")] == [2, 0.5, 2]


def test_a_source_not_handed_in_is_an_empty_cell_and_not_a_zero():
    sheet = read(make_report())["四源对照"]
    assert [cell.value for cell in column(sheet, "日志")] == [16, None, 16]
    assert [cell.value for cell in column(sheet, "备注")] == [None, "无资料：日志", "无资料：公务、认定在村"]


def test_the_grades_of_punches_are_defined_below_the_table_that_counts_them():
    sheet = read(make_report())["四源对照"]
    first = [row[0].value for row in sheet.iter_rows(min_row=4)]
    assert tuple(first[-len(grade_lines()) :]) == grade_lines()
    assert "打卡证据A级" in heads(sheet)


def test_coverage_sums_down_and_across():
    sheet = read(make_report())["覆盖情况"]
    titles = ["通过", "不通过", "资料不足", "不适用", "待人工", "规则错误", "合计"]
    columns = [[cell.value for cell in column(sheet, title)] for title in titles]
    for line in zip(*columns, strict=True):
        assert sum(line[:-1]) == line[-1]
    assert all(sum(values[:-1]) == values[-1] for values in columns)


@pytest.mark.parametrize("name", SHEETS)
def test_every_sheet_prints_landscape_one_page_wide_with_its_head_on_every_page(name):
    sheet = read(make_report())[name]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToWidth in (None, 1)  # Excel leaves out the default, one page
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes.endswith("4")
    assert sheet.auto_filter.ref.startswith("A3:")
    assert int(sheet.page_setup.paperSize) == (8 if name == "问题台账" else 9)


def test_the_filter_leaves_the_sum_out():
    sheet = read(make_report())["覆盖情况"]
    assert sheet.auto_filter.ref == "A3:J7"
    assert sheet["B8"].value == "合计"


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_looks_like_a_formula_a_link_or_a_number_stays_text(attack):
    finding = make_finding(1, message=attack, person=attack, title=attack, do=attack)
    report = make_report(findings=(finding,), township=attack, months=())
    book = read(report)
    assert column(book["问题台账"], "存在的问题")[0].value == attack
    for sheet in book:
        assert all(cell.data_type != "f" and cell.hyperlink is None for row in sheet.iter_rows() for cell in row)
        assert all(cell.data_type == "s" for row in sheet.iter_rows() for cell in row if cell.value == attack)


def test_control_characters_do_not_spoil_the_file():
    report = make_report(findings=(make_finding(1, message="王\x00建\x0b平\ud800<&>\u202e"),))
    assert column(read(report)["问题台账"], "存在的问题")[0].value == "王建平<&>"


def test_a_text_longer_than_a_cell_is_cut_and_says_so():
    report = make_report(findings=(make_finding(1, message="长" * 40_000),))
    value = column(read(report)["问题台账"], "存在的问题")[0].value
    assert value.startswith("长长")
    assert value.endswith("（过长，已截断）")


def test_the_same_report_gives_the_same_bytes():
    report = make_report()
    words = lookup(report, make_contracts())
    assert ledger(report, words) == ledger(report, words)


def test_findings_of_no_village_are_in_the_ledger():
    report = make_report(findings=(make_finding(1, village="", kind=Kind.VIOLATION),))
    assert len(column(read(report)["问题台账"], "问题编号")) == 1


def test_rows_are_tall_enough_for_wrapped_text_in_programs_that_do_not_fit_them():
    table = SheetTable(
        "表", "题", "注", [Column("a", "甲", 10), Column("b", "乙", 10)], [{"a": "字" * 40, "b": "x"}, {"a": "字"}]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(workbook([table], made_on=date(2023, 12, 1), title="题")))["表"]
    assert sheet.row_dimensions[4].height > 9 * 13
    assert sheet.row_dimensions[5].height < 20


def test_the_matrix_of_receipts_is_a_sheet_with_who_is_lacking():
    received = (
        Received("桃溪村", "sign_ins", Receipt.PART, ("吴桐", "王芳")),
        Received("桃溪村", "punches", Receipt.FULL),
        Received("柳湾村", "sign_ins", Receipt.NONE),
        Received("柳湾村", "punches", Receipt.NOT_ASKED),
    )
    book = read(make_report(received=received))
    assert book.sheetnames == [*SHEETS, "收表情况"]
    rows = [[cell.value for cell in row] for row in book["收表情况"].iter_rows(min_row=3)]
    assert rows == [
        ["序号", "村（社区）", "签到册", "钉钉考勤", "缺哪些人的"],
        [1, "桃溪村", "部分", "✓", "签到册：吴桐、王芳"],
        [2, "柳湾村", "缺", "不要求", None],
    ]
