"""Sheets 打卡时间 and 月度汇总: one row per person, one column per day."""

from collections.abc import Sequence

from .days import WEEKDAYS
from .dingtalk_common import (
    BASE,
    LEAVES,
    OVERTIME,
    STATS,
    Days,
    Staff,
    StaffDay,
    late_minutes,
    leave_amounts,
    number,
    stats,
    write_group,
    write_heads,
)
from .workbook import Page

_HOLIDAYS = {(10, 1): "国庆节"}


def write_times(page: Page, staff: Sequence[Staff], days: Days) -> int:
    """Write the sheet of bare punch times; give the number of columns."""
    dates = days[staff[0].who]
    columns = write_heads(page, 0, BASE)
    columns = write_group(page, columns, "打卡时间", [_label(day, holidays=True) for day in dates])
    for row, person in enumerate(staff, start=4):
        page.sheet.set_row(row, 32)
        for column, text in enumerate(person.base(all_departments=True)):
            page.sheet.write_string(row, column, text, page.pens.text)
        for column, day in enumerate(days[person.who], start=len(BASE)):
            if text := _times(day):
                page.sheet.write_string(row, column, text, page.pens.text)
    page.sheet.freeze_panes(4, 1)
    page.sheet.repeat_rows(0, 3)
    return columns


def _label(day: StaffDay, *, holidays: bool) -> str:
    """Name a day column: its number, 六 or 日 on a weekend off, the festival's name on its day."""
    festival = _HOLIDAYS.get((day.date.month, day.date.day))
    if holidays and festival:
        return festival
    weekend = day.date.weekday() >= 5 and not day.workday
    return WEEKDAYS[day.date.weekday()] if weekend else str(day.date.day)


def _times(day: StaffDay) -> str:
    # Next-day punches are bare here: only 每日统计 says 次日.
    return "\n".join(f"{punch.at:%H:%M}{'外勤' if punch.result == '外勤' else '  '}" for punch in day.punches)


def write_monthly(page: Page, staff: Sequence[Staff], days: Days) -> int:
    """Write the monthly summary; give the number of columns."""
    dates = days[staff[0].who]
    columns = write_heads(page, 0, (*BASE, *STATS))
    columns = write_group(page, columns, "请假", LEAVES)
    columns = write_heads(page, columns, ("加班总时长",))
    columns = write_group(page, columns, "加班时长（转加班费）", OVERTIME)
    first_day = columns
    columns = write_group(page, columns, "考勤结果", [_label(day, holidays=False) for day in dates])
    for row, person in enumerate(staff, start=4):
        mine = days[person.who]
        page.sheet.set_row(row, 32)
        sums = [number(sum(values)) for values in zip(*(stats(day) for day in mine), strict=True)]
        leaves = [number(sum(leave_amounts(day).get(title, 0.0) for day in mine)) for title in LEAVES]
        for column, text in enumerate((*person.base(all_departments=False), *sums, *leaves)):
            if text:
                page.sheet.write_string(row, column, text, page.pens.text)
        for column, day in enumerate(mine, start=first_day):
            if text := _day_cell(day):
                page.sheet.write_string(row, column, text, page.pens.text)
    page.sheet.freeze_panes(4, 1)
    page.sheet.repeat_rows(0, 3)
    return columns


def _day_cell(day: StaffDay) -> str:
    """Write a day as state and times: ``驻村班次:正常⏎(08:23,17:36)``; empty when not in the group."""
    if not day.grouped:
        return ""
    states = ",".join((*_states(day), *day.approvals))
    return f"{states}\n({_clocks(day)})"


def _states(day: StaffDay) -> tuple[str, ...]:
    first, last = day.punch(0), day.punch(1)
    if not day.workday:
        return ("休息并打卡",) if first or last else ("休息",)
    if day.absence and not (first or last):
        return ()
    if not first and not last:
        return ("驻村班次:未打卡",)
    if late := late_minutes(day):
        return (f"驻村班次:上班迟到{late}分钟",)
    if not last:
        return ("驻村班次:下班缺卡",)
    return ("驻村班次:正常",) if first else ("驻村班次:上班缺卡",)


def _clocks(day: StaffDay) -> str:
    if not day.punches:
        return "-"
    slots = (day.punch(0), day.punch(1))
    return ",".join(f"{punch.at:%H:%M}" if punch else "-" for punch in slots)
