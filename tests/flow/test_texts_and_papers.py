"""Texts and papers end to end: what is planted in one village is found, and the village beside it stays silent."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from sample_run import checked_alone

from audit import catalog, pipeline
from audit.catalog.rule_reads import sources_read
from audit.model.report import Report

POLICIES = ("dapaicha-2023", "sanjian-2023-106", "bazhong-2015-125", "daxiang-2024-18")
CALENDAR = catalog.load_calendar()
W = [day for n in range(30) if CALENDAR.is_workday(day := date(2023, 11, 1) + timedelta(days=n))]
MINE = {
    "log-empty", "log-written-in-bulk", "log-copied-traces", "log-records-mismatch", "work-log-alike", "minutes-alike",
    "attendee-not-in-village", "prescribed-meeting-missing", "not-released-from-unit", "roster-inconsistent",
    "notice-board-outdated", "visit-notes-alike", "household-plans-alike", "archive-months-missing",
    "yearly-papers-missing",
}  # fmt: skip
DONE = (
    "量了三组水渠破口，报镇里申请养护资金", "与合作社对账，更正两户卡号后重新公示", "换了蓄水池浮球阀，试水一小时不漏",
    "调解院坝边界纠纷，双方画押确认", "带技术员看黄桃冬管，示范拉枝", "清点棉被入库，按名单装车分发",
    "陪电工测末端电压，列入台区改造", "给危房拍照建档，催施工队加固山墙", "核低保名单，解释退出的缘由",
    "装太阳能路灯两盏，记下坏灯编号", "写旅游推介稿，补拍秋色照片",
)  # fmt: skip
TALK = "研究了三组水渠修复，决定由合作社先垫付材料款，月底前完工。通报了核查进度，还有四户没有核到，分头在下周内完成。"
NOTE = "了解玉米收成，收了一千二百斤，已卖八百斤，剩下的准备喂猪，反映水管漏水，当场联系水管员来修"
PLAN = "安排护林公益岗位一个，月工资八百元；帮助申请小额信贷三万元养牛两头；协助大女儿申请助学金"


def _book(path: Path, title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    book = openpyxl.Workbook()
    for line in ([title], head, *rows):
        book.active.append([None if item == "" else item for item in line])
    book.save(path)


def _diary(n: int, village: str) -> str:
    one, other = DONE[n % len(DONE)], DONE[(n * 3 + n // len(DONE) + 1) % len(DONE)]
    return f"上午在{village}{one}。下午{other}，第{n}号事项办结，{'甲乙丙丁戊己庚辛壬癸子'[n % 11] * 8}。"


def _standing(folder: Path) -> None:
    _book(folder / "村.xlsx", "青禾镇村基本情况表", ["村", "乡镇"], [["桃溪村", "青禾镇"], ["柳湾村", "青禾镇"]])
    head = ["村", "姓名", "派出单位", "驻村职务", "到任时间", "是否脱产", "是否党员", "组织关系转接时间"]
    _book(folder / "花名册.xlsx", "青禾镇驻村工作队花名册", head, [
        ["桃溪村", "林晓峰", "县农业农村局", "第一书记", "2021-05-20", "是", "是", "2021-06-01"],
        ["桃溪村", "吴桐", "县水利局", "工作队员", "2023-11-02", "是", "是", ""],
        ["柳湾村", "贺军", "县财政局", "第一书记", "2021-05-20", "是", "是", "2021-06-01"],
        ["柳湾村", "覃文斌", "县财政局", "工作队员", "2021-05-20", "是", "否", ""],
    ])  # fmt: skip
    _book(folder / "系统.xlsx", "信息系统导出驻村工作队员", ["行政村", "姓名", "系统职务", "驻村开始时间"], [
        ["桃溪村", "林晓峰", "第一书记", "2021-05-20"], ["柳湾村", "贺军", "第一书记", "2021-05-20"],
        ["柳湾村", "覃文斌", "工作队员", "2021-05-20"],
    ])  # fmt: skip


def _logs(folder: Path) -> None:
    late = datetime(2023, 11, 30, 20, 0)  # noqa: DTZ001
    rows: list[list[object]] = []
    for n, day in enumerate(W):
        text = "到柳湾村三组核对收入" if n == 5 else _diary(n + 40, "桃溪村")
        rows += [
            ["桃溪村", "林晓峰", day, "入户走访、整理资料", f"{late + timedelta(minutes=n):%Y-%m-%d %H:%M}"],
            ["桃溪村", "吴桐", day, f"{text}，当日记毕，归入案卷。", f"{day} 20:05"],
            ["柳湾村", "贺军", day, _diary(n, "柳湾村") + ("顺路走访两户。" if n < 5 else ""), f"{day} 20:05"],
            ["柳湾村", "覃文斌", day, _diary(n + 80, "柳湾村"), f"{day} 20:05"],
        ]
    _book(folder / "日志.xlsx", "青禾镇2023年11月驻村工作日志", ["村", "姓名", "日期", "工作内容", "提交时间"], rows)


def _signs(folder: Path) -> None:
    month = [date(2023, 11, 1) + timedelta(days=n) for n in range(30)]
    for village, names in {"桃溪村": ("林晓峰", "吴桐"), "柳湾村": ("贺军", "覃文斌")}.items():
        marks = [[name, *("√" if day in W else "" for day in month)] for name in names]
        title = f"青禾镇{village}驻村工作队2023年11月签到册"
        _book(folder / f"{village}签到.xlsx", title, ["姓名", *range(1, 31)], marks)


def _meetings(folder: Path) -> None:
    duty = ["姓名", "公务类别", "开始时间", "结束时间", "通知文件"]
    _book(
        folder / "公务.xlsx",
        "青禾镇2023年11月公务外出报备",
        duty,
        [["贺军", "培训", W[20], W[20], "青组通〔2023〕4号"]],
    )
    head = ["村", "会议时间", "会议名称", "议题", "参会人员", "会议记录", "照片", "会议记录内容"]
    _book(folder / "会议.xlsx", "青禾镇2023年11月会议台账", head, [
        ["桃溪村", W[3], "工作队会议", "水渠", "林晓峰、吴桐", "有", "有", TALK],
        ["桃溪村", W[12], "工作队会议", "水渠", "林晓峰、吴桐", "有", "有", TALK.replace("四户", "两户")],
        ["柳湾村", W[4], "工作队会议", "黄桃", "贺军、覃文斌", "有", "有", "".join(DONE[:3])],
        ["柳湾村", W[14], "工作队会议", "低保", "贺军、覃文斌", "有", "有", "".join(DONE[5:8])],
    ])  # fmt: skip
    head = ["村", "活动时间", "活动类别", "活动内容", "参加对象"]
    everyone = "脱贫户、村两委、三长、党员、群众代表"
    agenda = "亮明身份，总结全年，政策宣传，问卷测试讲解，明年方案"
    _book(folder / "活动.xlsx", "青禾镇2023年学习活动登记台账", head, [
        ["青禾镇", W[1], "驻村工作调度会", "", "各村队长"],
        *([village, W[6], kind, "防返贫政策", "党员"] for village in ("柳湾村",) for kind in ("集中学习", "主题党日")),
        ["桃溪村", W[6], "主题党日", "防返贫政策", "党员"],
        ["柳湾村", W[9], "年度述职大会", agenda, everyone], ["桃溪村", W[9], "年度述职大会", "总结全年", everyone],
    ])  # fmt: skip


def _households(folder: Path) -> None:
    heads = ("陈大有", "王秀兰", "胡德平", "汪明海", "欧云芝")
    visits = [["桃溪村", day, head, "林晓峰", f"{head}{NOTE}"] for day, head in zip(W, heads, strict=False)]
    visits += [["柳湾村", W[n], head, "贺军", f"{head}家：{DONE[n]}，{DONE[n + 5]}"] for n, head in enumerate(heads)]
    head = ["村", "走访日期", "户主", "走访人", "走访内容"]
    _book(folder / "走访.xlsx", "青禾镇2023年11月走访台账", head, visits)
    plans = [["桃溪村", head, 2023, f"{PLAN}"] for head in heads]
    plans += [["柳湾村", head, 2023, f"{DONE[n]}；{DONE[n + 4]}；{DONE[n + 2]}"] for n, head in enumerate(heads)]
    _book(folder / "一户一策.xlsx", "青禾镇一户一策帮扶计划", ["村", "户主", "年度", "帮扶措施"], plans)


def _papers(folder: Path) -> None:
    books = ("签到册", "请假条", "驻村工作日志", "会议记录", "驻村工作队工作记录", "队长工作记录", "月纪实表", "考勤表")
    systems = ("管理制度", "考核制度", "激励制度", "召回制度", "培训制度", "五年发展规划")
    years = (
        "年度计划", "四类对象台账", "乡土人才台账", "乡土人才培养计划", "挂联台账", "一户一档", "村级档案",
        "培训记录", "日常管理考核资料",
    )  # fmt: skip
    rows = [
        [village, name, "", year, "有"]
        for village in ("桃溪村", "柳湾村")
        for name in books
        for year in range(2020, 2024)
    ]
    rows = [row for row in rows if (row[0], row[1], row[3]) != ("桃溪村", "会议记录", 2022)]
    rows += [["青禾镇", name, "", "", "有"] for name in systems if name != "召回制度"]
    rows += [["柳湾村", "召回制度", "", "", "有"]]
    rows += [[village, name, "", 2022, "有"] for village in ("桃溪村", "柳湾村") for name in years]
    _book(folder / "档案.xlsx", "青禾镇驻村工作档案资料目录", ["村", "资料名称", "所属月份", "年度", "有无"], rows)
    forms = [
        ["桃溪村", "林晓峰", 2022, "有", "无"],
        ["柳湾村", "贺军", 2022, "有", "有"],
        ["柳湾村", "覃文斌", 2022, "有", "有"],
    ]
    head = ["村", "姓名", "考核年度", "考核登记表", "述职报告"]
    _book(folder / "考核.xlsx", "青禾镇2022年度考核登记汇总", head, forms)
    work = [["林晓峰", "县农业农村局", day, "考勤"] for day in W[15:18]]
    head = ["姓名", "单位", "日期", "记录类别"]
    _book(folder / "农业.xlsx", "县农业农村局2023年11月考勤记录", head, work)
    _book(folder / "财政.xlsx", "县财政局2023年11月考勤记录", head, [["贺军", "县财政局", W[2], "汇报驻村工作"]])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("township")
    for write in (_standing, _logs, _signs, _meetings, _households, _papers):
        write(path)
    return path


def _judged(paths: Sequence[Path]) -> Report:
    return pipeline.check(paths, policies=POLICIES, month="2023-11", as_of=date(2024, 1, 10))


@pytest.fixture(scope="module")
def report(folder: Path) -> Report:
    return _judged([folder])


def test_what_was_planted_is_found_and_the_clean_village_is_silent(report: Report) -> None:
    found = {(f.rule, f.village, f.person, f.values.get("kind", "")) for f in report.findings if f.rule in MINE}
    assert found == {
        ("log-empty", "桃溪村", "林晓峰", ""),
        ("log-written-in-bulk", "桃溪村", "林晓峰", ""),
        ("log-copied-traces", "桃溪村", "吴桐", ""),
        ("log-records-mismatch", "桃溪村", "林晓峰", ""),
        ("minutes-alike", "桃溪村", "", ""),
        ("not-released-from-unit", "桃溪村", "林晓峰", ""),
        ("roster-inconsistent", "桃溪村", "吴桐", ""),
        ("notice-board-outdated", "桃溪村", "吴桐", ""),
        ("visit-notes-alike", "桃溪村", "", ""),
        ("household-plans-alike", "桃溪村", "", ""),
        ("archive-months-missing", "桃溪村", "", ""),
        ("yearly-papers-missing", "桃溪村", "", ""),
        ("yearly-papers-missing", "桃溪村", "林晓峰", ""),
        ("prescribed-meeting-missing", "桃溪村", "", "study"),
        ("prescribed-meeting-missing", "桃溪村", "", "assembly"),
    }


def test_both_texts_and_what_they_share_stand_in_the_finding(report: Report) -> None:
    (finding,) = [f for f in report.findings if f.rule == "visit-notes-alike"]
    assert "“陈某" in finding.message
    assert "，相同部分“" in finding.message
    assert not [name for name in ("陈大有", "王秀兰") if name in finding.message]
    assert finding.evidence


def test_without_its_file_a_rule_is_unknown_and_accuses_nobody(folder: Path) -> None:
    left_out = {
        "系统.xlsx": {"roster-inconsistent"},
        "档案.xlsx": {"archive-months-missing", "notice-board-outdated"},
        "走访.xlsx": {"visit-notes-alike"},
        "一户一策.xlsx": {"household-plans-alike"},
    }
    rules = {rule for of_file in left_out.values() for rule in of_file}
    # Each reads its own file and no other, so that all may be missing at once.
    assert {len(sources_read(catalog.load_rules()[rule], catalog.load_facts())) for rule in rules} == {1}
    kept = [path for path in sorted(folder.iterdir()) if path.name not in left_out]
    report = checked_alone(kept, policies=POLICIES, month="2023-11", as_of=date(2024, 1, 10))
    outcomes = {one.rule: one for one in report.coverage if one.rule in rules}
    assert {rule: one.violation for rule, one in outcomes.items()} == dict.fromkeys(rules, 0)
    assert all(one.unknown for one in outcomes.values())
