"""November 2023: what must be found, and why."""

from datetime import date

from .model import Expected
from .standing import standing_problems

FIRST_DAY = date(2023, 11, 1)


def dates(*numbers: int) -> list[date]:
    """List days of November by their numbers."""
    return [date(2023, 11, number) for number in numbers]


EXPECTED = (
    Expected(
        "untraced-run",
        "柳湾村",
        "唐雪梅",
        date(2023, 11, 6),
        "三个工作日无签到、打卡、日志、会议，也无请假公务；应签未签、无打卡并入本条",
        dates(6, 7, 8),
    ),
    Expected(
        "absent-without-leave",
        "双桥村",
        "郑丽娟",
        date(2023, 11, 15),
        "一个工作日无任何痕迹、无手续，不足三日",
        dates(15),
    ),
    Expected("monthly-days-short", "石磨村", "王芳", FIRST_DAY, "22个工作日中8天只签半天，在村18天，应20天"),
    Expected(
        "first-secretary-days-short",
        "双桥村",
        "杨志成",
        FIRST_DAY,
        "经批准年休假8个工作日，到村14天，不足22天的三分之二（15天）；请假使每月20天的要求降为14天",
    ),
    Expected(
        "village-unattended", "桃溪村", "", date(2023, 11, 23), "三人同日参加县里培训，有通知，但村里无人", dates(23)
    ),
    Expected("village-unattended", "云台村", "", date(2023, 11, 18), "周末两天无人轮值，休息日只作提示", dates(18, 19)),
    Expected(
        "days-not-corroborated", "白鹭社区", "秦少华", FIRST_DAY, "签到够数，7天没有打卡，能相互印证的天数不足20天"
    ),
    Expected(
        "punch-missing",
        "白鹭社区",
        "秦少华",
        FIRST_DAY,
        "7个工作日有签到、日志而无打卡；签到打卡不一致并入本条",
        dates(3, 6, 8, 13, 15, 20, 28),
    ),
    Expected(
        "punch-missing", "石磨村", "邓国栋", FIRST_DAY, "3个工作日无打卡，超过2天；能印证的天数仍够", dates(2, 10, 24)
    ),
    Expected(
        "sign-in-missing",
        "白鹭社区",
        "向春燕",
        FIRST_DAY,
        "3个工作日有打卡、日志而未签到；签到打卡不一致并入本条",
        dates(7, 9, 21),
    ),
    Expected("sign-in-impossible", "白鹭社区", "蒋雨", FIRST_DAY, "11月16日到任，14日、15日已有签到", dates(14, 15)),
    Expected("punch-abnormal", "松岭村", "潘秀云", FIRST_DAY, "两次打卡记有“模拟定位”", dates(7, 22)),
    Expected("punch-repaired-often", "桃溪村", "陈立强", FIRST_DAY, "补卡4次，超过3次", dates(2, 8, 15, 24)),
    Expected(
        "work-log-missing",
        "松岭村",
        "陈立强",
        FIRST_DAY,
        "4个在村日无日志，超过2天；考勤日志不一致并入本条",
        dates(3, 10, 17, 27),
    ),
    Expected("work-log-alike", "雁池村", "石小芹", FIRST_DAY, "4篇日志只有数字不同", dates(6, 9, 20, 28)),
    Expected("work-log-book-missing", "石磨村", "", FIRST_DAY, "彭小兵、王芳的日志编在同一册"),
    Expected(
        "leave-approved-too-low",
        "雁池村",
        "龙国庆",
        date(2023, 11, 23),
        "2个工作日的假由村党支部书记批准，应报乡镇",
    ),
    Expected("leave-approved-late", "松岭村", "贺军", date(2023, 11, 9), "11月9日离岗，10日才批准，事假无宽限"),
    Expected("leave-not-cancelled", "石磨村", "彭小兵", date(2023, 11, 16), "11月17日假满，台账无销假时间"),
    Expected("leave-proof-missing", "桃溪村", "周文博", date(2023, 11, 14), "钉钉批准的半天事假没有登入请销假台账"),
    Expected(
        "records-during-leave",
        "白鹭社区",
        "冉光明",
        date(2023, 11, 16),
        "全天年休假的11月17日签到册上有签到，当天不计在村",
        dates(17),
    ),
    Expected(
        "sign-in-punch-mismatch",
        "柳湾村",
        "罗建平",
        FIRST_DAY,
        "2天有签到无打卡、1天有打卡无签到，分别都在容许之内，合计3天超过2天",
        dates(2, 16, 28),
    ),
    Expected("team-meetings-short", "云台村", "", FIRST_DAY, "同一天的两次工作队会议算一次，村“两委”会议不算，全月1次"),
    Expected("meeting-proof-missing", "雁池村", "", date(2023, 11, 22), "工作队会议没有照片"),
    *standing_problems(),
    Expected("team-understaffed", "松岭村", "", date(2023, 10, 26), "第一书记缺配25天（10月26日至11月19日）"),
)

NO_SOURCE = (
    ("桃溪村", "work_logs", "桃溪村没有报11月工作日志：相关规则记资料不足，不算问题"),
    ("桃溪村", "leave_slips", "周文博的半天事假只有钉钉审批：看不出审批人的层级，也看不出是否销假"),
    ("松岭村", "sign_ins", "马天宇11月26日的签到符号不认得，当月在村天数算不出"),
)

AHEAD = (
    Expected(
        "month-shortfall-ahead",
        "石磨村",
        "王芳",
        FIRST_DAY,
        "截至11月20日在村11天，余下10天天天在村也只有21天，余量不足2天",
    ),
    Expected(
        "month-shortfall-ahead",
        "双桥村",
        "杨志成",
        FIRST_DAY,
        "截至11月20日在村8天，余下除已批年休假只有8天，余量不多于2天",
    ),
)
