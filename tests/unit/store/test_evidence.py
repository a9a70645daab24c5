"""Evidence in a workspace: kept by hash, refused when too large, and said where it serves other problems too."""

import sys
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import ExifTags, Image

from audit.rectify import RefusedError, attachments
from audit.store import blobs, problems
from audit.store.connect import writing
from audit.workspace import casework

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "rectify"))
from rectify_samples import VILLAGER, issued

TODAY = date(2023, 12, 8)


def photo(folder: Path) -> Path:
    """A photo of 1 December with a position."""
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (30.0, 15.0, 7.0)
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2023:12:01 09:00:00"
    stream = BytesIO()
    Image.new("RGB", (8, 8), "green").save(stream, "JPEG", exif=exif.tobytes())
    path = folder / "整改.jpg"
    path.write_bytes(stream.getvalue())
    return path


def test_one_photo_on_two_problems_is_said_of_both_and_kept_without_its_position(
    sqlite_workspace: Path, tmp_path: Path
) -> None:
    path = photo(tmp_path)
    first = casework.attached(issued(), VILLAGER, [path], made_on=None, today=TODAY)
    elsewhere = issued(id="f2", village="柳湾村")
    other = replace(elsewhere, attachments=first.attachments)
    with writing():
        problems.save([first, other], month="2023-11")
    [late, again] = casework.remarks(first)
    assert late == "“整改.jpg”：形成于问题所涉日期（2023年11月7日）以后，疑似事后补"
    assert again == "“整改.jpg”还用于问题f2，请核对是否重复使用"
    kept = Image.open(BytesIO(blobs.read("evidence", first.attachments[0].sha256)))
    assert not kept.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    assert casework.attached(first, VILLAGER, [path], made_on=None, today=TODAY) is first


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch, tmp_path: Path) -> None:
    path = tmp_path / "录像.pdf"
    with path.open("wb") as stream:
        stream.truncate(21 * attachments.MEGABYTE)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    with pytest.raises(RefusedError, match="超过每份20兆的限制"):
        casework.attached(issued(), VILLAGER, [path], made_on=None, today=TODAY)
