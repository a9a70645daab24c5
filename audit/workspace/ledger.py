"""The ledger of outcomes of one run: what each rule said of each row, looked up when it is asked for."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

import pandas as pd
from msgspec import Struct, field

from audit.model.finding import Finding
from audit.model.outcome import Outcome
from audit.rectify.diff import Cell, Judged
from audit.store import blobs, bundles
from audit.workspace import results


class Units(Struct, frozen=True):
    """Which blob holds which villages' results."""

    villages: Mapping[str, frozenset[str]]


class Ledger(Struct):
    """Finds outcomes by rule, subject and day; each table is read on first use. ``tables`` maps rules to theirs."""

    units: Units
    tables: Mapping[str, str]
    _rows: dict[str, pd.DataFrame] = field(default_factory=dict)
    _places: dict[str, Mapping[tuple[str, str], int]] = field(default_factory=dict)

    def cell(self, cell: Cell) -> Judged | None:
        """Give what the run made of one row; None where it has no such row."""
        table = self.tables.get(cell.rule, "")
        rows = self._table(table)
        place = self._index(table).get((results.CELL.join(cell.subject), cell.day.isoformat()))
        if place is None or cell.rule not in rows:
            return None
        return Judged(Outcome(rows[cell.rule].iloc[place]))

    def outcomes(self, rule: str, subject: tuple[str, ...]) -> list[Outcome]:
        """List what a rule said of all rows of a subject."""
        rows = self._table(self.tables.get(rule, ""))
        if rule not in rows:
            return []
        return [Outcome(one) for one in rows.loc[rows["subject"] == results.CELL.join(subject), rule]]

    def subjects(self, findings: Iterable[Finding]) -> dict[str, tuple[str, ...]]:
        """Give each finding's subject: the one of its rule's violations that, hashed, is the finding's id."""
        wanted: dict[str, list[Finding]] = {}
        for one in findings:
            wanted.setdefault(one.rule, []).append(one)
        return {name: subject for rule, mine in wanted.items() for name, subject in self._matched(rule, mine)}

    def _matched(self, rule: str, findings: Iterable[Finding]) -> Iterator[tuple[str, tuple[str, ...]]]:
        rows = self._table(self.tables.get(rule, ""))
        if rule not in rows:
            return
        hit = rows[rows[rule] == Outcome.VIOLATION.value]
        by_village = {str(village): list(dict.fromkeys(part)) for village, part in hit.groupby("village")["subject"]}
        for one in findings:
            for text in by_village.get(one.village, ()):
                named = results.CELL.join((rule, text, one.period[0].isoformat()))
                if hashlib.sha256(named.encode()).hexdigest()[:16] == one.id:
                    yield one.id, tuple(text.split(results.CELL))
                    break

    def _table(self, table: str) -> pd.DataFrame:
        if table not in self._rows:
            parts = []
            for blob, villages in self.units.villages.items():
                found = results.ledger(bundles.untie(blobs.read("results", blob)), table)
                if found is not None:
                    parts.append(found[found["village"].isin(villages)])
            self._rows[table] = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
        return self._rows[table]

    def _index(self, table: str) -> Mapping[tuple[str, str], int]:
        if table not in self._places:
            rows = self._table(table)
            keys = zip(rows["subject"], rows["day"], strict=True) if len(rows) else ()
            self._places[table] = {key: place for place, key in enumerate(keys)}
        return self._places[table]
