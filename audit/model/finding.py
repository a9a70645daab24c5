"""Findings: what the rules say, with clause, numbers and source cells."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from audit.model.outcome import Kind, Severity
from audit.model.rule import Basis, Value
from audit.model.source import Place


class Finding(Struct, frozen=True):
    """One problem, clue or warning.

    ``id`` is a hash of rule, subject and period: never of text, row numbers or file names. ``dates`` are the day
    facts; ``details`` are findings of lesser rank that have the same cause and were folded into this one.
    """

    id: str
    rule: str
    rule_version: str
    title: str
    kind: Kind
    severity: Severity
    village: str
    person: str
    role: str
    unit: str
    household: str
    period: tuple[date, date]
    dates: tuple[date, ...]
    message: str
    values: Mapping[str, Value]
    basis: tuple[Basis, ...]
    evidence: tuple[Place, ...]
    do: str
    owner: str
    due: date | None
    closure: tuple[str, ...]
    details: tuple[str, ...] = ()


class Coverage(Struct, frozen=True):
    """How often a rule gave each outcome in a run; the six sum to ``population``."""

    rule: str
    title: str
    ok: int = 0
    violation: int = 0
    unknown: int = 0
    not_applicable: int = 0
    manual: int = 0
    error: int = 0
    population: int = 0


class Missing(Struct, frozen=True):
    """A source that was not handed in, and the rules that could not be judged for want of it."""

    village: str
    month: str
    table: str
    rules: tuple[str, ...]
    message: str


class DayMark(Struct, frozen=True):
    """One day of one person as printed in the month grid: codes are yes, no, unknown, half, not_due or empty."""

    date: date
    day_kind: str
    sign_in: str
    punch: str
    log: str
    leave: str
    duty: str
    findings: tuple[str, ...] = ()


class PersonMonth(Struct, frozen=True):
    """One person's month for the documents: the four sources side by side and the counted days."""

    person: str
    role: str
    unit: str
    village: str
    workdays: int
    values: Mapping[str, Value]
    days: tuple[DayMark, ...]
