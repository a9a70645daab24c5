"""What the drafts say that a person may send: 约谈通知 and 督办单, as plain dicts for a template.

A draft names facts and clauses; time, place and signature stay blank for whoever decides.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from audit.model.escalation import Measure, Proposal
from audit.model.problem import Problem
from audit.model.rule import Basis
from audit.rectify.deadlines import overdue_days
from audit.rectify.guards import refuse, told

Context = dict[str, object]


def interview_notice(
    proposal: Proposal, problems: Sequence[Problem], today: date, titles: Mapping[str, str]
) -> Context:
    """Give the draft of an interview notice: who is talked to by whom, the late problems, the clauses.

    ``titles`` maps policy ids to what the notices are called. Refuses a proposal that is not an interview.
    """
    if proposal.measure is not Measure.INTERVIEW:
        refuse(f"“{proposal.measure.label}”的建议不能生成约谈通知")
    concerned = [problem for problem in problems if problem.id in proposal.facts]
    return {
        "title": "约谈通知（草稿）",
        "village": proposal.holder.name,
        "talked_by": proposal.by,
        "targets": list(proposal.roles),
        "reason": proposal.message,
        "basis": _clauses(proposal.basis, titles),
        "problems": _lines(concerned, today),
        "drafted_on": told(today),
        "held_on": "",
        "place": "",
        "demand_due_on": "",
    }


def supervision_notice(
    village: str, problems: Sequence[Problem], today: date, basis: Sequence[Basis], titles: Mapping[str, str]
) -> Context:
    """Give the draft of a supervision order (督办单): a village's late problems, the longest overdue first, and the
    clauses that say what follows.
    """
    late = [problem for problem in problems if problem.village == village and overdue_days(problem, today)]
    return {
        "title": "整改督办单（草稿）",
        "village": village,
        "problems": _lines(late, today),
        "count": len(late),
        "basis": _clauses(basis, titles),
        "drafted_on": told(today),
        "demand_due_on": "",
    }


def _clauses(basis: Sequence[Basis], titles: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"policy": titles.get(one.policy, one.policy), "ref": one.ref, "text": one.quoted} for one in basis]


def _lines(problems: Sequence[Problem], today: date) -> list[dict[str, object]]:
    ordered = sorted(problems, key=lambda problem: (-overdue_days(problem, today), problem.id))
    return [
        {
            "number": number,
            "problem": problem.message,
            "issued_on": told(problem.issued_on) if problem.issued_on else "",
            "due_on": told(problem.due_on) if problem.due_on else "",
            "overdue_days": overdue_days(problem, today),
            "measure": problem.plan.measure,
            "owner": "、".join(one for one in (problem.plan.owner, problem.plan.person) if one),
            "status": problem.status.label,
        }
        for number, problem in enumerate(ordered, start=1)
    ]
