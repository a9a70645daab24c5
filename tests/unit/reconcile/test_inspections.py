"""Inspections as facts: signatures, check lists and their clauses, groups and their ring, papers and quizzes."""

from datetime import date

import pandas as pd
import pytest
from township import VILLAGE, Township

from audit.reconcile.inspection_groups import ring_faults

DECEMBER = {"month": "2023-12", "as_of": date(2024, 1, 10)}
OTHER = "柳湾村"
DAY = pd.Timestamp("2023-12-09")


def town() -> Township:
    return Township().member("林晓峰", role="first_secretary").member("吴桐", village=OTHER)


def the_row(made: Township, table: str, village: str = VILLAGE, **of: object) -> pd.Series:
    rows = made.facts(**(DECEMBER | of)).tables[table]
    (row,) = [row for _, row in rows[rows["village"] == village].iterrows()]
    return row


def test_a_signature_is_there_or_lacking_or_not_told() -> None:
    record = {
        "village": VILLAGE, "inspected_on": DAY, "party_head_sign": "signed", "first_secretary_sign": "substitute",
        "unit_head_sign": "unsigned", "inspectors_sign": "", "substitute_note": "在县参训",
    }  # fmt: skip
    row = the_row(town().sheet("inspections", [record]), "inspection")
    assert (row["lacks_party_head"], row["lacks_first_secretary"], row["lacks_unit_head"]) == (False, True, True)
    assert pd.isna(row["lacks_inspectors"])
    assert (row["substitutes"], row["inspected_day"]) == ("第一书记（在县参训）", 9)


def line(**more: object) -> dict[str, object]:
    base = {
        "village": VILLAGE,
        "checked_on": DAY,
        "group_name": "第一组",
        "item": "是否有对应的请销假手续",
        "answer": "none",
    }
    return {**base, **more}


def test_a_line_left_blank_has_no_answer() -> None:
    assert pd.isna(the_row(town().sheet("checklist_results", [line(answer="")]), "checklist_item")["answer"])


def test_check_lists_are_counted_and_compared_with_the_median_of_all() -> None:
    made = town()
    lists = {
        "第一组": ("problem", "problem", ""),
        "第二组": ("none", "none", "none"),
        "第三组": ("problem", "none", "none"),
    }
    rows = [
        line(group_name=group, item=str(n), answer=answer)
        for group, answers in lists.items()
        for n, answer in enumerate(answers)
    ]
    made.sheet("checklist_results", rows, title="青禾镇检查对照清单")
    counted = made.facts(**DECEMBER).tables["checklist_round"].set_index("group_name")
    columns = ["items", "blank_items", "problems", "peer_problems", "groups"]
    assert counted.loc["第一组", columns].tolist() == [3, 1, 2, 2, 3]
    assert counted["problems"].to_dict() == {"第一组": 2, "第三组": 1, "第二组": 0}
    assert counted["known_problems"].isna().all()


def test_problems_this_program_found_are_counted_in_the_ledger_but_not_those_dismissed() -> None:
    made = town().sheet("checklist_results", [line()])
    numbers = ("3fa9c1d2e4b5a697", "0" * 16, "f" * 16, "TX-2023-11-03")
    status = ("", "open", "dismissed", "open")
    known = [
        {"village": VILLAGE, "problem": "缺签到", "problem_no": number, "status": one}
        for number, one in zip(numbers, status, strict=True)
    ]
    made.sheet("rectification_ledger", known, title="桃溪村问题整改台账")
    assert the_row(made, "checklist_round")["known_problems"] == 2


def test_only_problems_open_on_the_day_of_the_inspection_are_counted() -> None:
    made = town().sheet("checklist_results", [line()])
    day, before, after = DAY.date(), date(2023, 12, 8), date(2023, 12, 10)
    dates = ((before, None), (before, before), (after, None), (before, after), (day, day))
    known = [
        {"village": VILLAGE, "problem": "缺签到", "problem_no": f"{n:016d}", "found_on": found, "closed_on": closed}
        for n, (found, closed) in enumerate(dates)
    ]
    made.sheet("rectification_ledger", known, title="桃溪村问题整改台账")
    assert the_row(made, "checklist_round")["known_problems"] == 3


def test_a_ledger_without_this_programs_numbers_says_nothing_of_what_it_found() -> None:
    made = town().sheet("checklist_results", [line()])
    ledger = {"village": VILLAGE, "problem": "缺签到", "problem_no": "TX-2023-11-03"}
    made.sheet("rectification_ledger", [ledger], title="桃溪村问题整改台账")
    assert pd.isna(the_row(made, "checklist_round")["known_problems"])


RING = ("桃溪村", "柳湾村", "石磨村", "云台村")


def onward(*names: str) -> list[tuple[str, str]]:
    return list(zip(names, (*names[1:], names[0]), strict=True))


@pytest.mark.parametrize("names", [RING, RING[:3], RING[:2]])
def test_villages_that_each_inspect_the_next_are_a_ring(names: tuple[str, ...]) -> None:
    assert ring_faults(onward(*names), names) == {"uninspected": "", "faults": ""}


@pytest.mark.parametrize(
    ("pairs", "faults"),
    [
        (onward(*RING[:3]), "云台村无人检查；云台村没有派出检查组"),
        ([*onward(*RING[:3]), ("云台村", "云台村")], "云台村检查本村"),
        ([*onward(*RING[:2]), *onward(*RING[2:])], "桃溪村、柳湾村、石磨村、云台村两村互查"),
        ([*onward(*RING), ("桃溪村", "石磨村")], "石磨村被多组检查；桃溪村检查多个村"),
    ],
)
def test_what_breaks_a_ring_is_told(pairs: list[tuple[str, str]], faults: str) -> None:
    assert ring_faults(pairs, RING)["faults"] == faults


