"""A person's month in one line: the counts of the four sources side by side."""

from collections.abc import Iterable, Mapping
from typing import Any

from audit.model.finding import Finding, PersonMonth
from audit.render.text import number, role_title

COUNT_COLUMNS: Mapping[str, str] = {
    "workdays": "当月工作日",
    "active_workdays": "在任工作日",
    "signed_days": "签到",
    "punched_days": "打卡",
    "logged_days": "日志",
    "leave_days": "请假",
    "duty_days": "公务",
    "present_days": "认定在村",
}
"""Values of a person-month shown in documents; days, with halves."""


def person_row(month: PersonMonth, findings: Iterable[Finding], serials: Mapping[str, str]) -> dict[str, Any]:
    """Give name, post, unit, ``counts`` as printed in the order of COUNT_COLUMNS, and ``see``: serials of findings.

    ``findings`` are those of the village, in the order of its list; ``serials`` numbers them by id.
    """
    marked = {finding for day in month.days for finding in day.findings}
    seen = [serials[finding.id] for finding in findings if finding.person == month.person or finding.id in marked]
    return {
        "person": month.person,
        "role": role_title(month.role),
        "unit": month.unit,
        "counts": [number(value) for value in counts(month).values()],
        "see": "、".join(seen),
    }


def counts(month: PersonMonth) -> dict[str, Any]:
    """Give the counts by column; None where the source was not handed in."""
    return {name: month.workdays if name == "workdays" else month.values.get(name) for name in COUNT_COLUMNS}
