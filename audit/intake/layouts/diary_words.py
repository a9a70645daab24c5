"""The words of a diary: headings with a date, lines with a label, whose diary it is."""

import re
from collections.abc import Sequence

from msgspec import Struct

from audit.intake.titles import half_width

_WEEKDAY = r"[(]?\s*(?:星期|周|礼拜)[一二三四五六日天]\s*[)]?"
_SKY = (
    r"(?:天气|天氣)?\s*:?\s*(?:(?:[晴阴陰雨雪云雾霾风]|多云|晴朗|小|中|大|阵|雷|暴|毛毛|细|转|到|间|有|微|夹|冰雹|霜|冻|闷热|炎热|寒冷)"
    r"[、,/~-]?){1,10}"
)
_HEAT = r"-?\d{1,2}\s*[℃°度]?C?\s*(?:[-~至到—]+\s*-?\d{1,2}\s*[℃°度]C?)|-?\d{1,2}\s*[℃°度]C?"
_DATE = re.compile(
    r"(?:(?:走访|工作|记录|日志)?(?:时间|日期)\s*:\s*)?(?:(?P<year>\d{4}|20[xX]{2})\s*[-/.年]\s*)?"
    r"(?P<month>1[0-2]|0?[1-9])\s*[-/.月]\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*(?P<mark>[日号]?)"
    r"(?P<until>\s*[-至到~—]+\s*(?:(?:1[0-2]|0?[1-9])\s*月\s*)?(?:3[01]|[12]\d|0?[1-9])\s*[日号])?(?!\d|\s*[-/.至到~—]\s*\d)"
)
_BESIDE = re.compile(rf"\s*(?:[,、;。.]|(?P<weekday>{_WEEKDAY})|(?P<heat>{_HEAT})|(?P<weather>{_SKY})|(?P<colon>:))")
_PLACE = re.compile(r"\s*(?:走访|工作)?地\s*点\s*:\s*(?P<place>\S+)")
_LABELS = {
    "person": ("记录人", "填写人", "填报人", "记录者", "撰写人", "姓名", "队员", "驻村干部"),
    "place": ("地点", "走访地点", "工作地点"),
    "weather": ("天气",),
    "visited": ("走访户", "走访对象", "走访农户"),
    "content": ("工作内容", "主要工作", "工作情况", "内容", "走访内容", "工作记录"),
}
_LABEL = re.compile(r"(?P<label>[\u3400-\u9fff\s]{2,8}?)\s*:\s*(?P<value>.*)\Z", re.DOTALL)
_NAME = re.compile(r"[\u3400-\u9fff]{2,4}\Z|[\u3400-\u9fff]{1,8}·[\u3400-\u9fff·]{1,10}\Z")
_BOOK = re.compile(r"(?:驻村|驻点|帮扶|扶贫|工作|民情|个人|乡村振兴)*(?:日志|日记|手记|纪实|笔记)")
_PARTS = re.compile(
    r"20\d\d\s*年?度?|\d{1,2}\s*月份?|村|社区|居委会|工作队|第一书记|队长|队员|[镇乡县]|街道|驻村|帮扶|干部|同志|的|[\s:()《》_—-]+"
)
_BETWEEN = re.compile(r"(?:20\d\d\s*年?度?|\d{1,2}\s*月份?|同志|干部|的|驻村|帮扶|[\s:()《》_—-])+\Z")
_WRITER = re.compile(r"(?:记录人|填写人|姓\s*名|填报人|记录者|队员姓名)\s*:\s*([\u3400-\u9fff·]{2,12})")
_BRACKETED = re.compile(r"[(—-]\s*([\u3400-\u9fff·]{2,12})\s*[)]?\s*\Z")
_MONTHS_APART = 6


class Heading(Struct, frozen=True):
    """A line that begins a day: its date (the year may be left out), weather, place, and text on the same line.

    ``until`` says up to which day, as it is written (``至8日``), where what follows is of several.
    """

    month: int
    day: int
    year: int | None = None
    weather: str = ""
    place: str = ""
    rest: str = ""
    until: str = ""


def heading_of(line: str) -> Heading | None:
    """Read ``2023年8月23日 星期三 晴``, ``11月4日星期一 天气阴``, ``时间：…地点：…``, ``11月6日至8日 晴``.

    A sentence that merely begins with a date is none: a heading names weekday, weather or place, or ends there.
    """
    words = half_width(line)
    found = _DATE.match(words)
    if found is None or (not found["mark"] and not found["year"]):
        return None
    place, weather, marked = found.end(), [], ":" in found[0]
    while beside := _BESIDE.match(words, place):
        marked |= beside[0].strip() not in {",", "、"}
        weather += [part.strip() for part in (beside["weather"], beside["heat"]) if part]
        place = beside.end()
    at = _PLACE.match(words, place)
    rest = words[at.end() if at else place :].strip()
    if rest and not (marked or at):
        return None
    year = int(found["year"]) if (found["year"] or "").isdigit() else None
    sky = re.sub(r"^天[气氣]\s*:?\s*", "", " ".join(weather))
    where = at["place"].strip(",;。") if at else ""
    return Heading(int(found["month"]), int(found["day"]), year, sky, where, rest, found["until"] or "")


def year_after(before: Heading, year: int | None, heading: Heading) -> int | None:
    """The year of a heading without one, from the heading before it: December is followed by January."""
    if year is None:
        return None
    apart = heading.month - before.month
    return year + 1 if apart < -_MONTHS_APART else year - 1 if apart > _MONTHS_APART else year


def labelled(lines: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """What lines with a label say (person, place, weather, visited), and the other lines: the content."""
    said: dict[str, str] = {}
    content: list[str] = []
    for line in lines:
        found = _LABEL.match(half_width(line))
        label = re.sub(r"\s", "", found["label"]) if found else ""
        name = next((name for name, labels in _LABELS.items() if label in labels), "")
        value = found["value"].strip() if found else ""
        if name == "content":
            content += [value] if value else []
        elif name and (name != "person" or _NAME.match(re.sub(r"\s", "", value))):
            said[name] = value
        else:
            content.append(line)
    return said, content


def writer_in(title: str) -> str:
    """Whose diary a title says it is (``张三驻村日志``, ``驻村日志（张三）``, ``姓名：张三``), or ""."""
    for line in half_width(title).split("\n"):
        if found := _WRITER.search(line):
            return found[1]
        book = _BOOK.search(line)
        if book is None:
            continue
        # What stands last before the book is a name, unless it is a place: 桃溪村工作日志 is nobody's.
        last = _PARTS.split(_BETWEEN.sub("", line[: book.start()]))[-1]
        if _NAME.match(last):
            return last
        after = _BRACKETED.search(line[book.end() :])
        if after and _NAME.match(after[1]):
            return after[1]
    return ""
