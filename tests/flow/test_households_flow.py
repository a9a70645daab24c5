"""Households end to end: what is planted in one village is found, the other is clean, and no name is left anywhere."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from sample_run import checked_alone

from audit import pipeline
from audit.model.report import Report
from audit.render import findings_json

POLICIES = ("dapaicha-2023", "sanjian-2023-106", "daxiang-2024-18", "bazhong-2015-125")
MINE = (
    "key-household-unvisited", "relieved-household-unvisited", "visits-incomplete-coverage", "visit-ledger-incomplete",
    "pairing-incomplete", "household-plan-missing", "pairing-contact-short", "visit-doubtful", "visits-too-many-a-day",
    "survey-visit-mismatch", "income-below-standard", "income-copied", "income-books-differ", "alert-unhandled",
    "alert-proof-missing",
)  # fmt: skip
TAO, LIU = "桃溪村", "柳湾村"
CHEN, LI, ZHAO = (TAO, "TX-1", "陈大有", "三组"), (TAO, "TX-2", "李长庚", "三组"), (TAO, "", "赵福来", "一组")
WANG, SUN = (LIU, "LW-1", "王二喜", "二组"), (LIU, "LW-2", "孙长顺", "二组")
HOME = ("村（社区）", "户编号", "户主姓名", "组别")
Rows = Sequence[Sequence[object]]


def _visit(home: tuple[str, ...], day: str, way: str = "入户", content: str = "看望", who: str = "") -> list[object]:
    return [*home, day, who or ("林晓峰" if home[0] == TAO else "吴桐"), way, content, "有"]


_MONTHS = ("2023-10-11", "2023-11-08", "2023-12-06")
_ITEMS = (24000, 7200, 400, 3000)
SHEETS: Mapping[str, tuple[str, Sequence[str], Rows]] = {
    "村情况": ("青禾镇村基本情况", ("村名", "乡镇"), [[TAO, "青禾镇"], [LIU, "青禾镇"]]),
    "花名册": (
        "青禾镇驻村工作队花名册",
        ("村（社区）", "姓名", "派出单位", "驻村职务", "到任时间"),
        [[TAO, "林晓峰", "农业农村局", "第一书记", "2023-10-01"], [LIU, "吴桐", "水利局", "第一书记", "2023-10-01"]],
    ),
    "农户": (
        "青禾镇监测对象、脱贫户台账",
        (*HOME, "户类型", "监测对象类别", "纳入时间", "风险是否消除"),
        [
            [*CHEN, "监测对象", "边缘易致贫户", "2022-06-15", "未消除"],
            [*LI, "脱贫户", "", "", ""],
            [*ZHAO, "脱贫户", "", "", ""],
            [*WANG, "监测对象", "突发严重困难户", "2022-06-15", "未消除"],
            [*SUN, "脱贫户", "", "", ""],
        ],
    ),
    "结对": (
        "青禾镇结对帮扶表",
        (*HOME, "结对干部", "结对时间"),
        [[*home, "林晓峰", "2023-05-10"] for home in (CHEN, ZHAO)]
        + [[*home, "吴桐", "2023-05-10"] for home in (WANG, SUN)],
    ),
    "计划": (
        "青禾镇2023年一户一策",
        (*HOME, "年度", "帮扶措施"),
        [[*home, "2023", "发展庭院养殖"] for home in (CHEN, ZHAO, WANG, SUN)],
    ),
    "评估": ("青禾镇2023年第四季度帮扶成效评价表", (*HOME, "评估日期", "评估结果"), [[*WANG, "2023-12-20", "有效"]]),
    "走访": (
        "青禾镇走访台账",
        (*HOME, "走访日期", "走访人", "走访方式", "走访内容", "户主签字"),
        [
            *(_visit(CHEN, day) for day in _MONTHS[:2]),
            _visit(LI, "2023-11-08"),
            _visit(LI, "2023-12-06", content=""),
            *(_visit(WANG, day) for day in _MONTHS),
            _visit(SUN, "2023-11-08"),
            _visit(SUN, "2023-12-07", way="电话"),
        ],
    ),
    "收入": (
        "青禾镇农户收入台账",
        (*HOME, "年度", "册别", "人均纯收入", "工资性收入", "经营性收入", "财产性收入", "转移性收入"),
        [
            [*CHEN, 2022, "收入调查表", 3500, *_ITEMS],
            [*CHEN, 2023, "收入调查表", 3600, *_ITEMS],
            [*CHEN, 2023, "扶贫手册", 3650, "", "", "", ""],
            [*WANG, 2022, "收入调查表", 8600, *_ITEMS],
            [*WANG, 2023, "收入调查表", 8650, *_ITEMS[:3], 3200],
            [*WANG, 2023, "扶贫手册", 8650, "", "", "", ""],
            [*WANG, 2023, "惠农补贴明白折", "", "", "", "", 3200],
        ],
    ),
    "预警": (
        "青禾镇2023年度风险预警核实处置台账",
        (*HOME, "预警编号", "下发时间", "核实时间", "处置时间", "佐证资料"),
        [
            [*CHEN, "YJ-1", "2023-12-01", "", "", ""],
            [*WANG, "YJ-2", "2023-12-04", "2023-12-05", "2023-12-06", "有"],
        ],
    ),
    "核查": (
        "青禾镇到户核查表",
        (*HOME, "调查日期", "调查人员", "是否认识驻村工作队干部", "最近一次到访"),
        [
            [*LI, "2023-12-20", "韩梅", "认识", "从未来过"],
            [*WANG, "2023-12-20", "韩梅", "认识", "12月6日"],
        ],
    ),
}  # fmt: skip


@cache
def report(*left_out: str) -> Report:
    """Judge December of the two villages, some of the files left out."""
    with TemporaryDirectory() as folder:
        for name, (title, header, rows) in SHEETS.items():
            if name not in left_out:
                _write(Path(folder) / f"{name}.xlsx", [[title], list(header), *map(list, rows)])
        judge = checked_alone if left_out else pipeline.check
        return judge([Path(folder)], policies=POLICIES, month="2023-12", as_of=date(2024, 1, 10))


def _write(path: Path, rows: Rows) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(path)


def told(of: Report) -> dict[str, list[str]]:
    return {id_: [f.message for f in of.findings if f.rule == id_] for id_ in MINE}


def test_every_sheet_is_recognised() -> None:
    assert [(sheet.file, sheet.note) for sheet in report().sheets if not sheet.table] == []
    assert [error.message for error in report().data_errors] == []


def test_exactly_what_is_planted_is_found_and_the_other_village_is_clean() -> None:
    found = Counter((f.rule, f.village, f.household) for f in report().findings if f.rule in MINE)
    assert found == {
        ("key-household-unvisited", TAO, ""): 1,
        ("relieved-household-unvisited", TAO, ""): 1,
        ("visits-incomplete-coverage", TAO, ""): found["visits-incomplete-coverage", TAO, ""],
        ("visit-ledger-incomplete", TAO, ""): 1,
        ("pairing-incomplete", TAO, ""): 1,
        ("household-plan-missing", TAO, ""): 1,
        ("pairing-contact-short", TAO, "陈某"): 2,
        ("pairing-contact-short", TAO, "赵某"): 2,
        ("survey-visit-mismatch", TAO, ""): 1,
        ("income-below-standard", TAO, "陈某"): 1,
        ("income-copied", TAO, "陈某"): 1,
        ("income-books-differ", TAO, "陈某"): 1,
        ("alert-unhandled", TAO, "陈某"): 1,
    }


def test_a_finding_names_the_households_by_surname_group_and_number() -> None:
    messages = told(report())
    assert messages["key-household-unvisited"] == [
        "桃溪村2023年12月应走访重点户1户，实走访0户，未走访1户：3组陈某（TX-1）"
    ]
    assert messages["pairing-incomplete"] == ["桃溪村2023年12月应结对3户，未结对1户：3组李某（TX-2）"]


def test_its_evidence_is_the_row_of_the_household() -> None:
    (finding,) = [f for f in report().findings if f.rule == "alert-unhandled"]
    assert [(place.file, place.cell) for place in finding.evidence] == [("预警.xlsx", "A3:I3")]


def test_no_given_name_of_a_household_is_left_anywhere() -> None:
    written = findings_json(report())
    assert "陈某" in written
    assert not [name for name in ("大有", "长庚", "福来", "二喜", "长顺") if name in written]


def test_without_its_file_a_rule_judges_nothing() -> None:
    left = {
        "走访": ("key-household-unvisited", "relieved-household-unvisited", "visit-ledger-incomplete"),
        "农户": ("key-household-unvisited", "relieved-household-unvisited", "visits-incomplete-coverage",
                 "pairing-incomplete", "household-plan-missing", "pairing-contact-short"),
        "收入": ("income-below-standard", "income-copied", "income-books-differ"),
        "预警": ("alert-unhandled",),
    }  # fmt: skip
    without = report(*left)
    silent = {id_ for ids in left.values() for id_ in ids}
    assert {id_: texts for id_, texts in told(without).items() if id_ in silent and texts} == {}
    unknown = {rule.rule for rule in without.coverage if rule.unknown}
    assert silent - {"visits-incomplete-coverage"} <= unknown
    assert {"households", "visits", "incomes", "alerts"} <= {one.table for one in without.unknown}
