"""Monthly books over the look-back, and last year's papers."""

from datetime import date

import pandas as pd
from township import VILLAGE, Township, workdays

W = workdays()


def _archive(kind: str, *, village: str = VILLAGE, present: bool = True, **when) -> dict[str, object]:
    return {"village": village, "kind": kind, "kind_text": kind, "present": present, **when}


def _months(t: Township, **options) -> pd.DataFrame:
    return t.facts(**options).tables["archive_month"].set_index("document")


def _town(*rows: dict[str, object], arrived: date = date(2023, 8, 1)) -> Township:
    return Township().member("林晓峰", arrived=arrived).sheet("archives", rows, title=f"{VILLAGE}档案资料目录")


def test_months_that_neither_files_nor_the_archive_have_are_lacking():
    t = _town(
        _archive("sign_ins", month="2023-08", last_month="2023-09"),
        _archive("sign_ins", month="2023-10", present=False),
    )
    row = _months(t.signed("林晓峰", W)).loc["sign_ins"]
    assert (row["due_months"], row["missing_months"], row["missing_items"]) == (4, 1, "2023年10月")


def test_a_year_in_the_archive_stands_for_its_months_and_the_townships_papers_for_all_villages():
    assert _months(_town(_archive("meetings", year=2023))).loc["meetings", "missing_months"] == 0
    rows = [_archive("monthly_reports", year=2023, village="青禾镇"), _archive("meetings", year=2023)]
    assert _months(_town(*rows)).loc["monthly_reports", "missing_months"] == 0


def test_months_before_the_team_came_and_after_the_audited_one_are_not_due():
    row = _months(_town(_archive("other")), as_of=date(2023, 11, 20)).loc["sign_ins"]
    assert (row["due_months"], row["missing_items"]) == (3, "2023年8月、9月、10月")


def test_a_month_without_anybody_in_post_is_not_due():
    t = (
        Township()
        .member("林晓峰", arrived=date(2023, 11, 1))
        .member("吴桐", arrived=date(2023, 1, 5), left=date(2023, 2, 9))
    )
    row = _months(t.sheet("archives", [], title=f"{VILLAGE}档案资料目录")).loc["sign_ins"]
    assert row["due_months"] == 3


def test_slips_are_due_in_months_with_leave_in_the_book_only():
    t = _town(_archive("other")).signed("林晓峰", W)
    assert _months(t).loc["leave_slips", "due_months"] == 0
    t.sheet(
        "sign_in_grid",
        [{"person": "林晓峰", "village": VILLAGE, "date": date(2023, 10, 9), "code": "leave", "half_days": 0}],
    )
    row = _months(t).loc["leave_slips"]
    assert (row["due_months"], row["missing_items"]) == (1, "2023年10月")


def test_a_first_secretarys_log_may_stand_among_the_teams():
    row = _months(_town(_archive("work_logs", year=2023))).loc["secretary_logs"]
    assert row["missing_months"] == 0


def test_without_an_archive_list_missing_months_are_not_known():
    table = _months(Township().member("林晓峰", arrived=date(2023, 11, 1)).signed("林晓峰", W))
    assert (table.loc["sign_ins", "missing_months"], pd.isna(table.loc["meetings", "missing_months"])) == (0, True)


def _papers(t: Township) -> pd.DataFrame:
    return t.facts().tables["yearly_paper"].set_index(["paper_group", "person"])


def test_last_years_papers_are_looked_for_and_rules_need_no_year():
    rows = [
        _archive("system_management"), _archive("system_recall", village="青禾镇"), _archive("yearly_plan", year=2022),
        _archive("five_year_plan", year=2021), _archive("talent_ledger", year=2023),
        _archive("talent_plan", present=False),
    ]  # fmt: skip
    table = _papers(_town(*rows))
    assert table.loc[("systems", ""), "lacking_items"] == "考核制度、激励制度、培训制度"
    assert table.loc[("plans", ""), "lacking_papers"] == 0
    assert table.loc[("talents", ""), "lacking_papers"] == 2


def test_the_years_appraisal_is_asked_of_those_who_served_it():
    t = Township().member("林晓峰", arrived=date(2022, 6, 30)).member("吴桐", arrived=date(2022, 7, 1))
    t.member("覃文斌", arrived=date(2021, 1, 1)).member("贺军", arrived=date(2021, 1, 1), left=date(2022, 12, 30))
    forms = [{"person": "林晓峰", "year": 2022, "form": True, "report": False}]
    table = _papers(t.sheet("appraisals", forms, title="2022年度考核登记表"))
    rows = table.loc["appraisal"]
    assert rows["lacking_items"].to_dict() == {"林晓峰": "述职报告", "覃文斌": "考核登记表、述职报告"}
    assert rows["subject"].to_dict()["林晓峰"] == f"{VILLAGE}林晓峰"


def test_without_the_lists_the_years_papers_are_not_known():
    table = _papers(Township().member("林晓峰"))
    assert table.loc[("systems", ""), "lacking_papers":"lacking_papers"].isna().all()
    assert pd.isna(table.loc[("appraisal", "林晓峰"), "lacking_forms"])
