"""Two years of visits to households, and what is wrong with some of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from generator.days import is_workday, month_days
from generator.lists import Listing, write_lists
from generator.model import Expected, Posting, Village

from .homes import ALLOWANCE, AWAY, CADRES_OWN, CLEARED, OPEN, RELIEVED, Home, homes_of, teams_of

_SEPTEMBER, _WINTER, _DECEMBER = date(2024, 9, 1), date(2024, 10, 1), date(2024, 12, 1)
_AUTUMN, _ROUND = date(2024, 7, 1), date(2023, 5, 15)
_MISSED, _UNSEEN, _NEVER, _NO_CONTACT, _ON_LEAVE, _HASTY, _UNSIGNED, _ALIKE, _AWAY_AT_HOME = (
    "东溪村", "东坪村", "东湾村", "东沟村", "东岗村", "东坡村", "东冲村", "东岭村", "东坝村",
)  # fmt: skip
_KINDS = ("监测对象", "监测对象", "脱贫户", "脱贫户", "低保户")
_FREE = frozenset({3, 4, 9, 10, 13, 16, 17, 19})
"""Days of a month on which no visitor is on leave in either audited month."""
_TOPICS = (
    "核对上季度生猪代养合同，猪苗成活正常，帮着算了饲料钱和出栏时间，户主想再添五头",
    "看了新换的屋面瓦，雨天不漏了，院里排水沟还有一截要疏通，当场叫来施工的师傅看过",
    "女儿考上中职，讲了助学金怎么申请，把学校要的证明清单抄给户主，约好下周补齐",
    "老人血压药快吃完了，联系村医送药上门，门诊慢特病的手续已经替他办妥",
    "公益岗位的工资到账核对无误，提醒保洁路段延长到桥头，请假要先跟村里说",
    "茶园除草刚过半，联系合作社来收鲜叶，价钱比去年每斤高一块五，户主满意",
    "水龙头出水小，沿管子走到蓄水池，是阀门没有全开，拧好以后水压恢复",
    "务工的儿子在电子厂转了正，月收入四千多，劝他把社保接上，不要中断",
    "小额信贷年底到期，帮着算好卖牛的钱够还，另外留了孩子开学的学费",
    "危房改造补助打到一卡通了，户主对数目有疑问，一笔一笔对着存折讲清楚",
    "家里新添了孙子，户口还没有上，交代带哪些材料去派出所，顺便办医保参保",
    "玉米遭野猪糟蹋半亩，拍照报了保险，查勘员答应三天内上门定损",
)
_CALLS = (
    "电话问了近况，身体都好，年底才回来",
    "电话联系，家里一切正常，没有新的困难",
    "通话五分钟，问了孩子上学和老人吃药的事",
)
_COPIED = "详细了解家庭成员健康和就业状况，讲解防止返贫监测政策，群众对帮扶工作表示满意，没有其他困难"

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "2024-09": (
        Expected("relieved-household-unvisited", _NEVER, "", _AUTUMN, "一户脱贫户只有单位干部去过"),
        Expected("visits-incomplete-coverage", _NEVER, "", _ROUND, "同一户到任以来没有队员去过"),
        Expected("visits-too-many-a-day", _HASTY, "周邦宏", date(2024, 9, 12), "五户相隔三分钟"),
        Expected("visit-notes-alike", _ALIKE, "", _SEPTEMBER, "三户的走访内容一样"),
        Expected("visit-doubtful", _AWAY_AT_HOME, "曹安山", date(2024, 9, 10), "登记入户的户外出未归"),
    ),
    "2024-12": (
        Expected("key-household-unvisited", _MISSED, "", _DECEMBER, "低保户当月没有走访"),
        Expected("relieved-household-unvisited", _UNSEEN, "", _WINTER, "一户脱贫户四季度只有单位干部去过"),
        Expected("relieved-household-unvisited", _NEVER, "", _WINTER, "一户脱贫户只有单位干部去过"),
        Expected("visits-incomplete-coverage", _NEVER, "", _ROUND, "同一户到任以来没有队员去过"),
        Expected("visit-doubtful", _ON_LEAVE, "赵邦建", date(2024, 12, 5), "请假当天登记走访"),
        Expected("visit-ledger-incomplete", _UNSIGNED, "", _DECEMBER, "一条缺签字"),
    ),
}  # fmt: skip


def write(folder: Path, villages: Sequence[Village], postings: Sequence[Posting]) -> None:
    """Write the ledger of visits: a sheet from the teams' arrival to the end of 2023, one for 2024."""
    homes, teams = homes_of(villages, postings), teams_of(villages, postings)
    write_lists(folder / "全年台账" / "走访台账.xlsx", [_earlier(homes, teams), _this_year(homes, teams)])


def _earlier(homes: Sequence[Home], teams: Mapping[str, Sequence[Posting]]) -> Listing:
    heads = (
        "村名",
        "户号",
        "走访对象",
        "小组",
        "农户类别",
        "入户日期",
        "具体时间",
        "走访形式",
        "入户人员",
        "主要内容",
        "户主签字",
    )
    rows = [
        row for month in range(5, 13) for home in homes for row in _month_of(home, teams[home.village], 2023, month)
    ]
    return Listing("2023年", ("青禾镇2023年5月至12月走访台账",), heads, sorted(rows, key=_when))


