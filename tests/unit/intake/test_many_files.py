"""Many files are read in processes of their own, and give what one process gives."""

from pathlib import Path

from audit import catalog, intake
from audit.intake import batch


def write(folder: Path, number: int) -> None:
    rows = "姓名,村（社区）,派出单位,驻村职务,到任时间\n" + f"队员{number},桃溪村,县水利局,队员,2023-05-18\n"
    (folder / f"花名册{number:02}.csv").write_text(rows, encoding="utf-8")


def test_many_files_give_the_same_in_several_processes(tmp_path, monkeypatch) -> None:
    for number in range(7):
        write(tmp_path, number)
    (tmp_path / "坏文件.xlsx").write_bytes(b"PK\x03\x04nothing")
    monkeypatch.setattr(batch, "_MANY", 5)
    contracts, told = catalog.load_imports(), []
    several = intake.read([tmp_path], contracts, workers=2, on_file=told.append)
    alone = intake.read([tmp_path], contracts, workers=1)
    assert told == [file.name for file in alone.files]
    assert (several.files, several.sheets, several.errors) == (alone.files, alone.sheets, alone.errors)
    assert [table.sheet for table in several.tables] == [table.sheet for table in alone.tables]
    for one, other in zip(several.tables, alone.tables, strict=True):
        assert one.frame.equals(other.frame)
