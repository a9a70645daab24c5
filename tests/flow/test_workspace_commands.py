"""A month's work by the commands alone: hand in, run, compare, put right, issue, lock, verify, back up."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from audit.cli.app import app
from audit.store import connect

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import kills

OFFICE, VILLAGE = ("--by", "王芳"), ("--by", "李军", "--role", "village")
RUN = ("run", "2023-11", "--policy", "sanjian-2023-106,daxiang-2024-18", "--as-of", "2024-01-10")


def zhucun(*words: str, code: int = 0) -> str:
    """Run a command and give what it printed; the exit code must be the one named."""
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == code, done.output + str(done.exception)
    return done.output


@pytest.fixture(scope="module")
def after_a_month(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A workspace into which a month was handed in and run once, and the id of one violation."""
    folder = tmp_path_factory.mktemp("month")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZHUCUN_HOME", str(folder / "home"))
        patch.setenv("ZHUCUN_DATABASE_URL", "")
        connect.use()
        zhucun("import", *map(str, kills.files(folder, 1)), "--note", "首次报送")
        zhucun(*RUN, code=1)
        found = json.loads(zhucun("findings", "2023-11", "--json"))
        connect.close()
    return folder / "home", next(str(one["id"]) for one in found if one["kind"] == "violation")


@pytest.fixture
def month(after_a_month: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A copy of it, open; gives the id of one violation."""
    kept, violation = after_a_month
    shutil.copytree(kept, tmp_path / "home")
    monkeypatch.setenv("ZHUCUN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ZHUCUN_DATABASE_URL", "")
    connect.use()
    yield violation
    connect.close()


def correction(folder: Path) -> Path:
    """Write the month's log book with one day told otherwise."""
    text = kills.files(folder, 1)[2].read_text(encoding="utf-8").replace("秋收", "春耕", 1)
    (folder / "更正.csv").write_text(text, encoding="utf-8")
    return folder / "更正.csv"


def test_a_problem_goes_from_finding_to_striking_off(month: str, tmp_path: Path) -> None:
    assert "新增" in zhucun("diff", "2023-11")
    assert month in zhucun("explain", month[:8], "--run", "1")
    zhucun("rectify", "confirm", month, *OFFICE)
    zhucun("rectify", "assign", month, "--person", "李军", "--due", "2030-01-01", *OFFICE)
    problem = json.loads(zhucun("rectify", "show", month, "--json"))
    village = ("--village", problem["village"])
    zhucun("rectify", "reply", month, *VILLAGE, *village)
    claim = "behaviour" if "behaviour" in problem["closure"] else problem["closure"][0]
    paper = tmp_path / "说明.pdf"
    paper.write_bytes(b"%PDF-1.4 made up")
    evidence = ("--evidence", str(paper), "--made-on", "2023-11-01")
    zhucun("rectify", "submit", month, "--claim", claim, "--note", "已整改", *evidence, *VILLAGE, *village)
    refused = zhucun("rectify", "close", month, "--by", "李军", "--attest", "属实", code=2)
    assert "不能由本人" in refused
    zhucun("rectify", "return", month, "--note", "材料不全", *OFFICE)
    zhucun("rectify", "submit", month, "--claim", claim, "--note", "已补齐", *evidence, *VILLAGE, *village)
    zhucun("rectify", "close", month, "--attest", "现场查看属实", "--attested-by", "赵刚", *OFFICE)
    assert "已销号" in zhucun("rectify", "show", month)
    zhucun("rectify", "reopen", month, "--note", "反映不实", "--due", "2030-02-01", *OFFICE)
    assert json.loads(zhucun("rectify", "list", "2023-11", "--status", "in_progress", "--json"))[0]["id"] == month
    assert "完整" in zhucun("verify")


def test_documents_are_numbered_and_known_again(month: str, tmp_path: Path) -> None:
    zhucun("report", "2023-11", "--out", str(tmp_path / "印发"), *OFFICE)
    document = next((tmp_path / "印发").rglob("问题清单_桃溪村*.html"))
    assert "日志锚点" in document.read_text(encoding="utf-8")
    assert "现行有效" in zhucun("verify", str(document))
    zhucun("month", "lock", "2023-11", *OFFICE)
    assert "清单已印发" in zhucun("import", str(kills.files(tmp_path, 2)[2]))
    zhucun("report", "2023-11", "--out", str(tmp_path / "再印"), *OFFICE)
    assert "替代" in zhucun("verify", str(document), code=1)
    document.write_text("改过", encoding="utf-8")
    assert "被改动过" in zhucun("verify", str(document), code=1)


def test_interviews_are_proposed_and_decided_and_a_correction_shows_its_cells(month: str, tmp_path: Path) -> None:
    zhucun("rectify", "confirm", month, *OFFICE)
    zhucun("rectify", "assign", month, "--due", "2030-01-01", *OFFICE)
    late = ("--as-of", "2030-02-01")
    proposed = json.loads(zhucun("rectify", "propose", "2023-11", *late, "--json"))
    number, out = proposed[0]["proposal"]["id"], ("--out", str(tmp_path / "印发"))
    leader = ("--by", "郑海", "--role", "leader")
    assert "请写明批准的理由" in zhucun("rectify", "approve", number, *leader, code=2)
    assert "已起草" in zhucun("rectify", "approve", number[:6], "--note", "同意", *out, *leader)
    assert "不能再决定" in zhucun("rectify", "reject", number, "--note", "不宜", *leader, code=2)
    assert "已约谈" in zhucun("rectify", "talk", number, "--demand", "一周内改到位", *OFFICE)
    assert "年内已约谈" in zhucun("rectify", "propose", "2023-11", *late, "--all")
    village = proposed[0]["proposal"]["holder"]["name"]
    assert "督办单" in zhucun("rectify", "urge", "2023-11", village, *out, *late)
    assert "只能由领导决定" in zhucun("rectify", "transfer", month, "--note", "涉嫌虚报", *OFFICE, code=2)
    zhucun("rectify", "transfer", month, "--note", "涉嫌虚报", *leader)
    assert "领导郑海 移交纪检" in zhucun("rectify", "show", month)
    assert "没有逾期" in zhucun("rectify", "urge", "2023-11", "石磨村", *out, code=2)

    zhucun("import", str(correction(tmp_path)), "--correction", "村里申请更正")
    assert "改动1行" in zhucun("import", "--changes", "2")
    assert json.loads(zhucun("import", "--changes", "2", "--json"))[0]["what"] == "changed"
    assert json.loads(zhucun("import", "--list", "--json"))[0]["correction"] == "村里申请更正"


def test_a_problem_is_put_right_at_once_held_and_taken_up_again(month: str) -> None:
    zhucun("rectify", "confirm", month, *OFFICE)
    zhucun("rectify", "assign", month, "--due", "2030-01-01", *OFFICE)
    leader = ("--by", "郑海", "--role", "leader")
    assert "挂账" in zhucun("rectify", "waive", month, "--hold", "--until", "2030-06-01", "--note", "修路", *leader)
    assert "整改中" in zhucun("rectify", "reopen", month, "--note", "提前恢复", *OFFICE)
    village = ("--village", json.loads(zhucun("rectify", "show", month, "--json"))["village"])
    told = zhucun("rectify", "extend", month, "--until", "2030-03-01", "--note", "汛期", *VILLAGE, *village)
    assert "整改中" in told
    office = (*OFFICE, "--role", "office")
    zhucun("rectify", "extend", month, "--grant", *office)
    zhucun("rectify", "reply", month, "--appeal", "--note", "当时有人在任", *VILLAGE, *village)
    assert "已排除" in zhucun("rectify", "reply", month, "--uphold", "--note", "属实", *office)


def test_the_workspace_is_listed_undone_and_backed_up(month: str, tmp_path: Path) -> None:
    assert json.loads(zhucun("import", "--list", "--json"))[0]["note"] == "首次报送"
    zhucun("findings", "2023-11", "--xlsx", str(tmp_path / "问题.xlsx"))
    assert (tmp_path / "问题.xlsx").read_bytes().startswith(b"PK")
    zhucun("backup", str(tmp_path / "备份.zip"))
    zhucun("import", "--undo", "1", *OFFICE)
    assert "没有读到花名册" in zhucun(*RUN, code=2)
    assert "没有" in zhucun("import", "--undo", "9", code=2)


def test_a_folder_dropped_into_the_inbox_is_taken_by_one_command(month: str, tmp_path: Path) -> None:
    assert "也没有文件" in zhucun("import", code=2)
    dropped = tmp_path / "home" / "inbox" / "桃溪村更正"
    dropped.mkdir()
    shutil.move(correction(tmp_path), dropped)
    assert json.loads(zhucun("import", "--json"))["taken"] == ["更正.csv"]
    assert json.loads(zhucun("import", "--json"))["taken"] == []


def test_an_old_run_comes_out_the_same_to_the_byte_after_everything_has_changed(month: str, tmp_path: Path) -> None:
    zhucun("import", str(correction(tmp_path)))
    own = tmp_path / "home" / "rules" / "policies" / "own.yml"
    own.parent.mkdir(parents=True)
    own.write_text("id: broken", encoding="utf-8")
    assert "own.yml" in zhucun(*RUN, code=2)
    assert "一字不差" in zhucun("run", "--again", "1")


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_was_acknowledged_survives_a_kill(
    database: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = request.getfixturevalue("server").database() if database == "postgresql" else ""
    monkeypatch.setenv("ZHUCUN_HOME", str(tmp_path))
    monkeypatch.setenv("ZHUCUN_DATABASE_URL", url)
    said = kills.kill_once(7, 0.5, heard=1)
    assert said
    assert list(kills.faults(said)) == []
    assert database == "postgresql" or list(kills.rerun_differs()) == []
