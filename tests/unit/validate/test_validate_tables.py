"""Whole sheets through validate, with contracts made by hand."""

from collections.abc import Mapping
from datetime import date, datetime

import pandas as pd
import pytest
from msgspec.structs import replace

from audit.model.contract import ImportColumn, ImportContract, Reading
from audit.model.rule import Condition
from audit.model.source import DataError, Sheet, SheetCount
from audit.model.tables import Intake, RawTable, TypedTables
from audit.validate import validate
from audit.validate.messages import SAME_SHOWN

NOVEMBER = (date(2023, 11, 1), date(2023, 11, 30))


def column(name: str, title: str, kind: str, *, required: bool = False, **choices: str) -> ImportColumn:
    return ImportColumn(name, title, kind, (title,), required, choices)


def contract(
    table: str, columns: list[ImportColumn], *, key: tuple[str, ...] = (), layout: str = "rows", checks: str = ""
) -> ImportContract:
    options = {"date": "date", "value": "mark code times states approvals"} if layout != "rows" else {}
    conditions = (Condition(checks, "结束时间早于开始时间"),) if checks else ()
    return ImportContract(
        table, table, table, "", key, Reading(layout, (), (), options), {one.name: one for one in columns}, conditions
    )


LEDGER = contract(
    "leave_ledger",
    [
        column("person", "姓名", "name", required=True),
        column("village", "村", "village"),
        column("start", "开始时间", "moment", required=True),
        column("end", "结束时间", "moment", required=True),
        column("days", "天数", "days"),
        column("phone", "电话", "phone"),
        column("proof", "佐证", "text"),
        column("cancelled_on", "销假时间", "date"),
    ],
    key=("person", "start"),
    checks="start <= end",
)
LETTERS = {"person": "B", "village": "C", "start": "D", "end": "E", "days": "F", "phone": "G", "proof": "H"}
SLIP = {"person": "林晓峰", "village": "桃溪村", "start": "2023-11-08", "end": "2023-11-09", "days": "2"}


def sheet(table: str, **given: object) -> Sheet:
    return replace(Sheet("台账.xlsx", "0" * 64, "11月", table, period=NOVEMBER), **given)


def raw(
    rows: list[dict[str, str]], table: str, position: int = 0, letters: Mapping[str, str] | None = None
) -> RawTable:
    names = list(dict.fromkeys(name for row in rows for name in row if not name.startswith("_")))
    frame = pd.DataFrame({name: pd.Series([row.get(name, "") for row in rows], dtype="str") for name in names})
    frame["_row"] = [int(row.get("_row", number)) for number, row in enumerate(rows, start=5)]
    frame["_cell"] = pd.Series([row.get("_cell", f"A{at}:H{at}") for row, at in zip(rows, frame["_row"], strict=True)])
    return RawTable(position, table, frame.astype({"_cell": "str"}), LETTERS if letters is None else letters)


def ledger(*rows: dict[str, str], **given: object) -> TypedTables:
    intake = Intake((), (sheet("leave_ledger", **given),), (raw(list(rows), "leave_ledger"),), ())
    return validate(intake, {"leave_ledger": LEDGER})


def only(typed: TypedTables) -> DataError:
    assert len(typed.errors) == 1, typed.errors
    return typed.errors[0]


def test_a_good_row_becomes_typed_values() -> None:
    typed = ledger({**SLIP, "end": "11月9日上午", "phone": "13800001111", "proof": "无"})
    row = typed.frames["leave_ledger"].iloc[0]
    assert typed.errors == ()
    assert (row["person"], row["village"], row["days"], row["phone"], row["proof"]) == (
        "林晓峰",
        "桃溪村",
        2.0,
        "1111",
        "",
    )
    assert (row["start"], row["start_precision"]) == (pd.Timestamp("2023-11-08"), "day")
    assert (row["end"], row["end_precision"]) == (pd.Timestamp("2023-11-09 12:00"), "half")
    assert pd.isna(row["cancelled_on"])
    assert (row["_sheet"], row["_row"], row["_cell"]) == (0, 5, "A5:H5")
    assert typed.counts == {0: SheetCount(1, 1, 0)}


def test_one_span_column_gives_both_ends() -> None:
    row = ledger({**SLIP, "start": "11月29日至12月1日", "end": "11月29日至12月1日"}).frames["leave_ledger"].iloc[0]
    assert (row["start"], row["end"]) == (pd.Timestamp("2023-11-29"), pd.Timestamp("2023-12-01 23:59"))


