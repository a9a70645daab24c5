"""Photographs that records name: which were used for another event already, and which were taken on another day.

Records name photographs by their files; where the files themselves were handed in, their fingerprints are compared, so
that a copy under another name is found, and the day that the camera noted. Two records of one village and day are of
one event. What is not known is not judged: a name that several pictures have, a picture with too little to go by, a
name that marks no single photograph of which the file was not handed in.
"""

import re
import unicodedata
from collections.abc import Iterator

import numpy as np
import pandas as pd

from audit.model.source import Sheet
from audit.reconcile.distinct import of_sheets
from audit.reconcile.material import Material
from audit.reconcile.meetings import KIND_TITLES
from audit.reconcile.records import COLUMNS
from audit.reconcile.scope import lies_in

_EVENT = ["village", "held_on"]
_USE = [*_EVENT, "photo"]
_NO_PHOTO = {
    "shown": "str",
    "photo": "str",
    "marked": "bool",
    "bits": "uint64",
    "taken_on": "datetime64[us]",
    "picture": "str",
}
_NO_PAIRS = pd.DataFrame({"mine": [], "other": [], "distance": []})
_ONE_EVENT = "同一次?(?:活动|会议)"
_LEAST_DIGITS = 12
"""A photo's name tells it from others by its day and minute, or as long a number; 照片1, IMG_0012 and a day do not."""
_BETWEEN = re.compile(r"[、，,；;\r\n]+|(?i:(?<=\.jpg)|(?<=\.jpeg)|(?<=\.png))\s+")
_BESIDE = re.compile(r"\.(?:jpe?g|jpe|jfif|png)(?:〔\d+〕)?$")
_BITS = "[0-9a-f]{16}"
BITS = 64
"""The bits of a fingerprint: as far as two pictures can be apart."""
_ALIKE = 12
"""Farther apart, two pictures are no evidence of each other: of 45 000 pairs of made-up scenes none was this near."""
_AT_ONCE = 256


def photo_days(of: Material) -> pd.DataFrame:
    """Make the fact table photo_day: one row per village and day of the month with records that name photographs.

    ``photo_distance`` is by how many of 64 bits the nearest photograph of an earlier event, or of another village's
    event of the day, differs; 0 is the same photograph, 64 that none was found.
    """
    uses = of.once(named_photos)
    month = _of_month(uses, of.scope.month)
    if month.empty:
        return month
    events = month.groupby(_EVENT, as_index=False).agg(records=("records", "first"), photos_told=("marked", "max"))
    near = of.once(_nearest)
    mine, others = uses.loc[near["mine"]], uses.loc[near["other"]]
    told = mine[_EVENT].assign(
        photo=mine["shown"], photo_other=_said(mine, others), distance=near["distance"].to_numpy()
    )
    table = events.merge(told, on=_EVENT, how="left").merge(_dated(month), on=_EVENT, how="left")
    return table.assign(
        photo_distance=table["distance"].fillna(BITS).where(table["photos_told"]).astype("Int64"),
        photos_dated=table["taken_on"].notna(),
    )


def photo_places(of: Material) -> pd.DataFrame:
    """List where the month's records and photographs stand, and for each event those of the one like it."""
    uses, near = of.once(named_photos), of.once(_nearest)
    near = near[near["distance"] <= _ALIKE]
    others = uses.loc[near["other"]].assign(**{name: uses.loc[near["mine"], name].to_numpy() for name in _EVENT})
    rows = pd.concat([_of_month(uses, of.scope.month), others], ignore_index=True)
    pictures = rows[rows["picture"] != ""].assign(file=lambda frame: frame["picture"], sheet="照片", cell="")
    both = pd.concat([rows, pictures], ignore_index=True).assign(person_id="", date=lambda frame: frame["held_on"])
    return both[COLUMNS].drop_duplicates(ignore_index=True)


