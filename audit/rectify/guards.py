"""Who may do what to a problem: each refusal is one Chinese sentence that says what is wrong and what to do."""

from collections.abc import Collection
from datetime import date
from typing import NoReturn

from audit.model.lifecycle import Action, Role, Status
from audit.model.problem import Act, Actor, Problem

OFFICIALS = frozenset({Role.OFFICE, Role.AUDITOR, Role.LEADER})
"""The roles that decide; village and unit answer, the program only notes what it saw."""

SUBMITTING = (Action.SUBMIT, Action.FIX_AT_ONCE)


class RefusedError(ValueError):
    """An act that may not be done; the message is one Chinese sentence for the person who tried."""


def refuse(sentence: str) -> NoReturn:
    """Refuse an act with one sentence."""
    raise RefusedError(sentence)


def require_status(problem: Problem, allowed: Collection[Status], action: Action) -> None:
    """Refuse an act that the problem's status does not allow, naming those that would."""
    if problem.status not in allowed:
        words = "、".join(status.label for status in Status if status in allowed)
        refuse(f"该问题现为“{problem.status.label}”，不能{action.label}，须先到“{words}”")


def require_order(problem: Problem, act: Act) -> None:
    """Refuse a day before the last move (倒填) and evidence that has not been attached."""
    last = problem.history[-1].on if problem.history else act.on
    if act.on < last:
        refuse(f"办理日期{told(act.on)}早于上一步的{told(last)}，不能倒填日期")
    lacking = set(act.evidence) - {attachment.sha256 for attachment in problem.attachments}
    if lacking:
        refuse(f"所引佐证中有{len(lacking)}份没有附在该问题下，请先上传再引用")


def require_note(act: Act, what: str) -> None:
    """Refuse an act without the words it needs (``what``: 理由, 整改结果…)."""
    if not act.note.strip():
        refuse(f"请写明{what}")


def require_party(problem: Problem, actor: Actor, action: Action) -> None:
    """Refuse the program, and people of another village or unit, where the one concerned must act."""
    if actor.role is Role.PROGRAM:
        refuse(f"程序不能代人{action.label}，须由办理人本人操作")
    if actor.role is Role.VILLAGE and actor.village != problem.village:
        refuse(f"{actor.name}是{actor.village or '其他村'}的，不能替{problem.village}{action.label}")
    if actor.role is Role.UNIT and (not actor.unit or actor.unit != problem.unit):
        refuse(f"{actor.name}不是该问题责任单位的，不能{action.label}")


def require_official(problem: Problem, actor: Actor, action: Action) -> None:
    """Refuse anyone but an official who belongs neither to the village nor to the unit."""
    if actor.role not in OFFICIALS:
        who = "、".join(role.label for role in (Role.OFFICE, Role.AUDITOR, Role.LEADER))
        refuse(f"{action.label}须由{who}的人办理，{actor.role.label}不能{action.label}")
    if actor.village and actor.village == problem.village:
        refuse(f"{actor.name}是{problem.village}的人，不能{action.label}本村的问题，请换人办理")
    if actor.unit and actor.unit == problem.unit:
        refuse(f"{actor.name}是{problem.unit}的人，不能{action.label}本单位的问题，请换人办理")


def require_second_person(problem: Problem, actor: Actor, action: Action) -> None:
    """Refuse whoever handed in the rectification: who submits does not close (整改人≠销号人)."""
    if any(same_person(actor, submitter) for submitter in submitters(problem)):
        refuse(f"整改情况由{actor.name}报送，不能由本人{action.label}，须由另一人复核")


def submitters(problem: Problem) -> tuple[Actor, ...]:
    """Give everybody who ever handed in a rectification of this problem."""
    return tuple(move.actor for move in problem.history if move.action in SUBMITTING)


def same_person(one: Actor, other: Actor) -> bool:
    """Say whether two actors may be one person: the same account, or the same name (spaces apart)."""
    if one.account and one.account == other.account:
        return True
    return "".join(one.name.split()) == "".join(other.name.split())


def told(day: date) -> str:
    """Write a day as offices do: 2023年12月3日."""
    return f"{day.year}年{day.month}月{day.day}日"
