"""A batch of files becomes sheets, text rows and errors."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from string import ascii_uppercase

from msgspec import Struct, field
from msgspec.structs import replace

from audit.intake import notes
from audit.intake.books import Book, Limits, read_books
from audit.intake.classify import NotRecognised, Recognised, classify
from audit.intake.grid import Grid, cell
from audit.intake.header_cells import guessed_header, header_cells
from audit.intake.headers import known_headers
from audit.intake.layouts import LAYOUTS, Says
from audit.intake.layouts.shape import Trouble, texts_above
from audit.intake.layouts.stacked import tables_on
from audit.intake.messages import file_trouble, trouble_error, unknown_sheet
from audit.intake.titles import generated_at, month_of, period_of, village_text
from audit.intake.uploads import Upload, collect, same_file
from audit.model.contract import ImportContract
from audit.model.source import RESULT_SHEET, RESULT_SHEET_NOTE, DataError, FileRead, Sheet
from audit.model.tables import Intake, RawTable

_MANY = 60
"""From so many files on, the tables are made in processes of their own."""
_SHARES = 4
"""How many shares of the files each process gets: enough that none waits long for the others' last."""


class _Batch(Struct):
    """What has been read so far; ``refused`` where it is one file that could not be read."""

    refused: bool = False
    files: list[FileRead] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    tables: list[RawTable] = field(default_factory=list)
    errors: list[DataError] = field(default_factory=list)


class _Piece(Struct, frozen=True):
    """What one file, or one file of an archive, gave by itself."""

    upload: Upload
    batch: _Batch


class _Reading(Struct, frozen=True):
    """How files are read: the contracts to compare with, and the limits of the children."""

    contracts: Mapping[str, ImportContract]
    limits: Limits | None


def read(paths: Sequence[Path], contracts: Mapping[str, ImportContract], *, workers: int = 2,
         on_file: Callable[[str], None] | None = None, limits: Limits | None = None) -> Intake:  # fmt: skip
    """Read folders and files into raw tables.

    Files are opened only in child processes with limits; of many files also the tables are made in ``workers``
    processes. ``on_file`` is told each file's name once it is read. A file or sheet that cannot be used is an error
    with its remedy; it never stops the others.
    """
    uploads, errors = collect(paths)
    batch = _Batch(errors=list(errors))
    names = {upload.content: upload.name for upload in uploads}
    for pieces in _all_pieces(uploads, _Reading(contracts, limits), workers):
        for piece in pieces:
            first = (
                piece.upload.name if piece.batch.refused else names.setdefault(piece.upload.content, piece.upload.name)
            )
            if first == piece.upload.name:
                _join(batch, piece.batch)
            else:
                batch.errors.append(same_file(piece.upload.name, first))
        if on_file:
            on_file(pieces[0].upload.name)
    return Intake(tuple(batch.files), tuple(batch.sheets), tuple(batch.tables), tuple(sorted(batch.errors)))


