"""``zhucun rules``: are the rule, policy and contract files sound, and do the rules' own cases hold."""

import typer

from audit.cli import rules_coverage, rules_list
from audit.cli.console import PROBLEMS, clean, console, line, stop, table

app = typer.Typer(help="检查规则文件", no_args_is_help=True, rich_markup_mode=None)
app.command("coverage", help=rules_coverage.HELP)(rules_coverage.coverage)
app.command("list", help=rules_list.HELP)(rules_list.list_rules)


@app.command("lint", help="检查规则、政策、表约定和日历文件，把错误的文件、行、列一次列全。")
def lint() -> None:
    """Load every data file; exit code 2 with all errors when one is wrong."""
    from audit import catalog

    loaders = (
        catalog.load_rules,
        catalog.load_policies,
        catalog.load_imports,
        catalog.load_facts,
        catalog.load_calendar,
        catalog.load_conventions,
        catalog.load_derivations,
        catalog.load_identities,
        catalog.office_conventions,
    )
    errors: list[str] = []
    for load in loaders:
        try:
            load()
        except catalog.CatalogError as error:
            errors += [message for message in error.messages if message not in errors]
    if errors:
        stop(*errors, f"共{len(errors)}处错误")
    rules, policies = len(catalog.load_rules()), len(catalog.load_policies())
    console().print(line(f"没有错误：{rules}条规则，{policies}个政策文件", "green"))


@app.command("test", help="跑每条规则自带的例子。退出码：0 全部符合，1 有不符合，2 文件有错误。")
def test() -> None:
    """Run every rule's own cases; exit code 1 when one does not come out as it says, 2 when a file is wrong."""
    from audit import catalog, evaluate

    try:
        rules, contracts = catalog.load_rules(), catalog.load_facts()
    except catalog.CatalogError as error:
        stop(*error.messages)
    made = table("规则", "例子", "不符合", right=(1, 2))
    failures: list[str] = []
    with evaluate.Children(1) as children:
        for rule in rules.values():
            results = evaluate.run_cases(rule, contracts[rule.each], children.fire)
            wrong = [result for result in results if not result.holds]
            failures += [f"{rule.id}「{result.case.name}」{'；'.join(result.problems)}" for result in wrong]
            made.add_row(clean(rule.id), str(len(results)), str(len(wrong)))
    screen = console()
    screen.print(made)
    for failure in failures:
        screen.print(line(failure, "red"), soft_wrap=True)
    raise typer.Exit(PROBLEMS if failures else 0)
