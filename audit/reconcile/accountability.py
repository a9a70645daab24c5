"""A year's interviews and absences of each village, unit and member."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pandas as pd

from audit.reconcile.material import Material
from audit.reconcile.people import People
from audit.reconcile.periods import year
from audit.reconcile.rectifications import problems

ABSENT = "不在岗|空岗|脱岗|缺岗|擅自离岗"
"""Words by which a ledger calls an absence without leave."""


@dataclass(frozen=True, slots=True)
class _Holder:
    """One that answers for something: village, unit or person, with what a finding prints."""

    kind_of: str
    holder: str
    holder_name: str
    village: str
    unit: str = ""
    person_id: str = ""
    person: str = ""
    role: str = ""


def account_years(of: Material) -> pd.DataFrame:
    """Make a row per village, unit and member with the interviews and confirmed absences of the audited year."""
    first, last = year(of.scope.month)
    talked = _interviews(of, first)
    missed = _absences(of, first)
    rows = []
    for one in _holders(of.people):
        days = sorted(talked.get((one.kind_of, one.holder), ()))
        known = of.submissions.known_village("interviews", one.village, of.scope.month)
        kept = of.submissions.known_village("rectifications", one.village, of.scope.month)
        rows.append(
            {
                "kind_of": one.kind_of, "holder": one.holder, "holder_name": one.holder_name, "village": one.village,
                "unit": one.unit, "person_id": one.person_id, "person": one.person, "role": one.role,
                "in_year": first.year, "first_on": pd.Timestamp(first), "last_on": pd.Timestamp(last),
                "interviews": len(days) if known else None,
                "interviewed_on": "、".join(f"{day.month}月{day.day}日" for day in days) if known else None,
                "absences": len(missed.get(one.holder, ())) if one.kind_of == "person" and kept else None,
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _holders(people: People) -> Iterator[_Holder]:
    for village in people.villages.names:
        yield _Holder("village", village, village, village)
    terms = people.postings
    for unit, rows in terms[terms["unit"] != ""].groupby("unit", sort=True):
        yield _Holder("unit", str(unit), str(unit), str(rows["village"].iloc[0]), str(unit))
    latest = terms.drop_duplicates("person_id", keep="last")
    columns = ("person_id", "person", "village", "unit", "role_title")
    for person_id, person, village, unit, role in zip(*(latest[name] for name in columns), strict=True):
        yield _Holder("person", person_id, person, village, unit, person_id, person, role)


def _interviews(of: Material, first: date) -> dict[tuple[str, str], set[date]]:
    """Gather the days on which each was talked to. A unit's interview counts for its members in post on that day, and
    a member named among the targets was talked to himself.
    """
    found: dict[tuple[str, str], set[date]] = {}
    frame = of.frames["interviews"]
    held = frame[(frame["held_on"] >= pd.Timestamp(first)) & (frame["held_on"] <= pd.Timestamp(of.scope.as_of))]
    terms = of.people.postings
    columns = ("of_village", "unit", "targets", "held_on")
    for village, unit, targets, moment in zip(*(held[name] for name in columns), strict=True):
        there = terms[(terms["arrived_on"] <= moment) & ~(terms["left_on"] < moment)]
        of_unit = there[(there["unit"] == unit) & (unit != "")]
        named = there[(there["village"] == village) & there["person"].map(lambda name, said=targets: name in said)]
        people = {("person", person_id) for person_id in {*of_unit["person_id"], *named["person_id"]}}
        for key in {("village", village), ("unit", unit), *people}:
            found.setdefault(key, set()).add(moment.date())
    return found


def _absences(of: Material, first: date) -> dict[str, set[str]]:
    """Gather the year's problems that call a member absent without leave and were not dismissed."""
    rows = problems(of)
    if rows.empty:
        return {}
    told = rows["item"].str.contains(ABSENT) | rows["problem"].str.contains(ABSENT)
    rows = rows[told & (rows["status"] != "dismissed") & (rows["raised_on"] >= pd.Timestamp(first))]
    terms = of.people.postings
    found: dict[str, set[str]] = {}
    for village, key, concerned in zip(rows["village"], rows["problem_key"], rows["concerned"], strict=True):
        named = terms[(terms["village"] == village) & terms["person"].map(lambda name, said=concerned: name in said)]
        for person_id in set(named["person_id"]):
            found.setdefault(str(person_id), set()).add(str(key))
    return found
