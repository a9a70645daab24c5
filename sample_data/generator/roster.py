"""The files that belong to no month: the list of villages, the roster, the handover ledger."""

from collections.abc import Sequence
from pathlib import Path

from .lists import Bad, Listing, write_lists
from .model import BadCell, Handover, Posting, Village

_UNIT_POSTS = ("一级科员", "四级主任科员", "股长", "管理九级", "专业技术人员")


def write_villages(villages: Sequence[Village], path: Path) -> list[BadCell]:
    """Write the village list."""
    rows = [
        (
            n,
            village.township,
            village.name,
            village.aliases,
            village.kind,
            "是" if village.poor else "否",
            village.poor_population,
            village.unstable_population,
            "是" if village.no_signal else "否",
            village.liaison,
        )
        for n, village in enumerate(villages, start=1)
    ]
    heads = (
        "序号",
        "乡镇",
        "村（社区）",
        "别名",
        "类别",
        "是否脱贫村",
        "脱贫人口",
        "监测对象人口",
        "是否无信号村",
        "包村领导",
    )
    return write_lists(path, [Listing("村基本情况", ("青禾镇村（社区）基本情况表",), heads, rows)])


def write_roster(postings: Sequence[Posting], path: Path) -> list[BadCell]:
    """Write the roster, everybody since 2018, people in post first."""
    ordered = sorted(postings, key=lambda p: p.left is not None)
    rows = [_roster_row(n, posting) for n, posting in enumerate(ordered, start=1)]
    heads = (
        "序号",
        "帮扶村",
        "姓名",
        "派出单位",
        "单位职务",
        "驻村职务",
        "到任时间",
        "离任时间",
        "任命文号",
        "发文时间",
        "是否脱产",
        "联系电话",
        "钉钉UserId",
        "工号",
        "备注",
    )
    titles = ("青禾镇驻村第一书记和工作队员花名册", "填报单位：青禾镇党群办　　　　　　填报时间：2024年1月3日")
    widths = (6, 12, 12, 22, 14, 12, 13, 13, 22, 13, 10, 14, 24, 10, 16)
    listing = Listing("花名册", titles, heads, rows, "说明：离任人员自2018年起登记。", widths)
    return write_lists(path, [listing])


def _roster_row(number: int, posting: Posting) -> tuple[object, ...]:
    arrived: object = posting.arrived
    if posting.arrived_text:
        why = f"{posting.person}（已离任）的到任时间读不出，该行不计；同期有第一书记在任，不产生空档"
        arrived = Bad(posting.arrived_text, "bad-date", why)
    post = _UNIT_POSTS[sum(map(ord, posting.person)) % len(_UNIT_POSTS)]
    remark = "" if posting.main else "兼"
    return (
        number,
        posting.village,
        posting.person,
        posting.unit,
        post,
        posting.role,
        arrived,
        posting.left,
        posting.document,
        posting.issued,
        "是",
        posting.phone,
        posting.user_id,
        posting.job_no,
        remark,
    )


def write_handovers(handovers: Sequence[Handover], path: Path) -> list[BadCell]:
    """Write the handover ledger of the rotations."""
    rows = [
        (
            n,
            h.village,
            f"{h.held.year}.{h.held.month}.{h.held.day}",
            h.old,
            h.new,
            h.minutes,
            h.photo,
            h.listed,
            h.old_signed,
            h.new_signed,
        )
        for n, h in enumerate(handovers, start=1)
    ]
    heads = (
        "序号",
        "村",
        "交接座谈会时间",
        "离任队员",
        "新任队员",
        "会议记录",
        "照片",
        "交接清单",
        "移交人是否签字",
        "接收人是否签字",
    )
    return write_lists(path, [Listing("交接台账", ("青禾镇驻村工作队轮换交接座谈会登记表",), heads, rows)])
