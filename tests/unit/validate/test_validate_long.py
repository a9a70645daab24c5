"""Pages of text in a cell for a date or a name: one sentence, and no pattern is tried on it."""

import pandas as pd
import pytest

from audit.model.contract import ImportColumn
from audit.validate.cells import Context
from audit.validate.plain import read_column


@pytest.mark.parametrize("kind", ["date", "datetime", "moment", "name", "names", "number", "days", "village", "phone"])
@pytest.mark.parametrize("piece", ["(", "年", "1日", "、", "12月3日"])
def test_a_page_of_text_where_a_value_should_be_is_refused(kind: str, piece: str) -> None:
    texts = pd.Series([(piece * 32_000)[:32_000], ""], dtype="str")
    parsed = read_column(texts, Context(ImportColumn(name="start", title="开始", type=kind)))
    assert {row: error.code for row, error in parsed.bad.items()} == {0: "too-long"}
    assert parsed.bad[0].say == "有32000个字，这一列不会这样长，请核对是否填错了列"


def test_a_long_text_stays_whole_where_text_belongs() -> None:
    texts = pd.Series(["走访" * 10_000], dtype="str")
    parsed = read_column(texts, Context(ImportColumn(name="content", title="内容", type="text")))
    assert parsed.columns["content"].tolist() == ["走访" * 10_000]
