"""What the loader of policies accepts, and everything it refuses."""

from datetime import date
from typing import Any

import pytest

from audit.catalog import load_policies
from audit.model.policy import Clause, Dated, Document, Policy


@pytest.fixture
def town(alone):
    """The small world with one rule in it."""
    alone.rule(formerly=["days-too-few"])
    return alone


def clause(**changes: Any) -> dict[str, Any]:
    return {"ref": "第9条", "text": "原文"} | changes


def test_a_policy_is_read_as_it_is_written(town) -> None:
    path = town.policy(rectify={"by": "2023-12-14"}, conventions={"presence_from": "punch", "not_kept": ["work_logs"]})
    policy = load_policies()["town-1"]
    assert policy == Policy(
        id="town-1",
        title="驻村管理办法",
        level="township",
        document=Document("青府发〔2023〕1号", "青禾镇人民政府", date(2023, 3, 1)),
        effective_from=date(2023, 3, 1),
        effective_until=None,
        clauses=(
            Clause("第1条", "每月驻村不少于20天", {"days-short": {"min_days": 20}}),
            Clause("第2条", "工作扎实", manual="现场查看"),
            Clause("第3条", "成立领导小组", outside="组织安排"),
        ),
        conventions={"presence_from": "punch", "not_kept": ("work_logs",)},
        rectify_by=date(2023, 12, 14),
        file=str(path),
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "town-2"}, "id：政策编号“town-2”与文件名不一致"),
        ({"levle": "county"}, "levle：未知的键，是否想写“level”？"),
        (
            {"level": "village"},
            "level：“village”不在可选值中：nation、province、city、county、township",
        ),
        ({"level": ...}, "level：缺少此项（没有 extends 的政策必须写明）"),
        ({"document": ...}, "document：缺少此项（没有 extends 的政策必须写明）"),
        ({"clauses": []}, "clauses：缺少此项（没有 extends 的政策必须写明）"),
        ({"effective": {"from": "2023.3.1"}}, "effective.from：日期应写成 2023-11-01 的样子"),
        (
            {"effective": {"from": "2023-03-01", "until": "2023-02-01"}},
            "effective.until：失效日期早于生效日期",
        ),
        (
            {"rectify": {"by": "2023-12-14", "days": 15}},
            "rectify：整改期限只写一种：by（日期）或 days（天数）",
        ),
        ({"rectify": {}}, "rectify：整改期限只写一种：by（日期）或 days（天数）"),
        ({"replaces": ["town-0"]}, "replaces.0：没有政策“town-0”，是否想写“town-1”？"),
        ({"extends": "county-1"}, "extends：没有政策“county-1”"),
        (
            {"conventions": {"presence": "punch"}},
            "conventions.presence：没有名为“presence”的口径，是否想写“presence_from”？",
        ),
        (
            {"conventions": {"presence_from": "sign"}},
            "conventions.presence_from：“sign”不在可选值中：sign_in、punch、either，是否想写“sign_in”？",
        ),
        ({"conventions": {"log_similarity": "高"}}, "conventions.log_similarity：应为数字，现为“高”"),
        ({"conventions": {"log_similarity": ["高"]}}, "conventions.log_similarity：应为单个值，不能是列表"),
        (
            {"conventions": {"not_kept": ["worklogs"]}},
            (
                "conventions.not_kept：“worklogs”不在可选值中：sign_ins、punches、leave_slips、work_logs、meetings、"
                "handovers、duty_records，是否想写“work_logs”？"
            ),
        ),
        ({"conventions": {"not_kept": "work_logs"}}, "conventions.not_kept：应为文字的列表（[…]）"),
        ({"clauses": [clause()]}, "clauses.0：条款没有答复：在 rules、manual、outside 中写一种"),
        (
            {"clauses": [clause(manual={"how": "看"}, outside="无关")]},
            "clauses.0：条款只能有一种答复，现有：manual、outside",
        ),
        ({"clauses": [clause(rules={})]}, "clauses.0.rules：不能为空"),
        ({"clauses": [clause(text=None, outside="无关")]}, "clauses.0：缺少条款原文 text"),
        (
            {"clauses": [clause(outside="无关"), clause(outside="无关")]},
            "clauses.1.ref：条款“第9条”重复",
        ),
        (
            {"clauses": [clause(rules={"day-short": {}})]},
            "clauses.0.rules.day-short：没有规则“day-short”，是否想写“days-short”？",
        ),
        (
            {"clauses": [clause(rules={"days-too-few": {}})]},
            "clauses.0.rules.days-too-few：规则“days-too-few”已改名为“days-short”",
        ),
        (
            {"clauses": [clause(rules={"days-short": {"min_day": 20}})]},
            "clauses.0.rules.days-short.min_day：规则“days-short”没有参数“min_day”，是否想写“min_days”？",
        ),
        (
            {"clauses": [clause(rules={"days-short": {"min_days": "20天"}})]},
            "clauses.0.rules.days-short.min_days：应为数字，现为“20天”",
        ),
        (
            {"clauses": [clause(rules={"days-short": {"min_days": True}})]},
            "clauses.0.rules.days-short.min_days：应为数字，现为“True”",
        ),
        (
            {"clauses": [clause(rules={"days-short": {"mode": "caps"}})]},
            "clauses.0.rules.days-short.mode：“caps”不在可选值中：cap、literal，是否想写“cap”？",
        ),
        (
            {
                "clauses": [
                    clause(rules={"days-short": {"min_days": 20}}),
                    clause(ref="第10条", rules={"days-short": {"min_days": 22}}),
                ]
            },
            "clauses：条款“第9条”与“第10条”给规则“days-short”的参数“min_days”定了不同的值：20、22",
        ),
    ],
)
def test_mistakes_are_refused(town, changes: dict[str, Any], message: str) -> None:
    town.policy(**changes)
    assert town.refusals(load_policies) == [message]


