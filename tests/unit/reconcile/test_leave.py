"""Leave and duty: one slip per absence from several papers, its length, its approval, its return, its papers."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache, cached_property
from itertools import count

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


class Case:
    """One member of a township that many cases share, with papers of his own."""

    def __init__(self, shared: "Cases", person: str) -> None:
        self.shared, self.person = shared, person

    def slips(self, **options) -> list[dict]:
        return [row for row in _slips(self.shared.township, **options) if row["person"] == self.person]

    def slip(self, **options) -> dict:
        (row,) = self.slips(**options)
        return row

    def month(self) -> dict:
        table = self.shared.township.facts().tables["person_month"]
        (row,) = table[table["person"] == self.person].to_dict("records")
        return row


class Cases:
    """Cases that are reconciled together: each is a member of his own, with form numbers of his own."""

    def __init__(self) -> None:
        self.numbers, self.made = count(1), Township()
        self.ledger, self.approvals, self.duties, self.exported = ([] for _ in range(4))

    def add(self, *, ledger=(), approvals=(), duties=(), exported=(), signed=None) -> Case:
        person = f"队员{next(self.numbers):02}"
        self.made.member(person)
        self.ledger += _of(person, "person", ledger)
        self.approvals += _of(person, "applicant", approvals)
        self.duties += _of(person, "person", duties)
        self.exported += [
            {"person": person, "date": day, "approvals": ((kind, *span, None, ""),)} for day, kind, span in exported
        ]
        if signed is not None:
            self.made.signed(person, signed)
        return Case(self, person)

    @cached_property
    def township(self) -> Township:
        """Hand in the papers of all cases: from now on there is none to add."""
        return _papers(
            self.made, ledger=self.ledger, approvals=self.approvals, duties=self.duties, exported=self.exported
        )


def _of(person: str, column: str, rows: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    forms = [f"{person}{row['form_no']}" if row.get("form_no") else "" for row in rows]
    return [{**row, column: person, "form_no": form} for row, form in zip(rows, forms, strict=True)]


def _papers(t: Township, *, ledger=(), approvals=(), duties=(), exported=()) -> Township:
    """Hand in a leave ledger and, where any are given, approvals and approvals named in the punch export."""
    t.ledgers(leaves=ledger, duties=duties)
    if approvals:
        t.sheet("dingtalk_approvals", approvals, title="审批记录")
    if exported:
        t.sheet("dingtalk_daily", exported, title="每日统计", period=NOVEMBER)
    return t


def _slips(t: Township, **options) -> list[dict]:
    return t.facts(**options).tables["leave_slip"].to_dict("records")


def _slip(t: Township, **options) -> dict:
    (row,) = _slips(t, **options)
    return row


T = Township()
LEDGER = Cases()
"""Ledgers, and what the punch export names; no approvals were handed in."""
BOTH = Cases()
"""Ledgers and the month's approvals."""

BARE = {
    "approver": "",
    "approver_level": "",
    "approved_at": None,
    "approved_at_precision": "",
    "reason": "",
    "form_no": "F1",
}
SAME_FORM = BOTH.add(
    ledger=[T.leave(WHO, MONDAY, TUESDAY, **BARE)],
    approvals=[T.approval(WHO, *_whole(MONDAY, TUESDAY), form_no="F1", approver_level="2")],
)


def test_the_same_form_number_is_one_leave_filled_from_both_papers():
    row = SAME_FORM.slip()
    assert (row["approver"], row["approved_at"], row["lacks_reason"]) == ("李国栋", "2023年11月5日08:30", False)
    assert (row["lacks_ledger_entry"], row["ledger_differs"], row["missing"]) == (False, False, "")


SAME_DAYS = BOTH.add(
    ledger=[T.leave(WHO, MONDAY, TUESDAY)], approvals=[T.approval(WHO, *_whole(MONDAY, TUESDAY), form_no="F1")]
)


def test_without_a_form_number_the_same_days_are_one_leave():
    row = SAME_DAYS.slip()
    assert (row["calendar_days"], row["approver"]) == (2.0, "李国栋（镇党委书记）")


OTHER_DAYS = BOTH.add(
    ledger=[T.leave(WHO, MONDAY, FRIDAY, form_no="F1")],
    approvals=[T.approval(WHO, *_whole(MONDAY, TUESDAY), form_no="F1")],
)


def test_one_form_with_other_days_is_a_ledger_that_differs():
    row = OTHER_DAYS.slip()
    assert (row["ledger_differs"], row["missing"]) == (True, "与审批单一致的台账")


