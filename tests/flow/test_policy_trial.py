"""Other numbers tried on the sample township: the same facts, and exactly the findings that follow."""

from unittest.mock import patch

import pytest
from sample_run import AS_OF, sample_handed, sample_intake

from audit import catalog, pipeline, trial
from audit.model.trial import Trial

NOTICE = "dapaicha-2023"


@pytest.fixture(scope="module")
def tried():
    rules, policy = catalog.load_rules(), catalog.load_policies()[NOTICE]
    handed = sample_handed(NOTICE)

    def run(*settings: str) -> Trial:
        read = [catalog.read_setting(text, policy, rules) for text in settings]
        with patch.object(pipeline, "hand_in", return_value=handed):
            return trial.try_batch(sample_intake(), policy, read, month="2023-11", as_of=AS_OF)

    return run


def test_a_stricter_number_adds_those_who_fall_short_of_it_and_loses_none(tried) -> None:
    found = tried("monthly-days-short.min_days=22")
    assert [(one.rule, one.village, one.person) for one in found.appear] == [
        ("monthly-days-short", "柳湾村", "唐雪梅"),
        ("monthly-days-short", "白鹭社区", "向春燕"),
    ]
    assert found.vanish == ()
    assert [(old.person, old.values["gap"], new.values["gap"]) for old, new in found.changed] == [("王芳", 2, 4)]
    assert found.total[1] == found.total[0] + 2


def test_a_looser_number_takes_a_finding_away(tried) -> None:
    found = tried("monthly-days-short.min_days=18")
    assert [(one.rule, one.person) for one in found.vanish] == [("monthly-days-short", "王芳")]
    assert (found.appear, found.changed) == ((), ())
    ((before, after),) = found.coverage
    assert (before.violation, after.violation) == (1, 0)
    assert before.population == after.population == sum((after.ok, after.violation, after.unknown))
    assert (found.numbers[0].before, found.numbers[0].after) == (20, 18)


def test_the_number_in_force_changes_nothing(tried) -> None:
    found = tried("monthly-days-short.min_days=20", "team-understaffed.crowded_members=2")
    assert (found.appear, found.vanish, found.changed) == ((), (), ())
    assert len(found.coverage) == 2
