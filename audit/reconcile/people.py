"""Who is who: the roster's people and postings, and which of them a name in a file means."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd
from pypinyin import Style, lazy_pinyin
from rapidfuzz.distance import Levenshtein

from audit.model.source import DataError, Sheet
from audit.reconcile.villages import Villages, plain

ROLE_TITLES = {"first_secretary": "第一书记", "team_leader": "工作队长", "team_member": "工作队员"}


@dataclass(frozen=True, slots=True)
class People:
    """The roster resolved.

    ``postings`` has a row per posting: person_id, person, village, role, role_title, unit, arrived_on, left_on (NaT
    while in post), document_number, document_issued_on, user_id, file, sheet, cell, in roster order.
    """

    postings: pd.DataFrame
    villages: Villages
    by_name: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_user_id: Mapping[str, str] = field(default_factory=dict)

    def resolve(self, name: str, *, village: str = "", unit: str = "", user_id: str = "") -> str:
        """Give the person_id a name means, "" where nobody or more than one person fits.

        A UserId decides when the name agrees; people of one name are told apart by village, then by unit.
        """
        known = self.by_user_id.get(user_id, "") if user_id else ""
        candidates = self.by_name.get(plain(name), ())
        if known in candidates:
            return known
        if len(candidates) <= 1:
            return candidates[0] if candidates else ""
        return self._told_apart(candidates, village=village, unit=plain(unit))

    def _told_apart(self, candidates: tuple[str, ...], *, village: str, unit: str) -> str:
        rows = self.postings[self.postings["person_id"].isin(candidates)]
        if village:
            here = set(rows.loc[rows["village"] == village, "person_id"])
            if len(here) == 1:
                return str(here.pop())
        if unit:
            there = {
                row_id
                for row_id, row_unit, row_village in zip(rows["person_id"], rows["unit"], rows["village"], strict=True)
                if (row_unit and (plain(row_unit) in unit or unit in plain(row_unit))) or row_village in unit
            }
            if len(there) == 1:
                return str(there.pop())
        return ""

    def candidates(self, name: str) -> list[str]:
        """List roster names that may be meant: same sound, or one character off; each with its village."""
        wanted = plain(name)
        sound = _sound(wanted)
        near = [n for n in self.by_name if n != wanted and (_sound(n) == sound or Levenshtein.distance(n, wanted) <= 1)]
        shown = self.postings.drop_duplicates(["person", "village"])
        return [f"{p}（{v}）" for p, v in zip(shown["person"], shown["village"], strict=True) if plain(p) in near]


def _sound(name: str) -> str:
    return " ".join(lazy_pinyin(name, style=Style.NORMAL))


def make_people(roster: pd.DataFrame, villages: Villages, sheets: tuple[Sheet, ...]) -> People:
    """Make people from typed roster rows; a row without a known village keeps the text it has."""
    rows = roster[(roster["person"] != "") & roster["arrived_on"].notna()].reset_index(drop=True)
    named = rows["village"].map(lambda text: villages.named(text) or text)
    postings = pd.DataFrame(
        {
            "person_id": _person_ids(rows, named),
            "person": rows["person"],
            "village": named,
            "role": rows["role"],
            "role_title": rows["role"].map(ROLE_TITLES).fillna(rows["role_text"]),
            "unit": rows["unit"],
            "arrived_on": rows["arrived_on"],
            "left_on": rows["left_on"],
            "document_number": rows["document_number"],
            "document_issued_on": rows["document_issued_on"],
            "user_id": rows["user_id"],
            "file": rows["_sheet"].map(lambda n: sheets[n].file),
            "sheet": rows["_sheet"].map(lambda n: sheets[n].name),
            "cell": rows["_cell"],
        }
    )
    postings = postings.sort_values(["arrived_on", "person_id", "village", "role"], kind="stable", ignore_index=True)
    return People(postings, villages, _by_name(postings), _by_user_id(postings))


def _person_ids(rows: pd.DataFrame, villages: pd.Series) -> pd.Series:
    """Name each person by name and unit (village where no unit is given); a second UserId makes a second person."""
    base = rows["person"] + "@" + rows["unit"].where(rows["unit"] != "", villages)
    user_ids = rows["user_id"].where(rows["user_id"] != "")
    distinct = user_ids.groupby(base).transform("nunique")
    return base.where(distinct <= 1, base + "#" + user_ids.fillna(""))


def _by_name(postings: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}
    for person, person_id in zip(postings["person"], postings["person_id"], strict=True):
        known = names.setdefault(plain(person), [])
        if person_id not in known:
            known.append(person_id)
    return {name: tuple(ids) for name, ids in names.items()}


def _by_user_id(postings: pd.DataFrame) -> dict[str, str]:
    pairs = postings.loc[postings["user_id"] != "", ["user_id", "person_id"]].drop_duplicates()
    single = pairs.groupby("user_id")["person_id"].transform("size") == 1
    return dict(zip(pairs.loc[single, "user_id"], pairs.loc[single, "person_id"], strict=True))


def attach_people(
    frame: pd.DataFrame,
    people: People,
    sheets: tuple[Sheet, ...],
    *,
    columns: Mapping[str, str],
    strangers: bool = True,
) -> tuple[pd.DataFrame, list[DataError]]:
    """Add person_id, of_village (village of the row, "" where not said), file, sheet and cell to typed rows.

    ``columns`` says which columns hold person, village, unit and user_id. Rows of people who are not in the roster
    are taken out; each such name is one data error per sheet, or, where ``strangers`` is False (others may rightly
    stand there), only where the roster has a name that may be meant.
    """
    if frame.empty:
        empty = frame.assign(person_id="", of_village="", file="", sheet="", cell="")
        return empty.astype(dict.fromkeys(("person_id", "of_village", "file", "sheet", "cell"), "str")), []
    texts = {
        part: frame[name] if (name := columns.get(part)) in frame else "" for part in ("village", "unit", "user_id")
    }
    keys = pd.DataFrame({"name": frame[columns["person"]], **texts}, index=frame.index)
    distinct = keys.drop_duplicates()
    villages = {
        text: people.villages.named(text) or people.villages.mentioned(text) for text in set(distinct["village"])
    }
    ids = {
        key: people.resolve(key[0], village=villages[key[1]], unit=key[2], user_id=key[3])
        for key in distinct.itertuples(index=False, name=None)
    }
    person_id = pd.Series([ids[key] for key in keys.itertuples(index=False, name=None)], index=frame.index, dtype="str")
    placed = frame.assign(
        person_id=person_id,
        of_village=keys["village"].map(villages).astype("str"),
        file=frame["_sheet"].map(lambda n: sheets[n].file),
        sheet=frame["_sheet"].map(lambda n: sheets[n].name),
        cell=frame["_cell"],
    )
    unknown = placed[(person_id == "") & (keys["name"] != "")]
    errors = _strangers(unknown, people, columns["person"], strangers=strangers)
    return placed[person_id != ""].reset_index(drop=True), errors


def _strangers(unknown: pd.DataFrame, people: People, column: str, *, strangers: bool) -> list[DataError]:
    errors = []
    first = unknown.drop_duplicates(["file", "sheet", column])
    for name, file, sheet, cell in zip(first[column], first["file"], first["sheet"], first["cell"], strict=True):
        same = people.by_name.get(plain(name), ())
        near = [] if same else people.candidates(name)
        if not strangers and not near:
            continue
        spot = f"{file}《{sheet}》{cell}"
        if same:
            message = f"{spot}“{name}”在花名册中有{len(same)}人同名，无法确定是哪一位，请在表中补充派出单位或所驻村"
            errors.append(DataError(file, sheet, cell, "ambiguous-person", "姓名", name, message))
            continue
        hint = f"，是否为{'、'.join(near)}？" if near else "，"
        message = f"{spot}“{name}”不在花名册中{hint}请更正姓名或在花名册登记，其各行暂不计入"
        errors.append(DataError(file, sheet, cell, "unknown-person", "姓名", name, message))
    return errors
