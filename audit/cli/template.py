"""``zhucun template``: the blank form of a table, made from its contract."""

import re
from collections.abc import Callable
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer

from audit.cli.console import clean, console, line, stop
from audit.model.calendar import YearMissingError
from audit.model.contract import ImportContract

HELP = "生成空白表：表头、填法、下拉选项都取自表的约定，填好即可核验。有哪些表见 docs/tables.md。"
_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")


def template(
    table: Annotated[
        str, typer.Argument(help="表名，如 roster（花名册）、sign_in_grid（签到册）", metavar="TABLE")
    ] = "",
    out: Annotated[Path | None, typer.Option(help="写到哪个文件；不写则为当前文件夹里以表的标题为名的文件")] = None,
    every: Annotated[Path | None, typer.Option("--all", help="全部空白表写到这个文件夹", metavar="DIR")] = None,
    month: Annotated[str, typer.Option(help="签到册印上的月份，如 2023-11；周末和节假日涂灰")] = "",
    village: Annotated[str, typer.Option(help="签到册印上的村名，如 桃溪村")] = "",
) -> None:
    """Write one form, or all of them; exit code 2 for a table that has none."""
    contracts = _contracts()
    if month and not _MONTH.fullmatch(month):
        stop(f"月份“{clean(month)}”写法不对，请写成 --month 2023-11")
    if bool(table) == bool(every):
        stop("请写一个表名，或用 --all 写明放全部空白表的文件夹")
    chosen = [_chosen(table, contracts)] if table else _with_form(contracts)
    for contract in chosen:
        path = out if out and table else (every or Path()) / f"{contract.title.split('（')[0]}.xlsx"
        _write(path, contract, month, village)


def _contracts() -> dict[str, ImportContract]:
    """All contracts; stops with every error when a file is wrong."""
    from audit import catalog

    try:
        return catalog.load_imports()
    except catalog.CatalogError as error:
        stop(*error.messages)


def _with_form(contracts: dict[str, ImportContract]) -> list[ImportContract]:
    from audit import render

    return [contract for contract in contracts.values() if render.has_form(contract)]


def _chosen(table: str, contracts: dict[str, ImportContract]) -> ImportContract:
    """The table of this name; stops, naming what there is, when it is unknown or nobody fills it in."""
    forms = _with_form(contracts)
    listed = "、".join(f"{contract.table}（{contract.title.split('（')[0]}）" for contract in forms)
    if table not in contracts:
        near = get_close_matches(table, contracts, n=1, cutoff=0.5)
        stop(f"没有名为“{clean(table)}”的表" + (f"，是不是 {near[0]}？" if near else "。") + f"有空白表的：{listed}")
    if contracts[table] not in forms:
        why = "由系统导出，不用填写" if contracts[table].exported else "不是表格填写的"
        stop(f"“{contracts[table].title}”{why}，没有空白表。有空白表的：{listed}")
    return contracts[table]


def _write(path: Path, contract: ImportContract, month: str, village: str) -> None:
    from audit import render

    if contract.read.layout == "month_grid":
        data = render.month_form(contract, render.FormMonth(month, village, _days_off()))
    else:
        data = render.blank_form(contract)
    render.write_file(path, data)
    console().print(line(f"{contract.title}：{path}"), soft_wrap=True)


def _days_off() -> Callable[[date], bool]:
    """Tell days off by the calendar, or by the week in years whose holidays are not known."""
    from audit import catalog

    try:
        known = catalog.load_calendar()
    except catalog.CatalogError as error:
        stop(*error.messages)

    def is_off(day: date) -> bool:
        try:
            return not known.is_workday(day)
        except YearMissingError:
            return day.isoweekday() > 5

    return is_off
