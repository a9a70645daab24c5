"""A look at files before anything is judged: what they are, what came in, which headers, words and names are unknown.

``pipeline`` judges; this module only asks, and writes the office's answers into its profile.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from audit import catalog, intake, reconcile, render, resources, validate
from audit.model.contract import ImportContract
from audit.model.policy import Policy
from audit.model.source import DataError, FileRead, Sheet, SheetCount
from audit.model.survey import HeaderGap, Look, SheetMap, UnknownWord
from audit.model.tables import Intake, TypedTables

SURE_WORD = 90
"""From this likeness on a word's meaning is proposed as an entry, not as a comment."""

_HEADS = {
    "columns.yml": """\
# 本单位的表头：表头文字 → 列，下月起不再询问。列可写编号或中文名；不用的表头写 ignore。
# 行首有 # 的只是建议，改对后去掉 # 才生效。
""",
    "symbols.yml": """\
# 本单位的符号：符号或说法 → 含义，写代码或已认得的说法（如 出差）。
# 行首有 # 的只是建议，写上含义后去掉 # 才生效。
""",
    "people.yml": """\
# 姓名的认定。same：written 表上的写法，is 花名册上的姓名；where 只限哪个村或单位的表；village、unit 分清同名的人。
# apart：written 不是 is_not 这个人；两处写同一个名字，就是花名册上各村的同名人各是各人。
""",
}


class Read(Struct, frozen=True):
    """Files read and typed, and by which contracts."""

    batch: Intake
    typed: TypedTables
    contracts: Mapping[str, ImportContract]

    @property
    def errors(self) -> tuple[DataError, ...]:
        """What was wrong with files and cells."""
        return (*self.batch.errors, *self.typed.errors)


class Survey(Struct, frozen=True):
    """The answer of a dry run for one month."""

    month: str
    files: tuple[FileRead, ...]
    sheets: tuple[Sheet, ...]
    counts: Mapping[int, SheetCount]
    titles: Mapping[str, str]
    look: Look
    errors: tuple[DataError, ...]
    has_roster: bool
    notes: tuple[str, ...] = ()


class Unknowns(Struct, frozen=True):
    """Every sheet's headers, and the words of choices that nobody knows."""

    sheets: tuple[SheetMap, ...]
    words: tuple[UnknownWord, ...]


def read(paths: Sequence[Path], *, on_step: Callable[[str], None] | None = None) -> Read:
    """Read and type files. Raises CatalogError."""
    contracts = catalog.load_imports()
    told = None if on_step is None else _told(on_step)
    batch = intake.read(paths, contracts, on_file=told)
    return Read(batch, validate.validate(batch, contracts), contracts)


def _told(on_step: Callable[[str], None]) -> Callable[[str], None]:
    return lambda name: on_step(f"读取 {name}")


def survey(
    paths: Sequence[Path], *, policies: Sequence[Policy], month: str, on_step: Callable[[str], None] | None = None
) -> Survey:
    """Say what files are and what came in for a month under these policies' conventions; nothing is judged."""
    known = read(paths, on_step=on_step)
    seen = reconcile.look(
        known.typed, known.batch.sheets, catalog.conventions(policies), catalog.load_identities(), month=month
    )
    return Survey(
        month=month,
        files=known.batch.files,
        sheets=known.batch.sheets,
        counts=known.typed.counts,
        titles={name: contract.title for name, contract in known.contracts.items()},
        look=seen,
        errors=tuple(sorted({*known.errors, *seen.errors})),
        has_roster=len(known.typed.frames["roster"]) > 0,
        notes=catalog.office_notes(policies),
    )


def names(paths: Sequence[Path]) -> Look:
    """Say which names of the files mean nobody, or several people, of the roster."""
    known = read(paths)
    return reconcile.look(known.typed, known.batch.sheets, catalog.conventions(()), catalog.load_identities())


def unknowns(paths: Sequence[Path]) -> Unknowns:
    """Say which headers and words of the files are not known, and what they may be."""
    known = read(paths)
    sheets = (sheet for sheet in known.batch.sheets if sheet.headers)
    return Unknowns(
        tuple(intake.propose(sheet, known.contracts) for sheet in sheets),
        validate.unknown_words(known.batch, known.contracts),
    )


