"""How findings are told: sentences and dates, cells, what is missing, counts, the month grid."""

import re
from datetime import date, timedelta

import pandas as pd
import pytest
from findings_samples import (
    CONTRACTS,
    RULES,
    VILLAGE,
    WHO,
    facts,
    found,
    handed_in,
    in_force,
    on,
    outcomes,
    person_days,
    person_month,
    places,
    table,
)
from hypothesis import given
from hypothesis import strategies as st

from audit.findings import coverage, missing_sources, person_months
from audit.findings.evidence import Locator, Subject, joined
from audit.findings.wording import sentence, written, written_dates
from audit.model.source import Place

OTHER = "吴桐@县水利局"


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (on(8), "11月8日"),
        (on(8, 9), "11月8日、9日"),
        (on(8, 9, 13, 14, 15), "11月8日、9日、13日至15日"),
        ((*on(30, month=10), *on(1, 2, 3)), "10月30日、11月1日至3日"),
        ((date(2023, 11, 30), date(2023, 12, 1), date(2023, 12, 2)), "11月30日至12月2日"),
        ((date(2023, 11, 30), date(2023, 12, 1), date(2023, 12, 5)), "11月30日、12月1日、5日"),
        ((date(2023, 12, 30), date(2023, 12, 31), date(2024, 1, 1)), "12月30日至2024年1月1日"),
        ((date(2022, 12, 31), date(2023, 1, 3)), "2022年12月31日、1月3日"),
        ((), ""),
    ],
)
def test_dates_are_written_as_offices_do(days, text):
    assert written_dates(days, year=2023) == text


def _read(text: str, year: int) -> list[date]:
    """Read a list of dates back: what a person would understand."""
    found: list[date] = []
    month, days = 0, []
    for part in re.split("([、至])", text):
        if part in ("、", "至", ""):
            days.append(part)
            continue
        match = re.fullmatch(r"(?:(\d+)年)?(?:(\d+)月)?(\d+)日", part)
        assert match, part
        month = int(match[2] or month)
        day = date(int(match[1]) if match[1] else year if match[2] else found[-1].year, month, int(match[3]))
        if days and days[-1] == "至":
            found += [found[-1] + timedelta(days=n) for n in range(1, (day - found[-1]).days)]
        found.append(day)
    return found


@given(st.sets(st.dates(date(2022, 12, 20), date(2024, 1, 20)), max_size=25))
def test_a_written_list_of_dates_reads_back(days):
    text = written_dates(days, year=2023)
    assert (_read(text, 2023) if text else []) == sorted(days)


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("gap", 2.0, "2"),
        ("gap", 0.5, "0.5"),
        ("month", "2023-09", "2023年9月"),
        ("start_on", date(2023, 11, 8), "11月8日"),
        ("start_on", date(2021, 5, 18), "2021年5月18日"),
        ("gap_cents", 10_000_00, "10000"),
        ("gap_cents", -680_05, "-680.05"),
        ("flag", True, "是"),
        ("flag", False, "否"),
        ("village", "桃溪村", "桃溪村"),
        ("held_on", None, "（无）"),
        ("dates", on(8, 9, 10), "11月8日至10日"),
    ],
)
def test_values_are_written_as_offices_do(name, value, text):
    assert written(name, value, year=2023) == text


def test_sentences_say_besides_what_holds():
    rule = RULES["punch-missing"]
    values = {"person": "林晓峰", "village": VILLAGE, "month": "2023-11", "punch_due_days": 22, "missed_days": 3,
              "missed_punch_days": 3, "single_punch_days": 0, "per_day": "once", "dates": on(6, 7, 8)}  # fmt: skip
    assert sentence(rule, values, year=2023) == "林晓峰（桃溪村）2023年11月应打卡22天，缺卡3天：11月6日至8日无打卡"


@pytest.mark.parametrize(
    ("cells", "ranges"),
    [
        (["D7", "E7", "F7"], ["D7:F7"]),
        (["F7", "D7"], ["D7", "F7"]),
        (["Z7", "AA7", "AB7"], ["Z7:AB7"]),
        (["D7", "D8"], ["D7", "D8"]),
        (["A5:H5", "D7", "D7"], ["A5:H5", "D7"]),
        ([""], [""]),
    ],
)
def test_neighbouring_cells_of_a_row_are_one_range(cells, ranges):
    assert [place.cell for place in joined(Place("a.xlsx", "11月", cell) for cell in cells)] == ranges


def test_cells_of_other_sheets_and_files_are_not_joined():
    given_places = [Place("a.xlsx", "10月", "D7"), Place("a.xlsx", "11月", "E7"), Place("b.xlsx", "11月", "F7")]
    assert joined(given_places) == given_places


