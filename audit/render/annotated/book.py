"""A whole workbook annotated: notes on its sheets, the result sheet first and in view."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree
from msgspec import Struct

from audit.render.annotated.notes import annotate_sheet
from audit.render.annotated.package import CannotAnnotateError, Package, local, parse, relations_space, serialize
from audit.render.annotated.result_sheet import HEAD_ROW, Formats, Row, add_formats, result_sheet

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_STYLES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_SELECTED = re.compile(rb"""(<(?:\w+:)?sheetView\b[^>]*?)\s+tabSelected\s*=\s*["'][^"']*["']""")
_BEFORE_NAMES = frozenset({"sheets", "functionGroups", "externalReferences"})
_UP_TO_NAMES = _BEFORE_NAMES | frozenset(
    {"fileVersion", "fileSharing", "workbookPr", "AlternateContent", "revisionPtr", "workbookProtection", "bookViews"}
)


class Fault(Struct, frozen=True):
    """One fault: the sheet's name as in the workbook ("" for the whole file), the cell or range, and its words.

    ``texts`` are those of the result sheet's columns from 列 on; ``note`` is what the cell's note says.
    """

    sheet: str
    cell: str
    texts: tuple[str, ...]
    note: str


class Request(Struct, frozen=True):
    """What to write into a workbook. ``name`` is the file's; ``own_sheet`` an earlier run's result sheet."""

    name: str
    title: tuple[str, str]
    result_name: str
    own_sheet: str
    faults: Sequence[Fault]


def annotate(data: bytes, request: Request) -> bytes:
    """Give the workbook with notes and the result sheet. Raises CannotAnnotateError."""
    package = Package(data)
    book_part = package.find("", "officeDocument")
    if book_part is None:
        raise CannotAnnotateError(lacking="officeDocument")
    book = parse(package.part(book_part))
    sheets = _sheets(package, book_part, book)
    where = _annotate_sheets(package, sheets, request)
    rows = [_row(n, fault, request.name, where) for n, fault in enumerate(request.faults, start=1)]
    for part in sheets.values():
        if part in package.parts:
            package.parts[part] = _unselected(package.parts[part])
    formats = _formats(package, book_part)
    sheet = result_sheet(str(etree.QName(book).namespace), request.title, rows, formats)
    _place(package, book_part, book, sheet, request=request)
    return package.data()


def _sheets(package: Package, book_part: str, book: Any) -> dict[str, str]:
    """Map the names of the sheets, in order, to their parts."""
    parts = {identity: part for identity, _, part in package.related(book_part)}
    listed = _child(book, "sheets")
    if listed is None:
        raise CannotAnnotateError(lacking="sheets")
    key = f"{{{relations_space(str(etree.QName(book).namespace))}}}id"
    return {sheet.get("name") or "": parts.get(sheet.get(key) or "", "") for sheet in listed}


def _child(root: Any, name: str) -> Any:
    return next((element for element in root if local(element) == name), None)


def _annotate_sheets(package: Package, sheets: Mapping[str, str], request: Request) -> dict[tuple[str, str], str]:
    """Put the notes on each sheet; map (sheet, cell as named by the fault) to the cell that shows the note."""
    where: dict[tuple[str, str], str] = {}
    for serial, (name, part) in enumerate(sheets.items(), start=1):
        if part not in package.parts or "worksheets/" not in part or name == request.own_sheet:
            continue
        notes: dict[str, list[str]] = {}
        for fault in request.faults:
            if fault.sheet == name and fault.cell:
                notes.setdefault(fault.cell, []).append(fault.note)
        shown = annotate_sheet(package, part, notes, serial)
        where |= {(name, cell): place for cell, place in shown.items()}
    return where


def _row(serial: int, fault: Fault, file: str, where: Mapping[tuple[str, str], str]) -> Row:
    shown = where.get((fault.sheet, fault.cell), "A1")
    quoted = fault.sheet.replace("'", "''")
    cell = fault.cell or ("整张表" if fault.sheet else "整个文件")
    return Row((str(serial), file, fault.sheet, cell, *fault.texts), f"'{quoted}'!{shown}" if fault.sheet else "")


def _unselected(sheet: bytes) -> bytes:
    """Take a sheet out of the selection: two selected sheets are edited together."""
    head, found, rest = sheet.partition(b"sheetData")
    return _SELECTED.sub(rb"\1", head) + found + rest


def _formats(package: Package, book_part: str) -> Formats:
    part = package.find(book_part, "styles")
    if part is None or part not in package.parts:
        return Formats()
    package.parts[part], formats = add_formats(package.parts[part])
    return formats


def _place(package: Package, book_part: str, book: Any, sheet: bytes, *, request: Request) -> None:
    """Put the result sheet first, or in place of the one of an earlier run, and in view."""
    sheets = _sheets(package, book_part, book)
    own = sheets.get(request.own_sheet) if request.own_sheet else None
    if own:
        package.drop_relations(own)
        package.parts[own] = sheet
        _show(book, list(sheets).index(request.own_sheet))
    else:
        _insert(package, book_part, book, sheet, name=_free(request.result_name, sheets))
        _show(book, 0)
    package.parts[book_part] = serialize(book)


def _free(wanted: str, taken: Mapping[str, str]) -> str:
    """Give a sheet name that is not taken; Excel tells sheets apart without regard to case."""
    names = {name.casefold() for name in taken}
    return next(
        f"{wanted}{n or ''}" for n in (0, *range(2, len(names) + 3)) if f"{wanted}{n or ''}".casefold() not in names
    )


def _insert(package: Package, book_part: str, book: Any, sheet: bytes, *, name: str) -> None:
    space = str(etree.QName(book).namespace)
    part = package.free_name("xl/worksheets/zhucun_result", "xml")
    package.add(part, sheet, _SHEET_TYPE)
    identity = package.relate(book_part, package.relation_type("worksheet"), part)
    listed = _child(book, "sheets")
    numbers = [int(number) for one in listed if (number := one.get("sheetId") or "").isdecimal()]
    element = etree.Element(f"{{{space}}}sheet", name=name, sheetId=str(max(numbers, default=0) + 1))
    element.set(f"{{{relations_space(space)}}}id", identity)
    listed.insert(0, element)
    _shift_names(book)
    _name_heads(book, name)


def _shift_names(book: Any) -> None:
    """Names that belong to a sheet count sheets from 0."""
    names = _child(book, "definedNames")
    for element in () if names is None else names:
        if (number := element.get("localSheetId") or "").isdecimal():
            element.set("localSheetId", str(int(number) + 1))


def _name_heads(book: Any, name: str) -> None:
    """Print the result sheet's head on every page."""
    space = f"{{{etree.QName(book).namespace}}}"
    names = _child(book, "definedNames")
    if names is None:
        names = etree.Element(f"{space}definedNames")
        before = [n for n, child in enumerate(book) if local(child) in _UP_TO_NAMES]
        book.insert(max(before) + 1, names)
    element = etree.SubElement(names, f"{space}definedName", name="_xlnm.Print_Titles", localSheetId="0")
    element.text = f"'{name}'!${HEAD_ROW}:${HEAD_ROW}"


def _show(book: Any, place: int) -> None:
    views = _child(book, "bookViews")
    for view in () if views is None else views:
        view.set("activeTab", str(place))
        view.set("firstSheet", str(place))
