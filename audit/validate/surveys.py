"""Answers of households: when the team came last, in days."""

from datetime import date

from audit.validate.cells import spread
from audit.validate.draft import Draft, read_on_days
from audit.validate.households import household_columns
from audit.validate.parsers.answers import Interval, answered_days, says_never


def survey_columns(draft: Draft) -> Draft:
    """到户核查: the household masked, and what its answer on the last visit means.

    ``last_visit_from`` and ``last_visit_to`` are null where the answer names no day; ``never_visited`` is null where
    nothing is answered.
    """
    words = draft.texts("last_visit")
    values, positions, _ = read_on_days(words, draft.typed["surveyed_on"], _interval)
    never = words.map(says_never).astype("boolean").mask(draft.typed["last_visit"] == "")
    columns = {
        "last_visit_from": spread(words.index, positions, [one and one[0] for one in values], "datetime64[us]"),
        "last_visit_to": spread(words.index, positions, [one and one[1] for one in values], "datetime64[us]"),
        "never_visited": never,
    }
    return household_columns(draft).with_columns(columns, {})


def _interval(words: str, asked_on: date) -> Interval | None:
    return answered_days(words, asked_on)
