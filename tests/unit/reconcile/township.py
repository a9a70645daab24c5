"""A small township for the reconcile tests: typed tables as validate makes them, one village, a few members."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache

import pandas as pd
from msgspec.structs import replace

from audit import catalog
from audit.model.round import Round
from audit.model.source import Sheet
from audit.model.tables import Facts, Intake, TypedTables
from audit.reconcile import reconcile
from audit.reconcile.material import Material
from audit.reconcile.scope import Scope, month_last
from audit.reconcile.shares import common_of
from audit.reconcile.sources import gather
from audit.validate import validate

IMPORTS = catalog.load_imports()
RECORDED = {name: contract.records for name, contract in IMPORTS.items() if contract.records}
FACTS = catalog.load_facts()
CALENDAR = catalog.load_calendar()
CONVENTIONS = catalog.conventions(())
VILLAGE = "桃溪村"
NOVEMBER = (date(2023, 11, 1), date(2023, 11, 30))


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def workdays(first: date = NOVEMBER[0], last: date = NOVEMBER[1]) -> list[date]:
    return [day for day in days(first, last) if CALENDAR.is_workday(day)]


class Township:
    """Collects rows by table; ``facts`` reconciles them. Each call of ``sheet`` is one handed-in sheet."""

    def __init__(self) -> None:
        self.sheets: list[Sheet] = []
        self.rows: dict[str, list[dict[str, object]]] = {}
        self.made: dict[object, Facts] = {}
        self.attached: dict[object, Material] = {}

    def sheet(
        self, table: str, rows: Sequence[dict[str, object]], *, title: str = "", period=None, missing=()
    ) -> "Township":
        index = len(self.sheets)
        self.sheets.append(
            Sheet(
                f"{table}{index}.xlsx",
                "0" * 64,
                "Sheet1",
                table,
                title,
                period,
                None,
                frozenset(missing),
                f"A3:Z{len(rows) + 3}",
            )
        )
        for n, row in enumerate(rows):
            self.rows.setdefault(table, []).append({"_sheet": index, "_row": n + 3, "_cell": f"C{n + 3}", **row})
        return self

    def member(
        self,
        person: str,
        *,
        village: str = VILLAGE,
        role: str = "team_member",
        unit: str = "县农业农村局",
        arrived=date(2021, 5, 18),
        left=None,
        **more,
    ) -> "Township":
        row = {
            "person": person,
            "village": village,
            "role": role,
            "unit": unit,
            "arrived_on": arrived,
            "left_on": left,
            **more,
        }
        self.rows.setdefault("roster", [])
        if not any(sheet.table == "roster" for sheet in self.sheets):
            self.sheet("roster", [], title="青禾镇驻村工作队花名册")
        index = next(n for n, sheet in enumerate(self.sheets) if sheet.table == "roster")
        row |= {"_sheet": index, "_row": len(self.rows["roster"]) + 3, "_cell": f"A{len(self.rows['roster']) + 3}:H9"}
        self.rows["roster"].append(row)
        return self

    def signed(
        self, person: str, dates: Sequence[date], *, village: str = VILLAGE, half: Sequence[date] = (), month=NOVEMBER
    ) -> "Township":
        marks = [
            {
                "person": person,
                "village": village,
                "date": day,
                "mark": "√" if day in dates else "",
                "half_days": 1 if day in half else 2 * (day in dates),
            }
            for day in days(*month)
        ]
        return self.sheet(
            "sign_in_grid",
            marks,
            title=f"青禾镇{village}驻村工作队{month[0].year}年{month[0].month}月签到册",
            period=month,
        )

    def punched(self, person: str, dates: Sequence[date], *, times: int = 2, period=NOVEMBER, **more) -> "Township":
        rows = [
            {
                "person": person,
                "work_date": day,
                "punched_at": pd.Timestamp(day) + timedelta(hours=8 + 9 * n),
                "result": "正常",
                "result_code": "normal",
                "address": f"{VILLAGE}村委会",
                "device_kind": "phone",
                **more,
            }
            for day in dates
            for n in range(times)
        ]
        return self.sheet("dingtalk_raw", rows, title="原始记录", period=period)

    def logged(self, person: str, dates: Sequence[date], *, village: str = VILLAGE, period=NOVEMBER) -> "Township":
        rows = [
            {"person": person, "village": village, "log_date": day, "content": f"{day}走访农户，{person}"}
            for day in dates
        ]
        return self.sheet("work_logs", rows, title=f"{village}驻村工作日志", period=period)

    def leave(self, person: str, start: date, end: date, **more) -> dict[str, object]:
        return {
            "person": person,
            "village": VILLAGE,
            "leave_type": "事假",
            "reason": "家事",
            "start": pd.Timestamp(start),
            "start_precision": "day",
            "end": pd.Timestamp(end) + timedelta(hours=23, minutes=59),
            "end_precision": "day",
            "approver": "李国栋（镇党委书记）",
            "approver_level": "2",
            "approved_at": pd.Timestamp(start) - timedelta(days=1),
            "approved_at_precision": "day",
            "applied_at": pd.Timestamp(start) - timedelta(days=1),
            "applied_at_precision": "day",
            "cancelled_on": pd.Timestamp(end) + timedelta(days=1),
            **more,
        }

    def approval(self, person: str, start: pd.Timestamp, end: pd.Timestamp, **more) -> dict[str, object]:
        return {
            "form_no": "", "applicant": person, "category": "leave", "leave_type": "事假", "reason": "家事",
            "start": start, "start_precision": "minute", "end": end, "end_precision": "minute", "status": "approved",
            "applied_at": start - timedelta(days=2), "approved_at": start - timedelta(days=1), "approver": "李国栋",
            **more,
        }  # fmt: skip

    def handed_over(self, held_on: date, *, village: str = VILLAGE, missing=(), **more) -> "Township":
        complete = dict.fromkeys(("minutes", "photo", "handover_list", "old_signed", "new_signed"), True)
        row = {"village": village, "held_on": held_on, **complete, **more}
        return self.sheet("handovers", [row], title="青禾镇轮换交接登记表", missing=missing)

    def ledgers(
        self,
        *,
        leaves: Sequence[dict[str, object]] = (),
        duties: Sequence[dict[str, object]] = (),
        meetings: Sequence[dict[str, object]] = (),
        period=NOVEMBER,
    ) -> "Township":
        self.sheet("leave_ledger", leaves, title="青禾镇驻村工作队请销假台账", period=period)
        self.sheet("duty_records", duties, title="青禾镇公务培训台账", period=period)
        return self.sheet("meetings", meetings, title=f"{VILLAGE}会议记录", period=period)

    def facts(self, month: str = "2023-11", *, as_of: date = date(2024, 1, 10), **conventions) -> Facts:
        """Reconcile what was collected; asked again without a new sheet or row, the same facts are given."""
        asked = self._asked(month, as_of, conventions)
        if asked not in self.made:
            of = Round(month, as_of, CALENDAR, replace(CONVENTIONS, **conventions))
            self.made[asked] = reconcile(self._typed(), self.sheets, FACTS, of=of)
        return self.made[asked]

    def material(self, month: str = "2023-11", *, as_of: date = date(2024, 1, 10), **conventions) -> Material:
        """Attach the sources: what the tables are made from; asked again, the same material is given."""
        asked = self._asked(month, as_of, conventions)
        if asked not in self.attached:
            of = Round(month, as_of, CALENDAR, replace(CONVENTIONS, **conventions))
            sources = gather(self._typed(), self.sheets, of.conventions)
            scope = Scope(of, min(month_last(month), as_of))
            self.attached[asked] = Material(sources, scope, common_of(sources, of), people=sources.people)
        return self.attached[asked]

    def _asked(self, month: str, as_of: date, conventions: dict[str, object]) -> tuple[object, ...]:
        return (month, as_of, *sorted(conventions.items()), len(self.sheets), sum(map(len, self.rows.values())))

    def _typed(self) -> TypedTables:
        frames = {name: _filled(frame, self.rows.get(name, [])) for name, frame in _empty_frames().items()}
        return TypedTables(frames, {}, (), RECORDED)


@cache
def _empty_frames() -> dict[str, pd.DataFrame]:
    return dict(validate(Intake((), (), (), ()), IMPORTS).frames)


def _filled(empty: pd.DataFrame, rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    if not rows:
        return empty
    blank = {
        name: () if _is_tuple(name, dtype) else "" if str(dtype) == "str" else None
        for name, dtype in empty.dtypes.items()
    }
    frame = pd.DataFrame([{**blank, **row} for row in rows])
    return frame[list(empty.columns)].astype(
        {name: dtype for name, dtype in empty.dtypes.items() if not _is_tuple(name, dtype)}
    )


def _is_tuple(name: object, dtype: object) -> bool:
    return name in _TUPLES and str(dtype) == "object"


_TUPLES = {
    "surveyor",
    "members",
    "inspectors",
    "interviewer",
    "drawn_names",
    "aliases",
    "times",
    "results",
    "approvals",
    "outside",
    "states",
    "attendees",
    "absentees",
    "visitors",
    "helper",
    "substitute",
    "evaluator",
    "tags",
    "old_members",
    "new_members",
    "written_by",
    "people",
}
