"""A problem's life (practice.md 2.8): every move takes a problem and an act, and gives a new problem or refuses.

clue or found → to verify → dismissed | confirmed → issued → in progress → submitted → returned | closed.
"""

from datetime import date
from typing import Any

from msgspec.structs import replace

from audit.model.finding import Finding
from audit.model.lifecycle import Action, Flag, Role, Status
from audit.model.outcome import Kind, Severity
from audit.model.problem import Act, Attachment, Move, Plan, Problem, Proof
from audit.rectify import closing, guards
from audit.rectify.guards import told

OPEN = frozenset(Status) - {Status.DISMISSED, Status.CLOSED}
"""Everything that still waits for somebody, or for a day to come."""

DUE = frozenset({Status.ISSUED, Status.IN_PROGRESS, Status.SUBMITTED, Status.RETURNED})
"""The states in which the deadline runs."""

ALLOWED: dict[Action, frozenset[Status]] = {
    Action.VERIFY: frozenset({Status.CLUE, Status.FOUND}),
    Action.DISMISS: frozenset({Status.FOUND, Status.TO_VERIFY, Status.CONFIRMED}),
    Action.CONFIRM: frozenset({Status.FOUND, Status.TO_VERIFY}),
    Action.ISSUE: frozenset({Status.CONFIRMED}),
    Action.ASSIGN: frozenset({Status.CONFIRMED, Status.ISSUED, Status.IN_PROGRESS, Status.RETURNED}),
    Action.START: frozenset({Status.ISSUED, Status.RETURNED}),
    Action.SUBMIT: frozenset({Status.IN_PROGRESS, Status.RETURNED}),
    Action.FIX_AT_ONCE: frozenset({Status.CONFIRMED, Status.ISSUED}),
    Action.SEND_BACK: frozenset({Status.SUBMITTED}),
    Action.CLOSE: frozenset({Status.SUBMITTED}),
    Action.REOPEN: frozenset({Status.CLOSED, Status.DISMISSED, Status.ACCEPTED}),
    Action.INTERVIEW: DUE,
    Action.RELAPSE: OPEN,
    Action.TRANSFER: DUE | {Status.CONFIRMED, Status.CLOSED, Status.ON_HOLD},
    Action.ATTACH: OPEN,
}
"""From which status each move may be made; ``replies`` and ``reruns`` hold those of their own moves."""

_GRAVER = {Severity.HINT: Severity.MINOR, Severity.MINOR: Severity.MAJOR, Severity.MAJOR: Severity.SERIOUS}


def open_problem(
    finding: Finding, subject: tuple[str, ...], act: Act, *, problem_id: str = "", earlier: Problem | None = None
) -> Problem:
    """Begin a problem from a finding; a clue begins as 疑点, anything else as 待认定.

    ``subject`` is the finding's key (ids). ``earlier`` is the closed problem it came back from; that it is a
    relapse is for a person to say (``mark_relapsed``). ``problem_id`` defaults to the finding's id.
    """
    status = first_status(finding.kind)
    problem = Problem(
        id=problem_id or finding.id,
        finding=finding.id,
        rule=finding.rule,
        rule_version=finding.rule_version,
        title=finding.title,
        kind=finding.kind,
        severity=finding.severity,
        village=finding.village,
        person=finding.person,
        unit=finding.unit,
        subject=subject,
        period=finding.period,
        event_on=finding.dates[-1] if finding.dates else finding.period[1],
        message=finding.message,
        closure=finding.closure,
        status=status,
        history=(),
        plan=Plan(measure=finding.do, owner=finding.owner),
        due_on=finding.due,
        earlier=earlier.id if earlier else "",
    )
    return moved(problem, Action.FIND, act, status)


def first_status(kind: Kind) -> Status:
    """Say where a problem of this kind begins: nothing is confirmed before a person says so."""
    return Status.CLUE if kind is Kind.CLUE else Status.FOUND


