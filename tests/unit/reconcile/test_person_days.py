"""The person-day ledger: what each day of each member is, and when it is not known."""

from collections.abc import Sequence
from datetime import date
from functools import cache

import pandas as pd
import pytest
from township import NOVEMBER, VILLAGE, Township, days, workdays

MONDAY, TUESDAY, FRIDAY, SATURDAY = (date(2023, 11, day) for day in (6, 7, 3, 4))
W = workdays()


GONE = [date(2023, 11, day) for day in (2, 3, 6)]
OTHER = "柳湾村"


def _training(person: str, day: date, document: str) -> dict[str, object]:
    return {
        "person": person,
        "kind": "training",
        "kind_text": "培训",
        "start": pd.Timestamp(day),
        "start_precision": "day",
        "end": pd.Timestamp(day) + pd.Timedelta(hours=23, minutes=59),
        "end_precision": "day",
        "document": document,
        "content": "业务培训",
    }


def _hours(person: str, start: int, end: int) -> dict[str, object]:
    hours = {"start": pd.Timestamp(2023, 11, 6, start), "end": pd.Timestamp(2023, 11, 6, end)}
    return Township().leave(person, MONDAY, MONDAY) | hours | {"start_precision": "minute", "end_precision": "minute"}


def _complete(t: Township, person: str, *, without: Sequence[date] = ()) -> Township:
    """Add a member with signs, punches and logs of all workdays but some."""
    kept = [day for day in W if day not in without]
    return t.member(person).signed(person, kept).punched(person, kept).logged(person, kept)


HOURS = [(8, 12, 1), (14, 18, 1), (8, 18, 0), (9, 10, 2)]


@cache
def _team() -> Township:
    """One team, all its papers handed in, and a member for each thing that may happen on a day."""
    t = Township()
    _complete(t, "林晓峰")
    _complete(t, "吴桐", without=[MONDAY])
    _complete(t, "贺军", without=GONE)
    t.member("周岚").punched("周岚", W)
    t.member("许静").signed("许静", [*W, SATURDAY]).punched("许静", W)
    t.member("方毅").signed("方毅", W, half=[MONDAY])
    leaves = [t.leave("何敏", MONDAY, TUESDAY)]
    _complete(t, "何敏")
    for n, (start, end, _) in enumerate(HOURS):
        _complete(t, f"时段{n}")
        leaves.append(_hours(f"时段{n}", start, end))
    t.member("曹宁").signed("曹宁", [day for day in W if day != MONDAY])
    t.punched("曹宁", [day for day in W if day != MONDAY])
    leaves.append(t.leave("曹宁", MONDAY, date(2023, 11, 9), cancelled_on=pd.Timestamp(TUESDAY)))
    kept = [day for day in W if day not in (MONDAY, TUESDAY)]
    t.member("田野").signed("田野", kept).punched("田野", kept)
    duties = [_training("田野", MONDAY, "青政发〔2023〕8号"), _training("田野", TUESDAY, "")]
    t.member("严波").signed("严波", W)
    t.punched("严波", [MONDAY], result_code="invalid", result="打卡无效:此记录已被更新")
    t.punched("严波", [TUESDAY], times=1, result_code="makeup", device_kind="makeup", address="", result="补卡审批通过")
    t.member("段青", village=OTHER).signed("段青", W, village=OTHER)
    return t.ledgers(leaves=leaves, duties=duties)


@cache
def _without_leave_ledger() -> Township:
    t = _complete(Township(), "林晓峰", without=[MONDAY])
    return t.sheet("duty_records", [], title="青禾镇公务培训台账", period=NOVEMBER).sheet(
        "meetings", [], title=f"{VILLAGE}会议记录", period=NOVEMBER
    )


def _day(t: Township, day: date, person: str = "林晓峰", **options) -> pd.Series:
    table = t.facts(f"{day:%Y-%m}", **options).tables["person_day"]
    rows = table[(table["person"] == person) & (table["date"] == pd.Timestamp(day))]
    assert len(rows) == 1
    return rows.iloc[0]


def test_a_signed_workday_counts_two_half_days():
    day = _day(_team(), MONDAY)
    assert (day["signed_half_days"], day["punches"], day["present_half_days"]) == (2, 2, 2)
    assert bool(day["corroborated"])


def test_a_workday_without_any_record_is_untraced_and_misses_sign_and_punch():
    day = _day(_team(), MONDAY, "吴桐")
    assert bool(day["untraced"])
    assert bool(day["missed_sign"])
    assert bool(day["missed_punch"])
    assert not day["missed_log"]


def test_without_a_leave_ledger_absence_is_not_known():
    day = _day(_without_leave_ledger(), MONDAY)
    assert pd.isna(day["untraced"])
    assert pd.isna(day["missed_sign"])


