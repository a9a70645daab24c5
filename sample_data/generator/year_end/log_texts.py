"""What logs say: texts that are changed in a clean month before it is written, and what that must give."""

from collections.abc import Mapping
from datetime import date

from generator import deviations as how
from generator.days import month_days
from generator.model import Expected, Posting, World
from generator.texts import COPIED

_EMPTY, _FOREIGN, _WRONG_DAY = ("东坡村", "郑邦思"), ("东湾村", "秦安文"), ("东沟村", "姜安芳")
_PAIR = (("东塘村", "何安宁"), ("东塘村", "吕安涛"))
_UNLISTED, _ONCE = ("东塘村", "张安浩"), ("东沟村", "姜安芳")
_SEPTEMBER, _DECEMBER = date(2024, 9, 1), date(2024, 12, 1)
_NOTHING = ("在村值班，整理资料。", "在村值班，打扫卫生。", "学习文件，完善档案。")

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "2024-09": (
        Expected("log-empty", *_EMPTY, _SEPTEMBER, "大半日志只有值班、整理资料几个字"),
        Expected("punch-two-ends-only", *_EMPTY, _SEPTEMBER, "只打两次卡，日志又没有说做了什么"),
        Expected("log-copied-traces", *_WRONG_DAY, _SEPTEMBER, "9月12日的日志写着今天是9月10日"),
    ),
    "2024-12": (
        Expected("log-copied-traces", *_FOREIGN, _DECEMBER, "写自己在东溪村三组做的事，当日没有公务"),
        Expected("log-records-mismatch", *_UNLISTED, _DECEMBER, "两天的日志写走访，台账没有"),
        *(Expected("work-log-alike", *one, _DECEMBER, "两人同一天的日志一字不差") for one in _PAIR),
    ),
}


def plant(world: World) -> None:
    """Spoil the logs of a clean month, and add what only looks wrong."""
    plan = _SEPTEMBERS if world.month == "2024-09" else _DECEMBERS
    for (village, name), number, text in plan:
        who = _member(world, village, name).who
        how.change(world, who, village, [date.fromisoformat(f"{world.month}-{number:02d}")], how.says(text))
    if world.month == "2024-09":
        who = _member(world, *_EMPTY).who
        logged = [day for day in month_days(world.month) if world.days[who, _EMPTY[0], day].log]
        for number, day in enumerate(logged[: len(logged) * 3 // 4]):
            how.change(world, who, _EMPTY[0], [day], how.says(_NOTHING[number % len(_NOTHING)]))


def tell_of_no_visits(world: World) -> None:
    """Let logs of December speak of visits that the ledger does not have: of one member twice, of another once."""
    if world.month != "2024-12":
        return
    for (village, name), number, text in _VISITS_UNLISTED:
        how.change(world, _member(world, village, name).who, village, [date(2024, 12, number)], how.says(text))


def write_some_at_once(world: World) -> None:
    """Let a member write one log of several days, none of which lacks a log: only how the date is written is odd."""
    (village, name), numbers, written = _AT_ONCE[world.month]
    who = _member(world, village, name).who
    first, *others = (date.fromisoformat(f"{world.month}-{number:02d}") for number in numbers)
    text = "".join(world.days[who, village, day].log for day in (first, *others))
    how.change(world, who, village, others, how.no_log)
    how.change(world, who, village, [first], how.says(text))
    world.log_dates[who, village, first] = written


def _member(world: World, village: str, name: str) -> Posting:
    return next(one for one in world.postings if (one.village, one.person) == (village, name))


_SEPTEMBERS = (
    (_WRONG_DAY, 12, "今天是9月10日，查看三组蓄水池漏水处，联系水管员带材料来补，下午核对医保缴费名单，补登两户。"),
    # An old date may be told of, and a neighbouring village too.
    (
        ("东岭村", "郑安宏"),
        10,
        "核对已于9月3日报送的危房改造名单，补两张照片；东溪村来人商量合修机耕道，约好下周一同去量。",
    ),
)
_DECEMBERS = (
    (_FOREIGN, 11, "到东溪村三组察看水毁的堰坎，和组长量了长度，晚上把数据填进表里，准备报镇水利站。"),
    (_PAIR[0], 12, COPIED),
    (_PAIR[1], 12, COPIED),
)
_VISITS_UNLISTED = (
    (_UNLISTED, 10, "上午入户看了五组的老屋，量了裂缝，拍照留底，下午在村部把危房名单补齐，报给镇里的建设办。"),
    (_UNLISTED, 13, "走访二组几户种辣椒的，问了今年的收购价，记下各家还有多少没卖，晚上和合作社通电话商量。"),
    (_ONCE, 18, "上门给行动不便的老人办了社保认证，回来整理民政要的表格，核对了身份证号和账号。"),
)
_AT_ONCE = {
    "2024-09": (("东坪村", "韩安刚"), range(9, 13), "9月9日至12日"),
    "2024-12": (("东岭村", "郑安宏"), range(9, 13), "9-12日"),
}
