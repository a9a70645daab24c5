"""DingTalk's check-ins, absences, repairs, logs and approvals, from generated days; and every export but the report."""

from datetime import timedelta

from export_writers import Month, Written, clock, dingtalk_date, identity
from wecom_writers import feishu, midnight, wecom_daily, wecom_grid, wecom_punches


def check_ins(month: Month) -> Written:
    """签到: a row a check-in, with coordinates; no title."""
    rows = [
        [
            "姓名",
            "部门",
            "完整部门",
            "签到来源",
            "日期",
            "时间",
            "经度",
            "纬度",
            "地点",
            "详细地址",
            "拜访客户",
            "客户部门名称",
            "工作内容",
            "手机标识",
            "图片1",
            "图片2",
        ]
    ]
    expected = []
    for day in month.days:
        for minutes in (one for one in day.minutes if one < 1440):
            longitude, latitude = f"107.{minutes:04d}1", f"29.{minutes:04d}2"
            rows.append(
                [
                    day.person.name,
                    day.person.department,
                    f"青禾镇/{day.person.department}",
                    "",
                    str(day.on),
                    clock(minutes),
                    longitude,
                    latitude,
                    "桃溪村",
                    "青禾镇桃溪村三组",
                    "",
                    "",
                    "走访",
                    "1f2e",
                    "",
                    "",
                ]
            )
            expected.append(
                {
                    "person": day.person.name,
                    "department": day.person.department,
                    "date": midnight(day),
                    "checked_at": midnight(day) + timedelta(minutes=minutes),
                    "longitude": float(longitude),
                    "latitude": float(latitude),
                    "place": "桃溪村",
                    "address": "青禾镇桃溪村三组",
                    "content": "走访",
                }
            )
    return Written("dingtalk_check_ins", rows, expected, "签到")


def absences(month: Month, kind: str) -> Written:
    """请假记录, 出差记录, 外出记录: the span in one cell, the approval as a text."""
    span = {"请假": "请假时间", "出差": "出差时间", "外出": "外出申请时间"}[kind]
    tail = {
        "请假": ["请假时长(小时)", "请假时长(天)"],
        "出差": ["出差时长", "出差单位"],
        "外出": ["外出时长(小时)", "外出时长(天)"],
    }[kind]
    rows = [
        [
            "姓名",
            "考勤组",
            "部门",
            "工号",
            "职位",
            *(["假期类型"] if kind == "请假" else []),
            span,
            *tail,
            "关联审批单",
            "审批单状态",
        ]
    ]
    expected, seen = [], set()
    states = {"审批通过": "approved", "已拒绝": "rejected", "审批中": "pending", "已撤销": "cancelled"}
    for day in month.days:
        for place, (_, start, end, length) in enumerate(day.approvals):
            if (day.person, start, end) in seen:
                continue
            seen.add((day.person, start, end))
            said = sorted(states)[(start.minute + place) % 4]
            quantity = [str(length), "天"] if kind == "出差" else [str(length * 8), str(length)]
            person = day.person
            rows.append(
                [
                    person.name,
                    person.group,
                    person.department,
                    person.job_no,
                    "",
                    *(["事假"] if kind == "请假" else []),
                    f"{start:%Y-%m-%d %H:%M} ~ {end:%Y-%m-%d %H:%M}",
                    *quantity,
                    f"{person.name}提交的{kind}审批单",
                    said,
                ]
            )
            name = "事假" if kind == "请假" else kind
            expected.append(
                {
                    **identity(person, user_id=False),
                    "start": start,
                    "end": end,
                    "quantity": length,
                    "unit": "day",
                    "category": {"请假": "leave", "出差": "trip", "外出": "outing"}[kind],
                    "status": states[said],
                    "approvals": ((name, start, end, length, "天"),) if said == "审批通过" else (),
                }
            )
    return Written("dingtalk_absences", rows, expected, f"{kind}记录")


def repairs(month: Month) -> Written:
    """补卡记录: a row a repair."""
    rows = [
        [
            "姓名",
            "考勤组",
            "部门",
            "工号",
            "职位",
            "考勤日期",
            "考勤时间",
            "原打卡时间",
            "原考勤状态",
            "补卡时间",
            "补卡结果",
            "关联审批单",
            "审批单状态",
        ]
    ]
    expected = []
    for day in month.days:
        for minutes, at in zip(day.minutes, day.times, strict=True):
            said = "审批通过" if minutes % 2 else "已撤销"
            person = day.person
            rows.append(
                [
                    person.name,
                    person.group,
                    person.department,
                    person.job_no,
                    "",
                    dingtalk_date(day.on),
                    "08:30",
                    "",
                    "缺卡",
                    f"{at:%Y-%m-%d %H:%M}",
                    "补卡审批通过" if minutes % 2 else "",
                    "补卡",
                    said,
                ]
            )
            expected.append(
                {
                    **identity(person, user_id=False),
                    "date": midnight(day),
                    "repaired_at": at,
                    "status": "approved" if minutes % 2 else "cancelled",
                }
            )
    return Written("dingtalk_repairs", rows, expected, "补卡记录")


