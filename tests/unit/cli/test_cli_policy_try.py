"""``zhucun policy try``: what is asked, what is shown, and what is refused."""

import json

import pytest
from cli_samples import POLICY, finding
from typer.testing import CliRunner

from audit import catalog, trial
from audit.cli.app import app
from audit.model.finding import Coverage
from audit.model.outcome import Severity
from audit.model.trial import NumberTried, Trial

runner = CliRunner()
SET = ("--set", "monthly-days-short.min_days=18", "--month", "2023-11")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """Answer every trial with one finding of each kind, and remember what was asked."""
    told: dict[str, object] = {}
    answer = Trial(
        policy=POLICY.id,
        month="2023-11",
        numbers=(NumberTried("monthly-days-short", "min_days", 20, 18),),
        appear=(finding(1),),
        vanish=(finding(2),),
        changed=((finding(3), finding(3, severity=Severity.SERIOUS)),),
        coverage=((Coverage("monthly-days-short", "月驻村天数不足", ok=7), Coverage("x", "月驻村天数不足", ok=8)),),
        total=(41, 42),
    )

    def try_numbers(paths, policy, settings, *, month, as_of) -> Trial:
        told.update(paths=paths, policy=policy.id, settings=settings, month=month, as_of=as_of.isoformat())
        return answer

    monkeypatch.setattr(catalog, "load_policies", lambda: {POLICY.id: POLICY})
    monkeypatch.setattr(trial, "try_numbers", try_numbers)
    return told


def test_a_trial_shows_the_number_and_what_comes_goes_and_changes(asked, inbox) -> None:
    result = runner.invoke(app, ["policy", "try", POLICY.id, str(inbox), *SET, "--as-of", "2024-01-10"])
    assert result.exit_code == 0, result.stderr
    for words in ("20天 → 18天", "减少1条", "增加1条", "轻重或说法有变1条", "共41条 → 42条"):
        assert words in result.stdout
    assert result.stdout.index("第2条") < result.stdout.index("第1条") < result.stdout.index("严重] 第3条")
    assert asked["settings"] == [catalog.Setting("monthly-days-short", "min_days", 18)]
    assert (asked["month"], asked["as_of"]) == ("2023-11", "2024-01-10")


def test_a_trial_can_be_read_by_scripts(asked, inbox) -> None:
    result = runner.invoke(app, ["policy", "try", POLICY.id, str(inbox), *SET, "--json"])
    found = json.loads(result.stdout)
    assert found["set"] == [{"rule": "monthly-days-short", "name": "min_days", "before": 20, "after": 18}]
    assert [one["message"][:3] for one in (*found["appear"], *found["vanish"])] == ["第1条", "第2条"]
    assert found["changed"][0]["after"]["severity"] == "serious"
    assert found["total"] == {"before": 41, "after": 42}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("--month", "2023-11"), "请用 --set 写换哪个数字"),
        (("--set", "monthly-days-short.min_day=18", "--month", "2023-11"), "是否想写“min_days”？"),
        (("--set", "monthly-days-short.min_days=18"), "缺少月份"),
    ],
)
def test_what_cannot_be_tried_ends_with_2(asked, inbox, given: tuple[str, ...], message: str) -> None:
    result = runner.invoke(app, ["policy", "try", POLICY.id, str(inbox), *given])
    assert result.exit_code == 2
    assert message in result.stderr