def test_a_bad_required_cell_refuses_the_row_and_the_others_go_on() -> None:
    typed = ledger(SLIP, {**SLIP, "start": "11月31日", "person": "吴桐"})
    error = only(typed)
    assert error.message == "台账.xlsx《11月》D6“开始时间”：11月31日不存在，请改为实际日期"
    assert (error.file, error.sheet, error.cell, error.code) == ("台账.xlsx", "11月", "D6", "impossible-date")
    assert (error.column, error.value) == ("开始时间", "11月31日")
    assert typed.frames["leave_ledger"]["person"].tolist() == ["林晓峰"]
    assert typed.counts == {0: SheetCount(2, 1, 1)}


def test_a_bad_optional_cell_becomes_empty_and_the_row_stays() -> None:
    typed = ledger({**SLIP, "days": "约两天"})
    assert only(typed).message == "台账.xlsx《11月》F5“天数”：“约两天”不是数字，请填数字"
    assert typed.frames["leave_ledger"]["days"].isna().tolist() == [True]
    assert typed.counts == {0: SheetCount(1, 1, 0)}


def test_a_required_cell_left_empty_is_missing() -> None:
    typed = ledger({**SLIP, "person": " 　"}, {**SLIP, "end": "--"})
    assert [error.message for error in typed.errors] == [
        "台账.xlsx《11月》B5“姓名”：没有填写，请补填",
        "台账.xlsx《11月》E6“结束时间”：没有填写，请补填",
    ]
    assert {error.code for error in typed.errors} == {"missing-value"}
    assert len(typed.frames["leave_ledger"]) == 0


def test_a_required_column_that_is_not_there_is_said_once() -> None:
    rows = [{"person": "林晓峰", "start": "2023-11-08"}, {"person": "吴桐", "start": "2023-11-08"}]
    typed = ledger(*rows)
    assert only(typed).message == "台账.xlsx《11月》：没有“结束时间”列，请补上后重新上传"
    assert only(typed).code == "missing-column"
    assert typed.counts == {0: SheetCount(2, 0, 2)}


def test_a_failed_check_is_said_where_it_first_looks_and_refuses_the_row() -> None:
    typed = ledger({**SLIP, "start": "2023-11-09", "end": "2023-11-08"})
    assert only(typed).message == "台账.xlsx《11月》D5“开始时间”：结束时间早于开始时间，请核对后改正"
    assert only(typed).code == "check-failed"
    assert typed.counts == {0: SheetCount(1, 0, 1)}


def test_a_check_passes_where_a_value_is_missing() -> None:
    optional = replace(LEDGER, columns={**LEDGER.columns, "end": column("end", "结束时间", "moment")})
    intake = Intake((), (sheet("leave_ledger"),), (raw([{**SLIP, "end": ""}], "leave_ledger"),), ())
    assert validate(intake, {"leave_ledger": optional}).errors == ()


def test_a_row_that_is_there_already_is_counted_once() -> None:
    typed = ledger(SLIP, SLIP)
    assert only(typed).message == "台账.xlsx《11月》A6:H6：与台账.xlsx《11月》A5:H5重复，只计一次，请删去重复的一行"
    assert only(typed).code == "duplicate-row"
    assert typed.counts == {0: SheetCount(2, 1, 1)}


def test_two_rows_of_one_key_that_differ_are_not_both_taken() -> None:
    typed = ledger(SLIP, {**SLIP, "days": "1"})
    say = "与台账.xlsx《11月》A5:H5是同一条记录而内容不同，暂按前者，请核对后只留正确的一行"
    assert only(typed).message == f"台账.xlsx《11月》A6:H6：{say}"
    assert typed.frames["leave_ledger"]["days"].tolist() == [2.0]


def test_two_rows_of_one_key_of_which_one_lacks_a_number_differ() -> None:
    counted = contract("papers", [column("kind", "资料名称", "text"), column("year", "年度", "integer")], key=("kind",))
    rows = [{"kind": "公示牌照片", "year": "2023"}, {"kind": "公示牌照片"}]
    sheets = (sheet("papers"),)
    given = raw(rows, "papers", letters={"kind": "B", "year": "C"})
    typed = validate(Intake((), sheets, (given,), ()), {"papers": counted})
    assert "是同一条记录而内容不同" in only(typed).message


def test_a_good_row_is_kept_when_the_one_before_it_with_its_key_is_bad() -> None:
    typed = ledger({**SLIP, "end": "2023-11-01"}, SLIP)
    assert [error.code for error in typed.errors] == ["check-failed"]
    assert typed.frames["leave_ledger"]["_row"].tolist() == [6]


