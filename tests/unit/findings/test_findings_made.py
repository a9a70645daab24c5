"""From outcomes to findings: identity, grouping, gravity, one cause one problem."""

from datetime import date

import pandas as pd
import pytest
from findings_samples import (
    CONTRACTS,
    LADDER,
    RULES,
    VILLAGE,
    WHO,
    facts,
    found,
    handed_in,
    in_force,
    ladder,
    on,
    outcomes,
    person_days,
    person_month,
    places,
    table,
)
from msgspec.structs import replace

from audit import evaluate
from audit.findings import make_findings
from audit.model.outcome import Kind, Severity


def _days(**true):
    return table("person_day", person_days(true))


def _run(*numbers: int, **more) -> list[dict]:
    start, end = on(min(numbers), max(numbers))
    run = {"untraced_run_days": len(numbers), "untraced_run_start": start, "untraced_run_end": end}
    rows = person_days({"untraced": on(*numbers)}, days=numbers, **run)
    return [row | more for row in rows]


def _alone(rows: list[dict], *rules):
    return found(facts(table("person_day", rows)), *rules)


def test_a_finding_tells_subject_period_numbers_clause_and_deadline():
    month = person_month(missed_sign_days=5)
    missed = on(1, 2, 3, 6, 7)
    (one,) = found(facts(table("person_month", [month]), _days(missed_sign=missed)), "sign-in-missing")
    assert (one.village, one.person, one.role, one.unit) == (VILLAGE, "林晓峰", "工作队员", "县农业农村局")
    assert one.period == (date(2023, 11, 1), date(2023, 11, 30))
    assert one.dates == missed
    assert one.message == "林晓峰（桃溪村）2023年11月有5个工作日未签到：11月1日至3日、6日、7日"
    assert (one.kind, one.severity) == (Kind.VIOLATION, Severity.MAJOR)
    assert one.values["missed_sign_days"] == 5
    assert one.values["tolerance"] == 1
    assert one.basis[0].text == "每日签到"
    assert one.due == date(2024, 1, 25)


def test_a_finding_also_tells_what_only_its_severity_was_judged_by():
    vacant = {"is_workday": True, "day_kind": "workday", "vacant": True, "vacant_run_workdays": 3}
    day = table("village_day", [{"village": VILLAGE, "date": date(2023, 11, 6), "month": "2023-11", **vacant}])
    (one,) = found(facts(day), "village-unattended")
    assert one.severity is Severity.SERIOUS
    assert one.values["vacant_run_workdays"] == 3


def test_a_notices_own_deadline_goes_before_the_rules_days():
    rule = replace(in_force("sign-in-missing"), due_on="2023-12-14")
    (one,) = found(facts(table("person_month", [person_month(missed_sign_days=3)])), rule)
    assert one.due == date(2023, 12, 14)


def _same(**change):
    month = person_month(missed_sign_days=3) | change
    records = places(("sign_ins", WHO, VILLAGE, date(2023, 11, 6), "F4"))
    return found(facts(table("person_month", [month]), records=records), "sign-in-missing")[0].id


def test_identity_is_the_rule_the_subject_and_the_period_and_nothing_else():
    assert _same() == _same(missed_sign_days=7, village="柳湾村", person="林小峰", unit="县水利局")
    assert _same() != _same(person_id="吴桐@县农业农村局")
    assert _same() != _same(month="2023-10")
    assert len(_same()) == 16


def test_identity_does_not_depend_on_wording_files_or_numbers_of_a_policy():
    month, rule = table("person_month", [person_month(missed_sign_days=3)]), in_force("sign-in-missing", tolerance=2)
    worded = replace(rule, rule=replace(rule.rule, message="{person}少签"), version="v2")
    here = found(facts(month, records=places(("sign_ins", WHO, VILLAGE, on(6)[0], "F4"))), rule)
    there = found(facts(month, submissions=handed_in(("sign_ins", VILLAGE, "2023-11", WHO))), worded)
    assert here[0].id == there[0].id
    assert here[0].message != there[0].message


def test_days_of_one_run_are_one_finding_and_two_runs_are_two():
    two = _alone([*_run(6, 7, 8), *_run(20, 21, 22, 23)], "untraced-run")
    assert [one.dates for one in two] == [on(6, 7, 8), on(20, 21, 22, 23)]
    assert [one.period for one in two] == [on(6, 8), on(20, 23)]
    assert two[0].message.startswith("林晓峰（桃溪村）11月6日至11月8日连续3个工作日")


