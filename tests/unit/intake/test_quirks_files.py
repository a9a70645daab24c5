"""The quirks of files themselves, one test each, by their number in the list of quirks importers must survive."""

import datetime
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from fuzz.seeds import (
    DIARY,
    ROSTER,
    cells_xml,
    docx,
    gbk_zip,
    html,
    mht,
    ods,
    ooxml,
    records,
    separated,
    spreadsheetml,
    word,
    xls,
    xlsx,
    zipped,
)

from audit.intake.books import Book, read_books
from audit.intake.grid import Grid
from audit.model.tables import Intake

Take = Callable[..., Intake]
Put = Callable[[str, bytes], Path]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PEOPLE = [row[0] for row in ROSTER[1:]]
FORMATS = (27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58)
STYLES = '<cellXfs><xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{number}"/>' for number in FORMATS) + "</cellXfs>"
WPS = '<dbsheet xmlns="http://web.wps.cn/et/2018/main"><custom id="1"/></dbsheet>'


@pytest.fixture
def put(tmp_path: Path) -> Put:
    def put_file(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return put_file


@pytest.fixture
def book(put: Put) -> Callable[[str, bytes], Book]:
    """Read one file into grids, without recognising them."""
    return lambda name, data: next(read_books([put(name, data)], workers=1))


def people(intake: Intake) -> list[str]:
    assert not intake.errors
    return [person for table in intake.tables for person in table.frame["person"]]


def rows(grid: Grid) -> list[list[str]]:
    return [[column[row] for column in grid.columns] for row in range(grid.height)]


def only_error(intake: Intake) -> tuple[str, str]:
    (error,) = intake.errors
    return error.code, error.message


# ------ 1: the extension lies


@pytest.mark.parametrize(
    ("name", "data", "note"),
    [
        ("册.xls", separated(ROSTER), "文件扩展名是 .xls，实际是文本，已按文本读取"),
        ("册.xls.xls", separated(ROSTER), "文件扩展名是 .xls，实际是文本，已按文本读取"),
        ("册.xls", html(ROSTER), "文件扩展名是 .xls，实际是网页表格，已按网页表格读取"),
        ("册.xls", mht(ROSTER), "文件扩展名是 .xls，实际是网页表格（MHT），已按网页表格（MHT）读取"),
        (
            "册.xls",
            spreadsheetml(ROSTER),
            "文件扩展名是 .xls，实际是XML表格（Excel 2003），已按XML表格（Excel 2003）读取",
        ),
        ("册.xls", xlsx(ROSTER), "文件扩展名是 .xls，实际是新版Excel工作簿，已按新版Excel工作簿读取"),
        ("册.xlsx", xls(ROSTER), "文件扩展名是 .xlsx，实际是旧版Excel工作簿，已按旧版Excel工作簿读取"),
        ("册", xlsx(ROSTER), ""),
        ("册.CSV", separated(ROSTER, by=","), ""),
        ("册.html", html(ROSTER), ""),
    ],
)
def test_01_a_wrong_extension_is_only_told(take: Take, put: Put, name: str, data: bytes, note: str) -> None:
    intake = take(put(name, data))
    assert people(intake) == PEOPLE
    said = [sheet.note for sheet in intake.sheets if sheet.table == "roster"]
    assert [one.split("；")[0] if note else note for one in said] == [note]


# ------ 2: the encoding of text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_02_chinese_text_is_read_in_every_encoding_offices_use(take: Take, put: Put, encoding: str) -> None:
    assert people(take(put("册.csv", separated(ROSTER, by=",", encoding=encoding)))) == PEOPLE


@pytest.mark.parametrize("word_", ["也", "为", "一", "时"])
def test_02_a_short_gbk_word_that_is_valid_utf8_is_still_chinese(book: Callable[..., Book], word_: str) -> None:
    read = book("字.txt", word_.encode("gbk"))
    assert rows(read.grids[0]) == [[word_]]


def test_02_a_rare_character_outside_gbk_is_kept(book: Callable[..., Book]) -> None:
    read = book("名.txt", "𠮷䶮 到会\n".encode("gb18030"))
    assert rows(read.grids[0])[0] == ["𠮷䶮 到会"]


def test_02_text_that_breaks_off_within_a_letter_was_not_transferred_whole(take: Take, put: Put) -> None:
    data = separated(ROSTER, by=",", encoding="utf-8").rstrip()
    assert only_error(take(put("册.csv", data + "村".encode()[:2])))[0] == "damaged"


# ------ 3: old workbooks and those of WPS


@pytest.mark.parametrize("name", ["册.xls", "册.et"])
def test_03_old_and_wps_workbooks_are_read(take: Take, put: Put, name: str) -> None:
    intake = take(put(name, xls(ROSTER)))
    assert people(intake) == PEOPLE
    assert intake.sheets[0].note == ""


def test_03_an_old_workbook_keeps_dates_times_merges_hidden_sheets_and_errors(book: Callable[..., Book]) -> None:
    made = xlwt.Workbook()
    sheet, hidden = made.add_sheet("十一月 "), made.add_sheet("旧表")
    hidden.visibility = 1
    sheet.write_merge(0, 0, 0, 3, "签到册")
    cells = {"yyyy-mm-dd": 45231.0, "yyyy-mm-dd hh:mm": 45231.354167, "hh:mm": 0.354167, "General": 13812345678.0}
    for column, (pattern, value) in enumerate(cells.items()):
        sheet.write(1, column, value, xlwt.easyxf(num_format_str=pattern))
    sheet.write(2, 0, xlwt.Formula("1/0"))
    stream = io.BytesIO()
    made.save(stream)
    first, second = book("册.xls", stream.getvalue()).grids
    assert rows(first)[1] == ["2023-11-01", "2023-11-01 08:30:00", "08:30:00", "13812345678"]
    assert list(first.merges) == [(0, 0, 0, 3)]
    assert (first.name, first.hidden, second.hidden) == ("十一月 ", False, True)


# ------ 4: what WPS leaves in files


def test_04_marks_of_wps_do_no_harm(take: Take, put: Put) -> None:
    properties = "<Properties><property name='KSOProductBuildVer'/></Properties>"
    marks = {"docProps/custom.xml": properties, "xl/dbsheet.xml": WPS}
    data = ooxml(cells_xml(ROSTER), parts=marks, after=f"<extLst>{WPS}</extLst>")
    assert people(take(put("册.xlsx", data))) == PEOPLE


# ------ 5: filters


def test_05_rows_and_columns_a_filter_hides_are_read(take: Take, put: Put) -> None:
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = made.add_worksheet("名册")
    for at, row in enumerate(ROSTER):
        sheet.write_row(at, 0, row)
    sheet.autofilter(0, 0, len(ROSTER) - 1, 4)
    sheet.filter_column(0, "x == 吴桐")
    for at in (1, 3, 4):
        sheet.set_row(at, options={"hidden": True})
    sheet.set_column(2, 2, options={"hidden": True})
    made.close()
    intake = take(put("册.xlsx", stream.getvalue()))
    assert people(intake) == PEOPLE
    assert intake.tables[0].frame["village"].tolist() == ["桃溪村", "桃溪村", "柳湾村", "柳湾村"]


# ------ 6: a table made of the whole sheet


def test_06_a_table_made_by_ctrl_t_leaves_numbered_headers_above_the_real_ones(take: Take, put: Put) -> None:
    above = ("青禾镇花名册", *(f"列{number}" for number in range(1, 5)))
    assert people(take(put("册.xlsx", ooxml(cells_xml((above, *ROSTER)))))) == PEOPLE


# ------ 7: sheets that are nobody's


def test_07_stray_and_hidden_sheets_are_listed_and_not_imported(take: Take, put: Put) -> None:
    sheets = (("名册", ""), ("旧表", 'state="hidden"'), ("更旧", 'state="veryHidden"'))
    intake = take(put("册.xlsx", ooxml(cells_xml(ROSTER), sheets=sheets)))
    assert [(sheet.name, sheet.table, sheet.hidden) for sheet in intake.sheets] == [
        ("名册", "roster", False), ("旧表", None, True), ("更旧", None, True),
    ]  # fmt: skip
    assert people(intake) == PEOPLE


# ------ 8: locked


@pytest.mark.parametrize(
    ("name", "data", "code", "says"),
    [
        ("册.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "取消打开密码"),
        ("~$册.xlsx", b"\x08user" + b" " * 160, "lock-file", "请关闭表格后上传原文件"),
        ("册.xlsx", b"", "not-a-workbook", "文件是空的（0字节）"),
        ("册.xlsx", xlsx(ROSTER)[:900], "damaged", "已损坏或没有传完"),
        ("册.xls", xls(ROSTER)[:2000], "", ""),
    ],
)  # fmt: skip
def test_08_locked_empty_and_cut_files_end_in_one_sentence(
    take: Take, put: Put, name: str, data: bytes, code: str, says: str
) -> None:
    found = only_error(take(put(name, data)))
    assert found[0] == code or not code
    assert says in found[1]
    assert found[1].startswith(name)


def test_08_an_encrypted_member_locks_its_archive(take: Take, put: Put) -> None:
    data = bytearray(zipped({"名册.csv": separated(ROSTER, by=",")}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert only_error(take(put("包.zip", bytes(data))))[0] == "encrypted"


# ------ 9: macros and sizes


def test_09_macros_are_left_alone_and_said(take: Take, put: Put) -> None:
    intake = take(put("册.xlsm", ooxml(cells_xml(ROSTER), parts={"xl/vbaProject.bin": "macro"})))
    assert people(intake) == PEOPLE
    assert intake.sheets[0].note == "文件含有宏，只读取了单元格，宏没有运行"


ENTITIES = '<!DOCTYPE a [<!ENTITY b "' + "x" * 40 + '"><!ENTITY c "' + "&b;" * 40 + '">]>'
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
REPEATED = '<table:table-row table:number-rows-repeated="1048575"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'  # noqa: E501


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("远.xlsx", ooxml(FAR), "too-far"),
        ("远引号.xlsx", ooxml(FAR.replace('"', "'")), "too-far"),
        ("远前缀.xlsx", ooxml('<row r="1"/>' + FAR.replace("<c ", "<x:c ").replace("</c", "</x:c")), "too-far"),
        ("宽.xlsx", ooxml('<row r="90000"><c r="CV90000"><v>1</v></c></row>'), "too-far"),
        ("炸.xlsx", zipped({"xl/workbook.xml": b"<a/>", "xl/x.bin": bytes(40 << 20)}), "too-big"),
        ("炸.docx", word("<a>" + " " * (40 << 20) + "</a>"), "too-big"),
        ("实体.xlsx", ooxml(cells_xml(ROSTER), head=ENTITIES), "entities"),
        ("实体.xml", spreadsheetml(ROSTER).replace(b"<Workbook", ENTITIES.encode() + b"<Workbook"), "entities"),
        ("实体.docx", word(ENTITIES + "<a>&c;</a>"), "entities"),
        ("跨.html", b"<table><tr><td colspan=999999 rowspan=999999>1</td></tr></table>", "too-large-sheet"),
        ("表.html", b"<table><tr><td>1</td></tr></table>" * 65, "too-many-sheets"),
        ("重复.ods", ods(ROSTER, before=REPEATED), "too-large-sheet"),
        ("深.json", b'[{"a":' * 90_000, "damaged"),
        ("跨.docx", word("<a><tbl><tr><tc><gridSpan val='2000000000'/></tc></tr></tbl></a>"), "too-large-sheet"),
        ("字.csv", b"a,b\n" + b"x" * 40_000 + b",1\n", "too-long-text"),
    ],
)  # fmt: skip
def test_09_what_would_take_the_machine_down_ends_in_one_sentence(
    take: Take, put: Put, name: str, data: bytes, code: str
) -> None:
    found = only_error(take(put(name, data)))
    assert found[0] == code
    assert found[1].startswith(f"{name}：")


def ole(chain: Mapping[int, int]) -> bytes:
    """An OLE file with one FAT sector, a directory and a stream called Workbook that says it is 2 GB long."""
    header = bytearray(512)
    header[:8] = OLE
    header[24:34] = bytes.fromhex("3e00 0300 feff 0900 0600")
    numbers = (0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0, *[0xFFFFFFFF] * 108)
    header[40:] = b"".join(number.to_bytes(4, "little") for number in numbers)
    fat = b"".join(chain.get(at, 0xFFFFFFFF).to_bytes(4, "little") for at in range(128))
    directory = _entry("Root Entry", 5, 0xFFFFFFFE, 0) + _entry("Workbook", 2, 2, 0x7FFFFFFF) + bytes(256)
    return bytes(header) + fat + directory + bytes.fromhex("0908 1000 0006 0500") + bytes(504)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    numbers = (1, 1, 1) if kind == 2 else (0xFFFFFFFF, 0xFFFFFFFF, 1)
    links = b"".join(number.to_bytes(4, "little") for number in numbers)
    head = text.ljust(64, b"\0") + len(text).to_bytes(2, "little") + bytes([kind, 1]) + links
    return head.ljust(116, b"\0") + start.to_bytes(4, "little") + size.to_bytes(8, "little")


@pytest.mark.parametrize("chain", [{0: 0xFFFFFFFD, 1: 0xFFFFFFFE, 2: 2}, {0: 0xFFFFFFFD, 1: 1, 2: 0xFFFFFFFE}])
def test_09_an_ole_file_whose_sectors_run_in_a_circle_ends_in_one_sentence(
    take: Take, put: Put, chain: Mapping[int, int]
) -> None:
    code, message = only_error(take(put("圈.xls", ole(chain))))
    assert code in {"damaged", "killed", "too-big", "too-slow"}
    assert message.startswith("圈.xls：")


def test_09_a_dimension_that_lies_hides_nothing(take: Take, put: Put) -> None:
    for number, said in enumerate(('<dimension ref="A1"/>', '<dimension ref="A1:XFD1048576"/>')):
        assert people(take(put(f"{number}.xlsx", ooxml(cells_xml(ROSTER), before=said)))) == PEOPLE


# ------ dates that only Chinese systems write, and workbooks of another calendar


@pytest.mark.parametrize(("properties", "day"), [("", "2023-11-01"), ('<workbookPr date1904="1"/>', "2027-11-02")])
def test_20_chinese_built_in_date_formats_and_the_calendar_of_1904(
    book: Callable[..., Book], properties: str, day: str
) -> None:
    cells = "".join(f'<c r="{chr(65 + at)}1" s="{at + 1}"><v>45231</v></c>' for at in range(len(FORMATS)))
    read = book("日期.xlsx", ooxml(f'<row r="1">{cells}</row>', styles=STYLES, properties=properties))
    assert rows(read.grids[0]) == [[day] * len(FORMATS)]


def test_20_strict_workbooks_write_their_dates_as_text(book: Callable[..., Book]) -> None:
    cells = '<row r="1"><c r="A1" t="d"><v>2023-11-01</v></c><c r="B1" t="d"><v>2023-11-01T08:30:00</v></c></row>'
    assert rows(book("严.xlsx", ooxml(cells, strict=True)).grids[0]) == [["2023-11-01", "2023-11-01 08:30:00"]]


def test_21_a_date_whose_format_hides_its_year_is_read_with_it(book: Callable[..., Book]) -> None:
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True})
    made.add_worksheet().write_datetime(0, 0, datetime.date(2021, 8, 1), made.add_format({"num_format": 'd"日"'}))
    made.close()
    assert rows(book("日.xlsx", stream.getvalue()).grids[0]) == [["2021-08-01"]]


