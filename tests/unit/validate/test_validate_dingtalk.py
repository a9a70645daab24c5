"""DingTalk's sheets through validate, with the contracts the office has."""

from collections.abc import Mapping
from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.catalog import load_imports
from audit.model.source import DataError, Sheet
from audit.model.tables import Intake, RawTable, TypedTables
from audit.validate import validate
from audit.validate.approvals import read_record
from audit.validate.cells import CellError
from audit.validate.parsers.attendance import on_day, read_approvals, read_day_cell, read_punches

CONTRACTS = load_imports()
DAY = date(2023, 11, 8)
PERSON = {"person": "林晓峰", "user_id": "0235082122263112", "job_no": "001"}


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def typed(table: str, *rows: Mapping[str, str], layout_letters: Mapping[str, str] | None = None) -> TypedTables:
    names = list(dict.fromkeys(name for row in rows for name in row))
    frame = pd.DataFrame({name: pd.Series([row.get(name, "") for row in rows], dtype="str") for name in names})
    frame = frame.assign(_row=range(5, 5 + len(rows)), _cell=pd.Series([f"G{5 + at}" for at in range(len(rows))]))
    sheet = Sheet("考勤.xlsx", "0" * 64, "报表", table, period=(date(2023, 11, 1), date(2023, 11, 30)))
    raw = RawTable(0, table, frame, layout_letters or {})
    return validate(Intake((), (sheet,), (raw,), ()), {table: CONTRACTS[table]})


def first(result: TypedTables, table: str) -> Mapping[str, object]:
    assert result.errors == ()
    return dict(result.frames[table].iloc[0])


def only(result: TypedTables) -> DataError:
    assert len(result.errors) == 1, result.errors
    return result.errors[0]


def times(raw: str) -> list[str]:
    return [f"{one:%m-%d %H:%M}" for one in on_day(DAY, read_punches(raw))]


@pytest.mark.parametrize(
    ("written", "punches"),
    [
        ("08:26  \n18:03  ", ["11-08 08:26", "11-08 18:03"]),
        ("08:12外勤\n18:31外勤", ["11-08 08:12", "11-08 18:31"]),
        ("08:3022:32外勤", ["11-08 08:30", "11-08 22:32"]),
        ("08:26\n18:03\n00:10", ["11-08 08:26", "11-08 18:03", "11-09 00:10"]),
        ("次日 00:10", ["11-09 00:10"]),
        ("08：26、18：03", ["11-08 08:26", "11-08 18:03"]),
        ("", []),
        ("-", []),
    ],
)
def test_a_punch_cell_is_read_in_every_form(written: str, punches: list[str]) -> None:
    assert times(written) == punches


def test_a_punch_that_is_not_there_is_said_with_its_remedy() -> None:
    with pytest.raises(CellError) as caught:
        read_punches("08:26 早到")
    assert caught.value.code == "bad-punch-times"
    assert caught.value.say == "“08:26 早到”不是打卡时间，每次应写成08:26，外勤的后面写“外勤”"


@given(minutes=st.lists(st.integers(0, 1439), max_size=12, unique=True).map(sorted), outside=st.booleans())
def test_any_day_of_punches_is_read_back(minutes: list[int], outside: bool) -> None:
    mark = "外勤" if outside else "  "
    cell = "\n".join(f"{one // 60:02d}:{one % 60:02d}{mark}" for one in minutes)
    read = read_punches(cell)
    assert [one.minutes for one in read] == minutes
    assert all(one.outside is outside for one in read)


@pytest.mark.parametrize(
    ("written", "start", "end", "quantity", "unit"),
    [
        ("外出11-08 13:30到11-08 18:00 4.5小时", "2023-11-08 13:30", "2023-11-08 18:00", 4.5, "小时"),
        ("事假11-08 上午到11-09 下午 2天", "2023-11-08 00:00", "2023-11-09 23:59", 2.0, "天"),
        ("事假11-08 下午到11-09 上午 1天", "2023-11-08 12:00", "2023-11-09 12:00", 1.0, "天"),
        ("补卡申请11-06 08:30到11-06 08:30", "2023-11-06 08:30", "2023-11-06 08:30", None, ""),
    ],
)
def test_an_approval_item_is_read_in_every_form(
    written: str, start: str, end: str, quantity: float | None, unit: str
) -> None:
    assert [item[1:] for item in read_approvals(written, DAY)] == [(moment(start), moment(end), quantity, unit)]


def test_an_approval_over_new_year_has_the_year_of_each_end() -> None:
    written = "年假12-29 08:30到01-03 17:30 3天"
    for day in (date(2023, 12, 30), date(2024, 1, 2)):
        assert read_approvals(written, day)[0][1:3] == (moment("2023-12-29 08:30"), moment("2024-01-03 17:30"))