def test_two_rings_are_not_one() -> None:
    six = (*RING, "双桥村", "松岭村")
    assert ring_faults([*onward(*six[:3]), *onward(*six[3:])], six)["faults"] == "各村没有连成一个环"


def group(**more: object) -> dict[str, object]:
    base = {
        "group_name": "第一组", "home_village": OTHER, "village": VILLAGE, "leader": "李国栋", "leader_role": "liaison",
        "members": ("吴桐", "韩梅"), "starts_on": pd.Timestamp("2023-12-08"), "ends_on": pd.Timestamp("2023-12-13"),
    }  # fmt: skip
    return {**base, **more}


def test_a_group_has_its_leader_its_members_and_nobody_of_the_village() -> None:
    row = the_row(town().sheet("inspection_groups", [group()]), "inspection_group")
    assert (row["members"], row["leader_is_liaison"], row["from_own_village"]) == (2, True, False)
    assert pd.isna(row["members_on_leave"])


def test_a_member_of_the_inspected_village_is_named() -> None:
    row = the_row(town().sheet("inspection_groups", [group(members=("林晓峰", "韩梅"))]), "inspection_group")
    assert (row["from_own_village"], row["own_members"]) == (True, "林晓峰")


def test_a_member_on_leave_within_the_check_is_named() -> None:
    made = town()
    leave = made.leave("吴桐", date(2023, 12, 12), date(2023, 12, 14), village=OTHER)
    made.ledgers(leaves=[leave], period=(date(2023, 12, 1), date(2023, 12, 31)))
    made.sheet("leave_ledger", [], title="青禾镇请销假台账", period=(date(2023, 12, 1), date(2023, 12, 31)))
    made.sheet("leave_ledger", [], title="柳湾村请销假台账", period=(date(2023, 12, 1), date(2023, 12, 31)))
    row = the_row(made.sheet("inspection_groups", [group()]), "inspection_group")
    assert (row["members_on_leave"], row["on_leave_names"]) == (1, "吴桐")


def test_a_village_with_a_team_needs_its_first_secretary_interviewed_too() -> None:
    roles = ("village_secretary", "specialist", "grid")
    rows = [{"village": VILLAGE, "interviewed_on": DAY, "interviewee": role, "role": role} for role in roles]
    row = the_row(town().sheet("leader_interviews", rows), "interview_round")
    assert (row["has_team"], row["interviewed"], row["others"], row["missing_roles"]) == (
        True,
        2,
        1,
        "第一书记（队长）",
    )


def test_a_village_whose_team_has_left_needs_two() -> None:
    made = Township().member("林晓峰").member("吴桐", village=OTHER, left=date(2023, 11, 30))
    rows = [{"village": OTHER, "interviewed_on": DAY, "interviewee": "王二海", "role": "village_secretary"}]
    row = the_row(made.sheet("leader_interviews", rows), "interview_round", OTHER)
    assert (row["has_team"], row["interviewed"], row["missing_roles"]) == (False, 1, "乡村振兴专干")


def filed(kind: str, sent: str | None, **more: object) -> pd.Series:
    row = {"kind": kind, "kind_text": kind, "sender": VILLAGE, "submitted_text": sent or "", "about_on": DAY, **more}
    row["submitted_on"] = pd.Timestamp(sent) if sent else None
    return the_row(town().sheet("filings", [row]), "filing")


WINDOW = {"window_from": pd.Timestamp("2023-12-08"), "window_to": pd.Timestamp("2023-12-13")}


@pytest.mark.parametrize(
    ("kind", "sent", "days"),
    [
        ("roster", "2023-12-10", 2),
        ("summary", "2023-12-14", 1),
        ("group_report", "2023-12-16", 3),
        ("county_report", "2024-01-05", 5),
        ("stage_report", "2023-12-25", 25),
    ],
)
def test_days_count_from_what_the_notice_counts_from(kind: str, sent: str, days: int) -> None:
    row = filed(kind, sent, **WINDOW)
    assert (row["days_counted"], row["due_stated"], row["submitted"]) == (days, False, True)


def test_a_stated_day_wins_and_an_unsent_paper_counts_to_the_day_of_judgement() -> None:
    row = filed("summary", None, due_on=pd.Timestamp("2023-12-14"), **WINDOW)
    assert (row["days_counted"], row["due_stated"], row["submitted"]) == (27, True, False)


def test_a_day_nobody_can_read_is_not_known() -> None:
    paper = {"kind": "summary", "kind_text": "汇总", "sender": VILLAGE, "about_on": DAY, **WINDOW}
    row = the_row(town().sheet("filings", [{**paper, "submitted_text": "上周"}]), "filing")
    assert row[["submitted", "days_counted"]].isna().all()


def test_a_paper_of_a_county_belongs_to_no_village() -> None:
    paper = {
        "kind": "county_report",
        "kind_text": "通报",
        "sender": "清源县",
        "submitted_text": "",
        "about_on": DAY,
        **WINDOW,
    }
    assert the_row(town().sheet("filings", [paper]), "filing", "")["sender"] == "清源县"


def test_a_quiz_without_a_full_mark_is_of_a_hundred() -> None:
    result = {"person": "林晓峰", "tested_on": DAY, "score": 59.5}
    row = the_row(town().sheet("quiz_results", [result]), "quiz")
    assert row[["double_score", "full_score", "score_text", "role"]].tolist() == [119, 100, "59.5", "第一书记"]
