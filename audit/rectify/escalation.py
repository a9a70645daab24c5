"""Escalation: what facts and clauses suggest; a person approves or rejects each proposal with a reason.

The chain of sentences is ``rules/derivations/escalation.yml``; the engine that climbs it is an argument. Nobody is
ever proposed for the discipline organs: only a leader enters that, by hand (``lifecycle.transfer``).
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec.structs import replace

from audit.model.escalation import Decision, Measure, Occasion, Proposal, Step, Trigger
from audit.model.problem import Act
from audit.rectify import guards
from audit.rectify.occasions import Circumstances, occasions

Facts = list[dict[str, object]]
Deriver = Callable[[Facts], Facts]
"""Forward chaining over facts (durable-rules, checked by the reference): facts in, derived facts out."""

_YEARLY = frozenset({Trigger.INTERVIEWS, Trigger.ABSENCES})
_Key = tuple[Measure, str, str]


def propose(of: Circumstances, steps: Sequence[Step], derive: Deriver) -> tuple[Proposal, ...]:
    """Give what is proposed and not yet decided, in order of holder and measure.

    One interview covers all late problems of a village; a rejected proposal comes back only with new facts.
    """
    found = {_fact_id(one): one for one in occasions(of)}
    derived = derive([*_step_facts(steps), *_occasion_facts(found)])
    gathered: dict[_Key, list[Occasion]] = {}
    clauses: dict[_Key, set[tuple[str, str]]] = {}
    for fact in derived:
        if fact["kind"] == "proposal":
            one = found[str(fact["fact"])]
            key = (Measure(str(fact["measure"])), one.holder.key, one.trigger.value)
            if one not in gathered.setdefault(key, []):
                gathered[key].append(one)
            clauses.setdefault(key, set()).add((str(fact["policy"]), str(fact["ref"])))
    roles = _roles(derived, steps)
    made = []
    for key, about in sorted(gathered.items()):
        open_ones = _undecided(key[0], about, of)
        if open_ones:
            asked = [s for s in steps if s.measure is key[0] and (s.basis.policy, s.basis.ref) in clauses[key]]
            proposal = _proposal(key[0], open_ones, asked, of.today.year)
            made.append(replace(proposal, roles=roles.get(key[:2], ())))
    return tuple(sorted(made, key=lambda one: (one.holder, one.measure, one.id)))


def _fact_id(one: Occasion) -> str:
    text = "\x1f".join((one.trigger, one.holder.key, *one.facts))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _step_facts(steps: Iterable[Step]) -> Facts:
    facts: Facts = []
    for step in steps:
        clause = {"policy": step.basis.policy, "ref": step.basis.ref, "measure": step.measure.value}
        counted = {"trigger": step.trigger.value, "kind_of": step.kind, "least": step.least, "most": step.most}
        facts.append({"kind": "asks", **counted, **clause})
        facts += [{"kind": "role_asked", "role": role, **clause} for role in step.roles]
    return [fact for place, fact in enumerate(facts) if fact not in facts[:place]]


def _occasion_facts(found: Mapping[str, Occasion]) -> Facts:
    return [
        {
            "kind": "occasion",
            "trigger": one.trigger.value,
            "kind_of": one.holder.kind,
            "holder": one.holder.key,
            "fact": name,
            "count": one.count,
        }
        for name, one in found.items()
    ]


def _roles(derived: Facts, steps: Iterable[Step]) -> dict[tuple[Measure, str], tuple[str, ...]]:
    """Gather the roles derived for each proposal, in the order the clauses name them."""
    order = list(dict.fromkeys(role for step in steps for role in step.roles))
    found: dict[tuple[Measure, str], set[str]] = {}
    for fact in derived:
        if fact["kind"] == "target":
            found.setdefault((Measure(str(fact["measure"])), str(fact["holder"])), set()).add(str(fact["role"]))
    return {key: tuple(sorted(roles, key=order.index)) for key, roles in found.items()}


def _undecided(measure: Measure, about: Sequence[Occasion], of: Circumstances) -> list[Occasion]:
    """Leave out what was decided: these facts either way, and what counts in a year once it was approved."""
    decided = [one for one in of.decisions if one.measure is measure]
    covered = {(one.holder.key, fact) for one in decided for fact in one.facts}
    approved = {one.holder.key for one in decided if one.approved and one.on.year == of.today.year}
    return [
        one
        for one in about
        if not all((one.holder.key, fact) in covered for fact in one.facts)
        if not (one.trigger in _YEARLY and one.holder.key in approved)
    ]


def _proposal(measure: Measure, about: Sequence[Occasion], asked: Sequence[Step], year: int) -> Proposal:
    first = about[0]
    facts = tuple(sorted({fact for one in about for fact in one.facts}))
    basis = tuple(sorted({step.basis for step in asked}, key=lambda one: (one.policy, one.ref)))
    count = len(about) if first.trigger in (Trigger.OVERDUE, Trigger.RELAPSE) else max(one.count for one in about)
    by = next((step.by for step in asked if step.by), "")
    proposal = Proposal("", measure, first.holder, first.trigger, count, facts, basis, "", by)
    text = "\x1f".join((measure, first.holder.key, *facts))
    longest = max(one.count for one in about)
    message = _sentence(proposal, year, longest, asked)
    return replace(proposal, id=hashlib.sha256(text.encode()).hexdigest()[:16], message=message)


def _sentence(proposal: Proposal, year: int, longest: int, asked: Sequence[Step]) -> str:
    name, count, what = proposal.holder.name, proposal.count, proposal.measure.label
    if proposal.trigger is Trigger.OVERDUE:
        roles = "、".join(dict.fromkeys(role for step in asked for role in step.roles))
        by = f"由{proposal.by}" if proposal.by else ""
        return f"{name}有{count}项问题逾期未整改，最长逾期{longest}天，建议{by}{what}{roles or '责任人'}"
    return {
        Trigger.INTERVIEWS: f"{name}{year}年内被约谈{count}次，按规定建议{what}",
        Trigger.ABSENCES: f"{name}{year}年内经确认无故不在岗{count}次，按规定建议{what}",
        Trigger.RELAPSE: f"{name}有{count}项问题销号后再次出现，建议{what}",
        Trigger.CLUES: f"{name}有{count}条疑点尚未核实，建议{what}",
    }[proposal.trigger]


def decide(proposal: Proposal, act: Act, *, approved: bool) -> Decision:
    """Approve or reject a proposal, with the reason; by an official, never by the program or by those concerned."""
    what = "批准" if approved else "不批准"
    if act.actor.role not in guards.OFFICIALS:
        guards.refuse(f"{proposal.measure.label}的建议须由党群办、检查组、领导的人决定，{act.actor.role.label}不能决定")
    if proposal.holder.id in (act.actor.village, act.actor.unit) or proposal.holder.name == act.actor.name:
        guards.refuse(f"{act.actor.name}与该建议有关，不能由本人决定，请换人办理")
    guards.require_note(act, f"{what}的理由")
    about = (proposal.id, proposal.measure, proposal.holder, proposal.facts)
    return Decision(*about, approved=approved, by=act.actor, on=act.on, reason=act.note)
