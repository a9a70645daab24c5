"""Leave and duty: one slip per absence from several papers, its length, its approval, its return, its papers."""

from datetime import date, timedelta
from functools import cache

import pandas as pd
import pytest
from township import NOVEMBER, VILLAGE, Township, workdays

MONDAY, TUESDAY, FRIDAY = (date(2023, 11, day) for day in (6, 7, 10))
W = workdays()
WHO = "林晓峰"


def _at(day: date, hour: int, minute: int = 0) -> pd.Timestamp:
    return pd.Timestamp(day) + timedelta(hours=hour, minutes=minute)


def _whole(first: date, last: date) -> tuple[pd.Timestamp, pd.Timestamp]:
    return _at(first, 8, 30), _at(last, 17, 30)


def _papers(t: Township, *, ledger=(), approvals=(), duties=(), exported=()) -> Township:
    """Hand in a leave ledger and, where any are given, approvals and approvals named in the punch export."""
    t.ledgers(leaves=ledger, duties=duties)
    if approvals:
        t.sheet("dingtalk_approvals", approvals, title="审批记录")
    if exported:
        days = [{"person": WHO, "date": day, "approvals": ((kind, *span, None, ""),)} for day, kind, span in exported]
        t.sheet("dingtalk_daily", days, title="每日统计", period=NOVEMBER)
    return t


def _slips(t: Township, **options) -> list[dict]:
    return t.facts(**options).tables["leave_slip"].to_dict("records")


def _slip(t: Township, **options) -> dict:
    (row,) = _slips(t, **options)
    return row


def _one(**papers) -> dict:
    return _slip(_papers(Township().member(WHO).signed(WHO, W), **papers))


T = Township()


def test_the_same_form_number_is_one_leave_filled_from_both_papers():
    bare = {
        "approver": "",
        "approver_level": "",
        "approved_at": None,
        "approved_at_precision": "",
        "reason": "",
        "form_no": "F1",
    }
    row = _one(
        ledger=[T.leave(WHO, MONDAY, TUESDAY, **bare)],
        approvals=[T.approval(WHO, *_whole(MONDAY, TUESDAY), form_no="F1", approver_level="2")],
    )
    assert (row["approver"], row["approved_at"], row["lacks_reason"]) == ("李国栋", "2023年11月5日08:30", False)
    assert (row["lacks_ledger_entry"], row["ledger_differs"], row["missing"]) == (False, False, "")


def test_without_a_form_number_the_same_days_are_one_leave():
    row = _one(
        ledger=[T.leave(WHO, MONDAY, TUESDAY)], approvals=[T.approval(WHO, *_whole(MONDAY, TUESDAY), form_no="F1")]
    )
    assert (row["calendar_days"], row["approver"]) == (2.0, "李国栋（镇党委书记）")


def test_one_form_with_other_days_is_a_ledger_that_differs():
    row = _one(
        ledger=[T.leave(WHO, MONDAY, FRIDAY, form_no="F1")],
        approvals=[T.approval(WHO, *_whole(MONDAY, TUESDAY), form_no="F1")],
    )
    assert (row["ledger_differs"], row["missing"]) == (True, "与审批单一致的台账")


def test_morning_and_afternoon_of_one_day_are_two_leaves_each_with_its_own_approval():
    spans = [(_at(MONDAY, 8, 30), _at(MONDAY, 12)), (_at(MONDAY, 14), _at(MONDAY, 17, 30))]
    times = [{"start": a, "end": b, "start_precision": "minute", "end_precision": "minute"} for a, b in spans]
    blank = {"approver": "", "approver_level": "", "approved_at": None}
    rows = _slips(
        _papers(
            Township().member(WHO),
            ledger=[T.leave(WHO, MONDAY, MONDAY) | blank | time for time in times],
            approvals=[T.approval(WHO, *span, approver=name) for span, name in zip(spans, ("甲", "乙"), strict=True)],
        )
    )
    assert [(r["start_half"], r["calendar_days"], r["approver"]) for r in rows] == [
        ("", 0.5, "甲"),
        ("下午", 0.5, "乙"),
    ]


