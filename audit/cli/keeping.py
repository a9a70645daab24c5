"""``zhucun report``, ``month lock``, ``verify``, ``backup``, ``restore`` and ``move``: what goes out and what stays."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli.console import PROBLEMS, clean, console, line, stop, table
from audit.cli.workspace import BY_HELP, acting, require_month, say_json, workspace

if TYPE_CHECKING:
    from audit.store.log import Anchor

REPORT_HELP = """从工作区里最近一次（或某次）核验出文书，编号登记，印上日志锚点。

例：zhucun report 2023-11 --out 印发　　zhucun report 2023-11 --list
"""
VERIFY_HELP = """核对：不写参数则核对全部日志和存下的文件；写文书的文件或编号，说它现行有效、已被替代还是被改动过。

例：zhucun verify　　zhucun verify 问题清单_桃溪村_2023-11.docx　　zhucun verify --anchor 12-3fa9…（纸上印的锚点）
"""
BACKUP_HELP = """把整个工作区（数据库和全部文件）备份成一个文件。例：zhucun backup 备份.zip"""
RESTORE_HELP = """从备份恢复到空的工作区，并核对与备份一字不差。例：zhucun restore 备份.zip"""
MOVE_HELP = (
    """把工作区从 SQLite 搬到 PostgreSQL（空库），核对条数和校验值。例：zhucun move postgresql://user@host/zhucun"""
)
month_app = typer.Typer(help="月份的锁定", no_args_is_help=True, rich_markup_mode=None)


def report(
    month: Annotated[str, typer.Argument(metavar="MONTH", help="月份，如 2023-11")],
    out: Annotated[Path, typer.Option(help="放在哪个文件夹")] = Path("印发"),
    run: Annotated[int, typer.Option(help="哪次核验；不写则为最近一次", metavar="N")] = 0,
    listed: Annotated[bool, typer.Option("--list", help="列出已印发的文书")] = False,
    by: Annotated[str, typer.Option(help=BY_HELP)] = "",
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """Issue the documents of a kept run, or list what was issued."""
    require_month(month)
    with workspace():
        from audit.cli.diff import chosen_run
        from audit.store import documents
        from audit.store.plain import to_plain
        from audit.workspace import issuing

        done = documents.listed(month) if listed else issuing.issue(chosen_run(month, run), out, by=acting(by))
        if json:
            say_json([to_plain(one) for one in done])
            return
        made = table("编号", "文书", "村", "印发", "状态")
        for one in done:
            state = f"已由{one.replaced_by}替代" if one.replaced_by else "现行"
            texts = (one.number, one.name, one.village, f"{one.issued_at.astimezone():%Y-%m-%d} {one.actor}", state)
            made.add_row(*(clean(text) for text in texts))
        console().print(made)


@month_app.command("lock", help="锁定一个月：清单已印发，此后改动这个月的资料会被标出。例：zhucun month lock 2023-11")
def lock(
    month: Annotated[str, typer.Argument(metavar="MONTH", help="月份，如 2023-11")],
    run: Annotated[int, typer.Option(help="印发的是哪次核验；不写则为最近一次", metavar="N")] = 0,
    by: Annotated[str, typer.Option(help=BY_HELP)] = "",
) -> None:
    """Lock a month after its list was issued."""
    require_month(month)
    with workspace():
        from audit.cli.diff import chosen_run
        from audit.store import documents

        chosen = chosen_run(month, run)
        documents.lock(month, chosen.number, by=acting(by))
        console().print(line(f"{month}已锁定，以第{chosen.number}次核验为准；此后的改动作为补充，会标出"))


def verify(
    what: Annotated[str, typer.Argument(metavar="[FILE|NUMBER]", help="文书的文件或编号；不写则核对全部")] = "",
    anchor: Annotated[list[str] | None, typer.Option(help="纸上印的日志锚点，可写几次")] = None,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """Verify a document, or the log and every kept file; exit code 1 where something is wrong."""
    with workspace():
        from audit.store import log
        from audit.workspace import issuing

        if what:
            verdict = issuing.verify(what)
            faults, good = ([] if verdict.good else [verdict.sentence]), verdict.sentence
        else:
            faults = issuing.verify_all(_anchors(anchor or []))
            since = f"（自{log.begun()}起，从不删除）" if log.begun() else ""
            good = f"日志{log.anchor().number}条完整{since}，存下的文件都未改动；锚点 {log.anchor()}"
        if json:
            say_json({"good": not faults, "faults": faults})
        elif faults:
            for fault in faults:
                console().print(line(fault, "red"), soft_wrap=True)
        else:
            console().print(line(good, "green"), soft_wrap=True)
    raise typer.Exit(PROBLEMS if faults else 0)


def _anchors(told: list[str]) -> "dict[str, Anchor]":
    from audit.store import log

    try:
        return {f"锚点{text}": log.read_anchor(text) for text in told}
    except ValueError as error:
        stop(f"“{clean(error)}”不是锚点，请照文书上印的写全")


def backup(path: Annotated[Path, typer.Argument(metavar="FILE", help="写到哪个文件")]) -> None:
    """Write a backup."""
    with workspace():
        from audit.store import backup as store

        told = store.back_up(path)
        console().print(
            line(f"已备份{sum(int(count) for count, _ in told.values())}条记录，写入 {path}"), soft_wrap=True
        )


def restore(path: Annotated[Path, typer.Argument(metavar="FILE", help="备份文件")]) -> None:
    """Restore a backup into an empty workspace."""
    if not path.is_file():
        stop(f"找不到“{clean(path)}”，请检查路径")
    with workspace():
        from audit.store import backup as store

        told = store.restore(path)
        console().print(line(f"已恢复{sum(int(count) for count, _ in told.values())}条记录，与备份一字不差", "green"))


def move(url: Annotated[str, typer.Argument(metavar="URL", help="PostgreSQL 的地址")]) -> None:
    """Move the workspace to PostgreSQL."""
    with workspace():
        from audit.store import backup as store

        told = store.move(url)
        count = sum(int(number) for number, _ in told.values())
    console().print(
        line(f"已搬{count}条记录，校验值一致。以后请设 ZHUCUN_DATABASE_URL 为这个地址", "green"), soft_wrap=True
    )
