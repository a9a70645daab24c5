"""A few random months: three engines, one answer. The long comparison is ``python -m tests.agreement``."""

import ast
import operator
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from agreement.compare import Batch, Engines, Tally
from audit.evaluate import columns, conditions, exact, process


@cache
def engines() -> Engines:
    return Engines()


@settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0, 2**32), data=st.data())
def test_three_engines_say_the_same_of_random_months(seed: int, data: st.DataObject) -> None:
    tally = Tally()
    chosen = data.draw(st.sets(st.sampled_from(sorted(engines().tables)), min_size=4, max_size=6))
    engines().glance(seed, tally, durable_on=chosen)
    assert tally.differences == []
    assert not tally.died
    assert len(tally.outcomes) == len(engines().rules)


WRONG = [
    (columns._COMPARISONS, ast.Lt, operator.le, "outcome by columns"),
    (conditions._OPERATORS, ast.Lt, "$lte", "outcome by durable-rules"),
    (exact._OPERATIONS, ast.Gt, operator.ge, "in whole numbers"),
]


@pytest.mark.skipif(process.engine_name() is None, reason="durable-rules 未安装")
@pytest.mark.parametrize(("part", "key", "wrong", "told"), WRONG, ids=[told for *_, told in WRONG])
def test_an_engine_that_is_wrong_on_a_threshold_is_found_out(
    part: dict[object, object], key: object, wrong: object, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(part, key, wrong)
    table, tally = engines().tables["staffing_period"], Tally()
    variants = [one for one in engines().variants["staffing_period"] if one.rule.id == "team-understaffed"]
    Batch(table.frame(table.months(1, range(20))), table.contract, variants[:1]).compare(tally, with_durable=True)
    assert any(told in difference for difference in tally.differences)