@pytest.mark.parametrize("status", ["rejected", "cancelled", "pending"])
def test_a_request_that_was_not_granted_is_no_leave_even_in_the_ledger(status):
    t = Township().member(WHO).signed(WHO, [day for day in W if day != MONDAY])
    _papers(
        t,
        ledger=[T.leave(WHO, MONDAY, MONDAY)],
        approvals=[T.approval(WHO, *_whole(MONDAY, MONDAY), status=status)],
    )
    assert _slips(t) == []
    assert t.facts().tables["person_month"]["leave_days"].tolist() == [0]


def test_a_refused_request_made_again_and_granted_is_leave():
    row = _one(
        ledger=[T.leave(WHO, MONDAY, MONDAY)],
        approvals=[
            T.approval(WHO, *_whole(MONDAY, MONDAY), form_no="F1", status="rejected"),
            T.approval(WHO, *_whole(MONDAY, MONDAY), form_no="F2"),
        ],
    )
    assert row["leave_workdays"] == 1


def test_an_approval_that_is_not_in_the_ledger_lacks_its_entry():
    row = _one(approvals=[T.approval(WHO, *_whole(MONDAY, MONDAY))])
    assert (row["lacks_ledger_entry"], row["missing"]) == (True, "请销假台账登记")
    assert pd.isna(row["cancelled"])
    assert pd.isna(row["approver_level"])


def test_an_approval_lacks_no_entry_where_no_ledger_was_handed_in():
    t = Township().member(WHO).sheet("dingtalk_approvals", [T.approval(WHO, *_whole(MONDAY, MONDAY))], title="审批")
    row = _slip(t)
    assert pd.isna(row["lacks_ledger_entry"])
    assert row["missing"] == ""


def test_leave_named_only_in_the_punch_export_is_leave_of_which_nothing_more_is_known():
    span = _whole(MONDAY, TUESDAY)
    row = _one(exported=[(MONDAY, "事假", span), (TUESDAY, "事假", span)])
    assert (row["leave_type"], row["leave_workdays"]) == ("事假", 2)
    assert all(pd.isna(row[name]) for name in ("approver_level", "lacks_reason", "approval_delay_minutes", "cancelled"))


@pytest.mark.parametrize("kind", ["补卡申请", "加班"])
def test_repairs_and_overtime_in_the_punch_export_are_no_leave(kind):
    t = _papers(Township().member(WHO), exported=[(MONDAY, kind, _whole(MONDAY, MONDAY))])
    assert _slips(t) == []


@pytest.mark.parametrize(("counts_as", "kinds"), [("duty", ["duty"]), ("leave", ["leave"]), ("nothing", [])])
def test_the_conventions_say_what_a_trip_is(counts_as, kinds):
    t = Township().member(WHO).signed(WHO, W)
    trip = T.approval(WHO, *_whole(MONDAY, MONDAY), category="trip", leave_type="出差")
    _papers(t, approvals=[trip], exported=[(TUESDAY, "出差", _whole(TUESDAY, TUESDAY))])
    assert [row["kind"] for row in _slips(t, trip_counts_as=counts_as)] == kinds * 2


def _training(day: date, document: str) -> dict[str, object]:
    first, last = _whole(day, day)
    span = {"start": first, "start_precision": "day", "end": last, "end_precision": "day"}
    return {"person": WHO, "kind": "training", "kind_text": "培训", "document": document, "content": "业务", **span}


def test_an_approved_trip_documents_the_duty_registered_for_the_same_days():
    trip = T.approval(WHO, *_whole(MONDAY, MONDAY), category="trip", leave_type="出差")
    t = _papers(Township().member(WHO), duties=[_training(MONDAY, "")], approvals=[trip])
    assert [(row["kind"], row["lacks_proof"]) for row in _slips(t)] == [("duty", False)]
    assert t.facts().tables["person_month"]["duty_days"].tolist() == [1]


def test_a_duty_without_document_or_approval_lacks_its_proof():
    rows = _slips(_papers(Township().member(WHO), duties=[_training(MONDAY, ""), _training(TUESDAY, "通知")]))
    assert [(row["lacks_proof"], row["missing"]) for row in rows] == [(True, "佐证材料"), (False, "")]


