"""One invented check of one month, as the pipeline would hand it to render."""

from datetime import date, timedelta

from audit.model.contract import ImportContract, Reading
from audit.model.finding import Coverage, DayMark, Finding, Missing, PersonMonth
from audit.model.outcome import Kind, Severity
from audit.model.policy import Clause, Document, Policy
from audit.model.report import Report
from audit.model.rule import Basis
from audit.model.source import DataError, FileRead, Place, Sheet, SheetCount

FIRST, LAST = date(2023, 11, 1), date(2023, 11, 30)
DAYS_CLAUSE = "每月驻村天数不少于20天（含因公出差、开会和培训）"
MEETING_CLAUSE = "每月召开2次以上工作队会议"
MATCH_CLAUSE = "确保工作日志、出勤记录表、钉钉打卡记录等工作台账保持一致"


def day(number: int) -> date:
    return FIRST + timedelta(days=number - 1)


def make_finding(number: int, **changes: object) -> Finding:
    """A violation of the day rule by 王建平 of 桃溪村; give what is to differ."""
    given: dict[str, object] = {
        "id": f"f{number:03d}a1b2c3d4",
        "rule": "monthly-days-short",
        "rule_version": "9f8e7d6c",
        "title": "月驻村天数不足",
        "kind": Kind.VIOLATION,
        "severity": Severity.MAJOR,
        "village": "桃溪村",
        "person": "王建平",
        "role": "第一书记",
        "unit": "县农业农村局",
        "household": "",
        "period": (FIRST, LAST),
        "dates": (),
        "message": "桃溪村驻村第一书记王建平2023年11月在村16天，少于规定20天，差4天（已扣除经批准的请假2天）",
        "values": {"counted_days": 16.0, "required_days": 20, "gap": 4.0},
        "basis": (Basis("sample-2023-1", "第二条第（一）项", DAYS_CLAUSE),),
        "evidence": (Place("签到册.xlsx", "桃溪村11月", "D5:AG5"),),
        "do": "核对签到册原件、请假审批单；确属不足的，由派出单位约谈并说明情况",
        "owner": "派出单位",
        "due": date(2023, 12, 14),
        "closure": ("evidence", "behaviour"),
        "details": (),
    }
    return Finding(**(given | changes))  # type: ignore[arg-type]


def cells(sheet: str, columns: str, row: int, file: str = "签到册.xlsx") -> tuple[Place, ...]:
    return tuple(Place(file, sheet, f"{letter}{row}") for letter in columns)


def make_findings() -> tuple[Finding, ...]:
    match = Basis("sample-2023-1", "第二条第（三）项", MATCH_CLAUSE)
    return (
        make_finding(
            1,
            rule="untraced-run",
            title="连续无在村痕迹",
            severity=Severity.SERIOUS,
            period=(day(13), day(16)),
            dates=tuple(day(n) for n in (13, 14, 15, 16)),
            message="桃溪村驻村第一书记王建平11月13日至16日连续4个工作日无签到、无打卡、无日志，也无请假手续",
            values={"run_days": 4},
            evidence=(
                *cells("桃溪村11月", "PQRS", 5),
                *cells("打卡时间", "PQRS", 7, "钉钉考勤11月.xlsx"),
                Place("请销假台账.xlsx", "请假登记", "A4:N19"),
            ),
            details=("11月13日至16日签到册空白4天", "11月13日至16日无工作日志"),
        ),
        make_finding(2),
        make_finding(
            3,
            rule="team-meetings-short",
            title="工作队会议次数不足",
            severity=Severity.MINOR,
            person="",
            role="",
            unit="",
            message="桃溪村驻村工作队2023年11月召开工作队会议1次，少于规定2次",
            values={"held": 1, "min_meetings": 2},
            basis=(
                Basis("sample-2023-1", "第三条第（二）项", MEETING_CLAUSE),
                Basis("sample-notes", "附件1第3项", "工作队会议要有记录"),
            ),
            evidence=(Place("会议记录.xlsx", "会议台账", "A6:M6"),),
            do="补开工作队会议并按月留存记录",
            owner="驻村工作队",
        ),
        make_finding(
            4,
            rule="sign-in-punch-mismatch",
            title="签到与打卡不一致",
            severity=Severity.MINOR,
            person="李素芬",
            role="队员",
            unit="县图书馆",
            dates=(day(7), day(8), day(21)),
            message="桃溪村驻村队员李素芬11月7日、8日、21日签到册有签到而钉钉无打卡，共3天",
            values={"signed_not_punched_days": 3},
            basis=(match,),
            evidence=(*cells("桃溪村11月", "JKX", 6), *cells("打卡时间", "JKX", 8, "钉钉考勤11月.xlsx")),
            do="逐日说明未打卡原因，附佐证",
        ),
        make_finding(
            5,
            rule="work-log-alike",
            title="工作日志雷同",
            kind=Kind.CLUE,
            severity=Severity.HINT,
            person="李素芬",
            role="队员",
            unit="县图书馆",
            dates=(day(9), day(22)),
            message="桃溪村驻村队员李素芬11月9日、22日工作日志疑似雷同，相似度最高93%",
            values={"similar_logs": 2, "top_similarity": 93},
            basis=(match,),
            evidence=(Place("工作日志.csv", "", "A12:I12"), Place("工作日志.csv", "", "A21:I21")),
            do="调阅日志原件，由本人说明",
            owner="驻村工作队",
            due=None,
        ),
        make_finding(
            6,
            rule="month-shortfall-ahead",
            title="月驻村天数可能不足",
            kind=Kind.WARNING,
            severity=Severity.HINT,
            village="柳湾村",
            person="周立新",
            role="工作队长",
            unit="县水利局",
            message="柳湾村驻村工作队长周立新截至11月24日在村13天，余下工作日4天，预计不足20天",
            values={"counted_days": 13.5, "remaining_workdays": 4.0},
            evidence=(),
            do="合理安排后续驻村",
            due=None,
        ),
    )


