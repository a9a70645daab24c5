"""What the report says of how a file was read: its real kind, its macros, cells that could not be taken as they are."""

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from audit.intake.books import Book
from audit.intake.grid import Grid, cell, letter
from audit.intake.messages import sheet_error
from audit.model.contract import ImportContract
from audit.model.source import DataError

_KINDS: Mapping[str, tuple[str, frozenset[str]]] = {
    "xlsx": ("新版Excel工作簿", frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".et"})),
    "xls": ("旧版Excel工作簿", frozenset({".xls", ".xlt", ".et", ".ett"})),
    "ods": ("ODS表格", frozenset({".ods", ".ots"})),
    "html": ("网页表格", frozenset({".html", ".htm"})),
    "mht": ("网页表格（MHT）", frozenset({".mht", ".mhtml"})),
    "spreadsheetml": ("XML表格（Excel 2003）", frozenset({".xml"})),
    "json": ("JSON数据", frozenset({".json"})),
    "docx": ("Word文档", frozenset({".docx", ".docm", ".dotx"})),
    "photo": ("照片", frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".png"})),
    "text": ("文本", frozenset({".csv", ".tsv", ".txt", ".tab", ".log"})),
    "zip": ("压缩包", frozenset({".zip"})),
}
_MACROS = "文件含有宏，只读取了单元格，宏没有运行"
_NOTES = {
    "titles-above": "表格前的标题放在最前几行，行号从标题数起",
    "plain-photo": "画面近于单色或过于模糊，不与其他照片比较",
    "paper-photo": "像是纸质材料的照片，图中的文字、表格没有读取，不与其他照片比较",
}
_FAULTS = {
    "error-cell": "是错误值，没有内容，请改正公式或直接填写",
    "no-result": "是公式，但文件里没有保存计算结果，请在表格软件中打开、重新保存后再报",
}
_FREE = frozenset({"text", "village"})
_MOST = 20
_CAN_BE_SHOWN = 8


def book_notes(name: str, book: Book) -> tuple[str, ...]:
    """What is said of every sheet of a file: that its extension is wrong, that it holds macros."""
    title, suffixes = _KINDS.get(book.kind, ("", frozenset()))
    suffix = PurePath(name).suffix.lower()
    wrong = title and suffix and suffix not in suffixes and suffix.isprintable() and len(suffix) <= _CAN_BE_SHOWN
    disguised = f"文件扩展名是 {suffix}，实际是{title}，已按{title}读取" if wrong else ""
    return tuple(note for note in (disguised, _MACROS if book.macros else "") if note)


def sheet_notes(grid: Grid) -> tuple[str, ...]:
    """What is said of one sheet: titles put on top of it, a photograph to no purpose, a second count that differs."""
    differs = [_counts(fault.text) for fault in grid.faults if fault.code == "count-differs"]
    return (*([_NOTES[grid.note]] if grid.note in _NOTES else []), *differs)


def fault_errors(where: tuple[str, str], grid: Grid, contract: ImportContract,
                 letters: Mapping[str, str], cells: str) -> list[DataError]:  # fmt: skip
    """Errors about cells whose value is not known, where they are read; the typed columns complain of theirs."""
    names = {at: name for name, at in letters.items()}
    rows = _rows_of(cells)
    found: list[DataError] = []
    for fault in grid.faults:
        name = names.get(letter(fault.column), "")
        free = name in contract.columns and contract.columns[name].type in _FREE
        if fault.row in rows and ((fault.code == "no-result" and name) or (fault.code == "error-cell" and free)):
            found.append(_cell_error(where, contract.columns[name].title, fault.code, cell(fault.row, fault.column)))
    return found[:_MOST]


def count_errors(where: tuple[str, str], grid: Grid) -> list[DataError]:
    """The error about a sheet of which two readings found different numbers of cells."""
    return [
        sheet_error(where, fault.code, f"{_counts(fault.text)}，请在表格软件中打开核对，另存为.xlsx后再报")
        for fault in grid.faults
        if fault.code == "count-differs"
    ]


def joined(notes: Iterable[str]) -> str:
    """Several notes as one."""
    return "；".join(note for note in notes if note)


def _counts(text: str) -> str:
    expected, _, given = text.partition(" ")
    return f"两次读取不一致：文件里有{expected}个非空单元格，读出{given}个"


def _cell_error(where: tuple[str, str], column: str, code: str, at: str) -> DataError:
    message = f"{where[0]}《{where[1].strip()}》{at}“{column}”：{_FAULTS[code]}"
    return DataError(*where, at, code, column, "", message)


def _rows_of(cells: str) -> range:
    """The 0-based rows of a range like ``A5:AH17``."""
    digits = ["".join(filter(str.isdigit, corner)) for corner in cells.split(":")]
    return range(int(digits[0]) - 1, int(digits[-1])) if digits[0] else range(0)
