"""The yardstick's numbers beside the program's: where both know a value it must be the same."""

from collections.abc import Mapping, Sequence

import pandas as pd
import polars as pl

from audit.model.outcome import Outcome
from audit.model.tables import Facts, RuleOutcomes
from tests.bench.yardstick import Measured

_DAYS = {
    "signed": "signed_half_days", "punches": "punches", "logged": "logged", "leave": "leave_half_days",
    "duty": "duty_half_days", "present": "present_half_days", "missed_sign": "missed_sign",
    "missed_punch": "missed_punch", "untraced": "untraced",
}  # fmt: skip
_MONTHS = {
    "signed_days": "signed_days", "punched_days": "punched_days", "logged_days": "logged_days",
    "present_days": "present_days", "duty_days": "duty_days", "leave_days": "leave_days",
    "missed_sign": "missed_sign_days", "missed_punch": "missed_punch_days", "missed_log": "missed_log_days",
    "signed_not_punched": "signed_not_punched_days", "punched_not_signed": "punched_not_signed_days",
    "repaired_punches": "repaired_punches",
}  # fmt: skip
_VILLAGES = {"present": "present_members", "members": "team_members"}


def compare(measured: Measured, facts: Facts, outcomes: Sequence[RuleOutcomes]) -> list[dict[str, object]]:
    """Give name, compared and different for every column of the three tables and every rule."""
    tables = facts.tables
    checks = [
        *_columns(measured.days, tables["person_day"], {"pid": "person_id", "date": "date"}, _DAYS),
        *_columns(measured.months, tables["person_month"], {"pid": "person_id"}, _MONTHS),
        *_columns(measured.villages, tables["village_day"], {"village": "village", "date": "date"}, _VILLAGES),
    ]
    for each in outcomes:
        name = each.rule.rule.id
        if name in measured.violations:
            ours = int((each.outcome == Outcome.VIOLATION.value).sum())
            checks.append({"name": name, "compared": 1, "different": int(ours != measured.violations[name])})
    return checks


def _columns(
    theirs: pl.DataFrame, ours: pd.DataFrame, keys: Mapping[str, str], columns: Mapping[str, str]
) -> list[dict[str, object]]:
    own = {_key(row): row for row in ours[[*keys.values(), *columns.values()]].to_dict("records")}
    own = {tuple(_plain(row[name]) for name in keys.values()): row for row in own.values()}
    rows = theirs.select(*keys, *columns).to_dicts()
    checks = []
    for name, mine in columns.items():
        pairs = [
            (row[name], own[key][mine]) for row in rows if (key := tuple(_plain(row[part]) for part in keys)) in own
        ]
        known = [(one, other) for one, other in pairs if one is not None and not pd.isna(other)]
        checks.append(
            {
                "name": f"{next(iter(keys))}.{name}",
                "compared": len(known),
                "different": sum(float(one) != float(other) for one, other in known),
            }
        )
    return checks


def _key(row: Mapping[object, object]) -> tuple[object, ...]:
    return tuple(str(value) for value in row.values())


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
