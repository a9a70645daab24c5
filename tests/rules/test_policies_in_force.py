"""What the notices ask for, alone and together."""

from datetime import date

import pytest

from audit.catalog import load_policies, load_rules, policies_in_force, rules_in_force
from audit.model.rule import RuleInForce

RULES = load_rules()
POLICIES = load_policies()
NUMBERS = {rule.catalogue: rule.id for rule in RULES.values()}
ASKED = {
    "dapaicha-2023": "RES-01 RES-04 RES-05 RES-08 SGN-01 PCH-01 PCH-05 LOG-02 LEV-02 LEV-05 LEV-08 XSR-01 XSR-02 MTG-02"
    " TEAM-01 TEAM-02",
    "sanjian-2023-106": "SGN-01 SGN-04 PCH-03 LOG-01 LOG-02 MTG-01 MTG-02 LEV-01 LEV-02 LEV-03 LEV-04 LEV-05 RES-05"
    " HND-01 HND-02 HND-03 TEAM-01",
    "bazhong-2015-125": "RES-02 RES-03 RES-04 LOG-01 TEAM-01 TEAM-02",
    "daxiang-2024-18": "LOG-06 LEV-05",
    "haogou-2023-16": "LEV-01 LEV-08 RES-05 SGN-04 PCH-03 XSR-02",
}


def in_force(*ids: str) -> dict[str, RuleInForce]:
    chosen = [POLICIES[id_] for id_ in ids]
    return {one.rule.id: one for one in rules_in_force(chosen, RULES, month_start=date(2023, 11, 1))}


@pytest.mark.parametrize("policy", ASKED)
def test_a_notice_asks_for_at_least_these_rules(policy: str) -> None:
    assert set(in_force(policy)) >= {NUMBERS[number] for number in ASKED[policy].split()}


def test_the_month_count_does_not_apply_to_short_months_under_dapaicha() -> None:
    rules = in_force("dapaicha-2023")
    for id_ in ("monthly-days-short", "month-shortfall-ahead", "days-not-corroborated"):
        assert rules[id_].parameters["min_days"] == 20, id_
        assert rules[id_].parameters["short_month"] == "not_applicable", id_


def test_the_forecast_follows_the_nearest_notice_in_all_its_parts() -> None:
    city = {"requirement": "share", "excused": "none", "day_set": "workdays"}
    township = {"requirement": "min_days", "excused": "cap", "day_set": "all_days"}
    alone = in_force("bazhong-2015-125")["month-shortfall-ahead"].parameters
    together = in_force("bazhong-2015-125", "dapaicha-2023")["month-shortfall-ahead"].parameters
    assert {name: alone[name] for name in city} == city
    assert {name: together[name] for name in township} == township


def test_the_forecast_counts_as_the_month_rule_does_at_the_end() -> None:
    rules = in_force("dapaicha-2023")
    ahead, month = rules["month-shortfall-ahead"].parameters, rules["monthly-days-short"].parameters
    assert {name: value for name, value in ahead.items() if name in month} == {
        name: value for name, value in month.items() if name in ahead
    }


def test_deadlines_are_those_of_the_notices() -> None:
    assert in_force("sanjian-2023-106")["team-meetings-short"].due_on == "2023-12-14"
    assert in_force("bazhong-2015-125")["village-unattended"].rule.rectification.days == 30
    assert in_force("daxiang-2024-18")["work-log-book-missing"].rule.rectification.days == 15


def test_a_clause_asked_by_two_notices_is_cited_for_each() -> None:
    basis = in_force("dapaicha-2023", "sanjian-2023-106")["team-understaffed"].basis
    assert [(b.policy, b.text) for b in basis] == [
        ("dapaicha-2023", "贫困人口超过100人的非贫困村工作队员不少于2人的规定是否落实到位"),
        ("sanjian-2023-106", "派出单位是否按要求选派驻村干部"),
    ]


@pytest.mark.parametrize(
    ("month", "region", "expected"),
    [
        ("2023-11", "重庆市/丰都县/三建乡", set()),
        ("2023-12", "重庆市/丰都县/三建乡", {"sanjian-2023-106"}),
        ("2024-05", "湖南省/邵阳市/大祥区", {"dapaicha-2023", "daxiang-2024-18"}),
        ("2015-08", "四川省/巴中市/南江县", {"bazhong-2015-125"}),
        ("2015-07", "", set()),
    ],
)
def test_without_being_named_a_notice_holds_in_its_place_and_time(month: str, region: str, expected: set[str]) -> None:
    assert {policy.id for policy in policies_in_force(POLICIES, month=month, region=region)} == expected
