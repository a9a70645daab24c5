"""Damage every comparison and number of every rule: at least one example of that rule must notice.

The score over all rules is ``python -m tests.mutations``.
"""

from collections.abc import Callable
from functools import cache

import pytest
from mutations import EQUIVALENT, Examples, damaged, mutants

from audit.catalog import load_facts, load_rules

FACTS = load_facts()
RULES = load_rules()


@cache
def examples(id_: str) -> Examples:
    return Examples(RULES[id_], FACTS[RULES[id_].each])


@pytest.mark.parametrize("id_", RULES)
def test_no_damage_to_a_rule_goes_unnoticed(id_: str) -> None:
    assert not examples(id_).notice(RULES[id_])
    _, survivors = examples(id_).survivors(RULES[id_])
    assert [name for name in survivors if (id_, name) not in EQUIVALENT] == []


def test_the_sentences_each_example_adds_are_those_that_were_read_over(golden: Callable[[str, str], None]) -> None:
    lines = [
        f"{rule.id} | {name} | {' '.join(also.text for also, said in zip(rule.also, told, strict=True) if said)}"
        for rule in RULES.values()
        if rule.also
        for name, told in examples(rule.id).sentences.items()
    ]
    golden("rules/sentences.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gap >= 5", {"gap > 5", "gap < 5", "gap >= 4", "gap >= 6"}),
        ("a and not b", {"a or not b", "a and (not not b)"}),
        ("min(a, 1)", {"max(a, 1)", "min(a, 0)", "min(a, 2)"}),
        ("kind == 'team'", {"kind != 'team'"}),
        ("a - b if c else 0", {"a + b if c else 0", "0 if c else a - b", "a - b if c else 1", "a - b if c else -1"}),
    ],
)
def test_damage_is_done_to_every_part(text: str, expected: set[str]) -> None:
    assert set(damaged(text)) == expected


def test_the_list_of_equivalent_damage_is_needed() -> None:
    for id_, name in EQUIVALENT:
        mutant = next(mutant for mutant in mutants(RULES[id_]) if mutant.name == name)
        assert not examples(id_).notice(mutant.rule)
