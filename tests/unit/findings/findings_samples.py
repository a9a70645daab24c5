"""Facts made by hand and judged by real rules, for the tests of findings: a few rows, a few cells."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from audit import catalog, evaluate
from audit.findings import make_findings
from audit.model.finding import Finding
from audit.model.rule import Basis, RuleInForce, Value
from audit.model.tables import Facts, RuleOutcomes

CONTRACTS = catalog.load_facts()
RULES = catalog.load_rules()
LADDER = catalog.load_derivations()["one-cause-one-problem"]
VILLAGE, WHO = "桃溪村", "林晓峰@县农业农村局"
_DTYPES = {"text": "str", "bool": "boolean", "int": "Int64", "days": "Float64", "date": "datetime64[us]"}
_BLANKS = {"text": ""}


def on(*numbers: int, month: int = 11) -> tuple[date, ...]:
    return tuple(date(2023, month, number) for number in numbers)


def table(name: str, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    columns = CONTRACTS[name].columns
    frame = pd.DataFrame([{c: _BLANKS.get(columns[c].type) for c in columns} | dict(row) for row in rows])
    frame = frame.reindex(columns=list(columns))
    return frame.astype({c: _DTYPES[column.type] for c, column in columns.items()})


EMPTY = {name: table(name, []) for name in CONTRACTS}


def person_days(true: Mapping[str, Sequence[date]], *, month: int = 11, days: Sequence[int] = range(1, 31), **more):
    """Rows of person_day for days of a month: each column named in ``true`` holds on its dates."""
    who = {"person_id": WHO, "person": "林晓峰", "village": VILLAGE, "role": "工作队员", "unit": "县农业农村局"}
    return [
        who | {"date": pd.Timestamp(day), "month": f"2023-{month:02d}", "is_workday": day.weekday() < 5}
        | {column: day in dates for column, dates in true.items()} | more
        for day in on(*days, month=month)
    ]  # fmt: skip


def person_month(**given: object) -> dict[str, object]:
    who = {"person_id": WHO, "person": "林晓峰", "village": VILLAGE, "role": "工作队员", "unit": "县农业农村局"}
    known = {"month": "2023-11", "active_workdays": 22, "active_days": 30, "workdays": 22, "no_signal": False}
    return who | known | given


def places(*rows: tuple[str, str, str, date | None, str]) -> dict[str, pd.DataFrame]:
    """Records by source from rows (source, person_id, village, date, cell), all in one sheet."""
    columns = ["person_id", "village", "date", "file", "sheet", "cell"]
    found: dict[str, list[tuple[object, ...]]] = {}
    for source, person_id, village, day, cell in rows:
        found.setdefault(source, []).append((person_id, village, day, "签到册.xlsx", "11月", cell))
    return {
        source: pd.DataFrame(lines, columns=columns).astype({"date": "datetime64[us]"})
        for source, lines in found.items()
    }


def handed_in(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Submissions from rows (source, village, month, person_id)."""
    columns = ["source", "village", "month", "person_id", "file", "sheet", "cell"]
    return pd.DataFrame([(*row, f"{row[0]}.xlsx", "Sheet1", "A3:F9") for row in rows], columns=columns, dtype="str")


def facts(
    *tables: pd.DataFrame, records: Mapping[str, pd.DataFrame] | None = None, submissions: pd.DataFrame | None = None
) -> Facts:
    given = {next(n for n, c in CONTRACTS.items() if list(c.columns) == list(t.columns)): t for t in tables}
    papers = handed_in() if submissions is None else submissions
    return Facts("2023-11", date(2024, 1, 10), "青禾镇", EMPTY | given, records or {}, papers, ())


def in_force(rule_id: str, **parameters: Value) -> RuleInForce:
    rule = RULES[rule_id]
    numbers = {name: parameter.default for name, parameter in rule.parameters.items()} | parameters
    return RuleInForce(rule, numbers, (Basis("三建府发〔2023〕106号", "附件1", "每日签到"),), "v1")


def outcomes(of: Facts, *rules: RuleInForce) -> tuple[RuleOutcomes, ...]:
    return evaluate.evaluate(of.tables, rules, CONTRACTS)


def found(of: Facts, *rule_ids: str | RuleInForce) -> tuple[Finding, ...]:
    rules = [in_force(rule) if isinstance(rule, str) else rule for rule in rule_ids]
    return make_findings(of, outcomes(of, *rules), CONTRACTS, **ladder())


def ladder() -> dict[str, object]:
    ranks = {rule: place for place, step in enumerate(LADDER.ranks) for rule in step}
    return {"ranks": ranks, "derive": explained}


def explained(given: list[dict[str, object]]) -> list[dict[str, object]]:
    """Derive by the definition: each day of a lesser finding that a graver one of the same subject has."""
    return [
        {"kind": "explained", "finding": lesser["finding"], "date": lesser["date"], "by": graver["finding"]}
        for lesser in given
        for graver in given
        if (graver["subject"], graver["date"]) == (lesser["subject"], lesser["date"])
        and graver["rank"] < lesser["rank"]
    ]
