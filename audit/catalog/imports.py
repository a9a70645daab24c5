"""Import contracts: what tables look like as offices hand them in."""

import re
from collections.abc import Collection, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from audit import expression
from audit.catalog.documents import documents
from audit.catalog.problems import Problems, Spot, nearest
from audit.catalog.profile import with_profile
from audit.catalog.shapes import Name, Scalar, Shape, Text, Written, check_known, one_of, read_shape
from audit.expression import ExpressionError
from audit.model.contract import ImportColumn, ImportContract, Reading, Recorded
from audit.model.rule import Condition

IMPORT_TYPES = (
    "text", "name", "names", "village", "date", "datetime", "moment", "month", "days", "integer", "number", "money",
    "yes_no", "choice", "phone", "mark", "punch_times", "approvals",
)  # fmt: skip
_KINDS = {
    **dict.fromkeys(("text", "name", "village", "choice", "phone", "mark"), "text"),
    **dict.fromkeys(("date", "datetime", "moment"), "date"),
    **dict.fromkeys(("days", "integer", "number", "money"), "number"),
    "yes_no": "bool",
}
LAYOUTS = ("rows", "month_grid", "punch_times", "month_summary", "punch_cards", "diary")


class _ColumnShape(Shape):
    title: Text
    type: Annotated[str, AfterValidator(one_of(IMPORT_TYPES))]
    aliases: list[Written] = Field(default_factory=list)
    required: bool = False
    choices: dict[Text, list[Written]] = Field(default_factory=dict)
    example: Written = ""


class _ReadShape(Shape):
    layout: Annotated[str, AfterValidator(one_of(LAYOUTS))]
    titles: list[Text] = Field(default_factory=list)
    needs: list[Name] = Field(default_factory=list)
    options: dict[Name, Scalar] = Field(default_factory=dict)


class _CheckShape(Shape):
    that: Text
    say: Text


class _RecordsShape(Shape):
    village: Name | None = None
    person: Name | None = None
    unit: Name | None = None
    day: Name | None = None
    of: Name | None = None
    months: Annotated[str, AfterValidator(one_of(("stated", "always")))] = "stated"
    townwide: bool = False
    elsewhere: bool = False

    def columns(self) -> dict[str, str]:
        """Give the named columns by what they tell."""
        told = {"village": self.village, "person": self.person, "unit": self.unit, "day": self.day, "of": self.of}
        return {what: name for what, name in told.items() if name}


class _ImportShape(Shape):
    table: Name
    title: Text
    about: Text
    feeds: Name
    exported: bool = False
    key: list[Name] = Field(default_factory=list)
    read: _ReadShape
    records: _RecordsShape | None = None
    columns: dict[Name, _ColumnShape] = Field(min_length=1)
    checks: list[_CheckShape] = Field(default_factory=list)
    accept: list[dict[str, Written]] = Field(default_factory=list)
    reject: list[dict[str, Written]] = Field(default_factory=list)


def read_imports() -> dict[str, ImportContract]:
    """Read every import contract, as the office's profile extends it: table → contract.

    Raises CatalogError with everything that is wrong.
    """
    problems = Problems()
    contracts: dict[str, ImportContract] = {}
    for relative, document in documents("data_contracts", "imports/*.yml", problems):
        shape = read_shape(document, _ImportShape, problems)
        if shape is None:
            continue
        if relative != f"imports/{shape.table}.yml":
            problems.add(document, ("table",), f"表名“{shape.table}”与文件名不一致")
        _check(shape, Spot(document, problems))
        contracts[shape.table] = _contract(shape, document.file)
    problems.raise_if_any()
    extended = with_profile(contracts, problems)
    problems.raise_if_any()
    return extended


def _contract(shape: _ImportShape, file: str) -> ImportContract:
    read = shape.read
    return ImportContract(
        table=shape.table,
        feeds=shape.feeds,
        exported=shape.exported,
        title=shape.title,
        about=shape.about,
        key=tuple(shape.key),
        read=Reading(read.layout, tuple(read.titles), tuple(read.needs), read.options),
        columns={name: _column(name, column) for name, column in shape.columns.items()},
        checks=tuple(Condition(check.that, check.say) for check in shape.checks),
        accept=tuple(shape.accept),
        reject=tuple(shape.reject),
        file=file,
        records=_records(shape),
    )


