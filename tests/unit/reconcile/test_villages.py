"""Which village a text means: names, aliases, suffixes, and the township's own name."""

from datetime import date

import pandas as pd
import pytest
from township import NOVEMBER, Township, workdays

from audit.reconcile.villages import Villages, make_villages

W = workdays()


def _villages(names: dict[str, tuple[str, ...]], township: str = "青禾镇") -> Villages:
    listed = pd.DataFrame(
        {"village": list(names), "aliases": list(names.values()), "township": [township] * len(names), "county": ""}
    )
    return make_villages(listed, pd.DataFrame({"village": []}), [])


KNOWN = _villages({"桃溪村": (), "新桃溪村": (), "白鹭社区": ("白鹭村", "老街"), "双桥村": ()})


@pytest.mark.parametrize(
    ("text", "village"),
    [
        ("桃溪村", "桃溪村"),
        (" 桃 溪　村 ", "桃溪村"),
        ("桃溪", "桃溪村"),
        ("青禾镇桃溪村", "桃溪村"),
        ("新桃溪", "新桃溪村"),
        ("白鹭村", "白鹭社区"),
        ("白鹭", "白鹭社区"),
        ("老街", "白鹭社区"),
        ("石磨村", ""),
        ("青禾镇", ""),
        ("", ""),
    ],
)
def test_a_village_is_known_by_name_alias_or_stem(text, village):
    assert KNOWN.named(text) == village


@pytest.mark.parametrize(
    ("text", "village"),
    [
        ("青禾镇桃溪村驻村工作队2023年11月签到册", "桃溪村"),
        ("新桃溪村驻村工作队签到册", "新桃溪村"),
        ("桃溪村、新桃溪村联席会议记录", ""),
        ("桃溪村、双桥村联席会议记录", ""),
        ("白鹭村（白鹭社区）工作日志", "白鹭社区"),
        ("青禾镇驻村工作队请销假台账", ""),
    ],
)
def test_a_title_means_the_one_village_it_names(text, village):
    assert KNOWN.mentioned(text) == village


def test_a_stem_two_villages_share_means_neither():
    known = _villages({"白鹭村": (), "白鹭社区": ()})
    assert (known.named("白鹭"), known.named("白鹭村"), known.named("白鹭社区")) == ("", "白鹭村", "白鹭社区")
    assert known.mentioned("白鹭驻村工作队") == ""


def test_an_alias_two_villages_claim_means_neither():
    known = _villages({"桃溪村": ("老街",), "双桥村": ("老街",)})
    assert known.named("老街") == ""


def test_a_villages_own_name_is_stronger_than_anothers_alias():
    known = _villages({"桃溪村": ("双桥村",), "双桥村": ()})
    assert known.named("双桥村") == "双桥村"


def test_the_townships_name_is_not_the_village_of_the_same_name():
    known = _villages({"青禾村": (), "桃溪村": ()})
    assert known.mentioned("青禾镇桃溪村驻村工作队签到册") == "桃溪村"
    assert known.mentioned("青禾镇驻村工作队请销假台账") == ""
    assert known.mentioned("青禾镇青禾村签到册") == "青禾村"
    assert (known.named("青禾"), known.named("青禾镇")) == ("青禾村", "")


def test_without_a_village_list_the_roster_names_the_villages_and_titles_the_township():
    t = Township().member("林晓峰", village="柳湾村").member("吴桐", village="桃溪村").signed("吴桐", W)
    facts = t.facts()
    assert facts.township == "青禾镇"
    assert list(facts.submissions.loc[facts.submissions["source"] == "roster", "village"]) == ["柳湾村", "桃溪村"]


def test_a_roster_village_that_the_village_list_lacks_is_a_data_error():
    t = Township().member("林晓峰", village="柳弯村")
    (error,) = t.sheet("villages", [{"village": "柳湾村", "township": "青禾镇"}], title="村情况表").facts().errors
    assert error.code == "unknown-village"
    assert "村名“柳弯村”不在村情况表中" in error.message


def test_a_meeting_of_an_unknown_village_is_a_data_error_and_no_meeting():
    held = {"village": "竹林村", "held_on": date(2023, 11, 8), "kind": "team"}
    facts = Township().member("林晓峰").sheet("meetings", [held, held], title="会议记录", period=NOVEMBER).facts()
    assert len(facts.tables["meeting"]) == 0
    assert [(e.code, e.value) for e in facts.errors] == [("unknown-village", "竹林村")]
