"""Answers of households: when the team came last, whether it is known, how satisfied they are."""

from datetime import date

import pandas as pd
import pytest

from audit import catalog
from audit.model.source import Sheet
from audit.model.tables import Intake, RawTable
from audit.validate import validate
from audit.validate.parsers.answers import answered_days, says_never

ASKED = date(2023, 12, 9)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("11月20日", "2023-11-20", "2023-11-20"),
        ("2023年11月20日", "2023-11-20", "2023-11-20"),
        ("12月20日", "2022-12-20", "2022-12-20"),
        ("今天", "2023-12-09", "2023-12-09"),
        ("昨天来的", "2023-12-08", "2023-12-08"),
        ("大前天", "2023-12-06", "2023-12-06"),
        ("三天前", "2023-12-06", "2023-12-06"),
        ("前几天", "2023-12-02", "2023-12-08"),
        ("上周", "2023-11-27", "2023-12-03"),
        ("这个星期", "2023-12-04", "2023-12-09"),
        ("两周前", "2023-11-22", "2023-11-28"),
        ("半个月前", "2023-11-19", "2023-11-29"),
        ("上个月", "2023-11-01", "2023-11-30"),
        ("大概上个月左右", "2023-11-01", "2023-11-30"),
        ("两个月前", "2023-10-01", "2023-10-31"),
        ("11月", "2023-11-01", "2023-11-30"),
        ("11月中旬", "2023-11-11", "2023-11-20"),
        ("12月", "2023-12-01", "2023-12-09"),
        ("去年11月份", "2022-11-01", "2022-11-30"),
    ],
)
def test_an_answer_names_the_days_it_may_mean(said: str, first: str, last: str) -> None:
    assert answered_days(said, ASKED) == (day(first), day(last))


@pytest.mark.parametrize("said", ["", "记不清了", "好久了", "从未来过", "无", "13月", "11月31日", "2024年1月5日"])
def test_an_answer_that_names_no_day_before_the_question_means_none(said: str) -> None:
    assert answered_days(said, ASKED) is None


@pytest.mark.parametrize("said", ["从未来过", "没来过", "没有来过", "从来没来过", "一次都没来"])
def test_nobody_ever_came(said: str) -> None:
    assert says_never(said)


def typed(*rows: dict[str, str]) -> pd.DataFrame:
    contracts = catalog.load_imports()
    base = {"village": "桃溪村", "surveyed_on": "2023-12-09", "household": "陈大有", "aware": "认识"}
    frame = pd.DataFrame([{**base, **row} for row in rows], dtype="str").fillna("")
    frame = frame.assign(_row=range(5, 5 + len(rows)), _cell="A5:H5")
    sheet = Sheet("例.xlsx", "0" * 64, "到户核查", "surveys")
    return validate(Intake((), (sheet,), (RawTable(0, "surveys", frame, {}),), ()), contracts).frames["surveys"]


def test_a_household_is_kept_by_surname_only():
    assert list(typed({"household": "欧阳秀兰"}, {"household": "王二"})["household"]) == ["欧阳某", "王某"]


def test_what_households_say_of_knowing_the_team_is_read_both_ways():
    said = ("认识", "不认识", "√", "不知道", "未答", "是", "否")
    assert list(typed(*({"aware": one} for one in said))["aware"]) == [
        "yes",
        "no",
        "yes",
        "no",
        "unanswered",
        "yes",
        "no",
    ]


def test_satisfaction_has_four_answers_and_none():
    said = ("满意", "非常满意", "基本满意", "比较满意", "不满意", "不太满意", "不清楚", "拒答", "")
    codes = ["satisfied", "satisfied", "mostly", "mostly", "dissatisfied", "dissatisfied", "unclear", "unanswered", ""]
    assert list(typed(*({"satisfaction": one} for one in said))["satisfaction"]) == codes


def test_a_household_that_is_not_poor_is_an_ordinary_one():
    said = ("脱贫户", "非贫困户", "监测户", "低保户", "一般农户")
    assert list(typed(*({"category": one} for one in said))["category"]) == [
        "relieved", "ordinary", "monitored", "allowance", "ordinary",
    ]  # fmt: skip


def test_the_last_visit_is_read_from_the_day_of_the_question():
    rows = typed({"last_visit": "上个月"}, {"last_visit": "从未来过"}, {"last_visit": "记不清"}, {"last_visit": ""})
    assert rows["last_visit_from"].isna().tolist() == [False, True, True, True]
    assert rows.loc[0, "last_visit_to"] == pd.Timestamp("2023-11-30")
    assert rows["never_visited"].tolist() == [False, True, False, pd.NA]


REMARKS = [
    ("户主外出，由儿媳代答", "", True),
    ("由邻居代签", "", True),
    ("老人不识字，村干部替她签字", "", True),
    ("本人回答，无人代答", "", None),
    ("没有他人代签", "", None),
    ("外出务工", "", None),
    ("儿子代答", "否", False),
    ("", "是", True),
]


def test_a_remark_tells_of_an_answer_by_another_where_the_column_does_not() -> None:
    base = {"village": "桃溪村", "surveyed_on": "2023-12-09", "household": "陈大有", "aware": "认识"}
    answers = typed(*({**base, "remark": remark, "proxy": said} for remark, said, _ in REMARKS))
    assert [None if pd.isna(told) else bool(told) for told in answers["proxy"]] == [told for *_, told in REMARKS]
