"""Sheet 每日统计: one row per person and day, 51 columns."""

from collections.abc import Sequence

from .days import dingtalk_day
from .dingtalk_common import (
    BASE,
    LEAVES,
    OVERTIME,
    STATS,
    Days,
    Staff,
    StaffDay,
    clock,
    leave_amounts,
    number,
    stats,
    work_date,
    write_group,
    write_heads,
)
from .workbook import Page

_SLOTS = tuple(f"{kind}{n}打卡{what}" for n in (1, 2, 3) for kind in ("上班", "下班") for what in ("时间", "结果"))
# This sheet says 旷工迟到天数 where 月度汇总 says 旷工迟到次数.
_STATS = tuple("旷工迟到天数" if title == "旷工迟到次数" else title for title in STATS)


def write_daily(page: Page, staff: Sequence[Staff], days: Days) -> int:
    """Write header and rows; give the number of columns."""
    columns = write_heads(page, 0, (*BASE, "日期", "workDate", "班次", *_SLOTS, "关联的审批单", *_STATS))
    columns = write_group(page, columns, "请假", LEAVES)
    columns = write_heads(page, columns, ("加班总时长",))
    columns = write_group(page, columns, "加班时长（转加班费）", OVERTIME)
    row = 4
    for person in staff:
        for day in days[person.who]:
            _write_row(page, row, person, day)
            row += 1
    page.sheet.set_column(7, 7, 16, None, {"hidden": True})
    page.sheet.freeze_panes(4, 1)
    page.sheet.repeat_rows(0, 3)
    return columns


def _write_row(page: Page, row: int, person: Staff, day: StaffDay) -> None:
    pen, write = page.pens.text, page.sheet.write_string
    slots = [text for slot in (0, 1) for text in _slot(day, slot)]
    numbers = [number(value) for value in stats(day)]
    amounts = leave_amounts(day)
    leaves = [number(amounts.get(title, 0.0)) for title in LEAVES]
    base = person.base(all_departments=False, grouped=day.grouped)
    dated = (dingtalk_day(day.date), work_date(day.date), day.shift)
    cells = (*base, *dated, *slots, *[""] * 8, "，".join(day.approvals), *numbers, *leaves)
    for column, text in enumerate(cells):
        if text:
            write(row, column, text, pen)


def _slot(day: StaffDay, slot: int) -> tuple[str, str]:
    """Give time and result of one slot."""
    punch = day.punch(slot)
    if punch:
        return clock(punch, day.date), punch.result
    if not day.grouped or not day.workday:
        return "", ""
    if day.absence:
        return "", "出差" if day.absence.kind == "trip" else "请假"
    return "", "缺卡"
