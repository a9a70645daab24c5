"""Problems of a workspace as rows for the rules: the same columns as an imported ledger gives."""

from datetime import date

from msgspec.structs import replace
from rectify_samples import AUDITOR, SLIP, VILLAGER, act, finding, found, in_progress, issued, submitted

from audit import catalog
from audit.model.escalation import Holder, Interview
from audit.model.lifecycle import Action, Seen, Status
from audit.model.outcome import Outcome, Severity
from audit.model.problem import Move, Plan, Rerun, Sighting
from audit.rectify import lifecycle, replies, reruns
from audit.rectify.diff import Change
from audit.rectify.facts import Edit, absence_rows, interview_rows, late_change_rows, problem_rows

TODAY = date(2023, 12, 20)
_TARGETS = (("village", "桃溪村"), ("unit", "县水利局"), ("person", "江宁"))
PASSED = Rerun("r2", date(2023, 12, 9), Outcome.OK, finding().period, "v1")
CLOSED = lifecycle.close(submitted(), act(AUDITOR, 10), PASSED)


def row(problem, *others, today=TODAY):
    return next(one for one in problem_rows((problem, *others), today) if one["problem_key"] == problem.id)


def test_rows_have_exactly_the_columns_of_the_fact_tables() -> None:
    facts = catalog.load_facts()
    assert set(row(in_progress())) == {*facts["problem"].columns, "message"}
    edit = Edit("桃溪村", "sign_ins", "签到册", "2023-11", TODAY, added=(date(2023, 11, 6),))
    assert set(late_change_rows([edit], [issued()], {})[0]) == set(facts["late_change"].columns)


def test_what_was_never_fed_back_or_only_later_is_no_row() -> None:
    assert problem_rows((issued(),), date(2023, 12, 4)) == []
    assert problem_rows((found(), lifecycle.confirm(found(), act()), lifecycle.dismiss(found(), act())), TODAY) == []


def test_state_and_deadline() -> None:
    late, waiting = row(in_progress()), row(submitted())
    assert (late["overdue_days"], late["reported"], late["ended"]) == (6, False, False)
    assert (waiting["reported"], waiting["in_time"]) == (True, True)
    assert not row(replace(submitted(), due_on=date(2023, 12, 7)))["in_time"]
    assert (row(CLOSED)["ended"], row(CLOSED)["overdue_days"], row(CLOSED)["in_time"]) == (True, 0, False)
    held = replies.hold(in_progress(), act(AUDITOR, 10), until=date(2024, 6, 1))
    assert (row(held)["held"], row(held)["overdue_days"]) == (True, 0)
    assert row(replace(in_progress(), due_on=None))["overdue_days"] is None


def test_what_a_rerun_saw() -> None:
    def seen(one: Seen) -> object:
        return row(replace(submitted(), sighting=Sighting("r", TODAY, one, "")))["rerun_still"]

    assert [seen(one) for one in (Seen.STILL, Seen.BACK, Seen.GONE, Seen.UNCHECKED)] == [True, True, False, None]
    assert row(submitted())["rerun_still"] is None
    assert [row(submitted(claim))["by_data"] for claim in ("data_fix", "behaviour")] == [True, False]


def test_missing_elements() -> None:
    bare = replace(issued(), plan=Plan(), due_on=None)
    assert row(bare)["missing"] == "整改措施、责任单位、责任人、整改时限、整改情况、佐证材料"
    assert row(submitted())["missing"] == ""
    assert not row(replace(submitted(), attachments=()))["lacks_proof"]
    assert row(replace(submitted(), attachments=(), claim="accountability"))["lacks_proof"]


def test_a_relapse_counts_the_months_and_a_changed_rule_links_nothing() -> None:
    again = replace(issued(id="f2"), earlier="f1", issued_on=date(2024, 2, 11))
    later = date(2024, 3, 1)
    told = row(again, CLOSED, today=later)
    assert (told["links_earlier"], told["recurred_months"]) == (True, 3)
    assert not row(replace(again, rule_version="v2"), CLOSED, today=later)["links_earlier"]
    assert row(again, today=later)["recurred_months"] is None
    assert not row(issued())["links_earlier"]


