"""Which rows of earlier sheets a later sheet tells again, and so replaces (see docs/decisions)."""

from collections.abc import Iterator, Mapping, Sequence

import pandas as pd
from msgspec import Struct

from audit.model.contract import ImportContract

MOSTLY = 0.5
"""From this share on, a sheet that tells a village's month again replaces all of it, else only what it tells again."""

_SAYS_WHO_OR_WHEN = ("name", "village", "date", "datetime", "moment", "month")
_STANDING = ("roster", "villages")


class Told(Struct, frozen=True):
    """What a later sheet replaces of an earlier one: of a village (as written) and month, all rows or some.

    ``rows`` are their places in the earlier sheet's typed rows.
    """

    by: int
    of: int
    village: str
    month: str
    whole: bool
    rows: tuple[int, ...]


def told_again(
    later: Mapping[int, pd.DataFrame], earlier: Mapping[int, pd.DataFrame], contract: ImportContract
) -> Iterator[Told]:
    """Say for sheets of one table, by number, which rows of earlier ones each later one tells again.

    Two rows tell the same where they are about the same people, villages and days, whatever else they say.
    """
    keys = identity(contract)
    if not later or not earlier:
        return
    new = _keyed(later, keys).drop(columns="place").drop_duplicates()
    old = _keyed(earlier, keys).join(_groups(earlier, contract))
    pairs = old.merge(new, on=[f"key{n}" for n in range(len(keys))], suffixes=("", "_by"))
    sizes = {
        (str(of), str(village), str(month)): (len(places), places.tolist())
        for (of, village, month), places in old.groupby(["number", "village", "month"])["place"]
    }
    for (by, of, village, month), rows in pairs.groupby(["number_by", "number", "village", "month"]):
        size, places = sizes[str(of), str(village), str(month)]
        told = sorted(set(rows["place"]))
        whole = len(told) >= MOSTLY * size
        yield Told(int(str(by)), int(str(of)), str(village), str(month), whole, tuple(places if whole else told))


def identity(contract: ImportContract) -> tuple[str, ...]:
    """Name the columns that tell whom and when a row is about, without what it says."""
    of_key = contract.key or tuple(contract.columns)
    told = [name for name in of_key if contract.columns[name].type in _SAYS_WHO_OR_WHEN]
    if contract.feeds in _STANDING:
        told = [name for name in told if contract.columns[name].type in ("name", "village")]
    return tuple(told) or tuple(of_key)


def months_of(frame: pd.DataFrame, contract: ImportContract) -> pd.Series:
    """Give each row's month by its first day column, "" in standing lists and where no day is known."""
    months: pd.Series = days_of(frame, contract).dt.strftime("%Y-%m").fillna("").astype("str")
    return months


def days_of(frame: pd.DataFrame, contract: ImportContract) -> pd.Series:
    """Give each row's first day, NaT in standing lists and where no day is known."""
    dated = (name for name in (*contract.key, *frame.columns) if pd.api.types.is_datetime64_dtype(frame.get(name)))
    day = None if contract.feeds in _STANDING else next(dated, None)
    if day is None:
        return pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us]")
    days: pd.Series = frame[day]
    return days


def _keyed(sheets: Mapping[int, pd.DataFrame], keys: Sequence[str]) -> pd.DataFrame:
    """All rows of sheets with their place and what they are about, as texts."""
    parts = [
        pd.DataFrame({f"key{n}": frame[name].astype("str").fillna("") for n, name in enumerate(keys)}).assign(
            number=number, place=range(len(frame))
        )
        for number, frame in sheets.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _groups(sheets: Mapping[int, pd.DataFrame], contract: ImportContract) -> pd.DataFrame:
    parts = [
        pd.DataFrame({"village": _village(frame), "month": months_of(frame, contract)}) for frame in sheets.values()
    ]
    return pd.concat(parts, ignore_index=True)


def _village(frame: pd.DataFrame) -> pd.Series:
    if "village" in frame:
        return frame["village"].fillna("").astype("str")
    return pd.Series("", index=frame.index, dtype="str")
