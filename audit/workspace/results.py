"""What judging some villages gives, cut village by village, kept, and put together to the month's report again."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from msgspec import Struct

from audit import catalog, reconcile
from audit.model.contract import FactContract
from audit.model.finding import Coverage, Finding, Missing, PersonMonth
from audit.model.outcome import Outcome
from audit.model.received import Receipt, Received
from audit.model.rule import RuleInForce
from audit.model.tables import Facts
from audit.pipeline import Judged
from audit.store import bundles, columns
from audit.store.plain import from_json, to_json

CELL = "\x1f"
"""Parts the values of a subject's key."""
_LEDGER = "ledger/"


class Part(Struct, frozen=True):
    """The result of some villages: what lists tell, and how often each rule gave each outcome.

    ``counts`` maps rules to outcomes to numbers.
    """

    findings: tuple[Finding, ...]
    unknown: tuple[Missing, ...]
    received: tuple[Received, ...]
    notes: tuple[str, ...]
    engine: str
    people: int
    counts: Mapping[str, Mapping[str, int]]


def cut(
    judged: Judged, facts: Facts, units: Sequence[frozenset[str]]
) -> Iterator[tuple[Part, tuple[PersonMonth, ...]]]:
    """Give each unit's part and its people's months."""
    counts = _counts(judged, facts)
    people = facts.tables["person_month"]["village"]
    named, everywhere = frozenset[str]().union(*units), frozenset(people).union(*counts.values())
    for part_of in units:
        # Rows of no known village are of the part that is no village; the facts hold them only where it is judged.
        unit = part_of | (everywhere - named if reconcile.NO_VILLAGE in part_of else frozenset())
        part = Part(
            findings=tuple(one for one in judged.findings if one.village in unit),
            unknown=tuple(one for one in judged.unknown if one.village in unit),
            received=tuple(one for one in judged.received if one.village in unit),
            notes=judged.notes,
            engine=judged.engine,
            people=int(people.isin(unit).sum()),
            counts={rule: _added(by_village, unit) for rule, by_village in counts.items()},
        )
        yield part, tuple(one for one in judged.months if one.village in unit)


def ledger_of(judged: Judged, facts: Facts) -> dict[str, pd.DataFrame]:
    """Give every outcome by fact table: village, subject (its key's values), day (the first of its period), and a
    column a rule.
    """
    contracts = catalog.load_facts()
    found: dict[str, dict[str, pd.Series]] = {}
    for each in judged.outcomes:
        table = each.rule.rule.each
        if table not in found:
            found[table] = _subjects(facts.tables[table], contracts[table])
        found[table][each.rule.rule.id] = each.outcome
    return {
        name: pd.DataFrame({column: values.array for column, values in columns_of.items()})
        for name, columns_of in found.items()
    }


def _subjects(rows: pd.DataFrame, contract: FactContract) -> dict[str, pd.Series]:
    """Say whom and what day each row of a fact table is about."""
    dates = [name for name in contract.key if contract.columns[name].type == "date" or name == "month"]
    parts = [_written(rows[name]).tolist() for name in contract.key if name not in dates]
    joined = [
        CELL.join(part) if all(isinstance(one, str) for one in part) else None for part in zip(*parts, strict=True)
    ]
    first = rows["month"] + "-01" if contract.period == ("month",) else _written(rows[contract.period[0]])
    return {"village": rows["village"], "subject": pd.Series(joined, index=rows.index, dtype="str"), "day": first}


def _written(column: "pd.Series[Any]") -> "pd.Series[str]":
    return column if column.dtype == "str" else column.astype("str")


def _counts(judged: Judged, facts: Facts) -> dict[str, dict[str, dict[str, int]]]:
    """Count each rule's outcomes by village."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for each in judged.outcomes:
        mine = found.setdefault(each.rule.rule.id, {})
        villages = facts.tables[each.rule.rule.each]["village"]
        for (village, outcome), count in Counter(zip(villages, each.outcome, strict=True)).items():
            mine.setdefault(str(village), {})[str(outcome)] = count
    return found


def _added(by_village: Mapping[str, Mapping[str, int]], unit: Iterable[str]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for village in unit:
        total.update(by_village.get(village, {}))
    return dict(total)


def tie(parts: Mapping[str, tuple[Part, tuple[PersonMonth, ...]]], ledger: Mapping[str, pd.DataFrame]) -> bytes:
    """Make one blob of several units' results by fingerprint, and of the ledger of outcomes of all of them."""
    pieces = {f"{_LEDGER}{table}": columns.pack(rows) for table, rows in ledger.items()}
    for name, (part, months) in parts.items():
        pieces |= {f"{name}/part": to_json(part), f"{name}/months": to_json(months)}
    return bundles.tie(pieces)


def part(pieces: Mapping[str, bytes], name: str) -> Part:
    """Read one unit's part out of a blob's pieces."""
    return from_json(Part, pieces[f"{name}/part"])  # type: ignore[no-any-return]


def months(pieces: Mapping[str, bytes], name: str) -> tuple[PersonMonth, ...]:
    """Read the months of one unit's people."""
    return from_json(tuple[PersonMonth, ...], pieces[f"{name}/months"])  # type: ignore[no-any-return]


def ledger(pieces: Mapping[str, bytes], table: str) -> pd.DataFrame | None:
    """Read one fact table's rows of the ledger of outcomes out of a blob's pieces; None where it has none."""
    name = f"{_LEDGER}{table}"
    return columns.unpack(pieces[name]) if name in pieces else None


def in_order(parts: Iterable[Part]) -> tuple[Finding, ...]:
    """Give all findings in the pipeline's order."""
    found = [one for part in parts for one in part.findings]
    return tuple(sorted(found, key=lambda f: (f.village, f.severity.rank, f.rule, f.person, f.period, f.id)))


def coverage(parts: Sequence[Part], rules: Sequence[RuleInForce]) -> tuple[Coverage, ...]:
    """Add up how often each rule gave each outcome, in rule order."""
    totals = {one.rule.id: dict.fromkeys((outcome.value for outcome in Outcome), 0) for one in rules}
    for part in parts:
        for rule in totals.keys() & part.counts.keys():
            total = totals[rule]
            for outcome, count in part.counts[rule].items():
                total[outcome] += count
    return tuple(
        Coverage(one.rule.id, one.rule.title, **totals[one.rule.id], population=sum(totals[one.rule.id].values()))
        for one in rules
    )


def received(parts: Sequence[Part], villages: Sequence[str], sources: Sequence[str]) -> tuple[Received, ...]:
    """Put the required-file matrix together: the same sources for every village, in their order.

    A source that is not asked for is listed where some village handed it in, so a village judged apart may lack it.
    """
    found = {(one.village, one.source): one for part in parts for one in part.received}
    handed = {one.source for one in found.values() if one.receipt is not Receipt.NOT_ASKED}
    asked = handed | set(reconcile.REQUIRED)
    return tuple(
        found.get((village, source)) or Received(village, source, Receipt.NOT_ASKED)
        for village in villages
        for source in sources
        if source in asked
    )
