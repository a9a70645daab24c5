"""An electronic sign-in book, check-ins, leave and a monthly summary, end to end: one member is clean, one is not."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from sample_run import checked_alone

from audit import catalog, pipeline
from audit.model.report import Report

POLICIES = ("dapaicha-2023", "sanjian-2023-106", "bazhong-2015-125", "common-practice")
MINE = frozenset(
    {
        "nights-unproven", "sign-in-by-others", "sign-in-early-or-late", "punch-out-of-area", "device-shared",
        "punch-phone-odd", "punch-two-ends-only", "leave-split", "annual-leave-exceeded", "annual-days-short",
        "monthly-summary-mismatch", "records-conflict",
    }
)  # fmt: skip
CLEAN, PLANTED = "林晓峰", "吴桐"
TAO = "桃溪村"
Rows = Sequence[Sequence[object]]
_LEAVE = ("2023-11-10", "2023-11-13")
_PHONE = {CLEAN: "手机_1f2e3d4c5b6a", PLANTED: "手机_77aa88bb99cc"}


def _workdays() -> list[str]:
    calendar = catalog.load_calendar()
    days = (date(2023, 11, 1) + timedelta(days=n) for n in range(30))
    return [day.isoformat() for day in days if calendar.is_workday(day)]


def _sign(person: str, day: str) -> list[object]:
    late = person == PLANTED and day in ("2023-11-01", "2023-11-02")
    other = CLEAN if person == PLANTED and day == "2023-11-03" else ""
    at = "2023-11-08 18:00" if late else f"{day} 08:1{len(person)}"
    return [TAO, person, day, "全天", "是" if person == CLEAN else "否", other, at, "扫码", ""]


def _check_in(person: str, day: str, at: str, longitude: str, place: str) -> list[object]:
    return [person, "桃溪村驻村工作队", day, at, longitude, "29.86405", place, "", _PHONE[person]]


def _check_ins() -> Rows:
    rows = []
    for day in _workdays()[:4]:
        rows += [_check_in(CLEAN, day, at, "107.731", "桃溪村部") for at in ("08:01:12", "19:30:40")]
        rows += [_check_in(PLANTED, day, at, "107.732", "桃溪村部") for at in ("08:03:21", "19:33:02")]
        rows.append(_check_in(PLANTED, day, "08:20:00", "108.130", "县城滨河路"))
    return rows


def _leave(day: str) -> list[object]:
    return [TAO, PLANTED, "事假", "家事", day, day, "田茂林（村党支部书记）", "2023-11-08", "2023-11-14", ""]


SHEETS: Mapping[str, tuple[str, Sequence[str], Rows]] = {
    "村情况": (
        "青禾镇村基本情况",
        ("村名", "乡镇", "县", "是否脱贫村", "脱贫人口", "经度", "纬度", "围栏半径（米）"),
        [[TAO, "青禾镇", "清源县", "是", 80, "107.73012", "29.86405", 2000]],
    ),
    "花名册": (
        "青禾镇驻村工作队花名册",
        ("村（社区）", "姓名", "派出单位", "驻村职务", "到任时间"),
        [[TAO, name, "县农业农村局", post, "2021-05-18"] for name, post in ((CLEAN, "第一书记"), (PLANTED, "队员"))],
    ),
    "电子签到": (
        "青禾镇2023年11月电子签到记录",
        ("村（社区）", "姓名", "签到日期", "时段", "是否夜宿", "代签人", "登记时间", "签到方式", "备注"),
        [
            _sign(person, day)
            for person in (CLEAN, PLANTED)
            for day in _workdays()
            if person == CLEAN or day not in _LEAVE
        ],
    ),
    "签到报表": (
        "签到报表",
        ("姓名", "部门", "日期", "时间", "经度", "纬度", "地点", "详细地址", "手机标识"),
        _check_ins(),
    ),
    "请销假": (
        "青禾镇2023年11月请销假台账",
        ("村（社区）", "姓名", "请假类别", "事由", "开始时间", "结束时间", "批准人", "批准时间", "销假时间", "备注"),
        [_leave(day) for day in _LEAVE],
    ),
    "公务": (
        "青禾镇2023年11月公务外出登记",
        ("村（社区）", "姓名", "公务类别", "事由", "开始时间", "结束时间", "通知文件", "地点"),
        [[TAO, CLEAN, "会议", "镇例会", "2023-11-29 14:00", "2023-11-29 16:00", "会议通知", "镇政府"]],
    ),
    "月汇总": (
        "青禾镇2023年11月驻村干部考勤汇总表",
        ("村（社区）", "姓名", "在村天数", "请假天数", "培训公务天数", "休息天数"),
        [[TAO, CLEAN, 22, 0, 0, 8], [TAO, PLANTED, 24, 2, 0, 8]],
    ),
}


@cache
def _report(without: str = "") -> Report:
    with TemporaryDirectory() as folder:
        for name, (title, header, rows) in SHEETS.items():
            if name != without:
                _write(Path(folder) / f"{name}.xlsx", title, header, rows)
        judge = checked_alone if without else pipeline.check
        return judge([Path(folder)], policies=POLICIES, month="2023-11", as_of=date(2023, 12, 5))


def _write(path: Path, title: str, header: Sequence[str], rows: Rows) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([title])
    for row in (header, *rows):
        sheet.append(list(row))
    book.save(path)


def _found(report: Report) -> list[tuple[str, str]]:
    return sorted((finding.rule, finding.person) for finding in report.findings if finding.rule in MINE)


def _counts(report: Report, rule: str) -> tuple[int, int, int]:
    (one,) = [each for each in report.coverage if each.rule == rule]
    return one.ok, one.violation, one.unknown


def test_exactly_what_was_planted_is_found():
    assert [error.message for error in _report().data_errors] == []
    assert _found(_report()) == [
        ("leave-split", PLANTED),
        ("monthly-summary-mismatch", PLANTED),
        ("nights-unproven", PLANTED),
        ("punch-out-of-area", PLANTED),
        ("punch-two-ends-only", PLANTED),
        ("records-conflict", PLANTED),
        ("sign-in-by-others", PLANTED),
        ("sign-in-early-or-late", PLANTED),
    ]


def test_a_clue_says_what_is_doubtful_and_where_it_stands():
    told = {finding.rule: finding for finding in _report().findings if finding.rule in MINE}
    assert "多报4天" in told["monthly-summary-mismatch"].message
    assert "1天册上注明代签" in told["sign-in-by-others"].message
    assert "事后登记2天：11月1日、2日" in told["sign-in-early-or-late"].message
    assert "县城滨河路" in told["punch-out-of-area"].message
    assert {place.file for place in told["leave-split"].evidence} == {"请销假.xlsx"}
    assert {place.file for place in told["monthly-summary-mismatch"].evidence} >= {"月汇总.xlsx", "电子签到.xlsx"}


def test_without_a_source_nobody_is_judged_by_it():
    assert _counts(_report("月汇总"), "monthly-summary-mismatch") == (0, 0, 2)
    without_signs = _report("电子签到")
    assert _counts(without_signs, "sign-in-by-others") == (0, 0, 2)
    assert _counts(without_signs, "nights-unproven") == (0, 0, 2)


def test_yearly_totals_wait_for_the_months_that_were_not_handed_in():
    assert _counts(_report(), "annual-leave-exceeded") == (0, 0, 2)
    assert _counts(_report(), "annual-days-short") == (0, 0, 0)


def test_common_practice_holds_only_where_it_is_named():
    chosen = {policy.id for policy in pipeline.choose_policies((), "2023-11")}
    assert "common-practice" not in chosen
    assert pipeline.choose_policies(("common-practice",), "2023-11")[0].named_only
