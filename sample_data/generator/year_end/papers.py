"""The papers of the past: what the archives hold of three years, appraisals, and the year's study and assemblies."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from generator.lists import Listing, write_lists
from generator.model import Expected, Posting, Village
from generator.people import TOWNSHIP

_NO_MINUTES, _BY_TEAM_BOOK = "东塘村", "东冲村"
"""The archives of the first lack the minutes of March 2024; the second keeps no leader's book but the team's."""
_NO_PLAN, _NO_REPORT, _BOARD_LATE = "东湾村", ("东坪村", "韩安刚"), ("东坡村", "杨邦文")
_AWARDED, _FIT = ("东溪村", "陈安成"), ("东湾村", "尤安恩")
"""The first was talked to twice with his unit and is called excellent; the second was absent three times."""
_EXCELLENT, _UNDECIDED = (("东岭村", "周安伟"), ("东塘村", "何安宁"), _AWARDED), ("东坡村", "杨邦文")
_NO_STUDY, _NO_PARTY_DAY, _POOR_AGENDA = ("东冲村", 9), ("东岭村", 12), "东坝村"
_MONTHLY = (
    "驻村签到册", "请假条", "驻村工作日志", "会议记录", "驻村工作队工作记录", "队长工作记录", "第一书记工作日志",
    "月纪实表", "考勤表",
)  # fmt: skip
_SYSTEMS = ("驻村管理制度", "驻村考核制度", "驻村激励制度", "驻村召回制度", "驻村培训制度")
_YEARLY = (
    "年度帮扶计划", "四类人员台账", "乡土人才台账", "乡土人才培养计划", "挂联台账", "一户一档", "村级档案",
    "驻村培训记录", "日常管理考核资料",
)  # fmt: skip
_SUBJECTS = ("防返贫监测政策", "医保参保政策", "惠农补贴政策", "森林防火和安全生产")
_EVERYBODY = "脱贫户、村“两委”、三长、党员、群众代表"
_AGENDA = "介绍工作队成员，总结全年工作，宣传惠民政策，讲解问卷测试，商议明年方案"
_SEPTEMBER, _DECEMBER, _YEAR, _LAST_YEAR = date(2024, 9, 1), date(2024, 12, 1), date(2024, 1, 1), date(2023, 1, 1)
_PAST = (
    Expected("yearly-papers-missing", _NO_PLAN, "", _LAST_YEAR, "2023年没有乡土人才培养计划"),
    Expected("yearly-papers-missing", *_NO_REPORT, _LAST_YEAR, "2023年没有述职报告"),
)
_BOOKS = "2024年3月的会议记录不在档案里"

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "2024-09": (
        *_PAST,
        Expected("archive-months-missing", _NO_MINUTES, "", date(2021, 10, 1), _BOOKS),
        Expected("prescribed-meeting-missing", _NO_STUDY[0], "", _SEPTEMBER, "九月没有集中学习"),
    ),
    "2024-12": (
        *_PAST,
        Expected("archive-months-missing", _NO_MINUTES, "", date(2022, 1, 1), _BOOKS),
        Expected("prescribed-meeting-missing", _NO_PARTY_DAY[0], "", _DECEMBER, "十二月没有主题党日"),
        Expected("prescribed-meeting-missing", _POOR_AGENDA, "", _YEAR, "述职大会没有讲解问卷"),
        Expected("appraisal-above-cap", *_AWARDED, _YEAR, "随单位两次被约谈，评了优秀"),
        Expected("appraisal-above-cap", *_FIT, _YEAR, "三次无故不在岗，评了称职"),
        Expected("notice-board-outdated", *_BOARD_LATE, _DECEMBER, "到任一个月才换公示牌"),
    ),
}


def write(folder: Path, villages: Sequence[Village], postings: Sequence[Posting]) -> None:
    """Write the list of the archives, last year's appraisals and the year's register of activities."""
    names, place = [village.name for village in villages], folder / "全年台账"
    write_lists(place / "驻村工作档案资料目录.xlsx", [_books(names), _papers(names)])
    write_lists(place / "2023年度考核登记汇总.xlsx", [_appraisals(postings)])
    write_lists(folder / "2024-12" / "2024年度考核登记汇总.xlsx", [_this_years(postings)])
    write_lists(place / "2024年学习活动登记台账.xlsx", [_activities(names)])


def _books(names: Sequence[str]) -> Listing:
    """List the books kept by month; the teams came in May 2023."""
    heads = ("村（社区）", "资料名称", "所属月份", "至", "有无", "存放位置")
    rows: list[tuple[object, ...]] = []
    for village in names:
        for book in _MONTHLY:
            if (village, book) == (_BY_TEAM_BOOK, "队长工作记录"):
                continue
            rows.append((village, book, "2023年5月", "2023年12月", "有", "2023年第1盒"))
            split = (village, book) == (_NO_MINUTES, "会议记录")
            spans = (
                (("2024年1月", "2024年2月"), ("2024年4月", "2024年12月")) if split else (("2024年1月", "2024年12月"),)
            )
            rows += [(village, book, *span, "有", "2024年第1盒") for span in spans]
    return Listing("按月台账", ("青禾镇驻村工作档案资料目录（按月台账）",), heads, rows)


def _papers(names: Sequence[str]) -> Listing:
    """List rules, plans and the papers of 2023, and the photographs of the notice boards."""
    heads = ("村（社区）", "资料名称", "年度", "形成日期", "有无", "存放位置")
    rows: list[tuple[object, ...]] = [(TOWNSHIP, name, "", "", "有", "镇党群办") for name in _SYSTEMS]
    for village in names:
        rows.append((village, "五年发展规划", "", "", "有", "村部文件柜"))
        rows += [
            (
                village,
                name,
                2023,
                "",
                "无" if (village, name) == (_NO_PLAN, "乡土人才培养计划") else "有",
                "2023年第2盒",
            )
            for name in _YEARLY
        ]
        rows.append((village, "驻村工作队公示牌照片", "", date(2023, 5, 22), "有", "2023年第1盒"))
    rows.append((_BOARD_LATE[0], "驻村工作队公示牌照片", "", date(2024, 12, 20), "有", "2024年第1盒"))
    return Listing("制度和年度资料", ("青禾镇驻村工作档案资料目录（制度和年度资料）",), heads, rows)


def _appraisals(postings: Sequence[Posting]) -> Listing:
    heads = ("村（社区）", "姓名", "派出单位", "考核年度", "考核登记表", "述职报告", "考核等次")
    rows = [
        (
            one.village,
            one.person,
            one.unit,
            2023,
            "有",
            "无" if (one.village, one.person) == _NO_REPORT else "有",
            "称职",
        )
        for one in postings
        if one.arrived.year == 2023
    ]
    return Listing("考核登记", ("青禾镇驻村干部2023年度考核登记汇总表",), heads, rows)


def _this_years(postings: Sequence[Posting]) -> Listing:
    heads = ("村（社区）", "队员姓名", "派出单位", "年度", "考核登记表", "述职报告", "考核结果")
    rows = [
        (one.village, one.person, one.unit, 2024, "有", "有", _grade(one)) for one in postings if one.active(_DECEMBER)
    ]
    return Listing("考核登记", ("青禾镇驻村干部2024年度考核登记汇总表",), heads, rows)


def _grade(one: Posting) -> str:
    if (one.village, one.person) == _UNDECIDED:
        return "不定等次"
    return "优秀" if (one.village, one.person) in _EXCELLENT else "称职"


def _activities(names: Sequence[str]) -> Listing:
    heads = ("村（社区）", "活动时间", "活动类别", "活动内容", "参加对象", "参加人数", "佐证材料")
    rows: list[tuple[object, ...]] = []
    for month in range(1, 13):
        held = date(2024, month, 2)
        rows.append(
            (TOWNSHIP, held, "驻村工作调度会", "通报上月考勤，安排当月工作", "各村第一书记、队长", 22, "签到表")
        )
        rows += [row for number, village in enumerate(names) for row in _of_village(village, number, month)]
    return Listing("学习活动", ("青禾镇2024年学习活动登记台账",), heads, rows)


def _of_village(village: str, number: int, month: int) -> Iterator[tuple[object, ...]]:
    subject = _SUBJECTS[(number + month) % len(_SUBJECTS)]
    if (village, month) != _NO_PARTY_DAY:
        yield (
            village,
            date(2024, month, 5),
            "主题党日",
            f"重温入党誓词，学习{subject}",
            "党员",
            24 + number,
            "照片3张",
        )
    if (village, month) != _NO_STUDY:
        yield (
            village,
            date(2024, month, 8 + number),
            "集中学习",
            f"学习{subject}",
            "党员、村“两委”",
            15 + number,
            "照片2张",
        )
    if month == 11:
        agenda = _AGENDA.replace("，讲解问卷测试", "") if village == _POOR_AGENDA else _AGENDA
        yield (village, date(2024, 11, 12 + number), "年度述职大会", agenda, _EVERYBODY, 80 + number, "照片6张、签到表")