# ------ 19: numbers and texts


def test_19_numbers_keep_their_digits_and_texts_their_zeros(book: Callable[..., Book]) -> None:
    cells = (
        '<row r="1"><c r="A1"><v>1.0</v></c><c r="B1"><v>1.3812345678E10</v></c><c r="C1" t="str"><v>0012</v></c>'
        '<c r="D1" t="str"><v>511302199001011234</v></c><c r="E1"><v>2018520301.0</v></c></row>'
    )
    assert rows(book("数.xlsx", ooxml(cells)).grids[0]) == [
        ["1", "13812345678", "0012", "511302199001011234", "2018520301"]
    ]
    text = '序号,编号,手机\n1,="0012",\t13812345678\n'.encode("gbk")
    assert rows(book("数.csv", text).grids[0])[1] == ["1", "0012", "13812345678"]


# ------ nothing silently becomes empty


def test_19_an_error_value_is_shown_and_told(take: Take, put: Put, book: Callable[..., Book]) -> None:
    cells = cells_xml(ROSTER).replace(
        '<c r="D2" t="inlineStr"><is><t>县农业农村局</t></is></c>', '<c r="D2" t="e"><f>1/0</f><v>#N/A</v></c>'
    )
    intake = take(put("册.xlsx", ooxml(cells)))
    assert intake.tables[0].frame["unit"].tolist()[0] == "错误值#N/A"
    assert only_error(intake) == (
        "error-cell", "册.xlsx《名册》D2“派出单位”：是错误值，没有内容，请改正公式或直接填写",
    )  # fmt: skip
    xml = spreadsheetml(ROSTER).replace('"String">县水利局'.encode(), b'"Error">#REF!')
    assert rows(book("册.xml", xml).grids[0])[2][3] == "错误值#REF!"


