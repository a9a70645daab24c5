"""Legacy comments (批注) of one worksheet: the comments part, and the VML drawing that holds their boxes."""

import math
import re
from collections.abc import Mapping
from typing import Any

from lxml import etree
from msgspec import Struct

from audit.render.annotated.package import Package, local, parse, relations_space, serialize
from audit.render.annotated.shell import (
    AFTER_COMMENTS,
    Shell,
    Sizes,
    merged_firsts,
    name_of,
    place_of,
    sizes,
    take_apart,
)

MARK = "【核验】"
"""Every note begins with this; what begins with it is taken out before a file is annotated again."""

_AUTHOR = "驻村核验"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_BOX_WIDTH, _LINE_HEIGHT, _BOX_MARGIN = 230, 18, 16
_SIGNS_A_LINE = 17
_FIRST_SHAPE = 1024
_SHAPE = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*</v:shape>", re.DOTALL)
_SHAPE_NUMBER = re.compile(rb'"_x0000_s(\d{1,9})"')
_SHAPE_PLACE = re.compile(rb"<x:Row>\s*(\d+)\s*</x:Row>\s*<x:Column>\s*(\d+)\s*</x:Column>")
_NEW_DRAWING = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel">'
    b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%s"/></o:shapelayout></xml>'
)
_SHAPE_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    b'<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NEW_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    'width:{width}pt;height:{height}pt;z-index:{number};visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
Place = tuple[int, int]


def annotate_sheet(package: Package, part: str, notes: Mapping[str, list[str]], serial: int) -> dict[str, str]:
    """Put notes on the cells of a worksheet in place of those of an earlier run; give cell → cell they stand on.

    ``notes`` maps a cell or range to what is said of it; in a merged range the note stands on its first cell.
    ``serial`` counts the workbook's sheets from 1.
    """
    comments_part = package.find(part, "comments")
    if not notes and comments_part is None:
        return {}
    shell = take_apart(package.part(part))
    said, where = _by_place(shell, notes)
    if comments_part is None:
        comments_part = package.free_name("xl/zhucun_comments", "xml")
        root = _empty_comments(shell)
        package.add(comments_part, b"", _COMMENTS_TYPE)
        package.relate(part, package.relation_type("comments"), comments_part)
    else:
        root = parse(package.part(comments_part))
    gone = _take_out(root)
    new = _put_in(root, said)
    package.parts[comments_part] = serialize(root)
    _draw(package, part, shell, _Boxes(gone, {place: said[place] for place in new}, serial))
    return where


def _by_place(shell: Shell, notes: Mapping[str, list[str]]) -> tuple[dict[Place, list[str]], dict[str, str]]:
    """Gather what is said of each cell that can show a note, in the order of rows, each sentence once."""
    merges = merged_firsts(shell)
    said: dict[Place, list[str]] = {}
    where: dict[str, str] = {}
    for cell, texts in notes.items():
        row, column = place_of(cell)
        inside = (m for m in merges if m[0] <= row <= m[2] and m[1] <= column <= m[3])
        place = next(((m[0], m[1]) for m in inside), (row, column))
        said[place] = list(dict.fromkeys([*said.get(place, []), *texts]))
        where[cell] = name_of(*place)
    return dict(sorted(said.items())), where


def _empty_comments(shell: Shell) -> Any:
    space = etree.QName(shell.root).namespace
    root = etree.Element(f"{{{space}}}comments", nsmap={None: space})
    etree.SubElement(root, f"{{{space}}}authors")
    etree.SubElement(root, f"{{{space}}}commentList")
    return root


def _comment_list(root: Any) -> Any:
    return next(element for element in root if local(element) == "commentList")


def _take_out(root: Any) -> set[Place]:
    """Take out the notes of an earlier run; give the cells that have no comment any more."""
    gone = set()
    listed = _comment_list(root)
    for comment in list(listed):
        texts = [element for element in comment.iter() if local(element) == "t"]
        marked = next((n for n, element in enumerate(texts) if MARK in (element.text or "")), None)
        if marked is None:
            continue
        texts[marked].text = texts[marked].text.partition(MARK)[0].rstrip("\n")
        for element in texts[marked + 1 :]:
            element.text = ""
        if not any((element.text or "").strip() for element in texts):
            listed.remove(comment)
            gone.add(place_of(comment.get("ref") or ""))
    return gone


def _put_in(root: Any, said: Mapping[Place, list[str]]) -> list[Place]:
    """Add the notes, to a comment that stands there already where there is one; give the places of new ones."""
    listed = _comment_list(root)
    standing = {place_of(comment.get("ref") or ""): comment for comment in listed}
    author, new = _author(root), []
    space = f"{{{etree.QName(root).namespace}}}"
    for place, sentences in said.items():
        comment, words = standing.get(place), note_text(sentences)
        if comment is None:
            comment = etree.SubElement(listed, f"{space}comment", ref=name_of(*place), authorId=str(author))
            etree.SubElement(comment, f"{space}text")
            new.append(place)
        text = next(element for element in comment if local(element) == "text")
        _add_run(text, words if place in new[-1:] else f"\n{words}")
    return new


def note_text(sentences: list[str]) -> str:
    """Write what one note says, numbered where it says several things."""
    if len(sentences) == 1:
        return MARK + sentences[0]
    return MARK + "\n".join(f"{number}. {sentence}" for number, sentence in enumerate(sentences, start=1))


