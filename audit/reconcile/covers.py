"""What units provide for each member in a year: allowances, insurance, a check-up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from msgspec import Struct

from audit.reconcile.funds import Days, days_in_post
from audit.reconcile.material import Material
from audit.reconcile.periods import year
from audit.reconcile.units import meant

COVERS = {
    "meal": "伙食补贴", "traffic": "交通补贴", "phone": "通信补贴", "insurance": "人身意外伤害保险", "checkup": "体检"
}  # fmt: skip
_DATED = frozenset({"insurance"})
_COLUMNS = {"person_id": "str", "village": "str", "cover": "str", "active_days": "Int64", "uncovered_days": "Int64"}
Row = Mapping[Any, Any]


class _Said(Struct, frozen=True):
    """What the support list says of one member and kind: the rows that are his, and whether others may be."""

    mine: Sequence[Row]
    maybe: bool


class _Member(Struct, frozen=True):
    """One member's year in one village: days in post until now, units, and what was handed in.

    ``known_before`` holds too for who came in the year: no earlier policy was for his post.
    """

    person_id: str
    village: str
    units: tuple[str, ...]
    active: Days
    known: bool
    known_before: bool


def cover_years(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract cover_year: a row per member, village of posting and kind of cover.

    Insurance covers the days it names; an allowance or a check-up paid in the year covers all of it. Null where the
    support list is not known throughout, where the insurance does not name its days, or where a row without names or
    with a name that is nobody's may be this member's.
    """
    first, last = year(of.scope.month)
    rows = of.frames["unit_support"]
    rows = rows[rows["kind"].isin(COVERS) & rows["_day"].notna() & (rows["_day"] <= pd.Timestamp(of.scope.as_of))]
    listed = {key: group.to_dict("records") for key, group in rows.groupby(["of_village", "kind"])}
    found = []
    for member in _members(of, first, last):
        for kind in COVERS:
            said = _said(member, listed.get((member.village, kind), []), of)
            left = _uncovered(kind, member, said, first) if member.known else None
            found.append((member.person_id, member.village, kind, len(member.active), left))
    table = pd.DataFrame(found, columns=list(_COLUMNS)).astype(_COLUMNS)
    return _with_names(table, of).assign(
        cover_title=table["cover"].map(COVERS), year=f"{first.year}年", first_on=pd.Timestamp(first),
        last_on=pd.Timestamp(last), due=table["cover"].isin(_DATED) | of.over(last),
    )  # fmt: skip


def _members(of: Material, first: date, last: date) -> Iterable[_Member]:
    """Give everyone in post in the year until the audited month, by village of posting."""
    end = min(last, of.scope.last, of.scope.as_of)
    terms = of.members.postings
    for village in of.members.villages.names:
        known = of.known("unit_support", village, first, last)
        before = of.known("unit_support", village, date(first.year - 1, 1, 1), last)
        for person_id, mine in terms[terms["village"] == village].groupby("person_id"):
            active = days_in_post(mine, first, end)
            fresh = mine["arrived_on"].min() >= pd.Timestamp(first)
            if active:
                yield _Member(str(person_id), village, tuple(mine["unit"].unique()), active, known, before or fresh)


def _with_names(rows: pd.DataFrame, of: Material) -> pd.DataFrame:
    terms = of.members.postings.drop_duplicates(["person_id", "village"], keep="last")
    names = terms[["person_id", "village", "person", "role_title", "unit"]].rename(columns={"role_title": "role"})
    return rows.merge(names, how="left")


def _said(member: _Member, rows: Sequence[Row], of: Material) -> _Said:
    mine, maybe = [], False
    for row in rows:
        ids = {of.people.resolve(name, village=member.village) for name in row["people"]}
        group = row["everyone"] is True or any("全体" in name or "全队" in name for name in row["people"])
        if member.person_id in ids or (group and _is_for(str(row["unit"]), member.units)):
            mine.append(row)
        elif not group and (not ids or "" in ids):
            maybe = True
    return _Said(mine, maybe)


def _is_for(written: str, units: Sequence[str]) -> bool:
    """Say whether a group row is for a member of these units: a row without a unit is for everybody."""
    return not written or bool(meant(written, units).sure)


def _uncovered(kind: str, member: _Member, said: _Said, first: date) -> int | None:
    """Count the days in post without cover; None where that cannot be said."""
    if kind not in _DATED:
        paid = any(row["_day"] >= pd.Timestamp(first) for row in said.mine)
        return 0 if paid else None if said.maybe else len(member.active)
    spans = [(row["valid_from"], row["valid_to"]) for row in said.mine]
    dated = [(a.toordinal(), b.toordinal()) for a, b in spans if pd.notna(a) and pd.notna(b)]
    covered: Days = {day for begun, ended in dated for day in range(begun, ended + 1)}
    if dated and not member.known_before:
        # A policy of the year before may have run until the first one in hand began.
        covered |= set(range(first.toordinal(), min(begun for begun, _ in dated)))
    left = len(member.active - covered)
    undecided = said.maybe or len(dated) < len(spans)
    return None if left and undecided else left