def test_a_file_handed_in_twice_is_said_once_for_the_sheet() -> None:
    rows = [{**SLIP, "person": f"林{name}"} for name in "甲乙丙丁戊己庚辛壬癸子丑"]
    sheets = (sheet("leave_ledger"), sheet("leave_ledger", file="再报.xlsx"))
    tables = (raw(rows, "leave_ledger"), raw(rows, "leave_ledger", 1))
    typed = validate(Intake((), sheets, tables, ()), {"leave_ledger": LEDGER})
    assert only(typed).message == "再报.xlsx《11月》：有12行与台账.xlsx《11月》重复，只计一次；请核对是否重复上传"
    assert typed.counts == {0: SheetCount(12, 12, 0), 1: SheetCount(12, 0, 12)}


def test_a_flood_of_one_fault_is_counted_and_not_listed() -> None:
    typed = ledger(*({**SLIP, "person": f"林{chr(0x4E00 + row)}", "days": "若干"} for row in range(SAME_SHOWN + 7)))
    assert len(typed.errors) == SAME_SHOWN + 1
    assert typed.errors[-1].message == "台账.xlsx《11月》：“天数”列另有7处同样的问题没有逐一列出，请一并改正"


def test_a_bad_phone_number_is_not_shown() -> None:
    error = only(ledger({**SLIP, "phone": "1380000111122233"[:11] + "转8"}))
    assert error.message == "台账.xlsx《11月》G5“电话”：不是电话号码，请填手机号或后四位"
    assert error.value == "（已隐去）"


def test_a_moment_that_is_none_is_said_with_its_remedy() -> None:
    error = only(ledger({**SLIP, "end": "10月下旬"}))
    assert error.code == "bad-moment"
    assert error.message == "台账.xlsx《11月》E5“结束时间”：“10月下旬”不是日期，请写成2023-11-08这样的一个日期"


def test_the_year_of_a_title_without_a_month_fills_dates_without_a_year() -> None:
    typed = ledger({**SLIP, "start": "12月8日", "end": "12月9日"}, period=None, title="青禾镇2023年请销假登记表")
    assert typed.frames["leave_ledger"]["start"].tolist() == [pd.Timestamp("2023-12-08")]


def test_without_any_year_the_date_is_asked_for() -> None:
    error = only(ledger({**SLIP, "start": "12月8日"}, period=None))
    say = "“12月8日”没有写年份，表名和标题也看不出月份，请写成2023-11-08这样的日期"
    assert error.message == f"台账.xlsx《11月》D5“开始时间”：{say}"


GRID = contract(
    "sign_in_grid",
    [
        column("village", "村", "village", required=True),
        column("person", "姓名", "name", required=True),
        column("date", "日期", "date", required=True),
        column("mark", "符号", "mark"),
        column(
            "code",
            "签到结果",
            "choice",
            **{
                "√": "present", "半": "half", "△": "leave", "事假": "leave", "公休": "rest", "出差": "duty",
                "×": "absent",
                "-": "blank",
            },
        ),
        replace(column("half_days", "半日数", "integer"), aliases=()),
    ],
    key=("village", "person", "date"),
    layout="month_grid",
)  # fmt: skip


def grid(marks: list[str], legend: Mapping[str, str] | None = None, **given: object) -> TypedTables:
    rows = [
        {
            "village": "桃溪村", "person": "林晓峰", "date": f"2023-11-{day:02d}", "mark": mark, "code": mark,
            "_row": "7", "_cell": f"{'CDEFGHIJKL'[day - 1]}7",
        }
        for day, mark in enumerate(marks, start=1)
    ]  # fmt: skip
    table = replace(raw(rows, "sign_in_grid", letters={"person": "B", "mark": "C", "date": "C"}), legend=legend or {})
    return validate(Intake((), (sheet("sign_in_grid", **given),), (table,), ()), {"sign_in_grid": GRID})


def codes(typed: TypedTables) -> list[tuple[str, int | None]]:
    frame = typed.frames["sign_in_grid"]
    halves = [None if pd.isna(one) else int(one) for one in frame["half_days"]]
    return list(zip(frame["code"].tolist(), halves, strict=True))


def test_marks_become_codes_and_half_days() -> None:
    typed = grid(["√", "半", "△", "", "×", "√+3", "-"])
    assert typed.errors == ()
    assert codes(typed) == [
        ("present", 2), ("half", 1), ("leave", 0), ("blank", 0), ("absent", 0), ("present", 2), ("blank", 0),
    ]  # fmt: skip


def test_a_mixed_mark_is_two_half_days() -> None:
    assert codes(grid(["√/△", "△/√", "√/√", "△/×"])) == [("half", 1), ("half", 1), ("present", 2), ("leave", 0)]


def test_the_sheets_own_legend_comes_before_the_contract() -> None:
    legend = {"△": "出差", "G": "公休", "N": "事假", "√": "事假"}
    assert codes(grid(["△", "G", "N", "√"], legend)) == [("duty", 0), ("rest", 0), ("leave", 0), ("leave", 0)]


