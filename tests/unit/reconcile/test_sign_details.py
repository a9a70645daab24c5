"""Electronic sign-in books, signs by another hand, nights in the book, and when a sign was entered."""

from datetime import date, timedelta
from functools import cache

import pandas as pd
from township import NOVEMBER, VILLAGE, Township, workdays

from audit.reconcile.sign_details import batches

W = workdays()
MONDAY, TUESDAY = date(2023, 11, 6), date(2023, 11, 7)


def sign(day: date, *, at: pd.Timestamp | None = None, **more) -> dict[str, object]:
    entered = at or pd.Timestamp(day) + timedelta(hours=8, minutes=26)
    return {"village": VILLAGE, "date": day, "recorded_at": entered, "entry": "own", **more}


def duty(person: str, day: date, hours: float) -> dict[str, object]:
    start = pd.Timestamp(day)
    return {
        "person": person, "kind": "training", "kind_text": "培训", "start": start, "start_precision": "day",
        "end": start + timedelta(hours=hours), "end_precision": "day", "document": "通知",
    }  # fmt: skip


LATE = pd.Timestamp("2023-11-30 09:00")
BOOKS = {
    "林晓峰": [*(sign(day) for day in W if day != MONDAY), sign(MONDAY, half="morning")],
    "吴桐": [sign(TUESDAY, half="morning"), sign(TUESDAY, half="afternoon")],
    "何敏": [
        sign(W[0], at=pd.Timestamp("2023-10-31 09:00")),
        *(sign(day, at=LATE + timedelta(minutes=n)) for n, day in enumerate(W[1:6])),
        *(sign(day) for day in W[6:]),
    ],
    "方毅": [sign(day, at=LATE, entry="typed") for day in W],
    "许静": [
        *(sign(day) for day in W[2:]),
        sign(W[0], signed_by="吴桐"),
        sign(W[1], remark="由支书代签"),
        sign(W[2], signed_by="许静"),
    ],
    "周岚": [sign(day, night=day.day % 2 == 0) for day in W],
}


@cache
def book() -> Township:
    """An electronic book in which each member signs in his own way."""
    t = Township()
    for person in BOOKS:
        t.member(person).punched(person, W)
    rows = [row | {"person": person} for person, signs in BOOKS.items() for row in signs]
    return t.ledgers().sheet("sign_in_records", rows, title="青禾镇电子签到记录", period=NOVEMBER)


@cache
def paper() -> Township:
    """Books on paper: one with marks and a remark about another hand, one with a night, two with neither."""
    t = Township()
    for person, village in {"林晓峰": "代签村", "吴桐": "夜宿村", "何敏": "平常村", "方毅": "公务村"}.items():
        t.member(person, village=village).signed(person, W, village=village)
    rows = {person: [row for row in t.rows["sign_in_grid"] if row["person"] == person] for person in ("林晓峰", "吴桐")}
    for row in rows["林晓峰"]:
        row |= {"mark": "√代"} if row["date"] == MONDAY else {}
        row["remark"] = "7日由支书代签"
    rows["吴桐"][5]["mark"] = "√宿"
    return t.ledgers(duties=[duty("方毅", MONDAY, 23.9), duty("方毅", TUESDAY, 12)])


def month_of(t: Township, person: str) -> dict[str, object]:
    (row,) = rows_of(t, person, "person_month").to_dict("records")
    return row


def rows_of(t: Township, person: str, table: str = "person_day") -> pd.DataFrame:
    rows = t.facts().tables[table]
    return rows[rows["person"] == person]


def test_a_day_without_a_row_in_an_electronic_book_is_a_day_without_a_sign():
    days = rows_of(book(), "林晓峰").set_index("date")
    assert days.loc[pd.Timestamp(MONDAY), "signed_half_days"] == 1
    assert days.loc[pd.Timestamp("2023-11-04"), "signed_half_days"] == 0
    assert month_of(book(), "林晓峰")["present_days"] == len(W) - 0.5
    halves = rows_of(book(), "吴桐").set_index("date")
    assert halves.loc[pd.Timestamp(TUESDAY), "signed_half_days"] == 2
    assert book().facts().records["sign_ins"]["cell"].str.len().min() > 0


def test_signs_entered_early_late_and_in_one_go_are_counted():
    month = month_of(book(), "何敏")
    assert (month["signs_timed"], month["early_signs"], month["late_signs"], month["batch_signs"]) == (True, 1, 5, 5)


def test_a_paper_book_typed_in_at_the_month_s_end_is_neither_late_nor_a_batch():
    month = month_of(book(), "方毅")
    assert (month["late_signs"], month["batch_signs"] is pd.NA or pd.isna(month["batch_signs"])) == (0, True)


def test_another_hand_is_told_by_the_signer_by_a_remark_and_by_the_mark():
    month = month_of(book(), "许静")
    assert (month["proxy_signs"], month["doubtful_sign_days"]) == (2, 2)
    days = rows_of(paper(), "林晓峰")
    assert days.loc[days["proxy_sign"], "date"].dt.day.tolist() == [6, 7]


def test_nights_stand_in_the_book_of_a_village_that_marks_them():
    month = month_of(book(), "周岚")
    assert (month["nights_told"], month["nights"]) == (True, sum(day.day % 2 == 0 for day in W))
    assert not month_of(paper(), "何敏")["nights_told"]
    marked = month_of(paper(), "吴桐")
    assert (marked["nights_told"], marked["nights"]) == (True, 1)


def test_a_full_day_of_duty_elsewhere_and_a_full_sign_contradict_and_half_a_day_does_not():
    days = rows_of(paper(), "方毅")
    assert days.loc[days["duty_sign"], "date"].dt.day.tolist() == [6]


def test_a_batch_is_the_different_days_entered_within_the_minutes():
    entered = pd.to_datetime(["2023-11-30 09:00", "2023-11-30 09:04", "2023-11-30 09:10", "2023-11-30 09:11", None])
    dates = pd.to_datetime(["2023-11-01", "2023-11-02", "2023-11-02", "2023-11-03", "2023-11-04"])
    sizes = batches(pd.Series(["林"] * 5), pd.Series(dates), pd.Series(entered), 10)
    assert sizes.tolist()[:4] == [2, 2, 2, 1]
    assert pd.isna(sizes.iloc[4])
