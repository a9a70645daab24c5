"""What if a number were another: the same facts judged twice, and which findings appear and vanish.

Nothing is published, so one engine is enough here; ``pipeline`` asks two.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from audit import catalog, evaluate, findings, intake, pipeline
from audit.model.finding import Finding
from audit.model.policy import Policy
from audit.model.rule import RuleInForce
from audit.model.tables import Intake, RuleOutcomes
from audit.model.trial import NumberTried, Trial


def try_numbers(
    paths: Sequence[Path], policy: Policy, settings: Sequence[catalog.Setting], *, month: str, as_of: date
) -> Trial:
    """Judge a month's files by a policy alone, with its own numbers and with others. Raises as ``pipeline.check``."""
    return try_batch(intake.read(paths, catalog.load_imports()), policy, settings, month=month, as_of=as_of)


def try_batch(batch: Intake, policy: Policy, settings: Sequence[catalog.Setting], *, month: str, as_of: date) -> Trial:
    """Judge what has been read already; as ``try_numbers`` otherwise."""
    handed = pipeline.hand_in(batch, (policy,), month=month, as_of=as_of)
    before = _in_force(policy, month)
    after = _in_force(catalog.with_settings(policy, settings), month)
    first = evaluate.evaluate(handed.facts.tables, list(before.values()), catalog.load_facts())
    tried = {setting.rule: after[setting.rule] for setting in settings}
    again = evaluate.evaluate(handed.facts.tables, list(tried.values()), catalog.load_facts())
    fresh = {each.rule.rule.id: each for each in again}
    second = [fresh.get(each.rule.rule.id, each) for each in first]
    was, now = (_found(handed, outcomes) for outcomes in (first, second))
    both = [(old, now[id_]) for id_, old in was.items() if id_ in now]
    held = {each.rule.rule.id: each for each in first}
    return Trial(
        policy=policy.id,
        month=month,
        numbers=tuple(
            NumberTried(one.rule, one.name, before[one.rule].parameters[one.name], one.value) for one in settings
        ),
        appear=tuple(new for id_, new in now.items() if id_ not in was),
        vanish=tuple(old for id_, old in was.items() if id_ not in now),
        changed=tuple((old, new) for old, new in both if (old.severity, old.message) != (new.severity, new.message)),
        coverage=tuple(zip(findings.coverage([held[rule] for rule in fresh]), findings.coverage(again), strict=True)),
        total=(len(was), len(now)),
    )


def _in_force(policy: Policy, month: str) -> dict[str, RuleInForce]:
    first = date.fromisoformat(f"{month}-01")
    return {one.rule.id: one for one in catalog.rules_in_force([policy], catalog.load_rules(), month_start=first)}


def _found(handed: pipeline.Handed, outcomes: Sequence[RuleOutcomes]) -> dict[str, Finding]:
    made = findings.make_findings(handed.facts, outcomes, catalog.load_facts(), **pipeline.precedence())
    return {finding.id: finding for finding in made}
