"""docs/tables.md: every table that can be handed in, told from its contract."""

from collections.abc import Iterable, Mapping

from audit.model.contract import ImportColumn, ImportContract
from audit.model.source import SOURCE_TITLES
from audit.render.form_columns import has_form, listed
from audit.render.markdown import cell

_TYPES: Mapping[str, str] = {
    "text": "文字", "name": "姓名", "names": "几个姓名", "village": "村", "date": "日期", "datetime": "日期时间",
    "moment": "日期或半天", "month": "月份", "days": "天数", "integer": "整数", "number": "数字", "money": "金额",
    "yes_no": "有无",
    "choice": "选项", "phone": "电话", "mark": "签到符号", "punch_times": "打卡时间", "approvals": "审批单",
}  # fmt: skip
_LAYOUTS: Mapping[str, str] = {
    "rows": "一行一条",
    "month_grid": "一人一行，1—31日横排",
    "punch_times": "一人一行，每日一格打卡时间",
    "month_summary": "一人一行，每日一格考勤结果",
    "punch_cards": "一人一块，每日一格刷卡时间",
    "diary": "文字，一天一个日期标题",
}
_HEAD = """# 能读的表

本页由 `data_contracts/imports/` 的约定生成，不要手改。改了约定，重新生成：
`python3 -m pytest tests/unit/render/test_render_forms.py --update-golden`。

表按内容认：表头叫法在“认得的表头”里任写一种，次序不限，多出的列不管。带*的列必填。
有空白表的，用 `zhucun template 表名 --out 文件` 生成，`zhucun template --all 文件夹` 全部生成。
"""


def table_docs(contracts: Mapping[str, ImportContract]) -> str:
    """Write the page: the list of tables, then each with its columns; ends with one newline."""
    ordered = sorted(contracts.values(), key=lambda contract: (contract.exported, contract.feeds, contract.table))
    lines = [_HEAD, "| 表 | 表名 | 来源 | 空白表 |", "|---|---|---|---|"]
    lines += [
        f"| {cell(contract.title)} | `{contract.table}` | {cell(SOURCE_TITLES.get(contract.feeds, contract.title))} |"
        f" {'有' if has_form(contract) else '系统导出' if contract.exported else '无'} |"
        for contract in ordered
    ]
    for contract in ordered:
        lines += ["", *_section(contract)]
    return "\n".join(lines) + "\n"


def _section(contract: ImportContract) -> Iterable[str]:
    yield f"## {contract.title} `{contract.table}`"
    yield ""
    yield contract.about
    layout = _LAYOUTS[contract.read.layout]
    needed = "、".join(contract.columns[name].title for name in contract.read.needs if name in contract.columns)
    yield f"版式：{layout}。没有这些列就不认：{needed}。" if needed else f"版式：{layout}。"
    yield ""
    yield "| 列 | 填什么 | 认得的表头 | 例 |"
    yield "|---|---|---|---|"
    for column in contract.columns.values():
        if column.aliases or column.name in str(contract.read.options.get("value", "")).split():
            yield _line(column, contract)
    if contract.checks:
        yield ""
        yield "还要核对：" + "；".join(check.text for check in contract.checks) + "。"


def _line(column: ImportColumn, contract: ImportContract) -> str:
    kind = _TYPES.get(column.type, column.type)
    picked = listed(column, contract)
    said = f"{kind}：{'、'.join(picked)}" if picked else kind
    title = f"{column.title}*" if column.required else column.title
    headers = "、".join(column.aliases) or "（每日一格）"
    return f"| {cell(title)} | {cell(said)} | {cell(headers)} | {cell(column.example)} |"
