"""Problems of a workspace as rows of the fact tables that the rules of rectification read, beside imported ledgers.

Rows are plain dicts with the columns of ``data_contracts/facts/problem.yml`` and ``late_change.yml``; dates are dates.
See ``audit.model.history`` for what else they hold.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from audit.model.escalation import Interview
from audit.model.lifecycle import Action, Flag, Role, Seen, Status
from audit.model.problem import Move, Problem
from audit.rectify.attachments import Reuse, reused
from audit.rectify.deadlines import month_end, overdue_days
from audit.rectify.guards import SUBMITTING, same_person, told
from audit.rectify.occasions import is_absence, person_of
from audit.rectify.reruns import closed_by_program

Row = dict[str, object]

_ENDED = (Status.CLOSED, Status.DISMISSED)
_REPORTED = (Status.SUBMITTED, Status.CLOSED)
FED_BACK = frozenset(Status) - {Status.CLUE, Status.FOUND, Status.TO_VERIFY, Status.CONFIRMED}
"""The states of a problem that the village has been told of, or that ended before."""

_HELD_OF = ("village", "unit", "person")
_ELEMENTS = ("整改措施", "责任单位、责任人", "整改时限", "整改情况", "佐证材料")


def problem_rows(problems: Sequence[Problem], today: date) -> list[Row]:
    """Make the ``problem`` rows of what was fed back by a day; what nobody confirmed yet is nobody's duty.

    Each also has its ``message``, in whose words an imported ledger may tell it again.
    """
    by_id = {problem.id: problem for problem in problems}
    shared: dict[str, list[Reuse]] = {}
    for reuse in reused(problems):
        for name in reuse.problems:
            shared.setdefault(name, []).append(reuse)
    fed_back = [p for p in problems if p.status in FED_BACK and p.issued_on and p.issued_on <= today]
    return [
        _state(problem, today) | _elements(problem) | _relapse(problem, by_id) | _proofs(problem, shared, by_id)
        | _closing(problem) | {"message": problem.message}
        for problem in sorted(fed_back, key=lambda p: (p.village, p.id))
    ]  # fmt: skip


def _state(problem: Problem, today: date) -> Row:
    handed_in = _last(problem, SUBMITTING)
    in_time = bool(handed_in and problem.due_on and handed_in.on <= problem.due_on)
    # Only what was reported as put right can be contradicted; else each run would alter what the next one reads.
    reported = problem.status in _REPORTED
    seen = problem.sighting.seen if problem.sighting and reported else Seen.UNCHECKED
    return {
        "village": problem.village,
        "problem_key": problem.id,
        "problem": problem.title,
        "raised_on": problem.issued_on,
        "due_on": problem.due_on,
        "ended": problem.status in _ENDED,
        "held": problem.status in (Status.ON_HOLD, Status.ACCEPTED),
        "reported": reported,
        "in_time": problem.status is Status.SUBMITTED and in_time,
        "overdue_days": overdue_days(problem, today) if problem.due_on or problem.status in _ENDED else None,
        "interviewed": Flag.INTERVIEWED in problem.flags,
        "rerun_still": None if seen is Seen.UNCHECKED else seen in (Seen.STILL, Seen.BACK),
        "by_data": problem.claim in ("data_fix", "evidence"),
    }


def _last(problem: Problem, actions: Iterable[Action]) -> Move | None:
    wanted = tuple(actions)
    return next((move for move in reversed(problem.history) if move.action in wanted), None)


def _elements(problem: Problem) -> Row:
    handed_in, plan = _last(problem, SUBMITTING), problem.plan
    lacks = {
        "lacks_measure": not plan.measure,
        "lacks_owner": not (plan.owner or plan.person),
        "lacks_due": problem.due_on is None,
        "lacks_result": not (handed_in and handed_in.note),
        "lacks_proof": not problem.attachments and problem.claim not in ("data_fix", "behaviour"),
    }
    named = "、".join(title for title, lack in zip(_ELEMENTS, lacks.values(), strict=True) if lack)
    return {**lacks, "missing": named}


def _relapse(problem: Problem, by_id: Mapping[str, Problem]) -> Row:
    """Link only where the rule is unchanged: a new threshold is no relapse."""
    earlier = by_id.get(problem.earlier)
    linked = bool(problem.earlier) and (earlier is None or earlier.rule_version == problem.rule_version)
    months = None
    if earlier and earlier.closed_on and problem.issued_on:
        first, again = earlier.closed_on, problem.issued_on
        months = 12 * (again.year - first.year) + again.month - first.month + (again.day > first.day)
    return {"links_earlier": linked, "earlier_key": problem.earlier, "recurred_months": months}


def _proofs(problem: Problem, shared: Mapping[str, Sequence[Reuse]], by_id: Mapping[str, Problem]) -> Row:
    """Count the problems of other rules on which a file of this one stands as well (RCT-03)."""
    others = {
        name
        for reuse in shared.get(problem.id, ())
        for name in reuse.problems
        if name != problem.id and by_id[name].rule != problem.rule
    }
    named = "、".join(f"{by_id[name].village}“{by_id[name].title}”" for name in sorted(others))
    noted = any("同一" in attachment.note for attachment in problem.attachments)
    uses = len(others) + 1 if problem.attachments else 0
    return {"proof_uses": uses, "proof_with": named, "same_event_noted": noted, "same_measures": None}


def _closing(problem: Problem) -> Row:
    closing = _last(problem, (Action.CLOSE,))
    closed = problem.status is Status.CLOSED
    fault = "none" if not closed or closing is None else _fault(problem, closing)
    return {
        "closed": closed,
        "closed_by": closing.actor.name if closed and closing else "",
        "closed_by_program": closed_by_program(problem),
        "closing_fault": fault,
    }


def _fault(problem: Problem, closing: Move) -> str:
    """Say again what the guards forbid, for problems closed elsewhere and taken over."""
    if closing.before is not Status.SUBMITTED:
        return "skipped"
    if any(same_person(m.actor, closing.actor) for m in problem.history if m.action in SUBMITTING):
        return "submitter"
    own = closing.actor.village == problem.village or closing.actor.role in (Role.VILLAGE, Role.UNIT)
    return "village" if own else "none"


def absence_rows(problems: Iterable[Problem], today: date) -> list[Row]:
    """Make a row for each confirmed absence without leave up to a day (ESC-02): whose, by which problem, until when."""
    return [
        {"village": one.village, "person_id": person_of(one).id, "problem_key": one.id, "on": one.event_on}
        for one in sorted(problems, key=lambda one: one.id)
        if is_absence(one) and one.event_on <= today
    ]


def interview_rows(interviews: Iterable[Interview], today: date) -> list[Row]:
    """Make a row for each unit (or none) of each interview held up to a day, with the names of those talked to."""
    rows = []
    for one in interviews:
        named = {kind: [target.name for target in one.targets if target.kind == kind] for kind in _HELD_OF}
        rows += [
            {"village": village, "unit": unit, "targets": "、".join(named["person"]), "held_on": one.held_on}
            for village in named["village"]
            for unit in named["unit"] or [""]
            if one.held_on <= today
        ]
    return rows


class Edit(Struct, frozen=True):
    """What a later version of one source changed in one village and month: the business dates of the rows added,
    changed and removed. ``corrected`` says that a correction was asked for, ``first_filing`` that the first version
    was incomplete and completed within the time for handing in.
    """

    village: str
    source: str
    source_title: str
    month: str
    filed_on: date
    added: tuple[date, ...] = ()
    changed: tuple[date, ...] = ()
    removed: tuple[date, ...] = ()
    corrected: bool = False
    first_filing: bool = False


def late_change_rows(
    edits: Iterable[Edit], problems: Sequence[Problem], cited: Mapping[str, Sequence[date]]
) -> list[Row]:
    """Make the ``late_change`` rows (RCT-05): rows touched, after the feedback, on days that an issued problem cites.

    Several edits of one source, village and month are one row, of those that nothing excuses where there are any.
    ``cited`` gives the dates of each problem, by id; a problem without any cites its whole period.
    """
    found: dict[tuple[str, str, str], list[tuple[Edit, date]]] = {}
    for edit in sorted(edits, key=lambda one: (one.village, one.source, one.month, one.filed_on)):
        issued = [p for p in problems if p.village == edit.village and p.issued_on and p.issued_on < edit.filed_on]
        added, changed, removed = (
            tuple(day for day in days if any(_cites(one, cited.get(one.id, ()), day) for one in issued))
            for days in (edit.added, edit.changed, edit.removed)
        )
        if issued:
            feedback_on = min(p.issued_on for p in issued if p.issued_on)
            touching = replace(edit, added=added, changed=changed, removed=removed)
            found.setdefault((edit.village, edit.source, edit.month), []).append((touching, feedback_on))
    return [_late_change([one for one, _ in several], min(day for _, day in several)) for several in found.values()]


def _cites(problem: Problem, dates: Sequence[date], day: date) -> bool:
    in_period = problem.period[0] <= day <= problem.period[1]
    return day in dates if dates else in_period


def _late_change(several: Sequence[Edit], feedback_on: date) -> Row:
    edit, bare = several[0], [one for one in several if not (one.corrected or one.first_filing)]
    first = date.fromisoformat(f"{edit.month}-01")
    counted = bare or several
    touched = {
        "added": [day for one in counted for day in one.added],
        "changed": [day for one in counted for day in one.changed],
        "removed": [day for one in counted for day in one.removed],
    }
    days = sorted({day for days in touched.values() for day in days})
    return {
        "village": edit.village,
        "source": edit.source,
        "source_title": edit.source_title,
        "month": edit.month,
        "first_on": first,
        "last_on": month_end(first),
        "feedback_on": feedback_on,
        **{name: len(each) for name, each in touched.items()},
        "corrected": not bare and any(one.corrected for one in several),
        "first_filing": not bare and not any(one.corrected for one in several),
        "changed_dates": "、".join(told(day) for day in days),
    }