def _two_halves() -> Case:
    spans = [(_at(MONDAY, 8, 30), _at(MONDAY, 12)), (_at(MONDAY, 14), _at(MONDAY, 17, 30))]
    times = [{"start": a, "end": b, "start_precision": "minute", "end_precision": "minute"} for a, b in spans]
    blank = {"approver": "", "approver_level": "", "approved_at": None}
    return BOTH.add(
        ledger=[T.leave(WHO, MONDAY, MONDAY) | blank | time for time in times],
        approvals=[T.approval(WHO, *span, approver=name) for span, name in zip(spans, ("甲", "乙"), strict=True)],
    )


TWO_HALVES = _two_halves()


def test_morning_and_afternoon_of_one_day_are_two_leaves_each_with_its_own_approval():
    assert [(r["start_half"], r["calendar_days"], r["approver"]) for r in TWO_HALVES.slips()] == [
        ("", 0.5, "甲"),
        ("下午", 0.5, "乙"),
    ]


NOT_GRANTED = {
    status: BOTH.add(
        ledger=[T.leave(WHO, MONDAY, MONDAY)],
        approvals=[T.approval(WHO, *_whole(MONDAY, MONDAY), status=status)],
        signed=[day for day in W if day != MONDAY],
    )
    for status in ("rejected", "cancelled", "pending")
}


@pytest.mark.parametrize("status", ["rejected", "cancelled", "pending"])
def test_a_request_that_was_not_granted_is_no_leave_even_in_the_ledger(status):
    assert NOT_GRANTED[status].slips() == []
    assert NOT_GRANTED[status].month()["leave_days"] == 0


MADE_AGAIN = BOTH.add(
    ledger=[T.leave(WHO, MONDAY, MONDAY)],
    approvals=[
        T.approval(WHO, *_whole(MONDAY, MONDAY), form_no="F1", status="rejected"),
        T.approval(WHO, *_whole(MONDAY, MONDAY), form_no="F2"),
    ],
)


def test_a_refused_request_made_again_and_granted_is_leave():
    assert MADE_AGAIN.slip()["leave_workdays"] == 1


UNREGISTERED = BOTH.add(approvals=[T.approval(WHO, *_whole(MONDAY, MONDAY))])


def test_an_approval_that_is_not_in_the_ledger_lacks_its_entry():
    row = UNREGISTERED.slip()
    assert (row["lacks_ledger_entry"], row["missing"]) == (True, "请销假台账登记")
    assert pd.isna(row["cancelled"])
    assert pd.isna(row["approver_level"])


def test_an_approval_lacks_no_entry_where_no_ledger_was_handed_in():
    t = Township().member(WHO).sheet("dingtalk_approvals", [T.approval(WHO, *_whole(MONDAY, MONDAY))], title="审批")
    row = _slip(t)
    assert pd.isna(row["lacks_ledger_entry"])
    assert row["missing"] == ""


NAMED_ONLY = LEDGER.add(exported=[(day, "事假", _whole(MONDAY, TUESDAY)) for day in (MONDAY, TUESDAY)], signed=W)


def test_leave_named_only_in_the_punch_export_is_leave_of_which_nothing_more_is_known():
    row = NAMED_ONLY.slip()
    assert (row["leave_type"], row["leave_workdays"]) == ("事假", 2)
    assert all(pd.isna(row[name]) for name in ("approver_level", "lacks_reason", "approval_delay_minutes", "cancelled"))


NO_LEAVE = {kind: LEDGER.add(exported=[(MONDAY, kind, _whole(MONDAY, MONDAY))]) for kind in ("补卡申请", "加班")}


@pytest.mark.parametrize("kind", ["补卡申请", "加班"])
def test_repairs_and_overtime_in_the_punch_export_are_no_leave(kind):
    assert NO_LEAVE[kind].slips() == []


A_TRIP = T.approval(WHO, *_whole(MONDAY, MONDAY), category="trip", leave_type="出差")
ON_TRIPS = BOTH.add(approvals=[A_TRIP], exported=[(TUESDAY, "出差", _whole(TUESDAY, TUESDAY))], signed=W)


@pytest.mark.parametrize(("counts_as", "kinds"), [("duty", ["duty"]), ("leave", ["leave"]), ("nothing", [])])
def test_the_conventions_say_what_a_trip_is(counts_as, kinds):
    assert [row["kind"] for row in ON_TRIPS.slips(trip_counts_as=counts_as)] == kinds * 2


def _training(day: date, document: str) -> dict[str, object]:
    first, last = _whole(day, day)
    span = {"start": first, "start_precision": "day", "end": last, "end_precision": "day"}
    return {"person": WHO, "kind": "training", "kind_text": "培训", "document": document, "content": "业务", **span}


