"""Small valid files of every kind an office hands in, made byte by byte or with the libraries that write them."""

import base64
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from html import escape

import xlsxwriter
import xlwt

Rows = Sequence[Sequence[str]]

ROSTER: Rows = (
    ("姓名", "驻村职务", "村", "派出单位", "到任时间"),
    ("林晓峰", "第一书记", "桃溪村", "县农业农村局", "2023-05-10"),
    ("吴桐", "队员", "桃溪村", "县水利局", "2023年5月12日"),
    ("何秀英", "工作队长", "柳湾村", "县教育局", "2023.5.12"),
    ("韩梅", "队员", "柳湾村", "县财政局", "2023/5/10"),
)
DIARY = "2023年11月1日 星期三 晴\n今天走访了三户，了解秋收情况。\n11月2日 星期四 阴\n召开工作队会议，讨论近期工作。\n"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_XML = "urn:schemas-microsoft-com:office"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def xlsx(rows: Rows, name: str = "名册") -> bytes:
    """A workbook as xlsxwriter writes it, with a merged title."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(name)
    sheet.merge_range(0, 0, 0, len(rows[0]) - 1, "青禾镇驻村工作队花名册")
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write_string(at + 1, column, text)
    book.close()
    return stream.getvalue()


def xls(rows: Rows, name: str = "名册") -> bytes:
    """A BIFF8 workbook in an OLE file."""
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet(name)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            sheet.write(at, column, text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def cells_xml(rows: Rows) -> str:
    """Rows of inline strings."""
    return "".join(
        f'<row r="{at}">'
        + "".join(f'<c r="{chr(65 + column)}{at}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
                  for column, text in enumerate(row))
        + "</row>"
        for at, row in enumerate(rows, 1)
    )  # fmt: skip


def ooxml(
    cells: str, *, styles: str = "", before: str = "", strings: str = "", properties: str = "",
    parts: Mapping[str, str] | None = None,
    sheets: Sequence[tuple[str, str]] = (("名册", ""),), strict: bool = False, after: str = "", head: str = "",
) -> bytes:  # fmt: skip
    """A workbook written part by part: ``cells`` inside sheetData of every sheet; ``sheets`` are name and state."""
    main, office = (STRICT_MAIN, STRICT_OFFICE) if strict else (MAIN, OFFICE)
    types = f"{_PACKAGE}/content-types"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" {state} r:id="s{at}"/>' for at, (name, state) in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="s{at}" Type="{office}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    sheet = f'<?xml version="1.0"?>{head}<worksheet xmlns="{main}">{before}<sheetData>{cells}</sheetData>{after}'
    written = {
        "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="rels" ContentType="application/vnd.'
        'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" Type="{office}/'
        'officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{properties}<sheets>{listed}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}<Relationship Id="a" '
        f'Type="{office}/styles" Target="styles.xml"/><Relationship Id="b" Type="{office}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{main}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{main}">{strings}</sst>',
    }
    written |= {f"xl/worksheets/sheet{at}.xml": f"{sheet}</worksheet>" for at in range(1, len(sheets) + 1)}
    written |= parts or {}
    return zipped({name: text.encode() for name, text in written.items()})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A deflated archive of these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()


def gbk_zip(files: Mapping[str, bytes]) -> bytes:
    """An archive as Chinese systems write it: names in GBK, and no flag that says so."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number, (name, data) in enumerate(files.items()):
            archive.writestr(_stand_in(number, name).decode(), data)
    packed = stream.getvalue()
    for number, name in enumerate(files):
        packed = packed.replace(_stand_in(number, name), name.encode("gbk"))
    return packed


def _stand_in(number: int, name: str) -> bytes:
    """An ASCII name as long as the real one is in GBK."""
    return f"{number:04d}".encode().ljust(len(name.encode("gbk")), b"#")


