"""What escalation counts: late problems, interviews of a year, absences, relapses and clues."""

from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct

from audit.model.escalation import Decision, Holder, Interview, Member, Occasion, Trigger
from audit.model.lifecycle import Action, Flag, Status
from audit.model.problem import Problem
from audit.rectify.deadlines import overdue_days
from audit.rectify.guards import SUBMITTING

ABSENT = ("absent-without-leave", "untraced-run")
"""The rules whose confirmed findings are absences without leave (ESC-02)."""

_PENDING_CLUE = frozenset({Status.CLUE, Status.TO_VERIFY})
_CONFIRMED = frozenset(Status) - {*_PENDING_CLUE, Status.FOUND, Status.DISMISSED, Status.ACCEPTED}


class Circumstances(Struct, frozen=True):
    """All that escalation looks at, as of ``today``: problems, interviews held, members of units, past decisions."""

    today: date
    problems: tuple[Problem, ...]
    interviews: tuple[Interview, ...] = ()
    members: tuple[Member, ...] = ()
    decisions: tuple[Decision, ...] = ()


def occasions(of: Circumstances) -> tuple[Occasion, ...]:
    """Count everything, each holder in one order whatever the order of the inputs."""
    problems = sorted(of.problems, key=lambda problem: problem.id)
    found = [
        *_late(problems, of.interviews, of.today),
        *_interviewed(of),
        *_gathered(Trigger.ABSENCES, _absences(problems, of.today.year)),
        *_gathered(Trigger.CLUES, [p for p in problems if p.person and p.status in _PENDING_CLUE]),
        *_relapses(problems),
    ]
    return tuple(sorted(found, key=lambda one: (one.trigger, one.holder, one.facts)))


def village_of(problem: Problem) -> Holder:
    """Give the village that answers for a problem."""
    return Holder("village", problem.village, problem.village)


def person_of(problem: Problem) -> Holder:
    """Give the person a problem speaks of; his id leads the subject of every fact table of persons."""
    return Holder("person", problem.subject[0] if problem.subject else problem.person, problem.person)


def _late(problems: Iterable[Problem], held: Iterable[Interview], today: date) -> Iterator[Occasion]:
    """One for each late problem that was not talked about yet; what was handed in by the deadline awaits review."""
    talked = {name for interview in held for name in interview.problems}
    for problem in problems:
        days = overdue_days(problem, today)
        spared = problem.id in talked or Flag.INTERVIEWED in problem.flags or _handed_in_in_time(problem)
        if days and problem.village and not spared:
            yield Occasion(Trigger.OVERDUE, village_of(problem), days, (problem.id,))


def _handed_in_in_time(problem: Problem) -> bool:
    if problem.status is not Status.SUBMITTED or problem.due_on is None:
        return False
    return next(move.on for move in reversed(problem.history) if move.action in SUBMITTING) <= problem.due_on


def _interviewed(of: Circumstances) -> Iterator[Occasion]:
    """One for each village, unit and person talked to this year; a unit's members share in what they were there for."""
    by_holder: dict[Holder, set[str]] = {}
    held = [one for one in of.interviews if one.held_on.year == of.today.year and one.held_on <= of.today]
    for interview in held:
        for target in interview.targets:
            by_holder.setdefault(target, set()).add(interview.id)
        for member in of.members:
            if member.unit in interview.targets and _was_there(member, interview.event_on or interview.held_on):
                by_holder.setdefault(member.person, set()).add(interview.id)
    for holder, names in by_holder.items():
        yield Occasion(Trigger.INTERVIEWS, holder, len(names), tuple(sorted(names)))


def _was_there(member: Member, day: date) -> bool:
    return member.arrived_on <= day and (member.left_on is None or day <= member.left_on)


def _absences(problems: Iterable[Problem], year: int) -> list[Problem]:
    """Choose confirmed absences of the year: dismissed ones and accepted explanations are none."""
    return [problem for problem in problems if is_absence(problem) and problem.event_on.year == year]


def is_absence(problem: Problem) -> bool:
    """Say whether it is a person's absence without leave that somebody confirmed."""
    return bool(problem.person) and problem.rule in ABSENT and problem.status in _CONFIRMED


def _gathered(trigger: Trigger, problems: Iterable[Problem]) -> Iterator[Occasion]:
    by_person: dict[Holder, list[str]] = {}
    for problem in problems:
        by_person.setdefault(person_of(problem), []).append(problem.id)
    for holder, names in by_person.items():
        yield Occasion(trigger, holder, len(names), tuple(names))


def _relapses(problems: Iterable[Problem]) -> Iterator[Occasion]:
    """One for each problem that came back after it was closed and that nobody has called a relapse yet."""
    for problem in problems:
        again = problem.earlier or any(m.action is Action.REOPEN and m.before is Status.CLOSED for m in problem.history)
        if again and Flag.RELAPSED not in problem.flags and problem.status not in (Status.DISMISSED, Status.CLOSED):
            yield Occasion(Trigger.RELAPSE, village_of(problem), 1, (problem.id,))
