"""Photographs: a copy is known again, a poor one is not compared, a hostile one is one sentence."""

import hashlib
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from photographs import jpeg, png, scene
from PIL import Image, ImageDraw

from audit.intake.limits import READER
from audit.intake.reading import pictures
from audit.intake.reading.tables import SEPARATOR, RefusedError
from audit.model.tables import Intake

Take = Callable[..., Intake]
OF_DAY = "2023:11:06 09:15:32"


def looked_at(data: bytes) -> tuple[str, str, str]:
    """The fingerprint, the day and the note."""
    (message,) = pictures.read(data, READER, name="照.jpg")
    texts = [column.split(SEPARATOR)[1] for column in message["columns"]]
    return texts[2], texts[3], message["note"]


def apart(one: bytes, other: bytes) -> int:
    return (int(looked_at(one)[0], 16) ^ int(looked_at(other)[0], 16)).bit_count()


@pytest.mark.parametrize(
    "copy",
    [
        jpeg(scene(1, (160, 120)), quality=40),
        png(scene(1)),
        jpeg(scene(1).transpose(Image.Transpose.ROTATE_90), way_up=6),
        jpeg(scene(1).point(lambda grey: min(255, round(grey * 1.15)))),
    ],
    ids=["压缩缩小", "另存为PNG", "横拍", "调亮"],
)
def test_a_copy_made_smaller_brighter_or_turned_is_known_again(copy: bytes) -> None:
    assert apart(jpeg(scene(1)), copy) <= 6


def test_different_scenes_are_far_apart() -> None:
    prints = [int(looked_at(jpeg(scene(seed)))[0], 16) for seed in range(40)]
    assert min((one ^ other).bit_count() for at, one in enumerate(prints) for other in prints[:at]) > 12


def page() -> Image.Image:
    made = Image.new("RGB", (300, 400), "white")
    brush = ImageDraw.Draw(made)
    brush.rectangle((20, 20, 160, 60), fill="black")
    brush.rectangle((60, 120, 120, 330), fill="gray")
    brush.rectangle((200, 220, 280, 260), fill="black")
    return made


@pytest.mark.parametrize(
    ("made", "note"),
    [
        (Image.new("RGB", (300, 200), "black"), "plain-photo"),
        (Image.linear_gradient("L").resize((300, 200)), "plain-photo"),
        (page(), "paper-photo"),
    ],
    ids=["全黑", "天空", "一页纸"],
)
def test_a_picture_with_little_to_go_by_has_no_fingerprint(made: Image.Image, note: str) -> None:
    assert looked_at(jpeg(made, taken=OF_DAY)) == ("", "2023-11-06", note)


@pytest.mark.parametrize(
    ("taken", "day"), [(OF_DAY, "2023-11-06"), ("", ""), ("0000:00:00 00:00:00", ""), ("2023-11-06", "")]
)
def test_the_day_is_the_one_that_the_camera_noted(taken: str, day: str) -> None:
    assert looked_at(jpeg(scene(1), taken=taken, position=True))[1] == day


def test_a_photograph_is_one_row_and_its_position_is_nowhere(tmp_path: Path, take: Take) -> None:
    data = jpeg(scene(1), taken=OF_DAY, position=True)
    (tmp_path / "IMG_1.JPG").write_bytes(data)
    intake = take(tmp_path / "IMG_1.JPG")
    assert not intake.errors
    (row,) = intake.tables[0].frame.to_dict("records")
    assert (row["photo"], row["sha256"], row["taken_on"]) == (
        "IMG_1.JPG", hashlib.sha256(data).hexdigest(), "2023-11-06"
    )  # fmt: skip
    assert set(row) == {"photo", "sha256", "fingerprint", "taken_on", "_row", "_cell"}


def test_one_picture_under_two_names_is_two_files_and_under_one_name_one(tmp_path: Path, take: Take) -> None:
    data = jpeg(scene(1))
    for name in ("一.jpg", "二.jpg", "存档/一.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    with zipfile.ZipFile(tmp_path / "三.zip", "w") as archive:
        archive.writestr("照片/三.jpg", data)
        archive.writestr("照片/一.jpg", data)
    intake = take(tmp_path)
    assert sorted(table.frame["photo"].item().rsplit("/")[-1] for table in intake.tables) == [
        "一.jpg",
        "三.jpg",
        "二.jpg",
    ]
    assert [(error.code, error.file) for error in intake.errors] == [
        ("same-file", "三.zip/一.jpg"), ("same-file", "存档/一.jpg")
    ]  # fmt: skip


def test_a_photograph_of_a_page_is_told_that_its_tables_are_not_read(tmp_path: Path, take: Take) -> None:
    (tmp_path / "签到册.jpg").write_bytes(jpeg(page()))
    intake = take(tmp_path)
    assert [(error.code, error.sheet) for error in intake.errors] == [("paper-photo", "")]
    assert "请报送原表格" in intake.errors[0].message
    assert intake.tables[0].frame["fingerprint"].tolist() == [""]


def bomb() -> bytes:
    """A PNG that says it has ten thousand million pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(10_000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "code", "limits"),
    [
        (bomb(), "too-many-pixels", READER),
        (jpeg(scene(1)), "too-many-pixels", {**READER, "pixels": 320 * 240 - 1}),
        (jpeg(scene(1))[:2000], "damaged-photo", READER),
        (png(scene(1))[:900], "damaged-photo", READER),
        (b"\xff\xd8\xff" + bytes(range(256)) * 8, "damaged-photo", READER),
    ],
    ids=["像素炸弹", "像素过多", "半张JPG", "半张PNG", "乱码"],
)
def test_a_hostile_or_broken_picture_is_refused_with_one_code(data: bytes, code: str, limits: dict[str, int]) -> None:
    with pytest.raises(RefusedError) as refused:
        pictures.read(data, limits, name="坏.jpg")
    assert refused.value.code == code


def test_a_bomb_stops_nothing_else_and_is_told_in_one_sentence(tmp_path: Path, take: Take) -> None:
    (tmp_path / "一.jpg").write_bytes(jpeg(scene(1)))
    (tmp_path / "炸弹.png").write_bytes(bomb())
    intake = take(tmp_path)
    assert [error.message for error in intake.errors] == ["炸弹.png：照片超过1亿2000万像素，请缩小后再报"]
    assert len(intake.tables) == 1
