"""November 2023, 22 workdays: what is planted, what must be found, and what only looks wrong."""

from datetime import date

from . import deviations as how
from .absences import member
from .clean import build_days, log_books
from .model import Who, World
from .november_absences import ABSENCES, dates
from .people import POSTINGS, VILLAGES
from .texts import ALIKE

MONTH = "2023-11"


def _spared() -> frozenset[tuple[Who, date]]:
    """Rest days without duty: the vacant weekend of 云台村, and people whose days must not be made up at weekends."""
    rest = dates(4, 5, 11, 12, 18, 19, 25, 26)
    names = (("王芳", "石磨村"), ("杨志成", "双桥村"))
    spared = {(member(*name).who, day) for name in names for day in rest}
    vacant = {(p.who, day) for p in POSTINGS if p.village == "云台村" for day in dates(18, 19)}
    return frozenset(spared | vacant)


def build(seed: int) -> World:
    """Make the month: clean days first, then the planted deviations and the honest noise."""
    world = World(MONTH, VILLAGES, POSTINGS, absences=list(ABSENCES), no_logs=frozenset({"桃溪村"}))
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
