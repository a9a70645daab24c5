"""What outcomes, reasons, missing columns and derived values a rule gives, by whole columns."""

import pandas as pd
import pytest
from evaluate_samples import make_contract, make_frame, make_rule

from audit.evaluate import evaluate, severity_of
from audit.model.contract import FactContract
from audit.model.outcome import Severity
from audit.model.rule import Grade, RuleInForce
from audit.model.tables import RuleOutcomes

SHORT = {
    "where": ["workdays > 0"],
    "derive": {"counted": "present_days + (duty_days if duty_counts else 0)", "gap": "min_days - counted"},
    "parameters": {"min_days": 20, "duty_counts": True},
}


def judge(frame: pd.DataFrame, rule: RuleInForce) -> RuleOutcomes:
    (outcomes,) = evaluate({"person_month": frame}, [rule], {"person_month": make_contract()})
    return outcomes


def outcomes_of(frame: pd.DataFrame, when: str, **parts: object) -> list[str]:
    return judge(frame, make_rule(when, **parts)).outcome.tolist()  # type: ignore[arg-type]


def test_each_row_gets_one_of_four_outcomes(frame: pd.DataFrame) -> None:
    found = judge(frame, make_rule("gap > 0", **SHORT))
    assert found.outcome.tolist() == ["violation", "ok", "unknown", "not_applicable", "unknown"]
    assert found.reason.tolist() == ["", "", "", "不适用：workdays > 0", ""]
    assert found.lacking.tolist() == [(), (), ("duty_days",), (), ("workdays",)]
    assert found.outcome.index.tolist() == frame.index.tolist()


def test_derived_values_are_there_for_judged_rows_only(frame: pd.DataFrame) -> None:
    values = judge(frame, make_rule("gap > 0", **SHORT)).values
    assert values["gap"].iloc[:2].tolist() == [0.5, 0.0]
    assert values["gap"].iloc[2:].isna().all()
    assert list(values) == ["counted", "gap"]


def test_a_source_the_parameters_switch_off_is_not_needed(frame: pd.DataFrame) -> None:
    parts = SHORT | {"parameters": {"min_days": 20, "duty_counts": False}}
    assert outcomes_of(frame, "gap > 0", **parts)[2] == "violation"


def test_an_earlier_condition_that_fails_spares_the_later_ones(frame: pd.DataFrame) -> None:
    frame = make_frame([{"workdays": 0}, {"workdays": 22}, {}])
    parts = {"where": ["workdays > 0", "punches > 0"]}
    found = judge(frame, make_rule("late", **parts))
    assert found.outcome.tolist() == ["not_applicable", "unknown", "unknown"]
    assert found.lacking.tolist() == [(), ("punches",), ("workdays",)]


def test_all_lacking_columns_are_named() -> None:
    found = judge(make_frame([{"late": True}, {}]), make_rule("late and workdays > punches"))
    assert found.lacking.tolist() == [("punches", "workdays"), ("late", "punches", "workdays")]


def test_a_null_asked_for_is_an_answer() -> None:
    frame = make_frame([{"role": "队员"}, {}])
    assert outcomes_of(frame, "role is None") == ["ok", "violation"]
    assert outcomes_of(frame, "role is not None") == ["violation", "ok"]


def test_a_null_both_asked_for_and_read_is_unknown() -> None:
    assert outcomes_of(make_frame([{"punches": 9}, {}]), "punches is None or punches > 3") == ["violation", "unknown"]


def test_half_days_are_exact_at_the_boundary() -> None:
    frame = make_frame([{"present_days": n / 2} for n in (38, 39, 40, 41)])
    assert outcomes_of(frame, "present_days < 20") == ["violation", "violation", "ok", "ok"]
    assert outcomes_of(frame, "19 < present_days <= 20") == ["ok", "violation", "violation", "ok"]


def test_shares_round_to_half_a_day() -> None:
    frame = make_frame([{"workdays": 22, "punches": n} for n in (1, 11, 21)] + [{"workdays": 0, "punches": 0}])
    derive = {"down": "floor_share(20, punches, workdays)", "up": "ceil_share(20, punches, workdays)"}
    values = judge(frame, make_rule("down > up", derive=derive)).values
    assert values["down"].tolist() == [0.5, 10.0, 19.0, 0.0]
    assert values["up"].tolist() == [1.0, 10.0, 19.5, 0.0]


