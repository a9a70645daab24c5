"""Punches: what counts, how good the evidence is, and how several exports of one month agree."""

from datetime import date
from functools import cache
from itertools import product

import pandas as pd
import pytest
from township import NOVEMBER, VILLAGE, Township, workdays

MONDAY, TUESDAY = date(2023, 11, 6), date(2023, 11, 7)
W = workdays()
WHO = "林晓峰"
AT = pd.Timestamp(2023, 11, 6, 8, 20)


def _raw(**more) -> dict[str, object]:
    usual = {"punched_at": AT, "result": "正常", "result_code": "normal", "address": "村委会", "device_kind": "phone"}
    return {"person": WHO, "work_date": MONDAY, **usual, **more}


def _exported(rows, table: str = "dingtalk_raw") -> Township:
    return Township().member(WHO).sheet(table, rows, title="考勤报表", period=NOVEMBER)


def _day(t: Township, day: date = MONDAY, **options) -> pd.Series:
    table = t.facts(**options).tables["person_day"].set_index("date")
    return table.loc[pd.Timestamp(day)]


GRADED = [
    ({}, "A", 1),
    ({"address": ""}, "B", 1),
    ({"result_code": "late"}, "A", 1),
    ({"result_code": "outside"}, "A", 1),
    ({"result_code": "trip"}, "A", 1),
    ({"result_code": "trip", "address": ""}, "", 0),
    ({"result_code": "makeup", "device_kind": "makeup", "address": ""}, "C", 1),
    ({"result_code": "admin_edit", "device_kind": "admin"}, "D", 1),
    ({"result_code": "invalid"}, "X", 0),
    ({"result_code": "missing", "punched_at": None, "address": ""}, "", 0),
    ({"result_code": "leave", "punched_at": None, "address": ""}, "", 0),
]


@cache
def _graded() -> pd.DataFrame:
    t = Township()
    for n in range(len(GRADED)):
        t.member(f"队员{n}")
    rows = [_raw(person=f"队员{n}", **given) for n, (given, _, _) in enumerate(GRADED)]
    days = t.sheet("dingtalk_raw", rows, title="原始记录", period=NOVEMBER).facts().tables["person_day"]
    return days.set_index(["person", "date"])


@pytest.mark.parametrize(("case", "grade", "punches"), [(n, *case[1:]) for n, case in enumerate(GRADED)])
def test_a_punch_has_the_grade_of_its_evidence(case, grade, punches):
    day = _graded().loc[(f"队员{case}", pd.Timestamp(MONDAY))]
    assert (day["punch_grade"], day["punches"]) == (grade, punches)


def test_the_best_evidence_of_the_day_is_its_grade():
    rows = [_raw(result_code="makeup"), _raw(punched_at=AT + pd.Timedelta(hours=9))]
    assert _day(_exported(rows))["punch_grade"] == "A"


def test_the_same_export_handed_in_twice_counts_once():
    rows = [
        _raw(result_code="makeup", device_kind="makeup"),
        _raw(punched_at=None, result_code="admin_edit", address=""),
    ]
    bad = _raw(
        work_date=TUESDAY, punched_at=AT + pd.Timedelta(days=1), abnormal_class="soft", abnormal_reason="定位异常"
    )
    t = Township().member(WHO)
    for period in (NOVEMBER, (date(2023, 11, 1), date(2023, 11, 15))):
        t.sheet("dingtalk_raw", [*rows, bad], title="原始记录", period=period)
    month = t.facts().tables["person_month"].iloc[0]
    assert (month["repaired_punches"], month["soft_abnormal_punches"]) == (2, 1)
    assert _day(t)["punches"] == 2


def test_four_sheets_of_one_export_tell_one_day():
    times = (AT, AT + pd.Timedelta(hours=9))
    t = _exported([_raw(), _raw(punched_at=times[1])])
    t.sheet("dingtalk_daily", [{"person": WHO, "date": MONDAY, "times": times, "repaired": 1}], period=NOVEMBER)
    t.sheet("dingtalk_times", [{"person": WHO, "date": MONDAY, "times": times}], period=NOVEMBER)
    t.sheet("dingtalk_monthly", [{"person": WHO, "date": MONDAY, "times": times}], period=NOVEMBER)
    day = _day(t)
    assert (day["punches"], day["punch_grade"], bool(day["repaired_punch"])) == (2, "A", False)


def test_single_punches_decide_over_the_sheets_that_only_sum_up():
    t = _exported([_raw(result_code="invalid")])
    t.sheet("dingtalk_times", [{"person": WHO, "date": MONDAY, "times": (AT,)}], period=NOVEMBER)
    assert _day(t)["punches"] == 0


