"""What the roster alone tells: continuity, staffing, appointment papers."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from audit.model.source import Sheet
from audit.reconcile.meetings import absent_column
from audit.reconcile.scope import Scope
from audit.reconcile.terms import Term, by_person, by_village, terms_of

_NUMBER = re.compile(r"^.+[〔\[【(（]\d{4}[〕\]】)）]\d+号$")
_SCOPES = {"team": "驻村工作队员", "first_secretary": "第一书记"}


def posting_facts(
    postings: pd.DataFrame, roster: pd.DataFrame, sheets: tuple[Sheet, ...], scope: Scope
) -> pd.DataFrame:
    """Make the columns of the fact contract posting for postings that overlap the month."""
    rows = postings[_overlaps(postings, scope.first, scope.covered_to)]
    unknown = bool(len(roster)) and bool(absent_column(roster, sheets, "document_number").all())
    number = rows["document_number"]
    known = pd.Series(not unknown, index=rows.index)
    has = (number != "").astype("boolean").where(known)
    # Without a document there is nothing to be late for; without its date the delay is not known.
    late = (rows["arrived_on"] - rows["document_issued_on"]).dt.days.astype("Int64").mask(number == "", 0).where(known)
    table = rows[["person_id", "person", "village", "unit", "arrived_on"]].assign(
        role=rows["role_title"],
        role_code=rows["role"],
        has_document=has,
        document_number=number,
        number_well_formed=number.map(lambda text: text == "" or bool(_NUMBER.match(text)))
        .astype("boolean")
        .where(known),
        issued_on=rows["document_issued_on"],
        arrived_after_issue_days=late,
    )
    keys = ["person_id", "village", "role_code", "arrived_on"]
    return table.sort_values(keys).drop_duplicates(keys).reset_index(drop=True)


def _overlaps(postings: pd.DataFrame, first: date, last: date) -> pd.Series:
    open_end = postings["left_on"].isna() | (postings["left_on"] >= pd.Timestamp(first))
    return (postings["arrived_on"] <= pd.Timestamp(last)) & open_end


def _spans(held: Iterable[Term], last: date) -> list[tuple[date, date]]:
    return sorted((term.arrived, min(term.left or last, last)) for term in held)


def service_gaps(postings: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Make the fact table service_gap: every stretch of the look-back in which nobody was in post.

    The look-back begins with the village's first posting where that is later. A village without a gap has one row of
    0 days, so that it counts as judged.
    """
    rows: list[dict[str, object]] = []
    for village, mine in by_village(terms_of(postings)).items():
        begin = max(scope.look_back_first, min(term.arrived for term in mine))
        if begin > scope.covered_to:
            continue
        for name, title in _SCOPES.items():
            held = [term for term in mine if name in ("team", term.role)]
            stretches = _gaps(_spans(held, scope.covered_to), begin, scope.covered_to)
            whole = [(begin, scope.covered_to, 0)]
            rows += [
                {
                    "village": village,
                    "scope": name,
                    "scope_title": title,
                    "gap_from": pd.Timestamp(a),
                    "gap_to": pd.Timestamp(b),
                    "gap_days": n,
                }
                for a, b, n in ([(a, b, (b - a).days + 1) for a, b in stretches] or whole)
            ]
    return pd.DataFrame(rows, columns=["village", "scope", "scope_title", "gap_from", "gap_to", "gap_days"])


def _gaps(terms: Iterable[tuple[date, date]], begin: date, end: date) -> list[tuple[date, date]]:
    gaps, free = [], begin
    for start, stop in terms:
        if start > free:
            gaps.append((free, min(start - timedelta(days=1), end)))
        free = max(free, stop + timedelta(days=1))
    return [*gaps, (free, end)] if free <= end else gaps


def staffing_periods(postings: pd.DataFrame, villages: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Make the fact table staffing_period: stretches of one headcount that reach into the month.

    A person posted to two villages counts in the one he came to first. ``villages`` is indexed by village with
    is_poor_village and poor_population.
    """
    rows: list[dict[str, object]] = []
    everyone = terms_of(postings)
    of_person = by_person(everyone)
    for village, mine in by_village(everyone).items():
        begin = max(scope.look_back_first, min(term.arrived for term in mine))
        # Who counts here can change by what he does in his other village.
        theirs = [term for person_id in {term.person_id for term in mine} for term in of_person[person_id]]
        for first, last in _stretches(theirs, begin, scope.covered_to):
            there = {term.person_id for term in mine if term.holds(first)}
            main = {name for name in there if _village_on(first, of_person[name]) == village}
            leading = {term.person_id for term in mine if term.role == "first_secretary" and term.holds(first)}
            rows.append(
                {
                    "village": village, "from_on": pd.Timestamp(first), "to_on": pd.Timestamp(last),
                    "period_days": (last - first).days + 1, "members": len(main), "first_secretaries": len(leading),
                }
            )  # fmt: skip
    table = pd.DataFrame(rows, columns=["village", "from_on", "to_on", "period_days", "members", "first_secretaries"])
    merged = _merged_equal(table)
    return merged[merged["to_on"] >= pd.Timestamp(scope.first)].join(villages, on="village")


def _village_on(day: date, terms: Iterable[Term]) -> str:
    """Give the village a person counts in on a day: of the terms that hold then, the first in the roster's order."""
    return next((term.village for term in terms if term.holds(day)), "")


def _stretches(terms: Iterable[Term], begin: date, end: date) -> list[tuple[date, date]]:
    if begin > end:
        return []
    starts = {term.arrived for term in terms} | {term.left + timedelta(days=1) for term in terms if term.left}
    cuts = sorted({begin, *(day for day in starts if begin < day <= end)})
    return [(day, cuts[n + 1] - timedelta(days=1) if n + 1 < len(cuts) else end) for n, day in enumerate(cuts)]


def _merged_equal(table: pd.DataFrame) -> pd.DataFrame:
    """Join neighbouring stretches of the same headcount: a one-to-one replacement changes nothing."""
    if table.empty:
        return table
    rows: list[dict[Any, Any]] = []
    for row in table.sort_values(["village", "from_on"]).to_dict("records"):
        before: Mapping[Any, Any] = rows[-1] if rows else {}
        if all(before.get(name) == row[name] for name in ("village", "members", "first_secretaries")):
            rows[-1] |= {
                "to_on": row["to_on"],
                "period_days": before["period_days"] + row["period_days"],
            }
        else:
            rows.append(dict(row))
    return pd.DataFrame(rows)