def test_leave_over_new_year_is_split_at_neither_the_year_nor_the_holiday():
    first, last = date(2023, 12, 29), date(2024, 1, 3)
    t = Township().member(WHO)
    for period in ((date(2023, 12, 1), date(2023, 12, 31)), (date(2024, 1, 1), date(2024, 1, 31))):
        t.signed(WHO, [day for day in workdays(*period) if not first <= day <= last], month=period).ledgers(
            period=period, leaves=[T.leave(WHO, first, last)] if period[0].month == 12 else []
        )
    for month in ("2023-12", "2024-01"):
        row = _slip(t, month=month, as_of=date(2024, 3, 1))
        assert (row["start_on"], row["end_on"]) == (pd.Timestamp(first), pd.Timestamp(last))
        assert (row["calendar_days"], row["leave_workdays"]) == (6, 3)
    days = [
        t.facts(month, as_of=date(2024, 3, 1)).tables["person_month"].iloc[0]["leave_days"]
        for month in ("2023-12", "2024-01")
    ]
    assert days == [1, 2]


def test_leave_is_told_in_the_months_it_touches_only():
    t = Township().member(WHO)
    t.ledgers(
        leaves=[T.leave(WHO, date(2023, 10, 30), date(2023, 11, 1)), T.leave(WHO, date(2023, 12, 1), date(2023, 12, 1))]
    )
    assert [row["start_on"] for row in _slips(t)] == [pd.Timestamp(2023, 10, 30)]
    assert [row["start_on"] for row in _slips(t, month="2023-12")] == [pd.Timestamp(2023, 12, 1)]
    assert [row["start_on"] for row in _slips(t, month="2023-10")] == [pd.Timestamp(2023, 10, 30)]


def test_leave_on_friday_and_monday_leaves_the_weekend_free():
    monday = date(2023, 11, 13)
    t = Township().member(WHO).signed(WHO, [day for day in W if day not in (FRIDAY, monday)])
    t.ledgers(leaves=[T.leave(WHO, FRIDAY, FRIDAY), T.leave(WHO, monday, monday)])
    month = t.facts().tables["person_month"].iloc[0]
    assert (month["leave_days"], month["missed_sign_days"]) == (2, 0)
    assert [row["overstay_workdays"] for row in _slips(t)] == [0, 0]


DELAYS = [
    (_at(MONDAY, 14), "minute", _at(MONDAY, 8, 5), "minute", -355),
    (_at(MONDAY, 8), "minute", _at(MONDAY, 8, 5), "minute", 5),
    (_at(MONDAY, 8), "minute", _at(MONDAY, 8), "minute", 0),
    (_at(MONDAY, 0), "half", _at(MONDAY, 8, 5), "minute", -25),
    (_at(MONDAY, 12), "half", _at(MONDAY, 13, 30), "minute", -30),
    (_at(MONDAY, 12), "half", _at(MONDAY, 15), "minute", 60),
    (_at(MONDAY, 0), "day", _at(MONDAY, 18), "minute", 0),
    (_at(MONDAY, 14), "minute", _at(MONDAY, 0), "day", 0),
    (_at(MONDAY, 8), "minute", _at(TUESDAY, 0), "day", 1440),
    (_at(MONDAY, 0), "day", _at(TUESDAY, 0), "day", 1440),
]


@cache
def _delayed() -> dict[str, int]:
    t, slips = Township(), []
    for n, (start, precision, approved, how, _) in enumerate(DELAYS):
        moments = {"start": start, "start_precision": precision, "approved_at": approved, "approved_at_precision": how}
        slips.append(T.leave(f"队员{n}", MONDAY, MONDAY) | moments)
        t.member(f"队员{n}")
    return {row["person"]: row["approval_delay_minutes"] for row in _slips(t.ledgers(leaves=slips))}


@pytest.mark.parametrize(("case", "minutes"), [(n, case[-1]) for n, case in enumerate(DELAYS)])
def test_approval_is_late_by_the_minute_or_by_the_day_where_only_days_are_known(case, minutes):
    assert _delayed()[f"队员{case}"] == minutes


