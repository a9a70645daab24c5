"""``zhucun explain``: what was evaluated for one finding, down to the cells it was read from."""

import json
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from audit.cli.console import clean, console, line, stop, table
from audit.model.outcome import Kind, Severity
from audit.model.rule import Rule

HELP = "解释一个问题：依据哪一条、用了哪些数、数从哪个单元格来、怎样整改。"


def explain(
    finding: Annotated[str, typer.Argument(metavar="FINDING", help="问题编号，写前几位即可")],
    source: Annotated[Path, typer.Option("--from", help="哪一次的结果：findings.json 或所在文件夹")] = Path("核验结果"),
) -> None:
    """Explain one finding of an earlier run from its findings.json; exit code 2 when there is no such finding."""
    chosen = _choose(_findings(source), finding)
    screen = console()
    screen.print(line(chosen["message"], "bold"), soft_wrap=True)
    kind, grade = Kind(chosen["kind"]).label, Severity(chosen["severity"]).label
    screen.print(line(f"编号 {chosen['id']}　规则 {chosen['rule']}　{kind}、{grade}"), soft_wrap=True)
    _print_basis(screen, chosen)
    _print_values(screen, chosen)
    _print_evidence(screen, chosen)
    _print_rectification(screen, chosen)


def _findings(source: Path) -> list[dict[str, Any]]:
    """The findings of an earlier run; stops when there are none to read."""
    path = source if source.suffix == ".json" else source / "findings.json"
    try:
        found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["findings"]
    except FileNotFoundError:
        stop(f"找不到 {path}，请先运行 zhucun check，或用 --from 指明结果所在文件夹")
    except (ValueError, KeyError, TypeError):
        stop(f"{path} 不是 zhucun check 写出的 findings.json，请重新核验")
    return found


def _choose(findings: list[dict[str, Any]], start: str) -> dict[str, Any]:
    """The one finding whose id begins so; stops when there is none or more than one."""
    hits = [item for item in findings if item["id"].startswith(start)]
    if not hits:
        stop(f"没有编号以“{clean(start)}”开头的问题，共有{len(findings)}条")
    if len(hits) > 1:
        names = [f"  {item['id']} {item['message']}" for item in hits]
        stop(f"编号以“{clean(start)}”开头的有{len(hits)}条，请多写几位：", *names)
    return hits[0]


def _print_basis(screen: Console, chosen: dict[str, Any]) -> None:
    """Each clause it rests on, word for word."""
    screen.print(line("依据", "bold"))
    for basis in chosen["basis"]:
        screen.print(line(f"  {basis['policy']} {basis['ref']}：{basis['text']}"), soft_wrap=True)


def _print_values(screen: Console, chosen: dict[str, Any]) -> None:
    """What was compared, with the words of the rule and fact files where they know the name."""
    rule, titles = _names(chosen["rule"])
    if rule is not None:
        screen.print(line(f"判定条件　{rule.when}"), soft_wrap=True)
    made = table("数值", "名称", "值")
    for name, value in chosen["values"].items():
        made.add_row(clean(name), clean(titles.get(name, "")), clean(_words(value)))
    screen.print(made)


def _names(rule_id: str) -> tuple[Rule | None, dict[str, str]]:
    """The rule as it stands today (None when it is gone) and what the names it reads mean."""
    from audit import catalog

    try:
        rule = catalog.load_rules().get(rule_id)
        contracts = catalog.load_facts()
    except catalog.CatalogError as error:
        stop(*error.messages)
    if rule is None:
        return None, {}
    titles = {name: column.title for name, column in contracts[rule.each].columns.items()}
    titles |= {name: parameter.title for name, parameter in rule.parameters.items()}
    titles |= {name: f"= {expression}" for name, expression in rule.derive.items()}
    return rule, titles


def _words(value: object) -> object:
    """A value as a reader would write it."""
    if value is None:
        return "无"
    return ("否", "是")[value] if isinstance(value, bool) else value


def _print_evidence(screen: Console, chosen: dict[str, Any]) -> None:
    """The cells the values were read from, sheet by sheet."""
    screen.print(line("出处", "bold"))
    for (file, sheet), places in groupby(chosen["evidence"], key=lambda place: (place["file"], place["sheet"])):
        cells = "、".join(place["cell"] for place in places)
        screen.print(line(f"  {file}《{sheet}》{cells}"), soft_wrap=True)
    if chosen["dates"]:
        screen.print(line("日期　" + "、".join(chosen["dates"])), soft_wrap=True)


def _print_rectification(screen: Console, chosen: dict[str, Any]) -> None:
    """What would put it right, who must, and until when."""
    asked = chosen["rectification"]
    screen.print(line("整改", "bold"))
    screen.print(line(f"  {asked['do']}"), soft_wrap=True)
    screen.print(line(f"  责任：{asked['owner']}　期限：{asked['due'] or '未定'}"), soft_wrap=True)
