"""Which unit a written name means."""

import pytest

from audit.reconcile.units import level_of, meant

UNITS = ("县农业农村局", "县人力资源和社会保障局")


@pytest.mark.parametrize(
    ("written", "unit"),
    [
        ("县农业农村局", "县农业农村局"),
        ("青禾县农业农村局", "县农业农村局"),
        ("农业农村局", "县农业农村局"),
        ("县农业农村局（县乡村振兴局）", "县农业农村局"),
        ("县人社局", "县人力资源和社会保障局"),
    ],
)
def test_a_full_a_longer_and_a_short_name_mean_the_unit(written: str, unit: str) -> None:
    assert meant(written, UNITS).sure == (unit,)


def test_several_units_in_one_cell_are_all_meant() -> None:
    assert meant("县农业农村局、县人力资源和社会保障局", UNITS).sure == UNITS


def test_a_name_that_only_resembles_a_unit_is_doubtful() -> None:
    assert meant("县农业发展局", UNITS) == meant("县农业发展局", UNITS[:1])
    assert meant("县农业发展局", UNITS).doubtful == ("县农业农村局",)
    assert meant("县水务局", ("县水利局",)).doubtful == ("县水利局",)
    assert meant("县林业局", ("县农业局",)).doubtful == ()


def test_a_short_form_of_two_units_is_doubtful_for_both() -> None:
    both = ("县人力资源和社会保障局", "县人民社会工作局")
    assert meant("县人社局", both).doubtful == both


def test_another_unit_is_none_of_them() -> None:
    assert (meant("县水利局", UNITS).sure, meant("县水利局", UNITS).doubtful) == ((), ())


def test_a_row_without_a_unit_may_be_any_of_them() -> None:
    assert meant("　", UNITS).doubtful == UNITS


@pytest.mark.parametrize(
    ("unit", "level"),
    [("省水利厅", "province"), ("云山市水务局", "city"), ("县水利局", "county"), ("青禾镇政府", "county")],
)
def test_a_units_level_is_told_by_its_name(unit: str, level: str) -> None:
    assert level_of(unit) == level
