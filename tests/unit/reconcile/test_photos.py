"""Photographs that records name: used for another event, taken on another day, or not to be judged."""

from datetime import date

import pandas as pd
import pytest
from township import VILLAGE, Township

from audit.reconcile.photos import BITS, photo_days, photo_places, plain_name

THEIRS = "柳湾村"
OCTOBER, SIXTH, SEVENTH = date(2023, 10, 9), date(2023, 11, 6), date(2023, 11, 7)
SHOT = "IMG_20231106_0915.jpg"
LOOK = 0x0123456789ABCDEF


def met(day: date, names: str, village: str = VILLAGE, **more) -> dict[str, object]:
    kind = {"kind": "team", "kind_text": "工作队会议"}
    return {"village": village, "held_on": day, "photo_names": names, **kind, **more}


def picture(name: str, bits: int = 0, *, sha256: str = "", taken: str = "") -> dict[str, object]:
    fingerprint = f"{bits:016x}" if bits else ""
    return {"photo": name, "sha256": sha256 or name, "fingerprint": fingerprint, "taken_on": taken}


def township(*meetings: dict[str, object], pictures=(), **tables) -> Township:
    t = Township().member("林晓峰").member("贺军", village=THEIRS).sheet("meetings", meetings, title="青禾镇会议台账")
    for table, rows in tables.items():
        t.sheet(table, rows)
    for one in pictures:
        t.sheet("photos", [one])
    return t


def rows(t: Township) -> pd.DataFrame:
    return photo_days(t.material()).set_index(["village", "held_on"])


def distance(t: Township, village: str = VILLAGE, day: date = SIXTH) -> int | None:
    found = rows(t).loc[(village, pd.Timestamp(day)), "photo_distance"]
    return None if pd.isna(found) else int(found)


@pytest.mark.parametrize(
    ("other", "apart"),
    [
        (met(OCTOBER, f"IMG_20231009_1501.jpg、{SHOT}"), 0),
        (met(SIXTH, SHOT, THEIRS), 0),
        (met(SIXTH, SHOT, kind="committees"), BITS),
        (met(SEVENTH, SHOT), BITS),
        (met(OCTOBER, SHOT, remark="与另一项为同一次活动"), BITS),
        (met(SIXTH, "IMG_20231006_0915.jpg", THEIRS), BITS),
    ],
    ids=["以前", "他村当日", "同村同日", "以后", "注明同一次", "另一张"],
)
def test_without_the_pictures_a_name_with_day_and_minute_is_compared(other: dict[str, object], apart: int) -> None:
    assert distance(township(met(SIXTH, SHOT), other)) == apart


def test_names_that_mark_no_single_photograph_are_not_compared() -> None:
    t = township(met(OCTOBER, "照片1、IMG_0012"), met(SIXTH, "照片1、IMG_0012"))
    row = rows(t).loc[(VILLAGE, pd.Timestamp(SIXTH))]
    assert (bool(row["photos_told"]), pd.isna(row["photo_distance"])) == (False, True)


@pytest.mark.parametrize("written", ["照片/甲.JPG", "甲", "甲．jpg", "乙；甲.jpg", "乙.png 甲.jpg"])
def test_a_picture_is_found_by_its_name_whatever_folder_ending_or_width(written: str) -> None:
    pictures = (picture("甲.jpg", LOOK), picture("丁.jpg", LOOK))
    assert distance(township(met(OCTOBER, "丁.jpg"), met(SIXTH, written), pictures=pictures)) == 0


@pytest.mark.parametrize(
    ("flipped", "apart"), [(0, 0), (0b111111, 6), (0b1111111, 7)], ids=["同一画面", "差六位", "差七位"]
)
def test_pictures_of_other_names_are_compared_by_their_look(flipped: int, apart: int) -> None:
    pictures = (picture("甲.jpg", LOOK), picture("乙.jpg", LOOK ^ flipped))
    t = township(met(OCTOBER, "甲.jpg", THEIRS), met(SIXTH, "乙.jpg、没报.jpg"), pictures=pictures)
    row = rows(t).loc[(VILLAGE, pd.Timestamp(SIXTH))]
    assert row[["photo", "photo_other", "photo_distance"]].tolist() == [
        "乙.jpg", "柳湾村10月9日工作队会议的甲.jpg", apart
    ]  # fmt: skip


@pytest.mark.parametrize(
    "pictures",
    [
        (picture("甲.jpg", LOOK, sha256="一"), picture("甲.jpg", LOOK, sha256="二"), picture("乙.jpg", LOOK)),
        (picture("甲.jpg"), picture("乙.jpg")),
        (picture("甲.jpg", LOOK),),
        (),
    ],
    ids=["一名两张", "近于单色", "缺一张", "没有报送"],
)
def test_what_cannot_be_compared_is_never_a_photograph_used_again(pictures: tuple[dict[str, object], ...]) -> None:
    found = rows(township(met(OCTOBER, "甲.jpg"), met(SIXTH, "乙.jpg"), pictures=pictures))
    assert not (found["photo_distance"] <= 6).fillna(value=False).any()


