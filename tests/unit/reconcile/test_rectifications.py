"""Problems of the imported ledger, and what a year's interviews and absences add up to."""

from datetime import date
from functools import cache

import pandas as pd
import pytest
from township import Township

from audit.reconcile.accountability import account_years
from audit.reconcile.rectifications import late_changes, problems

AS_OF = date(2024, 1, 10)
COMPLETE = {
    "village": "桃溪村", "problem_no": "TX-1", "problem": "11月有3天未签到", "issued_on": date(2023, 12, 5),
    "measure": "补齐请假手续并完善签到登记", "owner": "桃溪村驻村工作队", "person_in_charge": "林晓峰",
    "due_on": date(2023, 12, 14), "status": "closed", "result": "已补交", "proof": "审批单1份", "proof_no": "ZZ-1",
    "submitted_by": "林晓峰", "submitted_on": date(2023, 12, 10), "reviewed_by": "罗平", "review": "已核对",
    "review_result": "passed", "closed_by": "罗平", "closed_on": date(2023, 12, 12), "interviews": 0,
}  # fmt: skip
OPEN = COMPLETE | {"status": "open", "closed_on": None, "closed_by": "", "review_result": "", "review": ""}


def ledger(*rows: dict[str, object], missing=(), **more) -> Township:
    made = Township().member("林晓峰").member("石川", village="柳湾村", unit="县水利局")
    return made.sheet("rectification_ledger", rows, title="青禾镇问题整改台账", missing=missing, **more)


def told(*rows: dict[str, object], missing=()) -> pd.DataFrame:
    return problems(ledger(*rows, missing=missing).material(as_of=AS_OF)).set_index("problem_key")


def one(row: dict[str, object], *, missing=()) -> dict[str, object]:
    return plain(told(row, missing=missing).iloc[0])


def plain(found: pd.Series) -> dict[str, object]:
    return {str(name): None if pd.isna(value) else value for name, value in found.items()}


OVERDUE = [
    ({}, 27),
    ({"due_on": date(2024, 1, 9)}, 1),
    ({"due_on": date(2024, 1, 10)}, 0),
    ({"extended_to": date(2023, 12, 31)}, 10),
    ({"extended_to": date(2023, 12, 1)}, 27),
    ({"due_on": None, "extended_to": date(2023, 12, 31)}, 10),
    ({"due_on": None}, None),
    ({"status": "submitted"}, 27),
    ({"status": "closed"}, 0),
    ({"status": "dismissed", "due_on": None}, 0),
    ({"closed_on": date(2024, 1, 2)}, 0),
    ({"status": ""}, 27),
]
HANDED_IN = [
    ({"status": "submitted"}, True, True),
    ({"status": "submitted", "submitted_on": date(2023, 12, 14)}, True, True),
    ({"status": "submitted", "submitted_on": date(2023, 12, 15)}, True, False),
    ({"status": "submitted", "submitted_on": None}, True, False),
    ({"status": "open"}, False, False),
    ({"status": "closed"}, True, False),
]
STRUCK_OFF = [
    ({}, "none"),
    ({"status": "submitted", "closed_on": None, "reviewed_by": "", "review": ""}, "none"),
    ({"closed_by": "林晓峰"}, "submitter"),
    ({"closed_by": "江宁", "submitted_by": "江宁"}, "submitter"),
    ({"closed_by": "桃溪村党支部"}, "village"),
    ({"closed_by": "林晓峰", "submitted_by": "", "person_in_charge": ""}, "village"),
    ({"closed_by": "石川"}, "none"),
    ({"closed_by": "", "reviewed_by": "林晓峰"}, "submitter"),
    ({"reviewed_by": "", "review": ""}, "skipped"),
    ({"closed_by": "", "reviewed_by": ""}, "skipped"),
]
REVIEWS = ("still", "passed", "other", "")


@cache
def listed() -> dict[str, dict[str, object]]:
    """What is told of problems that do not touch each other, all of one ledger, by what each has of its own."""
    cases = [
        *(OPEN | changes for changes, *_ in (*OVERDUE, *HANDED_IN)),
        *(COMPLETE | changes for changes, _ in STRUCK_OFF),
        *(COMPLETE | {"review_result": text} for text in REVIEWS),
    ]
    numbered = [{**row, "problem_no": f"TX-{n}"} for n, row in enumerate(cases)]
    found = told(*numbered)
    return {str(row): plain(found.loc[f"TX-{n}"]) for n, row in enumerate(cases)}


def listed_as(row: dict[str, object]) -> dict[str, object]:
    return listed()[str(row)]


