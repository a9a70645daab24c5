"""What the moves of ``zhucun rectify`` share: their options, who acts, and one move on several problems."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli.console import console, line
from audit.cli.workspace import BY_HELP, acting, day, workspace
from audit.model.lifecycle import Role
from audit.model.problem import Actor

if TYPE_CHECKING:
    from audit.model.problem import Problem

Ids = Annotated[list[str], typer.Argument(metavar="ID...", help="问题编号，写前几位即可，可以几个")]
By = Annotated[str, typer.Option(help=BY_HELP)]
As = Annotated[
    Role, typer.Option("--role", help="以什么身份：office 党群办，auditor 检查组，leader 领导，village 村，unit 单位")
]
Village = Annotated[str, typer.Option(help="经手人所在的村")]
Unit = Annotated[str, typer.Option(help="经手人所在的单位")]
Note = Annotated[str, typer.Option(help="理由或情况说明")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON")]


def actor(name: str, role: Role, village: str = "", unit: str = "") -> Actor:
    """Name who acts, for whom."""
    return Actor(acting(name).actor, role, village, unit)


def move(
    ids: list[str],
    by: str,
    action: str,
    step: "Callable[[Problem], Problem]",
    *,
    told: "Callable[[Problem], tuple[str, ...]] | None" = None,
) -> None:
    """Make one move on each problem and say where it stands now, and what else is ``told`` of it."""
    with workspace():
        from audit.workspace import casework

        for done in casework.act(ids, step, by=acting(by), action=action):
            console().print(line(f"{done.id[:8]} {done.status.label}：{done.message}"), soft_wrap=True)
            for remark in told(done) if told else ():
                console().print(line(f"  注意：{remark}", "yellow"), soft_wrap=True)


def maybe(text: str) -> date | None:
    """Read a day that may be left out."""
    return day(text, "日期") if text else None
