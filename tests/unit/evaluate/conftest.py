"""The five-row frame of the evaluators' tests."""

import pandas as pd
import pytest
from evaluate_samples import make_contract, make_frame

from audit.model.contract import FactContract


@pytest.fixture
def contract() -> FactContract:
    return make_contract()


@pytest.fixture
def frame() -> pd.DataFrame:
    return make_frame(
        [
            {"person": "甲", "workdays": 22, "present_days": 19.5, "duty_days": 0},
            {"person": "乙", "workdays": 22, "present_days": 20, "duty_days": 0},
            {"person": "丙", "workdays": 22, "present_days": 19, "duty_days": None},
            {"person": "丁", "workdays": 0, "present_days": None, "duty_days": 1},
            {"person": "戊", "workdays": None, "present_days": 3, "duty_days": 1},
        ]
    )


@pytest.fixture
def no_durable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audit.evaluate.process.engine_name", lambda: None)
