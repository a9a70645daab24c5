"""The invented township: eight villages, their teams since 2018, and the papers of their rotations."""

from dataclasses import dataclass
from datetime import date

from .identity import job_no, phone, user_id
from .model import Handover, Posting, Village

TOWNSHIP = "青禾镇"
COUNTY = "清源县"
VILLAGES = (
    Village(
        "桃溪村", "桃花溪村", poor_population=212, unstable_population=9, liaison="刘振华", cadres=("田茂林", "覃玉珍")
    ),
    Village(
        "柳湾村", poor=False, poor_population=86, unstable_population=4, liaison="刘振华", cadres=("姚本立", "姚春桃")
    ),
    Village(
        "石磨村", "石磨子村", poor_population=318, unstable_population=15, liaison="宋明哲", cadres=("石大勇", "石秀兰")
    ),
    Village(
        "云台村",
        poor=False,
        poor_population=136,
        unstable_population=7,
        no_signal=True,
        liaison="宋明哲",
        cadres=("吴启东", "吴腊梅"),
    ),
    Village(
        "白鹭社区",
        "白鹭村、白鹭居委会",
        kind="社区",
        poor=False,
        poor_population=64,
        unstable_population=2,
        liaison="周敏",
        written="白鹭村",
        cadres=("白成文", "游素芳"),
    ),
    Village(
        "双桥村", poor=False, poor_population=100, unstable_population=6, liaison="周敏", cadres=("桥本忠", "舒小满")
    ),
    Village("松岭村", poor_population=275, unstable_population=11, liaison="何建安", cadres=("松永福", "阮细妹")),
    Village(
        "雁池村",
        poor_population=190,
        unstable_population=8,
        liaison="何建安",
        written="雁池",
        cadres=("池振东", "鄢小莲"),
    ),
)


@dataclass(frozen=True, slots=True)
class Batch:
    """People sent by one document: its number, its date and their first day."""

    document: str
    issued: str
    arrived: str


_B2018 = Batch("清组发〔2018〕9号", "2018-06-05", "2018-06-10")
_B2021 = Batch("清组发〔2021〕16号", "2021-05-14", "2021-05-20")
_B2021_NEW = Batch("清组发〔2021〕23号", "2021-06-25", "2021-07-01")
_B2023 = Batch("清组发〔2023〕12号", "2023-05-10", "2023-05-15")
_B2022 = Batch("清组发〔2022〕5号", "2022-03-28", "2022-04-06")
_LATE = Batch("清组发〔2021〕12号", "2021-04-19", "2021-05-20")
_BRACKETS = Batch("清组发[2021]16号", "2021-05-14", "2021-05-20")
_NOV_A = Batch("清组发〔2023〕30号", "2023-11-10", "2023-11-16")
_NOV_B = Batch("清组发〔2023〕29号", "2023-11-08", "2023-11-13")
_NOV_C = Batch("清组发〔2023〕31号", "2023-11-15", "2023-11-20")

FIRST, LEADER, MEMBER = "第一书记", "工作队长", "工作队员"

