"""What is wrong with files and sheets, in words for the uploader: where, what, what to do."""

from collections.abc import Mapping

from audit.intake.classify import NotRecognised
from audit.intake.layouts.shape import Trouble
from audit.intake.limits import READER
from audit.intake.uploads import file_error
from audit.model.contract import ImportContract
from audit.model.source import DataError

_KINDS = {
    "empty": "文件是空的（0字节），请重新导出或保存后再报",
    "word": "这是旧版Word文档，请另存为.docx后再报",
    "rtf": "这是RTF文档，请另存为.docx后再报",
    "powerpoint": "这是演示文稿，不是表格，请把内容填入表格后再报",
    "archive": "这是压缩包，但不是zip格式，请解压后再报",
    "xml": "这是XML文件，但不是表格，请用表格软件打开，另存为.xlsx后再报",
    "pdf": "这是PDF文件，不是表格，请报送原表格",
    "image": "这是图片，不是表格，请报送原表格；是照片的，请另存为JPG或PNG后再报",
}
_NOT_A_TABLE = "不是能读取的表格文件，请用表格软件打开，另存为.xlsx后再报"
_TROUBLES = {
    "encrypted": "文件已加密，请取消打开密码后再报",
    "damaged": "文件已损坏或没有传完，请重新保存后再报",
    "killed": "文件内容过大或已损坏，读取时被系统中止，请另存为新的.xlsx文件后再报",
    "too-slow": "读取超过规定时间仍未完成，请删除多余的工作表和格式后再报",
    "too-big-file": f"文件超过{READER['file'] >> 20}MB，请拆分后再报",
    "entities": "文件内含有实体定义，不是正常的表格，为安全起见没有读取，请用表格软件另存为.xlsx后再报",
    "bad-encoding": "文字编码无法识别，请用表格软件打开，另存为.xlsx后再报",
    "damaged-photo": "照片已损坏或没有传完，请从手机里重新导出后再报",
    "too-many-pixels": f"照片超过{READER['pixels'] // 10**8}亿{READER['pixels'] % 10**8 // 10**4}万像素，请缩小后再报",
    "paper-photo": "像是纸质材料的照片，图中的文字、表格没有读取，要核的请报送原表格；只作会议、走访佐证的不用改",
    "nested": "压缩包里还有压缩包，请解压后再报",
    "bad-name": "压缩包里这个文件的名称不合规范，没有读取，请改名后再报",
}


def file_trouble(name: str, code: str, detail: str) -> DataError:
    """The error about a file that its reader refused or died of."""
    if code in _TROUBLES:
        return file_error(name, code, _TROUBLES[code])
    sentences = {
        "not-a-workbook": _KINDS.get(detail, _NOT_A_TABLE),
        "nothing": f"{detail}里没有可以读取的内容，请核对后再报",
        "too-far": f"在很远的{detail}格有内容，表格范围过大，请删除远处多余的内容后再报",
        "too-many-sheets": f"有{detail}个工作表，超过{READER['sheets']}个，请拆分后再报",
        "too-large-sheet": f"工作表《{detail}》超过{READER['rows']}行或{READER['columns']}列，或内容过多，"
        "请删除多余的行列或拆分后再报",
        "too-big": f"{detail}，请删除多余的内容和格式后再报",
        "too-long-text": f"{detail}有一格文字超过{READER['string']}个字，请缩短后再报",
        "unreadable": f"打不开（{detail}），请检查文件权限",
    }
    return file_error(name, code, sentences[code])


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
