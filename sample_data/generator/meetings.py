"""The meetings of a month: two of the team and one of the village committees in every village."""

from collections.abc import Mapping
from datetime import date

from .chance import chance
from .days import is_workday, month_days
from .model import Meeting, Village, World

TEAM, COMMITTEES = "工作队会议", "村“两委”会议"
_TOPICS = (
    "研究防返贫监测排查，分片包户",
    "通报日志检查情况，安排下旬走访",
    "学习驻村管理办法，讨论产业项目进度",
    "研究冬季森林防火和道路安全",
    "小结本月工作，安排轮流值守",
    "讨论以工代赈项目申报材料",
)
_COMMITTEE_TOPICS = ("研究低保动态调整", "商议集体经济分红方案", "讨论村级项目验收")


def build_meetings(world: World, *, seed: int, fixed: Mapping[str, tuple[int, ...]] | None = None) -> list[Meeting]:
    """Hold the month's meetings; ``fixed`` gives the days of the team meetings of some villages by number."""
    held: list[Meeting] = []
    days = [day for day in month_days(world.month) if is_workday(day)]
    for index, village in enumerate(world.villages):
        random = chance(seed, "meetings", village.name, world.month)
        usual = (days[3 + index % 4], days[12 + index % 5])
        numbers = (fixed or {}).get(village.name)
        chosen = [days[0].replace(day=number) for number in numbers] if numbers else usual
        for day in chosen:
            held.append(_team_meeting(world, village, day, random.choice(_TOPICS)))
        held.append(_committee_meeting(world, village, days[7 + index % 6], random.choice(_COMMITTEE_TOPICS)))
    return held


def present_members(world: World, village: Village, day: date) -> tuple[str, ...]:
    """List the members who were in the village on a day, by the book or by the punch."""
    here = [p for p in world.postings if p.village == village.name and p.main and p.active(day)]
    return tuple(
        p.person
        for p in here
        if (record := world.days[p.who, village.name, day]).punches or record.sign in ("present", "half")
    )


def _team_meeting(world: World, village: Village, day: date, topic: str) -> Meeting:
    there = present_members(world, village, day)
    absent = tuple(
        p.person
        for p in world.postings
        if p.village == village.name and p.main and p.active(day) and p.person not in there
    )
    return Meeting(village.name, day, TEAM, topic, there[0], there[-1], (*there, village.cadres[0]), absent)


def _committee_meeting(world: World, village: Village, day: date, topic: str) -> Meeting:
    there = present_members(world, village, day)[:1]
    secretary, head = village.cadres
    return Meeting(village.name, day, COMMITTEES, topic, secretary, head, (secretary, head, *there))