def test_two_approvals_in_one_cell_are_two() -> None:
    items = read_approvals("外出11-06 08:30到11-06 18:00 8小时，事假11-07 上午到11-07 下午 1天", DAY)
    assert [item[0] for item in items] == ["外出", "事假"]


@pytest.mark.parametrize(
    ("written", "code", "say"),
    [
        ("已请假", "bad-approvals", "“已请假”不是关联的审批单，应写成外出05-21 13:30到05-21 18:00 4.5小时"),
        (
            "外出02-30 08:30到02-30 09:00",
            "impossible-date",
            "“外出02-30 08:30到02-30 09:00”里有不存在的日期或时间，请核对",
        ),
    ],
)
def test_an_approval_that_cannot_be_is_said_with_its_remedy(written: str, code: str, say: str) -> None:
    with pytest.raises(CellError) as caught:
        read_approvals(written, DAY)
    assert (caught.value.code, caught.value.say) == (code, say)


def state(word: str) -> str | None:
    return {"正常": "normal", "休息": "rest", "上班迟到5分钟": "late", "未打卡": "missing"}.get(word)


@pytest.mark.parametrize(
    ("written", "states", "punches", "approvals"),
    [
        (
            "普通出勤:正常,补卡申请11-06 08:30到11-06 08:30\n(08:30,18:42)",
            ("normal",),
            ["08:30", "18:42"],
            ["补卡申请"],
        ),
        ("外出11-08 13:30到11-08 18:00 4.5小时\n(08:15,-)", (), ["08:15"], ["外出"]),
        ("休息,事假11-08 08:00到11-08 18:00 8小时\n(-)", ("rest",), [], ["事假"]),
        ("上班迟到5分钟\n(08:35,18:00,00:20)", ("late",), ["08:35", "18:00", "00:20"], []),
        ("未打卡\n(-)", ("missing",), [], []),
        ("正常", ("normal",), [], []),
        ("", ("not_in_group",), [], []),
    ],
)
def test_a_monthly_day_cell_is_read_in_every_form(
    written: str, states: tuple[str, ...], punches: list[str], approvals: list[str]
) -> None:
    cell = read_day_cell(written, DAY, state)
    assert cell.states == states
    assert [f"{one:%H:%M}" for one in cell.times] == punches
    assert [item[0] for item in cell.approvals] == approvals


def test_a_monthly_state_that_is_unknown_is_said_with_its_remedy() -> None:
    with pytest.raises(CellError) as caught:
        read_day_cell("看不懂\n(-)", DAY, state)
    assert caught.value.code == "bad-day-state"
    assert caught.value.say == "“看不懂 (-)”不是月度汇总的考勤结果，请保持钉钉导出的原样"


@given(raw=st.text(alphabet="0123456789:-，, 上下午次日到外勤正常()（）\n小时天", max_size=40))
def test_no_cell_breaks_the_readers(raw: str) -> None:
    for read in (read_punches, lambda one: read_approvals(one, DAY), lambda one: read_day_cell(one, DAY, state)):
        try:
            read(raw)
        except CellError:
            continue


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("正常", "normal"), ("迟到", "late"), ("严重迟到", "late"), ("早退", "early"), ("外勤", "outside"),
        ("补卡审批通过", "makeup"), ("管理员周启明改为正常", "admin_edit"), ("打卡无效:此记录已被更新", "invalid"),
        ("打卡无效：已经打过卡了，上班时间以最早打卡时间为准", "invalid"), ("请假", "leave"), ("外出", "outing"),
        ("出差", "trip"), ("加班", "overtime"), ("缺卡", "missing"), ("未打卡", "missing"), ("旷工", "absent"),
    ],
)  # fmt: skip
def test_every_result_of_a_raw_punch_has_its_code(written: str, code: str) -> None:
    row = {**PERSON, "work_date": "23-11-08 星期三", "punched_at": "2023-11-08 08:26"}
    result = typed("dingtalk_raw", {**row, "result": written, "result_code": written})
    assert first(result, "dingtalk_raw")["result_code"] == code


def test_a_raw_punch_is_typed() -> None:
    row = first(
        typed(
            "dingtalk_raw",
            {
                **PERSON, "work_date": "23-11-08 星期三", "scheduled_at": "2023-11-08 17:30",
                "punched_at": "2023-11-09 00:10", "result": "正常", "result_code": "正常",
                "abnormal_reason": "模拟定位",
                "abnormal_class": "模拟定位", "device": "手机_1f2e", "device_kind": "手机_1f2e",
            },
        ),
        "dingtalk_raw",
    )  # fmt: skip
    assert row["work_date"] == pd.Timestamp("2023-11-08")
    assert row["punched_at"] == pd.Timestamp("2023-11-09 00:10")
    assert (row["user_id"], row["job_no"]) == ("0235082122263112", "001")
    assert (row["abnormal_class"], row["device_kind"], row["address"]) == ("hard", "phone", "")


