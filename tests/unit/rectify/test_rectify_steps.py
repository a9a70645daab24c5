"""The steps of escalation come from the clauses in force, with their numbers and roles."""

from datetime import date

import pytest

from audit import catalog
from audit.model.escalation import Measure, Trigger
from audit.rectify.steps import steps_in_force


def steps(policy: str, month_start: date):
    policies = [catalog.load_policies()[policy]]
    return steps_in_force(catalog.rules_in_force(policies, catalog.load_rules(), month_start=month_start))


def test_daxiang_asks_for_an_interview_of_five_roles_and_results_after_the_second() -> None:
    asked = steps("daxiang-2024-18", date(2024, 6, 1))
    interview = next(step for step in asked if step.measure is Measure.INTERVIEW)
    assert (interview.by, len(interview.roles), interview.basis.ref) == ("区级分管领导", 5, "六、第1项")
    results = {(step.kind, step.measure, step.least) for step in asked if step.trigger is Trigger.INTERVIEWS}
    assert results == {
        ("unit", Measure.NO_AWARD, 2),
        ("person", Measure.NO_AWARD, 2),
        ("unit", Measure.DEDUCTION, 2),
        ("village", Measure.DEDUCTION, 2),
    }


def test_bazhong_asks_for_a_recall_alone_and_haogou_for_relapses() -> None:
    asked = steps("bazhong-2015-125", date(2015, 12, 1))
    assert [(s.measure, s.least, s.most) for s in asked if s.trigger is Trigger.ABSENCES] == [
        (Measure.RECALL, 3, 1_000_000)
    ]
    assert {step.basis.policy for step in steps("haogou-2023-16", date(2023, 6, 1))} == {"haogou-2023-16"}


@pytest.mark.parametrize("policy", ["sanjian-2023-106", "dapaicha-2023"])
def test_a_policy_without_such_clauses_asks_for_nothing(policy) -> None:
    assert steps(policy, date(2023, 12, 1)) == ()