def test_19_a_formula_without_a_result_is_an_error_where_it_is_read(take: Take, put: Put) -> None:
    cells = cells_xml(ROSTER).replace(
        '<c r="C3" t="inlineStr"><is><t>桃溪村</t></is></c>', '<c r="C3"><f>C2</f><v></v></c>'
    )
    code, message = only_error(take(put("册.xlsx", ooxml(cells))))
    assert code == "no-result"
    assert message.startswith("册.xlsx《名册》C3“村（社区）”：是公式，但文件里没有保存计算结果，")


def test_09_two_cells_of_one_place_are_counted_and_told(take: Take, put: Put) -> None:
    twice = cells_xml(ROSTER) + '<row r="3"><c r="A3" t="str"><v>周文博</v></c></row>'
    intake = take(put("册.xlsx", ooxml(twice)))
    assert only_error(intake)[0] == "count-differs"
    assert intake.sheets[0].note == "两次读取不一致：文件里有26个非空单元格，读出25个"


def test_09_empty_shared_strings_are_no_difference(take: Take, put: Put) -> None:
    empty = "".join(f'<c r="{letter}6" t="s"><v>0</v></c>' for letter in "ABCDE")
    data = ooxml(cells_xml(ROSTER) + f'<row r="6">{empty}</row>', strings="<si><t></t></si>")
    assert people(take(put("册.xlsx", data))) == PEOPLE


