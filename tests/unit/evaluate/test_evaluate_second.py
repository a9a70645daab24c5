"""The second opinion: a difference is named, a missing or dead engine is told, samples keep every hit."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest
from evaluate_samples import make_contract, make_frame, make_rule
from msgspec.structs import replace

from audit.evaluate import SecondOpinion, evaluate, process, second, second_opinion
from audit.model.rule import RuleInForce
from audit.model.tables import RuleOutcomes

RULE = make_rule("gap > 0", where=["workdays > 0"], derive={"gap": "20 - present_days"}, name="days-short")


def opinion(frame: pd.DataFrame, rules: Sequence[RuleInForce], outcomes: Sequence[RuleOutcomes]) -> SecondOpinion:
    return second_opinion({"person_month": frame}, rules, {"person_month": make_contract()}, outcomes)


def judged(frame: pd.DataFrame, *rules: RuleInForce) -> tuple[RuleOutcomes, ...]:
    return evaluate({"person_month": frame}, rules, {"person_month": make_contract()})


def test_agreement_says_which_engine_and_how_many(frame: pd.DataFrame) -> None:
    found = opinion(frame, [RULE], judged(frame, RULE))
    assert found.engine == (process.engine_name() or "reference")
    assert (found.compared, found.population, found.differences) == (5, 5, ())


@pytest.mark.parametrize(("row", "wrong"), [(0, "ok"), (1, "violation"), (3, "unknown"), (4, "not_applicable")])
def test_a_wrong_outcome_is_named_with_rule_and_row(frame: pd.DataFrame, row: int, wrong: str) -> None:
    (good,) = judged(frame, RULE)
    outcome = good.outcome.copy()
    outcome.iloc[row] = wrong
    (difference,) = opinion(frame, [RULE], [replace(good, outcome=outcome)]).differences[:1]
    assert "days-short" in difference
    assert f"person{'甲乙丙丁戊'[row]}" in difference


def test_a_wrong_number_of_a_hit_is_named(frame: pd.DataFrame) -> None:
    (good,) = judged(frame, RULE)
    found = opinion(frame, [RULE], [replace(good, values=good.values + 0.5)])
    assert len(found.differences) == (good.outcome == "violation").sum()
    assert "gap" in found.differences[0]


@pytest.mark.usefixtures("no_durable")
def test_without_durable_rules_the_reference_takes_its_place_and_says_so(frame: pd.DataFrame) -> None:
    (good,) = judged(frame, RULE)
    found = opinion(frame, [RULE], [good])
    assert (found.engine, found.differences) == ("reference", ())
    assert "没有durable-rules" in found.notes[0]
    wrong = replace(good, outcome=good.outcome.replace("violation", "ok"))
    assert "参照求值器判为" in opinion(frame, [RULE], [wrong]).differences[0]


def test_rules_that_are_errors_are_left_out_and_told(frame: pd.DataFrame) -> None:
    bad = make_rule("role > 3", name="broken")
    found = opinion(frame, [bad, RULE], judged(frame, bad, RULE))
    assert found.differences == ()
    assert any("broken" in note for note in found.notes)


@pytest.mark.usefixtures("no_durable")
def test_a_sample_holds_every_hit_and_the_same_rest_for_the_same_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = make_frame(
        [{"person": str(n), "workdays": 22, "present_days": 19 if n % 100 == 0 else 20} for n in range(2000)]
    )
    (found,) = judged(frame, RULE)
    rows = second._rows_to_compare([found], len(frame), share=0.1, seed=7)
    assert set(range(0, 2000, 100)) <= set(rows.tolist())
    assert 100 < len(rows) < 400
    assert rows.tolist() == second._rows_to_compare([found], len(frame), share=0.1, seed=7).tolist()
    monkeypatch.setattr(second, "ALL_ROWS_UP_TO", 200)
    report = opinion(frame, [RULE], [found])
    assert report.population == 2000
    assert report.compared < 400
    hidden = found.outcome.copy()
    hidden.iloc[np.flatnonzero(found.outcome == "ok")[:5]] = "violation"
    assert len(opinion(frame, [RULE], [replace(found, outcome=hidden)]).differences) >= 5
