"""Hits: the rows a rule fired on, grouped into what will be one finding each."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from msgspec import Struct

from audit.expression import Scalar, holds, parse, value
from audit.model.contract import FactContract
from audit.model.outcome import Outcome, Severity
from audit.model.rule import RuleInForce
from audit.model.tables import Facts, RuleOutcomes


class Hit(Struct, frozen=True):
    """What one finding is made of: the rule, the facts of its gravest row with derived values and parameters, the
    days by name, and the subject's key. ``day_counts`` maps a counted column to its day column.
    """

    rule: RuleInForce
    values: Mapping[str, Scalar]
    days: Mapping[str, tuple[date, ...]]
    subject: tuple[str, ...]
    period: tuple[date, date]
    severity: Severity
    day_counts: Mapping[str, str]

    @property
    def id(self) -> str:
        """The finding's identity: a hash of rule, subject and the first day of the period."""
        text = "\x1f".join((self.rule.rule.id, *self.subject, self.period[0].isoformat()))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def dates(self) -> tuple[date, ...]:
        """All day facts, in order."""
        return tuple(sorted({day for days in self.days.values() for day in days}))


class DayIndex:
    """The days of every subject by fact table, column and key; each index is built on first use."""

    def __init__(self, facts: Facts) -> None:
        """Keep the facts; nothing is indexed yet."""
        self._facts = facts
        self._found: dict[tuple[str, str, str], Mapping[Any, set[pd.Timestamp]]] = {}

    def true_days(self, table: str, column: str, key: str, subject: object) -> set[pd.Timestamp]:
        """Give the days on which the column is true for the subject, with those of its own records if it has any."""
        return self._true(table, column, key).get(subject, set()) | set(self._own(column, key, subject))

    def _true(self, table: str, column: str, key: str) -> Mapping[Any, set[pd.Timestamp]]:
        if (table, column, key) not in self._found:
            rows = self._facts.tables[table]
            true = rows.loc[rows[column].fillna(value=False).astype("bool"), [key, "date"]]
            found: dict[Any, set[pd.Timestamp]] = {}
            for subject, day in zip(true[key].tolist(), true["date"].tolist(), strict=True):
                found.setdefault(subject, set()).add(day)
            self._found[table, column, key] = found
        return self._found[table, column, key]

    def _own(self, column: str, key: str, subject: object) -> list[pd.Timestamp]:
        records = self._facts.records.get(column)
        return [] if records is None else list(records.loc[records[key] == subject, "date"])


def plain(item: object) -> Scalar:
    """Give a pandas scalar as a plain value: whole numbers int, timestamps dates, missing None."""
    if item is None or item is pd.NaT or item is pd.NA or item != item:
        return None
    if isinstance(item, pd.Timestamp):
        return item.date()
    native = item.item() if hasattr(item, "item") else item
    if isinstance(native, float) and native.is_integer():
        return int(native)
    return native if isinstance(native, bool | int | float | str | date) else str(native)


def hits(outcomes: RuleOutcomes, table: pd.DataFrame, contract: FactContract, index: DayIndex) -> Iterator[Hit]:
    """Group a rule's violations into hits: by the rule's ``group`` column within a subject, else row by row."""
    rule = outcomes.rule.rule
    fired = np.flatnonzero(outcomes.are(Outcome.VIOLATION))
    if not len(fired):
        return
    subject = [name for name in contract.key if contract.columns[name].type != "date" and name != "month"]
    by = [*subject, rule.group] if rule.group else list(contract.key)
    groups: dict[tuple[Scalar, ...], list[dict[str, Scalar]]] = {}
    told = {str(name): frame[name].array.take(fired) for frame in (table, outcomes.values) for name in frame.columns}
    for row in zip(*(column.tolist() for column in told.values()), strict=True):
        values = dict(zip(told, map(plain, row), strict=True)) | dict(outcomes.rule.parameters)
        groups.setdefault(tuple(values[name] for name in by), []).append(values)
    for key in sorted(groups, key=_missing_last):
        yield _hit(outcomes.rule, groups[key], subject, contract, index)


def _missing_last(key: tuple[Scalar, ...]) -> list[tuple[bool, Scalar]]:
    return [(part is None, part) for part in key]


def _hit(
    rule: RuleInForce, each: list[dict[str, Scalar]], subject: list[str], contract: FactContract, index: DayIndex
) -> Hit:
    graded = sorted(
        ((severity_of(rule, row), n) for n, row in enumerate(each)), key=lambda pair: (pair[0].rank, pair[1])
    )
    severity, gravest = graded[0]
    values = each[gravest]
    period = period_of(rule, values, contract)
    days = _days(rule, values, period, contract, index)
    if rule.rule.group and "date" in values:
        days = {"dates": tuple(sorted(day for row in each if isinstance(day := row["date"], date))), **days}
    counted = {name: column.days for name, column in contract.columns.items() if column.days in rule.rule.days.values()}
    return Hit(
        rule,
        values,
        days,
        tuple(str(values[name]) for name in subject),
        period,
        severity,
        {k: v for k, v in counted.items() if v},
    )


def severity_of(rule: RuleInForce, values: Mapping[str, Scalar]) -> Severity:
    """Take the first step of the rule's ladder that holds."""
    return next(
        grade.severity
        for grade in rule.rule.severity
        if grade.expression is None or holds(parse(grade.expression), values)
    )


def period_of(rule: RuleInForce, values: Mapping[str, Scalar], contract: FactContract) -> tuple[date, date]:
    """Give the first and last day: of the run for a grouped rule, of the month, or as the contract's columns say."""
    if rule.rule.group:
        start = values[rule.rule.group]
        end = values.get(rule.rule.group.replace("start", "end"))
        if isinstance(start, date):
            return start, end if isinstance(end, date) else start
    if contract.period == ("month",):
        first = date.fromisoformat(f"{values['month']}-01")
        following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
        return first, date.fromordinal(following.toordinal() - 1)
    begin, close = (values[name] for name in contract.period)
    if not isinstance(begin, date) or not isinstance(close, date):
        raise TypeError(f"{contract.table}: period of {values} is not dated")
    return begin, close


def _days(
    rule: RuleInForce, values: Mapping[str, Scalar], period: tuple[date, date], contract: FactContract, index: DayIndex
) -> dict[str, tuple[date, ...]]:
    """List the true days of the rule's day columns for the subject within the period."""
    if not rule.rule.days or contract.day_table is None:
        return {}
    key = "person_id" if "person_id" in values and contract.day_table == "person_day" else "village"
    found: dict[str, tuple[date, ...]] = {}
    for name, column in rule.rule.days.items():
        days = index.true_days(contract.day_table, column, key, values[key])
        found[name] = tuple(sorted(day.date() for day in days if period[0] <= day.date() <= period[1]))
    return found


def without_days(hit: Hit, explained: frozenset[date]) -> Hit | None:
    """Take explained days out of a hit and judge it again; None when what is left is no violation.

    A hit whose rule counts days is judged with the counts of the days left; a run stands while it has days left.
    """
    left = {name: tuple(day for day in days if day not in explained) for name, days in hit.days.items()}
    if not any(left.values()):
        return None
    values = dict(hit.values)
    by_column = {column: left[name] for name, column in hit.rule.rule.days.items()}
    for counted, column in hit.day_counts.items():
        values[counted] = len(by_column[column])
    rule = hit.rule.rule
    for name, text in rule.derive.items():
        values[name] = value(parse(text), values)
    if not holds(parse(rule.when), values):
        return None
    return Hit(hit.rule, values, left, hit.subject, hit.period, severity_of(hit.rule, values), hit.day_counts)
