"""``zhucun people``: names that mean nobody or several of the roster, and remembering who is who."""

from pathlib import Path
from typing import Annotated

import typer

from audit.cli.console import clean, console, line, stop, table
from audit.cli.paths import require_paths
from audit.model.survey import NameQuestion, PersonCandidate

app = typer.Typer(help="对姓名：列出对不上花名册的姓名，记住谁是谁", no_args_is_help=True, rich_markup_mode=None)

_KINDS = {"unknown-person": "不在花名册", "ambiguous-person": "几人同名", "same-name": "一人还是两人"}


@app.command("show", help="列出对不上花名册的姓名，可能是谁，为什么。")
def show(
    paths: Annotated[list[Path], typer.Argument(help="资料：文件或文件夹，可以几个", metavar="PATH...")],
) -> None:
    """Print the names to be decided; nothing is merged by itself."""
    require_paths(paths)
    from audit import catalog, survey

    try:
        found = survey.names(paths)
    except catalog.CatalogError as error:
        stop(*error.messages)
    screen = console()
    if not found.questions:
        screen.print(line("姓名都对得上花名册", "green"))
        return
    made = table("姓名", "情况", "可能是", "出处")
    for question in _once(found.questions):
        place = question.place
        where = f"{place.file}《{place.sheet.strip()}》{place.cell}"
        who = "\n".join(map(_shown, question.candidates)) or "没有相近的姓名"
        made.add_row(*map(clean, (question.name, _KINDS[question.code], who, where)))
    screen.print(made)
    screen.print(line("定下来：zhucun people decide 姓名 --is 花名册姓名，或 --is-not 花名册姓名"))


@app.command("decide", help="记住一个姓名是（或不是）花名册上的谁，以后不再询问。")
def decide(
    name: Annotated[str, typer.Argument(help="表上写的姓名", metavar="NAME")],
    person: Annotated[str, typer.Option("--is", help="就是花名册上的这个人")] = "",
    other: Annotated[str, typer.Option("--is-not", help="不是花名册上的这个人；写同一个名字表示同名的是几个人")] = "",
    where: Annotated[str, typer.Option(help="只限哪个村、哪个单位的表")] = "",
    village: Annotated[str, typer.Option(help="同名的人用他的村来分")] = "",
    unit: Annotated[str, typer.Option(help="同名的人用他的派出单位来分")] = "",
) -> None:
    """Write one decision into the profile; exit code 2 when it contradicts an earlier one."""
    if bool(person) == bool(other):
        stop("请写 --is 或 --is-not 其中一个")
    from audit import catalog, survey

    try:
        path = survey.save_decision(name, person or other, same=bool(person), where=where, of=(village, unit))
    except catalog.CatalogError as error:
        stop(*error.messages, "没有记下；请先改 profile/people.yml 里原来的认定")
    except ValueError as error:
        stop(str(error))
    verb = "是" if person else "不是"
    console().print(line(f"已记下：{clean(name)}{verb}{clean(person or other)}（{path}）"), soft_wrap=True)


def _once(questions: tuple[NameQuestion, ...]) -> list[NameQuestion]:
    """Each name once, where it stands first; the next sheets would only repeat it."""
    return list({(one.code, one.name): one for one in reversed(questions)}.values())[::-1]


def _shown(candidate: PersonCandidate) -> str:
    parts = filter(None, (candidate.village, candidate.unit, candidate.reason))
    return f"{candidate.person}（{'，'.join(parts)}）"