def _this_year(homes: Sequence[Home], teams: Mapping[str, Sequence[Posting]]) -> Listing:
    heads = (
        "驻村", "户编号", "户主姓名", "组别", "对象类别", "走访日期", "走访时刻", "走访方式", "走访人", "走访内容",
        "有无签字",
    )  # fmt: skip
    rows = [
        row for month in range(1, 13) for home in homes for row in _month_of(home, teams[home.village], 2024, month)
    ]
    rows += _planted(homes, teams)
    return Listing("2024年", ("青禾镇2024年度走访台账", "填报：青禾镇乡村振兴办"), heads, sorted(rows, key=_when))


def _when(row: Sequence[object]) -> tuple[str, ...]:
    return (str(row[5]), str(row[0]), str(row[6]))


def days_of_visits(villages: Sequence[Village], postings: Sequence[Posting]) -> frozenset[tuple[str, str, date]]:
    """Give the village, person and day of all visits of 2024: what a log of that day must speak of."""
    rows = _this_year(homes_of(villages, postings), teams_of(villages, postings)).rows
    return frozenset((str(r[0]), name, r[5]) for r in rows for name in str(r[8]).split("、") if isinstance(r[5], date))


def _month_of(home: Home, team: Sequence[Posting], year: int, month: int) -> Iterator[tuple[object, ...]]:
    """Give a household's visits of a month: those at risk and on allowance each month, the relieved each quarter."""
    names = [one.person for one in team]
    turn = month % 3
    if home.kind in (OPEN, CLEARED):
        yield _visit(home, names[home.kind], (year, month))
    elif home.kind == ALLOWANCE and (home.village, year, month) != (_MISSED, 2024, 12):
        yield _visit(home, names[2], (year, month))
    elif home.kind == RELIEVED:
        skipped = (home.village, year, month) == (_NO_CONTACT, 2024, 12)
        yield from () if skipped else (_visit(home, names[2], (year, month), phone=turn != 2),)
    elif home.kind == CADRES_OWN:
        yield _visit(home, home.helper, (year, month), phone=turn != 0)
        if turn == 1 and home.village != _NEVER and (home.village, year, month) != (_UNSEEN, 2024, 10):
            yield _visit(home, f"{names[0]}、{names[1]}", (year, month), later=2)


def _visit(
    home: Home, visitors: str, of: tuple[int, int], *, phone: bool = False, later: int = 0
) -> tuple[object, ...]:
    year, month = of
    place = int(home.number[1:3])
    days = [day for day in month_days(f"{year}-{month:02d}") if day.day in _FREE and is_workday(day)]
    day = days[(place + 2 * home.kind + later) % len(days)]
    phone = phone or ((home.village, home.kind) == AWAY and date(2024, 3, 1) <= day)
    phone = phone or (home.village, home.kind, year, month) == (_AWAY_AT_HOME, ALLOWANCE, 2024, 9)
    topic = _TOPICS[(month + 5 * home.kind + place + later) % len(_TOPICS)]
    if home.village == _ALIKE and (year, month) == (2024, 9) and home.kind in (OPEN, CLEARED, ALLOWANCE):
        topic = _COPIED
    says = _CALLS[(month + home.kind) % len(_CALLS)] if phone else topic
    signed = "无" if phone or ((home.village, home.kind, year, month) == (_UNSIGNED, OPEN, 2024, 12)) else "有"
    at = f"{9 + home.kind + (home.kind > 2):02d}:{(place * 7) % 60:02d}"
    return (*home.heading, _KINDS[home.kind], day, at, "电话" if phone else "入户", visitors, says, signed)


def _planted(homes: Sequence[Home], teams: Mapping[str, Sequence[Posting]]) -> Iterator[tuple[object, ...]]:
    """Give visits that cannot have been, or not so fast, and beside them some that can."""
    for home in homes:
        names = [one.person for one in teams[home.village]]
        if home.village == _HASTY:
            topic = _TOPICS[(3 + 5 * home.kind) % len(_TOPICS)] + "，改日再来"
            yield _row(home, (date(2024, 9, 12), f"15:{10 + 3 * home.kind:02d}"), names[0], topic)
        if (home.village, home.kind) == (_ON_LEAVE, RELIEVED):
            yield _row(home, (date(2024, 12, 5), "10:20"), names[0], "送去过冬的棉被，看了屋里的电线，换了两个插座")
        if (home.village, home.kind) == (_AWAY_AT_HOME, ALLOWANCE):
            yield _row(home, (date(2024, 9, 10), "16:40"), names[1], "询问低保金发放，检查厨房烟囱，提醒冬天通风")
        if home.village == "东塘村":
            # A meeting in the yard: five households within minutes, and nobody ran.
            yield _row(
                home, (date(2024, 9, 12), f"15:{10 + home.kind:02d}"), names[0], "院坝会上听取对产业分红的意见", "集中"
            )


def _row(home: Home, when: tuple[date, str], visitor: str, says: str, way: str = "入户") -> tuple[object, ...]:
    return (*home.heading, _KINDS[home.kind], *when, way, visitor, says, "有")
