"""What a workspace knows itself: its problems beside the imported ledger, each once; interviews and absences."""

from datetime import date

import pandas as pd
from test_rectifications import COMPLETE, OPEN, ledger, talked

from audit.model.history import History
from audit.reconcile.accountability import account_years
from audit.reconcile.records import COLUMNS
from audit.reconcile.rectifications import late_changes, problems, with_places

AS_OF = date(2024, 1, 10)
OWN = {
    "village": "桃溪村", "problem_key": "3fa9", "problem": "签到册缺", "message": "林晓峰11月6日、7日 无故不在岗。",
    "raised_on": "2023-12-05", "due_on": "2023-12-14", "overdue_days": 27, "ended": False,
}  # fmt: skip
ABSENCE = {"village": "桃溪村", "person_id": "林晓峰@县农业农村局", "problem_key": "3fa9", "on": "2023-11-07"}
TALK = {"village": "桃溪村", "unit": "县农业农村局", "targets": "", "held_on": "2023-11-30"}


def made(of: History, *rows: dict[str, object], **sheets: list[dict[str, object]]):
    town = ledger(*rows)
    for name, told in sheets.items():
        town.sheet(name, told, title="约谈记录")
    material = town.material(as_of=AS_OF)
    material.history = of
    return material


def test_own_problems_stand_beside_those_of_the_ledger() -> None:
    told = problems(made(History((OWN,)), OPEN)).set_index("problem_key")
    assert told["overdue_days"].to_dict() == {"TX-1": 27, "3fa9": 27}
    assert told.loc["3fa9", "raised_on"] == pd.Timestamp(2023, 12, 5)
    assert list(problems(made(History((OWN,))))["problem_key"]) == ["3fa9"]


def test_a_problem_that_the_ledger_tells_too_counts_once_by_what_the_workspace_knows() -> None:
    by_number = OPEN | {"problem_no": "3fa9"}
    in_words = OPEN | {"problem_no": "", "problem": "林晓峰11月6日、7日无故不在岗"}
    elsewhere = in_words | {"village": "柳湾村"}
    told = problems(made(History((OWN,)), by_number, in_words, elsewhere))
    assert [*zip(told["village"], told["problem"], strict=True)] == [
        ("柳湾村", "林晓峰11月6日、7日无故不在岗"), ("桃溪村", "签到册缺"),
    ]  # fmt: skip


def test_the_number_of_an_own_problem_is_its_place() -> None:
    places = with_places(pd.DataFrame(columns=[*COLUMNS, "of"]), History((OWN,)))
    [place] = places[["village", "file", "sheet", "cell"]].to_numpy().tolist()
    assert place == ["桃溪村", "工作区", "整改台账", "3fa9"]


def test_changes_after_the_feedback_come_from_the_workspace_alone() -> None:
    row = {"village": "桃溪村", "added": 1, "first_on": "2023-11-01", "last_on": "2023-11-30"}
    assert late_changes(made(History(late_changes=({**row, "feedback_on": "2023-12-05"},))))["added"].tolist() == [1]
    assert late_changes(made(History())).empty


def test_own_absences_and_interviews_are_added_to_the_imported_ones_each_once() -> None:
    told_again = COMPLETE | {"problem_no": "3fa9", "problem": "无故不在岗", "concerned": "林晓峰"}
    other = told_again | {"problem_no": "TX-9"}
    of = History((OWN,), absences=(ABSENCE, ABSENCE | {"on": "2022-12-31", "problem_key": "1"}), interviews=(TALK,))
    same_day = talked(date(2023, 11, 30))
    rows = account_years(made(of, told_again, other, interviews=[same_day, talked(date(2023, 12, 1))]))
    rows = rows.set_index(["kind_of", "holder_name"])
    assert rows.loc[("person", "林晓峰"), "absences"] == 2
    assert rows["interviews"].dropna().to_dict() == {
        ("village", "桃溪村"): 2, ("village", "柳湾村"): 0, ("unit", "县农业农村局"): 2, ("unit", "县水利局"): 0,
        ("person", "林晓峰"): 2, ("person", "石川"): 0,
    }  # fmt: skip


def test_a_workspace_that_keeps_interviews_and_problems_is_the_register_of_them() -> None:
    rows = account_years(made(History((OWN,), interviews=(TALK,)))).set_index(["kind_of", "holder_name"])
    assert rows["interviews"].loc[("village", "柳湾村")] == 0
    assert rows["absences"].loc[("person", "石川")] == 0
