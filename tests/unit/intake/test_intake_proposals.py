"""What unknown headers may be: with a reason, and sure only where nothing speaks against it."""

from collections.abc import Mapping, Sequence

import pytest

from audit import catalog
from audit.intake import propose
from audit.intake.looks import look_of
from audit.model.contract import ImportContract
from audit.model.source import HeaderCell, Sheet
from audit.model.survey import HeaderGap, SheetMap

LEAVE = ("姓名", "请假类别", "开始时间", "结束时间")


def sheet(headers: Sequence[str], table: str | None = None, title: str = "", **samples: Sequence[str]) -> Sheet:
    cells = tuple(
        HeaderCell(f"{chr(65 + n)}2", text, (), tuple(samples.get(text, ()))) for n, text in enumerate(headers)
    )
    return Sheet("表.xlsx", "0" * 64, "Sheet1", table, title, headers=cells)


@pytest.fixture(scope="module")
def contracts() -> Mapping[str, ImportContract]:
    return catalog.load_imports()


def only_gap(found: SheetMap) -> HeaderGap:
    (gap,) = found.gaps
    return gap


@pytest.mark.parametrize(
    ("header", "samples", "column", "reason", "sure"),
    [
        ("去向（简要）", ["县城", "省城"], "destination", "去掉括号、数字和标点后与“去向”相同", True),
        ("准假领导", ["李国栋", "周启明"], "approver", "与“批准领导”相近", False),
        ("销假归岗日期", ["2023-11-11", "2023-11-12"], "cancelled_on", "内容像日期", False),
    ],
)
def test_a_header_of_a_known_table_has_candidates_with_reasons(
    contracts, header, samples, column, reason, sure
) -> None:
    gap = only_gap(propose(sheet([*LEAVE, header], "leave_ledger", **{header: samples}), contracts))
    assert gap.candidates[0].name == column
    assert reason in gap.candidates[0].reason
    assert gap.sure is sure


def test_values_of_another_kind_speak_against_a_likeness(contracts) -> None:
    header = "销假日期1"
    good = only_gap(propose(sheet([*LEAVE, header], "leave_ledger", **{header: ["2023-11-11", "11月12日"]}), contracts))
    bad = only_gap(propose(sheet([*LEAVE, header], "leave_ledger", **{header: ["李国栋", "周启明"]}), contracts))
    assert good.sure
    assert not bad.sure


def test_what_has_no_likeness_has_no_candidate(contracts) -> None:
    assert only_gap(propose(sheet([*LEAVE, "血型"], "leave_ledger"), contracts)).candidates == ()


def test_a_column_goes_to_the_header_that_fits_it_best(contracts) -> None:
    found = propose(sheet([*LEAVE, "审批人2", "审批的人"], "leave_ledger"), contracts)
    assert [gap.sure for gap in found.gaps] == [True, False]


def test_the_table_of_an_unrecognised_sheet_is_guessed_with_a_reason(contracts) -> None:
    headers = ["驻村同志", "何种假", "开始时间", "结束时间", "事由"]
    samples = {"驻村同志": ["林晓峰", "吴桐"], "何种假": ["事假", "病假"]}
    found = propose(sheet(headers, title="青禾镇请假情况", **samples), contracts)
    assert (found.table, found.recognised) == ("leave_ledger", False)
    assert "标题像这种表" in found.reason
    assert dict(found.known)["事由"] == "事由"


def test_a_sheet_of_something_else_is_no_table(contracts) -> None:
    found = propose(sheet(["物资", "规格", "库存数量"]), contracts)
    assert found.table == ""
    assert [gap.candidates for gap in found.gaps] == [(), (), ()]


def test_an_ignored_header_is_asked_about_no_more(contracts) -> None:
    taught = {**contracts, "leave_ledger": catalog.with_header(contracts["leave_ledger"], "销假归岗日期", [])}
    assert propose(sheet([*LEAVE, "销假归岗日期"], "leave_ledger"), taught).gaps == ()


@pytest.mark.parametrize(
    ("samples", "look"),
    [
        (["2023-11-01", "11月2日", "2023年11月3日上午"], "date"),
        (["8:30", "次日01:20"], "time"),
        (["林晓峰", "吴桐", "欧阳文"], "name"),
        (["林晓峰、吴桐", "王芳、周敏"], "names"),
        (["桃溪村", "白鹭社区"], "village"),
        (["13800000001", "13900000002"], "phone"),
        (["2.5", "3天"], "number"),
        (["走访脱贫户三户", "参加村两委会议"], ""),
        (["2023-11-01"], ""),
    ],
)
def test_values_look_like_what_nearly_all_of_them_are(samples, look) -> None:
    assert look_of(samples) == look
