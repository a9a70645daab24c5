"""Sheet 原始记录: one row per punch, 20 columns, one header row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from .chance import chance
from .days import dingtalk_day
from .dingtalk_common import BASE, OFF, ON, Days, Staff, StaffDay
from .identity import device
from .model import Punch
from .workbook import Page

_TITLES = (
    *BASE,
    "考勤日期",
    "考勤时间",
    "打卡时间",
    "打卡结果",
    "打卡地址",
    "打卡备注",
    "异常打卡原因",
    "打卡图片1",
    "打卡图片2",
    "打卡设备",
    "管理员修改备注",
    "管理员修改备注图片1",
    "管理员修改备注图片2",
    "管理员修改备注图片3",
)
_EARLIEST = "打卡无效:已经打过卡了，上班时间以最早打卡时间为准"
_UPDATED = "打卡无效:此记录已被更新"


@dataclass(frozen=True, slots=True)
class _Line:
    """One record: scheduled time, time, result, address, remark, reason, device, administrator's note."""

    scheduled: str
    at: datetime
    result: str
    address: str = ""
    remark: str = ""
    reason: str = ""
    device: str = ""
    note: str = ""


def write_raw(page: Page, staff: Sequence[Staff], days: Days) -> int:
    """Write header and punches; give the number of columns."""
    for column, title in enumerate(_TITLES):
        page.sheet.write_string(2, column, title, page.pens.head)
    row = 3
    for person in staff:
        base = person.base(all_departments=True)
        for day, line in _lines(person, days[person.who]):
            cells = (
                *base,
                dingtalk_day(day.date),
                line.scheduled,
                f"{line.at:%Y-%m-%d %H:%M}",
                line.result,
                line.address,
                line.remark,
                line.reason,
                "",
                "",
                line.device,
                line.note,
            )
            for column, text in enumerate(cells):
                if text:
                    page.sheet.write_string(row, column, text, page.pens.text)
            row += 1
    page.sheet.freeze_panes(3, 1)
    page.sheet.repeat_rows(0, 2)
    return len(_TITLES)


def _lines(person: Staff, days: Sequence[StaffDay]) -> list[tuple[StaffDay, _Line]]:
    """List a person's records, leaving before arriving as often as not: the export is not sorted by time."""
    random = chance("raw", person.name, person.unit, days[0].date)
    found: list[tuple[StaffDay, _Line]] = []
    for day in days:
        lines = [*_punch_lines(person, day, random), *_leave_lines(day)]
        found += [(day, line) for line in (reversed(lines) if random.random() < 0.4 else lines)]
    return found


def _punch_lines(person: Staff, day: StaffDay, random: Random) -> Iterator[_Line]:
    for punch in day.punches:
        yield _line(person, day, punch)
        if punch.slot == 0 and punch.result == "正常" and random.random() < 0.03:
            yield _void(person, punch, _EARLIEST, scheduled="")
        if punch.slot == 1 and punch.result == "正常" and random.random() < 0.04:
            yield _void(person, punch, _UPDATED, scheduled=_scheduled(day, 1))


def _line(person: Staff, day: StaffDay, punch: Punch) -> _Line:
    scheduled = _scheduled(day, punch.slot)
    if punch.result == "补卡审批通过":
        return _Line(scheduled, punch.at, punch.result, device="补卡审批")
    if punch.result.startswith("管理员"):
        return _Line(scheduled, punch.at, punch.result, device="管理员修改", note="本人说明情况，手机没电")
    place = f"{person.village or '青禾镇政府'}党群服务中心 清源县青禾镇{person.village}"
    place = place if punch.result != "外勤" else f"{person.village}入户走访点 清源县青禾镇{person.village}"
    phone = punch.device or device(person.name)
    return _Line(scheduled, punch.at, punch.result, punch.place or place, punch.remark, punch.reason, phone)


def _void(person: Staff, punch: Punch, result: str, *, scheduled: str) -> _Line:
    place = f"{person.village or '青禾镇政府'}党群服务中心"
    return _Line(
        scheduled, punch.at + timedelta(minutes=-3 if punch.slot else 3), result, place, device=device(person.name)
    )


def _scheduled(day: StaffDay, slot: int) -> str:
    if not day.workday:
        return ""
    return f"{datetime.combine(day.date, OFF if slot else ON):%Y-%m-%d %H:%M}"


def _leave_lines(day: StaffDay) -> Iterator[_Line]:
    """Repeat the system's own record of a leave: no punch, no place."""
    if day.workday and day.absence and day.absence.kind == "leave" and not day.punches:
        moment = datetime.combine(day.date, ON)
        yield _Line(f"{moment:%Y-%m-%d %H:%M}", moment, "请假")
