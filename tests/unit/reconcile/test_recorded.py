"""Tables whose contract alone says what their rows are about: attached, noted as handed in, found as evidence."""

from datetime import date

import pytest
from township import Township

from audit.reconcile.periods import half_year, quarter, stated_span, year


@pytest.mark.parametrize(
    ("title", "span"),
    [
        ("青禾镇2024年第一季度走访台账", (date(2024, 1, 1), date(2024, 3, 31))),
        ("2024年4季度", (date(2024, 10, 1), date(2024, 12, 31))),
        ("２０２４年上半年单位到村登记", (date(2024, 1, 1), date(2024, 6, 30))),
        ("2023年下半年", (date(2023, 7, 1), date(2023, 12, 31))),
        ("2024年度经费台账", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2024年3月走访台账", None),
        ("走访台账", None),
    ],
)
def test_a_title_may_state_a_quarter_half_a_year_or_a_year(title, span) -> None:
    assert stated_span(title) == span


def test_the_periods_that_contain_a_month() -> None:
    assert quarter("2024-02") == (date(2024, 1, 1), date(2024, 3, 31))
    assert half_year("2024-12") == (date(2024, 7, 1), date(2024, 12, 31))
    assert year("2024-12") == (date(2024, 1, 1), date(2024, 12, 31))


@pytest.fixture
def visited() -> Township:
    visits = [
        {"village": "桃溪村", "unit": "县农业农村局", "visited_on": date(2024, 2, 6)},
        {"village": "石头村", "unit": "县水利局", "visited_on": date(2024, 2, 7)},
    ]
    town = Township().member("林晓峰")
    return town.sheet("unit_visits", visits, title="青禾镇2024年第一季度单位到村登记")


def test_rows_stand_as_evidence_with_their_day_and_what_they_are_about(visited) -> None:
    rows = visited.facts("2024-03", as_of=date(2024, 4, 10)).records["unit_visits"]
    assert rows[["village", "person_id", "cell", "of"]].to_numpy().tolist() == [["桃溪村", "", "C3", "县农业农村局"]]
    assert rows["date"].dt.date.tolist() == [date(2024, 2, 6)]


def test_a_sheet_speaks_for_the_months_of_the_quarter_in_its_title(visited) -> None:
    handed = visited.facts("2024-03", as_of=date(2024, 4, 10)).submissions
    mine = handed[(handed["source"] == "unit_visits") & (handed["village"] == "桃溪村")]
    assert mine["month"].tolist() == ["2024-01", "2024-02", "2024-03"]


def test_a_village_nobody_knows_is_a_data_error(visited) -> None:
    errors = visited.facts("2024-03", as_of=date(2024, 4, 10)).errors
    assert [error.value for error in errors if error.code == "unknown-village"] == ["石头村"]


def _held(*villages: str) -> Township:
    rows = [
        {"village": village, "held_on": date(2023, 11, 6), "kind": "other", "attendees": ("林晓峰",)}
        for village in villages
    ]
    return Township().member("林晓峰").sheet("meetings", rows, title="青禾镇2023年11月会议台账")


def test_a_meeting_may_be_the_townships_own() -> None:
    facts = _held("青禾镇", "青禾镇人民政府", "青禾镇石头村", "桃溪村").facts()
    assert [error.value for error in facts.errors if error.code == "unknown-village"] == ["青禾镇石头村"]
    assert facts.tables["meeting"]["village"].tolist() == ["桃溪村"]


def test_a_ledger_of_the_townships_meetings_alone_says_nothing_of_the_villages() -> None:
    assert not (_held("青禾镇").facts().submissions["source"] == "meetings").any()
    assert (_held("青禾镇", "桃溪村").facts().submissions["source"] == "meetings").any()
