"""Numbers tried out on a policy: what is accepted, what is refused, where they are put."""

from datetime import date
from typing import Any

import pytest

from audit.catalog import Setting, SettingError, load_policies, load_rules, read_setting, rules_in_force, with_settings


@pytest.fixture
def world(alone) -> tuple[Any, Any]:
    choice = {"title": "算外出", "default": True}
    alone.rule(parameters=alone.sample_rule["parameters"] | {"outside": choice}, when="present_days < gap and outside")
    alone.rule("attendance/other.yml", id="other")
    step = [{"from": "2023-03-01", "value": 20}, {"from": "2023-09-01", "value": 18}]
    asked = {"ref": "第4条", "text": "再查", "rules": {"days-short": {"min_days": step}}}
    alone.policy(clauses=[asked, *alone.sample_policy["clauses"][1:]])
    return load_policies()["town-1"], load_rules()


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("days-short.min_days=18", Setting("days-short", "min_days", 18)),
        (" days-short.min_days = 18.5 ", Setting("days-short", "min_days", 18.5)),
        ("days-short.mode=literal", Setting("days-short", "mode", "literal")),
        ("days-short.outside=False", Setting("days-short", "outside", False)),
        ("days-short.outside=是", Setting("days-short", "outside", True)),
    ],
)
def test_a_number_to_try_is_read_as_the_parameter_is(world, text: str, setting: Setting) -> None:
    assert read_setting(text, *world) == setting


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("days-short.min_days", "写法不对，请写成 规则.参数=数"),
        ("min_days=18", "写法不对，请写成 规则.参数=数"),
        ("days-shrt.min_days=18", "政策“town-1”没有要求规则“days-shrt”，是否想写“days-short”？"),
        ("other.min_days=18", "政策“town-1”没有要求规则“other”"),
        ("days-short.min_day=18", "没有参数“min_day”，是否想写“min_days”？（现有：min_days、mode、outside）"),
        ("days-short.min_days=十八", "days-short.min_days：应为数字，现为“十八”"),
        ("days-short.min_days=18.3", "days-short.min_days：18.3不是0.5的整数倍"),
        ("days-short.min_days=inf", "days-short.min_days：inf不是0.5的整数倍"),
        ("days-short.min_days=nan", "days-short.min_days："),
        ("days-short.mode=caps", "days-short.mode：“caps”不在可选值中"),
        ("days-short.outside=1", "days-short.outside：应为true 或 false，现为“1”"),
    ],
)
def test_a_number_that_cannot_be_tried_is_refused(world, text: str, message: str) -> None:
    with pytest.raises(SettingError) as error:
        read_setting(text, *world)
    assert message in str(error.value)


def test_a_number_tried_holds_whatever_the_date(world) -> None:
    policy, rules = world
    tried = with_settings(policy, [Setting("days-short", "min_days", 15)])
    for month in (5, 11):
        (found,) = rules_in_force([tried], rules, month_start=date(2023, month, 1))
        assert found.parameters["min_days"] == 15
    (own,) = rules_in_force([policy], rules, month_start=date(2023, 11, 1))
    assert own.parameters["min_days"] == 18
