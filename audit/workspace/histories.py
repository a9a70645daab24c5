"""What the workspace's own work says by a day, as rows for the rules; what comes back once its day has passed."""

from collections.abc import Iterable
from datetime import date

from audit import catalog
from audit.model.history import History, Row
from audit.model.problem import Problem
from audit.rectify import facts, replies
from audit.store import escalations, problems
from audit.store.log import By
from audit.store.plain import to_plain
from audit.workspace import edits
from audit.workspace.inputs import Given

ABOUT_PROBLEMS = frozenset({"problem", "account_year"})
"""Fact tables of problems: what rules find in them is no row there again, or each delay would breed another."""


def as_of(today: date, what: Given) -> History:
    """Give what the workspace knows by a day; the roster is among the files. Raises CatalogError, StoreError."""
    own = own_problems(*(status.value for status in facts.FED_BACK), "confirmed")
    return History(
        problems=_plain(facts.problem_rows(own, today)),
        late_changes=_plain(edits.late_changes(own, today, what)),
        absences=_plain(facts.absence_rows(own, today)),
        interviews=_plain(facts.interview_rows(escalations.interviews(), today)),
    )


def own_problems(*statuses: str) -> list[Problem]:
    """List the problems of these statuses, or all, that are not about other problems."""
    known, rules = problems.listed(*statuses), catalog.load_rules()
    return [one for one in known if one.rule not in rules or rules[one.rule].each not in ABOUT_PROBLEMS]


def _plain(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(to_plain(row) for row in rows)


def expire(today: date, *, by: By) -> tuple[Problem, ...]:
    """Bring back what was accepted or held until a day now past, each with its row in the log. Raises StoreError."""

    def step(problem: Problem) -> Problem:
        return replies.expire(problem, today)

    waiting = problems.listed("accepted", "on_hold")
    due = [one.id for one in waiting if step(one) != one]
    return tuple(problems.change(one, step, by=by, action="到期") for one in due)
