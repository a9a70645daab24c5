"""Which files of a folder are read, in which order, and what is said of the rest."""

from collections.abc import Callable
from pathlib import Path

from audit.intake import uploads
from audit.model.tables import Intake

Write = Callable[..., Path]
Take = Callable[..., Intake]
ROSTER = [["姓名", "驻村职务", "村"], ["林晓峰", "第一书记", "桃溪村"], ["吴桐", "队员", "桃溪村"]]


def test_folders_are_searched_and_files_ordered_by_name(write: Write, take: Take, tmp_path: Path) -> None:
    write({"名册": ROSTER}, name="乙/2.xlsx")
    write({"名册": [*ROSTER, ["何秀英", "队员", "柳湾村"]]}, name="甲/3.xlsx")
    write({"名册": [*ROSTER, ["韩梅", "队员", "柳湾村"]]}, name="1.xlsx")
    assert [file.name for file in take(tmp_path).files] == ["1.xlsx", "2.xlsx", "3.xlsx"]


def test_the_same_bytes_are_read_once_and_said(write: Write, take: Take, tmp_path: Path) -> None:
    first = write({"名册": ROSTER}, name="a.xlsx")
    (tmp_path / "a (1).xlsx").write_bytes(first.read_bytes())
    intake = take(tmp_path)
    assert [file.name for file in intake.files] == ["a (1).xlsx"]
    assert [error.message for error in intake.errors] == ["a.xlsx：内容与“a (1).xlsx”完全相同，只读取一次"]


def test_two_files_of_one_name_are_told_apart_by_folder(write: Write, take: Take, tmp_path: Path) -> None:
    write({"名册": ROSTER}, name="桃溪/册.xlsx")
    write({"名册": [*ROSTER, ["韩梅", "队员", "柳湾村"]]}, name="柳湾/册.xlsx")
    assert {file.name for file in take(tmp_path).files} == {"桃溪/册.xlsx", "柳湾/册.xlsx"}


def test_lock_files_are_said_and_system_files_are_not(tmp_path: Path, take: Take) -> None:
    (tmp_path / "~$册.xlsx").write_bytes(b"lock")
    (tmp_path / ".DS_Store").write_bytes(b"x")
    (tmp_path / "Thumbs.db").write_bytes(b"x")
    assert [error.code for error in take(tmp_path).errors] == ["lock-file"]


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path, take: Take) -> None:
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate(uploads.FILE + 1)
    assert [error.message for error in take(path).errors] == ["大.xlsx：文件有20MB，超过20MB，请拆分后再报"]


def test_a_path_that_is_not_there_is_said(tmp_path: Path, take: Take) -> None:
    assert [error.code for error in take(tmp_path / "没有.xlsx").errors] == ["unreadable"]


def test_a_renamed_file_gives_the_same_rows(write: Write, take: Take) -> None:
    path = write({"名册": ROSTER}, name="桃溪村2023年10月签到册.xlsx")
    before = take(path)
    after = take(path.rename(path.with_name("x.xlsx")))
    assert after.tables[0].frame.equals(before.tables[0].frame)
    assert after.sheets[0].period == before.sheets[0].period is None


def test_each_file_is_announced(write: Write, contracts: object) -> None:
    from audit.intake import read

    seen: list[str] = []
    path = write({"名册": ROSTER}, name="a.xlsx")
    read([path], contracts, on_file=seen.append)  # type: ignore[arg-type]
    assert seen == ["a.xlsx"]
