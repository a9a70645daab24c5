"""What an office teaches once is known next month; a dry run tells what is there and judges nothing."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from typer.testing import CliRunner, Result

from audit import catalog, intake, validate
from audit.cli.app import app

runner = CliRunner()
ROSTER = [
    ["村", "姓名", "派出单位", "驻村职务", "到任时间"],
    ["桃溪村", "林晓峰", "县农业农村局", "第一书记", "2023-05-10"],
    ["桃溪村", "吴桐", "县水利局", "队员", "2023-05-10"],
    ["柳湾村", "周敏", "县林业局", "第一书记", "2023-05-10"],
]
LEAVES = [
    ["青禾镇2023年11月请假情况"],
    ["驻村同志", "何种假", "开始时间", "结束时间", "准假领导"],
    ["林小峰", "事假", "2023-11-08", "2023-11-09", "李国栋（镇党委书记）"],
    ["吴桐", "病假", "2023-11-13", "2023-11-13", "李国栋（镇党委书记）"],
]


def grid(marks: Sequence[str]) -> list[list[Any]]:
    head = ["姓名", *(str(day) for day in range(1, 31))]
    rows = [["林晓峰", *marks, *["√"] * (30 - len(marks))], ["吴桐", *["√"] * 30]]
    return [["青禾镇桃溪村驻村工作队2023年11月签到册"], head, *rows]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ZHUCUN_HOME", str(tmp_path / "home"))
    return tmp_path / "home" / "profile"


@pytest.fixture
def hand_in(tmp_path: Path) -> Callable[..., Path]:
    """Write tables (file name → rows) into one folder."""

    def write(**tables: Sequence[Sequence[Any]]) -> Path:
        folder = tmp_path / "资料"
        folder.mkdir(exist_ok=True)
        for name, rows in tables.items():
            book = xlsxwriter.Workbook(str(folder / f"{name}.xlsx"))
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)
            book.close()
        return folder

    return write


def run(*words: object) -> Result:
    return runner.invoke(app, [str(word) for word in words])


def told(*words: object) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.output


def test_an_unrecognised_sheet_is_shown_with_what_it_may_be(home, hand_in) -> None:
    output = told("map", "show", hand_in(请假=LEAVES))
    assert "未识别，可能是 leave_ledger（2个表头认得，标题像这种表）" in output
    assert "E2“准假领导”可能是 批准人（与“批准领导”相近）" in output
    assert not home.exists()


def test_what_is_not_sure_is_saved_as_a_comment_and_changes_nothing(home, hand_in) -> None:
    folder = hand_in(请假=LEAVES)
    assert "columns.yml：0条已生效，3条写成注释" in told("map", "save", folder)
    text = (home / "columns.yml").read_text(encoding="utf-8")
    assert '\n  # "准假领导": approver  # 请假.xlsx《请假》E2：' in text
    assert "未识别" in told("map", "show", folder)
    assert "没有新的表头或符号要记" in told("map", "save", folder)


def test_the_second_month_needs_no_question(home, hand_in) -> None:
    folder = hand_in(请假=LEAVES)
    told("map", "save", folder)
    path = home / "columns.yml"
    lines = path.read_text(encoding="utf-8").replace('  # "', '  "').replace('"何种假": ignore', '"何种假": 请假类别')
    path.write_text(lines, encoding="utf-8")
    contracts = catalog.load_imports()
    typed = validate.validate(intake.read([folder], contracts), contracts)
    frame = typed.frames["leave_ledger"]
    assert frame["leave_type"].tolist() == ["事假", "病假"]
    assert frame["approver_level"].tolist() == ["2", "2"]
    assert "表头和符号都认得" in told("map", "show", folder)


def test_an_unknown_symbol_is_remembered_once_its_meaning_is_written(home, hand_in) -> None:
    folder = hand_in(签到=grid(["☆", "☆", "◎/△"]))
    output = told("map", "show", folder)
    assert "符号“☆”（sign_in_grid）不知何意，共2处，如签到.xlsx《签到》B3" in output
    assert "符号“◎”" in output
    told("map", "save", folder)
    path = home / "symbols.yml"
    text = path.read_text(encoding="utf-8")
    assert "可写：到岗、半天、事假、出差、休息、旷工" in text
    path.write_text(text.replace('# "☆": ', '"☆": 出差').replace('# "◎": ', '"◎": leave'), encoding="utf-8")
    assert "表头和符号都认得" in told("map", "show", folder)


def test_names_are_shown_with_reasons_and_a_decision_is_reused(home, hand_in) -> None:
    leaves = [LEAVES[0], ["姓名", "请假类别", "开始时间", "结束时间", "批准人"], *LEAVES[2:]]
    folder = hand_in(花名册=ROSTER, 请假=leaves)
    output = told("people", "show", folder)
    assert "林小峰" in output
    assert "林晓峰（桃溪村，县农业农村局，同音）" in output
    assert "已记下：林小峰是林晓峰" in told("people", "decide", "林小峰", "--is", "林晓峰")
    assert "姓名都对得上花名册" in told("people", "show", folder)
    assert catalog.load_identities().same[0].person == "林晓峰"


def test_a_second_decision_does_not_overwrite_the_first(home) -> None:
    told("people", "decide", "林小峰", "--is", "林晓峰")
    before = (home / "people.yml").read_bytes()
    result = run("people", "decide", "林小峰", "--is", "吴桐")
    assert result.exit_code == 2
    assert "“林小峰”已在第" in result.stderr
    assert (home / "people.yml").read_bytes() == before
    told("people", "decide", "林小峰", "--is", "吴桐", "--where", "柳湾村")
    told("people", "decide", "王芳", "--is-not", "王芳")
    assert [one.where for one in catalog.load_identities().same] == ["柳湾村", ""]


def test_a_decision_is_either_or(home) -> None:
    assert run("people", "decide", "林小峰").exit_code == 2
    assert run("people", "decide", "林小峰", "--is", "林晓峰", "--is-not", "吴桐").exit_code == 2


def test_a_hostile_header_does_not_break_the_profile(home, hand_in) -> None:
    rows = [LEAVES[0], ['姓"名": {x}', "何种假\n# y", "开始时间", "结束时间", "事由"], *LEAVES[2:]]
    told("map", "save", hand_in(请假=rows))
    assert catalog.load_imports()
    assert '"姓\\"名\\": {x}"' in (home / "columns.yml").read_text(encoding="utf-8")


def test_a_dry_run_tells_what_came_in_and_judges_nothing(home, hand_in, monkeypatch, tmp_path) -> None:
    monkeypatch.chdir(tmp_path)
    folder = hand_in(
        花名册=ROSTER, 签到=grid(["☆"]), 杂=[["物资", "规格", "数量"], ["水泥", "袋", "3"], ["砖", "块", "9"]]
    )
    options = (folder, "--month", "2023-11", "--policy", "sanjian-2023-106", "--dry-run")
    output = told("check", *options)
    assert "《签到》驻村签到册（月历式），2023-11-01至2023-11-30，60行可用" in output
    assert "《杂》未识别，未导入" in output
    assert "柳湾村" in output
    assert "资料差错：2处" in output
    assert not (tmp_path / "核验结果").exists()
    found = json.loads(told("check", *options, "--json"))
    receipts = {(one["village"], one["source"]): one["receipt"] for one in found["received"]}
    assert receipts["桃溪村", "sign_ins"] == "full"
    assert receipts["柳湾村", "sign_ins"] == "none"


def test_a_dry_run_without_a_roster_ends_with_2(home, hand_in) -> None:
    options = ("--month", "2023-11", "--policy", "sanjian-2023-106", "--dry-run")
    result = run("check", hand_in(签到=grid([])), *options)
    assert result.exit_code == 2
    assert "没有读到花名册" in result.output
