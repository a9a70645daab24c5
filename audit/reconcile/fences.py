"""Where a check-in was made: reduced to the distance from the person's village and whether it is inside its fence."""

import numpy as np
import pandas as pd

from audit.model.conventions import Conventions
from audit.reconcile.people import People

_EARTH_METERS = 6_371_000.0
_COORDINATES = ["longitude", "latitude"]


def fenced(rows: pd.DataFrame, villages: pd.DataFrame, people: People, conventions: Conventions) -> pd.DataFrame:
    """Add distance_meters (Int64) and inside (boolean) to rows with longitude and latitude, then drop the coordinates.

    Both are NA where the row or the village has no coordinates; inside also where the village has no fence. Of several
    villages a person is posted to the nearest counts. The convention keep_coordinates keeps the coordinates.
    """
    places = _village_places(villages, people)
    homes = people.postings[["person_id", "village"]].drop_duplicates().merge(places, on="village")
    pairs = rows[["person_id", *_COORDINATES]].reset_index(names="row").merge(homes, on="person_id")
    meters = _meters(pairs[_COORDINATES], pairs[["village_longitude", "village_latitude"]])
    near = pairs.assign(meters=meters).dropna(subset="meters").sort_values(["row", "meters"], kind="stable")
    nearest = near.drop_duplicates("row").set_index("row").reindex(rows.index)
    distance = nearest["meters"].round().astype("Int64")
    fence = nearest["fence_meters"].astype("Int64")
    located = rows.assign(distance_meters=distance, inside=(distance <= fence).astype("boolean"))
    return located if conventions.keep_coordinates else located.drop(columns=_COORDINATES)


def _village_places(villages: pd.DataFrame, people: People) -> pd.DataFrame:
    names = villages["village"].map(people.villages.named).astype("str")
    places = villages[[*_COORDINATES, "fence_meters"]].assign(village=names).dropna(subset=_COORDINATES)
    titles = {name: f"village_{name}" for name in _COORDINATES}
    return places.rename(columns=titles).drop_duplicates("village")


def _meters(points: pd.DataFrame, others: pd.DataFrame) -> np.ndarray:
    """Great-circle distance between two frames of (longitude, latitude) in degrees, NaN where one is missing."""
    longitude, latitude = np.radians(points.to_numpy(dtype="float64")).T
    other_longitude, other_latitude = np.radians(others.to_numpy(dtype="float64")).T
    half = np.sin((latitude - other_latitude) / 2) ** 2
    half += np.cos(latitude) * np.cos(other_latitude) * np.sin((longitude - other_longitude) / 2) ** 2
    return np.asarray(2 * _EARTH_METERS * np.arcsin(np.sqrt(half)))
