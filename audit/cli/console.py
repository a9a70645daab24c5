"""What all commands share: consoles that survive GBK and hostile text, exit codes, and the last guard."""

import errno
import io
import sys
import traceback
from collections.abc import Iterable
from types import TracebackType
from typing import NoReturn, Self

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

NO_PROBLEM, PROBLEMS, BAD_INPUT, INTERNAL = 0, 1, 2, 3
PIPE_WIDTH = 110
_TROUBLES = {
    errno.ENOSPC: "磁盘已满，本次没有保存，原有数据完好",
    errno.EDQUOT: "磁盘配额用完，本次没有保存，原有数据完好",
    errno.EROFS: "磁盘是只读的，本次没有保存，原有数据完好",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
}
"""What the system itself says in English, in the words of an office."""
_CONTROL = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160)), "�")


def safe_streams() -> None:
    """Let a console that lacks a character print a question mark in its place."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def console(*, stderr: bool = False) -> Console:
    """Make a console that takes text literally; a pipe or file gets lines of a fixed width."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else PIPE_WIDTH
    return Console(stderr=stderr, width=width, markup=False, highlight=False, emoji=False)


def clean(text: object) -> str:
    """Take control characters (escape sequences from a file name, say) out of a text before it is shown."""
    return str(text).translate(_CONTROL)


def line(text: object, style: str = "") -> Text:
    """One clean line or cell in a style of rich."""
    return Text(clean(text), style=style)


def table(*headers: str, right: Iterable[int] = ()) -> Table:
    """An empty table with these headers; the columns numbered in ``right`` hold numbers."""
    numbers = set(right)
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for index, header in enumerate(headers):
        is_number = index in numbers
        made.add_column(header, justify="right" if is_number else "left", no_wrap=is_number, overflow="fold")
    return made


def stop(*messages: str, code: int = BAD_INPUT) -> NoReturn:
    """Say on stderr what is wrong, one message a line, and end with the exit code."""
    errors = console(stderr=True)
    for message in messages:
        errors.print(line(message, "red"), soft_wrap=True)
    raise SystemExit(code)


class CrashGuard:
    """Around the whole program: what nobody expected ends with 3, because 1 means that problems were found."""

    def __enter__(self) -> Self:
        """Start guarding."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Turn a full disk into one sentence and any other surprise into a traceback with a request."""
        if error is None or isinstance(error, SystemExit | KeyboardInterrupt):
            return
        if isinstance(error, OSError):
            where = clean(error.filename or "磁盘")
            why = _TROUBLES.get(error.errno or 0) or error.strerror or error
            stop(f"读写“{where}”失败：{why}，请检查磁盘空间和权限", code=INTERNAL)
        traceback.print_exception(kind, error, trace)
        stop("程序内部错误，没有结论可用，请把上面的内容发给维护人员", code=INTERNAL)
