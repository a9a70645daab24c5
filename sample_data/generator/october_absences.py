"""October 2023: leaves and duties, those with something wrong and those in order."""

from datetime import date

from .absences import duty, leave, member
from .model import Absence


def dates(*numbers: int) -> list[date]:
    """List days of October by their numbers."""
    return [date(2023, 10, number) for number in numbers]


LEAVES = (
    leave(
        member("李丹"),
        "年休假",
        ("2023-10-30", "2023-11-01"),
        "2023-10-26T09:12",
        "2023-10-26T15:40",
        cancelled=date(2023, 11, 2),
    ),
    leave(
        member("谭宏伟"),
        "病假",
        ("2023-10-10", "2023-10-12"),
        "2023-10-09T17:30",
        "2023-10-09T18:05",
        cancelled=dates(13)[0],
        reason="住院治疗",
        proof="",
        dingtalk=False,
    ),
    leave(
        member("秦少华"),
        "病假",
        ("2023-10-16", "2023-10-17"),
        "2023-10-16T07:50",
        "2023-10-17T09:10",
        cancelled=dates(18)[0],
        reason="急性肠胃炎",
        proof="诊断证明",
    ),
    leave(
        member("龙国庆"),
        "事假",
        ("2023-10-20", "2023-10-20", "morning"),
        "2023-10-19T10:30",
        "2023-10-19T11:00",
        cancelled=dates(20)[0],
        dingtalk=False,
        approver="田大川（第一书记、工作队负责人）",
    ),
    leave(
        member("唐雪梅"),
        "事假",
        ("2023-10-27", "2023-10-30"),
        "2023-10-25T15:16",
        "2023-10-26T08:35",
        cancelled=dates(31)[0],
    ),
)

DUTIES = (
    duty(
        member("黄启明"),
        "会议",
        ("2023-10-17", "2023-10-17"),
        "全县第一书记例会",
        "清组通〔2023〕52号",
        place="县委礼堂",
    ),
    duty(
        member("吴长青"),
        "培训",
        ("2023-10-24", "2023-10-26"),
        "健康帮扶政策培训",
        "清卫通〔2023〕33号",
        place="县卫生健康局",
    ),
    duty(
        member("邓国栋"),
        "出差",
        ("2023-10-13", "2023-10-13"),
        "跑办通组路项目",
        "清交函〔2023〕19号",
        place="市交通运输局",
        form_no="202310111605774120396",
    ),
)

ABSENCES: tuple[Absence, ...] = (*LEAVES, *DUTIES)
