"""What a blank form asks for: its headers, what may be picked, how each column is filled in."""

import re
import unicodedata
from collections.abc import Mapping

from msgspec import Struct

from audit.model.contract import ImportColumn, ImportContract

EXAMPLE = "示例，填写前删除"
"""Stands before the example row; a row that begins with it is never read as a record."""

_CHINESE = re.compile("[\u3400-\u9fff“”]+")
_HOW: Mapping[str, str] = {
    "name": "姓名，一格一人",
    "names": "姓名，几个人用顿号隔开",
    "village": "村（社区）全名",
    "date": "日期，如2023年11月8日、2023-11-08",
    "datetime": "日期和时间，如2023-11-08 08:30",
    "moment": "日期，可带上午、下午或时间，如2023年11月8日上午、2023-11-08 14:30",
    "month": "月份，如2023年11月",
    "days": "天数，可写半天，如2.5",
    "integer": "整数",
    "number": "数字",
    "money": "金额，精确到分，如680.50",
    "phone": "手机号，程序只留末四位",
    "mark": "签到符号，见图例",
}


class FormColumn(Struct, frozen=True):
    """One column of a form; several contract columns may be read from it. ``listed`` are the texts to pick from."""

    column: ImportColumn
    header: str
    names: tuple[str, ...]
    required: bool
    listed: tuple[str, ...]

    @property
    def title(self) -> str:
        """The header as printed: required ones carry an asterisk."""
        return f"{self.header}*" if self.required else self.header

    @property
    def how(self) -> str:
        """How it is filled in, in one sentence."""
        how = _HOW.get(self.column.type, "")
        parts = ["必填" if self.required else "", how]
        if self.listed:
            parts.append(f"填{'、'.join(self.listed)}")
        if self.column.example and self.column.example not in self.listed and "如" not in how:
            parts.append(f"例：{self.column.example}")
        return "；".join(filter(None, parts))


def has_form(contract: ImportContract) -> bool:
    """Say whether people fill this table in: not what a system exports, nor text and shapes without a blank form."""
    return not contract.exported and contract.read.layout in {"rows", "month_grid"}


def form_columns(contract: ImportContract) -> tuple[FormColumn, ...]:
    """List the columns of a contract's form in its order, each header once."""
    found: dict[str, FormColumn] = {}
    for name, column in contract.columns.items():
        if not column.aliases:
            continue
        header = _header(column)
        first = found.get(_key(header))
        if first is None:
            found[_key(header)] = FormColumn(column, header, (name,), column.required, listed(column, contract))
        else:
            required = first.required or column.required
            found[_key(header)] = FormColumn(first.column, header, (*first.names, name), required, first.listed)
    return tuple(found.values())


def _header(column: ImportColumn) -> str:
    """Give the header by which a column is read: its own title where that is one, else the first it goes by."""
    known = {_key(alias) for alias in column.aliases}
    return column.title if _key(column.title) in known else next(alias for alias in column.aliases if "+" not in alias)


def _key(text: str) -> str:
    return unicodedata.normalize("NFKC", text).replace(" ", "")


def listed(column: ImportColumn, contract: ImportContract) -> tuple[str, ...]:
    """Give the texts to pick from: one for each code of a choice, two for yes and no; else none."""
    if column.type == "yes_no":
        asked = column.example in ("是", "否") or column.title.startswith("是否")
        return ("是", "否") if asked else ("有", "无")
    if column.type != "choice":
        return ()
    texts = (_text_for(code, column, contract) for code in dict.fromkeys(column.choices.values()))
    return tuple(dict.fromkeys(text for text in texts if text))


def _text_for(code: str, column: ImportColumn, contract: ImportContract) -> str:
    """Give a text that is read as this code: a listed one, one of an accepted row, or a word of its pattern."""
    candidates = [said for said in column.choices if not _is_pattern(said)]
    candidates += [row.get(column.name, "") for row in contract.accept]
    candidates += [word for said in column.choices if _is_pattern(said) for word in _CHINESE.findall(said)] + ["其他"]
    return next((said for said in candidates if said and code_of(said, column.choices) == code), "")


def code_of(text: str, choices: Mapping[str, str]) -> str:
    """Give the code a text is read as: literal texts first, then patterns in order; "" for none."""
    if text in choices:
        return choices[text]
    patterns = ((said[1:-1], code) for said, code in choices.items() if _is_pattern(said))
    return next((code for pattern, code in patterns if re.search(pattern, text, re.IGNORECASE)), "")


def _is_pattern(said: str) -> bool:
    return len(said) > 2 and said.startswith("/") and said.endswith("/")
