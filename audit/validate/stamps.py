"""Exports with a day in one column and a time in another: field check-ins, repaired punches, WeCom's 打卡详情."""

import re
from datetime import date, datetime

import pandas as pd

from audit.validate import text
from audit.validate.draft import Bad, Draft, at_column, read_on_days
from audit.validate.parsers.attendance import on_day
from audit.validate.parsers.moments import read_moment
from audit.validate.parsers.times import read_time

_DATED = re.compile(r"\d{2,4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]")


def check_in_columns(draft: Draft) -> Draft:
    """签到: ``checked_at``."""
    return _stamped(draft, "date", "checked_at")


def repair_columns(draft: Draft) -> Draft:
    """补卡记录: ``repaired_at``."""
    return _stamped(draft, "date", "repaired_at")


def wecom_punch_columns(draft: Draft) -> Draft:
    """打卡详情: ``punched_at``."""
    return _stamped(draft, "work_date", "punched_at")


def _stamped(draft: Draft, day: str, column: str) -> Draft:
    """The moment that ``day`` and the column ``time`` say together; a time with a date of its own keeps it."""

    def read(raw: str, on: date) -> datetime | None:
        words = text.half_width(text.clean(raw))
        if _DATED.match(words):
            moment = read_moment(words)
            return moment.as_start() if moment else None
        clock = read_time("" if words == "未打卡" else words)
        return on_day(on, (clock,))[0] if clock else None

    values, positions, parsed = read_on_days(draft.texts("time"), draft.typed[day], read)
    moments = pd.Series([values[place] for place in positions], index=draft.raw.index, dtype="datetime64[us]")
    bad: Bad = at_column("time", parsed.bad)
    return draft.with_columns({column: moments}, bad)
