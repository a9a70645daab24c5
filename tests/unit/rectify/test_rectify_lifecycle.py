"""A problem's life: every move, who may make it, and what is said when he may not."""

from datetime import date

import pytest
from msgspec import structs
from msgspec.structs import replace
from rectify_samples import (
    AUDITOR,
    CLERK,
    DUE,
    LATE_SLIP,
    LEADER,
    LIAISON,
    NEIGHBOUR,
    PLAN,
    SLIP,
    VILLAGER,
    act,
    finding,
    found,
    in_progress,
    issued,
    submitted,
)

from audit.model.lifecycle import Action, Clock, Flag, Role, Seen, Status
from audit.model.outcome import Kind, Outcome, Severity
from audit.model.problem import Act, Actor, Attestation, Plan, Rerun, Sighting
from audit.rectify import RefusedError, lifecycle, replies

NOVEMBER = (date(2023, 11, 1), date(2023, 11, 30))
PASSED = Rerun("r2", date(2023, 12, 9), Outcome.OK, NOVEMBER, "v1")
SEEN_MYSELF = Attestation(AUDITOR, date(2023, 12, 9), "现场查阅请假条原件，属实")


def refused(move, *given, **named) -> str:
    with pytest.raises(RefusedError) as told:
        move(*given, **named)
    return str(told.value)


def test_a_problem_goes_from_finding_to_striking_off_and_its_history_names_everybody() -> None:
    closed = lifecycle.close(submitted(), act(AUDITOR, 10), PASSED)
    assert closed.status is Status.CLOSED
    assert (closed.closed_as, closed.closed_on, closed.proof) == ("data_fix", date(2023, 12, 10), PASSED)
    names = [(move.action, move.actor.name) for move in closed.history if move.action is not Action.ATTACH]
    assert names == [
        (Action.FIND, "程序"),
        (Action.CONFIRM, "陈晓"),
        (Action.ISSUE, "陈晓"),
        (Action.START, "田力"),
        (Action.SUBMIT, "田力"),
        (Action.CLOSE, "罗平"),
    ]


def test_a_clue_is_verified_before_it_is_confirmed_or_dismissed() -> None:
    clue = found(kind=Kind.CLUE)
    assert clue.status is Status.CLUE
    assert refused(lifecycle.confirm, clue, act()) == "该问题现为“疑点”，不能确认，须先到“待认定、待核实”"
    assert "不能排除" in refused(lifecycle.dismiss, clue, act())
    verifying = lifecycle.verify(clue, act())
    assert lifecycle.confirm(verifying, act()).status is Status.CONFIRMED
    assert lifecycle.dismiss(verifying, act()).status is Status.DISMISSED


def test_dismissing_and_sending_back_need_a_reason() -> None:
    assert refused(lifecycle.dismiss, found(), act(note=" ")) == "请写明排除的理由"
    assert refused(lifecycle.send_back, submitted(), act(AUDITOR, 9, "")) == "请写明退回的理由"


def test_the_program_decides_nothing_in_a_persons_place() -> None:
    nobody = Act(replies.program(), date(2023, 12, 9), "自动")
    assert "程序不能确认" in refused(lifecycle.confirm, found(), nobody)
    assert "程序不能代人报送整改" in refused(lifecycle.submit, in_progress(), nobody, "data_fix")
    assert "程序不能销号" in refused(lifecycle.close, submitted(), nobody, PASSED)


def test_who_submitted_does_not_close() -> None:
    by_clerk = lifecycle.submit(in_progress(), act(CLERK, 8), "data_fix")
    same = Actor("陈 晓", Role.LEADER)
    said = "整改情况由陈晓报送，不能由本人销号，须由另一人复核"
    assert refused(lifecycle.close, by_clerk, act(CLERK, 10), PASSED) == said
    assert "不能由本人销号" in refused(lifecycle.close, by_clerk, act(same, 10), PASSED)
    one = replace(CLERK, account="c1")
    by_account = lifecycle.submit(in_progress(), act(one, 8), "data_fix")
    other_name = Actor("别名", Role.OFFICE, account="c1")
    assert "不能由本人销号" in refused(lifecycle.close, by_account, act(other_name, 10), PASSED)


