"""October 2023, 19 workdays with the National Day holiday: what is planted, what must be found, what only looks wrong."""

from datetime import date

from . import deviations as how
from .absences import duty, leave, member
from .clean import build_days, log_books
from .model import Absence, Expected, Who, World
from .people import POSTINGS, VILLAGES
from .standing import standing_problems
from .texts import COPIED

MONTH = "2023-10"
FIRST_DAY = date(2023, 10, 1)


def dates(*numbers: int) -> list[date]:
    """List days of October by their numbers."""
    return [date(2023, 10, number) for number in numbers]


def _leaves() -> list[Absence]:
    return [
        leave(member("李丹"), "年休假", ("2023-10-30", "2023-11-01"), "2023-10-26T09:12", "2023-10-26T15:40", cancelled=date(2023, 11, 2)),
        leave(member("谭宏伟"), "病假", ("2023-10-10", "2023-10-12"), "2023-10-09T17:30", "2023-10-09T18:05", cancelled=dates(13)[0], reason="住院治疗", proof="", dingtalk=False),
        leave(member("秦少华"), "病假", ("2023-10-16", "2023-10-17"), "2023-10-16T07:50", "2023-10-17T09:10", cancelled=dates(18)[0], reason="急性肠胃炎", proof="诊断证明"),
        leave(member("龙国庆"), "事假", ("2023-10-20", "2023-10-20", "morning"), "2023-10-19T10:30", "2023-10-19T11:00", cancelled=dates(20)[0], dingtalk=False, approver="田大川（第一书记、工作队负责人）"),
        leave(member("唐雪梅"), "事假", ("2023-10-27", "2023-10-30"), "2023-10-25T15:16", "2023-10-26T08:35", cancelled=dates(31)[0]),
    ]  # fmt: skip


def _duties() -> list[Absence]:
    return [
        duty(member("黄启明"), "会议", ("2023-10-17", "2023-10-17"), "全县第一书记例会", "清组通〔2023〕52号", place="县委礼堂"),
        duty(member("吴长青"), "培训", ("2023-10-24", "2023-10-26"), "健康帮扶政策培训", "清卫通〔2023〕33号", place="县卫生健康局"),
        duty(member("邓国栋"), "出差", ("2023-10-13", "2023-10-13"), "跑办通组路项目", "清交函〔2023〕19号", place="市交通运输局", form_no="202310111605774120396"),
    ]  # fmt: skip


def _spared() -> frozenset[tuple[Who, date]]:
    """Rest days without duty: the vacant day of 雁池村, and the weekend inside the run of 石磨村."""
    vacant = {(p.who, day) for p in POSTINGS if p.village == "雁池村" for day in dates(4)}
    return frozenset(vacant | {(member("王芳").who, day) for day in dates(21, 22)})


def build(seed: int) -> World:
    """Make the month: clean days first, then the planted deviations and the honest noise."""
    world = World(MONTH, VILLAGES, POSTINGS, absences=[*_leaves(), *_duties()])
    build_days(world, seed=seed, off_duty=_spared())
    world.books = log_books(world)
    plan = (
        ("王芳", "石磨村", (20, 23, 24), how.no_trace),
        ("范永康", "双桥村", (17, 26), how.no_log),
        ("范永康", "双桥村", (19,), how.no_log),
        ("范永康", "双桥村", (19,), how.no_sign),
        ("何晓峰", "柳湾村", (18,), how.says(COPIED)),
        ("罗建平", "柳湾村", (18,), how.says(COPIED)),
        ("唐雪梅", "柳湾村", (9, 11, 20), how.abnormal("定位异常")),
        ("向春燕", "白鹭社区", (12, 25), how.abnormal("WIFI异常")),
        ("陈立强", "松岭村", (10, 18, 27), how.repaired),
        ("郑丽娟", "双桥村", (11, 24), how.no_punch),
        ("周文博", "桃溪村", (8,), how.no_sign),
        ("石小芹", "雁池村", (19,), how.late_night),
    )
    for name, village, numbers, change in plan:
        how.change(world, member(name, village).who, village, dates(*numbers), change)
    how.change(world, member("曾凡荣").who, "双桥村", dates(12), how.marked("present"))
    how.change(world, member("曾凡荣").who, "石磨村", dates(12), how.marked("present"))
    return world


EXPECTED = (
    Expected("untraced-run", "石磨村", "王芳", date(2023, 10, 20), "10月20日、23日、24日连续三个工作日无任何痕迹、无手续，周末不打断", dates(20, 23, 24)),
    Expected("village-unattended", "雁池村", "", date(2023, 10, 4), "国庆假期一天无人轮值，休息日只作提示", dates(4)),
    Expected("sign-in-impossible", "双桥村", "曾凡荣", FIRST_DAY, "10月12日在双桥村、石磨村都签了全天", dates(12)),
    Expected("log-attendance-mismatch", "双桥村", "范永康", FIRST_DAY, "3天有签到或打卡而无日志；其中在村无日志2天，未超过容许天数", dates(17, 19, 26)),
    Expected("work-log-alike", "柳湾村", "何晓峰", FIRST_DAY, "10月18日日志与同队罗建平逐字相同", dates(18)),
    Expected("work-log-alike", "柳湾村", "罗建平", FIRST_DAY, "10月18日日志与同队何晓峰逐字相同", dates(18)),
    Expected("punch-abnormal", "柳湾村", "唐雪梅", FIRST_DAY, "三次“定位异常”，一般异常达到3次", dates(9, 11, 20)),
    Expected("leave-proof-missing", "云台村", "谭宏伟", date(2023, 10, 10), "病假3天没有诊断证明", dates(10, 11, 12)),
    Expected("meeting-proof-missing", "松岭村", "", date(2023, 10, 25), "工作队会议没有会议记录"),
    *standing_problems(),
)  # fmt: skip

NO_SOURCE: tuple[tuple[str, str, str], ...] = ()
