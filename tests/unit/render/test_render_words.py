"""Text, dates, order and lookups of the documents."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from render_factory import day, make_contracts, make_finding, make_report

from audit.model.outcome import Kind, Severity
from audit.model.rule import Basis
from audit.model.source import Place
from audit.render import lookup, order, rows, text


def test_control_characters_surrogates_and_direction_marks_are_dropped_but_lines_stay():
    assert text.plain("王\x00建\x1b平\ud800\u202e\n第二行\r\n第三行\t完") == "王建平\n第二行\n第三行\t完"


@given(st.text(alphabet=st.characters() | st.sampled_from('\x00\x08\x0b\x0c\r\n\t\x7f\u202e\ud800\uffff\\"')))
def test_what_cleaning_would_change_is_seen_in_the_json_of_it(hostile: str):
    written = json.dumps({"姓名": hostile}, ensure_ascii=False)
    assert text.lacks_cleaning(written) or text.plain(hostile) == hostile


def test_what_needs_no_cleaning_is_told_apart():
    assert not text.lacks_cleaning(json.dumps({"姓名": "王建国\n“19.5”\t天"}, ensure_ascii=False))


def test_plain_tree_makes_only_dicts_lists_and_values_and_cleans_keys_too():
    tree = text.plain_tree({"甲\x07": ("一\x00", [date(2023, 11, 1), None, 2.5])})
    assert tree == {"甲": ["一", [date(2023, 11, 1), None, 2.5]]}
    assert type(tree["甲"]) is list


@pytest.mark.parametrize(
    ("value", "printed"), [(16.0, "16"), (16.5, "16.5"), (0, "0"), (None, "—")], ids=["整天", "半天", "零", "没有资料"]
)
def test_days_are_printed_without_a_trailing_zero_and_missing_is_not_zero(value, printed):
    assert text.number(value) == printed


@pytest.mark.parametrize(
    ("days", "printed"),
    [
        ([day(8), day(9), day(13), day(14), day(15)], "11月8日、9日、13日至15日"),
        ([day(15), day(13), day(14), day(13)], "11月13日至15日"),
        ([date(2023, 10, 31), day(1)], "10月31日、11月1日"),
        ([date(2023, 10, 30), date(2023, 10, 31), day(1)], "10月30日至11月1日"),
        ([], ""),
    ],
    ids=["零散与连续", "乱序重复", "跨月两天", "跨月三天", "没有"],
)
def test_days_in_a_row_are_a_range_and_the_month_is_said_once(days, printed):
    assert text.days_title(days) == printed


def test_months_and_dates_have_no_leading_zeros():
    assert text.month_title("2023-02") == "2023年2月"
    assert text.day_title(date(2023, 2, 3)) == "2023年2月3日"
    assert text.day_title(None) == ""


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("桃溪村", "桃溪村"),
        ("../../etc/passwd", "etc_passwd"),
        ('a\\b:c*d?e"f<g>h|i', "a_b_c_d_e_f_g_h_i"),
        ("桃溪村（社区） \t", "桃溪村（社区）"),
        ("..", "未填"),
        ("村" * 300, "村" * 40),
    ],
    ids=["平常", "上级目录", "禁用字符", "空白", "只有点", "太长"],
)
def test_a_village_name_becomes_a_harmless_part_of_a_file_name(name, part):
    assert text.file_part(name) == part


def test_findings_are_listed_by_kind_then_gravity_whatever_order_they_came_in():
    listed = [
        make_finding(9, kind=Kind.WARNING, severity=Severity.HINT),
        make_finding(8, kind=Kind.CLUE, severity=Severity.SERIOUS),
        make_finding(7, severity=Severity.MINOR),
        make_finding(6, severity=Severity.SERIOUS),
    ]
    expected = [finding.id for finding in reversed(listed)]
    assert [finding.id for finding in order.in_order(listed)] == expected
    assert [finding.id for finding in order.in_order(reversed(listed))] == expected
    assert list(order.serials_of(listed).values()) == ["1", "2", "疑1", "预1"]


def test_a_village_that_only_a_finding_names_gets_its_list_too():
    report = make_report(findings=(make_finding(1, village="云台村"), make_finding(2, village="")))
    assert order.villages_of(report) == ["桃溪村", "柳湾村", "石磨村", "云台村"]


def test_a_clause_is_cited_by_the_number_of_its_notice_or_by_its_title_where_it_has_none():
    words = lookup.lookup(make_report(), {})
    assert lookup.cite(words, Basis("sample-2023-1", "第四条", "")) == "青组发〔2023〕12号第四条"
    assert lookup.cite(words, Basis("sample-notes", "附件1", "")) == "《青禾镇驻村工作提示》附件1"
    assert lookup.cite(words, Basis("not-loaded", "第一条", "")) == "not-loaded第一条"


def test_evidence_is_cut_to_three_places_with_the_whole_number():
    places = tuple(Place("签到册.xlsx", "桃溪村", f"D{row}") for row in range(1, 5))
    assert lookup.shortened(places) == "签到册.xlsx《桃溪村》 D1、D2、D3\n共4处"
    assert lookup.shortened(places[:3]) == "签到册.xlsx《桃溪村》 D1、D2、D3"
    assert lookup.shortened((Place("日志.csv", "", "A2:I2"), places[0])) == "日志.csv A2:I2\n签到册.xlsx《桃溪村》 D1"
    assert lookup.shortened(()) == ""


def test_sources_are_named_by_what_their_contract_feeds_and_else_by_their_sheet():
    places = (Place("签到册.xlsx", "桃溪村11月", "D5"), Place("会议记录.xlsx", "会议台账", "A6"))
    with_contracts = lookup.lookup(make_report(), make_contracts())
    without = lookup.lookup(make_report(), {})
    assert lookup.found_in(with_contracts, places) == "签到册\n会议记录"
    assert lookup.found_in(without, places) == "桃溪村11月\n会议记录"


def test_a_clue_says_first_that_it_is_one_and_names_nobody_responsible():
    words = lookup.lookup(make_report(), {})
    row = rows.finding_row(make_finding(1, kind=Kind.CLUE, message="日志疑似雷同"), "疑1", words)
    assert row["problem"].startswith("疑点：日志疑似雷同")
    assert row["responsible"] == ""
    again = rows.finding_row(make_finding(1, kind=Kind.CLUE, message="疑点：日志疑似雷同"), "疑1", words)
    assert again["problem"] == row["problem"]


def test_the_owner_is_named_where_the_rule_only_says_the_dispatching_unit():
    words = lookup.lookup(make_report(), {})
    assert rows.finding_row(make_finding(1), "1", words)["owner"] == "派出单位（县农业农村局）"
    assert rows.finding_row(make_finding(1, owner="村党组织"), "1", words)["owner"] == "村党组织"
    assert rows.finding_row(make_finding(1, unit=""), "1", words)["owner"] == "派出单位"


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({}, "王建平（第一书记）"),
        ({"role": "first_secretary"}, "王建平（第一书记）"),
        ({"role": ""}, "王建平"),
        ({"person": "", "role": ""}, "驻村工作队"),
        ({"household": "3组12号户"}, "3组12号户"),
    ],
    ids=["职务为中文", "职务为代码", "没有职务", "全队", "农户"],
)
def test_whom_a_problem_concerns(changes, subject):
    words = lookup.lookup(make_report(), {})
    assert rows.finding_row(make_finding(1, **changes), "1", words)["subject"] == subject
