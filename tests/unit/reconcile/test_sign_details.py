"""Electronic sign-in books, signs by another hand, nights in the book, and when a sign was entered."""

from datetime import date, timedelta

import pandas as pd
from township import NOVEMBER, VILLAGE, Township, workdays

from audit.reconcile.sign_details import batches

W = workdays()
MONDAY, TUESDAY = date(2023, 11, 6), date(2023, 11, 7)


def sign(day: date, *, at: pd.Timestamp | None = None, **more) -> dict[str, object]:
    entered = at or pd.Timestamp(day) + timedelta(hours=8, minutes=26)
    return {"person": "林晓峰", "village": VILLAGE, "date": day, "recorded_at": entered, "entry": "own", **more}


def book(*rows: dict[str, object]) -> Township:
    t = Township().member("林晓峰").punched("林晓峰", W).ledgers()
    return t.sheet("sign_in_records", rows, title="青禾镇电子签到记录", period=NOVEMBER)


def month_of(t: Township) -> dict[str, object]:
    (row,) = t.facts().tables["person_month"].to_dict("records")
    return row


def test_a_day_without_a_row_in_an_electronic_book_is_a_day_without_a_sign():
    t = book(*(sign(day) for day in W if day != MONDAY), sign(MONDAY, half="morning"))
    days = t.facts().tables["person_day"].set_index("date")
    assert days.loc[pd.Timestamp(MONDAY), "signed_half_days"] == 1
    assert days.loc[pd.Timestamp("2023-11-04"), "signed_half_days"] == 0
    assert month_of(t)["present_days"] == len(W) - 0.5
    halves = book(sign(TUESDAY, half="morning"), sign(TUESDAY, half="afternoon"))
    assert halves.facts().tables["person_day"].set_index("date").loc[pd.Timestamp(TUESDAY), "signed_half_days"] == 2
    assert halves.facts().records["sign_ins"]["cell"].str.len().min() > 0


def test_signs_entered_early_late_and_in_one_go_are_counted():
    late = pd.Timestamp("2023-11-30 09:00")
    rows = [
        sign(W[0], at=pd.Timestamp("2023-10-31 09:00")),
        *(sign(day, at=late + timedelta(minutes=n)) for n, day in enumerate(W[1:6])),
    ]
    month = month_of(book(*rows, *(sign(day) for day in W[6:])))
    assert (month["signs_timed"], month["early_signs"], month["late_signs"], month["batch_signs"]) == (True, 1, 5, 5)


def test_a_paper_book_typed_in_at_the_month_s_end_is_neither_late_nor_a_batch():
    month = month_of(book(*(sign(day, at=pd.Timestamp("2023-11-30 09:00"), entry="typed") for day in W)))
    assert (month["late_signs"], month["batch_signs"] is pd.NA or pd.isna(month["batch_signs"])) == (0, True)


def test_another_hand_is_told_by_the_signer_by_a_remark_and_by_the_mark():
    rows = [sign(day) for day in W[2:]]
    month = month_of(
        book(*rows, sign(W[0], signed_by="吴桐"), sign(W[1], remark="由支书代签"), sign(W[2], signed_by="林晓峰"))
    )
    assert (month["proxy_signs"], month["doubtful_sign_days"]) == (2, 2)
    t = Township().member("林晓峰").signed("林晓峰", W).ledgers()
    for row in t.rows["sign_in_grid"]:
        row |= {"mark": "√代"} if row["date"] == MONDAY else {}
        row["remark"] = "7日由支书代签"
    days = t.facts().tables["person_day"]
    assert days.loc[days["proxy_sign"], "date"].dt.day.tolist() == [6, 7]


def test_nights_stand_in_the_book_of_a_village_that_marks_them():
    month = month_of(book(*(sign(day, night=day.day % 2 == 0) for day in W)))
    assert (month["nights_told"], month["nights"]) == (True, sum(day.day % 2 == 0 for day in W))
    t = Township().member("林晓峰").signed("林晓峰", W).ledgers()
    assert not month_of(t)["nights_told"]
    marked = Township().member("林晓峰").signed("林晓峰", W).ledgers()
    marked.rows["sign_in_grid"][5]["mark"] = "√宿"
    assert (month_of(marked)["nights_told"], month_of(marked)["nights"]) == (True, 1)


def test_a_full_day_of_duty_elsewhere_and_a_full_sign_contradict_and_half_a_day_does_not():
    def duty(day: date, hours: float) -> dict[str, object]:
        start = pd.Timestamp(day)
        return {
            "person": "林晓峰", "kind": "training", "kind_text": "培训", "start": start, "start_precision": "day",
            "end": start + timedelta(hours=hours), "end_precision": "day", "document": "通知",
        }  # fmt: skip

    t = Township().member("林晓峰").signed("林晓峰", W).ledgers(duties=[duty(MONDAY, 23.9), duty(TUESDAY, 12)])
    days = t.facts().tables["person_day"]
    assert days.loc[days["duty_sign"], "date"].dt.day.tolist() == [6]


def test_a_batch_is_the_different_days_entered_within_the_minutes():
    entered = pd.to_datetime(["2023-11-30 09:00", "2023-11-30 09:04", "2023-11-30 09:10", "2023-11-30 09:11", None])
    dates = pd.to_datetime(["2023-11-01", "2023-11-02", "2023-11-02", "2023-11-03", "2023-11-04"])
    sizes = batches(pd.Series(["林"] * 5), pd.Series(dates), pd.Series(entered), 10)
    assert sizes.tolist()[:4] == [2, 2, 2, 1]
    assert pd.isna(sizes.iloc[4])
