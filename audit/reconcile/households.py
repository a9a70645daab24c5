"""Which household a row means: by its number, else by the head's name, else by village, group and surname.

Names are not there any more: ``household`` is a surname and 某, ``household_code`` tells whether two written names are
the same. Where several households fit, none is meant, and whatever would follow from either is not known.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
from msgspec import Struct, field

from audit.model.conventions import Conventions
from audit.model.source import DataError
from audit.reconcile.distinct import distinct, spread, texts
from audit.reconcile.villages import plain

KEY_TAGS = frozenset(
    {"unstable_lifted", "marginal", "sudden_hardship", "extreme_hardship", "minimum_allowance", "monitored"}
)
HEALTH_TAGS = frozenset({"ill", "disabled"})
ABOUT_HOUSEHOLDS = ("visits", "pairings", "household_plans", "evaluations", "incomes", "alerts", "surveys")
"""Import tables whose rows are about households of the ledger."""

_MUST_BE_LISTED = frozenset({"pairings", "household_plans", "evaluations", "alerts"})
_AMBIGUOUS = "在农户台账中有几户都可能是，无法确定是哪一户，这一行既不算有也不算没有，请补填户编号或写明组别、全名"
_UNKNOWN = "不在农户台账中，这一行没有计入，请更正户主姓名、户编号，或在农户台账中补登"
_GROUP = re.compile(r"第?([0-9]{1,2}|[一二三四五六七八九十]{1,3})(?:村民|居民)?(?:小?组|社|队)")
_NUMERALS = {sign: number for number, sign in enumerate("一二三四五六七八九", start=1)}
_NOBODY = {"group": pd.Series(dtype="str"), **dict.fromkeys(("household_ids", "maybe_ids"), pd.Series(dtype="object"))}
_STATED = ["of_village", "household_no", "household_code", "household", "group"]


class _Listed(Struct, frozen=True):
    """One household as rows are compared with it."""

    id: str
    number: str
    code: str
    masked: str
    group: str


class _Village(Struct):
    """The households of one village, by number and by surname."""

    by_number: dict[str, _Listed] = field(default_factory=dict)
    by_code: dict[str, list[_Listed]] = field(default_factory=dict)
    by_surname: dict[str, list[_Listed]] = field(default_factory=dict)

    def add(self, one: _Listed) -> None:
        """Enter one household under all it may be found by."""
        if one.number:
            self.by_number[one.number] = one
        if one.code:
            self.by_code.setdefault(one.code, []).append(one)
        self.by_surname.setdefault(one.masked, []).append(one)

    def meant(self, number: str, code: str, masked: str, group: str) -> tuple[str, ...]:
        """Give the ids of the households that may be meant; none where nobody of the village fits."""
        if number in self.by_number:
            return (self.by_number[number].id,)
        same = [one for one in self.by_code.get(code, ()) if not (number and one.number)] if code else []
        others = self.by_surname.get(masked, ())
        near = [one for one in others if not ((code and one.code) or (number and one.number))]
        fitting = _in_group(same, group) or _in_group(near, group)
        return tuple(sorted(one.id for one in fitting))


def _in_group(listed: Iterable[_Listed], group: str) -> list[_Listed]:
    """Keep those of the group, and those whose group nobody wrote down."""
    return [one for one in listed if not group or one.group in ("", group)]


def with_households(
    frames: Mapping[str, pd.DataFrame], conventions: Conventions
) -> tuple[dict[str, pd.DataFrame], list[DataError]]:
    """Give the frames about households the ids of those each row means, and tell the rows that mean several or none.

    Adds ``household_ids`` (a tuple of one id per household named in the row; "" where not one alone fits) and
    ``maybe_ids`` (all that may be meant where several fit); the ledger itself gets ``household_id`` and loses the
    kinds that tell of health, unless the office reads them.
    """
    listed = _listed(frames["households"], conventions)
    villages = _villages(listed)
    told = {name: _attached(frames[name], villages) for name in ABOUT_HOUSEHOLDS if name in frames}
    errors = [
        error
        for name, frame in told.items()
        for error in _errors(frame, villages.keys(), must_be_listed=name in _MUST_BE_LISTED)
    ]
    return {**told, "households": listed}, errors


def group_of(text: str) -> str:
    """Give the group as it is compared: 三组, 第3村民小组, 桃溪村三组 are all 3; a text without a number is itself."""
    words = plain(text)
    found = _GROUP.search(words)
    if found is None:
        return words
    return found[1].lstrip("0") if found[1].isdigit() else str(_number(found[1]))


def _number(numeral: str) -> int:
    tens, _, ones = numeral.rpartition("十")
    if "十" not in numeral:
        return _NUMERALS[numeral[0]]
    return 10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(ones, 0)


def _listed(frame: pd.DataFrame, conventions: Conventions) -> pd.DataFrame:
    """Name the ledger's households: by their number, else by group and surname, several of one surname by code."""
    if frame.empty:
        return frame.assign(**dict.fromkeys(("group", "household_id"), pd.Series(dtype="str")))
    rows = frame.assign(group=_groups(frame), household_no=frame["household_no"].map(plain).astype("str"))
    names = rows["group"].where(rows["group"] == "", rows["group"] + "组") + rows["household"]
    ordinal = rows.groupby(["of_village", "group", "household"])["household_code"].rank(method="dense").astype("int64")
    named = names.where(ordinal == 1, names + ordinal.astype("str"))
    tags = rows["tags"]
    if not conventions.health_tags:
        kept = [tuple(tag for tag in each if tag not in HEALTH_TAGS) for each in tags]
        tags = pd.Series(kept, index=rows.index, dtype="object")
    return rows.assign(
        household_id=rows["household_no"].where(rows["household_no"] != "", named).astype("str"), tags=tags
    )