def test_who_submitted_once_and_was_sent_back_does_not_close_either() -> None:
    returned = lifecycle.send_back(lifecycle.submit(in_progress(), act(CLERK, 8), "data_fix"), act(AUDITOR, 9))
    again = lifecycle.submit(returned, act(VILLAGER, 9), "data_fix")
    assert "陈晓报送" in refused(lifecycle.close, again, act(CLERK, 10), PASSED)


def test_nobody_of_the_village_or_unit_closes_its_own() -> None:
    official_of_village = Actor("郑河", Role.AUDITOR, village="桃溪村")
    official_of_unit = Actor("水根", Role.LEADER, unit="县水利局")
    assert "村（社区）不能销号" in refused(lifecycle.close, submitted(), act(NEIGHBOUR, 10), PASSED)
    assert "不能销号本村的问题" in refused(lifecycle.close, submitted(), act(official_of_village, 10), PASSED)
    assert "不能销号本单位的问题" in refused(lifecycle.close, submitted(), act(official_of_unit, 10), PASSED)


def test_nobody_hands_in_for_another_village_or_unit() -> None:
    assert "不能替桃溪村报送整改" in refused(lifecycle.submit, in_progress(), act(NEIGHBOUR, 8), "data_fix")
    stranger = Actor("冯远", Role.UNIT, unit="县林业局")
    assert "不是该问题责任单位的" in refused(lifecycle.submit, in_progress(), act(stranger, 8), "data_fix")
    assert lifecycle.submit(in_progress(), act(LIAISON, 8), "data_fix").status is Status.SUBMITTED


def test_no_act_is_dated_before_the_last_one() -> None:
    said = "办理日期2023年12月4日早于上一步的2023年12月5日，不能倒填日期"
    assert refused(lifecycle.start, issued(), act(VILLAGER, 4), PLAN) == said


def test_evidence_is_attached_before_it_is_pointed_to_and_only_once() -> None:
    assert "没有附在该问题下" in refused(
        lifecycle.submit, in_progress(), act(VILLAGER, 8, "好", ("f" * 64,)), "evidence"
    )
    assert "不必重复上传" in refused(lifecycle.attach, in_progress(), act(VILLAGER, 8), SLIP)


def test_issuing_needs_a_deadline_that_is_not_past() -> None:
    confirmed = lifecycle.confirm(found(due=None), act())
    assert refused(lifecycle.issue, confirmed, act()) == "反馈前须定整改期限"
    assert "早于反馈日期" in refused(lifecycle.issue, confirmed, act(), due_on=date(2023, 12, 4))
    assert lifecycle.issue(confirmed, act(), due_on=date(2023, 12, 5)).due_on == date(2023, 12, 5)


def test_a_rectification_names_measure_owner_deadline_result_and_proof() -> None:
    bare = replace(in_progress(), plan=Plan(), due_on=None)
    said = refused(lifecycle.submit, bare, act(VILLAGER, 8, " "), "evidence")
    assert said == "整改要素不全，缺整改措施、责任单位或责任人、整改期限、整改结果、佐证材料"
    assert "缺整改措施" in refused(lifecycle.start, issued(), act(VILLAGER, 6), Plan(owner="村"))
    assert lifecycle.submit(in_progress(), act(VILLAGER, 8), "data_fix").plan.progress == 100


def test_what_is_fixed_at_once_skips_the_plan_and_is_flagged() -> None:
    done = lifecycle.fix_at_once(issued(), act(VILLAGER, 6), "data_fix")
    assert done.status is Status.SUBMITTED
    assert Flag.FIXED_AT_ONCE in done.flags
    assert lifecycle.close(done, act(AUDITOR, 10), PASSED).status is Status.CLOSED


def test_absence_cannot_be_closed_by_entering_sign_ins_later() -> None:
    work = in_progress(closure=("evidence", "behaviour", "accountability"))
    said = "该问题不能凭“更正资料”销号，只能凭：当时的佐证材料、下期达标、谈话或书面说明"
    assert refused(lifecycle.submit, work, act(VILLAGER, 8), "data_fix") == said


