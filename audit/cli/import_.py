"""``zhucun import``: files into the workspace, once each; corrected files replace earlier ones, and can be undone."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli.console import clean, console, line, stop, table
from audit.cli.paths import require_paths
from audit.cli.workspace import BY_HELP, acting, say_json, workspace

if TYPE_CHECKING:
    from audit.workspace.handing_in import HandedIn

HELP = """把资料存入工作区：同样的内容只存一次，改正后的表自动顶替原来的，原来的仍可查。

例：zhucun import 2023年11月资料　　zhucun import（取工作区 inbox 文件夹里的全部文件）

zhucun import --list　　zhucun import --undo 3（恢复到这次导入之前）　　zhucun import --changes 3（改了哪些格子）

zhucun import 更正.xlsx --correction 村里申请补登，附请假条（清单印发以后的更正，写明理由）
"""
_FIRST, _MOST = 10, 200


def import_(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="文件或文件夹，不写则取 inbox", metavar="[PATH...]")
    ] = None,
    note: Annotated[str, typer.Option(help="说明，如“柳湾村更正签到册”")] = "",
    correction: Annotated[
        str, typer.Option(help="按更正程序申请过的，写明理由；反馈以后改动而没有写的，列为倒补疑点")
    ] = "",
    changes: Annotated[int, typer.Option(help="某次导入比原来改了哪些格子，写它的编号", metavar="N")] = 0,
    undo: Annotated[int, typer.Option(help="撤销某次导入，写它的编号", metavar="N")] = 0,
    listed: Annotated[bool, typer.Option("--list", help="列出历次导入")] = False,
    by: Annotated[str, typer.Option(help=BY_HELP)] = "",
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """Import files, list imports, or undo one; exit code 2 when there is nothing to do it with."""
    require_paths(paths or [])
    with workspace():
        if changes:
            _changes(changes, as_json=json)
        elif undo:
            _undo(undo, by)
        elif listed:
            _list(as_json=json)
        else:
            _import(paths or [], (note, correction), by, as_json=json)


def _import(paths: list[Path], said: tuple[str, str], by: str, *, as_json: bool) -> None:
    from audit.store.imports import Said
    from audit.workspace import handing_in

    if not paths:
        box = handing_in.inbox()
        box.mkdir(parents=True, exist_ok=True)
        paths = [box]
        if not any(box.iterdir()):
            stop(f"没有写文件，{box} 里也没有文件；请写明文件，或把文件放进去")
    done = handing_in.hand_in(paths, by=acting(by), said=Said(*said))
    if as_json:
        say_json(_plain(done))
    else:
        _print(done)


def _plain(done: "HandedIn") -> dict[str, object]:
    told = done.recorded
    return {
        "import": told.number, "taken": told.taken, "known": told.known,
        "replaced": [_row(one) for one in told.replaced], "after_issue": [_row(one) for one in told.after_issue],
        "data_errors": [error.message for error in done.errors],
    }  # fmt: skip


def _row(one: tuple[str, str, str, int]) -> dict[str, object]:
    return dict(zip(("month", "village", "table", "rows"), one, strict=True))


def _print(done: "HandedIn") -> None:
    from audit import catalog

    screen, told, titles = console(), done.recorded, catalog.load_imports()
    number = f"第{told.number}次导入：" if told.number else "没有新内容："
    screen.print(line(f"{number}存入{len(told.taken)}个文件，{len(told.known)}个内容早已存过", "bold"), soft_wrap=True)
    for month, village, name, rows in told.replaced[:_FIRST]:
        what = " ".join(filter(None, (village, month, titles[name].title)))
        screen.print(line(f"  顶替原来的：{what}，{rows}行"), soft_wrap=True)
    if told.replaced:
        screen.print(line(f"  看改了哪些格子：zhucun import --changes {told.number}"))
    for month, village, name, rows in told.after_issue:
        what = " ".join(filter(None, (village, titles[name].title)))
        screen.print(
            line(f"  注意：{month}的清单已印发，此后又改动{what}{rows}行，已记入日志", "yellow"), soft_wrap=True
        )
    if done.errors:
        screen.print(line(f"资料差错：{len(done.errors)}处", "bold"))
    for error in done.errors[:_FIRST]:
        screen.print(line(f"  {error.message}"), soft_wrap=True)
    if len(done.errors) > _FIRST:
        screen.print(line(f"  ……其余{len(done.errors) - _FIRST}处用 --json 查看"))


def _changes(number: int, *, as_json: bool) -> None:
    from audit.store.plain import to_plain
    from audit.workspace import changes

    found = changes.of_import(number)
    if as_json:
        say_json([to_plain(one) for one in found])
        return
    screen = console()
    counts = "，".join(f"{label}{sum(one.what == what for one in found)}行" for what, label in changes.LABELS.items())
    screen.print(line(f"第{number}次导入与原来比：{counts}", "bold"))
    for one in found[:_MOST]:
        screen.print(line(f"  {one.sentence}"), soft_wrap=True)
    if len(found) > _MOST:
        screen.print(line(f"  ……其余{len(found) - _MOST}行用 --json 查看"))


def _undo(number: int, by: str) -> None:
    from audit.store import imports

    names = imports.undo(number, by=acting(by))
    console().print(
        line(f"已撤销第{number}次导入，{len(names)}个文件不再计入：{'、'.join(names[:_FIRST])}"), soft_wrap=True
    )


def _list(*, as_json: bool) -> None:
    from audit.store import batches

    every = list(batches.listed())
    if as_json:
        say_json(every)
        return
    made = table("编号", "时间", "经手", "文件", "说明", right=(0, 3))
    for one in every:
        gone = f"已撤销（{one['undone_at']:%Y-%m-%d}）" if one["undone_at"] else ""
        texts = (one["number"], f"{one['made_at'].astimezone():%Y-%m-%d %H:%M}", one["actor"], len(one["files"]))
        made.add_row(*(clean(text) for text in texts), clean(f"{one['note']}{gone}"))
    console().print(made)
