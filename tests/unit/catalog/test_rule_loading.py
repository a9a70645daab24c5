"""What the loader of rules accepts, and everything it refuses."""

from typing import Any

import pytest

from audit.catalog import load_rules
from audit.model.outcome import Kind, Outcome, Severity
from audit.model.rule import Condition, Grade, Parameter


def test_a_rule_is_read_as_it_is_written(alone) -> None:
    path = alone.rule(formerly=["days-too-few"])
    rule = load_rules()["days-short"]
    assert rule.kind is Kind.VIOLATION
    assert rule.where == (Condition("workdays > 0", "当月没有工作日"),)
    assert rule.parameters["min_days"] == Parameter("min_days", "最少天数", 20, "天")
    assert rule.parameters["mode"].choices == {"cap": "cap", "literal": "literal"}
    assert list(rule.derive) == ["required_days", "gap"]
    assert rule.severity == (Grade(Severity.SERIOUS, "gap >= 5"), Grade(Severity.MAJOR))
    assert rule.days == {"missed_on": "missed"}
    assert rule.cases[0].expect is Outcome.VIOLATION
    assert rule.cases[2].given == {"workdays": 22, "present_days": None}
    assert rule.formerly == ("days-too-few",)
    assert rule.file == str(path)


def test_policies_derivations_retired_rules_and_conventions_are_not_rules(alone) -> None:
    alone.rule()
    for name in ("policies/p.yml", "derivations/d.yml", "retired/old.yml"):
        alone.write(f"rules/{name}", "not: a rule\n")
    assert list(load_rules()) == ["days-short"]


@pytest.mark.parametrize(
    ("changes", "messages"),
    [
        ({"whne": "x > 1"}, ["whne：未知的键，是否想写“when”？"]),
        ({"title": ...}, ["title：缺少此项"]),
        ({"title": ""}, ["title：不能为空"]),
        ({"title": 5}, ["title：应为文字（数字、true、false 请加引号）"]),
        ({"id": "Days_Short"}, ["id：“Days_Short”不是合格的编号：只用小写字母、数字和连字符，以字母开头"]),
        ({"kind": "clues"}, ["kind：“clues”不在可选值中：violation、clue、warning，是否想写“clue”？"]),
        ({"severity": "major"}, ["severity：应为列表（[…] 或每项一行“- ”）"]),
        (
            {"severity": [{"is": "huge"}]},
            ["severity.0.is：“huge”不在可选值中：serious、major、minor、hint"],
        ),
        (
            {"where": [{"is": "workdays > 0", "els": "无"}]},
            ["where.0.else：缺少此项", "where.0.els：未知的键，是否想写“else”？"],
        ),
        (
            {"rectification": {"do": "改", "owner": "谁", "days": "七", "closure": ["proof"]}},
            [
                "rectification.days：应为整数",
                "rectification.closure.0：“proof”不在可选值中：data_fix、evidence、behaviour、accountability、dismissed",
            ],
        ),
        (
            {"derive": {"Gap": "1"}},
            ["derive.Gap：“Gap”不是合格的名称：只用小写字母、数字和下划线，以字母开头"],
        ),
        (
            {"parameters": {"min_days": {"title": "天数", "default": [1]}}},
            ["parameters.min_days.default：应为单个值，不能是列表或“键: 值”"],
        ),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_wrong_shape_is_refused(alone, changes: dict[str, Any], messages: list[str]) -> None:
    alone.rule(**changes)
    assert alone.refusals(load_rules) == messages


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "days-few"}, "id：规则编号“days-few”与文件名不一致"),
        ({"each": "person_mouth"}, "each：没有事实表“person_mouth”，是否想写“person_month”？"),
        ({"when": "presnt_days < gap"}, "when：没有“presnt_days”这一列、参数或派生量，是否想写“present_days”？"),
        ({"when": "present_days / 2 > gap"}, "when：表达式里只能加、减、乘、比较：“present_days / 2”"),
        ({"when": "present_days - gap"}, "when：应为可判断真假的条件，“present_days - gap”不是"),
        ({"when": "person < 3"}, "when：“person < 3”把不同类型的值放在一起：数、文字"),
        (
            {"where": [{"is": "worked > 0", "else": "无"}]},
            "where.0.is：没有“worked”这一列、参数或派生量，是否想写“workdays”？",
        ),
        (
            {"severity": [{"is": "serious", "when": "gaps > 1"}, {"is": "major"}]},
            "severity.0.when：没有“gaps”这一列、参数或派生量，是否想写“gap”？",
        ),
        ({"severity": [{"is": "major"}, {"is": "minor"}]}, "severity.0：没有 when 的一级应放在最后"),
        (
            {"severity": [{"is": "major", "when": "gap > 1"}]},
            "severity.0.when：最后一级不写 when，其余情形都归入它",
        ),
        (
            {"also": [{"when": "no_signl", "say": "规定{min_days}天"}]},
            "also.0.when：没有“no_signl”这一列、参数或派生量，是否想写“no_signal”？",
        ),
        (
            {"also": [{"when": "no_signal", "say": "规定{minimum}天"}]},
            "also.0.say：花括号里的“minimum”不是列、参数、派生量或日期清单",
        ),
        (
            {"message": "{persons}差{gap}天，{missed_on}"},
            "message：花括号里的“persons”不是列、参数、派生量或日期清单，是否想写“person”？",
        ),
        (
            {"message": "{person}差{gap:.1f}天"},
            "message：花括号里的“gap:.1f”不是列、参数、派生量或日期清单，是否想写“gap”？",
        ),
        (
            {"message": "{person.name}"},
            "message：花括号里的“person.name”不是列、参数、派生量或日期清单，是否想写“person”？",
        ),
        ({"message": "{}差{gap}天"}, "message：花括号里的“”不是列、参数、派生量或日期清单"),
        ({"message": "{% if x %}{gap}"}, "message：不能用模板语法；花括号里只写名称，如“{person}”"),
        ({"message": "{{ person }}"}, "message：不能用模板语法；花括号里只写名称，如“{person}”"),
        ({"message": "{person差{gap}天"}, "message：花括号没有配对"),
        (
            {"where": [{"is": "workdays > 0", "else": "无{missed_on}"}]},
            "where.0.else：花括号里的“missed_on”不是列、参数、派生量或日期清单，是否想写“missed_days”？",
        ),
        ({"days": {"missed_on": "misses"}}, "days.missed_on：日表没有列“misses”，是否想写“missed”？"),
        ({"days": {"missed_on": "punches"}}, "days.missed_on：日表的列“punches”不是是非列"),
        ({"group": "gap_begin"}, "group：本表没有列“gap_begin”"),
        ({"group": "month"}, "group：列“month”不是日期列，不能用来合并"),
        ({"evidence": ["signs"]}, "evidence.0：没有数据来源“signs”，是否想写“sign_ins”？"),
        ({"formerly": ["days-short"]}, "formerly.0：曾用编号“days-short”已属于规则“days-short”"),
    ],
)
def test_names_that_do_not_exist_are_refused(alone, changes: dict[str, Any], message: str) -> None:
    alone.rule(**changes)
    assert alone.refusals(load_rules) == [message]


