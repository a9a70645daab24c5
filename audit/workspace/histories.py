"""What the workspace's own work says by a day, as rows for the rules; what comes back once its day has passed."""

from collections.abc import Iterable, Mapping
from datetime import date

from audit import catalog
from audit.model.history import History, Row
from audit.model.problem import Problem
from audit.rectify import facts, replies
from audit.store import escalations, problems, runs
from audit.store.log import By
from audit.store.plain import to_plain
from audit.workspace import edits
from audit.workspace.inputs import Given, digest

ABOUT_PROBLEMS = frozenset({"problem", "account_year"})
"""Fact tables of problems: what rules find in them is no row there again, or each delay would breed another."""


def as_of(today: date, what: Given, law: str) -> History:
    """Give what the workspace knows by a day; the roster is among the files. Raises CatalogError, StoreError."""
    own = own_problems(law, *(status.value for status in facts.FED_BACK), "confirmed")
    return History(
        problems=_plain(facts.problem_rows(own, today)),
        late_changes=_plain(edits.late_changes(own, today, what)),
        absences=_plain(facts.absence_rows(own, today)),
        interviews=_plain(facts.interview_rows(escalations.interviews(), today)),
    )


def own_problems(law: str, *statuses: str) -> list[Problem]:
    """List the problems of these statuses, or all, that are not about other problems by the rules of a law."""
    known = problems.listed(*statuses)
    tables = _tables(law) if known else {}
    return [one for one in known if tables.get(one.rule) not in ABOUT_PROBLEMS]


def _tables(law: str) -> Mapping[str, str]:
    """Give the fact table of each rule; remembered, because reading all rules takes longer than a rerun may."""
    key = digest("tables of rules", law)
    known = runs.shared([key])
    if key not in known:
        known = {key: {name: rule.each for name, rule in catalog.load_rules().items()}}
        runs.share(known)
    return {str(name): str(table) for name, table in known[key].items()}


def _plain(rows: Iterable[Row]) -> tuple[Row, ...]:
    return tuple(to_plain(row) for row in rows)


def expire(today: date, *, by: By) -> tuple[Problem, ...]:
    """Bring back what was accepted or held until a day now past, each with its row in the log. Raises StoreError."""

    def step(problem: Problem) -> Problem:
        return replies.expire(problem, today)

    waiting = problems.listed("accepted", "on_hold")
    due = [one.id for one in waiting if step(one) != one]
    return tuple(problems.change(one, step, by=by, action="到期") for one in due)
