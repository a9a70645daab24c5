"""Photographs beside the sheets, end to end: checked, kept in a workspace, and found again under another name."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from photographs import jpeg, png, scene

from audit import pipeline, render
from audit.model.finding import Finding
from audit.store import connect
from audit.store.kept_files import kept_sheets
from audit.store.log import By
from audit.workspace import handing_in, running

POLICIES = ("sanjian-2023-106",)
AS_OF = date(2024, 1, 10)
BY = By("张三", datetime(2024, 1, 10, 9, tzinfo=UTC))


def _book(path: Path, title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    book = openpyxl.Workbook()
    for line in ([title], head, *rows):
        book.active.append(list(line))
    book.save(path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two villages: the first uses an old photograph under a new name, the second one taken ten days before."""
    path = tmp_path_factory.mktemp("township")
    villages = ("桃溪村", "柳湾村")
    _book(path / "村.xlsx", "青禾镇村基本情况表", ["村", "乡镇"], [[name, "青禾镇"] for name in villages])
    head = ["村", "姓名", "派出单位", "驻村职务", "到任时间"]
    _book(path / "花名册.xlsx", "青禾镇驻村工作队花名册", head, [
        [village, name, "县水利局", "第一书记", "2021-05-20"]
        for village, name in zip(villages, ("林晓峰", "贺军"), strict=True)
    ])  # fmt: skip
    head = ["村", "会议时间", "会议名称", "参会人员", "会议记录", "照片", "照片文件名"]
    _book(path / "会议.xlsx", "青禾镇会议台账", head, [
        ["桃溪村", "2023-10-09", "工作队会议", "林晓峰", "有", "有", "IMG_0001"],
        ["桃溪村", "2023-11-06", "工作队会议", "林晓峰", "有", "有", "支委会.jpg"],
        ["桃溪村", "2023-11-20", "工作队会议", "林晓峰", "有", "有", "没有报来.jpg"],
        ["柳湾村", "2023-11-06", "工作队会议", "贺军", "有", "有", "IMG_0003.jpg"],
        ["柳湾村", "2023-11-20", "工作队会议", "贺军", "有", "有", "夜里.png、IMG_0004.jpg"],
    ])  # fmt: skip
    for place, data in {
        "桃溪/IMG_0001.JPG": jpeg(scene(1), taken="2023:10:09 10:00:00", position=True),
        "桃溪/支委会.jpg": jpeg(scene(1, (160, 120)), quality=50),
        "柳湾/IMG_0003.jpg": jpeg(scene(3), taken="2023:10:27 10:00:00"),
        "柳湾/IMG_0004.jpg": jpeg(scene(4), taken="2023:11:20 10:00:00"),
        "柳湾/夜里.png": png(scene(5).point(lambda _: 0)),
        "没人提到.jpg": jpeg(scene(6)),
        "坏了.jpg": jpeg(scene(7))[:900],
    }.items():
        (path / place).parent.mkdir(exist_ok=True)
        (path / place).write_bytes(data)
    return path


@pytest.fixture(scope="module")
def told(folder: Path) -> tuple[list[Finding], str]:
    report = pipeline.check([folder], policies=POLICIES, month="2023-11", as_of=AS_OF)
    errors = [error.message for error in report.data_errors if error.file.endswith((".jpg", ".png", ".JPG"))]
    assert errors == ["坏了.jpg：照片已损坏或没有传完，请从手机里重新导出后再报"]
    return [one for one in report.findings if one.rule.startswith("photo-")], render.findings_json(report)


def test_a_copied_photograph_and_an_old_one_are_clues_and_all_else_is_silent(told: tuple[list[Finding], str]) -> None:
    found, _ = told
    assert sorted((one.rule, one.village, one.period[0].day) for one in found) == [
        ("photo-date-off", "柳湾村", 6), ("photo-reused", "桃溪村", 6)
    ]  # fmt: skip
    reused, off = sorted(found, key=lambda one: one.rule, reverse=True)
    assert reused.message.startswith(
        "疑点：桃溪村11月6日工作队会议的照片疑似重复使用，支委会.jpg已用于桃溪村10月9日工作队会议的IMG_0001"
    )
    assert reused.values["photo_distance"] <= 6
    assert [(place.file, place.cell) for place in reused.evidence] == [
        ("IMG_0001.JPG", ""), ("会议.xlsx", "A3:G3"), ("会议.xlsx", "A4:G4"), ("支委会.jpg", "")
    ]  # fmt: skip
    assert "IMG_0003.jpg记的拍摄日期是10月27日，相差10天，是否当时所拍存疑" in off.message


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("ZHUCUN_HOME", str(tmp_path / "home"))
    connect.use()
    yield tmp_path
    connect.close()


def test_a_workspace_keeps_each_photograph_once_under_each_name(
    home: Path, folder: Path, told: tuple[list[Finding], str]
) -> None:
    first = handing_in.hand_in([folder], by=BY).recorded
    assert len(first.taken) == 10
    again = handing_in.hand_in([folder], by=BY).recorded
    assert (again.number, again.taken, len(again.known)) == (None, (), 10)
    assert running.run("2023-11", policies=POLICIES, as_of=AS_OF, by=BY).findings_json == told[1]
    # The night is the same night under its new name, and neither replaces the other.
    renamed = home / "另一夜.png"
    renamed.write_bytes((folder / "柳湾/夜里.png").read_bytes())
    assert handing_in.hand_in([renamed], by=BY).recorded.taken == ("另一夜.png",)
    assert handing_in.hand_in([renamed], by=BY).recorded.taken == ()
    kept = [one for one in kept_sheets() if one.sheet.table == "photos"]
    assert (len(kept), [one.file for one in kept if one.replaced]) == (7, [])
