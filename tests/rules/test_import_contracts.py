"""Every import contract is true: the rows it says are accepted pass, the rows it says are refused fail as it says."""

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


def checked(contract: ImportContract, row: dict[str, str]) -> TypedTables:
    cells = {name: said for name, said in row.items() if name != "because"}
    frame = pd.DataFrame({name: pd.Series([said], dtype="str") for name, said in cells.items()})
    frame = frame.assign(_row=5, _cell=pd.Series(["A5:H5"], dtype="str"))
    sheet = Sheet("例.xlsx", "0" * 64, contract.title, contract.table)
    return validate(Intake((), (sheet,), (RawTable(0, contract.table, frame, {}),), ()), {contract.table: contract})


@pytest.mark.parametrize(("table", "number"), ACCEPT)
def test_a_row_the_contract_accepts_passes(table: str, number: int) -> None:
    typed = checked(CONTRACTS[table], dict(CONTRACTS[table].accept[number]))
    assert [error.message for error in typed.errors] == []
    assert len(typed.frames[table]) == 1


@pytest.mark.parametrize(("table", "number"), REJECT)
def test_a_row_the_contract_refuses_fails_with_the_code_it_names(table: str, number: int) -> None:
    row = dict(CONTRACTS[table].reject[number])
    typed = checked(CONTRACTS[table], row)
    assert row["because"] in {error.code for error in typed.errors}


@pytest.mark.parametrize("table", CONTRACTS)
def test_an_empty_frame_has_the_columns_and_types_of_a_filled_one(table: str) -> None:
    contract = CONTRACTS[table]
    empty = validate(Intake((), (), (), ()), {table: contract}).frames[table]
    filled = checked(contract, dict(contract.accept[0])).frames[table]
    assert dict(filled.dtypes.astype(str)) == dict(empty.dtypes.astype(str))
    assert len(empty) == 0


@pytest.mark.parametrize("table", CONTRACTS)
def test_every_contract_shows_what_it_accepts_and_what_it_refuses(table: str) -> None:
    assert CONTRACTS[table].accept
    assert CONTRACTS[table].reject
