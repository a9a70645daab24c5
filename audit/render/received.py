"""The sheet 收表情况: which source of which village came in for the month."""

from collections.abc import Iterator
from typing import Any

from audit.model.received import Receipt, Received
from audit.model.report import Report
from audit.model.source import SOURCE_TITLES
from audit.render.text import month_title
from audit.render.workbook import Column, SheetTable


def received_table(report: Report) -> Iterator[SheetTable]:
    """Make the matrix of villages and sources; nothing where no village is known."""
    if not report.received:
        return
    sources = list(dict.fromkeys(one.source for one in report.received))
    columns = (
        Column("serial", "序号", 6, "centre"), Column("village", "村（社区）", 14, "centre"),
        *(Column(source, SOURCE_TITLES.get(source, source), 12, "centre") for source in sources),
        Column("remark", "缺哪些人的", 40),
    )  # fmt: skip
    villages: dict[str, list[Received]] = {}
    for one in report.received:
        villages.setdefault(one.village, []).append(one)
    rows = [_row(serial, village, items) for serial, (village, items) in enumerate(villages.items(), start=1)]
    note = f"检查月份：{month_title(report.month)}    ✓ 已报  部分 只有一些人的  缺 没有报  不要求 本月不需要"
    yield SheetTable("收表情况", f"{report.township}驻村资料收表情况表", note, columns, rows)


def _row(serial: int, village: str, items: list[Received]) -> dict[str, Any]:
    lacking = (
        f"{SOURCE_TITLES.get(one.source, one.source)}：{'、'.join(one.lacking)}"
        for one in items
        if one.receipt is Receipt.PART
    )
    signs = {one.source: one.receipt.label for one in items}
    return {"serial": serial, "village": village, "remark": "；".join(lacking), **signs}
