"""What the minutes of December say, and who they list."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from generator.model import Expected, Meeting, World
from generator.texts import LogWriter

_COPIED, _LISTED = "东溪村", ("东坡村", "杨邦文", date(2024, 12, 5))
_OLD_PHOTO = ("东岗村", date(2024, 12, 20), "IMG_20241210_1521.jpg")
_SAME_PAPER = ("东坪村", "东沟村")
"""Both studied one paper; what they said of it is their own."""
_PAPER = "学习《关于健全防止返贫动态监测和帮扶机制的指导意见》，"
_DECIDED = (
    "先把三户收入骤减的核清楚再报", "由合作社垫付材料款，月底前结清", "下周起两人一组查用电", "公示期满没有异议即上报",
    "年底分红前把账目张榜", "请水管站来人定方案", "分头联系在外务工的家长", "把坏灯编号报给维修单位",
)  # fmt: skip

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "2024-12": (
        Expected("minutes-alike", _COPIED, "", date(2024, 12, 19), "第二次会议照抄第一次，只改了数字"),
        Expected("photo-reused", _OLD_PHOTO[0], "", _OLD_PHOTO[1], "照片是十日会议的"),
        Expected("attendee-not-in-village", *_LISTED, "整月病假，列为参会"),
    ),
}


def record(world: World) -> None:
    """Write the minutes of December's meetings into the ledger, and one name too many."""
    if world.month != "2024-12":
        return
    writers = {village.name: LogWriter(f"{village.name}会议", 1) for village in world.villages}
    told = [
        replace(
            one, text=_minutes(one, writers[one.village], number), picture=f"IMG_{one.held:%Y%m%d}_15{number:02d}.jpg"
        )
        for number, one in enumerate(world.meetings)
    ]
    first = next(one for one in told if one.village == _COPIED)
    world.meetings = [_spoiled(one, first) for one in told]


def _minutes(one: Meeting, writer: LogWriter, number: int) -> str:
    studied = _PAPER if one.village in _SAME_PAPER and number % 3 == 0 else ""
    return f"{studied}{one.topic}。听取汇报：{writer.write()}议定：{_DECIDED[number % len(_DECIDED)]}。"


def _spoiled(one: Meeting, first: Meeting) -> Meeting:
    if (one.village, one.held) == (_COPIED, date(2024, 12, 19)):
        return replace(one, text=first.text.replace("两", "三"))
    if (one.village, one.held) == (_LISTED[0], _LISTED[2]):
        return replace(one, attendees=(*one.attendees, _LISTED[1]))
    if (one.village, one.held) == _OLD_PHOTO[:2]:
        return replace(one, picture=_OLD_PHOTO[2])
    return one
