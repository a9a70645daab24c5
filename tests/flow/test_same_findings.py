"""What does not matter: the order of rows and columns, titles above the header, the names of files."""

import shutil

import pytest
from altered_files import ROW_LISTS, add_titles, altered, reorder_columns, shuffle_rows
from sample_run import FILES, check, sample_report


def _told(report):
    return [(f.id, f.message, f.dates, f.severity, f.details) for f in report.findings]


def _outcomes(report):
    return report.coverage, [(u.village, u.table, u.message) for u in report.unknown]


def _same(paths):
    report = check(paths)
    assert _told(report) == _told(sample_report("2023-11"))
    assert _outcomes(report) == _outcomes(sample_report("2023-11"))
    return report


@pytest.mark.parametrize("alter", [shuffle_rows, add_titles])
def test_shuffled_rows_and_added_titles_change_no_finding(alter, tmp_path):
    _same(altered(tmp_path, alter))


def test_columns_in_another_order_change_no_finding(tmp_path):
    _same(altered(tmp_path, reorder_columns, only=ROW_LISTS))


def test_other_file_names_change_no_finding_and_are_quoted(tmp_path):
    names = {path: f"资料{number:02d}.xlsx" for number, path in enumerate(sorted(FILES, key=lambda p: p.stem[::-1]))}
    paths = [shutil.copy(path, tmp_path / name) for path, name in names.items()]
    report = _same(paths)
    assert {place.file for finding in report.findings for place in finding.evidence} <= set(names.values())
