"""What DingTalk writes, in the layouts of all its years, comes back cell for cell."""

from dingtalk_writers import layouts
from export_writers import FEW, Month, assert_given_back, months, taken
from hypothesis import given


@FEW
@given(month=months())
def test_every_layout_year_comes_back_cell_for_cell(tmp_path_factory: object, month: Month) -> None:
    written = layouts(month)
    intake = taken(tmp_path_factory, written)
    assert intake.errors == ()
    for place, sheet in enumerate(written.values()):
        assert_given_back(intake, place, sheet)
