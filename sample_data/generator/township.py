"""The sample township of two months, written to files."""

from dataclasses import replace
from pathlib import Path

from . import expected, november, november_expected, october, october_expected
from .approvals import LEAVE, TRIP, write_approvals
from .days import chinese_month, month_days
from .dingtalk import write_report
from .dingtalk_common import village_staff
from .grids import HABITS, write_grid
from .ledgers import write_duties, write_leaves, write_logs, write_meetings
from .lists import Bad
from .meetings import build_meetings
from .model import World
from .people import HANDOVERS, POSTINGS, VILLAGES
from .roster import write_handovers, write_roster, write_villages

SEED = 20231130
STANDING = "基础资料"


def write_township(folder: Path) -> None:
    """Write the two months, the standing files and the expected lists into a folder."""
    standing = folder / STANDING
    bad = [
        *write_villages(VILLAGES, standing / "青禾镇村基本情况表.xlsx"),
        *write_roster(POSTINGS, standing / "青禾镇驻村干部花名册.xlsx"),
        *write_handovers(HANDOVERS, standing / "青禾镇轮换交接登记表.xlsx"),
    ]
    for month, build, plan in (
        (october.MONTH, _october, october_expected),
        (november.MONTH, _november, november_expected),
    ):
        world = build(folder / month)
        expected.write_expected(
            folder / "expected" / f"{month}.yml",
            of=expected.Check(month),
            findings=plan.EXPECTED,
            unknown=plan.NO_SOURCE,
            bad=[*bad, *world.bad_cells],
        )
    ahead = folder / "expected" / "2023-11-as-of-20.yml"
    expected.write_warnings(ahead, of=expected.Check(november.MONTH, "2023-11-20"), findings=november_expected.AHEAD)


def _october(folder: Path) -> World:
    world = october.build(SEED)
    world.meetings = build_meetings(world, seed=SEED, fixed={"松岭村": (12, 25)})
    world.meetings = [
        replace(m, minutes="无") if (m.village, m.held.day, m.kind) == ("松岭村", 25, "工作队会议") else m
        for m in world.meetings
    ]
    _write_common(world, folder)
    write_leaves(world, folder / "2023年10月请销假台账.xlsx", by_village=False)
    write_logs(world, VILLAGES[:4], folder / "2023年10月工作日志（一片区）.xlsx", 0)
    write_logs(world, VILLAGES[4:], folder / "2023年10月工作日志（二片区）.xlsx", 1)
    stray = Bad("槐树村", "unknown-village", "镇内没有这个村，该行不计")
    lost = (
        stray,
        "2023年10月19日",
        "工作队会议",
        "安排防火值守",
        "村部会议室",
        "",
        "",
        "何晓峰、罗建平",
        "无",
        "有",
        "有",
    )
    write_meetings(world, folder / "2023年10月会议台账.xlsx", by_village=False, bad=[lost])
    vague = Bad("10月下旬", "bad-moment", "看不出是哪一天，该行不计；本人当月均在村")
    write_duties(
        world,
        folder / "2023年10月公务培训台账.xlsx",
        [("雁池村", "石小芹", "会议", "县里座谈", vague, vague, "", "县城", "")],
    )
    return world


def _november(folder: Path) -> World:
    world = november.build(SEED)
    fixed = {"云台村": (10, 10), "雁池村": (8, 22), "白鹭社区": (10, 24)}
    world.meetings = build_meetings(world, seed=SEED, fixed=fixed)
    world.meetings = [
        replace(m, photo="无") if (m.village, m.held.day, m.kind) == ("雁池村", 22, "工作队会议") else m
        for m in world.meetings
    ]
    _write_common(world, folder)
    backwards = Bad("2023年11月28日", "check-failed", "结束早于开始，该行不计；本人这几天都在村")
    row = (
        "郑丽娟",
        "工作队员",
        "事假",
        "接送小孩",
        backwards,
        "2023年11月20日",
        1,
        "县城",
        "2023-11-27 09:00",
        "刘振华（镇党委书记）",
        "2023-11-27 10:00",
        "2023-11-29",
        "审批单",
        "",
    )
    write_leaves(world, folder / "2023年11月请销假台账.xlsx", by_village=True, bad=[("双桥村", row)])
    write_logs(world, VILLAGES[1:2], folder / "柳湾村2023年11月工作日志.xlsx", 0)
    write_logs(world, VILLAGES[2:3], folder / "石磨村2023年11月工作日志.xlsx", 1)
    write_logs(world, VILLAGES[3:], folder / "2023年11月工作日志（云台等五村）.xlsx", 1)
    write_meetings(world, folder / "2023年11月工作队会议记录.xlsx", by_village=True)
    write_duties(world, folder / "2023年11月公务培训台账.xlsx")
    return world


def _write_common(world: World, folder: Path) -> None:
    """Write what both months have in the same form: the grids and the DingTalk files."""
    month, dates = chinese_month(world.month), month_days(world.month)
    for village, habit in zip(world.villages, HABITS, strict=True):
        write_grid(world, village, habit, folder / f"{village.name}{month}签到册.xlsx")
    report = f"青禾镇_考勤报表_{dates[0]:%Y%m%d}-{dates[-1]:%Y%m%d}.xlsx"
    write_report(world, village_staff(world), folder / report)
    write_approvals(world, LEAVE, folder / f"请假审批_{month}.xlsx")
    write_approvals(world, TRIP, folder / f"出差审批_{month}.xlsx")
