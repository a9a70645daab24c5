"""What does not matter: the order of rows and columns, titles above the header, the names of files."""

import shutil
from pathlib import Path

from altered_files import altered
from sample_run import FILES, checked_alone, sample_report


def _told(report):
    return [(f.id, f.message, f.dates, f.severity, f.details) for f in report.findings]


def _outcomes(report):
    return report.coverage, [(u.village, u.table, u.message) for u in report.unknown]


def test_rows_and_columns_in_another_order_titles_and_other_file_names_change_no_finding_and_are_quoted(tmp_path):
    written = sorted(altered(tmp_path), key=lambda path: path.stem[::-1])
    paths = [Path(shutil.copy(path, tmp_path / f"资料{n:02d}.xlsx")) for n, path in enumerate(written)]
    assert len(paths) == len(FILES)
    report = checked_alone(paths)
    assert _told(report) == _told(sample_report("2023-11"))
    assert _outcomes(report) == _outcomes(sample_report("2023-11"))
    quoted = {place.file for finding in report.findings for place in finding.evidence}
    assert quoted <= {path.name for path in paths}
