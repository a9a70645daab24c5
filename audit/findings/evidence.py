"""Evidence: the cells a finding rests on, or the sheets that were handed in and lack the record."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from msgspec import Struct, field

from audit.model.source import Place
from audit.model.tables import Facts

_CELL = re.compile(r"^([A-Z]+)(\d+)$")
_DAY = pd.Timedelta(days=1)


class Subject(Struct, frozen=True):
    """Who and when a finding is about: person_id is "" for a village's finding; ``of`` is its household or unit."""

    person_id: str
    village: str
    first: date
    last: date
    dates: tuple[date, ...] = ()
    of: str = ""


class Locator(Struct):
    """Finds the places of records; the index of each source is built on first use."""

    facts: Facts
    _by_subject: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    _by_village: Mapping[Any, Any] = field(default_factory=dict)

    def places(self, sources: Sequence[str], subject: Subject) -> tuple[Place, ...]:
        """List the places of the subject's records in the sources, sorted, neighbouring cells joined to ranges.

        A source without a record on the days gives the sheets that speak for the subject: that is where it is not.
        """
        found: set[Place] = set()
        for source in sources:
            found |= set(joined(self._records(source, subject)) or self._sheets(source, subject))
        return tuple(sorted(found))

    def _records(self, source: str, subject: Subject) -> list[Place]:
        found = self._rows(source).get(subject.person_id or subject.village)
        if found is None:
            return []
        rows = self.facts.records[source].iloc[found]
        always = rows["date"].isna()
        if subject.dates:
            near = rows["date"].isin([pd.Timestamp(day) for day in subject.dates])
        else:
            # A day of grace on both sides: the posting that ended the day before a gap is its evidence.
            slack = _DAY if source == "roster" else pd.Timedelta(0)
            near = (rows["date"] >= pd.Timestamp(subject.first) - slack) & (
                rows["date"] <= pd.Timestamp(subject.last) + slack
            )
        chosen = _about(rows[always | near], subject.of)
        return [Place(*cells) for cells in zip(chosen["file"], chosen["sheet"], chosen["cell"], strict=True)]

    def _rows(self, source: str) -> Mapping[str, Any]:
        """Index a source's records by person and by village: the places of their rows.

        A finding about no village rests on the rows of none, or of all where each row has one.
        """
        if source not in self._by_subject:
            frame = self.facts.records.get(source)
            if frame is None or frame.empty:
                self._by_subject[source] = {}
            else:
                people = {str(key): rows for key, rows in frame.groupby("person_id").indices.items() if key}
                villages = {str(key): rows for key, rows in frame.groupby("village").indices.items()}
                self._by_subject[source] = {"": range(len(frame))} | people | villages
        return self._by_subject[source]

    def _sheets(self, source: str, subject: Subject) -> list[Place]:
        if not self._by_village:
            self._by_village = self.facts.submissions.groupby(["source", "village"]).indices
        rows = self.facts.submissions.iloc[self._by_village.get((source, subject.village), [])]
        months = {f"{subject.first:%Y-%m}", f"{subject.last:%Y-%m}", ""}
        mine = rows[rows["month"].isin(months) & rows["person_id"].isin(["", subject.person_id])]
        mine = mine.drop_duplicates(["file", "sheet"])
        return [Place(*cells) for cells in zip(mine["file"], mine["sheet"], mine["cell"], strict=True)]


def _about(rows: pd.DataFrame, of: str) -> pd.DataFrame:
    """Keep the rows about this household or unit, and those that do not say about which."""
    return rows[rows["of"].isin(["", of])] if of and "of" in rows else rows


def joined(places: Iterable[Place]) -> list[Place]:
    """Join neighbouring single cells of one row of a sheet to ranges: D7, E7, F7 become D7:F7."""
    rows: dict[tuple[str, str, int], list[int]] = {}
    rest: set[Place] = set()
    for place in set(places):
        match = _CELL.match(place.cell)
        if match is None:
            rest.add(place)
        else:
            rows.setdefault((place.file, place.sheet, int(match[2])), []).append(_number(match[1]))
    for (file, sheet, row), columns in rows.items():
        for first, last in _stretches(sorted(columns)):
            cell = f"{_letters(first)}{row}" + ("" if first == last else f":{_letters(last)}{row}")
            rest.add(Place(file, sheet, cell))
    return sorted(rest)


def _stretches(numbers: list[int]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
