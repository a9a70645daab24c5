"""Evidence grades of punches: how well a record of the day proves that the person was in the village."""

from collections.abc import Mapping

GRADES: Mapping[str, str] = {
    "A": "本人用手机或考勤机打卡、签到，有地点，且不在本村围栏以外",
    "B": "本人打卡，但没有地点（汇总表、考勤机、企业微信、飞书），或地点在本村围栏以外",
    "C": "补卡，事后经审批补记，不是当时所打",
    "D": "管理员改为正常",
    "X": "无效打卡，不计",
}
"""Best first. A day's grade is that of its best punch; reports print these words as they stand."""

COUNTING: tuple[str, ...] = ("A", "B", "C", "D")
"""The grades that count as a punch at all."""


def grade_lines() -> tuple[str, ...]:
    """Give the definition of the grades a line each, as reports print it below what they grade."""
    return ("打卡证据等级（一日取其中最好的）：", *(f"{grade}级：{meaning}。" for grade, meaning in GRADES.items()))
