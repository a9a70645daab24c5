"""``zhucun explain``: why a rule said what it said, down to the clause, the arithmetic and the cells."""

import json as json_text
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audit.cli.check import as_of_day, day_given, require_month
from audit.cli.console import clean, console, line, stop
from audit.cli.explain_finding import explain_finding
from audit.cli.paths import require_paths
from audit.model.calendar import YearMissingError
from audit.model.explanation import Explanation

if TYPE_CHECKING:
    from audit.inquiry import Question

HELP = (
    "解释一个结论：依据哪一条、用了哪些数、数从哪个单元格来、怎样算的。"
    "写问题编号（前几位即可），解释已出的问题；写资料、月份、规则和是谁，通过、资料不足、不适用的也能解释。"
)
_HEADS = frozenset({"依据", "适用条件", "读到的数", "规定的数和口径", "计算", "判定", "规则文件里最接近的例子"})


def explain(
    what: Annotated[list[str], typer.Argument(metavar="FINDING|PATH...", help="问题编号，或者资料：文件或文件夹")],
    source: Annotated[Path, typer.Option("--from", help="问题编号是哪一次的结果：findings.json 或所在文件夹")] = Path(
        "核验结果"
    ),
    run: Annotated[int, typer.Option(help="问题编号是工作区里哪次核验的，见 zhucun run --list", metavar="N")] = 0,
    rule: Annotated[str, typer.Option(help="哪条规则，如 monthly-days-short")] = "",
    of: Annotated[str, typer.Option(help="是谁：姓名、单位、户等，表里写的任何名称")] = "",
    village: Annotated[str, typer.Option(help="哪个村")] = "",
    on: Annotated[str, typer.Option(help="哪一天，如 2023-11-08；按日、按时段的表用")] = "",
    month: Annotated[str, typer.Option(help="核验月份，如 2023-11")] = "",
    policy: Annotated[str, typer.Option(help="依据的政策编号，几个用逗号隔开；不写则用当月有效的")] = "",
    as_of: Annotated[str, typer.Option(help="核验日，如 2024-01-10；不写则为今天")] = "",
    json: Annotated[bool, typer.Option("--json", help="只输出 JSON")] = False,
) -> None:
    """Explain one finding of an earlier run, or any outcome in a month's files; exit code 2 when there is none."""
    if not rule:
        if len(what) > 1 or of or village or on or month:
            stop("请用 --rule 写明哪条规则，如 --rule monthly-days-short；解释已出的问题只写问题编号")
        explain_finding(what[0], source, run=run, as_json=json)
        return
    from audit.inquiry import Question

    paths = [Path(one) for one in what]
    require_month(month)
    require_paths(paths)
    day = day_given(on, "日期", "--on") if on else None
    chosen = tuple(name.strip() for name in re.split("[,，]", policy) if name.strip())
    told = _asked(paths, Question(rule, of, village, day), chosen, month, as_of)
    _print(told, as_json=json)


def _asked(paths: list[Path], question: "Question", policies: tuple[str, ...], month: str, as_of: str) -> Explanation:
    """Ask; what can be put right ends with 2."""
    from audit import inquiry, pipeline
    from audit.catalog import CatalogError

    try:
        return inquiry.explain(paths, question, policies=policies, month=month, as_of=as_of_day(as_of))
    except inquiry.NotOneRowError as error:
        stop(str(error), *(f"  {clean(one)}" for one in error.lines))
    except (pipeline.BadInputError, YearMissingError) as error:
        stop(clean(error))
    except CatalogError as error:
        stop(*error.messages)


def _print(told: Explanation, *, as_json: bool) -> None:
    from audit import render

    if as_json:
        typer.echo(json_text.dumps(render.explanation_plain(told), ensure_ascii=False, indent=2))
        return
    screen = console()
    for number, text in enumerate(render.explanation_lines(told)):
        screen.print(line(text, "bold" if number == 0 or text in _HEADS else ""), soft_wrap=True)
