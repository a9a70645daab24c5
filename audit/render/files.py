"""Documents as bytes: the same document has the same bytes."""

import io
import struct
import zipfile

_EPOCH = struct.pack("<HH", 0, 0x21)
"""Midnight of 1 January 1980, as zip files write it."""
_UNIX, _RIGHTS = b"\x03", struct.pack("<I", 0o600 << 16)
_ENTRY_SIZE = 46
_LENGTHS = struct.Struct("<HHH")


def same_zip(data: bytes) -> bytes:
    """Give a zip (docx) fixed times and rights, so that the same document has the same bytes.

    Only the headers are written anew: packing the contents a second time would take as long as making the document.
    """
    same = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries, place = archive.infolist(), archive.start_dir
    for entry in entries:
        # APPNOTE 4.3.7 and 4.3.12: the entry before the content, and the one in the directory at the end.
        same[entry.header_offset + 10 : entry.header_offset + 14] = _EPOCH
        same[place + 5 : place + 6] = _UNIX
        same[place + 12 : place + 16] = _EPOCH
        same[place + 38 : place + 42] = _RIGHTS
        place += _ENTRY_SIZE + sum(_LENGTHS.unpack_from(same, place + 28))
    return bytes(same)
