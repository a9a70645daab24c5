"""What the roster tells: rotations and their handovers, gaps of service, staffing, appointment papers."""

from datetime import date
from functools import cache

import pandas as pd
import pytest
from township import VILLAGE, Township

OUT, IN = date(2023, 11, 15), date(2023, 11, 13)
OLD = {"arrived": date(2021, 5, 18), "left": OUT}


def _rows(t: Township, table: str, **options) -> list[dict]:
    return t.facts(**options).tables[table].to_dict("records")


def _rotation(t: Township, **options) -> dict:
    (row,) = _rows(t, "rotation", **options)
    return row


def _replaced(t: Township | None = None, village: str = VILLAGE) -> Township:
    """Both members replaced within three days, the first secretary among them."""
    t = t or Township()
    t.member("林晓峰", role="first_secretary", village=village, unit=village, **OLD)
    t.member("吴桐", village=village, unit=village, **OLD)
    t.member("何晓峰", role="first_secretary", village=village, unit=village, arrived=IN)
    return t.member("贺军", village=village, unit=village, arrived=date(2023, 11, 16))


def test_who_leaves_and_comes_within_the_window_is_one_rotation():
    row = _rotation(_replaced())
    assert (row["started_on"], row["year"]) == (pd.Timestamp(IN), 2023)
    assert (row["old_names"], row["new_names"]) == ("吴桐、林晓峰", "何晓峰、贺军")
    assert (row["team_size"], row["changed_members"], row["first_secretary_changed"]) == (2, 2, True)
    assert row["days_since_start"] == 58


def test_arrivals_more_than_the_window_apart_are_two_rotations():
    t = Township().member("林晓峰", **OLD).member("吴桐", arrived=date(2021, 5, 18), left=date(2023, 8, 31))
    t.member("何晓峰", arrived=IN).member("贺军", arrived=date(2023, 9, 1))
    assert [(r["old_names"], r["new_names"]) for r in _rows(t, "rotation")] == [("吴桐", "贺军"), ("林晓峰", "何晓峰")]


def test_one_of_three_replaced_is_told_with_its_share():
    t = Township().member("林晓峰", role="first_secretary").member("吴桐").member("贺军", **OLD)
    row = _rotation(t.member("何晓峰", arrived=IN))
    assert (row["team_size"], row["changed_members"], row["first_secretary_changed"]) == (3, 1, False)


def test_the_same_person_staying_on_or_promoted_has_not_rotated():
    t = Township().member("林晓峰", **OLD).member("林晓峰", arrived=date(2023, 11, 16))
    t.member("吴桐", **OLD).member("吴桐", role="first_secretary", arrived=date(2023, 11, 20))
    assert _rows(t, "rotation") == []


def test_a_first_arrival_and_a_departure_nobody_followed_are_no_rotation():
    t = Township().member("林晓峰", arrived=date(2023, 3, 1)).member("吴桐", arrived=date(2023, 3, 1), left=OUT)
    assert _rows(t, "rotation") == []


def test_a_rotation_before_the_look_back_is_not_judged():
    t = Township().member("林晓峰", arrived=date(2018, 5, 1), left=date(2020, 11, 30))
    t.member("吴桐", arrived=date(2020, 11, 30))
    assert _rows(t, "rotation") == []
    assert len(_rows(t, "rotation", look_back_months=37)) == 1


def test_a_complete_handover_lacks_nothing():
    t = _replaced().handed_over(
        date(2023, 11, 16), old_members=("林晓峰", "村支书"), new_members=("何 晓峰",), village="桃溪"
    )
    row = _rotation(t)
    assert (row["has_handover"], row["handover_offset_days"], row["missing"]) == (True, 3, "")
    assert row["held_on"] == pd.Timestamp(2023, 11, 16)


LACKING = [
    ({"minutes": False}, "会议记录"),
    ({"photo": None}, "照片"),
    ({"old_members": ()}, "原工作队人员到会"),
    ({"old_members": ("吴桐",)}, "原工作队人员到会"),
    ({"old_members": ("吴桐",), "written_by": ("林 晓峰",), "remark": "因病住院"}, ""),
    ({"old_members": ("吴桐",), "remark": "林晓峰因病未到会，已书面移交"}, ""),
    ({"old_members": (), "written_by": ("吴桐",)}, "原工作队人员到会"),
    ({"old_members": ("吴桐",), "remark": "林晓峰因病未到会，没有书面移交"}, "原工作队人员到会"),
    ({"old_members": ("吴桐",), "remark": "林晓峰因病未到会，书面移交材料待补"}, "原工作队人员到会"),
    ({"old_members": ("吴桐",), "remark": "林晓峰因病住院"}, "原工作队人员到会"),
    ({"new_members": ("贺军",)}, "新工作队人员到会"),
    ({"old_signed": False}, "双方签字的交接清单"),
    ({"photo": False, "handover_list": None}, "照片、双方签字的交接清单"),
]