def test_a_run_that_began_last_month_keeps_its_beginning_and_its_identity():
    start, end = on(30, month=10)[0], on(2)[0]
    run = {"untraced_run_days": 4, "untraced_run_start": start, "untraced_run_end": end}
    november = person_days({"untraced": on(1, 2)}, days=(1, 2), **run)
    october = person_days({"untraced": on(30, 31, month=10)}, days=(30, 31), month=10, **run)
    (one,) = _alone(november, "untraced-run")
    assert one.period == (start, end)
    assert one.dates == on(1, 2)
    assert one.id == _alone(october, "untraced-run")[0].id


def test_people_are_told_apart_within_one_run():
    other = {"person_id": "吴桐@县水利局", "person": "吴桐"}
    two = _alone([*_run(6, 7, 8), *_run(6, 7, 8, **other)], "untraced-run")
    assert [one.person for one in two] == ["吴桐", "林晓峰"]
    assert len({one.id for one in two}) == 2


def _vacant(*numbers: int, **more) -> pd.DataFrame:
    workdays = sum(day.weekday() < 5 for day in on(*numbers))
    start, end = on(min(numbers), max(numbers))
    return table(
        "village_day",
        [
            {"village": VILLAGE, "date": day, "month": "2023-11", "is_workday": day.weekday() < 5, "vacant": True,
             "day_kind": "workday" if day.weekday() < 5 else "weekend", "vacant_run_days": len(numbers),
             "vacant_run_workdays": workdays, "vacant_run_start": start, "vacant_run_end": end, "all_on_leave": False,
             **more}
            for day in on(*numbers)
        ],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("numbers", "severity"),
    [
        ((4, 5), Severity.HINT),
        ((3, 4, 5), Severity.MAJOR),
        ((4, 5, 6), Severity.MAJOR),
        ((3, 4, 5, 6, 7), Severity.SERIOUS),
    ],
)
def test_a_run_is_as_grave_as_its_gravest_day(numbers, severity):
    (one,) = found(facts(_vacant(*numbers)), "village-unattended")
    assert (one.severity, one.person, one.dates) == (severity, "", on(*numbers))


def test_what_the_gravest_day_says_besides_is_added():
    (one,) = found(facts(_vacant(6, all_on_leave=True)), "village-unattended")
    assert one.message.endswith("（其间全体队员均在请假）")


def test_findings_are_sorted_by_village_gravity_rule_and_person():
    listed = (("甲", "石磨村", 3), ("丁", "桃溪村", 3), ("乙", "桃溪村", 6), ("丙", "桃溪村", 3))
    months = [person_month(missed_sign_days=n, person_id=f"{p}@甲", person=p, village=v) for p, v, n in listed]
    for order in (months, months[::-1]):
        told = found(facts(table("person_month", order)), "sign-in-missing")
        assert [one.person for one in told] == ["乙", "丁", "丙", "甲"]


def _both(missed: tuple[date, ...], untraced: tuple[int, ...], **more):
    month = person_month(missed_sign_days=len(missed), **more)
    rows = {row["date"]: row for row in person_days({"missed_sign": missed, "untraced": ()})}
    rows |= {row["date"]: rows[row["date"]] | row for row in _run(*untraced)}
    return facts(table("person_month", [month]), table("person_day", list(rows.values())))


def test_a_lesser_finding_whose_days_are_all_explained_is_folded_into_the_graver():
    (one,) = found(_both(on(6, 7, 8), (6, 7, 8)), "untraced-run", "sign-in-missing")
    assert one.rule == "untraced-run"
    assert one.details == ("林晓峰（桃溪村）2023年11月有3个工作日未签到：11月6日至8日",)


def test_a_lesser_finding_with_enough_other_days_stands_with_the_days_left():
    graver, lesser = found(_both(on(6, 7, 8, 20, 21), (6, 7, 8)), "untraced-run", "sign-in-missing")
    assert (graver.rule, graver.details) == ("untraced-run", ())
    assert lesser.dates == on(20, 21)
    assert lesser.message.endswith("有2个工作日未签到：11月20日、21日")
    assert lesser.severity is Severity.MINOR


