from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.validate import text
from audit.validate.cells import CellError
from audit.validate.parsers.choices import read_choice, read_yes_no
from audit.validate.parsers.names import read_name, read_names, read_phone
from audit.validate.parsers.numbers import read_days, read_integer, read_money, read_number
from audit.validate.parsers.times import Clock, read_time


@pytest.mark.parametrize(
    ("written", "minutes", "outside"),
    [
        ("8:5", 485, False),
        ("08：58", 538, False),
        ("次日 00:10", 1450, False),
        ("24:00", 1440, False),
        ("08:12外勤", 492, True),
        ("08:30:15", 510, False),
        ("0.354166", 510, False),
        ("8时30分", 510, False),
        ("8点", 480, False),
        ("下午3点半", 930, False),
        ("中午12:30", 750, False),
        ("凌晨12:10", 10, False),
    ],
)
def test_a_time_is_read_in_every_form_it_is_written(written: str, minutes: int, outside: bool) -> None:
    assert read_time(written) == Clock(minutes, outside)


@pytest.mark.parametrize(
    ("written", "say"),
    [
        ("25:00", "“25:00”这个时间不存在，请改为实际时间"),
        ("8:60", "“8:60”这个时间不存在，请改为实际时间"),
        ("24:10", "“24:10”这个时间不存在，请改为实际时间"),
        ("早饭后", "“早饭后”不是时间，请写成08:30这样的时间"),
    ],
)
def test_a_time_that_cannot_be_is_said_with_its_remedy(written: str, say: str) -> None:
    with pytest.raises(CellError) as caught:
        read_time(written)
    assert (caught.value.code, caught.value.say) == ("bad-time", say)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3天", 3.0),
        ("1.0", 1.0),
        ("２", 2.0),
        ("12.05", 12.05),
        ("1,200", 1200.0),
        ("-3", -3.0),
        ("8小时", 8.0),
        ("--", None),
    ],
)
def test_a_number_is_read_with_or_without_its_unit(written: str, number: float | None) -> None:
    assert read_number(written) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3天", 3.0),
        ("1.0", 1.0),
        ("２．５", 2.5),
        ("半天", 0.5),
        ("两天半", 2.5),
        ("3天半", 3.5),
        ("三天", 3.0),
        ("", None),
    ],
)
def test_days_come_in_halves(written: str, number: float | None) -> None:
    assert read_days(written) == number


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("680.50", 680_50),
        ("1,200元", 1_200_00),
        ("￥360", 360_00),
        ("１０万元", 100_000_00),
        ("1.5万", 15_000_00),
        ("0.1", 10),
        ("10000元整", 10_000_00),
        ("-20", -20_00),
        ("", None),
    ],
)
def test_an_amount_is_read_in_whole_fen(written: str, fen: int | None) -> None:
    assert read_money(written) == fen


@pytest.mark.parametrize(
    ("read", "written", "code", "say"),
    [
        (read_money, "一笔", "bad-money", "“一笔”不是金额，请填数字，如680.50"),
        (read_money, "3.333", "bad-money", "“3.333”不足一分，金额请精确到分"),
        (read_money, "1" * 15, "bad-money", f"“{'1' * 15}”这个金额太大，请核对单位是元还是万元"),
        (read_number, "若干", "bad-number", "“若干”不是数字，请填数字"),
        (read_number, "1e40", "bad-number", "“1e40”这个数太大，请核对"),
        (read_integer, "1.5", "bad-integer", "“1.5”不是整数，请填整数"),
        (read_days, "0.3", "bad-days", "“0.3”不是以半天为单位的天数，请填1、1.5这样的天数"),
        (read_days, "-1", "bad-days", "“-1”不是以半天为单位的天数，请填1、1.5这样的天数"),
    ],
)
def test_what_is_no_number_is_said_with_its_remedy(read, written: str, code: str, say: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CellError) as caught:
        read(written)
    assert (caught.value.code, caught.value.say) == (code, say)


def test_a_count_written_as_a_float_is_whole() -> None:
    assert read_integer("132.0") == 132


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张　三", "张三"),
        ("张  三", "张三"),
        ("\xa0王\xa0芳", "王芳"),
        ("王芳（离职）", "王芳"),
        ("李雷3月15离职", "李雷"),
        ("李雷3月15日离职", "李雷"),
        ("李雷2023年3月15日调离", "李雷"),
        ("阿依·古丽", "阿依·古丽"),
        ("阿依•古丽", "阿依·古丽"),
        ("阿依・古丽", "阿依·古丽"),
        ("买买提.艾力", "买买提·艾力"),
        ("王芳13800001111", "王芳"),
        ("王芳（联络人）138 0000 1111", "王芳"),
        ("𠮷田", "𠮷田"),
        ("John Smith", "John Smith"),
        ("", ""),
        ("/", ""),
    ],
)
def test_a_name_is_kept_without_what_is_written_around_it(written: str, name: str) -> None:
    assert read_name(written) == name


