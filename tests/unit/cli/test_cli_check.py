"""``zhucun check``: exit codes, what stands on stdout, and that hostile text stays text."""

import io
import json
import sys
from datetime import date, datetime
from pathlib import Path

import pytest
from cli_samples import POLICY, finding, report
from msgspec import structs
from typer.testing import CliRunner

from audit.catalog import CatalogError
from audit.cli import app as cli_app
from audit.model.calendar import YearMissingError
from audit.model.outcome import Kind, Severity

runner = CliRunner()
MONTH = ("--month", "2023-11")


def run(*words: str):
    return runner.invoke(cli_app.app, ["check", *words])


def test_no_findings_end_with_0(stage, inbox) -> None:
    result = run("资料", *MONTH)
    assert result.exit_code == 0
    assert "没有发现问题" in result.stdout


@pytest.mark.parametrize(("kind", "code"), [(Kind.VIOLATION, 1), (Kind.CLUE, 1), (Kind.WARNING, 0)])
def test_violations_and_clues_are_problems_and_warnings_are_not(stage, inbox, kind, code) -> None:
    stage.report = report(finding(kind=kind))
    assert run("资料", *MONTH).exit_code == code


def test_the_summary_tells_what_was_read_and_what_was_found(stage, inbox) -> None:
    stage.report = report(finding(2), finding(1, severity=Severity.SERIOUS))
    text = run("资料", *MONTH).stdout
    for words in (
        "青禾镇2023年11月核验（核验日 2024-01-10）",
        "青府发〔2023〕1号",
        "columns、durable 结论一致",
        "2个文件，识别1张表，未识别1张；30行，未采用1行",
        "未识别：杂.xlsx《Sheet1》",
        "2个村（社区），6名队员",
        "1条规则，判定6次：通过4，不通过1，资料不足1",
        "柳湾村2023年11月没有报送钉钉打卡",
        "签到册[1].xlsx《11月》B14“日期”：11月31日不存在",
        "1份 docx",
    ):
        assert words in text
    assert text.index("第1条") < text.index("第2条"), "the gravest comes first"


def test_only_the_first_ten_problems_are_shown_and_all_are_counted(stage, inbox) -> None:
    stage.report = report(*(finding(number) for number in range(1, 15)))
    text = run("资料", *MONTH).stdout
    assert "前10条（共14条）" in text
    assert "第10条" in text
    assert "第11条" not in text


def test_findings_json_and_documents_are_written_where_out_says(stage, inbox) -> None:
    run("资料", *MONTH, "--out", "结果/甲")
    assert json.loads(Path("结果/甲/findings.json").read_text(encoding="utf-8"))["村"] == "桃溪村"


def test_json_prints_findings_json_and_nothing_else(stage, inbox) -> None:
    stage.report = report(finding())
    result = run("资料", *MONTH, "--json")
    assert result.exit_code == 1
    assert result.stdout_bytes == Path("核验结果/findings.json").read_bytes()
    assert result.stderr == ""


def test_the_pipeline_is_asked_for_what_the_words_say(stage, inbox) -> None:
    run("资料", *MONTH, "--policy", "甲, 乙，丙", "--as-of", "2024-01-10")
    wanted = {"paths": [Path("资料")], "policies": ("甲", "乙", "丙"), "month": "2023-11", "as_of": date(2024, 1, 10)}
    assert stage.asked == wanted


def test_without_a_day_the_check_speaks_for_today_and_without_a_policy_for_those_in_force(stage, inbox) -> None:
    run("资料", *MONTH)
    assert stage.asked["as_of"] == datetime.now().astimezone().date()
    assert stage.asked["policies"] == ()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["资料"], "缺少月份"),
        (["资料", "--month", "2023-13"], "月份“2023-13”写法不对"),
        (["资料", "--month", "2023-1"], "月份“2023-1”写法不对"),
        (["没有", *MONTH], "找不到“没有”"),
        (["资料", *MONTH, "--as-of", "2023-02-29"], "核验日“2023-02-29”写法不对或不存在"),
    ],
)
def test_words_that_make_no_sense_end_with_2_before_anything_is_read(stage, inbox, words, said) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert stage.asked == {}


