"""What may be answered: explanations accepted until a day, the long list (挂账), longer deadlines, appeals (申诉)."""

from datetime import date, timedelta

from msgspec.structs import replace

from audit.model.lifecycle import Action, Clock, Role, Status
from audit.model.problem import Acceptance, Act, Actor, Appeal, Extension, Problem
from audit.rectify import guards
from audit.rectify.guards import told
from audit.rectify.lifecycle import moved, reopened

_BEFORE_DECISION = {Status.FOUND, Status.TO_VERIFY, Status.CONFIRMED}
_AT_WORK = {Status.ISSUED, Status.IN_PROGRESS, Status.RETURNED}
_ACCEPTABLE = frozenset(_BEFORE_DECISION | _AT_WORK | {Status.SUBMITTED})
_HOLDABLE = frozenset(_AT_WORK)
_EXTENDABLE = frozenset(_AT_WORK)
_APPEALABLE = frozenset(_AT_WORK | {Status.CONFIRMED, Status.SUBMITTED, Status.CLOSED})


def accept(problem: Problem, act: Act, *, until: date, clock: Clock = Clock.KEEP) -> Problem:
    """Accept an explanation (说明采纳) until a day; nothing is asked meanwhile, and ``expire`` brings it back."""
    guards.require_note(act, "采纳说明的理由")
    _require_approver(problem, act, Action.ACCEPT, until)
    guards.require_status(problem, _ACCEPTABLE, Action.ACCEPT)
    accepted = Acceptance(act.actor, act.on, until, act.note, clock)
    return moved(problem, Action.ACCEPT, act, Status.ACCEPTED, accepted=accepted)


def hold(problem: Problem, act: Act, *, until: date) -> Problem:
    """Put on the long list (挂账, 长期整改) until it is looked at again; the deadline rests meanwhile."""
    guards.require_note(act, "挂账的理由")
    _require_approver(problem, act, Action.HOLD, until)
    guards.require_status(problem, _HOLDABLE, Action.HOLD)
    accepted = Acceptance(act.actor, act.on, until, act.note, Clock.PAUSE)
    return moved(problem, Action.HOLD, act, Status.ON_HOLD, accepted=accepted)


def _require_approver(problem: Problem, act: Act, action: Action, until: date) -> None:
    guards.require_official(problem, act.actor, action)
    guards.require_second_person(problem, act.actor, action)
    if until <= act.on:
        guards.refuse(f"{action.label}的截止日须在今天（{told(act.on)}）以后")


def resume(problem: Problem, act: Act) -> Problem:
    """Take a problem off the long list before its day; the deadline moves by the days it rested."""
    guards.require_official(problem, act.actor, Action.RESUME)
    guards.require_status(problem, {Status.ON_HOLD}, Action.RESUME)
    return moved(problem, Action.RESUME, act, Status.IN_PROGRESS, accepted=None, due_on=_due_after(problem, act.on))


def expire(problem: Problem, today: date) -> Problem:
    """Bring back what was accepted or held until a day now past; any other problem is given back as it is.

    A day before the last move decides nothing. Done by the program and said so in the history: it is what the person
    decided when he set the day.
    """
    accepted = problem.accepted
    if accepted is None or problem.status not in (Status.ACCEPTED, Status.ON_HOLD):
        return problem
    if today <= accepted.until or today < problem.history[-1].on:
        return problem
    what = f"{problem.status.label}至{told(accepted.until)}已到期，重新计入整改"
    due = _due_after(problem, today)
    return reopened(problem, Action.EXPIRE, Act(program(), today, what), due_on=due)


def program() -> Actor:
    """The program itself, as it stands in histories."""
    return Actor("程序", Role.PROGRAM)


def _due_after(problem: Problem, today: date) -> date | None:
    """Give the deadline that follows an acceptance or hold by its clock rule."""
    accepted, due = problem.accepted, problem.due_on
    if accepted is None or due is None or accepted.clock is Clock.KEEP:
        return due
    if accepted.clock is Clock.PAUSE:
        return due + (today - accepted.on)
    given = due - problem.issued_on if problem.issued_on else due - accepted.on
    return today + max(given, timedelta(days=0))


