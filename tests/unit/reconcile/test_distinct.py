"""Rows put in order, added up and picked by month: what pandas says of them, only sooner."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.reconcile.distinct import aggregated, ordered
from audit.reconcile.scope import days_between, lies_in

_TYPES = {"who": "str", "day": "datetime64[us]", "number": "Int64", "flag": "boolean", "text": "str"}
_NAMED = {
    "most": ("number", "max"), "least": ("day", "min"), "total": ("number", "sum"), "ever": ("flag", "any"),
    "first": ("text", "first"), "last": ("text", "last"), "several": ("text", "nunique"), "told": ("day", "count"),
    "flagged": ("flag", "max"),
}  # fmt: skip
_MOMENTS = st.integers(0, 33 * 24 * 60).map(lambda minute: pd.Timestamp("2023-10-30") + pd.Timedelta(minutes=minute))


@st.composite
def frames(draw: st.DrawFn, *, nulls: bool) -> pd.DataFrame:
    """Some rows of few people and days, so that several are alike; the keys have nulls only where asked for."""
    absent = st.none() if nulls else st.nothing()
    row = st.tuples(
        st.sampled_from(["甲", "乙", "丙"]) | absent,
        st.sampled_from([pd.Timestamp(2023, 11, n) for n in (1, 2, 30)]) | absent,
        st.integers(-3, 3) | st.none(), st.booleans() | st.none(), st.sampled_from(["", "会", "访"]) | st.none(),
    )  # fmt: skip
    return pd.DataFrame(draw(st.lists(row, max_size=12)), columns=list(_TYPES)).astype(_TYPES)


@given(rows=frames(nulls=False), keys=st.sampled_from([["who"], ["who", "day"]]))
def test_what_is_added_up_together_is_what_pandas_adds_up_name_by_name(rows: pd.DataFrame, keys: list[str]) -> None:
    pd.testing.assert_frame_equal(aggregated(rows, keys, **_NAMED), rows.groupby(keys).agg(**_NAMED))


@given(rows=frames(nulls=True), keys=st.permutations(list(_TYPES)).map(lambda names: names[:3]))
def test_rows_are_put_in_the_order_of_their_keys_nulls_last(rows: pd.DataFrame, keys: list[str]) -> None:
    found = rows.take(ordered([rows[name].array for name in keys]))
    pd.testing.assert_frame_equal(found, rows.sort_values(keys, kind="stable"))


@given(moments=st.lists(_MOMENTS | st.none(), max_size=6))
def test_a_moment_lies_in_the_month_it_is_written_with(moments: list[pd.Timestamp | None]) -> None:
    days = pd.Series(moments, dtype="datetime64[us]")
    assert lies_in(days, "2023-11").tolist() == (days.dt.strftime("%Y-%m") == "2023-11").tolist()


@pytest.mark.parametrize(("last", "count"), [(date(2023, 12, 2), 3), (date(2023, 11, 30), 1), (date(2023, 11, 29), 0)])
def test_days_are_listed_with_both_ends(last: date, count: int) -> None:
    days = days_between(date(2023, 11, 30), last)
    assert len(days) == count
    assert not days or (days[0], days[-1]) == (date(2023, 11, 30), last)
