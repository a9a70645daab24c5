"""``zhucun rectify propose``, ``approve``, ``reject``, ``talk`` and ``urge``: what follows is decided by a person."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli import moves
from audit.cli.console import clean, console, line, table
from audit.cli.diff import chosen_run
from audit.cli.workspace import BY_HELP, acting, day, now, require_month, say_json, workspace
from audit.model.lifecycle import Role
from audit.model.problem import Act

if TYPE_CHECKING:
    from audit.store.documents import Issued
    from audit.store.escalations import Kept

PROPOSE_HELP = """按条款和台账提出约谈、取消评优等建议，列出待决定的；只提建议，由人决定。次数按自然年数。

例：zhucun rectify propose 2023-11　　zhucun rectify propose 2023-11 --all（连同已决定的）
"""
APPROVE_HELP = """批准一条建议，须具名、写理由；约谈的同时起草约谈通知，编号登记。

例：zhucun rectify approve 5c1d --note 同意约谈 --by 郑海 --role leader --out 印发
"""
REJECT_HELP = (
    "不批准一条建议，须具名、写理由。例：zhucun rectify reject 5c1d --note 汛期不宜约谈 --by 郑海 --role leader"
)
TALK_HELP = "登记一次已批准的约谈：哪天、要求什么。例：zhucun rectify talk 5c1d --on 2024-01-15 --demand 一周内改到位"
URGE_HELP = "为一个村逾期未整改的问题起草督办单，编号登记。例：zhucun rectify urge 2023-11 桃溪村 --out 印发"

_Id = Annotated[str, typer.Argument(metavar="ID", help="建议编号，写前几位即可")]
_Month = Annotated[str, typer.Argument(metavar="MONTH", help="月份，如 2023-11")]
_Out = Annotated[Path, typer.Option(help="放在哪个文件夹")]


def propose(
    month: _Month,
    every: Annotated[bool, typer.Option("--all", help="连同已决定、已失效的")] = False,
    as_of: Annotated[str, typer.Option(help="看到哪一天，如 2024-01-10；不写则为今天")] = "",
    by: Annotated[str, typer.Option(help=BY_HELP)] = "",
    json: moves.Json = False,
) -> None:
    """Propose by the clauses of the newest run, keep what is new, and list what waits."""
    require_month(month)
    today = day(as_of, "--as-of")
    with workspace():
        from audit.store import escalations
        from audit.store.plain import to_plain
        from audit.workspace import escalating

        run = chosen_run(month, 0)
        open_ones = escalating.propose(run, today, by=acting(by))
        found = escalations.listed() if every else open_ones
        if json:
            say_json([to_plain(one) for one in found])
            return
        counts = escalating.counters(escalating.circumstances(run, today))
        _print(found, {holder.key: count for holder, count in counts.items()})
        told = "，".join(f"{holder.name}{count}次" for holder, count in sorted(counts.items()))
        console().print(line(f"{today.year}年内已约谈：{told or '无'}"), soft_wrap=True)


def _print(found: "list[Kept]", counts: dict[str, int]) -> None:
    made = table("编号", "对象", "建议", "状态", "年内约谈", "事由", right=(4,))
    for one in found:
        about = one.proposal
        times = counts.get(about.holder.key, 0)
        texts = (about.id[:8], about.holder.name, about.measure.label, one.label, times, about.message)
        made.add_row(*(clean(text) for text in texts))
    console().print(made)


def approve(
    proposal: _Id,
    note: moves.Note = "",
    by: moves.By = "",
    role: moves.As = Role.LEADER,
    out: _Out = Path("印发"),
) -> None:
    """Approve a proposal; an interview's notice is drafted at once."""
    from audit.model.escalation import Measure

    with workspace():
        from audit.workspace import escalating

        kept = escalating.decide(proposal, _act(by, role, note), approved=True, by=acting(by))
        console().print(line(f"{kept.proposal.id[:8]} {kept.label}：{kept.proposal.message}"), soft_wrap=True)
        if kept.proposal.measure is Measure.INTERVIEW:
            run = chosen_run(kept.month, 0)
            _say(escalating.interview_notice(kept, run, out, now().date(), by=acting(by)), out)


def reject(proposal: _Id, note: moves.Note = "", by: moves.By = "", role: moves.As = Role.LEADER) -> None:
    """Reject a proposal."""
    with workspace():
        from audit.workspace import escalating

        kept = escalating.decide(proposal, _act(by, role, note), approved=False, by=acting(by))
        console().print(line(f"{kept.proposal.id[:8]} {kept.label}：{kept.proposal.message}"), soft_wrap=True)


def talk(
    proposal: _Id,
    on: Annotated[str, typer.Option(help="哪天约谈的，如 2024-01-15；不写则为今天")] = "",
    talked_by: Annotated[str, typer.Option(help="谁约谈的；不写则为条款写明的")] = "",
    demand: Annotated[str, typer.Option(help="要求什么")] = "",
    due: Annotated[str, typer.Option(help="要求哪天完成")] = "",
    by: moves.By = "",
    role: moves.As = Role.OFFICE,
) -> None:
    """Note that an approved interview was held."""
    with workspace():
        from audit.workspace import escalating

        held = escalating.Held(day(on, "--on"), talked_by, demand, moves.maybe(due))
        kept = escalating.hold(proposal, _act(by, role, demand or "已约谈"), held, by=acting(by))
        names = "、".join(one.name for one in kept.interview.targets) if kept.interview else ""
        console().print(line(f"{kept.proposal.id[:8]} {kept.label}：{names}"), soft_wrap=True)


def urge(
    month: _Month,
    village: Annotated[str, typer.Argument(metavar="VILLAGE", help="哪个村")],
    out: _Out = Path("印发"),
    as_of: Annotated[str, typer.Option(help="看到哪一天；不写则为今天")] = "",
    by: Annotated[str, typer.Option(help=BY_HELP)] = "",
) -> None:
    """Draft a supervision order."""
    require_month(month)
    with workspace():
        from audit.workspace import escalating

        today = day(as_of, "--as-of")
        _say(escalating.supervision_order(village, chosen_run(month, 0), out, today, by=acting(by)), out)


def _act(by: str, role: Role, note: str) -> Act:
    return Act(moves.actor(by, role), now().date(), note)


def _say(made: "Issued", out: Path) -> None:
    console().print(line(f"已起草 {out / made.name}，编号 {made.number}", "green"), soft_wrap=True)
