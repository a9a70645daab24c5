"""Blank forms: what is filled into a form is read back by the program, field by field."""

import io
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from audit import catalog, intake, render, validate
from audit.model.contract import ImportContract
from audit.model.source import DataError
from audit.model.tables import Intake, TypedTables
from audit.render.form_columns import EXAMPLE, code_of, form_columns, listed
from audit.render.month_form import legend, title_of

CONTRACTS = catalog.load_imports()
FORMS = [table for table, contract in CONTRACTS.items() if render.has_form(contract)]
ROWS = [table for table in FORMS if CONTRACTS[table].read.layout == "rows"]
GRIDS = [table for table in FORMS if CONTRACTS[table].read.layout == "month_grid"]
NOVEMBER = render.FormMonth("2023-11", "桃溪村")
_HEAD, _FIRST = 3, 5


def made(table: str) -> bytes:
    contract = CONTRACTS[table]
    return render.month_form(contract, NOVEMBER) if table in GRIDS else render.blank_form(contract)


form = cache(made)


@pytest.fixture(scope="module")
def read_all(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Mapping[str, bytes]], Intake]:
    """Read workbooks (name → bytes) as one batch."""

    def read(books: Mapping[str, bytes]) -> Intake:
        folder = tmp_path_factory.mktemp("表")
        for name, data in books.items():
            (folder / f"{name}.xlsx").write_bytes(data)
        return intake.read([folder], CONTRACTS)

    return read


@pytest.fixture(scope="module")
def empty(read_all) -> Intake:
    return read_all({table: form(table) for table in FORMS})


def filled(table: str) -> bytes:
    """The form with the contract's accepted rows typed in below the example."""
    contract = CONTRACTS[table]
    book = openpyxl.load_workbook(io.BytesIO(form(table)))
    sheet = book.worksheets[0]
    for row, accepted in enumerate(contract.accept, start=_FIRST):
        for place, column in enumerate(form_columns(contract), start=2):
            said = next((accepted[name] for name in column.names if accepted.get(name)), None)
            sheet.cell(row, place).value = said
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="module")
def full(read_all) -> Intake:
    return read_all({table: filled(table) for table in ROWS})


@pytest.fixture(scope="module")
def typed(full: Intake) -> TypedTables:
    return validate.validate(full, CONTRACTS)


@pytest.mark.parametrize("table", FORMS)
def test_an_empty_form_is_known_as_its_table_with_nothing_in_it(table: str, empty: Intake) -> None:
    sheets = [sheet for sheet in empty.sheets if sheet.file == f"{table}.xlsx"]
    assert [sheet.table for sheet in sheets] == [table, None]
    assert [sheet.note for sheet in sheets] == ["只有表头，没有登记", "封面或说明，未导入"]
    assert errors_of(table, empty.errors) == []


@pytest.mark.parametrize("table", ROWS)
def test_what_is_filled_in_is_read_back_without_an_error(table: str, full: Intake, typed: TypedTables) -> None:
    contract = CONTRACTS[table]
    raw = next(raw.frame for raw in full.tables if full.sheets[raw.sheet].file == f"{table}.xlsx")
    assert errors_of(table, (*full.errors, *typed.errors)) == []
    assert len(raw) == len(contract.accept) == len(typed.frames[table])
    for number, accepted in enumerate(contract.accept):
        for column in form_columns(contract):
            said = next((accepted[name] for name in column.names if accepted.get(name)), "")
            assert {raw.at[number, name] for name in column.names} == {said}, column.header


def errors_of(table: str, errors: tuple[DataError, ...]) -> list[str]:
    return [error.message for error in errors if error.file == f"{table}.xlsx"]


def test_every_table_that_people_fill_in_has_a_form_and_no_export_has_one() -> None:
    people = {
        "roster",
        "villages",
        "sign_in_grid",
        "leave_ledger",
        "work_logs",
        "meetings",
        "handovers",
        "duty_records",
    }
    assert people <= set(FORMS)
    assert not [table for table in FORMS if table.startswith(("dingtalk_", "wecom_", "feishu_"))]


@pytest.mark.parametrize("table", FORMS)
def test_each_text_to_pick_from_is_read_as_a_code_of_its_own(table: str) -> None:
    for column in CONTRACTS[table].columns.values():
        if column.type == "choice":
            codes = [code_of(text, column.choices) for text in listed(column, CONTRACTS[table])]
            assert len(set(codes)) == len(codes) == len(set(column.choices.values())), column.name


@cache
def opened(table: str):
    """The form as a workbook, to look at and not to change."""
    return openpyxl.load_workbook(io.BytesIO(form(table)))


@pytest.mark.parametrize("table", ROWS)
def test_required_columns_are_marked_and_each_head_says_how_it_is_filled_in(table: str) -> None:
    sheet = opened(table).worksheets[0]
    heads = {cell.value: cell for cell in sheet[_HEAD][1:]}
    for column in form_columns(CONTRACTS[table]):
        cell = heads[column.title]
        assert cell.value.endswith("*") == column.required
        assert (cell.comment.text if cell.comment else "") == column.how


def test_the_example_row_is_grey_and_says_what_it_is() -> None:
    sheet = opened("roster").worksheets[0]
    row = sheet[_HEAD + 1]
    assert row[0].value == EXAMPLE
    assert {cell.font.color.rgb for cell in row} == {"FF808080"}
    assert row[2].value == "林晓峰"


def test_ids_and_phones_are_text_and_dates_are_dates() -> None:
    sheet = opened("roster").worksheets[0]
    formats = {cell.value: sheet.cell(_FIRST, cell.column).number_format for cell in sheet[_HEAD]}
    assert formats["联系电话"] == formats["工号"] == formats["钉钉UserId"] == "@"
    assert "yyyy" in formats["到任时间*"]