def _records(shape: _ImportShape) -> Recorded | None:
    if shape.records is None:
        return None
    records = shape.records
    stands, told = records.months == "always", records.columns()
    return Recorded(source=shape.feeds, stands=stands, townwide=records.townwide, elsewhere=records.elsewhere, **told)


def _column(name: str, shape: _ColumnShape) -> ImportColumn:
    choices = {text: code for code, texts in shape.choices.items() for text in texts}
    return ImportColumn(name, shape.title, shape.type, tuple(shape.aliases), shape.required, choices, shape.example)


def _check(shape: _ImportShape, spot: Spot) -> None:
    """What the shape cannot say: names of columns, regular expressions, and one code for each text."""
    check_known(spot.at("key"), shape.key, shape.columns)
    check_known(spot.at("read", "needs"), shape.read.needs, shape.columns)
    _check_records(shape, spot)
    for index, title in enumerate(shape.read.titles):
        _check_pattern(title, spot.at("read", "titles", index))
    for name, column in shape.columns.items():
        _check_choices(column, spot.at("columns", name, "choices"))
    for index, check in enumerate(shape.checks):
        _check_condition(check.that, shape, spot.at("checks", index, "that"))
    for index, row in enumerate(shape.accept):
        _check_example(row, shape.columns, spot.at("accept", index))
    for index, row in enumerate(shape.reject):
        _check_example(row, {*shape.columns, "because"}, spot.at("reject", index))
        if not row.get("because"):
            spot.at("reject", index).note("缺少 because：写明按哪个错误代码退回")


def _check_records(shape: _ImportShape, spot: Spot) -> None:
    """Rows are about a village or a person, in columns that there are, and on a day that is one."""
    if shape.records is None:
        return
    told = shape.records.columns()
    for what, name in told.items():
        check_known(spot.at("records", what), [name], shape.columns)
    if not {"village", "person"} & told.keys():
        spot.at("records").note("须写明 village 或 person：每行说的是哪个村或哪个人")
    day = shape.columns.get(told.get("day", ""))
    if day is not None and _KINDS.get(day.type) != "date" and day.type != "month":
        spot.at("records", "day").note(f"“{told['day']}”不是日期列")


def _check_condition(text: str, shape: _ImportShape, spot: Spot) -> None:
    """A check is a condition on the columns of its own table."""
    kinds = {name: _KINDS[column.type] for name, column in shape.columns.items() if column.type in _KINDS}
    try:
        tree = expression.parse(text)
        unknown = sorted(expression.names(tree) - kinds.keys())
        for name in unknown:
            spot.note(f"本表没有可供比较的列“{name}”{nearest(name, kinds)}")
        if not unknown and expression.kind(tree, kinds) != "bool":
            spot.note(f"应为可判断真假的条件，“{text}”不是")
    except ExpressionError as error:
        spot.note(str(error))


def _check_example(row: Mapping[str, str], known: Collection[str], spot: Spot) -> None:
    for name in row:
        if name not in known:
            spot.at(name).note_key(f"本表没有列“{name}”{nearest(name, known)}")


def _check_choices(column: _ColumnShape, spot: Spot) -> None:
    if column.type == "choice" and not column.choices:
        spot.note("类型为 choice 的列须写明 choices")
    codes: dict[str, str] = {}
    for code, texts in column.choices.items():
        for index, text in enumerate(texts):
            if codes.setdefault(text, code) != code:
                spot.at(code, index).note(f"“{text}”已归入“{codes[text]}”，一种写法只能归入一个代码")
            if len(text) > 1 and text.startswith("/") and text.endswith("/"):
                _check_pattern(text[1:-1], spot.at(code, index))


def _check_pattern(pattern: str, spot: Spot) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        spot.note(f"正则表达式“{pattern}”有误：{error.msg}")
