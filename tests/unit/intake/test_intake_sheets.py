"""Which sheets are imported: hidden, empty, unknown and doubtful ones are listed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from audit.intake.tails import legend_in
from audit.intake.titles import period_of, village_text
from audit.model.tables import Intake

Write = Callable[..., Path]
Take = Callable[..., Intake]
ROSTER = [["姓名", "驻村职务", "村"], ["林晓峰", "第一书记", "桃溪村"], ["吴桐", "队员", "桃溪村"]]


def test_hidden_sheets_are_listed_and_not_imported(write: Write, take: Take) -> None:
    intake = take(write({"名册": ROSTER, "旧名册": ROSTER}, hidden=["旧名册"]))
    assert [(sheet.name, sheet.table, sheet.hidden, sheet.note) for sheet in intake.sheets] == [
        ("名册", "roster", False, ""),
        ("旧名册", None, True, "隐藏的工作表，未导入"),
    ]
    assert len(intake.tables) == 1
    assert intake.files[0].sheets == (0, 1)


def test_empty_sheets_and_covers_are_listed_quietly(write: Write, take: Take) -> None:
    intake = take(write({"Sheet1": [], "封面": [["青禾镇"], ["驻村工作资料"]]}))
    assert [sheet.note for sheet in intake.sheets] == ["空表", "封面或说明，未导入"]
    assert intake.errors == ()


def test_an_unknown_table_is_an_error_that_names_the_nearest_and_what_it_lacks(write: Write, take: Take) -> None:
    sheet = [
        ["请销假登记表"],
        ["姓名", "请假类别", "事由", "天数"],
        ["林晓峰", "事假", "有事", 1],
        ["吴桐", "病假", "感冒", 2],
    ]
    (error,) = take(write({"台账": sheet})).errors
    assert error.code == "unknown-sheet"
    assert error.message == (
        "表.xlsx《台账》：没有识别出是哪种表，最接近“请销假台账”，缺少表头“开始时间”、“结束时间”，请补齐表头"
    )


def test_two_equally_likely_tables_are_not_guessed(write: Write, take: Take) -> None:
    sheet = [["姓名", "类别", "开始时间", "结束时间", "事由"], *[["林晓峰", "学习", "11月1日", "11月2日", "有事"]] * 2]
    (error,) = take(write({"s": sheet})).errors
    assert error.message == (
        "表.xlsx《s》：分不清是“公务外出报备（培训、会议、出差）”、“请销假台账”中的哪一种，请在标题写明表名"
    )


def test_a_ledger_with_no_entries_counts_as_handed_in(write: Write, take: Take) -> None:
    intake = take(write({"s": [["桃溪村2023年11月请销假登记表"], ["姓名", "请假类别", "开始时间", "结束时间"]]}))
    assert (intake.sheets[0].table, intake.sheets[0].note) == ("leave_ledger", "只有表头，没有登记")
    assert intake.tables == ()
    assert intake.errors == ()


def test_missing_columns_are_named(write: Write, take: Take) -> None:
    sheet = take(write({"名册": ROSTER})).sheets[0]
    assert {"arrived_on", "left_on", "document_number"} <= sheet.missing
    assert not {"person", "village", "role", "role_text"} & sheet.missing


@pytest.mark.parametrize(
    ("title", "name", "period"),
    [
        ("青禾镇桃溪村驻村工作队2023年11月签到册", "", "2023-11-01 2023-11-30"),
        ("２０２３年２月签到册", "", "2023-02-01 2023-02-28"),
        ("2023.12考勤", "", "2023-12-01 2023-12-31"),
        ("2023年度签到册", "3月", "2023-03-01 2023-03-31"),
        ("签到册", "2024年2月", "2024-02-01 2024-02-29"),
        ("签到册", "11月", None),
        ("花名册 填报时间：2024年1月3日", "", None),
        ("青禾镇2023年5月至12月走访台账", "2023年", "2023-05-01 2023-12-31"),
        ("2023年11月-2024年2月台账", "", "2023-11-01 2024-02-29"),
        ("2023年11至2月台账", "", "2023-11-01 2024-02-29"),
        ("月度汇总 统计日期：2023-11-05 至 2023-12-04", "", "2023-11-05 2023-12-04"),
    ],
)
def test_the_period_is_read_from_title_and_name(title: str, name: str, period: str | None) -> None:
    found = period_of((title, name))
    assert (" ".join(day.isoformat() for day in found) if found else None) == period


@pytest.mark.parametrize(
    ("title", "name", "village"),
    [
        ("青禾镇桃溪村驻村工作队2023年11月签到册", "签到", "桃溪村"),
        ("   2023年11月  青禾镇柳湾村驻村工作队考勤统计表 ", "11月", "柳湾村"),
        ("青禾镇雁池驻村工作队2023年11月签到表", "", "雁池"),
        ("驻村：白鹭社区    2023年11月", "", "白鹭社区"),
        ("工作日志", "石磨村", "石磨村"),
        ("青禾镇驻村工作队员花名册", "花名册", ""),
        ("青禾镇各村签到汇总", "Sheet1", ""),
        ("青禾镇选派驻村干部名单", "", ""),
        ("村（社区）工作台账", "", ""),
    ],
)
def test_the_village_is_read_from_title_and_name(title: str, name: str, village: str) -> None:
    assert village_text(title, name) == village


@pytest.mark.parametrize(
    ("text", "legend"),
    [
        ("√出勤 △事假 ○病假 ×旷工", {"√": "出勤", "△": "事假", "○": "病假", "×": "旷工"}),
        ("备注：1.驻村用“√”表示，请假用“△”表示", {"√": "驻村", "△": "请假"}),
        ("注：√：签到；/：未在任", {"√": "签到", "/": "未在任"}),
        ("本表以纸质形式次月三日前上报，一式二份", {}),
        ("审核人：    填表人：", {}),
    ],
)
def test_legends_are_read_both_ways_round(text: str, legend: dict[str, str]) -> None:
    assert legend_in([text]) == legend


def test_a_title_of_a_whole_page_is_read_like_a_title(write: Write, take: Take) -> None:
    intake = take(write({"名册": [["村" * 32_000, "驻" * 32_000], ["姓名", "驻村职务"], ["林晓峰", "队员"]]}))
    assert [sheet.table for sheet in intake.sheets] == ["roster"]
