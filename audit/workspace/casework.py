"""Work on problems: evidence kept by hash, and the proof that a rerun gives for striking one off."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from audit.model.lifecycle import Action
from audit.model.outcome import Outcome
from audit.model.problem import Act, Actor, Problem, Rerun
from audit.rectify import attachments, deadlines, lifecycle
from audit.store import blobs, problems, runs
from audit.store.log import By
from audit.workspace import running

Move = Callable[[Problem], Problem]
_WORST_FIRST = (Outcome.VIOLATION, Outcome.ERROR, Outcome.UNKNOWN, Outcome.MANUAL, Outcome.OK, Outcome.NOT_APPLICABLE)


def attached(problem: Problem, actor: Actor, files: Sequence[Path], *, made_on: date | None, today: date) -> Problem:
    """Keep files and attach them; a file that hangs there already is only pointed to. RefusedError."""
    for path in files:
        attachments.require_size(path.name, path.stat().st_size)
        kept = attachments.prepare(path.name, path.read_bytes(), taken_on=made_on)
        if kept.attachment.sha256 in {one.sha256 for one in problem.attachments}:
            continue
        attachments.require_room(problem, kept.attachment)
        blobs.keep("evidence", kept.data)
        problem = lifecycle.attach(problem, Act(actor, today), kept.attachment)
    return problem


def named(problem: Problem, files: Sequence[Path]) -> tuple[str, ...]:
    """Give the hashes under which files hang at a problem."""
    wanted = {path.name for path in files}
    return tuple(one.sha256 for one in problem.attachments if one.name in wanted)


def remarks(problem: Problem) -> tuple[str, ...]:
    """Say what whoever reviews should know of a problem's files: their day beside the event's, and use elsewhere."""
    handed_in = {one.evidence: one.on for one in problem.history if one.action is Action.ATTACH}
    said = [
        f"“{one.name}”：{remark}"
        for one in problem.attachments
        for remark in attachments.remarks(problem, one, handed_in.get((one.sha256,), problem.history[-1].on))
    ]
    mine = {one.sha256 for one in problem.attachments}
    for reuse in attachments.reused(problems.listed()) if mine else ():
        others = [name[:8] for name in reuse.problems if name != problem.id]
        if reuse.sha256 in mine and others:
            event = "，是同一村同一时间的事" if reuse.one_event else ""
            said.append(f"“{reuse.name}”还用于问题{'、'.join(others)}{event}，请核对是否重复使用")
    return tuple(said)


def proof(problem: Problem) -> Rerun | None:
    """Give what the newest run says of the problem: of its own period, or of the next month for behaviour.

    None where there is no such run.
    """
    period = problem.period
    if problem.claim == "behaviour":
        first = deadlines.month_end(problem.period[1]) + timedelta(days=1)
        period = (first, deadlines.month_end(first))
    run = runs.latest(f"{period[0]:%Y-%m}")
    if run is None:
        return None
    told = running.ledger_of(run).outcomes(problem.rule, problem.subject)
    outcome = next((one for one in _WORST_FIRST if one in told), None)
    if outcome is None:
        return None
    version = running.rule_versions(run).get(problem.rule, "")
    return Rerun(str(run.number), run.made_at.astimezone().date(), outcome, period, version, "")


def act(ids: Sequence[str], move: Move, *, by: By, action: str) -> list[Problem]:
    """Make one move on several problems, each in a transaction of its own. RefusedError, ProblemUnknownError."""
    return [problems.change(one, move, by=by, action=action) for one in ids]
