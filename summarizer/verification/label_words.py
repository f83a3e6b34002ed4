"""Words around a label: which of them name nothing, and which only carry a name."""

from __future__ import annotations

import re

from summarizer.caching import cache_short_texts
from summarizer.genre import vocabulary
from summarizer.genre.words import fold, pairs

__all__ = [
    "BARE",
    "BEGUN",
    "COUNTED_IN_GENERAL",
    "DEPENDENT",
    "LONE_VERB",
    "OF_SOMETHING",
    "ONLY_VERBS",
    "PREFIX",
    "RATE",
    "RUNS_ON",
    "TORN_OFF",
    "WEIGHED",
    "is_synonym",
    "untold",
    "without_fillers",
    "without_lead",
    "without_paraphrase",
]

_CHANGES = f"{vocabulary.INCREASE} {vocabulary.DECREASE} 升至 降至 增至 减至 增幅 降幅 净增"
_VERBS = vocabulary.alternatives(f"{vocabulary.CONTENT_VERBS} {vocabulary.LIGHT_VERBS}")
_ADVERBS = vocabulary.alternatives(f"{vocabulary.ADVERBS} {vocabulary.ADVERBS_BEFORE_VERBS}")
_WHEN = (
    r"(?:截[至止到]+)?(?:目前|\d{1,2}月?(?:份)?[-—–~～至]+\d{1,2}月(?:份|底)?|(?:19|20)?\d\d年(?:度|底|末|初)?|\d{1,2}月(?:份|底|末)?|\d{1,2}[日号])"
    r"|全年度?|今年(?:以来)?|本年度?|年度|年[初末底内终]|当年|目前|同期|上年度?|去年|上半年|下半年|年均|期末|期初"
)
# What may stand between a name and its number, or alone beside a number, and names nothing.
_BETWEEN = vocabulary.alternatives(
    f"""
    {_CHANGES} 达到 达 为 是 有 共 共计 合计 总计 总共 累计 约 近 超 超过 超出 不低于 不少于
    不小于 不大于 不超过 不高于 大于等于 小于等于 大于 小于 等于 高于 低于 至少 分别 分别为 各 均
    仅 只 只有 已 已经 了 的 至 到 由 从 与 和 相比 同比 环比 其中 包括 含 占 列 居 位居 位列 排名
    名列 第 在 控制 控制在 以上 以下 以内 完成 实现 保持 目标 目标值 指标 指标值 实际 实际值
    完成值 计划 任务 要求 标准 预计 预期 力争 确保 数量 人数 总数 金额 总额 总量 总计为 面积 长度
    稳定在 保持在 维持在
    全部 整体 总体 平均 每年 每月 每人 每 也 都 率先 等 左右 多达 高达 一共 合共 全区 全市 全县
    全省 全国 共有 现有 设有 拥有 年度 上升 人数为
    """
)
_AGAINST = r"[比较][^，。；]{1,8}?(?=[增减上下提降])"
_AGAINST += r"|[比较](?=上|去|年初|同期|\d|目标|计划|前)"
_FILLER = re.compile(rf"{_AGAINST}|{_WHEN}|{_BETWEEN}|[\W\d_〇零一二三四五六七八九十百千万亿两]+")
# What leads to a name from the front: when, how, what was done, whose it is.
_ACTORS = vocabulary.alternatives(f"{vocabulary.ACTORS} {vocabulary.SHORT_ACTORS}")
_LEAD = re.compile(
    rf"{_WHEN}|{_ADVERBS}|{_VERBS}|{_BETWEEN}|[\W\d_]+|(?:全|我|本|各|该|两|辖区?)(?:{_ACTORS})"
    r"|[对为向把将给使令让由以按据因即或及并且]|[一二三四五六七八九十]是"
    r"|首先|其次|再次|最后|另?一方面|主要是指|主要|是指|[各多]种?类|系列|有关|相关|需要?|应当?|必须|要|须|拟"
)
_RETOLD = re.compile(
    rf"{_WHEN}|{_ADVERBS}|{vocabulary.alternatives(vocabulary.LIGHT_VERBS)}|{_BETWEEN}"
    r"|该(?:项目|单位|[院局校街镇乡县区市])|尚|仍|无法|不能|其|相关|有关|得分|涉及|设有?"
)
# Characters that make another word of what they stand before.
PREFIX = re.compile("[非未无不副总再新老半双多单]$")
BEGUN = re.compile(
    "即(?!时)|但|并(?![轨网联])|且|而|则|因此|从而|故(?!障)|此外|另外|以及|及(?![时格])"
)

