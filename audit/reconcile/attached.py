"""Typed rows with the people they speak of, and the names that mean nobody or several."""

from collections.abc import Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import Any

import pandas as pd
from pandas.api.types import pandas_dtype

from audit.model.identity import SamePerson
from audit.model.source import DataError, Place, Sheet
from audit.model.survey import NameQuestion, PersonCandidate
from audit.reconcile.distinct import distinct, of_sheets, spread
from audit.reconcile.people import People
from audit.reconcile.villages import plain

DECISIONS = "profile/people.yml"
_PARTS = ("village", "unit", "user_id", "phone_tail")
_PLACED = dict.fromkeys(("person_id", "of_village", "file", "sheet", "cell"), pandas_dtype("str"))


def attach_people(
    frame: pd.DataFrame,
    people: People,
    sheets: tuple[Sheet, ...],
    *,
    columns: Mapping[str, str],
    strangers: bool = True,
) -> tuple[pd.DataFrame, list[NameQuestion]]:
    """Add person_id, of_village (village of the row, "" where not said), file, sheet and cell to typed rows.

    ``columns`` says which columns hold person, village, unit, user_id and phone_tail. Rows of people who are not in
    the roster are taken out; each such name is one question per sheet, or, where ``strangers`` is False (others may
    rightly stand there), only where the roster has a name that may be meant.
    """
    if frame.empty:
        return nowhere(frame), []
    parts = {part: frame[name] if (name := columns.get(part)) in frame else _blank(frame) for part in _PARTS}
    keys = {"name": frame[columns["person"]], **parts}
    numbers, rows = distinct(list(keys.values()))
    villages = {
        text: people.villages.named(text) or people.villages.mentioned(text) for text in {row[1] for row in rows}
    }
    ids = [people.resolve(row[0], village=villages[row[1]], unit=row[2], user_id=row[3]) for row in rows]
    person_id = spread(ids, numbers, frame.index)
    placed = frame.assign(
        person_id=person_id,
        of_village=spread([villages[row[1]] for row in rows], numbers, frame.index),
        file=of_sheets(frame["_sheet"], sheets, "file"),
        sheet=of_sheets(frame["_sheet"], sheets, "name"),
        cell=frame["_cell"],
    )
    lost = (person_id == "") & (keys["name"] != "")
    unknown = placed.loc[lost, ["file", "sheet", "cell"]].join(pd.DataFrame(keys)[lost])
    return placed[person_id != ""].reset_index(drop=True), _questions(unknown, people, strangers=strangers)


def nowhere(frame: pd.DataFrame, **more: str) -> pd.DataFrame:
    """Give a table without rows the columns of attached ones, and ``more`` by their dtypes."""
    return _nowhere(tuple(zip(frame.columns, frame.dtypes, strict=True)), tuple(more.items())).copy(deep=False)


@lru_cache(256)
def _nowhere(*columns: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    """Kept, for most tables have no row in most months."""
    dtypes = {**dict(chain(*columns)), **_PLACED}
    return pd.DataFrame({name: no_value(dtype) for name, dtype in dtypes.items()}, copy=False)


@cache
def no_value(dtype: Any) -> Any:
    """Give an array of pandas without a value, one for all: there are thousands of columns without a row."""
    return pd.array([], dtype=dtype)


def _blank(frame: pd.DataFrame) -> pd.Series:
    return pd.Series("", index=frame.index, dtype="str")


def unknown_user_ids(
    frame: pd.DataFrame, attached: pd.DataFrame, sheets: tuple[Sheet, ...], columns: Mapping[str, str]
) -> list[DataError]:
    """Tell of sheets that know people by UserId alone when none of them is in the roster: all their rows are lost."""
    ids = columns.get("user_id")
    if ids is None or frame.empty:
        return []
    nameless = frame[(frame[columns["person"]] == "") & (frame[ids] != "")].drop_duplicates("_sheet")
    lost = nameless[~nameless["_sheet"].isin(attached["_sheet"])]
    errors = []
    for index, cell in zip(lost["_sheet"], lost["_cell"], strict=True):
        sheet = sheets[index]
        say = "只有UserId没有姓名，而花名册里没有登记这些UserId，整张表没有计入，请在花名册补填钉钉UserId"
        message = f"{sheet.file}《{sheet.name}》{say}"
        errors.append(DataError(sheet.file, sheet.name, cell, "unknown-user-id", "UserId", "", message))
    return errors


def _questions(unknown: pd.DataFrame, people: People, *, strangers: bool) -> list[NameQuestion]:
    questions = []
    first = unknown.drop_duplicates(["file", "sheet", "name"])
    columns = ("name", "village", "unit", "phone_tail", "file", "sheet", "cell")
    for name, village, unit, tail, file, sheet, cell in zip(*(first[part] for part in columns), strict=True):
        same = people.same_named(name)
        near = () if same else people.candidates(name, phone_tail=tail, strong=not strangers)
        if not strangers and not near and not same:
            continue
        code = "ambiguous-person" if same else "unknown-person"
        questions.append(NameQuestion(code, name, village or unit, Place(file, sheet, cell), same or near))
    return questions


def error_of(question: NameQuestion) -> DataError:
    """Say a question as a data error: where, what, and what to do."""
    place, name = question.place, question.name
    say = {"ambiguous-person": _ambiguous, "same-name": _same_name}.get(question.code, _unknown)(question)
    message = f"{place.file}《{place.sheet}》{place.cell}“{name}”{say}"
    return DataError(place.file, place.sheet, place.cell, question.code, "姓名", name, message)


def _ambiguous(question: NameQuestion) -> str:
    return f"在花名册中有{len(question.candidates)}人同名，无法确定是哪一位，请在表中补充派出单位或所驻村"


def _same_name(question: NameQuestion) -> str:
    first, second = question.candidates[:2]
    return (
        f"同时在{first.village}和{second.village}任职，已按同一人计；如是两人，请在花名册补填手机号，或记入 {DECISIONS}"
    )


def _unknown(question: NameQuestion) -> str:
    hint = "，"
    if question.candidates:
        hint = f"，是否为{'、'.join(map(_shown, question.candidates))}？"
    return f"不在花名册中{hint}请更正姓名或在花名册登记，其各行暂不计入"


def _shown(candidate: PersonCandidate) -> str:
    return f"{candidate.person}（{candidate.village}，{candidate.reason}）"


def decision_errors(people: People) -> list[DataError]:
    """Tell the decisions that the roster has overtaken: they are not applied until somebody decides anew."""
    return [_overtaken(one) for one in people.identities.same if people.conflicts(one)]


def _overtaken(one: SamePerson) -> DataError:
    message = (
        f"{DECISIONS} 记“{plain(one.written)}”就是“{one.person}”，而花名册另有“{plain(one.written)}”，"
        "此条未用；请删去，或用 where 写明哪个村、单位的表里是这样写"
    )
    return DataError(DECISIONS, "", "", "decision-overtaken", "姓名", one.written, message)