@pytest.mark.parametrize(
    ("changes", "days"),
    OVERDUE,
)
def test_days_overdue_are_counted_to_the_day_of_judgement_from_the_extended_deadline(changes, days) -> None:
    assert listed_as(OPEN | changes)["overdue_days"] == days


def test_a_sheet_that_says_neither_status_nor_closing_day_leaves_the_state_open() -> None:
    row = one(OPEN | {"status": ""}, missing=("status", "closed_on"))
    assert [row[name] for name in ("overdue_days", "reported", "ended", "closed", "held")] == [None] * 5


@pytest.mark.parametrize(
    ("changes", "reported", "in_time"),
    HANDED_IN,
)
def test_what_was_handed_in_by_the_deadline_awaits_review(changes, reported, in_time) -> None:
    row = listed_as(OPEN | changes)
    assert (row["reported"], row["in_time"]) == (reported, in_time)


def test_a_review_says_still_there_or_passed_and_silence_says_nothing() -> None:
    said = {text: listed_as(COMPLETE | {"review_result": text})["rerun_still"] for text in REVIEWS}
    assert said == {"still": True, "passed": False, "other": None, "": None}


def test_missing_elements_are_named_and_a_column_the_sheet_lacks_is_unknown() -> None:
    bare = one(
        COMPLETE
        | {
            "measure": "",
            "owner": "",
            "person_in_charge": "",
            "due_on": None,
            "result": "",
            "proof": "",
            "proof_no": "",
        }
    )
    assert bare["missing"] == "整改措施、责任单位、责任人、整改时限、整改情况、佐证材料"
    assert one(COMPLETE)["missing"] == ""
    assert not one(COMPLETE | {"owner": ""})["lacks_owner"]
    assert not one(COMPLETE | {"proof": ""})["lacks_proof"]
    without = one(COMPLETE | {"proof": "", "proof_no": ""}, missing=("proof", "proof_no"))
    assert (without["lacks_proof"], without["missing"], without["proof_uses"]) == (None, "", None)


def test_an_earlier_problem_is_found_by_its_number_in_the_same_village() -> None:
    def again(raised: date, **changes: object) -> dict[str, object]:
        return OPEN | {"problem_no": "TX-9", "earlier": "TX-1", "issued_on": raised} | changes

    def months(row: dict[str, object]) -> object:
        value = told(COMPLETE, row).loc["TX-9", "recurred_months"]
        return None if pd.isna(value) else value

    assert months(again(date(2024, 1, 10))) == 1
    assert months(again(date(2023, 12, 12))) == 0
    assert months(again(date(2024, 1, 5), village="柳湾村")) is None
    assert months(again(date(2024, 1, 5), earlier="TX-7")) is None
    assert not told(COMPLETE).loc["TX-1", "links_earlier"]


def test_a_numbered_proof_on_two_problems_is_told_with_the_other_one() -> None:
    other = COMPLETE | {"problem_no": "LW-1", "village": "柳湾村", "proof_no": "ZZ-2、ZZ-1"}
    alone = COMPLETE | {"problem_no": "TX-3", "proof_no": "ZZ-3"}
    noted = COMPLETE | {"problem_no": "TX-4", "proof_no": "", "remark": "与TX-1同一件事"}
    rows = told(COMPLETE, other, alone, noted)
    assert list(rows.loc[["TX-1", "LW-1", "TX-3", "TX-4"], "proof_uses"]) == [2, 2, 1, 0]
    assert rows.loc["TX-1", "proof_with"] == "柳湾村“LW-1”"
    assert rows.loc["TX-3", "proof_with"] == ""
    assert list(rows.loc[["TX-1", "TX-4"], "same_event_noted"]) == [False, True]


def test_measures_are_alike_but_for_numbers_and_punctuation_and_short_ones_tell_nothing() -> None:
    texts = [
        "加强学习，完善台账，压实责任。",
        "加强学习、完善台账，压实责任3",
        "补齐11月请假审批单三份",
        "立行立改",
        "立行立改",
    ]
    rows = told(*(OPEN | {"problem_no": f"TX-{n}", "measure": text} for n, text in enumerate(texts)))
    assert list(rows["same_measures"]) == [2, 2, 1, 0, 0]


@pytest.mark.parametrize(
    ("changes", "fault"),
    STRUCK_OFF,
)
def test_who_struck_it_off(changes, fault) -> None:
    assert listed_as(COMPLETE | changes)["closing_fault"] == fault


