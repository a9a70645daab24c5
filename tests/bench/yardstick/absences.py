"""Leave and duty by half-days: ledger, approvals, what the punch export repeats, duty records; each absence once."""

import polars as pl

from tests.bench.yardstick.given import Given
from tests.bench.yardstick.people import resolve

_SPAN = ["pid", "first", "last"]
_HALVES = pl.DataFrame({"half": [1, 2], "opens": [8 * 60 + 30, 14 * 60], "closes": [12 * 60, 17 * 60 + 30]})
"""Minutes after midnight."""
_ENOUGH = pl.duration(hours=1, minutes=45)


def half_days(given: Given, people: pl.DataFrame) -> pl.DataFrame:
    """Distinct pid, date, half with kind (leave, duty), paper (bool) and back (the day of an early return)."""
    slips = _slips(given, people)
    early = pl.col("cancelled_on") < pl.col("last")
    days = slips.with_columns(until=pl.when(early).then("cancelled_on").otherwise("last")).with_columns(
        date=pl.datetime_ranges("first", "until")
    )
    rows = days.explode("date").drop_nulls("date").join(_HALVES, how="cross")
    opens, closes = (pl.col("date") + pl.duration(minutes=pl.col(name)) for name in ("opens", "closes"))
    overlap = pl.min_horizontal(pl.col("end"), closes) - pl.max_horizontal(pl.col("start"), opens)
    covered = rows.filter(overlap >= _ENOUGH)
    back = early & (pl.col("date") == pl.col("cancelled_on"))
    return covered.select("pid", "date", "half", "kind", "paper", back=back.fill_null(value=False)).unique()


def _slips(given: Given, people: pl.DataFrame) -> pl.DataFrame:
    """One row per absence: pid, kind, start, end, first and last day, cancelled_on, paper."""
    ledger = _spans(resolve(given.tables["leave_ledger"], people, given)).with_columns(kind=pl.lit("leave"))
    asked = _spans(resolve(given.tables["dingtalk_approvals"], people, given, name="applicant")).with_columns(
        kind=pl.col("category").replace_strict({"leave": "leave", "outing": "leave", "trip": "duty"}, default=None)
    )
    asked = asked.filter(pl.col("kind").is_not_null())
    granted, refused = asked.filter(pl.col("status") == "approved"), asked.filter(pl.col("status") != "approved")
    ledger = ledger.filter(~_told(ledger, refused) | _told(ledger, granted))
    loose = granted.filter(~_told(granted, ledger))
    hints = _hints(given, people)
    parts = [_slip(ledger, paper=True), _slip(loose, paper=True)]
    hints = hints.join(pl.concat(parts), on=_SPAN, how="anti")
    told = pl.concat([*parts, _slip(hints, paper=True)])
    duties = _spans(resolve(given.tables["duty_records"], people, given)).with_columns(kind=pl.lit("duty"))
    trips = told.filter(pl.col("kind") == "duty").select(_SPAN).unique().with_columns(approved=True)
    duties = duties.join(trips, on=_SPAN, how="left", maintain_order="left")
    paper = (pl.col("document") != "") | pl.col("approved").fill_null(value=False)
    duties = _slip(duties.with_columns(paper=paper), paper=None)
    return pl.concat([told.filter(pl.col("kind") == "leave"), told.filter(pl.col("kind") == "duty").join(
        duties, on=_SPAN, how="anti"), duties])  # fmt: skip


def _spans(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(first=pl.col("start").dt.truncate("1d"), last=pl.col("end").dt.truncate("1d"))


def _told(rows: pl.DataFrame, others: pl.DataFrame) -> pl.Series:
    """Which rows are among the others: the same form number, or the same person and days."""
    forms = others.filter(pl.col("form_no") != "")["form_no"].unique()
    spans = others.select(_SPAN).unique().with_columns(hit=True)
    joined = rows.join(spans, on=_SPAN, how="left", maintain_order="left")
    return joined["hit"].fill_null(value=False) | rows["form_no"].is_in(forms.implode())


def _slip(rows: pl.DataFrame, *, paper: bool | None) -> pl.DataFrame:
    if "cancelled_on" not in rows.columns:
        rows = rows.with_columns(cancelled_on=pl.lit(None, dtype=pl.Datetime))
    if paper is not None:
        rows = rows.with_columns(paper=pl.lit(paper))
    return rows.select("pid", "kind", "start", "end", "first", "last", "cancelled_on", "paper")


def _hints(given: Given, people: pl.DataFrame) -> pl.DataFrame:
    """The approvals that the punch export repeats on each day."""
    columns = ("person", "department", "user_id", "approvals")
    rows = pl.concat([given.tables[name].select(columns) for name in ("dingtalk_daily", "dingtalk_monthly")])
    rows = rows.filter(pl.col("approvals").list.len() > 0)
    each = resolve(rows, people, given).select("pid", "approvals").explode("approvals").unnest("approvals")
    text = pl.col("kind")
    kind = (
        pl.when(text.str.contains("补卡") | text.str.contains("加班")).then(None)
        .when(text.str.contains("出差")).then(pl.lit("duty")).otherwise(pl.lit("leave"))
    )  # fmt: skip
    found = each.with_columns(kind=kind).filter(pl.col("kind").is_not_null())
    return _spans(found).unique(["pid", "kind", "start", "end"])
