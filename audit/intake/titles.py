"""What stands above the header and in the sheet's name: the period, the time of export, the village."""

import calendar
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

_RANGE = re.compile(
    r"统计(?:日期|时间)\s*:?\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\s*(?:至|到|~|-{1,2}|—)\s*"
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
)
_TO = r"\s*(?:至|到|~|-{1,2}|—+|–)\s*"
_SPAN = re.compile(
    r"(?<![\d./-])(?:(?P<year>20\d\d)\s*[-/.年]\s*)?(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?"
    + _TO
    + r"(?:(?:(?P<end_year>20\d\d)\s*[-/.年]\s*)?(?P<end_month>\d{1,2})\s*[-/.月]\s*)?"
    + r"(?P<end_day>\d{1,2})(?:\s*日|(?!\d|\s*[-/.年月]))"
)
_PART = re.compile(r"(?<![\d月./-])(\d{1,2})\s*日?" + _TO + r"(\d{1,2})\s*日")
_PARTS = {"上半月": (1, 15), "下半月": (16, 0), "上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 0)}
_SHORT_RANGE = re.compile(r"统计(?:日期|时间)\s*:?\s*(\d{1,2})[-/.](\d{1,2})" + _TO + r"(\d{1,2})[-/.](\d{1,2})(?!\d)")
_MADE_IN = re.compile(r"(?:制表|导出|报表生成)时间\s*:?\s*(20\d\d)[-/.年](\d{1,2})")
_STATED = re.compile(r"统计(?:日期|时间)\s*:?\s*\d")
_GENERATED = re.compile(r"报表生成时间\s*:?\s*(\d{4}-\d{2}-\d{2} \d{2}:\d{2})")
_MONTH = re.compile(r"(?<!\d)(20\d\d)\s*(?:年度?|[-./])\s*(1[0-2]|0?[1-9])(?!\d)\s*月?(?!\s*[-./\d])")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")
_BARE_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])\s*月")
_FILLED_IN = re.compile(
    r"(?:填报|填表|填写|制表|报送|上报|打印|导出|印发|报表生成)(?:时间|日期)\s*:?\s*[\d年月日./: -]+"
)
_MONTHS = re.compile(
    r"(?<!\d)(20\d\d)\s*年\s*(1[0-2]|0?[1-9])\s*月?" + _TO + r"(?:(20\d\d)\s*年\s*)?(1[0-2]|0?[1-9])\s*月(?!\s*\d)"
)
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_MONTH = re.compile(r"(?:[〇○零一二三四五六七八九]{4}\s*年\s*)?[一二三四五六七八九十]{1,3}\s*月")

_LABELLED = re.compile(r"(?:村\(社区\)|村名称?|驻点村|帮扶村|派驻村|驻村|村)\s*:\s*([^\s:,;、_]+)")
_DATES = re.compile(r"(?:20\d\d\s*年?度?|\d{1,2}\s*月份?|第?[一二三四1234]季度|\(\d+\)|[上下]半年)")
_WORK = re.compile(
    r"驻村|工作队|帮扶|第一书记|签到|考勤|请销?假|销假|日志|日记|会议|台账|登记|交接|公务|花名册|名册|统计|汇总|报备"
)
_PLACE = re.compile(r"([\u3400-\u9fff]{1,12}?(?:村民委员会|村委会|村|社区|居委会|居))$")
_PLACE_AND_NAME = re.compile(r"([\u3400-\u9fff]{1,8}?(?:村|社区|居委会))[\u3400-\u9fff·]{2,8}\Z")
_BARE_PLACE = re.compile(r"[\u3400-\u9fff]{2,6}\Z")
_NO_PLACE = re.compile(r"各|全|所有|选派|下派|联合|机关|党|政府|干部|人民|社会")
_GENERAL = re.compile(r"^(?:各|全|本|所有|行政|中心|脱贫|贫困|驻|帮扶|派驻|每)*(?:村|社区|居委会)$|村村$")


def half_width(text: str) -> str:
    """The text in NFKC: full-width digits, colons and brackets become ordinary ones."""
    return unicodedata.normalize("NFKC", text).strip()


def period_of(texts: Sequence[str]) -> tuple[date, date] | None:
    """The days a sheet says it covers, from its title and name (in this order), or None where the year is not said.

    Raises ValueError for a date that does not exist.
    """
    words = [_FILLED_IN.sub(" ", arabic(half_width(text))) for text in texts]
    whole = " ".join(words)
    if found := _RANGE.search(whole):
        year, month, day, *last = map(int, found.groups())
        return date(year, month, day), date(last[0], last[1], last[2])
    if span := _span(whole) or _short_range(" ".join(map(half_width, texts))):
        return span
    if found := _MONTHS.search(whole):
        return _first_to_last(found)
    for text in words:
        if found := _MONTH.search(text):
            return month_days(int(found[1]), int(found[2]))
    year_found, month_found = _YEAR.search(whole), _BARE_MONTH.search(whole)
    return month_days(int(year_found[1]), int(month_found[1])) if year_found and month_found else None