def verify(problem: Problem, act: Act) -> Problem:
    """Have a clue (or a doubtful finding) verified on the spot."""
    return _decided(problem, Action.VERIFY, act, Status.TO_VERIFY)


def confirm(problem: Problem, act: Act) -> Problem:
    """Confirm; a clue only after it was verified."""
    return _decided(problem, Action.CONFIRM, act, Status.CONFIRMED)


def dismiss(problem: Problem, act: Act) -> Problem:
    """Dismiss what did not prove true, with the reason."""
    guards.require_note(act, "排除的理由")
    return _decided(problem, Action.DISMISS, act, Status.DISMISSED, closed_as="dismissed", closed_on=act.on)


def issue(problem: Problem, act: Act, *, due_on: date | None = None, document: str = "") -> Problem:
    """Feed back to the village with a deadline (``due_on``, else the finding's own); ``document`` is its number."""
    due = due_on or problem.due_on
    if due is None:
        guards.refuse("反馈前须定整改期限")
    if due < act.on:
        guards.refuse(f"整改期限{told(due)}早于反馈日期{told(act.on)}，请另定期限")
    return _decided(problem, Action.ISSUE, act, Status.ISSUED, issued_on=act.on, issued_in=document, due_on=due)


def assign(problem: Problem, act: Act, plan: Plan) -> Problem:
    """Name measure, responsible unit and person; the status stays."""
    guards.require_official(problem, act.actor, Action.ASSIGN)
    return _step(problem, Action.ASSIGN, act, problem.status, plan=plan)


def start(problem: Problem, act: Act, plan: Plan) -> Problem:
    """Take up the rectification with a measure and somebody responsible for it."""
    guards.require_party(problem, act.actor, Action.START)
    closing.require_plan(plan)
    return _step(problem, Action.START, act, Status.IN_PROGRESS, plan=plan)


def submit(problem: Problem, act: Act, claim: str) -> Problem:
    """Hand in the rectification for review; ``claim`` is the closure kind it asks for, the note tells the result."""
    guards.require_party(problem, act.actor, Action.SUBMIT)
    return _handed_in(problem, Action.SUBMIT, act, claim)


def fix_at_once(problem: Problem, act: Act, claim: str) -> Problem:
    """Hand in what was put right on the spot (立行立改), without a plan stage."""
    guards.require_party(problem, act.actor, Action.FIX_AT_ONCE)
    return _handed_in(problem, Action.FIX_AT_ONCE, act, claim)


def _handed_in(problem: Problem, action: Action, act: Act, claim: str) -> Problem:
    guards.require_status(problem, ALLOWED[action], action)
    guards.require_order(problem, act)
    closing.require_elements(problem, act, claim)
    plan = replace(problem.plan, progress=100)
    flags = problem.flags | ({Flag.FIXED_AT_ONCE} if action is Action.FIX_AT_ONCE else set())
    return _step(problem, action, act, Status.SUBMITTED, claim=claim, plan=plan, flags=flags)


def send_back(problem: Problem, act: Act) -> Problem:
    """Return a rectification that does not convince, with the reason."""
    guards.require_note(act, "退回的理由")
    guards.require_second_person(problem, act.actor, Action.SEND_BACK)
    return _decided(problem, Action.SEND_BACK, act, Status.RETURNED)


def close(problem: Problem, act: Act, proof: Proof | None) -> Problem:
    """Strike off (销号): a second person, and a passing rerun or a named attestation as the closure kind needs."""
    guards.require_status(problem, ALLOWED[Action.CLOSE], Action.CLOSE)
    guards.require_official(problem, act.actor, Action.CLOSE)
    guards.require_second_person(problem, act.actor, Action.CLOSE)
    closing.require_proof(problem, act, proof)
    changes = {"proof": proof, "closed_as": problem.claim, "closed_on": act.on}
    return _step(problem, Action.CLOSE, act, Status.CLOSED, **changes)


