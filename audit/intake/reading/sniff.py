"""What a file really is, by its content; its name is never asked."""

import io
import re
import zipfile

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "word"),
    ("PowerPoint Document", "powerpoint"),
    ("Workbook", "xls"),
    ("Book", "xls"),
)
_PHOTOS = (b"\x89PNG", b"\xff\xd8\xff")
_MAGIC = (
    *((start, "photo") for start in _PHOTOS),
    (b"%PDF", "pdf"),
    (b"GIF8", "image"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"{\\rtf", "rtf"),
    (b"SQLite format 3", "other"),
)
# The first record of a workbook older than Excel 5, which has no OLE file around it.
_BARE_BIFF = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08]\x00")
_MARKS = (b"\xff\xfe", b"\xfe\xff")
_HEAD = 8192
_HTML = re.compile(rb"<(?:!doctype html|html|table|body|meta|head|div|style)\b", re.IGNORECASE)
_MIME = re.compile(rb"(?:^|\n)mime-version\s*:", re.IGNORECASE)
_JSON = re.compile(rb'\s*(?:\[\s*)*\{\s*(?:"|\})|\s*\[\s*\]\s*\Z')


def kind_of(data: bytes) -> str:
    """Say what a file is.

    ``xlsx``, ``xls``, ``ods``, ``html``, ``mht``, ``spreadsheetml``, ``json``, ``docx``, ``photo``, ``zip`` and
    ``text`` can be read; ``empty``, ``encrypted``, ``damaged``, ``word``, ``powerpoint``, ``pdf``, ``image``,
    ``archive``, ``rtf``, ``xml``, ``ole`` and ``other`` cannot.
    """
    if not data:
        return "empty"
    if data.startswith(_OLE):
        return _kind_of_ole(data)
    if data.startswith(b"PK\x03\x04"):
        return _kind_of_zip(data)
    if data.startswith(b"PK\x05\x06"):
        return "zip"
    found = next((kind for magic, kind in _MAGIC if data.startswith(magic)), "")
    return found or _kind_of_plain(data[:_HEAD])


def is_photo(head: bytes) -> bool:
    """Say whether a file that begins so is a photograph (PNG or JPEG)."""
    return head.startswith(_PHOTOS)


def has_macros(data: bytes, kind: str) -> bool:
    """Whether a workbook holds a macro project; its cells are read, its macros never run."""
    if kind == "xls":
        return "_VBA_PROJECT".encode("utf-16-le") in data
    return kind == "xlsx" and b"xl/vbaProject.bin" in data


def _kind_of_ole(data: bytes) -> str:
    """The directory of an OLE file holds its streams' names in UTF-16."""
    return next((kind for name, kind in _STREAMS if name.encode("utf-16-le") in data), "ole")


def _kind_of_zip(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "damaged"
    folders = {name.split("/")[0] for name in names}
    if "[content_types].xml" in names or "_rels/.rels" in names or "xl/workbook.xml" in names:
        found = {"xl": "xlsx", "word": "docx", "ppt": "powerpoint"}
        return next((kind for folder, kind in found.items() if folder in folders), "other")
    if "word/document.xml" in names:
        return "docx"
    return "ods" if {"mimetype", "content.xml"} <= names else "zip"


def _kind_of_plain(head: bytes) -> str:
    if _BARE_BIFF.match(head):
        return "xls"
    if head.startswith(_MARKS):
        return _kind_of_words(head.decode("utf-16", "ignore").encode("utf-8"))
    return "other" if b"\0" in head else _kind_of_words(head)


def _kind_of_words(head: bytes) -> str:
    words = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _MIME.search(words[:2048]) and b"content-type" in words.lower():
        return "mht"
    if b"urn:schemas-microsoft-com:office:spreadsheet" in words and words.startswith(b"<?"):
        return "spreadsheetml"
    if words.startswith(b"<") and _HTML.search(words):
        return "html"
    if words.startswith(b"<?"):
        return "xml"
    return "json" if _JSON.match(words) else "text"
