"""Import contracts: what tables look like as offices hand them in."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from audit.catalog.problems import Problems
from audit.catalog.shapes import Name, Shape, Text, Written, check_known, nearest, one_of, read_shape
from audit.catalog.strict import Document, documents
from audit.model.contract import ImportColumn, ImportContract, Reading
from audit.model.rule import Condition

IMPORT_TYPES = (
    "text", "name", "names", "village", "date", "datetime", "moment", "month", "days", "integer", "number", "yes_no",
    "choice", "phone", "mark", "punch_times", "approvals",
)  # fmt: skip
LAYOUTS = ("rows", "month_grid", "punch_times", "month_summary")


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
    options: dict[str, Any] = Field(default_factory=dict)


class _CheckShape(Shape):
    that: Text
    say: Text


class _ImportShape(Shape):
    table: Name
    title: Text
    about: Text
    feeds: Name
    key: list[Name] = Field(default_factory=list)
    read: _ReadShape
    columns: dict[Name, _ColumnShape] = Field(min_length=1)
    checks: list[_CheckShape] = Field(default_factory=list)
    accept: list[dict[str, Written]] = Field(default_factory=list)
    reject: list[dict[str, Written]] = Field(default_factory=list)


def load_imports() -> dict[str, ImportContract]:
    """Read every import contract: table → contract. Raises CatalogError with everything that is wrong."""
    problems = Problems()
    contracts: dict[str, ImportContract] = {}
    for relative, document in documents("data_contracts", "imports/*.yml", problems):
        shape = read_shape(document, _ImportShape, problems)
        if shape is None:
            continue
        if relative != f"imports/{shape.table}.yml":
            problems.add(document, ("table",), f"表名“{shape.table}”与文件名不一致")
        _check(shape, document, problems)
        contracts[shape.table] = _contract(shape, document.file)
    problems.raise_if_any()
    return contracts


def _contract(shape: _ImportShape, file: str) -> ImportContract:
    read = shape.read
    return ImportContract(
        table=shape.table,
        feeds=shape.feeds,
        title=shape.title,
        about=shape.about,
        key=tuple(shape.key),
        read=Reading(read.layout, tuple(read.titles), tuple(read.needs), _frozen(read.options)),
        columns={name: _column(name, column) for name, column in shape.columns.items()},
        checks=tuple(Condition(check.that, check.say) for check in shape.checks),
        accept=tuple(shape.accept),
        reject=tuple(shape.reject),
        file=file,
    )


def _column(name: str, shape: _ColumnShape) -> ImportColumn:
    choices = {text: code for code, texts in shape.choices.items() for text in texts}
    return ImportColumn(name, shape.title, shape.type, tuple(shape.aliases), shape.required, choices, shape.example)


def _frozen(options: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in options.items()}


def _check(shape: _ImportShape, document: Document, problems: Problems) -> None:
    """What the shape cannot say: names of columns, regular expressions, and one code for each text."""
    check_known(document, ("key",), shape.key, shape.columns, problems)
    check_known(document, ("read", "needs"), shape.read.needs, shape.columns, problems)
    for index, title in enumerate(shape.read.titles):
        _check_pattern(title, document, ("read", "titles", index), problems)
    for name, column in shape.columns.items():
        _check_choices(column, document, ("columns", name, "choices"), problems)
    _check_examples("accept", shape.accept, shape, (document, problems))
    _check_examples("reject", shape.reject, shape, (document, problems))


def _check_examples(
    place: str, rows: list[dict[str, str]], shape: _ImportShape, report: tuple[Document, Problems]
) -> None:
    document, problems = report
    for index, row in enumerate(rows):
        if place == "reject" and not row.get("because"):
            problems.add(document, (place, index), "缺少 because：写明按哪个错误代码退回")
        for name in row:
            if name not in shape.columns and not (place == "reject" and name == "because"):
                text = f"本表没有列“{name}”{nearest(name, shape.columns)}"
                problems.add(document, (place, index, name), text, at_key=True)


def _check_choices(column: _ColumnShape, document: Document, keys: tuple[str | int, ...], problems: Problems) -> None:
    codes: dict[str, str] = {}
    for code, texts in column.choices.items():
        for index, text in enumerate(texts):
            place = (*keys, code, index)
            if codes.setdefault(text, code) != code:
                problems.add(document, place, f"“{text}”已归入“{codes[text]}”，一种写法只能归入一个代码")
            if len(text) > 1 and text.startswith("/") and text.endswith("/"):
                _check_pattern(text[1:-1], document, place, problems)


def _check_pattern(pattern: str, document: Document, keys: tuple[str | int, ...], problems: Problems) -> None:
    try:
        re.compile(pattern)
    except re.error as error:
        problems.add(document, keys, f"正则表达式“{pattern}”有误：{error.msg}")
