"""People's names and lists of them, phone numbers."""

import re

from audit.validate import text
from audit.validate.cells import CellError, quoted

_DOTS = re.compile(r"[·•・‧∙⋅･]|(?<=[\u3400-\u9fff])[.](?=[\u3400-\u9fff])")
_PHONE = re.compile(
    r"(?:\+?86[-\s]?)?(?<!\d)1[3-9]\d[-\s]?\d{4}[-\s]?\d{4}(?!\d)|(?<!\d)\d{3,4}-\d{7,8}(?!\d)|(?<!\d)\d{7,8}(?!\d)"
)
_BRACKETS = re.compile(r"[(\[【〔][^()\[\]【】〔〕]*[)\]】〕]?")
_TAIL = re.compile(
    r"(?:\d{4}[年.])?\d{1,2}[月.]\d{1,2}[日号]?(?:起)?(?:离职|离任|调离|调走|退出|入职|到任|到岗|新任|接任)$|(?:已?离职|已?离任)$"
)
_INNER = re.compile(r"(?<![A-Za-z])\s+|\s+(?![A-Za-z])")
_NAME = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffffA-Za-z·' .\-]+\d{0,2}$")
_LONGEST = 30
_SEPARATORS = re.compile(r"[,，、;；/|\n]+|\s+和\s+")
_AND_OTHERS = re.compile(r"等?(?:共|计)?\d*人$|等$")
_LABEL = re.compile(r"^[\u4e00-\u9fff]{2,6}:\s*")
_SHORTEST_PHONE = 7
_NO_PHONE = "不是电话号码，请填手机号或后四位"


def read_name(raw: str) -> str:
    """One person's name as it is compared: no inner spaces, no （离职） or phone number, one kind of middle dot.

    Empty text for an empty cell. Raises CellError.
    """
    if text.is_empty(raw):
        return ""
    name = _tidy(text.half_width(raw))
    if not name or len(name) > _LONGEST or not _NAME.match(name):
        raise CellError(f"{quoted(raw)}不是一个人的姓名，请只写姓名", "bad-name")
    return name


def read_names(raw: str) -> tuple[str, ...]:
    """Several people's names in order, by any separator; spaces inside a two-character name are not one."""
    if text.is_empty(raw):
        return ()
    names: list[str] = []
    for piece in _SEPARATORS.split(text.half_width(raw)):
        for word in _words(_LABEL.sub("", piece.strip())):
            name = _tidy(_AND_OTHERS.sub("", word))
            if not name or text.is_empty(name):
                continue
            if len(name) > _LONGEST or not _NAME.match(name):
                raise CellError(f"{quoted(word)}不是姓名，请用顿号把姓名隔开", "bad-name")
            names.append(name)
    return tuple(dict.fromkeys(names))


def read_phone(raw: str) -> str:
    """The last four digits of a phone number, and nothing more of it; empty text for an empty cell."""
    if text.is_empty(raw):
        return ""
    words = text.half_width(raw)
    if re.fullmatch(r"\d(?:\.\d+)?E\+?\d+|\d+\.0+", words, re.IGNORECASE):
        words = str(int(float(words)))
    digits = re.sub(r"\D", "", words)
    if len(digits) == 4 and words.strip("*") == digits:
        return digits
    if len(digits) < _SHORTEST_PHONE or re.search(r"[^\d\s()+\-*]", words):
        raise CellError(_NO_PHONE, "bad-phone")
    return digits[-4:]


def _tidy(words: str) -> str:
    bare = _BRACKETS.sub("", _PHONE.sub("", words))
    bare = _TAIL.sub("", _INNER.sub("", bare.strip()))
    return _DOTS.sub("·", bare).strip(" .-:,;")


def _words(piece: str) -> list[str]:
    """Words parted by white space, where a run of single characters is one spaced-out name (``张 三``)."""
    words: list[str] = []
    run: list[str] = []
    for word in _BRACKETS.sub("", piece).split():
        if len(word) == 1:
            run.append(word)
            continue
        words += _joined(run)
        run = []
        if word[0].isascii() and words and words[-1][-1].isascii():
            words[-1] += f" {word}"
            continue
        words.append(word)
    return words + _joined(run)


def _joined(run: list[str]) -> list[str]:
    if len(run) > 3 and len(run) % 2 == 0:
        return [run[place] + run[place + 1] for place in range(0, len(run), 2)]
    return ["".join(run)] if run else []
