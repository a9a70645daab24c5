"""October 2023: what must be found, and why."""

from datetime import date

from .model import Expected
from .standing import standing_problems

FIRST_DAY = date(2023, 10, 1)


def dates(*numbers: int) -> list[date]:
    """List days of October by their numbers."""
    return [date(2023, 10, number) for number in numbers]


EXPECTED = (
    Expected(
        "untraced-run",
        "石磨村",
        "王芳",
        date(2023, 10, 20),
        "10月20日、23日、24日连续三个工作日无任何痕迹、无手续，周末不打断",
        dates(20, 23, 24),
    ),
    Expected("village-unattended", "雁池村", "", date(2023, 10, 4), "国庆假期一天无人轮值，休息日只作提示", dates(4)),
    Expected("sign-in-impossible", "双桥村", "曾凡荣", FIRST_DAY, "10月12日在双桥村、石磨村都签了全天", dates(12)),
    Expected(
        "log-attendance-mismatch",
        "双桥村",
        "范永康",
        FIRST_DAY,
        "3天有签到或打卡而无日志；其中在村无日志2天，未超过容许天数",
        dates(17, 19, 26),
    ),
    Expected("work-log-alike", "柳湾村", "何晓峰", FIRST_DAY, "10月18日日志与同队罗建平逐字相同", dates(18)),
    Expected("work-log-alike", "柳湾村", "罗建平", FIRST_DAY, "10月18日日志与同队何晓峰逐字相同", dates(18)),
    Expected("punch-abnormal", "柳湾村", "唐雪梅", FIRST_DAY, "三次“定位异常”，一般异常达到3次", dates(9, 11, 20)),
    Expected("leave-proof-missing", "云台村", "谭宏伟", date(2023, 10, 10), "病假3天没有诊断证明"),
    Expected("meeting-proof-missing", "松岭村", "", date(2023, 10, 25), "工作队会议没有会议记录"),
    *standing_problems(),
)

NO_SOURCE: tuple[tuple[str, str, str], ...] = ()
