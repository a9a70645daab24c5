"""YAML read strictly: what looks like text stays text, and every value knows its line.

Only ``true``, ``false``, ``null`` (or ``~``, or nothing), whole numbers and decimals are not text: ``8:30``, ``012``,
``yes`` and ``2023-11-01`` stay as written. Duplicate keys, anchors, aliases, tags and second documents are refused.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import count
from typing import Any

import yaml
from msgspec import Struct, field

from audit.catalog.documents import Document, Keys, Mark, Marks, written
from audit.catalog.problems import CatalogError

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_DEEPEST = 20
_WORDS: Mapping[str, object] = {"true": True, "false": False, "null": None, "~": None, "": None}
_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+\Z")
_TROUBLES = (
    ("cannot start any token", "此处的字符不能作开头：缩进请用空格，不用制表符；以 @ ` % 开头的文字请加引号"),
    ("mapping values are not allowed", "此处不应再有“: ”：检查上一行缩进，含“: ”的文字请加引号"),
    ("unexpected end of stream", "引号没有配对"),
    ("expected ',' or", "方括号或花括号没有配对，或缺少逗号"),
    ("could not find expected ':'", "缺少冒号"),
    ("expected '-' indicator", "缩进不齐，或列表项前缺少“- ”"),
    ("expected <block end>", "缩进不齐，或列表项前缺少“- ”"),
    ("expected key", "缩进不齐"),
)


class _Reader(Struct):
    """The event stream of one file and what was wrong with it so far."""

    file: str
    next_event: Callable[[], Any]
    errors: list[str] = field(default_factory=list)

    def refuse(self, event: Any, text: str) -> None:
        """Note an error where an event starts."""
        self.errors.append(f"{written(self.file, _mark(event.start_mark))} {text}")


@lru_cache(maxsize=1024)
def parse_yaml(text: str, file: str) -> Document:
    """Read YAML text; ``file`` is the name shown in errors. Raises CatalogError.

    The same text gives the same document: one run reads the rules and contracts several times.
    """
    try:
        return _document(text, file)
    except yaml.reader.ReaderError as error:
        place = written(file, _after(text, error.position))
        raise CatalogError([f"{place} 文件中有看不见的控制字符，请删除"]) from error
    except yaml.MarkedYAMLError as error:
        mark = _mark(error.problem_mark) if error.problem_mark else (1, 1)
        raise CatalogError([f"{written(file, mark)} {_trouble(error.problem or '')}"]) from error


def _document(text: str, file: str) -> Document:
    reader = _Reader(file, _LOADER(text).get_event)
    reader.next_event()
    if isinstance(reader.next_event(), yaml.StreamEndEvent):
        raise CatalogError([f"{file}:1:1 文件是空的"])
    data = _value(reader, reader.next_event(), 0)
    reader.next_event()
    after = reader.next_event()
    if not isinstance(after, yaml.StreamEndEvent):
        reader.refuse(after, "一个文件只能有一份内容，不能再有“---”")
    if reader.errors:
        raise CatalogError(reader.errors)
    return Document(file, data, text)


def _value(reader: _Reader, event: Any, depth: int) -> Any:
    """Make plain data of the node that starts with this event."""
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        reader.refuse(event, "不能使用引用（& 或 *）；以它们开头的文字请加引号")
    if isinstance(event, yaml.AliasEvent):
        return None
    if event.tag is not None:
        reader.refuse(event, "不能使用类型标记（!）；以感叹号开头的文字请加引号")
    if depth > _DEEPEST:
        raise CatalogError([f"{written(reader.file, _mark(event.start_mark))} 层次过深"])
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event)
    inside = _mapping if isinstance(event, yaml.MappingStartEvent) else _sequence
    return inside(reader, depth + 1)


def _mapping(reader: _Reader, depth: int) -> dict[str, Any]:
    data: dict[str, Any] = {}
    keys: dict[str, Any] = {}
    while not isinstance(event := reader.next_event(), yaml.MappingEndEvent):
        key = _key(reader, event)
        if key in data:
            reader.refuse(event, f"重复的键“{key}”（第{_mark(keys[key].start_mark)[0]}行已有）")
        keys[key] = event
        data[key] = _value(reader, reader.next_event(), depth)
    return data


def _key(reader: _Reader, event: Any) -> str:
    if isinstance(event, yaml.ScalarEvent) and event.tag is None and event.anchor is None:
        return str(event.value)
    raise CatalogError([f"{written(reader.file, _mark(event.start_mark))} 键只能是文字；花括号中的占位符请加引号"])


def _sequence(reader: _Reader, depth: int) -> list[Any]:
    data: list[Any] = []
    while not isinstance(event := reader.next_event(), yaml.SequenceEndEvent):
        data.append(_value(reader, event, depth))
    return data


@lru_cache(maxsize=64)
def marks_of(text: str) -> Marks:
    """Find where everything stands in a text that has been read."""
    marks, loader = Marks(), _LOADER(text)
    loader.get_event()
    loader.get_event()
    _mark_value(marks, loader.get_event, loader.get_event(), ())
    return marks


def _mark_value(marks: Marks, next_event: Callable[[], Any], event: Any, path: Keys) -> None:
    marks.values[path] = _mark(event.start_mark)
    if isinstance(event, yaml.MappingStartEvent):
        while not isinstance(key := next_event(), yaml.MappingEndEvent):
            marks.keys[*path, key.value] = _mark(key.start_mark)
            _mark_value(marks, next_event, next_event(), (*path, key.value))
    elif isinstance(event, yaml.SequenceStartEvent):
        for place in count():
            item = next_event()
            if isinstance(item, yaml.SequenceEndEvent):
                break
            _mark_value(marks, next_event, item, (*path, place))


def _scalar(event: Any) -> object:
    """A plain scalar is a number or a word of the core schema where it looks exactly like one; the rest is text."""
    text: str = event.value
    if not event.implicit[0]:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.match(text):
        return int(text)
    return float(text) if _DECIMAL.match(text) else text


def _trouble(problem: str) -> str:
    known = (text for part, text in _TROUBLES if part in problem)
    return next(known, f"YAML格式不对（{problem}）")


def _mark(mark: Any) -> Mark:
    return mark.line + 1, mark.column + 1


def _after(text: str, position: int) -> Mark:
    before = text[:position]
    return before.count("\n") + 1, position - before.rfind("\n")