def test_a_derived_value_knows_only_what_was_derived_before_it(alone) -> None:
    alone.rule(derive={"gap": "required_days - present_days", "required_days": "min_days if mode == 'cap' else 0"})
    assert alone.refusals(load_rules) == [
        "derive.gap：没有“required_days”这一列、参数或派生量，是否想写“missed_days”？"
    ]


def test_one_mistake_is_told_once(alone) -> None:
    derive = {"required_days": "min(min_days, wrkdays) if mode == 'cap' else 1", "gap": "required_days - present_days"}
    alone.rule(derive=derive)
    assert alone.refusals(load_rules) == [
        "derive.required_days：没有“wrkdays”这一列、参数或派生量，是否想写“workdays”？"
    ]


@pytest.mark.parametrize(
    ("name", "parameter", "message"),
    [
        ("min_days", {"title": "天数", "default": None}, "parameters.min_days.default：默认值不能为空"),
        ("min_days", {"title": "天数", "default": 0.3}, "parameters.min_days.default：0.3不是0.5的整数倍"),
        (
            "mode",
            {"title": "方式", "default": "caps", "choices": ["cap", "literal"]},
            "parameters.mode.default：“caps”不在可选值中：cap、literal，是否想写“cap”？",
        ),
    ],
)
def test_a_default_must_be_possible(alone, name: str, parameter: dict[str, Any], message: str) -> None:
    parameters = {
        "min_days": {"title": "天数", "default": 20},
        "mode": {"title": "方式", "default": "cap"},
        name: parameter,
    }
    alone.rule(parameters=parameters)
    assert message in alone.refusals(load_rules)


def test_a_parameter_nothing_reads_is_refused(alone) -> None:
    parameters = {
        "min_days": {"title": "天数", "default": 20},
        "mode": {"title": "方式", "default": "cap"},
        "grace": {"title": "宽限", "default": 1},
    }
    alone.rule(parameters=parameters)
    assert alone.refusals(load_rules) == ["parameters.grace：这个参数没有用到"]


def test_a_name_means_one_thing(alone) -> None:
    alone.rule(derive={"required_days": "min_days if mode == 'cap' else 1", "gap": "1", "workdays": "2"})
    assert alone.refusals(load_rules) == ["derive.workdays：名称已用作事实表的列"]


