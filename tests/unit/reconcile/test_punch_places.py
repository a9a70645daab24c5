"""Where and when punches were made, by coordinates, by the words of an address, and by the hour."""

from datetime import date, timedelta

import pandas as pd
import pytest
from township import NOVEMBER, VILLAGE, Township, workdays

from audit import catalog
from audit.reconcile.addresses import elsewhere
from audit.reconcile.day_places import with_nights, with_places
from audit.reconcile.punch_moments import own_mark
from audit.reconcile.villages import Villages

OF = catalog.conventions(())
DAY, NEXT = pd.Timestamp("2023-11-06"), pd.Timestamp("2023-11-07")
HERE = Villages((VILLAGE, "柳湾村"), {VILLAGE: VILLAGE, "桃溪": VILLAGE, "柳湾村": "柳湾村"}, "青禾镇", "清源县")


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("桃溪村党群服务中心 清源县青禾镇桃溪村", False),
        ("柳湾村小卖部", False),
        ("清源县青禾镇政府", False),
        ("清源县城关镇人民路12号", True),
        ("平安县人民医院", True),
        ("清源县人民医院", None),
        ("阳光小区门口", None),
        ("永辉超市", None),
        ("乡村大道旁", None),
        ("县乡村振兴局", None),
        ("", None),
    ],
)
def test_an_address_is_outside_only_where_it_names_another_township_or_county(address, outside):
    (found,) = elsewhere(pd.Series([address], dtype="str"), HERE)
    assert found is pd.NA if outside is None else bool(found) is outside


@pytest.mark.parametrize(
    ("device", "kind", "mark"),
    [
        ("手机_1f2e3d4c5b6a", "phone", True),
        ("5b6ae1f03c9d47a2", "phone", True),
        ("866123456789012", "phone", True),
        ("iPhone 13", "phone", False),
        ("M2012K11AC", "phone", False),
        ("手机", "phone", False),
        ("手机_1f2e3d4c5b6a", "machine", False),
    ],
)
def test_a_model_s_name_and_a_machine_mark_nobody(device, kind, mark):
    (found,) = own_mark(pd.Series([device], dtype="str"), pd.Series([kind], dtype="str"))
    assert (found != "") is mark


def ledger(**more) -> pd.DataFrame:
    row = {
        "person_id": "林", "date": DAY, "month": "2023-11", "is_workday": True, "punches": 2, "signed_half_days": 2,
        "leave_half_days": 0, "recorded_duty_half_days": 0, "log_lacking": False, "met": False,
        "visited": False, **more,
    }  # fmt: skip
    flags = dict.fromkeys(("log_lacking", "met", "visited"), "boolean")
    counts = dict.fromkeys(("punches", "signed_half_days", "leave_half_days", "recorded_duty_half_days"), "Int64")
    return pd.DataFrame([row]).astype({"date": "datetime64[us]", **flags, **counts})


def moments(*made: tuple[str, bool | None, int | None], day: pd.Timestamp = DAY) -> pd.DataFrame:
    rows = [
        {
            "person_id": "林", "date": day, "at": pd.Timestamp(f"{day:%Y-%m-%d} {at}"), "place": "县城", "away": away,
            "meters": meters,
        }
        for at, away, meters in made
    ]  # fmt: skip
    empty = {"person_id": "str", "date": "datetime64[us]", "at": "datetime64[us]", "place": "str"}
    frame = pd.DataFrame(rows, columns=[*empty, "away", "meters"])
    return frame.astype({**empty, "away": "boolean", "meters": "Int64"})


NO_LOGS = pd.DataFrame({"person_id": pd.Series(dtype="str"), "date": pd.Series(dtype="datetime64[us]")})


def placed(*made, short: pd.DataFrame = NO_LOGS, **more) -> pd.Series:
    return with_places(ledger(**more), moments(*made), short, OF).iloc[0]


def test_a_punch_outside_without_papers_is_out_of_area_and_one_on_duty_is_not():
    out = ("17:30", True, 31000)
    day = placed(("08:00", False, 100), out)
    assert bool(day["out_of_area"])
    assert bool(day["far_punch"])
    assert (day["away_meters"], day["away_place"]) == (31000, "县城")
    assert not placed(("08:00", False, 100), out, recorded_duty_half_days=1)["out_of_area"]
    assert not placed(("08:00", False, 100), out, leave_half_days=1)["out_of_area"]
    assert pd.isna(placed(("08:00", False, 100), out, recorded_duty_half_days=None)["out_of_area"])
    assert not placed(out, is_workday=False, signed_half_days=0)["out_of_area"]
    assert bool(placed(out, is_workday=False)["out_of_area"])


