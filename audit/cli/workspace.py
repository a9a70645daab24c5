"""What the commands of the workspace share: opening it, who acts and when, and refusals as sentences."""

import getpass
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from audit.cli.console import BAD_INPUT, INTERNAL, clean, stop
from audit.model.calendar import YearMissingError

if TYPE_CHECKING:
    from audit.store.log import By

ACTOR = "ZHUCUN_ACTOR"
BY_HELP = "谁在操作，记入日志；不写则取环境变量 ZHUCUN_ACTOR，再取登录名"
_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")


@contextmanager
def workspace() -> Iterator[None]:
    """Open the workspace; what a person can put right ends with one sentence and 2, what he cannot with 3."""
    from audit import catalog, pipeline
    from audit.evaluate import DerivationError
    from audit.rectify import RefusedError
    from audit.store import connect

    try:
        connect.use()
        yield
    except (pipeline.BadInputError, RefusedError, YearMissingError, LookupError) as error:
        if isinstance(error, KeyError | IndexError):
            raise
        stop(str(error), code=BAD_INPUT)
    except catalog.CatalogError as error:
        stop(*error.messages, code=BAD_INPUT)
    except (pipeline.EnginesDisagreeError, DerivationError) as error:
        stop(str(error), code=INTERNAL)
    finally:
        connect.close()


def now() -> datetime:
    """The time of this moment, with its zone."""
    return datetime.now().astimezone()


def acting(name: str) -> "By":
    """Who acts, and now."""
    from audit.store.log import By

    return By(name or os.environ.get(ACTOR, "") or getpass.getuser(), now())


def require_month(month: str) -> str:
    """Stop unless the month is written as 2023-11."""
    if not _MONTH.fullmatch(month):
        stop(f"月份“{clean(month)}”写法不对，请写成 2023-11")
    return month


def day(text: str, option: str) -> date:
    """Read a day; today when none is given."""
    if not text:
        return now().date()
    try:
        return date.fromisoformat(text)
    except ValueError:
        stop(f"日期“{clean(text)}”写法不对或不存在，请写成 {option} 2024-01-10")


def say_json(thing: Any) -> None:
    """Print JSON in UTF-8 whatever the console is."""
    text = json.dumps(thing, ensure_ascii=False, indent=2, default=str) + "\n"
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()