def test_a_request_made_after_leaving_is_told():
    late = {"applied_at": pd.Timestamp(TUESDAY), "applied_at_precision": "day"}
    assert _one(ledger=[T.leave(WHO, MONDAY, TUESDAY, **late)])["applied_late"]
    assert not _one(ledger=[T.leave(WHO, MONDAY, TUESDAY)])["applied_late"]
    assert pd.isna(_one(ledger=[T.leave(WHO, MONDAY, TUESDAY, applied_at=None)])["applied_late"])


def test_who_approved_is_told_by_level():
    cases = {
        "林晓峰": ("李国栋（镇党委书记）", "2", "乡镇", False),
        "吴桐": ("李国栋", "", "", False),
        "贺军": ("", "", "无审批人", False),
        "何晓峰": ("何晓峰（第一书记）", "1", "工作队或村", True),
    }
    t, slips = Township(), []
    for person, (approver, level, *_) in cases.items():
        slips.append(T.leave(person, MONDAY, MONDAY, approver=approver, approver_level=level))
        t.member(person)
    rows = {row["person"]: row for row in _slips(t.ledgers(leaves=slips))}
    told = {person: (row["approver_level_title"], row["self_approved"]) for person, row in rows.items()}
    assert told == {person: tuple(case[2:]) for person, case in cases.items()}


def _blank(day: date) -> dict[str, object]:
    return T.leave(WHO, day, day, approver="", approver_level="", approved_at=None, form_no="F1")


def test_blank_fields_of_a_leave_with_a_form_number_are_unknown_without_that_months_approvals():
    row = _one(ledger=[_blank(MONDAY)])
    assert pd.isna(row["approver_level"])
    october = T.approval(WHO, *_whole(date(2023, 10, 16), date(2023, 10, 16)), form_no="F0")
    trip = T.approval("吴桐", *_whole(FRIDAY, FRIDAY), category="trip", leave_type="出差")
    t = _papers(Township().member(WHO).member("吴桐"), ledger=[_blank(MONDAY)], approvals=[october, trip])
    (row,) = [row for row in _slips(t) if row["kind"] == "leave"]
    assert pd.isna(row["approver_level"])


def test_blank_fields_are_blank_where_the_months_approvals_were_handed_in():
    others = T.approval("吴桐", *_whole(FRIDAY, FRIDAY), form_no="F9")
    t = _papers(Township().member(WHO).member("吴桐"), ledger=[_blank(MONDAY)], approvals=[others])
    (row,) = [row for row in _slips(t) if row["person"] == WHO]
    assert row["approver_level"] == 0


def test_what_the_paper_lacks_is_named():
    row = _one(ledger=[T.leave(WHO, MONDAY, TUESDAY, leave_type="病假", reason="", approved_at=None)])
    assert row["missing"] == "请假事由、审批时间、佐证材料"
    assert row["is_urgent"]


def test_a_short_sick_leave_needs_no_proof_and_a_named_proof_is_one():
    assert not _one(ledger=[T.leave(WHO, MONDAY, MONDAY, leave_type="病假")])["lacks_proof"]
    assert not _one(ledger=[T.leave(WHO, MONDAY, TUESDAY, leave_type="病假", proof="诊断证明")])["lacks_proof"]


def test_a_ledger_without_a_column_for_reasons_lacks_none():
    t = Township().member(WHO)
    t.sheet(
        "leave_ledger",
        [T.leave(WHO, MONDAY, MONDAY, reason="")],
        title="青禾镇台账",
        period=NOVEMBER,
        missing=("reason",),
    )
    assert pd.isna(_slip(t)["lacks_reason"])


def test_overstaying_is_counted_in_workdays_to_the_day_of_return():
    gone = [date(2023, 11, day) for day in (9, 10, 13, 14)]
    kept = [day for day in W if day not in gone]
    t = Township().member(WHO).signed(WHO, kept).punched(WHO, kept).logged(WHO, kept)
    t.ledgers(leaves=[T.leave(WHO, gone[0], gone[1], cancelled_on=None)])
    row = _slip(t)
    assert (row["overstay_workdays"], row["returned_on"]) == (2, pd.Timestamp(2023, 11, 15))
    assert (row["cancelled"], row["workdays_since_end"]) == (False, 41)


