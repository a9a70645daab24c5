"""Who a row means: by UserId, else the only one of the name, else by village, else by unit."""

import polars as pl

from tests.bench.yardstick.given import Given

_SUFFIX = r"(行政村|村委会|居委会|村|社区)$"


def postings(given: Given) -> pl.DataFrame:
    """The roster with pid (name and unit) and the village's own name."""
    rows = given.tables["roster"].filter((pl.col("person") != "") & pl.col("arrived_on").is_not_null())
    named = rows.join(spellings(given), left_on="village", right_on="spelling", how="left")
    return named.with_columns(
        village=pl.coalesce("village_right", "village"), pid=pl.col("person") + "@" + pl.col("unit")
    ).drop("village_right")


def spellings(given: Given) -> pl.DataFrame:
    """Every way to write a village (spelling) and the village it means; what two villages share means none."""
    villages = given.tables["villages"].filter(pl.col("village") != "").unique("village", keep="first")
    own = villages.select(spelling="village", village="village")
    other = villages.select(spelling="aliases", village="village").explode("spelling").drop_nulls()
    full = pl.concat([own, other]).unique()
    stems = full.with_columns(pl.col("spelling").str.replace(_SUFFIX, "")).filter(pl.col("spelling") != "")
    stems = stems.join(full, on="spelling", how="anti").unique()
    every = pl.concat([full, stems])
    return every.filter(pl.len().over("spelling") == 1)


def village_of(texts: pl.Series, given: Given) -> pl.DataFrame:
    """Each distinct text (text) with its village: written in full, else the one with the longest spelling in it."""
    known = spellings(given)
    asked = pl.DataFrame({"text": texts.unique()}).filter(pl.col("text") != "")
    exact = asked.join(known, left_on="text", right_on="spelling")
    rest = asked.join(exact, on="text", how="anti").join(known, how="cross")
    inside = rest.filter(pl.col("text").str.contains(pl.col("spelling"), literal=True))
    longest = inside.filter(pl.col("spelling").str.len_chars() == pl.col("spelling").str.len_chars().max().over("text"))
    return pl.concat([exact.select("text", "village"), longest.select("text", "village")]).unique("text")


def resolve(rows: pl.DataFrame, people: pl.DataFrame, given: Given, name: str = "person") -> pl.DataFrame:
    """Add pid and place (the row's village, null where it says none); rows of strangers are left out."""
    blank = [
        pl.lit("").alias(part) for part in ("village", "unit", "department", "user_id") if part not in rows.columns
    ]
    rows = rows.with_columns(blank).with_columns(unit=pl.col("unit") + pl.col("department"))
    places = village_of(rows["village"], given)
    rows = rows.join(places.rename({"village": "place"}), left_on="village", right_on="text", how="left")
    asked = rows.select(name, "place", "unit", "user_id").unique()
    near = asked.join(people.select("person", "pid", "village", their_unit="unit", their_id="user_id").unique(),
                      left_on=name, right_on="person")  # fmt: skip
    scored = near.with_columns(
        score=pl.when((pl.col("user_id") != "") & (pl.col("user_id") == pl.col("their_id"))).then(3)
        .when(pl.col("pid").n_unique().over(name, "place", "unit", "user_id") == 1).then(3)
        .when(pl.col("place") == pl.col("village")).then(2)
        .when(pl.col("unit").str.contains(pl.col("their_unit"), literal=True) & (pl.col("unit") != "")).then(1)
        .otherwise(0)
    ).filter(pl.col("score") > 0)  # fmt: skip
    keys = [name, "place", "unit", "user_id"]
    best = scored.filter(pl.col("score") == pl.col("score").max().over(keys)).select(*keys, "pid").unique()
    best = best.filter(pl.len().over(keys) == 1)
    return rows.join(best, on=keys, how="inner", nulls_equal=True)