def test_an_absence_counts_once_it_is_confirmed_and_happened() -> None:
    [told] = absence_rows([issued(), found(), replace(issued(), rule="meetings-short")], TODAY)
    assert (told["person_id"], told["problem_key"], told["on"]) == ("江宁#1", "f1", date(2023, 11, 7))
    assert absence_rows([issued()], date(2023, 11, 6)) == []


def test_one_file_on_problems_of_two_rules() -> None:
    other = replace(issued(id="f2"), rule="team-meetings-short", title="会议少", attachments=(SLIP,))
    assert (row(in_progress(), other)["proof_uses"], row(in_progress(), other)["proof_with"]) == (2, "桃溪村“会议少”")
    assert row(in_progress(), replace(other, rule="absent-without-leave"))["proof_uses"] == 1
    assert row(issued())["proof_uses"] == 0
    noted = replace(other, attachments=(replace(SLIP, note="与请假为同一件事"),))
    assert row(noted, in_progress())["same_event_noted"]


def test_how_it_was_closed() -> None:
    assert (row(CLOSED)["closed_by"], row(CLOSED)["closing_fault"]) == ("罗平", "none")
    assert row(issued())["closing_fault"] == "none"
    hint = issued(severity=Severity.HINT)
    by_program = reruns.after_rerun(hint, Change("f1", Seen.GONE, "通过"), reruns.Run("r2", TODAY), clean=PASSED)
    assert row(by_program)["closed_by_program"]

    def taken_over(actor, before=Status.SUBMITTED):
        move = Move(Action.CLOSE, actor, TODAY, before, Status.CLOSED)
        return row(replace(submitted(), status=Status.CLOSED, history=(*submitted().history, move)))["closing_fault"]

    assert taken_over(VILLAGER) == "submitter"
    assert taken_over(replace(VILLAGER, name="田野")) == "village"
    assert taken_over(AUDITOR, Status.IN_PROGRESS) == "skipped"
    assert taken_over(AUDITOR) == "none"


def test_an_interview_is_a_row_for_each_unit_and_names_those_talked_to() -> None:
    village, unit, leader = (Holder(kind, name, name) for kind, name in _TARGETS)
    both = Interview("i1", TODAY, "区级分管领导", (village, unit, leader))
    assert interview_rows([both, replace(both, targets=(village,))], TODAY) == [
        {"village": "桃溪村", "unit": "县水利局", "targets": "江宁", "held_on": TODAY},
        {"village": "桃溪村", "unit": "", "targets": "", "held_on": TODAY},
    ]
    assert interview_rows([both], date(2023, 12, 19)) == []


def test_rows_touched_after_the_feedback_count_only_on_days_a_problem_cites() -> None:
    six, seven, thirty = (date(2023, 11, day) for day in (6, 7, 30))
    edit = Edit("桃溪村", "sign_ins", "签到册", "2023-11", date(2023, 12, 6), (six, thirty), (seven,), (six,))
    [told] = late_change_rows([edit], [issued()], {"f1": (six, seven)})
    assert [told[name] for name in ("added", "changed", "removed")] == [1, 1, 1]
    assert (told["feedback_on"], told["last_on"]) == (date(2023, 12, 5), thirty)
    assert told["changed_dates"] == "2023年11月6日、2023年11月7日"
    assert late_change_rows([edit], [issued()], {})[0]["added"] == 2
    again = replace(edit, filed_on=TODAY, added=(seven,), changed=(), removed=())
    [both] = late_change_rows([edit, again], [issued()], {"f1": (six, seven)})
    assert (both["added"], both["feedback_on"]) == (2, date(2023, 12, 5))
    asked = replace(edit, corrected=True)
    assert late_change_rows([asked, again], [issued()], {})[0]["added"] == 1
    assert [late_change_rows([asked], [issued()], {})[0][name] for name in ("corrected", "first_filing")] == [
        True,
        False,
    ]
    assert late_change_rows([replace(edit, first_filing=True)], [issued()], {})[0]["first_filing"]
    before = replace(edit, filed_on=date(2023, 12, 5))
    elsewhere = replace(edit, village="柳湾村")
    assert late_change_rows([before, elsewhere], [issued(), found()], {}) == []
