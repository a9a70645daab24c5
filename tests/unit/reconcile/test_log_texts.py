"""What the words of a log give away, and what they do not."""

from datetime import date

import pytest

from audit.reconcile import log_texts

STOCK = ("入户走访", "整理资料", "村委值班")
SPELLINGS = {"桃溪村": "桃溪村", "柳湾村": "柳湾村", "桃溪": "桃溪村", "白鹭社区": "白鹭社区", "柳湾": "柳湾村"}
DAY = date(2023, 11, 7)


@pytest.mark.parametrize(
    ("text", "empty"),
    [
        ("入户走访", True),
        ("上午入户走访，下午整理资料，晚上村委值班。继续入户走访、整理资料、村委值班", True),
        ("走访三组陈大有家，核对医保缴费，补交一百元", True),
        ("走访三组陈大有家，核对医保缴费，补交一百元整", False),
        ("今天到三组查看水渠破口，量了长度，报镇里申请养护资金", False),
    ],
    ids=["a word", "stock phrases alone", "nineteen characters", "twenty characters", "a real one"],
)
def test_a_log_that_is_short_or_has_stock_phrases_alone_says_nothing(text, empty):
    assert log_texts.says_nothing(text, STOCK, 20) is empty


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("上午到柳湾村三组走访", "到柳湾村三组"),
        ("在白鹭社区脱贫户家中核对", "在白鹭社区脱贫户"),
        ("深入柳湾村监测户", "深入柳湾村监测户"),
        ("到桃溪村三组走访", ""),
        ("与柳湾村接壤的三组修路", ""),
        ("到柳湾村参加联席会", ""),
        ("到柳湾村", ""),
    ],
)
def test_only_work_in_another_villages_homes_counts(text, found):
    pattern = log_texts.other_villages(SPELLINGS)
    assert log_texts.foreign_place(text, pattern, SPELLINGS, ("桃溪村",)) == found


def test_a_member_of_two_villages_works_in_both():
    pattern = log_texts.other_villages(SPELLINGS)
    assert log_texts.foreign_place("到柳湾村三组走访", pattern, SPELLINGS, ("桃溪村", "柳湾村")) == ""
    assert log_texts.foreign_place("到柳湾村三组走访", log_texts.other_villages({}), {}, ("桃溪村",)) == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2023年11月7日 星期二 晴 走访三组", ""),
        ("11月6日 星期二 晴 走访三组", "文中写11月6日"),
        ("２０２３年１１月８日：走访三组", "文中写11月8日"),
        ("今天是11月8日，走访三组", "文中写11月8日"),
        ("11月3日晚接到通知，今天到三组核对", ""),
        ("星期五，晴，走访三组", "文中写星期五，当日是星期二"),
        ("今天周二，走访三组", ""),
        ("今天是礼拜天，走访三组", "文中写星期日，当日是星期二"),
        ("商定星期五再去，走访三组", ""),
        ("水渠已于11月9日修好，入户回访", "文中称“已于11月9日”，在日志日期之后"),
        ("水渠已于11月5日修好，入户回访", ""),
        ("计划于11月9日修水渠", ""),
        ("水渠已于2月30日修好", ""),
    ],
)
def test_dates_in_the_text_go_with_the_day(text, said):
    assert log_texts.wrong_date(text, [DAY]) == said


def test_any_of_a_logs_days_and_weekdays_may_stand_in_its_text():
    days = [date(2023, 11, number) for number in (6, 7, 8)]
    assert log_texts.wrong_date("11月8日 星期三 晴 走访三组", days) == ""
    assert log_texts.wrong_date("水渠已于11月8日修好", days) == ""
    assert log_texts.wrong_date("星期五，晴，走访三组", days) == "文中写星期五，当日是星期一、二、三"


def test_a_december_day_in_a_january_log_is_last_years():
    assert log_texts.wrong_date("水渠已于12月28日修好", [date(2024, 1, 3)]) == ""


@pytest.mark.parametrize(
    ("text", "role", "said"),
    [
        ("作为驻村第一书记，我主持了会议", "team_member", "作为驻村第一书记"),
        ("作为驻村第一书记，我主持了会议", "first_secretary", ""),
        ("作为工作队长，安排了值守", "first_secretary", ""),
        ("作为工作队长，安排了值守", "team_member", "作为工作队长"),
        ("陪同第一书记走访", "team_member", ""),
    ],
)
def test_the_writer_speaks_as_what_he_is(text, role, said):
    assert log_texts.wrong_role(text, role) == said


@pytest.mark.parametrize(
    ("text", "meeting"),
    [
        ("上午参加镇里召开的驻村工作例会", True),
        ("在村部开会，讨论水渠", True),
        ("组织召开党员大会", True),
        ("准备召开村民代表会议的材料", False),
        ("原定参加镇里会议，因雨取消", True),
        ("镇里会议取消，参加会议未成", False),
        ("晚上整理会议纪要", False),
        ("参加视频会议学习文件", False),
        ("没开会，入户走访", False),
        ("通知各户明天召开会议", False),
        ("召集三组群众开院坝会", False),
    ],
)
def test_a_meeting_that_was_held_is_told_from_one_that_was_not(text, meeting):
    assert log_texts.tells_of_meeting(text) is meeting


def test_visits_and_days_away_are_recognised():
    assert log_texts.tells_of_visit("上门看望独居老人")
    assert not log_texts.tells_of_visit("整理档案")
    assert log_texts.tells_of_being_away("全天在县农业农村局对接项目")
    assert not log_texts.tells_of_being_away("全天陪同县农业农村局专家组察看现场")
