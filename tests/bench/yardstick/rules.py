"""Eleven rules as filters: how many person-months, person-days and village-days violate each."""

from collections.abc import Mapping

import polars as pl

from audit.model.rule import Value

Parameters = Mapping[str, Mapping[str, Value]]


def violations(
    days: pl.DataFrame, months: pl.DataFrame, villages: pl.DataFrame, parameters: Parameters
) -> dict[str, int]:
    """Count the violations of each rule that is in force; what is not known is none."""
    by_month = _monthly(parameters)
    by_day = {
        "untraced-run": lambda given: pl.col("untraced") & (pl.col("run_days") >= given["run_workdays"]),
        "absent-without-leave": lambda given: pl.col("untraced") & (pl.col("run_days") >= given["min_days"]),
    }
    found = {name: months.filter(rule).height for name, rule in by_month.items() if name in parameters}
    found |= {name: days.filter(rule(parameters[name])).height for name, rule in by_day.items() if name in parameters}
    if "village-unattended" in parameters:
        found["village-unattended"] = villages.filter("vacant").height
    return found


def _monthly(parameters: Parameters) -> dict[str, pl.Expr]:
    signal = ~pl.col("no_signal").fill_null(value=False)
    mismatched = pl.col("signed_not_punched") + pl.col("punched_not_signed")
    either = (pl.col("log_without_attendance"), pl.col("attended_without_log"))
    rules = {
        "sign-in-missing": lambda given: pl.col("missed_sign") > given["tolerance"],
        "punch-missing": lambda given: signal & (pl.col("missed_punch") > given["tolerance"]),
        "punch-repaired-often": lambda given: pl.col("repaired_punches") > given["per_month"],
        "sign-in-punch-mismatch": lambda given: signal & (mismatched > given["tolerance"]),
        "work-log-missing": lambda given: pl.col("missed_log") > given["tolerance"],
        "log-attendance-mismatch": lambda given: pl.any_horizontal(*(one > given["tolerance"] for one in either)),
        "monthly-days-short": lambda given: _counted() < _required(given),
        "first-secretary-days-short": lambda given: (
            (pl.col("first_workdays") > 0)
            & (pl.col("first_present_workdays") * given["denominator"] < pl.col("first_workdays") * given["numerator"])
        ),
    }
    return {name: rule(parameters[name]) for name, rule in rules.items() if name in parameters}


def _counted() -> pl.Expr:
    return pl.col("present_days") + pl.col("duty_days")


def _required(given: Mapping[str, Value]) -> pl.Expr:
    """Twenty days or the month's workdays, a part of it for part of the month; never more than leave leaves."""
    whole = pl.min_horizontal(pl.lit(given["min_days"]), "workdays")
    base = ((whole * pl.col("active_workdays") * 2) // pl.col("workdays")) / 2
    required = pl.min_horizontal(base, pl.col("active_workdays") - pl.col("leave_days"))
    judged = (pl.col("active_workdays") >= given["prorate_min_workdays"]) & pl.col("leave_days").is_not_null()
    return pl.when(judged).then(required)