def test_chinese_texts_and_lists() -> None:
    frame = make_frame([{"role": "第一书记"}, {"role": "队员"}, {"role": ""}])
    assert outcomes_of(frame, "role in ('第一书记', '队长')") == ["violation", "ok", "ok"]
    assert outcomes_of(frame, "role not in ('第一书记', '队长')") == ["ok", "violation", "violation"]
    assert outcomes_of(frame, "role == ''") == ["ok", "ok", "violation"]


def test_dates_are_compared_by_day() -> None:
    frame = make_frame([{"began": "2023-11-08", "ended": "2023-11-08"}, {"began": "2023-11-09", "ended": "2023-11-08"}])
    assert outcomes_of(frame, "began > ended") == ["ok", "violation"]
    assert outcomes_of(frame, "began == ended") == ["violation", "ok"]


def test_truth_values_can_be_counted() -> None:
    frame = make_frame([{"late": True, "no_signal": True}, {"late": True, "no_signal": False}])
    found = judge(frame, make_rule("both >= 2", derive={"both": "late + no_signal", "any_one": "late or no_signal"}))
    assert found.outcome.tolist() == ["violation", "ok"]
    assert found.values["both"].tolist() == [2.0, 1.0]
    assert found.values["any_one"].tolist() == [True, True]


def test_derived_texts_and_dates_keep_their_type() -> None:
    frame = make_frame([{"late": True, "began": "2023-11-08", "ended": "2023-11-09"}, {"began": "2023-11-08"}])
    derive = {"word": "'迟' if late else '早'", "day": "ended if late else began"}
    values = judge(frame, make_rule("late", derive=derive)).values
    assert str(values["word"].dtype) == "str"
    assert values["word"].iloc[0] == "迟"
    assert values["day"].iloc[0] == pd.Timestamp("2023-11-09")
    assert values.iloc[1].isna().all()


def test_conditions_that_are_always_true_or_false() -> None:
    frame = make_frame([{"late": True}, {}])
    switched = {"parameters": {"mode": "off"}}
    assert outcomes_of(frame, "mode == 'off'", **switched) == ["violation", "violation"]
    assert outcomes_of(frame, "mode == 'on' and late", **switched) == ["ok", "ok"]
    assert outcomes_of(frame, "late", where=["mode == 'on'"], **switched) == ["not_applicable"] * 2


@pytest.mark.parametrize("when", ["role < 3", "role == 20", "punches", "nobody > 1", "role + 1 > 2"])
def test_a_rule_that_mixes_kinds_is_an_error_and_spares_the_others(when: str, contract: FactContract) -> None:
    frame = make_frame([{"role": "队员", "punches": 2}, {}])
    bad, good = evaluate(
        {"person_month": frame}, [make_rule(when), make_rule("punches > 1")], {"person_month": contract}
    )
    assert bad.outcome.tolist() == ["error", "error"]
    assert good.outcome.tolist() == ["violation", "unknown"]


def test_an_empty_table_gives_empty_outcomes() -> None:
    found = judge(make_frame([]), make_rule("gap > 0", **SHORT))
    assert len(found.outcome) == len(found.reason) == len(found.lacking) == len(found.values) == 0


def test_other_ways_to_hold_numbers_give_the_same() -> None:
    frame = make_frame([{"punches": 3, "late": True}, {"punches": 0, "late": False}])
    plain = frame.assign(punches=[3, 0], late=[True, False])
    loose = frame.assign(
        punches=pd.Series([3, None], dtype=object, index=frame.index),
        late=pd.Series([True, None], dtype=object, index=frame.index),
    )
    assert outcomes_of(plain, "punches > 2 and late") == ["violation", "ok"]
    assert outcomes_of(loose, "punches > 2 and late") == ["violation", "unknown"]


LADDER = (Grade(Severity.SERIOUS, "gap >= many"), Grade(Severity.MAJOR, "punches > 2"), Grade(Severity.MINOR))


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"gap": 5.0, "punches": 9}, Severity.SERIOUS),
        ({"gap": 4.5, "punches": 9}, Severity.MAJOR),
        ({"gap": 4.5, "punches": 2}, Severity.MINOR),
        ({"gap": float("nan"), "punches": pd.NA}, Severity.MINOR),
        ({"gap": 4.5, "punches": None}, Severity.MINOR),
    ],
)
def test_severity_is_the_first_grade_that_holds(row: dict[str, object], expected: Severity) -> None:
    assert severity_of(make_rule("late", severity=LADDER, parameters={"many": 5}), row) is expected