def test_a_source_the_office_does_not_keep_counts_as_empty():
    assert bool(_day(_without_leave_ledger(), MONDAY, not_kept=("leave_slips",))["untraced"])


def test_a_member_who_is_not_on_the_villages_grid_is_unknown_and_not_absent():
    day = _day(_team(), MONDAY, "周岚")
    assert pd.isna(day["signed_half_days"])
    assert pd.isna(day["missed_sign"])
    assert not day["untraced"]


def test_weekends_are_never_missed_but_count_when_present():
    day = _day(_team(), SATURDAY, "许静")
    assert day["present_half_days"] == 2
    assert not day["missed_punch"]
    assert not _day(_team(), date(2023, 11, 5), "许静")["missed_sign"]


def test_an_adjusted_working_sunday_is_demanded():
    period = (date(2024, 2, 1), date(2024, 2, 29))
    kept = [day for day in workdays(*period) if day != date(2024, 2, 4)]
    t = Township().member("林晓峰").signed("林晓峰", kept, month=period).ledgers(period=period)
    assert bool(_day(t, date(2024, 2, 4), as_of=date(2024, 4, 1))["missed_sign"])
    assert _day(t, date(2024, 2, 29), as_of=date(2024, 4, 1))["present_half_days"] == 2


def test_a_half_mark_is_half_a_day_even_without_a_slip():
    assert _day(_team(), MONDAY, "方毅")["present_half_days"] == 1


def test_a_sign_on_a_day_of_full_leave_counts_nothing_and_is_a_record_during_leave():
    day = _day(_team(), MONDAY, "何敏")
    assert day["present_half_days"] == 0
    assert bool(day["record_on_leave"])
    assert not day["untraced"]


@pytest.mark.parametrize(("start_hour", "end_hour", "left"), HOURS)
def test_half_day_leave_takes_half_the_day(start_hour, end_hour, left):
    person = f"时段{HOURS.index((start_hour, end_hour, left))}"
    assert _day(_team(), MONDAY, person)["present_half_days"] == left


def test_an_early_return_with_a_sign_ends_the_leave():
    told = [_day(_team(), day, "曹宁")["leave_half_days"] for day in (MONDAY, TUESDAY, date(2023, 11, 8))]
    assert told == [2, 0, 0]
    assert not _day(_team(), TUESDAY, "曹宁")["record_on_leave"]


def test_documented_training_counts_as_duty_and_undocumented_only_excuses():
    found = [_day(_team(), day, "田野") for day in (MONDAY, TUESDAY)]
    assert [day["duty_half_days"] for day in found] == [2, 0]
    assert not any(day["missed_sign"] or day["untraced"] for day in found)


def test_a_run_of_untraced_workdays_goes_over_the_weekend():
    table = _team().facts().tables["person_day"]
    table = table[table["person"] == "贺军"].set_index("date")
    runs = table.loc[[pd.Timestamp(day) for day in GONE]]
    assert runs["untraced_run_days"].tolist() == [3, 3, 3]
    assert set(runs["untraced_run_start"]) == {pd.Timestamp(2023, 11, 2)}
    assert set(runs["untraced_run_end"]) == {pd.Timestamp(2023, 11, 6)}
    assert table.loc[pd.Timestamp(SATURDAY), "untraced_run_days"] == 0


def test_a_run_across_the_month_end_begins_where_it_began():
    october = (date(2023, 10, 1), date(2023, 10, 31))
    gone = [date(2023, 10, 31), date(2023, 11, 1), date(2023, 11, 2)]
    t = Township().member("林晓峰")
    for period in (october, NOVEMBER):
        kept = [day for day in workdays(*period) if day not in gone]
        t.signed("林晓峰", kept, month=period).punched("林晓峰", kept, period=period)
        t.logged("林晓峰", kept, period=period).ledgers(period=period)
    day = _day(t, date(2023, 11, 1))
    assert (day["untraced_run_start"], day["untraced_run_days"]) == (pd.Timestamp(2023, 10, 31), 3)


@cache
def _in_two_villages() -> Township:
    """Two members who are posted to two villages, two of one name, and one whose name is written with a space."""
    t = Township()
    for person in ("林晓峰", "吴桐"):
        t.member(person).member(person, village=OTHER, arrived=date(2022, 3, 1))
    t.signed("林晓峰", W, half=W).signed("林晓峰", W, village=OTHER, half=W)
    t.signed("吴桐", W).signed("吴桐", [MONDAY], village=OTHER)
    t.member("张伟", unit="县水利局").member("张伟", unit="县教育局", village=OTHER)
    t.signed("张伟", W).signed("张伟", W[:3], village=OTHER)
    return t.member("王芳").signed("王　芳", W).member("贺军", left=date(2023, 11, 3)).signed("贺军", W[:5]).ledgers()


