"""The households of the ten villages, five in each, and who is paired with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from generator.model import Posting, Village

_SURNAMES = "田向覃彭冉龙滕石麻吴宋罗邓谭唐"
_GIVEN = ("大贵", "桂英", "长生", "玉莲", "德福", "春梅", "老满", "金凤", "水生", "腊香", "兴旺")
_GROUPS = "一二三四五六"
_CADRES = ("段立新", "纪晓舟", "屈望春", "阮志平", "祝青山", "柯文斌", "骆家明", "邱海燕", "倪卫东", "卓凌云")
OPEN, CLEARED, RELIEVED, CADRES_OWN, ALLOWANCE = range(5)
"""The five: at risk, its risk cleared in 2023, relieved of poverty (two, the second paired with a cadre of the unit),
on minimum allowance.
"""
AWAY = ("东坪村", OPEN)
"""Away for work from March to the year's end: called by telephone."""


@dataclass(frozen=True, slots=True)
class Home:
    """One household: its village, which of the five it is, its number, head and group, and who is paired with it."""

    village: str
    kind: int
    number: str
    head: str
    group: str
    helper: str
    unit: str

    @property
    def heading(self) -> tuple[str, str, str, str]:
        """What every list begins with: village, number, head, group."""
        return (self.village, self.number, self.head, self.group)

    @property
    def shown(self) -> str:
        """How findings call the head."""
        return f"{self.head[0]}某"


def teams_of(villages: Sequence[Village], postings: Sequence[Posting]) -> dict[str, list[Posting]]:
    """Give the three members of each village who stayed for both years."""
    return {v.name: [one for one in postings if one.village == v.name and one.left is None][:3] for v in villages}


def homes_of(villages: Sequence[Village], postings: Sequence[Posting]) -> list[Home]:
    """List five households for each village; the one on minimum allowance is nobody's pair."""
    teams = teams_of(villages, postings)
    return [
        _home(village.name, number, kind, teams[village.name])
        for number, village in enumerate(villages)
        for kind in range(5)
    ]


def _home(village: str, number: int, kind: int, team: Sequence[Posting]) -> Home:
    place = number * 5 + kind
    helper = _CADRES[number] if kind == CADRES_OWN else "" if kind == ALLOWANCE else team[kind].person
    head = _SURNAMES[(number * 2 + kind * 3) % len(_SURNAMES)] + _GIVEN[place % len(_GIVEN)]
    return Home(
        village, kind, f"D{number + 1:02d}-{kind * 7 + 3:04d}", head, f"{_GROUPS[place % 6]}组", helper, team[0].unit
    )


AWAY_FROM, AWAY_TO = date(2024, 3, 1), date(2024, 12, 31)