def test_an_extension_is_no_overstay():
    gone = [date(2023, 11, day) for day in (9, 10, 13, 14)]
    kept = [day for day in W if day not in gone]
    t = Township().member(WHO).signed(WHO, kept).punched(WHO, kept).logged(WHO, kept)
    t.ledgers(leaves=[T.leave(WHO, gone[0], gone[1]), T.leave(WHO, gone[2], gone[3])])
    assert [row["overstay_workdays"] for row in _slips(t)] == [0, 0]


def test_whether_he_overstayed_is_not_known_without_the_records():
    t = Township().member(WHO)
    t.ledgers(leaves=[T.leave(WHO, MONDAY, TUESDAY)])
    assert pd.isna(_slip(t)["overstay_workdays"])


def test_records_on_days_of_full_leave_are_counted_by_source():
    t = Township().member(WHO).signed(WHO, W).punched(WHO, [day for day in W if day != TUESDAY]).logged(WHO, [])
    t.ledgers(leaves=[T.leave(WHO, MONDAY, TUESDAY), _half(FRIDAY)])
    rows = {row["start_on"].date(): row for row in _slips(t)}
    assert (rows[MONDAY]["record_days"], rows[MONDAY]["record_sources"]) == (2, "签到、打卡")
    assert (rows[FRIDAY]["record_days"], rows[FRIDAY]["record_sources"]) == (0, "")


def _half(day: date) -> dict[str, object]:
    span = {"start": _at(day, 12), "end": _at(day, 23, 59), "start_precision": "half", "end_precision": "half"}
    return T.leave(WHO, day, day) | span


def test_a_leave_taken_back_before_it_began_is_none():
    t = Township().member(WHO).signed(WHO, W)
    t.ledgers(leaves=[T.leave(WHO, MONDAY, TUESDAY, cancelled_on=pd.Timestamp(2023, 11, 3))])
    month = t.facts().tables["person_month"].iloc[0]
    assert (month["leave_days"], month["present_days"]) == (0, 22)


def test_the_village_of_a_slip_is_that_of_the_posting_it_fell_in():
    t = Township().member(WHO, left=date(2023, 11, 8)).member(WHO, village="柳湾村", arrived=date(2023, 11, 9))
    t.ledgers(leaves=[T.leave(WHO, MONDAY, TUESDAY), T.leave(WHO, FRIDAY, FRIDAY)])
    assert [row["village"] for row in _slips(t)] == [VILLAGE, "柳湾村"]


def test_a_leave_entered_in_two_months_ledgers_is_one_with_what_either_says():
    october = (date(2023, 10, 1), date(2023, 10, 31))
    span = (date(2023, 10, 30), date(2023, 11, 1))
    t = Township().member(WHO).ledgers(leaves=[T.leave(WHO, *span)])
    open_entry = T.leave(WHO, *span, cancelled_on=None, approver="", approver_level="")
    t.ledgers(leaves=[open_entry], period=october)
    row = _slip(t)
    assert (row["cancelled"], row["approver_level"], row["leave_workdays"]) == (True, 2, 3)


def test_an_approval_exported_twice_is_one():
    asked = T.approval(WHO, *_whole(MONDAY, TUESDAY), form_no="F1")
    t = Township().member(WHO).ledgers(leaves=[T.leave(WHO, MONDAY, TUESDAY)])
    for _ in range(2):
        t.sheet("dingtalk_approvals", [asked], title="审批记录")
    assert (_slip(t)["lacks_ledger_entry"], _slip(t)["missing"]) == (False, "")


def test_a_duty_registered_in_two_sheets_is_one():
    t = Township().member(WHO).ledgers(duties=[_training(MONDAY, "")]).ledgers(duties=[_training(MONDAY, "通知")])
    assert (_slip(t)["lacks_proof"], _slip(t)["missing"]) == (False, "")
