"""Which typed rows cannot be taken: bad required values or keys, failed checks, rows that are there already."""

from collections.abc import Sequence

import pandas as pd
from msgspec import Struct

from audit.model.contract import ImportContract
from audit.model.source import DataError, Sheet
from audit.validate.draft import Bad
from audit.validate.families import REPEATS
from audit.validate.messages import Trouble, sheet_error
from audit.validate.schema import repeated_keys, row_troubles

REPEATS_SHOWN = 10
"""More repeated rows than this between two sheets are one message: the file was handed in twice."""

_WHERE = ["_sheet", "_row", "_cell"]


class Sifted(Struct, frozen=True):
    """The rows taken, the labels of those refused, and what to say about it."""

    taken: pd.DataFrame
    refused: frozenset[int]
    troubles: tuple[Trouble, ...]
    sheet_errors: tuple[DataError, ...]


def sift(contract: ImportContract, frame: pd.DataFrame, bad: Bad, sheets: Sequence[Sheet]) -> Sifted:
    """Part the rows of one table, over all its sheets, into those taken and those refused.

    A bad optional cell is reported and the row stays; a bad required or key cell refuses the row. Of rows with the
    same key the first is kept.
    """
    vital = {name for name, column in contract.columns.items() if column.required} | set(contract.key)
    troubles = [Trouble(label, column, error.code, error.say) for (label, column), error in bad.items()]
    unusable = {label for label, column in bad if column in vital}
    sound = frame.drop(index=list(unusable))
    if contract.table in REPEATS:
        sound = sound[~REPEATS[contract.table](sound)]
    failed = row_troubles(contract, sound)
    sound = sound.drop(index=list({trouble.label for trouble in failed}))
    twice = repeated_keys(contract, sound)
    said, folded = _say_repeats(contract, sound, twice, sheets)
    refused = unusable | {trouble.label for trouble in failed} | set(twice)
    return Sifted(sound.drop(index=twice), frozenset(refused), (*troubles, *failed, *said), tuple(folded))


def _say_repeats(
    contract: ImportContract, frame: pd.DataFrame, twice: Sequence[int], sheets: Sequence[Sheet]
) -> tuple[list[Trouble], list[DataError]]:
    if not twice:
        return [], []
    pairs = _with_firsts(contract, frame, twice)
    troubles: list[Trouble] = []
    errors: list[DataError] = []
    for _, rows in pairs.groupby(["_sheet", "_first_sheet"]):
        sheet, first_sheet = (sheets[rows[name].iloc[0]] for name in ("_sheet", "_first_sheet"))
        lines = rows.groupby("_row", sort=False)
        if lines.ngroups > REPEATS_SHOWN:
            errors.append(_said_once(sheet, first_sheet, rows))
            continue
        # A leave that crosses the month rightly stands in both months' ledgers: the same words there are no fault.
        told = [line for _, line in lines if sheet is first_sheet or not line["_same"].all()]
        troubles += [_line_trouble(line, first_sheet) for line in told]
    return troubles, errors


def _with_firsts(contract: ImportContract, frame: pd.DataFrame, twice: Sequence[int]) -> pd.DataFrame:
    """Each repeated row with where the first of its key stands, and whether the two say the same."""
    keys = list(contract.key)
    shared = frame[frame.duplicated(keys, keep=False)]
    labels = shared.index.to_series()
    firsts = labels.groupby([shared[name] for name in keys], dropna=False, sort=False).transform("first")
    content = shared.drop(columns=_WHERE).astype(object)
    content = content.where(content.notna(), None)
    same = content.loc[list(twice)].to_numpy() == content.loc[firsts.loc[list(twice)]].to_numpy()
    where = frame.loc[firsts.loc[list(twice)], _WHERE].set_axis(pd.Index(twice))
    return frame.loc[list(twice), _WHERE].assign(
        _first_sheet=where["_sheet"], _first_cell=where["_cell"], _same=same.all(axis=1)
    )


def _line_trouble(line: pd.DataFrame, first_sheet: Sheet) -> Trouble:
    """One message for the repeated days of one line."""
    cells, firsts = line["_cell"].tolist(), line["_first_cell"].tolist()
    first = f"{first_sheet.file}《{first_sheet.name}》{_range(firsts)}"
    if line["_same"].all():
        say = f"与{first}重复，只计一次，请删去重复的一行"
    else:
        say = f"与{first}是同一条记录而内容不同，暂按前者，请核对后只留正确的一行"
    return Trouble(int(line.index[0]), "", "duplicate-row", say, _range(cells))


def _range(cells: Sequence[str]) -> str:
    return cells[0] if len(cells) == 1 else f"{cells[0].split(':')[0]}:{cells[-1].split(':')[-1]}"


def _said_once(sheet: Sheet, first: Sheet, rows: pd.DataFrame) -> DataError:
    different = int((~rows["_same"]).sum())
    also = f"，其中{different}行内容不同，暂按前者" if different else ""
    say = f"有{len(rows)}行与{first.file}《{first.name}》重复{also}，只计一次；请核对是否重复上传"
    return sheet_error(sheet, "duplicate-row", say)
