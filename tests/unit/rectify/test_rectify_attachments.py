"""Evidence: what may be handed in, photos without position, days beside the event, and files used twice."""

from datetime import date
from io import BytesIO

import pytest
from msgspec.structs import replace
from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo
from rectify_samples import SLIP, found, in_progress, issued

from audit.rectify import RefusedError, attachments
from audit.rectify.photos import BrokenPhotoError, without_position

TODAY = date(2023, 12, 20)


def photo(moment: str = "2023:11:05 10:20:30", *, image_format: str = "JPEG", **saving: object) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "某牌手机"
    if moment:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = moment
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (27.0, 14.0, 3.0)
    held = BytesIO()
    Image.new("RGB", (40, 30), (120, 30, 200)).save(held, image_format, exif=exif, **saving)
    return held.getvalue()


@pytest.mark.parametrize("saving", [{}, {"progressive": True}, {"comment": "拍于桃溪村", "xmp": b"<GPSLatitude>"}])
def test_a_photo_loses_its_position_and_keeps_picture_date_and_way_up(saving) -> None:
    given = photo(**saving)
    kept = attachments.prepare("C:\\照片\\现场.jpg", given)
    assert kept.had_position
    assert (kept.attachment.name, kept.attachment.taken_on, kept.attachment.kind) == (
        "现场.jpg", date(2023, 11, 5), "photo"
    )  # fmt: skip
    before, after = Image.open(BytesIO(given)), Image.open(BytesIO(kept.data))
    exif = after.getexif()
    assert dict(exif.get_ifd(ExifTags.IFD.GPSInfo)) == {}
    assert set(exif) == {ExifTags.Base.Orientation, ExifTags.IFD.Exif}
    assert b"GPSL" not in kept.data
    assert b"comment" not in after.info
    assert before.tobytes() == after.tobytes()


def test_a_png_keeps_only_the_picture() -> None:
    text = PngInfo()
    text.add_text("XML:com.adobe.xmp", "<exif:GPSLatitude>27</exif:GPSLatitude>")
    kept = attachments.prepare("截图.png", photo(image_format="PNG", pnginfo=text))
    assert kept.had_position
    assert kept.attachment.taken_on == date(2023, 11, 5)
    after = Image.open(BytesIO(kept.data))
    assert not after.getexif()
    assert not after.info
    assert after.getpixel((3, 3)) == (120, 30, 200)


def test_a_second_picture_behind_the_first_goes() -> None:
    assert attachments.prepare("a.jpg", photo() + photo()).data == attachments.prepare("a.jpg", photo()).data


def test_a_photo_that_was_cleaned_already_stays_as_it_is() -> None:
    once = attachments.prepare("a.jpg", photo())
    twice = attachments.prepare("b.jpg", once.data)
    assert twice.data == once.data
    assert twice.attachment.sha256 == once.attachment.sha256
    assert not twice.had_position
    assert once.attachment.upload_sha256 != once.attachment.sha256


def test_a_photo_without_any_of_this_is_taken_as_it_is() -> None:
    held = BytesIO()
    Image.new("L", (8, 8)).save(held, "JPEG")
    kept = attachments.prepare("a.jpg", held.getvalue(), taken_on=date(2023, 11, 9))
    assert (kept.data, kept.attachment.taken_on, kept.had_position) == (held.getvalue(), date(2023, 11, 9), False)


@pytest.mark.parametrize("cut", [3, 20, 200, -1])
def test_a_torn_photo_is_refused(cut) -> None:
    with pytest.raises(RefusedError, match="不是完整的照片"):
        attachments.prepare("a.jpg", photo()[:cut])


def test_no_damaged_byte_gets_past_with_anything_but_a_refusal() -> None:
    for image_format in ("JPEG", "PNG"):
        whole = photo(image_format=image_format)
        for at in range(4, len(whole), 13):
            torn = whole[:at] + bytes((whole[at] ^ 0xFF,)) + whole[at + 1 :]
            try:
                without_position(torn)
            except BrokenPhotoError:
                continue


