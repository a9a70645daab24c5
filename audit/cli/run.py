"""``zhucun run``: audit a month on what stands in the workspace; only what changed is judged again."""

import re
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli.console import INTERNAL, NO_PROBLEM, PROBLEMS, clean, console, line, stop, table
from audit.cli.workspace import BY_HELP, acting, day, require_month, say_json, workspace
from audit.model.outcome import Kind

if TYPE_CHECKING:
    from audit.workspace.running import Ran

HELP = """核验工作区里一个月的资料，结果存入工作区；没有变动的村沿用上次的判定。退出码同 check。

例：zhucun run 2023-11 --policy sanjian-2023-106　　zhucun run --list

zhucun run --again 3（按当时的规则和资料重做第3次核验，核对是否一字不差）
"""


def run(
    month: Annotated[str, typer.Argument(help="核验月份，如 2023-11", metavar="[MONTH]")] = "",
    policy: Annotated[str, typer.Option(help="依据的政策编号，几个用逗号隔开；不写则用当月有效的")] = "",
    as_of: Annotated[str, typer.Option(help="核验日，如 2024-01-10；不写则为今天")] = "",
    again: Annotated[int, typer.Option(help="重做某次核验，写它的编号", metavar="N")] = 0,
    listed: Annotated[bool, typer.Option("--list", help="列出历次核验")] = False,
    by: Annotated[str, typer.Option(help=BY_HELP)] = "",
    json: Annotated[bool, typer.Option("--json", help="只输出 findings.json 的内容")] = False,
) -> None:
    """Run a month, list runs, or execute an old one again; exit code 0 no problem, 1 problems, 2 bad input, 3 fault."""
    with workspace():
        if listed:
            _list(month, as_json=json)
            return
        if again:
            _again(again)
            return
        code = _run(require_month(month), policy, day(as_of, "--as-of"), by, as_json=json)
    raise typer.Exit(code)


def _run(month: str, policy: str, as_of: date, by: str, *, as_json: bool) -> int:
    from audit.workspace import running

    chosen = tuple(name.strip() for name in re.split("[,，]", policy) if name.strip())
    ran = running.run(month, policies=chosen, as_of=as_of, by=acting(by))
    if as_json:
        sys.stdout.buffer.write(ran.findings_json.encode("utf-8"))
    else:
        _print(ran)
    found = any(one.kind in {Kind.VIOLATION, Kind.CLUE} for one in ran.report.findings)
    return PROBLEMS if found else NO_PROBLEM


def _print(ran: "Ran") -> None:
    from audit.cli.summary import print_found

    screen = console()
    same = ran.units - ran.judged
    screen.print(line(f"第{ran.number}次核验：重新判定{ran.judged}处，{same}处资料没有变动，沿用上次判定", "bold"))
    for one in ran.expired:
        screen.print(line(f"到期：{one.id[:8]} {one.message}，{one.history[-1].note}", "yellow"), soft_wrap=True)
    print_found(screen, ran.report)
    screen.print(line(f"看变化：zhucun diff {ran.report.month}　出文书：zhucun report {ran.report.month}"))


def _again(number: int) -> None:
    """Execute an old run again and say whether every byte is the same; exit code 3 when it is not."""
    from audit.store import runs
    from audit.workspace import running

    kept = runs.kept(number)
    if running.again(kept) == runs.text(kept.findings_json):
        console().print(line(f"第{number}次核验按当时的规则和资料重做，结果一字不差", "green"))
        return
    program = "" if running.same_program(kept) else f"（当时的程序是 {kept.program}）"
    stop(f"第{number}次核验重做的结果与当时不同{program}", code=INTERNAL)


def _list(month: str, *, as_json: bool) -> None:
    from audit.store import runs
    from audit.store.plain import to_plain

    every = runs.of_month(month)
    if as_json:
        say_json([to_plain(one) for one in every])
        return
    made = table("编号", "月份", "核验日", "时间", "经手", "政策", "问题", right=(0, 6))
    for one in every:
        when = f"{one.made_at.astimezone():%Y-%m-%d %H:%M}"
        texts = (one.number, one.month, one.as_of, when, one.actor, "、".join(one.policies), one.figures["findings"])
        made.add_row(*(clean(text) for text in texts))
    console().print(made)
