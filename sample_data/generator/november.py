"""November 2023, 22 workdays: what is planted, what must be found, and what only looks wrong."""

from datetime import date

from . import deviations as how
from .absences import COUNTY_OFFICE, duty, leave, member
from .clean import build_days, log_books
from .model import Absence, Expected, Who, World
from .people import POSTINGS, VILLAGES
from .standing import standing_problems
from .texts import ALIKE

MONTH = "2023-11"
FIRST_DAY = date(2023, 11, 1)


def dates(*numbers: int) -> list[date]:
    """List days of November by their numbers."""
    return [date(2023, 11, number) for number in numbers]


def _leaves() -> list[Absence]:
    return [
        leave(member("李丹"), "年休假", ("2023-10-30", "2023-11-01"), "2023-10-26T09:12", "2023-10-26T15:40", cancelled=dates(2)[0]),
        leave(member("何晓峰"), "事假", ("2023-11-10", "2023-11-13"), "2023-11-08T10:03", "2023-11-08T11:21", cancelled=dates(14)[0], quantity_text="两天"),
        leave(member("潘秀云"), "事假", ("2023-11-15", "2023-11-15", "afternoon"), "2023-11-15T09:05", "2023-11-15T09:40", cancelled=dates(16)[0], dingtalk=False, approver="陈立强（工作队长）"),
        leave(member("杨志成"), "年休假", ("2023-11-13", "2023-11-22"), "2023-11-06T08:50", "2023-11-08T16:32", cancelled=dates(23)[0], approver=COUNTY_OFFICE),
        leave(member("龙国庆"), "事假", ("2023-11-23", "2023-11-24"), "2023-11-22T09:31", "2023-11-22T10:10", cancelled=dates(27)[0], approver="池振东（村党支部书记）", dingtalk=False),
        leave(member("贺军"), "事假", ("2023-11-09", "2023-11-09"), "2023-11-09T19:25", "2023-11-10T16:20", cancelled=dates(10)[0]),
        leave(member("彭小兵"), "事假", ("2023-11-16", "2023-11-17"), "2023-11-15T08:47", "2023-11-15T14:02"),
        leave(member("周文博"), "事假", ("2023-11-14", "2023-11-14", "afternoon"), "2023-11-14T08:20", "2023-11-14T09:02", registered=False),
        leave(member("冉光明"), "年休假", ("2023-11-16", "2023-11-17"), "2023-11-13T08:40", "2023-11-13T17:05", cancelled=dates(20)[0]),
        leave(member("罗建平"), "事假", ("2023-11-24", "2023-11-24"), "2023-11-23T21:10", "2023-11-24T07:30", status=("完成", "拒绝"), registered=False),
        leave(member("范永康"), "调休", ("2023-11-03", "2023-11-03"), "2023-11-02T12:00", "2023-11-02T12:30", status=("已撤销", ""), registered=False),
    ]  # fmt: skip


def _duties() -> list[Absence]:
    school = ("2023-11-23", "2023-11-23")
    document = "清振办〔2023〕41号"
    whole_team = [duty(member(name, "桃溪村"), "培训", school, "全县驻村干部能力提升培训", document, place="县委党校") for name in ("周文博", "陈立强", "李丹")]  # fmt: skip
    trip = duty(member("罗建平"), "出差", ("2023-11-21", "2023-11-21"), "对接农产品展销会", "清农函〔2023〕27号", place="市会展中心", form_no="202311191605318842077")  # fmt: skip
    course = duty(member("石小芹"), "培训", ("2023-11-14", "2023-11-16"), "防返贫监测业务培训", "清振办〔2023〕38号", place="县乡村振兴局")  # fmt: skip
    return [*whole_team, course, trip]


def _spared() -> frozenset[tuple[Who, date]]:
    """Rest days without duty: the vacant weekend of 云台村, and people whose days must not be made up at weekends."""
    rest = dates(4, 5, 11, 12, 18, 19, 25, 26)
    names = (("王芳", "石磨村"), ("杨志成", "双桥村"))
    spared = {(member(*name).who, day) for name in names for day in rest}
    vacant = {(p.who, day) for p in POSTINGS if p.village == "云台村" for day in dates(18, 19)}
    return frozenset(spared | vacant)


