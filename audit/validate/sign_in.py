"""Sign-in marks: the sheet's own legend first, then the contract's symbols; a mixed mark is two half days."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from audit.validate import text
from audit.validate.cells import CellError, Parsed, bad_rows, distinct, quoted, spread
from audit.validate.draft import Draft, at_column
from audit.validate.parsers.choices import choice_reader

HALF_DAYS: Mapping[str, int] = {"present": 2, "half": 1}
_DAY_HALVES = ("上午", "下午")
_SPLITTERS = ("/", "、", "|", "\n")

CodeOf: TypeAlias = Callable[[str], str | None]


def sign_in_columns(draft: Draft) -> Draft:
    """Add ``code`` and ``half_days`` to a sign-in grid: 2 present, 1 half, 0 otherwise, <NA> for an unknown symbol."""
    read = mark_reader(draft.contract.columns["code"].choices, draft.legend)
    marks = draft.texts("code") if "code" in draft.raw else draft.texts("mark")
    found, errors, positions = distinct(marks, lambda raw: read(text.clean(raw)), empty=("", None))
    columns = {
        "code": spread(marks.index, positions, [code for code, _ in found], "str"),
        "half_days": spread(marks.index, positions, [halves for _, halves in found], "Int64"),
    }
    return draft.with_columns(columns, at_column("mark", Parsed({}, bad_rows(marks.index, positions, errors)).bad))


def mark_reader(choices: Mapping[str, str], legend: Mapping[str, str]) -> Callable[[str], tuple[str, int]]:
    """A function from a mark to its code and half days in the village; it raises CellError for an unknown symbol."""
    by_contract = choice_reader(choices)
    own = {text.key(symbol): (by_contract(meaning), meaning) for symbol, meaning in legend.items()}

    def whole(mark: str) -> str | None:
        if text.key(mark) not in own:
            return by_contract(mark)
        code, meaning = own[text.key(mark)]
        if code is None:
            raise CellError(
                f"符号{quoted(mark)}在图例中是{quoted(meaning)}，看不出算不算在村，请改用常用写法（如“事假”“出差”）",
                "unknown-symbol",
            )
        return code

    def read(mark: str) -> tuple[str, int]:
        if not mark:
            return "blank", 0
        halves = None if text.key(mark) in own else _two_halves(mark, whole) or _one_half(mark, whole)
        if halves is not None:
            return halves
        code = whole(mark) or _without_overtime(mark, whole)
        if code is None:
            raise CellError(f"符号{quoted(mark)}没有图例，不知是何意，请在表下注明或改用常用符号", "unknown-symbol")
        return code, HALF_DAYS.get(code, 0)

    return read


def _two_halves(mark: str, whole: CodeOf) -> tuple[str, int] | None:
    """``√/△``: a code for each half of the day."""
    for pieces in filter(None, (_split(mark, splitter) for splitter in _SPLITTERS)):
        codes = [whole(piece) for piece in pieces]
        if None in codes:
            continue
        if codes == ["half", "half"]:
            return "present", 2
        present = sum(code == "present" for code in codes)
        first = next((code for code in codes if code), "")
        return (first, 0) if present == 0 else ("present", 2) if present == 2 else ("half", 1)
    return None


def _one_half(mark: str, whole: CodeOf) -> tuple[str, int] | None:
    """``上午√``, ``下午△``: what only one half of the day says."""
    half = text.half_width(mark)
    code = whole(half[2:].strip()) if half[:2] in _DAY_HALVES and len(half) > len("上午") else None
    return None if code is None else ("half", 1) if code in HALF_DAYS else (code, 0)


def mark_pieces(mark: str) -> list[str]:
    """The two halves of a mixed mark (``√/△``), empty for a whole one."""
    return next(filter(None, (_split(mark, splitter) for splitter in _SPLITTERS)), [])


def _split(mark: str, splitter: str) -> list[str]:
    pieces = [piece.strip() for piece in text.half_width(mark).split(splitter)]
    return pieces if len(pieces) == 2 and all(pieces) else []


def _without_overtime(mark: str, whole: CodeOf) -> str | None:
    """``√+3``, ``√+夜``: what stands before the plus sign."""
    base, plus, _ = text.half_width(mark).partition("+")
    return whole(base.strip()) if plus and base.strip() else None
