"""The files of a data folder as documents, each with the line of every value."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from msgspec import Struct, field

from audit import resources
from audit.catalog.problems import CatalogError, Problems

Keys: TypeAlias = tuple[str | int, ...]
Mark: TypeAlias = tuple[int, int]


class Marks(Struct):
    """Where the values of a sound text stand, and their keys: looked for only once something is wrong with one."""

    values: dict[Keys, Mark] = field(default_factory=dict)
    keys: dict[Keys, Mark] = field(default_factory=dict)


class Document(Struct, frozen=True, eq=False):
    """One YAML file: plain data (dict, list, str, int, float, bool, None) and where each value stands.

    The same text gives the same object, so what was made of the same documents can be found again.

    ``file`` is the name shown to readers, ``text`` what was read.
    """

    file: str
    data: Any
    text: str

    @property
    def values(self) -> Mapping[Keys, Mark]:
        """Line and column (from 1) of each value by its path: ``("cases", 0, "name")``."""
        return _marks_of(self.text).values

    @property
    def keys(self) -> Mapping[Keys, Mark]:
        """Line and column of the key of each value that has one, by the value's path."""
        return _marks_of(self.text).keys

    def place(self, keys: Keys = (), *, at_key: bool = False) -> str:
        """Say ``file:line:column`` of a value, or of its key; of the nearest enclosing value when it is not there."""
        if at_key and keys in self.keys:
            return written(self.file, self.keys[keys])
        while keys not in self.values:
            keys = keys[:-1]
        return written(self.file, self.values[keys])


def read_yaml(path: Path) -> Document:
    """Read one file; raises CatalogError with everything that is wrong with it."""
    file = resources.shown(path)
    try:
        text = resources.read_text(path)
    except UnicodeDecodeError:
        raise CatalogError([f"{file}:1:1 文件不是UTF-8编码，请用UTF-8另存"]) from None
    # Most commands read no file of the law: it is known already.
    from audit.catalog.strict import parse_yaml

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


def _marks_of(text: str) -> Marks:
    from audit.catalog.strict import marks_of

    return marks_of(text)


def written(file: str, mark: Mark) -> str:
    """Write a place: ``file:line:column``."""
    return f"{file}:{mark[0]}:{mark[1]}"