def build(seed: int) -> World:
    """Make the month: clean days first, then the planted deviations and the honest noise."""
    world = World(MONTH, VILLAGES, POSTINGS, absences=[*_leaves(), *_duties()], no_logs=frozenset({"桃溪村"}))
    build_days(world, seed=seed, off_duty=_spared())
    world.books = log_books(world)
    world.books[member("王芳").who, "石磨村"] = world.books[member("彭小兵").who, "石磨村"]
    _plant_attendance(world)
    _plant_records(world)
    _add_noise(world)
    _add_bad_cells(world)
    return world


def _plant_attendance(world: World) -> None:
    plan = (
        ("唐雪梅", "柳湾村", (6, 7, 8), how.no_trace),
        ("郑丽娟", "双桥村", (15,), how.no_trace),
        ("王芳", "石磨村", (1, 3, 7, 9, 14, 16, 21, 23), how.half_day),
        ("秦少华", "白鹭社区", (3, 6, 8, 13, 15, 20, 28), how.no_punch),
        ("向春燕", "白鹭社区", (7, 9, 21), how.no_sign),
        ("蒋雨", "白鹭社区", (14, 15), how.marked("present")),
        ("邓国栋", "石磨村", (2, 10, 24), how.no_punch),
        ("潘秀云", "松岭村", (7, 22), how.abnormal("模拟定位")),
        ("陈立强", "桃溪村", (2, 8, 15, 24), how.repaired),
        ("冉光明", "白鹭社区", (17,), how.marked("present")),
        ("罗建平", "柳湾村", (2, 16), how.no_punch),
        ("罗建平", "柳湾村", (28,), how.no_sign),
    )
    for name, village, numbers, change in plan:
        how.change(world, member(name, village).who, village, dates(*numbers), change)


def _plant_records(world: World) -> None:
    how.change(world, member("陈立强", "松岭村").who, "松岭村", dates(3, 10, 17, 27), how.no_log)
    how.change(world, member("石小芹").who, "雁池村", dates(6, 9, 20, 28), how.says(ALIKE))


def _add_noise(world: World) -> None:
    """Add what an auditor must let pass: within the tolerances, on days that do not count, with papers."""
    plan = (
        ("彭小兵", "石磨村", (29,), how.no_sign),
        ("马天宇", "松岭村", (23, 28), how.no_punch),
        ("何晓峰", "柳湾村", (3, 21), how.no_log),
        ("何晓峰", "柳湾村", (7, 16), how.repaired),
        ("龙国庆", "雁池村", (2, 14), how.repaired),
        ("龙国庆", "雁池村", (29,), how.set_right),
        ("曾凡荣", "双桥村", (30,), how.one_punch),
        ("郑丽娟", "双桥村", (9,), how.late_night),
        ("覃文斌", "雁池村", (17, 27), how.abnormal("定位异常")),
        ("田大川", "雁池村", (9,), how.abnormal("设备时间与标准时间不一致")),
        ("贺军", "松岭村", (5,), how.log_only("周日在家整理本周走访笔记{n}页，准备下周的院坝会发言提纲，没有到村。")),
    )
    for name, village, numbers, change in plan:
        how.change(world, member(name, village).who, village, dates(*numbers), change)


def _add_bad_cells(world: World) -> None:
    how.change(world, member("马天宇").who, "松岭村", dates(26), how.marked("text:？"))
    no_log = ("云台村", member("谭宏伟").who)
    how.change(world, no_log[1], no_log[0], dates(13), how.no_log)
    world.extra_logs = [
        ("柳湾村", "罗建平", "2023年11月31日", "到六组查看冬种油菜，催促农资店备足复合肥，回村部填报旬报表。"),
        ("云台村", "谭宏韦", "2023年11月13日", "陪县医院专家下村义诊，登记看诊群众名单，把药品分类放进村卫生室。"),
    ]