def _first_to_last(found: re.Match[str]) -> tuple[date, date]:
    """All days of ``2023年5月至12月``; the second month is the next year's where it comes before the first."""
    year, first, last = int(found[1]), int(found[2]), int(found[4])
    end_year = int(found[3] or year + (last < first))
    return date(year, first, 1), month_days(end_year, last)[1]


def _span(words: str) -> tuple[date, date] | None:
    """The two ends of ``2023年10月26日至11月25日``; without a year where the year stands elsewhere in the words."""
    found = _SPAN.search(words)
    stated = _YEAR.search(words) or _MONTH.search(words)
    if found is None or (found["year"] is None and (stated is None or "月" not in found[0])):
        return None
    month, end_month = int(found["month"]), int(found["end_month"] or found["month"])
    if found["year"]:
        year = int(found["year"])
        end_year = int(found["end_year"] or year + (end_month < month))
    else:
        end_year = int(stated[1]) if stated else 0
        year = end_year - (month > end_month)
    return date(year, month, int(found["day"])), date(end_year, end_month, int(found["end_day"]))


def _short_range(text: str) -> tuple[date, date] | None:
    """``统计时间:11-01 ～ 11-30 制表时间:2023-12-02``: in the year in which the sheet was made, or the one before."""
    found, made = _SHORT_RANGE.search(text), _MADE_IN.search(text)
    if not found or not made:
        return None
    month, day, last_month, last_day = map(int, found.groups())
    year = int(made[1]) - (last_month > int(made[2]))
    return date(year - (month > last_month), month, day), date(year, last_month, last_day)


def states_days(title: str) -> bool:
    """Whether a title states the days it covers as attendance exports do (``统计日期：``, ``统计时间:``)."""
    return bool(_STATED.search(half_width(title)))


def part_of_month(text: str) -> tuple[int, int] | None:
    """The days of the month that a title names (``上半月``, ``11月16日至30日``, ``(1-15日)``): first and last.

    A last day of 0 is the month's end. None where no part is named.
    """
    words = _FILLED_IN.sub(" ", arabic(half_width(text)))
    for part, days in _PARTS.items():
        if part in words:
            return days
    if found := _SPAN.search(words):
        return int(found["day"]), int(found["end_day"])
    found = _PART.search(words)
    return (int(found[1]), int(found[2])) if found else None


def month_of(text: str) -> int | None:
    """The month a text names, with or without a year."""
    words = _FILLED_IN.sub(" ", arabic(half_width(text)))
    found = _MONTH.search(words)
    if found:
        return int(found[2])
    bare = _BARE_MONTH.search(words)
    return int(bare[1]) if bare else None


def month_days(year: int, month: int) -> tuple[date, date]:
    """The first and last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def arabic(text: str) -> str:
    """The text with 二〇二三年十一月 written 2023年11月."""
    return _CHINESE_MONTH.sub(lambda found: _digits(found[0]), text)


def _digits(text: str) -> str:
    head, middle, tail = text.rpartition("年")
    month = tail.rstrip("月 ").strip()
    if "十" in month:
        tens, _, ones = month.partition("十")
        month = str(int(tens.translate(_NUMERALS) or 1) * 10 + int(ones.translate(_NUMERALS) or 0))
    return f"{head.translate(_NUMERALS)}{middle}{month.translate(_NUMERALS)}月"


def generated_at(title: str) -> datetime | None:
    """When DingTalk made the report (报表生成时间), as local time without a zone; None where it does not say."""
    found = _GENERATED.search(half_width(title))
    return datetime.strptime(found[1], "%Y-%m-%d %H:%M") if found else None  # noqa: DTZ007  local by nature


def village_text(title: str, name: str) -> str:
    """What title or sheet name says of the village (``青禾镇桃溪村驻村工作队2023年11月签到册`` → 桃溪村), or ""."""
    words = half_width(title)
    if (found := _LABELLED.search(words)) and not _GENERAL.search(found[1]):
        return found[1]
    pieces = (*words.split(), half_width(name))
    return next((village for piece in pieces if (village := _village_in(piece))), "")


def _village_in(text: str) -> str:
    """The village a run of words begins with, after the township's name."""
    bare = _DATES.sub("", text).strip(' 《》「」"“”-—_驻')
    work = _WORK.search(bare)
    before = bare[: work.start()] if work else bare
    after = re.split(r"[乡镇县]|街道(?:办事处)?", before)[-1].strip(" -—_·()")
    found = _PLACE.match(after)
    if found:
        return "" if _GENERAL.search(found[1]) else found[1]
    if (inside := _PLACE_AND_NAME.match(after)) and not _GENERAL.search(inside[1]):
        return inside[1]
    # 青禾镇雁池驻村工作队: the word 村 left out, but a township before and its team after.
    named = work and work[0] in {"驻村", "工作队", "帮扶"} and after != before
    return after if named and _BARE_PLACE.match(after) and not _NO_PLACE.search(after) else ""
