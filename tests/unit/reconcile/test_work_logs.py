"""How like work logs are to the writer's own and to his colleagues'."""

from datetime import date

import pandas as pd
import pytest
from township import NOVEMBER, VILLAGE, Township, workdays

from audit.reconcile.alike import comparable

W = workdays()
HONEST = (
    "上午入户走访脱贫户王大山家，了解冬季取暖和医疗报销情况，帮助整理慢性病门诊票据。",
    "参加村集体果园冬管培训，与技术员一起示范修剪枝条，记录农户提出的肥料短缺问题。",
    "到镇里领取防火宣传资料，下午在三组张贴通告并逐户发放，劝阻一处田间焚烧秸秆。",
    "协助村会计核对合作社分红名册，发现两户银行卡号有误，电话联系本人更正后重新公示。",
)
LONG = HONEST[0] + HONEST[1]


def _written(*entries: tuple[str, date, str], period=NOVEMBER) -> Township:
    t = Township().member("林晓峰").member("吴桐").member("贺军", village="柳湾村")
    rows = [{"person": person, "log_date": day, "content": text} for person, day, text in entries]
    return t.sheet("work_logs", rows, title="青禾镇工作日志", period=period)


def _logs(t: Township, **options) -> pd.DataFrame:
    return t.facts(**options).tables["work_log"].set_index(["person", "log_date"])


def _score(t: Township, person: str = "林晓峰", day: date = W[0], column: str = "own_similarity", **options) -> int:
    return int(_logs(t, **options).loc[(person, pd.Timestamp(day)), column])


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("走访 ３ 户，", "走访#户"),
        ("走访12户。\n记录", "走访#户记录"),
        ("____ 走访", "走访"),
        ("11月3日：晴", "#月#日晴"),
    ],
)
def test_texts_are_compared_without_digits_signs_and_spaces(text, same):
    assert comparable(text) == same


def test_only_other_numbers_are_the_same_text():
    text = "今日走访农户{}户，其中脱贫户{}户，发放政策宣传单{}份，收集意见建议{}条，逐项登记到台账。"
    t = _written(("林晓峰", W[0], text.format(3, 1, 12, 2)), ("林晓峰", W[5], text.format(15, 4, 60, 11)))
    row = _logs(t).loc[("林晓峰", pd.Timestamp(W[0]))]
    assert (row["own_similarity"], row["own_similar_on"]) == (100, f"{W[5]:%Y-%m-%d}")


def test_honest_logs_are_hardly_alike():
    t = _written(*(("林晓峰", day, text) for day, text in zip(W, HONEST, strict=False)))
    assert max(_logs(t)["own_similarity"]) < 40


def test_short_logs_are_not_compared_and_those_of_the_least_length_are():
    brief = "一二三四五六七八九十" * 3
    t = _written(*(("林晓峰", day, text) for day in W[:2] for text in [brief[:29]]))
    assert _score(t) == 0
    assert _score(_written(*(("林晓峰", day, brief) for day in W[:2]))) == 100


def test_a_copy_of_a_colleagues_log_is_told_with_his_name_and_its_day():
    t = _written(("林晓峰", W[0], LONG), ("吴桐", W[3], LONG), ("贺军", W[4], LONG))
    row = _logs(t).loc[("林晓峰", pd.Timestamp(W[0]))]
    assert (row["team_similarity"], row["team_similar_person"]) == (100, "吴桐")
    assert row["team_similar_on"] == f"{W[3]:%Y-%m-%d}"
    assert _score(t, "贺军", W[4], "team_similarity") == 0


def test_a_log_copied_in_another_village_is_told_though_village_and_names_were_changed():
    t = _written(("林晓峰", W[0], f"与吴桐一起，{LONG}桃溪村"), ("贺军", W[4], f"与贺军一起，{LONG}柳湾村"))
    row = _logs(t).loc[("林晓峰", pd.Timestamp(W[0]))]
    told = row[["town_similarity", "town_similar_village", "town_similar_person", "town_similar_on"]]
    assert list(told) == [100, "柳湾村", "贺军", f"{W[4]:%Y-%m-%d}"]
    month = t.facts().tables["person_month"].set_index("person").loc["林晓峰"]
    assert (month["town_copied_logs"], month["copied_logs"]) == (1, 0)
    assert month["similar_example"].startswith(f"11月1日与柳湾村贺军{W[4]:%Y-%m-%d}日志相似度100%：“与吴桐一起")
    assert month["similar_example"].endswith("，相同部分“一起，" + (LONG + "桃溪村")[:57] + "……”")


def test_a_log_of_stock_phrases_is_not_compared():
    stock = "上午入户走访，下午整理资料、整理档案，晚上村委值班，打扫卫生，学习文件，政策宣传，日常工作。"
    assert _score(_written(("林晓峰", W[0], stock), ("林晓峰", W[5], stock))) == 0


def test_colleagues_short_logs_of_one_meeting_may_be_alike():
    t = _written(("林晓峰", W[0], HONEST[0]), ("吴桐", W[0], HONEST[0]))
    assert _score(t, column="team_similarity") == 0


def test_older_logs_are_compared_within_the_window_only():
    t = _written(("林晓峰", date(2022, 11, 20), HONEST[0]), ("林晓峰", W[0], HONEST[0]), period=None)
    assert _score(t) == 100
    assert _score(t, log_window_days=300) == 0
    assert len(_logs(t)) == 1


def test_several_entries_of_one_day_are_one_log_and_an_empty_one_is_none():
    t = _written(("林晓峰", W[0], HONEST[0]), ("林晓峰", W[0], HONEST[1]), ("林晓峰", W[1], ""))
    assert len(_logs(t)) == 1
    assert _score(t) == 0
    days = t.facts().tables["person_day"].set_index(["person", "date"])
    assert days.loc[("林晓峰", pd.Timestamp(W[0])), "logged"]
    assert not days.loc[("林晓峰", pd.Timestamp(W[1])), "logged"]


def test_alike_logs_are_counted_by_month_with_an_example():
    t = _written(
        *(("林晓峰", day, HONEST[0]) for day in W[:3]), ("林晓峰", W[4], HONEST[1]),
        ("吴桐", W[6], LONG), ("林晓峰", W[8], LONG),
    )  # fmt: skip
    months = t.facts().tables["person_month"].set_index("person")
    month = months.loc["林晓峰"]
    assert (month["log_count"], month["similar_logs"], month["copied_logs"], month["top_similarity"]) == (5, 3, 1, 100)
    assert month["similar_example"].startswith("11月1日与本人2023-11-02日志相似度100%：“")
    assert months.loc["吴桐", "similar_example"].startswith(f"11月9日与林晓峰{W[8]:%Y-%m-%d}日志相似度100%：")


def test_a_month_without_logs_counts_none_and_a_missing_book_is_not_known():
    t = _written(("林晓峰", W[0], HONEST[0]))
    months = t.facts().tables["person_month"].set_index("person")
    assert (months.loc["吴桐", "log_count"], months.loc["吴桐", "similar_logs"]) == (0, 0)
    t = Township().member("林晓峰").sheet("work_logs", [], title=f"{VILLAGE}工作日志")
    assert pd.isna(t.facts().tables["person_month"].iloc[0]["similar_logs"])