def test_a_place_that_nothing_tells_is_not_outside():
    day = placed(("08:00", None, None), ("17:30", None, None))
    assert not day["out_of_area"]
    assert not day["located"]
    assert pd.isna(placed(punches=None)["located"])


def test_a_punch_elsewhere_between_two_in_the_village_is_two_ends_only():
    day = placed(("08:00", False, 0), ("11:00", True, 9000), ("17:30", False, 0))
    assert bool(day["ends_away"])
    assert not placed(("08:00", False, 0), ("17:30", True, 9000))["ends_away"]
    assert not placed(("08:00", False, 0), ("11:00", True, 9000), ("17:30", False, 0), leave_half_days=1)["ends_away"]


def test_two_punches_and_no_other_trace_are_a_quiet_day():
    ends = (("08:00", False, 0), ("17:30", False, 0))
    assert bool(placed(*ends, log_lacking=True)["ends_quiet"])
    assert not placed(*ends)["ends_quiet"]
    assert not placed(*ends, log_lacking=True, visited=True)["ends_quiet"]
    assert not placed(*ends, ("12:00", False, 0), log_lacking=True)["ends_quiet"]
    assert bool(placed(*ends, short=ledger()[["person_id", "date"]])["ends_quiet"])
    assert pd.isna(placed(*ends, log_lacking=None)["ends_quiet"])


def nights(of=OF, **flags) -> list[object]:
    row = {"person_id": "林", "signed_half_days": 2, "night_sign": None, "evening": True, "morning": True} | flags
    rows = pd.DataFrame([row | {"date": DAY}, row | {"date": NEXT, "evening": False}])
    rows = rows.astype(dict.fromkeys(("night_sign", "evening", "morning"), "boolean") | {"signed_half_days": "Int64"})
    found = with_nights(rows, of)
    return [None if pd.isna(item) else bool(item) for item in (*found["night"], found["night_told"].iloc[0])]


def test_nights_are_told_by_the_book_or_where_evening_punches_are_asked_for():
    asked = type(OF)(**{name: getattr(OF, name) for name in OF.__slots__} | {"night_punches": True})
    assert nights() == [None, None, False]
    assert nights(night_sign=True) == [True, True, True]
    assert nights(asked) == [True, False, True]
    assert nights(asked, morning=False) == [False, False, True]
    assert nights(asked, night_sign=True) == [True, True, True]
    assert nights(signed_half_days=None) == [None, None, None]


def check_in(day: date, at: str, longitude: float, device: str = "") -> dict[str, object]:
    return {
        "person": "林晓峰", "date": day, "checked_at": pd.Timestamp(f"{day} {at}"), "longitude": longitude,
        "latitude": 29.86, "place": "县政府", "address": "", "device": device,
    }  # fmt: skip


def test_check_ins_far_from_the_village_are_told_by_month_with_distance_and_place():
    monday, tuesday = date(2023, 11, 6), date(2023, 11, 7)
    t = Township().member("林晓峰").signed("林晓峰", workdays()).punched("林晓峰", workdays()).ledgers()
    t.sheet("villages", [{"village": VILLAGE, "township": "青禾镇", "longitude": 107.73, "latitude": 29.86}])
    rows = [check_in(day, "12:00:31", 108.13, "手机_1f2e3d4c5b6a") for day in (monday, tuesday)]
    t.sheet("dingtalk_check_ins", [*rows, check_in(monday + timedelta(days=2), "12:00", 107.735)], period=NOVEMBER)
    (month,) = t.facts().tables["person_month"].to_dict("records")
    assert (month["out_of_area_days"], month["away_kilometers"], month["away_places"]) == (2, 39, "县政府")
    assert (month["ends_away_days"], month["far_signs"], month["devices"], month["fixed_place_days"]) == (2, 2, 1, 2)
    assert (month["punches_located"], month["nights_told"], month["signs_timed"]) == (True, False, False)