@cache
def _lacking() -> dict[str, str]:
    t, there = Township(), {"old_members": ("林晓峰", "吴桐"), "new_members": ("何晓峰",)}
    for n, (given, _) in enumerate(LACKING):
        _replaced(t, f"村{n}村").handed_over(OUT, village=f"村{n}村", **(there | given))
    return {row["village"]: row["missing"] for row in _rows(t, "rotation")}


@pytest.mark.parametrize(("case", "missing"), [(n, case[1]) for n, case in enumerate(LACKING)])
def test_what_a_handover_lacks_is_named(case, missing):
    assert _lacking()[f"村{case}村"] == missing


def test_who_handed_over_in_writing_is_named():
    there = {"old_members": ("吴桐",), "new_members": ("何晓峰",)}
    row = _rotation(_replaced().handed_over(OUT, written_by=("林晓峰", "村支书"), **there))
    assert (row["handed_in_writing"], row["lacks_old_side"]) == ("林晓峰", False)


def test_a_column_the_register_does_not_have_is_not_known():
    row = _rotation(_replaced().handed_over(OUT, old_members=("林晓峰",), new_members=("何晓峰",), missing=("photo",)))
    assert pd.isna(row["lacks_photo"])
    assert row["missing"] == ""


def test_without_a_handover_register_nothing_is_known_of_the_handover():
    row = _rotation(_replaced())
    assert pd.isna(row["has_handover"])
    assert pd.isna(row["lacks_minutes"])
    assert pd.isna(row["missing"])


def test_a_register_without_the_village_is_a_missing_handover():
    t = _replaced().handed_over(OUT, village="柳湾村").member("唐雪梅", village="柳湾村")
    row = _rotation(t)
    assert (row["has_handover"], row["handover_offset_days"]) == (False, 0)


def test_the_nearest_record_is_taken_and_one_of_another_year_is_not():
    t = _replaced().handed_over(date(2022, 11, 12))
    assert not _rotation(t)["has_handover"]
    t.handed_over(date(2023, 10, 1), old_members=("林晓峰",), new_members=("何晓峰",))
    t.handed_over(date(2024, 1, 5), old_members=("林晓峰",), new_members=("何晓峰",))
    assert _rotation(t)["handover_offset_days"] == -43


def _gaps(t: Township, **options) -> list[tuple[str, str, str, int]]:
    return [
        (r["scope"], f"{r['gap_from']:%Y-%m-%d}", f"{r['gap_to']:%Y-%m-%d}", r["gap_days"])
        for r in _rows(t, "service_gap", **options)
    ]


def test_the_look_back_is_thirty_six_months_with_this_one_and_begins_with_the_first_posting():
    old = Township().member("林晓峰", role="first_secretary", arrived=date(2016, 1, 1))
    new = Township().member("林晓峰", role="first_secretary", arrived=date(2022, 2, 3))
    assert _gaps(old)[0] == ("first_secretary", "2020-12-01", "2023-11-30", 0)
    assert _gaps(new)[0] == ("first_secretary", "2022-02-03", "2023-11-30", 0)


def test_a_gap_between_postings_is_counted_to_the_day_and_handing_over_next_day_is_none():
    t = Township().member("林晓峰", role="first_secretary", arrived=date(2021, 5, 18), left=date(2023, 10, 25))
    t.member("何晓峰", role="first_secretary", arrived=date(2023, 11, 20))
    t.member("吴桐", arrived=date(2021, 5, 18), left=date(2023, 10, 31)).member("贺军", arrived=date(2023, 11, 1))
    assert _gaps(t) == [
        ("first_secretary", "2023-10-26", "2023-11-19", 25),
        ("team", "2021-05-18", "2023-11-30", 0),
    ]


def test_a_gap_that_goes_on_ends_with_the_files():
    t = Township().member("林晓峰", arrived=date(2021, 5, 18), left=date(2023, 11, 10))
    assert ("team", "2023-11-11", "2023-11-30", 20) in _gaps(t)
    assert ("team", "2023-11-11", "2023-11-20", 10) in _gaps(t, as_of=date(2023, 11, 20))


def test_a_promotion_gives_the_team_no_gap():
    t = Township().member("林晓峰", arrived=date(2021, 5, 18), left=date(2023, 11, 14))
    t.member("林晓峰", role="first_secretary", arrived=date(2023, 11, 15))
    assert ("team", "2021-05-18", "2023-11-30", 0) in _gaps(t)
    assert ("first_secretary", "2021-05-18", "2023-11-14", 911) in _gaps(t)


