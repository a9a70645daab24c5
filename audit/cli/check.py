"""``zhucun check``: files in, lists out."""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from audit.cli.console import INTERNAL, NO_PROBLEM, PROBLEMS, clean, console, line, stop
from audit.cli.dry_run import read_only
from audit.cli.paths import require_paths
from audit.model.calendar import YearMissingError
from audit.model.outcome import Kind
from audit.model.report import Report

HELP = "核验一个月的资料，出问题清单。退出码：0 没有问题，1 有问题，2 资料或参数不可用，3 程序或磁盘故障。"
_STAGES = 8
_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")


def check(
    paths: Annotated[list[Path], typer.Argument(help="资料：文件或文件夹，可以几个", metavar="PATH...")],
    month: Annotated[str, typer.Option(help="核验月份，如 2023-11")] = "",
    policy: Annotated[str, typer.Option(help="依据的政策编号，几个用逗号隔开；不写则用当月有效的")] = "",
    out: Annotated[Path, typer.Option(help="结果放在哪个文件夹")] = Path("核验结果"),
    as_of: Annotated[str, typer.Option(help="核验日，如 2024-01-10；不写则为今天")] = "",
    annotate: Annotated[
        Path | None, typer.Option(help="把有差错的原表加上批注放进这个文件夹，原件留一份在旁边", metavar="DIR")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="只试读：认出了什么、每张表有几行可用、哪个村还缺哪些表，不核验、不出文书")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="只输出 findings.json 的内容")] = False,
) -> None:
    """Check one month of a township's files; exit code 0 no problem, 1 problems, 2 bad input, 3 internal or disk."""
    require_month(month)
    require_paths(paths)
    _require_apart(annotate, paths)
    day = as_of_day(as_of)
    chosen = tuple(name.strip() for name in re.split("[,，]", policy) if name.strip())
    if dry_run:
        raise typer.Exit(read_only(paths, chosen, month, as_json=json))
    with _progress(_expected_steps(paths), shown=not json and sys.stderr.isatty()) as on_step:
        report = _evaluate(paths, chosen, month, day, on_step)
        on_step("制作文书")
        text, documents = _publish(report, out)
        if annotate:
            on_step("回批原表")
            _annotate(paths, report, annotate)
    if json:
        sys.stdout.buffer.write(text.encode("utf-8"))
    else:
        from audit.cli.summary import print_summary

        print_summary(console(), report, documents, out)
    found = any(finding.kind in {Kind.VIOLATION, Kind.CLUE} for finding in report.findings)
    raise typer.Exit(PROBLEMS if found else NO_PROBLEM)


def require_month(month: str) -> None:
    """Stop unless the month is written as 2023-11."""
    if not _MONTH.fullmatch(month):
        stop(f"月份“{clean(month)}”写法不对，请写成 --month 2023-11" if month else "缺少月份，请加上 --month 2023-11")


def _require_apart(folder: Path | None, paths: list[Path]) -> None:
    """Stop when the annotated copies would lie among the files, and be read as files next time."""
    among = [path for path in paths if folder and folder.resolve().is_relative_to(path.resolve())]
    if among:
        stop(f"回批的文件夹“{clean(folder)}”不能放在资料“{clean(among[0])}”里面，否则下次会被当作资料，请换一个")


def as_of_day(text: str) -> date:
    """The day the check speaks for; today when none is given."""
    return day_given(text, "核验日", "--as-of") if text else datetime.now().astimezone().date()


def day_given(text: str, title: str, option: str) -> date:
    """The day that an option gives; stops where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        stop(f"{title}“{clean(text)}”写法不对或不存在，请写成 {option} 2024-01-10")


def _evaluate(
    paths: list[Path], policies: tuple[str, ...], month: str, as_of: date, on_step: Callable[[str], None]
) -> Report:
    """Run the pipeline; what the office can put right ends with 2, a disagreement of the engines with 3."""
    from audit import pipeline
    from audit.catalog import CatalogError
    from audit.evaluate import DerivationError

    try:
        return pipeline.check(paths, policies=policies, month=month, as_of=as_of, on_step=on_step)
    except pipeline.BadInputError as error:
        stop(str(error))
    except YearMissingError as error:
        stop(str(error))
    except CatalogError as error:
        stop(*error.messages)
    except (pipeline.EnginesDisagreeError, DerivationError) as error:
        stop(str(error), code=INTERNAL)


def _publish(report: Report, out: Path) -> tuple[str, list[Path]]:
    """Write findings.json and the documents; give back the former's text and the latter's paths."""
    from audit import catalog, render

    text = render.findings_json(report)
    documents = render.render(report, out, contracts=catalog.load_imports())
    render.write_file(out / "findings.json", text.encode("utf-8"))
    return text, documents


def _annotate(paths: list[Path], report: Report, folder: Path) -> None:
    """Write the annotated copies and say on stderr where they are; a file without one is a sentence, not an error."""
    from audit import pipeline

    done = pipeline.annotate(paths, report, folder)
    errors = console(stderr=True)
    for failure in done.failures:
        errors.print(line(failure, "yellow"), soft_wrap=True)
    errors.print(line(f"回批{len(done.written)}份，在 {folder}"), soft_wrap=True)


def _expected_steps(paths: list[Path]) -> int:
    """How many steps there will be at most: one for each file and one for each stage after reading."""
    files = sum(sum(inside.is_file() for inside in path.rglob("*")) if path.is_dir() else 1 for path in paths)
    return files + _STAGES


@contextmanager
def _progress(expected: int, *, shown: bool) -> Iterator[Callable[[str], None]]:
    """Give a function that shows the step being done; it does nothing unless a person is watching."""
    if not shown:
        yield lambda text: None
        return
    # Only here, for it takes as long to come as a village to judge.
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn("line"), TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bars:
        task = bars.add_task("开始", total=expected)
        yield lambda text: bars.update(task, advance=1, description=clean(text))
