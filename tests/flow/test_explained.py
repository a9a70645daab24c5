"""Any outcome of the sample township can be explained: pass, problem and not applicable."""

from datetime import date

import pytest
from msgspec.structs import replace
from sample_run import sample_handed

from audit import inquiry, pipeline, render
from audit.inquiry import NotOneRowError, Question
from audit.model.outcome import Outcome


@pytest.fixture(scope="module")
def handed() -> pipeline.Handed:
    return sample_handed("dapaicha-2023")


def test_a_planted_problem_is_explained_with_its_clause_its_cells_and_its_arithmetic(handed) -> None:
    told = inquiry.explain_handed(handed, Question("monthly-days-short", of="王芳"))
    said = "\n".join(render.explanation_lines(told))
    assert "石磨村驻村工作队员王芳2023年11月在村18天，少于规定20天，差2天" in said
    assert "石磨村2023年11月签到册.xlsx《签到册》E6:AH6" in said
    assert "计入天数18天 < 规定天数20天，成立，所以不通过" in said
    assert "（原文：只要当月工作日到达20天,考勤天数必须到达20天）" in said
    assert render.explanation_plain(told)["outcome"] == "violation"


def test_a_day_is_asked_for_by_its_date_and_several_rows_are_listed_with_their_outcomes(handed) -> None:
    passed = inquiry.explain_handed(handed, Question("untraced-run", of="王芳", on=date(2023, 11, 8)))
    assert (passed.outcome, passed.subject) == (Outcome.OK, "石磨村 县教育局 王芳 11月8日")
    with pytest.raises(NotOneRowError, match="符合的有30行") as several:
        inquiry.explain_handed(handed, Question("untraced-run", of="王芳"))
    assert several.value.lines[0] == "石磨村 县教育局 王芳 11月1日　通过"


def test_a_name_that_is_in_no_row_is_answered_with_the_rows_there_are(handed) -> None:
    with pytest.raises(NotOneRowError, match="没有符合的行") as none:
        inquiry.explain_handed(handed, Question("monthly-days-short", of="无此人"))
    assert none.value.lines[0] == "石磨村 县教育局 王芳 2023年11月　不通过"


def test_a_rule_that_no_clause_asks_for_or_that_does_not_exist_is_refused(handed) -> None:
    with pytest.raises(pipeline.BadInputError, match="是不是 monthly-days-short"):
        inquiry.require_rule("monthly-day-short")
    with pytest.raises(pipeline.BadInputError, match="没有条款要求规则"):
        inquiry.explain_handed(replace(handed, policies=()), Question("untraced-run"))