def make_marks(
    missing: tuple[int, ...], leave: tuple[int, ...], clue: dict[int, tuple[str, ...]]
) -> tuple[DayMark, ...]:
    marks = []
    for number in range(1, 31):
        works = day(number).weekday() < 5
        empty = "not_due" if not works else "no" if number in missing else "yes"
        on_leave = number in leave
        marks.append(
            DayMark(
                date=day(number),
                day_kind="workday" if works else "weekend",
                sign_in="not_due" if on_leave else "half" if number == 24 else empty,
                punch="not_due" if on_leave else "no" if number in (7, 8, 21) else empty,
                log="unknown" if number > 27 and works else "not_due" if on_leave else empty,
                leave="yes" if on_leave else "no",
                duty="yes" if number == 29 else "",
                findings=clue.get(number, ()),
            )
        )
    return tuple(marks)


def make_months() -> tuple[PersonMonth, ...]:
    counts = {"active_workdays": 22, "signed_days": 16, "punched_days": 15, "logged_days": 16, "leave_days": 2.0}
    run = dict.fromkeys((13, 14, 15, 16), ("f001a1b2c3d4",))
    alike = {9: ("f005a1b2c3d4",), 22: ("f005a1b2c3d4", "f004a1b2c3d4"), 7: ("f004a1b2c3d4",), 8: ("f004a1b2c3d4",)}
    return (
        PersonMonth("王建平", "first_secretary", "县农业农村局", "桃溪村", 22,
                    counts | {"duty_days": 1.0, "present_days": 16.0}, make_marks((13, 14, 15, 16), (2, 3), run)),
        PersonMonth("李素芬", "队员", "县图书馆", "桃溪村", 22,
                    counts | {"leave_days": 0.5, "duty_days": 1.5, "present_days": 20.5, "logged_days": None},
                    make_marks((), (), alike)),
        PersonMonth("周立新", "工作队长", "县水利局", "柳湾村", 22,
                    counts | {"active_workdays": 12, "duty_days": None, "present_days": None},
                    make_marks((), (), {})[14:]),
    )  # fmt: skip


def make_policies() -> tuple[Policy, ...]:
    notice = Policy(
        id="sample-2023-1",
        title="关于加强驻村工作队日常管理的通知",
        level="county",
        document=Document("青组发〔2023〕12号", "青河县委组织部", date(2023, 3, 1)),
        effective_from=date(2023, 3, 1),
        effective_until=None,
        clauses=(
            Clause("第二条第（一）项", DAYS_CLAUSE, rules={"monthly-days-short": {"min_days": 20}}),
            Clause("第四条", "工作队“三在村”落实是否到位", manual="现场查看住宿、生活痕迹"),
            Clause("第九条", "本通知自印发之日起施行", outside="施行日期"),
        ),
    )
    office = Policy(
        "sample-notes", "青禾镇驻村工作提示", "township", Document("", "青禾镇党群办", None), None, None, ()
    )
    return notice, office