def test_bad_input_is_said_on_stderr_and_ends_with_2(stage, inbox) -> None:
    stage.error = sys.modules["audit.pipeline"].BadInputError("没有花名册，无法核验")
    result = run("资料", *MONTH, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.strip() == "没有花名册，无法核验"


def test_all_errors_of_the_rule_files_are_listed_and_end_with_2(stage, inbox) -> None:
    stage.error = CatalogError(("甲.yml:3:1 错", "乙.yml:5:2 错"))
    result = run("资料", *MONTH)
    assert result.exit_code == 2
    assert result.stderr.splitlines() == ["甲.yml:3:1 错", "乙.yml:5:2 错"]


def test_a_year_without_its_holiday_notice_ends_with_2(stage, inbox) -> None:
    stage.error = YearMissingError(2031)
    result = run("资料", "--month", "2031-01")
    assert result.exit_code == 2
    assert "缺少2031年节假日安排" in result.stderr


def test_engines_that_disagree_publish_nothing_and_end_with_3(stage, inbox) -> None:
    stage.error = sys.modules["audit.pipeline"].EnginesDisagreeError("两套引擎不一致：monthly-days-short")
    result = run("资料", *MONTH)
    assert result.exit_code == 3
    assert not Path("核验结果").exists()


def test_control_characters_of_a_message_never_reach_the_terminal(stage, inbox) -> None:
    evil = structs.replace(finding(), message="甲\x1b[31m[bold]乙")
    stage.report = report(evil)
    text = run("资料", *MONTH).stdout
    assert "\x1b" not in text
    assert "甲�[31m[bold]乙" in text


def main_with(monkeypatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["zhucun", *words])
    with pytest.raises(SystemExit) as stopped:
        cli_app.main()
    return stopped.value.code


def test_a_crash_ends_with_3_because_1_means_problems(stage, inbox, monkeypatch, capsys) -> None:
    stage.error = ZeroDivisionError("意外")
    assert main_with(monkeypatch, "check", "资料", *MONTH) == 3
    assert "程序内部错误" in capsys.readouterr().err


def test_a_full_disk_ends_with_3_and_one_sentence(stage, inbox, monkeypatch, capsys) -> None:
    stage.error = OSError(28, "No space left on device", "核验结果/台账.xlsx")
    assert main_with(monkeypatch, "check", "资料", *MONTH) == 3
    error = capsys.readouterr().err
    assert "读写“核验结果/台账.xlsx”失败" in error
    assert "Traceback" not in error


def test_a_word_that_is_no_command_gets_one_sentence(monkeypatch, capsys) -> None:
    assert main_with(monkeypatch, "chek") == 2
    assert "命令写法不对" in capsys.readouterr().err


def test_problems_end_with_1_through_the_program_too(stage, inbox, monkeypatch) -> None:
    stage.report = report(finding())
    assert main_with(monkeypatch, "check", "资料", *MONTH) == 1


def test_a_gbk_console_gets_question_marks_instead_of_a_crash(stage, inbox, monkeypatch) -> None:
    stage.report = report(structs.replace(finding(), message="生僻字𠮷"))
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="gbk"))
    assert main_with(monkeypatch, "check", "资料", *MONTH) == 1
    sys.stdout.flush()
    assert "生僻字?" in raw.getvalue().decode("gbk")


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (date(2023, 12, 8), None, "2023-12-08起施行，晚于核验月份，因指定而适用"),
        (date(2020, 1, 1), date(2023, 10, 31), "2023-10-31已停止施行，因指定而适用"),
    ],
)
def test_a_policy_applied_outside_its_dates_is_said_to_be(stage, inbox, since, until, said) -> None:
    policy = structs.replace(POLICY, effective_from=since, effective_until=until)
    stage.report = structs.replace(report(), policies=(policy,))
    assert said in run("资料", *MONTH).stdout


@pytest.mark.parametrize(("since", "until"), [(date(2023, 11, 30), None), (None, date(2023, 11, 1)), (None, None)])
def test_a_policy_in_force_for_a_part_of_the_month_needs_no_remark(stage, inbox, since, until) -> None:
    policy = structs.replace(POLICY, effective_from=since, effective_until=until)
    stage.report = structs.replace(report(), policies=(policy,))
    assert "因指定而适用" not in run("资料", *MONTH).stdout
