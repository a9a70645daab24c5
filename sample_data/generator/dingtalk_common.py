"""What the four DingTalk sheets share: the staff list and, for each person and day, what the system made of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import TypeAlias

from .absences import DINGTALK_TYPE
from .clean import absence_on, punch_pair
from .days import is_workday, month_days
from .identity import job_no, user_id
from .model import Absence, Day, Punch, Who, World
from .workbook import Page

SHIFT = "驻村班次"
SHIFT_TEXT = f"{SHIFT} 08:30-17:30"
GROUP, NO_GROUP = "驻村干部考勤组", "未加入考勤组"
ON, OFF = time(8, 30), time(17, 30)
BASE = ("姓名", "考勤组", "部门", "工号", "职位", "UserId")
STATS = (
    "出勤天数",
    "休息天数",
    "工作时长",
    "迟到次数",
    "迟到时长",
    "严重迟到次数",
    "严重迟到时长",
    "旷工迟到次数",
    "早退次数",
    "早退时长",
    "上班缺卡次数",
    "下班缺卡次数",
    "旷工天数",
    "出差时长",
    "外出时长",
)
LEAVES = (
    "事假(小时)",
    "年假(天)",
    "奖优年假(天)",
    "调休(小时)",
    "产假(天)",
    "陪产假(天)",
    "婚假(天)",
    "例假(天)",
    "丧假(天)",
    "病假(小时)",
)
OVERTIME = ("工作日（转加班费）", "休息日（转加班费）", "节假日（转加班费）")
_CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Staff:
    """One row owner of the report. ``departments`` has the main one first; ``grouped`` is False for 未加入考勤组."""

    name: str
    unit: str
    departments: tuple[str, ...]
    post: str
    village: str
    grouped: bool = True

    @property
    def who(self) -> Who:
        """The person: name and unit."""
        return (self.name, self.unit)

    def base(self, *, all_departments: bool, grouped: bool = True) -> tuple[str, ...]:
        """Give the texts of the six base columns."""
        departments = "\n".join(self.departments) if all_departments else self.departments[0]
        group = GROUP if self.grouped and grouped else NO_GROUP
        return (self.name, group, departments, job_no(*self.who), self.post, user_id(*self.who))


@dataclass(frozen=True, slots=True)
class StaffDay:
    """One person's day in DingTalk: ``grouped`` is False before arrival and after departure."""

    date: date
    workday: bool
    grouped: bool
    punches: tuple[Punch, ...] = ()
    absence: Absence | None = None

    @property
    def shift(self) -> str:
        """The text of the shift column."""
        if not self.grouped:
            return ""
        return SHIFT_TEXT if self.workday else "休息"

    def punch(self, slot: int) -> Punch | None:
        """Give the punch of a slot, 0 for arriving and 1 for leaving."""
        return next((punch for punch in self.punches if punch.slot == slot), None)

    @property
    def approvals(self) -> tuple[str, ...]:
        """The items of the column 关联的审批单: leave or trip, and punch repairs."""
        items = [approval_text(self.absence)] if self.absence else []
        items += [
            f"补卡申请{punch.at:%m-%d %H:%M}到{punch.at:%m-%d %H:%M}"
            for punch in self.punches
            if punch.result == "补卡审批通过"
        ]
        return tuple(items)


Days: TypeAlias = Mapping[Who, tuple[StaffDay, ...]]


def approval_text(absence: Absence) -> str:
    """Write an approval as DingTalk does: type, span, amount."""
    name = DINGTALK_TYPE.get(absence.type, absence.type)
    amount = amount_text(absence)
    if amount.endswith("天"):
        return f"{name}{absence.start:%m-%d} 上午到{absence.end:%m-%d} 下午 {amount}"
    return f"{name}{absence.start:%m-%d %H:%M}到{absence.end:%m-%d %H:%M} {amount}"


def amount_text(absence: Absence) -> str:
    """Give the length of an absence: annual leave and trips in days, the rest in hours of eight a day."""
    days = quantity(absence)
    return f"{days:g}天" if absence.type in ("年休假", "出差") else f"{days * 8:g}小时"


def quantity(absence: Absence) -> float:
    """Give the workdays of an absence, halves included."""
    parts = (absence.covers(day) for day in _dates(absence) if is_workday(day))
    return sum(1.0 if part == "full" else 0.5 for part in parts)


