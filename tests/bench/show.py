"""The figures as a table, and the ratios that the aims speak of."""

from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

STEPS = {
    "raw": "calamine 裸读（本进程）",
    "intake": "读取 intake",
    "validate": "校验 validate",
    "reconcile": "比对 reconcile",
    "columns": "规则：整表引擎",
    "durable": "规则：第二引擎",
    "findings": "整理 findings",
    "render": "文书 render",
    "polars": "对照：polars 手写台账、计数、规则",
}


def table(villages: int, rounds: Sequence[Mapping[str, Any]], whole: Sequence[Mapping[str, float]]) -> list[str]:
    """Lines for one sample: seconds of every step (median of the rounds), the whole, ratios, memory, checks."""
    first = rounds[0]
    sizes = first["sizes"]
    head = f"── {villages}个村：{sizes['files']}个文件，{sizes['sheets']}张表，{sizes['cells']}格，"
    lines = [
        head + f"{sizes['people']}人，{sizes['days']}人日，{sizes['findings']}个问题（{len(rounds)}次取中位数）",
        f"{'':34}{'实际秒':>8}{'CPU秒':>8}{'子进程':>8}",
    ]
    middle = {name: {part: _middle(rounds, name, part) for part in ("wall", "own", "children")} for name in STEPS}
    for name, title in STEPS.items():
        each = middle[name]
        lines.append(f"{_wide(title, 34)}{each['wall']:11.3f}{each['own']:10.3f}{each['children']:10.3f}")
    wall, cpu = median(one["wall"] for one in whole), median(one["cpu"] for one in whole)
    lines.append(f"{_wide('全程 zhucun check（含启动、文书）', 34)}{wall:11.3f}{cpu:10.3f}")
    return [*lines, *_ratios(middle), *_memory(rounds, whole), *_checks(rounds), f"第二引擎：{first['engine']}", ""]


def _ratios(middle: Mapping[str, Mapping[str, float]]) -> list[str]:
    """The two ratios of the aims, on the wall and by processor time of this process."""
    told = []
    for part, title in (("wall", "实际"), ("own", "CPU")):
        raw, polars = middle["raw"][part], middle["polars"][part]
        counted = middle["reconcile"][part] + middle["columns"][part]
        told.append(f"{title} {middle['intake'][part] / raw:.1f} 倍；(比对+整表引擎)/polars {counted / polars:.1f} 倍")
    return [f"比值：读取/裸读 {one}" for one in told]


def _memory(rounds: Sequence[Mapping[str, Any]], whole: Sequence[Mapping[str, float]]) -> list[str]:
    own = max(one["memory"]["self"] for one in rounds)
    child = max(one["memory"]["children"] for one in rounds)
    return [f"内存峰值：分步 {own} MB，子进程 {child} MB；全程 {max(one['memory'] for one in whole):.0f} MB"]


def _checks(rounds: Sequence[Mapping[str, Any]]) -> list[str]:
    checks = rounds[0]["checks"]
    wrong = [check for check in checks if check["different"]]
    head = f"与 polars 对照：{len(checks)}项，{sum(check['compared'] for check in checks)}个数"
    if not wrong:
        return [f"{head}，全部相同"]
    return [f"{head}，有不同：", *(f"  {one['name']} 不同 {one['different']}/{one['compared']}" for one in wrong)]


def _middle(rounds: Sequence[Mapping[str, Any]], name: str, part: str) -> float:
    return float(median(one["seconds"][name][part] for one in rounds))


def _wide(text: str, width: int) -> str:
    """Pad to columns of a terminal, where Chinese characters take two."""
    taken = sum(2 if ord(sign) > 0x2000 else 1 for sign in text)
    return text + " " * max(0, width - taken)