def test_an_unknown_symbol_is_said_with_the_days_own_cell() -> None:
    typed = grid(["√", "☆"])
    say = "符号“☆”没有图例，不知是何意，请在表下注明或改用常用符号"
    assert only(typed).message == f"台账.xlsx《11月》D7“符号”：{say}"
    assert only(typed).code == "unknown-symbol"
    assert codes(typed) == [("present", 2), ("", None)]


def test_a_legend_whose_meaning_is_unknown_is_no_answer() -> None:
    typed = grid(["◎"], {"◎": "其他"})
    say = "符号“◎”在图例中是“其他”，看不出算不算在村，请改用常用写法（如“事假”“出差”）"
    assert only(typed).message == f"台账.xlsx《11月》C7“符号”：{say}"


def test_a_bad_name_in_a_day_grid_is_said_once_and_not_every_day() -> None:
    intake = grid(["√", "√", "√"])
    assert intake.errors == ()
    rows = [
        {"village": "桃溪村", "person": "123", "date": f"2023-11-0{day}", "mark": "√", "_row": "7"} for day in (1, 2, 3)
    ]
    table = raw(rows, "sign_in_grid", letters={"person": "B"})
    typed = validate(Intake((), (sheet("sign_in_grid"),), (table,), ()), {"sign_in_grid": GRID})
    assert only(typed).message == "台账.xlsx《11月》B7“姓名”：“123”不是一个人的姓名，请只写姓名"
    assert typed.counts == {0: SheetCount(3, 0, 3)}


def test_a_grid_line_that_is_there_twice_is_one_message() -> None:
    first = [
        {
            "village": "桃溪村",
            "person": "林晓峰",
            "date": f"2023-11-0{day}",
            "mark": "√",
            "_row": row,
            "_cell": f"{letter}{row}",
        }
        for row in ("7", "8")
        for day, letter in ((1, "C"), (2, "D"), (3, "E"))
    ]
    typed = validate(
        Intake((), (sheet("sign_in_grid"),), (raw(first, "sign_in_grid", letters={}),), ()), {"sign_in_grid": GRID}
    )
    assert only(typed).message == "台账.xlsx《11月》C8:E8：与台账.xlsx《11月》C7:E7重复，只计一次，请删去重复的一行"


@pytest.mark.parametrize("written", ["", "8"])
def test_a_grid_whose_month_is_unknown_is_said_once(written: str) -> None:
    rows = [{"village": "桃溪村", "person": "林晓峰", "date": written, "mark": "√"}] * 3
    typed = validate(
        Intake((), (sheet("sign_in_grid", period=None),), (raw(rows, "sign_in_grid", letters={}),), ()),
        {"sign_in_grid": GRID},
    )
    say = "标题和工作表名都看不出是哪年哪月，请在标题里写明（如“2023年11月”）后重新上传"
    assert only(typed).message == f"台账.xlsx《11月》：{say}"
    assert only(typed).code == "month-unknown"
    assert typed.counts == {0: SheetCount(3, 0, 3)}


def test_a_table_nobody_handed_in_is_an_empty_frame_with_its_types() -> None:
    typed = validate(Intake((), (), (), ()), {"leave_ledger": LEDGER, "sign_in_grid": GRID})
    empty = typed.frames["leave_ledger"]
    assert len(empty) == 0
    assert dict(empty.dtypes.astype(str)) == dict(ledger(SLIP).frames["leave_ledger"].dtypes.astype(str))
    assert dict(typed.frames["sign_in_grid"].dtypes.astype(str)) == dict(
        grid(["√"]).frames["sign_in_grid"].dtypes.astype(str)
    )


def test_a_sheet_without_rows_counts_nothing() -> None:
    nothing = RawTable(0, "leave_ledger", pd.DataFrame(), {})
    typed = validate(Intake((), (sheet("leave_ledger"),), (nothing,), ()), {"leave_ledger": LEDGER})
    assert typed.counts == {0: SheetCount(0, 0, 0)}
    assert typed.errors == ()


def test_what_is_handed_in_is_not_changed() -> None:
    table = raw([{**SLIP, "person": "张　三"}], "leave_ledger")
    before = table.frame.copy()
    validate(Intake((), (sheet("leave_ledger"),), (table,), ()), {"leave_ledger": LEDGER})
    pd.testing.assert_frame_equal(table.frame, before)


def test_moments_are_kept_to_the_second() -> None:
    row = ledger({**SLIP, "start": "2023-11-08 08:30:15"}).frames["leave_ledger"].iloc[0]
    assert row["start"].to_pydatetime() == datetime.fromisoformat("2023-11-08 08:30:15")