def _dates(absence: Absence) -> list[date]:
    first, last = absence.start.date(), absence.end.date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def village_staff(world: World, *, clerk: bool = True) -> list[Staff]:
    """List everybody who is in the export: members in post in the month, and the township's own clerk."""
    staff: list[Staff] = []
    no_signal = {village.name for village in world.villages if village.no_signal}
    for posting in world.postings:
        if not posting.main or not any(posting.active(day) for day in month_days(world.month)):
            continue
        others = [p.village for p in world.postings if p.who == posting.who and not p.main]
        departments = tuple(f"{village}工作队" for village in (posting.village, *others))
        staff.append(
            Staff(*posting.who, departments, posting.role, posting.village, grouped=posting.village not in no_signal)
        )
    if clerk:
        staff.append(Staff("陈静", "青禾镇党群办", ("党群办",), "干事", ""))
    return staff


def staff_days(world: World, staff: Sequence[Staff]) -> dict[Who, tuple[StaffDay, ...]]:
    """Make the days of the export for these people."""
    return {person.who: tuple(_staff_day(world, person, day) for day in month_days(world.month)) for person in staff}


def _staff_day(world: World, person: Staff, day: date) -> StaffDay:
    if not person.village:
        return StaffDay(
            day, is_workday(day), grouped=True, punches=punch_pair(person.name, day) if is_workday(day) else ()
        )
    record: Day = world.days[person.who, person.village, day]
    absence = absence_on(world, person.who, day)
    filed = absence if absence and absence.form_no else None
    grouped = (person.grouped and record.sign != "out") or bool(record.punches)
    return StaffDay(day, is_workday(day), grouped, record.punches, filed if grouped else None)


def work_date(day: date) -> str:
    """Give midnight at Shanghai in milliseconds, as DingTalk writes workDate."""
    return str(int(datetime(day.year, day.month, day.day, tzinfo=_CHINA).timestamp() * 1000))


def clock(punch: Punch, day: date) -> str:
    """Write the time of a punch; one after midnight belongs to the day before and says 次日."""
    return f"次日 {punch.at:%H:%M}" if punch.at.date() > day else f"{punch.at:%H:%M}"


def late_minutes(day: StaffDay) -> int:
    """Count the minutes of lateness of a workday."""
    first = day.punch(0)
    if not first or first.result != "迟到":
        return 0
    return max(0, int((first.at - datetime.combine(day.date, ON)).total_seconds() // 60))


def worked_minutes(day: StaffDay) -> int:
    """Count the minutes between the two punches."""
    first, last = day.punch(0), day.punch(1)
    return int((last.at - first.at).total_seconds() // 60) if first and last else 0


def stats(day: StaffDay) -> tuple[float, ...]:
    """Give the fifteen statistics of a day, in the order of STATS."""
    due = day.grouped and day.workday and day.absence is None
    first, last = day.punch(0), day.punch(1)
    absent = due and not first and not last
    trip = 8.0 if day.absence and day.absence.kind == "trip" and day.workday else 0.0
    late = late_minutes(day)
    present = float(bool(first or last))
    resting = float(day.grouped and not day.workday)
    missing_on, missing_off = float(due and not first and not absent), float(due and not last and not absent)
    return (
        present,
        resting,
        float(worked_minutes(day)),
        float(late > 0),
        float(late),
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        missing_on,
        missing_off,
        float(absent),
        trip,
        0.0,
    )


def leave_amounts(day: StaffDay) -> dict[str, float]:
    """Give the leave of a day by leave column: hours or days as the column's title says."""
    if not day.absence or day.absence.kind != "leave" or not day.workday:
        return {}
    name = DINGTALK_TYPE.get(day.absence.type, day.absence.type)
    part = 1.0 if day.absence.covers(day.date) == "full" else 0.5
    return {title: part * (8 if "小时" in title else 1) for title in LEAVES if title.startswith(f"{name}(")}


def write_group(page: Page, column: int, title: str, children: Sequence[str]) -> int:
    """Write a two-level heading in rows 3 and 4; give the column after it."""
    page.merge(2, column, column + len(children) - 1, title, page.pens.head)
    for offset, child in enumerate(children):
        page.sheet.write_string(3, column + offset, child, page.pens.head)
    return column + len(children)


def write_heads(page: Page, column: int, titles: Sequence[str]) -> int:
    """Write headings merged over rows 3 and 4; give the column after them."""
    for offset, title in enumerate(titles):
        page.sheet.merge_range(2, column + offset, 3, column + offset, title, page.pens.head)
    return column + len(titles)


def number(value: float) -> str:
    """Write a number as the export does: no trailing zero, nothing for zero."""
    return f"{value:g}" if value else ""
