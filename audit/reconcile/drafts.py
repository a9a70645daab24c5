"""Members drafted to inspect other villages: their leave is a matter of the villages they inspect, too."""

from audit.reconcile.sources import Sources

DRAFTING = ("inspection_groups",)
"""The import tables that draft members; every other file is heard by them."""
ABSENCES = frozenset({"leave_ledger", "duty_records", "dingtalk_approvals", "dingtalk_absences"})
"""The import tables of the rows that go along with a drafted member."""


def drafts(sources: Sources) -> dict[str, tuple[str, ...]]:
    """List by person the villages that he is drafted to inspect."""
    found: dict[str, dict[str, None]] = {}
    rows = sources.frames["inspection_groups"]
    named, people = sources.people.villages.named, sources.people
    columns = (rows[name] for name in ("of_village", "home_village", "leader", "members"))
    for village, home, leader, members in zip(*columns, strict=True):
        for name in filter(None, (leader, *members)):
            if village and (person_id := people.resolve(name, village=named(home))):
                found.setdefault(person_id, {})[village] = None
    return {person_id: tuple(villages) for person_id, villages in found.items()}


def guests_of(sources: Sources) -> dict[str, frozenset[str]]:
    """List by inspected village the villages that those drafted to it are from."""
    found: dict[str, frozenset[str]] = {}
    for person_id, places in drafts(sources).items():
        for place in places:
            found[place] = found.get(place, frozenset()).union(sources.people.villages_of[person_id])
    return found