def ask_extension(problem: Problem, act: Act, *, until: date) -> Problem:
    """Ask for a later deadline, with the reason; one request at a time."""
    guards.require_note(act, "申请延期的理由")
    guards.require_party(problem, act.actor, Action.ASK_EXTENSION)
    guards.require_status(problem, _EXTENDABLE, Action.ASK_EXTENSION)
    if problem.due_on is not None and until <= problem.due_on:
        guards.refuse(f"申请的期限{told(until)}不晚于现在的期限{told(problem.due_on)}，不必延期")
    if _pending(problem):
        guards.refuse("已有一份延期申请待批，请先等批复")
    asked = Extension(until, act.note, act.actor, act.on)
    return moved(problem, Action.ASK_EXTENSION, act, problem.status, extensions=(*problem.extensions, asked))


def decide_extension(problem: Problem, act: Act, *, approved: bool) -> Problem:
    """Grant or refuse the request that waits; by another person than the one who asked."""
    action = Action.GRANT_EXTENSION if approved else Action.REFUSE_EXTENSION
    guards.require_official(problem, act.actor, action)
    guards.require_status(problem, _EXTENDABLE | {Status.SUBMITTED}, action)
    if not _pending(problem):
        guards.refuse("没有待批的延期申请")
    asked = problem.extensions[-1]
    if guards.same_person(asked.asked_by, act.actor):
        guards.refuse(f"延期由{act.actor.name}申请，不能由本人批准，须由另一人批")
    decided = replace(asked, decided_by=act.actor, decided_on=act.on, approved=approved, decision=act.note)
    due = max(asked.until, problem.due_on or asked.until) if approved else problem.due_on
    extensions = (*problem.extensions[:-1], decided)
    return moved(problem, action, act, problem.status, extensions=extensions, due_on=due)


def _pending(problem: Problem) -> bool:
    return bool(problem.extensions) and problem.extensions[-1].approved is None


def appeal(problem: Problem, act: Act, *, last_day: date | None = None) -> Problem:
    """Object to a problem (申诉) with reasons, up to ``last_day`` if the office set a window; the status stays."""
    guards.require_note(act, "申诉的理由")
    guards.require_party(problem, act.actor, Action.APPEAL)
    guards.require_status(problem, _APPEALABLE, Action.APPEAL)
    if last_day is not None and act.on > last_day:
        guards.refuse(f"申诉期限是{told(last_day)}，已过期限，可在整改情况中说明")
    if problem.appeals and problem.appeals[-1].upheld is None:
        guards.refuse("已有一份申诉待答复，请先等答复")
    made = Appeal(act.actor, act.on, act.note, act.evidence)
    return moved(problem, Action.APPEAL, act, problem.status, appeals=(*problem.appeals, made))


def answer_appeal(problem: Problem, act: Act, *, upheld: bool) -> Problem:
    """Answer the appeal that waits, with the reason; upheld dismisses the problem, whatever its status."""
    action = Action.UPHOLD_APPEAL if upheld else Action.REJECT_APPEAL
    guards.require_note(act, "答复的理由")
    guards.require_official(problem, act.actor, action)
    if not problem.appeals or problem.appeals[-1].upheld is not None:
        guards.refuse("没有待答复的申诉")
    asked = problem.appeals[-1]
    if guards.same_person(asked.by, act.actor):
        guards.refuse(f"申诉由{act.actor.name}提出，不能由本人答复，须由另一人答复")
    answered = replace(asked, answered_by=act.actor, answered_on=act.on, upheld=upheld, answer=act.note)
    appeals = (*problem.appeals[:-1], answered)
    if not upheld:
        return moved(problem, action, act, problem.status, appeals=appeals)
    closed = {"closed_as": "dismissed", "closed_on": act.on, "accepted": None}
    return moved(problem, action, act, Status.DISMISSED, appeals=appeals, **closed)
