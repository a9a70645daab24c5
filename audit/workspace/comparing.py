"""After each run: what is new, still there, gone, back or unchecked, and what that means for problems."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from audit.model.finding import Finding
from audit.model.lifecycle import Seen
from audit.model.outcome import Outcome
from audit.model.problem import Act, Problem, Rerun
from audit.model.rule import RuleInForce
from audit.rectify import diff, lifecycle, replies, reruns
from audit.rectify.diff import Change, Known
from audit.store import problems
from audit.store.plain import from_plain
from audit.workspace.ledger import Ledger


class Compared(Struct, frozen=True):
    """What a run saw of every finding known or found, and what is known after it."""

    changes: tuple[Change, ...]
    known: tuple[Known, ...]


def compare(month: str, findings: Sequence[Finding], rules: Sequence[RuleInForce], ledger: Ledger) -> Compared:
    """Compare a run with what is known of its month; reads the ledger only for what is new or absent."""
    before: dict[str, Known] = {one.id: one for one in from_plain(tuple[Known, ...], problems.known(month))}
    subjects = {name: one.subject for name, one in before.items()}
    subjects |= ledger.subjects(one for one in findings if one.id not in subjects)
    grouped = {one.rule.id for one in rules if one.rule.group}
    found = [diff.known_of(one, subjects.get(one.id, ()), grouped=one.rule in grouped) for one in findings]
    versions = {one.rule.id: one.version for one in rules}
    changes = diff.compare(before.values(), found, ledger.cell, versions)
    return Compared(changes, diff.remembered(before.values(), found, changes))


def carry_over(of: tuple[int, str], compared: Compared, findings: Sequence[Finding], *, today: date) -> None:
    """Keep the comparison, begin a problem for each new finding, and note in the others what the run saw.

    ``of`` is the run and its month. Inside the transaction that keeps the run.
    """
    run, month = of
    problems.remember(run, compared.changes, compared.known)
    by_id = {one.id: one for one in findings}
    subjects = {one.id: one.subject for one in compared.known}
    existing = problems.among(change.id for change in compared.changes)
    closed = problems.listed("closed")
    changed = []
    for change in compared.changes:
        problem = existing.get(change.id)
        if problem is None and change.id in by_id:
            changed.append(_begun(by_id[change.id], subjects[change.id], closed, run, today))
        elif problem is not None:
            clean = _clean(run, change, problem, today)
            after = reruns.after_rerun(problem, change, reruns.Run(str(run), today), clean=clean)
            changed += [after] if after != problem else []
    problems.save(changed, month=month)


def _begun(finding: Finding, subject: tuple[str, ...], closed: Sequence[Problem], run: int, today: date) -> Problem:
    act = Act(replies.program(), today, f"第{run}次核验发现")
    problem = lifecycle.open_problem(finding, subject, act)
    earlier = reruns.relapse_of(problem, closed)
    return lifecycle.open_problem(finding, subject, act, earlier=earlier) if earlier else problem


def _clean(run: int, change: Change, problem: Problem, today: date) -> Rerun | None:
    """Give the passing rerun that lets the program strike off a mere hint."""
    if change.seen is not Seen.GONE:
        return None
    return Rerun(str(run), today, Outcome.OK, problem.period, problem.rule_version, change.reason)


def counted(changes: Sequence[Mapping[str, str]]) -> dict[str, int]:
    """Count changes by what was seen."""
    return {seen.value: sum(one["seen"] == seen.value for one in changes) for seen in Seen}
