"""The person-day ledger: what each day of each member is, and when it is not known."""

from datetime import date

import pandas as pd
import pytest
from township import NOVEMBER, VILLAGE, Township, days, workdays

MONDAY, TUESDAY, FRIDAY, SATURDAY = (date(2023, 11, day) for day in (6, 7, 3, 4))
W = workdays()


def _complete(*, without: date | None = None) -> Township:
    kept = [day for day in W if day != without]
    return Township().member("林晓峰").signed("林晓峰", kept).punched("林晓峰", kept).logged("林晓峰", kept)


def _day(t: Township, day: date, person: str = "林晓峰", **options) -> pd.Series:
    table = t.facts(f"{day:%Y-%m}", **options).tables["person_day"]
    rows = table[(table["person"] == person) & (table["date"] == pd.Timestamp(day))]
    assert len(rows) == 1
    return rows.iloc[0]


def test_a_signed_workday_counts_two_half_days():
    day = _day(_complete().ledgers(), MONDAY)
    assert (day["signed_half_days"], day["punches"], day["present_half_days"]) == (2, 2, 2)
    assert bool(day["corroborated"])


def test_a_workday_without_any_record_is_untraced_and_misses_sign_and_punch():
    day = _day(_complete(without=MONDAY).ledgers(), MONDAY)
    assert bool(day["untraced"])
    assert bool(day["missed_sign"])
    assert bool(day["missed_punch"])
    assert not day["missed_log"]


def test_without_a_leave_ledger_absence_is_not_known():
    t = _complete(without=MONDAY)
    t.sheet("duty_records", [], title="青禾镇公务培训台账", period=NOVEMBER).sheet(
        "meetings", [], title=f"{VILLAGE}会议记录", period=NOVEMBER
    )
    day = _day(t, MONDAY)
    assert pd.isna(day["untraced"])
    assert pd.isna(day["missed_sign"])


def test_a_source_the_office_does_not_keep_counts_as_empty():
    t = _complete(without=MONDAY)
    t.sheet("duty_records", [], title="青禾镇公务培训台账", period=NOVEMBER).sheet(
        "meetings", [], title=f"{VILLAGE}会议记录", period=NOVEMBER
    )
    assert bool(_day(t, MONDAY, not_kept=("leave_slips",))["untraced"])


def test_a_member_who_is_not_on_the_villages_grid_is_unknown_and_not_absent():
    t = _complete().member("吴桐").punched("吴桐", W).ledgers()
    day = _day(t, MONDAY, "吴桐")
    assert pd.isna(day["signed_half_days"])
    assert pd.isna(day["missed_sign"])
    assert not day["untraced"]


def test_weekends_are_never_missed_but_count_when_present():
    t = Township().member("林晓峰").signed("林晓峰", [*W, SATURDAY]).punched("林晓峰", W).ledgers()
    day = _day(t, SATURDAY)
    assert day["present_half_days"] == 2
    assert not day["missed_punch"]
    assert not _day(t, date(2023, 11, 5))["missed_sign"]


def test_an_adjusted_working_sunday_is_demanded():
    period = (date(2024, 2, 1), date(2024, 2, 29))
    kept = [day for day in workdays(*period) if day != date(2024, 2, 4)]
    t = Township().member("林晓峰").signed("林晓峰", kept, month=period).ledgers(period=period)
    assert bool(_day(t, date(2024, 2, 4), as_of=date(2024, 4, 1))["missed_sign"])
    assert _day(t, date(2024, 2, 29), as_of=date(2024, 4, 1))["present_half_days"] == 2


def test_a_half_mark_is_half_a_day_even_without_a_slip():
    t = Township().member("林晓峰").signed("林晓峰", W, half=[MONDAY]).ledgers()
    assert _day(t, MONDAY)["present_half_days"] == 1


def test_a_sign_on_a_day_of_full_leave_counts_nothing_and_is_a_record_during_leave():
    t = _complete()
    t.ledgers(leaves=[t.leave("林晓峰", MONDAY, TUESDAY)])
    day = _day(t, MONDAY)
    assert day["present_half_days"] == 0
    assert bool(day["record_on_leave"])
    assert not day["untraced"]


@pytest.mark.parametrize(("start_hour", "end_hour", "left"), [(8, 12, 1), (14, 18, 1), (8, 18, 0), (9, 10, 2)])
def test_half_day_leave_takes_half_the_day(start_hour, end_hour, left):
    t = _complete()
    hours = {"start": pd.Timestamp(2023, 11, 6, start_hour), "end": pd.Timestamp(2023, 11, 6, end_hour)}
    slip = t.leave("林晓峰", MONDAY, MONDAY) | hours | {"start_precision": "minute", "end_precision": "minute"}
    t.ledgers(leaves=[slip])
    assert _day(t, MONDAY)["present_half_days"] == left


def test_an_early_return_with_a_sign_ends_the_leave():
    kept = [day for day in W if day != MONDAY]
    t = Township().member("林晓峰").signed("林晓峰", kept).punched("林晓峰", kept)
    t.ledgers(leaves=[t.leave("林晓峰", MONDAY, date(2023, 11, 9), cancelled_on=pd.Timestamp(TUESDAY))])
    assert [_day(t, d)["leave_half_days"] for d in (MONDAY, TUESDAY, date(2023, 11, 8))] == [2, 0, 0]
    assert not _day(t, TUESDAY)["record_on_leave"]


