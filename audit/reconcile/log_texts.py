"""What the words of a work log give away: general talk, another village's name, a wrong date, a meeting, a visit."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache

from audit.reconcile.alike import comparable

_FILLERS = (
    "上午",
    "下午",
    "晚上",
    "全天",
    "今天",
    "今日",
    "继续",
    "开展",
    "进行",
    "以及",
    "等工作",
    "在村",
    "村里",
    "村上",
)
_LINKS = "到去在和与及等并的了做#"
_WEEKDAYS = "一二三四五六日"
_SAID_WEEKDAY = r"(?:星期|周|礼拜)([一二三四五六日天])"
_HEAD = re.compile(
    r"^\W*(?:\d{4}年)?(\d{1,2})月(\d{1,2})[日号]\s*[，,]?\s*(?=星期|周|礼拜|晴|阴|多云|小雨|中雨|大雨|雨|雪|天气|[：:\n])"
)
_TODAY = re.compile(r"今[天日]是?(?:(?:\d{4}年)?(\d{1,2})月(\d{1,2})[日号])")
_HEAD_WEEKDAY = re.compile(rf"^\W*(?:(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}[日号])?[\s，,]*{_SAID_WEEKDAY}[\s，,。：:]")
_TODAY_WEEKDAY = re.compile(rf"今[天日]是?{_SAID_WEEKDAY}")
_DONE = re.compile(r"已于(?:\d{4}年)?(\d{1,2})月(\d{1,2})[日号]")
_AS_ROLE = re.compile(r"作为[^，。；]{0,6}?(第一书记|工作队长|队长)[，,我]")
_GO = r"(?:到|在|赴|去|前往|深入|走进|来到)"
_HOMES = r"(?:[一二三四五六七八九十\d]+(?:组|社)|[^，。；]{0,4}?(?:农户|脱贫户|监测户|贫困户|户家|家中))"
_MEETING = re.compile(
    r"(?:召开|参加|组织|主持|出席|列席)[^，。；\n]{0,14}(?:会议|例会|座谈会|支委会|党员大会|调度会|推进会|工作会)(?!纪要|记录|精神|通知|材料)"
    r"|(?<![未没])开会"
)
_NOT_HELD = re.compile(r"未|没有|没能|准备|筹备|拟|计划|通知|取消|推迟|明[天日]|下周")
_REMOTE = re.compile(r"视频|线上|电话会|腾讯会议|网络会议|电视")
_VISIT = re.compile(r"走访|入户|上门|家访|遍访|看望")
_AWAY = re.compile(r"(?:全天|整天|一天)[^，。；]{0,4}?(?:在|到|赴)[^，。；]{0,6}?(?:县|市|省|区里|州)")
_ROLES = {"第一书记": ("first_secretary",), "工作队长": ("team_leader", "first_secretary")}


@lru_cache(1 << 16)
def plain(text: str) -> str:
    """Give a text as it is searched: NFKC. Kept, for six questions are asked of each text."""
    return unicodedata.normalize("NFKC", text)


def says_nothing(text: str, stock: Iterable[str], least: int) -> bool:
    """Say whether a log is shorter than the least number of characters, or has stock phrases alone."""
    bare = comparable(text)
    rest = comparable(bare, (*stock, *_FILLERS)).strip(_LINKS)
    return len(bare) < least or not rest


def other_villages(spellings: Mapping[str, str]) -> re.Pattern[str]:
    """Give the pattern of "went to that village's third group": where somebody says he worked, not what he passed."""
    names = "|".join(
        re.escape(name) for name in sorted(spellings, key=len, reverse=True) if name.endswith(("村", "社区"))
    )
    return re.compile(rf"{_GO}({names}){_HOMES}" if names else r"(?!)")


def foreign_place(text: str, pattern: re.Pattern[str], spellings: Mapping[str, str], homes: Sequence[str]) -> str:
    """Give the words that put the day's work into another village than the writer's own, "" where none do."""
    for found in pattern.finditer(plain(text)):
        if spellings[found.group(1)] not in homes:
            return found.group(0)
    return ""


def wrong_date(text: str, days: Sequence[date]) -> str:
    """Say how a date, weekday or past event in the text does not go with the log's days, "" where all do."""
    words = plain(text)
    for pattern in (_HEAD, _TODAY):
        found = pattern.search(words)
        if found and (int(found[1]), int(found[2])) not in {(day.month, day.day) for day in days}:
            return f"文中写{int(found[1])}月{int(found[2])}日"
    weekdays = [_WEEKDAYS[day.weekday()] for day in days]
    for pattern in (_HEAD_WEEKDAY, _TODAY_WEEKDAY):
        found = pattern.search(words)
        said = found[1].replace("天", "日") if found else ""
        if said and said not in weekdays:
            return f"文中写星期{said}，当日是星期{'、'.join(weekdays)}"
    return _not_yet(words, days[-1])


def _not_yet(words: str, day: date) -> str:
    for found in _DONE.finditer(words):
        done = _nearest(int(found[1]), int(found[2]), day)
        if done and done > day:
            return f"文中称“{found[0]}”，在日志日期之后"
    return ""


def _nearest(month: int, number: int, day: date) -> date | None:
    """Give the nearest day of that month and number: a December day in a January log is last year's."""
    try:
        years = [date(day.year + n, month, number) for n in (-1, 0, 1)]
    except ValueError:
        return None
    return min(years, key=lambda one: abs((one - day).days))


def wrong_role(text: str, role: str) -> str:
    """Give the words in which the writer speaks as what he is not, "" where he does not."""
    found = _AS_ROLE.search(plain(text))
    if found is None:
        return ""
    meant = _ROLES.get(found[1], _ROLES["工作队长"])
    return "" if role in meant else found[0].rstrip("，,我")


def tells_of_meeting(text: str) -> bool:
    """Say whether a log tells that its writer was at a meeting that day, in a room: not one that was only prepared."""
    for sentence in re.split(r"[，,。；;！\n]", plain(text)):
        if _MEETING.search(sentence) and not _NOT_HELD.search(sentence) and not _REMOTE.search(sentence):
            return True
    return False


def tells_of_visit(text: str) -> bool:
    """Say whether a log tells of visits to households."""
    return bool(_VISIT.search(plain(text)))


def tells_of_being_away(text: str) -> bool:
    """Say whether a log puts the whole day into the county town or farther away."""
    return bool(_AWAY.search(plain(text)))