@pytest.mark.parametrize("written", ["123", "张三、李四", "张三/李四", "√"])
def test_what_is_not_one_name_is_refused(written: str) -> None:
    with pytest.raises(CellError) as caught:
        read_name(written)
    assert (caught.value.code, caught.value.say) == ("bad-name", f"“{written}”不是一个人的姓名，请只写姓名")


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("王芳、李雷，张 三;赵六\n钱七", ("王芳", "李雷", "张三", "赵六", "钱七")),
        ("王芳 李雷", ("王芳", "李雷")),
        ("张 三 李 四", ("张三", "李四")),
        ("欧 阳 锋", ("欧阳锋",)),
        ("王芳等5人", ("王芳",)),
        ("王芳，王芳", ("王芳",)),
        ("主持：王芳 李雷", ("王芳", "李雷")),
        ("王芳（记录）、李雷", ("王芳", "李雷")),
        ("无", ()),
        ("", ()),
    ],
)
def test_a_list_of_names_is_parted_by_any_separator(written: str, names: tuple[str, ...]) -> None:
    assert read_names(written) == names


def test_a_list_that_holds_no_name_is_refused() -> None:
    with pytest.raises(CellError) as caught:
        read_names("王芳、12345")
    assert (caught.value.code, caught.value.say) == ("bad-name", "“12345”不是姓名，请用顿号把姓名隔开")


@pytest.mark.parametrize(
    ("written", "tail"),
    [
        ("13800001111", "1111"),
        ("1.3800001111E10", "1111"),
        ("13800001111.0", "1111"),
        ("138-0000-1111", "1111"),
        ("138****1111", "1111"),
        ("0730-2220001", "0001"),
        ("1111", "1111"),
        ("", ""),
    ],
)
def test_of_a_phone_number_only_the_last_four_digits_are_kept(written: str, tail: str) -> None:
    assert read_phone(written) == tail


def test_a_bad_phone_number_is_not_repeated_in_the_message() -> None:
    with pytest.raises(CellError) as caught:
        read_phone("138000011112x")
    assert (caught.value.code, caught.value.say) == ("bad-phone", "不是电话号码，请填手机号或后四位")


@pytest.mark.parametrize("written", ["有", "是", "√", "齐全", "3", "3张", "1.0", "Y"])
def test_yes_is_said_in_many_ways(written: str) -> None:
    assert read_yes_no(written) is True


@pytest.mark.parametrize("written", ["无", "否", "×", "缺", "0", "0.0", "X"])
def test_no_is_said_in_many_ways(written: str) -> None:
    assert read_yes_no(written) is False


@pytest.mark.parametrize("written", ["", " ", "-", "--", "/"])
def test_a_blank_is_neither_yes_nor_no(written: str) -> None:
    assert read_yes_no(written) is None


def test_an_answer_between_yes_and_no_is_refused() -> None:
    with pytest.raises(CellError) as caught:
        read_yes_no("待补")
    assert (caught.value.code, caught.value.say) == ("bad-yes-no", "“待补”看不出有无，请填“有”或“无”")


ROLES = {"第一书记": "first_secretary", "/^(?!.*副).*队长$/": "team_leader", "/队员|副队长/": "team_member"}


@pytest.mark.parametrize(
    ("written", "code"),
    [("第 一 书记", "first_secretary"), ("工作队长", "team_leader"), ("副队长", "team_member"), ("", ""), ("--", "")],
)
def test_a_choice_is_a_literal_first_and_then_a_pattern(written: str, code: str) -> None:
    assert read_choice(ROLES)(written) == code


def test_an_unknown_choice_names_what_may_be_written() -> None:
    with pytest.raises(CellError) as caught:
        read_choice(ROLES)("联络员")
    assert caught.value.say == "“联络员”不是这一列能填的内容，请填第一书记之一"
    assert caught.value.code == "bad-choice"


def test_a_literal_wins_over_an_earlier_pattern_and_width_does_not_matter() -> None:
    read = read_choice({"/^.*$/": "other", "ＡＢ": "literal"})
    assert (read("ab"), read("AB "), read("别的")) == ("literal", "literal", "other")


def test_control_characters_and_lone_surrogates_are_stripped() -> None:
    assert text.clean("\x00张\x1f三\ud800\u200b\ufeff\r\n李四 ") == "张三\n李四"


def test_phone_and_identity_numbers_are_masked_where_errors_show_them() -> None:
    assert text.shown("王芳13800001111") == "王芳*******1111"
    assert text.shown("王芳 138 0000 1111") == "王芳 *******1111"
    assert text.shown("110101190001011234") == "*******1234"
    assert text.shown("202311071620000012345") == "202311071620000012345"
    assert len(text.shown("长" * 200)) == 60


@given(raw=st.text(max_size=40))
def test_no_text_breaks_a_reader(raw: str) -> None:
    for read in (read_time, read_number, read_integer, read_days, read_name, read_names, read_phone, read_yes_no):
        with suppress(CellError):
            read(raw)


@given(number=st.integers(0, 400), form=st.sampled_from(["{}", "{}天", "{} 天", "{}日"]))
def test_any_number_of_half_days_is_read_back(number: int, form: str) -> None:
    assert read_days(form.format(number / 2)) == number / 2


@given(hour=st.integers(0, 23), minute=st.integers(0, 59), form=st.sampled_from(["{}:{:02}", "{:02}：{:02}", "{}:{}"]))
def test_any_time_is_read_back(hour: int, minute: int, form: str) -> None:
    assert read_time(form.format(hour, minute)) == Clock(hour * 60 + minute)


@given(tail=st.integers(0, 9999))
def test_no_digit_of_a_phone_number_but_the_last_four_survives(tail: int) -> None:
    assert read_phone(f"1380000{tail:04d}") == f"{tail:04d}"
