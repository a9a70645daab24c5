"""One cause, one problem (一因一事): days that a graver finding explains are not told again by a lesser one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from audit.findings.hits import Hit, without_days

Facts = list[dict[str, object]]
Deriver = Callable[[Facts], Facts]
"""Forward chaining over facts (durable-rules, checked by the reference): facts in, derived facts out."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """Hits that stand, and for each the hits folded into it."""

    hits: tuple[Hit, ...]
    folded: Mapping[str, tuple[Hit, ...]]


def rank_hits(found: Sequence[Hit], ranks: Mapping[str, int], derive: Deriver) -> Ranked:
    """Take from each hit the days that a graver-ranked hit of the same subject explains.

    ``ranks`` maps rule ids to their step on the ladder (0 gravest); rules not on it stand beside. A hit that is no
    violation without those days is folded into the hits that explain them.
    """
    by_id = {hit.id: hit for hit in found if hit.rule.rule.id in ranks}
    explained: dict[str, dict[date, str]] = {}
    for fact in derive(_day_facts(by_id, ranks)):
        if fact["kind"] == "explained":
            explained.setdefault(str(fact["finding"]), {})[date.fromisoformat(str(fact["date"]))] = str(fact["by"])
    standing: list[Hit] = []
    folded: dict[str, list[Hit]] = {}
    for hit in found:
        days = explained.get(hit.id, {})
        kept = without_days(hit, frozenset(days)) if days else hit
        if kept is not None:
            standing.append(kept)
            continue
        for parent in sorted(set(days.values())):
            folded.setdefault(parent, []).append(hit)
    return Ranked(tuple(standing), {parent: tuple(children) for parent, children in folded.items()})


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
