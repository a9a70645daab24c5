"""``zhucun rectify``: a problem's life from confirmation to striking off; each move is one command."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli import escalate, moves, rectify_replies
from audit.cli.console import clean, console, line, table
from audit.cli.paths import require_paths
from audit.cli.workspace import day, now, say_json, workspace
from audit.model.lifecycle import Role
from audit.model.problem import Act, Attestation, Plan

if TYPE_CHECKING:
    from audit.model.problem import Problem

_HELP = """整改销号：确认、交办、报送、退回、销号、重开、延期、采纳说明。每一步记入日志，谁报送的不能自己销号。

例：zhucun rectify list 2023-11　　zhucun rectify confirm 3fa9 --by 张三

zhucun rectify submit 3fa9 --claim data_fix --note 已补交签到册 --by 李军 --role village --village 桃溪村

zhucun rectify close 3fa9 --by 王芳（凭最近一次核验通过；或加 --attest “某日现场查看属实”）
"""
app = typer.Typer(help=_HELP, no_args_is_help=True, rich_markup_mode=None)


@app.command("list", help="列出整改台账，可按月、村、状态筛选。例：zhucun rectify list 2023-11 --village 桃溪村")
def list_problems(
    month: Annotated[str, typer.Argument(metavar="[MONTH]", help="月份，如 2023-11")] = "",
    village: Annotated[str, typer.Option(help="只看这个村")] = "",
    status: Annotated[str, typer.Option(help="只看这个状态，如 in_progress")] = "",
    json: moves.Json = False,
) -> None:
    """List problems with their status, deadline and light."""
    from audit.store.plain import to_plain

    with workspace():
        from audit.rectify import deadlines
        from audit.store import problems

        found = problems.listed(status, month=month, village=village)
        if json:
            say_json([to_plain(one) for one in found])
            return
        made = table("编号", "村", "状态", "期限", "灯", "问题")
        for one in found:
            light = deadlines.light(one, now().date()).label
            texts = (one.id[:8], one.village, one.status.label, one.due_on or "", light, one.message)
            made.add_row(*(clean(text) for text in texts))
        console().print(made)


@app.command("show", help="一条问题的全部经过和佐证。例：zhucun rectify show 3fa9")
def show(problem: Annotated[str, typer.Argument(metavar="ID", help="问题编号")], json: moves.Json = False) -> None:
    """Print a problem with its whole history."""
    from audit.store.plain import to_plain

    with workspace():
        from audit.store import problems
        from audit.workspace import casework

        found = problems.of(problem)
        if json:
            say_json(to_plain(found))
            return
        screen = console()
        screen.print(line(found.message, "bold"), soft_wrap=True)
        screen.print(line(f"{found.id}　{found.village}　{found.status.label}　期限{found.due_on or '未定'}"))
        for move in found.history:
            who = f"{move.actor.role.label}{move.actor.name}"
            screen.print(line(f"  {move.on} {who} {move.action.label}：{move.after.label} {move.note}"), soft_wrap=True)
        for remark in casework.remarks(found):
            screen.print(line(f"  佐证{remark}", "yellow"), soft_wrap=True)


_TRANSFER = """移交纪检：领导研判后具名登记，须写理由；程序从不提出。

例：zhucun rectify transfer 3fa9 --note 涉嫌虚报冒领 --by 郑海 --role leader
"""
_PLAIN = {
    "verify": ("转核实", "verify", "疑点转核实。例：zhucun rectify verify 3fa9 --note 到户查看"),
    "confirm": ("确认", "confirm", "确认问题；疑点须先核实。例：zhucun rectify confirm 3fa9 7b21 --by 张三"),
    "dismiss": ("排除", "dismiss", "排除：查实不成立，须写理由。例：zhucun rectify dismiss 3fa9 --note 当日因公外出"),
    "return": ("退回", "send_back", "退回：整改不到位，须写理由。例：zhucun rectify return 3fa9 --note 缺原件"),
    "transfer": ("移交纪检", "transfer", _TRANSFER),
}
"""Moves that need a person and his words only: the word in the log, the step of a problem's life, and the help."""


def _plain_move(name: str, word: str, step: str, help_text: str) -> None:
    @app.command(name, help=help_text)
    def command(ids: moves.Ids, note: moves.Note = "", by: moves.By = "", role: moves.As = Role.OFFICE) -> None:
        from audit.rectify import lifecycle

        act = Act(moves.actor(by, role), now().date(), note)
        moves.move(ids, by, word, lambda one: getattr(lifecycle, step)(one, act))


for _name, (_word, _step, _help) in _PLAIN.items():
    _plain_move(_name, _word, _step, _help)