def own(town, **changes: Any) -> None:
    """An office's policy on top of the sample one, in a file of its own."""
    nothing = dict.fromkeys(("level", "document", "effective", "clauses"), ...)
    town.policy("policies/own.yml", **(nothing | {"id": "own", "title": "本镇从严", "extends": "town-1"} | changes))


def test_an_office_changes_one_number_and_keeps_the_rest(town) -> None:
    town.policy(rectify={"days": 15}, conventions={"log_similarity": 85, "presence_from": "punch"}, region="某省/某县")
    own(town, conventions={"log_similarity": 90}, clauses=[{"ref": "第1条", "rules": {"days-short": {"min_days": 22}}}])
    policies = load_policies()
    parent, child = policies["town-1"], policies["own"]
    assert child.clauses[0] == Clause("第1条", "每月驻村不少于20天", {"days-short": {"min_days": 22}})
    assert child.clauses[1:] == parent.clauses[1:]
    assert (child.level, child.document, child.region) == (parent.level, parent.document, "某省/某县")
    assert (child.effective_from, child.rectify_days) == (date(2023, 3, 1), 15)
    assert child.conventions == {"log_similarity": 90, "presence_from": "punch"}
    assert parent.clauses[0].rules == {"days-short": {"min_days": 20}}


def test_an_office_adds_a_number_a_clause_and_another_answer(town) -> None:
    town.policy()
    changed = [
        {"ref": "第1条", "rules": {"days-short": {"mode": "literal"}}},
        {"ref": "第2条", "outside": "本镇不查"},
        {"ref": "补1", "text": "本镇另加", "manual": {"how": "查台账"}},
    ]
    own(town, clauses=changed)
    clauses = load_policies()["own"].clauses
    assert [clause.ref for clause in clauses] == ["第1条", "第2条", "第3条", "补1"]
    assert clauses[0].rules == {"days-short": {"min_days": 20, "mode": "literal"}}
    assert (clauses[1].text, clauses[1].manual, clauses[1].outside) == ("工作扎实", "", "本镇不查")
    assert clauses[3] == Clause("补1", "本镇另加", manual="查台账")


def test_a_chain_of_offices_is_worked_through_from_the_top(town) -> None:
    town.policy()
    own(town, clauses=[{"ref": "第1条", "rules": {"days-short": {"min_days": 21}}}])
    own_again = {
        "id": "again",
        "extends": "own",
        "clauses": [{"ref": "第1条", "rules": {"days-short": {"mode": "literal"}}}],
    }
    town.policy("policies/again.yml", level=..., document=..., effective=..., **own_again)
    assert load_policies()["again"].clauses[0].rules == {"days-short": {"min_days": 21, "mode": "literal"}}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"clauses": [{"ref": "第1款", "rules": {"days-short": {}}}]},
            "clauses.0：缺少条款原文 text（上级政策没有条款“第1款”，是否想写“第1条”？）",
        ),
        (
            {"clauses": [{"ref": "第1条", "text": "改了字", "rules": {"days-short": {}}}]},
            "clauses.0.text：上级政策已有此条款，不必再写原文",
        ),
        ({"extends": "own"}, "extends：上级政策成环：own → own"),
        (
            {"clauses": [{"ref": "补1", "text": "另加", "rules": {"days-short": {"min_days": 22}}}]},
            "clauses：条款“第1条”与“补1”给规则“days-short”的参数“min_days”定了不同的值：20、22",
        ),
    ],
)
def test_what_an_office_cannot_do_on_top_is_refused(town, changes: dict[str, Any], message: str) -> None:
    town.policy()
    own(town, **changes)
    assert town.refusals(load_policies) == [message]