EXPECTED = (
    Expected("untraced-run", "柳湾村", "唐雪梅", date(2023, 11, 6), "三个工作日无签到、打卡、日志、会议，也无请假公务；应签未签、无打卡并入本条", dates(6, 7, 8)),
    Expected("absent-without-leave", "双桥村", "郑丽娟", date(2023, 11, 15), "一个工作日无任何痕迹、无手续，不足三日", dates(15)),
    Expected("monthly-days-short", "石磨村", "王芳", FIRST_DAY, "22个工作日中8天只签半天，在村18天，应20天"),
    Expected("first-secretary-days-short", "双桥村", "杨志成", FIRST_DAY, "经批准年休假8个工作日，到村14天，不足22天的三分之二（15天）；请假使每月20天的要求降为14天"),
    Expected("village-unattended", "桃溪村", "", date(2023, 11, 23), "三人同日参加县里培训，有通知，但村里无人", dates(23)),
    Expected("village-unattended", "云台村", "", date(2023, 11, 18), "周末两天无人轮值，休息日只作提示", dates(18, 19)),
    Expected("days-not-corroborated", "白鹭社区", "秦少华", FIRST_DAY, "签到够数，7天没有打卡，能相互印证的天数不足20天"),
    Expected("punch-missing", "白鹭社区", "秦少华", FIRST_DAY, "7个工作日有签到、日志而无打卡；签到打卡不一致并入本条", dates(3, 6, 8, 13, 15, 20, 28)),
    Expected("punch-missing", "石磨村", "邓国栋", FIRST_DAY, "3个工作日无打卡，超过2天；能印证的天数仍够", dates(2, 10, 24)),
    Expected("sign-in-missing", "白鹭社区", "向春燕", FIRST_DAY, "3个工作日有打卡、日志而未签到；签到打卡不一致并入本条", dates(7, 9, 21)),
    Expected("sign-in-impossible", "白鹭社区", "蒋雨", FIRST_DAY, "11月16日到任，14日、15日已有签到", dates(14, 15)),
    Expected("punch-abnormal", "松岭村", "潘秀云", FIRST_DAY, "两次打卡记有“模拟定位”", dates(7, 22)),
    Expected("punch-repaired-often", "桃溪村", "陈立强", FIRST_DAY, "补卡4次，超过3次", dates(2, 8, 15, 24)),
    Expected("work-log-missing", "松岭村", "陈立强", FIRST_DAY, "4个在村日无日志，超过2天；考勤日志不一致并入本条", dates(3, 10, 17, 27)),
    Expected("work-log-alike", "雁池村", "石小芹", FIRST_DAY, "4篇日志只有数字不同", dates(6, 9, 20, 28)),
    Expected("work-log-book-missing", "石磨村", "", FIRST_DAY, "彭小兵、王芳的日志编在同一册"),
    Expected("leave-approved-too-low", "雁池村", "龙国庆", date(2023, 11, 23), "2个工作日的假由村党支部书记批准，应报乡镇", dates(23, 24)),
    Expected("leave-approved-late", "松岭村", "贺军", date(2023, 11, 9), "11月9日离岗，10日才批准，事假无宽限", dates(9)),
    Expected("leave-not-cancelled", "石磨村", "彭小兵", date(2023, 11, 16), "11月17日假满，台账无销假时间", dates(16, 17)),
    Expected("leave-proof-missing", "桃溪村", "周文博", date(2023, 11, 14), "钉钉批准的半天事假没有登入请销假台账", dates(14)),
    Expected("records-during-leave", "白鹭社区", "冉光明", date(2023, 11, 16), "全天年休假的11月17日签到册上有签到，当天不计在村", dates(17)),
    Expected("sign-in-punch-mismatch", "柳湾村", "罗建平", FIRST_DAY, "2天有签到无打卡、1天有打卡无签到，分别都在容许之内，合计3天超过2天", dates(2, 16, 28)),
    Expected("team-meetings-short", "云台村", "", FIRST_DAY, "同一天的两次工作队会议算一次，村“两委”会议不算，全月1次"),
    Expected("meeting-proof-missing", "雁池村", "", date(2023, 11, 22), "工作队会议没有照片"),
    *standing_problems(),
    Expected("team-understaffed", "松岭村", "", date(2023, 10, 26), "第一书记缺配25天（10月26日至11月19日）"),
)  # fmt: skip

NO_SOURCE = (("桃溪村", "work_logs", "桃溪村没有报11月工作日志：相关规则记资料不足，不算问题"),)

AHEAD = (
    Expected("month-shortfall-ahead", "石磨村", "王芳", FIRST_DAY, "截至11月20日在村11天，余下工作日全勤也不足20天"),
)