def _rows_of(person: str, table: str) -> pd.DataFrame:
    rows = _in_two_villages().facts().tables[table]
    return rows[rows["person"] == person]


def test_two_villages_on_one_date_add_up_to_one_day():
    days_of = _rows_of("林晓峰", "person_day")
    assert len(days_of) == 30
    assert _rows_of("林晓峰", "person_month")["odd_signs"].tolist() == [0]
    assert days_of.set_index("date").loc[pd.Timestamp(MONDAY), "present_half_days"] == 1


def test_full_signs_in_two_villages_on_one_day_are_impossible():
    month = _rows_of("吴桐", "person_month").iloc[0]
    assert month["odd_signs"] == 1
    assert month["odd_sign_items"] == "11月6日同日在柳湾村、桃溪村签到"


def test_signs_outside_the_posting_are_impossible_and_do_not_count():
    month = _rows_of("贺军", "person_month").iloc[0]
    assert (month["odd_signs"], month["active_workdays"], month["present_days"]) == (2, 3, 3.0)
    odd = _in_two_villages().facts().records["odd_sign"]
    assert len(odd[odd["person_id"] == month["person_id"]]) == 2


def test_signs_after_the_day_of_judgement_are_impossible():
    t = Township().member("林晓峰").signed("林晓峰", W).ledgers()
    month = t.facts(as_of=date(2023, 11, 28)).tables["person_month"].iloc[0]
    assert month["odd_signs"] == 2
    assert not month["month_complete"]


def test_punches_that_do_not_count_and_those_made_up_later():
    assert _day(_team(), MONDAY, "严波")["punches"] == 0
    assert _day(_team(), MONDAY, "严波")["punch_grade"] == "X"
    repaired = _day(_team(), TUESDAY, "严波")
    assert (repaired["punches"], repaired["punch_grade"], bool(repaired["repaired_punch"])) == (1, "C", True)


def test_a_village_without_an_export_has_no_punches_to_miss():
    day = _day(_team(), MONDAY, "段青")
    assert pd.isna(day["punches"])
    assert pd.isna(day["missed_punch"])


def test_an_export_that_ends_early_covers_no_more():
    t = (
        Township()
        .member("林晓峰")
        .signed("林晓峰", W)
        .punched("林晓峰", W[:14], period=(date(2023, 11, 1), date(2023, 11, 20)))
        .ledgers()
    )
    month = t.facts().tables["person_month"].iloc[0]
    assert month["covered_to"] == pd.Timestamp(2023, 11, 20)
    assert (month["remaining_days"], month["remaining_workdays"]) == (10, 8)


def test_same_names_are_told_apart_by_unit_and_village():
    table = _rows_of("张伟", "person_month").set_index("unit")
    assert table["present_days"].to_dict() == {"县教育局": 3.0, "县水利局": 22.0}


def test_a_name_with_spaces_of_any_width_is_the_same_name():
    assert _rows_of("王芳", "person_month").iloc[0]["present_days"] == 22


def test_an_unknown_name_is_a_data_error_with_candidates_and_never_a_row():
    t = Township().member("林晓峰").signed("林小峰", W).ledgers()
    facts = t.facts()
    (error,) = facts.errors
    assert error.code == "unknown-person"
    assert "“林小峰”不在花名册中，是否为林晓峰（桃溪村，同音）？" in error.message
    assert set(facts.tables["person_day"]["person"]) == {"林晓峰"}


def test_village_aliases_and_short_names_are_found():
    t = (
        Township()
        .member("林晓峰", village="白鹭社区")
        .sheet("villages", [{"village": "白鹭社区", "aliases": ("白鹭村",), "township": "青禾镇"}], title="村情况表")
    )
    t.signed("林晓峰", W, village="白鹭村").ledgers()
    assert t.facts().tables["person_month"].iloc[0]["present_days"] == 22


def test_a_missing_calendar_year_stops_with_a_clear_message():
    with pytest.raises(LookupError, match="缺少2040年节假日安排"):
        Township().member("林晓峰").facts("2040-01", as_of=date(2040, 3, 1))


def test_the_order_of_rows_changes_nothing():
    def made(reverse: bool):
        t = _complete(Township(), "林晓峰").ledgers()
        for rows in t.rows.values():
            rows.sort(key=str, reverse=reverse)
        return t.facts().tables

    reverse = made(reverse=True)
    for name, table in made(reverse=False).items():
        pd.testing.assert_frame_equal(table, reverse[name])


def test_days_cover_every_day_in_post_once():
    table = Township().member("林晓峰", arrived=date(2023, 11, 16)).facts().tables["person_day"]
    assert [day.date() for day in table["date"]] == days(date(2023, 11, 16), date(2023, 11, 30))
