"""Two pages without scripts: a notice's clauses coloured by their answers, and the rules with who asks for them."""

from collections.abc import Mapping, Sequence
from typing import Any

from audit.catalog.rule_reads import sources_read
from audit.model.contract import FactContract
from audit.model.outcome import Outcome
from audit.model.policy import Clause, Policy
from audit.model.rule import Rule
from audit.model.source import SOURCE_TITLES
from audit.render.clause_words import (
    ANSWERS,
    answer_counts,
    answer_lines,
    answer_of,
    asking,
    by_subject,
    numbers_words,
    quoted_lines,
)
from audit.render.environment import template_file
from audit.render.page import fill_page
from audit.render.text import day_title, plain_tree

Outcomes = Mapping[str, Mapping[str, int]]
"""Rule → how often each outcome came, as ``findings.json`` counts them."""

_CLAUSES, _RULES = "clauses.policy.html", "rules.catalog.html"


def policy_page(policy: Policy, rules: Mapping[str, Rule]) -> bytes:
    """Show a notice clause by clause, coloured and marked by how each is answered, with counts; UTF-8."""
    counts = answer_counts(policy)
    total = sum(counts.values())
    document = policy.document
    heads = (document.number, document.issuer, day_title(document.issued))
    until = day_title(policy.effective_until) or "今"
    context = {
        "title": policy.title,
        "id": policy.id,
        "document": "　".join(part for part in heads if part),
        "force": f"{day_title(policy.effective_from) or '不详'} 至 {until}",
        "note": policy.note,
        "total": total,
        "shares": [_share(name, number, total) for name, number in counts.items()],
        "clauses": [_clause(clause, rules) for clause in policy.clauses],
    }
    return fill_page(template_file(_CLAUSES), plain_tree(context))


def _share(name: str, number: int, total: int) -> dict[str, Any]:
    """One answer with its count and its share of all clauses, in tenths of a percent for the bar."""
    return {"name": name, "label": ANSWERS[name], "number": number, "percent": round(number * 1000 / total) / 10}


def _clause(clause: Clause, rules: Mapping[str, Rule]) -> dict[str, Any]:
    answer = answer_of(clause)
    return {
        "ref": clause.ref,
        "quote": quoted_lines(clause),
        "answer": answer,
        "label": ANSWERS[answer],
        "lines": answer_lines(clause, rules),
        "off": bool(clause.off),
    }


def rules_page(
    rules: Mapping[str, Rule],
    policies: Sequence[Policy],
    contracts: Mapping[str, FactContract],
    outcomes: Outcomes | None = None,
    month: str = "",
) -> bytes:
    """Show the rules by subject: clauses that ask, tables and sources read, and a month's outcomes if given; UTF-8."""
    context = {
        "month": month,
        "total": len(rules),
        "asked": sum(bool(asking(id_, policies)) for id_ in rules),
        "outcomes": [outcome.label for outcome in Outcome] if outcomes is not None else [],
        "groups": [
            {"subject": subject, "rules": [_rule(rule, policies, contracts, outcomes) for rule in inside]}
            for subject, inside in by_subject(rules.values())
        ],
    }
    return fill_page(template_file(_RULES), plain_tree(context))


def _rule(
    rule: Rule, policies: Sequence[Policy], contracts: Mapping[str, FactContract], outcomes: Outcomes | None
) -> dict[str, Any]:
    found = (outcomes or {}).get(rule.id)
    return {
        "title": rule.title,
        "id": rule.id,
        "catalogue": rule.catalogue,
        "kind": rule.kind.value,
        "label": rule.kind.label,
        "table": contracts[rule.each].title,
        "sources": "、".join(SOURCE_TITLES.get(source, source) for source in sources_read(rule, contracts)),
        "clauses": [
            {
                "policy": policy.title,
                "id": policy.id,
                "ref": clause.ref,
                "numbers": numbers_words(clause.rules[rule.id], rule.parameters),
            }
            for policy, clause in asking(rule.id, policies)
        ],
        "counts": [found.get(outcome.value, 0) for outcome in Outcome] if found else [],
    }
