"""Release from the unit, and the roster beside the information system and the notice board."""

from datetime import date

import pandas as pd
import pytest
from township import NOVEMBER, VILLAGE, Township, workdays

W = workdays()


def _worked(*worked: date, kind: str = "attendance", unit: str = "县农业农村局", **member) -> Township:
    t = Township().member("林晓峰", **member).member("吴桐", unit="县水利局")
    rows = [
        {"person": "林晓峰", "unit": unit, "worked_on": day, "unit_kind": kind, "kind_text": kind} for day in worked
    ]
    return t.sheet("unit_duty_records", rows, title="县农业农村局2023年11月考勤表", period=NOVEMBER)


def _release(t: Township, person: str = "林晓峰") -> pd.Series:
    return t.facts().tables["release_month"].set_index("person").loc[person]


def test_workdays_at_the_unit_are_counted_once_each():
    row = _release(_worked(W[0], W[0], W[3], date(2023, 11, 4)))
    assert (row["unit_days"], row["unit_dates"]) == (2, "11月1日、11月6日")


def test_reporting_to_the_unit_is_no_work_there():
    assert _release(_worked(W[0], W[1], W[2], kind="report"))["unit_days"] == 0


def test_what_one_unit_handed_in_says_nothing_of_another_units_member():
    t = _worked(W[0])
    assert (_release(t)["unit_days_known"], _release(t, "吴桐")["unit_days_known"]) == (True, False)
    assert pd.isna(_release(t, "吴桐")["unit_days"])
    assert _release(_worked())["unit_days"] == 0


@pytest.mark.parametrize(
    ("member", "days"),
    [
        ({"party_member": True}, 925),
        ({"party_member": True, "relation_moved_on": date(2021, 6, 1)}, 0),
        ({"party_member": False}, 0),
        ({}, 0),
    ],
)
def test_a_party_members_relation_is_open_until_it_is_moved(member, days):
    assert _release(_worked(**member, arrived=date(2021, 5, 19)))["relation_days"] == days


def test_the_roster_may_say_that_a_member_is_not_released():
    assert _release(_worked(full_time=False))["declared_part_time"]
    assert not _release(_worked(full_time=True))["declared_part_time"]
    assert not _release(_worked())["declared_part_time"]


def _listed(*rows: dict[str, object], photos=()) -> pd.DataFrame:
    t = Township().member("林晓峰", role="first_secretary").member("吴桐", arrived=date(2023, 11, 1))
    told = [{"village": VILLAGE, "arrived_on": date(2021, 5, 18), "system_role": "team_member", **row} for row in rows]
    t.sheet("system_roster", told, title="系统驻村干部信息表")
    pictures = [
        {"village": VILLAGE, "kind": "notice_board", "kind_text": "公示牌照片", "present": True, "made_on": day}
        for day in photos
    ]
    t.sheet("archives", pictures, title=f"{VILLAGE}档案资料目录")
    return t.facts().tables["roster_match"].set_index("person")


def test_the_roster_and_the_system_agree_or_differ_person_by_person():
    table = _listed(
        {"person": "林　晓峰", "system_role": "first_secretary"}, {"person": "贺军"},
        {"person": "吴桐", "arrived_on": date(2023, 11, 3), "system_role": "team_leader"},
    )  # fmt: skip
    shown = table[["only_in_roster", "only_in_system", "role_differs", "arrival_gap_days"]]
    assert shown.loc["林晓峰"].tolist() == [False, False, False, 0]
    assert shown.loc["吴桐"].tolist() == [False, False, True, 2]
    assert shown.loc["贺军"].tolist() == [False, True, False, 0]


def test_who_is_missing_in_the_system_and_who_has_left_it_are_told():
    table = _listed({"person": "林晓峰", "system_role": "first_secretary", "left_on": date(2023, 10, 31)})
    assert table["only_in_roster"].to_dict() == {"吴桐": True, "林晓峰": True}


def test_without_the_systems_list_nothing_is_known():
    table = Township().member("林晓峰").facts().tables["roster_match"]
    assert table[["only_in_roster", "role_differs", "arrival_gap_days", "board_after_days"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("photos", "after"),
    [((date(2023, 11, 9),), 8), ((date(2023, 10, 31),), -1), ((), -1), ((date(2023, 11, 20), date(2023, 11, 2)), 1)],
)
def test_the_notice_board_is_photographed_anew_after_a_change(photos, after):
    row = _listed({"person": "吴桐"}, photos=(*photos, date(2021, 6, 1))).loc["吴桐"]
    assert (row["days_in_post"], row["board_after_days"]) == (29, after)
