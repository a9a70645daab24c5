"""原件回批: the user's own workbooks back, with a note on each bad cell; the originals untouched beside them."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path, PurePosixPath

from msgspec import Struct
from msgspec.structs import asdict

import audit
from audit.disk import write_file
from audit.model.report import Report
from audit.model.source import RESULT_SHEET, RESULT_SHEET_NOTE, DataError
from audit.render.annotated.book import Request
from audit.render.faults import by_file, fault
from audit.render.text import day_title, file_part, month_title, plain
from audit.render.values_copy import SheetCells, values_copy

TITLE = f"{RESULT_SHEET}：请逐项改正后重新报送"
_MEMORY, _CPU_SECONDS, _WALL_SECONDS = 2 << 30, 60, 90
_WORKERS = 2


class Annotated(Struct, frozen=True):
    """The annotated copies, and a sentence for each file that has none."""

    written: tuple[Path, ...] = ()
    failures: tuple[str, ...] = ()


class _Job(Struct, frozen=True):
    """One file to annotate: its copy among the originals, where the annotated one goes, and what is written."""

    original: Path
    wanted: Path
    request: Request


def annotate(
    report: Report, paths: Mapping[str, Path], folder: Path, cells: Callable[[Path], Sequence[SheetCells]]
) -> Annotated:
    """Write ``folder/名_回批.xlsx`` and ``folder/原件/名`` for each handed-in file that has errors in a sheet.

    ``paths`` maps the report's file names to where the files are; ``cells`` gives the values of a file that is no
    .xlsx. A file that cannot be annotated is a sentence in the result; only a full or closed disk raises OSError.
    """
    jobs: list[_Job] = []
    failures: list[str] = []
    taken: set[str] = set()
    hashes = {file.name: file.sha256 for file in report.files}
    for name, errors in by_file(report.data_errors).items():
        data = _unchanged(paths.get(name), hashes.get(name, ""))
        if data is None:
            failures.append(f"{name}：没有回批，核验以后找不到原文件或内容有变（压缩包里的文件请先解压）")
            continue
        stem, suffix = _file_name(name, taken)
        original = write_file(folder / "原件" / f"{stem}{suffix}", data)
        is_macro = suffix.lower() == ".xlsm"
        copy = folder / f"{stem}_回批{'.xlsm' if is_macro else '.xlsx'}"
        jobs.append(_Job(original, copy, _request(report, name, errors)))
    with ThreadPoolExecutor(_WORKERS) as pool:
        made = pool.map(lambda job: _make(job, cells, report), jobs)
        results = list(zip(jobs, made, strict=True))
    written = [write_file(job.wanted, result) for job, result in results if isinstance(result, bytes)]
    failures += [result for _, result in results if isinstance(result, str)]
    return Annotated(tuple(written), tuple(failures))


def _unchanged(path: Path | None, digest: str) -> bytes | None:
    """Read a file that is still what was checked."""
    if path is None or not path.is_file():
        return None
    data = path.read_bytes()
    return data if sha256(data).hexdigest() == digest else None


def _file_name(name: str, taken: set[str]) -> tuple[str, str]:
    """Give a stem and a suffix of our own making, each stem once; nothing of a foreign name leads out of the folder."""
    path = PurePosixPath(plain(name))
    suffix = path.suffix if path.suffix[1:].isascii() and path.suffix[1:].isalnum() else ""
    stem = "_".join(file_part(part) for part in (*path.parent.parts, path.name.removesuffix(suffix)) if part != "/")
    fit = next(f"{stem}{n or ''}" for n in (0, *range(2, len(taken) + 3)) if f"{stem}{n or ''}".casefold() not in taken)
    taken.add(fit.casefold())
    return fit, suffix


def _request(report: Report, name: str, errors: Sequence[DataError]) -> Request:
    own = (sheet.name for sheet in report.sheets if sheet.file == name and RESULT_SHEET_NOTE in sheet.note)
    note = f"检查月份：{month_title(report.month)}    核验日期：{day_title(report.as_of)}    共{len(errors)}处"
    return Request(
        name=plain(name),
        title=(TITLE, note + "    点“单元格”一列可到出错的格子；格子上有批注。原件未改动，在“原件”文件夹。"),
        result_name=RESULT_SHEET,
        own_sheet=next(own, ""),
        faults=tuple(fault(error) for error in errors),
    )


def _make(job: _Job, cells: Callable[[Path], Sequence[SheetCells]], report: Report) -> bytes | str:
    """Annotate one file: its own parts where it is a workbook of parts, else its values; or say why not."""
    with job.original.open("rb") as stream:
        is_package = stream.read(4) == b"PK\x03\x04"
    if is_package:
        made = _in_child(job)
        if made is not None:
            return made
    sheets = cells(job.original)
    if not sheets:
        return f"{job.request.name}：没有回批，这个文件的结构特殊，请按台账“资料错误”表改正"
    return values_copy(sheets, job.request, report.as_of)


def _in_child(job: _Job) -> bytes | None:
    """Let the child annotate; None where it cannot, dies or is too slow."""
    faults = [(one.sheet, one.cell, one.texts, one.note) for one in job.request.faults]
    message = asdict(job.request) | {"faults": faults, "path": str(job.original.resolve())}
    message["limits"] = (_MEMORY, _CPU_SECONDS)
    roots = (str(Path(audit.__file__).parent.parent), os.environ.get("PYTHONPATH", ""))
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "audit.render.annotated"],
            input=json.dumps(message, ensure_ascii=False).encode("utf-8", "surrogatepass"),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_WALL_SECONDS,
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, roots))},
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else None
