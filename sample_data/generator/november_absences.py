"""November 2023: leaves and duties, those with something wrong and those in order."""

from datetime import date

from .absences import COUNTY_OFFICE, duty, leave, member
from .model import Absence


def dates(*numbers: int) -> list[date]:
    """List days of November by their numbers."""
    return [date(2023, 11, number) for number in numbers]


LEAVES = (
    leave(
        member("李丹"),
        "年休假",
        ("2023-10-30", "2023-11-01"),
        "2023-10-26T09:12",
        "2023-10-26T15:40",
        cancelled=dates(2)[0],
    ),
    leave(
        member("何晓峰"),
        "事假",
        ("2023-11-10", "2023-11-13"),
        "2023-11-08T10:03",
        "2023-11-08T11:21",
        cancelled=dates(14)[0],
        quantity_text="两天",
    ),
    leave(
        member("潘秀云"),
        "事假",
        ("2023-11-15", "2023-11-15", "afternoon"),
        "2023-11-15T09:05",
        "2023-11-15T09:40",
        cancelled=dates(16)[0],
        dingtalk=False,
        approver="陈立强（工作队长）",
    ),
    leave(
        member("杨志成"),
        "年休假",
        ("2023-11-13", "2023-11-22"),
        "2023-11-06T08:50",
        "2023-11-08T16:32",
        cancelled=dates(23)[0],
        approver=COUNTY_OFFICE,
    ),
    leave(
        member("龙国庆"),
        "事假",
        ("2023-11-23", "2023-11-24"),
        "2023-11-22T09:31",
        "2023-11-22T10:10",
        cancelled=dates(27)[0],
        approver="池振东（村党支部书记）",
        dingtalk=False,
    ),
    leave(
        member("贺军"),
        "事假",
        ("2023-11-09", "2023-11-09"),
        "2023-11-09T19:25",
        "2023-11-10T16:20",
        cancelled=dates(10)[0],
    ),
    leave(member("彭小兵"), "事假", ("2023-11-16", "2023-11-17"), "2023-11-15T08:47", "2023-11-15T14:02"),
    leave(
        member("周文博"),
        "事假",
        ("2023-11-14", "2023-11-14", "afternoon"),
        "2023-11-14T08:20",
        "2023-11-14T09:02",
        registered=False,
    ),
    leave(
        member("冉光明"),
        "年休假",
        ("2023-11-16", "2023-11-17"),
        "2023-11-13T08:40",
        "2023-11-13T17:05",
        cancelled=dates(20)[0],
    ),
    leave(
        member("罗建平"),
        "事假",
        ("2023-11-24", "2023-11-24"),
        "2023-11-23T21:10",
        "2023-11-24T07:30",
        status=("完成", "拒绝"),
        registered=False,
    ),
    leave(
        member("范永康"),
        "调休",
        ("2023-11-03", "2023-11-03"),
        "2023-11-02T12:00",
        "2023-11-02T12:30",
        status=("已撤销", ""),
        registered=False,
    ),
)

_SCHOOL = ("2023-11-23", "2023-11-23")
_SCHOOL_PAPER = "清振办〔2023〕41号"
_WHOLE_TEAM = [
    duty(member(name, "桃溪村"), "培训", _SCHOOL, "全县驻村干部能力提升培训", _SCHOOL_PAPER, place="县委党校")
    for name in ("周文博", "陈立强", "李丹")
]
_TRIP = duty(
    member("罗建平"),
    "出差",
    ("2023-11-21", "2023-11-21"),
    "对接农产品展销会",
    "清农函〔2023〕27号",
    place="市会展中心",
    form_no="202311191605318842077",
)
_COURSE = duty(
    member("石小芹"),
    "培训",
    ("2023-11-14", "2023-11-16"),
    "防返贫监测业务培训",
    "清振办〔2023〕38号",
    place="县乡村振兴局",
)
DUTIES = (*_WHOLE_TEAM, _COURSE, _TRIP)

ABSENCES: tuple[Absence, ...] = (*LEAVES, *DUTIES)
