"""DingTalk's attendance report in the layouts of its years, written from generated days."""

from datetime import datetime, timedelta, timezone
from typing import Any

from export_writers import (
    RESULTS,
    WITHOUT_TIME,
    Day,
    Month,
    Person,
    Written,
    approval_text,
    approvals_typed,
    clock,
    dingtalk_date,
    headed,
    identity,
    merged,
)

MADE = "报表生成时间：2026-06-05 09:30"
SLOTS = ["上班1", "下班1", "上班2", "下班2", "上班3", "下班3"]
STATS = [
    "出勤天数",
    "休息天数",
    "工作时长",
    "迟到次数",
    "迟到时长",
    "严重迟到次数",
    "严重迟到时长",
    "旷工迟到天数",
    "早退次数",
    "早退时长",
    "上班缺卡次数",
    "下班缺卡次数",
    "旷工天数",
    "出差时长",
    "外出时长",
]
LEAVES = ["事假(小时)", "年假(天)", "病假(小时)"]
BASE_2026 = ["姓名", "考勤组", "部门", "工号", "职位", "UserId"]
BASE_2019 = ["姓名", "部门", "工号", "职位", "UserId"]


def _base(person: Person, base: list[str]) -> list[str]:
    known = {
        "姓名": person.name,
        "考勤组": person.group,
        "部门": person.department,
        "工号": person.job_no,
        "UserId": person.user_id,
    }
    return [known.get(name, "") for name in base]


def _slot_cells(day: Day) -> tuple[list[str], list[str], list[str]]:
    """Times, results and codes of the six slots: punches first, then one slot without a time."""
    times = [f"次日 {clock(minutes)}" if minutes >= 1440 else clock(minutes) for minutes in day.minutes]
    results = [day.result] * len(times)
    codes = [RESULTS[day.result]] * len(times)
    if len(times) < len(SLOTS):
        times, results, codes = [*times, ""], [*results, day.absent], [*codes, WITHOUT_TIME[day.absent]]
    blank = len(SLOTS) - len(times)
    return [*times, *[""] * blank], [*results, *[""] * blank], [*codes, *[""] * blank]


def _daily_expected(day: Day, base: list[str]) -> dict[str, Any]:
    codes = tuple(_slot_cells(day)[2])
    return {
        **identity(day.person, group="考勤组" in base, user_id="UserId" in base),
        "date": datetime.combine(day.on, datetime.min.time()),
        "times": day.times,
        "results": codes,
        "repaired": sum(code in {"makeup", "admin_edit"} for code in codes),
        "approvals": approvals_typed(day),
        "is_rest": not day.minutes,
    }


def daily(month: Month, *, title: str, base: list[str], levels: int, with_ms: bool = True) -> Written:
    """每日统计: two header levels with a leave group, or one; with or without 考勤组, UserId and workDate."""
    fixed = [*base, "日期", *(["workDate"] if with_ms else []), "班次"]
    slots = [f"{slot}打卡{what}" for slot in SLOTS for what in ("时间", "结果")]
    plain = [*fixed, *slots, "关联的审批单", *STATS]
    if levels == 2:
        top, below = [*plain, "请假", *[""] * (len(LEAVES) - 1)], [*[""] * len(plain), *LEAVES]
        rows = headed(f"{title} {month.title}", MADE, top, below)
        others = [(2, at, 3, at) for at in range(len(plain))] + [(2, len(plain), 2, len(plain) + len(LEAVES) - 1)]
    else:
        rows = headed(f"{title} {month.title}", MADE, [*plain, *LEAVES])
        others = []
    for day in month.days:
        times, results, _ = _slot_cells(day)
        shanghai = datetime.combine(day.on, datetime.min.time(), tzinfo=timezone(timedelta(hours=8)))
        stamp = [str(int(shanghai.timestamp() * 1000))] if with_ms else []
        pairs = [cell for pair in zip(times, results, strict=True) for cell in pair]
        shift = "驻村班次 08:30-17:30" if day.minutes else "休息"
        rows.append(
            [
                *_base(day.person, base),
                dingtalk_date(day.on),
                *stamp,
                shift,
                *pairs,
                "，".join(map(approval_text, day.approvals)),
                *["0"] * len(STATS),
                *[""] * len(LEAVES),
            ]
        )
    expected = [_daily_expected(day, base) for day in month.days]
    return Written("dingtalk_daily", rows, expected, "每日统计", merged(len(rows[2]), *others))


