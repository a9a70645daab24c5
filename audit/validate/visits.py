"""Visited households and lists of who came to a meeting."""

import pandas as pd

from audit.validate import text
from audit.validate.cells import CellError
from audit.validate.draft import Bad, Draft

_TWO_CHARACTERS = frozenset((
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "端木", "夏侯", "宇文",
    "长孙", "轩辕", "闻人", "淳于", "单于", "申屠", "司空", "独孤", "南宫", "拓跋", "呼延", "钟离", "西门", "百里",
))  # fmt: skip
_ABSENT = ("请假", "缺席", "未到", "未参", "缺", "×", "✕", "✗", "x", "否", "无")
NOBODY = "签名一栏全部空白，看不出谁到了会，这次会议没有计入，请在到会的人后面打√或写姓名"


def masked_household(raw: str) -> str:
    """The heads of households by surname (``陈大有、欧阳秀兰`` → ``陈某、欧阳某``), "" where none is named."""
    if text.is_empty(raw):
        return ""
    names = [piece.strip() for piece in text.half_width(text.clean(raw)).replace(",", "、").split("、")]
    return "、".join(_surname(name) + "某" for name in names if name)


def _surname(name: str) -> str:
    return name[:2] if name[:2] in _TWO_CHARACTERS else name[:1]


def attendee_columns(draft: Draft) -> Draft:
    """会议签到: ``present`` where the signature says so; a sheet that nobody signed is told so once."""
    words = draft.texts("signed").map(text.key).astype("str")
    blank = words.map(text.is_empty).astype("bool")
    absent = words.map(lambda word: word.startswith(_ABSENT)).astype("bool")
    unsigned = blank.groupby(draft.raw["_sheet"]).transform("all")
    firsts = words.index[unsigned & ~draft.raw["_sheet"].duplicated()]
    bad: Bad = {(int(label), "signed"): CellError(NOBODY, "nobody-signed") for label in firsts}
    present = pd.Series(~blank & ~absent, index=words.index, dtype="boolean")
    return draft.with_columns({"present": present}, bad)
