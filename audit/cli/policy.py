"""``zhucun policy``: which documents the program knows, and how each clause is answered."""

from typing import Annotated

import typer

from audit.cli import policy_coverage, policy_diff, policy_try
from audit.cli.catalogs import chosen_policy, loaded
from audit.cli.console import clean, console, line, table
from audit.model.policy import Clause, Policy

_WAYS = ("rules", "manual", "outside")
_ID = Annotated[str, typer.Argument(metavar="ID", help="政策编号，见 zhucun policy list")]

app = typer.Typer(help="查看政策文件", no_args_is_help=True, rich_markup_mode=None)
app.command("coverage", help=policy_coverage.HELP)(policy_coverage.coverage)
app.command("diff", help=policy_diff.HELP)(policy_diff.diff)
app.command("try", help=policy_try.HELP)(policy_try.try_policy)


@app.command("list", help="列出全部政策文件。")
def list_policies() -> None:
    """List every policy document with how many clauses are answered which way."""
    made = table("编号", "文件", "文号", "施行", "机核", "人工", "不核", right=(4, 5, 6))
    for policy in _load().values():
        numbers = [sum(bool(getattr(clause, way)) for clause in policy.clauses) for way in _WAYS]
        since = f"{policy.effective_from or ''} 至 {policy.effective_until or '今'}"
        texts = (policy.id, policy.title, policy.document.number, since, *numbers)
        made.add_row(*(clean(text) for text in texts))
    console().print(made)


@app.command("show", help="逐条列出一个政策文件，以及每条由哪些规则、用什么数字来核。")
def show(policy_id: _ID) -> None:
    """Print a policy clause by clause; exit code 2, naming the nearest, when there is none of this id."""
    _print_policy(chosen_policy(_load(), policy_id))


def _load() -> dict[str, Policy]:
    """All policies; stops with every error when a file is wrong."""
    from audit import catalog

    return loaded(catalog.load_policies)


def _print_policy(policy: Policy) -> None:
    """The document's heading, then clause by clause."""
    screen = console()
    screen.print(line(policy.title, "bold"))
    document = policy.document
    screen.print(line(f"{document.number}　{document.issuer}　印发 {document.issued or '不详'}"))
    screen.print(line(f"施行 {policy.effective_from or '不详'} 至 {policy.effective_until or '今'}"))
    for words, ids in (("在此之上改写", [policy.extends] if policy.extends else []), ("代替", policy.replaces)):
        if ids:
            screen.print(line(f"{words} {'、'.join(ids)}"))
    if policy.note:
        screen.print(line(policy.note))
    for name, value in policy.conventions.items():
        screen.print(line(f"口径 {name}: {value}"))
    made = table("条款", "原文", "怎样核")
    for clause in policy.clauses:
        made.add_row(clean(clause.ref), clean(clause.text), clean(_answer(clause)))
    screen.print(made)


def _answer(clause: Clause) -> str:
    """How a clause is answered, in words."""
    if clause.manual:
        return f"人工：{clause.manual}" + (f"（记在{clause.form}）" if clause.form else "")
    if clause.outside:
        return f"不核：{clause.outside}"
    lines = []
    for rule, numbers in clause.rules.items():
        words = "，".join(f"{name}={value}" for name, value in numbers.items())
        lines.append(f"{rule}（{words}）" if words else rule)
    lines += [f"停用 {rule}：{why}" for rule, why in clause.off.items()]
    return "\n".join(lines)
