"""Comparing two policies: clause by clause where one extends the other, else rule by rule."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from audit.model.policy import Clause, Number, Policy
from audit.model.policy_change import ChangeKind, PolicyChange
from audit.model.rule import Rule


def policy_changes(
    before: Policy, after: Policy, policies: Mapping[str, Policy], rules: Mapping[str, Rule]
) -> tuple[PolicyChange, ...]:
    """Say what ``after`` changes; where it extends ``before`` through others, each change names who made it."""
    chain = _chain(before, after, policies)
    if chain is None:
        return (*_by_rule(before, after, rules), *_whole(before, after))
    steps = ((*_by_clause(old, new, rules), *_whole(old, new)) for old, new in pairwise(chain))
    return tuple(change for step in steps for change in step)


def _chain(before: Policy, after: Policy, policies: Mapping[str, Policy]) -> list[Policy] | None:
    """From ``before`` to ``after`` over all that lie between them; None when the one does not extend the other."""
    chain = [after]
    while chain[0].id != before.id:
        parent = policies.get(chain[0].extends or "")
        if parent is None:
            return None
        chain.insert(0, parent)
    return chain


def _by_clause(old: Policy, new: Policy, rules: Mapping[str, Rule]) -> Iterator[PolicyChange]:
    known = {clause.ref: clause for clause in old.clauses}
    for clause in new.clauses:
        yield from _of_clause(known.get(clause.ref, Clause(clause.ref, "")), clause, new.id, rules)


def _of_clause(old: Clause, new: Clause, by: str, rules: Mapping[str, Rule]) -> Iterator[PolicyChange]:
    said = new.manual or new.outside
    for rule in sorted(old.rules.keys() - new.rules.keys()):
        yield PolicyChange(ChangeKind.OFF, by, new.ref, rule, why=new.off.get(rule) or said)
    for rule, numbers in new.rules.items():
        if rule not in old.rules:
            yield PolicyChange(ChangeKind.ASKED, by, new.ref, rule)
        yield from _of_numbers(rule, (old.rules.get(rule, {}), numbers), (by, new.ref), rules)
    before = old.manual or old.outside
    if said != before and not old.rules and (before or said):
        kind = ChangeKind.ANSWER if old.text else ChangeKind.ASKED
        yield PolicyChange(kind, by, new.ref, before=before or None, after=said or None)


def _by_rule(old: Policy, new: Policy, rules: Mapping[str, Rule]) -> Iterator[PolicyChange]:
    """Two documents of their own number their clauses differently: only what they ask for can be compared."""
    asked, asking = _asked(old), _asked(new)
    for rule in sorted(asked.keys() - asking.keys()):
        yield PolicyChange(ChangeKind.GONE, new.id, "、".join(asked[rule][1]), rule)
    for rule, (numbers, refs) in asking.items():
        if rule not in asked:
            yield PolicyChange(ChangeKind.ASKED, new.id, "、".join(refs), rule)
        known = asked[rule][0] if rule in asked else {}
        yield from _of_numbers(rule, (known, numbers), (new.id, "、".join(refs)), rules)


def _asked(policy: Policy) -> dict[str, tuple[dict[str, Number], list[str]]]:
    """Each rule a policy asks for, with all its numbers and the clauses that ask."""
    found: dict[str, tuple[dict[str, Number], list[str]]] = {}
    for clause in policy.clauses:
        for rule, given in clause.rules.items():
            numbers, refs = found.setdefault(rule, ({}, []))
            numbers.update(given)
            refs.append(clause.ref)
    return found


def _of_numbers(
    rule: str,
    numbers: tuple[Mapping[str, Number], Mapping[str, Number]],
    where: tuple[str, str],
    rules: Mapping[str, Rule],
) -> Iterator[PolicyChange]:
    """Numbers that differ; one that is not given is the rule's default."""
    default = {name: parameter.default for name, parameter in rules[rule].parameters.items()}
    before, after = ({**default, **given} for given in numbers)
    by, ref = where
    for name in default:
        if before[name] != after[name]:
            yield PolicyChange(ChangeKind.NUMBER, by, ref, rule, name, before[name], after[name])


def _whole(old: Policy, new: Policy) -> Iterable[PolicyChange]:
    """What holds for the whole document: conventions, deadline, from when until when."""
    for name in sorted(old.conventions.keys() | new.conventions.keys()):
        before, after = old.conventions.get(name), new.conventions.get(name)
        if before != after:
            yield PolicyChange(ChangeKind.CONVENTION, new.id, name=name, before=before, after=after)
    for kind, told in ((ChangeKind.DEADLINE, _deadline), (ChangeKind.FORCE, _force)):
        if told(old) != told(new):
            yield PolicyChange(kind, new.id, before=told(old), after=told(new))


def _deadline(policy: Policy) -> str | None:
    if policy.rectify_by:
        return f"{policy.rectify_by}前"
    return f"{policy.rectify_days}天" if policy.rectify_days else None


def _force(policy: Policy) -> str:
    return f"{policy.effective_from or '不详'} 至 {policy.effective_until or '今'}"
