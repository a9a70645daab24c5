"""``zhucun check --dry-run``: what was recognised, what each sheet contributed, and what is still to be handed in."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from audit.cli.console import BAD_INPUT, NO_PROBLEM, clean, console, line, stop, table
from audit.model.received import Receipt, Received
from audit.model.source import SOURCE_TITLES, FileRead, SheetCount

if TYPE_CHECKING:
    from audit.survey import Survey

FIRST_ERRORS = 10
_NO_ROSTER = "没有读到花名册，不能核验；请把花名册（村、姓名、派出单位、驻村职务、到任时间）放进资料文件夹"


def read_only(paths: list[Path], policies: tuple[str, ...], month: str, *, as_json: bool) -> int:
    """Read and print, judge nothing; gives the exit code: 2 where nothing could be judged, stops at a bad argument."""
    from audit import catalog, pipeline, survey

    try:
        chosen = pipeline.choose_policies(policies, month)
        found = survey.survey(paths, policies=chosen, month=month)
    except pipeline.BadInputError as error:
        stop(str(error))
    except catalog.CatalogError as error:
        stop(*error.messages)
    if as_json:
        sys.stdout.buffer.write(survey_json(found).encode("utf-8"))
    else:
        print_survey(found)
    return NO_PROBLEM if found.has_roster else BAD_INPUT


def print_survey(found: "Survey") -> None:
    """Print the plain summary of a dry run."""
    screen = console()
    year, month = found.month.split("-")
    known = sum(sheet.table is not None for sheet in found.sheets)
    screen.print(line(f"{found.look.township}{year}年{int(month)}月资料试读（未核验）", "bold"))
    screen.print(line(f"{len(found.files)}个文件，认出{known}张表，未认出{len(found.sheets) - known}张"))
    for file in found.files:
        _print_file(screen, found, file)
    _print_matrix(screen, found.look.received)
    for note in found.notes:
        screen.print(line(note), soft_wrap=True)
    if found.errors:
        screen.print(line(f"资料差错：{len(found.errors)}处", "bold"))
    for error in found.errors[:FIRST_ERRORS]:
        screen.print(line(f"  {error.message}"), soft_wrap=True)
    if len(found.errors) > FIRST_ERRORS:
        screen.print(line(f"  ……其余{len(found.errors) - FIRST_ERRORS}处用 --json 查看"))
    if not found.has_roster:
        screen.print(line(_NO_ROSTER, "red"), soft_wrap=True)


def _print_file(screen: Console, found: "Survey", file: FileRead) -> None:
    """A file with its sheets: the table, the period, the rows taken and refused."""
    screen.print(line(file.name), soft_wrap=True)
    for index in file.sheets:
        sheet, count = found.sheets[index], found.counts.get(index, SheetCount())
        name = f"  《{sheet.name.strip()}》"
        if sheet.table is None:
            screen.print(line(f"{name}{sheet.note or '未识别'}", "yellow"), soft_wrap=True)
            continue
        period = f"，{sheet.period[0]}至{sheet.period[1]}" if sheet.period else ""
        bad = f"，{count.bad}行未采用" if count.bad else ""
        note = f"，{sheet.note}" if sheet.note else ""
        title = found.titles.get(sheet.table, sheet.table)
        screen.print(line(f"{name}{title}{period}，{count.good}行可用{bad}{note}"), soft_wrap=True)


def _print_matrix(screen: Console, received: Sequence[Received]) -> None:
    """Villages down, sources across."""
    if not received:
        return
    sources = list(dict.fromkeys(one.source for one in received))
    made = table("村（社区）", *(SOURCE_TITLES[source] for source in sources))
    for village in dict.fromkeys(one.village for one in received):
        signs = {one.source: one.receipt.label for one in received if one.village == village}
        made.add_row(clean(village), *(signs[source] for source in sources))
    screen.print(line("收表情况", "bold"))
    screen.print(made)
    for one in received:
        if one.receipt is Receipt.PART:
            lacking = "、".join(one.lacking)
            screen.print(line(f"  {one.village}{SOURCE_TITLES[one.source]}缺{lacking}", "yellow"), soft_wrap=True)


def survey_json(found: "Survey") -> str:
    """Give the dry run as JSON with the keys of ``findings.json`` where they mean the same."""
    content: dict[str, Any] = {
        "month": found.month,
        "files": [_file(found, file) for file in found.files],
        "data_errors": [
            {key: getattr(error, key) for key in ("code", "file", "sheet", "cell", "column", "value", "message")}
            for error in found.errors
        ],
        "received": [
            {"village": one.village, "source": one.source, "receipt": one.receipt.value, "lacking": list(one.lacking)}
            for one in found.look.received
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _file(found: "Survey", file: FileRead) -> dict[str, Any]:
    sheets = []
    for index in file.sheets:
        sheet, count = found.sheets[index], found.counts.get(index, SheetCount())
        rows = {"rows": count.rows, "good": count.good, "bad": count.bad}
        sheets.append({"name": sheet.name, "table": sheet.table, **rows, "note": sheet.note})
    return {"name": file.name, "sha256": file.sha256, "sheets": sheets}
