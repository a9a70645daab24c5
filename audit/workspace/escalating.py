"""Escalation in a workspace: proposals from its own problems, a person's decision, interviews held, notices drafted."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
from msgspec import Struct

from audit import catalog, evaluate, reconcile
from audit.model.escalation import Holder, Interview, Measure, Member, Step, Trigger
from audit.model.problem import Act, Problem
from audit.rectify import escalation, guards, lifecycle, notices, steps
from audit.rectify.deadlines import overdue_days
from audit.rectify.occasions import Circumstances, occasions
from audit.store import connect, escalations, problems
from audit.store.documents import Issued
from audit.store.escalations import Kept
from audit.store.log import By
from audit.store.runs import KeptRun
from audit.workspace import histories, inputs, issuing, law, running
from audit.workspace.issuing import Draft

_LEADER, _UNIT = "工作队长", "单位"
"""Words of a clause's roles that mean a member of the team, and the unit behind it."""


class Held(Struct, frozen=True):
    """What is noted of an interview: the day, by whom, what was demanded until when."""

    on: date
    by: str
    demand: str = ""
    due_on: date | None = None


def propose(run: KeptRun, today: date, *, by: By) -> list[Kept]:
    """Say what the workspace's problems and the clauses of a run suggest, keep it, and give all that waits.

    Raises DerivationError where the two engines disagree.
    """
    asked = steps.steps_in_force(running.rules_of(run))
    with law.in_force(run.law):
        ladder = catalog.load_derivations()["escalation"]
    made = escalation.propose(circumstances(run, today), asked, lambda facts: evaluate.derive_facts(ladder, facts))
    return escalations.offer(made, month=run.month, year=today.year, by=by)


def circumstances(run: KeptRun, today: date) -> Circumstances:
    """Gather what escalation looks at, from the workspace and the roster that stands for a run's month."""
    own = tuple(histories.own_problems())
    return Circumstances(today, own, escalations.interviews(), _members(run.month), escalations.decisions())


def counters(of: Circumstances) -> dict[Holder, int]:
    """Count the year's interviews of each village, unit and person."""
    return {one.holder: one.count for one in occasions(of) if one.trigger is Trigger.INTERVIEWS}


def _members(month: str) -> tuple[Member, ...]:
    postings = _people(month).postings
    columns = ("unit", "person_id", "person", "arrived_on", "left_on")
    rows = postings[(postings["unit"] != "") & postings["arrived_on"].notna()]
    return tuple(
        Member(Holder("unit", unit, unit), Holder("person", who, name), came.date(), left.date() if here else None)
        for unit, who, name, came, left, here in zip(
            *(rows[name] for name in columns), rows["left_on"].notna(), strict=True
        )
    )


def _people(month: str) -> reconcile.People:
    what = inputs.given(month, law.stow())
    typed, sheets = inputs.load(what, what.standing)
    return reconcile.people_of(typed, sheets, catalog.load_identities())


def decide(start: str, act: Act, *, approved: bool, by: By) -> Kept:
    """Approve or reject a proposal; an approved relapse is noted in its problems. RefusedError, LookupError."""
    kept = escalations.of(start)
    if kept.status != escalations.PROPOSED:
        guards.refuse(f"该建议现为“{kept.label}”，不能再决定")
    decision = escalation.decide(kept.proposal, act, approved=approved)
    with connect.writing():
        escalations.settle(decision, by=by)
        if approved and kept.proposal.measure is Measure.RELAPSE:
            for one in kept.proposal.facts:
                problems.change(one, lambda p: lifecycle.mark_relapsed(p, act), by=by, action="认定反弹")
    return escalations.of(kept.proposal.id)


def hold(start: str, act: Act, held: Held, *, by: By) -> Kept:
    """Note that an approved interview was held, with its targets by the roster, in its problems too. RefusedError."""
    kept = escalations.of(start)
    if kept.proposal.measure is not Measure.INTERVIEW or kept.status != escalations.APPROVED:
        guards.refuse(f"该建议（{kept.proposal.measure.label}）现为“{kept.label}”，只有已批准的约谈才能登记")
    if not kept.decision or not kept.decision.on <= held.on <= act.on:
        guards.refuse("约谈日期须在批准之后、今天之前")
    talked = [one for name, one in problems.among(kept.proposal.facts).items() if name]
    interview = Interview(
        kept.proposal.id, held.on, held.by or kept.proposal.by, _targets(kept, held.on), kept.proposal.facts,
        held.demand, held.due_on, max((one.event_on for one in talked), default=None),
    )  # fmt: skip
    with connect.writing():
        escalations.hold(kept.proposal.id, interview, by=by)
        for one in talked:
            if one.status in lifecycle.DUE:
                problems.change(one.id, lambda p: lifecycle.interview(p, act), by=by, action="约谈")
    return escalations.of(kept.proposal.id)


def _targets(kept: Kept, day: date) -> tuple[Holder, ...]:
    """Name the village, the units behind it and its team leaders, as far as the clause's roles ask for them."""
    terms, village = _people(kept.month).postings, kept.proposal.holder
    moment = pd.Timestamp(day)
    in_post = (terms["arrived_on"] <= moment) & ~(terms["left_on"] < moment)
    there = terms[(terms["village"] == village.id) & in_post]
    found = [village]
    if any(_UNIT in role for role in kept.proposal.roles):
        found += [Holder("unit", name, name) for name in sorted({*there["unit"]} - {""})]
    if any(role == _LEADER for role in kept.proposal.roles):
        leaders = there[there["role"] == "team_leader"]
        found += [Holder("person", *pair) for pair in zip(leaders["person_id"], leaders["person"], strict=True)]
    return tuple(found)


def interview_notice(kept: Kept, run: KeptRun, out: Path, today: date, *, by: By) -> Issued:
    """Draft the notice of an approved interview (约谈通知), number and note it. RefusedError."""
    about = list(problems.among(kept.proposal.facts).values())
    context = notices.interview_notice(kept.proposal, about, today, _titles(run))
    if kept.status not in (escalations.APPROVED, escalations.HELD):
        guards.refuse(f"该建议现为“{kept.label}”，批准以后才能生成约谈通知")
    draft = _draft("约谈通知", kept.proposal.holder.name, kept.proposal.id[:8], about, context)
    return issuing.issue_draft(run, draft, out, by=by)


def supervision_order(village: str, run: KeptRun, out: Path, today: date, *, by: By) -> Issued:
    """Draft the supervision order (督办单) for a village's late problems, number and note it. RefusedError."""
    own = [one for one in histories.own_problems() if one.village == village and overdue_days(one, today)]
    if not own:
        guards.refuse(f"{village}没有逾期未整改的问题，不必督办")
    basis = [step.basis for step in _overdue_steps(run)]
    context = notices.supervision_notice(village, own, today, basis, _titles(run))
    return issuing.issue_draft(run, _draft("督办单", village, f"{today:%m%d}", own, context), out, by=by)


def _overdue_steps(run: KeptRun) -> list[Step]:
    return [step for step in steps.steps_in_force(running.rules_of(run)) if step.trigger is Trigger.OVERDUE]


def _titles(run: KeptRun) -> Mapping[str, str]:
    """Name each policy as notices quote it: number, else title."""
    with law.in_force(run.law):
        known = catalog.load_policies()
    return {name: f"《{policy.title}》{policy.document.number}" for name, policy in known.items()}


def _draft(kind: str, village: str, mark: str, about: Sequence[Problem], context: Mapping[str, object]) -> Draft:
    return Draft(kind, village, mark, [one.id for one in about], context)