def test_a_number_may_change_by_date(town) -> None:
    steps = [{"from": "2023-03-01", "value": 20}, {"from": "2024-07-01", "value": 18}]
    town.policy(clauses=[clause(rules={"days-short": {"min_days": steps}})])
    number = load_policies()["town-1"].clauses[0].rules["days-short"]["min_days"]
    assert number == Dated(((date(2023, 3, 1), 20), (date(2024, 7, 1), 18)))
    days = (date(2022, 1, 1), date(2024, 6, 30), date(2024, 7, 1), date(2025, 1, 1))
    assert [number.at(day) for day in days] == [20, 20, 18, 18]


@pytest.mark.parametrize(
    ("number", "message"),
    [
        ([20], "：应为单个值，或按日期写成 [{from: 2023-01-01, value: 20}, {from: 2024-07-01, value: 18}]"),
        ([], "：应为单个值，或按日期写成 [{from: 2023-01-01, value: 20}, {from: 2024-07-01, value: 18}]"),
        ({"from": "2023-01-01", "value": 20}, "：应为单个值，不能是列表或“键: 值”"),
        ([{"from": "2023-01-01", "value": "二十"}], ".0.value：应为数字，现为“二十”"),
        (
            [{"from": "2024-07-01", "value": 18}, {"from": "2023-01-01", "value": 20}],
            ".1.from：日期应从早到晚，各不相同",
        ),
        (
            [{"from": "2023-01-01", "value": 18}, {"from": "2023-07-02", "value": 20}],
            ".1.from：一个月只按一个数核验，请写某月1日",
        ),
    ],
)
def test_a_number_by_date_that_cannot_be_read_is_refused(town, number: Any, message: str) -> None:
    town.policy(clauses=[clause(rules={"days-short": {"min_days": number}})])
    assert town.refusals(load_policies) == [f"clauses.0.rules.days-short.min_days{message}"]


def test_an_office_switches_off_one_rule_of_a_clause_and_a_later_one_asks_again(town) -> None:
    town.rule("attendance/other.yml", id="other")
    town.policy(clauses=[clause(rules={"days-short": {"min_days": 22}, "other": {}})])
    own(town, clauses=[{"ref": "第9条", "off": {"other": "签到册由县里统一核"}}])
    again = {"id": "again", "extends": "own", "clauses": [{"ref": "第9条", "rules": {"other": {"min_days": 5}}}]}
    town.policy("policies/again.yml", level=..., document=..., effective=..., **again)
    policies = load_policies()
    off, on = policies["own"].clauses[0], policies["again"].clauses[0]
    assert (off.rules, off.off) == ({"days-short": {"min_days": 22}}, {"other": "签到册由县里统一核"})
    assert (on.rules, on.off) == ({"days-short": {"min_days": 22}, "other": {"min_days": 5}}, {})


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"off": {"days-short": "不查"}}, "off：这一条的规则全部停用，请改写 outside（原因）或 manual（怎样核）"),
        ({"off": {"other": "不查"}}, "off.other：上级政策的这一条没有要求规则“other”，不必停用"),
        (
            {"off": {"days-short": "不查"}, "rules": {"days-short": {}}},
            "off.days-short：规则“days-short”又要求又停用，请去掉一处",
        ),
        (
            {"off": {"days-short": "不查"}, "outside": "不查"},
            "off：已改答 manual 或 outside，不必再写 off",
        ),
    ],
)
def test_what_cannot_be_switched_off_is_refused(town, changes: dict[str, Any], message: str) -> None:
    town.policy()
    own(town, clauses=[{"ref": "第1条"} | changes])
    assert town.refusals(load_policies) == [f"clauses.0.{message}"]


def test_a_circle_is_told_for_each_policy_in_it(town) -> None:
    town.policy(extends="own")
    own(town)
    assert town.refusals(load_policies) == [
        "extends：上级政策成环：own → town-1 → own",
        "extends：上级政策成环：town-1 → own → town-1",
    ]
