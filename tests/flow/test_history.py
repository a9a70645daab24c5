"""A workspace's own work is seen by the rules: what is late, expired, told by a ledger too, or changed later."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from audit.model.lifecycle import Role, Status
from audit.model.problem import Act, Actor
from audit.rectify import lifecycle, replies
from audit.store import connect, log, problems, runs
from audit.store.log import By
from audit.workspace import handing_in, running

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import kills

MONTH, POLICIES = "2023-11", ("sanjian-2023-106", "daxiang-2024-18", "haogou-2023-16")
OFFICE, LEADER = Actor("王芳", Role.OFFICE), Actor("郑海", Role.LEADER)
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