def _of_month(uses: pd.DataFrame, month: str) -> pd.DataFrame:
    chosen: pd.DataFrame = uses[lies_in(uses["held_on"], month)]
    return chosen


def named_photos(of: Material) -> pd.DataFrame:
    """List the photographs that records name, one row per record and photograph.

    village, held_on, records (what was held), photo (the name to compare by), shown (as written), marked (it can be
    compared), bits (the fingerprint, 0 without), taken_on, picture (its file, "" where not handed in), and file, sheet,
    cell of the record.
    """
    rows = pd.concat(_naming(of), ignore_index=True)
    rows = rows[(rows["village"] != "") & ~rows["remark"].str.contains(_ONE_EVENT)]
    if rows.empty:
        return rows.assign(**{name: pd.Series(dtype=dtype) for name, dtype in _NO_PHOTO.items()})
    each = rows.assign(shown=rows["photo_names"].map(_names)).explode("shown").dropna(subset="shown")
    each = each.assign(photo=each["shown"].map(plain_name).astype("str"))
    pictures = _pictures(of.frames["photos"], of.sheets)
    told = each.merge(pictures, on="photo", how="left")
    stamped = told["photo"].str.count(r"\d") >= _LEAST_DIGITS
    told = told.fillna({"picture": "", "fingerprint": ""})
    bits = np.array([int(text or "0", 16) for text in told["fingerprint"]], dtype="uint64")
    return told.assign(bits=bits, marked=(bits > 0) | (stamped & told["pictures"].isna())).reset_index(drop=True)


def _naming(of: Material) -> Iterator[pd.DataFrame]:
    """Give the records that can name photographs: meetings, activities, visits."""
    held, visited = of.frames["activities"], of.frames["visits"]
    titles = of.held["kind"].map(KIND_TITLES).where(of.held["kind"] != "other", of.held["kind_text"])
    yield _records(of.held, "held_on", titles.replace("", "会议"), of)
    yield _records(held, "held_on", held["kind_text"], of)
    yield _records(visited, "visited_on", pd.Series("入户走访", index=visited.index, dtype="str"), of)


def _records(rows: pd.DataFrame, day: str, titles: pd.Series, of: Material) -> pd.DataFrame:
    told = rows.assign(village=rows["of_village"], held_on=rows[day].dt.normalize(), records=titles.astype("str"))
    naming = (told["photo_names"] != "") & (told["held_on"] <= pd.Timestamp(of.scope.covered_to))
    return told.loc[naming, [*_EVENT, "records", "photo_names", "remark", "file", "sheet", "cell"]]


def _names(text: str) -> list[str]:
    return [name for piece in _BETWEEN.split(text) if (name := piece.strip())]


def plain_name(name: str) -> str:
    """Give the name of a photograph to compare by: without folders and ending, whatever the width and the case."""
    file = unicodedata.normalize("NFKC", name).replace("\\", "/").rsplit("/", 1)[-1].strip().lower()
    return _BESIDE.sub("", file)


def _pictures(photos: pd.DataFrame, sheets: tuple[Sheet, ...]) -> pd.DataFrame:
    """Give the pictures by name: how many differ under it, and of a single one its fingerprint, day and file."""
    rows = photos.assign(
        photo=photos["photo"].map(plain_name).astype("str"),
        picture=of_sheets(photos["_sheet"], sheets, "file"),
        fingerprint=photos["fingerprint"].where(photos["fingerprint"].str.fullmatch(_BITS), ""),
        taken_on=pd.to_datetime(photos["taken_on"], format="%Y-%m-%d", errors="coerce").astype("datetime64[us]"),
    )
    by_name = rows.sort_values("picture", kind="stable").groupby("photo", as_index=False)
    found = by_name.agg(
        pictures=("sha256", "nunique"), fingerprint=("fingerprint", "first"), taken_on=("taken_on", "first"),
        picture=("picture", "first"),
    )  # fmt: skip
    several = found["pictures"] > 1
    # A page, or a wall in the dark, says nothing of the event either.
    taken_on = found["taken_on"].mask(several | (found["fingerprint"] == ""))
    one = found[["fingerprint", "picture"]].mask(several, "")
    return found.assign(taken_on=taken_on, **one)


