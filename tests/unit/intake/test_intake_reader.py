"""The child process: what is refused, what kills it, and that the parent always lives to say so."""

import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from audit.intake import Limits
from audit.intake.limits import READER
from audit.intake.reading.answer import answer, resource
from audit.intake.reading.tables import text_of
from audit.model.tables import Intake

Write = Callable[..., Path]
Take = Callable[..., Intake]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ROSTER = [["姓名", "驻村职务", "村"], ["林晓峰", "第一书记", "桃溪村"], ["吴桐", "队员", "桃溪村"]]


def only_error(intake: Intake) -> tuple[str, str]:
    (error,) = intake.errors
    return error.code, error.message


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (2.5, "2.5"),
        (45717.0, "45717"),
        (True, "TRUE"),
        (date(2023, 11, 1), "2023-11-01"),
        (datetime(2023, 11, 1, 8, 30), "2023-11-01 08:30:00"),  # noqa: DTZ001
        (time(8, 5), "08:05:00"),
        (timedelta(hours=25, minutes=30), "25:30:00"),
    ],
)
def test_cells_become_text(value: object, text: str) -> None:
    assert text_of(value) == text


def test_rows_keep_their_numbers_and_hidden_columns_are_read(write: Write, take: Take) -> None:
    path = write({"名册": [[], [], *ROSTER]})
    frame = take(path).tables[0].frame
    assert frame["_row"].tolist() == [4, 5]
    assert frame["_cell"].tolist() == ["A4:C4", "A5:C5"]
    assert frame["person"].tolist() == ["林晓峰", "吴桐"]


def test_a_damaged_file_does_not_stop_the_others(write: Write, take: Take, tmp_path: Path) -> None:
    good = write({"名册": ROSTER}, name="a.xlsx")
    bad = tmp_path / "b.xlsx"
    bad.write_bytes(good.read_bytes()[:700])
    last = write({"名册": [*ROSTER, ["何秀英", "队员", "柳湾村"]]}, name="c.xlsx")
    intake = take(good, bad, last)
    assert only_error(intake) == ("damaged", "b.xlsx：文件已损坏或没有传完，请重新保存后再报")
    assert [len(table.frame) for table in intake.tables] == [2, 3]
    assert [file.name for file in intake.files] == ["a.xlsx", "b.xlsx", "c.xlsx"]


