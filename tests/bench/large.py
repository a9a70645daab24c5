"""One workbook of 100,000 punches with 20 columns: reading it beside calamine alone, each in a fresh process."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from statistics import median

import xlsxwriter
from python_calamine import CalamineWorkbook

from audit import catalog, intake
from audit.model.contract import ImportContract
from tests.bench.clock import Clock, peak_megabytes
from tests.bench.samples import ROOT

ROWS = 100_000
ROUNDS = 3
_HEADERS = (
    "姓名", "考勤组", "部门", "工号", "职位", "UserId", "考勤日期", "考勤时间", "打卡时间", "打卡结果",
    "打卡地址", "打卡备注", "异常打卡原因", "打卡图片1", "打卡图片2", "打卡设备",
    "管理员修改备注", "管理员修改备注图片1", "管理员修改备注图片2", "管理员修改备注图片3",
)  # fmt: skip


def run_large() -> list[str]:
    """Measure and give the lines to print."""
    _file()
    raw = [_child("raw") for _ in range(ROUNDS)]
    ours = [_child("intake") for _ in range(ROUNDS)]
    lines = [f"── 一个工作簿，{ROWS}行×{len(_HEADERS)}列打卡记录（各{ROUNDS}次取中位数，每次新进程）"]
    for title, rounds in (("calamine 裸读", raw), ("读取 intake（含启动子进程）", ours)):
        wall, cpu = (median(one[part] for one in rounds) for part in ("wall", "cpu"))
        lines.append(
            f"{title}：实际 {wall:.2f} 秒，CPU {cpu:.2f} 秒，内存峰值 {max(one['memory'] for one in rounds)} MB"
        )
    ratios = (median(one[part] for one in ours) / median(one[part] for one in raw) for part in ("wall", "cpu"))
    return [*lines, "读取/裸读：实际 {:.2f} 倍，CPU {:.2f} 倍".format(*ratios), f"读到 {ours[0]['rows']} 行", ""]


def run_one(what: str) -> dict[str, float]:
    """Read the workbook once, with calamine alone or with intake."""
    clock, path, contracts = Clock(), _file(), catalog.load_imports()
    rows = clock.run("read", lambda: _raw(path) if what == "raw" else _intake(path, contracts))
    seconds = asdict(clock.seconds["read"])
    memory = max(peak_megabytes().values())
    return {"wall": seconds["wall"], "cpu": seconds["own"] + seconds["children"], "memory": memory, "rows": rows}


def _child(what: str) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.bench", "--large", what]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    answer: dict[str, float] = json.loads(done.stdout)
    return answer


def _raw(path: Path) -> int:
    book = CalamineWorkbook.from_path(str(path))
    return sum(len(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names)


def _intake(path: Path, contracts: Mapping[str, ImportContract]) -> int:
    return sum(len(table.frame) for table in intake.read([path], contracts).tables)


def _file() -> Path:
    """Write the workbook once; each cell text differs as punches do."""
    path = ROOT / ".bench" / f"原始记录_{ROWS}.xlsx"
    if path.exists():
        return path
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_suffix(".part")
    with xlsxwriter.Workbook(unfinished, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("原始记录")
        sheet.write_string(0, 0, "考勤报表 统计日期：2023-11-01 至 2023-11-30")
        sheet.write_row(2, 0, _HEADERS)
        for number in range(ROWS):
            sheet.write_row(number + 3, 0, _punch(number))
    unfinished.rename(path)
    return path


def _punch(number: int) -> tuple[str, ...]:
    person, day, minute = number // 60, number // 2 % 30 + 1, number % 60
    at = "08" if number % 2 else "17"
    who = (f"队员{person}", "驻村干部", f"第{person // 3}村驻村工作队", str(person), "队员", f"{person:016}")
    when = (f"23-11-{day:02}", f"2023-11-{day:02} {at}:30", f"2023-11-{day:02} {at}:{minute:02}")
    return (*who, *when, "正常", f"第{person // 3}村党群服务中心", "", "", "", "", f"手机_{person:08x}", "", "", "", "")
