"""Proposals kept: each once, lapsing when nothing suggests them any longer, decided by a person, held on a day."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from audit.model.escalation import Decision, Holder, Interview, Measure, Proposal, Trigger
from audit.model.lifecycle import Role
from audit.model.problem import Actor
from audit.model.rule import Basis
from audit.store import escalations, log
from audit.store.connect import writing
from audit.store.log import By

BY = By("郑海", datetime(2024, 1, 10, tzinfo=UTC))
VILLAGE = Holder("village", "桃溪村", "桃溪村")
BASIS = Basis("daxiang-2024-18", "六、第1项", "约谈…")
TALK = Proposal(
    "5c1d", Measure.INTERVIEW, VILLAGE, Trigger.OVERDUE, 1, ("f1",), (BASIS,), "逾期", "领导", ("工作队长",)
)
OTHER = replace(TALK, id="7b21", holder=Holder("village", "柳湾村", "柳湾村"))


def offered(*made: Proposal) -> list[tuple[str, str]]:
    return [(one.proposal.id, one.label) for one in escalations.offer(made, month="2023-11", year=2024, by=BY)]


def test_a_proposal_is_kept_once_and_lapses_and_comes_back_with_its_reasons(workspace: Path) -> None:
    assert offered(TALK, OTHER) == [("7b21", "待决定"), ("5c1d", "待决定")]
    assert offered(TALK, OTHER) == offered(OTHER, TALK)
    assert offered(TALK) == [("5c1d", "待决定")]
    assert [one.label for one in escalations.listed()] == ["已失效", "待决定"]
    assert len(offered(TALK, OTHER)) == 2
    assert [entry.action for entry in log.entries()] == ["提出建议"] * 3
    assert escalations.of("5c").proposal == TALK
    with pytest.raises(escalations.ProposalUnknownError, match="以“9”开头的建议没有"):
        escalations.of("9")


def test_decision_and_interview_are_kept_and_stay_whatever_is_proposed_later(workspace: Path) -> None:
    offered(TALK, OTHER)
    decided = Decision("5c1d", TALK.measure, VILLAGE, ("f1",), approved=True, by=Actor("郑海", Role.LEADER),
                       on=date(2024, 1, 10), reason="同意")  # fmt: skip
    held = Interview("5c1d", date(2024, 1, 12), "领导", (VILLAGE,), ("f1",))
    with writing():
        escalations.settle(decided, by=BY)
        escalations.settle(replace(decided, proposal="7b21", approved=False), by=BY)
        escalations.hold("5c1d", held, by=BY)
    assert offered() == []
    assert [one.label for one in escalations.listed()] == ["不批准", "已约谈"]
    assert escalations.interviews() == (held,)
    assert {one.proposal for one in escalations.decisions()} == {"5c1d", "7b21"}
    assert log.check() == []
