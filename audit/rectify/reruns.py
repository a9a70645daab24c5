"""What a rerun may do to a problem: note what it saw, and close or bring back hints; it never undoes a decision."""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from audit.model.lifecycle import Action, Role, Seen, Status
from audit.model.outcome import Severity
from audit.model.problem import Act, Problem, Rerun, Sighting
from audit.rectify.deadlines import month_end
from audit.rectify.diff import Change
from audit.rectify.lifecycle import moved, reopened
from audit.rectify.replies import program

RECUR_MONTHS = 3
"""Within how many months after closing the same rule and subject is a relapse (RCT-02); a policy may say otherwise."""

_UNDECIDED = frozenset(
    {Status.CLUE, Status.FOUND, Status.CONFIRMED, Status.ISSUED, Status.IN_PROGRESS, Status.SUBMITTED}
)
_DATA_CLAIMS = ("data_fix", "evidence")


class Run(Struct, frozen=True):
    """The run that looked: its id and the day it was made."""

    id: str
    on: date


def after_rerun(problem: Problem, change: Change, run: Run, *, clean: Rerun | None = None) -> Problem:
    """Note what the run saw, once each time it changes; the same sight again changes nothing.

    A hint (S0) that nobody sent back is closed by ``clean``, a passing rerun of its own rows, and brought back by a
    run that finds it again; the history says that the program did so. Everything else waits for a person.
    """
    if problem.sighting and (problem.sighting.seen, problem.sighting.reason) == (change.seen, change.reason):
        return problem
    sighting = Sighting(run.id, run.on, change.seen, change.reason)
    act = Act(program(), run.on, f"{change.seen.label}：{change.reason}")
    if _may_close(problem, change) and clean is not None:
        return _closed_by_program(problem, act, sighting, clean)
    if closed_by_program(problem) and change.seen is Seen.BACK:
        return reopened(problem, Action.REOPEN, act, sighting=sighting)
    return moved(problem, Action.RERUN, act, problem.status, sighting=sighting)


def _may_close(problem: Problem, change: Change) -> bool:
    waiting = bool(problem.appeals) and problem.appeals[-1].upheld is None
    hint = problem.severity is Severity.HINT and problem.status in _UNDECIDED
    return hint and not waiting and change.seen is Seen.GONE


def _closed_by_program(problem: Problem, act: Act, sighting: Sighting, clean: Rerun) -> Problem:
    said = replace(act, note=f"{act.note}；提示类问题，复核通过，由程序销号，未经人工复核")
    closed = {"closed_as": "data_fix", "closed_on": act.on, "proof": clean}
    return moved(problem, Action.CLOSE, said, Status.CLOSED, sighting=sighting, **closed)


def closed_by_program(problem: Problem) -> bool:
    """Say whether the program itself struck it off, as it may with hints."""
    closings = [move for move in problem.history if move.after is Status.CLOSED and move.before is not Status.CLOSED]
    return problem.status is Status.CLOSED and bool(closings) and closings[-1].actor.role is Role.PROGRAM


def falsely_closed(problem: Problem, rule_version: str) -> bool:
    """Say whether a rectification by data or evidence is contradicted by the latest run of the same rule (RCT-02 A).

    A changed rule contradicts nobody: run the old version again first.
    """
    claimed = problem.status in (Status.SUBMITTED, Status.CLOSED) and problem.claim in _DATA_CLAIMS
    fires = problem.sighting is not None and problem.sighting.seen in (Seen.STILL, Seen.BACK)
    return claimed and fires and rule_version == problem.rule_version


def relapse_of(problem: Problem, closed: Iterable[Problem], *, recur_months: int = RECUR_MONTHS) -> Problem | None:
    """Find the closed problem that this one repeats (RCT-02 B): same rule, subject and rule version, a later period
    that begins within ``recur_months`` after the closing; the latest one. A person who changed post stays himself.
    """
    candidates = [
        old
        for old in closed
        if old.status is Status.CLOSED and old.closed_on is not None and old.id != problem.id
        if (old.rule, old.subject, old.rule_version) == (problem.rule, problem.subject, problem.rule_version)
        if old.period[1] < problem.period[0] <= _months_after(old.closed_on, recur_months)
    ]
    return max(candidates, key=lambda old: (old.closed_on or date.min, old.id), default=None)


def _months_after(day: date, months: int) -> date:
    last = month_end(day, months_later=months)
    return last.replace(day=min(day.day, last.day))
