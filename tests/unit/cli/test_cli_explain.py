"""``zhucun explain``: one finding of an earlier run, found by the beginning of its id."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from audit import catalog
from audit.cli.app import app
from audit.model.contract import FactColumn, FactContract
from audit.model.outcome import Kind, Severity
from audit.model.rule import Grade, Parameter, Rectification, Rule

runner = CliRunner()

RULE = Rule(
    id="monthly-days-short",
    catalogue="RES-01",
    title="月驻村天数不足",
    about="",
    kind=Kind.VIOLATION,
    each="person_month",
    where=(),
    when="counted_days < required_days",
    parameters={"min_days": Parameter("min_days", "每月最少驻村天数", 20, "天")},
    derive={"required_days": "min(min_days, workdays - leave_days)"},
    titles={"required_days": "规定天数"},
    severity=(Grade(Severity.MAJOR),),
    message="",
    also=(),
    days={},
    group=None,
    evidence=(),
    rectification=Rectification("", "", 7, ()),
    cases=(),
)
CONTRACT = FactContract(
    "person_month",
    "人月",
    "",
    ("person_id", "month"),
    ("month",),
    {
        "workdays": FactColumn("workdays", "当月工作日", "int"),
        "leave_days": FactColumn("leave_days", "工作日批准请假天数", "days", ("leave_slips",)),
        "counted_days": FactColumn("counted_days", "计入天数", "days", ("sign_ins",)),
    },
)

VALUES = {"workdays": 22, "min_days": 20, "required_days": 20, "leave_days": 2, "counted_days": 18}
OLD_VALUES = {"workdays": 22, "elsewhere": None, "whole": True}
FILES = [{"name": "请假.xlsx", "sheets": [{"name": "台账", "table": "leave_ledger"}]}]


def entry(number: str, values: dict[str, object]) -> dict[str, object]:
    return {
        "id": number,
        "rule": "monthly-days-short",
        "kind": "violation",
        "severity": "major",
        "message": "桃溪村驻村队员王芳2023年11月在村18天，少于规定20天，差2天",
        "dates": ["2023-11-08"],
        "period": {"from": "2023-11-01", "to": "2023-11-30"},
        "values": values,
        "basis": [{"policy": "qinghe-2023", "ref": "第三条", "text": "每月驻村不少于20天"}],
        "evidence": [
            {"file": "签到册.xlsx", "sheet": "11月", "cell": "K7"},
            {"file": "签到册.xlsx", "sheet": "11月", "cell": "L7"},
            {"file": "请假.xlsx", "sheet": "台账", "cell": "B3:O3"},
        ],
        "rectification": {"do": "核对签到册原件", "owner": "派出单位", "due": "2023-12-14"},
    }


@pytest.fixture
def last_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(catalog, "load_rules", lambda: {RULE.id: RULE}, raising=False)
    monkeypatch.setattr(catalog, "load_facts", lambda: {CONTRACT.table: CONTRACT}, raising=False)
    path = tmp_path / "核验结果" / "findings.json"
    path.parent.mkdir()
    path.write_text(
        json.dumps({"files": FILES, "findings": [entry("ab12", VALUES), entry("ab34", OLD_VALUES)]}), encoding="utf-8"
    )
    return path


def test_it_tells_clause_sentence_condition_values_cells_and_remedy(last_run) -> None:
    result = runner.invoke(app, ["explain", "ab1"])
    assert result.exit_code == 0
    for words in (
        "王芳2023年11月在村18天",
        "qinghe-2023 第三条：每月驻村不少于20天",
        "签到册.xlsx《11月》K7、L7",
        "2023-11-08",
        "核对签到册原件",
        "责任：派出单位　期限：2023-12-14",
    ):
        assert words in result.stdout


def test_the_arithmetic_is_written_out_with_titles_and_values(last_run) -> None:
    said = runner.invoke(app, ["explain", "ab1"]).stdout
    assert "  规定天数 = 较小者（每月最少驻村天数20天，当月工作日22天 − 工作日批准请假天数2天） = 20天" in said
    assert "  计入天数18天 < 规定天数20天，成立，所以不通过" in said


def test_a_value_names_the_cells_of_the_sources_it_was_made_from(last_run) -> None:
    lines = runner.invoke(app, ["explain", "ab1"]).stdout.splitlines()
    assert lines[lines.index("  工作日批准请假天数：2天") + 1] == "    请假.xlsx《台账》B3:O3"


def test_a_finding_of_a_rule_that_read_other_values_then_still_tells_those(last_run) -> None:
    table = {
        line.split()[0]: line for line in runner.invoke(app, ["explain", "ab3"]).stdout.splitlines() if line.split()
    }
    assert "无" in table["elsewhere"]
    assert "是" in table["whole"]


def test_json_gives_the_finding_with_its_steps(last_run) -> None:
    told = json.loads(runner.invoke(app, ["explain", "ab1", "--json"]).stdout)
    assert told["id"] == "ab12"
    assert told["when"]["result"] == "成立"
    assert {value["name"] for value in told["values"]} >= {"workdays", "leave_days"}


@pytest.mark.parametrize("words", [["a", "b"], ["a", "--of", "王芳"], ["a", "--month", "2023-11"]])
def test_files_without_a_rule_are_refused(last_run, words) -> None:
    result = runner.invoke(app, ["explain", *words])
    assert result.exit_code == 2
    assert "请用 --rule 写明哪条规则" in result.stderr


def test_the_beginning_must_belong_to_exactly_one_finding(last_run) -> None:
    several, none = runner.invoke(app, ["explain", "ab"]), runner.invoke(app, ["explain", "zz"])
    assert (several.exit_code, none.exit_code) == (2, 2)
    assert "ab12" in several.stderr
    assert "ab34" in several.stderr
    assert "没有编号以“zz”开头的问题，共有2条" in none.stderr


def test_from_takes_the_file_or_its_folder(last_run, monkeypatch, tmp_path) -> None:
    monkeypatch.chdir("/")
    for source in (last_run, last_run.parent):
        assert runner.invoke(app, ["explain", "ab12", "--from", str(source)]).exit_code == 0


def test_without_an_earlier_run_it_says_what_to_do(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = runner.invoke(app, ["explain", "ab12"])
    assert result.exit_code == 2
    assert "请先运行 zhucun check" in result.stderr


@pytest.mark.parametrize("text", ["", "[]", "{}", "不是 JSON"])
def test_a_file_that_is_no_findings_json_ends_with_2(last_run, text) -> None:
    last_run.write_text(text, encoding="utf-8")
    result = runner.invoke(app, ["explain", "ab12"])
    assert result.exit_code == 2
    assert "不是 zhucun check 写出的" in result.stderr


def test_a_rule_that_is_gone_still_has_its_clause_and_values(last_run, monkeypatch) -> None:
    monkeypatch.setattr(catalog, "load_rules", dict)
    result = runner.invoke(app, ["explain", "ab12"])
    assert result.exit_code == 0
    assert "第三条" in result.stdout
