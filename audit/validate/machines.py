"""Attendance machines and DingTalk's interfaces: what their punches are, in the words of the other exports."""

import pandas as pd

from audit.validate import text
from audit.validate.cells import column_of
from audit.validate.draft import Draft, at_column, read_on_days, tuples
from audit.validate.parsers.attendance import on_day, read_punches

_NOT_SIGNED = "NOTSIGNED"
_SYSTEM = "SYSTEM"


def machine_columns(draft: Draft) -> Draft:
    """考勤机明细: every row is a punch made at a machine."""
    index = draft.raw.index
    columns = {name: pd.Series(said, index=index, dtype="str") for name, said in _MADE_AT_MACHINE.items()}
    return draft.with_columns(columns, {})


def card_columns(draft: Draft) -> Draft:
    """刷卡记录: ``times`` of each day."""
    values, positions, parsed = read_on_days(
        draft.texts("times"), draft.typed["date"], lambda raw, day: on_day(day, read_punches(text.clean(raw)))
    )
    times = tuples(draft.raw.index, positions, [value or () for value in values])
    return draft.with_columns({"times": times}, at_column("times", parsed.bad))


def api_columns(draft: Draft) -> Draft:
    """The interfaces' rows: ``result_code`` out of four fields, ``punched_at`` to the minute, none where not signed;
    ``exact_at`` keeps the seconds.
    """
    source, place = (_upper(draft, name) for name in ("source", "location_result"))
    result, legal = _upper(draft, "result"), _upper(draft, "is_legal")
    missing = (source == _SYSTEM) | (result == _NOT_SIGNED)
    code = draft.typed["result_code"].mask(draft.typed["result_code"] == "", "normal")
    code = code.mask((place == "OUTSIDE") & code.isin(["normal"]), "outside")
    code = code.mask(source == "APPROVE", "makeup").mask(source == "BOSS", "admin_edit")
    code = code.mask((legal == "N") | (draft.typed["abnormal_reason"] != ""), "invalid").mask(missing, "missing")
    exact = draft.typed["punched_at"].mask(missing)
    punched = {"punched_at": exact.dt.floor("min"), "exact_at": exact}
    return draft.with_columns({"result_code": code.astype("str"), **punched}, {})


def _upper(draft: Draft, name: str) -> pd.Series:
    read = column_of(draft.texts(name), name, lambda raw: text.key(raw).upper(), dtype="str", empty="")
    return read.columns[name]


_MADE_AT_MACHINE = {"result_code": "normal", "device_kind": "machine", "abnormal_reason": "", "abnormal_class": ""}
