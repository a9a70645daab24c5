"""What could not be judged, told once per missing source instead of once per rule and person."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
from msgspec import Struct, field
from msgspec.structs import replace

from audit.model.contract import FactContract
from audit.model.finding import Missing
from audit.model.outcome import Outcome
from audit.model.source import SOURCE_TITLES, STANDING
from audit.model.tables import Facts, RuleOutcomes

_WHO = ("village", "person_id", "person")
ALWAYS = ""
"""The month of sources that are not monthly."""


class _Lack(Struct):
    rules: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    months: set[str] = field(default_factory=set)
    rows: int = 0


def missing_sources(
    facts: Facts, outcomes: Sequence[RuleOutcomes], contracts: Mapping[str, FactContract]
) -> tuple[Missing, ...]:
    """List (village, source) for every unknown outcome with the rules that wait for it.

    Where the source of a missing value was handed in for the village and the person, the value itself could not be
    read; that is told under the value's first source, as such. A row about a longer period lacks single months.
    """
    handed = _Handed(facts)
    lacks: dict[tuple[str, str, str], _Lack] = {}
    told: dict[str, Mapping[str, list[Any]]] = {}
    for each in outcomes:
        contract = contracts[each.rule.rule.each]
        unknown = np.flatnonzero(each.are(Outcome.UNKNOWN))
        if not len(unknown):
            continue
        if contract.table not in told:
            told[contract.table] = _told(facts.tables[contract.table], [*_WHO, *contract.period])
        columns, lacks_of = told[contract.table], each.lacking.to_numpy(dtype=object)
        for place in unknown.tolist():
            row, lacking = {name: cells[place] for name, cells in columns.items()}, lacks_of[place]
            for source, how, months in _sources(row, lacking, contract, handed):
                lack = lacks.setdefault((str(row.get("village", "")), source, how), _Lack())
                lack.months.update(months.split())
                lack.rules.add(each.rule.rule.id)
                lack.rows += 1
                if row.get("person"):
                    lack.people.add(str(row["person"]))
    made = [_missing(key, lack, facts.month) for key, lack in lacks.items()]
    return tuple(sorted(made, key=_order))


def _told(table: pd.DataFrame, names: Sequence[str]) -> dict[str, list[Any]]:
    """List some columns of a fact table, once for all rules: to cut their rows out of it takes longer than to judge."""
    return {name: table[name].tolist() for name in names if name in table}


def told_once(unknown: Iterable[Missing], villages: Collection[str]) -> tuple[Missing, ...]:
    """Tell what every one of several villages lacks in the same words once, for no village by name; sorted."""
    same: dict[tuple[str, str, str], list[Missing]] = {}
    for one in unknown:
        what = one.message.removeprefix(one.village).removesuffix(_waiting(one.rules))
        same.setdefault((one.month, one.table, what), []).append(one)
    told: list[Missing] = []
    for (_, _, what), each in same.items():
        if len(villages) > 1 and {one.village for one in each} - {""} == set(villages):
            rules = tuple(sorted({rule for one in each for rule in one.rules}))
            told.append(replace(each[0], village="", rules=rules, message=f"各村{what}{_waiting(rules)}"))
        else:
            told += each
    return tuple(sorted(told, key=_order))


def _waiting(rules: Sequence[str]) -> str:
    return f"，{len(rules)}条规则无法判定，不作为问题"


def _order(one: Missing) -> tuple[str, str, str]:
    return one.village, one.table, one.message


class _Handed:
    """What was handed in, by source and village: the (month, person_id) spoken for."""

    def __init__(self, facts: Facts) -> None:
        self.month = facts.month
        self._spoken: dict[tuple[str, str], set[tuple[str, str]]] = {}
        columns = (
            facts.submissions[name].to_numpy(dtype=object) for name in ("source", "village", "month", "person_id")
        )
        for source, village, month, person_id in zip(*columns, strict=True):
            self._spoken.setdefault((source, village), set()).add((month, person_id))

    def absent(self, source: str, village: str, person: str, months: Iterable[str]) -> tuple[str, tuple[str, ...]]:
        """Say how a source lacks (``village`` nothing at all, ``person`` not of this one, "" it does not) and when."""
        spoken = self._spoken.get((source, village), set())
        said = {month for month, _ in spoken}
        if not said & {ALWAYS} and (without := tuple(month for month in months if month not in said)):
            return "village", without
        mine = {month for month, person_id in spoken if person_id in ("", person)}
        if person and not mine & {ALWAYS} and (without := tuple(month for month in months if month not in mine)):
            return "person", without
        return "", ()


def _months(row: Mapping[Any, Any], contract: FactContract, month: str) -> tuple[str, ...]:
    """List the months a row is about: the audited one, or those of its own period up to it."""
    if contract.period == ("month",):
        return (month,)
    first, last = (row.get(name) for name in contract.period)
    if pd.isna(first) or pd.isna(last) or first == last:
        return (month,)
    return tuple(one for one in _months_between(first, last) if one <= month) or (month,)


@cache
def _months_between(first: pd.Timestamp, last: pd.Timestamp) -> tuple[str, ...]:
    return tuple(pd.period_range(first, last, freq="M").strftime("%Y-%m"))


def _sources(
    row: Mapping[Any, Any], lacking: Iterable[str], contract: FactContract, handed: _Handed
) -> set[tuple[str, str, str]]:
    """Name the sources behind a row's null columns, with how each lacks (whole village, this person, or unreadable)
    and the months, joined.
    """
    village, person = str(row.get("village", "")), str(row.get("person_id", ""))
    months = _months(row, contract, handed.month)
    found: set[tuple[str, str, str]] = set()
    unread: set[tuple[str, str, str]] = set()
    for column in lacking:
        sources = contract.columns[column].sources
        told = {source: handed.absent(source, village, person, months) for source in sources}
        absent = {(source, how, " ".join(when)) for source, (how, when) in told.items() if how}
        found |= absent
        if not absent and sources:
            unread.add((sources[0], "unread", months[-1]))
    return found or unread


def _missing(key: tuple[str, str, str], lack: _Lack, month: str) -> Missing:
    village, source, how = key
    when = "" if source in STANDING else _said(sorted(lack.months))
    who = "、".join(sorted(lack.people))
    what = {
        "village": f"{village}{when}未报送{SOURCE_TITLES[source]}",
        "person": f"{village}{when}{SOURCE_TITLES[source]}中没有{who}",
        "unread": f"{village}{when}{SOURCE_TITLES[source]}个别资料缺项或无法读取" + (f"（{who}）" if who else ""),
    }[how]
    rules = tuple(sorted(lack.rules))
    return Missing(village, month, source, rules, what + _waiting(rules))


def _said(months: Sequence[str]) -> str:
    """Write months as an office does: 2023年11月, 2024年1月、2月."""
    years: dict[str, list[int]] = {}
    for month in months:
        years.setdefault(month[:4], []).append(int(month[5:]))
    return "、".join(f"{year}年{_runs(numbers)}" for year, numbers in years.items())


def _runs(numbers: Sequence[int]) -> str:
    """Write 1月至9月 for three months or more on end, else each."""
    first, last = numbers[0], numbers[-1]
    if last - first >= 2 and len(numbers) == last - first + 1:
        return f"{first}月至{last}月"
    return "、".join(f"{number}月" for number in numbers)