DOCUMENTED = BOTH.add(duties=[_training(MONDAY, "")], approvals=[A_TRIP])


def test_an_approved_trip_documents_the_duty_registered_for_the_same_days():
    assert [(row["kind"], row["lacks_proof"]) for row in DOCUMENTED.slips()] == [("duty", False)]
    assert DOCUMENTED.month()["duty_days"] == 1


ONE_BARE = LEDGER.add(duties=[_training(MONDAY, ""), _training(TUESDAY, "通知")])


def test_a_duty_without_document_or_approval_lacks_its_proof():
    assert [(row["lacks_proof"], row["missing"]) for row in ONE_BARE.slips()] == [(True, "佐证材料"), (False, "")]


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


MONTHS = LEDGER.add(
    ledger=[T.leave(WHO, date(2023, 10, 30), date(2023, 11, 1)), T.leave(WHO, date(2023, 12, 1), date(2023, 12, 1))]
)


def test_leave_is_told_in_the_months_it_touches_only():
    assert [row["start_on"] for row in MONTHS.slips()] == [pd.Timestamp(2023, 10, 30)]
    assert [row["start_on"] for row in MONTHS.slips(month="2023-12")] == [pd.Timestamp(2023, 12, 1)]
    assert [row["start_on"] for row in MONTHS.slips(month="2023-10")] == [pd.Timestamp(2023, 10, 30)]


def _around_a_weekend() -> Case:
    monday = date(2023, 11, 13)
    return LEDGER.add(
        ledger=[T.leave(WHO, FRIDAY, FRIDAY), T.leave(WHO, monday, monday)],
        signed=[day for day in W if day not in (FRIDAY, monday)],
    )


AROUND_A_WEEKEND = _around_a_weekend()


def test_leave_on_friday_and_monday_leaves_the_weekend_free():
    month = AROUND_A_WEEKEND.month()
    assert (month["leave_days"], month["missed_sign_days"]) == (2, 0)
    assert [row["overstay_workdays"] for row in AROUND_A_WEEKEND.slips()] == [0, 0]


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


def _delayed(start: pd.Timestamp, precision: str, approved: pd.Timestamp, how: str, _: int) -> Case:
    moments = {"start": start, "start_precision": precision, "approved_at": approved, "approved_at_precision": how}
    return LEDGER.add(ledger=[T.leave(WHO, MONDAY, MONDAY) | moments])


DELAYED = [_delayed(*case) for case in DELAYS]


@pytest.mark.parametrize(("case", "minutes"), [(n, case[-1]) for n, case in enumerate(DELAYS)])
def test_approval_is_late_by_the_minute_or_by_the_day_where_only_days_are_known(case, minutes):
    assert DELAYED[case].slip()["approval_delay_minutes"] == minutes


LATE = {"applied_at": pd.Timestamp(TUESDAY), "applied_at_precision": "day"}
ASKED_LATE = LEDGER.add(ledger=[T.leave(WHO, MONDAY, TUESDAY, **LATE)])
ASKED = LEDGER.add(ledger=[T.leave(WHO, MONDAY, TUESDAY)])
ASKED_WHENEVER = LEDGER.add(ledger=[T.leave(WHO, MONDAY, TUESDAY, applied_at=None)])


def test_a_request_made_after_leaving_is_told():
    assert ASKED_LATE.slip()["applied_late"]
    assert not ASKED.slip()["applied_late"]
    assert pd.isna(ASKED_WHENEVER.slip()["applied_late"])


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


BLANK = T.leave(WHO, MONDAY, MONDAY, approver="", approver_level="", approved_at=None, form_no="F1")
BLANK_WITHOUT = LEDGER.add(ledger=[BLANK])
BLANK_WITH = BOTH.add(ledger=[BLANK])


def test_blank_fields_of_a_leave_with_a_form_number_are_unknown_without_that_months_approvals():
    assert pd.isna(BLANK_WITHOUT.slip()["approver_level"])
    october = T.approval(WHO, *_whole(date(2023, 10, 16), date(2023, 10, 16)), form_no="F0")
    trip = T.approval("吴桐", *_whole(FRIDAY, FRIDAY), category="trip", leave_type="出差")
    t = _papers(Township().member(WHO).member("吴桐"), ledger=[BLANK], approvals=[october, trip])
    (row,) = [row for row in _slips(t) if row["kind"] == "leave"]
    assert pd.isna(row["approver_level"])


def test_blank_fields_are_blank_where_the_months_approvals_were_handed_in():
    assert BLANK_WITH.slip()["approver_level"] == 0


