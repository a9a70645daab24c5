"""Made-up photographs: scenes of coloured blocks, each seed its own, as a camera or a messenger would write them."""

import random
from io import BytesIO

from PIL import ExifTags, Image, ImageDraw


def scene(seed: int, size: tuple[int, int] = (320, 240)) -> Image.Image:
    dice = random.Random(seed)
    made = Image.new("RGB", (320, 240), (dice.randrange(40, 160),) * 3)
    brush = ImageDraw.Draw(made)
    for _ in range(25):
        left, top = dice.randrange(320), dice.randrange(240)
        box = (left, top, left + dice.randrange(10, 100), top + dice.randrange(10, 100))
        brush.rectangle(box, fill=tuple(dice.randrange(200) for _ in range(3)))
    return made.resize(size)


def jpeg(image: Image.Image, *, quality: int = 85, taken: str = "", way_up: int = 1, position: bool = False) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = way_up
    if taken:
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = taken
    if position:
        exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    stream = BytesIO()
    image.save(stream, "JPEG", quality=quality, exif=exif.tobytes())
    return stream.getvalue()


def png(image: Image.Image) -> bytes:
    stream = BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()
