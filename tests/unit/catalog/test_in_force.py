"""Which policies and rules hold, with which numbers, on which clauses."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from audit.catalog import conventions, load_rules, policies_in_force, rules_in_force, rules_version
from audit.model.policy import Clause, Dated, Document, Policy
from audit.model.rule import Basis, Rule, Value

NOVEMBER = date(2023, 11, 1)


def policy(id_: str, level: str, numbers: dict[str, Value], **changes: Any) -> Policy:
    plain = Policy(
        id=id_,
        title=id_,
        level=level,
        document=Document("", "某单位", None),
        effective_from=date(2023, 1, 1),
        effective_until=None,
        clauses=(Clause("第1条", f"{id_}原文", {"days-short": numbers}),),
    )
    return replace(plain, **changes)


@pytest.fixture
def rules(alone) -> dict[str, Rule]:
    alone.rule()
    alone.rule("attendance/unasked.yml", id="unasked")
    return load_rules()


def numbers(rules: dict[str, Rule], *policies: Policy) -> dict[str, Value]:
    (found,) = rules_in_force(policies, rules, month_start=NOVEMBER)
    return dict(found.parameters)


def test_only_rules_that_a_clause_asks_for_are_in_force(rules) -> None:
    found = rules_in_force([policy("a", "county", {})], rules, month_start=NOVEMBER)
    assert [one.rule.id for one in found] == ["days-short"]
    assert found[0].parameters == {"min_days": 20, "mode": "cap"}


def test_the_nearest_level_wins_number_by_number(rules) -> None:
    county = policy("county", "county", {"min_days": 18, "mode": "literal"})
    province = policy("province", "province", {"min_days": 15}, effective_from=date(2023, 6, 1))
    town = policy("town", "township", {"min_days": 22})
    for order in ((town, county, province), (province, county, town), (county, town, province)):
        assert numbers(rules, *order) == {"min_days": 22, "mode": "literal"}
    assert numbers(rules, province, county) == {"min_days": 18, "mode": "literal"}


def test_at_one_level_the_later_document_wins(rules) -> None:
    early = policy("early", "township", {"min_days": 21}, effective_from=date(2022, 1, 1))
    late = policy("late", "township", {"min_days": 22}, effective_from=date(2023, 5, 1))
    assert numbers(rules, late, early)["min_days"] == 22
    assert numbers(rules, early, late)["min_days"] == 22


def test_a_document_of_after_the_month_does_not_overrule_one_in_force(rules) -> None:
    now = policy("now", "township", {"min_days": 21}, effective_from=date(2022, 1, 1))
    later = policy("later", "township", {"min_days": 22}, effective_from=date(2023, 12, 8))
    assert numbers(rules, now, later)["min_days"] == 21
    assert numbers(rules, later)["min_days"] == 22


def test_a_month_is_judged_by_the_number_in_force_then(rules) -> None:
    number = Dated(((date(2023, 1, 1), 20), (date(2023, 12, 1), 18)))
    dated = policy("a", "county", {"min_days": number})
    found = [rules_in_force([dated], rules, month_start=date(2023, month, 1))[0] for month in (11, 12)]
    assert [one.parameters["min_days"] for one in found] == [20, 18]
    assert found[0].version != found[1].version


def test_of_equals_the_first_given_wins(rules) -> None:
    one, two = policy("one", "township", {"min_days": 21}), policy("two", "township", {"min_days": 22})
    assert numbers(rules, one, two)["min_days"] == 21
    assert numbers(rules, two, one)["min_days"] == 22


def test_every_clause_that_asks_is_a_basis_and_a_parent_is_not_cited_twice(rules) -> None:
    county = policy("county", "county", {"min_days": 18})
    town = policy("town", "township", {"min_days": 20})
    extra = Clause("第7条", "再说一遍", {"days-short": {}})
    own = replace(policy("own", "township", {"min_days": 22}), extends="town", clauses=(*town.clauses, extra))
    (found,) = rules_in_force([town, own, county], rules, month_start=NOVEMBER)
    assert [(basis.policy, basis.ref) for basis in found.basis] == [
        ("own", "第1条"),
        ("own", "第7条"),
        ("county", "第1条"),
    ]
    assert found.basis[0].text == "town原文"


def test_the_earliest_deadline_is_the_one_to_keep(rules) -> None:
    one = policy("one", "county", {}, rectify_by=date(2023, 12, 31))
    two = policy("two", "township", {}, rectify_by=date(2023, 12, 14))
    other = replace(policy("other", "township", {}, rectify_by=date(2023, 1, 1)), clauses=())
    (found,) = rules_in_force([one, two, other], rules, month_start=NOVEMBER)
    assert found.due_on == "2023-12-14"
    assert rules_in_force([policy("a", "county", {})], rules, month_start=NOVEMBER)[0].due_on is None


def test_days_for_rectification_come_from_the_policy(rules) -> None:
    county, town = policy("a", "county", {}, rectify_days=5), policy("b", "township", {}, rectify_days=15)
    other = replace(policy("c", "township", {}, rectify_days=3, effective_from=date(2023, 9, 1)), clauses=())
    (found,) = rules_in_force([town, county, other], rules, month_start=NOVEMBER)
    assert found.rule.rectification.days == 15
    assert rules["days-short"].rectification.days == 7


def version(rule: Rule, given: dict[str, Value] | None = None) -> str:
    return rules_in_force([policy("a", "county", given or {})], {rule.id: rule}, month_start=NOVEMBER)[0].version


def test_the_version_changes_with_the_logic_only(rules) -> None:
    rule = rules["days-short"]
    plain = version(rule)
    assert len(plain) == 12
    assert version(replace(rule, when="present_days<required_days", message="另一句", title="另名", cases=())) == plain
    assert version(rule, {"min_days": 20}) == plain
    for changed in (
        replace(rule, when="present_days <= required_days"),
        replace(rule, derive={**rule.derive, "gap": "required_days - 0"}),
        replace(rule, severity=rule.severity[1:]),
        replace(rule, where=()),
        replace(rule, group="gap_start"),
        replace(rule, days={}),
    ):
        assert version(changed) != plain
    assert version(rule, {"min_days": 21}) != plain


def test_the_version_of_all_rules_follows_their_words_too(rules) -> None:
    rule = rules["days-short"]
    plain = rules_version(rules)
    assert rules_version({"unasked": rules["unasked"], "days-short": rule}) == plain
    assert rules_version({**rules, "days-short": replace(rule, file="elsewhere", cases=())}) == plain
    assert rules_version({**rules, "days-short": replace(rule, message="另一句")}) != plain


def in_force(*policies: Policy, **given: str) -> list[str]:
    return [one.id for one in policies_in_force({p.id: p for p in policies}, **({"month": "2023-11"} | given))]


def test_a_policy_is_in_force_from_its_first_to_its_last_month(rules) -> None:
    dated = policy("a", "county", {}, effective_from=date(2023, 11, 30), effective_until=date(2024, 1, 1))
    found = [in_force(dated, month=month) for month in ("2023-10", "2023-11", "2024-01", "2024-02")]
    assert found == [[], ["a"], ["a"], []]


def test_what_is_replaced_or_extended_gives_way_only_while_the_other_is_in_force(rules) -> None:
    old = policy("old", "county", {})
    new = policy("new", "county", {}, replaces=("old",), effective_from=date(2024, 1, 1))
    own = policy("own", "township", {}, extends="old", effective_from=date(2024, 6, 1))
    assert in_force(old, new, own) == ["old"]
    assert in_force(old, new, own, month="2024-02") == ["new"]
    assert in_force(old, own, month="2024-06") == ["own"]


def test_policies_of_other_places_are_left_out(rules) -> None:
    town = policy("town", "township", {}, region="某省/某县/青禾镇")
    county = policy("county", "county", {}, region="某省/某县")
    nation = policy("nation", "nation", {})
    assert in_force(town, county, nation, region="某省/某县/青禾镇") == ["nation", "county", "town"]
    assert in_force(town, county, nation, region="某省/某县/别的镇") == ["nation", "county"]
    assert in_force(county, region="某省/某县城") == []
    assert in_force(town, county, nation) == ["nation", "county", "town"]


def test_conventions_come_from_the_nearest_policy(rules) -> None:
    county = policy("county", "county", {}, conventions={"presence_from": "punch", "log_similarity": 70})
    town = policy("town", "township", {}, conventions={"presence_from": "either", "not_kept": ("work_logs",)})
    for order in ((county, town), (town, county)):
        found = conventions(order)
        assert (found.presence_from, found.log_similarity, found.not_kept) == ("either", 70, ("work_logs",))
    assert conventions([]).presence_from == "sign_in"


def test_a_damaged_clause_is_quoted_as_it_is_read_with_the_original_beside_it() -> None:
    read = Basis("town-1", "一", "每月驻村20天以亠", "每月驻村20天以上")
    assert read.quoted == "每月驻村20天以上（原文：每月驻村20天以亠）"
    assert Basis("town-1", "一", "每月驻村20天以上").quoted == "每月驻村20天以上"
