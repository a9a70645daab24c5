"""Work logs: the days a log is of, and of DingTalk's forms the answers as one text."""

import re
from datetime import date, datetime, time

from msgspec.structs import replace

from audit.validate import text
from audit.validate.cells import CellError, bad_rows, distinct, quoted, spread
from audit.validate.draft import Bad, Draft, at_column, days_said
from audit.validate.parsers.dates import Period
from audit.validate.parsers.moments import read_span

EMPTY = "每一项都没有填写，看不出工作内容，请补填"
MOST_DAYS = 31
"""Days of one log: more is a slip of the pen."""

_WEEK = re.compile(r"第?.{1,3}周\s*[(:]?\s*(?P<days>\d.*?)\s*[)]?$")
_LISTED = re.compile(r"(?P<first>.*?(?P<day>\d{1,2}))\s*[日号]?(?P<more>(?:\s*[、,和及]\s*\d{1,2}\s*[日号]?)+)$")


def log_columns(draft: Draft) -> Draft:
    """Add ``last_on`` to logs of several days, named in one cell (``11月6日至8日``) or in two."""
    labels = [label for (label, name), error in draft.bad.items() if name == "log_date" and error.code == "bad-date"]
    if not labels:
        return _possible(draft)
    texts, period = draft.texts("log_date")[labels], days_said(draft.sheet)
    said, errors, places = distinct(texts, lambda raw: read_days(raw, period))
    # One column may be both the first and the last day's: then it is one cell, and one fault.
    once = texts.index[texts == draft.texts("last_on")[labels]]
    typed, bad = dict(draft.typed), dict(draft.bad)
    for at, name in enumerate(("log_date", "last_on")):
        ends = spread(texts.index, places, [days and days[at] for days in said], "datetime64[us]")
        typed[name] = ends.reindex(draft.raw.index).fillna(draft.typed[name])
    for label in labels:
        del bad[label, "log_date"]
    for label in once:
        bad.pop((int(label), "last_on"), None)
    return _possible(
        replace(draft, typed=typed, bad=bad | at_column("log_date", bad_rows(texts.index, places, errors)))
    )


def read_days(raw: str, period: Period | None) -> tuple[datetime, datetime]:
    """The first and the last day of ``11月6日至8日``, ``11.6-11.8``, ``第2周（11月6日-10日）``, ``11月6、7日``.

    Raises CellError.
    """
    words = text.half_width(text.clean(raw))
    week = _WEEK.match(words)
    words = week["days"] if week else words
    listed = _LISTED.match(words)
    ends = read_span(_from_to(listed, raw) if listed else words, period)
    if ends is None:
        raise CellError(f"{quoted(raw)}不是日期，请写成2023-11-06至2023-11-08", "bad-date")
    first, last = ends[0].on, ends[1].on
    if (last - first).days >= MOST_DAYS:
        raise CellError(_too_long(raw, first, last), "long-span")
    return datetime.combine(first, time(0)), datetime.combine(last, time(0))


def _from_to(listed: re.Match[str], raw: str) -> str:
    """Days one after the other as a span; others are not one log's."""
    days = [int(listed["day"]), *map(int, re.findall(r"\d+", listed["more"]))]
    if days != list(range(days[0], days[0] + len(days))):
        raise CellError(f"{quoted(raw)}不是连着的几天，请按日分行填写", "bad-span")
    return f"{listed['first']}日至{days[-1]}日"


def _too_long(raw: str, first: date, last: date) -> str:
    return f"{quoted(raw)}共{(last - first).days + 1}天，一篇日志最多写{MOST_DAYS}天，请核对起止日期，或按日分行填写"


def _possible(draft: Draft) -> Draft:
    """Leave out last days that cannot be: before the first, or too long after it."""
    first, last, said = draft.typed["log_date"], draft.typed["last_on"], draft.texts("last_on")
    before, after = last < first, (last - first).dt.days >= MOST_DAYS
    bad: Bad = {
        **{(int(label), "last_on"): CellError(_reversed(said[label], first[label]), "reversed-span")
           for label in first.index[before]},
        **{(int(label), "last_on"): CellError(_too_long(said[label], first[label], last[label]), "long-span")
           for label in first.index[after]},
    }  # fmt: skip
    return draft.with_columns({"last_on": last.mask(before | after)}, bad)


def _reversed(said: str, first: datetime) -> str:
    return f"{quoted(said)}早于日志的第一天{first:%Y-%m-%d}，请核对"


def answer_columns(draft: Draft) -> Draft:
    """Add ``content`` without empty answers, and ``log_date`` where only the time of sending is given."""
    dated = log_columns(draft)
    content = dated.texts("content").map(_answers).astype("str")
    written = dated.typed["written_at"].dt.normalize()
    named = dated.typed["log_date"]
    missing = content.index[content == ""]
    bad: Bad = {(int(label), "content"): CellError(EMPTY, "missing-value") for label in missing}
    return dated.with_columns({"content": content, "log_date": named.where(named.notna(), written)}, bad)


def _answers(raw: str) -> str:
    lines = [line.strip() for line in text.clean(raw).split("\n")]
    return "\n".join(line for line in lines if not text.is_empty(line))
