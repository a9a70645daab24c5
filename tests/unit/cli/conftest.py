"""A pipeline and renderer that give back a small report, so that the command line is tested alone."""

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest
from cli_samples import report

import audit
from audit.model.report import Report


class Stage:
    """What the stand-in pipeline was asked, and what it shall give back or raise."""

    def __init__(self) -> None:
        self.report = report()
        self.error: Exception | None = None
        self.asked: dict[str, object] = {}

    def check(self, paths, *, policies, month, as_of, on_step=None) -> Report:
        self.asked = {"paths": list(paths), "policies": tuple(policies), "month": month, "as_of": as_of}
        if on_step:
            on_step("读取资料")
        if self.error:
            raise self.error
        return self.report


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    made = Stage()
    pipeline, render = ModuleType("audit.pipeline"), ModuleType("audit.render")
    pipeline.check = made.check
    pipeline.BadInputError = type("BadInputError", (Exception,), {})
    pipeline.EnginesDisagreeError = type("EnginesDisagreeError", (Exception,), {})
    render.findings_json = lambda given: json.dumps({"findings": [item.id for item in given.findings], "村": "桃溪村"})
    render.render = lambda given, out, contracts: [Path(out) / "reports" / "problem_list.桃溪村.docx"]
    render.write_file = write_file
    for name, module in (("pipeline", pipeline), ("render", render)):
        monkeypatch.setitem(sys.modules, f"audit.{name}", module)
        monkeypatch.setattr(audit, name, module, raising=False)
    return made


def write_file(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to hand in, the working folder standing beside it."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "资料"
    folder.mkdir()
    return folder
