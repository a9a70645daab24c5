"""Exports of WeCom and Feishu, written from generated days."""

from datetime import datetime, timedelta
from typing import Any

from export_writers import Day, Month, Person, Written, clock, merged, weekday


def midnight(day: Day) -> datetime:
    return datetime.combine(day.on, datetime.min.time())


def _stated(month: Month) -> str:
    made = month.dates[-1] + timedelta(days=1)
    return f"统计时间:{month.dates[0]:%m-%d} ～ {month.dates[-1]:%m-%d}     制表时间:{made} 17:23(UTC+8)"


def _account(person: Person) -> dict[str, str]:
    return {"person": person.name, "user_id": f"a{person.job_no}", "department": person.department}


def wecom_daily(month: Month, *, slots: bool) -> Written:
    """概况统计与打卡明细: groups above names, ``--`` for nothing; with slots, or 最早, 最晚 and 打卡时间记录 only."""
    groups = [
        ("时间", [""]),
        ("姓名", [""]),
        ("账号", [""]),
        ("基础信息", ["部门", "职务"]),
        ("考勤概况", ["所属规则", "班次", "最早", "最晚", "打卡次数(次)", "假勤申请", "考勤结果"]),
        ("异常统计", ["异常合计(次)", "迟到次数(次)", "迟到时长(分钟)"]),
    ]
    if slots:
        groups += [(f"{name}{n}", ["打卡时间", "打卡状态"]) for n in (1, 2, 3) for name in ("上班", "下班")]
    groups += [("打卡时间记录", [""])]
    top = [name if at == 0 else "" for name, below in groups for at in range(len(below))]
    below = [name for _, names in groups for name in names]
    rows = [["概况统计与打卡明细"], [_stated(month)], top, below]
    merges, column = merged(len(top)), 0
    for _, names in groups:
        merges.append((2, column, 3, column) if names == [""] else (2, column, 2, column + len(names) - 1))
        column += len(names)
    for day in month.days:
        times = [f"次日 {clock(m)}" if m >= 1440 else clock(m) for m in day.minutes]
        state = "正常" if day.outside else "迟到12分钟"
        cells = [cell for time in times for cell in (time, state)]
        pairs = [*cells, *["--"] * (12 - len(cells))] if slots else []
        first, last = (times[0], times[-1]) if times else ("未打卡", "未打卡")
        rows.append(
            [
                f"{day.on:%Y/%m/%d} {weekday(day.on)}",
                day.person.name,
                f"a{day.person.job_no}",
                day.person.department,
                "--",
                "驻村打卡",
                "日班 08:30-17:30",
                first,
                last,
                str(len(times)),
                "--",
                "正常",
                "--",
                "--",
                "--",
                *pairs,
                "、".join(times) or "--",
            ]
        )
    expected = [
        {**_account(day.person), "date": midnight(day), "times": day.times, "repaired": 0, "soft": 0}
        | ({"results": _codes(day)} if slots else {})
        for day in month.days
    ]
    return Written("wecom_daily", rows, expected, "概况统计与打卡明细", merges)


def _codes(day: Day) -> tuple[str, ...]:
    codes = ["normal" if day.outside else "late"] * len(day.minutes)
    return tuple(codes + [""] * (6 - len(codes)))


def wecom_grid(month: Month, table: str) -> Written:
    """打卡时间记录 and 上下班打卡_月报: the days bare beside the person, ``1⏎星期三``."""
    before = ["姓名", "账号", "部门", "职务", "所属规则"] + (
        ["应出勤天数(天)", "补卡次数\n(次)"] if table == "wecom_monthly" else []
    )
    labels = [f"{on.day}\n{weekday(on)}" for on in month.dates]
    title = "打卡时间记录" if table == "wecom_times" else "上下班打卡_月报"
    rows = [[title], [_stated(month)], [*before, *[""] * len(labels)], [*[""] * len(before), *labels]]
    merges = merged(len(before) + len(labels), *((2, at, 3, at) for at in range(len(before))))
    for person in month.people:
        counts = ["22", "0"] if table == "wecom_monthly" else []
        cells = [_wecom_cell(day, table) for day in month.of(person)]
        rows.append([person.name, f"a{person.job_no}", person.department, "--", "驻村打卡", *counts, *cells])
    expected = []
    for day in month.days:
        known = {**_account(day.person), "date": midnight(day)}
        if table == "wecom_times":
            expected.append({**known, "times": day.times})
        else:
            states, punches = _implied(day)
            expected.append({**known, "states": states, "punches": punches, "is_rest": "rest" in states})
    return Written(table, rows, expected, title, merges)


def _wecom_cell(day: Day, table: str) -> str:
    if table == "wecom_times":
        times = "、".join(f"{clock(m)}{'（外勤）' if day.outside else ''}" for m in day.minutes)
        return times or "--"
    return {0: "--", 1: "缺卡 ;", 2: "正常 ;", 3: "迟到;早退 ;", 4: "正常（休息）", 5: "正常（外出）"}[len(day.minutes)]


def _implied(day: Day) -> tuple[tuple[str, ...], int]:
    told = [((), 0), (("missing",), 1), (("normal",), 2), (("late", "early"), 2), (("rest",), 0), (("outing",), 0)]
    return told[len(day.minutes)]


def feishu(month: Month, *, with_merges: bool) -> Written:
    """每日考勤结果: group names above, days as whole dates below; as CSV it has no merges."""
    before = ["姓名", "工号", "部门", "考勤组", "应出勤天数"]
    labels = [f"{on} {'休' if on.weekday() > 4 else weekday(on)}" for on in month.dates]
    width = len(before) + len(labels)
    rows = [["基本信息", *[""] * 4, "每日考勤结果", *[""] * (len(labels) - 1)], [*before, *labels]]
    merges = [(0, 0, 0, 4)] + ([(0, 5, 0, width - 1)] if len(labels) > 1 else []) if with_merges else []
    for person in month.people:
        cells = [";".join(f"正常({clock(m)})" for m in day.minutes) or "休息" for day in month.of(person)]
        rows.append([person.name, person.job_no, person.department, person.group, "22", *cells])
    expected = []
    for day in month.days:
        states = ("normal",) * len(day.minutes) or ("rest",)
        known = {"person": day.person.name, "user_id": day.person.job_no, "department": day.person.department}
        expected.append({**known, "date": midnight(day), "times": day.times, "states": states})
    return Written("feishu_monthly", rows, expected, "飞书", merges)


def wecom_punches(month: Month) -> Written:
    """打卡详情: a row a punch, with its place."""
    rows = [
        ["打卡详情"],
        [_stated(month)],
        ["时间", "姓名", "账号", "部门", "打卡类型", "实际打卡时间", "打卡状态", "打卡地点"],
    ]
    expected: list[dict[str, Any]] = []
    for day in month.days:
        for minutes, at in zip(day.minutes, day.times, strict=True):
            told = f"{at:%Y/%m/%d %H:%M}" if minutes >= 1440 else clock(minutes)
            place = "桃溪村党群服务中心" if day.outside else "--"
            rows.append(
                [
                    f"{day.on:%Y/%m/%d} {weekday(day.on)}",
                    day.person.name,
                    f"a{day.person.job_no}",
                    day.person.department,
                    "上班",
                    told,
                    "地点异常",
                    place,
                ]
            )
            expected.append(
                {
                    **_account(day.person),
                    "work_date": midnight(day),
                    "punched_at": at,
                    "result_code": "normal",
                    "address": "桃溪村党群服务中心" if day.outside else "",
                    "abnormal_class": "soft",
                }
            )
    return Written("wecom_punches", rows, expected, "打卡详情")
