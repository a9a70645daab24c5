"""The first sheet 核验结果: every fault with a link to its cell, as a worksheet part; and the formats it needs."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree
from msgspec import Struct

from audit.render.annotated.package import local, parse, relations_space, serialize
from audit.render.annotated.shell import name_of

HEADS = ("序号", "文件", "工作表", "单元格", "列", "填写内容", "问题", "怎样改")
WIDTHS = (6, 26, 14, 10, 14, 20, 44, 34)
HEAD_ROW = 3
"""The head is the third row: title and note stand above it."""

_LINK_COLUMN = 3
_SIGNS = (4, 24, 12, 8, 12, 18, 42, 32)
_LINE = 13.5
_FONTS = (
    '<font {s}><sz val="16"/><name val="宋体"/><charset val="134"/></font>',
    '<font {s}><sz val="10"/><name val="宋体"/><charset val="134"/></font>',
    '<font {s}><b/><sz val="10"/><name val="宋体"/><charset val="134"/></font>',
    '<font {s}><u/><sz val="10"/><color rgb="FF0563C1"/><name val="宋体"/><charset val="134"/></font>',
)
_FILL = (
    '<fill {s}><patternFill patternType="solid"><fgColor rgb="FFE7E6E6"/><bgColor indexed="64"/></patternFill></fill>'
)
_BORDER = (
    '<border {s}><left style="thin"><color auto="1"/></left><right style="thin"><color auto="1"/></right>'
    '<top style="thin"><color auto="1"/></top><bottom style="thin"><color auto="1"/></bottom><diagonal/></border>'
)


class Formats(Struct, frozen=True):
    """Numbers of the cell formats in the workbook's styles; all 0 where it has none."""

    title: int = 0
    note: int = 0
    head: int = 0
    text: int = 0
    link: int = 0


class Row(Struct, frozen=True):
    """One fault: the texts of ``HEADS``, and where its link leads ("" for none)."""

    texts: Sequence[str]
    target: str


def add_formats(styles: bytes) -> tuple[bytes, Formats]:
    """Add the sheet's fonts, fill, border and formats after those that are there."""
    root = parse(styles)
    space = f'xmlns="{etree.QName(root).namespace}"'
    parts = {local(element): element for element in root}
    if not {"fonts", "fills", "borders", "cellXfs"} <= set(parts):
        return styles, Formats()
    fonts = [_append(parts["fonts"], text.format(s=space)) for text in _FONTS]
    fill = _append(parts["fills"], _FILL.format(s=space))
    border = _append(parts["borders"], _BORDER.format(s=space))
    plain = '<alignment vertical="center"/>'
    wrapped = '<alignment vertical="center" wrapText="1"/>'
    middle = '<alignment horizontal="center" vertical="center" wrapText="1"/>'
    wanted = (
        (fonts[0], 0, 0, plain), (fonts[1], 0, 0, plain), (fonts[2], fill, border, middle),
        (fonts[1], 0, border, wrapped), (fonts[3], 0, border, middle),
    )  # fmt: skip
    numbers = [
        _append(
            parts["cellXfs"],
            f'<xf {space} numFmtId="49" fontId="{font}" fillId="{fill_}" borderId="{border_}" xfId="0"'
            f' applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">{alignment}</xf>',
        )
        for font, fill_, border_, alignment in wanted
    ]
    return serialize(root), Formats(*numbers)


def _append(group: Any, text: str) -> int:
    """Add an element to a counted group; give its number."""
    group.append(etree.fromstring(text))
    group.set("count", str(len(group)))
    return len(group) - 1


def result_sheet(space: str, title: tuple[str, str], rows: Sequence[Row], formats: Formats) -> bytes:
    """Write the worksheet; ``title`` is the title and the line below it. All cells are text."""
    lines = [
        f'<row r="1" ht="30" customHeight="1">{_cell(0, 0, title[0], formats.title)}</row>',
        f'<row r="2">{_cell(1, 0, title[1], formats.note)}</row>',
        _line(HEAD_ROW - 1, HEADS, [formats.head] * len(HEADS)),
    ]
    looks = [formats.link if n == _LINK_COLUMN else formats.text for n in range(len(HEADS))]
    lines += [_line(n, row.texts, looks) for n, row in enumerate(rows, start=HEAD_ROW)]
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(WIDTHS, start=1)
    )
    panes = f'<pane ySplit="{HEAD_ROW}" topLeftCell="A{HEAD_ROW + 1}" activePane="bottomLeft" state="frozen"/>'
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns={quoteattr(space)}'
        f' xmlns:r={quoteattr(relations_space(space))}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView tabSelected="1" workbookViewId="0">{panes}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>{"".join(lines)}</sheetData>'
        f"{_links(rows)}"
        '<pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C第 &amp;P 页 共 &amp;N 页</oddFooter></headerFooter></worksheet>"
    ).encode()


def _line(number: int, texts: Sequence[str], formats: Sequence[int]) -> str:
    lines = max(
        -(-_width(text) // (2 * signs)) for text, signs in zip(texts, (s // 2 or 1 for s in _SIGNS), strict=True)
    )
    cells = "".join(_cell(number, n, text, formats[n]) for n, text in enumerate(texts))
    return f'<row r="{number + 1}" ht="{max(lines, 1) * _LINE + 5}" customHeight="1">{cells}</row>'


def _width(text: str) -> int:
    """Count how wide a text is; a Chinese sign is two wide."""
    return sum(2 if ord(sign) > 0x2000 else 1 for sign in text) or 1


def _cell(row: int, column: int, text: str, look: int) -> str:
    said = f'<is><t xml:space="preserve">{escape(text)}</t></is>'
    return f'<c r="{name_of(row, column)}" s="{look}" t="inlineStr">{said}</c>'


def _links(rows: Sequence[Row]) -> str:
    links = [
        f'<hyperlink ref="{name_of(n, _LINK_COLUMN)}" location={quoteattr(row.target)}'
        f" display={quoteattr(row.texts[_LINK_COLUMN])}/>"
        for n, row in enumerate(rows, start=HEAD_ROW)
        if row.target
    ]
    return f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
