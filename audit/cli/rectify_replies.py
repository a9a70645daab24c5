"""``zhucun rectify reply``, ``extend`` and ``waive``: what the village answers, and what is granted."""

from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli import moves
from audit.cli.workspace import day, now
from audit.model.lifecycle import Role
from audit.model.problem import Act, Plan

if TYPE_CHECKING:
    from audit.model.problem import Problem

REPLY_HELP = """村或单位答复：制定措施、开始整改；加 --appeal 为申诉，加 --uphold 或 --reject 为答复申诉。

例：zhucun rectify reply 3fa9 --measure 补登签到 --by 李军"""
EXTEND_HELP = """申请延期（--until）；加 --grant 或 --refuse 为批复，须由另一人批。

例：zhucun rectify extend 3fa9 --until 2023-12-20 --note 汛期"""
WAIVE_HELP = """采纳说明到某一天（--until），到期自动重新计入；加 --hold 为挂账。

例：zhucun rectify waive 3fa9 --until 2023-12-31 --note 抽调防汛"""


def reply(
    ids: moves.Ids,
    measure: Annotated[str, typer.Option(help="整改措施")] = "",
    person: Annotated[str, typer.Option(help="责任人")] = "",
    appeal: Annotated[bool, typer.Option("--appeal", help="申诉，理由写在 --note")] = False,
    uphold: Annotated[bool, typer.Option("--uphold", help="申诉成立，问题排除")] = False,
    reject: Annotated[bool, typer.Option("--reject", help="申诉不成立")] = False,
    note: moves.Note = "",
    by: moves.By = "",
    role: moves.As = Role.VILLAGE,
    village: moves.Village = "",
    unit: moves.Unit = "",
) -> None:
    """Take up the rectification, appeal, or answer an appeal."""
    from audit.rectify import lifecycle, replies

    act = Act(moves.actor(by, role, village, unit), now().date(), note)

    def move(one: "Problem") -> "Problem":
        if appeal:
            return replies.appeal(one, act)
        if uphold or reject:
            return replies.answer_appeal(one, act, upheld=uphold)
        plan = Plan(measure or one.plan.measure, one.plan.owner, person or one.plan.person)
        return lifecycle.start(one, act, plan)

    moves.move(ids, by, "答复", move)


def extend(
    ids: moves.Ids,
    until: Annotated[str, typer.Option(help="申请延到哪一天")] = "",
    grant: Annotated[bool, typer.Option("--grant", help="批准")] = False,
    refuse: Annotated[bool, typer.Option("--refuse", help="不准")] = False,
    note: moves.Note = "",
    by: moves.By = "",
    role: moves.As = Role.VILLAGE,
    village: moves.Village = "",
    unit: moves.Unit = "",
) -> None:
    """Ask for a later deadline, or decide on the request."""
    from audit.rectify import replies

    act = Act(moves.actor(by, role, village, unit), now().date(), note)

    def move(one: "Problem") -> "Problem":
        if grant or refuse:
            return replies.decide_extension(one, act, approved=grant)
        return replies.ask_extension(one, act, until=day(until, "--until"))

    moves.move(ids, by, "延期", move)


def waive(
    ids: moves.Ids,
    until: Annotated[str, typer.Option(help="到哪一天")] = "",
    hold: Annotated[bool, typer.Option("--hold", help="挂账，长期整改")] = False,
    note: moves.Note = "",
    by: moves.By = "",
    role: moves.As = Role.LEADER,
) -> None:
    """Accept an explanation until a day, or put a problem on the long list."""
    from audit.rectify import replies

    act, last = Act(moves.actor(by, role), now().date(), note), day(until, "--until")
    step = replies.hold if hold else replies.accept
    moves.move(
        ids,
        by,
        "挂账" if hold else "采纳说明",
        lambda one: step(one, act, until=last),
    )