def reopen(problem: Problem, act: Act, *, due_on: date | None = None) -> Problem:
    """Take up again what was closed, dismissed or accepted, with the reason; what was issued gets a new deadline."""
    guards.require_note(act, "重新打开的理由")
    guards.require_status(problem, ALLOWED[Action.REOPEN], Action.REOPEN)
    guards.require_official(problem, act.actor, Action.REOPEN)
    if problem.issued_on is not None and (due_on is None or due_on < act.on):
        guards.refuse("重新打开的问题须另定整改期限，且不早于今天")
    return reopened(problem, Action.REOPEN, act, due_on=due_on or problem.due_on)


def reopened(problem: Problem, action: Action, act: Act, **changes: Any) -> Problem:
    """Bring a problem back to work: in progress once it was issued, else where it began; the closing is undone."""
    status = Status.IN_PROGRESS if problem.issued_on is not None else first_status(problem.kind)
    undone: dict[str, Any] = {"proof": None, "claim": "", "closed_as": "", "closed_on": None, "accepted": None}
    return moved(problem, action, act, status, **(undone | changes))


def attach(problem: Problem, act: Act, attachment: Attachment) -> Problem:
    """Attach a file, once."""
    guards.require_party(problem, act.actor, Action.ATTACH)
    if any(known.sha256 == attachment.sha256 for known in problem.attachments):
        guards.refuse(f"“{attachment.name}”已附在该问题下，不必重复上传")
    attachments = (*problem.attachments, attachment)
    with_it = replace(problem, attachments=attachments)
    return _step(with_it, Action.ATTACH, replace(act, evidence=(attachment.sha256,)), problem.status)


def interview(problem: Problem, act: Act) -> Problem:
    """Note that an interview (约谈) was held about it."""
    guards.require_official(problem, act.actor, Action.INTERVIEW)
    return _step(problem, Action.INTERVIEW, act, problem.status, flags=problem.flags | {Flag.INTERVIEWED})


def mark_relapsed(problem: Problem, act: Act) -> Problem:
    """Say that it came back after it was closed (反弹): one step graver (RCT-02), once."""
    guards.require_official(problem, act.actor, Action.RELAPSE)
    if not problem.earlier and Action.REOPEN not in {move.action for move in problem.history}:
        guards.refuse("该问题没有关联的旧问题，也没有重新打开过，不能认定为反弹")
    if Flag.RELAPSED in problem.flags:
        guards.refuse("该问题已认定为反弹")
    graver = _GRAVER.get(problem.severity, problem.severity)
    flags = problem.flags | {Flag.RELAPSED}
    return _step(problem, Action.RELAPSE, act, problem.status, flags=flags, severity=graver)


def transfer(problem: Problem, act: Act) -> Problem:
    """Note that a leader has sent a confirmed problem to the discipline organs (移交纪检监察机关), and why; once."""
    guards.require_official(problem, act.actor, Action.TRANSFER)
    if act.actor.role is not Role.LEADER:
        guards.refuse(f"{Action.TRANSFER.label}只能由领导决定，{act.actor.role.label}不能登记")
    guards.require_note(act, "移交的理由")
    if Action.TRANSFER in {move.action for move in problem.history}:
        guards.refuse("该问题已移交纪检")
    return _step(problem, Action.TRANSFER, act, problem.status)


def _decided(problem: Problem, action: Action, act: Act, after: Status, **changes: Any) -> Problem:
    guards.require_official(problem, act.actor, action)
    return _step(problem, action, act, after, **changes)


def _step(problem: Problem, action: Action, act: Act, after: Status, **changes: Any) -> Problem:
    guards.require_status(problem, ALLOWED[action], action)
    return moved(problem, action, act, after, **changes)


def moved(problem: Problem, action: Action, act: Act, after: Status, **changes: Any) -> Problem:
    """Add one row to the history and change what it changes; refuses a backdated act."""
    guards.require_order(problem, act)
    row = Move(action, act.actor, act.on, problem.status, after, act.note, act.evidence)
    return replace(problem, status=after, history=(*problem.history, row), **changes)
