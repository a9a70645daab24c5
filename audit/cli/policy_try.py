"""``zhucun policy try``: which findings would appear and vanish if a number of a policy were another."""

import json as json_text
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from audit.cli.catalogs import chosen_policy, loaded
from audit.cli.check import as_of_day, require_month
from audit.cli.console import INTERNAL, clean, console, line, stop, table
from audit.cli.paths import require_paths
from audit.model.calendar import YearMissingError
from audit.model.finding import Finding
from audit.model.rule import Rule
from audit.model.trial import Trial

HELP = "试算：把政策的某个数字换一个，看同样的资料会多出、减少哪些问题。只试算，不出文书。"


def try_policy(
    policy_id: Annotated[str, typer.Argument(metavar="ID", help="政策编号，见 zhucun policy list")],
    paths: Annotated[list[Path], typer.Argument(help="资料：文件或文件夹，可以几个", metavar="PATH...")],
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", help="换哪个数字，可以写几次，如 monthly-days-short.min_days=18", metavar="规则.参数=数"),
    ] = None,
    month: Annotated[str, typer.Option(help="试算月份，如 2023-11")] = "",
    as_of: Annotated[str, typer.Option(help="核验日，如 2024-01-10；不写则为今天")] = "",
    json: Annotated[bool, typer.Option("--json", help="只输出 JSON")] = False,
) -> None:
    """Judge one month twice on the same facts; exit code 0 when that could be done, 2 bad input, 3 internal."""
    require_month(month)
    require_paths(paths)
    trial, rules = _tried(policy_id, paths, settings or [], month, as_of)
    if json:
        typer.echo(json_text.dumps(_plain(trial), ensure_ascii=False, indent=2))
    else:
        _print_trial(console(), trial, rules)


def _tried(
    policy_id: str, paths: list[Path], settings: Sequence[str], month: str, as_of: str
) -> tuple[Trial, Mapping[str, Rule]]:
    """Run the trial; what can be put right ends with 2."""
    from audit import catalog, pipeline, trial
    from audit.evaluate import DerivationError

    rules, policies = loaded(catalog.load_rules), loaded(catalog.load_policies)
    policy = chosen_policy(policies, policy_id)
    if not settings:
        stop("请用 --set 写换哪个数字，如 --set monthly-days-short.min_days=18")
    try:
        read = [catalog.read_setting(text, policy, rules) for text in settings]
        return trial.try_numbers(paths, policy, read, month=month, as_of=as_of_day(as_of)), rules
    except (catalog.SettingError, pipeline.BadInputError, YearMissingError) as error:
        stop(clean(error))
    except catalog.CatalogError as error:
        stop(*error.messages)
    except (pipeline.EnginesDisagreeError, DerivationError) as error:
        stop(str(error), code=INTERNAL)


def _print_trial(screen: Console, trial: Trial, rules: Mapping[str, Rule]) -> None:
    """The numbers, each rule's outcomes before and after, then the findings that come, go and change."""
    from audit.render.clause_words import number_words

    screen.print(
        line(f"试算：{trial.policy}　{trial.month}（只按这一个政策，一套引擎，不出文书）", "bold"), soft_wrap=True
    )
    for number in trial.numbers:
        parameter = rules[number.rule].parameters[number.name]
        before, after = (number_words(value, parameter) for value in (number.before, number.after))
        title = f"{rules[number.rule].title}：{parameter.title.split('（')[0]}"
        screen.print(line(f"  {title}　{before} → {after}"), soft_wrap=True)
    screen.print(_outcomes(trial))
    for heading, found in (("减少", trial.vanish), ("增加", trial.appear)):
        screen.print(line(f"{heading}{len(found)}条", "bold"))
        for one in found:
            screen.print(line(f"  {_said(one)}"), soft_wrap=True)
    screen.print(line(f"轻重或说法有变{len(trial.changed)}条", "bold"))
    for old, new in trial.changed:
        screen.print(line(f"  {_said(old)}\n    → {_said(new)}"), soft_wrap=True)
    screen.print(line(f"共{trial.total[0]}条 → {trial.total[1]}条"))


def _outcomes(trial: Trial) -> Any:
    made = table("规则", "", "通过", "不通过", "资料不足", "不适用", right=(2, 3, 4, 5))
    for pair in trial.coverage:
        for word, item in zip(("原来", "改后"), pair, strict=True):
            counts = (item.ok, item.violation, item.unknown, item.not_applicable)
            made.add_row(clean(item.title), word, *(str(count) for count in counts))
    return made


def _said(finding: Finding) -> str:
    return f"[{finding.kind.label}·{finding.severity.label}] {finding.message}"


def _plain(trial: Trial) -> dict[str, Any]:
    """The trial for scripts."""
    return {
        "policy": trial.policy,
        "month": trial.month,
        "set": [{"rule": n.rule, "name": n.name, "before": n.before, "after": n.after} for n in trial.numbers],
        "appear": [_finding(one) for one in trial.appear],
        "vanish": [_finding(one) for one in trial.vanish],
        "changed": [{"before": _finding(old), "after": _finding(new)} for old, new in trial.changed],
        "total": {"before": trial.total[0], "after": trial.total[1]},
    }


def _finding(finding: Finding) -> dict[str, str]:
    kept = {"id": finding.id, "rule": finding.rule, "village": finding.village, "person": finding.person}
    return {**kept, "severity": finding.severity.value, "message": finding.message}