def _groups(frame: pd.DataFrame) -> pd.Series:
    numbers, rows = distinct([frame["group_no"]])
    return spread([group_of(row[0]) for row in rows], numbers, frame.index)


def _villages(listed: pd.DataFrame) -> dict[str, _Village]:
    found: dict[str, _Village] = {}
    once = listed.drop_duplicates(["of_village", "household_id"])
    columns = ("of_village", "household_id", "household_no", "household_code", "household", "group")
    for village, id_, number, code, masked, group in zip(*(texts(once[name]) for name in columns), strict=True):
        found.setdefault(village, _Village()).add(_Listed(id_, number, code, masked, group))
    return found


def _attached(frame: pd.DataFrame, villages: Mapping[str, _Village]) -> pd.DataFrame:
    if frame.empty:
        return frame.assign(**_NOBODY)
    rows = frame.assign(group=_groups(frame), household_no=frame["household_no"].map(plain).astype("str"))
    numbers, stated = distinct([rows[name] for name in _STATED])
    found = [_meant(villages.get(row[0]), row[1:]) for row in stated]
    single = [tuple(ids[0] if len(ids) == 1 else "" for ids in each) for each in found]
    several = [tuple(id_ for ids in each if len(ids) > 1 for id_ in ids) for each in found]
    return rows.assign(
        household_ids=_tuples(single, numbers, rows.index), maybe_ids=_tuples(several, numbers, rows.index)
    )


def _tuples(values: Sequence[tuple[str, ...]], numbers: np.ndarray, index: pd.Index) -> pd.Series:
    return pd.Series([values[number] for number in numbers], index=index, dtype="object")


def _meant(village: _Village | None, stated: Sequence[str]) -> list[tuple[str, ...]]:
    """Give for each head named in a row (陈某、李某) the households that may be meant."""
    number, codes, names, group = stated
    if village is None:
        return [()]
    heads = names.split("、")
    if len(heads) == 1:
        return [village.meant(number, codes, names, group)]
    each = codes.split("、") if codes else [""] * len(heads)
    return [village.meant("", code, name, group) for code, name in zip(each, heads, strict=True)]


def _errors(frame: pd.DataFrame, known: Collection[str], *, must_be_listed: bool) -> list[DataError]:
    """Tell rows that mean several households and, where the ledger must have them, rows that mean none."""
    if frame.empty:
        return []
    lost = frame["household_ids"].map(lambda ids: "" in ids) & frame["of_village"].isin(known)
    several = frame["maybe_ids"].map(len) > 0
    errors = [_error("ambiguous-household", row, _AMBIGUOUS) for row in _places(frame[lost & several])]
    if must_be_listed:
        errors += [_error("unknown-household", row, _UNKNOWN) for row in _places(frame[lost & ~several])]
    return errors


def _places(rows: pd.DataFrame) -> list[tuple[str, ...]]:
    """List file, sheet, cell and how the household is written, each household once a sheet."""
    written = rows["group_no"] + rows["household"].where(rows["household"] != "", rows["household_no"])
    once = rows.assign(written=written).drop_duplicates(["file", "sheet", "written"])
    return list(zip(*(texts(once[name]) for name in ("file", "sheet", "cell", "written")), strict=True))


def _error(code: str, place: tuple[str, ...], say: str) -> DataError:
    file, sheet, cell, written = place
    return DataError(file, sheet, cell, code, "户主", written, f"{file}《{sheet}》{cell}“{written}”{say}")