DAILY = {**PERSON, "group": "驻村干部", "date": "23-11-08 星期三", "shift": "驻村 08:30-17:30"}


def daily(**cells: str) -> Mapping[str, object]:
    return first(typed("dingtalk_daily", {**DAILY, **cells}), "dingtalk_daily")


def test_a_day_keeps_the_times_of_real_and_repaired_punches_only() -> None:
    row = daily(times="08:26\n次日 00:10\n\n13:00\n14:00\n", results="正常\n补卡审批通过\n\n缺卡\n外出\n")
    assert row["times"] == (moment("2023-11-08 08:26"), moment("2023-11-09 00:10"))
    assert row["results"] == ("normal", "makeup", "", "missing", "outing", "")
    assert row["repaired"] == 1


def test_the_first_slots_of_a_day_may_be_empty() -> None:
    row = daily(times="\n18:03\n\n\n\n", results="缺卡\n正常\n\n\n\n")
    assert row["times"] == (moment("2023-11-08 18:03"),)
    assert row["results"] == ("missing", "normal", "", "", "", "")


def test_an_administrators_change_is_a_repair() -> None:
    row = daily(times="08:30\n18:00\n\n\n\n", results="管理员周启明改为正常\n正常\n\n\n\n")
    assert (row["repaired"], len(row["times"])) == (1, 2)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shift", "group", "rest"),
    [
        ("驻村 08:30-17:30", "驻村干部", False),
        ("休息", "驻村干部", True),
        ("未排班", "驻村干部", True),
        ("", "驻村干部", True),
        ("自由工时", "驻村干部", False),
        ("驻村 08:30-17:30", "未加入考勤组", True),
    ],
)
def test_a_day_without_a_shift_is_a_rest_day(shift: str, group: str, rest: bool) -> None:
    assert daily(shift=shift, group=group, times="\n\n\n\n\n")["is_rest"] == rest


def test_work_date_in_milliseconds_is_the_local_day() -> None:
    assert daily(work_date="1698768000000", times="")["work_date"] == pd.Timestamp("2023-11-01")


def test_a_bad_slot_is_said_and_the_day_stays() -> None:
    result = typed(
        "dingtalk_daily", {**DAILY, "times": "08:76\n18:00", "results": "正常\n正常"}, layout_letters={"times": "J"}
    )
    assert only(result).message == "考勤.xlsx《报表》J5“打卡时间”：“08:76”这个时间不存在，请改为实际时间"
    assert result.frames["dingtalk_daily"]["times"].tolist() == [()]


def test_an_unknown_result_is_said_and_the_day_stays() -> None:
    result = typed("dingtalk_daily", {**DAILY, "times": "08:26\n18:00", "results": "正常\n飞了"})
    assert only(result).message == "考勤.xlsx《报表》G5“打卡结果”：“飞了”不是导出表里的打卡结果，请保持导出的原样"


def test_a_day_of_punch_times_keeps_which_were_outside() -> None:
    row = first(
        typed("dingtalk_times", {**PERSON, "date": "2023-11-08", "times": "08:12外勤\n18:31"}), "dingtalk_times"
    )
    assert row["times"] == (moment("2023-11-08 08:12"), moment("2023-11-08 18:31"))
    assert row["outside"] == (True, False)


def test_one_text_on_two_days_is_two_different_days() -> None:
    rows = [{**PERSON, "date": f"2023-11-0{day}", "times": "08:00\n18:00"} for day in (1, 2)]
    found = typed("dingtalk_times", *rows).frames["dingtalk_times"]["times"]
    assert [times[0] for times in found] == [moment("2023-11-01 08:00"), moment("2023-11-02 08:00")]


def test_a_monthly_cell_gives_states_times_and_approvals() -> None:
    cell = "班:正常,外出11-08 13:30到11-08 18:00 4.5小时\n(08:15,-)"
    row = first(
        typed("dingtalk_monthly", {**PERSON, "date": "2023-11-08", "states": cell, "times": cell, "approvals": cell}),
        "dingtalk_monthly",
    )
    assert row["states"] == ("normal",)
    assert row["times"] == (moment("2023-11-08 08:15"),)
    assert row["approvals"] == (("外出", moment("2023-11-08 13:30"), moment("2023-11-08 18:00"), 4.5, "小时"),)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("正常", "normal"), ("旷工", "absent"), ("未打卡", "missing"), ("上班缺卡", "missing"), ("休息", "rest"),
        ("休息并打卡", "rest_punched"), ("上班迟到12分钟", "late"), ("下班早退3分钟", "early"),
        ("上班严重迟到90分钟", "late"),
    ],
)  # fmt: skip
def test_every_state_of_the_monthly_sheet_has_its_code(word: str, code: str) -> None:
    cell = f"{word}\n(-)"
    result = typed(
        "dingtalk_monthly", {**PERSON, "date": "2023-11-08", "states": cell, "times": cell, "approvals": cell}
    )
    assert first(result, "dingtalk_monthly")["states"] == (code,)