def save_unknowns(found: Unknowns) -> dict[Path, tuple[int, int]]:
    """Write proposals into the office's profile: path → how many entries hold now, how many wait as comments.

    What the files already speak of, entry or comment, is left alone. Raises CatalogError, and writes nothing, where
    the profile would not load with the new entries; ValueError where a file's form leaves no room for them.
    """
    contracts = catalog.load_imports()
    headers = [((one.table,), _header_line(gap, one)) for one in found.sheets for gap in _worth_saving(one)]
    words = [((one.table, one.column), _word_line(one, contracts[one.table])) for one in found.words]
    return {
        path: counts for name, lines in (("columns.yml", headers), ("symbols.yml", words))
        for path, counts in _save(name, lines).items()
    }  # fmt: skip


def save_decision(name: str, person: str, *, same: bool, where: str = "", of: tuple[str, str] = ("", "")) -> Path:
    """Note in ``people.yml`` that a written name is (or is not) a person of the roster; ``of`` is village and unit."""
    parts = {"written": name, "is" if same else "is_not": person}
    parts |= {"where": where, "village": of[0], "unit": of[1]} if same else {}
    entry = ", ".join(f"{key}: {_quoted(value)}" for key, value in parts.items() if value)
    (path,) = _save("people.yml", [(("same" if same else "apart",), f"- {{{entry}}}")])
    return path


def _worth_saving(sheet: SheetMap) -> Iterable[HeaderGap]:
    """In a known table most other headers are simply not needed: only those that may be a column are asked about."""
    return (gap for gap in sheet.gaps if sheet.table and (gap.candidates or not sheet.recognised))


def _header_line(gap: HeaderGap, sheet: SheetMap) -> str:
    others = "；".join(f"{one.name} {one.title}（{one.reason}）" for one in gap.candidates)
    where = f"{sheet.file}《{sheet.sheet.strip()}》{gap.cell}"
    said = gap.candidates[0].name if gap.candidates else catalog.IGNORED
    mark = "" if gap.sure else "# "
    why = _printable(f"{where}：{others or '看不出是什么，不用的写 ignore'}")
    return f"{mark}{_quoted(gap.text)}: {said}  # {why}"


def _word_line(word: UnknownWord, contract: ImportContract) -> str:
    column = contract.columns[word.column]
    place = f"{word.place.file}《{word.place.sheet.strip()}》{word.place.cell}等{word.count}处"
    reasons = "；".join(f"{one.title}（{one.reason}）" for one in word.candidates)
    sure = bool(word.candidates) and word.candidates[0].score >= SURE_WORD
    said = word.candidates[0].title if word.candidates else ""
    mark = "" if sure else "# "
    why = _printable(f"{place}：{reasons}{'，' if reasons else ''}可写：{'、'.join(catalog.meanings(column))}")
    return f"{mark}{_quoted(word.text)}: {said}  # {why}"


def _save(name: str, lines: Sequence[tuple[tuple[str, ...], str]]) -> dict[Path, tuple[int, int]]:
    """Add lines to a profile file and check that everything still loads; gives nothing where nothing is new."""
    path = resources.office() / "profile" / name
    before = resources.read_text(path) if path.is_file() else ""
    fresh = [(keys, line) for keys, line in dict.fromkeys(lines) if not _is_known(before, keys, line)]
    if not fresh:
        return {}
    text = before or _HEADS[name]
    for keys, line in reversed(fresh):
        text = catalog.with_entries(text, keys, [line])
    render.write_file(path, text.encode("utf-8"))
    try:
        catalog.load_imports()
        catalog.load_identities()
    except catalog.CatalogError:
        _restore(path, before)
        raise
    waiting = sum(line.startswith("#") for _, line in fresh)
    return {path: (len(fresh) - waiting, waiting)}


def _restore(path: Path, before: str) -> None:
    if before:
        render.write_file(path, before.encode("utf-8"))
    else:
        path.unlink()


def _is_known(text: str, keys: tuple[str, ...], line: str) -> bool:
    """Whether an entry or a comment under these keys already speaks of the same header, word or decision."""
    bare = line.removeprefix("# ")
    key = bare if bare.startswith("- ") else bare[: bare.index('": ') + 2]
    return any(key in known for known in catalog.entries_under(text, keys))


def _quoted(text: str) -> str:
    """Quote a text for YAML, whatever stands in it."""
    return json.dumps(_printable(text), ensure_ascii=False)


def _printable(text: str) -> str:
    """One line without what YAML refuses even in comments."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())
