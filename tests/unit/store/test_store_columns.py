"""Columnar files give back what was put in, and say no to anything else."""

import math
from datetime import UTC, date, datetime, time

import pandas as pd
import pytest

from audit.store import bundles, columns


def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "person": pd.Series(["王建国", "", None], dtype="str"),
            "date": pd.Series([pd.Timestamp("2023-11-01"), pd.NaT, pd.Timestamp("2023-11-03")], dtype="datetime64[us]"),
            "halves": pd.Series([2, None, 1], dtype="Int64"),
            "days": pd.Series([0.5, float("nan"), 1.0]),
            "approved": pd.Series([True, None, False], dtype="boolean"),
            "names": pd.Series([("王芳", "李军"), (), None], dtype="object"),
            "punches": pd.Series(
                [(datetime(2023, 11, 1, 8, 2, tzinfo=UTC), time(18, 0)), (date(2023, 11, 2),), ()], dtype="object"
            ),
            "_row": pd.Series([4, 5, 6], dtype="int64"),
        }
    )


def test_rows_come_back_with_every_type_and_every_gap() -> None:
    pd.testing.assert_frame_equal(columns.unpack(columns.pack(rows())), rows())


def test_a_number_that_is_none_comes_back_inside_a_list() -> None:
    kept = columns.unpack(columns.pack(pd.DataFrame({"x": pd.Series([(1.5, float("nan"))], dtype="object")})))
    first, second = kept["x"][0]
    assert (first, math.isnan(second)) == (1.5, True)


def test_an_empty_table_keeps_its_columns() -> None:
    pd.testing.assert_frame_equal(columns.unpack(columns.pack(rows().iloc[:0])), rows().iloc[:0].reset_index(drop=True))


def test_the_same_rows_give_the_same_bytes() -> None:
    assert columns.pack(rows()) == columns.pack(rows())


def test_a_column_that_would_need_code_to_come_back_is_refused() -> None:
    with pytest.raises(TypeError):
        columns.pack(pd.DataFrame({"x": pd.Series([object()], dtype="object")}))


def test_other_bytes_are_no_file_of_rows() -> None:
    with pytest.raises(ValueError, match="no file"):
        columns.unpack(b"PK\x03\x04")


def test_a_bundle_gives_its_pieces_back_by_name() -> None:
    pieces = {"规则/a.yml": b"id: a\n", "b": b""}
    assert dict(bundles.untie(bundles.tie(pieces))) == pieces
    with pytest.raises(ValueError, match="no bundle"):
        bundles.untie(b"{}")
