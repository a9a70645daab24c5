"""The villages' economy: projects of the year, income by quarter, and businesses founded."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from generator.lists import Listing, write_lists
from generator.model import Expected, Posting, Village

_UNREGISTERED, _SLOW, _SHRUNK, _NO_NEW, _LISTED_ONLY = "东沟村", "东岗村", "东坡村", "东岭村", "东溪村"
_QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")
_CROPS = ("黄精", "魔芋", "茶叶", "黄桃", "菌菇", "中蜂", "辣椒", "柑橘", "莲藕", "山羊")
_YEAR, _THIRD, _FOURTH = date(2024, 1, 1), date(2024, 7, 1), date(2024, 10, 1)
_PROJECT = Expected("project-unregistered", _UNREGISTERED, "", _YEAR, "产业项目不在项目库，也没有公示")

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "2024-09": (
        _PROJECT,
        Expected("economy-growth-short", _SLOW, "", _THIRD, "三季度同比4.99%，规定5%"),
        Expected("no-new-business", _NO_NEW, "", _THIRD, "三季度台账填0个，名册也没有"),
    ),
    "2024-12": (_PROJECT, Expected("economy-growth-short", _SHRUNK, "", _FOURTH, "四季度收入比上年少")),
}


def write(folder: Path, villages: Sequence[Village], postings: Sequence[Posting]) -> None:
    """Write the ledgers of projects, of incomes and of businesses."""
    del postings
    names, place = [village.name for village in villages], folder / "全年台账"
    write_lists(place / "2024年帮扶项目台账.xlsx", [_projects(names)])
    write_lists(place / "2024年村集体经济季度台账.xlsx", [_incomes(names), _businesses(names)])


def _projects(names: Sequence[str]) -> Listing:
    heads = (
        "行政村",
        "工程名称",
        "实施年度",
        "项目类型",
        "项目资金（元）",
        "是否在项目库",
        "项目编号",
        "申报会议记录",
        "有无公示",
        "建设进度",
    )
    rows: list[tuple[object, ...]] = []
    for number, village in enumerate(names):
        papers = ("否", "", "有", "无") if village == _UNREGISTERED else ("是", f"QH2024{number:03d}", "有", "有")
        name = f"{village}{_CROPS[number]}基地"
        rows.append((village, name, 2024, "产业", 80000 + 5000 * number, *papers, "已验收"))
    # Roads are no industry: the notice asks for the papers of industrial projects.
    rows.append(("东湾村", "东湾村村道硬化", 2024, "基础设施", 150000, "是", "QH2024031", "有", "有", "在建"))
    return Listing("项目", ("青禾镇2024年帮扶项目台账",), heads, rows)


def _incomes(names: Sequence[str]) -> Listing:
    heads = (
        "村（社区）",
        "年度",
        "所属季度",
        "集体经济收入（元）",
        "上年同季度收入（元）",
        "新增经营主体（个）",
        "备注",
    )
    rows = [
        (village, 2024, quarter, *_income(village, 20000 + 1500 * number + 800 * n, quarter), "")
        for number, village in enumerate(names)
        for n, quarter in enumerate(_QUARTERS)
    ]
    return Listing("集体经济", ("青禾镇2024年村集体经济收入季度台账",), heads, rows)


def _income(village: str, base: int, quarter: str) -> tuple[float, int, int]:
    percent = 108 if quarter != "第三季度" else 105
    if (village, quarter) == (_SHRUNK, "第四季度"):
        percent = 96
    slow = (village, quarter) == (_SLOW, "第三季度")
    none = (village, quarter) in ((_NO_NEW, "第三季度"), (_LISTED_ONLY, "第四季度"))
    return base * (104.99 if slow else percent) / 100, base, 0 if none else 1


def _businesses(names: Sequence[str]) -> Listing:
    heads = ("驻点村", "经营主体名称", "主体类型", "注册日期", "备注")
    rows = [
        (village, f"{village[:2]}{_CROPS[number]}种植农民专业合作社", "合作社", date(2024, 2, 3 + number), "")
        for number, village in enumerate(names)
    ]
    rows.append((_LISTED_ONLY, "溪上人家家庭农场", "家庭农场", date(2024, 11, 6), "季度台账未及登记"))
    return Listing("经营主体", ("青禾镇新型农业经营主体名册",), heads, rows)