def test_closing_needs_a_proof() -> None:
    said = "销号须有复核通过的核验结果，或由具名的人书面证明已整改到位"
    assert refused(lifecycle.close, submitted(), act(AUDITOR, 10), None) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"outcome": Outcome.VIOLATION}, "复核的核验结果是“不通过”，不能销号"),
        ({"outcome": Outcome.UNKNOWN}, "复核的核验结果是“资料不足”，不能销号"),
        ({"outcome": Outcome.ERROR}, "复核的核验结果是“规则错误”，不能销号"),
        ({"outcome": Outcome.MANUAL}, "复核的核验结果是“待人工”，不能销号"),
        ({"period": (date(2023, 12, 1), date(2023, 12, 31))}, "复核的核验结果不是该问题所涉期间的"),
        ({"on": date(2023, 12, 7)}, "2023年12月7日的核验在报送整改之前，请重新核验"),
        ({"rule_version": "v2"}, "规则或口径在反馈后改过，须用反馈时的规则重新核验，口径变化不算整改"),
    ],
)
def test_a_data_fix_needs_a_later_passing_run_of_the_same_rule_and_period(changes, said) -> None:
    assert refused(lifecycle.close, submitted(), act(AUDITOR, 10), structs.replace(PASSED, **changes)) == said


def test_a_run_on_the_day_of_handing_in_and_one_that_no_longer_applies_both_pass() -> None:
    same_day = structs.replace(PASSED, on=date(2023, 12, 8), outcome=Outcome.NOT_APPLICABLE, rule_version="")
    assert lifecycle.close(submitted(), act(AUDITOR, 8), same_day).status is Status.CLOSED


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"by": VILLAGER}, "证明人须是党群办、检查组或领导中具名的人"),
        ({"by": Actor(" ", Role.LEADER)}, "证明人须是党群办、检查组或领导中具名的人"),
        ({"by": Actor("郑河", Role.LEADER, village="桃溪村")}, "证明人郑河是被整改方的人，须由另一方的人证明"),
        ({"by": Actor("水根", Role.LEADER, unit="县水利局")}, "证明人水根是被整改方的人，须由另一方的人证明"),
        ({"by": Actor("田力", Role.LEADER)}, "整改情况由田力报送，不能由本人证明"),
        ({"text": ""}, "请写明证明人看到了什么"),
        ({"on": date(2023, 12, 7)}, "证明日期2023年12月7日须在报送（2023年12月8日）之后、销号（2023年12月10日）之前"),
        ({"on": date(2023, 12, 11)}, "证明日期2023年12月11日须在报送（2023年12月8日）之后、销号（2023年12月10日）之前"),
    ],
)
def test_an_attestation_is_by_a_named_outsider_after_the_rectification(changes, said) -> None:
    assert refused(lifecycle.close, submitted(), act(AUDITOR, 10), structs.replace(SEEN_MYSELF, **changes)) == said


def test_an_attestation_does_not_overrule_a_run_that_still_finds_it() -> None:
    assert lifecycle.close(submitted(), act(AUDITOR, 10), SEEN_MYSELF).status is Status.CLOSED
    for seen in (Seen.STILL, Seen.BACK):
        again = replace(submitted(), sighting=Sighting("r2", date(2023, 12, 9), seen, ""))
        assert "仍存在，不能凭证明销号" in refused(lifecycle.close, again, act(AUDITOR, 10), SEEN_MYSELF)
    unseen = replace(submitted(), sighting=Sighting("r2", date(2023, 12, 9), Seen.UNCHECKED, ""))
    assert lifecycle.close(unseen, act(AUDITOR, 10), SEEN_MYSELF).status is Status.CLOSED


