"""Explains one row of one rule: pass, problem, unknown or not applicable alike."""

from collections.abc import Mapping
from datetime import date
from functools import cache

import pandas as pd
from msgspec.structs import replace

from audit.expression import Scalar
from audit.findings.account import Judged, Places, account
from audit.findings.evidence import Locator, Subject
from audit.findings.hits import DayIndex, hits, period_of, plain
from audit.findings.make import basis_of, whose
from audit.findings.missing import missing_sources
from audit.findings.wording import sentence, written
from audit.model.contract import FactContract
from audit.model.explanation import Explanation
from audit.model.outcome import Outcome
from audit.model.tables import Facts, RuleOutcomes

_NAMING = ("village", "unit", "household", "person")


def explain_row(facts: Facts, outcomes: RuleOutcomes, contracts: Mapping[str, FactContract], place: int) -> Explanation:
    """Explain what a rule said of the row at ``place`` of its fact table."""
    one = _only(outcomes, place)
    rule, contract = one.rule, contracts[one.rule.rule.each]
    table = facts.tables[contract.table].iloc[[place]]
    year = int(facts.month[:4])
    row = {str(name): plain(item) for name, item in table.join(one.values).iloc[0].items()}
    outcome = Outcome(one.outcome.iloc[0])
    hit = next(hits(one, table, contract, DayIndex(facts)), None)
    period = hit.period if hit else _period(one, row, contract, facts)
    subject = whose(row, period, hit.dates if hit else ())
    words = {name: written(name, item, year=year) for name, item in {**row, **rule.parameters}.items()}
    return Explanation(
        rule=replace(rule, basis=basis_of(rule, row)),
        table=contract.title,
        subject=subject_words(row, contract, year=year),
        outcome=outcome,
        account=account(rule, contract, Judged(row, outcome, year), _places(facts, subject)),
        severity=hit.severity if hit else None,
        finding=hit.id if hit else "",
        message=sentence(rule.rule, {**hit.values, **hit.days}, year=year) if hit else "",
        reason=str(one.reason.iloc[0]).format_map(words),
        missing=tuple(lack.message for lack in missing_sources(_with_table(facts, contract, table), [one], contracts)),
    )


def subject_words(row: Mapping[str, Scalar], contract: FactContract, *, year: int) -> str:
    """Name a row: village, unit, household and person where it has them, then what else is in its key."""
    wanted = dict.fromkeys([*(name for name in _NAMING if name in contract.columns), *contract.key])
    named = [name for name in wanted if not name.endswith("_id") and row.get(name) not in (None, "")]
    return " ".join(written(name, row[name], year=year) for name in named)


def _only(outcomes: RuleOutcomes, place: int) -> RuleOutcomes:
    """Keep the outcome of one row."""
    here = slice(place, place + 1)
    parts = {name: getattr(outcomes, name).iloc[here] for name in ("outcome", "values", "reason", "lacking")}
    return replace(outcomes, **parts)


def _with_table(facts: Facts, contract: FactContract, table: pd.DataFrame) -> Facts:
    return replace(facts, tables={**facts.tables, contract.table: table})


def _period(one: RuleOutcomes, row: Mapping[str, Scalar], contract: FactContract, facts: Facts) -> tuple[date, date]:
    """Give the days a row is about; those of the month where its own are not known."""
    if contract.period == ("month",):
        return period_of(replace(one.rule, rule=replace(one.rule.rule, group=None)), row, contract)
    begin, end = row.get(contract.period[0]), row.get(contract.period[-1])
    first = date.fromisoformat(f"{facts.month}-01")
    return begin if isinstance(begin, date) else first, end if isinstance(end, date) else facts.as_of


def _places(facts: Facts, subject: Subject) -> Places:
    locator = Locator(facts)
    return cache(lambda source: locator.places([source], subject))
