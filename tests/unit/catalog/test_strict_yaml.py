"""YAML read strictly: look-alikes stay text, mistakes are told with file, line and column."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.catalog.documents import documents, read_yaml
from audit.catalog.problems import CatalogError, Problems
from audit.catalog.strict import parse_yaml


def refusals(text: str) -> tuple[str, ...]:
    with pytest.raises(CatalogError) as error:
        parse_yaml(text, "a.yml")
    return error.value.messages


def places_or_refusals(text: str) -> tuple[str, ...]:
    try:
        document = parse_yaml(text, "a.yml")
    except CatalogError as error:
        return error.messages
    return tuple(document.place(keys) for keys in document.values)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("8:30", "8:30"),
        ("yes", "yes"),
        ("on", "on"),
        ("No", "No"),
        ("012", "012"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("2023-11-01", "2023-11-01"),
        ("1e3", "1e3"),
        (".5", ".5"),
        (".inf", ".inf"),
        ("+5", "+5"),
        ("True", "True"),
        ("NULL", "NULL"),
        ("'20'", "20"),
        ('"true"', "true"),
        ('""', ""),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-3", -3),
        ("20", 20),
        ("0.5", 0.5),
        ("-1.50", -1.5),
    ],
)
def test_only_exact_numbers_and_words_are_not_text(written: str, meant: object) -> None:
    value = parse_yaml(f"a: {written}\n", "a.yml").data["a"]
    assert value == meant
    assert type(value) is type(meant)


def test_keys_are_always_text() -> None:
    assert parse_yaml("1: a\nyes: b\n2023-01-01: c\n", "a.yml").data == {"1": "a", "yes": "b", "2023-01-01": "c"}


def test_every_value_and_key_knows_its_place() -> None:
    document = parse_yaml("村: 桃溪村\ncases:\n  - name: 一\n  - {name: 二, given: {甲: 1}}\n", "a.yml")
    assert document.place(("村",)) == "a.yml:1:4"
    assert document.place(("cases", 1, "given", "甲")) == "a.yml:4:26"
    assert document.place(("cases", 1, "given", "甲"), at_key=True) == "a.yml:4:23"
    assert document.place(("cases", 0, "expect")) == "a.yml:3:5"
    assert document.place(("nothing", "here")) == "a.yml:1:1"


def test_every_duplicate_key_is_told_with_the_first_line() -> None:
    assert refusals("a: 1\nb: {c: 1, c: 2}\na: 3\n") == (
        "a.yml:2:11 重复的键“c”（第2行已有）",
        "a.yml:3:1 重复的键“a”（第1行已有）",
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x 1\nb: 2\n", "a.yml:1:4 不能使用引用（& 或 *）；以它们开头的文字请加引号"),
        ("a: !!python/name:os.system ''\n", "a.yml:1:4 不能使用类型标记（!）；以感叹号开头的文字请加引号"),
        ("a: !!str 5\n", "a.yml:1:4 不能使用类型标记（!）；以感叹号开头的文字请加引号"),
        ("a: {person}: x\n", "a.yml:1:12 此处不应再有“: ”：检查上一行缩进，含“: ”的文字请加引号"),
        ("a: 1\n---\nb: 2\n", "a.yml:2:1 一个文件只能有一份内容，不能再有“---”"),
        ("", "a.yml:1:1 文件是空的"),
        ("# 只有说明\n", "a.yml:1:1 文件是空的"),
        ("{a: 1}: 2\n", "a.yml:1:1 键只能是文字；花括号中的占位符请加引号"),
        ("a:\n\tb: 1\n", "a.yml:2:1 此处的字符不能作开头：缩进请用空格，不用制表符；以 @ ` % 开头的文字请加引号"),
        ("a: b: c\n", "a.yml:1:5 此处不应再有“: ”：检查上一行缩进，含“: ”的文字请加引号"),
        ("a: [1, 2\nb: 3\n", "a.yml:2:2 方括号或花括号没有配对，或缺少逗号"),
        ("a: 'x\n", "a.yml:2:1 引号没有配对"),
        ("- a\nb: 1\n", "a.yml:2:1 缩进不齐，或列表项前缺少“- ”"),
        ("a: 1\nb: \x01\n", "a.yml:2:4 文件中有看不见的控制字符，请删除"),
        ("[" * 40 + "]" * 40, "a.yml:1:22 层次过深"),
    ],
)
def test_mistakes_are_told_in_chinese(text: str, message: str) -> None:
    assert refusals(text) == (message,)


def test_an_alias_cannot_blow_up_a_file() -> None:
    lines = ["a0: &a0 [x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert len(refusals("\n".join(lines))) > 12


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes("村: 桃溪村\n".encode("gb18030"))
    with pytest.raises(CatalogError) as error:
        read_yaml(path)
    assert error.value.messages == (f"{path}:1:1 文件不是UTF-8编码，请用UTF-8另存",)


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.yml"
    path.write_bytes("村: 桃溪村\n".encode("utf-8-sig"))
    assert read_yaml(path).data == {"村": "桃溪村"}


def test_a_file_that_would_be_overlooked_for_its_ending_is_told(office) -> None:
    path = office.write("rules/policies/own.yaml", "id: own\n")
    problems = Problems()
    list(documents("rules", "policies/*.yml", problems))
    assert f"{path}:1:1 文件扩展名须为 .yml，否则不会生效" in problems.messages


@given(st.text(alphabet=st.sampled_from("ab：: -[]{},'\"&*!|>#%@`?\n\t\r0.5~\x00\u2028村\ud7ff\ufeff"), max_size=60))
@settings(max_examples=500, deadline=None)
def test_any_text_is_either_read_or_refused_with_its_place(text: str) -> None:
    found = places_or_refusals(text)
    assert found
    assert all(re.match(r"a\.yml:\d+:\d+($| .*[\u4e00-\u9fff])", message, re.DOTALL) for message in found)
