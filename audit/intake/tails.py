"""What stands below the data: totals, signatures, notes and legends."""

import re
from collections.abc import Iterable
from functools import lru_cache

from audit.intake.headers import fold
from audit.intake.titles import half_width

_TOTAL = re.compile(r"(?:本[月页]|全[镇乡村]|人数)?(?:合计|总计|小计|累计|共计|总人数)(?:人数|天数|[(（].*[)）])?\Z")
_EXAMPLE = re.compile(r"[(（]?示例")
_TAIL = re.compile(
    r"(?:合计|总计|小计|累计|共计|编制|编报|审查|审核|复核|核对|制表|填表|填报|统计人|经办人|考勤员|记录员|负责人|部门负责人|单位负责人|队长签字|"
    r"村党支部书记|第一书记签字|签字|签名|盖章|\(盖章|公章|备注|说明|注|填写说明|填表说明|图例|符号|填报单位|填报时间|本表|此表|以上|"
    r"在职|离职|入职|总人数|应到|实到)"
)
_NOTE = re.compile(r"(?:备注|说明|注|填写说明|填表说明|图例|符号说明|符号|本表|此表)")
_MARK = r"[^\w\s,;:、。()\"'“”‘’《》<>.·\u3400-\u9fff]|[A-Za-z]|[〇○]"
_MEANING = r"[\u3400-\u9fff][\u3400-\u9fff()]{0,7}"
_LINK = r"\s*(?:用|以|记|画|打|为|表示|代表|代)*\s*[:=]?\s*"
_QUOTE = r"[\"'“”‘’「」]?"
_AFTER = re.compile(rf"({_MEANING}?){_LINK}{_QUOTE}({_MARK}){_QUOTE}(?![A-Za-z0-9])")
_BEFORE = re.compile(rf"(?<![A-Za-z0-9]){_QUOTE}({_MARK}){_QUOTE}{_LINK}({_MEANING})")
_LEAD = re.compile(r"^\s*(?:备注|说明|注|填写说明|填表说明|图例|符号说明|符号|考勤符号)\s*:?\s*")
_NUMBERED = re.compile(r"(?<!\d)\d+[.、]")


@lru_cache(maxsize=1 << 14)
def is_total(text: str) -> bool:
    """Whether a row that begins with this text is nobody's record: it adds up others, or shows how to fill them in."""
    return bool(_TOTAL.match(fold(text)) or _EXAMPLE.match(text.strip()))


@lru_cache(maxsize=1 << 14)
def is_tail(text: str) -> bool:
    """Whether a row that begins with this text may be a total, a signature line or a note: its other cells decide."""
    return bool(_TAIL.match(fold(text)))


def legend_in(texts: Iterable[str]) -> dict[str, str]:
    """Symbols and what a sheet's own notes say they mean: ``出勤√, 事假△`` and ``√出勤 △事假`` both."""
    legend: dict[str, str] = {}
    for text in texts:
        pairs = _pairs(text)
        if len(pairs) > 1 or (pairs and _NOTE.match(text.strip())):
            legend |= {mark: meaning for mark, meaning in pairs if mark not in legend}
    return legend


def _pairs(text: str) -> list[tuple[str, str]]:
    """(symbol, meaning) in one text; the order that gives more pairs is the order it is written in."""
    words = _NUMBERED.sub(" ", _LEAD.sub("", _marks_kept(text)))
    after = [(mark, meaning) for meaning, mark in _AFTER.findall(words)]
    before = [(mark, meaning) for mark, meaning in _BEFORE.findall(words)]
    starts_with_mark = bool(re.match(rf"\s*{_QUOTE}(?:{_MARK})", words))
    return before if len(before) > len(after) or (len(before) == len(after) and starts_with_mark) else after


def _marks_kept(text: str) -> str:
    """Half-width punctuation, but the symbols as they are written: NFKC would make + of ＋."""
    return "".join(char if char in "＋×√△○" else half_width(char) or " " for char in text)
