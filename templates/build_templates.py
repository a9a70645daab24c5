"""Make the Word templates in ``reports`` again: ``python templates/build_templates.py``.

Each is a plain document that an office may edit in Word or WPS and keep in its own ``templates`` folder;
this script is how the shipped ones were made. It uses only what both programs show alike: fixed column widths, a
repeated head row, rows that do not break, fonts named for East Asian text on every run, fields in separate runs.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from audit.disk import write_file
from audit.render.files import same_zip
from audit.render.people import COUNT_COLUMNS
from audit.render.rows import CLUE_COLUMNS, PROBLEM_COLUMNS

SONG_TITLE, SONG, FANG, HEI, KAI = "方正小标宋简体", "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312"
TITLE_SIZE, HEAD_SIZE, NOTICE_SIZE, BODY_SIZE, NOTE_SIZE, CELL_SIZE = 22, 14, 14, 12, 10.5, 9
LEFT, CENTRE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER

# Millimetres; each table fills the 267 mm between the margins of a landscape page.
PROBLEM_WIDTHS = (8, 15, 42, 16, 21, 9, 9, 15, 28, 14, 13, 17, 10, 21, 11.5, 9, 8.5)
CLUE_WIDTHS = (9, 22, 60, 17, 27, 17, 32, 36, 17, 15, 15)
WARNING_WIDTHS = (10, 35, 122, 30, 70)
MISSING_WIDTHS = (10, 24, 30, 93, 110)
# The 160 mm of an upright page.
LATE_WIDTHS = (9, 44, 18, 18, 11, 26, 20, 14)
PEOPLE_WIDTHS = (22, 26, 57, 16, 16, 16, 16, 16, 16, 16, 16, 34)

BLANK = frozenset({"progress", "reviewer", "closed_on", "remark", "verdict"})
CENTRED = frozenset({"serial", "nature", "severity", "responsible", "due", "subject"})


def build() -> bytes:
    """Make the template; the same bytes every time."""
    document = Document()
    _page(document)
    _heading_block(document)
    _problems(document)
    _clues(document)
    _missing(document)
    _people(document)
    _warnings(document)
    _clauses(document)
    _signatures(document)
    return _finished(document)


def build_interview_notice() -> bytes:
    """Make the template of 约谈通知; the same bytes every time."""
    document = _notice()
    _paragraph(document, "{{ village }}及有关单位：", size=NOTICE_SIZE, before=8, after=4)
    _body(document, "经核验，{{ village }}有{{ problems|length }}项问题逾期未整改到位。现将约谈有关事项通知如下：")
    _head(document, "一、约谈对象")
    columns = (("序号", "{{ loop.index }}", CENTRE), ("职务", "{{ row }}", LEFT), ("姓名", "", CENTRE))
    _table(document, _with_widths(columns, (14, 100, 46)), loop="row in targets")
    _head(document, "二、约谈人、时间和地点")
    _body(document, "约谈人：{{ talked_by or '＿＿＿＿＿＿＿＿' }}")
    _body(document, "时　间：{{ held_on or '　　　　年　　月　　日　　时' }}")
    _body(document, "地　点：{{ place or '＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿' }}")
    _head(document, "三、约谈事由")
    _late_problems(document)
    _head(document, "四、整改要求")
    _body(document, "请于{{ demand_due_on or '　　　　年　　月　　日' }}前整改到位，并以书面形式报告整改情况。")
    _quoted(document, "五、依据")
    return _signed(document, "批准人（签字）：＿＿＿＿＿＿＿＿")


def build_supervision_order() -> bytes:
    """Make the template of 整改督办单; the same bytes every time."""
    document = _notice()
    _paragraph(document, "{{ village }}：", size=NOTICE_SIZE, before=8, after=4)
    _body(document, "截至{{ drafted_on }}，你村（社区）有{{ count }}项问题逾期未整改到位，现予督办。")
    _head(document, "一、督办事项")
    _late_problems(document)
    _head(document, "二、办理要求")
    due = "请于{{ demand_due_on or '　　　　年　　月　　日' }}前整改到位，逐项报送整改情况和佐证材料；"
    _body(document, f"{due}确有困难的，写明原因申请延期。")
    _quoted(document, "三、依据")
    return _signed(document, "签收人（签字）：＿＿＿＿＿＿＿＿")


def _notice() -> Any:
    """An upright page with the title, and the number under which it is noted."""
    document = Document()
    _page(document)
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(25), Mm(20)
    section.left_margin, section.right_margin = Mm(25), Mm(25)
    document.core_properties.title = "驻村工作督办文书"
    _paragraph(document, "{{ title }}", font=SONG_TITLE, size=TITLE_SIZE, align=CENTRE, after=4)
    _paragraph(document, "编号：{{ number }}", size=NOTE_SIZE, align=CENTRE, after=2)
    return document


def _body(document: Any, text: str) -> None:
    """A sentence of the notice, its first line two characters in."""
    paragraph = _paragraph(document, text, size=NOTICE_SIZE, after=2)
    paragraph.paragraph_format.first_line_indent = Pt(2 * NOTICE_SIZE)


def _late_problems(document: Any) -> None:
    """The late problems, the longest overdue first."""
    columns = (
        ("序号", "{{ row.number }}", CENTRE),
        ("存在的问题", "{{ row.problem }}", LEFT),
        ("反馈日期", "{{ row.issued_on }}", CENTRE),
        ("整改时限", "{{ row.due_on }}", CENTRE),
        ("逾期天数", "{{ row.overdue_days }}", CENTRE),
        ("整改措施", "{{ row.measure }}", LEFT),
        ("责任单位、责任人", "{{ row.owner }}", LEFT),
        ("状态", "{{ row.status }}", CENTRE),
    )
    _table(document, _with_widths(columns, LATE_WIDTHS), loop="row in problems")


def _quoted(document: Any, head: str) -> None:
    """The clauses, word for word; nothing where no clause asks for it."""
    _paragraph(document, "{%p if basis %}")
    _head(document, head)
    _paragraph(document, "{%p for clause in basis %}")
    _body(document, "{{ clause.policy }}{{ clause.ref }}：“{{ clause.text }}”")
    _paragraph(document, "{%p endfor %}")
    _paragraph(document, "{%p endif %}")


def _signed(document: Any, who: str) -> bytes:
    """Who signs; that it is a draft; the anchor of the log."""
    _paragraph(document, who, size=NOTICE_SIZE, before=12).paragraph_format.keep_with_next = True
    _paragraph(document, "日期：　　　　年　　月　　日", size=NOTICE_SIZE, before=4, after=8)
    made = "本件由程序于{{ drafted_on }}起草，未经批准签发无效。日志锚点 {{ anchor }}，可用 zhucun verify 核对。"
    _paragraph(document, made, size=NOTE_SIZE)
    return _finished(document)


def _finished(document: Any) -> bytes:
    """Number the pages and give the bytes."""
    _footer(document.sections[0])
    stream = io.BytesIO()
    document.save(stream)
    return same_zip(stream.getvalue())


def _page(document: Any) -> None:
    """A4 landscape; properties without dates of the day; no preview picture of an empty page."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.bottom_margin = Mm(25), Mm(20)
    section.left_margin = section.right_margin = Mm(15)
    section.footer_distance = Mm(10)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "驻村工作问题清单", "", ""
    properties.created = properties.modified = datetime.combine(date(2023, 1, 1), time())
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(BODY_SIZE)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FANG)
    package = document.part.package
    for name in [name for name, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        del package.rels[name]


def _heading_block(document: Any) -> None:
    """Title and who was checked, when, by whom and by which notices."""
    _paragraph(document, "{{ title }}", font=SONG_TITLE, size=TITLE_SIZE, align=CENTRE, after=6)
    checked = _paragraph(document, "被检查单位：{{ unit }}", after=2)
    for stop in (100, 190):
        checked.paragraph_format.tab_stops.add_tab_stop(Mm(stop))
    _run(checked, "\t检查时间：{{ month }}（{{ as_of }}核验）\t检查组：＿＿＿＿＿＿＿＿＿＿＿")
    _paragraph(document, "依据：{{ basis }}", after=2)
    _paragraph(document, "问题汇总：{{ summary }}", after=2)


def _problems(document: Any) -> None:
    """Section 1: the 17 columns of the problem list."""
    _head(document, "一、违规问题")
    _either(document, "violations", "未发现问题。未核查的内容见“三、资料不足（未报送）”及其后需现场核查的条款。")
    _table(document, _list_columns(PROBLEM_COLUMNS, PROBLEM_WIDTHS), loop="row in violations")
    _paragraph(document, "{%p endif %}")


def _clues(document: Any) -> None:
    """Section 2: clues, apart from problems and said to be unconfirmed."""
    _head(document, "二、疑点（待核实，未经核实不作为问题）")
    _either(document, "clues", "未发现疑点。")
    caution = "以下情况由资料比对得出，尚未核实，不计入问题数，不作为处理依据；请核实后填写结果。"
    _paragraph(document, caution, font=KAI, after=3).paragraph_format.keep_with_next = True
    _table(document, _list_columns(CLUE_COLUMNS, CLUE_WIDTHS), loop="row in clues")
    _paragraph(document, "{%p endif %}")


def _missing(document: Any) -> None:
    """Section 3: what was not handed in and what only people can check."""
    _head(document, "三、资料不足（未报送）")
    _either(document, "missing", "本月应报送的资料均已报送。")
    columns = (
        ("序号", "{{ loop.index }}", CENTRE),
        ("月份", "{{ row.month }}", CENTRE),
        ("资料", "{{ row.source }}", CENTRE),
        ("说明", "{{ row.message }}", LEFT),
        ("因此未核查的项目", "{{ row.unchecked }}", LEFT),
    )
    _table(document, _with_widths(columns, MISSING_WIDTHS), loop="row in missing")
    _paragraph(document, "{%p endif %}")
    _paragraph(document, "{%p if manual_note %}")
    _paragraph(document, "{{ manual_note }}", before=3)
    _paragraph(document, "{%p endif %}")


def _people(document: Any) -> None:
    """Section 4: the four sources of each member's month side by side."""
    _head(document, "四、各队员当月四源对照（单位：天；“—”为相应资料未报送，不作评判）")
    _either(document, "people", "没有本月在任的队员资料。")
    counted = [(title, f"{{{{ row.counts[{n}] }}}}", CENTRE) for n, title in enumerate(COUNT_COLUMNS.values())]
    columns = (
        ("姓名", "{{ row.person }}", CENTRE),
        ("职务", "{{ row.role }}", CENTRE),
        ("派出单位", "{{ row.unit }}", LEFT),
        *counted,
        ("对应序号", "{{ row.see }}", CENTRE),
    )
    _table(document, _with_widths(columns, PEOPLE_WIDTHS), loop="row in people")
    _paragraph(document, "{{ evidence_note }}", before=3)
    _paragraph(document, "{%p endif %}")


def _warnings(document: Any) -> None:
    """An extra section in a month that is not over yet."""
    _paragraph(document, "{%p if warnings %}")
    _head(document, "附：预警（当月未结束，仅作提醒，不作为问题）")
    titles = {"serial": "序号", "item": "预警项目", "problem": "预警内容", "subject": "涉及对象", "measure": "建议"}
    _table(document, _list_columns(titles, WARNING_WIDTHS), loop="row in warnings")
    _paragraph(document, "{%p endif %}")


def _clauses(document: Any) -> None:
    """The clauses quoted in the list, word for word."""
    _paragraph(document, "{%p if clauses %}")
    _head(document, "附：所引条款原文")
    _paragraph(document, "{%p for clause in clauses %}")
    _paragraph(document, "{{ clause.cite }}：“{{ clause.text }}”", size=NOTE_SIZE, after=1)
    _paragraph(document, "{%p endfor %}")
    _paragraph(document, "{%p endif %}")
    _paragraph(document, "{%p for note in notes %}")
    _paragraph(document, "{{ note }}", size=NOTE_SIZE, before=3)
    _paragraph(document, "{%p endfor %}")
    _paragraph(document, "{{ made_by }}", size=NOTE_SIZE, before=3)


def _signatures(document: Any) -> None:
    """Who signs, kept on one page."""
    signed = _paragraph(document, "单位负责人（签字）：＿＿＿＿＿＿＿＿", before=18)
    for stop in (92, 185):
        signed.paragraph_format.tab_stops.add_tab_stop(Mm(stop))
    signed.paragraph_format.keep_together = True
    _run(signed, "\t检查人员签名：＿＿＿＿＿＿＿＿＿\t检查时间：　　　年　　月　　日")


def _footer(section: Any) -> None:
    """Page number of pages; each part of a field in its own run, or WPS shows nothing."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = CENTRE
    for part in ("第 ", "PAGE", " 页　共 ", "NUMPAGES", " 页"):
        if part.isupper():
            _field(paragraph, part)
        else:
            _run(paragraph, part, font=SONG, size=NOTE_SIZE)


def _field(paragraph: Any, instruction: str) -> None:
    """Write a field as begin, instruction, separator, text and end."""
    for step in ("begin", "instruction", "separate", "text", "end"):
        run = _run(paragraph, "1" if step == "text" else "", font=SONG, size=NOTE_SIZE)
        if step == "instruction":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {instruction} "
            run.element.append(element)
        elif step != "text":
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), step)
            run.element.append(element)


def _either(document: Any, names: str, otherwise: str) -> None:
    """Open the branch for a list that has rows; ``otherwise`` is printed when it has none."""
    _paragraph(document, f"{{%p if not {names} %}}")
    _paragraph(document, otherwise, after=2)
    _paragraph(document, "{%p else %}")


def _head(document: Any, text: str) -> None:
    """Head of a section, kept with what follows."""
    _paragraph(document, text, font=HEI, size=HEAD_SIZE, before=8, after=4).paragraph_format.keep_with_next = True


def _list_columns(titles: Any, widths: Sequence[float]) -> list[tuple[str, str, Any, float]]:
    """Columns of a list of findings; those the office fills by hand are empty."""
    columns = [
        (title, "" if key in BLANK else f"{{{{ row.{key} }}}}", CENTRE if key in CENTRED else LEFT)
        for key, title in titles.items()
    ]
    return _with_widths(columns, widths)


def _with_widths(columns: Sequence[tuple[str, str, Any]], widths: Sequence[float]) -> list[tuple[str, str, Any, float]]:
    """Add the widths, one for each column."""
    return [(*column, width) for column, width in zip(columns, widths, strict=True)]


def _table(document: Any, columns: list[tuple[str, str, Any, float]], *, loop: str) -> None:
    """A table with a repeated head and one row that docxtpl repeats for each item of the loop."""
    table = document.add_table(rows=4, cols=len(columns), style="Table Grid")
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    _cell_margins(table)
    for column, (title, value, align, width) in zip(table.columns, columns, strict=True):
        column.width = Mm(width)
        head, _, body, _ = column.cells
        for cell in column.cells:
            cell.width = Mm(width)
        _fill(head, _broken(title, width), font=HEI, align=CENTRE)
        head.paragraphs[0].paragraph_format.keep_with_next = True
        _fill(body, value, font=FANG, align=align)
    _mark(table.rows[0], "w:cantSplit", "w:tblHeader")
    _mark(table.rows[2], "w:cantSplit")
    _fill(table.rows[1].cells[0], f"{{%tr for {loop} %}}", font=FANG, align=LEFT)
    _fill(table.rows[3].cells[0], "{%tr endfor %}", font=FANG, align=LEFT)


def _broken(title: str, width: float) -> str:
    """Break a head of four or five characters in two lines where the column is too narrow for one."""
    return f"{title[:2]}\n{title[2:]}" if len(title) in (4, 5) and width < 3.2 * len(title) + 2 else title


def _fill(cell: Any, text: str, *, font: str, align: Any) -> None:
    """Write a cell in small type without space around it."""
    paragraph = cell.paragraphs[0]
    paragraph.alignment = align
    cell.vertical_alignment = 1
    _run(paragraph, text, font=font, size=CELL_SIZE)


def _cell_margins(table: Any) -> None:
    """Little space around the text of cells, so that 17 columns fit and no line touches a border."""
    margins = OxmlElement("w:tblCellMar")
    for side, width in (("top", Mm(0.6)), ("left", Mm(0.8)), ("bottom", Mm(0.6)), ("right", Mm(0.8))):
        element = OxmlElement(f"w:{side}")
        element.set(qn("w:w"), str(width.twips))
        element.set(qn("w:type"), "dxa")
        margins.append(element)
    properties = table._tbl.tblPr  # noqa: SLF001 - cell margins have no public name
    properties.insert(properties.index(properties.find(qn("w:tblLook"))), margins)


def _mark(row: Any, *names: str) -> None:
    """Set properties of a table row."""
    for name in names:
        row._tr.get_or_add_trPr().append(OxmlElement(name))  # noqa: SLF001 - row marks have no public name


def _paragraph(document: Any, text: str, **look: Any) -> Any:
    """Add a paragraph; look: font, size, align, before and after in points."""
    paragraph = document.add_paragraph()
    paragraph.alignment = look.pop("align", LEFT)
    paragraph.paragraph_format.space_before = Pt(look.pop("before", 0))
    paragraph.paragraph_format.space_after = Pt(look.pop("after", 0))
    _run(paragraph, text, **look)
    return paragraph


def _run(paragraph: Any, text: str, *, font: str = FANG, size: float = BODY_SIZE) -> Any:
    """Add a run whose font holds for Chinese text too."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size = "Times New Roman" if font == FANG else font, Pt(size)
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


BUILT = {
    "problem_list.village.docx": build,
    "interview_notice.village.docx": build_interview_notice,
    "supervision_order.village.docx": build_supervision_order,
}
"""What makes each template, by its file name."""


if __name__ == "__main__":
    for name, make in BUILT.items():
        write_file(Path(__file__).parent / "reports" / name, make())
