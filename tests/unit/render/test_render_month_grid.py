"""The day strip of one person."""

from datetime import date

from render_factory import day, make_report

from audit.model.finding import DayMark, PersonMonth
from audit.render import month_grid


def month_of(*marks: DayMark) -> PersonMonth:
    return PersonMonth("王建平", "第一书记", "县农业农村局", "桃溪村", 22, {}, marks)


def strip_of(*marks: DayMark, month: str = "2023-11", serials: dict[str, str] | None = None) -> dict:
    person = month_of(*marks)
    return month_grid.strip(person, month_grid.days_of(month), month_grid.off_days([person]), serials or {})


def signs(strip: dict, field: str) -> list[str]:
    return next([cell["sign"] for cell in line["cells"]] for line in strip["lines"] if line["field"] == field)


def test_every_day_of_the_month_has_a_column_also_in_a_leap_year():
    assert len(month_grid.days_of("2023-11")) == 30
    assert month_grid.days_of("2024-02")[-1] == date(2024, 2, 29)
    strip = strip_of()
    assert {len(line["cells"]) for line in strip["lines"]} == {30}
    assert len(strip["heads"]) == len(strip["notes"]) == 30


def test_each_state_has_its_own_sign_so_that_no_colour_is_needed():
    states = ("yes", "half", "no", "unknown", "not_due", "", "empty")
    marks = [DayMark(day(n), "workday", state, "", "", "", "") for n, state in enumerate(states, start=1)]
    assert signs(strip_of(*marks), "sign_in")[:7] == ["签", "半", "×", "？", "·", "", ""]
    shown = [item["sign"] for item in month_grid.legend()]
    assert len(set(shown)) == len(shown) == 5


def test_a_day_without_leave_or_duty_is_not_a_gap():
    strip = strip_of(DayMark(day(1), "workday", "no", "no", "no", "no", "no"))
    first = [signs(strip, field)[0] for field in ("sign_in", "punch", "log", "leave", "duty")]
    assert first == ["×", "×", "×", "", ""]


def test_days_before_arrival_are_blank_and_not_missing():
    strip = strip_of(DayMark(day(20), "workday", "yes", "yes", "yes", "", ""))
    assert signs(strip, "sign_in")[:20] == [""] * 19 + ["签"]


def test_holidays_are_off_and_a_weekend_made_a_workday_is_not():
    strip = strip_of(
        DayMark(date(2023, 10, 2), "holiday", "not_due", "not_due", "not_due", "", ""),
        DayMark(date(2023, 10, 7), "workday", "yes", "yes", "yes", "", ""),
        month="2023-10",
    )
    heads = {head["number"]: (head["weekday"], head["note"], head["off"]) for head in strip["heads"]}
    assert heads[2] == ("一", "休", True)
    assert heads[7] == ("六", "班", False)
    assert heads[14] == ("六", "休", True)
    assert heads[16] == ("一", "", False)


def test_a_day_names_the_serials_of_its_findings_and_leaves_out_those_of_other_lists():
    strip = strip_of(DayMark(day(7), "workday", "yes", "no", "yes", "", "", ("c1", "elsewhere", "f2")),
                     serials={"f2": "2", "c1": "疑1"})  # fmt: skip
    assert strip["notes"][6]["serials"] == ["2", "疑1"]
    assert strip["notes"][7]["serials"] == []


def test_kinds_of_days_are_gathered_from_everybody():
    kinds = month_grid.off_days(make_report().months)
    assert (kinds[day(1)], kinds[day(4)]) == ("workday", "weekend")
