"""The account of clauses and the list of rules: as pages of their own and as pages of docs/."""

import re
from datetime import date

import pytest
from msgspec.structs import replace

from audit import catalog, render
from audit.catalog.rule_reads import columns_read, sources_read
from audit.model.policy import Clause, Dated
from audit.render.clause_words import answer_counts, answer_lines, rule_words

RULES = catalog.load_rules()
POLICIES = catalog.load_policies()
FACTS = catalog.load_facts()
TOWN = POLICIES["sanjian-2023-106"]


def text(page: bytes) -> str:
    return re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<style>.*</style>", "", page.decode("utf-8")))


def test_an_answer_says_the_rules_with_their_numbers_and_what_is_switched_off() -> None:
    number = Dated(((date(2023, 1, 1), 2), (date(2024, 7, 1), 3)))
    clause = Clause(
        "一", "原文", {"team-meetings-short": {"min_meetings": number}}, off={"sign-in-missing": "由县里核"}
    )
    assert answer_lines(clause, RULES) == [
        "工作队会议少于每月两次（每月最少工作队会议次数2次，2024年7月1日起3次）",
        "停用 未落实每日签到：由县里核",
    ]
    assert rule_words("leave-proof-missing", {"need_ledger": True}, RULES).endswith("：是）")
    assert answer_lines(Clause("二", "原文", manual="现场查看", form="附件1第1项"), RULES) == [
        "现场查看",
        "记在：附件1第1项",
    ]


def test_the_page_of_a_notice_shows_each_clause_coloured_by_its_answer_with_counts() -> None:
    page = render.policy_page(TOWN, RULES)
    html = page.decode("utf-8")
    for name, number in answer_counts(TOWN).items():
        assert html.count(f'<tr class="{name}">') == number
    shown = " ".join(text(page).split())
    assert f"共 {len(TOWN.clauses)} 条" in shown
    assert "每月召开2次以上工作队会议 规则核验 工作队会议少于每月两次（每月最少工作队会议次数2次）" in shown
    assert "整理：廖家坝社区" in shown


@pytest.mark.parametrize("page", [render.policy_page(TOWN, RULES), render.rules_page(RULES, [TOWN], FACTS)])
def test_a_page_stands_alone_without_scripts(page: bytes) -> None:
    html = page.decode("utf-8")
    assert not re.search(r"<script|<link|https?:|\son\w+=|@import|url\(", html)


def test_what_a_clause_says_is_text_and_never_markup() -> None:
    odd = replace(TOWN, clauses=(Clause("一", "<b>粗</b>", outside="<script>"),))
    html = render.policy_page(odd, RULES).decode("utf-8")
    assert "&lt;b&gt;粗" in html
    assert "<script" not in html


def test_the_page_of_rules_shows_who_asks_what_is_read_and_what_came_of_it() -> None:
    counts = {"team-meetings-short": {"ok": 41, "violation": 17, "unknown": 3}}
    page = render.rules_page(RULES, [TOWN], FACTS, counts, "2023-11")
    shown = " ".join(text(page).split())
    row = shown[shown.index("team-meetings-short") :]
    assert row.index("附件1第3项 每月最少工作队会议次数2次") < row.index("41 17 3 0 0 0")
    assert "规则一览（2023-11）" in shown
    assert "没有条款要求，不会运行" in shown
    assert "不适用" not in text(render.rules_page(RULES, [TOWN], FACTS))


def test_a_rule_reads_the_columns_its_expressions_name_and_the_days_it_lists() -> None:
    rule = RULES["monthly-days-short"]
    named = [column.name for column in columns_read(rule, FACTS)]
    assert {"active_workdays", "present_days", "leave_days"} <= set(named)
    assert "min_days" not in named
    assert set(sources_read(rule, FACTS)) == {"sign_ins", "leave_slips", "duty_records"}
    missing = RULES["sign-in-missing"]
    days = {column.name for column in columns_read(missing, FACTS)} - FACTS[missing.each].columns.keys()
    assert days == set(missing.days.values())


def test_the_docs_name_every_clause_and_every_rule() -> None:
    _, _, policies = render.policy_docs(list(POLICIES.values()), RULES).partition("\n## ")
    rules = render.rule_docs(RULES, list(POLICIES.values()), FACTS)
    answered = re.findall(r"(?m)^\| .* \| (?:规则核验|人工核验|不归本程序) \| .* \|$", policies)
    assert len(answered) == sum(len(policy.clauses) for policy in POLICIES.values())
    named = re.findall(r"(?m)^### .* `(.+)`$", rules)
    assert len(named) == len(RULES)
    assert set(named) == set(RULES)


def test_the_pages_of_docs_are_those_of_the_data_files(golden) -> None:
    golden("../../docs/policies.md", render.policy_docs(list(POLICIES.values()), RULES))
    golden("../../docs/rules.md", render.rule_docs(RULES, list(POLICIES.values()), FACTS))
