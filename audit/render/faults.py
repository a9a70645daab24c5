"""Data errors as the annotated copy says them: what is wrong apart from what to do, file by file."""

import re
from collections.abc import Iterable

from audit.model.source import DataError
from audit.render.annotated.book import Fault
from audit.render.text import plain

_REMEDY = re.compile(r"[，；。？](请(?![销假]).*)\Z", re.DOTALL)
_NO_REMEDY = "请核对后改正"


def by_file(errors: Iterable[DataError]) -> dict[str, list[DataError]]:
    """Gather the errors of each file that has one in a sheet; files that could not be read at all have no copy."""
    files: dict[str, list[DataError]] = {}
    for error in sorted(errors):
        files.setdefault(error.file, []).append(error)
    return {file: listed for file, listed in files.items() if any(error.sheet or error.cell for error in listed)}


def fault(error: DataError) -> Fault:
    """Say one error apart from where it stands."""
    wrong, remedy = said(error)
    note = f"“{error.column}”：{wrong}。{remedy}" if error.column else f"{wrong}。{remedy}"
    texts = (error.column, error.value, wrong, remedy)
    return Fault(error.sheet, error.cell, tuple(map(plain, texts)), plain(note))


def said(error: DataError) -> tuple[str, str]:
    """Part a message into what is wrong and what to do; the place it begins with is left out."""
    text = error.message
    places = (error.file, f"《{error.sheet}》", f"《{error.sheet.strip()}》", error.cell, f"“{error.column}”", "：")
    for place in places:
        text = text.removeprefix(place)
    found = _REMEDY.search(text)
    return (text[: found.start(1)].rstrip("，；。"), found[1]) if found else (text.rstrip("。"), _NO_REMEDY)
