"""YAML read strictly: what looks like text stays text, and every value knows its line.

Only ``true``, ``false``, ``null`` (or ``~``, or nothing), whole numbers and decimals are not text: ``8:30``, ``012``,
``yes`` and ``2023-11-01`` stay as written. Duplicate keys, anchors, aliases, tags and second documents are refused.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from audit import resources
from audit.catalog.problems import CatalogError, Problems

Keys: TypeAlias = tuple[str | int, ...]
Mark: TypeAlias = tuple[int, int]

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


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One YAML file: plain data (dict, list, str, int, float, bool, None) and where each value stands.

    The same text gives the same object, so what was made of the same documents can be found again.

    ``file`` is the name shown to readers, ``text`` what was read.
    """

    file: str
    data: Any
    text: str = field(repr=False)

    @property
    def values(self) -> Mapping[Keys, Mark]:
        """Line and column (from 1) of each value by its path: ``("cases", 0, "name")``."""
        return _marks(self.text).values

    @property
    def keys(self) -> Mapping[Keys, Mark]:
        """Line and column of the key of each value that has one, by the value's path."""
        return _marks(self.text).keys

    def place(self, keys: Keys = (), *, at_key: bool = False) -> str:
        """Say ``file:line:column`` of a value, or of its key; of the nearest enclosing value when it is not there."""
        if at_key and keys in self.keys:
            return _place(self.file, self.keys[keys])
        while keys not in self.values:
            keys = keys[:-1]
        return _place(self.file, self.values[keys])


@dataclass(slots=True)
class _Reader:
    """The event stream of one file and what was wrong with it so far."""

    file: str
    next_event: Callable[[], Any]
    errors: list[str] = field(default_factory=list)

    def refuse(self, event: Any, text: str) -> None:
        """Note an error where an event starts."""
        self.errors.append(f"{_place(self.file, _mark(event.start_mark))} {text}")


@dataclass(slots=True)
class _Marks:
    """Where the values of a sound text stand, and their keys: looked for only once something is wrong with one."""

    values: dict[Keys, Mark] = field(default_factory=dict)
    keys: dict[Keys, Mark] = field(default_factory=dict)


def read_yaml(path: Path) -> Document:
    """Read one file; raises CatalogError with everything that is wrong with it."""
    file = resources.shown(path)
    try:
        text = resources.read_text(path)
    except UnicodeDecodeError:
        raise CatalogError([f"{file}:1:1 文件不是UTF-8编码，请用UTF-8另存"]) from None
    return parse_yaml(text, file)


def documents(name: str, pattern: str, problems: Problems) -> Iterator[tuple[str, Document]]:
    """Read the files of a data folder (see ``resources.files``): relative name and document of each that is sound."""
    for path in resources.files(name, pattern.removesuffix("yml") + "yaml").values():
        problems.extend([f"{resources.shown(path)}:1:1 文件扩展名须为 .yml，否则不会生效"])
    for relative, path in resources.files(name, pattern).items():
        try:
            document = read_yaml(path)
        except CatalogError as error:
            problems.extend(error.messages)
        else:
            yield relative, document


@lru_cache(maxsize=1024)
def parse_yaml(text: str, file: str) -> Document:
    """Read YAML text; ``file`` is the name shown in errors. Raises CatalogError.

    The same text gives the same document: one run reads the rules and contracts several times.
    """
    try:
        return _document(text, file)
    except yaml.reader.ReaderError as error:
        place = _place(file, _after(text, error.position))
        raise CatalogError([f"{place} 文件中有看不见的控制字符，请删除"]) from error
    except yaml.MarkedYAMLError as error:
        mark = _mark(error.problem_mark) if error.problem_mark else (1, 1)
        raise CatalogError([f"{_place(file, mark)} {_trouble(error.problem or '')}"]) from error


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
        raise CatalogError([f"{_place(reader.file, _mark(event.start_mark))} 层次过深"])
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
    raise CatalogError([f"{_place(reader.file, _mark(event.start_mark))} 键只能是文字；花括号中的占位符请加引号"])


def _sequence(reader: _Reader, depth: int) -> list[Any]:
    data: list[Any] = []
    while not isinstance(event := reader.next_event(), yaml.SequenceEndEvent):
        data.append(_value(reader, event, depth))
    return data


@lru_cache(maxsize=64)
def _marks(text: str) -> _Marks:
    """Find where everything stands in a text that has been read."""
    marks, loader = _Marks(), _LOADER(text)
    loader.get_event()
    loader.get_event()
    _mark_value(marks, loader.get_event, loader.get_event(), ())
    return marks


def _mark_value(marks: _Marks, next_event: Callable[[], Any], event: Any, path: Keys) -> None:
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


def _place(file: str, mark: Mark) -> str:
    return f"{file}:{mark[0]}:{mark[1]}"
