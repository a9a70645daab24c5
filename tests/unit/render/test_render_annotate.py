"""原件回批: the user's workbook comes back as it was, with notes on the bad cells and a list that leads to them."""

import io
import re
import subprocess
import zipfile
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from render_factory import make_report

from audit import resources
from audit.catalog import load_imports
from audit.intake import read, sheets_of
from audit.model.source import RESULT_SHEET_NOTE, DataError, FileRead, Sheet
from audit.render.annotated.book import Fault, Request
from audit.render.annotated.book import annotate as annotate_bytes
from audit.render.annotated.notes import MARK
from audit.render.annotated.package import CannotAnnotateError
from audit.render.annotations import Annotated, annotate
from audit.render.faults import fault, said
from audit.validate import validate


def office_book() -> bytes:
    """A workbook with most of what offices put into theirs."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "十一月"
    sheet.append(["桃溪村签到册", *[None] * 5])
    sheet.append(["姓名", "1", "2", "3", "=1+1", "电话"])
    for row in range(3, 9):
        sheet.append([f"队员{row}", "√", 0.5, "△", "=SUM(C3:C4)", "001"])
    sheet.merge_cells("A1:F1")
    sheet.merge_cells("B4:B6")
    sheet["A2"].font, sheet["A2"].fill = Font(name="黑体", bold=True, size=14), PatternFill("solid", "FFFF00")
    sheet["C3"].number_format = '0.0"天"'
    sheet.freeze_panes = "B3"
    sheet.column_dimensions["D"].hidden = True
    sheet.column_dimensions["A"].width = 21.5
    sheet.row_dimensions[7].hidden = True
    sheet.row_dimensions[1].height = 33
    sheet["F3"].comment = Comment("原有的批注", "村里")
    sheet["C5"].comment = Comment("也是原有的", "村里")
    choices = DataValidation(type="list", formula1='"√,△"')
    choices.add("D3:D8")
    sheet.add_data_validation(choices)
    sheet.print_title_rows = "1:2"
    sheet.auto_filter.ref = "A2:F8"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=3, min_row=3, max_row=8))
    sheet.add_chart(chart, "H2")
    hidden = book.create_sheet("底稿")
    hidden.sheet_state = "hidden"
    listed = book.create_sheet("名单")
    for row in (["姓名", "村"], ["甲", "桃溪村"], ["乙", "柳湾村"]):
        listed.append(row)
    listed.add_table(Table(displayName="名单表", ref="A1:B3"))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def request(*faults: tuple[str, str, str], own_sheet: str = "") -> Request:
    told = tuple(Fault(sheet, cell, ("列", "值", say, "请改"), say) for sheet, cell, say in faults)
    return Request("签到册.xlsx", ("核验结果：请逐项改正", "共几处"), "核验结果", own_sheet, told)


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def comments(sheet) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


FAULTS = (("十一月", "A3", "姓名有误"), ("十一月", "B5", "合并格里的错"), ("十一月", "C5:E5", "这一行有误"),
          ("名单", "B2", "村名有误"), ("名单", "", "缺一列"))  # fmt: skip


@pytest.fixture(scope="module")
def original() -> bytes:
    return office_book()


@pytest.fixture(scope="module")
def annotated(original: bytes) -> bytes:
    return annotate_bytes(original, request(*FAULTS))


def test_notes_stand_on_bad_cells_on_first_cells_of_ranges_and_of_merged_cells(annotated: bytes) -> None:
    found = comments(opened(annotated)["十一月"])
    assert found["A3"] == f"{MARK}姓名有误"
    assert found["B4"] == f"{MARK}合并格里的错"
    assert comments(opened(annotated)["名单"]) == {"B2": f"{MARK}村名有误"}


def test_comments_that_stood_there_stay_and_a_note_is_added_to_them(annotated: bytes) -> None:
    found = comments(opened(annotated)["十一月"])
    assert found["F3"] == "原有的批注"
    assert found["C5"] == f"也是原有的\n{MARK}这一行有误"
    assert set(found) == {"A3", "B4", "C5", "F3"}


def test_two_faults_of_one_cell_are_one_note_and_the_same_words_are_said_once(original: bytes) -> None:
    said_of = request(("十一月", "B4", "甲"), ("十一月", "B5", "乙"), ("十一月", "B6", "甲"))
    assert comments(opened(annotate_bytes(original, said_of))["十一月"])["B4"] == f"{MARK}1. 甲\n2. 乙"


def test_the_first_sheet_lists_every_fault_with_a_link_to_its_cell(annotated: bytes) -> None:
    book = opened(annotated)
    first = book.worksheets[0]
    assert book.sheetnames == ["核验结果", "十一月", "底稿", "名单"]
    assert book.active is first
    rows = [[cell.value for cell in row] for row in first.iter_rows(min_row=3)]
    assert rows[0] == ["序号", "文件", "工作表", "单元格", "列", "填写内容", "问题", "怎样改"]
    assert rows[2] == ["2", "签到册.xlsx", "十一月", "B5", "列", "值", "合并格里的错", "请改"]
    targets = [first.cell(row, 4).hyperlink.location for row in range(4, 9)]
    assert targets == ["'十一月'!A3", "'十一月'!B4", "'十一月'!C5", "'名单'!B2", "'名单'!A1"]


def test_only_the_first_sheet_is_selected(annotated: bytes) -> None:
    selected = [sheet.title for sheet in opened(annotated) if sheet.sheet_view.tabSelected]
    assert selected == ["核验结果"]


def test_everything_else_of_the_workbook_stays(original: bytes, annotated: bytes) -> None:
    before, after = opened(original)["十一月"], opened(annotated)["十一月"]
    assert after.merged_cells.ranges == before.merged_cells.ranges
    assert after.freeze_panes == "B3"
    assert after.column_dimensions["D"].hidden
    assert after.column_dimensions["A"].width == 21.5
    assert after.row_dimensions[7].hidden
    assert after.row_dimensions[1].height == 33
    assert after["C3"].number_format == '0.0"天"'
    assert (after["A2"].font.name, after["A2"].fill.fgColor.rgb) == ("黑体", "00FFFF00")
    assert after.data_validations.dataValidation[0].sqref == before.data_validations.dataValidation[0].sqref
    assert [[cell.value for cell in row] for row in after] == [[cell.value for cell in row] for row in before]
    assert opened(annotated)["底稿"].sheet_state == "hidden"
    assert opened(annotated)["名单"].tables["名单表"].ref == "A1:B3"


def test_print_titles_and_filters_still_belong_to_their_sheet(annotated: bytes) -> None:
    book = opened(annotated)
    assert book["十一月"].print_title_rows == "$1:$2"
    assert book["核验结果"].print_title_rows == "$3:$3"
    assert book["名单"].print_title_rows is None


def test_parts_that_are_not_concerned_are_the_same_bytes(original: bytes, annotated: bytes) -> None:
    before, after = parts(original), parts(annotated)
    assert {name for name in before if name.startswith("xl/charts")} == {"xl/charts/chart1.xml"}
    for name in ("xl/charts/chart1.xml", "xl/theme/theme1.xml", "xl/worksheets/sheet2.xml", "xl/tables/table1.xml"):
        assert after[name] == before[name]
    cells = [part["xl/worksheets/sheet1.xml"].split(b"<sheetData>")[1].split(b"</sheetData>")[0]
             for part in (before, after)]  # fmt: skip
    assert cells[0] == cells[1]


def test_the_same_file_gives_the_same_bytes(original: bytes, annotated: bytes) -> None:
    assert annotate_bytes(original, request(*FAULTS)) == annotated


def test_annotated_again_only_the_new_notes_stand(annotated: bytes) -> None:
    again = opened(annotate_bytes(annotated, request(("十一月", "A4", "新的错"), own_sheet="核验结果")))
    assert again.sheetnames == ["核验结果", "十一月", "底稿", "名单"]
    assert comments(again["十一月"]) == {"A4": f"{MARK}新的错", "C5": "也是原有的", "F3": "原有的批注"}
    assert comments(again["名单"]) == {}
    assert again["核验结果"].max_row == 4


def test_an_office_that_has_a_sheet_of_this_name_keeps_it(original: bytes) -> None:
    book = opened(original)
    book.create_sheet("核验结果")["A1"] = "我们自己的"
    stream = io.BytesIO()
    book.save(stream)
    after = opened(annotate_bytes(stream.getvalue(), request(*FAULTS)))
    assert after.sheetnames[0] == "核验结果2"
    assert after["核验结果"]["A1"].value == "我们自己的"


def test_text_that_looks_like_a_formula_stays_text(original: bytes) -> None:
    told = Request("a.xlsx", ("核验结果", ""), "核验结果", "",
                   (Fault("十一月", "A3", ("=1+1", "+1", "-1<b>&", "@x"), "=cmd|' /C calc'!A0"),))  # fmt: skip
    book = opened(annotate_bytes(original, told))
    row = book["核验结果"][4][4:]
    assert [(cell.value, cell.data_type) for cell in row] == [("=1+1", "s"), ("+1", "s"), ("-1<b>&", "s"), ("@x", "s")]


def test_boxes_are_wide_enough_beside_narrow_and_hidden_columns(annotated: bytes) -> None:
    drawing = next(data for name, data in parts(annotated).items() if name.endswith(".vml") and b"Anchor" in data)
    text = drawing.decode()
    anchors = [[int(n) for n in piece.split("<")[0].split(",")] for piece in text.split("<x:Anchor>")[1:]]
    assert all(anchor[4] > anchor[0] and anchor[6] > anchor[2] for anchor in anchors)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04not a zip", b"plain"])
def test_what_is_no_workbook_is_refused_in_one_kind_of_error(data: bytes) -> None:
    with pytest.raises(CannotAnnotateError):
        annotate_bytes(data, request(*FAULTS))


def test_a_zip_without_a_workbook_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(CannotAnnotateError):
        annotate_bytes(stream.getvalue(), request(*FAULTS))


def test_each_of_many_notes_on_a_large_sheet_is_there() -> None:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("打卡")
    for row in range(1_500):
        sheet.write_row(row, 0, ["林晓峰", "2023-11-01", "08:26", "正常", row])
    book.close()
    faults = tuple(("打卡", f"C{row}", f"第{row}行的时间有误，请改") for row in range(2, 1202))
    made = annotate_bytes(stream.getvalue(), request(*faults))
    assert len(comments(openpyxl.load_workbook(io.BytesIO(made))["打卡"])) == 1200


# --- the whole way: files in, annotated files out ---


def handed_in(
    tmp_path: Path, name: str, data: bytes, *errors: DataError, sheet_note: str = "", cells=sheets_of
) -> Annotated:
    path = tmp_path / "资料" / "x"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    digest = sha256(data).hexdigest()
    sheets = (Sheet(name, digest, "核验结果", None, note=sheet_note),)
    report = make_report(files=(FileRead(name, digest, (0,)),), sheets=sheets, data_errors=errors)
    return annotate(report, {name: path}, tmp_path / "回批", cells)


def error(file: str, sheet: str = "十一月", cell: str = "A3") -> DataError:
    return DataError(
        file, sheet, cell, "bad", "姓名", "张三", f"{file}《{sheet}》{cell}“姓名”：看不懂“张三”，请改为姓名"
    )


def test_the_copy_stands_beside_the_untouched_original(tmp_path: Path, original: bytes) -> None:
    done = handed_in(tmp_path, "签到册.xlsx", original, error("签到册.xlsx"))
    assert done.failures == ()
    assert [path.relative_to(tmp_path).as_posix() for path in done.written] == ["回批/签到册_回批.xlsx"]
    assert (tmp_path / "回批/原件/签到册.xlsx").read_bytes() == original
    sheet = openpyxl.load_workbook(done.written[0])["十一月"]
    assert comments(sheet)["A3"] == f"{MARK}“姓名”：看不懂“张三”。请改为姓名"


def test_files_without_errors_in_a_sheet_get_no_copy(tmp_path: Path, original: bytes) -> None:
    whole = DataError("签到册.xlsx", "", "", "encrypted", "", "", "签到册.xlsx：文件已加密")
    assert handed_in(tmp_path, "签到册.xlsx", original, whole).written == ()


def test_a_file_that_changed_since_is_a_sentence(tmp_path: Path, original: bytes) -> None:
    report = make_report(files=(FileRead("签到册.xlsx", "0" * 64, (0,)),), data_errors=(error("签到册.xlsx"),))
    path = tmp_path / "x"
    path.write_bytes(original)
    for paths in ({"签到册.xlsx": path}, {}):
        done = annotate(report, paths, tmp_path / "回批", sheets_of)
        assert done.written == ()
        assert done.failures[0].startswith("签到册.xlsx：没有回批")


def test_a_macro_workbook_keeps_its_ending_and_a_foreign_name_stays_in_the_folder(tmp_path: Path, original) -> None:
    done = handed_in(tmp_path, "../上级/签到:册.xlsm", original, error("../上级/签到:册.xlsm"))
    assert done.written[0].parent == tmp_path / "回批"
    assert done.written[0].name.endswith("签到_册_回批.xlsm")


def test_a_file_that_is_no_package_comes_back_as_its_values(tmp_path: Path) -> None:
    class Values:
        name, merges = "", ((0, 0, 0, 1),)
        columns = (("日志", "姓名", "=1+1"), ("", "日期", "11月31日"))

    report = make_report(files=(FileRead("日志.csv", sha256(b"x").hexdigest(), ()),), data_errors=(
        DataError("日志.csv", "", "B3", "bad-date", "日期", "11月31日", "日志.csv B3“日期”：11月31日不存在，请改"),
    ))  # fmt: skip
    path = tmp_path / "日志.csv"
    path.write_bytes(b"x")
    done = annotate(report, {"日志.csv": path}, tmp_path / "回批", lambda _: [Values()])
    book = openpyxl.load_workbook(done.written[0])
    assert book.sheetnames == ["核验结果", "资料"]
    assert [(cell.value, cell.data_type) for cell in book["资料"]["A"]] == [("日志", "s"), ("姓名", "s"), ("=1+1", "s")]
    assert "11月31日不存在" in book["资料"]["B3"].comment.text
    assert book["核验结果"]["D4"].hyperlink.location == "'资料'!B3"
    unread = annotate(report, {"日志.csv": path}, tmp_path / "回批", lambda _: [])
    assert "没有回批" in unread.failures[0]


def test_a_child_that_hangs_is_a_sentence(tmp_path: Path, original: bytes, monkeypatch) -> None:
    def late(*words: object, **options: object) -> None:
        raise subprocess.TimeoutExpired(cmd="child", timeout=1)

    monkeypatch.setattr("audit.render.annotations.subprocess.run", late)
    done = handed_in(tmp_path, "签到册.xlsx", original, error("签到册.xlsx"), cells=lambda _: ())
    assert "没有回批" in done.failures[0]


def test_a_corrected_copy_handed_in_again_has_one_result_sheet(tmp_path: Path, annotated: bytes) -> None:
    done = handed_in(tmp_path, "签到册.xlsx", annotated, error("签到册.xlsx"), sheet_note=RESULT_SHEET_NOTE)
    assert openpyxl.load_workbook(done.written[0]).sheetnames == ["核验结果", "十一月", "底稿", "名单"]


@pytest.mark.parametrize(
    ("message", "parted"),
    [
        ("甲.xlsx《乙》B3“丙”：11月31日不存在，请改为实际日期", ("11月31日不存在", "请改为实际日期")),
        ("甲.xlsx《乙》B3“丙”：请假天数应大于0，请核对", ("请假天数应大于0", "请核对")),
        ("甲.xlsx《乙》B3“丙”：已过期，请假单作废", ("已过期，请假单作废", "请核对后改正")),
        ("甲.xlsx《乙》B3“丙”：是否为丁？请更正", ("是否为丁？", "请更正")),
        ("别的写法", ("别的写法", "请核对后改正")),
    ],
)
def test_what_is_wrong_and_what_to_do_are_parted(message: str, parted: tuple[str, str]) -> None:
    given = DataError("甲.xlsx", "乙", "B3", "c", "丙", "v", message)
    assert said(given) == parted
    assert fault(given).texts == ("丙", "v", *parted)


def test_a_comma_separated_file_comes_back_as_a_workbook(tmp_path: Path) -> None:
    data = "姓名,日期,工作内容\n林晓峰,2023年11月31日,=走访\n".encode("gbk")
    path = tmp_path / "日志.csv"
    path.write_bytes(data)
    batch = read([path], load_imports())
    typed = validate(batch, load_imports())
    report = make_report(files=batch.files, sheets=batch.sheets, data_errors=(*batch.errors, *typed.errors))
    done = annotate(report, {"日志.csv": path}, tmp_path / "回批", sheets_of)
    assert done.failures == ()
    book = openpyxl.load_workbook(done.written[0])
    sheet = book.worksheets[1]
    assert (sheet["C2"].value, sheet["C2"].data_type) == ("=走访", "s")
    assert "2023年11月31日不存在" in sheet["B2"].comment.text
    assert book["核验结果"]["D4"].hyperlink.location == f"'{sheet.title}'!B2"
    assert (tmp_path / "回批/原件/日志.csv").read_bytes() == data


def test_a_copy_corrected_and_handed_in_again_is_read_as_the_original_was(tmp_path: Path) -> None:
    sample = resources.folders("sample_data")[-1] / "2023-11" / "松岭村2023年11月签到册.xlsx"
    first = read([sample], load_imports())
    errors = validate(first, load_imports()).errors
    report = make_report(files=first.files, sheets=first.sheets, data_errors=errors)
    done = annotate(report, {sample.name: sample}, tmp_path, sheets_of)
    second = read(done.written, load_imports())
    assert [sheet.table for sheet in second.sheets] == [None, "sign_in_grid"]
    assert RESULT_SHEET_NOTE in second.sheets[0].note
    assert second.errors == ()
    assert second.tables[0].frame.equals(first.tables[0].frame)


def rewritten(data: bytes, change) -> bytes:
    """The file with each XML part put through a function."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, part in parts(data).items():
            archive.writestr(name, change(name, part) if name.endswith((".xml", ".rels")) else part)
    return stream.getvalue()


