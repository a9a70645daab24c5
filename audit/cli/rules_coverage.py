"""``zhucun rules coverage``: which branches of the rules have no case."""

import json as json_text
from typing import Annotated, Any

import typer

from audit.cli.catalogs import loaded
from audit.cli.console import clean, console, line, table

HELP = "列出规则的哪些分支还没有例子：每行适用条件、判定的两面、每级轻重、参数的每个选项、每句补充的话。"
_KINDS = {"where": "适用条件", "when": "判定", "severity": "轻重", "parameter": "参数", "also": "补充的话"}


def coverage(json: Annotated[bool, typer.Option("--json", help="只输出 JSON")] = False) -> None:
    """Print each rule's branches that none of its cases goes through; exit code 0 whether there are any or not."""
    from audit import catalog, evaluate

    contracts = loaded(catalog.load_facts)
    rules = loaded(catalog.load_rules)
    found = {id_: evaluate.branches(rule, contracts[rule.each]) for id_, rule in rules.items()}
    if json:
        typer.echo(json_text.dumps([_plain(id_, some) for id_, some in found.items()], ensure_ascii=False, indent=2))
        return
    screen = console()
    made = table("规则", "例子", "分支", "没有例子的", right=(1, 2))
    for id_, some in found.items():
        bare = [f"{_KINDS[branch.kind]} {branch.text}" for branch in some if not branch.cases]
        made.add_row(clean(id_), str(len(rules[id_].cases)), str(len(some)), clean("\n".join(bare)))
    screen.print(made)
    every = [branch for some in found.values() for branch in some]
    bare_count = sum(not branch.cases for branch in every)
    screen.print(line(f"共{len(every)}个分支，{len(every) - bare_count}个有例子，{bare_count}个没有"))


def _plain(id_: str, some: Any) -> dict[str, Any]:
    return {
        "rule": id_,
        "branches": [{"kind": one.kind, "text": one.text, "cases": list(one.cases)} for one in some],
        "without_case": [f"{one.kind} {one.text}" for one in some if not one.cases],
    }