def test_a_lesser_finding_with_too_few_days_left_is_folded_whole():
    (one,) = found(_both(on(6, 7, 8, 20), (6, 7, 8)), "untraced-run", "sign-in-missing")
    assert one.details == ("林晓峰（桃溪村）2023年11月有4个工作日未签到：11月6日至8日、20日",)


def test_a_folded_finding_is_told_under_the_gravest_and_not_under_one_that_is_folded_itself():
    rules = ("absent-without-leave", "sign-in-missing", "untraced-run")
    (one,) = found(_both(on(6, 7, 8), (6, 7, 8)), *rules)
    assert one.rule == "untraced-run"
    assert sorted(text.split("）")[1] for text in one.details) == [
        "11月6日至8日不在岗，未见请假审批手续",
        "2023年11月有3个工作日未签到：11月6日至8日",
    ]


def test_what_a_folded_finding_explains_is_told_where_that_is_told():
    missed = on(6, 7, 8, 20)
    of = _both(missed, (6, 7, 8), signed_not_punched_days=0, punched_not_signed_days=4, signed_days=18, punched_days=22)
    days = of.tables["person_day"].assign(punched_not_signed=lambda rows: rows["missed_sign"])
    of = replace(of, tables=dict(of.tables) | {"person_day": days})
    (one,) = found(of, "untraced-run", "sign-in-missing", "sign-in-punch-mismatch")
    assert one.rule == "untraced-run"
    assert len(one.details) == 2


def test_the_identity_of_a_lesser_finding_does_not_change_by_what_was_taken_out():
    alone = found(_both(on(6, 7, 8, 20, 21), (6, 7, 8)), "sign-in-missing")
    with_graver = found(_both(on(6, 7, 8, 20, 21), (6, 7, 8)), "untraced-run", "sign-in-missing")
    assert with_graver[1].id == alone[0].id


def test_findings_of_one_step_stand_side_by_side():
    of = _both(on(6, 7), (6, 7), missed_punch_days=4, single_punch_days=0, punch_due_days=22)
    of = replace(of, tables=dict(of.tables) | {"person_day": of.tables["person_day"].assign(missed_punch=True)})
    rules = ("sign-in-missing", in_force("punch-missing", tolerance=0))
    assert {one.rule for one in found(of, *rules)} == {"sign-in-missing", "punch-missing"}


def test_the_month_total_stands_beside_its_causes():
    short = {"present_days": 10, "leave_days": 0, "duty_days": 0, "month_complete": True}
    of = _both(on(6, 7, 8), (6, 7, 8), **short)
    assert {one.rule for one in found(of, "untraced-run", "monthly-days-short")} == {
        "untraced-run",
        "monthly-days-short",
    }


def test_another_persons_days_explain_nothing():
    of = _both(on(6, 7, 8), (6, 7, 8))
    other = [row | {"person_id": "吴桐@县水利局", "person": "吴桐"} for row in _run(6, 7, 8)]
    days = of.tables["person_day"].assign(untraced=False)
    both = pd.concat([days, table("person_day", other)], ignore_index=True)
    listed = found(replace(of, tables=dict(of.tables) | {"person_day": both}), "untraced-run", "sign-in-missing")
    assert {(one.rule, one.person) for one in listed} == {("untraced-run", "吴桐"), ("sign-in-missing", "林晓峰")}


def test_the_engine_derives_what_the_definition_says():
    of = _both(on(6, 7, 8, 20, 21), (6, 7, 8))
    judged = outcomes(of, in_force("untraced-run"), in_force("sign-in-missing"))
    by_definition = make_findings(of, judged, CONTRACTS, **ladder())
    by_engine = make_findings(
        of, judged, CONTRACTS, ranks=ladder()["ranks"], derive=lambda given: evaluate.derive_facts(LADDER, given)
    )
    assert by_engine == by_definition


def test_the_days_of_impossible_signs_come_with_their_records_outside_the_posting():
    month = person_month(odd_signs=2, odd_sign_items="11月14日、15日不在任职期内")
    records = places(*(("odd_sign", WHO, VILLAGE, day, "P9") for day in on(14, 15)))
    (one,) = found(facts(table("person_month", [month]), records=records), "sign-in-impossible")
    assert one.dates == on(14, 15)


def test_every_rule_has_a_ladder_that_ends_and_days_that_exist():
    for rule in RULES.values():
        assert rule.severity[-1].expression is None
        day_table = CONTRACTS[rule.each].day_table
        assert all(column in CONTRACTS[day_table or rule.each].columns for column in rule.days.values())
