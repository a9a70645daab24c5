"""What people write in their work logs: no two entries of a village have two sentences in common."""

from itertools import combinations

from .chance import chance

_SENTENCES = (
    "上午到{g}组走访{h}家，核对医保缴费和慢病签约情况，填好监测对象核查表",
    "与村支书一起察看{p}水毁路段，量了长度约{n}米，报镇里申请养护资金",
    "整理{p}项目的招标资料，补齐了公示照片，把合同复印件装进档案盒",
    "在村部接待来访群众{n}人次，{h}反映的宅基地纠纷已转驻村调解员",
    "帮{h}家摘收{c}，顺便了解今年收成和外销渠道",
    "参加镇里组织的防火值班，巡查{p}林区，劝返上山用火一起",
    "到{c}基地看长势，请农技员现场讲修剪要领，{n}户种植户到场",
    "入户动员{g}组群众参加城乡居民养老保险，当天新增登记{n}户",
    "核对低保动态调整名单，{h}家因子女就业拟退出，做了解释",
    "联系县里企业商谈{c}收购价，初步答应每斤上浮两角",
    "和队员一起打扫{p}文化广场，清运垃圾{n}车",
    "到村小学看望留守儿童，给{n}名学生送去书包文具",
    "召集{g}组群众开院坝会，讲政策变化，收集意见{n}条",
    "检查{p}饮水工程的蓄水池，发现浮球阀损坏，联系水管员更换",
    "走访重病户{h}，帮助申请临时救助，把材料送到民政窗口",
    "修改防返贫监测月报，对三户收入骤减户重新测算",
    "陪同县派出单位干部调研{c}产业，介绍村集体入股分红做法",
    "给{h}家危房改造拍照建档，督促施工队按图加固山墙",
    "组织{n}名党员到{p}清理河道漂浮物，下午学习文件",
    "帮助独居老人{h}更换灯泡、检查线路，叮嘱用电安全",
    "开展务工摸底，登记返乡人员{n}人，向公益岗位推荐两人",
    "到{p}看山塘除险进度，施工方承诺雨季前完成坝体护坡",
    "与{h}商量流转{g}组闲置田块种{c}，谈妥租期和租金",
    "录入防返贫系统走访信息{n}条，退回的照片重新上传",
    "和网格员巡查地质灾害点{p}，给受威胁户发放明白卡",
    "协调供电所处理{g}组低电压，测得末端电压偏低，列入台区改造",
    "指导合作社完善账目，{c}分红方案张榜公示",
    "参加{h}家的家庭医生随访，血压已控制，约好下次复查",
    "到乡卫生院接洽义诊，定下在{p}设点，通知行动不便老人{n}位",
    "清点帮扶物资，棉被{n}床登记入库，按名单分到户",
    "查看{p}太阳能路灯，有{n}盏不亮，拍照报维修单位",
    "向{g}组农户讲解{c}病虫害防治，发放药剂并示范兑水比例",
    "调解{h}与邻居的排水沟争议，双方同意共同出工疏通",
    "为{h}家孩子办理教育资助申请，核对学籍和银行卡号",
    "到镇财政所对接{c}奖补资金，补交验收表和影像资料",
    "摸排{g}组自建房安全，登记彩钢棚{n}处，逐户告知",
    "带农户去邻县参观{c}大棚，记下滴灌安装的费用",
    "帮村里写乡村旅游宣传稿，拍了{p}秋色照片一组",
    "入户核实残疾人护理补贴，{h}家银行账号变更已更正",
    "在{p}设卡检查散煤和秸秆焚烧，教育两人当场灭火",
    "与后盾单位电话沟通，落实{c}展销摊位和运输车",
    "整理党员积分台账，{n}人次补登志愿服务时长",
    "到{h}家劝学，孩子答应下周一返校，联系班主任接车",
    "巡河至{p}，清理渔网两张，记录水位",
    "给脱贫户小额信贷贷后检查，{h}家养牛{n}头，还款无忧",
    "陪老支书走{g}组老屋场，记录古树名木挂牌情况",
    "汇总村民对{p}停车场选址的意见，赞成者居多，拟上会",
    "学习产业政策，做笔记，下午向{h}讲解以奖代补申报条件",
)
_HOUSEHOLDS = tuple(
    f"{surname}{name}" for surname in "胡申汪章穆舒柏欧" for name in ("老汉", "大嫂", "家老二", "阿婆", "师傅")
)
_PLACES = ("老鹰嘴", "碓窝坪", "白果树", "大塘坎", "杉木湾", "瓦窑堡", "青石板", "长田坝", "水井沟", "风雨桥头")
_CROPS = ("脐橙", "茶叶", "黄桃", "油茶", "魔芋", "花椒", "辣椒", "食用菌", "中药材", "猕猴桃")
_WEATHER = ("晴", "多云", "阴", "小雨", "阴转多云")


class LogWriter:
    """Writes log entries for one village; remembers which sentences were used together."""

    def __init__(self, village: str, seed: int) -> None:
        """Start an empty memory for a village."""
        self._random = chance(seed, "logs", village)
        self._used: set[tuple[int, int]] = set()

    def write(self) -> str:
        """Give an entry of three sentences that share no pair with an earlier entry of the village."""
        picked = self._fresh()
        return "。".join(self._filled(_SENTENCES[number]) for number in picked) + "。"

    def _fresh(self) -> list[int]:
        for _ in range(400):
            picked = self._random.sample(range(len(_SENTENCES)), 3)
            pairs = set(combinations(sorted(picked), 2))
            if not pairs & self._used:
                self._used |= pairs
                return picked
        self._used.clear()
        return self._fresh()

    def _filled(self, sentence: str) -> str:
        choose = self._random.choice
        return sentence.format(
            g=choose("一二三四五六七八"),
            h=choose(_HOUSEHOLDS),
            p=choose(_PLACES),
            c=choose(_CROPS),
            n=self._random.randint(2, 19),
        )


def weather(month: str, number: int) -> str:
    """Give the weather of a day; the same for everybody."""
    return chance(month, "weather", number).choice(_WEATHER)


ALIKE = "上午{g}组走访农户{n}户，宣传医保政策和防火知识，下午在村部整理档案资料，完善脱贫户信息台账，打扫办公室卫生。"
"""A text one member writes again and again; only the numbers change."""

COPIED = (
    "全天陪同县农业农村局专家组察看高标准农田建设现场，从进水渠走到排洪沟，逐段核对图纸，"
    "发现三处渠底高差不够，当场与施工队商定返工办法，约定五日内完成整改并重新报验，晚上整理会议纪要。"
)
"""A text two members of one team hand in for the same day."""