_STATES = """
占 占比 达标 合格 良好 优秀 及格 不合格 不准确 不及时 到位 落实 完成 已完成 实现 达到 开展 组织
进行 控制 控制在 增加额 减少额 差异 变化 比例 数量 总数 人数 金额 面积 合计 总计 共计 累计 其中
分别 指标 目标 指标值 目标值 完成值 实际值 比上年 较上年 同比 环比 比上年增加 比上年减少
比上年增长 比上年下降 同比增长 同比下降 较上年增长 较上年下降 为 达 约 共 第 提高到 上升到 下降到
增加到 减少到 完成值年 年 指标值年 全部完成 全面落实 已全面落实 全部落实 完成情况 情况 工作 项目
内容 事项 投入 发放 涉及
"""
# Words that name nothing alone; of a subject some say enough (六年级毕业生 合格).
BARE = re.compile(
    rf"(?:{vocabulary.alternatives(_STATES + _CHANGES)}|的|了|[^\u4e00-\u9fffA-Za-z])+"
    r"|(?:但|均|都|仍)*(?:[高低]于|超过|达到|控制在|与|较|比|为|占)"
    r"(?:年初|年度|全年|调整后)?的?(?:目标值?|指标值?|预算数?|计划数?|上年|去年)(?:相比|的)?"
)
WEIGHED = re.compile("(?:涉及|达标|合格|良好|优秀|投入|发放|金额|面积|人数|数量|占比|比例)+")
LONE_VERB = re.compile(rf"(?:{_ADVERBS})*(?:{_VERBS}|审减|核减|离职|办复|出动|受案|劝离)*")
ONLY_VERBS = re.compile(rf"(?:{_ADVERBS}|{_VERBS}|{_BETWEEN}|{_WHEN}|[对为向把将给了]|\W)+")
# What is counted in these may be anything.
COUNTED_IN_GENERAL = frozenset({"%", "人次", "次", "分", "个", "人", "台", "起", ""})
# Names of which only what they are of makes sense.
OF_SOMETHING = re.compile(
    "(?:涉及|投入|筹集|筹措|安排|惠及|受益|覆盖|参与|参加|完成|开展|组织)*"
    "(?:资金|金额|经费|人数|群众|面积|户数|人员|物资|备案|活动|任务|工作|层高)"
)
# A rate or a rank by name, and labels that say which number of the thing before it.
RATE = re.compile(
    rf"(?:{_ADVERBS})*(?:{_VERBS}|合格|达标|优良|支付|使用|办结|满意|及时|到位|结案|破案|中标|通过|排名)?"
    r"(?:覆盖|完成)?(?:率|占比|比例|比重|比|增速|增幅|降幅|幅度|得分|均值)?[高升降低增减]?"
    r"|.{0,8}(?:名次|排名|位次)"
)
DEPENDENT = re.compile(
    "涉及|覆盖|惠及|受益|受教育|受众|参加|参与|参训|参会|占|总?投资|总?投入|共?计?金额|资金|面积|总?长|挂牌|总额|获"
)
# 「一支由物业人员、在职党员⟦、居民小组长等群体…」, 「5个县亩均投入⟦低于1500元」
TORN_OFF = re.compile(r"[、和及与]|等(?=[\u4e00-\u9fff])|的(?=[\u4e00-\u9fff])")
RUNS_ON = re.compile("(?:低于|高于|超过|不足|不到|少于|多于|达到?|为|是|占|仅)$")


_NO_WORD = re.compile(r"[\W\d_]+|^[的了]+|[的了等]+$")


@cache_short_texts(4096)
def without_fillers(words: str) -> str:
    """What of some words names something.

    >>> without_fillers("全年共计达到"), without_fillers("办结率为")
    ('', '办结率')
    """
    return _NO_WORD.sub("", _FILLER.sub("", fold(words)))


@cache_short_texts(4096)
def untold(words: str) -> str:
    """What the words before a name end with once the words that lead to a name are taken away;
    a single character is the beginning of the name's first word.

    >>> untold("全年先后开展消"), untold("全年先后开展"), untold("欠薪平台")
    ('消', '', '欠薪平台')
    """
    plain = fold(words)
    ended = max((lead.end() for lead in _LEAD.finditer(plain)), default=0)
    return plain[ended:]


@cache_short_texts(4096)
def without_lead(words: str) -> str:
    """Return the words before a name without those that lead to it.

    >>> without_lead("全年累计办理"), without_lead("全街新")
    ('', '新')
    """
    return _NO_WORD.sub("", _LEAD.sub("", fold(words)))


# Words that a summary may tell one by another.
_SYNONYMS = tuple(
    frozenset(line.split())
    for line in """
    建成 新建 修建 建设 兴建
    收到 受理 接到 接收
    发放 派发 下发 拨付 兑付
    增长 增加 上升 提高 提升 增幅
    减少 下降 降低 降幅
    支出 支付 使用 花费 列支
    惠及 受益 覆盖
    解决 化解 处理 处置
    整治 治理
    排查 检查 巡查
    满意率 满意度
    批复 获批 下达
    评价 评定 自评
    低于 不到 不足
    """.strip().splitlines()
)


def is_synonym(word: str, known: frozenset[str]) -> bool:
    """Does another word for the same stand among known pairs?

    >>> is_synonym("建成", pairs("新建机耕路")), is_synonym("拆除", pairs("新建机耕路"))
    (True, False)
    """
    return any(pairs(one) <= known for row in _SYNONYMS if word in row for one in row)


@cache_short_texts(4096)
def without_paraphrase(words: str) -> str:
    """Some words without those by which a summary retells a report: when, how, and light verbs.

    >>> without_paraphrase("全年共计实现新增就业")
    '，，，新增就业'
    """
    return _RETOLD.sub("，", fold(words))