def test_a_sheet_made_up_to_look_like_a_photograph_stops_nothing() -> None:
    forged = {"photo": "乙.jpg", "sha256": "x", "fingerprint": "不是指纹", "taken_on": "昨天"}
    row = rows(township(met(SIXTH, "乙.jpg"), pictures=(forged,))).loc[(VILLAGE, pd.Timestamp(SIXTH))]
    assert not row[["photos_told", "photos_dated"]].any()


def test_one_name_with_several_pictures_is_not_compared_by_name_either() -> None:
    pictures = (picture(SHOT, LOOK, sha256="一"), picture(SHOT, ~LOOK & (2**64 - 1), sha256="二"))
    assert distance(township(met(OCTOBER, SHOT), met(SIXTH, SHOT), pictures=pictures)) is None


def test_visits_and_activities_are_events_like_meetings() -> None:
    visit = {"village": VILLAGE, "visited_on": SIXTH, "household": "陈某", "photo_names": "乙.jpg"}
    study = {"village": THEIRS, "held_on": OCTOBER, "kind": "study", "kind_text": "集中学习", "photo_names": "甲.jpg"}
    t = township(
        visits=[visit], activities=[study], pictures=(picture("甲.jpg", LOOK), picture("乙.jpg", LOOK)),
    )  # fmt: skip
    row = rows(t).loc[(VILLAGE, pd.Timestamp(SIXTH))]
    assert row[["records", "photo_other", "photo_distance"]].tolist() == [
        "入户走访", "柳湾村10月9日集中学习的甲.jpg", 0
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pictures", "days"),
    [
        ((picture("甲.jpg", LOOK, taken="2023-11-06"),), 0),
        ((picture("甲.jpg", LOOK, taken="2023-10-31"), picture("乙.jpg", LOOK, taken="2023-11-07")), 6),
        ((picture("甲.jpg", LOOK, taken="2023-11-09"),), 3),
        ((picture("甲.jpg", LOOK),), None),
        ((picture("甲.jpg", taken="2023-10-31"),), None),
        ((picture("甲.jpg", LOOK, sha256="一", taken="2023-10-31"), picture("甲.jpg", LOOK, sha256="二")), None),
        ((), None),
    ],
    ids=["当天", "早六天", "晚三天", "没有日期", "画面近于单色", "一名两张", "没有报送"],
)
def test_the_day_of_the_picture_is_held_against_the_day_of_the_event(
    pictures: tuple[dict[str, object], ...], days: int | None
) -> None:
    row = rows(township(met(SIXTH, "甲.jpg、乙.jpg"), pictures=pictures)).loc[(VILLAGE, pd.Timestamp(SIXTH))]
    told = None if pd.isna(row["days_apart"]) else int(row["days_apart"])
    assert (told, bool(row["photos_dated"])) == (days, days is not None)


def test_both_records_and_both_pictures_are_the_evidence_and_nothing_of_others() -> None:
    pictures = (picture("甲.jpg", LOOK), picture("乙.jpg", LOOK ^ 3), picture("丙.jpg", LOOK >> 7))
    t = township(met(OCTOBER, "甲.jpg"), met(SIXTH, "乙.jpg"), met(SIXTH, "丙.jpg", THEIRS), pictures=pictures)
    places = photo_places(t.material())
    mine = places[places["village"] == VILLAGE]
    assert set(mine["date"]) == {pd.Timestamp(SIXTH)}
    assert sorted(zip(mine["file"], mine["cell"], strict=True)) == [
        ("meetings1.xlsx", "C3"), ("meetings1.xlsx", "C4"), ("photos2.xlsx", ""), ("photos3.xlsx", "")
    ]  # fmt: skip
    theirs = places[places["village"] == THEIRS]
    assert sorted(zip(theirs["file"], theirs["cell"], strict=True)) == [("meetings1.xlsx", "C5"), ("photos4.xlsx", "")]


def test_where_no_record_names_a_photograph_there_is_nothing_to_judge() -> None:
    t = township(met(SIXTH, ""), pictures=(picture("甲.jpg", LOOK),))
    assert t.facts().tables["photo_day"].empty
    assert photo_places(t.material()).empty


@pytest.mark.parametrize(
    ("name", "plain"),
    [("照片/IMG_1.JPG", "img_1"), ("a\\b\\ＩＭＧ_1.png", "img_1"), ("一.jpg〔2〕", "一"), ("会议.11月", "会议.11月")],
)
def test_a_name_to_compare_by_has_no_folder_and_no_ending(name: str, plain: str) -> None:
    assert plain_name(name) == plain