def test_evidence_must_be_dated_and_no_later_than_the_event() -> None:
    late = refused(lifecycle.submit, in_progress(), act(VILLAGER, 8, "有假条", (LATE_SLIP.sha256,)), "evidence")
    assert late == "佐证“补写的请假条.jpg”形成于2023年12月1日，晚于问题所涉的2023年11月7日，不能作为当时的材料"
    undated = replace(in_progress(), attachments=(replace(SLIP, taken_on=None),))
    assert "没有注明形成日期" in refused(lifecycle.submit, undated, act(VILLAGER, 8, "有", (SLIP.sha256,)), "evidence")
    on_the_day = replace(in_progress(), attachments=(replace(SLIP, taken_on=date(2023, 11, 7)),))
    done = lifecycle.submit(on_the_day, act(VILLAGER, 8, "有", (SLIP.sha256,)), "evidence")
    assert lifecycle.close(done, act(AUDITOR, 10), SEEN_MYSELF).closed_as == "evidence"
    assert lifecycle.close(done, act(AUDITOR, 10), PASSED).closed_as == "evidence"


def test_behaviour_needs_a_clean_later_period() -> None:
    done = submitted("behaviour")
    next_month = structs.replace(PASSED, period=(date(2023, 12, 1), date(2023, 12, 31)))
    assert lifecycle.close(done, act(AUDITOR, 10), next_month).status is Status.CLOSED
    assert "以后一期的核验结果" in refused(lifecycle.close, done, act(AUDITOR, 10), PASSED)
    for outcome in (Outcome.NOT_APPLICABLE, Outcome.VIOLATION, Outcome.UNKNOWN):
        dirty = structs.replace(next_month, outcome=outcome)
        assert "不能销号" in refused(lifecycle.close, done, act(AUDITOR, 10), dirty)
    assert lifecycle.close(done, act(AUDITOR, 10), SEEN_MYSELF).status is Status.CLOSED


def test_accountability_and_dismissal_need_a_named_persons_word() -> None:
    talked = submitted("accountability", (LATE_SLIP.sha256,))
    assert refused(lifecycle.close, talked, act(AUDITOR, 10), PASSED) == (
        "以“谈话或书面说明”销号，须由具名的人证明，核验结果不能代替"
    )
    assert lifecycle.close(talked, act(AUDITOR, 10), SEEN_MYSELF).status is Status.CLOSED
    assert "缺佐证材料" in refused(lifecycle.submit, in_progress(), act(VILLAGER, 8), "accountability")
    assert lifecycle.close(submitted("dismissed"), act(AUDITOR, 10), SEEN_MYSELF).closed_as == "dismissed"


def test_reopening_needs_a_reason_and_a_new_deadline_and_undoes_the_closing() -> None:
    closed = lifecycle.close(submitted(), act(AUDITOR, 10), PASSED)
    assert refused(lifecycle.reopen, closed, act(CLERK, 20, "")) == "请写明重新打开的理由"
    assert "另定整改期限" in refused(lifecycle.reopen, closed, act(CLERK, 20))
    assert "另定整改期限" in refused(lifecycle.reopen, closed, act(CLERK, 20), due_on=date(2023, 12, 19))
    again = lifecycle.reopen(closed, act(CLERK, 20), due_on=date(2023, 12, 29))
    assert (again.status, again.due_on, again.proof, again.closed_as, again.closed_on, again.claim) == (
        Status.IN_PROGRESS, date(2023, 12, 29), None, "", None, ""
    )  # fmt: skip
    assert Flag.RELAPSED in lifecycle.mark_relapsed(again, act(CLERK, 20)).flags


def test_a_dismissed_problem_reopens_where_it_began() -> None:
    dismissed = lifecycle.dismiss(found(), act())
    assert lifecycle.reopen(dismissed, act(day=6)).status is Status.FOUND
    clue = lifecycle.dismiss(lifecycle.verify(found(kind=Kind.CLUE), act()), act())
    assert lifecycle.reopen(clue, act(day=6)).status is Status.CLUE


