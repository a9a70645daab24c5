"""Signs that cannot be true: outside the posting, after the day of judgement, in two villages at once."""

from datetime import date

import pandas as pd


def odd_signs(signs: pd.DataFrame, postings: pd.DataFrame, made_on: date) -> pd.DataFrame:
    """List impossible signs of real dates: the sign's columns plus ``why`` (Chinese, for the finding).

    ``signs`` holds person_id, village, date, half_days, file, sheet, cell. Two half-days in two villages agree.
    ``made_on`` is the day by which the files were made: a later sign was written ahead.
    """
    made = signs[signs["half_days"].fillna(0) > 0]
    future = made["date"] > pd.Timestamp(made_on)
    outside = ~_in_post(made, postings) & ~future
    busiest = made.groupby(["person_id", "date"])["half_days"].transform("sum")
    villages = made.groupby(["person_id", "date"])["village"].transform("nunique")
    double = (villages > 1) & (busiest > 2) & ~outside & ~future
    whys = {"晚于资料形成之日": future, "不在任职期内": outside}
    parts = [made[mask].assign(why=why) for why, mask in whys.items()]
    parts.append(_with_villages(made[double]))
    found = pd.concat(parts, ignore_index=True).drop_duplicates(["person_id", "village", "date", "why"])
    return found.sort_values(["person_id", "date", "village"], ignore_index=True)


def _with_villages(signs: pd.DataFrame) -> pd.DataFrame:
    """Name the villages in which the same day was signed in full."""
    if signs.empty:
        return signs.assign(why="")
    named = signs.groupby(["person_id", "date"])["village"].agg(lambda names: "、".join(sorted(set(names))))
    where = pd.MultiIndex.from_frame(signs[["person_id", "date"]])
    return signs.assign(why="同日在" + named.reindex(where).to_numpy() + "签到")


def _in_post(signs: pd.DataFrame, postings: pd.DataFrame) -> pd.Series:
    terms = postings[["person_id", "village", "arrived_on", "left_on"]]
    rows = (
        signs[["person_id", "village", "date"]]
        .reset_index(names="row")
        .merge(terms, on=["person_id", "village"], how="left")
    )
    within = (rows["arrived_on"] <= rows["date"]) & (rows["left_on"].isna() | (rows["date"] <= rows["left_on"]))
    return within.groupby(rows["row"]).any().reindex(signs.index).fillna(value=False).astype("bool")
