"""A workspace's own work is seen by the rules: what is late, expired, told by a ledger too, or changed later."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest

from audit.model.escalation import Measure
from audit.model.lifecycle import Role, Status
from audit.model.problem import Act, Actor
from audit.rectify import RefusedError, lifecycle, replies
from audit.store import connect, documents, log, problems, runs
from audit.store.imports import Said
from audit.store.log import By
from audit.workspace import changes, escalating, handing_in, issuing, running

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import kills

MONTH, POLICIES = "2023-11", ("sanjian-2023-106", "daxiang-2024-18", "haogou-2023-16")
OFFICE, LEADER = Actor("王芳", Role.OFFICE), Actor("郑海", Role.LEADER)
ROLES = ("村社区党组织书记", "乡镇街道联点班子成员", "分管乡村振兴副书记", "工作队长", "后盾单位分管领导")
TITLES = "问题编号,村（社区）,存在的问题,反馈日期,整改时限,整改状态"


def by(day: date) -> By:
    return By("王芳", datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def ran(as_of: date) -> running.Ran:
    return running.run(MONTH, policies=POLICIES, as_of=as_of, by=by(as_of))


def late(of: running.Ran) -> list[str]:
    return [one.message for one in of.report.findings if one.rule == "problem-overdue"]


FOUND_ON, FED_BACK, JUDGED = date(2023, 12, 4), date(2023, 12, 5), date(2024, 1, 10)


@pytest.fixture(scope="module")
def fed_back(tmp_path_factory: pytest.TempPathFactory):
    """Two problems were found and fed back, due on 14 December; one explanation is accepted until the 20th."""
    home = tmp_path_factory.mktemp("fed-back")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZHUCUN_HOME", str(home))
        connect.use(home, "")
        handing_in.hand_in(kills.files(home, 1), by=by(FOUND_ON))
        ran(FOUND_ON)
        act = Act(OFFICE, FED_BACK, "已核实")
        wanted = problems.listed("found")
        for one in wanted:
            problems.change(one.id, lambda p: lifecycle.confirm(p, act), by=by(FED_BACK), action="确认")
            problems.change(
                one.id, lambda p: lifecycle.issue(p, act, due_on=date(2023, 12, 14)), by=by(FED_BACK), action="交办"
            )
        excused = Act(LEADER, FED_BACK, "防汛抽调")
        problems.change(
            wanted[1].id, lambda p: replies.accept(p, excused, until=date(2023, 12, 20)), by=by(FED_BACK), action="采纳"
        )
        yield wanted
        connect.close()


def test_what_is_late_is_found_from_the_workspaces_own_problems(fed_back, tmp_path: Path) -> None:
    one, excused = fed_back
    told = ran(JUDGED)
    assert [expired.id for expired in told.expired] == [excused.id]
    assert problems.of(excused.id).status is Status.IN_PROGRESS
    assert [entry.subject for entry in log.entries() if entry.action == "到期"] == [f"problem:{excused.id}"]
    assert sorted(late(told)) == sorted(
        f"{p.village}“{p.title}”应于12月14日前整改，逾期27天未销号" for p in (one, excused)
    )
    assert any(p.rule == "overdue-interview-due" for p in told.report.findings)
    assert {(at.file, at.cell) for p in told.report.findings if p.rule == "problem-overdue" for at in p.evidence} == {
        ("工作区", one.id[:8]), ("工作区", excused.id[:8]),
    }  # fmt: skip
    again = ran(JUDGED)
    assert (again.expired, again.judged, again.findings_json) == ((), 0, told.findings_json)

    ledger = tmp_path / "整改台账.csv"
    rows = [
        f"{one.id},{one.village},{one.message},2023-12-05,2023-12-14,整改中",
        "B-1,柳湾村,会议少,2023-12-05,2023-12-31,整改中",
    ]
    ledger.write_text("\n".join(["青禾镇整改台账", TITLES, *rows]), encoding="utf-8")
    assert not handing_in.hand_in([ledger], by=by(JUDGED)).errors
    both = ran(JUDGED)
    assert len(late(both)) == 3
    assert running.again(runs.kept(told.number)) == told.findings_json


def test_what_is_handed_in_after_the_feedback_for_days_it_speaks_of_is_a_clue_unless_asked_for(
    fed_back, tmp_path: Path
) -> None:
    later = by(date(2023, 12, 28))
    handing_in.hand_in([kills.files(tmp_path, 2)[2]], by=later)
    asked = handing_in.hand_in([kills.files(tmp_path, 4)[2]], by=later, said=Said(correction="补交漏报的日志"))
    changed = tmp_path / "更正.csv"
    text = (tmp_path / "工作日志2.csv").read_text(encoding="utf-8")
    changed.write_text(text.replace("桃溪村,王建国,2023-11-03,第2次", "桃溪村,王建国,2023-11-03,改过的第2次"))
    told = handing_in.hand_in([changed], by=later).recorded
    [one] = changes.of_import(told.number)
    assert one.sentence.startswith("改动 驻村工作日志 王建国 桃溪村 2023年11月3日：工作内容 第2次走访")
    assert one.sentence.endswith("→改过的第2次走访农户了解秋收情况和用水困难（更正.csv《文本》A2:D2）")
    assert changes.of_import(asked.recorded.number) == []
    ran_again = ran(JUDGED)
    clues = [one for one in ran_again.report.findings if one.rule == "records-changed-after-feedback"]
    assert sorted(one.message for one in clues) == [
        "疑点：柳湾村2023年11月工作日志在问题反馈（12月5日）后新增1条、修改0条、删去0条涉及问题日期的记录（2023年11月3日），疑似倒补",
        "疑点：桃溪村2023年11月工作日志在问题反馈（12月5日）后新增2条、修改1条、删去0条涉及问题日期的记录（2023年11月3日），疑似倒补",
    ]
    assert running.again(runs.kept(ran_again.number)) == ran_again.findings_json


def test_interviews_are_proposed_decided_held_and_counted_in_the_year(fed_back, tmp_path: Path) -> None:
    run = runs.kept(ran(JUDGED).number)
    leader = Actor("郑海", Role.LEADER)
    [first, second] = escalating.propose(run, JUDGED, by=by(JUDGED))
    assert [one.proposal.measure for one in (first, second)] == [Measure.INTERVIEW] * 2
    with pytest.raises(RefusedError, match="批准以后才能生成"):
        escalating.interview_notice(first, run, tmp_path, JUDGED, by=by(JUDGED))
    escalating.decide(second.proposal.id, Act(leader, JUDGED, "汛期"), approved=False, by=by(JUDGED))
    kept = escalating.decide(first.proposal.id, Act(leader, JUDGED, "同意"), approved=True, by=by(JUDGED))
    issued = escalating.interview_notice(kept, run, tmp_path, JUDGED, by=by(JUDGED))
    text = "\n".join(cell.text for table in docx.Document(tmp_path / issued.name).tables for cell in table._cells)
    assert all(role in text for role in ROLES)
    order = escalating.supervision_order(second.proposal.holder.name, run, tmp_path, JUDGED, by=by(JUDGED))
    assert issuing.verify(str(tmp_path / order.name)).good
    assert issuing.verify(issued.number).good

    held = escalating.hold(kept.proposal.id, Act(OFFICE, JUDGED, "已约谈"), escalating.Held(JUDGED, ""), by=by(JUDGED))
    assert [one.name for one in held.interview.targets] == [kept.proposal.holder.name, "县水利局"]
    of = escalating.circumstances(run, JUDGED)
    assert {holder.kind: count for holder, count in escalating.counters(of).items()} == {
        "village": 1, "unit": 1, "person": 1,
    }  # fmt: skip
    assert escalating.propose(run, JUDGED, by=by(JUDGED)) == []
    after = [one.village for one in ran(JUDGED).report.findings if one.rule == "overdue-interview-due"]
    assert after == [second.proposal.holder.name]
    assert log.check(documents.anchors()) == []
