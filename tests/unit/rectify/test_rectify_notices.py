"""The drafts of notices: facts and clauses in them, nothing decided."""

from datetime import date

import pytest
from msgspec.structs import replace
from rectify_samples import in_progress, issued

from audit.model.escalation import Holder, Measure, Proposal, Trigger
from audit.model.rule import Basis
from audit.rectify import RefusedError, notices

TODAY = date(2023, 12, 20)
BASIS = Basis("daxiang-2024-18", "六、第1项", "对督导问题逾期整改不到位的，约谈…")
VILLAGE = Holder("village", "桃溪村", "桃溪村")
REASON = "桃溪村有2项问题逾期未整改"
PROPOSAL = Proposal(
    "p", Measure.INTERVIEW, VILLAGE, Trigger.OVERDUE, 2, ("f1", "f2"), (BASIS,), REASON, "区级分管领导", ("工作队长",)
)  # fmt: skip
LATER = replace(issued(), id="f2", due_on=date(2023, 12, 10))


def test_an_interview_notice_names_problems_clauses_and_targets_and_leaves_the_rest_blank() -> None:
    other = replace(issued(), id="f3")
    draft = notices.interview_notice(PROPOSAL, (in_progress(), LATER, other), TODAY, {"daxiang-2024-18": "督导方案"})
    assert (draft["village"], draft["talked_by"], draft["targets"]) == ("桃溪村", "区级分管领导", ["工作队长"])
    assert draft["basis"] == [{"policy": "督导方案", "ref": "六、第1项", "text": BASIS.text}]
    assert [(line["number"], line["overdue_days"]) for line in draft["problems"]] == [(1, 10), (2, 6)]
    assert draft["problems"][1] == {
        "number": 2, "problem": "江宁11月6日、7日无故不在岗", "issued_on": "2023年12月5日", "due_on": "2023年12月14日",
        "overdue_days": 6, "measure": "补齐请假手续", "owner": "县水利局、江宁", "status": "整改中",
    }  # fmt: skip
    assert (draft["held_on"], draft["place"], draft["demand_due_on"]) == ("", "", "")


def test_only_an_interview_has_an_interview_notice() -> None:
    with pytest.raises(RefusedError, match="不能生成约谈通知"):
        notices.interview_notice(replace(PROPOSAL, measure=Measure.DEDUCTION), (), TODAY, {})


def test_a_supervision_order_lists_the_villages_late_problems() -> None:
    in_time = replace(issued(), id="f4", due_on=TODAY)
    elsewhere = replace(LATER, id="f5", village="柳湾村")
    given = (in_progress(), LATER, in_time, elsewhere)
    draft = notices.supervision_notice("桃溪村", given, TODAY, (BASIS,), {"daxiang-2024-18": "督导方案"})
    assert draft["basis"] == [{"policy": "督导方案", "ref": "六、第1项", "text": BASIS.text}]
    assert (draft["count"], [line["overdue_days"] for line in draft["problems"]]) == (2, [10, 6])