RECORD = (
    "林晓峰|0235||2023-11-07 16:20:11|提交申请|;\n\n赵志远|0198|直接主管|2023-11-07 17:00:00|同意|好|;\n\n"
    "周启明|0199|分管领导|2023-11-07 18:02:40|同意|;\n\n何秀英|0200|抄送人|2023-11-07 18:03:00|抄送|"
)
FORM = {
    "form_no": "202311071620000012345", "applicant": "林晓峰", "category": "林晓峰提交的请假",
    "start": "2023-11-08 上午",
    "end": "2023-11-09 下午", "quantity": "2", "unit": "请假天数(天)", "status": "完成 同意",
    "finished_at": "2023-11-07 18:10:00", "approval_record": RECORD, "approver": "赵志远,周启明",
    "attachments": "去下载",
}  # fmt: skip


def form(**cells: str) -> Mapping[str, object]:
    return first(typed("dingtalk_approvals", {**FORM, **cells}), "dingtalk_approvals")


def test_the_last_to_agree_and_when_come_from_the_record() -> None:
    row = form()
    assert (row["approver"], row["approved_at"]) == ("周启明", pd.Timestamp("2023-11-07 18:02:40"))
    assert (row["category"], row["status"], row["unit"], row["quantity"]) == ("leave", "approved", "day", 2.0)
    assert (row["start"], row["end"]) == (pd.Timestamp("2023-11-08"), pd.Timestamp("2023-11-09 23:59"))
    assert row["has_attachment"]


def test_without_a_record_an_approved_form_was_approved_when_it_ended() -> None:
    row = form(approval_record="")
    assert (row["approver"], row["approved_at"]) == ("周启明", pd.Timestamp("2023-11-07 18:10"))


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("完成 同意", "approved"), ("审批通过", "approved"), ("完成 拒绝", "rejected"), ("已拒绝", "rejected"),
        ("已撤销", "cancelled"), ("审批中", "pending"),
    ],
)  # fmt: skip
def test_every_status_has_its_code(written: str, status: str) -> None:
    assert form(status=written)["status"] == status


def test_a_form_that_was_not_approved_has_no_time_of_approval() -> None:
    row = form(status="完成 拒绝", approval_record="")
    assert pd.isna(row["approved_at"])
    assert row["approver"] == ""


def test_a_record_without_consent_names_nobody() -> None:
    assert read_record("林晓峰|0235||2023-11-07 16:20:11|提交申请|") == ("", None)
    assert read_record("没有分隔的话") == ("", None)


def test_the_detail_lines_of_a_form_are_one_row() -> None:
    result = typed("dingtalk_approvals", FORM, {**FORM, "quantity": "1"})
    assert result.errors == ()
    assert result.frames["dingtalk_approvals"]["quantity"].tolist() == [2.0]
    assert (result.counts[0].rows, result.counts[0].good) == (2, 2)


def test_without_an_attachment_column_nobody_knows() -> None:
    cells = {name: said for name, said in FORM.items() if name != "attachments"}
    assert pd.isna(first(typed("dingtalk_approvals", cells), "dingtalk_approvals")["has_attachment"])
    assert not form(attachments="")["has_attachment"]


@pytest.mark.parametrize(
    ("approver", "level"),
    [
        ("李国栋（镇党委书记）", "2"), ("县委组织部 何部长", "3"), ("工作队长", "1"), ("村支部书记", "1"),
        ("李国栋", ""), ("", ""),
    ],
)  # fmt: skip
def test_the_level_of_an_approver_comes_from_his_title(approver: str, level: str) -> None:
    slip = {"person": "林晓峰", "leave_type": "事假", "start": "2023-11-08", "end": "2023-11-08"}
    row = first(typed("leave_ledger", {**slip, "approver": approver, "approver_level": approver}), "leave_ledger")
    assert (row["approver"], row["approver_level"]) == (approver, level)


def test_a_bad_time_in_an_approval_record_names_nobody_instead_of_breaking() -> None:
    broken = RECORD.replace("2023-11-07 18:02:40", "2023-11-31 18:02:40")
    result = typed("dingtalk_approvals", {**FORM, "approval_record": broken})
    assert only(result).code == "impossible-date"
    assert len(result.frames["dingtalk_approvals"]) == 1
