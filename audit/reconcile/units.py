"""Units that stand behind a village's team: which they are, and which of them a written name means.

A unit is called by its full name in one list and by a short one in another (县人社局, 县人力资源和社会保障局). A name
that may or may not be the unit leaves that unit's count open, because a visit under it would answer the clause.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from difflib import SequenceMatcher

import pandas as pd
from msgspec import Struct

from audit.reconcile.material import Material
from audit.reconcile.villages import plain

_AREA = re.compile(
    r"^(?:中共)?[\u4e00-\u9fff]{0,6}?(?:省|自治区|市|县|区|镇|乡|街道)(?:直|委|级)?(?=[\u4e00-\u9fff]{2})"
)
_KIND = re.compile(
    r"(?:管理|服务)?(?:总局|局|委员会|委|办公室|办|厅|处|站|所|队|中心|公司|集团|协会|银行|支行|学校|医院)$"
)
_ALIKE = 0.5
_VACANT = re.compile(r"空缺|暂缺|^缺|待定|未配|空岗")
_LEVELS = (
    ("province", re.compile(r"^(?:中央|国家|.{0,6}省|.{0,6}自治区)")),
    ("city", re.compile(r"^.{0,6}(?:市|州)")),
)


class Named(Struct, frozen=True):
    """What a written unit name means in a village: the units it surely is, and those it may be."""

    sure: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


def meant(written: str, units: Sequence[str]) -> Named:
    """Say which of a village's units a written name means.

    One name inside the other is the same unit; so is a short form of exactly one of them. What only resembles a unit
    is doubtful.
    """
    said = plain(written)
    if not said:
        return Named(doubtful=tuple(units))
    same = tuple(unit for unit in units if plain(unit) in said or said in plain(unit))
    if same:
        return Named(sure=same)
    short = tuple(unit for unit in units if _short_form(said, plain(unit)))
    if len(short) == 1:
        return Named(sure=short)
    return Named(doubtful=short or tuple(unit for unit in units if _resembles(said, plain(unit))))


def _core(name: str) -> str:
    """Leave off the area before and the kind of office after: what tells one unit from another."""
    return _KIND.sub("", _AREA.sub("", name)) or name


def _short_form(one: str, other: str) -> bool:
    short, long = sorted((_core(one), _core(other)), key=len)
    letters = iter(long)
    return len(short) > 1 and short[0] == long[0] and all(letter in letters for letter in short)


def _resembles(one: str, other: str) -> bool:
    first, second = _core(one), _core(other)
    return first[0] == second[0] and SequenceMatcher(None, first, second).ratio() >= _ALIKE


def level_of(unit: str) -> str:
    """Tell a unit's level by its name: province, city, else county."""
    return next((level for level, pattern in _LEVELS if pattern.match(plain(unit))), "county")


def supporting_units(of: Material, first: date, last: date) -> pd.DataFrame:
    """List the units that support a village between two days: the roster's and the unit list's, each once a village.

    Gives village, unit, posted_days (days with a member of the unit in post; all days where only the unit list names
    it), head_vacant, deputy_vacant.
    """
    posted = _posted(of, first, last)
    listed = of.frames["units"]
    rows = [(village, unit, days, False, False) for (village, unit), days in posted.items()]
    for village, unit, head, deputy in zip(
        listed["of_village"], listed["unit"], listed["head"], listed["deputy"], strict=True
    ):
        vacant = bool(_VACANT.search(head)), bool(_VACANT.search(deputy))
        known = meant(unit, [name for place, name, *_ in rows if place == village]).sure
        if known:
            rows = [(*row[:3], *vacant) if row[0] == village and row[1] in known else row for row in rows]
        else:
            rows.append((village, unit, (last - first).days + 1, *vacant))
    villages, names, days, heads, deputies = zip(*rows, strict=True) if rows else ((),) * 5
    return pd.DataFrame({
        "village": pd.array(villages, dtype="str"), "unit": pd.array(names, dtype="str"), "posted_days": days,
        "head_vacant": heads, "deputy_vacant": deputies,
    })  # fmt: skip


def _posted(of: Material, first: date, last: date) -> dict[tuple[str, str], int]:
    """Count by village and unit the days with a member in post between two days."""
    terms = of.members.postings
    start, end = pd.Timestamp(first), pd.Timestamp(last)
    begun = terms["arrived_on"].where(terms["arrived_on"] > start, start)
    ended = terms["left_on"].where(terms["left_on"] < end, end)
    inside = (begun <= ended) & (terms["unit"] != "") & terms["village"].isin(of.members.villages.names)
    days: dict[tuple[str, str], set[int]] = {}
    columns = (terms["village"], terms["unit"], begun, ended)
    for village, unit, came, left in zip(*(column[inside] for column in columns), strict=True):
        days.setdefault((village, unit), set()).update(range(came.toordinal(), left.toordinal() + 1))
    return {key: len(found) for key, found in sorted(days.items())}


def of_units(rows: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Give each row (of_village, unit) once for each unit it means or may mean, with village, unit and sure.

    Rows that mean no unit of the village are left out.
    """
    places = units.groupby("village")["unit"].agg(list).to_dict()
    pairs = rows[["of_village", "unit"]].drop_duplicates()
    found = [
        (village, written, unit, sure)
        for village, written in zip(pairs["of_village"], pairs["unit"], strict=True)
        for unit, sure in _each(meant(written, places.get(village, [])))
    ]
    names = pd.DataFrame(found, columns=["of_village", "unit", "supporting", "sure"])
    joined = rows.merge(names.astype({"of_village": "str", "unit": "str", "supporting": "str"}))
    return joined.drop(columns=["village", "unit"], errors="ignore").rename(
        columns={"of_village": "village", "supporting": "unit"}
    )


def _each(named: Named) -> Iterable[tuple[str, bool]]:
    yield from ((unit, True) for unit in named.sure)
    yield from ((unit, False) for unit in named.doubtful)
