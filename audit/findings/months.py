"""Each member's month for the documents: the sources side by side, day by day."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from audit.findings.hits import plain
from audit.model.finding import DayMark, Finding, PersonMonth
from audit.model.tables import Facts

_VALUES = (
    "workdays", "active_workdays", "present_days", "signed_days", "punched_days", "logged_days", "leave_days",
    "duty_days", "corroborated_days", "graded_a_days",
)  # fmt: skip

_DAY_COLUMNS = (
    "person_id", "date", "day_kind", "signed_half_days", "missed_sign", "punches", "missed_punch", "logged",
    "missed_log", "leave_half_days", "recorded_duty_half_days",
)  # fmt: skip


def person_months(facts: Facts, findings: Iterable[Finding]) -> tuple[PersonMonth, ...]:
    """Make the month of everyone in post, by village and name; each day knows the findings that name it."""
    days = facts.tables["person_day"]
    by_person: dict[str, list[Mapping[Any, Any]]] = {}
    for cells in zip(*(days[name].tolist() for name in _DAY_COLUMNS), strict=True):
        by_person.setdefault(cells[0], []).append(dict(zip(_DAY_COLUMNS, cells, strict=True)))
    told = _findings_by_day(findings)
    table = facts.tables["person_month"].sort_values(["village", "person", "person_id"])
    return tuple(
        _month(row, by_person[row["person_id"]], told)
        for row in table.to_dict("records")
        if row["person_id"] in by_person
    )


def _findings_by_day(findings: Iterable[Finding]) -> dict[tuple[str, str, date], tuple[str, ...]]:
    told: dict[tuple[str, str, date], list[str]] = {}
    for finding in findings:
        for day in finding.dates:
            told.setdefault((finding.village, finding.person, day), []).append(finding.id)
    return {key: tuple(ids) for key, ids in told.items()}


def _month(
    row: Mapping[Any, Any], days: Iterable[Mapping[Any, Any]], told: Mapping[tuple[str, str, date], tuple[str, ...]]
) -> PersonMonth:
    village, person = str(row["village"]), str(row["person"])
    values = {name: v if not isinstance(v := plain(row[name]), date) else v.isoformat() for name in _VALUES}
    marks = tuple(_mark(day, told.get((village, person, day["date"].date()), ())) for day in days)
    return PersonMonth(person, str(row["role"]), str(row["unit"]), village, int(str(row["workdays"])), values, marks)


def _mark(day: Mapping[Any, Any], findings: tuple[str, ...]) -> DayMark:
    return DayMark(
        date=day["date"].date(),
        day_kind=str(day["day_kind"]),
        sign_in=_record(day["signed_half_days"], day["missed_sign"]),
        punch=_record(_full(day["punches"]), day["missed_punch"]),
        log=_record(_full(day["logged"]), day["missed_log"]),
        leave=_taken(day["leave_half_days"]),
        duty=_taken(day["recorded_duty_half_days"]),
        findings=findings,
    )


def _full(value: Any) -> Any:
    """Tell a count or truth in half-days: anything at all is the whole day."""
    return value if pd.isna(value) else 2 * bool(value)


def _record(half_days: Any, missed: Any) -> str:
    """Code a record of one day: yes, half, no (due and missing), not_due, or unknown."""
    if pd.isna(half_days):
        return "unknown"
    if half_days:
        return "yes" if half_days == 2 else "half"
    if pd.isna(missed):
        return "unknown"
    return "no" if missed else "not_due"


def _taken(half_days: Any) -> str:
    """Code leave or duty of one day: yes, half, empty, or unknown."""
    return "unknown" if pd.isna(half_days) else {0: "empty", 1: "half"}.get(half_days, "yes")
