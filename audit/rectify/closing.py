"""What striking off needs, by closure kind (practice.md 2.8): data, evidence, behaviour, accountability, dismissal.

``data_fix``        a missing fact was entered: a later run of the same rule and period passes.
``evidence``        a paper that existed already, dated no later than the event.
``behaviour``       a following period was clean.
``accountability``  a talk or written explanation is on file, and a named person vouches for it.
``dismissed``       a clue was refuted; a named person vouches for it.
"""

from collections.abc import Callable, Mapping
from datetime import date

from audit.model.lifecycle import Seen
from audit.model.outcome import Outcome
from audit.model.problem import Act, Attachment, Attestation, Plan, Problem, Proof, Rerun
from audit.rectify import guards
from audit.rectify.guards import SUBMITTING, told

KINDS: Mapping[str, str] = {
    "data_fix": "更正资料",
    "evidence": "当时的佐证材料",
    "behaviour": "下期达标",
    "accountability": "谈话或书面说明",
    "dismissed": "疑点排除",
}
"""Closure kinds with the office's words."""

_PAPER_NEEDED = ("evidence", "accountability")
_DATA_MUST_AGREE = ("data_fix", "evidence")


def require_plan(plan: Plan) -> None:
    """Refuse a plan without measure or owner (RCT-03)."""
    lacking = _lacking_plan(plan)
    if lacking:
        guards.refuse(f"整改要素不全，缺{'、'.join(lacking)}")


def _lacking_plan(plan: Plan) -> list[str]:
    parts = {"整改措施": plan.measure, "责任单位或责任人": plan.owner or plan.person}
    return [title for title, text in parts.items() if not text.strip()]


def require_elements(problem: Problem, act: Act, claim: str) -> None:
    """Refuse to hand in what lacks measure, owner, deadline, result or proof, or claims a closing the rule forbids."""
    if claim not in problem.closure:
        allowed = "、".join(KINDS[kind] for kind in problem.closure)
        guards.refuse(f"该问题不能凭“{KINDS.get(claim, claim)}”销号，只能凭：{allowed}")
    lacking = _lacking_plan(problem.plan)
    lacking += [] if problem.due_on else ["整改期限"]
    lacking += [] if act.note.strip() else ["整改结果"]
    lacking += ["佐证材料"] if claim in _PAPER_NEEDED and not act.evidence else []
    if lacking:
        guards.refuse(f"整改要素不全，缺{'、'.join(lacking)}")
    if claim == "evidence":
        require_dated(problem, _named(problem, act.evidence))


def require_dated(problem: Problem, papers: tuple[Attachment, ...]) -> None:
    """Refuse papers without a day, or made after the event: a record written later proves nothing (倒补)."""
    for paper in papers:
        if paper.taken_on is None:
            guards.refuse(f"佐证“{paper.name}”没有注明形成日期，不能证明当时就有，请注明")
        if paper.taken_on > problem.event_on:
            guards.refuse(
                f"佐证“{paper.name}”形成于{told(paper.taken_on)}，晚于问题所涉的{told(problem.event_on)}，不能作为当时的材料"
            )


def require_proof(problem: Problem, act: Act, proof: Proof | None) -> None:
    """Refuse a closing that neither a passing rerun nor a named attestation carries, as the claim needs."""
    if problem.appeals and problem.appeals[-1].upheld is None:
        guards.refuse("该问题的申诉尚未答复，须先答复再销号")
    if proof is None:
        guards.refuse("销号须有复核通过的核验结果，或由具名的人书面证明已整改到位")
    if isinstance(proof, Attestation):
        _require_attestation(problem, act, proof)
    _NEEDS[problem.claim](problem, proof)


def _require_attestation(problem: Problem, act: Act, word: Attestation) -> None:
    handed_in = _handed_in_on(problem)
    if word.by.role not in guards.OFFICIALS or not word.by.name.strip():
        guards.refuse("证明人须是党群办、检查组或领导中具名的人")
    if word.by.village == problem.village or (word.by.unit and word.by.unit == problem.unit):
        guards.refuse(f"证明人{word.by.name}是被整改方的人，须由另一方的人证明")
    if any(guards.same_person(word.by, submitter) for submitter in guards.submitters(problem)):
        guards.refuse(f"整改情况由{word.by.name}报送，不能由本人证明")
    if not word.text.strip():
        guards.refuse("请写明证明人看到了什么")
    if not handed_in <= word.on <= act.on:
        guards.refuse(f"证明日期{told(word.on)}须在报送（{told(handed_in)}）之后、销号（{told(act.on)}）之前")
    if problem.claim in _DATA_MUST_AGREE and problem.sighting and problem.sighting.seen in (Seen.STILL, Seen.BACK):
        guards.refuse(f"{told(problem.sighting.on)}的核验中该问题仍存在，不能凭证明销号，请先更正资料后重新核验")


def _by_data(problem: Problem, proof: Proof) -> None:
    if isinstance(proof, Rerun):
        _require_passed(proof)
        _require_same_period(problem, proof)


def _by_evidence(problem: Problem, proof: Proof) -> None:
    require_dated(problem, _named(problem, _handed_in_papers(problem)))
    _by_data(problem, proof)


def _by_behaviour(problem: Problem, proof: Proof) -> None:
    if not isinstance(proof, Rerun):
        if proof.on <= problem.period[1]:
            guards.refuse(f"下期达标须在{told(problem.period[1])}以后才能证明")
        return
    if proof.period[0] <= problem.period[1]:
        guards.refuse(f"下期达标须看{told(problem.period[1])}以后一期的核验结果")
    if proof.outcome is not Outcome.OK:
        guards.refuse(f"下期的核验结果是“{proof.outcome.label}”，不是“{Outcome.OK.label}”，不能销号")


def _by_word(problem: Problem, proof: Proof) -> None:
    if not isinstance(proof, Attestation):
        guards.refuse(f"以“{KINDS[problem.claim]}”销号，须由具名的人证明，核验结果不能代替")


def _require_passed(rerun: Rerun) -> None:
    if rerun.outcome not in (Outcome.OK, Outcome.NOT_APPLICABLE):
        guards.refuse(f"复核的核验结果是“{rerun.outcome.label}”，不能销号")


def _require_same_period(problem: Problem, rerun: Rerun) -> None:
    """Refuse a run of other days, of before the rectification, or by a changed rule (a threshold is no repair)."""
    if rerun.period != problem.period:
        guards.refuse("复核的核验结果不是该问题所涉期间的")
    if rerun.on < _handed_in_on(problem):
        guards.refuse(f"{told(rerun.on)}的核验在报送整改之前，请重新核验")
    if rerun.rule_version and rerun.rule_version != problem.rule_version:
        guards.refuse("规则或口径在反馈后改过，须用反馈时的规则重新核验，口径变化不算整改")


def _handed_in_on(problem: Problem) -> date:
    return next(move.on for move in reversed(problem.history) if move.action in SUBMITTING)


def _handed_in_papers(problem: Problem) -> tuple[str, ...]:
    return next(move.evidence for move in reversed(problem.history) if move.action in SUBMITTING)


def _named(problem: Problem, hashes: tuple[str, ...]) -> tuple[Attachment, ...]:
    return tuple(paper for paper in problem.attachments if paper.sha256 in hashes)


_NEEDS: Mapping[str, Callable[[Problem, Proof], None]] = {
    "data_fix": _by_data,
    "evidence": _by_evidence,
    "behaviour": _by_behaviour,
    "accountability": _by_word,
    "dismissed": _by_word,
}