def _nearest(of: Material) -> pd.DataFrame:
    return nearest_photos(of.once(named_photos), of.scope.month)


def nearest_photos(uses: pd.DataFrame, month: str) -> pd.DataFrame:
    """Give for each event of the month its photograph nearest to one of another event: mine, other, distance.

    ``mine`` and ``other`` are labels of ``uses``. Another event is an earlier one, or another village's of the day.
    """
    told = uses[uses["marked"]].drop_duplicates(_USE)
    mine = _of_month(told, month)
    pairs = pd.concat([_same_name(mine, told), _same_look(mine, told)], ignore_index=True)
    pairs = pairs.merge(mine[_USE], left_on="mine", right_index=True)
    pairs = pairs.merge(told[_USE], left_on="other", right_index=True, suffixes=("", "_other"))
    ordered = pairs.sort_values(["distance", "held_on_other", "village_other", "photo", "photo_other"], kind="stable")
    return ordered.drop_duplicates(_EVENT)[["mine", "other", "distance"]]


def _same_name(mine: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    labelled = mine[_USE].assign(mine=mine.index), told[_USE].assign(other=told.index)
    pairs = labelled[0].merge(labelled[1], on="photo", suffixes=("", "_other"))
    later = pairs["held_on"] > pairs["held_on_other"]
    same_day = (pairs["held_on"] == pairs["held_on_other"]) & (pairs["village"] != pairs["village_other"])
    return pairs.loc[later | same_day, ["mine", "other"]].assign(distance=0)


def _same_look(mine: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Compare fingerprints, some of the month's at once with all."""
    seen, others = mine[mine["bits"] > 0], told[told["bits"] > 0]
    found = [_NO_PAIRS]
    for start in range(0, len(seen), _AT_ONCE):
        some = seen.iloc[start : start + _AT_ONCE]
        apart = np.bitwise_count(np.bitwise_xor.outer(some["bits"].to_numpy(), others["bits"].to_numpy()))
        after = np.subtract.outer(some["held_on"].to_numpy(), others["held_on"].to_numpy()).astype("int64")
        elsewhere = np.not_equal.outer(some["village"].to_numpy(dtype=object), others["village"].to_numpy(dtype=object))
        apart = np.where((after > 0) | ((after == 0) & elsewhere), apart, BITS + 1)
        best = apart.argmin(axis=1)
        distance = apart[np.arange(len(some)), best]
        found.append(pd.DataFrame({"mine": some.index, "other": others.index[best], "distance": distance}))
    pairs = pd.concat(found, ignore_index=True).astype("int64")
    return pairs[pairs["distance"] <= BITS]


def _said(mine: pd.DataFrame, others: pd.DataFrame) -> list[str]:
    """Say which event the other photograph is of, and its name where that is another."""
    told = zip(mine["photo"], *(others[name] for name in ("photo", "shown", *_EVENT, "records")), strict=True)
    return [
        f"{village}{day.month}月{day.day}日{records}" + (f"的{shown}" if photo != own else "")
        for own, photo, shown, village, day, records in told
    ]


def _dated(month: pd.DataFrame) -> pd.DataFrame:
    """Give by event the photograph taken farthest from its day: days_apart, taken_on, dated_photo."""
    rows = month.dropna(subset="taken_on")
    rows = rows.assign(days_apart=(rows["taken_on"] - rows["held_on"]).dt.days.abs().astype("Int64"))
    rows = rows.sort_values(["days_apart", "photo"], ascending=[False, True], kind="stable").drop_duplicates(_EVENT)
    return rows[[*_EVENT, "days_apart", "taken_on", "shown"]].rename(columns={"shown": "dated_photo"})
