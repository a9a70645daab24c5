"""What does not matter: the order of rows and columns, titles above the header, the names of files."""

import shutil
from pathlib import Path

from altered_files import ALTERED, ROW_LISTS, add_titles, altered, reorder_columns, shuffle_rows
from sample_run import FILES, checked_alone, sample_report


def _told(report):
    return [(f.id, f.message, f.dates, f.severity, f.details) for f in report.findings]


def _outcomes(report):
    return report.coverage, [(u.village, u.table, u.message) for u in report.unknown]


def _same(paths):
    report = checked_alone(paths)
    assert _told(report) == _told(sample_report("2023-11"))
    assert _outcomes(report) == _outcomes(sample_report("2023-11"))
    return report


def _shuffled_under_titles(sheet, random):
    shuffle_rows(sheet, random)
    add_titles(sheet, random)


def test_shuffled_rows_and_added_titles_change_no_finding(tmp_path):
    _same(altered(tmp_path, _shuffled_under_titles, only=ALTERED))


def test_columns_in_another_order_and_other_file_names_change_no_finding_and_are_quoted(tmp_path):
    written = sorted(altered(tmp_path, reorder_columns, only=ROW_LISTS), key=lambda path: path.stem[::-1])
    paths = [Path(shutil.copy(path, tmp_path / f"资料{n:02d}.xlsx")) for n, path in enumerate(written)]
    assert len(paths) == len(FILES)
    report = _same(paths)
    quoted = {place.file for finding in report.findings for place in finding.evidence}
    assert quoted <= {path.name for path in paths}
