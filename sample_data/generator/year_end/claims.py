"""Claims on the teams' work fund: one or two a village and month, all by the book but the planted ones."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from generator.days import chinese_month
from generator.lists import Listing
from generator.model import Expected, Posting

_PURPOSES = ("打印宣传资料", "制作公示展板", "购买档案盒", "印制联系卡", "会议室网络费", "购买打印机墨盒")
_LATE, _ELSEWHERE, _LIVING, _TWICE, _UNPROVED, _IN_PARTS = "东坝村", "东溪村", "东湾村", "东沟村", "东岗村", "东塘村"

_PAID, _AGAIN = 11, 20
"""Days of the month on which claims are paid."""

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "2024-09": (Expected("expense-irregular", _LATE, "", date(2024, 9, _PAID), "五月底开支，九月才报"),),
    "2024-12": (
        Expected("expense-irregular", _ELSEWHERE, "", date(2024, 12, _PAID), "从村账报销"),
        Expected("expense-irregular", _LIVING, "", date(2024, 12, _PAID), "工作经费买食用油"),
        Expected("expense-irregular", _TWICE, "", date(2024, 12, _PAID), "一张发票报了两次，这是第一次"),
        Expected("expense-irregular", _TWICE, "", date(2024, 12, _AGAIN), "一张发票报了两次，这是第二次"),
        Expected("expense-irregular", _UNPROVED, "", date(2024, 12, _PAID), "没有票据号"),
    ),
}


def listing(first: date, names: Sequence[str], team: Sequence[Posting]) -> Listing:
    """Make the list of a month's claims."""
    heads = (
        "所在村",
        "发生日期",
        "报账日期",
        "费用项目",
        "支出金额（元）",
        "资金来源",
        "报账单位",
        "发票号码",
        "发票金额（元）",
        "经手人",
        "签批人",
        "第一书记签字",
    )
    first_ones = {one.village: one.person for one in reversed(team)}
    rows = [
        row for number, village in enumerate(names) for row in _claims_of(first, number, (village, first_ones[village]))
    ]
    return Listing("报销", (f"青禾镇{chinese_month(f'{first:%Y-%m}')}驻村工作经费报销台账",), heads, rows)


def _claims_of(first: date, number: int, at: tuple[str, str]) -> Iterator[tuple[object, ...]]:
    village, claimant = at
    winter = first.month == 12
    spent = first + timedelta(days=number - 5)
    if village == _LATE and not winter:
        spent = date(2024, 5, 28)
    purpose = "购买食用油" if village == _LIVING and winter else _PURPOSES[(number + first.month) % len(_PURPOSES)]
    channel = "村账" if village == _ELSEWHERE and winter else "镇财政所"
    voucher = "" if village == _UNPROVED and winter else f"2450{first.month:02d}{number:02d}"
    paid = first.replace(day=_PAID)
    row = (
        village,
        spent,
        paid,
        purpose,
        260.5 + 10 * number,
        "工作经费",
        channel,
        voucher,
        "",
        claimant,
        "骆正民",
        "是",
    )
    yield row
    if village == _TWICE and winter:
        yield (village, spent, first.replace(day=_AGAIN), *row[3:])
    if village == _IN_PARTS:  # One invoice claimed in two parts, within its amount.
        for part in (700, 500):
            yield (village, spent, paid, "会议室网络费", part, *row[5:7], f"2460{first.month:02d}77", 1200, *row[9:])
