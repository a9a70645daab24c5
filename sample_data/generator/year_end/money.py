"""Money for the teams: what units paid and insured, what was claimed, subsidies, travel and meals."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from generator.days import chinese_month
from generator.lists import Listing, write_lists
from generator.model import Expected, Posting, Village

from . import claims

_SHORT, _NO_PROOF, _LAPSED = "东岗村", "东坪村", ("东岭村", "郑安宏")
_OVERPAID, _DOUBLE, _WRONG_SUM = ("东坝村", "曹安山"), ("东沟村", "魏安庆"), ("东塘村", "吕安涛")
_UNPAID, _NO_BILLS, _LATE = ("东湾村", "尤安恩"), "东冲村", "东塘村"
_AT_HOME, _COOKS = ("东坪村", "杨安杰"), "东溪村"
_ON_SICK_LEAVE = ("东坡村", "杨邦文")
"""All December: nothing is paid."""
_YEAR, _SEPTEMBER, _DECEMBER = date(2024, 1, 1), date(2024, 9, 1), date(2024, 12, 1)
_RATE, _PAID_DAYS = 40, 20

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "2024-09": (
        *claims.EXPECTED["2024-09"],
        Expected("subsidy-overpaid", *_WRONG_SUM, _SEPTEMBER, "20天每天40元，发了820元"),
        *(
            Expected("meals-unpaid", _LATE, one, _SEPTEMBER, "十月十二日才缴")
            for one in ("何安宁", "吕安涛", "施安达", "张安浩")
        ),
    ),
    "2024-12": (
        *claims.EXPECTED["2024-12"],
        Expected("funds-short", _SHORT, "", _YEAR, "工作经费只到8000.50元"),
        Expected("funds-short", _NO_PROOF, "", _YEAR, "工作经费到了，没有凭证"),
        Expected("cover-missing", *_LAPSED, _YEAR, "保险九月底到期，十二月五日才续"),
        Expected("subsidy-overpaid", *_OVERPAID, _DECEMBER, "按31天发"),
        Expected("subsidy-overpaid", *_DOUBLE, _DECEMBER, "按31天发"),
        Expected("subsidy-travel-double", *_DOUBLE, _DECEMBER, "领补助的日子里签到在村，又报差旅"),
        Expected("meals-unpaid", *_UNPAID, _DECEMBER, "全队的缴费里没有他"),
        *(
            Expected("meals-unpaid", _NO_BILLS, one, _DECEMBER, "自炊，没有采购明细")
            for one in ("冯邦海", "陈邦康", "褚邦荣")
        ),
    ),
}


def write(folder: Path, villages: Sequence[Village], postings: Sequence[Posting]) -> None:
    """Write the support ledgers of two years, and each month's claims, subsidies, travel and meals."""
    names = [village.name for village in villages]
    support = [_support(year, names, postings) for year in (2023, 2024)]
    write_lists(folder / "全年台账" / "派出单位保障落实台账.xlsx", support)
    for first in (_SEPTEMBER, _DECEMBER):
        team = [one for one in postings if one.active(first)]
        month, place = chinese_month(f"{first:%Y-%m}"), folder / f"{first:%Y-%m}"
        write_lists(place / f"{month}工作经费报销台账.xlsx", [claims.listing(first, names, team)])
        write_lists(place / f"{month}驻村补助和差旅.xlsx", [_subsidies(first, team), _travel(first, team)])
        write_lists(place / f"{month}伙食费缴纳登记.xlsx", [_meals(first, names, team)])


def _support(year: int, names: Sequence[str], postings: Sequence[Posting]) -> Listing:
    heads = (
        "驻村",
        "出资单位",
        "保障项目",
        "金额（元）",
        "到位日期",
        "享受人员",
        "保险起期",
        "保险止期",
        "保单号",
    )
    rows = [row for village in names for row in _support_of(year, village, postings)]
    return Listing(f"{year}年", (f"青禾镇{year}年度派出单位保障落实台账",), heads, rows)


def _support_of(year: int, village: str, postings: Sequence[Posting]) -> Iterator[tuple[object, ...]]:
    ended = date(year, 12, 31)
    team = [
        p for p in postings if p.village == village and p.arrived <= ended and (p.left or ended) >= date(year, 1, 1)
    ]
    unit, start = team[0].unit, 1 if year > 2023 else 6
    fund = 8000.5 if (village, year) == (_SHORT, 2024) else 10000
    proof = "" if (village, year) == (_NO_PROOF, 2024) else f"回单{year}-{unit[2:5]}-01"
    yield (village, unit, "驻村工作经费", fund, date(year, 6, 20), "", "", "", proof)
    if year == 2023:
        yield (village, unit, "扶贫基金", 100000, date(year, 8, 15), "", "", "", f"回单{year}-{unit[2:5]}-02")
    yield (village, unit, "差旅费", 2400, date(year, 6, 20), "", "", "", f"回单{year}-{unit[2:5]}-03")
    yield (village, unit, "项目资金", 50000, date(year, 7, 10), "", "", "", f"回单{year}-{unit[2:5]}-04")
    for number, kind in enumerate(("伙食补贴", "交通补贴", "通信补贴"), start=5):
        yield (village, unit, kind, 900, date(year, 12, 10), "全体队员", "", "", f"回单{year}-{unit[2:5]}-{number:02d}")
    for one in team:
        begins = max(one.arrived, date(year, start, 1))
        for first, last in _insured(one, begins, min(one.left or ended, ended)):
            yield (
                village,
                unit,
                "人身意外伤害保险",
                120,
                first,
                one.person,
                first,
                last,
                f"BX{first:%y%m%d}{unit[2:5]}",
            )