@pytest.mark.parametrize(
    ("name", "data", "code", "says"),
    [
        ("空.xlsx", b"", "not-a-workbook", "文件是空的"),
        ("网页.xls", b"<html><table></table></html>", "nothing", "没有可以读取的内容"),
        ("空白.txt", b" \r\n ", "nothing", "没有可以读取的内容"),
        ("乱码.csv", b"\xff\xff\xff,\x81\n", "bad-encoding", "文字编码无法识别"),
        ("稿.pdf", b"%PDF-1.7\n", "not-a-workbook", "PDF"),
        ("包.rar", b"Rar!\x1a\x07\x00", "not-a-workbook", "不是zip格式"),
        ("图.xlsx", b"GIF89a" + b"\0" * 40, "not-a-workbook", "这是图片"),
        ("照.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "damaged-photo", "照片已损坏"),
        ("照.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 40, "damaged-photo", "照片已损坏"),
        (
            "锁.xlsx",
            OLE + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
            "已加密",
        ),
        (
            "文.xls",
            OLE + "WordDocument".encode("utf-16-le"),
            "not-a-workbook",
            "Word文档",
        ),
        ("坏.xls", OLE + "Workbook".encode("utf-16-le") * 40, "damaged", "已损坏"),
    ],
)
def test_what_is_not_a_workbook_is_named(
    tmp_path: Path, take: Take, name: str, data: bytes, code: str, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    found = only_error(take(path))
    assert found[0] == code
    assert name in found[1]
    assert says in found[1]


def test_a_workbook_with_another_extension_is_read_by_its_content(write: Write, take: Take) -> None:
    path = write({"名册": ROSTER})
    disguised = path.rename(path.with_suffix(".xls"))
    assert take(disguised).sheets[0].table == "roster"


def sheet_with(tmp_path: Path, cells: str, *, name: str = "远.xlsx") -> Path:
    """A workbook whose only cells below its header are this XML."""
    path = tmp_path / name
    with zipfile.ZipFile(path, "w") as archive:
        for part, text in _PARTS.items():
            archive.writestr(part, text.replace("CELL", cells))
    return path


def long_sheet(tmp_path: Path, text: str, rows: int, *, name: str) -> Path:
    """A workbook of many rows, made without a writer: that would take longer than all else here."""
    cells = "".join(f'<c r="{column}%d" t="inlineStr"><is><t>{text}</t></is></c>' for column in "AB")
    return sheet_with(tmp_path, "".join(f'<row r="{n}">{cells % (n, n)}</row>' for n in range(2, rows + 2)), name=name)


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType='
    '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
    '"application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{_OFFICE}/'
    'officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="名册" sheetId="1" '
    'r:id="r1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type='
    f'"{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is>'
    "<t>姓名</t></is></c></row>CELL</sheetData></worksheet>",
}


def test_one_cell_in_the_last_corner_ends_in_one_sentence(tmp_path: Path, take: Take) -> None:
    path = sheet_with(tmp_path, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    code, message = only_error(take(path))
    assert code == "too-far"
    assert message == "远.xlsx：在很远的XFD1048576格有内容，表格范围过大，请删除远处多余的内容后再报"


def test_a_far_cell_in_single_quotes_ends_in_the_same_sentence(tmp_path: Path, take: Take) -> None:
    path = sheet_with(tmp_path, "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")
    assert only_error(take(path))[0] == "too-far"


def test_a_far_cell_with_only_a_format_is_harmless(tmp_path: Path, take: Take) -> None:
    path = sheet_with(tmp_path, '<row r="9"><c r="XFD9" s="1"/></row>')
    assert take(path).errors == ()


def test_a_bomb_is_stopped_while_it_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "炸.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (40 << 20))
    said = list(answer(str(path), dict(READER)))
    assert said[1:] == [{"error": "too-big", "detail": "解压后的内容过大"}, {"end": True}]


def test_a_file_that_takes_too_long_is_ended_and_the_next_is_read(write: Write, take: Take, tmp_path: Path) -> None:
    slow = long_sheet(tmp_path, "林晓峰", 150_000, name="慢.xlsx")
    intake = take(slow, limits=Limits(wall_seconds=0.2))
    assert only_error(intake)[0] == "too-slow"
    assert "慢.xlsx：读取超过" in only_error(intake)[1]
    quick = write({"名册": ROSTER}, name="快.xlsx")
    long = long_sheet(tmp_path, "林晓峰", 2000, name="长.xlsx")
    both = take(long, quick, limits=Limits(reader={**READER, "rows": 1000}))
    assert [error.code for error in both.errors] == ["too-large-sheet"]
    assert [sheet.file for sheet in both.sheets] == ["快.xlsx"]


@pytest.mark.skipif(resource is None, reason="此平台没有资源限制")
def test_a_child_that_runs_out_of_memory_is_blamed_on_its_file(write: Write, take: Take, tmp_path: Path) -> None:
    heavy = long_sheet(tmp_path, "林晓峰" * 9, 60_000, name="大.xlsx")
    light = write({"名册": ROSTER}, name="小.xlsx")
    intake = take(heavy, light, limits=Limits({**READER, "memory": 48 << 20}, wall_seconds=5))
    assert {error.file for error in intake.errors} >= {"大.xlsx"}
    assert {error.code for error in intake.errors} <= {"killed", "too-big", "too-slow"}


def test_several_children_give_the_same_as_one(write: Write, take: Take) -> None:
    paths = [write({"名册": [*ROSTER, [f"人{n}", "队员", "桃溪村"]]}, name=f"{n}.xlsx") for n in range(5)]
    one, three = take(*paths), take(*paths, workers=3)
    assert one.files == three.files
    assert one.sheets == three.sheets
    assert all(a.frame.equals(b.frame) for a, b in zip(one.tables, three.tables, strict=True))


def test_answers_are_json_lines_without_pickles(write: Write) -> None:
    path = write({"名册": [["姓名", 1.0], ["一\x7f二", "　"]]})
    kind, first, end = answer(str(path), dict(READER))
    assert kind == {"kind": "xlsx", "macros": False}
    assert json.loads(json.dumps(first)) == {
        "name": "名册", "hidden": False, "height": 2, "merges": [], "faults": [], "columns": ["姓名\x7f一二", "1\x7f"],
    }  # fmt: skip
    assert end == {"end": True}