# ------ 34 and 35


def test_34_the_same_export_downloaded_twice_is_read_once(take: Take, put: Put) -> None:
    data = xlsx(ROSTER)
    intake = take(put("考勤.xlsx", data), put("考勤 (1).xlsx", data))
    assert len(intake.tables) == 1
    assert only_error(intake)[0] == "same-file"


@pytest.mark.parametrize("text", ["-", "=1+1", "+86 10000000001", "@SUM(A1)", "=cmd|' /C calc'!A0", "－"])
def test_35_text_that_looks_like_a_formula_stays_text(put: Put, text: str) -> None:
    table = (("姓名", "备注"), ("林晓峰", text), ("吴桐", ""))
    files = {"a.csv": separated(table), "b.xlsx": ooxml(cells_xml(table)), "c.xls": html(table)}
    books = read_books([put(name, data) for name, data in files.items()], workers=1)
    assert [rows(book.grids[-1])[-2][1] for book in books] == [text] * 3


# ------ other kinds of file


def test_web_tables_keep_their_merged_cells_and_the_title_above(book: Callable[..., Book]) -> None:
    page = (
        "<h3>桃溪村2023年11月签到册</h3><table><tr><th rowspan=2>姓名<th colspan=2>日期<tr><td>1<td>2"
        "<tr><td>张　三<br>（离职）<td>&radic;<td style='display:none'>△</table>"
    )
    grid = book("册.xls", page.encode()).grids[-1]
    assert rows(grid) == [
        ["桃溪村2023年11月签到册", "", ""], ["姓名", "日期", ""], ["", "1", "2"], ["张　三\n（离职）", "√", "△"],
    ]  # fmt: skip
    assert set(grid.merges) == {(1, 0, 2, 0), (1, 1, 1, 2)}