def strict(_: str, part: bytes) -> bytes:
    part = part.replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    return part.replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


def usual(_: str, part: bytes) -> bytes:
    part = part.replace(
        b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    )
    return part.replace(
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )


def test_a_strict_workbook_is_annotated_in_its_own_namespaces(original: bytes) -> None:
    made = annotate_bytes(rewritten(original, strict), request(*FAULTS))
    of_ours = [part for name, part in parts(made).items() if "zhucun" in name and name.endswith(".xml")]
    assert of_ours
    assert not [part for part in of_ours if b"schemas.openxmlformats.org/spreadsheetml" in part]
    book = opened(rewritten(made, usual))
    assert comments(book["十一月"])["A3"] == f"{MARK}姓名有误"
    assert book["核验结果"]["D4"].hyperlink.location == "'十一月'!A3"


def test_a_workbook_whose_parts_carry_prefixes_is_annotated(original: bytes) -> None:
    def prefixed(name: str, part: bytes) -> bytes:
        if not name.startswith("xl/worksheets/sheet"):
            return part
        part = part.replace(b'xmlns="http://schemas', b'xmlns:x="http://schemas')
        return re.sub(rb"<(/?)(?=[A-Za-z]+[ />])", rb"<\1x:", part)

    book = opened(annotate_bytes(rewritten(original, prefixed), request(*FAULTS)))
    assert comments(book["十一月"])["B4"] == f"{MARK}合并格里的错"
    assert book["十一月"]["A3"].value == "队员3"


def test_notes_come_before_tables_and_extensions_in_the_sheet(annotated: bytes) -> None:
    names = re.findall(rb"<(legacyDrawing|tableParts)\b", parts(annotated)["xl/worksheets/sheet3.xml"])
    assert names == [b"legacyDrawing", b"tableParts"]


def test_entities_of_a_hostile_part_are_not_followed(original: bytes) -> None:
    def hostile(name: str, part: bytes) -> bytes:
        if name != "xl/workbook.xml":
            return part
        body = part.partition(b"?>")[2] if part.startswith(b"<?xml") else part
        lines = b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 20 if n else b"x" * 100) for n in range(9))
        return (
            b'<?xml version="1.0"?><!DOCTYPE w [' + lines + b"]>" + body.replace(b"<sheets>", b"<!-- --><sheets>&a8;")
        )

    with pytest.raises(CannotAnnotateError):
        annotate_bytes(rewritten(original, hostile), request(*FAULTS))
