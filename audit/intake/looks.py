"""What the values below a header look like: dates, names, numbers …, whatever the header says."""

import re
from collections.abc import Mapping, Sequence

from audit.intake.titles import half_width

_MOST = 0.7
_FEWEST = 2
_SURE_KINDS = frozenset({"date", "time", "village", "phone", "name"})

_SURNAMES = (
    "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文向冉覃单欧"
)
"""The commonest surnames: eight of ten people bear one, few other words of two or three characters begin so."""

_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "phone": re.compile(r"1[3-9]\d{9}\Z"),
    "time": re.compile(r"(?:次日)?\d{1,2}:\d{2}(?::\d{2})?\Z"),
    "date": re.compile(
        r"(?:(?:19|20)?\d{2}\s*[-/.年]\s*)?\d{1,2}\s*[-/.月]\s*\d{1,2}\s*[日号]?"
        r"(?:\s*(?:[上下]午|星期.|\d{1,2}:\d{2}(?::\d{2})?))?(?:\s*[至到~—-].*)?\Z"
    ),
    "village": re.compile(r"[\u3400-\u9fff]{1,10}(?:村|社区|居委会)\Z"),
    "yes_no": re.compile(r"(?:有|无|是|否|√|×)\Z"),
    "number": re.compile(r"-?\d+(?:\.\d+)?\s*(?:天|人|户|个|次)?\Z"),
    "name": re.compile(rf"[{_SURNAMES}][\u3400-\u9fff·]{{1,3}}\Z"),
    "names": re.compile(r"[\u3400-\u9fff·]{2,4}(?:\s*[、,，;；\s]\s*[\u3400-\u9fff·]{2,4})+\Z"),
}
_TITLES: Mapping[str, str] = {
    "phone": "电话", "time": "时刻", "date": "日期", "village": "村名", "yes_no": "有无", "number": "数字",
    "name": "姓名", "names": "几个姓名",
}  # fmt: skip
_TYPES: Mapping[str, frozenset[str]] = {
    "phone": frozenset({"phone"}),
    "time": frozenset({"datetime", "moment", "punch_times"}),
    "date": frozenset({"date", "datetime", "moment", "month"}),
    "village": frozenset({"village"}),
    "yes_no": frozenset({"yes_no", "choice"}),
    "number": frozenset({"number", "integer", "days", "yes_no"}),
    "name": frozenset({"name"}),
    "names": frozenset({"names"}),
}
_NEEDS: Mapping[str, frozenset[str]] = {
    "date": frozenset({"date"}),
    "datetime": frozenset({"date", "time"}),
    "moment": frozenset({"date", "time"}),
    "month": frozenset({"date"}),
    "phone": frozenset({"phone"}),
    "days": frozenset({"number"}),
    "integer": frozenset({"number"}),
    "number": frozenset({"number"}),
    "name": frozenset({"name"}),
    "names": frozenset({"name", "names"}),
    "village": frozenset({"village"}),
    "yes_no": frozenset({"yes_no", "number"}),
}


def look_of(samples: Sequence[str]) -> str:
    """The kind that nearly all values look like (``date``, ``name`` …), "" where they agree on none."""
    texts = [text for text in map(half_width, samples) if text]
    if len(texts) < _FEWEST:
        return ""
    return next((kind for kind, pattern in _PATTERNS.items() if _most_fit(texts, pattern)), "")


def _most_fit(texts: Sequence[str], pattern: re.Pattern[str]) -> bool:
    return sum(bool(pattern.match(text)) for text in texts) >= _MOST * len(texts)


def look_title(look: str) -> str:
    """The Chinese word for a kind."""
    return _TITLES.get(look, "")


def speaks_for(look: str, column_type: str) -> bool:
    """Whether values of this kind are rare elsewhere, so that they alone suggest a column of this type."""
    return look in _SURE_KINDS and column_type in _TYPES[look]


def speaks_against(look: str, column_type: str) -> bool:
    """Whether values of this kind cannot stand in a column of this type."""
    return bool(look) and column_type in _NEEDS and look not in _NEEDS[column_type]
