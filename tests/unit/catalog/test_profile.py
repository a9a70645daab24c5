"""The office's profile: headers, symbols, names and conventions that need no question next month."""

import pytest

from audit import catalog
from audit.catalog import with_entries
from audit.catalog.profile_text import entries_under


def test_without_a_profile_nothing_is_added(office) -> None:
    contracts = catalog.load_imports()
    assert not any(contract.ignored for contract in contracts.values())
    assert catalog.load_identities().same == ()
    assert catalog.office_notes(()) == ()


def test_a_learned_header_is_an_alias_also_of_the_column_read_from_the_same_cell(office) -> None:
    office.write("profile/columns.yml", '"leave_ledger":\n  "签批领导（领导）": 批准人\n')
    columns = catalog.load_imports()["leave_ledger"].columns
    assert columns["approver"].aliases[0] == columns["approver_level"].aliases[0] == "签批领导（领导）"


def test_a_header_given_to_one_column_is_taken_from_the_others(office) -> None:
    office.write("profile/columns.yml", "请销假台账:\n  时间: applied_at\n")
    columns = catalog.load_imports()["leave_ledger"].columns
    assert "时间" in columns["applied_at"].aliases
    assert "时间" not in (*columns["start"].aliases, *columns["end"].aliases)


def test_an_ignored_header_is_nobodys(office) -> None:
    office.write("profile/columns.yml", "leave_ledger:\n  类 型: ignore\n")
    contract = catalog.load_imports()["leave_ledger"]
    assert contract.ignored == {"类型"}
    assert "类型" not in contract.columns["leave_type"].aliases


def test_a_symbol_is_given_by_its_code_or_by_a_word_that_is_known(office) -> None:
    office.write("profile/symbols.yml", "sign_in_grid:\n  code:\n    ☆: duty\n    ◎: 事假\n    差: present\n")
    choices = catalog.load_imports()["sign_in_grid"].columns["code"].choices
    assert (choices["☆"], choices["◎"], choices["差"]) == ("duty", "leave", "present")


@pytest.mark.parametrize(
    ("file", "text", "place", "said"),
    [
        ("columns", "leave_leger:\n  甲: person\n", "1:1", "没有表“leave_leger”，是否想写“leave_ledger”？"),
        ("columns", "leave_ledger:\n  甲: aprover\n", "2:6", "没有可从表头读取的列“aprover”，是否想写“approver”？"),
        ("columns", "sign_in_grid:\n  甲: mark\n", "2:6", "没有可从表头读取的列“mark”"),
        ("columns", "leave_ledger: 甲\n", "1:15", "应为“键: 值”的形式"),
        ("symbols", "sign_in_grid:\n  person:\n    甲: duty\n", "2:3", "没有可选的列“person”"),
        ("symbols", "sign_in_grid:\n  code:\n    ☆: 走亲戚\n", "3:8", "不知道“走亲戚”是什么，可写：到岗、半天"),
        ("symbols", "sign_in_grid:\n  code:\n    /[/: duty\n", "3:5", "不能写成正则表达式"),
        ("people", "same:\n  - {written: 甲, iz: 乙}\n", "2:18", "未知的键"),
        ("people", "same:\n  - {written: 甲, is: 乙}\n  - {written: 甲, is: 丙}\n", "3:5", "“甲”已在第1项定过"),
        ("people", "same:\n  - {written: 甲, is: 乙}\napart:\n  - {written: 甲, is_not: 乙}\n", "2:5", "请只留一项"),
        ("conventions", "trip_counts: leave\n", "1:1", "没有名为“trip_counts”的口径"),
        ("conventions", "trip_counts_as: absent\n", "1:17", "“absent”不在可选值中"),
    ],
)
def test_a_mistake_in_the_profile_is_told_with_file_line_and_column(office, file, text, place, said) -> None:
    path = office.write(f"profile/{file}.yml", text)
    load = {"people": catalog.load_identities, "conventions": catalog.office_conventions}.get(
        file, catalog.load_imports
    )
    with pytest.raises(catalog.CatalogError) as error:
        load()
    assert any(line.startswith(f"{path}:{place} ") and said in line for line in error.value.messages), error.value


def test_the_offices_convention_wins_over_the_policys_and_the_report_says_so(office) -> None:
    office.write("profile/conventions.yml", "trip_counts_as: leave\nnot_kept: [duty_records]\nlog_similarity: 80\n")
    policies = tuple(catalog.load_policies().values())
    assert catalog.conventions(policies).trip_counts_as == "leave"
    assert catalog.conventions(policies).not_kept == ("duty_records",)
    told = "\n".join(catalog.office_notes(policies))
    assert "钉钉“出差”算作为“leave”（原为“duty”）" in told
    assert "log_similarity" not in told


def test_the_report_says_how_much_of_the_profile_was_used(office) -> None:
    office.write("profile/columns.yml", "leave_ledger:\n  甲: person\n  乙: ignore\n")
    office.write("profile/symbols.yml", "sign_in_grid:\n  code:\n    ☆: duty\n")
    office.write("profile/people.yml", "same:\n  - {written: 甲, is: 乙}\napart: ~\n")
    assert catalog.office_notes(()) == ("按本单位 profile 文件夹的约定读表：表头2条、符号1条、姓名1条",)


def test_surnames_have_readings_and_wrong_ones_are_told(office) -> None:
    surnames = catalog.load_identities().surnames
    assert (surnames["单"], surnames["覃"], surnames["尉迟"]) == (("shan",), ("qin", "tan"), ("yu chi",))
    office.write("data_contracts/names/surnames.yml", "单: [shàn]\n不是姓: [a]\n")
    with pytest.raises(catalog.CatalogError) as error:
        catalog.load_identities()
    assert len(error.value.messages) == 2


def test_new_entries_leave_what_a_person_wrote_as_it_is() -> None:
    before = "# 我们的\nleave_ledger:  # 请假\n    甲: person  # 好\nroster:\n  乙: unit\n"
    after = with_entries(before, ("leave_ledger",), ['"丙": role'])
    assert after == '# 我们的\nleave_ledger:  # 请假\n    "丙": role\n    甲: person  # 好\nroster:\n  乙: unit\n'
    assert with_entries(before, ("villages",), ["丁: kind"]) == before + "villages:\n  丁: kind\n"
    assert entries_under(after, ("leave_ledger",)) == ['    "丙": role', "    甲: person  # 好"]


def test_missing_keys_are_made_and_a_place_without_room_is_refused() -> None:
    made = with_entries("sign_in_grid:\n  code:\n    # ☆:\n", ("sign_in_grid", "code"), ["◎: duty"])
    assert made == "sign_in_grid:\n  code:\n    ◎: duty\n    # ☆:\n"
    assert with_entries("a:\n  b: 1\n", ("a", "c"), ["d: 2"]) == "a:\n  c:\n    d: 2\n  b: 1\n"
    assert with_entries("same:\n- {x: 1}\n", ("same",), ["- {y: 2}"]) == "same:\n- {y: 2}\n- {x: 1}\n"
    with pytest.raises(ValueError, match="请改为每项一行"):
        with_entries("same: []\n", ("same",), ["- {y: 2}"])
