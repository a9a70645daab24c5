"""Any number of villages in real-format files, for measuring: invented names, ordinary people, small lapses."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from . import deviations as how
from .absences import TOWN, duty
from .approvals import LEAVE, write_approvals
from .chance import chance
from .clean import build_days, log_books
from .days import chinese_month, is_workday, month_days
from .dingtalk import write_report
from .dingtalk_common import village_staff
from .grids import HABITS, write_grid
from .identity import form_no, job_no, phone, user_id
from .ledgers import write_duties, write_leaves, write_logs, write_meetings
from .meetings import build_meetings
from .model import Absence, Posting, Village, World
from .people import FIRST, LEADER, MEMBER
from .roster import write_handovers, write_roster, write_villages

_BATCH = 10
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "安邦昌成达德恩芳刚国海浩宏华建杰军康林明宁平强庆荣山思涛伟文"
_FORE = "东西南北上下前后大小高长金银玉石青白红新"
_AFT = "岭溪坪湾塘坝沟岗坡冲垭堰井桥场庙屯坊洲浦林泉峰谷园田寨营墩洞"
_ARRIVED, _ISSUED = date(2023, 5, 15), date(2023, 5, 10)


@dataclass(frozen=True, slots=True)
class Share:
    """The villages that stand in one set of files: their number and their world."""

    number: int
    world: World


def build(folder: Path, *, villages: int, months: Sequence[str] = ("2023-11",), seed: int = 1) -> list[Path]:
    """Write villages with three or four members each, in sets of ten villages to a file; give all files.

    Months are those of 2023. The same arguments give the same bytes.
    """
    listed, postings = people_of(villages)
    write_villages(listed, folder / "村基本情况表.xlsx")
    write_roster(postings, folder / "花名册.xlsx")
    write_handovers((), folder / "轮换交接登记表.xlsx")
    for month in months:
        for share in shares_of(listed, postings, month, seed):
            add_lapses(share.world, seed)
            write_share(share, folder / month)
    return sorted(folder.rglob("*.xlsx"))


def people_of(villages: int) -> tuple[tuple[Village, ...], tuple[Posting, ...]]:
    """Name so many villages and their teams."""
    listed = tuple(_village(number) for number in range(villages))
    return listed, tuple(posting for n, village in enumerate(listed, start=1) for posting in _team(village, n))


def _village(number: int) -> Village:
    """Name a village by two characters: 东岭村, 东溪村, …; there are names for 600."""
    name = _FORE[number // len(_AFT) % len(_FORE)] + _AFT[number % len(_AFT)]
    return Village(f"{name}村", poor_population=150 + number, cadres=(f"{name}支书", f"{name}主任"))


def _team(village: Village, number: int) -> Iterator[Posting]:
    unit = f"县第{number:03d}单位"
    for place, role in enumerate((FIRST, LEADER, MEMBER, MEMBER)[: 3 + number % 2]):
        index = number * 4 + place
        person = _SURNAMES[index % 32] + _GIVEN[index // 32 % 30] + _GIVEN[(index * 7 + index // 960) % 30]
        yield Posting(
            village=village.name,
            person=person,
            role=role,
            unit=unit,
            arrived=_ARRIVED,
            left=None,
            document="清组发〔2023〕12号",
            issued=_ISSUED,
            user_id=user_id(person, unit),
            job_no=job_no(person, unit),
            phone=phone(person, unit),
        )


def shares_of(
    villages: Sequence[Village], postings: Sequence[Posting], month: str, seed: int, more: Sequence[Absence] = ()
) -> Iterator[Share]:
    """Give the month of every ten villages: everybody does as asked, some on leave; ``more`` are absences besides."""
    for start in range(0, len(villages), _BATCH):
        here = villages[start : start + _BATCH]
        names = {village.name for village in here}
        team = [posting for posting in postings if posting.village in names]
        also = [one for one in more if one.village in names]
        world = World(month, here, team, absences=[*_leaves(team, month, seed), _course(team, month), *also])
        build_days(world, seed=seed)
        world.books = log_books(world)
        world.meetings = build_meetings(world, seed=seed)
        yield Share(start // _BATCH + 1, world)


def _leaves(team: Sequence[Posting], month: str, seed: int) -> list[Absence]:
    """Give every fifth member a day of leave."""
    random = chance(seed, "leaves", month, team[0].village)
    workdays = [day for day in month_days(month) if is_workday(day)]
    return [_leave(posting, random.choice(workdays[2:-2])) for posting in team if random.random() < 0.2]


def _leave(posting: Posting, day: date) -> Absence:
    start = datetime(day.year, day.month, day.day, 8, 30)  # noqa: DTZ001 - local time, as on paper
    before = start.replace(hour=7, minute=30)
    return Absence(
        village=posting.village,
        person=posting.person,
        unit=posting.unit,
        kind="leave",
        type="事假",
        start=start,
        end=start.replace(hour=17),
        reason="处理家中事务",
        applied=before,
        approved=before.replace(minute=50),
        approver=TOWN,
        cancelled=date.fromordinal(day.toordinal() + 1),
        form_no=form_no(f"{before:%Y%m%d%H%M}", posting.person + posting.unit),
    )


def _course(team: Sequence[Posting], month: str) -> Absence:
    """Send one member of the ten villages to a course of two days."""
    days = tuple(day.isoformat() for day in month_days(month)[-3:-1])
    return duty(team[1], "培训", days, "防返贫监测业务培训", "清振办〔2023〕38号")


def add_lapses(world: World, seed: int) -> None:
    """Let every tenth member miss signs, punches or logs on a few workdays."""
    random = chance(seed, "lapses", world.month, world.villages[0].name)
    workdays = [day for day in month_days(world.month) if is_workday(day)]
    for posting in world.postings:
        if random.random() < 0.1:
            lapse = random.choice((how.no_sign, how.no_punch, how.no_log, how.no_trace))
            present = [day for day in workdays if world.days[posting.who, posting.village, day].sign == "present"]
            how.change(world, posting.who, posting.village, sorted(random.sample(present, 4)), lapse)


def write_share(share: Share, folder: Path) -> None:
    """Write the month's files of one set of villages."""
    world, month = share.world, chinese_month(share.world.month)
    tail = f"{month}第{share.number:02d}片区"
    for number, village in enumerate(world.villages):
        write_grid(world, village, HABITS[number % len(HABITS)], folder / f"{village.name}{month}签到册.xlsx")
    write_report(world, village_staff(world, clerk=False), folder / f"考勤报表_{tail}.xlsx")
    write_approvals(world, LEAVE, folder / f"请假审批_{tail}.xlsx")
    write_leaves(world, folder / f"请销假台账_{tail}.xlsx", by_village=True)
    write_logs(world, world.villages, folder / f"工作日志_{tail}.xlsx", share.number % 2)
    write_meetings(world, folder / f"会议台账_{tail}.xlsx", by_village=True)
    write_duties(world, folder / f"公务外出_{tail}.xlsx")