def _staff(t: Township, village: str = VILLAGE, **options) -> list[tuple[str, str, int, int, int]]:
    return [
        (f"{r['from_on']:%Y-%m-%d}", f"{r['to_on']:%Y-%m-%d}", r["period_days"], r["members"], r["first_secretaries"])
        for r in _rows(t, "staffing_period", **options)
        if r["village"] == village
    ]


def test_each_change_of_headcount_begins_a_period():
    t = Township().member("林晓峰", role="first_secretary").member("吴桐", **OLD)
    assert _staff(t) == [("2021-05-18", "2023-11-15", 912, 2, 1), ("2023-11-16", "2023-11-30", 15, 1, 1)]


@pytest.mark.parametrize("last", [date(2023, 11, 12), date(2023, 10, 31), date(2023, 9, 30)])
def test_a_one_to_one_replacement_changes_nothing(last):
    t = Township().member("林晓峰", role="first_secretary").member("吴桐", left=last)
    t.member("贺军", arrived=date.fromordinal(last.toordinal() + 1))
    assert _staff(t) == [("2021-05-18", "2023-11-30", 927, 2, 1)]


def test_a_member_of_two_villages_counts_in_the_first_one_only():
    t = Township().member("林晓峰", role="first_secretary")
    t.member("林晓峰", role="first_secretary", village="柳湾村", arrived=date(2022, 3, 1)).member(
        "吴桐", village="柳湾村"
    )
    assert _staff(t)[-1][3:] == (1, 1)
    assert _staff(t, "柳湾村")[-1][3:] == (1, 1)


def test_who_leaves_his_main_village_counts_in_the_other_from_the_next_day():
    t = Township().member("林晓峰", left=OUT).member("林晓峰", village="柳湾村", arrived=date(2022, 3, 1))
    assert _staff(t, "柳湾村") == [("2022-03-01", "2023-11-15", 625, 0, 0), ("2023-11-16", "2023-11-30", 15, 1, 0)]


def test_a_period_that_ended_before_the_month_is_not_told():
    t = Township().member("林晓峰").member("吴桐", left=date(2023, 10, 20))
    assert _staff(t) == [("2023-10-21", "2023-11-30", 41, 1, 0)]


def test_the_village_list_gives_the_population():
    t = Township().member("林晓峰")
    facts = {"village": VILLAGE, "is_poor_village": False, "poor_population": 101, "township": "青禾镇"}
    (row,) = _rows(t.sheet("villages", [facts], title="村情况表"), "staffing_period")
    assert (row["is_poor_village"], row["poor_population"]) == (False, 101)


def _posting(**more) -> dict:
    (row,) = _rows(Township().member("林晓峰", role="first_secretary", **more), "posting")
    return row


def test_document_numbers_have_a_form():
    good = ["青组干〔2021〕15号", "青组干[2021]15号", "青组干【2021】15号", "青组干（2021）15号"]
    bad = ["青组干2021-15", "青组干〔21〕15号", "〔2021〕15号"]
    t = Township()
    for number in (*good, *bad):
        t.member(number, document_number=number, document_issued_on=date(2021, 5, 10))
    rows = _rows(t, "posting")
    assert {row["person"] for row in rows if row["number_well_formed"]} == set(good)
    assert {(row["has_document"], row["arrived_after_issue_days"]) for row in rows} == {(True, 8)}


def test_without_a_document_there_is_nothing_to_be_late_for():
    row = _posting()
    assert (row["has_document"], row["arrived_after_issue_days"], row["number_well_formed"]) == (False, 0, True)


def test_a_document_without_its_date_leaves_the_delay_open():
    row = _posting(document_number="青组干〔2021〕15号")
    assert row["has_document"]
    assert pd.isna(row["arrived_after_issue_days"])


def test_a_roster_without_the_column_says_nothing_of_documents():
    t = Township().sheet("roster", [], title="花名册", missing=("document_number",)).member("林晓峰")
    (row,) = _rows(t, "posting")
    assert pd.isna(row["has_document"])
    assert pd.isna(row["number_well_formed"])
    assert pd.isna(row["arrived_after_issue_days"])


def test_postings_that_do_not_touch_the_month_are_left_out():
    t = Township().member("林晓峰", left=date(2023, 10, 31)).member("吴桐", arrived=date(2023, 12, 1))
    assert _rows(t.member("贺军"), "posting")[0]["person"] == "贺军"
    assert len(_rows(t, "posting")) == 1
