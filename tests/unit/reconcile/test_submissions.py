"""Which sheet speaks for whom: absence is evidence only where the source was handed in."""

from datetime import date

import pandas as pd
import pytest
from township import NOVEMBER, VILLAGE, Township, workdays

W = workdays()
OTHER = "柳湾村"


def _team() -> Township:
    return Township().member("林晓峰").member("吴桐").member("贺军", village=OTHER)


def _log(person: str, day: date = W[0], **more) -> dict[str, object]:
    return {"person": person, "log_date": day, "content": "走访农户", **more}


def _spoken(t: Township, source: str, **options) -> set[tuple[str, str, str]]:
    rows = t.facts(**options).submissions
    mine = rows[rows["source"] == source]
    return {(v, m, p.split("@")[0]) for v, m, p in zip(mine["village"], mine["month"], mine["person_id"], strict=True)}


@pytest.mark.parametrize(
    ("title", "spoken"),
    [
        (f"青禾镇{VILLAGE}驻村工作日志", {(VILLAGE, "")}),
        (f"{VILLAGE}驻村工作日志（林晓峰）", {(VILLAGE, "林晓峰")}),
        ("驻村工作日志 姓名：林 晓峰", {(VILLAGE, "林晓峰")}),
        ("青禾镇驻村工作日志", {(VILLAGE, ""), (OTHER, "")}),
        ("驻村工作日志", {(VILLAGE, "")}),
    ],
)
def test_a_sheet_speaks_for_whom_its_title_names_else_for_the_villages_in_it(title, spoken):
    t = _team().sheet("work_logs", [_log("林晓峰")], title=title, period=NOVEMBER)
    if "青禾镇" not in title:
        t.sheet("villages", [{"village": v, "township": "青禾镇"} for v in (VILLAGE, OTHER)], title="村情况表")
    assert _spoken(t, "work_logs") == {(village, "2023-11", person) for village, person in spoken}


def test_the_name_of_a_preparer_does_not_make_a_team_sheet_his_own_book():
    t = _team().sheet(
        "work_logs", [_log("林晓峰"), _log("吴桐")], title=f"{VILLAGE}工作日志 审核：林晓峰", period=NOVEMBER
    )
    assert _spoken(t, "work_logs") == {(VILLAGE, "2023-11", "")}


def test_a_meeting_book_speaks_for_the_village_whoever_kept_it():
    held = {"village": VILLAGE, "held_on": date(2023, 11, 8), "kind": "team"}
    t = _team().sheet("meetings", [held], title=f"{VILLAGE}会议记录 记录人：林晓峰", period=NOVEMBER)
    assert _spoken(t, "meetings") == {(VILLAGE, "2023-11", "")}


def test_one_members_own_book_leaves_his_colleagues_unknown():
    t = _team().signed("林晓峰", W).signed("吴桐", W).ledgers()
    t.sheet("work_logs", [_log("林晓峰")], title=f"{VILLAGE}工作日志 林晓峰", period=NOVEMBER)
    months = t.facts().tables["person_month"].set_index("person")
    assert months.loc["林晓峰", "missed_log_days"] == 21
    assert pd.isna(months.loc["吴桐", "missed_log_days"])


def test_a_sheet_without_a_period_speaks_for_the_months_from_its_first_to_its_last_row():
    days = [date(2023, 9, 28), date(2023, 11, 2)]
    t = _team().sheet("work_logs", [_log("林晓峰", day) for day in days], title=f"{VILLAGE}工作日志")
    assert {month for _, month, _ in _spoken(t, "work_logs")} == {"2023-09", "2023-10", "2023-11"}


def test_an_empty_sheet_without_a_period_speaks_for_no_month():
    assert _spoken(_team().sheet("work_logs", [], title=f"{VILLAGE}工作日志"), "work_logs") == set()


def test_a_ledger_without_a_single_entry_still_speaks_for_the_township():
    t = _team().sheet("leave_ledger", [], title="青禾镇请销假台账", period=NOVEMBER)
    assert _spoken(t, "leave_slips") == {(VILLAGE, "2023-11", ""), (OTHER, "2023-11", "")}


@pytest.mark.parametrize(
    ("leave_source", "handed_in"),
    [("leave_ledger", set()), ("dingtalk_approvals", {"2023-11"}), ("either", {"2023-11"})],
)
def test_the_conventions_say_which_paper_decides_on_leave(leave_source, handed_in):
    start = pd.Timestamp(2023, 11, 6, 8, 30)
    t = _team().sheet("dingtalk_approvals", [Township().approval("林晓峰", start, start)], title="审批")
    assert {month for _, month, _ in _spoken(t, "leave_slips", leave_source=leave_source)} == handed_in


def test_grids_and_exports_speak_only_for_those_they_list():
    t = _team().signed("林晓峰", []).punched("吴桐", W[:1])
    assert _spoken(t, "sign_ins") == {(VILLAGE, "2023-11", "林晓峰")}
    assert _spoken(t, "punches") == {(VILLAGE, "2023-11", "吴桐")}


def test_a_handover_register_speaks_for_all_times():
    t = _team().handed_over(date(2023, 5, 15))
    assert (VILLAGE, "", "") in _spoken(t, "handovers")


def test_the_name_of_a_file_says_nothing():
    t = _team().sheet("work_logs", [_log("贺军")], title="工作日志", period=NOVEMBER)
    t.sheets[-1] = type(t.sheets[-1])(f"{VILLAGE}工作日志.xlsx", "0" * 64, "Sheet1", "work_logs", "工作日志", NOVEMBER)
    assert _spoken(t, "work_logs") == {(OTHER, "2023-11", "")}
