"""Units by quarter, half-year and year: how often they and their leaders came, and heard the team's report."""

from datetime import date

import pandas as pd

from audit.reconcile.material import Material
from audit.reconcile.meetings import absent_column, missing_text
from audit.reconcile.periods import half_year, quarter, year
from audit.reconcile.units import of_units, supporting_units

_SPANS = {"quarter": quarter, "half_year": half_year, "year": year}
_NUMERALS = "一二三四"
_LEVELS = {"head": "主要领导", "deputy": "分管领导"}
_PAPERS = {"minutes": "会议记录", "photo": "影像资料", "photo_dated": "影像注明的时间", "demands_met": "诉求及解决情况"}
_LEVEL_PAPERS = {"head": tuple(_PAPERS), "deputy": ("minutes", "photo")}
_KEYS = ["village", "unit", "span"]


def span_title(span: str, first: date) -> str:
    """Name a period: 2023年第四季度, 2023年下半年, 2023年."""
    if span == "quarter":
        return f"{first.year}年第{_NUMERALS[first.month // 3]}季度"
    return f"{first.year}年" + ("" if span == "year" else "上半年" if first.month == 1 else "下半年")


def unit_periods(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract unit_period: a row per village, supporting unit and period.

    A count is null where the source is not known throughout the period so far, or where a name that may be the unit's
    stands in it.
    """
    spans, visits = of.once(_spans), of.once(_visits)
    reports = visits[visits["kind"] == "report"]
    heard = pd.concat([_briefings(of), reports.assign(minutes=reports["minutes"])], ignore_index=True)
    came, told = _tally(visits, spans), _tally(heard, spans)
    kept = _tally(heard[heard["minutes"].fillna(value=True).astype("bool")], spans)
    unsaid = _tally(heard[heard["minutes"].isna()], spans)
    known = _known(of, "unit_visits", spans)
    both = known & _known(of, "unit_briefings", spans)
    return spans.assign(
        visits=came["days"].mask(came["doubtful"] | ~known),
        visit_dates=came["dates"].where(known),
        briefings=told["days"].mask(told["doubtful"] | ~both),
        recorded_briefings=kept["days"].mask(told["doubtful"] | ~both | (unsaid["days"] > 0)),
    )


def leader_periods(of: Material) -> pd.DataFrame:
    """Make the columns of the fact contract leader_period: a row per village, unit, leader's level and period.

    A visit whose leader is not said may have been anybody's: it leaves the count open where there is no other.
    Papers are lacking where no visit of the period has them; a column the list does not have is not known.
    """
    spans, visits = of.once(_spans), of.once(_visits)
    return pd.concat([_of_level(level, spans, visits, of) for level in _LEVELS], ignore_index=True)


def _of_level(level: str, spans: pd.DataFrame, visits: pd.DataFrame, of: Material) -> pd.DataFrame:
    known = _known(of, "unit_visits", spans)
    mine, either = visits[visits["leader_level"] == level], visits["leader_level"].isin([level, "head"])
    unsaid = visits["leader_level"] == ""
    sure, told, with_head = (_tally(visits[chosen], spans) for chosen in (
        visits["leader_level"] == level, (visits["leader_level"] == level) | unsaid, either | unsaid
    ))  # fmt: skip
    open_ = told["doubtful"] | (sure["days"] == 0) & (told["days"] > 0) | ~known
    rows = spans.assign(
        level=level, level_title=_LEVELS[level], post_vacant=spans[f"{level}_vacant"],
        visits=told["days"].mask(open_), visit_dates=sure["dates"].where(known),
        visits_with_head=with_head["days"].mask(with_head["doubtful"] | ~known),
    )  # fmt: skip
    had = _papers(mine, rows)
    needed = {name: _PAPERS[name] for name in _LEVEL_PAPERS[level]}
    none = (rows["visits"] == 0).fillna(value=False)
    return rows.assign(
        lacks_level_papers=had[list(needed)].any(axis=1, skipna=False).mask(none, other=False).mask(~known),
        level_papers=missing_text(had, needed).mask(none, ""),
        lacks_all_papers=had[list(_PAPERS)].any(axis=1, skipna=False).mask(none, other=False).mask(~known),
        all_papers=missing_text(had, _PAPERS).mask(none, ""),
    )


def _spans(of: Material) -> pd.DataFrame:
    """Cross the supporting units with the three periods that contain the month."""
    parts = []
    for span, make in _SPANS.items():
        first, last = make(of.scope.month)
        units = supporting_units(of, first, last)
        parts.append(
            units.assign(
                span=span, span_title=span_title(span, first), first_on=pd.Timestamp(first), last_on=pd.Timestamp(last),
                period_over=of.over(last), period_days=(last - first).days + 1,
                days_left=max((last - min(of.scope.last, of.scope.as_of)).days, 0),
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def _visits(of: Material) -> pd.DataFrame:
    """Give the visits by supporting unit: village, unit, sure, _day, kind, leader_level and the four papers."""
    rows = of.frames["unit_visits"]
    rows = rows[rows["_day"].notna() & (rows["_day"] <= pd.Timestamp(of.scope.as_of))].reset_index(drop=True)
    absent = {name: absent_column(rows, of.sheets, name) for name in ("minutes", "photo", "photo_dated", "demands")}
    told = rows["proof"]
    demands = (rows["demands"] != "") & (rows["solved"] != "")
    rows = rows.assign(
        minutes=_said(rows["minutes"], absent["minutes"], told.str.contains("纪要|记录")),
        photo=_said(rows["photo"], absent["photo"], told.str.contains("照片|影像|视频|图片")),
        photo_dated=_said(rows["photo_dated"], absent["photo_dated"], pd.Series(data=False, index=rows.index)),
        demands_met=demands.astype("boolean").mask(absent["demands"]),
    )
    return of_units(rows, of.once(_all_units))[["village", "unit", "sure", "_day", "kind", "leader_level", *_PAPERS]]


def _said(column: pd.Series, absent: pd.Series, mentioned: pd.Series) -> pd.Series:
    """Take what the column says, blank being no; without the column, only what the proof mentions is known."""
    return column.astype("boolean").fillna(value=False).mask(absent).mask(mentioned.astype("bool"), other=True)


def _briefings(of: Material) -> pd.DataFrame:
    rows = of.frames["unit_briefings"]
    rows = rows[rows["_day"].notna() & (rows["_day"] <= pd.Timestamp(of.scope.as_of))].reset_index(drop=True)
    absent = absent_column(rows, of.sheets, "minutes")
    rows = rows.assign(minutes=rows["minutes"].astype("boolean").fillna(value=False).mask(absent))
    return of_units(rows, of.once(_all_units))[["village", "unit", "sure", "_day", "minutes"]]


def _all_units(of: Material) -> pd.DataFrame:
    return supporting_units(of, *year(of.scope.month))


def _tally(rows: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Count each period's distinct days (days), write them (dates), and say whether a doubtful row is among them."""
    if rows.empty:
        none = pd.Series(0, index=spans.index, dtype="Int64")
        return pd.DataFrame({"days": none, "dates": "", "doubtful": False}, index=spans.index)
    joined = spans.reset_index(names="_span")[["_span", "village", "unit", "first_on", "last_on"]].merge(rows)
    inside = joined[(joined["_day"] >= joined["first_on"]) & (joined["_day"] <= joined["last_on"])]
    sure = inside[inside["sure"].astype("bool")].drop_duplicates(["_span", "_day"]).sort_values("_day")
    groups = sure.groupby("_span")["_day"]
    dates = {span: "、".join(f"{day.month}月{day.day}日" for day in days) for span, days in groups}
    counted = groups.size().reindex(spans.index, fill_value=0).astype("Int64")
    doubtful = spans.index.isin(inside.loc[~inside["sure"].astype("bool"), "_span"])
    written = pd.Series(dates, dtype="str").reindex(spans.index).fillna("").astype("str")
    return pd.DataFrame({"days": counted, "dates": written, "doubtful": doubtful}, index=spans.index)


def _papers(visits: pd.DataFrame, spans: pd.DataFrame) -> pd.DataFrame:
    """Say of each period what no visit of it has: True lacking, False had, null not known, by paper."""
    joined = spans.reset_index(names="_span")[["_span", "village", "unit", "first_on", "last_on"]].merge(visits)
    inside = joined[(joined["_day"] >= joined["first_on"]) & (joined["_day"] <= joined["last_on"])]
    table = pd.DataFrame(index=spans.index)
    for name in _PAPERS:
        had, unsaid = (
            inside.loc[inside[name].eq(other=True).fillna(value=False).astype("bool"), "_span"],
            inside.loc[inside[name].isna(), "_span"],
        )
        lacks = pd.Series(data=True, index=spans.index, dtype="boolean").mask(spans.index.isin(unsaid))
        table[name] = lacks.mask(spans.index.isin(had), other=False)
    return table


def _known(of: Material, source: str, spans: pd.DataFrame) -> pd.Series:
    columns = (spans["village"], spans["first_on"], spans["last_on"])
    told = [of.known(source, village, first.date(), last.date()) for village, first, last in zip(*columns, strict=True)]
    return pd.Series(told, index=spans.index, dtype="bool")