def _insured(one: Posting, first: date, last: date) -> list[tuple[date, date]]:
    if first.year == 2024 and (one.village, one.person) == _LAPSED:
        return [(first, date(2024, 9, 30)), (date(2024, 12, 5), last)]
    return [(first, last)]


def _subsidies(first: date, team: Sequence[Posting]) -> Listing:
    heads = (
        "村名",
        "队员姓名",
        "选派单位",
        "补助月份",
        "补助项目",
        "计发天数",
        "标准（元/天）",
        "实发金额",
        "发放日期",
        "备注",
    )
    month = chinese_month(f"{first:%Y-%m}")
    rows = [
        (one.village, one.person, one.unit, month, "驻村生活补助", days, _RATE, amount, first + timedelta(days=38), "")
        for one in team
        if first == _SEPTEMBER or (one.village, one.person) != _ON_SICK_LEAVE
        for days, amount in [_paid(one, first)]
    ]
    return Listing("补助", (f"青禾镇{month}驻村生活补助发放表",), heads, rows)


def _paid(one: Posting, first: date) -> tuple[int, int]:
    days = 31 if first == _DECEMBER and (one.village, one.person) in (_OVERPAID, _DOUBLE) else _PAID_DAYS
    extra = 20 if first == _SEPTEMBER and (one.village, one.person) == _WRONG_SUM else 0
    return days, days * _RATE + extra


def _travel(first: date, team: Sequence[Posting]) -> Listing:
    heads = ("村名", "出差人", "选派单位", "出发日期", "返回日期", "目的地", "出差事由", "报销金额（元）", "发票号")
    month = chinese_month(f"{first:%Y-%m}")
    rows: list[tuple[object, ...]] = []
    for number, one in enumerate(team):
        if (one.village, one.person) == _DOUBLE and first == _DECEMBER:
            rows.append((one.village, one.person, one.unit, *_days(first, 3, 4), "邻县", "参观大棚", 180, "24611803"))
        elif number % 9 == 4:  # A day off: no subsidy is paid for it.
            rows.append(
                (
                    one.village,
                    one.person,
                    one.unit,
                    *_days(first, 7, 8),
                    "市里",
                    "送农产品参展",
                    96,
                    f"246118{number:02d}",
                )
            )
    return Listing("差旅", (f"青禾镇{month}差旅费报销明细",), heads, rows)


def _days(first: date, one: int, other: int) -> tuple[date, date]:
    return first.replace(day=one), first.replace(day=other)


def _meals(first: date, names: Sequence[str], team: Sequence[Posting]) -> Listing:
    heads = (
        "村（社区）",
        "就餐人员",
        "就餐月份",
        "用餐方式",
        "伙食费（元）",
        "缴费日期",
        "收款单位",
        "有无收据",
        "有无采购清单",
    )
    month = chinese_month(f"{first:%Y-%m}")
    rows = [row for village in names for row in _meals_of(first, village, [p for p in team if p.village == village])]
    return Listing("伙食费", (f"青禾镇{month}驻村队员伙食费缴纳登记表",), heads, rows)


def _meals_of(first: date, village: str, team: Sequence[Posting]) -> Iterator[tuple[object, ...]]:
    month = chinese_month(f"{first:%Y-%m}")
    out = {_AT_HOME} | ({_UNPAID} if first == _DECEMBER else set())
    people = "、".join(one.person for one in team if (one.village, one.person) not in out)
    if village == _COOKS or (village == _NO_BILLS and first == _DECEMBER):
        yield (village, people, month, "自炊", "", "", "", "", "有" if village == _COOKS else "无")
        return
    after = 42 if village == _LATE and first == _SEPTEMBER else 35
    paid = first + timedelta(days=after if first == _DECEMBER else after - 1)
    yield (village, people, month, "搭伙", 300 * len(team), paid, f"{village}村民委员会", "有", "")
    if village == _AT_HOME[0]:
        yield (village, _AT_HOME[1], month, "在家", "", "", "", "", "")