LACKING = LEDGER.add(ledger=[T.leave(WHO, MONDAY, TUESDAY, leave_type="病假", reason="", approved_at=None)])


def test_what_the_paper_lacks_is_named():
    row = LACKING.slip()
    assert row["missing"] == "请假事由、审批时间、佐证材料"
    assert row["is_urgent"]


SHORT_SICK = LEDGER.add(ledger=[T.leave(WHO, MONDAY, MONDAY, leave_type="病假")])
PROVEN_SICK = LEDGER.add(ledger=[T.leave(WHO, MONDAY, TUESDAY, leave_type="病假", proof="诊断证明")])


def test_a_short_sick_leave_needs_no_proof_and_a_named_proof_is_one():
    assert not SHORT_SICK.slip()["lacks_proof"]
    assert not PROVEN_SICK.slip()["lacks_proof"]


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


def _half(day: date) -> dict[str, object]:
    span = {"start": _at(day, 12), "end": _at(day, 23, 59), "start_precision": "half", "end_precision": "half"}
    return T.leave(WHO, day, day) | span


@cache
def _with_records() -> Township:
    """Three members with all records: one stays away after his leave, one had it extended, one comes on leave."""
    gone = [date(2023, 11, day) for day in (9, 10, 13, 14)]
    kept = [day for day in W if day not in gone]
    t = Township()
    for person in ("林晓峰", "吴桐"):
        t.member(person).signed(person, kept).punched(person, kept).logged(person, kept)
    t.member("贺军").signed("贺军", W).punched("贺军", [day for day in W if day != TUESDAY]).logged("贺军", [])
    away = [T.leave("林晓峰", gone[0], gone[1], cancelled_on=None)]
    extended = [T.leave("吴桐", gone[0], gone[1]), T.leave("吴桐", gone[2], gone[3])]
    seen = [{**row, "person": "贺军"} for row in (T.leave(WHO, MONDAY, TUESDAY), _half(FRIDAY))]
    return t.ledgers(leaves=[*away, *extended, *seen])


def _with_records_of(person: str) -> list[dict]:
    return [row for row in _slips(_with_records()) if row["person"] == person]


def test_overstaying_is_counted_in_workdays_to_the_day_of_return():
    (row,) = _with_records_of("林晓峰")
    assert (row["overstay_workdays"], row["returned_on"]) == (2, pd.Timestamp(2023, 11, 15))
    assert (row["cancelled"], row["workdays_since_end"]) == (False, 41)


def test_an_extension_is_no_overstay():
    assert [row["overstay_workdays"] for row in _with_records_of("吴桐")] == [0, 0]


def test_whether_he_overstayed_is_not_known_without_the_records():
    assert pd.isna(ASKED.slip()["overstay_workdays"])


def test_records_on_days_of_full_leave_are_counted_by_source():
    rows = {row["start_on"].date(): row for row in _with_records_of("贺军")}
    assert (rows[MONDAY]["record_days"], rows[MONDAY]["record_sources"]) == (2, "签到、打卡")
    assert (rows[FRIDAY]["record_days"], rows[FRIDAY]["record_sources"]) == (0, "")


TAKEN_BACK = LEDGER.add(ledger=[T.leave(WHO, MONDAY, TUESDAY, cancelled_on=pd.Timestamp(2023, 11, 3))], signed=W)


def test_a_leave_taken_back_before_it_began_is_none():
    month = TAKEN_BACK.month()
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


def _exported_twice() -> Case:
    asked = T.approval(WHO, *_whole(MONDAY, TUESDAY), form_no="F1")
    case = BOTH.add(ledger=[T.leave(WHO, MONDAY, TUESDAY)], approvals=[asked])
    BOTH.made.sheet("dingtalk_approvals", _of(case.person, "applicant", [asked]), title="审批记录")
    return case


EXPORTED_TWICE = _exported_twice()


def test_an_approval_exported_twice_is_one():
    row = EXPORTED_TWICE.slip()
    assert (row["lacks_ledger_entry"], row["missing"]) == (False, "")


def _registered_twice() -> Case:
    case = LEDGER.add(duties=[_training(MONDAY, "")])
    again = _of(case.person, "person", [_training(MONDAY, "通知")])
    LEDGER.made.sheet("duty_records", again, title="青禾镇公务培训台账", period=NOVEMBER)
    return case


REGISTERED_TWICE = _registered_twice()


def test_a_duty_registered_in_two_sheets_is_one():
    row = REGISTERED_TWICE.slip()
    assert (row["lacks_proof"], row["missing"]) == (False, "")
