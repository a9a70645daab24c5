"""Where a check-in was made: reduced to the distance from the person's village and whether it is inside its fence."""

import numpy as np
import pandas as pd

from audit.model.conventions import Conventions
from audit.reconcile.people import People

_EARTH_METERS = 6_371_000.0
_COORDINATES = ["longitude", "latitude"]
_NOTHING = {
    "distance_meters": "Int64", "inside": "boolean", "beyond": "boolean", "spot": "Int64", "leap_meters": "Int64",
    "leap_minutes": "Int64",
}  # fmt: skip


def fenced(rows: pd.DataFrame, villages: pd.DataFrame, people: People, conventions: Conventions) -> pd.DataFrame:
    """Add what rules need to know of longitude and latitude to rows with both, then drop the coordinates.

    distance_meters (Int64) and inside (boolean) are NA where the row or the village has no coordinates; inside also
    where the village has no fence. Of several villages a person is posted to the nearest counts. ``beyond`` (boolean)
    is true past fence and allowance. ``spot`` (Int64) numbers equal coordinates; ``leap_meters`` and ``leap_minutes``
    (Int64) tell how far and how long ago the person's check-in before was. The convention keep_coordinates keeps the
    coordinates.
    """
    kept = rows if conventions.keep_coordinates else rows.drop(columns=_COORDINATES)
    if rows.empty:
        return kept.assign(**{name: pd.Series(dtype=dtype) for name, dtype in _NOTHING.items()})
    places = _village_places(villages, people)
    homes = people.postings[["person_id", "village"]].drop_duplicates().merge(places, on="village")
    pairs = rows[["person_id", *_COORDINATES]].reset_index(names="row").merge(homes, on="person_id")
    meters = _meters(pairs[_COORDINATES], pairs[["village_longitude", "village_latitude"]])
    near = pairs.assign(meters=meters).dropna(subset="meters").sort_values(["row", "meters"], kind="stable")
    nearest = near.drop_duplicates("row").set_index("row").reindex(rows.index)
    distance = nearest["meters"].round().astype("Int64")
    fence = nearest["fence_meters"].astype("Int64")
    reach = fence.fillna(conventions.punch_radius_meters) + conventions.punch_buffer_meters
    return kept.assign(
        distance_meters=distance,
        inside=(distance <= fence).astype("boolean"),
        beyond=(distance > reach).astype("boolean"),
        spot=_spots(rows),
        **_leaps(rows),
    )


def _village_places(villages: pd.DataFrame, people: People) -> pd.DataFrame:
    names = villages["village"].map(people.villages.named).astype("str")
    places = villages[[*_COORDINATES, "fence_meters"]].assign(village=names).dropna(subset=_COORDINATES)
    titles = {name: f"village_{name}" for name in _COORDINATES}
    return places.rename(columns=titles).drop_duplicates("village")


def _spots(rows: pd.DataFrame) -> pd.Series:
    """Number the distinct coordinates, to six decimals; NA where there are none."""
    lacking = rows[_COORDINATES].isna().any(axis=1)
    numbers = rows[_COORDINATES].round(6).groupby(_COORDINATES, dropna=False, sort=False).ngroup()
    return pd.Series(numbers, index=rows.index, dtype="Int64").mask(lacking)


def _leaps(rows: pd.DataFrame) -> dict[str, pd.Series]:
    """Give the distance and the minutes from the person's located check-in before; NA for the first."""
    known = rows.dropna(subset=[*_COORDINATES, "checked_at"]).drop_duplicates(["person_id", "checked_at"])
    ordered = known.sort_values(["person_id", "checked_at"], kind="stable")
    before = ordered.groupby("person_id")[[*_COORDINATES, "checked_at"]].shift()
    meters = pd.Series(_meters(ordered[_COORDINATES], before[_COORDINATES]), index=ordered.index)
    minutes = (ordered["checked_at"] - before["checked_at"]).dt.total_seconds() / 60
    told = {"leap_meters": meters, "leap_minutes": minutes}
    return {name: series.round().astype("Int64").reindex(rows.index) for name, series in told.items()}


def _meters(points: pd.DataFrame, others: pd.DataFrame) -> np.ndarray:
    """Great-circle distance between two frames of (longitude, latitude) in degrees, NaN where one is missing."""
    longitude, latitude = np.radians(points.to_numpy(dtype="float64")).T
    other_longitude, other_latitude = np.radians(others.to_numpy(dtype="float64")).T
    half = np.sin((latitude - other_latitude) / 2) ** 2
    half += np.cos(latitude) * np.cos(other_latitude) * np.sin((longitude - other_longitude) / 2) ** 2
    return np.asarray(2 * _EARTH_METERS * np.arcsin(np.sqrt(half)))
