"""Person-days: left joins of every source on the days in post."""

import polars as pl

from tests.bench.yardstick.absences import half_days
from tests.bench.yardstick.given import Given
from tests.bench.yardstick.people import postings, resolve

_KEYS = ["pid", "date"]
_SELF_MADE = ["normal", "late", "early", "outside", "overtime", "outing", "trip"]
_SHEETS = ("dingtalk_daily", "dingtalk_times", "dingtalk_monthly")


def make_ledger(given: Given) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the ledger (one row per pid and date) and the days in post (per village too) with what was signed there."""
    people = postings(given)
    posted = _with_signs(_posted(people, given), given, people)
    best = posted.group_by(_KEYS).agg(
        pl.col("village").first(), pl.col("month", "kind").first(), pl.col("role").eq("first_secretary").any(),
        signed=pl.when((pl.col("half_days").max() == 2) | (pl.col("half_days").null_count() == 0)).then(
            pl.col("half_days").max()),
    )  # fmt: skip
    days = best.rename({"role": "is_first"}).with_columns(workday=pl.col("kind") == "workday")
    days = days.join(_punches(given, people), on=_KEYS, how="left").join(_listed(given, people), on=["pid", "month"],
                                                                         how="left")  # fmt: skip
    days = days.with_columns(
        [pl.when("listed").then(pl.col(name).fill_null(0)).alias(name) for name in ("punches", "repaired")]
    )
    days = _with_logs(days, given, people)
    days = _with_absences(days, half_days(given, people))
    return _with_marks(days).sort(_KEYS), posted


def _posted(people: pl.DataFrame, given: Given) -> pl.DataFrame:
    rows = people.join(given.calendar, how="cross")
    in_post = (pl.col("arrived_on") <= pl.col("date")) & (
        pl.col("left_on").is_null() | (pl.col("date") <= pl.col("left_on"))
    )
    return rows.filter(in_post).unique(["pid", "village", "date"], keep="first", maintain_order=True)


def _with_signs(posted: pl.DataFrame, given: Given, people: pl.DataFrame) -> pl.DataFrame:
    """Add half_days: null where the person stands in no book of the village and month, or the symbol is unknown."""
    signs = resolve(given.tables["sign_in_grid"], people, given)
    only = people.group_by("pid").agg(home=pl.col("village").first(), homes=pl.col("village").n_unique())
    signs = signs.join(only, on="pid").with_columns(
        village=pl.coalesce("place", pl.when(pl.col("homes") == 1).then("home"))
    )
    made = signs.group_by("pid", "village", "date").agg(
        half_days=pl.when((pl.col("half_days").max() > 0) | (pl.col("half_days").null_count() == 0)).then(
            pl.col("half_days").max()
        )
    )
    books = signs.select("pid", "village", month=pl.col("date").dt.strftime("%Y-%m")).unique().with_columns(book=True)
    rows = posted.join(made.with_columns(said=True), on=["pid", "village", "date"], how="left")
    rows = rows.join(books, on=["pid", "village", "month"], how="left")
    return rows.with_columns(
        half_days=pl.when(pl.col("book") & pl.col("said").is_null()).then(0).otherwise("half_days")
    )


def _punches(given: Given, people: pl.DataFrame) -> pl.DataFrame:
    """Add punches, repaired and is_rest per day: the raw records where there are any, else the fullest sheet."""
    raw = resolve(given.tables["dingtalk_raw"], people, given).rename({"work_date": "date"})
    code, device = pl.col("result_code"), pl.col("device_kind")
    made = code.is_in(_SELF_MADE) & pl.col("punched_at").is_not_null()
    made &= (pl.col("address") != "") | ~code.is_in(["outing", "trip"])
    repaired = code.is_in(["makeup", "admin_edit"]) | device.is_in(["makeup", "admin"])
    raw = raw.with_columns(valid=(made | repaired) & (code != "invalid"), fixed=repaired & (code != "invalid"))
    single = raw.group_by(_KEYS).agg(
        punches=pl.col("punched_at").filter(pl.col("valid")).n_unique(), repaired=pl.col("fixed").sum()
    )
    told = []
    for name in _SHEETS:
        rows = resolve(given.tables[name], people, given)
        fixed = pl.col("repaired").fill_null(0) if "repaired" in rows.columns else pl.lit(0, dtype=pl.Int64)
        rest = pl.col("is_rest") if "is_rest" in rows.columns else pl.lit(None, dtype=pl.Boolean)
        told.append(rows.select(*_KEYS, told=pl.col("times").list.n_unique(), fixed=fixed, is_rest=rest))
    summary = pl.concat(told).group_by(_KEYS).agg(
        pl.col("told", "fixed").max(), pl.col("is_rest").drop_nulls().first()
    )  # fmt: skip
    days = summary.join(single, on=_KEYS, how="full", coalesce=True)
    return days.select(
        *_KEYS, pl.col("is_rest").fill_null(value=False), punches=pl.coalesce("punches", "told").cast(pl.Int64),
        repaired=pl.coalesce(pl.col("repaired").cast(pl.Int64), "fixed"),
    )  # fmt: skip


def _listed(given: Given, people: pl.DataFrame) -> pl.DataFrame:
    """The months in which a person stands in the punch export."""
    rows = [resolve(given.tables[name], people, given).select(_KEYS) for name in _SHEETS]
    months = pl.concat(rows).select("pid", month=pl.col("date").dt.strftime("%Y-%m"))
    return months.unique().with_columns(listed=True)


def _with_logs(days: pl.DataFrame, given: Given, people: pl.DataFrame) -> pl.DataFrame:
    """Add logged and met; logs are null where the village handed in none for the month."""
    logs = resolve(given.tables["work_logs"], people, given).rename({"log_date": "date"})
    written = logs.filter(pl.col("content") != "").select(_KEYS).unique().with_columns(log=True)
    there = logs.select("place", month=pl.col("date").dt.strftime("%Y-%m")).unique().with_columns(handed=True)
    meetings = given.tables["meetings"].explode("attendees").drop_nulls("attendees")
    met = resolve(meetings, people, given, name="attendees").select("pid", date="held_on").unique()
    rows = days.join(written, on=_KEYS, how="left").join(met.with_columns(met=True), on=_KEYS, how="left")
    rows = rows.join(there, left_on=["village", "month"], right_on=["place", "month"], how="left")
    logged = pl.when(pl.col("log").is_not_null() | pl.col("handed").is_not_null()).then(pl.col("log").is_not_null())
    return rows.with_columns(
        logged=logged, met=pl.col("met").fill_null(value=False), is_rest=pl.col("is_rest").fill_null(value=False)
    )


def _with_absences(days: pl.DataFrame, halves: pl.DataFrame) -> pl.DataFrame:
    """Add leave, duty (documented) and away_duty (all) in half-days."""
    leave, duty = halves.filter(pl.col("kind") == "leave"), halves.filter(pl.col("kind") == "duty")
    parts = {"leave": leave, "duty": duty.filter(pl.col("paper")), "away_duty": duty}
    for name, rows in parts.items():
        counts = rows.unique([*_KEYS, "half"]).group_by(_KEYS).len(name).cast({name: pl.Int64})
        days = days.join(counts, on=_KEYS, how="left").with_columns(pl.col(name).fill_null(0))
    back = leave.filter("back").select(_KEYS).unique().with_columns(back=True)
    days = days.join(back, on=_KEYS, how="left")
    seen = (pl.col("signed").fill_null(0) > 0) | (pl.col("punches").fill_null(0) > 0)
    return days.with_columns(leave=pl.when(pl.col("back") & seen).then(0).otherwise("leave"))


def _with_marks(days: pl.DataFrame) -> pl.DataFrame:
    """Add present half-days, what was missed, what does not agree, and runs of workdays without a trace."""
    away = pl.col("leave") + pl.col("away_duty")
    signed, punched, logged = pl.col("signed") > 0, pl.col("punches") > 0, pl.col("logged")
    work = pl.col("workday")
    days = days.with_columns(
        present=pl.min_horizontal("signed", (2 - away).clip(lower_bound=0)),
        missed_sign=work & (away < 2) & (pl.col("signed") == 0),
        missed_punch=work & (away < 2) & ~pl.col("is_rest") & (pl.col("punches") == 0),
        signed_not_punched=work & (away == 0) & (pl.col("signed") == 2) & ~pl.col("is_rest") & ~punched,
        punched_not_signed=work & (away == 0) & punched & (pl.col("signed") == 0),
        log_without_attendance=work & (away == 0) & logged & ~signed & ~punched,
        attended_without_log=work & (away == 0) & (signed | punched) & ~logged,
        untraced=work & ~(signed | punched | logged | pl.col("met")) & (away == 0),
    )
    # min_horizontal passes over nulls, but a sign that is not known counts as not known.
    present = pl.when(pl.col("signed").is_not_null()).then("present")
    days = days.with_columns(present=present).with_columns(missed_log=(pl.col("present") > 0) & ~logged)
    workdays = days.filter("workday").sort(_KEYS).with_columns(hit=pl.col("untraced").fill_null(value=False))
    runs = workdays.with_columns(run=pl.col("hit").rle_id().over("pid"))
    runs = runs.with_columns(run_days=pl.when("hit").then(pl.len().over("pid", "run")).otherwise(0))
    return days.join(runs.select(*_KEYS, "run_days"), on=_KEYS, how="left").with_columns(
        pl.col("run_days").fill_null(0)
    )
