"""Numbers, counts, amounts and days."""

import re
from decimal import Decimal

from audit.validate import text
from audit.validate.cells import CellError, quoted

_NUMBER = re.compile(
    r"([+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?|[+-]?\.\d+)\s*(?:[\u4e00-\u9fff]{1,2}|小时|h)?$", re.IGNORECASE
)
_IN_WORDS = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
_DAYS_IN_WORDS = re.compile(r"(?:([一二两三四五六七八九十])(?:个)?[天日](半)?|(半)(?:天|日)?)$")
_MONEY = re.compile(r"(?:[¥￥]|人民币)?\s*([+-]?\d{1,15}(?:\.\d{0,12})?)\s*(万)?\s*(?:元整?|圆整?)?$")
_TEN_THOUSAND = 10_000
_MOST_FEN = 10**14
_DAYS_AND_HALF = re.compile(r"(\d+)\s*[天日]半$")


def read_number(raw: str) -> float | None:
    """A number, with or without a unit (``3天``, ``12.05``, ``２``, ``1,200``); None when empty. Raises CellError."""
    if text.is_empty(raw):
        return None
    found = _NUMBER.match(text.half_width(raw).replace(",", ""))
    if found is None:
        raise CellError(f"{quoted(raw)}不是数字，请填数字", "bad-number")
    value = float(found[1])
    if abs(value) > 1e15:
        raise CellError(f"{quoted(raw)}这个数太大，请核对", "bad-number")
    return value


def read_integer(raw: str) -> int | None:
    """A count (``1.0`` is 1); None when empty. Raises CellError."""
    value = read_number(raw)
    if value is None:
        return None
    if value != int(value):
        raise CellError(f"{quoted(raw)}不是整数，请填整数", "bad-integer")
    return int(value)


def read_money(raw: str) -> int | None:
    """An amount (``680.50``, ``1,200元``, ``￥360``, ``1.5万元``) in whole fen; None when empty. Raises CellError."""
    if text.is_empty(raw):
        return None
    found = _MONEY.match(text.half_width(raw).replace(",", ""))
    if found is None:
        raise CellError(f"{quoted(raw)}不是金额，请填数字，如680.50", "bad-money")
    fen = Decimal(found[1]) * (_TEN_THOUSAND if found[2] else 1) * 100
    if fen != fen.to_integral_value():
        raise CellError(f"{quoted(raw)}不足一分，金额请精确到分", "bad-money")
    if abs(fen) > _MOST_FEN:
        raise CellError(f"{quoted(raw)}这个金额太大，请核对单位是元还是万元", "bad-money")
    return int(fen)


def read_days(raw: str) -> float | None:
    """A number of days in half steps (``3天``, ``1.0``, ``半天``, ``两天半``); None when empty. Raises CellError."""
    words = text.half_width(raw)
    spoken = _DAYS_IN_WORDS.match(words)
    if spoken:
        return 0.5 if spoken[3] else _IN_WORDS[spoken[1]] + (0.5 if spoken[2] else 0.0)
    half = _DAYS_AND_HALF.match(words)
    value = int(half[1]) + 0.5 if half else read_number(raw)
    if value is None:
        return None
    if value < 0 or value * 2 != int(value * 2):
        raise CellError(f"{quoted(raw)}不是以半天为单位的天数，请填1、1.5这样的天数", "bad-days")
    return value
