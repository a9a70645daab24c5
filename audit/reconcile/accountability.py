"""A year's interviews and absences of each village, unit and member."""

from collections.abc import Iterator
from datetime import date
from functools import cache, partial

import pandas as pd
from msgspec import Struct

from audit.reconcile.distinct import texts
from audit.reconcile.material import Material
from audit.reconcile.people import People
from audit.reconcile.periods import year
from audit.reconcile.rectifications import told_by_ledger

_RANKS = {"不": 1, "基本": 2, "称职": 3, "合格": 3, "优秀": 4}
"""By how the result begins: 不称职, 基本称职, 称职 (合格), 优秀; anything else is no result yet."""

ABSENT = "不在岗|空岗|脱岗|缺岗|擅自离岗"
"""Words by which a ledger calls an absence without leave."""


class _Holder(Struct, frozen=True):
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
    """Make a row per village, unit and member with the interviews and confirmed absences of the audited year, and the
    member's appraisal of that year where it is in.

    A workspace that keeps interviews, or problems, itself is a register of them for all villages.
    """
    first, last = year(of.scope.month)
    talked = _interviews(of, first)
    missed = _absences(of, first)
    grades = _grades(of, first.year)
    told = cache(partial(_told, of))
    rows = []
    others = set(of.people.villages.names) - set(of.members.villages.names)
    for one in _holders(of.people):
        if one.village in others:
            continue
        days = sorted(talked.get((one.kind_of, one.holder), ()))
        known, kept = told(one.village)
        rows.append(
            {
                "kind_of": one.kind_of, "holder": one.holder, "holder_name": one.holder_name, "village": one.village,
                "unit": one.unit, "person_id": one.person_id, "person": one.person, "role": one.role,
                "in_year": first.year, "first_on": pd.Timestamp(first), "last_on": pd.Timestamp(last),
                "interviews": len(days) if known else None,
                "interviewed_on": "、".join(f"{day.month}月{day.day}日" for day in days) if known else None,
                "absences": len(missed.get(one.holder, ())) if one.kind_of == "person" and kept else None,
                "grade": grades.get(one.person_id, ""), "grade_rank": _rank(grades.get(one.person_id, "")),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def _grades(of: Material, in_year: int) -> dict[str, str]:
    """Give by member the result of the year's appraisal."""
    records = of.frames["appraisals"]
    mine = records[(records["year"] == in_year).fillna(value=False).astype("bool") & (records["person_id"] != "")]
    return dict(zip(mine["person_id"].astype("str"), mine["grade"].astype("str"), strict=True))


def _rank(grade: str) -> int | None:
    return next((rank for begin, rank in _RANKS.items() if grade.startswith(begin) and grade != "不定等次"), None)


def _told(of: Material, village: str) -> tuple[bool, bool]:
    """Say whether interviews are known of a village, and whether problems are."""
    own = {"interviews": of.history.interviews, "rectifications": of.history.problems}
    known = (bool(kept) or of.submissions.known_village(name, village, of.scope.month) for name, kept in own.items())
    interviews, problems = known
    return interviews, problems


def _holders(people: People) -> Iterator[_Holder]:
    for village in people.villages.names:
        yield _Holder("village", village, village, village)
    terms = people.postings
    first = terms[terms["unit"] != ""].drop_duplicates("unit").sort_values("unit")
    for unit, village in zip(first["unit"], first["village"], strict=True):
        yield _Holder("unit", unit, unit, village, unit)
    latest = terms.drop_duplicates("person_id", keep="last")
    columns = ("person_id", "person", "village", "unit", "role_title")
    for person_id, person, village, unit, role in zip(*(texts(latest[name]) for name in columns), strict=True):
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
    told = [*zip(*(held[name] for name in columns), strict=True), *_held_here(of, first)]
    for village, unit, targets, moment in told:
        there = terms[(terms["arrived_on"] <= moment) & ~(terms["left_on"] < moment)]
        of_unit = there[(there["unit"] == unit) & (unit != "")]
        named = there[(there["village"] == village) & there["person"].map(lambda name, said=targets: name in said)]
        people = {("person", person_id) for person_id in {*of_unit["person_id"], *named["person_id"]}}
        for key in {("village", village), ("unit", unit), *people}:
            found.setdefault(key, set()).add(moment.date())
    return found


def _held_here(of: Material, first: date) -> Iterator[tuple[str, str, str, pd.Timestamp]]:
    """Give the year's interviews that the workspace keeps: village, unit, targets, day."""
    for row in of.history.interviews:
        moment = pd.Timestamp(str(row["held_on"]))
        if first <= moment.date() <= of.scope.as_of:
            yield str(row["village"]), str(row["unit"]), str(row["targets"]), moment


def _absences(of: Material, first: date) -> dict[str, set[str]]:
    """Gather the year's problems that call a member absent without leave and were not dismissed."""
    found: dict[str, set[str]] = {}
    for row in of.history.absences:
        if str(first) <= str(row["on"]) <= str(of.scope.as_of):
            found.setdefault(str(row["person_id"]), set()).add(str(row["problem_key"]))
    rows = told_by_ledger(of)
    if rows.empty:
        return found
    told = rows["item"].str.contains(ABSENT) | rows["problem"].str.contains(ABSENT)
    rows = rows[told & (rows["status"] != "dismissed") & (rows["raised_on"] >= pd.Timestamp(first))]
    terms = of.people.postings
    for village, key, concerned in zip(rows["village"], rows["problem_key"], rows["concerned"], strict=True):
        named = terms[(terms["village"] == village) & terms["person"].map(lambda name, said=concerned: name in said)]
        for person_id in set(named["person_id"]):
            found.setdefault(str(person_id), set()).add(str(key))
    return found