def test_where_there_are_no_single_punches_the_fullest_sheet_counts():
    t = _exported([{"person": WHO, "date": MONDAY, "times": (AT,)}], "dingtalk_times")
    both = (AT, AT + pd.Timedelta(hours=9))
    t.sheet("dingtalk_daily", [{"person": WHO, "date": MONDAY, "times": both, "repaired": 1}], period=NOVEMBER)
    day = _day(t)
    assert (day["punches"], day["punch_grade"], bool(day["repaired_punch"])) == (2, "B", True)


def test_a_rest_day_of_the_export_asks_for_no_punch():
    rows = [{"person": WHO, "date": day, "times": (), "is_rest": day == MONDAY} for day in W]
    t = _exported(rows, "dingtalk_daily").signed(WHO, W).ledgers()
    assert (_day(t)["punch_due"], _day(t)["missed_punch"]) == (False, False)
    assert _day(t, TUESDAY)["missed_punch"]


def test_a_day_on_which_the_platform_failed_asks_for_no_punch_and_counts_no_repair():
    rows = [_raw(), _raw(work_date=TUESDAY, punched_at=AT + pd.Timedelta(days=1), result_code="makeup")]
    days = _exported(rows).signed(WHO, W).ledgers().facts(outage_days=("2023-11-07", "2023-11-08"))
    told = days.tables["person_day"].set_index("date")
    assert told.loc["2023-11-07":"2023-11-09", "missed_punch"].tolist() == [False, False, True]
    assert days.tables["person_month"]["repaired_punches"].tolist() == [0]


def test_abnormal_punches_are_counted_by_weight_and_their_reasons_listed_once():
    reasons = [("hard", "模拟定位"), ("soft", "定位异常"), ("soft", "定位异常"), ("other", "其他")]
    rows = [
        _raw(punched_at=AT + pd.Timedelta(minutes=n), abnormal_class=kind, abnormal_reason=reason)
        for n, (kind, reason) in enumerate(reasons)
    ]
    t = _exported([*rows, _raw(work_date=TUESDAY, abnormal_class="soft", abnormal_reason="WIFI异常")])
    month = t.facts().tables["person_month"].iloc[0]
    assert (month["hard_abnormal_punches"], month["soft_abnormal_punches"]) == (1, 3)
    assert month["abnormal_reasons"] == "WIFI异常、定位异常、模拟定位"


def test_a_user_id_tells_people_of_one_name_apart():
    t = (
        Township()
        .member("张伟", unit="县水利局", user_id="u1")
        .member("张伟", unit="县教育局", user_id="u2", village="柳湾村")
    )
    rows = [_raw(person="张伟", user_id="u2"), _raw(person="张伟", user_id="u2", punched_at=AT + pd.Timedelta(hours=9))]
    months = t.sheet("dingtalk_raw", rows, title="原始记录", period=NOVEMBER).facts().tables["person_month"]
    assert months.set_index("unit")["punched_days"].dropna().to_dict() == {"县教育局": 1}


def test_strangers_of_the_export_are_passed_over_unless_the_roster_has_a_like_name():
    rows = [_raw(), _raw(person="刘镇长"), _raw(person="林小峰")]
    errors = _exported(rows).facts().errors
    assert [(error.code, error.value) for error in errors] == [("unknown-person", "林小峰")]


@cache
def _present(convention: str) -> pd.DataFrame:
    """Members named by what was handed in for them: True and False for a record on Monday or none, None for no book."""
    t = Township().member("吴桐").signed("吴桐", W).punched("吴桐", W).ledgers()
    for signed, punched in product((True, False, None), repeat=2):
        who = f"{signed}{punched}"
        t.member(who)
        if signed is not None:
            t.signed(who, [MONDAY] if signed else [])
        if punched is not None:
            t.punched(who, [MONDAY, TUESDAY] if punched else [TUESDAY])
    return t.facts(presence_from=convention).tables["person_day"].set_index(["person", "date"])


@pytest.mark.parametrize(
    ("convention", "signed", "punched", "present"),
    [
        ("sign_in", True, False, 2),
        ("sign_in", None, True, None),
        ("punch", False, True, 2),
        ("punch", True, None, None),
        ("either", True, False, 2),
        ("either", False, True, 2),
        ("either", False, False, 0),
        ("either", True, None, 2),
        ("either", None, True, 2),
        ("either", None, False, None),
        ("either", False, None, None),
    ],
)
def test_the_conventions_say_which_record_shows_presence(convention, signed, punched, present):
    found = _present(convention).loc[(f"{signed}{punched}", pd.Timestamp(MONDAY)), "present_half_days"]
    assert (None if pd.isna(found) else found) == present


def test_the_place_is_not_needed_to_be_the_village():
    assert _day(_exported([_raw(address=f"{VILLAGE}外")]))["punches"] == 1
