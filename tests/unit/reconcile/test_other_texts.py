"""Minutes, visit notes and household plans: alike or not, and told side by side."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from township import NOVEMBER, VILLAGE, Township, workdays

from audit.reconcile.alike import clusters

W = workdays()
TALK = (
    "会议研究了三组水渠修复，决定由合作社先行垫付材料款，月底前完工。林晓峰通报了监测户核查进度，还有四户没有核到，"
    "分给吴桐在下周内完成。大家同意把分红名册贴到公示栏，由会计负责解释。"
)
NOTE = "到家了解玉米收成，收了一千二百斤，已卖八百斤，剩下的准备喂猪，反映水管漏水，当场联系水管员来修"
NOTES = (
    "帮忙摘了半天脐橙，聊起儿子在外地的电子厂做工，月薪五千，过年才回来，老人身体还硬朗",
    "屋后山坡有裂缝，拍照报给地质灾害监测员，商量雨天先到女儿家住几晚，被褥已经打包",
    "申请的护理补贴到账了，核对存折数目无误，孙女开学的生活费还差一截，帮她填了资助表",
    "三头牛长势不错，贷款月底到期，约好下周陪他去信用社办续贷，饲料款先由合作社赊着",
)


def _met(*held: tuple[str, date, str], missing=()) -> Township:
    t = Township().member("林晓峰").member("吴桐").member("贺军", village="柳湾村")
    rows = [
        {"village": village, "held_on": day, "kind": "team", "kind_text": "工作队会议", "minutes_text": text}
        for village, day, text in held
    ]
    return t.sheet("meetings", rows, title="青禾镇会议台账", missing=missing)


def _minutes(t: Township) -> pd.DataFrame:
    return t.facts().tables["minutes"].set_index(["village", "held_on"])


def test_minutes_copied_from_an_older_meeting_are_shown_beside_it():
    row = _minutes(_met((VILLAGE, W[3], TALK), (VILLAGE, date(2022, 3, 4), TALK.replace("四户", "6户")))).iloc[0]
    assert row["similarity"] >= 95
    assert (row["similar_village"], row["similar_on"]) == (VILLAGE, pd.Timestamp(2022, 3, 4))
    assert row["example"].startswith("“会议研究了三组水渠修复")
    assert "，相同部分“" in row["example"]


def test_older_minutes_than_the_window_and_others_of_the_same_day_are_not_compared():
    table = _minutes(_met((VILLAGE, W[3], TALK), (VILLAGE, date(2020, 3, 4), TALK)))
    assert table["similarity"].tolist() == [0]
    assert table["example"].tolist() == [""]


def test_minutes_copied_in_another_village_are_found_though_names_were_changed():
    theirs = TALK.replace("林晓峰", "贺军").replace("吴桐", "贺军")
    table = _minutes(_met((VILLAGE, W[3], TALK), ("柳湾村", W[8], theirs)))
    assert table.loc[(VILLAGE, pd.Timestamp(W[3]))][["similarity", "similar_village"]].tolist() == [100, "柳湾村"]


def test_the_title_of_the_notice_all_villages_read_is_not_compared():
    read = "学习《关于进一步加强驻村工作队日常管理和服务保障有关事项的通知》和《关于防止返贫监测帮扶集中排查的通知》。"
    table = _minutes(_met((VILLAGE, W[3], read), ("柳湾村", W[3], read)))
    assert table["similarity"].tolist() == [0, 0]


def test_a_ledger_without_the_text_of_minutes_has_nothing_to_compare():
    row = _minutes(_met((VILLAGE, W[3], ""))).iloc[0]
    assert (row["has_text"], pd.isna(row["similarity"])) == (False, True)


def _visited(*notes: tuple[str, str], village: str = VILLAGE) -> Township:
    rows = [
        {"village": village, "visited_on": day, "household": head, "visitors": ("林晓峰",), "content": text}
        for day, (head, text) in zip(W, notes, strict=False)
    ]
    return Township().member("林晓峰").sheet("visits", rows, title=f"{VILLAGE}走访台账", period=NOVEMBER)


def _visits(t: Township) -> pd.Series:
    return t.facts().tables["visit_text_month"].set_index("village").loc[VILLAGE]


def test_alike_notes_of_different_households_are_counted_whatever_their_names_and_numbers():
    heads = ("陈大有", "欧某", "王秀兰", "胡某", "汪某")
    row = _visits(_visited(*((f"{head[0]}某", f"{head}{NOTE}".replace("八", str(n))) for n, head in enumerate(heads))))
    assert row[["visits", "notes", "alike_visits", "alike_households"]].tolist() == [5, 5, 5, 5]
    assert "陈大有" not in row["example"]
    assert row["example"].startswith("“陈某到家了解玉米收成")


def test_one_household_visited_often_and_households_of_their_own_are_not_alike():
    row = _visits(_visited(("陈某", NOTE), ("陈某", NOTE), *(("王某", text) for text in NOTES)))
    assert row[["visits", "alike_visits", "alike_households"]].tolist() == [6, 0, 0]


def test_short_notes_and_stock_phrases_are_not_compared():
    row = _visits(
        _visited(*((f"{name}某", "宣传政策，了解生产生活情况，入户走访，宣传惠农政策") for name in "陈王胡汪"))
    )
    assert row[["visits", "notes", "alike_households", "example"]].tolist() == [4, 0, 0, ""]


def test_without_a_visit_ledger_nothing_is_known_of_notes():
    table = Township().member("林晓峰").facts().tables
    assert pd.isna(table["visit_text_month"].iloc[0]["visits"])
    assert pd.isna(table["plan_text_year"].iloc[0]["plans"])


@pytest.mark.parametrize(("year", "plans"), [(2023, 3), (None, 3), (2022, 0)])
def test_plans_of_the_year_are_compared(year, plans):
    rows = [{"village": VILLAGE, "household": f"{name}某", "content": NOTE, "year": year} for name in "陈王胡"]
    t = Township().member("林晓峰").sheet("household_plans", rows, title=f"{VILLAGE}一户一策")
    row = t.facts().tables["plan_text_year"].iloc[0]
    assert row[["plans", "alike_households"]].tolist() == [plans, plans]


def test_texts_alike_by_way_of_a_third_are_one_cluster_and_blocks_are_apart():
    texts = np.array(["甲乙丙丁戊己庚辛", "甲乙丙丁戊己庚壬", "甲乙丙丁戊己癸壬", "子丑寅卯辰巳午未"] * 2, dtype=object)
    groups = pd.Series(["桃溪村"] * 4 + ["柳湾村"] * 4)
    every = np.ones(8, dtype=bool)
    numbers, compared = clusters(
        texts, groups, chosen=every, least=85, barred=lambda a, b: np.zeros((len(a), len(b)), dtype=bool)
    )
    assert numbers.tolist() == [0, 0, 0, 3, 4, 4, 4, 7]
    assert compared == 32
