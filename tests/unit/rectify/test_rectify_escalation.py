"""Escalation: what is counted, what the clauses then ask for, and that a person decides."""

from datetime import date

import pytest
from msgspec.structs import replace
from rectify_samples import CLERK, LEADER, VILLAGER, act, finding, found, in_progress, issued, submitted

from audit import catalog, evaluate
from audit.evaluate import process
from audit.model.escalation import Holder, Interview, Measure, Member, Step, Trigger
from audit.model.lifecycle import Role, Status
from audit.model.outcome import Kind, Outcome
from audit.model.problem import Act, Actor, Rerun
from audit.model.rule import Basis
from audit.rectify import RefusedError, escalation, lifecycle, replies
from audit.rectify.occasions import Circumstances, occasions

TODAY = date(2024, 1, 20)
OVERDUE = Basis("daxiang-2024-18", "六、第1项", "对督导问题逾期整改不到位的，由区级分管领导约谈…")
TWICE = Basis("daxiang-2024-18", "六、第2项", "年内被 2 次被约谈的，取消…")
BACK = Basis("haogou-2023-16", "一", "重点督查各村问题整改及“回头看”工作")
ROLES = ("村社区党组织书记", "乡镇街道联点班子成员", "分管乡村振兴副书记", "工作队长", "后盾单位分管领导")
INTERVIEW = Step(Trigger.OVERDUE, "village", 1, Measure.INTERVIEW, OVERDUE, by="区级分管领导", roles=ROLES)
NO_AWARD = Step(Trigger.INTERVIEWS, "unit", 2, Measure.NO_AWARD, TWICE)
STEPS = (
    INTERVIEW,
    NO_AWARD,
    replace(NO_AWARD, kind="person"),
    replace(NO_AWARD, measure=Measure.DEDUCTION),
    replace(NO_AWARD, kind="village", measure=Measure.DEDUCTION),
    Step(Trigger.RELAPSE, "village", 1, Measure.RELAPSE, BACK),
)
VILLAGE = Holder("village", "桃溪村", "桃溪村")
UNIT = Holder("unit", "县水利局", "县水利局")
OLD, NEW = Holder("person", "江宁#1", "江宁"), Holder("person", "石川#2", "石川")
MEMBERS = (Member(UNIT, OLD, date(2023, 1, 1)), Member(UNIT, NEW, date(2024, 1, 10)))


engine = process.engine_name


@pytest.fixture(autouse=True)
def _reference_alone(monkeypatch) -> None:
    """A child process a sentence is slow; the last test asks both engines."""
    monkeypatch.setattr(process, "engine_name", lambda: None)


def derive(facts):
    return evaluate.derive_facts(catalog.load_derivations()["escalation"], facts)


def interview(name: str, day: date, *targets: Holder, problems: tuple[str, ...] = ()) -> Interview:
    return Interview(name, day, "区级分管领导", targets, problems)


def proposed(steps=STEPS, **given):
    given.setdefault("problems", ())
    return escalation.propose(Circumstances(given.pop("today", TODAY), **given), steps, derive)


def test_one_interview_is_proposed_for_all_late_problems_of_a_village_with_the_clauses_five_roles() -> None:
    late = in_progress()
    later = replace(issued(), id="p2", due_on=date(2023, 12, 31))
    in_time = replace(issued(), id="p3", due_on=TODAY)
    [one] = proposed(problems=(in_time, later, late))
    assert (one.measure, one.holder, one.facts, one.roles, one.basis) == (
        Measure.INTERVIEW, VILLAGE, ("f1", "p2"), ROLES, (OVERDUE,)
    )  # fmt: skip
    assert one.message == (
        "桃溪村有2项问题逾期未整改，最长逾期37天，建议由区级分管领导约谈村社区党组织书记、乡镇街道联点班子成员、"
        "分管乡村振兴副书记、工作队长、后盾单位分管领导"
    )


def test_no_clause_no_interview() -> None:
    assert proposed(steps=(), problems=(in_progress(),)) == ()


def test_a_grace_of_days_is_counted() -> None:
    step = replace(INTERVIEW, least=10)
    assert proposed((step,), problems=(in_progress(),), today=date(2023, 12, 23)) == ()
    assert proposed((step,), problems=(in_progress(),), today=date(2023, 12, 24))