def test_the_cameras_day_counts_and_a_stated_one_that_differs_is_told() -> None:
    kept = attachments.prepare("a.jpg", photo(), taken_on=date(2023, 11, 1)).attachment
    assert kept.taken_on == date(2023, 11, 5)
    assert kept.note == "填写的日期是2023年11月1日，照片中记的拍摄日期是2023年11月5日"
    assert attachments.prepare("a.jpg", photo(), taken_on=date(2023, 11, 5)).attachment.note == ""
    assert attachments.prepare("a.jpg", photo("0000:00:00 00:00:00")).attachment.taken_on is None


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("空.pdf", b"", "是空文件"),
        ("动图.gif", b"GIF89a", "只收JPG、PNG照片和PDF、Word、Excel、WPS文件"),
        ("程序.jpg", b"MZ\x90", "不是可以接收的文件"),
        ("大.pdf", b"%PDF-" + bytes(20 * 1024 * 1024), "超过每份20兆的限制"),
    ],
)
def test_other_kinds_and_too_large_files_are_refused_in_one_sentence(name, data, said) -> None:
    with pytest.raises(RefusedError, match=said):
        attachments.prepare(name, data)


@pytest.mark.parametrize("start", [b"%PDF-1.7", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_documents_are_kept_as_they_are(start) -> None:
    kept = attachments.prepare("会议纪要", start + b"x", taken_on=date(2023, 11, 3))
    assert (kept.data, kept.attachment.kind, kept.attachment.taken_on) == (start + b"x", "document", date(2023, 11, 3))


def test_there_is_room_for_so_many_files_and_bytes() -> None:
    problem = in_progress()
    attachments.require_room(problem, SLIP, attachments.Limits(files=3, total_bytes=3000))
    with pytest.raises(RefusedError, match="已附2份佐证"):
        attachments.require_room(problem, SLIP, attachments.Limits(files=2))
    with pytest.raises(RefusedError, match="合计超过"):
        attachments.require_room(problem, SLIP, attachments.Limits(total_bytes=2999))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (None, "没有形成日期，不能证明当时就有"),
        (date(2023, 12, 21), "形成日期2023年12月21日在今天以后，请核对"),
        (date(2023, 12, 5), "形成于反馈（2023年12月5日）以后，只能证明整改，不能证明当时就有"),
        (date(2023, 11, 8), "形成于问题所涉日期（2023年11月7日）以后，疑似事后补"),
    ],
)
def test_the_files_day_is_told_beside_the_events(day, said) -> None:
    assert attachments.remarks(issued(), replace(SLIP, taken_on=day), TODAY) == (said,)


def test_a_file_of_the_event_needs_no_remark_but_its_own_note() -> None:
    on_the_day = replace(SLIP, taken_on=date(2023, 11, 7))
    assert attachments.remarks(issued(), on_the_day, TODAY) == ()
    assert attachments.remarks(found(), replace(on_the_day, note="复印件"), TODAY) == ("复印件",)


def test_one_file_on_two_problems_is_flagged_with_whether_they_are_one_event() -> None:
    one = in_progress()
    elsewhere = replace(in_progress(), id="p2", village="柳湾村", rule="team-meetings-short")
    same_event = replace(in_progress(), id="p3", attachments=(SLIP,))
    assert attachments.reused([one]) == ()
    found_twice = {each.sha256: each for each in attachments.reused([one, elsewhere])}
    assert found_twice[SLIP.sha256].problems == ("f1", "p2")
    assert found_twice[SLIP.sha256].rules == ("absent-without-leave", "team-meetings-short")
    assert not found_twice[SLIP.sha256].one_event
    assert [(each.problems, each.one_event) for each in attachments.reused([same_event, one])] == [(("f1", "p3"), True)]