def test_without_the_columns_of_reviewer_and_closer_nobody_is_blamed() -> None:
    silent = COMPLETE | {"closed_by": "", "reviewed_by": "", "review": ""}
    assert one(silent, missing=("closed_by", "reviewed_by"))["closing_fault"] is None
    only_closer = COMPLETE | {"reviewed_by": "", "review": ""}
    assert one(only_closer, missing=("reviewed_by", "review"))["closing_fault"] == "none"


def test_of_a_problem_told_twice_the_later_row_counts_and_later_ones_wait() -> None:
    later = OPEN | {"problem_no": "TX-5", "issued_on": date(2024, 1, 11)}
    assert list(told(OPEN, COMPLETE, later)["closed"]) == [True]
    unnumbered = told(COMPLETE | {"problem_no": "", "issued_on": None})
    assert list(unnumbered.index) == ["11月有3天未签到"]
    assert unnumbered["raised_on"].iloc[0] == pd.Timestamp(2023, 11, 1)


def test_without_a_ledger_there_are_no_rows_and_changes_need_a_workspace() -> None:
    material = Township().member("林晓峰").material()
    assert problems(material).empty
    assert late_changes(material).empty


def years(town: Township, month: str = "2023-12") -> pd.DataFrame:
    return account_years(town.material(month, as_of=AS_OF)).set_index(["kind_of", "holder_name"])


def talked(day: date, **changes: object) -> dict[str, object]:
    return {"village": "桃溪村", "unit": "县农业农村局", "held_on": day, "targets": "村党组织书记"} | changes


def test_interviews_count_for_village_unit_and_the_members_then_in_post() -> None:
    town = (
        Township()
        .member("林晓峰", left=date(2023, 11, 30))
        .member("吴桐", arrived=date(2023, 12, 1))
        .member("石川", unit="县水利局")
    )
    town.sheet(
        "interviews",
        [talked(date(2023, 11, 30)), talked(date(2023, 12, 1)), talked(date(2022, 12, 1))],
        title="约谈记录",
    )
    rows = years(town)
    counts = rows["interviews"].to_dict()
    assert counts == {
        ("village", "桃溪村"): 2,
        ("unit", "县农业农村局"): 2,
        ("unit", "县水利局"): 0,
        ("person", "林晓峰"): 1,
        ("person", "吴桐"): 1,
        ("person", "石川"): 0,
    }
    assert rows.loc[("village", "桃溪村"), "interviewed_on"] == "11月30日、12月1日"


def test_a_member_named_among_the_targets_was_talked_to_himself() -> None:
    town = Township().member("石川", unit="县水利局")
    town.sheet("interviews", [talked(date(2023, 12, 1), unit="", targets="工作队长石川")], title="约谈记录")
    counts = years(town)["interviews"].to_dict()
    assert counts == {("village", "桃溪村"): 1, ("unit", "县水利局"): 0, ("person", "石川"): 1}


@pytest.mark.parametrize(
    ("grade", "rank"),
    [
        ("优秀", 4),
        ("称职", 3),
        ("合格等次", 3),
        ("基本称职", 2),
        ("不称职", 1),
        ("不合格", 1),
        ("不定等次", None),
        ("", None),
    ],
)
def test_the_members_appraisal_of_the_year_stands_beside_them(grade: str, rank: int | None) -> None:
    town = Township().member("林晓峰")
    forms = [{"person": "林晓峰", "year": year, "grade": told} for year, told in ((2022, "优秀"), (2023, grade))]
    row = years(town.sheet("appraisals", forms, title="青禾镇年度考核登记")).loc[("person", "林晓峰")]
    assert row["grade"] == grade
    assert (None if pd.isna(row["grade_rank"]) else row["grade_rank"]) == rank


def test_without_the_register_nothing_is_known_of_interviews_or_absences() -> None:
    rows = years(Township().member("林晓峰"))
    assert rows[["interviews", "absences"]].isna().all(axis=None)


def test_absences_are_the_years_undismissed_problems_that_name_the_member() -> None:
    def absent(number: int, **changes: object) -> dict[str, object]:
        row = COMPLETE | {"problem_no": f"TX-{number}", "problem": "11月6日无故不在岗", "concerned": "林晓峰、吴桐"}
        return row | changes

    town = ledger(
        absent(1), absent(2, item="脱岗", problem="11月7日"), absent(3, status="dismissed", closed_on=None),
        absent(4, issued_on=date(2022, 12, 31)), absent(5, problem="日志缺5天"), absent(6, village="柳湾村"),
    )  # fmt: skip
    rows = years(town)
    assert rows.loc[("person", "林晓峰"), "absences"] == 2
    assert rows.loc[("person", "石川"), "absences"] == 0
    assert pd.isna(rows.loc[("unit", "县水利局"), "absences"])
