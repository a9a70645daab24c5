"""The DingTalk 考勤报表: one workbook of four sheets, as the console exports it (Apache POI, every cell a text)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from . import dingtalk_daily, dingtalk_grids, dingtalk_raw
from .days import month_days
from .dingtalk_common import Staff, staff_days
from .model import World
from .workbook import Page, book


@dataclass(frozen=True, slots=True)
class Report:
    """What all four sheets show: the staff, their days, the dates and when the report was made."""

    staff: tuple[Staff, ...]
    dates: tuple[date, ...]
    made: str


def write_report(world: World, staff: Sequence[Staff], path: Path) -> None:
    """Write the workbook for these people, sheets in the order of the real export."""
    dates = month_days(world.month)
    made = f"{dates[-1].year + dates[-1].month // 12}-{dates[-1].month % 12 + 1:02d}-02 09:15"
    report = Report(tuple(staff), tuple(dates), made)
    days = staff_days(world, staff)
    with book(path, "Apache POI") as out:
        for name, title, writer in (
            ("打卡时间", "打卡时间", dingtalk_grids.write_times),
            ("原始记录", "原始记录", dingtalk_raw.write_raw),
            ("月度汇总", "月度汇总", dingtalk_grids.write_monthly),
            ("每日统计", "每日汇总", dingtalk_daily.write_daily),
        ):
            page = out.page(name)
            columns = writer(page, report.staff, days)
            _write_titles(page, title, report, columns)


def _write_titles(page: Page, title: str, report: Report, columns: int) -> None:
    period = f"{title} 统计日期：{report.dates[0]} 至 {report.dates[-1]}"
    page.merge(0, 0, columns - 1, period, page.pens.title)
    page.merge(1, 0, columns - 1, f"报表生成时间：{report.made}", page.pens.plain)
    page.sheet.set_row(0, 32)
    page.sheet.set_column(0, 4, 14)
    page.sheet.set_column(5, 5, 18, None, {"hidden": True})
