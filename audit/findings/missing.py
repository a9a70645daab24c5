"""What could not be judged, told once per missing source instead of once per rule and person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from audit.model.contract import FactContract
from audit.model.finding import Missing
from audit.model.outcome import Outcome
from audit.model.source import SOURCE_TITLES
from audit.model.tables import Facts, RuleOutcomes


@dataclass(slots=True)
class _Lack:
    rules: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    rows: int = 0


def missing_sources(
    facts: Facts, outcomes: Sequence[RuleOutcomes], contracts: Mapping[str, FactContract]
) -> tuple[Missing, ...]:
    """List (village, source) for every unknown outcome with the rules that wait for it.

    Where the source of a missing value was handed in for the village and the person, the value itself could not be
    read; that is told under the value's first source, as such.
    """
    handed = _handed_in(facts)
    lacks: dict[tuple[str, str, str], _Lack] = {}
    for each in outcomes:
        contract = contracts[each.rule.rule.each]
        unknown = each.outcome == Outcome.UNKNOWN.value
        rows = facts.tables[contract.table][unknown]
        for row, lacking in zip(rows.to_dict("records"), each.lacking[unknown], strict=True):
            for source, how in _sources(row, lacking, contract, handed):
                lack = lacks.setdefault((str(row.get("village", "")), source, how), _Lack())
                lack.rules.add(each.rule.rule.id)
                lack.rows += 1
                if row.get("person"):
                    lack.people.add(str(row["person"]))
    made = [_missing(key, lack, facts.month) for key, lack in lacks.items()]
    return tuple(sorted(made, key=lambda m: (m.village, m.table, m.message)))


Handed = frozenset[tuple[str, str, str]]


def _handed_in(facts: Facts) -> Handed:
    rows = facts.submissions
    now = rows[rows["month"].isin([facts.month, ""])]
    return frozenset(zip(now["source"], now["village"], now["person_id"], strict=True))


def _sources(
    row: Mapping[Any, Any], lacking: Iterable[str], contract: FactContract, handed: Handed
) -> set[tuple[str, str]]:
    """Name the sources behind a row's null columns, with how each lacks: whole village, this person, or unreadable."""
    village, person = str(row.get("village", "")), str(row.get("person_id", ""))
    found: set[tuple[str, str]] = set()
    unread: set[tuple[str, str]] = set()
    for column in lacking:
        sources = contract.columns[column].sources
        absent = {(s, "village") for s in sources if not _any(handed, s, village)}
        absent |= {
            (s, "person") for s in sources
            if person and _any(handed, s, village) and not {(s, village, ""), (s, village, person)} & handed
        }  # fmt: skip
        found |= absent
        if not absent and sources:
            unread.add((sources[0], "unread"))
    return found or unread


def _any(handed: Handed, source: str, village: str) -> bool:
    return any(s == source and v == village for s, v, _ in handed)


def _missing(key: tuple[str, str, str], lack: _Lack, month: str) -> Missing:
    village, source, how = key
    when = "" if source in ("roster", "villages", "handovers") else f"{month[:4]}年{int(month[5:])}月"
    who = "、".join(sorted(lack.people))
    what = {
        "village": f"{village}{when}未报送{SOURCE_TITLES[source]}",
        "person": f"{village}{when}{SOURCE_TITLES[source]}中没有{who}",
        "unread": f"{village}{when}{SOURCE_TITLES[source]}个别资料缺项或无法读取" + (f"（{who}）" if who else ""),
    }[how]
    return Missing(
        village, month, source, tuple(sorted(lack.rules)), f"{what}，{len(lack.rules)}条规则无法判定，不作为问题"
    )