def test_choices_and_yes_or_no_are_picked_from_a_range_of_cells() -> None:
    book = opened("roster")
    sheet, guide = book.worksheets
    picked = {}
    for rule in sheet.data_validations.dataValidation:
        first, last = re.findall(r"\$B\$(\d+)", rule.formula1)
        head = sheet.cell(_HEAD, next(iter(rule.sqref.ranges)).min_col).value
        picked[head] = [guide.cell(row, 2).value for row in range(int(first), int(last) + 1)]
        assert rule.errorStyle == "warning"
    yes_or_no = ["是", "否"]
    posts = ["第一书记", "工作队长", "队员"]
    assert picked == {"驻村职务*": posts, "是否脱产": yes_or_no, "是否批准就近住家": yes_or_no, "是否党员": yes_or_no}


@pytest.mark.parametrize("table", FORMS)
def test_a_form_prints_across_one_page_wide(table: str) -> None:
    for sheet in opened(table):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)


@pytest.mark.parametrize("table", FORMS)
def test_the_same_contract_gives_the_same_bytes(table: str) -> None:
    assert made(table) == form(table)


# --- the sign-in book ---


def test_days_off_are_grey_and_a_month_has_its_own_days() -> None:
    sheet = opened("sign_in_grid").worksheets[0]
    assert sheet["A1"].value == "桃溪村驻村工作队2023年11月签到册"
    heads = {cell.value: cell.column for cell in sheet[2] if isinstance(cell.value, int)}
    assert list(heads) == list(range(1, 31))
    grey = [day for day, column in heads.items() if sheet.cell(5, column).fill.fgColor.rgb == "FFD9D9D9"]
    assert grey == [4, 5, 11, 12, 18, 19, 25, 26]
    assert [sheet.cell(3, heads[day]).value for day in (1, 5, 30)] == ["三", "日", "四"]


def test_holidays_are_grey_and_weekend_workdays_are_not() -> None:
    known = catalog.load_calendar()
    of = render.FormMonth("2023-10", "", lambda day: not known.is_workday(day))
    sheet = openpyxl.load_workbook(io.BytesIO(render.month_form(CONTRACTS["sign_in_grid"], of))).worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[2] if isinstance(cell.value, int)}
    grey = {day for day, column in heads.items() if sheet.cell(5, column).fill.fgColor.rgb == "FFD9D9D9"}
    assert {1, 2, 3, 4, 5, 6} <= grey
    assert not {7, 8} & grey


def test_an_open_month_leaves_room_to_write_it_in() -> None:
    assert title_of(render.FormMonth()) == "　　　　　村驻村工作队　　　　年　　月签到册"
    sheet = openpyxl.load_workbook(io.BytesIO(render.month_form(CONTRACTS["sign_in_grid"], render.FormMonth())))
    assert [cell.value for cell in sheet.worksheets[0][2] if isinstance(cell.value, int)] == list(range(1, 32))


def test_every_mark_written_into_the_book_is_read_as_its_code(read_all) -> None:
    contract = CONTRACTS["sign_in_grid"]
    book = openpyxl.load_workbook(io.BytesIO(form("sign_in_grid")))
    sheet = book.worksheets[0]
    first = next(cell.column for cell in sheet[2] if cell.value == 1)
    marks = {}
    for text, code in contract.columns["code"].choices.items():
        marks.setdefault(code, text)
    sheet.cell(4, 2).value = "林晓峰"
    for place, mark in enumerate(marks.values()):
        sheet.cell(4, first + place).value = mark
    stream = io.BytesIO()
    book.save(stream)
    batch = read_all({"签到册": stream.getvalue()})
    typed = validate.validate(batch, CONTRACTS)
    frame = typed.frames["sign_in_grid"]
    assert [*batch.errors, *typed.errors] == []
    assert set(frame["village"]) == {"桃溪村"}
    assert len(frame) == 30
    assert frame["date"].min().date() == date(2023, 11, 1)
    assert frame["code"].tolist()[: len(marks)] == list(marks)


def test_the_legend_names_signs_and_words() -> None:
    said = legend(CONTRACTS["sign_in_grid"].columns["code"].choices)
    assert said.startswith("图例：√在村　△请假　×缺勤")
    assert "半天记“半”" in said


# --- docs/tables.md ---


def test_the_page_of_tables_is_up_to_date(golden: Callable[[str, str], None]) -> None:
    golden("../../docs/tables.md", render.table_docs(CONTRACTS))


def test_the_page_names_every_table_and_every_header_it_reads() -> None:
    page = render.table_docs(CONTRACTS)
    for contract in CONTRACTS.values():
        assert f"`{contract.table}`" in page
    assert "发起人UserID" in page
    assert "到村日期" in page


def test_what_stands_in_a_contract_is_text_in_the_page() -> None:
    column = CONTRACTS["roster"].columns["person"]
    odd = ImportContract("odd", "roster", "甲|乙", "", (), CONTRACTS["roster"].read,
                         {"person": type(column)("person", "<b>", "text", ("a|b",))})  # fmt: skip
    assert "甲\\|乙" in render.table_docs({"odd": odd})
    assert "| \\<b> | 文字 | a\\|b |" in render.table_docs({"odd": odd})


def test_the_office_can_make_all_forms_at_once(tmp_path: Path) -> None:
    for table in FORMS:
        render.write_file(tmp_path / f"{table}.xlsx", form(table))
    assert len(list(tmp_path.iterdir())) == len(FORMS)
