"""The shipped rules, policies and contracts load and fit together."""

import re

import pytest

from audit.catalog import load_conventions, load_derivations, load_facts, load_imports, load_policies, load_rules
from audit.model.policy import Policy


@pytest.fixture(scope="module")
def policies() -> dict[str, Policy]:
    return load_policies()


def test_every_value_rules_may_read_comes_from_a_table_offices_hand_in() -> None:
    sources = {contract.feeds for contract in load_imports().values()}
    for contract in load_facts().values():
        for column in contract.columns.values():
            assert set(column.sources) <= sources, f"{contract.table}.{column.name}"


def test_every_source_quoted_as_evidence_is_handed_in() -> None:
    sources = {contract.feeds for contract in load_imports().values()}
    for rule in load_rules().values():
        assert set(rule.evidence) <= sources, rule.id


def test_every_rule_is_asked_for_by_a_clause(policies: dict[str, Policy]) -> None:
    asked = {rule for policy in policies.values() for clause in policy.clauses for rule in clause.rules}
    assert set(load_rules()) - asked == set()


def test_every_rule_in_an_order_of_precedence_exists() -> None:
    rules = load_rules()
    named = {rule for one in load_derivations().values() for step in one.ranks for rule in step}
    assert named - rules.keys() == set()


def test_every_source_that_need_not_be_kept_is_one_offices_hand_in() -> None:
    sources = {contract.feeds for contract in load_imports().values()}
    assert set(load_conventions()["not_kept"].choices) <= sources


def test_every_choice_of_a_rule_has_a_chinese_title() -> None:
    chosen = [
        (rule.id, name, code)
        for rule in load_rules().values()
        for name, parameter in rule.parameters.items()
        for code, title in parameter.choices.items()
        if not re.search("[一-鿿]", title)
    ]
    assert chosen == []


def test_a_parameter_named_by_a_word_says_what_words_there_are() -> None:
    free = [
        (rule.id, name)
        for rule in load_rules().values()
        for name, parameter in rule.parameters.items()
        if isinstance(parameter.default, str) and not parameter.choices and re.fullmatch("[a-z_]+", parameter.default)
    ]
    assert free == []