def case(**changes: Any) -> dict[str, Any]:
    return {"name": "例", "given": {"workdays": 22}, "expect": "ok"} | changes


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        (case(given={"workday": 22}), "cases.4.given.workday：事实表没有列“workday”，是否想写“workdays”？"),
        (case(given={"workdays": "22"}), "cases.4.given.workdays：应为数字，现为“22”"),
        (case(given={"workdays": 21.5}), "cases.4.given.workdays：应为整数，现为“21.5”"),
        (case(given={"present_days": 0.25}), "cases.4.given.present_days：0.25不是0.5的整数倍"),
        (case(given={"no_signal": 1}), "cases.4.given.no_signal：应为true 或 false，现为“1”"),
        (case(given={"gap_start": "11月1日"}), "cases.4.given.gap_start：应为日期（2023-11-01），现为“11月1日”"),
        (case(parameters={"min_day": 1}), "cases.4.parameters.min_day：规则没有参数“min_day”，是否想写“min_days”？"),
        (case(parameters={"min_days": "二十"}), "cases.4.parameters.min_days：应为数字，现为“二十”"),
        (case(parameters={"mode": "both"}), "cases.4.parameters.mode：“both”不在可选值中：cap、literal"),
        (case(values={"gaps": 1}), "cases.4.values.gaps：规则没有派生量“gaps”，是否想写“gap”？"),
        (case(severity="major"), "cases.4.severity：只有 expect 为 violation 的例子才有严重程度"),
        (case(name="正好"), "cases.4.name：例子名称“正好”重复"),
    ],
)
def test_an_example_that_cannot_be_run_is_refused(alone, extra: dict[str, Any], message: str) -> None:
    alone.rule(cases=[*alone.sample_rule["cases"], extra])
    assert alone.refusals(load_rules) == [message]


def test_too_few_examples_are_refused(alone) -> None:
    alone.rule(cases=[case()])
    assert alone.refusals(load_rules) == [
        "cases：例子不全，还缺：violation（不通过）、unknown（资料不足）、not_applicable（不适用）",
        "cases：缺少正好在界限上的例子，请在该例加 boundary: true",
    ]


def test_a_rule_without_sizes_needs_no_boundary(alone) -> None:
    cases = [case(name=name, expect=name) for name in ("ok", "violation", "unknown")]
    simple = {"where": ..., "derive": ..., "parameters": ..., "also": ..., "severity": [{"is": "minor"}]}
    alone.rule(**simple, when="no_signal", message="{person}：{missed_on}", cases=cases)
    assert load_rules()["days-short"].when == "no_signal"


def test_ids_are_unique_over_all_folders(alone) -> None:
    first = alone.rule()
    alone.rule("records/days-short.yml")
    assert alone.refusals(load_rules) == [f"id：规则编号“days-short”已用于 {first}"]


def test_a_former_id_belongs_to_one_rule(alone) -> None:
    alone.rule(formerly=["old"])
    alone.rule("attendance/other.yml", id="other", formerly=["old"])
    assert alone.refusals(load_rules) == ["formerly.0：曾用编号“old”已属于规则“days-short”"]


def test_errors_of_all_files_come_together_with_their_places(alone) -> None:
    first = alone.rule(when="x > 1", evidence=["nothing"])
    second = alone.write("rules/records/broken.yml", "id: broken\nid: again\n")
    lines = first.read_text(encoding="utf-8").splitlines()
    when = lines.index("when: x > 1") + 1
    evidence = lines.index("evidence:") + 2
    with pytest.raises(Exception, match="x") as error:
        load_rules()
    assert str(error.value).splitlines() == [
        f"{first}:{when}:7 when：没有“x”这一列、参数或派生量",
        f"{first}:{evidence}:3 evidence.0：没有数据来源“nothing”",
        f"{second}:2:1 重复的键“id”（第1行已有）",
    ]


def test_an_offices_rule_replaces_the_shipped_one_of_the_same_name(office, monkeypatch) -> None:
    shipped = office.home / "shipped"
    monkeypatch.setattr("audit.resources._shipped", lambda: (shipped,))
    office.furnish("shipped/")
    office.rule("../shipped/rules/attendance/days-short.yml", title="通用")
    assert load_rules()["days-short"].title == "通用"
    assert load_rules()["days-short"].file == "rules/attendance/days-short.yml"
    office.rule(title="本地")
    assert load_rules()["days-short"].title == "本地"


def test_a_choice_and_a_derived_value_may_say_what_they_are_called(alone) -> None:
    mode = {"title": "不足的月份", "default": "cap", "choices": {"cap": "以工作日为限", "literal": "仍按最少天数"}}
    alone.rule(parameters={"min_days": {"title": "最少天数", "default": 20}, "mode": mode}, titles={"gap": "差的天数"})
    rule = load_rules()["days-short"]
    assert rule.parameters["mode"].choices == {"cap": "以工作日为限", "literal": "仍按最少天数"}
    assert rule.titles == {"gap": "差的天数"}


def test_a_title_belongs_to_a_derived_value(alone) -> None:
    alone.rule(titles={"gaps": "差的天数"})
    assert alone.refusals(load_rules) == ["titles.gaps：规则没有派生量“gaps”，是否想写“gap”？"]