def test_excel_2003_xml_keeps_places_merges_types_and_hidden_sheets(book: Callable[..., Book]) -> None:
    row = (
        '<Row ss:Index="7"><Cell ss:Index="2" ss:MergeAcross="1"><Data ss:Type="Number">1.0</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">2023-11-01T00:00:00.000</Data></Cell>'
        '<Cell><Data ss:Type="DateTime">1899-12-31T08:30:00.000</Data></Cell></Row>'
    )
    hidden = (
        '<Worksheet ss:Name="旧"><Table/><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>'
    )
    data = spreadsheetml(ROSTER, encoding="GBK", more=f"{hidden}</Worksheet>")
    first, second = book("册.xls", data.replace(b"</Table>", row.encode() + b"</Table>", 1)).grids
    assert rows(first)[6] == ["", "1", "", "2023-11-01", "08:30:00"]
    assert list(first.merges) == [(6, 1, 6, 2)]
    assert (second.name, second.hidden) == ("旧", True)


def test_word_tables_are_sheets_and_paragraphs_are_lines(take: Take, put: Put) -> None:
    intake = take(put("册.docx", docx(ROSTER)))
    assert people(intake) == PEOPLE
    assert [(sheet.name, sheet.table) for sheet in intake.sheets] == [("正文", None), ("表1", "roster")]