def _author(root: Any) -> int:
    authors = next(element for element in root if local(element) == "authors")
    names = [element.text for element in authors]
    if _AUTHOR not in names:
        etree.SubElement(authors, f"{{{etree.QName(root).namespace}}}author").text = _AUTHOR
        return len(names)
    return names.index(_AUTHOR)


def _add_run(text: Any, words: str) -> None:
    space = f"{{{etree.QName(text).namespace}}}"
    run = etree.SubElement(text, f"{space}r")
    looks = etree.SubElement(run, f"{space}rPr")
    for name, value in (("sz", "9"), ("rFont", "宋体"), ("charset", "134")):
        etree.SubElement(looks, f"{space}{name}", val=value)
    said = etree.SubElement(run, f"{space}t")
    said.text = words
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


class _Boxes(Struct, frozen=True):
    """The boxes to take out and to draw on one sheet, and which sheet it is."""

    gone: set[Place]
    new: Mapping[Place, list[str]]
    serial: int


def _draw(package: Package, part: str, shell: Shell, boxes: _Boxes) -> None:
    """Take out and add boxes in the sheet's drawing; make a drawing where there is none."""
    if not boxes.gone and not boxes.new:
        return
    drawing = _standing_drawing(package, part, shell)
    if drawing is None:
        drawing = package.free_name("xl/drawings/zhucun_notes", "vml")
        blocks = math.ceil((len(boxes.new) + 1) / _FIRST_SHAPE)
        # Excel gives shape numbers to sheets in blocks of 1024; each sheet has its own, beyond those in use.
        first = boxes.serial * 16
        data = ",".join(str(first + n) for n in range(blocks)).encode()
        package.add(drawing, _NEW_DRAWING % data, _VML_TYPE)
        identity = package.relate(part, package.relation_type("vmlDrawing"), drawing)
        _name_drawing(shell, identity)
        package.parts[part] = shell.data()
        number = first * _FIRST_SHAPE
    else:
        number = max((int(n) for n in _SHAPE_NUMBER.findall(package.part(drawing))), default=_FIRST_SHAPE)
    package.parts[drawing] = _drawn(package.part(drawing), boxes, number, sizes(shell))


def _standing_drawing(package: Package, part: str, shell: Shell) -> str | None:
    """Give the drawing of the sheet's comments and controls; one for headers and footers is another."""
    element = shell.child("legacyDrawing")
    if element is None:
        return None
    identity = next((value for name, value in element.items() if name.endswith("}id")), None)
    found = next((name for named, _, name in package.related(part) if named == identity), None)
    return found if found in package.parts else None


def _name_drawing(shell: Shell, identity: str) -> None:
    """Add ``legacyDrawing`` where the order of a worksheet's parts wants it."""
    root = shell.root
    space = str(etree.QName(root).namespace)
    relations = relations_space(space)
    element = etree.Element(f"{{{space}}}legacyDrawing", nsmap={"r": relations})
    element.set(f"{{{relations}}}id", identity)
    standing = shell.child("legacyDrawing")
    if standing is not None:
        root.replace(standing, element)
        return
    later = (n for n, child in enumerate(root) if local(child) in AFTER_COMMENTS and not _holds_drawing(child))
    root.insert(next(later, len(root)), element)


def _holds_drawing(child: Any) -> bool:
    """Say whether an alternative stands for a drawing, which comes before the comments, not for controls."""
    return local(child) == "AlternateContent" and any(local(inner) == "drawing" for inner in child.iter())


def _drawn(drawing: bytes, boxes: _Boxes, number: int, size: Sizes) -> bytes:
    """Give the drawing without the boxes that are gone, with the new ones."""

    def kept(found: re.Match[bytes]) -> bytes:
        place = _SHAPE_PLACE.search(found[0])
        is_gone = place is not None and (int(place[1]), int(place[2])) in boxes.gone
        return b"" if is_gone else found[0]

    drawing = _SHAPE.sub(kept, drawing)
    shapes = [_shape(place, said, number + n, size) for n, (place, said) in enumerate(boxes.new.items(), start=1)]
    kind = b"" if b'"_x0000_t202"' in drawing.split(b"<v:shape ")[0] else _SHAPE_TYPE
    end = drawing.rfind(b"</xml>")
    return drawing[:end] + kind + "".join(shapes).encode() + drawing[end:]


def _shape(place: Place, said: list[str], number: int, size: Sizes) -> str:
    row, column = place
    lines = sum(math.ceil((len(line) + 1) / _SIGNS_A_LINE) for line in note_text(said).split("\n"))
    height = lines * _LINE_HEIGHT + _BOX_MARGIN
    top = max(row - 1, 0)
    right, across = _reach(size.columns, size.width, column + 1, _BOX_WIDTH + 12)
    bottom, down = _reach(size.rows, size.height, top, height + 4)
    anchor = f"{column + 1}, 12, {top}, 4, {right}, {across}, {bottom}, {down}"
    points = {"width": _BOX_WIDTH * 3 // 4, "height": height * 3 // 4}
    return _NEW_SHAPE.format(number=number, anchor=anchor, row=row, column=column, **points)


def _reach(known: Mapping[int, int], usual: int, start: int, wanted: int) -> tuple[int, int]:
    """Say in which column (or row) a box ends that is so many pixels long, and how far into it."""
    at = start
    while (step := known.get(at, usual)) <= wanted:
        wanted -= step
        at += 1
        if at - start > 10_000:
            break
    return at, wanted
