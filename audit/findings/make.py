"""Findings from outcomes: grouped, ranked, worded, with clause and evidence."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from audit.expression import Scalar, names, parse
from audit.findings.evidence import Locator, Subject
from audit.findings.hits import DayIndex, Hit, hits
from audit.findings.precedence import Deriver, rank_hits
from audit.findings.wording import sentence
from audit.model.contract import FactContract
from audit.model.finding import Finding
from audit.model.rule import Basis, Rule, RuleInForce, Value
from audit.model.tables import Facts, RuleOutcomes


def make_findings(
    facts: Facts,
    outcomes: Sequence[RuleOutcomes],
    contracts: Mapping[str, FactContract],
    *,
    ranks: Mapping[str, int],
    derive: Deriver,
) -> tuple[Finding, ...]:
    """Make the month's findings, gravest first within a village, in an order that does not depend on the files.

    ``ranks`` and ``derive`` tell which finding explains which (one cause, one problem).
    """
    index = DayIndex(facts)
    found = [
        hit
        for each in outcomes
        for hit in hits(each, facts.tables[each.rule.rule.each], contracts[each.rule.rule.each], index)
    ]
    ranked = rank_hits(found, ranks, derive)
    locator = Locator(facts)
    made = [_finding(hit, ranked.folded.get(hit.id, ()), locator, facts) for hit in ranked.hits]
    return tuple(sorted(made, key=lambda f: (f.village, f.severity.rank, f.rule, f.person, f.period, f.id)))


def _finding(hit: Hit, folded: Iterable[Hit], locator: Locator, facts: Facts) -> Finding:
    rule, values = hit.rule.rule, hit.values
    year = int(facts.month[:4])
    return Finding(
        id=hit.id,
        rule=rule.id,
        rule_version=hit.rule.version,
        title=rule.title,
        kind=rule.kind,
        severity=hit.severity,
        village=_text(values, "village"),
        person=_text(values, "person"),
        role=_text(values, "role"),
        unit=_text(values, "unit"),
        household=_text(values, "household"),
        period=hit.period,
        dates=hit.dates,
        message=sentence(rule, {**values, **hit.days}, year=year),
        values=_told(rule, values),
        basis=basis_of(hit.rule, values),
        evidence=locator.places(rule.evidence, whose(values, hit.period, hit.dates)),
        do=rule.rectification.do,
        owner=rule.rectification.owner,
        due=_due(hit, facts.as_of),
        closure=rule.rectification.closure,
        details=tuple(sentence(child.rule.rule, {**child.values, **child.days}, year=year) for child in folded),
    )


def basis_of(rule: RuleInForce, values: Mapping[str, Scalar]) -> tuple[Basis, ...]:
    """Give the clauses that ask for the rule; a fact that names its own clause (a line of a check list) rests on it."""
    policy, ref, text = (_text(values, f"clause_{part}") for part in ("policy", "ref", "text"))
    return (Basis(policy, ref, text),) if ref else rule.basis


def whose(values: Mapping[str, Scalar], period: tuple[date, date], dates: tuple[date, ...]) -> Subject:
    """Say whose records are the evidence for a row, and of which days."""
    person_id, household = _text(values, "person_id"), _text(values, "household")
    of = household or ("" if person_id else _text(values, "unit"))
    return Subject(person_id, _text(values, "village"), *period, dates, of)


def _text(values: Mapping[str, Scalar], name: str) -> str:
    value = values.get(name)
    return "" if value is None else str(value)


def _told(rule: Rule, values: Mapping[str, Scalar]) -> dict[str, Value]:
    """Choose the values that decided: what the rule's expressions name, derived values and parameters included."""
    wanted = sorted({name for text in rule.judged_by for name in names(parse(text))} | set(rule.derive))
    return {name: value.isoformat() if isinstance(value := values.get(name), date) else value for name in wanted}


def _due(hit: Hit, as_of: date) -> date:
    """Give the notice's own deadline, else the rule's days from the day of judgement."""
    if hit.rule.due_on:
        return date.fromisoformat(hit.rule.due_on)
    return as_of + timedelta(days=hit.rule.rule.rectification.days)
