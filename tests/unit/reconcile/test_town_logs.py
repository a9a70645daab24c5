"""Logs of different villages compared, prepared file by file or all at once."""

from datetime import date

import pandas as pd
from township import NOVEMBER, Township, workdays

from audit.reconcile.town_logs import across_villages, log_words

W = workdays()
MORNING = "上午入户走访脱贫户王大山家，了解冬季取暖和医疗报销情况，帮助整理慢性病门诊票据。"
AFTERNOON = "参加村集体果园冬管培训，与技术员一起示范修剪枝条，记录农户提出的肥料短缺问题。"
OTHER = "到镇里领取防火宣传资料，下午在三组张贴通告并逐户发放，劝阻一处田间焚烧秸秆。"
LONG = OTHER + "协助村会计核对合作社分红名册，发现两户银行卡号有误，电话联系本人更正后重新公示。"


def _material(*books: tuple[tuple[str, date, str], ...]):
    t = Township().member("林晓峰").member("贺军", village="柳湾村")
    for entries in books:
        rows = [{"person": person, "log_date": day, "content": text} for person, day, text in entries]
        t = t.sheet("work_logs", rows, title="青禾镇工作日志", period=NOVEMBER)
    return t.material()


def _found(of, parts) -> pd.DataFrame:
    prepared = [log_words(rows, of.members, of.scope.conventions) for rows in parts]
    return across_villages(pd.concat(prepared, ignore_index=True), of.members, of.scope)


def test_logs_prepared_file_by_file_are_found_alike_as_all_at_once():
    # The day of 林晓峰 is written half in one book and half in the other.
    of = _material(
        (("林晓峰", W[0], MORNING), ("林晓峰", W[1], LONG), ("贺军", W[3], OTHER)),
        (("林晓峰", W[0], AFTERNOON), ("贺军", W[2], MORNING + "\n" + AFTERNOON), ("贺军", W[1], LONG)),
    )
    logs = of.frames["work_logs"]
    apart = _found(of, [rows for _, rows in logs.groupby("file")])
    pd.testing.assert_frame_equal(apart, _found(of, [logs]))
    assert apart.set_index(["village", "date"])["town_similarity"].to_dict() == {
        ("桃溪村", pd.Timestamp(W[0])): 100,
        ("桃溪村", pd.Timestamp(W[1])): 100,
        ("柳湾村", pd.Timestamp(W[1])): 100,
        ("柳湾村", pd.Timestamp(W[2])): 100,
    }
    assert set(apart.loc[apart["date"] == pd.Timestamp(W[2]), "town_other"]) == {MORNING + "\n" + AFTERNOON}


def test_without_any_log_nothing_is_alike():
    of = _material()
    found = _found(of, [of.frames["work_logs"]])
    assert found.empty
    assert {"person_id", "date", "town_similarity", "village"} <= set(found.columns)


def test_logs_without_a_long_sentence_have_none_in_common():
    lines = (
        "今天开会。",
        "下午走访。",
        "整理资料。",
        "清扫道路。",
        "核对名册。",
        "巡查山塘。",
        "张贴通告。",
        "修剪果枝。",
    )
    one, other = "".join(lines), "".join(reversed(lines))
    of = _material((("林晓峰", W[0], one * 5), ("贺军", W[0], other * 5)))
    assert _found(of, [of.frames["work_logs"]]).empty
