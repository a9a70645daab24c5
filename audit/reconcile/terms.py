"""Postings as plain records, for what is told village by village: a handful of terms needs no frame of its own."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import pandas as pd

from audit.reconcile.distinct import texts


class Term(NamedTuple):
    """One posting: ``left`` is the last day in post, None while it lasts."""

    person_id: str
    village: str
    role: str
    arrived: date
    left: date | None

    def holds(self, day: date) -> bool:
        """Say whether the person was in post that day."""
        return self.arrived <= day and (self.left is None or day <= self.left)


def terms_of(postings: pd.DataFrame) -> list[Term]:
    """Give all postings in roster order."""
    words = (texts(postings[name]) for name in ("person_id", "village", "role"))
    days = (postings[name].to_numpy().astype("datetime64[D]").astype(object) for name in ("arrived_on", "left_on"))
    return [Term(*row) for row in zip(*words, *days, strict=True)]


def by_village(terms: Iterable[Term]) -> dict[str, list[Term]]:
    """Give the terms of each village, villages sorted by name."""
    found: dict[str, list[Term]] = {}
    for term in terms:
        found.setdefault(term.village, []).append(term)
    return dict(sorted(found.items()))


def by_person(terms: Iterable[Term]) -> dict[str, list[Term]]:
    """Give the terms of each person."""
    found: dict[str, list[Term]] = {}
    for term in terms:
        found.setdefault(term.person_id, []).append(term)
    return found