def _letters(number: int) -> str:
    return (chr(64 + number // 26) if number > 26 and number % 26 else "") + chr(65 + (number - 1) % 26)


def _covered(places: list[Place]) -> set[tuple[int, int]]:
    def number(letters: str) -> int:
        return sum((ord(letter) - 64) * 26**n for n, letter in enumerate(reversed(letters)))

    cells: set[tuple[int, int]] = set()
    for place in places:
        ends = re.findall(r"([A-Z]+)(\d+)", place.cell)
        first, last = ends[0], ends[-1]
        cells |= {(n, int(first[1])) for n in range(number(first[0]), number(last[0]) + 1)}
    return cells


@given(st.sets(st.tuples(st.sampled_from("ABCXYZ"), st.sampled_from(["", "A", "B"]), st.integers(1, 3)), max_size=30))
def test_joined_ranges_cover_exactly_the_given_cells(cells):
    given_places = [Place("a.xlsx", "11月", f"{front}{letter}{row}") for letter, front, row in cells]
    ranges = joined(given_places)
    assert _covered(ranges) == _covered(given_places)
    assert len(ranges) <= len(given_places)


def _located(source: str, subject: Subject, *, records=None, submissions=None) -> list[str]:
    of = facts(records=records, submissions=submissions)
    return [f"{place.sheet}!{place.cell}" for place in Locator(of).places([source], subject)]


def _subject(first: date = date(2023, 11, 1), last: date = date(2023, 11, 30), *dates: date, who: str = WHO) -> Subject:
    return Subject(who, VILLAGE, first, last, dates)


SIGNS = places(
    ("sign_ins", WHO, VILLAGE, on(6)[0], "G4"),
    ("sign_ins", WHO, VILLAGE, on(7)[0], "H4"),
    ("sign_ins", WHO, VILLAGE, on(31, month=10)[0], "AH4"),
    ("sign_ins", OTHER, VILLAGE, on(6)[0], "G5"),
)


def test_evidence_is_the_persons_cells_of_the_days_else_of_the_period():
    assert _located("sign_ins", _subject(on(1)[0], on(30)[0], on(7)[0]), records=SIGNS) == ["11月!H4"]
    assert _located("sign_ins", _subject(), records=SIGNS) == ["11月!G4:H4"]


def test_evidence_of_a_village_is_the_cells_of_all_its_people():
    assert _located("sign_ins", _subject(on(6)[0], on(6)[0], who=""), records=SIGNS) == ["11月!G4", "11月!G5"]


def test_where_a_record_is_absent_the_sheets_that_should_have_it_are_quoted():
    papers = handed_in(
        ("leave_slips", VILLAGE, "2023-11", ""), ("leave_slips", "柳湾村", "2023-11", ""),
        ("leave_slips", VILLAGE, "2023-09", ""), ("leave_slips", VILLAGE, "2023-11", OTHER),
    )  # fmt: skip
    of = facts(records=SIGNS, submissions=papers)
    assert Locator(of).places(["leave_slips"], _subject()) == (Place("leave_slips.xlsx", "Sheet1", "A3:F9"),)


def test_a_gap_is_shown_by_the_postings_that_ended_and_began_next_to_it():
    roster = places(
        ("roster", WHO, VILLAGE, date(2023, 10, 25), "A4:H4"),
        ("roster", OTHER, VILLAGE, date(2023, 11, 20), "A5:H5"),
        ("roster", OTHER, VILLAGE, date(2021, 5, 18), "A6:H6"),
    )
    gap = _subject(date(2023, 10, 26), date(2023, 11, 19), who="")
    assert _located("roster", gap, records=roster) == ["11月!A4:H4", "11月!A5:H5"]


def test_records_without_a_date_are_always_evidence():
    listed = places(("villages", "", VILLAGE, None, "A3:F3"))
    assert _located("villages", _subject(who=""), records=listed) == ["11月!A3:F3"]


def _missing(months: list[dict], papers: pd.DataFrame, *rules: str):
    of = facts(table("person_month", months), submissions=papers)
    return missing_sources(of, outcomes(of, *map(in_force, rules or ("sign-in-missing",))), CONTRACTS)


LEAVE = [("leave_slips", VILLAGE, "2023-11", ""), ("duty_records", VILLAGE, "2023-11", "")]


def test_a_source_a_village_did_not_hand_in_is_told_once_with_the_rules_that_wait():
    months = [person_month(), person_month(person_id=OTHER, person="吴桐")]
    (one,) = _missing(months, handed_in(*LEAVE), "sign-in-missing", "sign-in-impossible")
    assert (one.village, one.month, one.table) == (VILLAGE, "2023-11", "sign_ins")
    assert one.rules == ("sign-in-impossible", "sign-in-missing")
    assert one.message == "桃溪村2023年11月未报送签到册，2条规则无法判定，不作为问题"


def test_a_source_that_lacks_one_person_names_him():
    months = [person_month(missed_sign_days=0), person_month(person_id=OTHER, person="吴桐")]
    (one,) = _missing(months, handed_in(*LEAVE, ("sign_ins", VILLAGE, "2023-11", WHO)))
    assert one.message == "桃溪村2023年11月签到册中没有吴桐，1条规则无法判定，不作为问题"


def test_a_value_that_could_not_be_read_is_told_under_its_source():
    (one,) = _missing([person_month()], handed_in(*LEAVE, ("sign_ins", VILLAGE, "2023-11", WHO)))
    assert one.message == "桃溪村2023年11月签到册个别资料缺项或无法读取（林晓峰），1条规则无法判定，不作为问题"


def test_another_months_or_villages_papers_do_not_stand_in():
    papers = handed_in(*LEAVE, ("sign_ins", VILLAGE, "2023-10", ""), ("sign_ins", "柳湾村", "2023-11", ""))
    assert [one.table for one in _missing([person_month()], papers)] == ["sign_ins"]


def test_several_missing_sources_are_told_each():
    assert [one.table for one in _missing([person_month()], handed_in())] == ["duty_records", "leave_slips", "sign_ins"]


def test_a_handover_register_has_no_month():
    turn = {"village": VILLAGE, "started_on": on(13)[0], "first_secretary_changed": True, "days_since_start": 58,
            "team_size": 2, "changed_members": 2}  # fmt: skip
    of = facts(table("rotation", [turn]))
    (one,) = missing_sources(of, outcomes(of, in_force("handover-meeting-missing")), CONTRACTS)
    assert one.message.startswith("桃溪村未报送交接记录")


def test_the_six_outcomes_sum_to_the_population():
    months = [person_month(missed_sign_days=n, person_id=str(n)) for n in range(4)]
    months += [person_month(), person_month(active_workdays=0, person_id="无")]
    of = facts(table("person_month", months))
    (rule,) = coverage(outcomes(of, in_force("sign-in-missing")))
    assert (rule.ok, rule.violation, rule.unknown, rule.not_applicable, rule.error) == (2, 2, 1, 1, 0)
    assert rule.population == 6


def _grid(**columns):
    days = person_days({}, days=(6,), day_kind="workday", **columns)
    of = facts(table("person_day", days), table("person_month", [person_month()]))
    (month,) = person_months(of, ())
    return month.days[0]


NOTHING = {"signed_half_days": 0, "punches": 0, "logged": False, "leave_half_days": 0, "recorded_duty_half_days": 0}
FREE = {"missed_sign": False, "missed_punch": False, "missed_log": False}


@pytest.mark.parametrize(
    ("columns", "codes"),
    [
        ({"signed_half_days": 2, "punches": 2, "logged": True} | FREE, ("yes", "yes", "yes", "empty", "empty")),
        ({"signed_half_days": 1} | FREE, ("half", "not_due", "not_due", "empty", "empty")),
        ({"missed_sign": True, "missed_punch": True, "missed_log": False}, ("no", "no", "not_due", "empty", "empty")),
        ({"leave_half_days": 2} | FREE, ("not_due", "not_due", "not_due", "yes", "empty")),
        (
            {"leave_half_days": 1, "recorded_duty_half_days": 1} | FREE,
            ("not_due", "not_due", "not_due", "half", "half"),
        ),
        (dict.fromkeys(NOTHING), ("unknown", "unknown", "unknown", "unknown", "unknown")),
        ({"leave_half_days": None}, ("unknown", "unknown", "unknown", "unknown", "empty")),
    ],
)
def test_the_month_grid_codes_each_source_of_a_day(columns, codes):
    mark = _grid(**(NOTHING | columns))
    assert (mark.sign_in, mark.punch, mark.log, mark.leave, mark.duty) == codes


def test_each_day_of_the_grid_knows_its_findings():
    days = person_days({"missed_sign": on(6, 7)})
    of = facts(table("person_day", days), table("person_month", [person_month(missed_sign_days=2)]))
    (finding,) = found(of, "sign-in-missing")
    (month,) = person_months(of, [finding])
    assert [day.date for day in month.days if day.findings == (finding.id,)] == list(on(6, 7))
    assert month.values["present_days"] is None


def test_who_has_no_day_in_post_has_no_month():
    of = facts(table("person_month", [person_month(active_days=0)]))
    assert person_months(of, ()) == ()
