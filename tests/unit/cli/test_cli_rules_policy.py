"""``zhucun rules`` and ``zhucun policy``: what the data files say, and every error in them at once."""

import json
from datetime import date

import pytest
from cli_samples import POLICY
from msgspec.structs import replace
from typer.testing import CliRunner

from audit import catalog, evaluate
from audit.cli.app import app
from audit.model.policy import Dated

runner = CliRunner()


def broken(*messages: str):
    def load():
        raise catalog.CatalogError(messages)

    return load


@pytest.fixture
def policies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "load_policies", lambda: {POLICY.id: POLICY}, raising=False)


def test_policy_list_counts_how_the_clauses_are_answered(policies) -> None:
    result = runner.invoke(app, ["policy", "list"])
    assert result.exit_code == 0
    row = next(line for line in result.stdout.splitlines() if "qinghe-2023" in line)
    assert row.split()[-3:] == ["1", "1", "1"]
    assert "青府发〔2023〕1号" in row


def test_policy_show_prints_every_clause_and_its_answer(policies) -> None:
    text = runner.invoke(app, ["policy", "show", "qinghe-2023"]).stdout
    for words in (
        "青禾镇人民政府",
        "monthly-days-short（min_days=20）",
        "人工：现场查看",
        "不核：组织安排",
        "吃住在村",
    ):
        assert words in text


def test_an_unknown_policy_names_the_nearest(policies) -> None:
    result = runner.invoke(app, ["policy", "show", "qinghe-2024"])
    assert result.exit_code == 2
    assert "是不是 qinghe-2023？" in result.stderr


def test_policy_diff_says_what_is_changed_and_switched_off_and_by_whom(monkeypatch) -> None:
    parent = catalog.load_policies()["sanjian-2023-106"]
    number = Dated(((date(2023, 12, 1), 2), (date(2024, 7, 1), 3)))
    meetings = {"team-meetings-short": {"min_meetings": number}}
    own = [replace(one, rules=meetings, off={"meeting-proof-missing": "由县里抽查"}) for one in parent.clauses]
    mine = [changed if changed.ref == "附件1第3项" else kept for kept, changed in zip(parent.clauses, own, strict=True)]
    child = replace(parent, id="own", title="本乡口径", extends=parent.id, clauses=tuple(mine))
    monkeypatch.setattr(catalog, "load_policies", lambda: {parent.id: parent, "own": child})
    result = runner.invoke(app, ["policy", "diff", parent.id, "own"])
    assert result.exit_code == 0
    text = "".join(result.stdout.split())
    for words in ("2次", "2024年7月1日起3", "own：由县里抽查", "停用1处改数字1处"):
        assert words in text
    assert "要求相同" in runner.invoke(app, ["policy", "diff", "own", "own"]).stdout


def test_a_broken_policy_file_ends_with_2(monkeypatch) -> None:
    monkeypatch.setattr(catalog, "load_policies", broken("甲.yml:1:1 错"), raising=False)
    result = runner.invoke(app, ["policy", "list"])
    assert (result.exit_code, result.stderr.strip()) == (2, "甲.yml:1:1 错")


def test_lint_lists_the_errors_of_all_kinds_of_files_once(monkeypatch) -> None:
    monkeypatch.setattr(catalog, "load_rules", broken("规则.yml:1:1 错"), raising=False)
    monkeypatch.setattr(catalog, "load_policies", broken("规则.yml:1:1 错", "政策.yml:2:1 错"), raising=False)
    for name in ("load_imports", "load_facts", "load_calendar", "load_conventions", "load_derivations"):
        monkeypatch.setattr(catalog, name, dict, raising=False)
    result = runner.invoke(app, ["rules", "lint"])
    assert result.exit_code == 2
    assert result.stderr.splitlines() == ["规则.yml:1:1 错", "政策.yml:2:1 错", "共2处错误"]


def test_the_shipped_files_have_no_errors() -> None:
    result = runner.invoke(app, ["rules", "lint"])
    assert result.exit_code == 0, result.stderr
    assert "没有错误" in result.stdout


def test_the_shipped_rules_pass_their_own_cases(monkeypatch) -> None:
    """Of some rules only: tests/rules tries the cases of each."""
    shipped = catalog.load_rules()
    chosen = {"monthly-days-short", *list(shipped)[::12]}
    monkeypatch.setattr(catalog, "load_rules", lambda: {name: shipped[name] for name in chosen})
    result = runner.invoke(app, ["rules", "test"])
    assert result.exit_code == 0, result.stdout
    assert "monthly-days-short" in result.stdout


def test_a_case_that_does_not_hold_is_named_and_ends_with_1(monkeypatch) -> None:
    rule = next(iter(catalog.load_rules().values()))
    case = rule.cases[0]

    monkeypatch.setattr(catalog, "load_rules", lambda: {rule.id: rule})
    monkeypatch.setattr(evaluate, "run_cases", lambda given, *_: [evaluate.CaseResult(case, ("应为不通过，实为通过",))])
    result = runner.invoke(app, ["rules", "test"])
    assert result.exit_code == 1
    assert f"{rule.id}「{case.name}」应为不通过，实为通过" in result.stdout


def test_policy_coverage_counts_the_answers_and_writes_a_page(policies, tmp_path) -> None:
    page = tmp_path / "条款账.html"
    result = runner.invoke(app, ["policy", "coverage", "qinghe-2023", "--html", str(page)])
    assert result.exit_code == 0
    assert "共3条：规则核验1条（33.3%），人工核验1条（33.3%），不归本程序1条（33.3%）" in result.stdout
    assert "月驻村天数不足" in page.read_text(encoding="utf-8")


def test_rules_list_says_who_asks_what_is_read_and_what_came_of_it(policies, tmp_path) -> None:
    outcome = {"rule": "monthly-days-short", "ok": 41, "violation": 7, "unknown": 3, "not_applicable": 5}
    result = {"month": "2023-11", "coverage": [outcome]}
    (tmp_path / "findings.json").write_text(json.dumps(result), encoding="utf-8")
    page = tmp_path / "规则.html"
    said = runner.invoke(app, ["rules", "list", "--from", str(tmp_path), "--html", str(page)])
    assert said.exit_code == 0
    row = next(line for line in said.stdout.splitlines() if "月驻村天数不足" in line)
    assert row.split()[-5:] == ["1", "41", "7", "3", "5"]
    assert "规则一览（2023-11）" in page.read_text(encoding="utf-8")


def test_a_result_that_cannot_be_read_ends_rules_list_with_2(tmp_path) -> None:
    assert runner.invoke(app, ["rules", "list", "--from", str(tmp_path)]).exit_code == 2
    (tmp_path / "findings.json").write_text("{}", encoding="utf-8")
    result = runner.invoke(app, ["rules", "list", "--from", str(tmp_path)])
    assert "不是 zhucun check 写出的 findings.json" in result.stderr
