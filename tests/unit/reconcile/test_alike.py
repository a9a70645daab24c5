"""Texts compared in one place: inside blocks every pair, across blocks only what has a sentence in common."""

import numpy as np
import pandas as pd
import pytest

from audit.reconcile.alike import (
    comparable,
    excerpt,
    nearest_across,
    nearest_within,
    sentences,
    shared_part,
    without_titles,
)

STOCK = ("入户走访", "整理资料", "村委值班")
TEXT = "上午到三组查看水渠，量得破口约九米，报镇里申请养护资金。下午和水管员一起换了两处浮球阀，晚上记账。"
OTHER = "与合作社理事长对账，发现两户银行卡号有误，电话联系本人更正。随后把分红名册重新贴到公示栏，拍照留存。"


def _nobody(mine, others):
    return np.zeros((len(mine), len(others)), dtype=bool)


def _within(texts, groups, **options):
    words = np.array([comparable(text) for text in texts], dtype=object)
    every = np.ones(len(texts), dtype=bool)
    given = {"chosen": every, "judged": every, "barred": _nobody} | options
    return nearest_within(words, pd.Series(groups), **given)


def _across(texts, groups, owners=None):
    words = np.array([comparable(text) for text in texts], dtype=object)
    parts = [sentences(text) for text in texts]
    chosen = np.ones(len(texts), dtype=bool)
    whose = np.array(owners or list(range(len(texts))), dtype=object)
    return nearest_across(words, parts, pd.Series(groups), chosen=chosen, owners=whose)


def test_stock_phrases_are_no_part_of_what_is_compared():
    assert comparable("上午入户走访，下午整理资料、村委值班。", STOCK) == "上午下午"
    assert comparable("上午入户走访3户") == "上午入户走访#户"


def test_titles_of_documents_are_left_out():
    assert without_titles("学习《关于某项工作的通知》，讨论落实") == "学习，讨论落实"


def test_only_sentences_long_enough_to_tell_texts_apart_are_keys():
    assert sentences("开会。" + TEXT) == [comparable(part) for part in TEXT.split("。")[:2]]


@pytest.mark.parametrize(
    ("other", "least", "most"),
    [
        (TEXT, 100, 100),
        (TEXT.replace("。", "3次。"), 94, 99),
        (TEXT + "回村部已是八点。", 85, 99),
        (TEXT.replace("查看", "察看").replace("量得", "测得").replace("申请", "请拨"), 80, 95),
        (TEXT.split("。")[0] + OTHER.split("。")[0], 40, 79),
        (OTHER, 0, 30),
    ],
    ids=["same", "numbers added", "tail added", "synonyms", "half copied", "honest"],
)
def test_pairs_of_a_block_are_scored(other, least, most):
    nearest = _within([TEXT, other], ["桃溪村", "桃溪村"])
    assert least <= nearest.percent[0] <= most
    assert list(nearest.place) == ([1, 0] if nearest.percent[0] else [-1, -1])


def test_a_text_is_never_its_own_likeness_and_a_barred_pair_does_not_count():
    assert list(_within([TEXT], ["桃溪村"]).place) == [-1]
    nearest = _within([TEXT, TEXT, OTHER], ["桃溪村"] * 3, barred=lambda a, b: (a[:, None] + b[None, :]) == 1)
    assert list(nearest.place) == [2, 2, 0]


def test_other_blocks_are_not_looked_at():
    nearest = _within([TEXT, TEXT], ["桃溪村", "柳湾村"])
    assert (list(nearest.place), nearest.compared) == ([-1, -1], 0)


def test_the_work_grows_with_the_number_of_blocks():
    counts = {}
    for villages in (10, 20, 40):
        texts = [f"{TEXT[n:]}{village}" for village in range(villages) for n in range(6)]
        groups = [f"村{village}" for village in range(villages) for _ in range(6)]
        counts[villages] = _within(texts, groups).compared
    assert counts == {10: 360, 20: 720, 40: 1440}


def test_a_text_copied_in_another_village_is_found_with_its_place():
    changed = TEXT.replace("晚上记账", "晚上写日志")
    nearest = _across([TEXT, OTHER, changed, OTHER], ["桃溪村", "桃溪村", "柳湾村", "石磨村"])
    assert (list(nearest.place), list(nearest.percent[[1, 3]])) == ([2, 3, 0, 1], [100, 100])
    assert nearest.percent[0] > 85


def test_one_person_of_two_villages_may_write_one_text_for_both():
    assert list(_across([TEXT, TEXT], ["桃溪村", "柳湾村"], owners=["林晓峰", "林晓峰"]).place) == [-1, -1]


def test_equal_texts_of_many_villages_are_all_found_without_comparing_all_pairs():
    nearest = _across([TEXT] * 60, [f"村{n // 2}" for n in range(60)])
    assert (nearest.percent == 100).all()
    assert nearest.compared < 60 * 5


def test_a_sentence_that_many_have_brings_no_texts_together():
    said = "参加镇里召开的驻村工作月度例会，传达上级有关文件精神。"
    texts = [f"{said}到{'一二三四五六七八九十'[n]}组{'甲乙丙丁戊己庚辛壬癸'[n] * 14}看水渠。" for n in range(10)]
    assert _across(texts, [f"村{n}" for n in range(10)]).compared == 0


def test_across_villages_the_work_grows_with_the_texts_and_not_with_their_pairs():
    counts = {}
    for villages in (100, 200, 400):
        texts = [
            f"{TEXT}另有第{'甲' * (n // 2 % 7)}{n // 2 + 1000}号事项记在案卷里{chr(0x4E00 + n // 2)}。"
            for n in range(villages)
        ]
        counts[villages] = _across(texts, [f"村{n}" for n in range(villages)]).compared
    assert counts[400] <= 2.2 * counts[200] <= 4.9 * counts[100]


def test_the_shared_part_is_what_a_person_sees():
    assert shared_part(TEXT, "今天" + TEXT[:24] + OTHER) == TEXT[:24].strip("，")
    assert excerpt("一" * 61) == "一" * 60 + "……"
    assert excerpt("一\n 二") == "一 二"