def test_what_was_talked_about_already_or_handed_in_in_time_is_not_proposed_again() -> None:
    talked = lifecycle.interview(in_progress(), Act(LEADER, date(2023, 12, 20)))
    assert proposed(problems=(talked,)) == ()
    held = interview("i1", date(2023, 12, 20), VILLAGE, problems=("f1",))
    assert proposed(problems=(in_progress(),), interviews=(held,)) == ()
    assert proposed(problems=(submitted(),)) == ()
    late = replace(submitted(), due_on=date(2023, 12, 7))
    assert len(proposed(problems=(late,))) == 1


def test_the_second_interview_of_a_year_costs_the_award_and_points() -> None:
    held = (
        interview("i0", date(2023, 12, 30), UNIT, VILLAGE),
        interview("i1", date(2024, 1, 8), UNIT, VILLAGE),
        interview("i2", date(2024, 1, 15), UNIT, VILLAGE),
        interview("i3", date(2024, 1, 21), UNIT, VILLAGE),
    )
    assert proposed(interviews=held[:2]) == ()
    made = proposed(interviews=held, members=MEMBERS)
    assert [(one.measure, one.holder, one.facts) for one in made] == [
        (Measure.NO_AWARD, OLD, ("i1", "i2")),
        (Measure.DEDUCTION, UNIT, ("i1", "i2")),
        (Measure.NO_AWARD, UNIT, ("i1", "i2")),
        (Measure.DEDUCTION, VILLAGE, ("i1", "i2")),
    ]
    assert made[2].message == "县水利局2024年内被约谈2次，按规定建议取消年度评先评优资格"
    assert made[2].basis == (TWICE,)


def test_a_member_who_came_after_the_event_or_left_before_it_is_not_affected() -> None:
    held = tuple(replace(interview(f"i{n}", date(2024, 1, n), UNIT), event_on=date(2023, 11, 30)) for n in (12, 15))
    left = replace(MEMBERS[0], left_on=date(2023, 11, 29))
    assert {one.holder for one in proposed(interviews=held, members=MEMBERS)} == {UNIT, OLD}
    assert {one.holder for one in proposed(interviews=held, members=(left, MEMBERS[1]))} == {UNIT}
    on_the_day = replace(MEMBERS[0], left_on=date(2023, 11, 30))
    assert OLD in {one.holder for one in proposed(interviews=held, members=(on_the_day,))}


def test_talking_to_the_village_secretary_counts_for_the_village_not_for_the_member() -> None:
    held = tuple(interview(f"i{n}", date(2024, 1, n), VILLAGE) for n in (5, 6))
    assert {one.holder for one in proposed(interviews=held, members=MEMBERS)} == {VILLAGE}
    to_him = (held[0], replace(held[1], targets=(OLD,)), interview("i7", date(2024, 1, 7), OLD))
    assert {one.holder for one in proposed(interviews=to_him, members=MEMBERS)} == {OLD}


def absences(count: int, **changes: object) -> tuple:
    one = replace(issued(), event_on=date(2024, 1, 5), due_on=date(2024, 12, 31), **changes)
    return tuple(replace(one, id=f"a{n}") for n in range(count))


def test_absences_climb_a_ladder_only_where_a_clause_sets_it() -> None:
    rung = Step(Trigger.ABSENCES, "person", 1, Measure.NO_AWARD, TWICE, most=1)
    ladder = (
        rung,
        replace(rung, least=2, most=2, measure=Measure.BASIC_AT_MOST),
        replace(rung, least=3, most=9, measure=Measure.UNFIT),
    )
    asked = {n: [one.measure for one in proposed(ladder, problems=absences(n))] for n in range(5)}
    unfit = [Measure.UNFIT]
    assert asked == {0: [], 1: [Measure.NO_AWARD], 2: [Measure.BASIC_AT_MOST], 3: unfit, 4: unfit}
    assert proposed(problems=absences(4)) == ()
    spared = (Status.DISMISSED, Status.ACCEPTED, Status.FOUND, Status.CLUE)
    for status in spared:
        assert proposed((rung,), problems=absences(1, status=status)) == ()
    last_year = replace(absences(1)[0], event_on=date(2023, 12, 31))
    assert proposed((rung,), problems=(last_year,)) == ()
    assert proposed((rung,), problems=absences(1, rule="work-log-missing")) == ()
    [one] = proposed((rung,), problems=absences(1))
    assert one.message == "江宁2024年内经确认无故不在岗1次，按规定建议取消年度评先评优资格"


