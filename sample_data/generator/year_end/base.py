"""What every month needs, for ten villages: standing and monthly files, in which everybody does as asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import reduce
from pathlib import Path

from generator.lists import Listing, write_lists
from generator.many import people_of, shares_of, write_share
from generator.model import BadCell, Expected, Handover, Posting, Village, World
from generator.people import MEMBER
from generator.roster import write_handovers, write_roster, write_villages

from . import attendance, books, gatherings, log_texts
from .visits import days_of_visits

MONTHS = ("2024-09", "2024-12")
VILLAGES = 10
SEED = 20241231
_ALIKE = "山塘除险和魔芋、食用菌大棚两句，他村队员换了地名照写"
EXPECTED = {
    "2024-12": (
        Expected("work-log-alike", "东坪村", "韩安刚", date(2024, 12, 1), _ALIKE),
        Expected("work-log-alike", "东沟村", "姜安芳", date(2024, 12, 1), _ALIKE),
    )
}
_OTHER_WORDS = (("走访信息", "核查信息"), ("走访", "联系"), ("入户", "到组"), ("看望", "慰问"))
_CHANGED = date(2024, 11, 20)


def teams() -> tuple[tuple[Village, ...], tuple[Posting, ...]]:
    """Name the ten villages and their teams; in the ninth village a member gives way to another in November 2024."""
    villages, postings = people_of(VILLAGES)
    ninth = villages[8].name
    leaving = next(one for one in reversed(postings) if one.village == ninth and one.role == MEMBER)
    # The last of the next village's names is free: eleven villages would use it.
    spare = people_of(VILLAGES + 1)[1][-1]
    coming = replace(
        spare, village=ninth, role=MEMBER, unit=leaving.unit, arrived=_CHANGED, document="清组发〔2024〕31号",
        issued=date(2024, 11, 15),
    )  # fmt: skip
    gone = replace(leaving, left=date(2024, 11, 19))
    return villages, (*(gone if one is leaving else one for one in postings), coming)


def write_base(folder: Path) -> dict[str, list[BadCell]]:
    """Write the village list, the roster, the handover ledger, and the two months; give each month's bad cells."""
    villages, postings = teams()
    standing = folder / "基础资料"
    write_villages(villages, standing / "村基本情况表.xlsx")
    write_roster(postings, standing / "花名册.xlsx")
    write_handovers(_handovers(villages, postings), standing / "轮换交接登记表.xlsx")
    bad: dict[str, list[BadCell]] = {month: [] for month in MONTHS}
    visited = days_of_visits(villages, postings)
    for month in MONTHS:
        for share in shares_of(villages, postings, month, SEED, attendance.absences(month, postings)):
            attendance.plant(share.world)
            log_texts.plant(share.world)
            _tell_of_visits(share.world, visited)
            log_texts.tell_of_no_visits(share.world)
            log_texts.write_some_at_once(share.world)
            gatherings.record(share.world)
            books.prepare(share.world)
            write_share(share, folder / month)
            books.write_books(share.world, folder / month)
            bad[month] += share.world.bad_cells
    write_lists(folder / "2024-12" / "2024年12月县直会议登记.xlsx", [_by_the_hour(postings)])
    return bad


def _by_the_hour(postings: Sequence[Posting]) -> Listing:
    heads = ("村", "姓名", "公务类别", "事由", "开始时间", "结束时间", "通知文件", "地点")
    rows = [
        (one.village, one.person, one.type, one.reason, f"{one.start:%Y-%m-%d %H:%M}", f"{one.end:%Y-%m-%d %H:%M}",
         one.document, one.place)
        for one in attendance.meetings_by_the_hour(postings)
    ]  # fmt: skip
    return Listing("县直会议", ("青禾镇驻村干部2024年12月公务外出（县直会议）登记",), heads, rows)


def _tell_of_visits(world: World, visited: frozenset[tuple[str, str, date]]) -> None:
    """Let the logs speak of visits on the days that the ledger of visits has, and on no others."""
    for (who, village, day), one in world.days.items():
        if one.log:
            told = reduce(lambda text, words: text.replace(*words), _OTHER_WORDS, one.log)
            also = "另入户走访，详见走访台账。" if (village, who[0], day) in visited else ""
            world.days[who, village, day] = replace(one, log=told + also)


def _handovers(villages: Sequence[Village], postings: Sequence[Posting]) -> tuple[Handover, ...]:
    ninth = villages[8].name
    old = next(one.person for one in postings if one.village == ninth and one.left)
    new = next(one.person for one in postings if one.village == ninth and one.arrived == _CHANGED)
    return (Handover(ninth, date(2024, 11, 20), old, new),)
