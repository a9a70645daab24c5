"""One finding of an earlier run, found by the beginning of its id in findings.json and explained from it."""

import json as json_text
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import typer
from rich.console import Console

from audit.cli.catalogs import loaded
from audit.cli.console import clean, console, line, stop, table
from audit.cli.workspace import workspace
from audit.model.explanation import Account
from audit.model.outcome import Kind, Outcome, Severity
from audit.model.rule import Basis, RuleInForce
from audit.model.source import Place


def explain_finding(start: str, source: Path, *, run: int = 0, as_json: bool) -> None:
    """Explain the finding whose id begins so, of a run of the workspace where one is named; stops with 2 when there is
    none or more than one.
    """
    result = _kept(run) if run else _result(source)
    chosen = _choose(result["findings"], start)
    judged = _judged(result, chosen)
    if as_json:
        from audit.render import account_plain

        more = account_plain(judged[1], judged[0]) if judged else {}
        typer.echo(json_text.dumps({**chosen, **more}, ensure_ascii=False, indent=2))
        return
    screen = console()
    screen.print(line(chosen["message"], "bold"), soft_wrap=True)
    kind, grade = Kind(chosen["kind"]).label, Severity(chosen["severity"]).label
    screen.print(line(f"编号 {chosen['id']}　规则 {chosen['rule']}　{kind}、{grade}"), soft_wrap=True)
    _print_basis(screen, chosen)
    if judged:
        _print_account(screen, *judged)
    else:
        _print_values(screen, chosen)
    _print_evidence(screen, chosen)
    _print_rectification(screen, chosen)


def _kept(run: int) -> dict[str, Any]:
    """A run that the workspace keeps."""
    with workspace():
        from audit.store import runs

        result: dict[str, Any] = json_text.loads(runs.text(runs.kept(run).findings_json))
        return result


def _result(source: Path) -> dict[str, Any]:
    """An earlier run; stops when there is none to read."""
    path = source if source.suffix == ".json" else source / "findings.json"
    try:
        found: dict[str, Any] = json_text.loads(path.read_text(encoding="utf-8"))
        findings: list[dict[str, Any]] = found["findings"]
    except FileNotFoundError:
        stop(f"找不到 {path}，请先运行 zhucun check，或用 --from 指明结果所在文件夹")
    except (ValueError, KeyError, TypeError):
        stop(f"{path} 不是 zhucun check 写出的 findings.json，请重新核验")
    return {**found, "findings": findings}


def _choose(findings: list[dict[str, Any]], start: str) -> dict[str, Any]:
    """The one finding whose id begins so; stops when there is none or more than one."""
    hits = [item for item in findings if item["id"].startswith(start)]
    if not hits:
        stop(f"没有编号以“{clean(start)}”开头的问题，共有{len(findings)}条")
    if len(hits) > 1:
        names = [f"  {item['id']} {item['message']}" for item in hits]
        stop(f"编号以“{clean(start)}”开头的有{len(hits)}条，请多写几位：", *names)
    return hits[0]


def _judged(result: Mapping[str, Any], chosen: Mapping[str, Any]) -> tuple[RuleInForce, Account] | None:
    """The judgement retold with the rule as it stands today; None when that rule is gone or reads other values."""
    from audit import catalog, findings
    from audit.expression import names, parse

    rule = loaded(catalog.load_rules).get(chosen["rule"])
    values = chosen["values"]
    if rule is None:
        return None
    if {name for text in rule.judged_by for name in names(parse(text))} - values.keys():
        return None
    basis = tuple(Basis(one["policy"], one["ref"], one["text"]) for one in chosen["basis"])
    numbers = {name: values.get(name, parameter.default) for name, parameter in rule.parameters.items()}
    in_force = RuleInForce(rule, numbers, basis, "")
    places = _places(result, chosen)
    judged = findings.Judged(values, Outcome.VIOLATION, int(chosen["period"]["from"][:4]))
    contract = loaded(catalog.load_facts)[rule.each]
    return in_force, findings.account(in_force, contract, judged, lambda source: places.get(source, ()))


def _places(result: Mapping[str, Any], chosen: Mapping[str, Any]) -> dict[str, tuple[Place, ...]]:
    """The finding's cells by the source that their sheet belongs to."""
    from audit import catalog

    feeds = {table: contract.feeds for table, contract in loaded(catalog.load_imports).items()}
    files = result.get("files", ())
    source_of = {(file["name"], sheet["name"]): feeds.get(sheet["table"]) for file in files for sheet in file["sheets"]}
    found: dict[str, tuple[Place, ...]] = {}
    for at in chosen["evidence"]:
        source = source_of.get((at["file"], at["sheet"]))
        if source:
            found[source] = (*found.get(source, ()), Place(at["file"], at["sheet"], at["cell"]))
    return found


def _print_basis(screen: Console, chosen: Mapping[str, Any]) -> None:
    """Each clause it rests on, word for word; a damaged one as it is read today, with the original."""
    from audit import catalog

    policies = loaded(catalog.load_policies)
    screen.print(line("依据", "bold"))
    for one in chosen["basis"]:
        clauses = policies[one["policy"]].clauses if one["policy"] in policies else ()
        read = next((clause.cleaned for clause in clauses if clause.ref == one["ref"]), "")
        quoted = Basis(one["policy"], one["ref"], one["text"], read).quoted
        screen.print(line(f"  {one['policy']} {one['ref']}：{quoted}"), soft_wrap=True)


def _print_account(screen: Console, rule: RuleInForce, account: Account) -> None:
    from audit.render import account_lines

    for text in account_lines(account, rule, Outcome.VIOLATION):
        screen.print(line(text, "" if text.startswith(" ") else "bold"), soft_wrap=True)


def _print_values(screen: Console, chosen: Mapping[str, Any]) -> None:
    """What was compared, as it was named then."""
    made = table("数值", "值")
    for name, value in chosen["values"].items():
        made.add_row(clean(name), clean(_words(value)))
    screen.print(made)


def _words(value: object) -> object:
    """A value as a reader would write it."""
    if value is None:
        return "无"
    return ("否", "是")[value] if isinstance(value, bool) else value


def _print_evidence(screen: Console, chosen: Mapping[str, Any]) -> None:
    """The cells the values were read from, sheet by sheet."""
    screen.print(line("出处", "bold"))
    for (file, sheet), places in groupby(chosen["evidence"], key=lambda place: (place["file"], place["sheet"])):
        cells = "、".join(place["cell"] for place in places)
        screen.print(line(f"  {file}《{sheet}》{cells}"), soft_wrap=True)
    if chosen["dates"]:
        screen.print(line("日期　" + "、".join(chosen["dates"])), soft_wrap=True)


def _print_rectification(screen: Console, chosen: Mapping[str, Any]) -> None:
    """What would put it right, who must, and until when."""
    asked = chosen["rectification"]
    screen.print(line("整改", "bold"))
    screen.print(line(f"  {asked['do']}"), soft_wrap=True)
    screen.print(line(f"  责任：{asked['owner']}　期限：{asked['due'] or '未定'}"), soft_wrap=True)