def test_what_came_back_is_proposed_as_a_relapse_until_somebody_says_so() -> None:
    passed = Rerun("r2", date(2023, 12, 9), Outcome.OK, finding().period, "v1")
    closed = lifecycle.close(submitted(), act(LEADER, 10), passed)
    again = lifecycle.reopen(closed, act(CLERK, 20), due_on=date(2024, 2, 1))
    linked = lifecycle.open_problem(finding(id="f9"), (), act(), earlier=closed)
    [one] = proposed(problems=(again, linked, closed))
    assert (one.measure, one.facts, one.basis) == (Measure.RELAPSE, ("f1", "f9"), (BACK,))
    assert one.message == "桃溪村有2项问题销号后再次出现，建议认定反弹"
    marked = lifecycle.mark_relapsed(again, act(CLERK, 21))
    assert proposed(problems=(marked,)) == ()
    undone = lifecycle.reopen(lifecycle.dismiss(found(), act()), act())
    assert proposed(problems=(undone,)) == ()


def test_three_pending_clues_on_one_person_suggest_a_visit_without_a_clause() -> None:
    clues = tuple(replace(found(kind=Kind.CLUE), id=f"c{n}") for n in range(3))
    assert proposed(problems=clues[:2]) == ()
    [one] = proposed((), problems=clues)
    assert (one.measure, one.holder, one.basis) == (Measure.SITE_VISIT, OLD, ())
    assert one.message == "江宁有3条疑点尚未核实，建议实地核查"
    assert proposed(problems=(*clues[:2], replace(clues[2], status=Status.DISMISSED))) == ()


def test_a_decision_settles_its_facts_and_a_yearly_one_the_year() -> None:
    late = in_progress()
    [one] = proposed(problems=(late,))
    no = escalation.decide(one, act(CLERK, 31, "雪灾期间不宜约谈"), approved=False)
    assert proposed(problems=(late,), decisions=(no,)) == ()
    more = replace(issued(), id="p2")
    assert [each.facts for each in proposed(problems=(late, more), decisions=(no,))] == [("p2",)]

    held = tuple(interview(f"i{n}", date(2024, 1, n), VILLAGE) for n in (5, 6, 7))
    [points] = proposed(interviews=held[:2])
    rejected = escalation.decide(points, act(LEADER, 31, "本次不扣"), approved=False)
    assert [each.facts for each in proposed(interviews=held, decisions=(rejected,))] == [("i5", "i6", "i7")]
    settled = replace(rejected, approved=True, on=TODAY)
    assert proposed(interviews=held, decisions=(settled,)) == ()
    assert proposed(interviews=held, decisions=(replace(settled, on=date(2023, 12, 31)),)) != ()


@pytest.mark.parametrize(
    ("who", "note", "said"),
    [
        (replies.program(), "自动", "程序不能决定"),
        (VILLAGER, "同意", "村（社区）不能决定"),
        (LEADER, " ", "请写明批准的理由"),
        (Actor("郑河", Role.LEADER, village="桃溪村"), "同意", "与该建议有关，不能由本人决定"),
    ],
)
def test_a_person_above_the_village_decides_and_says_why(who, note, said) -> None:
    [one] = proposed(problems=(in_progress(),))
    with pytest.raises(RefusedError, match=said):
        escalation.decide(one, act(who, 31, note), approved=True)


def test_nobody_is_proposed_for_the_discipline_organs() -> None:
    assert not [measure for measure in Measure if "纪" in measure.label]


def test_counts_and_proposals_do_not_depend_on_the_order_of_problems() -> None:
    problems = (in_progress(), *absences(3), replace(found(kind=Kind.CLUE), id="c1"))
    forth, back = (Circumstances(TODAY, given) for given in (problems, problems[::-1]))
    assert occasions(forth) == occasions(back)
    assert escalation.propose(forth, STEPS, derive) == escalation.propose(back, STEPS[::-1], derive)


def test_both_engines_propose_the_same(monkeypatch) -> None:
    monkeypatch.setattr(process, "engine_name", engine)
    clues = tuple(replace(found(kind=Kind.CLUE), id=f"c{n}") for n in range(3))
    held = tuple(interview(f"i{n}", date(2024, 1, n), UNIT, VILLAGE) for n in (5, 6))
    rung = Step(Trigger.ABSENCES, "person", 1, Measure.NO_AWARD, TWICE, most=3)
    steps = (*STEPS, rung)
    made = proposed(steps, problems=(in_progress(), *absences(2), *clues), interviews=held, members=MEMBERS)
    assert {one.measure for one in made} == {
        Measure.INTERVIEW, Measure.NO_AWARD, Measure.DEDUCTION, Measure.SITE_VISIT
    }  # fmt: skip