def test_documented_training_counts_as_duty_and_undocumented_only_excuses():
    kept = [day for day in W if day not in (MONDAY, TUESDAY)]
    t = Township().member("林晓峰").signed("林晓峰", kept).punched("林晓峰", kept)

    def training(day, document):
        return {
            "person": "林晓峰",
            "kind": "training",
            "kind_text": "培训",
            "start": pd.Timestamp(day),
            "start_precision": "day",
            "end": pd.Timestamp(day) + pd.Timedelta(hours=23, minutes=59),
            "end_precision": "day",
            "document": document,
            "content": "业务培训",
        }

    t.ledgers(duties=[training(MONDAY, "青政发〔2023〕8号"), training(TUESDAY, "")])
    assert [_day(t, day)["duty_half_days"] for day in (MONDAY, TUESDAY)] == [2, 0]
    assert not any(_day(t, day)["missed_sign"] or _day(t, day)["untraced"] for day in (MONDAY, TUESDAY))


def test_a_run_of_untraced_workdays_goes_over_the_weekend():
    gone = [date(2023, 11, day) for day in (2, 3, 6)]
    kept = [day for day in W if day not in gone]
    t = Township().member("林晓峰").signed("林晓峰", kept).punched("林晓峰", kept).logged("林晓峰", kept).ledgers()
    table = t.facts().tables["person_day"].set_index("date")
    runs = table.loc[[pd.Timestamp(day) for day in gone]]
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


def test_two_villages_on_one_date_add_up_to_one_day():
    other = "柳湾村"
    t = Township().member("林晓峰").member("林晓峰", village=other, arrived=date(2022, 3, 1))
    t.signed("林晓峰", W, half=W).signed("林晓峰", W, village=other, half=W).ledgers()
    facts = t.facts()
    assert len(facts.tables["person_day"]) == 30
    assert facts.tables["person_month"]["odd_signs"].tolist() == [0]
    assert facts.tables["person_day"].set_index("date").loc[pd.Timestamp(MONDAY), "present_half_days"] == 1


def test_full_signs_in_two_villages_on_one_day_are_impossible():
    other = "柳湾村"
    t = Township().member("林晓峰").member("林晓峰", village=other, arrived=date(2022, 3, 1))
    t.signed("林晓峰", W).signed("林晓峰", [MONDAY], village=other).ledgers()
    month = t.facts().tables["person_month"].iloc[0]
    assert month["odd_signs"] == 1
    assert month["odd_sign_items"] == "11月6日同日在柳湾村、桃溪村签到"


def test_signs_outside_the_posting_are_impossible_and_do_not_count():
    t = Township().member("林晓峰", left=date(2023, 11, 3)).signed("林晓峰", W[:5]).ledgers()
    facts = t.facts()
    month = facts.tables["person_month"].iloc[0]
    assert (month["odd_signs"], month["active_workdays"], month["present_days"]) == (2, 3, 3.0)
    assert len(facts.records["odd_sign"]) == 2


def test_signs_after_the_day_of_judgement_are_impossible():
    t = Township().member("林晓峰").signed("林晓峰", W).ledgers()
    month = t.facts(as_of=date(2023, 11, 28)).tables["person_month"].iloc[0]
    assert month["odd_signs"] == 2
    assert not month["month_complete"]


def test_punches_that_do_not_count_and_those_made_up_later():
    t = Township().member("林晓峰").signed("林晓峰", W)
    t.punched("林晓峰", [MONDAY], result_code="invalid", result="打卡无效:此记录已被更新")
    t.punched(
        "林晓峰", [TUESDAY], times=1, result_code="makeup", device_kind="makeup", address="", result="补卡审批通过"
    )
    t.ledgers()
    assert _day(t, MONDAY)["punches"] == 0
    assert _day(t, MONDAY)["punch_grade"] == "X"
    repaired = _day(t, TUESDAY)
    assert (repaired["punches"], repaired["punch_grade"], bool(repaired["repaired_punch"])) == (1, "C", True)


def test_a_village_without_an_export_has_no_punches_to_miss():
    t = Township().member("林晓峰").signed("林晓峰", W).ledgers()
    day = _day(t, MONDAY)
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
    t = Township().member("张伟", unit="县水利局").member("张伟", unit="县教育局", village="柳湾村")
    t.signed("张伟", W).signed("张伟", W[:3], village="柳湾村").ledgers()
    table = t.facts().tables["person_month"].set_index("unit")
    assert table["present_days"].to_dict() == {"县教育局": 3.0, "县水利局": 22.0}


def test_a_name_with_spaces_of_any_width_is_the_same_name():
    t = Township().member("王芳").signed("王　芳", W).ledgers()
    assert t.facts().tables["person_month"].iloc[0]["present_days"] == 22


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
        t = _complete().ledgers()
        for rows in t.rows.values():
            rows.sort(key=str, reverse=reverse)
        return t.facts().tables

    for name, table in made(reverse=False).items():
        pd.testing.assert_frame_equal(table, made(reverse=True)[name])


def test_days_cover_every_day_in_post_once():
    table = Township().member("林晓峰", arrived=date(2023, 11, 16)).facts().tables["person_day"]
    assert [day.date() for day in table["date"]] == days(date(2023, 11, 16), date(2023, 11, 30))
