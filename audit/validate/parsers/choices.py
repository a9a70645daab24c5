"""Answers out of a list: yes or no, and the choices of a contract column."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from audit.validate import text
from audit.validate.cells import CellError, quoted

_YES = frozenset((
    "有", "是", "√", "✓", "✔", "☑", "v", "y", "yes", "true", "1", "对", "齐全",
    "完整", "齐", "已", "已有", "已签", "已签字", "签字", "合格", "已交", "已附", "有附", "○", "〇",
))  # fmt: skip
_NO = frozenset((
    "无", "否", "×", "✕", "✖", "✗", "☒", "x", "n", "no", "false", "0", "没有",
    "缺", "缺失", "缺少", "未", "不齐", "不齐全", "不完整", "未签", "未签字", "没", "错", "未附",
))  # fmt: skip
_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:张|份|次|页|人|户|个|幅)?$")
_BLANK = frozenset({"", "-", "--", "—", "——", "/", "null", "none", "nan"})
_NUMBERED = re.compile(r"[\d.]+")


def read_yes_no(raw: str) -> bool | None:
    """有/是/√/齐全/a number above 0 is True, 无/否/×/缺/0 is False, blank is None. Raises CellError."""
    word = text.key(raw).strip("()。.") if text.key(raw) not in _BLANK else ""
    if not word:
        return None
    if word in _YES:
        return True
    if word in _NO:
        return False
    if _NUMBER.match(word):
        found = _NUMBERED.match(word)
        return found is not None and float(found[0]) > 0
    raise CellError(f"{quoted(raw)}看不出有无，请填“有”或“无”", "bad-yes-no")


def choice_reader(choices: Mapping[str, str]) -> Callable[[str], str | None]:
    """A function from a text to the code of a column's ``choices``, None when nothing there fits.

    Literal texts are compared after NFKC and without white space; ``/regex/`` keys are searched, in order, after them.
    """
    literals = {text.key(said): code for said, code in choices.items() if not _is_pattern(said)}
    patterns = [(re.compile(said[1:-1], re.IGNORECASE), code) for said, code in choices.items() if _is_pattern(said)]

    @lru_cache(maxsize=4096)
    def code_of(raw: str) -> str | None:
        literal = literals.get(text.key(raw))
        if literal is not None:
            return literal
        words = text.half_width(raw)
        return next((code for pattern, code in patterns if pattern.search(words)), None)

    return code_of


def read_choice(choices: Mapping[str, str], *, is_open: bool = False) -> Callable[[str], str]:
    """A reader of one column's choices: the code, or empty text for an empty cell.

    It raises CellError for what is none of them; an open choice is empty then.
    """
    code_of = choice_reader(choices)
    known = [said for said in choices if said and not _is_pattern(said)]

    def read(raw: str) -> str:
        code = code_of(raw) if raw.strip() else choices.get("", "")
        if code is not None:
            return code
        if is_open or text.is_empty(raw):
            return ""
        listed = f"，请填{'、'.join(known[:8])}之一" if known else "，请核对"
        raise CellError(f"{quoted(raw)}不是这一列能填的内容{listed}", "bad-choice")

    return read


def _is_pattern(said: str) -> bool:
    return len(said) > 2 and said.startswith("/") and said.endswith("/")
