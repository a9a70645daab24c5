"""Fact contracts: what rules may read."""

from typing import Annotated

from pydantic import AfterValidator, Field

from audit.catalog.documents import documents
from audit.catalog.problems import Problems, Spot, nearest
from audit.catalog.shapes import Name, Shape, Text, check_known, one_of, read_shape
from audit.model.contract import FactColumn, FactContract

FACT_TYPES = ("text", "bool", "int", "days", "date")


class _ColumnShape(Shape):
    title: Text
    type: Annotated[str, AfterValidator(one_of(FACT_TYPES))]
    sources: list[Name] = Field(alias="from", default_factory=list)
    days: Name | None = None


class _FactShape(Shape):
    table: Name
    title: Text
    about: Text
    key: list[Name] = Field(min_length=1)
    period: list[Name] = Field(min_length=1, max_length=2)
    day_table: Name | None = None
    columns: dict[Name, _ColumnShape] = Field(min_length=1)


def read_facts() -> dict[str, FactContract]:
    """Read every fact contract: table → contract. Raises CatalogError with everything that is wrong."""
    problems = Problems()
    spots: dict[str, Spot] = {}
    contracts: dict[str, FactContract] = {}
    for relative, document in documents("data_contracts", "facts/*.yml", problems):
        shape = read_shape(document, _FactShape, problems)
        if shape is None:
            continue
        spot = spots[shape.table] = Spot(document, problems)
        contracts[shape.table] = _contract(shape, document.file)
        if relative != f"facts/{shape.table}.yml":
            spot.at("table").note(f"表名“{shape.table}”与文件名不一致")
    for table, contract in contracts.items():
        _check(contract, contracts, spots[table])
    problems.raise_if_any()
    return contracts


def _contract(shape: _FactShape, file: str) -> FactContract:
    columns = {
        name: FactColumn(name, column.title, column.type, tuple(column.sources), column.days)
        for name, column in shape.columns.items()
    }
    return FactContract(
        table=shape.table,
        title=shape.title,
        about=shape.about,
        key=tuple(shape.key),
        period=tuple(shape.period),
        columns=columns,
        day_table=shape.day_table,
        file=file,
    )


def _check(contract: FactContract, contracts: dict[str, FactContract], spot: Spot) -> None:
    """What the shape cannot say: the columns named elsewhere exist."""
    check_known(spot.at("key"), contract.key, contract.columns)
    check_known(spot.at("period"), contract.period, contract.columns)
    if contract.day_table is not None and contract.day_table not in contracts:
        spot.at("day_table").note(f"没有事实表“{contract.day_table}”{nearest(contract.day_table, contracts)}")
        return
    day_columns = contracts[contract.day_table].columns if contract.day_table else {}
    days = [name for name, column in day_columns.items() if column.type == "bool"]
    for name, column in contract.columns.items():
        if column.days is not None and column.days not in days:
            spot.at("columns", name, "days").note(f"日表没有是非列“{column.days}”{nearest(column.days, days)}")
