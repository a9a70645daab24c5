"""Sentences: values written the way an office writes them."""

from collections.abc import Iterable, Mapping
from datetime import date

from audit.expression import Scalar, holds, parse
from audit.model.rule import Rule


def written(name: str, value: Scalar | tuple[date, ...], *, year: int) -> str:
    """Write one value: days without a trailing .0, months as 2023年11月, dates as 11月8日 (with the year when it is
    another than ``year``), lists of dates as runs; of what is named ``…_cents`` (whole fen) the amount in 元.
    """
    if value is None:
        return "（无）"
    if isinstance(value, tuple):
        return written_dates(value, year=year)
    if isinstance(value, bool):
        return "是" if value else "否"
    if name.endswith("_cents") and isinstance(value, int):
        return _yuan(value)
    if isinstance(value, date):
        return _day(value, year=year)
    if isinstance(value, float):
        return f"{value:g}"
    if name == "month" and isinstance(value, str) and len(value) == 7:
        return f"{value[:4]}年{int(value[5:])}月"
    return str(value)


def written_dates(dates: Iterable[date], *, year: int) -> str:
    """Write dates as 11月8日、9日、13日至15日; three or more consecutive days are written as a run."""
    parts: list[str] = []
    shown: date | None = None
    for first, last in _stretches(sorted(dates)):
        for day in dict.fromkeys((first, last)):
            same_month = shown is not None and (shown.year, shown.month) == (day.year, day.month)
            parts.append(f"{day.day}日" if same_month else _day(day, year=year))
            shown = day
        if (last - first).days > 1:
            end = parts.pop()
            parts[-1] += f"至{end}"
    return "、".join(parts)


def _stretches(days: list[date]) -> list[tuple[date, date]]:
    found: list[tuple[date, date]] = []
    for day in days:
        if found and (day - found[-1][1]).days == 1:
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _yuan(fen: int) -> str:
    """Write whole fen as 元 without the word: 10000, 680.50."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole}" + (f".{rest:02d}" if rest else "")


def _day(day: date, *, year: int) -> str:
    return f"{day.month}月{day.day}日" if day.year == year else f"{day.year}年{day.month}月{day.day}日"


def sentence(rule: Rule, values: Mapping[str, Scalar | tuple[date, ...]], *, year: int) -> str:
    """Fill a rule's message from the values and add the ``also`` texts whose condition holds."""
    words = {name: written(name, value, year=year) for name, value in values.items()}
    scalars = {name: value for name, value in values.items() if not isinstance(value, tuple)}
    texts = [rule.message, *(also.text for also in rule.also if holds(parse(also.expression), scalars))]
    return "".join(text.format_map(words) for text in texts)