def make_sheets() -> tuple[Sheet, ...]:
    return (
        Sheet("签到册.xlsx", "a" * 64, "桃溪村11月", "sign_in_grid", cells="A4:AH7"),
        Sheet("钉钉考勤11月.xlsx", "b" * 64, "打卡时间", "dingtalk_times", cells="A4:AH30"),
        Sheet("会议记录.xlsx", "c" * 64, "会议台账", "meetings", cells="A3:M9"),
        Sheet("工作日志.csv", "d" * 64, "", "work_logs", cells="A2:I80"),
        Sheet("请销假台账.xlsx", "e" * 64, "请假登记", "leave_ledger", cells="A4:N19"),
        Sheet("请销假台账.xlsx", "e" * 64, "说明", None),
    )


def make_report(**changes: object) -> Report:
    """The whole report; give what is to differ."""
    sheets = make_sheets()
    given: dict[str, object] = {
        "program": "zhucun-audit 0.1.0",
        "rules_version": "c0ffee12",
        "engines": ("columns", "durable"),
        "policies": make_policies(),
        "month": "2023-11",
        "as_of": date(2023, 12, 1),
        "township": "青禾镇",
        "villages": ("桃溪村", "柳湾村", "石磨村"),
        "people": 3,
        "files": (
            FileRead("签到册.xlsx", "a" * 64, (0,)),
            FileRead("钉钉考勤11月.xlsx", "b" * 64, (1,)),
            FileRead("会议记录.xlsx", "c" * 64, (2,)),
            FileRead("工作日志.csv", "d" * 64, (3,)),
            FileRead("请销假台账.xlsx", "e" * 64, (4, 5)),
        ),
        "sheets": sheets,
        "counts": {0: SheetCount(90, 89, 1), 1: SheetCount(810, 810), 2: SheetCount(7, 7), 3: SheetCount(79, 78, 1)},
        "data_errors": (
            DataError("工作日志.csv", "", "B17", "bad-date", "日期", "11月31日",
                      "工作日志.csv B17“日期”：11月31日不存在，请改为实际日期"),
            DataError("签到册.xlsx", "桃溪村11月", "T5", "unknown-mark", "17日", "＝1+1",
                      "签到册.xlsx《桃溪村11月》T5“17日”：看不懂“＝1+1”，请改用图例中的符号"),
        ),
        "coverage": (
            Coverage("untraced-run", "连续无在村痕迹", 81, 4, 5, 0, 0, 0, 90),
            Coverage("monthly-days-short", "月驻村天数不足", 1, 1, 1, 0, 0, 0, 3),
            Coverage("team-meetings-short", "工作队会议次数不足", 1, 1, 1, 0, 0, 0, 3),
            Coverage("leave-proof-missing", "病假无诊断证明", 2, 0, 0, 5, 0, 0, 7),
        ),
        "unknown": (
            Missing("石磨村", "2023-11", "sign_ins", ("monthly-days-short", "untraced-run"),
                    "石磨村没有报送2023年11月签到册，有关项目未核查，请补报"),
            Missing("石磨村", "2023-11", "meetings", ("team-meetings-short",),
                    "石磨村没有报送2023年11月会议记录，有关项目未核查，请补报"),
            Missing("柳湾村", "2023-11", "duty_records", ("monthly-days-short",),
                    "柳湾村没有报送2023年11月公务培训台账，有关项目未核查，请补报"),
        ),
        "findings": make_findings(),
        "months": make_months(),
        "notes": (),
    }  # fmt: skip
    return Report(**(given | changes))  # type: ignore[arg-type]


def make_contracts() -> dict[str, ImportContract]:
    feeds = {"sign_in_grid": "sign_ins", "dingtalk_times": "punches", "leave_ledger": "leave_slips"}
    reading = Reading("rows", (), ())
    return {table: ImportContract(table, fed, fed, "", (), reading, {}) for table, fed in feeds.items()}
