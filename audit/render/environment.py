"""Where report templates are found."""

from pathlib import Path

from audit import resources


class TemplateMissingError(FileNotFoundError):
    """A report template is in none of the template folders."""

    def __init__(self, name: str) -> None:
        """Say which template and what to do."""
        super().__init__(f"缺少报表模板 templates/reports/{name}，请重新安装程序或把模板放回该文件夹")


def template_file(name: str) -> Path:
    """Find a report template by file name, the office's own before the installed one."""
    found = resources.files("templates", f"reports/{name}")
    path = found.get(f"reports/{name}")
    if path is None:
        raise TemplateMissingError(name)
    return path
