"""``zhucun policy diff``: what an office's version changes, or a new notice against the old one."""

from collections.abc import Mapping
from typing import Annotated

import typer

from audit.cli.catalogs import chosen_policy, loaded
from audit.cli.console import clean, console, line, table
from audit.model.policy_change import PolicyChange
from audit.model.rule import Rule

HELP = "比较两个政策文件：改了哪些数字，停用了什么、由谁停用、为什么，改了哪些口径和期限。"


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="原来的政策编号")],
    after: Annotated[str, typer.Argument(metavar="B", help="改后的政策编号，如本地用 extends 改写的那一份")],
) -> None:
    """Print what policy B changes in policy A; exit code 2 when there is no such policy."""
    from audit import catalog

    rules, policies = loaded(catalog.load_rules), loaded(catalog.load_policies)
    old, new = chosen_policy(policies, before), chosen_policy(policies, after)
    changes = catalog.policy_changes(old, new, policies, rules)
    screen = console()
    screen.print(line(f"{old.id}　{old.title}　→　{new.id}　{new.title}", "bold"), soft_wrap=True)
    if not changes:
        screen.print(line("两个文件要求相同"))
        return
    made = table("变化", "条款", "项目", "原来", "改为", "由谁")
    for change in changes:
        made.add_row(*(clean(cell) for cell in _cells(change, rules)))
    screen.print(made)
    screen.print(line(_counted(changes)))


def _cells(change: PolicyChange, rules: Mapping[str, Rule]) -> tuple[str, ...]:
    """One row: what, where, whose, from, to, by whom and why."""
    from audit.render.clause_words import number_words

    rule = rules.get(change.rule)
    parameter = rule.parameters.get(change.name) if rule else None
    titles = (rule.title if rule else change.name, parameter.title.split("（")[0] if parameter else "")
    numbers = (change.before, change.after)
    before, after = ("" if value is None else number_words(value, parameter) for value in numbers)
    by = f"{change.by}：{change.why}" if change.why else change.by
    return change.kind.label, change.ref, "：".join(title for title in titles if title), before, after, by


def _counted(changes: tuple[PolicyChange, ...]) -> str:
    """How many changes there are of each kind."""
    kinds = [change.kind for change in changes]
    return "　".join(f"{kind.label}{kinds.count(kind)}处" for kind in dict.fromkeys(kinds))
