"""Rows with nothing but a village's name: they say whose the rows below are."""

import re

from audit.intake.grid import Grid
from audit.intake.titles import half_width

_SECTION = re.compile(
    r"(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）]?[、.．:]?\s*)?(?P<village>[\u3400-\u9fff]{1,12}?(?:村委会|村|社区|居委会))"
    r"\s*(?:驻村)?(?:帮扶)?(?:工作队)?(?:[(（]\d+\s*人[)）])?\s*:?\Z"
)
_GENERAL = re.compile(r"(?:全|各|本|驻|行政|中心)(?:村|社区)\Z")


def section_village(grid: Grid, row: int) -> str:
    """The village a row names when it says nothing else (one text, merged or not), or ""."""
    texts = {text.strip() for column in grid.columns if (text := column[row]).strip()}
    if len(texts) != 1:
        return ""
    found = _SECTION.match(half_width(texts.pop()))
    return "" if found is None or _GENERAL.search(found["village"]) else found["village"]
