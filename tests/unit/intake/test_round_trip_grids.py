"""What offices write into sign-in grids of every form comes back cell for cell."""

from collections.abc import Callable, Mapping

import grid_writers as forms
import pytest
from grid_writers import Sheet, Team, given_back, taken, teams
from hypothesis import HealthCheck, given, settings

from audit.model.contract import ImportContract

FORMS: Mapping[str, Callable[[Team], Sheet]] = {
    "一人一行": lambda team: forms.plain(team),
    "首行空白、两行标题": lambda team: forms.plain(team, above=3),
    "固定31列": lambda team: forms.plain(team, fixed=True),
    "星期一行": lambda team: forms.plain(team, weekdays=True),
    "没有姓名表头": lambda team: forms.plain(team, named=False),
    "上午下午两列": lambda team: forms.paired(team, merged=True),
    "上午下午两列，合并丢失": lambda team: forms.paired(team, merged=False),
    "上班下班两列，合并丢失": lambda team: forms.paired(team, merged=False, halves=("上班", "下班")),
    "一人两行，姓名合并": lambda team: forms.two_rows(team, how="merged"),
    "一人两行，姓名写一次": lambda team: forms.two_rows(team, how="blank"),
    "一人两行，姓名写两次": lambda team: forms.two_rows(team, how="repeated"),
    "部门竖向合并、姓名带备注": forms.grid_c,
    "26日至25日，写明起止": lambda team: forms.across_months(team, stated=True, fixed=False),
    "26日至25日，只写月份": lambda team: forms.across_months(team, stated=False, fixed=False),
    "26日至25日，固定31列": lambda team: forms.across_months(team, stated=False, fixed=True),
    "上半月": lambda team: forms.half_month(team, second=False, words="word"),
    "下半月，写日期": lambda team: forms.half_month(team, second=True, words="dates"),
    "下半月，括号": lambda team: forms.half_month(team, second=True, words="brackets"),
    "一表两村，各有签字": lambda team: forms.stacked(team, signed=True),
    "一表两村，没有签字": lambda team: forms.stacked(team, signed=False),
    "村名独占一行": forms.sections,
    "按周，上午下午": lambda team: forms.weekly(team, merged=True, long_names=False),
    "按周，合并丢失": lambda team: forms.weekly(team, merged=False, long_names=True),
}


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(team=teams())
def test_every_form_of_grid_comes_back_cell_for_cell(
    form: str, contracts: Mapping[str, ImportContract], team: Team
) -> None:
    sheet = FORMS[form](team)
    intake = taken(sheet, contracts)
    assert given_back(intake) == sheet.expected
    assert intake.errors == ()
    assert {one.table for one in intake.sheets} == {"sign_in_grid"}