def test_word_cells_merged_down_and_across_are_merged(book: Callable[..., Book]) -> None:
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    top = cell("村", '<w:vMerge w:val="restart"/>') + cell("姓名", '<w:gridSpan w:val="2"/>')
    body = f"<w:tr>{top}</w:tr><w:tr>{cell('', '<w:vMerge/>')}{cell('张')}{cell('三')}</w:tr>"
    (grid,) = book("表.docx", word(f'<w:document xmlns:w="w"><w:tbl>{body}</w:tbl></w:document>')).grids
    assert rows(grid) == [["村", "姓名", ""], ["", "张", "三"]]
    assert set(grid.merges) == {(0, 0, 1, 0), (0, 1, 0, 2)}


def test_a_diary_is_one_column_of_lines(book: Callable[..., Book]) -> None:
    (grid,) = book("日记.txt", DIARY.encode("gbk")).grids
    assert [row[0] for row in rows(grid)][:4] == DIARY.splitlines()


def test_json_lists_are_sheets_with_their_keys_as_header(book: Callable[..., Book]) -> None:
    text = (
        '{"errcode":0,"recordresult":[{"userId":"0123","userCheckTime":1698800000000,"more":{"tag":"出差"}}],'
        '"result":{"data_list":[{"contents":[{"key":"今日工作","value":"走访","sort":"0"}],"images":["a","b"],"no":null}]}}'
    )
    first, second = book("记录.json", text.encode()).grids
    assert (first.name, second.name) == ("recordresult", "result.data_list")
    assert rows(first) == [["userId", "userCheckTime", "more.tag"], ["0123", "1698800000000", "出差"]]
    assert rows(second) == [["contents.今日工作", "images", "no"], ["走访", "a\nb", ""]]
    assert rows(book("册.json", records(ROSTER)).grids[0]) == [list(row) for row in ROSTER]