@app.command(
    "assign",
    help="""交办：写明措施、责任单位、责任人；已确认的同时反馈给村。

例：zhucun rectify assign 3fa9 --person 李军 --due 2023-12-14""",
)
def assign(
    ids: moves.Ids,
    measure: Annotated[str, typer.Option(help="整改措施；不写则用规则里的")] = "",
    owner: Annotated[str, typer.Option(help="责任单位")] = "",
    person: Annotated[str, typer.Option(help="责任人")] = "",
    due: Annotated[str, typer.Option(help="整改期限，如 2023-12-14；不写则用政策定的")] = "",
    note: moves.Note = "",
    by: moves.By = "",
    role: moves.As = Role.OFFICE,
) -> None:
    """Assign confirmed problems and feed them back."""
    from audit.model.lifecycle import Status
    from audit.rectify import lifecycle

    act = Act(moves.actor(by, role), now().date(), note)

    def move(one: "Problem") -> "Problem":
        plan = Plan(measure or one.plan.measure, owner or one.plan.owner, person or one.plan.person)
        planned = lifecycle.assign(one, act, plan)
        if planned.status is not Status.CONFIRMED:
            return planned
        return lifecycle.issue(planned, act, due_on=day(due, "--due") if due else None)

    moves.move(ids, by, "交办", move)


@app.command(
    "submit",
    help="""报送整改：写明凭什么销号、结果如何，附佐证。

例：zhucun rectify submit 3fa9 --note 已补交 --evidence 假条.jpg --by 李军""",
)
def submit(
    ids: moves.Ids,
    claim: Annotated[str, typer.Option(help="凭什么：data_fix evidence behaviour accountability")] = "data_fix",
    evidence: Annotated[list[Path] | None, typer.Option(help="佐证文件，可写几次")] = None,
    made_on: Annotated[str, typer.Option(help="佐证形成的日期，如 2023-11-08")] = "",
    at_once: Annotated[bool, typer.Option("--at-once", help="立行立改：反馈时当场改好，不另定措施")] = False,
    note: moves.Note = "",
    by: moves.By = "",
    role: moves.As = Role.VILLAGE,
    village: moves.Village = "",
    unit: moves.Unit = "",
) -> None:
    """Hand in the rectification with its evidence."""
    from audit.rectify import lifecycle
    from audit.workspace import casework

    files = evidence or []
    require_paths(files)
    actor, today = moves.actor(by, role, village, unit), now().date()

    def move(one: "Problem") -> "Problem":
        with_files = casework.attached(one, actor, files, made_on=moves.maybe(made_on), today=today)
        step = lifecycle.fix_at_once if at_once else lifecycle.submit
        return step(with_files, Act(actor, today, note, casework.named(with_files, files)), claim)

    moves.move(ids, by, "立行立改" if at_once else "报送整改", move, told=casework.remarks)


@app.command(
    "close",
    help="销号：凭最近一次核验通过，或由具名的人证明；报送的人不能自己销号。例：zhucun rectify close 3fa9 --by 王芳",
)
def close(
    ids: moves.Ids,
    attest: Annotated[str, typer.Option(help="证明：看到了什么")] = "",
    attested_by: Annotated[str, typer.Option(help="证明人；不写则为经手人")] = "",
    note: moves.Note = "",
    by: moves.By = "",
    role: moves.As = Role.OFFICE,
) -> None:
    """Strike problems off with a passing rerun or a named attestation."""
    from audit.rectify import lifecycle
    from audit.workspace import casework

    actor, today = moves.actor(by, role), now().date()
    witness = moves.actor(attested_by, role) if attested_by else actor

    def move(one: "Problem") -> "Problem":
        proof = Attestation(witness, today, attest) if attest else casework.proof(one)
        return lifecycle.close(one, Act(actor, today, note), proof)

    moves.move(ids, by, "销号", move)


@app.command(
    "reopen",
    help="""重新打开已销号、已排除的，须写理由、另定期限；挂账的提前恢复整改。

例：zhucun rectify reopen 3fa9 --note 反映不实 --due 2024-02-01""",
)
def reopen(
    ids: moves.Ids,
    due: Annotated[str, typer.Option(help="新的整改期限")] = "",
    note: moves.Note = "",
    by: moves.By = "",
    role: moves.As = Role.OFFICE,
) -> None:
    """Take up again what was closed, or rests on the long list."""
    from audit.model.lifecycle import Status
    from audit.rectify import lifecycle, replies

    act = Act(moves.actor(by, role), now().date(), note)

    def move(one: "Problem") -> "Problem":
        if one.status is Status.ON_HOLD:
            return replies.resume(one, act)
        return lifecycle.reopen(one, act, due_on=moves.maybe(due))

    moves.move(ids, by, "重新打开", move)


app.command("propose", help=escalate.PROPOSE_HELP)(escalate.propose)
app.command("approve", help=escalate.APPROVE_HELP)(escalate.approve)
app.command("reject", help=escalate.REJECT_HELP)(escalate.reject)
app.command("talk", help=escalate.TALK_HELP)(escalate.talk)
app.command("urge", help=escalate.URGE_HELP)(escalate.urge)
app.command("reply", help=rectify_replies.REPLY_HELP)(rectify_replies.reply)
app.command("extend", help=rectify_replies.EXTEND_HELP)(rectify_replies.extend)
app.command("waive", help=rectify_replies.WAIVE_HELP)(rectify_replies.waive)
