"""Which Chinese encoding a text is in: a byte order mark, else strict UTF-8, else strict GB18030; never a guess."""

import codecs
import re

from .tables import RefusedError, clean

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHINESE = re.compile("[\u3400-\u9fff]")
_OTHER_SCRIPT = re.compile("[\u0250-\u07ff]")


def text_in(data: bytes) -> str:
    """The text of a file, without control characters. Raises RefusedError where no encoding fits."""
    return clean(_decoded(data).replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding).removeprefix("\ufeff")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error)
    return _trapped(data, text)


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError(code="bad-encoding") from error


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> str:
    """GB18030, unless a UTF-8 text breaks off within its last letter: that one was not transferred whole."""
    if error.reason == "unexpected end of data" and _CHINESE.search(data[: error.start].decode("utf-8")):
        raise RefusedError(code="damaged") from error
    return _strict(data, "gb18030")


def _trapped(data: bytes, text: str) -> str:
    """A few GBK words (也, 为, 时) happen to be valid UTF-8 of another script; Chinese is meant."""
    if text.isascii() or _CHINESE.search(text) or not _OTHER_SCRIPT.search(text):
        return text
    try:
        chinese = data.decode("gb18030")
    except UnicodeDecodeError:
        return text
    return chinese if _CHINESE.search(chinese) else text
