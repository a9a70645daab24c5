"""Monthly counts per person, and who was in the village on each day."""

import polars as pl

from tests.bench.yardstick.given import Given

_COUNTED = (
    "missed_sign", "missed_punch", "missed_log", "signed_not_punched", "punched_not_signed", "log_without_attendance",
    "attended_without_log",
)  # fmt: skip


def person_months(month: pl.DataFrame, given: Given) -> pl.DataFrame:
    """Sum the month per pid; one unknown day makes a sum unknown."""
    work, first = pl.col("workday").cast(pl.Int64), pl.col("is_first").cast(pl.Int64)
    values = {name: pl.col(name).cast(pl.Int64) for name in _COUNTED} | {
        "signed_days": (pl.col("signed") > 0).cast(pl.Int64),
        "punched_days": (pl.col("punches") > 0).cast(pl.Int64),
        "logged_days": pl.col("logged").cast(pl.Int64),
        "repaired_punches": pl.col("repaired"),
        "present_days": pl.col("present") * 0.5,
        "duty_days": pl.col("duty") * 0.5,
        "leave_days": pl.col("leave") * 0.5 * work,
        "first_workdays": work * first,
        "first_present_workdays": pl.col("present") * 0.5 * work * first,
        "active_workdays": work,
    }
    table = month.group_by("pid").agg(
        [pl.when(value.null_count() == 0).then(value.sum()).alias(name) for name, value in values.items()]
        + [_main_village()]
    )
    villages = given.tables["villages"].select("village", "no_signal").unique("village", keep="first")
    days = given.calendar.filter((pl.col("month") == given.month) & (pl.col("kind") == "workday"))
    return table.join(villages, on="village", how="left").with_columns(workdays=pl.lit(len(days))).sort("pid")


def _main_village() -> pl.Expr:
    return pl.col("village").mode().sort().first().alias("village")


def village_days(posted: pl.DataFrame, ledger: pl.DataFrame, given: Given) -> pl.DataFrame:
    """Per village and day of the month: members in post, present ones (null where it is not known), vacant."""
    away = ledger.select("pid", "date", "leave", "away_duty")
    each = posted.filter(pl.col("month") == given.month).join(away, on=["pid", "date"], how="left")
    here = (pl.col("half_days") > 0) & ((pl.col("leave") + pl.col("away_duty")) < 2)
    days = each.group_by("village", "date").agg(
        members=pl.col("pid").n_unique(), sure=here.fill_null(value=False).sum(), unsure=here.is_null().sum()
    )
    known = (pl.col("sure") > 0) | (pl.col("unsure") == 0)
    present = pl.when(known).then((pl.col("sure") + pl.col("unsure")).cast(pl.Int64))
    return days.with_columns(present=present).with_columns(vacant=pl.col("present") == 0).sort("village", "date")