# village, person, role, unit, batch, last day (empty while in post)
_TERMS = (
    ("桃溪村", "严守信", FIRST, "县财政局", _B2018, "2021-05-20"),
    ("桃溪村", "吕光荣", LEADER, "县水利局", _B2018, "2021-05-20"),
    ("桃溪村", "周文博", FIRST, "县财政局", _B2021, ""),
    ("桃溪村", "陈立强", LEADER, "县水利局", _B2021, ""),
    ("桃溪村", "李丹", MEMBER, "县财政局", _B2021, ""),
    ("柳湾村", "丁学文", FIRST, "县农业农村局", _B2018, "2021-05-19"),
    ("柳湾村", "廖海生", LEADER, "县农业农村局", _B2018, "2021-05-19"),
    ("柳湾村", "何晓峰", FIRST, "县农业农村局", _B2021, ""),
    ("柳湾村", "罗建平", LEADER, "县农业农村局", _B2021, ""),
    ("柳湾村", "唐雪梅", MEMBER, "县供销社", _B2021, ""),
    ("石磨村", "孔令军", FIRST, "县交通运输局", _B2018, "2021-05-20"),
    ("石磨村", "余小波", LEADER, "县教育局", _B2018, "2021-05-20"),
    ("石磨村", "邓国栋", FIRST, "县交通运输局", _BRACKETS, ""),
    ("石磨村", "彭小兵", LEADER, "县交通运输局", _B2021, ""),
    ("石磨村", "王芳", MEMBER, "县教育局", _B2021, ""),
    ("云台村", "吴长青", FIRST, "县卫生健康局", _B2021_NEW, ""),
    ("云台村", "木乃·拉铁", LEADER, "县民政局", _B2021_NEW, ""),
    ("云台村", "谭宏伟", MEMBER, "县卫生健康局", _B2021_NEW, ""),
    ("白鹭社区", "毛进德", FIRST, "县住房城乡建设局", _B2018, "2021-05-20"),
    ("白鹭社区", "金玉成", LEADER, "县文化旅游局", _B2018, "2021-05-20"),
    ("白鹭社区", "冉光明", FIRST, "县住房城乡建设局", _LATE, ""),
    ("白鹭社区", "向春燕", LEADER, "县文化旅游局", _B2021, ""),
    ("白鹭社区", "秦少华", MEMBER, "县住房城乡建设局", _B2022, ""),
    ("白鹭社区", "蒋雨", MEMBER, "县融媒体中心", _NOV_A, ""),
    ("双桥村", "贾思远", FIRST, "县市场监管局", _B2018, "2021-05-20"),
    ("双桥村", "汤国华", LEADER, "县统计局", _B2018, "2021-05-20"),
    ("双桥村", "宋家全", FIRST, "县市场监管局", _B2021, "2023-05-15"),
    ("双桥村", "杨志成", FIRST, "县市场监管局", _B2023, ""),
    ("双桥村", "曾凡荣", LEADER, "县市场监管局", _B2021, ""),
    ("双桥村", "郑丽娟", MEMBER, "县统计局", _B2021, ""),
    ("双桥村", "范永康", MEMBER, "县统计局", _B2021, "2023-11-10"),
    ("松岭村", "程万里", FIRST, "县自然资源局", _B2018, "2021-05-20"),
    ("松岭村", "顾文清", LEADER, "县林业局", _B2018, "2021-05-20"),
    ("松岭村", "黄启明", FIRST, "县自然资源局", _B2021, "2023-10-25"),
    ("松岭村", "马天宇", FIRST, "县自然资源局", _NOV_C, ""),
    ("松岭村", "陈立强", LEADER, "县林业局", _B2021, ""),
    ("松岭村", "潘秀云", MEMBER, "县林业局", _B2021, ""),
    ("松岭村", "贺军", MEMBER, "县应急管理局", _B2021, ""),
    ("雁池村", "温如海", FIRST, "县人力资源社会保障局", _B2018, "2021-05-20"),
    ("雁池村", "卢宝珠", LEADER, "县审计局", _B2018, "2021-05-20"),
    ("雁池村", "田大川", FIRST, "县人力资源社会保障局", _B2021, "2023-11-14"),
    ("雁池村", "覃文斌", FIRST, "县人力资源社会保障局", _NOV_B, ""),
    ("雁池村", "龙国庆", LEADER, "县审计局", _B2021, ""),
    ("雁池村", "石小芹", MEMBER, "县审计局", _B2021, ""),
)
# The leader of 双桥村 also helps out in 石磨村: half the day here, half there.
_SECOND = ("石磨村", "曾凡荣", MEMBER, "县市场监管局", _B2023, "")


def _posting(term: tuple[str, str, str, str, Batch, str], *, main: bool = True) -> Posting:
    village, person, role, unit, batch, left = term
    return Posting(
        village=village,
        person=person,
        role=role,
        unit=unit,
        arrived=date.fromisoformat(batch.arrived),
        left=date.fromisoformat(left) if left else None,
        document=batch.document,
        issued=date.fromisoformat(batch.issued),
        user_id=user_id(person, unit),
        job_no=job_no(person, unit),
        phone=phone(person, unit),
        main=main,
        # The roster's one unreadable date; the first secretary of those years covers the village all the same.
        arrived_text="2018年夏" if person == "吕光荣" else "",
    )


POSTINGS = (*(_posting(term) for term in _TERMS), _posting(_SECOND, main=False))

_ROTATED_2021 = (
    ("桃溪村", "严守信", "周文博、陈立强、李丹"),
    ("石磨村", "孔令军、余小波", "邓国栋、彭小兵、王芳"),
    ("白鹭社区", "毛进德、金玉成", "冉光明、向春燕"),
    ("双桥村", "贾思远、汤国华", "宋家全、曾凡荣、郑丽娟、范永康"),
    ("松岭村", "程万里、顾文清", "黄启明、陈立强、潘秀云、贺军"),
    ("雁池村", "温如海、卢宝珠", "田大川、龙国庆、石小芹"),
)
HANDOVERS = (
    *(Handover(village, date(2021, 5, 20), old, new) for village, old, new in _ROTATED_2021),
    Handover("双桥村", date(2023, 5, 16), "宋家全", "杨志成", photo="无", old_signed="否"),
    Handover("雁池村", date(2023, 11, 14), "田大川", "覃文斌"),
    Handover("松岭村", date(2023, 11, 21), "黄启明", "马天宇"),
)
