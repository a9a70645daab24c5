"""Which policies and rules hold in a month, with which numbers, on which clauses."""

import ast
import calendar
import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace

from audit import expression
from audit.catalog.precedence import nearest_last, without_extended
from audit.model.policy import Clause, Dated, Policy
from audit.model.rule import Basis, Condition, Rule, RuleInForce, Value


def policies_in_force(policies: Mapping[str, Policy], *, month: str, region: str = "") -> tuple[Policy, ...]:
    """Policies in force on any day of a month (``2023-11``), farthest level first.

    ``region`` is the office's place as a path, ``重庆市/丰都县/三建乡``: policies for another region are left out;
    empty asks for all. What another policy in force replaces or extends is left out, and what holds only by name.
    """
    first = date.fromisoformat(f"{month}-01")
    last = _month_end(first)
    offered = [p for p in policies.values() if not p.named_only]
    valid = [p for p in offered if _overlaps(p, first, last) and _covers(p.region, region)]
    replaced = {id_ for policy in valid for id_ in policy.replaces}
    kept = without_extended([policy for policy in valid if policy.id not in replaced])
    return nearest_last(kept)


def rules_in_force(
    policies: Sequence[Policy], rules: Mapping[str, Rule], *, month_start: date
) -> tuple[RuleInForce, ...]:
    """The rules that the clauses of these policies ask for, in the order of ``rules``.

    A parameter's default is overruled by farther levels and these by nearer ones (see ``precedence.nearest_last``);
    of a number that changes by date the one in force in the month is taken.
    ``basis`` holds every clause that asks for the rule, in the order of the policies given. Of fixed deadlines the
    earliest holds, of deadlines in days the nearest policy's.
    """
    last = _month_end(month_start)
    asking, ranked = without_extended(policies), nearest_last(policies, month_end=last)
    asked = {id_ for policy in asking for clause in policy.clauses for id_ in clause.rules}
    return tuple(_in_force(rule, asking, ranked, last) for rule in rules.values() if rule.id in asked)


def rules_version(rules: Mapping[str, Rule]) -> str:
    """Hash of everything that rules say, their examples and files aside: 12 hexadecimal digits."""
    content = {
        id_: {**to_builtins(replace(rule, cases=(), file="")), "cases": None, "file": None}
        for id_, rule in rules.items()
    }
    return _hash(content)


def _in_force(rule: Rule, asking: Sequence[Policy], ranked: Sequence[Policy], last: date) -> RuleInForce:
    parameters = _parameters(rule, ranked, last)
    concerned = [policy for policy in asking if _clauses(policy, rule)]
    dates = [policy.rectify_by for policy in concerned if policy.rectify_by is not None]
    days = [policy.rectify_days for policy in ranked if policy.rectify_days is not None and policy in concerned]
    rectification = replace(rule.rectification, days=days[-1]) if days else rule.rectification
    return RuleInForce(
        rule=replace(rule, rectification=rectification),
        parameters=parameters,
        basis=tuple(
            Basis(p.id, clause.ref, clause.text, clause.cleaned) for p in concerned for clause in _clauses(p, rule)
        ),
        version=_version(rule, parameters),
        due_on=min(dates).isoformat() if dates else None,
    )


def _parameters(rule: Rule, ranked: Sequence[Policy], last: date) -> dict[str, Value]:
    values = {name: parameter.default for name, parameter in rule.parameters.items()}
    for policy in ranked:
        for clause in _clauses(policy, rule):
            for name, number in clause.rules[rule.id].items():
                values[name] = number.at(last) if isinstance(number, Dated) else number
    return values


def _clauses(policy: Policy, rule: Rule) -> list[Clause]:
    return [clause for clause in policy.clauses if rule.id in clause.rules]


def _version(rule: Rule, parameters: Mapping[str, Value]) -> str:
    """Hash of what decides a verdict; wording, titles and spacing do not change it."""
    return _hash(
        {
            "each": rule.each,
            "where": [_condition(condition) for condition in rule.where],
            "when": _plain(rule.when),
            "derive": [[name, _plain(text)] for name, text in rule.derive.items()],
            "parameters": dict(parameters),
            "group": rule.group,
            "days": dict(rule.days),
            "severity": [[grade.severity, grade.expression and _plain(grade.expression)] for grade in rule.severity],
        }
    )


def _condition(condition: Condition) -> str | list[str]:
    plain = _plain(condition.expression)
    return [plain, condition.lacking] if condition.lacking else plain


@lru_cache(4096)
def _plain(text: str) -> str:
    """Give an expression as it is written by the book. Kept, for a run asks twice."""
    return ast.unparse(expression.parse(text))


def _hash(content: Any) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _month_end(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _overlaps(policy: Policy, first: date, last: date) -> bool:
    begun = policy.effective_from is None or policy.effective_from <= last
    return begun and (policy.effective_until is None or policy.effective_until >= first)


def _covers(policy_region: str, region: str) -> bool:
    return not policy_region or not region or f"{region}/".startswith(f"{policy_region}/")
