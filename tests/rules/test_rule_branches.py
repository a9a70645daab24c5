"""Every branch of every rule has an example: a sentence, a step or a choice nobody tried may say something wrong."""

from audit.catalog import load_facts, load_rules
from audit.evaluate import branches

FACTS = load_facts()
CANNOT_OCCUR = {
    ("sign-in-by-others", "also 不写：doubtful_sign_days > 0"): "列出的总有这样的日子，条件只为引出日期",
    ("satisfaction-low", "also 不写：answered > 0"): "没有答复就没有满意率，条件只为接着说下限",
}
"""Branches that no row can go through, with the reason."""


def test_every_branch_of_every_rule_has_an_example() -> None:
    bare = {
        (id_, f"{branch.kind} {branch.text}")
        for id_, rule in load_rules().items()
        for branch in branches(rule, FACTS[rule.each])
        if not branch.cases
    }
    assert bare == CANNOT_OCCUR.keys()
