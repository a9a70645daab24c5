"""What is wrong with files and sheets, in words for the uploader: where, what, what to do."""

from collections.abc import Mapping

from audit.intake.classify import NotRecognised
from audit.intake.layouts.shape import Trouble
from audit.intake.limits import READER, WALL_SECONDS
from audit.intake.uploads import file_error
from audit.model.contract import ImportContract
from audit.model.source import DataError

_KINDS = {
    "empty": "文件是空的",
    "word": "这是Word文档，不是表格",
    "powerpoint": "这是演示文稿，不是表格",
    "ods": "这是ODS表格",
    "zip": "这是压缩包，请解压",
    "html": "扩展名是表格，实际是网页，请用表格软件打开",
    "xml": "实际是XML文件，请用表格软件打开",
    "text": "实际是文本文件（如CSV），请用表格软件打开",
    "pdf": "这是PDF文件，不是表格",
    "image": "这是图片，不是表格",
}
_REMEDY = "，另存为.xlsx后再报"
_TROUBLES = {
    "encrypted": "文件已加密，请取消打开密码后再报",
    "damaged": "文件已损坏或没有传完，请重新保存后再报",
    "killed": "文件内容过大或已损坏，读取时被系统中止，请另存为新的.xlsx文件后再报",
    "too-slow": f"读取超过{WALL_SECONDS:.0f}秒仍未完成，请删除多余的工作表和格式后再报",
    "too-big-file": "文件过大，请拆分后再报",
}


def file_trouble(name: str, code: str, detail: str) -> DataError:
    """The error about a file that its reader refused or died of."""
    if code == "encrypted":
        return file_error(name, "encrypted", _TROUBLES[code])
    if code == "not-a-workbook":
        return file_error(name, code, _KINDS.get(detail, "不是Excel表格文件") + _REMEDY)
    if code == "too-far":
        say = f"在很远的{detail}格有内容，表格范围过大，请删除远处多余的内容后再报"
        return file_error(name, code, say)
    if code == "too-many-sheets":
        return file_error(name, code, f"有{detail}个工作表，超过{READER['sheets']}个，请拆分后再报")
    if code == "too-large-sheet":
        say = f"工作表《{detail}》超过{READER['rows']}行或{READER['columns']}列，请删除多余的行列或拆分后再报"
        return file_error(name, code, say)
    if code == "too-big":
        return file_error(name, code, f"{detail}，请删除多余的内容和格式后再报")
    if code == "unreadable":
        return file_error(name, code, f"打不开（{detail}），请检查文件权限")
    return file_error(name, code, _TROUBLES[code])


def sheet_error(where: tuple[str, str], code: str, say: str) -> DataError:
    """An error about a whole sheet; ``where`` is file and sheet."""
    return DataError(*where, "", code, "", "", f"{where[0]}《{where[1].strip()}》：{say}")


def unknown_sheet(file: str, sheet: str, found: NotRecognised) -> DataError:
    """The error about a sheet with data that is no known table: the nearest table and the headers it lacks."""
    titles = "、".join(f"“{contract.title}”" for contract, _ in found.near)
    if not found.near:
        say = "没有识别出是哪种表，请用本软件的空白表填写，或在表头写明列名"
    elif len(found.near) > 1:
        say = f"分不清是{titles}中的哪一种，请在标题写明表名"
    else:
        lacking = "、".join(f"“{title}”" for title in found.near[0][1])
        say = f"没有识别出是哪种表，最接近{titles}，缺少表头{lacking}，请补齐表头"
    return sheet_error((file, sheet), "unknown-sheet", say)


def trouble_error(
    where: tuple[str, str], trouble: Trouble, contract: ImportContract, letters: Mapping[str, str]
) -> DataError:
    """The error about a cell of a recognised sheet's layout."""
    letter = trouble.cell.rstrip("0123456789")
    column = next((contract.columns[name].title for name, at in letters.items() if at == letter), "")
    shown = f"“{column}”" if column else ""
    message = f"{where[0]}《{where[1].strip()}》{trouble.cell}{shown}：{trouble.say}"
    return DataError(*where, trouble.cell, trouble.code, column, trouble.value, message)
