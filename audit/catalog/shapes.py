"""The outward form of the data files: which keys, of which kind. pydantic checks, this module says it in Chinese."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from audit.catalog.documents import Document, Keys
from audit.catalog.problems import Problems, Spot, nearest
from audit.catalog.values import ISO_DAY

_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_TEXTS = {
    "missing": "缺少此项",
    "string_type": "应为文字（数字、true、false 请加引号）",
    "string_too_short": "不能为空",
    "int_type": "应为整数",
    "bool_type": "应为 true 或 false",
    "list_type": "应为列表（[…] 或每项一行“- ”）",
    "dict_type": "应为“键: 值”的形式",
    "model_type": "应为“键: 值”的形式",
    "too_short": "不能为空",
    "too_long": "项数过多",
    "greater_than_equal": "数值过小",
}

_NOT_A_DAY = "日期应写成 2023-11-01 的样子"
NOT_SINGLE = "应为单个值，不能是列表或“键: 值”"
_NOT_TEXTS = "列表的每一项都应为文字"
_BARE_DECIMAL = "小数请加引号，按原样比对"


class Shape(BaseModel):
    """Base of all shapes: unknown keys and look-alike types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def one_of(choices: Iterable[str]) -> Callable[[str], str]:
    """Make a check that accepts only these words, and names the nearest of them otherwise."""
    words = tuple(choices)

    def check(text: str) -> str:
        if text not in words:
            raise ValueError(f"“{text}”不在可选值中：{'、'.join(words)}{nearest(text, words)}")
        return text

    return check


def _identifier(text: str) -> str:
    if not _ID.match(text):
        raise ValueError(f"“{text}”不是合格的编号：只用小写字母、数字和连字符，以字母开头")
    return text


def _variable(text: str) -> str:
    if not _NAME.match(text):
        raise ValueError(f"“{text}”不是合格的名称：只用小写字母、数字和下划线，以字母开头")
    return text


def _day(value: object) -> date:
    if not isinstance(value, str) or not ISO_DAY.match(value):
        raise ValueError(_NOT_A_DAY)
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"没有“{value}”这一天") from None


def _scalar(value: object) -> object:
    if type(value) in (list, dict):
        raise ValueError(NOT_SINGLE)
    return value


def _setting(value: object) -> object:
    if type(value) is list and not all(isinstance(item, str) for item in value):
        raise ValueError(_NOT_TEXTS)
    return value if type(value) is list else _scalar(value)


def _written(value: object) -> object:
    """What stands in a cell is text: a whole number needs no quotes here, a decimal would lose its last zero."""
    if type(value) is float:
        raise ValueError(_BARE_DECIMAL)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Text = Annotated[str, StringConstraints(min_length=1)]
Id = Annotated[str, AfterValidator(_identifier)]
Name = Annotated[str, AfterValidator(_variable)]
Day = Annotated[date, BeforeValidator(_day)]
Scalar = Annotated[Any, AfterValidator(_scalar)]
Setting = Annotated[Any, AfterValidator(_setting)]
Written = Annotated[str, BeforeValidator(_written)]
Expression = Annotated[str, BeforeValidator(_written), StringConstraints(min_length=1)]

S = TypeVar("S", bound=Shape)


def read_shape(document: Document, shape: type[S], problems: Problems, keys: Keys = ()) -> S | None:
    """Check the document (or the part of it at ``keys``) against a shape; note every error; None when there is one."""
    data = document.data
    for key in keys:
        data = data[key]
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        for found in error.errors(include_url=False, include_input=False):
            _note(Spot(document, problems, keys), shape, found)
        return None


def _note(spot: Spot, shape: type[Shape], error: Mapping[str, Any]) -> None:
    """Note one error of pydantic's; a wrong key is told at the key."""
    inside = tuple(error["loc"])
    if error["type"] == "extra_forbidden":
        known = _known_keys(shape, inside[:-1])
        spot.at(*inside).note_key(f"未知的键{nearest(str(inside[-1]), known)}")
    elif inside[-1:] == ("[key]",):
        spot.at(*inside[:-1]).note_key(_said(error))
    else:
        spot.at(*inside).note(_said(error))


def _said(error: Mapping[str, Any]) -> str:
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return _TEXTS.get(error["type"], f"内容不合要求（{error['msg']}）")


def _known_keys(shape: Any, inside: Keys) -> list[str]:
    """The keys that may stand at a place inside a shape, found by walking its annotations."""
    for step in inside:
        shape = _step(shape, step)
    if not (isinstance(shape, type) and issubclass(shape, Shape)):
        return []
    return [info.alias or name for name, info in shape.model_fields.items()]


def _step(shape: Any, step: str | int) -> Any:
    if isinstance(shape, type) and issubclass(shape, Shape):
        return _bare(next(i.annotation for n, i in shape.model_fields.items() if (i.alias or n) == step))
    return _bare(get_args(shape)[-1])


def _bare(annotation: Any) -> Any:
    """Without ``Annotated`` and ``| None``."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    options = [option for option in get_args(annotation) if option is not type(None)]
    if type(None) in get_args(annotation) and options:
        return _bare(options[0])
    return annotation


def check_known(spot: Spot, names: Sequence[str], known: Iterable[str]) -> None:
    """Note each item of a list of column names that the table does not have."""
    known = tuple(known)
    for index, name in enumerate(names):
        if name not in known:
            spot.at(index).note(f"本表没有列“{name}”{nearest(name, known)}")
