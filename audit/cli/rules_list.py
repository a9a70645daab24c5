"""``zhucun rules list``: the rules, which clauses ask for each, what it reads, and what came of it in a month."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from audit.cli.catalogs import loaded
from audit.cli.console import clean, console, line, stop, table
from audit.model.rule import Rule
from audit.model.source import SOURCE_TITLES

HELP = "列出全部规则：哪些条款要求、读哪张事实表和哪些来源；给出一次核验的结果时，还列各得什么结论。"
_SHOWN = ("ok", "violation", "unknown", "not_applicable")


def list_rules(
    source: Annotated[
        Path | None, typer.Option("--from", help="哪一次核验的结果：findings.json 或所在文件夹", metavar="RESULT")
    ] = None,
    parameters: Annotated[bool, typer.Option("--parameters", help="也列政策可改的参数、默认值和可选项")] = False,
    html: Annotated[Path | None, typer.Option(help="另写一个网页到这个文件", metavar="FILE")] = None,
) -> None:
    """Print one line a rule; exit code 2 when a data file is wrong or there is no result to read."""
    from audit import catalog, render
    from audit.catalog.rule_reads import sources_read
    from audit.render.clause_words import asking

    rules, contracts = loaded(catalog.load_rules), loaded(catalog.load_facts)
    policies = list(loaded(catalog.load_policies).values())
    outcomes, month = _outcomes(source) if source else (None, "")
    heads = ("通过", "不通过", "资料不足", "不适用") if outcomes is not None else ()
    made = table("规则", "性质", "事实表", "来源", "条款", *heads, right=range(4, 5 + len(heads)))
    for rule in rules.values():
        sources = "、".join(SOURCE_TITLES.get(name, name) for name in sources_read(rule, contracts))
        named = [rule.title, rule.id, *(_parameters(rule) if parameters else [])]
        cells = ["\n".join(named), rule.kind.label, contracts[rule.each].title, sources]
        found = (outcomes or {}).get(rule.id)
        cells += [str(len(asking(rule.id, policies))), *(_counts(found) if heads else [])]
        made.add_row(*(clean(cell) for cell in cells))
    console().print(made)
    if html:
        render.write_file(html, render.rules_page(rules, policies, contracts, outcomes, month))
        console().print(line(f"网页 {html}"), soft_wrap=True)


def _parameters(rule: Rule) -> list[str]:
    """A line for each parameter: what it means, its default, what else it can be."""
    from audit.render.clause_words import choices_words, parameter_words

    lines = []
    for name, parameter in rule.parameters.items():
        choices = choices_words(parameter)
        words = parameter_words(name, parameter.default, parameter)
        lines.append(f"·{words}（{name}{f'，可选：{choices}' if choices else ''}）")
    return lines


def _counts(found: Mapping[str, int] | None) -> list[str]:
    """A rule's outcomes in a run; empty cells where it was not asked for."""
    return [str(found[name]) if found else "" for name in _SHOWN]


def _outcomes(source: Path) -> tuple[dict[str, dict[str, int]], str]:
    """Each rule's outcomes in an earlier run, and the run's month; stops when there is none to read."""
    path = source if source.suffix == ".json" else source / "findings.json"
    try:
        result: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return {item["rule"]: item for item in result["coverage"]}, result["month"]
    except FileNotFoundError:
        stop(f"找不到 {path}，请先运行 zhucun check，或用 --from 指明结果所在文件夹")
    except (ValueError, KeyError, TypeError):
        stop(f"{path} 不是 zhucun check 写出的 findings.json，请重新核验")