def test_a_relapse_is_linked_and_one_step_graver_once_a_person_says_so() -> None:
    closed = lifecycle.close(submitted(), act(AUDITOR, 10), PASSED)
    steps = [Severity.HINT, Severity.MINOR, Severity.MAJOR, Severity.SERIOUS]
    for before, after in zip(steps, [*steps[1:], Severity.SERIOUS], strict=True):
        new = lifecycle.open_problem(finding(id="f2", severity=before), (), act(), earlier=closed)
        assert (new.severity, new.earlier, new.flags) == (before, "f1", frozenset())
        marked = lifecycle.mark_relapsed(new, act(LEADER, 6))
        assert (marked.severity, marked.flags) == (after, {Flag.RELAPSED})
        assert refused(lifecycle.mark_relapsed, marked, act(LEADER, 6)) == "该问题已认定为反弹"
    assert "没有关联的旧问题" in refused(lifecycle.mark_relapsed, found(), act(LEADER, 6))
    assert "不能认定反弹" in refused(lifecycle.mark_relapsed, found(), act(VILLAGER, 6))


def test_a_leader_alone_notes_a_transfer_to_the_discipline_organs_once_and_says_why() -> None:
    sent = lifecycle.transfer(in_progress(), act(LEADER, 8, "涉嫌虚报冒领"))
    assert (sent.status, sent.history[-1].action, sent.history[-1].note) == (
        Status.IN_PROGRESS, Action.TRANSFER, "涉嫌虚报冒领"
    )  # fmt: skip
    assert refused(lifecycle.transfer, sent, act(LEADER, 9)) == "该问题已移交纪检"
    assert "只能由领导决定" in refused(lifecycle.transfer, in_progress(), act(CLERK, 8))
    assert "村（社区）不能移交纪检" in refused(lifecycle.transfer, in_progress(), act(VILLAGER, 8))
    assert refused(lifecycle.transfer, in_progress(), act(LEADER, 8, "")) == "请写明移交的理由"
    assert "该问题现为“待认定”，不能移交纪检" in refused(lifecycle.transfer, found(), act(LEADER, 8))


def test_assigning_and_interviewing_leave_the_status() -> None:
    assigned = lifecycle.assign(issued(), act(day=6), PLAN)
    assert (assigned.status, assigned.plan) == (Status.ISSUED, PLAN)
    assert Flag.INTERVIEWED in lifecycle.interview(assigned, act(LEADER, 20)).flags
    assert "不能交办" in refused(lifecycle.assign, issued(), act(VILLAGER, 6), PLAN)
    assert "不能约谈" in refused(lifecycle.interview, found(), act(LEADER, 20))


def test_an_accepted_explanation_expires_and_comes_back_by_its_clock() -> None:
    work = in_progress()
    until = date(2023, 12, 20)
    for clock, due in (
        (Clock.KEEP, DUE),
        (Clock.PAUSE, date(2023, 12, 28)),
        (Clock.RESTART, date(2023, 12, 30)),
    ):
        accepted = replies.accept(work, act(LEADER, 7, "大雪封山"), until=until, clock=clock)
        assert accepted.status is Status.ACCEPTED
        assert replies.expire(accepted, until) is accepted
        back = replies.expire(accepted, date(2023, 12, 21))
        assert (back.status, back.due_on, back.accepted) == (Status.IN_PROGRESS, due, None)
        assert back.history[-1].actor.role is Role.PROGRAM
        assert back.history[-1].note == "说明采纳至2023年12月20日已到期，重新计入整改"


def test_an_explanation_accepted_before_the_feedback_comes_back_unconfirmed() -> None:
    accepted = replies.accept(found(), act(LEADER, 7), until=date(2023, 12, 20), clock=Clock.RESTART)
    back = replies.expire(accepted, date(2023, 12, 21))
    assert (back.status, back.due_on) == (Status.FOUND, date(2023, 12, 28))


def test_only_another_official_accepts_and_only_for_a_time_to_come() -> None:
    work = in_progress()
    day = date(2023, 12, 20)
    assert "不能采纳说明" in refused(replies.accept, work, act(VILLAGER, 7), until=day)
    assert "须在今天" in refused(replies.accept, work, act(LEADER, 20), until=day)
    assert refused(replies.accept, work, act(LEADER, 7, ""), until=day) == "请写明采纳说明的理由"
    by_clerk = lifecycle.submit(work, act(CLERK, 8), "data_fix")
    assert "不能由本人采纳说明" in refused(replies.accept, by_clerk, act(CLERK, 9), until=day)
    assert "不能采纳说明" in refused(replies.accept, found(kind=Kind.CLUE), act(LEADER, 7), until=day)


