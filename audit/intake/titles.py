"""What stands above the header and in the sheet's name: the period, the time of export, the village."""

import calendar
import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

_RANGE = re.compile(
    r"统计(?:日期|时间)\s*:?\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*(?:至|到|~|-{1,2}|—)\s*(\d{4})-(\d{1,2})-(\d{1,2})"
)
_GENERATED = re.compile(r"报表生成时间\s*:?\s*(\d{4}-\d{2}-\d{2} \d{2}:\d{2})")
_MONTH = re.compile(r"(?<!\d)(20\d\d)\s*(?:年度?|[-./])\s*(1[0-2]|0?[1-9])(?!\d)\s*月?(?!\s*[-./\d])")
_YEAR = re.compile(r"(?<!\d)(20\d\d)\s*年")
_BARE_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])\s*月")
_FILLED_IN = re.compile(
    r"(?:填报|填表|填写|制表|报送|上报|打印|导出|印发|报表生成)(?:时间|日期)\s*:?\s*[\d年月日./: -]+"
)
_NUMERALS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_MONTH = re.compile(r"(?:[〇○零一二三四五六七八九]{4}\s*年\s*)?[一二三四五六七八九十]{1,3}\s*月")

_LABELLED = re.compile(r"(?:村\(社区\)|村名称?|驻点村|帮扶村|派驻村|驻村|村)\s*:\s*([^\s:,;、_]+)")
_DATES = re.compile(r"(?:20\d\d\s*年?度?|\d{1,2}\s*月份?|第?[一二三四1234]季度|\(\d+\)|[上下]半年)")
_WORK = re.compile(
    r"驻村|工作队|帮扶|第一书记|签到|考勤|请销?假|销假|日志|日记|会议|台账|登记|交接|公务|花名册|名册|统计|汇总|报备"
)
_PLACE = re.compile(r"([\u3400-\u9fff]{1,12}?(?:村民委员会|村委会|村|社区|居委会|居))$")
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
    for text in words:
        if found := _MONTH.search(text):
            return month_days(int(found[1]), int(found[2]))
    year_found, month_found = _YEAR.search(whole), _BARE_MONTH.search(whole)
    return month_days(int(year_found[1]), int(month_found[1])) if year_found and month_found else None


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
    # 青禾镇雁池驻村工作队: the word 村 left out, but a township before and its team after.
    named = work and work[0] in {"驻村", "工作队", "帮扶"} and after != before
    return after if named and _BARE_PLACE.match(after) and not _NO_PLACE.search(after) else ""
