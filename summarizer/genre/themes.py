"""Theme, problem category and measure kind by vocabulary; the nearest word wins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

__all__ = ["category_of", "kind_of", "theme_of"]

Table = tuple[tuple[str, re.Pattern[str]], ...]


def _table(rows: dict[str, str]) -> Table:
    return tuple((name, re.compile(pattern)) for name, pattern in rows.items())


# The order settles ties: a specific theme precedes the general one that contains it.
THEMES = _table(
    {
        "epidemic": (
            r"疫情|核酸|疫苗|接种|隔离(?!栏)|防疫|新冠|流调|采样|方舱|场所码|转运|密接|封控"
        ),
        "employment": r"就业|招聘|创业|欠薪|农民工|劳动力|技能培训|稳岗|劳务|失业|零工|根治欠薪",
        "social_security": (
            r"低保|社保|养老保险|医保|医疗保险|城乡居民|大病救助|临时救助|特困(?:供养|人员"
            r"|群体)?救助|低收入|五保|救助金|社会保险|困难群[体众]|孤儿|残疾人两项"
        ),
        "public_security": (
            r"反诈|电诈|诈骗|安全生产|消防|隐患(?!.{0,6}地质)|燃气|治安|禁毒|扫黑|平安|应急"
            r"|防汛|防火|危化|交通安全|食品安全|安全检查|监控|反邪|巡防|安防|涉爆|敲门行动"
            r"|行政处罚|地质灾害|刑事|犯罪|嫌疑人|公安|食品|餐饮单位|市场监管|立案查处|禁毒"
            r"|铁路护路"
        ),
        "party_building": (
            r"党建|党支部|党员|党组织|党课|党委|两新|主题党日|宣讲|意识形态|廉政|清廉|纪检"
            r"|监督执纪|立案(?!查处|侦)|党风|信访举报|处分|谈话|巡察|统战|舆情|纪律|党校|巡视"
            r"|人大代表|政协"
        ),
        "economy": (
            r"企业|GDP|招商|投资|税收|财税|产值|增加值|社零|固投|营商|项目入库|市场主体|产业"
            r"|营收|经济(?!损失|困难|性)|外贸|商贸|规上|科技(?:型|创新)|农业|农田|水利|灌溉"
            r"|水库|耕地|粮食|种植|合作社|高新|人才|复工|旅游"
        ),
        "environment": (
            r"环保|环境保护|生态|垃圾|污水|河道|河长|蓝天|大气|绿化|黄土|扬尘|植树|造林|水质"
            r"|治污|秸秆|公厕|污染|减排|清运|PM2|林长|湿地|节能|保洁"
        ),
        "health": (
            r"卫生(?!环境|间)|医疗|健康|计生|家庭医生|义诊|献血|医院|疾控|妇幼|两癌|体检"
            r"|爱国卫生"
        ),
        "culture": (
            r"文化|文体|体育|文明(?:创建|实践|城市)|健身|演出|图书|阅读|公益广告|我们的节日"
            r"|志愿|旅游|文物|广场舞|运动会|学校|教育|学生|校舍|教师"
        ),
        "city_management": (
            r"城市管理|城管|市容|街巷|违[建法章]建?|拆违|拆除|自建房|危房|占道|小广告|案卷"
            r"|网格案件|老旧小区|棚改|提质|改造|整治|门前三包|停车|招牌|市政|道路|路灯|房屋"
            r"|小区|城区|广告|环境卫生"
        ),
        "livelihood": (
            r"民生|残疾|老龄|老人|养老|居家|退役军人|优抚|拥军|慰问|帮扶|救助|助学|困难|住房"
            r"|公租房|高龄|儿童|妇女|双拥|惠民|便民|热线|福利|饮水|救济|乡村振兴|扶贫|脱贫"
        ),
        "governance": (
            r"政务|信访|调解|纠纷|治理|矛盾|网格|普法|法治|法律|司法|物业|业委会|工单|12345"
            r"|普查|代表|意见建议|办件|帮代办|最多跑一次|监管|审批|执法|统计|审计|档案|公开"
            r"|投诉|社区"
        ),
        "funds": r"预算|决算|经费|资金|支出|收入|拨款|执行率|到位率|结余|结转|节约|三公",
    }
)
OWN_WORDS = 2.0
NOT_FUNDS = re.compile(r"就业|投资|企业|补助|财税|增加值")
MONEY_HEADS = re.compile(
    r"预算|决算|支出|经费|资金到位|拨款|执行[数率]|到位率|结转|结余|节约|收入(?!.{0,4}增)|三公"
    r"|使用率"
)

CATEGORIES = _table(
    {
        "budget_prep": (
            r"预算(?:编制|安排|申报|测算|数与|细化|调整|编报|不够|的?预见)|年初预算|编制预算"
            r"|预决算|追加"
        ),
        "goal_setting": (
            r"目标(?:设[定置]|编制|申报|不|的|值|过|与)|指标(?:设[定置计]|体系|不|的|值|方式|过"
            r"|量化|细化)|绩效目标|绩效指标|考评指标|量化|无法用指标"
        ),
        "execution": (
            r"执行率|执行进度|支出进度|支付进度|预算执行|进度|支出率|结转|结余|沉淀|超预算|超支"
            r"|未使用|支出过程|成本|高于设定|超出"
        ),
        "fund_mgmt": (
            r"资金(?:管理|使用|分配|拨付|监管|安排|支付|到位|不|挪用|核算)|财务(?:管理|核算"
            r"|制度)|专项资金|专款|会计|挤占|挪用|报销|核算"
        ),
        "asset_contract": r"采购|合同|资产|招标|设备闲置",
        "project_mgmt": (
            r"项目(?:管理|实施|推进|建设|库|储备|监管|验收|前期|进展|质量)|工程|施工"
            r"|过程管[理控]|后期管[护理]|管护"
        ),
        "satisfaction": r"满意度|满意率|群众不满|投诉",
        "data_evidence": r"资料|佐证|数据|台账|档案|证明材料|统计|信息不",
        "output_shortfall": r"未完成|完成率|任务|产出|数量|覆盖|达标",
        "benefit_weak": r"效益|效果|成效|作用|影响力|示范",
        "awareness": (
            r"意识|重视|认识|理念|业务(?:能力|水平|知识)|专业(?:能力|知识|水平)|经验|培训|能力"
            r"|素质|学习|理解"
        ),
        "staffing": r"人员|人手|编制|队伍|力量|人才|机构|专职|岗位",
        "mechanism": r"制度|机制|体系|流程|规范|职责|监督|监管|内控|沟通|协调|衔接|考核|约束|管理",
        "policy_external": r"政策|疫情|上级|天气|客观|自然灾害|市场|财力",
        "disclosure": r"公开|公示",
    }
)

KINDS = _table(
    {
        "training": r"培训|学习|指导|宣传|业务能力|教育(?!局|部门|厅)|素质|意识|辅导",
        "target": (
            r"(?:绩效)?目标(?:设|编|管理|申报|的)|绩效指标|指标(?:设|体系|编|库|的|值)|量化"
            r"|细化指标"
        ),
        "budget": (
            r"预算(?:编制|安排|方案|调整|执行内容|资金|测算|约束|控制|数)|编制.{0,6}预算"
            r"|(?:精准|调整|细化|追加|压减|科学)预算|年初预算|支出结构|统筹.{0,4}(?:资金|财力)"
        ),
        "supervision": (
            r"监督|监管|监控|检查|审计|考核|跟踪|问责|督促|督导|内控|内部控制|评估|巡查|考评"
            r"|通报|管控|验收|全过程"
        ),
        "rule": r"制度|机制|办法|规定|流程|规范|细则|制定|责任制|内控|规程|标准|体系",
        "coordination": r"沟通|协调|协作|配合|对接|联系|反馈|联动|合力|衔接|上级",
        "data": r"数据|信息化|系统|平台|台账|资料|档案|统计|预测|分析|信息",
    }
)


def theme_of(words: str, contexts: Sequence[tuple[str, float]] = ()) -> str | None:
    """Return the theme of a statement: its own words have the largest weight, then those of the
    contexts by weight.

    >>> theme_of("办结政务服务事项"), theme_of("完成率", [("失业人员再就业", 1.0)])
    ('governance', 'employment')
    >>> theme_of("基本支出")
    'funds'
    """
    if MONEY_HEADS.search(words) and not NOT_FUNDS.search(words):
        return "funds"
    scores: dict[str, float] = {}
    for part, weight in ((words, OWN_WORDS), *contexts):
        for name, hits in _hits(part):
            scores[name] = scores.get(name, 0.0) + weight * min(hits, 2)
    return max(scores, key=lambda name: scores[name]) if scores else None


def category_of(words: str, *contexts: str) -> str:
    """Return the category of a problem.

    >>> category_of("预算编制的预见性有待进一步加强"), category_of("项目管理水平需进一步提高")
    ('budget_prep', 'project_mgmt')
    """
    return next(
        (name for part in (words, *contexts) if (name := _first(CATEGORIES, part))), "other"
    )


def kind_of(words: str) -> str:
    """Return the kind of a measure.

    >>> kind_of("适时开展培训"), kind_of("保证预算编制的真实性")
    ('training', 'budget')
    """
    return _first(KINDS, words) or "other"


@lru_cache(maxsize=8192)
def _first(table: Table, words: str) -> str | None:
    return next((name for name, pattern in table if pattern.search(words)), None)


@lru_cache(maxsize=8192)
def _hits(words: str) -> tuple[tuple[str, int], ...]:
    """Return the rows that match a text and how often, in table order."""
    found = ((name, len(pattern.findall(words))) for name, pattern in THEMES)
    return tuple((name, count) for name, count in found if count)
