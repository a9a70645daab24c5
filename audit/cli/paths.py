"""Arguments that several commands share."""

from pathlib import Path

from audit.cli.console import stop


def require_paths(paths: list[Path]) -> None:
    """Stop with every path that is not there."""
    absent = [f"找不到“{path}”，请检查路径" for path in paths if not path.exists()]
    if absent:
        stop(*absent)