def test_the_long_list_rests_the_deadline_and_is_looked_at_again() -> None:
    held = replies.hold(in_progress(), act(LEADER, 10, "须上级立项"), until=date(2024, 3, 31))
    assert held.status is Status.ON_HOLD
    assert replies.resume(held, act(CLERK, 20)).due_on == date(2023, 12, 24)
    back = replies.expire(held, date(2024, 4, 1))
    assert (back.status, back.due_on) == (Status.IN_PROGRESS, date(2024, 4, 5))
    assert "不能挂账" in refused(replies.hold, found(), act(LEADER, 10), until=date(2024, 3, 31))
    assert "不能恢复整改" in refused(replies.resume, in_progress(), act(CLERK, 20))
    assert replies.expire(in_progress(), date(2030, 1, 1)) == in_progress()


def test_an_extension_is_granted_by_another_person() -> None:
    asked = replies.ask_extension(in_progress(), act(VILLAGER, 9, "材料在县里"), until=date(2023, 12, 20))
    assert asked.due_on == DUE
    assert "已有一份延期申请待批" in refused(replies.ask_extension, asked, act(VILLAGER, 9), until=date(2023, 12, 21))
    granted = replies.decide_extension(asked, act(LEADER, 10, "同意"), approved=True)
    assert (granted.due_on, granted.extensions[-1].decided_by) == (date(2023, 12, 20), LEADER)
    assert replies.decide_extension(asked, act(LEADER, 10, "不同意"), approved=False).due_on == DUE
    assert refused(replies.decide_extension, granted, act(LEADER, 11), approved=True) == "没有待批的延期申请"
    assert "不必延期" in refused(replies.ask_extension, in_progress(), act(VILLAGER, 9), until=DUE)
    by_clerk = replies.ask_extension(in_progress(), act(CLERK, 9, "代村申请"), until=date(2023, 12, 20))
    assert "不能由本人批准" in refused(replies.decide_extension, by_clerk, act(CLERK, 10), approved=True)


def test_an_appeal_is_answered_by_another_person_before_anything_is_closed() -> None:
    appealed = replies.appeal(submitted(), act(VILLAGER, 9, "当日在县里开会"))
    assert refused(lifecycle.close, appealed, act(AUDITOR, 10), PASSED) == "该问题的申诉尚未答复，须先答复再销号"
    assert "已有一份申诉待答复" in refused(replies.appeal, appealed, act(VILLAGER, 9))
    upheld = replies.answer_appeal(appealed, act(AUDITOR, 10, "会议通知属实"), upheld=True)
    assert (upheld.status, upheld.closed_as, upheld.appeals[-1].answer) == (
        Status.DISMISSED,
        "dismissed",
        "会议通知属实",
    )
    rejected = replies.answer_appeal(appealed, act(AUDITOR, 10, "无会议通知"), upheld=False)
    assert lifecycle.close(rejected, act(AUDITOR, 10), PASSED).status is Status.CLOSED
    assert refused(replies.answer_appeal, rejected, act(LEADER, 10), upheld=True) == "没有待答复的申诉"
    assert "村（社区）不能" in refused(replies.answer_appeal, appealed, act(NEIGHBOUR, 10), upheld=True)
    by_clerk = replies.appeal(in_progress(), act(CLERK, 9, "代村申诉"))
    assert "不能由本人答复" in refused(replies.answer_appeal, by_clerk, act(CLERK, 10), upheld=True)


def test_an_appeal_has_a_window_when_the_office_sets_one() -> None:
    last = date(2023, 12, 10)
    assert replies.appeal(in_progress(), act(VILLAGER, 10), last_day=last).appeals
    assert "已过期限" in refused(replies.appeal, in_progress(), act(VILLAGER, 11), last_day=last)
