"""The program ``zhucun``: gathers the commands and makes sure that every way out has the right exit code."""

import sys

import typer

from audit import __version__
from audit.cli import check, diff, explain, import_, keeping, maps, people, policy, rectify, rules, run, template
from audit.cli.console import CrashGuard, safe_streams, stop

_HELP = "驻村工作队核验：把签到、打卡、日志、请假逐人逐日比对，出问题清单。"

app = typer.Typer(
    name="zhucun",
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("check", help=check.HELP)(check.check)
app.command("explain", help=explain.HELP)(explain.explain)
app.command("template", help=template.HELP)(template.template)
app.command("import", help=import_.HELP)(import_.import_)
app.command("run", help=run.HELP)(run.run)
app.command("diff", help=diff.DIFF_HELP)(diff.diff)
app.command("findings", help=diff.FINDINGS_HELP)(diff.findings)
app.command("report", help=keeping.REPORT_HELP)(keeping.report)
app.command("verify", help=keeping.VERIFY_HELP)(keeping.verify)
app.command("backup", help=keeping.BACKUP_HELP)(keeping.backup)
app.command("restore", help=keeping.RESTORE_HELP)(keeping.restore)
app.command("move", help=keeping.MOVE_HELP)(keeping.move)
app.add_typer(rectify.app, name="rectify")
app.add_typer(keeping.month_app, name="month")
app.add_typer(maps.app, name="map")
app.add_typer(people.app, name="people")
app.add_typer(rules.app, name="rules")
app.add_typer(policy.app, name="policy")


@app.callback(invoke_without_command=True, help=_HELP)
def version_option(
    version: bool = typer.Option(False, "--version", is_eager=True, help="显示版本"),
) -> None:
    """Answer ``--version``, which stands before any command."""
    if version:
        typer.echo(f"zhucun-audit {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line; ends with SystemExit carrying 0, 1, 2 or 3."""
    safe_streams()
    with CrashGuard():
        try:
            code = app(prog_name="zhucun", standalone_mode=False)
        except typer.TyperException as error:
            message = error.format_message()
            stop(message if message.startswith("Usage") else f"命令写法不对：{message}（用法见 zhucun --help）")
        sys.exit(code or 0)
