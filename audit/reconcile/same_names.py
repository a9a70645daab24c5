"""Rows of the roster that bear one name: one person or two."""

from collections.abc import Hashable, Iterator, Mapping
from itertools import combinations
from typing import Any, TypeAlias

import pandas as pd

from audit.model.identity import Identities
from audit.model.source import Place
from audit.model.survey import NameQuestion, PersonCandidate
from audit.reconcile.villages import plain

Row: TypeAlias = Mapping[Hashable, Any]


def person_ids(rows: pd.DataFrame, villages: pd.Series, identities: Identities) -> pd.Series:
    """Name each person by name and unit (village where no unit is given).

    A second UserId makes a second person. So does a second phone at the same time in another village, and so does the
    office's decision that those of one name are different people: then the village is part of who they are.
    """
    base = rows["person"] + "@" + rows["unit"].where(rows["unit"] != "", villages)
    if base.is_unique and not identities.apart:
        return base
    split = base.isin(_of_two_phones(rows.assign(base=base, village=villages)))
    split |= rows["person"].map(plain).isin(_decided(identities, apart=True))
    user_ids = rows["user_id"].where(rows["user_id"] != "")
    distinct = user_ids.groupby(base).transform("nunique")
    ids = base.where(distinct <= 1, base + "#" + user_ids.fillna(""))
    return ids.where(~split | (distinct > 1), base + "#" + villages)


def _of_two_phones(rows: pd.DataFrame) -> set[str]:
    return {
        base
        for base, first, second in _overlapping(rows, "base")
        if first["phone_tail"] and second["phone_tail"] and first["phone_tail"] != second["phone_tail"]
    }


def _decided(identities: Identities, *, apart: bool) -> set[str]:
    """The plain names of which the office said that all who bear them are different people, or one."""
    decisions = identities.apart if apart else identities.same
    return {plain(one.written) for one in decisions if plain(one.written) == plain(one.person)}


def _overlapping(rows: pd.DataFrame, key: str) -> Iterator[tuple[str, Row, Row]]:
    """Pairs of rows of one key that are in post in different villages at the same time."""
    if rows[key].is_unique:
        return
    wanted = rows[rows.groupby(key)["village"].transform("nunique") > 1]
    for value, group in wanted.groupby(key):
        for first, second in combinations(group.to_dict("records"), 2):
            if first["village"] != second["village"] and _meet(first, second):
                yield str(value), first, second


def _meet(first: Row, second: Row) -> bool:
    ends = [pd.Timestamp.max if pd.isna(one["left_on"]) else one["left_on"] for one in (first, second)]
    return bool(first["arrived_on"] < ends[1] and second["arrived_on"] < ends[0])


def same_name_questions(postings: pd.DataFrame, identities: Identities) -> list[NameQuestion]:
    """Ask about one name and unit in two villages at once that nothing tells apart; they are taken for one person."""
    decided = _decided(identities, apart=False)
    asked: dict[str, NameQuestion] = {}
    for person_id, first, second in _overlapping(postings, "person_id"):
        name = str(second["person"])
        if plain(name) in decided or (first["phone_tail"] and first["phone_tail"] == second["phone_tail"]):
            continue
        if first["user_id"] and first["user_id"] == second["user_id"]:
            continue
        both = tuple(
            PersonCandidate(str(one["person"]), str(one["village"]), str(one["unit"]), "同名同单位")
            for one in (first, second)
        )
        place = Place(str(second["file"]), str(second["sheet"]), str(second["cell"]))
        asked.setdefault(person_id, NameQuestion("same-name", name, str(second["village"]), place, both))
    return list(asked.values())
