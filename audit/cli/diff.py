"""``zhucun diff`` and ``zhucun findings``: what a run found, and how it differs from what was known before."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from audit.cli.console import clean, console, line, stop, table
from audit.cli.workspace import now, say_json, workspace
from audit.model.lifecycle import Seen
from audit.model.outcome import Kind, Severity

if TYPE_CHECKING:
    from audit.store.runs import KeptRun

DIFF_HELP = """最近一次核验与以前比：新增、仍在、已消除、复发、未复核，各写原因。没有重新判定的一律未复核，不算消除。

例：zhucun diff 2023-11　　zhucun diff 2023-11 --run 5
"""
FINDINGS_HELP = """列出工作区里某次核验的问题，可按村、人、规则、类别、轻重筛选。

例：zhucun findings 2023-11 --village 桃溪村 --kind violation　　zhucun findings 2023-11 --xlsx 问题.xlsx
"""


def chosen_run(month: str, number: int) -> "KeptRun":
    """The run of this number, or the newest of the month; stops when there is none."""
    from audit.store import runs

    found = runs.kept(number) if number else runs.latest(month)
    if found is None:
        stop(f"工作区里没有{clean(month)}的核验，请先 zhucun run {clean(month)}")
    return found


def diff(
    month: Annotated[str, typer.Argument(metavar="MONTH", help="月份，如 2023-11")],
    run: Annotated[int, typer.Option(help="哪次核验；不写则为最近一次", metavar="N")] = 0,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """Print what a run saw of each finding known or found, with the reason."""
    with workspace():
        from audit.store import problems

        chosen = chosen_run(month, run)
        changes = problems.changes(chosen.number)
        known = {one.id: one for one in problems.among(change["id"] for change in changes).values()}
        if json:
            say_json([{key: change[key] for key in ("id", "seen", "reason")} for change in changes])
            return
        screen = console()
        counts = {seen: [one for one in changes if one["seen"] == seen.value] for seen in Seen}
        words = "，".join(f"{seen.label}{len(found)}" for seen, found in counts.items())
        screen.print(line(f"第{chosen.number}次核验：{words}", "bold"))
        for seen, found in counts.items():
            for one in found if seen is not Seen.STILL else ():
                told = known[one["id"]].message if one["id"] in known else one["id"]
                screen.print(line(f"  {seen.label} {one['id'][:8]} {told}（{one['reason']}）"), soft_wrap=True)


def findings(
    month: Annotated[str, typer.Argument(metavar="MONTH", help="月份，如 2023-11")],
    run: Annotated[int, typer.Option(help="哪次核验；不写则为最近一次", metavar="N")] = 0,
    village: Annotated[str, typer.Option(help="只看这个村")] = "",
    person: Annotated[str, typer.Option(help="只看这个人")] = "",
    rule: Annotated[str, typer.Option(help="只看这条规则")] = "",
    kind: Annotated[str, typer.Option(help="violation 违规，clue 疑点，warning 预警")] = "",
    severity: Annotated[str, typer.Option(help="serious 严重，major 较重，minor 一般，hint 提示")] = "",
    xlsx: Annotated[Path | None, typer.Option(help="写成这个 Excel 文件")] = None,
    json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """List the findings of a run that is kept, filtered."""
    with workspace():
        from audit.store import runs

        wanted = {"village": village, "person": person, "rule": rule, "kind": kind, "severity": severity}
        found = runs.found(chosen_run(month, run).number, **wanted)
    if json:
        say_json(found)
    elif xlsx:
        _write(xlsx, found)
    else:
        _print(found)


_TITLES = {"编号": 10, "村": 12, "人员": 10, "类别": 8, "轻重": 8, "问题": 60, "期限": 12}


def _cells(one: dict[str, Any]) -> tuple[str, ...]:
    grade, kind = Severity(one["severity"]).label, Kind(one["kind"]).label
    due = one["rectification"]["due"] or ""
    return (one["id"][:8], one["village"], one["person"], kind, grade, one["message"], due)


def _print(found: list[dict[str, Any]]) -> None:
    made = table(*_TITLES)
    for one in found:
        made.add_row(*(clean(text) for text in _cells(one)))
    console().print(made)
    console().print(line(f"共{len(found)}条"))


def _write(path: Path, found: list[dict[str, Any]]) -> None:
    from audit import render

    columns = [render.Column(title, title, width) for title, width in _TITLES.items()]
    rows = [dict(zip(_TITLES, _cells(one), strict=True)) for one in found]
    sheet = render.SheetTable("问题", "核验发现的问题", f"共{len(found)}条", columns, rows)
    render.write_file(path, render.workbook([sheet], made_on=now().date(), title="核验发现的问题"))
    console().print(line(f"共{len(found)}条，写入 {path}"), soft_wrap=True)
