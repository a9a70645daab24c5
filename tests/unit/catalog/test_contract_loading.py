"""What the loaders of import contracts, fact contracts and conventions accept and refuse."""

import pytest

from audit.catalog import load_conventions, load_facts, load_imports
from audit.model.contract import FactColumn, ImportColumn, Reading
from audit.model.rule import Condition

TYPES = (
    "text、name、names、village、date、datetime、moment、month、days、integer、number、money、yes_no、choice、"
    "phone、mark、punch_times、approvals"
)
PATTERN = "有误：missing ), unterminated subpattern"
IMPORT = """\
table: work_logs
title: 工作日志
about: 每人每天一行。
feeds: work_logs
key: [person, log_date]
read: {layout: rows, titles: ["日志.*表"], needs: [person], options: {header_of: a=b, strict: true}}
columns:
  person: {title: 姓名, type: name, required: true, aliases: [姓名, 1], example: 林晓峰}
  log_date: {title: 日期, type: date}
  kind: {title: 类别, type: choice, choices: {visit: [走访, "/走.*访/"], other: [其他]}}
checks:
  - {that: log_date is not None, say: 缺日期}
accept:
  - {person: 林晓峰, log_date: 2023.11.1}
reject:
  - {person: 林晓峰, log_date: 11月31日, because: bad-date}
"""


def test_an_import_contract_is_read_as_it_is_written(alone) -> None:
    alone.write("data_contracts/imports/work_logs.yml", IMPORT)
    contract = load_imports()["work_logs"]
    assert contract.read == Reading("rows", ("日志.*表",), ("person",), {"header_of": "a=b", "strict": True})
    assert contract.columns["person"] == ImportColumn("person", "姓名", "name", ("姓名", "1"), True, {}, "林晓峰")
    assert contract.columns["kind"].choices == {"走访": "visit", "/走.*访/": "visit", "其他": "other"}
    assert contract.checks == (Condition("log_date is not None", "缺日期"),)
    assert contract.accept == ({"person": "林晓峰", "log_date": "2023.11.1"},)
    assert contract.reject[0]["because"] == "bad-date"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("table: work_logs", "table: logs", "table：表名“logs”与文件名不一致"),
        (
            "layout: rows",
            "layout: row",
            "read.layout：“row”不在可选值中：rows、month_grid、punch_times、month_summary、punch_cards、diary，是否想写“rows”？",
        ),
        ("type: date}", "type: dates}", f"columns.log_date.type：“dates”不在可选值中：{TYPES}，是否想写“date”？"),
        ("needs: [person]", "needs: [persn]", "read.needs.0：本表没有列“persn”，是否想写“person”？"),
        ("key: [person,", "key: [name,", "key.0：本表没有列“name”"),
        ('["日志.*表"]', '["日志(表"]', f"read.titles.0：正则表达式“日志(表”{PATTERN}"),
        ('"/走.*访/"', '"/走(访/"', f"columns.kind.choices.visit.1：正则表达式“走(访”{PATTERN}"),
        (
            "other: [其他]",
            "other: [走访]",
            "columns.kind.choices.other.0：“走访”已归入“visit”，一种写法只能归入一个代码",
        ),
        (
            '{visit: [走访, "/走.*访/"], other: [其他]}',
            "{}",
            "columns.kind.choices：类型为 choice 的列须写明 choices",
        ),
        ("aliases: [姓名, 1]", "aliases: [1.50]", "columns.person.aliases.0：小数请加引号，按原样比对"),
        ("required: true", "require: true", "columns.person.require：未知的键，是否想写“required”？"),
        ("required: true", "required: yes", "columns.person.required：应为 true 或 false"),
        (
            "log_date is not None",
            "logdate is not None",
            "checks.0.that：本表没有可供比较的列“logdate”，是否想写“log_date”？",
        ),
        ("log_date is not None", "person > 3", "checks.0.that：“person > 3”把不同类型的值放在一起：数、文字"),
        ("log_date is not None", "person", "checks.0.that：应为可判断真假的条件，“person”不是"),
        ("log_date: 2023.11.1", "date: 2023.11.1", "accept.0.date：本表没有列“date”，是否想写“log_date”？"),
        (", because: bad-date", "", "reject.0：缺少 because：写明按哪个错误代码退回"),
    ],
)
def test_mistakes_in_an_import_contract_are_refused(alone, old: str, new: str, message: str) -> None:
    assert old in IMPORT
    alone.write("data_contracts/imports/work_logs.yml", IMPORT.replace(old, new, 1))
    assert alone.refusals(load_imports) == [message]


def test_a_fact_contract_is_read_as_it_is_written(alone) -> None:
    facts = load_facts()
    missed = FactColumn("missed_days", "未签日数", "int", ("sign_ins",), "missed")
    assert facts["person_month"].columns["missed_days"] == missed
    assert facts["person_month"].period == ("month",)
    assert facts["person_day"].day_table is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("key: [person, month]", "key: [persons]", "key.0：本表没有列“persons”，是否想写“person”？"),
        ("period: [month]", "period: [date]", "period.0：本表没有列“date”"),
        ("period: [month]", "period: []", "period：不能为空"),
        ("day_table: person_day", "day_table: day", "day_table：没有事实表“day”"),
        ("days: missed}", "days: misses}", "columns.missed_days.days：日表没有是非列“misses”，是否想写“missed”？"),
        ("days: missed}", "days: punches}", "columns.missed_days.days：日表没有是非列“punches”"),
        (
            "type: days",
            "type: day",
            "columns.present_days.type：“day”不在可选值中：text、bool、int、days、date，是否想写“days”？",
        ),
        ("from: [villages]", "form: [villages]", "columns.no_signal.form：未知的键，是否想写“from”？"),
    ],
)
def test_mistakes_in_a_fact_contract_are_refused(alone, old: str, new: str, message: str) -> None:
    path = alone.home / "data_contracts/facts/person_month.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert message in alone.refusals(load_facts)


@pytest.mark.parametrize(
    ("old", "new", "messages"),
    [
        (
            "presence_from:",
            "presence:",
            ["presence：没有名为“presence”的口径，是否想写“presence_from”？", "缺少口径：presence_from"],
        ),
        ("default: 80", "default: 高", ["log_similarity.default：应为数字，现为“高”"]),
        (
            "default: sign_in,",
            "default: signs,",
            ["presence_from.default：“signs”不在可选值中：sign_in、punch、either，是否想写“sign_in”？"],
        ),
        ("default: []", "default: none", ["not_kept.default：应为文字的列表（[…]）"]),
        (
            "default: 80",
            "defalt: 80",
            ["log_similarity.default：缺少此项", "log_similarity.defalt：未知的键，是否想写“default”？"],
        ),
    ],
)
def test_conventions_are_those_the_program_knows(alone, old: str, new: str, messages: list[str]) -> None:
    path = alone.home / "rules/conventions.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert alone.refusals(load_conventions) == messages
