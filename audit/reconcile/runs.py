"""Runs: consecutive days of one cause, told as columns of the day so that a rule is still about one row."""

import pandas as pd


def runs(rows: pd.DataFrame, *, group: str, number: str, hit: str) -> pd.DataFrame:
    """Find maximal runs of true ``hit`` over rows of one ``group`` whose ``number`` goes up by one.

    ``rows`` needs date, group, number and hit (boolean, NA allowed; NA breaks a run). Gives, on the same index,
    run_days (Int64: length where hit, 0 where not, NA where hit is NA), run_start and run_end (dates, NaT where none).
    """
    ordered = rows.sort_values([group, number], kind="stable")
    hits = ordered[hit].fillna(value=False).astype("bool")
    same = (ordered[group] == ordered[group].shift()) & (ordered[number] == ordered[number].shift() + 1)
    starts = hits & ~(same & hits.shift(fill_value=False))
    run_number = starts.cumsum().where(hits)
    by_run = ordered["date"].groupby(run_number)
    found = pd.DataFrame(
        {
            "run_days": by_run.transform("size").astype("Int64").fillna(0).mask(ordered[hit].isna()),
            "run_start": by_run.transform("min"),
            "run_end": by_run.transform("max"),
        }
    )
    return found.reindex(rows.index)
