"""One cause, one problem (一因一事): days that a graver finding explains are not told again by a lesser one."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date

from msgspec import Struct

from audit.findings.hits import Hit, without_days

Facts = list[dict[str, object]]
Deriver = Callable[[Facts], Facts]
"""Forward chaining over facts (durable-rules, checked by the reference): facts in, derived facts out."""


class Ranked(Struct, frozen=True):
    """Hits that stand, and for each the hits folded into it."""

    hits: tuple[Hit, ...]
    folded: Mapping[str, tuple[Hit, ...]]


def rank_hits(found: Sequence[Hit], ranks: Mapping[str, int], derive: Deriver) -> Ranked:
    """Take from each hit the days that a graver-ranked hit of the same subject explains.

    ``ranks`` maps rule ids to their step on the ladder (0 gravest); rules not on it stand beside. A hit that is no
    violation without those days is folded into the hits that explain them.
    """
    by_id = {hit.id: hit for hit in found if hit.rule.rule.id in ranks}
    explained = _explained(derive(_day_facts(by_id, ranks)))
    standing: list[Hit] = []
    folded: dict[str, Hit] = {}
    for hit in found:
        days = explained.get(hit.id, {})
        kept = without_days(hit, frozenset(days)) if days else hit
        if kept is None:
            folded[hit.id] = hit
        else:
            standing.append(kept)
    children: dict[str, list[Hit]] = {}
    for name, hit in folded.items():
        for parent in sorted(_told_by(name, explained, folded.keys())):
            children.setdefault(parent, []).append(hit)
    return Ranked(tuple(standing), {parent: tuple(hits) for parent, hits in children.items()})


def _explained(derived: Facts) -> dict[str, dict[date, set[str]]]:
    """Collect for each hit which hits explain each of its days."""
    found: dict[str, dict[date, set[str]]] = {}
    for fact in derived:
        if fact["kind"] == "explained":
            days = found.setdefault(str(fact["finding"]), {})
            days.setdefault(date.fromisoformat(str(fact["date"])), set()).add(str(fact["by"]))
    return found


def _told_by(name: str, explained: Mapping[str, Mapping[date, set[str]]], folded: Collection[str]) -> set[str]:
    """Name the hits that stand and explain a folded one, if only because they explain what explains it."""
    parents = {parent for by in explained[name].values() for parent in by}
    further = (_told_by(parent, explained, folded) for parent in parents if parent in folded)
    return {parent for parent in parents if parent not in folded}.union(*further)


def _day_facts(hits: Mapping[str, Hit], ranks: Mapping[str, int]) -> Facts:
    return [
        {
            "kind": "finding_day",
            "finding": name,
            "rule": hit.rule.rule.id,
            "rank": ranks[hit.rule.rule.id],
            "subject": "/".join(hit.subject),
            "date": day.isoformat(),
        }
        for name, hit in sorted(hits.items())
        for day in hit.dates
    ]
