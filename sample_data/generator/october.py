"""October 2023, 19 workdays after the National Day holiday: what is planted and what must be found."""

from datetime import date

from . import deviations as how
from .absences import member
from .clean import build_days, log_books
from .model import Who, World
from .october_absences import ABSENCES, dates
from .people import POSTINGS, VILLAGES
from .texts import COPIED

MONTH = "2023-10"


def _spared() -> frozenset[tuple[Who, date]]:
    """Rest days without duty: the vacant day of 雁池村, and the weekend inside the run of 石磨村."""
    vacant = {(p.who, day) for p in POSTINGS if p.village == "雁池村" for day in dates(4)}
    return frozenset(vacant | {(member("王芳").who, day) for day in dates(21, 22)})


def build(seed: int) -> World:
    """Make the month: clean days first, then the planted deviations and the honest noise."""
    world = World(MONTH, VILLAGES, POSTINGS, absences=list(ABSENCES))
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
