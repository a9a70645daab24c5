"""Files that support a problem: what may be handed in, photos without position, dates, and files used twice."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from audit.model.problem import Attachment, Problem
from audit.rectify.guards import refuse, told

MEGABYTE = 1024 * 1024
_STARTS: Mapping[bytes, str] = {
    b"\xff\xd8\xff": "photo",
    b"\x89PNG\r\n\x1a\n": "photo",
    b"%PDF-": "document",
    b"\xd0\xcf\x11\xe0": "document",
    b"PK\x03\x04": "document",
}
"""What a file begins with: JPG, PNG, PDF, older Word, Excel and WPS, and the newer ones."""


class Limits(Struct, frozen=True):
    """How large one file may be, how many a problem may have, and how large they may be together."""

    file_bytes: int = 20 * MEGABYTE
    files: int = 50
    total_bytes: int = 200 * MEGABYTE


class Kept(Struct, frozen=True):
    """An attachment and the bytes to keep of it; ``had_position`` says that a position was taken out."""

    attachment: Attachment
    data: bytes
    had_position: bool = False


def prepare(name: str, data: bytes, *, taken_on: date | None = None, limits: Limits | None = None) -> Kept:
    """Make an attachment of a file: kind told by content, size checked, position taken out of photos.

    The day is the one the camera noted, else the one stated; where they differ both are told in the note. Refuses with
    one sentence what is too large, empty or of another kind.
    """
    allowed = limits or Limits()
    if not data:
        refuse(f"“{name}”是空文件，请重新上传")
    require_size(name, len(data), allowed)
    kind = _kind(name, data)
    if kind != "photo":
        return Kept(_attachment(name, data, kind, taken_on), data)
    # Pillow comes along, which only photographs need.
    from audit.rectify.photos import BrokenPhotoError, without_position

    try:
        photo = without_position(data)
    except BrokenPhotoError:
        refuse(f"“{name}”不是完整的照片，无法去除其中的位置信息，请重新拍照或另存为JPG后上传")
    note = ""
    if taken_on is not None and photo.taken_on is not None and taken_on != photo.taken_on:
        note = f"填写的日期是{told(taken_on)}，照片中记的拍摄日期是{told(photo.taken_on)}"
    attachment = _attachment(name, photo.data, kind, photo.taken_on or taken_on)
    attachment = replace(attachment, upload_sha256=_hash(data), note=note)
    return Kept(attachment, photo.data, photo.had_position)


def require_size(name: str, size: int, limits: Limits | None = None) -> None:
    """Refuse a file of too many bytes, before it is read."""
    most = (limits or Limits()).file_bytes
    if size > most:
        refuse(f"“{name}”有{size / MEGABYTE:.1f}兆，超过每份{most // MEGABYTE}兆的限制，请压缩后上传")


def _kind(name: str, data: bytes) -> str:
    found = next((kind for start, kind in _STARTS.items() if data.startswith(start)), None)
    if found is None:
        refuse(f"“{name}”不是可以接收的文件，佐证只收JPG、PNG照片和PDF、Word、Excel、WPS文件")
    return found


def _attachment(name: str, kept: bytes, kind: str, taken_on: date | None) -> Attachment:
    plain = name.replace("\\", "/").rsplit("/", 1)[-1]
    return Attachment(_hash(kept), plain, taken_on, kind, len(kept), upload_sha256=_hash(kept))


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def require_room(problem: Problem, attachment: Attachment, limits: Limits | None = None) -> None:
    """Refuse one file too many, or too many bytes together."""
    allowed = limits or Limits()
    if len(problem.attachments) >= allowed.files:
        refuse(f"该问题已附{allowed.files}份佐证，不能再加，请合并后上传")
    if sum(known.size for known in problem.attachments) + attachment.size > allowed.total_bytes:
        refuse(f"该问题的佐证合计超过{allowed.total_bytes // MEGABYTE}兆，请压缩或删减后上传")


def remarks(problem: Problem, attachment: Attachment, today: date) -> tuple[str, ...]:
    """Say what a reviewer should know of the file's day beside the event's (none of it refuses the file)."""
    day = attachment.taken_on
    if day is None:
        return ("没有形成日期，不能证明当时就有", *_noted(attachment))
    said = []
    if day > today:
        said.append(f"形成日期{told(day)}在今天以后，请核对")
    elif problem.issued_on is not None and day >= problem.issued_on:
        said.append(f"形成于反馈（{told(problem.issued_on)}）以后，只能证明整改，不能证明当时就有")
    elif day > problem.event_on:
        said.append(f"形成于问题所涉日期（{told(problem.event_on)}）以后，疑似事后补")
    return (*said, *_noted(attachment))


def _noted(attachment: Attachment) -> tuple[str, ...]:
    return (attachment.note,) if attachment.note else ()


class Reuse(Struct, frozen=True):
    """One file on several problems (佐证重复使用). ``one_event`` says that they speak of one village and one time, for
    which one paper may well serve; whoever reviews decides.
    """

    sha256: str
    name: str
    problems: tuple[str, ...]
    rules: tuple[str, ...]
    one_event: bool


def reused(problems: Iterable[Problem]) -> tuple[Reuse, ...]:
    """Find files on two problems or more, in order of hash; a photo is one file with or without its position."""
    uses: dict[str, dict[str, tuple[Problem, Attachment]]] = {}
    for problem in problems:
        for attachment in problem.attachments:
            uses.setdefault(attachment.sha256, {})[problem.id] = (problem, attachment)
    return tuple(_reuse(by_problem) for _, by_problem in sorted(uses.items()) if len(by_problem) > 1)


def _reuse(by_problem: Mapping[str, tuple[Problem, Attachment]]) -> Reuse:
    pairs = [by_problem[name] for name in sorted(by_problem)]
    first = pairs[0][0]
    together = all(
        problem.village == first.village
        and problem.period[0] <= first.period[1]
        and first.period[0] <= problem.period[1]
        for problem, _ in pairs
    )
    rules = tuple(sorted({problem.rule for problem, _ in pairs}))
    return Reuse(pairs[0][1].sha256, pairs[0][1].name, tuple(sorted(by_problem)), rules, together)
