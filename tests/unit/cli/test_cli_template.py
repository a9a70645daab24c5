"""``zhucun template`` and ``check --annotate``: where files go, and what is said when there is nothing to make."""

from pathlib import Path

import openpyxl
import pytest
from cli_samples import report
from typer.testing import CliRunner

from audit.cli import app as cli_app
from audit.render.annotations import Annotated

runner = CliRunner()


def run(*words: str):
    return runner.invoke(cli_app.app, list(words))


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_form_is_written_where_out_says() -> None:
    result = run("template", "roster", "--out", "表/花名册.xlsx")
    assert result.exit_code == 0
    assert "表/花名册.xlsx" in result.stdout
    assert openpyxl.load_workbook("表/花名册.xlsx").sheetnames == ["驻村队员花名册", "填写说明"]


def test_a_sign_in_book_carries_month_and_village() -> None:
    assert run("template", "sign_in_grid", "--month", "2023-11", "--village", "桃溪村").exit_code == 0
    sheet = openpyxl.load_workbook("驻村签到册.xlsx").worksheets[0]
    assert sheet["A1"].value == "桃溪村驻村工作队2023年11月签到册"


def test_a_year_without_holidays_goes_by_the_week() -> None:
    assert run("template", "sign_in_grid", "--month", "2050-01").exit_code == 0


def test_all_forms_go_into_one_folder() -> None:
    assert run("template", "--all", "空白表").exit_code == 0
    assert {"驻村队员花名册.xlsx", "驻村签到册.xlsx", "请销假台账.xlsx"} <= {
        path.name for path in Path("空白表").iterdir()
    }


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rooster"], "没有名为“rooster”的表，是不是 roster？"),
        (["没有"], "没有名为“没有”的表"),
        (["dingtalk_raw"], "由系统导出，不用填写"),
        ([], "请写一个表名"),
        (["roster", "--all", "空白表"], "请写一个表名"),
        (["sign_in_grid", "--month", "2023-13"], "月份“2023-13”写法不对"),
    ],
)
def test_words_that_make_no_sense_end_with_2(words: list[str], said: str) -> None:
    result = run("template", *words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not list(Path().iterdir())


# --- check --annotate ---


def test_annotated_copies_are_made_after_the_lists_and_told_apart_from_them(stage, inbox) -> None:
    asked = []

    def annotate(paths, given, folder) -> Annotated:
        asked.append((list(paths), given, folder))
        return Annotated((Path("回批/甲_回批.xlsx"),), ("乙.xlsx：没有回批",))

    import audit

    audit.pipeline.annotate = annotate
    result = run("check", "资料", "--month", "2023-11", "--annotate", "回批", "--json")
    assert result.exit_code == 0
    assert asked == [([Path("资料")], stage.report, Path("回批"))]
    assert stage.report == report()
    assert "回批1份，在 回批" in result.stderr
    assert "乙.xlsx：没有回批" in result.stderr
    assert "回批" not in result.stdout


@pytest.mark.parametrize("folder", ["资料", "资料/回批", "资料/../资料/x"])
def test_annotated_copies_may_not_lie_among_the_files(stage, inbox, folder: str) -> None:
    result = run("check", "资料", "--month", "2023-11", "--annotate", folder)
    assert result.exit_code == 2
    assert "不能放在资料" in result.stderr
    assert stage.asked == {}