def logs(month: Month, questions: list[str]) -> Written:
    """日志: sender, department and time, then whatever the template asks."""
    rows = [["发送人", "部门", "发送时间", *questions, "图片", "已读人数"]]
    expected = []
    for day in month.days:
        answers = [f"{day.on}第{at}项{question}" if at % 2 == 0 else "无" for at, question in enumerate(questions)]
        sent = midnight(day) + timedelta(hours=20, minutes=15)
        rows.append([day.person.name, day.person.department, f"{sent:%Y-%m-%d %H:%M}", *answers, "http://图", "3"])
        told = "\n".join(answers[::2])
        expected.append(
            {
                "person": day.person.name,
                "department": day.person.department,
                "written_at": sent,
                "log_date": midnight(day),
                "content": told,
            }
        )
    return Written("dingtalk_logs", rows, expected, "驻村日志")


def approvals(month: Month, header: str) -> Written:
    """审批 exports: of now with two header rows, older ones with one and the span in four columns, or in two."""
    start_end = {"四列": ["开始日期", "开始时间", "结束日期", "结束时间"]}.get(header, ["开始时间", "结束时间"])
    quantity = "请假天数(天)" if header == "两列" else "时长" if header == "今" else "请假天数"
    names = [
        "审批编号",
        "标题",
        "审批状态",
        "审批结果",
        "发起人UserID",
        "发起人姓名",
        "发起人部门",
        "历史审批人姓名",
        "审批记录",
        "当前处理人姓名",
        "请假类型",
        *start_end,
        quantity,
        "请假事由",
        "图片",
    ]
    names += ["发起时间", "完成时间"] if header == "今" else ["审批发起时间", "审批完成时间", "审批耗时"]
    rows = [names, names] if header == "今" else [names]
    merges = [(0, at, 1, at) for at in range(len(names))] if header == "今" else []
    expected = []
    found = [(day.person, item) for day in month.days for item in day.approvals]
    for number, (person, (_, start, end, length)) in enumerate(found):
        form = f"{start:%Y%m%d%H%M}{number:09d}"
        made, done = start - timedelta(days=1), start - timedelta(hours=5)
        asked = f"{person.name}|{person.user_id}||{made:%Y-%m-%d %H:%M:%S}|提交申请|"
        record = f"{asked};\n\n周启明|0199|直接主管|{done:%Y-%m-%d %H:%M:%S}|同意|"
        said = {"四列": [f"{start:%Y-%m-%d}", f"{start:%H:%M}", f"{end:%Y-%m-%d}", f"{end:%H:%M}"]}.get(
            header, [f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}"]
        )
        row = [
            form,
            f"{person.name}提交的请假",
            "完成",
            "同意",
            person.user_id,
            person.name,
            person.department,
            "周启明",
            record,
            "",
            "事假",
            *said,
            str(length),
            "家事",
            "去下载",
            f"{made:%Y-%m-%d %H:%M}",
            f"{done:%Y-%m-%d %H:%M}",
        ]
        rows.append(row if header == "今" else [*row, "19:00:00"])
        expected.append(
            {
                "form_no": form,
                "applicant": person.name,
                "user_id": person.user_id,
                "department": person.department,
                "category": "leave",
                "leave_type": "事假",
                "start": start,
                "end": end,
                "quantity": length,
                "unit": "" if header == "今" else "day",
                "reason": "家事",
                "status": "approved",
                "applied_at": made,
                "approved_at": done,
                "approver": "周启明",
                "has_attachment": True,
            }
        )
    return Written("dingtalk_approvals", rows, expected, "审批", merges)


def layouts(month: Month) -> dict[str, Written]:
    """Every other export; those that would hold no row at all are left out."""
    found = {
        "概况统计与打卡明细": wecom_daily(month, slots=True),
        "概况统计": wecom_daily(month, slots=False),
        "打卡时间记录": wecom_grid(month, "wecom_times"),
        "上下班打卡_月报": wecom_grid(month, "wecom_monthly"),
        "打卡详情": wecom_punches(month),
        "飞书": feishu(month, with_merges=True),
        "Sheet1": feishu(month, with_merges=False),
        "签到": check_ins(month),
        "请假记录": absences(month, "请假"),
        "出差记录": absences(month, "出差"),
        "外出记录": absences(month, "外出"),
        "补卡记录": repairs(month),
        "日志": logs(month, ["今日完成工作", "未完成工作", "需协调工作"]),
        "日报": logs(month, ["走访了哪些户"]),
        "202604271542000263": approvals(month, "今"),
        "审批四列": approvals(month, "四列"),
        "审批两列": approvals(month, "两列"),
    }
    return {name: sheet for name, sheet in found.items() if sheet.expected}
