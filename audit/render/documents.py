"""All documents of one check: a Word list and a page per village, a workbook for the township."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from audit.disk import write_file
from audit.model.contract import ImportContract
from audit.model.report import Report
from audit.render.environment import template_file
from audit.render.ledger import ledger
from audit.render.lookup import lookup
from audit.render.order import villages_of
from audit.render.page import fill_page
from audit.render.text import file_part
from audit.render.village import page_context, word_context

_WORD = "problem_list.village.docx"
_PAGE = "problem_list.village.html"


def render(report: Report, out: Path, *, contracts: Mapping[str, ImportContract] | None = None) -> list[Path]:
    """Write ``out/reports/``: 问题清单_村_月.docx and .html per village, 台账_镇_月.xlsx; give their paths.

    ``contracts`` lets documents name the source of a sheet (签到册) where its table's id is not the source's own.
    The same report gives the same bytes. A file that Word or Excel holds open raises PermissionError on Windows.
    """
    # Only what fills Word templates pays for loading their library.
    from audit.render.word import fill_word

    words, folder = lookup(report, contracts or {}), out / "reports"
    word, page = template_file(_WORD), template_file(_PAGE)
    written = []
    for village, name in _file_names(report):
        stem = f"问题清单_{name}_{report.month}"
        written.append(write_file(folder / f"{stem}.docx", fill_word(word, word_context(report, village, words))))
        written.append(write_file(folder / f"{stem}.html", fill_page(page, page_context(report, village, words))))
    book = folder / f"台账_{file_part(report.township)}_{report.month}.xlsx"
    written.append(write_file(book, ledger(report, words)))
    return written


def _file_names(report: Report) -> Iterator[tuple[str, str]]:
    """Give each village the part of a file name that is its own, also where two names differ only in odd signs."""
    taken: set[str] = set()
    for village in villages_of(report):
        name, again = file_part(village), 2
        while name.lower() in taken:
            name, again = f"{file_part(village)}_{again}", again + 1
        taken.add(name.lower())
        yield village, name