def html(rows: Rows) -> bytes:
    """A page with a title and a table whose first header covers two rows, as web systems export it."""
    body = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>\n" for row in rows)
    return f"<html><head><meta charset='gbk'></head><body><h3>驻村工作队花名册</h3><table>{body}</table></html>".encode(
        "gbk"
    )


def mht(rows: Rows) -> bytes:
    """A page saved with what it shows."""
    body = base64.encodebytes(html(rows))
    head = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="=_Part"\n\n--=_Part\n'
    part = b'Content-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: base64\n\n'
    return head + part + body + b"\n--=_Part--\n"


def spreadsheetml(rows: Rows, *, encoding: str = "UTF-8", more: str = "") -> bytes:
    """An Excel 2003 XML workbook; ``more`` are further rows or sheets."""
    cells = ([f'<Cell><Data ss:Type="String">{escape(text)}</Data></Cell>' for text in row] for row in rows)
    body = "".join(f"<Row>{''.join(row)}</Row>\n" for row in cells)
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook '
        f'xmlns="{_SHEET_XML}:spreadsheet" xmlns:ss="{_SHEET_XML}:spreadsheet" xmlns:x="{_SHEET_XML}:excel">'
        f'<Worksheet ss:Name="名册"><Table>{body}</Table></Worksheet>{more}</Workbook>'
    ).encode(encoding)


def separated(rows: Rows, *, by: str = "\t", encoding: str = "gb18030", end: str = "\r\n") -> bytes:
    """A table as text."""
    return end.join(by.join(row) for row in rows).encode(encoding) + end.encode(encoding)


def records(rows: Rows) -> bytes:
    """The answer of an interface: a list of objects."""
    answer = {"errcode": 0, "result": {"list": [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]}}
    return json.dumps(answer, ensure_ascii=False).encode()


def docx(rows: Rows, lines: Sequence[str] = ("驻村工作队花名册",)) -> bytes:
    """A Word document of paragraphs and one table."""

    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"

    cells = ("".join(f"<w:tc><w:tcPr/>{paragraph(text)}</w:tc>" for text in row) for row in rows)
    table = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
    body = "".join(map(paragraph, lines)) + (f"<w:tbl>{table}</w:tbl>" if table else "")
    return word(f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>')


def word(document: str) -> bytes:
    """A Word document of this XML."""
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document.encode()})


def ods(rows: Rows, *, before: str = "") -> bytes:
    """An OpenDocument spreadsheet; ``before`` are rows above."""
    body = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
                  for text in row)
        + "</table:table-row>"
        for row in rows
    )  # fmt: skip
    spaces = " ".join(f'xmlns:{name}="{_OPEN}:{name}:1.0"' for name in ("office", "table", "text"))
    content = f'<office:document-content {spaces}><office:body><office:spreadsheet><table:table table:name="名册">'
    content += f"{before}{body}</table:table></office:spreadsheet></office:body></office:document-content>"
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": b"<manifest/>",
        "content.xml": content.encode(),
    }
    return zipped(parts)


def seeds() -> dict[str, bytes]:
    """One small valid file of every kind, by extension and kind."""
    return {
        "xlsx": xlsx(ROSTER),
        "inline.xlsx": ooxml(cells_xml(ROSTER)),
        "strict.xlsx": ooxml(cells_xml(ROSTER), strict=True),
        "xls": xls(ROSTER),
        "et": xls(ROSTER),
        "ods": ods(ROSTER),
        "html": html(ROSTER),
        "mht": mht(ROSTER),
        "xml": spreadsheetml(ROSTER),
        "gbk.xls": separated(ROSTER),
        "csv": separated(ROSTER, by=",", encoding="utf-8-sig"),
        "json": records(ROSTER),
        "docx": docx(ROSTER),
        "txt": DIARY.encode("gbk"),
        "zip": gbk_zip({"名册.csv": separated(ROSTER, by=","), "名册.xlsx": xlsx(ROSTER)}),
    }
