"""What one policy changes in another: numbers, what is switched off and by whom, conventions, deadlines."""

from datetime import date
from typing import Any

import pytest

from audit.catalog import load_policies, load_rules, office_notes, policy_changes
from audit.model.policy import Dated
from audit.model.policy_change import ChangeKind, PolicyChange

ON_TOP: dict[str, Any] = dict.fromkeys(("level", "document", "effective", "clauses"), ...)


def by_date() -> list[dict[str, Any]]:
    return [{"from": "2023-03-01", "value": 20}, {"from": "2024-07-01", "value": 18}]


@pytest.fixture
def changes(alone):
    """Write rules and policies, then compare two of them."""
    alone.rule()
    alone.rule("attendance/other.yml", id="other")
    both = {"ref": "第4条", "text": "两样都查", "rules": {"days-short": {"min_days": 20}, "other": {}}}
    alone.policy(clauses=[*alone.sample_policy["clauses"], both])

    def compare(before: str, after: str, **policies: dict[str, Any]) -> list[PolicyChange]:
        for id_, given in policies.items():
            alone.policy(f"policies/{id_}.yml", **(ON_TOP | {"id": id_, "title": id_} | given))
        found = load_policies()
        return list(policy_changes(found[before], found[after], found, load_rules()))

    return compare


def test_a_policy_changes_nothing_in_itself(changes) -> None:
    assert changes("town-1", "town-1") == []


def test_what_an_office_changes_on_top_is_told_clause_by_clause(changes) -> None:
    own = {
        "extends": "town-1",
        "conventions": {"presence_from": "punch"},
        "rectify": {"days": 10},
        "effective": {"from": "2023-05-01"},
        "clauses": [
            {"ref": "第4条", "off": {"other": "由县里核"}, "rules": {"days-short": {"min_days": by_date()}}},
            {"ref": "第1条", "rules": {"days-short": {"min_days": by_date()}}},
            {"ref": "第2条", "outside": "本镇不查"},
            {"ref": "第3条", "rules": {"other": {"min_days": 5}}},
            {"ref": "补1", "text": "另加", "manual": {"how": "查台账"}},
        ],
    }
    number = Dated(((date(2023, 3, 1), 20), (date(2024, 7, 1), 18)))
    assert changes("town-1", "own", own=own) == [
        PolicyChange(ChangeKind.NUMBER, "own", "第1条", "days-short", "min_days", 20, number),
        PolicyChange(ChangeKind.ANSWER, "own", "第2条", before="现场查看", after="本镇不查"),
        PolicyChange(ChangeKind.ASKED, "own", "第3条", "other"),
        PolicyChange(ChangeKind.NUMBER, "own", "第3条", "other", "min_days", 20, 5),
        PolicyChange(ChangeKind.ANSWER, "own", "第3条", before="组织安排"),
        PolicyChange(ChangeKind.OFF, "own", "第4条", "other", why="由县里核"),
        PolicyChange(ChangeKind.NUMBER, "own", "第4条", "days-short", "min_days", 20, number),
        PolicyChange(ChangeKind.ASKED, "own", "补1", after="查台账"),
        PolicyChange(ChangeKind.CONVENTION, "own", name="presence_from", after="punch"),
        PolicyChange(ChangeKind.DEADLINE, "own", after="10天"),
        PolicyChange(ChangeKind.FORCE, "own", before="2023-03-01 至 今", after="2023-05-01 至 今"),
    ]


def test_a_change_names_the_office_between_that_made_it(changes) -> None:
    county = {"extends": "town-1", "clauses": [{"ref": "第4条", "outside": "另行检查"}]}
    village = {"extends": "county", "clauses": [{"ref": "第1条", "rules": {"days-short": {"mode": "literal"}}}]}
    assert changes("town-1", "village", county=county, village=village) == [
        PolicyChange(ChangeKind.OFF, "county", "第4条", "days-short", why="另行检查"),
        PolicyChange(ChangeKind.OFF, "county", "第4条", "other", why="另行检查"),
        PolicyChange(ChangeKind.NUMBER, "village", "第1条", "days-short", "mode", "cap", "literal"),
    ]


def test_a_report_says_what_is_switched_off_by_whom_and_why(changes) -> None:
    county = {"extends": "town-1", "clauses": [{"ref": "第4条", "off": {"other": "由县里核"}}]}
    village = {"extends": "county", "clauses": [{"ref": "第1条", "rules": {"days-short": {"mode": "literal"}}}]}
    changes("town-1", "village", county=county, village=village)
    known = load_policies()
    assert office_notes([known["town-1"]]) == ()
    assert office_notes([known["village"]]) == ("本地政策“county”停用“驻村天数不足”（第4条）：由县里核",)


def test_two_documents_are_compared_by_what_they_ask_for(changes, alone) -> None:
    new = alone.sample_policy | {
        "replaces": ["town-1"],
        "clauses": [{"ref": "一", "text": "不少于18天", "rules": {"days-short": {"min_days": 18}}}],
    }
    assert changes("town-1", "new", new=new | {"id": "new"}) == [
        PolicyChange(ChangeKind.GONE, "new", "第4条", "other"),
        PolicyChange(ChangeKind.NUMBER, "new", "一", "days-short", "min_days", 20, 18),
    ]