def test_open_document_sheets_keep_repeats_and_merges(take: Take, put: Put, book: Callable[..., Book]) -> None:
    assert people(take(put("册.ods", ods(ROSTER)))) == PEOPLE
    title = (
        '<table:table-row><table:table-cell table:number-columns-spanned="5" office:value-type="string"><text:p>名册'
        '</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="4"/></table:table-row>'
    )
    (grid,) = book("册.ods", ods(ROSTER, before=title)).grids
    assert list(grid.merges) == [(0, 0, 0, 4)]
    assert rows(grid)[1] == list(ROSTER[0])
    assert grid.faults == ()


# ------ archives


def test_an_archive_with_gbk_names_is_read_file_by_file(take: Take, put: Put) -> None:
    files = {
        "桃溪村/名册.xls": separated(ROSTER[:3]),
        "柳湾村/名册.xls": separated((ROSTER[0], *ROSTER[3:])),
        "说明.txt": b"",
    }
    intake = take(put("报送.zip", gbk_zip(files)))
    assert [sheet.file for sheet in intake.sheets] == ["报送.zip/桃溪村/名册.xls", "报送.zip/柳湾村/名册.xls"]
    assert [error.message for error in intake.errors] == [
        "报送.zip/说明.txt：文件是空的（0字节），请重新导出或保存后再报"
    ]
    assert [person for table in intake.tables for person in table.frame["person"]] == PEOPLE


def test_a_file_handed_in_loose_and_in_an_archive_is_read_once(take: Take, put: Put) -> None:
    data = separated(ROSTER, by=",")
    intake = take(put("册.csv", data), put("包.zip", gbk_zip({"名册.csv": data})))
    assert [sheet.file for sheet in intake.sheets] == ["册.csv"]
    assert only_error(intake) == ("same-file", "包.zip/名册.csv：内容与“册.csv”完全相同，只读取一次")


@pytest.mark.parametrize("name", ["../../etc/x.csv", "/etc/x.csv", "C:\\x.csv", "a/../../x.csv", "x\u202efdp.csv"])
def test_no_name_in_an_archive_reaches_a_path(take: Take, put: Put, tmp_path: Path, name: str) -> None:
    before = sorted(tmp_path.rglob("*"))
    path = put("包.zip", zipped({name: separated(ROSTER, by=",")}))
    assert only_error(take(path))[0] == "bad-name"
    assert sorted(tmp_path.rglob("*")) == [*before, path]


def test_an_archive_in_an_archive_is_not_opened(take: Take, put: Put) -> None:
    inner = gbk_zip({"名册.csv": separated(ROSTER, by=",")})
    assert only_error(take(put("包.zip", gbk_zip({"内.zip": inner})))) == (
        "nested", "包.zip/内.zip：压缩包里还有压缩包，请解压后再报",
    )  # fmt: skip


def test_an_archive_bomb_is_stopped_while_it_is_inflated(take: Take, put: Put) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(12):
            archive.writestr(f"{number}.bin", bytes(1 << 20))
    assert "too-big" in {error.code for error in take(put("包.zip", stream.getvalue())).errors}
