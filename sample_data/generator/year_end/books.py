"""Books that are kept another way: own monthly totals, one village's electronic sign-ins, another's DingTalk logs."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path

from generator.chance import chance
from generator.days import chinese_month, month_days
from generator.identity import user_id
from generator.lists import Listing, write_lists
from generator.model import Expected, Posting, World

_DECEMBER = date(2024, 12, 1)
_BY_PHONE, _IN_DINGTALK = "东湾村", "东冲村"
"""In December the first signs by telephone instead of the book, the second writes its logs in DingTalk."""
_LATER, _TYPED = (("秦安文", date(2024, 12, 17)), ("秦安文", date(2024, 12, 19))), ("尤安恩", date(2024, 12, 13))
"""Signs entered days later, and one copied from paper when the signal was gone."""
_AT_ONCE, _NEXT_DAY = "陈邦康", "褚邦荣"
_TOO_MANY, _ROUNDED = ("东岗村", "孙邦伟"), ("东坪村", "杨安杰")

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "2024-12": (
        Expected("sign-in-early-or-late", _BY_PHONE, "秦安文", _DECEMBER, "两天的签到过了三天才登记"),
        Expected("log-written-in-bulk", _IN_DINGTALK, _AT_ONCE, _DECEMBER, "六天的日志十三分钟里录完"),
        Expected("monthly-summary-mismatch", *_TOO_MANY, _DECEMBER, "汇总表多报三天"),
    ),
}


def prepare(world: World) -> None:
    """Leave the logs that stand in DingTalk out of the books."""
    if world.month == "2024-12":
        world.no_logs = frozenset({_IN_DINGTALK})


def write_books(world: World, folder: Path) -> None:
    """Write the month's totals; in December take the sign-in book of one village away and write the exports."""
    month = chinese_month(world.month)
    write_lists(folder / f"{month}驻村干部考勤汇总表.xlsx", [_totals(world)])
    if world.month == "2024-12":
        (folder / f"{_BY_PHONE}{month}签到册.xlsx").unlink()
        write_lists(folder / f"{_BY_PHONE}{month}电子签到.xlsx", [_signs(world)])
        write_lists(folder / f"{_IN_DINGTALK}{month}钉钉日志.xlsx", [_logs(world)])


def _team(world: World, village: str = "") -> list[Posting]:
    first = month_days(world.month)[0]
    return [one for one in world.postings if one.active(first) and village in ("", one.village)]


def _totals(world: World) -> Listing:
    heads = ("村（社区）", "姓名", "派出单位", "驻村职务", "在村天数", "请假天数", "培训公务天数", "休息天数")
    rows = [(one.village, one.person, one.unit, one.role, *_days(world, one)) for one in _team(world)]
    return Listing("考勤汇总", (f"青禾镇{chinese_month(world.month)}驻村干部考勤汇总表",), heads, rows)


def _days(world: World, one: Posting) -> tuple[float, float, float, float]:
    """Count a member's month as he counts it himself: in the village, on leave, on duty, and the rest."""
    signs = [world.days[one.who, one.village, day].sign for day in month_days(world.month)]
    whole = sum(sign == "present" or sign.startswith("mark:") for sign in signs)
    there = whole + 0.5 * signs.count("half")
    leave = sum(sign.startswith("leave:") for sign in signs)
    duty = sum(sign.startswith("duty:") for sign in signs)
    if world.month == "2024-12":
        there += {_TOO_MANY: 3, _ROUNDED: 1}.get((one.village, one.person), 0)
    return (there, leave, duty, len(signs) - there - leave - duty)


def _signs(world: World) -> Listing:
    heads = ("村（社区）", "姓名", "签到日期", "时段", "登记时间", "签到方式")
    rows = [row for one in _team(world, _BY_PHONE) for row in _signs_of(world, one)]
    return Listing("电子签到", (f"{_BY_PHONE}{chinese_month(world.month)}电子签到记录",), heads, rows)


def _signs_of(world: World, one: Posting) -> Iterator[tuple[object, ...]]:
    for day in month_days(world.month):
        sign = world.days[one.who, one.village, day].sign
        if sign not in ("present", "half"):
            continue
        minute = chance("sign", one.person, day).randint(2, 28)
        at, way = datetime.combine(day, time(8, minute)), "扫码"
        if (one.person, day) in _LATER:
            at += timedelta(days=3)
        if (one.person, day) == _TYPED:
            at, way = at + timedelta(days=5), "纸质补录"
        yield (one.village, one.person, day, "全天" if sign == "present" else "上午", f"{at:%Y-%m-%d %H:%M}", way)


def _logs(world: World) -> Listing:
    heads = ("发送人", "UserId", "部门", "发送时间", "日志日期", "今日完成工作")
    rows = [row for one in _team(world, _IN_DINGTALK) for row in _logs_of(world, one)]
    return Listing("驻村日志", (f"日志报表 {chinese_month(world.month)}",), heads, rows)


def _logs_of(world: World, one: Posting) -> Iterator[tuple[object, ...]]:
    written = [day for day in month_days(world.month) if world.days[one.who, one.village, day].log]
    for number, day in enumerate(written):
        at = datetime.combine(day, time(20, chance("log", one.person, day).randint(2, 50)))
        if one.person == _AT_ONCE and number < 6:
            at = datetime.combine(written[6], time(20, 5)) + timedelta(seconds=150 * number)
        if one.person == _NEXT_DAY and number in (3, 9):
            at = datetime.combine(day + timedelta(days=1), time(7, 40))
        text = world.days[one.who, one.village, day].log
        yield (one.person, user_id(*one.who), f"{one.village}工作队", f"{at:%Y-%m-%d %H:%M}", f"{day}", text)
