"""This run against what was known: five words with their reasons, and nothing gone that was not judged again."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rectify_samples import AUDITOR, CLERK, act, finding, found, in_progress, issued, submitted

from audit.model.lifecycle import Role, Seen, Status
from audit.model.outcome import Kind, Outcome, Severity
from audit.model.problem import Rerun
from audit.rectify import lifecycle, replies, reruns
from audit.rectify.diff import Cell, Change, Judged, Known, compare, known_of, remembered

NOV1, NOV6, NOV7 = date(2023, 11, 1), date(2023, 11, 6), date(2023, 11, 7)
MONTHLY = Known("m1", "monthly-days-short", "v1", ("石川#2",), (NOV1,))
RUN_OF_DAYS = Known("r1", "untraced-run", "v1", ("江宁#1",), (NOV6, NOV7))
RULES = {"monthly-days-short": "v1", "untraced-run": "v1"}


def judged(**outcomes: Judged):
    """Look cells up by rule and day; what is not given is not in the run."""
    return lambda cell: outcomes.get(f"{cell.rule.replace('-', '_')}_{cell.day.day}")


PASSED = judged(
    monthly_days_short_1=Judged(Outcome.OK), untraced_run_6=Judged(Outcome.OK), untraced_run_7=Judged(Outcome.OK)
)


def seen(known, now, cells=PASSED, rules=RULES) -> list[tuple[Seen, str]]:
    return [(change.seen, change.reason) for change in compare(known, now, cells, rules)]


def test_new_still_and_back() -> None:
    assert seen([], [MONTHLY]) == [(Seen.NEW, "以前的核验没有，本次发现")]
    assert seen([MONTHLY], [MONTHLY]) == [(Seen.STILL, "本次核验仍有")]
    assert seen([replace(MONTHLY, gone=True)], [MONTHLY]) == [(Seen.BACK, "以前的核验已消除，本次又出现")]
    changed = replace(MONTHLY, rule_version="v2")
    assert seen([MONTHLY], [changed]) == [(Seen.STILL, "本次核验仍有（规则或口径在两次之间改过）")]


def test_gone_only_when_every_row_it_was_made_from_was_judged_again() -> None:
    assert seen([RUN_OF_DAYS], []) == [(Seen.GONE, "重新判定，已通过")]
    half = judged(untraced_run_6=Judged(Outcome.OK), untraced_run_7=Judged(Outcome.UNKNOWN, "签到册"))
    assert seen([RUN_OF_DAYS], [], half) == [(Seen.UNCHECKED, "资料不足，未能复核：签到册")]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (None, "本次没有这个对象（不在花名册、任期以外，或所在村、月没有核验）"),
        (Judged(Outcome.UNKNOWN), "资料不足，未能复核"),
        (Judged(Outcome.ERROR), "规则运行出错，未能复核"),
        (Judged(Outcome.MANUAL), "须人工核查，程序未能复核"),
        (Judged(Outcome.OK, doubt="两种读法行数不同"), "资料读数存疑，不据此消除：两种读法行数不同"),
        (Judged(Outcome.NOT_APPLICABLE, doubt="两种读法行数不同"), "资料读数存疑，不据此消除：两种读法行数不同"),
    ],
)
def test_what_was_not_judged_is_unchecked(cell, said) -> None:
    assert seen([MONTHLY], [], lambda _: cell) == [(Seen.UNCHECKED, said)]


def test_a_rule_switched_off_and_a_finding_without_rows_are_unchecked() -> None:
    assert seen([MONTHLY], [], PASSED, {}) == [(Seen.UNCHECKED, "该规则本次没有运行（政策未要求或已停用）")]
    assert seen([replace(MONTHLY, days=())], [])[0][0] is Seen.UNCHECKED


def test_a_row_that_still_fails_is_still_there_even_when_told_with_another() -> None:
    folded = judged(untraced_run_6=Judged(Outcome.OK), untraced_run_7=Judged(Outcome.VIOLATION, doubt="x"))
    assert seen([RUN_OF_DAYS], [], folded) == [(Seen.STILL, "本次仍不通过，已并入同一原因的另一条问题")]


def test_gone_says_what_no_longer_applies_and_that_a_changed_rule_repairs_nothing() -> None:
    leave = judged(monthly_days_short_1=Judged(Outcome.NOT_APPLICABLE, "当月全月请假"))
    assert seen([MONTHLY], [], leave) == [(Seen.GONE, "重新判定，已不适用（当月全月请假）")]
    [(what, why)] = seen([MONTHLY], [], PASSED, RULES | {"monthly-days-short": "v2"})
    assert (what, why) == (Seen.GONE, "重新判定，已通过；规则或口径在两次之间改过，不等于已整改")


def test_unchecked_remembers_whether_it_was_gone() -> None:
    gone = replace(MONTHLY, gone=True)
    for before in (MONTHLY, gone):
        changes = compare([before], [], lambda _: None, RULES)
        assert remembered([before], [], changes) == (before,)
    changes = compare([MONTHLY], [], PASSED, RULES)
    assert remembered([MONTHLY], [], changes) == (gone,)
    assert remembered([gone], [MONTHLY], compare([gone], [MONTHLY], PASSED, RULES)) == (MONTHLY,)


def test_a_grouped_finding_is_known_by_its_days_any_other_by_its_period() -> None:
    assert known_of(finding(), ("江宁#1",), grouped=True).days == (NOV6, NOV7)
    assert known_of(finding(), ("江宁#1",), grouped=False).cells() == (
        Cell("absent-without-leave", ("江宁#1",), NOV1),
    )  # fmt: skip


KNOWN = st.builds(
    Known,
    id=st.text("abcdef", min_size=1, max_size=2),
    rule=st.sampled_from(sorted(RULES)),
    rule_version=st.sampled_from(["v1", "v2"]),
    subject=st.just(("石川#2",)),
    days=st.lists(st.dates(NOV1, date(2023, 11, 9)), min_size=1, max_size=3).map(tuple),
    gone=st.booleans(),
)
MANY = st.lists(KNOWN, max_size=12, unique_by=lambda one: one.id)
CELLS = st.dictionaries(
    st.tuples(st.sampled_from(sorted(RULES)), st.integers(1, 9)),
    st.builds(Judged, st.sampled_from(Outcome), st.sampled_from(["", "签到册"]), st.sampled_from(["", "行数不同"])),
)


@settings(max_examples=40, deadline=None)
@given(known=MANY, now=MANY, cells=CELLS, seed=st.randoms(use_true_random=False))
def test_the_order_of_anything_changes_nothing(known, now, cells, seed) -> None:
    def look(cell: Cell) -> Judged | None:
        return cells.get((cell.rule, cell.day.day))

    shuffled_known, shuffled_now = [*known], [*now]
    seed.shuffle(shuffled_known)
    seed.shuffle(shuffled_now)
    changes = compare(known, now, look, RULES)
    assert compare(shuffled_known, shuffled_now, look, RULES) == changes
    assert remembered(shuffled_known, shuffled_now, changes) == remembered(known, now, changes)
    assert {change.id for change in changes} == {one.id for one in (*known, *now)}


@settings(max_examples=40, deadline=None)
@given(known=MANY, now=MANY, cells=CELLS)
def test_nothing_is_gone_without_rows_judged_with_data(known, now, cells) -> None:
    changes = {one.id: one for one in compare(known, now, lambda c: cells.get((c.rule, c.day.day)), RULES)}
    for one in known:
        if changes[one.id].seen is Seen.GONE:
            rows = [cells[cell.rule, cell.day.day] for cell in one.cells()]
            assert {row.outcome for row in rows} <= {Outcome.OK, Outcome.NOT_APPLICABLE}
            assert not any(row.doubt for row in rows)


@settings(max_examples=40, deadline=None)
@given(now=MANY, cells=CELLS)
def test_the_same_run_again_is_still_and_then_changes_nothing(now, cells) -> None:
    def look(cell: Cell) -> Judged | None:
        return cells.get((cell.rule, cell.day.day))

    now = [replace(one, gone=False) for one in now]
    once = remembered([], now, compare([], now, look, RULES))
    again = compare(once, now, look, RULES)
    assert {change.seen for change in again} <= {Seen.STILL}
    assert remembered(once, now, again) == once
    assert compare(once, now, look, RULES) == again


RUN = reruns.Run("r2", date(2023, 12, 9))
CLEAN = Rerun("r2", date(2023, 12, 9), Outcome.OK, finding().period, "v1")
STILL, GONE, BACK = (Change("f1", one, "原因") for one in (Seen.STILL, Seen.GONE, Seen.BACK))


def test_a_rerun_notes_what_it_saw_once_and_decides_nothing() -> None:
    for problem in (in_progress(), submitted(), lifecycle.dismiss(found(), act()), found(kind=Kind.CLUE)):
        noted = reruns.after_rerun(problem, GONE, RUN, clean=CLEAN)
        assert noted.status is problem.status
        assert noted.history[-1].note == "已消除：原因"
        assert noted.history[-1].actor.role is Role.PROGRAM
        assert reruns.after_rerun(noted, GONE, reruns.Run("r3", date(2023, 12, 10)), clean=CLEAN) is noted


def test_a_closed_dismissed_or_accepted_problem_stays_so_whatever_a_rerun_finds() -> None:
    closed = lifecycle.close(submitted(), act(AUDITOR, 10), CLEAN)
    dismissed = lifecycle.dismiss(found(severity=Severity.HINT), act())
    accepted = replies.accept(in_progress(severity=Severity.HINT), act(day=7), until=date(2024, 3, 1))
    later = reruns.Run("r3", date(2023, 12, 20))
    for decided in (closed, dismissed, accepted):
        for change in (STILL, GONE, BACK):
            assert reruns.after_rerun(decided, change, later, clean=CLEAN).status is decided.status


def test_a_hint_is_closed_by_a_clean_rerun_and_the_history_says_so() -> None:
    hint = found(severity=Severity.HINT)
    closed = reruns.after_rerun(hint, GONE, RUN, clean=CLEAN)
    assert (closed.status, closed.proof) == (Status.CLOSED, CLEAN)
    assert closed.history[-1].note == "已消除：原因；提示类问题，复核通过，由程序销号，未经人工复核"
    assert reruns.closed_by_program(closed)
    back = reruns.after_rerun(closed, BACK, reruns.Run("r3", date(2023, 12, 11)))
    assert back.status is Status.FOUND
    assert not reruns.closed_by_program(back)


def test_a_hint_is_left_to_people_without_a_clean_run_after_a_return_or_with_an_open_appeal() -> None:
    hint = found(severity=Severity.HINT)
    assert reruns.after_rerun(hint, GONE, RUN).status is Status.FOUND
    returned = lifecycle.send_back(submitted(severity=Severity.HINT), act(AUDITOR, 9))
    assert reruns.after_rerun(returned, GONE, RUN, clean=CLEAN).status is Status.RETURNED
    appealed = replies.appeal(issued(severity=Severity.HINT), act(CLERK, 6))
    assert reruns.after_rerun(appealed, GONE, RUN, clean=CLEAN).status is Status.ISSUED
    assert reruns.after_rerun(hint, Change("f1", Seen.UNCHECKED, ""), RUN, clean=CLEAN).status is Status.FOUND


def test_a_rectification_by_data_that_a_rerun_contradicts_is_false() -> None:
    for claim, status in (("data_fix", Status.SUBMITTED), ("evidence", Status.CLOSED)):
        problem = replace(submitted(), claim=claim, status=status)
        for change in (STILL, BACK):
            assert reruns.falsely_closed(reruns.after_rerun(problem, change, RUN), "v1")
        contradicted = reruns.after_rerun(problem, STILL, RUN)
        assert not reruns.falsely_closed(contradicted, "v2")
        assert not reruns.falsely_closed(replace(contradicted, claim="behaviour"), "v1")
        assert not reruns.falsely_closed(reruns.after_rerun(problem, GONE, RUN), "v1")
        assert not reruns.falsely_closed(replace(contradicted, status=Status.IN_PROGRESS), "v1")
    assert not reruns.falsely_closed(submitted(), "v1")


def closed_problem(**changes: object):
    return replace(lifecycle.close(submitted(), act(AUDITOR, 10), CLEAN), **changes)


@pytest.mark.parametrize(
    ("begins", "recurs"),
    [
        (date(2023, 12, 1), True),
        (date(2024, 3, 10), True),
        (date(2024, 3, 11), False),
        (date(2023, 11, 30), False),
    ],
)
def test_the_same_rule_and_subject_in_a_later_period_is_a_relapse_within_three_months(begins, recurs) -> None:
    new = replace(found(id="f2"), period=(begins, date(2024, 12, 31)))
    assert reruns.relapse_of(new, [closed_problem()]) == (closed_problem() if recurs else None)


def test_another_rule_subject_or_rule_version_is_no_relapse_and_the_latest_one_counts() -> None:
    new = replace(found(id="f2"), period=(date(2024, 1, 1), date(2024, 1, 31)))
    assert reruns.relapse_of(new, [closed_problem(rule="punch-missing")]) is None
    assert reruns.relapse_of(new, [closed_problem(subject=("石川#2",))]) is None
    assert reruns.relapse_of(new, [closed_problem(rule_version="v0")]) is None
    assert reruns.relapse_of(new, [closed_problem(status=Status.IN_PROGRESS)]) is None
    assert reruns.relapse_of(new, [closed_problem(id="f2")]) is None
    later = closed_problem(id="f5", closed_on=date(2023, 12, 12))
    assert reruns.relapse_of(new, [closed_problem(), later]) == later
    moved_away = replace(new, village="柳湾村")
    assert reruns.relapse_of(moved_away, [closed_problem()]) == closed_problem()
    end_of_month = closed_problem(closed_on=date(2023, 11, 30), period=(date(2023, 10, 1), date(2023, 10, 31)))
    assert reruns.relapse_of(replace(new, period=(date(2024, 2, 29),) * 2), [end_of_month]) == end_of_month