def _all_pieces(uploads: Sequence[Upload], how: _Reading, workers: int) -> Iterator[list[_Piece]]:
    """Give each upload's pieces in order; few files are not worth the start of further processes."""
    if workers < 2 or len(uploads) < _MANY:
        yield from _pieces(uploads, how, workers)
        return
    size = -(-len(uploads) // (workers * _SHARES))
    shares = [uploads[start : start + size] for start in range(0, len(uploads), size)]
    # A fresh interpreter each: a fork would copy the threads of a progress display in the middle of their work.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for share in pool.map(partial(_share, how=how), shares):
            yield from share


def _share(uploads: Sequence[Upload], how: _Reading) -> list[list[_Piece]]:
    return list(_pieces(uploads, how, 1))


def _pieces(uploads: Sequence[Upload], how: _Reading, workers: int) -> Iterator[list[_Piece]]:
    books = read_books([upload.path for upload in uploads], workers=workers, limits=how.limits)
    for upload, book in zip(uploads, books, strict=True):
        inside = [(_inside(upload, one), one) for one in book.members]
        yield [_piece(*each, how.contracts) for each in [(upload, book), *inside]]


def _inside(archive: Upload, one: Book) -> Upload:
    """A file of an archive, under the archive's name and its own."""
    photo = one.name.rsplit("/", 1)[-1] if one.kind == "photo" else ""
    return Upload(archive.path, f"{archive.name}/{one.name}", one.sha256, photo)


def _join(batch: _Batch, part: _Batch) -> None:
    """Add what a file gave after what has been read, and number its sheets on."""
    first = len(batch.sheets)
    batch.files += [replace(one, sheets=tuple(first + number for number in one.sheets)) for one in part.files]
    batch.tables += [replace(table, sheet=first + table.sheet) for table in part.tables]
    batch.sheets += part.sheets
    batch.errors += part.errors


def file_paths(paths: Sequence[Path]) -> dict[str, Path]:
    """Where the files of a batch are, by the names that the batch gives them."""
    return {upload.name: upload.path for upload in collect(paths)[0]}


def sheets_of(path: Path) -> tuple[Grid, ...]:
    """All sheets of one file as text, read in a limited child process; none where it cannot be read."""
    return next(iter(read_books([path], workers=1))).grids


def _piece(upload: Upload, book: Book, contracts: Mapping[str, ImportContract]) -> _Piece:
    """Everything that one file gave: its error, its sheets with what is to be said of them."""
    batch = _Batch(refused=bool(book.error))
    if book.error:
        batch.errors.append(file_trouble(upload.name, book.error, book.detail))
    said = notes.book_notes(upload.name, book)
    for grid in book.grids:
        for table in tables_on(grid):
            _add_sheet(batch, upload, table, contracts)
            note = notes.joined((*said, *notes.sheet_notes(grid), batch.sheets[-1].note))
            batch.sheets[-1] = replace(batch.sheets[-1], note=note)
        batch.errors += notes.count_errors((upload.name, grid.name), grid)
        if grid.note == "paper-photo":
            batch.errors.append(file_trouble(upload.name, grid.note, ""))
    batch.files.append(FileRead(upload.name, upload.sha256, tuple(range(len(batch.sheets))), upload.photo))
    return _Piece(upload, batch)


def _add_sheet(batch: _Batch, upload: Upload, grid: Grid, contracts: Mapping[str, ImportContract]) -> None:
    if grid.hidden:
        batch.sheets.append(_listed(upload, grid, "隐藏的工作表，未导入"))
        return
    if _is_own_result(grid):
        batch.sheets.append(_listed(upload, grid, RESULT_SHEET_NOTE))
        return
    found = classify(grid, contracts)
    if isinstance(found, NotRecognised):
        _add_unknown(batch, upload, grid, found, contracts)
        return
    _add_table(batch, upload, grid, found)


def _is_own_result(grid: Grid) -> bool:
    """Whether a sheet is the one that this program put before the others of an annotated copy."""
    return grid.name.startswith(RESULT_SHEET) and bool(grid.head) and grid.head[0][0].startswith(RESULT_SHEET)


def _listed(upload: Upload, grid: Grid, note: str) -> Sheet:
    """A sheet that is named in the report but not used."""
    return Sheet(upload.name, upload.sha256, grid.name, None, hidden=grid.hidden, note=note)


def _add_unknown(
    batch: _Batch, upload: Upload, grid: Grid, found: NotRecognised, contracts: Mapping[str, ImportContract]
) -> None:
    if not found.looks_like_data:
        empty = not any(any(column) for column in grid.columns)
        batch.sheets.append(_listed(upload, grid, "空表" if empty else "封面或说明，未导入"))
        return
    known = frozenset[str]().union(*(known_headers(contract) for contract in contracts.values()))
    headers = guessed_header(grid, known)
    title = texts_above(grid, int(headers[0].cell.lstrip(ascii_uppercase)) - 1) if headers else ""
    batch.sheets.append(replace(_listed(upload, grid, "未识别，未导入"), headers=headers, title=title))
    batch.errors.append(unknown_sheet(upload.name, grid.name, found))


def _add_table(batch: _Batch, upload: Upload, grid: Grid, found: Recognised) -> None:
    contract, header = found.contract, found.match.header
    title = texts_above(grid, header.top)
    says, troubles = _says(f"{title}\n{grid.above}".strip(), grid.name, dated=found.match.days is not None)
    extract = LAYOUTS[contract.read.layout].extract(grid, found.match, contract, says)
    place = len(batch.sheets)
    read_columns = {name for name, column in contract.columns.items() if column.aliases}
    batch.sheets.append(
        Sheet(
            upload.name,
            upload.sha256,
            grid.name,
            contract.table,
            title=title,
            period=extract.period or says.period,
            generated_at=generated_at(title),
            missing=frozenset(read_columns - set(extract.frame.columns)),
            cells=extract.cells,
            headers=header_cells(grid, found.match),
            note="只有表头，没有登记" if extract.frame.empty and not extract.troubles else "",
        )
    )
    where = (upload.name, grid.name)
    batch.errors += [
        trouble_error(where, trouble, contract, extract.letters) for trouble in (*troubles, *extract.troubles)
    ]
    batch.errors += notes.fault_errors(where, grid, contract, extract.letters, extract.cells)
    if not extract.frame.empty:
        batch.tables.append(RawTable(place, contract.table, extract.frame, extract.letters, extract.legend))


def _says(title: str, name: str, *, dated: bool) -> tuple[Says, tuple[Trouble, ...]]:
    """What title and name say; a calendar whose title and sheet name differ in the month is told so."""
    try:
        period = period_of((title, name))
    except ValueError:
        say = "标题里的统计日期不存在，请改为实际日期"
        return Says(None, village_text(title, name)), (Trouble(cell(0, 0), "bad-period", title[:60], say),)
    month = month_of(title) or month_of(name)
    says = Says(period, village_text(title, name), month)
    return says, _month_troubles(title, name, period) if dated else ()


def _month_troubles(title: str, name: str, period: tuple[date, date] | None) -> tuple[Trouble, ...]:
    in_title, in_name = month_of(title), month_of(name)
    if period is None or in_title is None or in_name is None or in_title == in_name:
        return ()
    say = (
        f"标题写的是{in_title}月，工作表名写的是{in_name}月，已按{period[0].year}年{period[0].month}月读取，请改为一致"
    )
    return (Trouble(cell(0, 0), "month-differs", name, say),)
