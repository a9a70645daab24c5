"""What facts need of other villages and of years before: a run finds it as a check does, judged apart or whole."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from unittest.mock import patch

import pandas as pd
import pytest

from audit import catalog, pipeline, render
from audit.store import runs
from audit.store.kept_files import rows_of
from audit.store.log import By
from audit.store.tables.models import Shared, UnitResult
from audit.workspace import handing_in, inputs, running

BY = By("张三", datetime(2024, 1, 10, tzinfo=UTC))
MONTH, AS_OF = "2023-12", date(2024, 1, 10)
POLICIES = ("sanjian-2023-106", "daxiang-2024-18")
FILES = {
    "村基本情况表": "乡镇,村名\n青禾镇,桃溪村\n青禾镇,柳湾村",
    "花名册": "村,姓名,派出单位,驻村职务,到任时间\n桃溪村,王建国,县水利局,工作队员,2023-05-15\n"
    "柳湾村,周海,县审计局,工作队员,2023-05-15",
    "农户台账": "村,户编号,户主,户类型,纳入时间\n"
    "桃溪村,TX-1,陈某,脱贫户,2014-03-01\n柳湾村,LW-1,何某,脱贫户,2015-06-01",
    "检查分组安排": "检查组,派出村,被检查村,组长,成员,开始时间,结束时间\n"
    "第一组,柳湾村,桃溪村,李国栋,周海,2023-12-08,2023-12-13",
    "柳湾村请销假台账": "姓名,村,请假类别,事由,开始时间,结束时间,批准人,批准时间\n"
    "周海,柳湾村,事假,家中有事,2023年12月11日,2023年12月12日,李国栋（镇党委书记）,2023-12-10 09:00",
}  # fmt: skip


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    for name, text in FILES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return sorted(tmp_path.glob("*.csv"))


def test_a_run_reads_old_lists_and_guests_leave_as_a_check_does(sqlite_workspace: Path, paths: list[Path]) -> None:
    handing_in.hand_in(paths, by=BY)
    whole = running.run(MONTH, policies=POLICIES, as_of=AS_OF, by=BY)
    checked = pipeline.check(paths, policies=POLICIES, month=MONTH, as_of=AS_OF)
    assert whole.findings_json == render.findings_json(checked)
    found = {one.rule for one in whole.report.findings}
    assert "group-member-on-leave" in found
    assert "农户台账.csv" in {file.name for file in whole.report.files}
    units = json.loads(runs.text(runs.kept(whole.number).units))
    inspected = next(unit for unit in units if "桃溪村" in unit["villages"])
    for unit in (inspected, units[-1]):
        UnitResult.objects.filter(fingerprint=unit["fingerprint"]).delete()
        apart = running.run(MONTH, policies=POLICIES, as_of=AS_OF, by=BY)
        assert apart.judged == 1
        assert apart.findings_json == whole.findings_json, unit["villages"]


def test_a_law_as_read_that_somebody_altered_shows_when_the_run_is_executed_again(
    sqlite_workspace: Path, paths: list[Path]
) -> None:
    handing_in.hand_in(paths, by=BY)
    altered = json.loads(catalog.as_read())
    del altered["load_rules"]["group-member-on-leave"]
    with patch.object(catalog, "as_read", return_value=json.dumps(altered).encode()):
        made = running.run(MONTH, policies=POLICIES, as_of=AS_OF, by=BY)
    assert "group-member-on-leave" not in made.findings_json
    assert "group-member-on-leave" in running.again(runs.kept(made.number))


def test_to_execute_a_run_again_asks_nothing_that_was_remembered_of_its_law(
    sqlite_workspace: Path, paths: list[Path]
) -> None:
    handing_in.hand_in(paths, by=BY)
    made = running.run(MONTH, policies=POLICIES, as_of=AS_OF, by=BY)
    run = runs.kept(made.number)
    key = inputs.digest("columns of tables", pipeline.program(), run.law)
    assert Shared.objects.filter(fingerprint=key).update(data={"columns": {}, "recorded": {}}) == 1
    assert running.again(run) == made.findings_json


def test_a_list_that_a_sheet_was_read_without_is_empty_beside_sheets_that_have_it(
    sqlite_workspace: Path, paths: list[Path], tmp_path: Path
) -> None:
    second = tmp_path / "检查分组安排二.csv"
    second.write_text(FILES["检查分组安排"].replace("第一组", "第二组"), encoding="utf-8")
    handing_in.hand_in([*paths, second], by=BY)
    what = inputs.given(MONTH, "")
    older = next(one for one in what.sheets if one.file == second.name)

    def as_kept(rows: str, dropped: Sequence[int] = ()) -> pd.DataFrame:
        frame = rows_of(rows, dropped)
        return frame.drop(columns="members") if rows == older.rows else frame

    with patch.object(inputs, "rows_of", as_kept):
        typed, _ = inputs.load(what, {file.name for file in what.files})
    assert sorted(typed.frames["inspection_groups"]["members"]) == [(), ("周海",)]
