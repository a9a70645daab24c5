"""Every import contract is true: the rows it says are accepted pass, the rows it says are refused fail as it says."""

from collections.abc import Mapping, Sequence
from functools import cache

import pandas as pd
import pytest

from audit.catalog import load_imports
from audit.model.contract import ImportContract
from audit.model.source import Sheet
from audit.model.tables import Intake, RawTable, TypedTables
from audit.validate import validate

CONTRACTS = load_imports()
ACCEPT = [(table, number) for table, contract in CONTRACTS.items() for number in range(len(contract.accept))]
REJECT = [(table, number) for table, contract in CONTRACTS.items() for number in range(len(contract.reject))]


def checked(contract: ImportContract, rows: Sequence[Mapping[str, str]]) -> TypedTables:
    """Type each row as the only one of a sheet of its own; the file is named by the row's number."""
    sheets = tuple(Sheet(str(number), "0" * 64, contract.title, contract.table) for number, _ in enumerate(rows))
    tables = tuple(RawTable(number, contract.table, _frame(row), {}) for number, row in enumerate(rows))
    return validate(Intake((), sheets, tables, ()), {contract.table: contract})


def _frame(row: Mapping[str, str]) -> pd.DataFrame:
    cells = {name: pd.Series([said], dtype="str") for name, said in row.items() if name != "because"}
    return pd.DataFrame(cells).assign(_row=5, _cell=pd.Series(["A5:H5"], dtype="str"))


@cache
def typed(table: str) -> TypedTables:
    """Type the accepted rows and, numbered on from them, the refused ones."""
    return checked(CONTRACTS[table], (*CONTRACTS[table].accept, *CONTRACTS[table].reject))


@pytest.mark.parametrize(("table", "number"), ACCEPT)
def test_a_row_the_contract_accepts_passes(table: str, number: int) -> None:
    assert [error.message for error in typed(table).errors if error.file == str(number)] == []
    assert list(typed(table).frames[table]["_sheet"]).count(number) == 1


@pytest.mark.parametrize(("table", "number"), REJECT)
def test_a_row_the_contract_refuses_fails_with_the_code_it_names(table: str, number: int) -> None:
    because, place = CONTRACTS[table].reject[number]["because"], len(CONTRACTS[table].accept) + number
    assert because in {error.code for error in typed(table).errors if error.file == str(place)}


@pytest.mark.parametrize("table", CONTRACTS)
def test_an_empty_frame_has_the_columns_and_types_of_a_filled_one(table: str) -> None:
    empty = validate(Intake((), (), (), ()), {table: CONTRACTS[table]}).frames[table]
    assert dict(typed(table).frames[table].dtypes.astype(str)) == dict(empty.dtypes.astype(str))
    assert len(empty) == 0


@pytest.mark.parametrize("table", CONTRACTS)
def test_every_contract_shows_what_it_accepts_and_what_it_refuses(table: str) -> None:
    assert CONTRACTS[table].accept
    assert CONTRACTS[table].reject


def test_a_sign_in_sheet_nobody_signed_is_told_though_another_was_signed() -> None:
    contract = CONTRACTS["meeting_sign_in"]
    signed = dict(contract.accept[0])
    errors = checked(contract, (signed, {**signed, "held_on": "2023-11-20", "signed": ""})).errors
    assert [(error.file, error.code) for error in errors] == [("1", "nobody-signed")]