def raw(month: Month, *, base: list[str]) -> Written:
    """原始记录: one header row, a row a punch."""
    header = [
        *base,
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
    ]
    rows, expected = headed(f"原始记录 {month.title}", MADE, header), []
    for day in month.days:
        for minutes, at in zip(day.minutes, day.times, strict=True):
            address = "桃溪村党群服务中心 青禾镇桃溪村三组" if day.outside else ""
            device = "手机_1f2e3d4c" if minutes % 2 else "考勤机"
            scheduled = f"{day.on} 08:30" if minutes % 3 else ""
            rows.append(
                [
                    *_base(day.person, base),
                    dingtalk_date(day.on),
                    scheduled,
                    f"{at:%Y-%m-%d %H:%M}",
                    day.result,
                    address,
                    "",
                    "",
                    "人脸验证已通过",
                    "",
                    device,
                    "",
                    "",
                ]
            )
            expected.append(
                {
                    **identity(day.person, group="考勤组" in base),
                    "work_date": datetime.combine(day.on, datetime.min.time()),
                    "punched_at": at,
                    "scheduled_at": datetime.fromisoformat(scheduled) if scheduled else None,
                    "result": day.result,
                    "result_code": RESULTS[day.result],
                    "address": address,
                    "device": device,
                    "device_kind": "phone" if minutes % 2 else "machine",
                }
            )
    return Written("dingtalk_raw", rows, expected, "原始记录", merged(len(header)))


def _labels(month: Month, columns: int = 0) -> list[str]:
    """Day labels: the number, 六 or 日 on weekends; filled up to a fixed number of columns."""
    named = {5: "六", 6: "日"}
    labels = [named.get(day.weekday(), str(day.day)) for day in month.dates]
    return labels + [str(month.dates[-1].day + n + 1) for n in range(columns - len(labels))]


def _times_cell(day: Day) -> str:
    mark = "外勤" if day.outside else "  "
    return "\n".join(f"{clock(minutes)}{mark}" for minutes in day.minutes)


def _monthly_cell(day: Day) -> str:
    if not day.minutes:
        return ",".join(["休息", *map(approval_text, day.approvals)]) + "\n(-)"
    said = ",".join(["普通出勤:正常", "下班早退12分钟", *map(approval_text, day.approvals)])
    return f"{said}\n({','.join(map(clock, day.minutes))},-)"


def _grid(month: Month, kind: str, base: list[str], *, grouped: bool, columns: int = 0) -> Written:
    """打卡时间 and 月度汇总: days under a group's name in a second header row, or bare in the only one."""
    group, cell = ("打卡时间", _times_cell) if kind == "times" else ("考勤结果", _monthly_cell)
    before = [*base, *(STATS if kind == "monthly" else [])]
    labels = _labels(month, columns)
    title = f"{'打卡时间' if kind == 'times' else '月度汇总'} {month.title}"
    if grouped:
        top = [*before, group, *[""] * (len(labels) - 1)]
        rows = headed(title, MADE, top, [*[""] * len(before), *labels])
        others = [(2, at, 3, at) for at in range(len(before))]
        others += [(2, len(before), 2, len(top) - 1)] if len(labels) > 1 else []
    else:
        rows, others = headed(title, MADE, [*before, *labels]), []
    for person in month.people:
        stats = ["0"] * (len(before) - len(base))
        fill = [""] * (len(labels) - len(month.dates))
        rows.append([*_base(person, base), *stats, *map(cell, month.of(person)), *fill])
    expected = [_grid_expected(day, kind, base) for day in month.days]
    name = "打卡时间" if kind == "times" else "月度汇总"
    return Written(f"dingtalk_{kind}", rows, expected, name, merged(len(rows[2]), *others))


def _grid_expected(day: Day, kind: str, base: list[str]) -> dict[str, Any]:
    known = {
        **identity(day.person, group="考勤组" in base),
        "date": datetime.combine(day.on, datetime.min.time()),
        "times": day.times,
    }
    if kind == "times":
        return {**known, "outside": (day.outside,) * len(day.minutes)}
    states = ("normal", "early") if day.minutes else ("rest",)
    return {**known, "states": states, "approvals": approvals_typed(day)}


def layouts(month: Month) -> dict[str, Written]:
    """Every layout, by the year it is of."""
    partial = ["姓名", "部门", "工号"]
    return {
        "打卡时间2026": _grid(month, "times", BASE_2026, grouped=True),
        "打卡时间2018": _grid(month, "times", BASE_2019, grouped=False),
        "打卡时间31列": _grid(month, "times", BASE_2026, grouped=True, columns=31),
        "原始记录2026": raw(month, base=BASE_2026),
        "原始记录2019": raw(month, base=BASE_2019),
        "月度汇总2026": _grid(month, "monthly", BASE_2026, grouped=True),
        "月度汇总2018": _grid(month, "monthly", BASE_2019, grouped=False),
        "月度汇总31列": _grid(month, "monthly", BASE_2019, grouped=False, columns=31),
        "每日统计2026": daily(month, title="每日汇总", base=[*BASE_2026], levels=2),
        "每日统计2020": daily(month, title="每日统计表", base=[*BASE_2026, "合同公司"], levels=2),
        "每日统计2021": daily(month, title="每日统计表", base=[*BASE_2026], levels=1),
        "每日统计2019": daily(month, title="每日统计", base=BASE_2019, levels=1, with_ms=False),
        "每日统计缺列": daily(month, title="每日汇总（新）", base=partial, levels=2, with_ms=False),
    }
