"""A round of household checks in December: villages drawn by lot, households drawn, and what they answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.lists import Listing, write_lists
from generator.model import Expected, Posting, Village

from .homes import ALLOWANCE, CADRES_OWN, OPEN, RELIEVED, Home, homes_of

_UNKNOWN, _UNHAPPY, _FEW, _STRATUM, _OWN_DRAW, _REPLACED = "东湾村", "东塘村", "东坝村", "东沟村", "东岗村", "东坡村"
_DRAWN_ON, _FIRST = date(2024, 12, 7), date(2024, 12, 9)
_SURNAMES = "汪田任姜范方石姚谭廖邹熊金陆郝"
_KINDS = ("脱贫户", "一般农户", "脱贫户", "监测户", "一般农户", "低保户", "脱贫户", "一般农户")
_LISTED = {0: RELIEVED, 2: CADRES_OWN, 3: OPEN, 5: ALLOWANCE}
"""Which of those drawn stand in the village's ledger of households."""
_DENIED = "东冲村"

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "2024-12": (
        Expected("awareness-low", _UNKNOWN, "", _FIRST, "十五户里八户知道工作队"),
        Expected("satisfaction-low", _UNHAPPY, "", _FIRST, "十五户里两户不满意"),
        Expected("household-dissatisfied", _UNHAPPY, "", _FIRST, "答不满意，写明原因", of="唐某"),
        Expected("household-dissatisfied", _UNHAPPY, "", _FIRST, "答不满意，没有写原因", of="龙某"),
        Expected("sample-irregular", _FEW, "", _FIRST, "只查了七户"),
        Expected("sample-stratum-missing", _STRATUM, "", _FIRST, "村里有低保户，一户也没有查"),
        Expected("sample-not-as-drawn", _OWN_DRAW, "", _FIRST, "被查的村自己抽户"),
        Expected("sample-replaced-often", _REPLACED, "", _FIRST, "十五户换了五户，都写了原因"),
        Expected("survey-visit-mismatch", _DENIED, "", date(2024, 12, 1), "一户答从未来过，台账上十一月有走访"),
        Expected("village-draw-short", "", "", date(2024, 12, 6), "九十八个村抽了九个"),
    ),
}


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A household drawn: number, name and kind, and the one visited in its place."""

    number: str
    name: str
    kind: str
    instead: tuple[str, str] = ("", "")


def write(folder: Path, villages: Sequence[Village], postings: Sequence[Posting]) -> None:
    """Write the draw of villages, the draw of households, and the answers."""
    place, listed = folder / "2024-12", homes_of(villages, postings)
    drawn = {village.name: _drawn(village.name, listed) for village in villages}
    write_lists(place / "2024年12月抽样记录.xlsx", [_draws(), _samples(drawn)])
    write_lists(place / "2024年12月入户核查表.xlsx", [_surveys(drawn)])


def _drawn(village: str, listed: Sequence[Home]) -> list[_Drawn]:
    known = {home.kind: home for home in listed if home.village == village}
    return [_one(village, place, known) for place in range(7 if village == _FEW else 15)]


def _one(village: str, place: int, known: Mapping[int, Home]) -> _Drawn:
    kind, home = _KINDS[place % len(_KINDS)], known.get(_LISTED.get(place, -1))
    number, name = f"{village[1]}核-{place + 1:02d}", f"{_SURNAMES[place]}立春"
    if village == _STRATUM and kind == "低保户":
        kind, home = "一般农户", None
    if home:
        number, name = home.number, home.head
    changed = (village == _REPLACED and place % 3 == 0) or (village, place) == ("东坪村", 4)
    instead = (f"{village[1]}核-{place + 51}", f"{_SURNAMES[(place + 5) % 15]}明贵") if changed else ("", "")
    return _Drawn(number, name, kind, instead)


def _draws() -> Listing:
    heads = ("县（市、区）", "摇号日期", "村总数", "抽中村数", "种子号", "监督人员")
    rows = [("清源县", date(2024, 12, 6), 98, 9, "20241206", "滕明远")]
    return Listing("摇号", ("2024年12月抽查村摇号记录",), heads, rows)


def _samples(drawn: Mapping[str, Sequence[_Drawn]]) -> Listing:
    heads = (
        "被检查村",
        "抽样日期",
        "抽样人",
        "种子号",
        "全村户数",
        "抽中户主",
        "农户编号",
        "户类型",
        "替换户主",
        "替换户编号",
        "换户原因",
    )
    rows = [
        (
            village,
            _DRAWN_ON,
            "村委会" if village == _OWN_DRAW else "检查组",
            "20241207",
            260 + 11 * number,
            home.name,
            home.number,
            home.kind,
            home.instead[1],
            home.instead[0],
            "全家外出务工" if home.instead[0] else "",
        )
        for number, (village, homes) in enumerate(drawn.items())
        for home in homes
    ]
    return Listing("抽户", ("青禾镇2024年12月入户抽样记录",), heads, rows)


def _surveys(drawn: Mapping[str, Sequence[_Drawn]]) -> Listing:
    heads = (
        "村社区",
        "核查日期",
        "核查人员",
        "农户姓名",
        "农户编号",
        "农户类型",
        "是否代答",
        "是否知晓驻村工作队",
        "最近一次走访时间",
        "对驻村干部的工作是否满意",
        "不满意原因",
        "意见建议",
    )
    rows = [
        (village, _FIRST, "游志学、阮清", name, number, home.kind, "否", *_answers(village, place), "")
        for village, homes in drawn.items()
        for place, home in enumerate(homes)
        for number, name in [home.instead if home.instead[0] else (home.number, home.name)]
    ]
    return Listing("入户核查", ("青禾镇2024年12月入户核查表",), heads, rows)


def _answers(village: str, place: int) -> tuple[str, str, str, str]:
    last = "从未来过" if (village, place) == (_DENIED, 0) else "记不清了"
    knows = "不认识" if village == _UNKNOWN and place % 2 else "未回答" if (village, place) == ("东冲村", 3) else "认识"
    if village == _UNHAPPY and place in (0, 5):
        return knows, last, "不满意", "入户路积水反映过两次" if place == 0 else ""
    return knows, last, ("满意", "满意", "基本满意")[place % 3], ""
