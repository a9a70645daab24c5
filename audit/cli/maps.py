"""``zhucun map``: which headers and symbols are known, what the others may be, and remembering the answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from audit.cli.console import clean, console, line, stop
from audit.cli.paths import require_paths
from audit.model.survey import SheetMap, UnknownWord

if TYPE_CHECKING:
    from audit.survey import Unknowns

app = typer.Typer(help="认表头和符号：看认得哪些，记住本单位的叫法", no_args_is_help=True, rich_markup_mode=None)

Paths = Annotated[list[Path], typer.Argument(help="资料：文件或文件夹，可以几个", metavar="PATH...")]


@app.command("show", help="逐表列出认得的表头；不认得的表头和符号，列出可能是什么和理由。")
def show(paths: Paths) -> None:
    """Print how each sheet's headers are read and what the unknown ones may be; nothing is written."""
    found = _unknowns(paths)
    screen = console()
    for sheet in found.sheets:
        _print_sheet(screen, sheet)
    for word in found.words:
        _print_word(screen, word)
    if _asks(found):
        screen.print(line("zhucun map save 把以上建议写进本单位的 profile 文件夹，改对后下月不再询问", "bold"))
    else:
        screen.print(line("表头和符号都认得", "green"))


@app.command(
    "save", help="把不认得的表头和符号连同建议写进本单位的 profile 文件夹；没有把握的写成注释，改对后去掉 # 生效。"
)
def save(paths: Paths) -> None:
    """Write proposals into the profile; exit code 2 when the profile cannot take them."""
    from audit import catalog, survey

    found = _unknowns(paths)
    try:
        written = survey.save_unknowns(found)
    except catalog.CatalogError as error:
        stop(*error.messages)
    except ValueError as error:
        stop(str(error))
    screen = console()
    if not written:
        screen.print(line("没有新的表头或符号要记", "green"))
    for path, (entries, waiting) in written.items():
        screen.print(line(f"{path}：{entries}条已生效，{waiting}条写成注释，请改对后去掉行首的 #"), soft_wrap=True)


def _unknowns(paths: list[Path]) -> "Unknowns":
    """Read the files; stops with every error when a data file is wrong."""
    require_paths(paths)
    from audit import catalog, survey

    try:
        return survey.unknowns(paths)
    except catalog.CatalogError as error:
        stop(*error.messages)


def _asks(found: "Unknowns") -> bool:
    return bool(found.words) or any(_open(sheet) for sheet in found.sheets)


def _open(sheet: SheetMap) -> bool:
    return not sheet.recognised or any(gap.candidates for gap in sheet.gaps)


def _print_sheet(screen: Console, sheet: SheetMap) -> None:
    """One sheet: its table, the headers read, those to be asked about, and those simply not used."""
    name = f"{sheet.file}《{sheet.sheet.strip()}》"
    if sheet.recognised:
        screen.print(line(f"{name}　{sheet.table}", "bold"), soft_wrap=True)
    else:
        guess = f"可能是 {sheet.table}（{sheet.reason}）" if sheet.table else "看不出是哪种表"
        screen.print(line(f"{name}　未识别，{guess}", "bold yellow"), soft_wrap=True)
    pairs = "、".join(text if text == title else f"{text or '（无表头）'}→{title}" for text, title in sheet.known)
    if pairs:
        screen.print(line(f"  认得：{pairs}"), soft_wrap=True)
    unused = [gap for gap in sheet.gaps if not gap.candidates]
    for gap in sheet.gaps:
        if gap.candidates:
            words = "；".join(f"{one.title}（{one.reason}）" for one in gap.candidates)
            screen.print(
                line(f"  {gap.cell}“{gap.text}”{'应是' if gap.sure else '可能是'} {words}", "yellow"), soft_wrap=True
            )
    if unused:
        screen.print(line(f"  未用：{'、'.join(gap.text for gap in unused)}", "dim"), soft_wrap=True)
    if sheet.lacking:
        screen.print(line(f"  还缺：{'、'.join(sheet.lacking)}", "yellow"), soft_wrap=True)


def _print_word(screen: Console, word: UnknownWord) -> None:
    """One symbol or word without a meaning."""
    place = f"{word.place.file}《{word.place.sheet.strip()}》{word.place.cell}"
    hint = "；".join(f"{one.title}（{one.reason}）" for one in word.candidates)
    text = f"符号“{clean(word.text)}”（{word.table}）不知何意，共{word.count}处，如{place}"
    screen.print(line(f"{text}，可能是{hint}" if hint else text, "yellow"), soft_wrap=True)
