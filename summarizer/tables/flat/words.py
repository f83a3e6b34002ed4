"""Words of the national forms: column heads, levels of indicators, names of funds.

All patterns match packed text, without blanks and bars.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, cast

__all__ = [
    "FIELD",
    "FUND",
    "GOALS",
    "HEAD",
    "LEVEL1",
    "LEVEL2",
    "STOP",
    "TOTAL",
    "Head",
    "Kind",
    "head_kind",
]

Kind = Literal[
    "index", "label", "level1", "level2", "name", "sign", "unit", "target", "actual", "weight",
    "score",
    "budget", "executed", "rate", "amount", "text",
]  # fmt: skip


class Head(NamedTuple):
    """A column head: its position in the packed text and the role of its column."""

    start: int
    end: int
    kind: Kind


_YEARS = """
年度 年初 年中 年终 年末 半年(?:[（(]程[）)])? 全年(?:[（(]程[）)])? 本年度? 当年 当期
预期 绩效 计划 设定 初始 总体 调整后? 自评 考核
"""
_YEARLY = f"(?:{'|'.join(_YEARS.split())})"
_OF_YEAR = "(?:年初|全年|调整后?|当年|年度|本年|财政)"
_VALUE = "(?:数?值(?:及单位)?|内容)"
_NOTES = "原因|分析|改进|措施|备注|说明|解释|依据|来源|描述|公式|方法|要点|细则"
# One line per spelling of a head; the first match decides the column's role.
_KINDS = rf"""
index     序号
level1    一级指标|指标类[别型]
level2    二级指标
name      [三四]级指标(?:名称|内容)?|指标名称|指标内容|具体指标|评价内容
label     (?:年度|长期)?绩效指标(?:完成情况)?(?!描述|说明|解释|值|名称|内容|性质|方向|符号|属性)
label     项目资金|资金情况|年度预算数|预算执行情况|资金投入情况
sign      (?:绩效)?指标(?:性质|方向性?|符号|属性)|(?:计算|比较|运算)?符号
unit      (?:绩效)?(?:计量|度量|指标)单位
text      (?:绩效)?指标值?(?:说明|解释|描述)|(?:得分|评分)(?:计算)?(?:说明|依据|方法|细则|理由)
text      (?:偏差|未完成|未达标|完成情况)?(?:(?:{_NOTES})(?:[和及与、]|及?拟采取的?|计算)?){{1,4}}
text      是否核心指标
rate      得分系数
text      偏离度|(?:绩效|评价|评分|评定)?标准(?!分)
weight    (?:指标)?(?:分值|权重|标准分|满分|权数|考核分值?)|执行率权重
score     (?:自评|指标|评价|考评|复核|财政|评审|核定|最终|(?<=权重)执行率)?得分(?:情况)?
score     (?:自评|复核|评价)分(?:数|值)?
actual    {_YEARLY}*(?:实际|已)?(?:完成|实际|达成|实现)(?:完成)?(?:指标)?(?:{_VALUE}|情况|结果)
actual    {_YEARLY}目标完成情况|执行情况|实际完成数
target    计划完成数|(?:计划|目标)数
target    {_YEARLY}*(?:绩效)?(?:指标|目标|预期(?:实现)?|计划|标准){_VALUE}|{_YEARLY}(?:指标|目标)
rate      (?:预算|资金)?(?:执行|支出|支付)(?:率|进度)|完成率
executed  (?:全年|预算|实际|资金)*(?:执行|支出|使用)(?:数|金?额)|实际支出|决算数|支付数
budget    {_OF_YEAR}*(?:[（(]调整[）)])?预算(?:安排|下达)?(?:资金)?(?:数|金?额|总额)
budget    (?:调整|到位|安排)(?:下达)?(?:资金)?(?:数|金?额|总额)|资金总额(?=[^\d:：]{{0,4}}执行)
budget    (?:年初|调整后|全年|年度)预算|预算申请|到位资金
"""
_HEADS = [tuple(line.split()) for line in _KINDS.strip().splitlines()]
_AFTER = r"(?:[（(][^（()）。]{0,12}[）)]|[（(]B/A[1lI]?)?"
_ANY_HEAD = "|".join(f"(?P<h{n}>{pattern})" for n, (_, pattern) in enumerate(_HEADS))
# A head begins with one of these characters; other positions are skipped.
_OPENING = "".join(sorted(set(re.findall(r"[\u4e00-\u9fff（]", _ANY_HEAD))))
HEAD = re.compile(f"(?=[{_OPENING}(])(?:{_ANY_HEAD}){_AFTER}")


def head_kind(found: re.Match[str]) -> Kind:
    """Return the role of a HEAD match.

    >>> [head_kind(HEAD.match(head)) for head in ("三级指标", "年度指标值", "执行率(B/A)", "得分")]
    ['name', 'target', 'rate', 'score']
    """
    group = found.lastgroup or "h0"
    return cast("Kind", _HEADS[int(group[1:])][0])


def _lines(patterns: str) -> re.Pattern[str]:
    """Join several patterns, one per line."""
    return re.compile("|".join(patterns.split()))


_WORTH = r"(?:[（(]\d{1,3}(?:\.\d)?分?[）)])?"
LEVEL1 = _lines(rf"""
(?:项目|部门|履职)?(?:产出|效益|效果|满意度|决策|过程|投入|管理)(?:[（(]?工作量[）)]?)?指标{_WORTH}
成本指标{_WORTH}(?=(?:经济|社会|生态环境)成本)
[项顼]?目?(?:决策|过程|投入|产出|管理|绩效|效益|效果)[（(]\d{{1,3}}(?:\.\d)?分?[）)]
""")
_CLASSES = """
数量 质量 时效 成本 经济成本 社会成本 生态环境成本 生态成本 经济效益 社会效益 生态效益 环境效益
生态环境效益 可持续影响 可持续发展 可持续性? 社会公众满意度 公众满意度 满意度
(?:社会公众)?[或及和与]?(?:服务|受益)对象满意度
"""
LEVEL2 = re.compile(
    rf"(?:{'|'.join(_CLASSES.split())})指标(?:等(?!级))?(?:[（(](?:必填|选填)[^）)]{{0,8}}[）)])?{_WORTH}"
)
_LEVELS_OF_STATE = (
    "当年|本年|年度|上年|本级|中央|自治区|省级?|市级?|区县|县区|市县|县级?|区级?|盟市|旗县|乡镇"
    "|地方"
)
FUND = _lines(rf"""
(?:年度|项目|财政)?(?:财政)?(?:资金总额|总金额|总额)[:：]?
其中[:：](?:[^\d:：。]{{0,14}}?(?:资金|拨款|补助)(?!(?!其[他它])[^\d:：。]{{0,4}}(?:资金|补助)\d))?
其中(?:财政|中央|省级|本年|当年)(?:财政)?(?:拨款|资金|补助)+
(?:上年|以前年度)(?:财政)?(?:结转|结余)+(?:资金)?
财政专户管理资金|单位资金|其[他它]资金|自筹资金
(?:{_LEVELS_OF_STATE})(?:财政)?(?:补助|资金|拨款|配套)+
""")
TOTAL = re.compile(r"(?:总分|合计|总计|自评总分|总得分)值?(?:[（(]分[）)])?[:：]?")
# Text after the rows of a form, not part of them.
STOP = _lines(r"""
第?[一二三四五六七八九十]{1,3}(?:、|部分|章)
[（(][一二三四五六七八九十]{1,3}[）)](?=[^\d。]{2,40}。)
评价结论|存在(?:的主要)?问题|改进措施[:：]|注[:：]|填[报表]人|填表说明|自评结论
项目负责人|财务负责人|联系人|主管部门(?:审核)?意见|财政部门.{0,12}意见|审核意见|说明(?=无|注|请)
(?:年度)?总体(?:绩效)?目标|年度目标|绩效目标(?!自评|完成)|预期目标|年初设定目标|中期目标
附[件表]\d|部门预算项目支出|项目支出绩效|项目名称
""")
# Labels of the fields at the top of a form.
FIELD = _lines(r"""
(?:项目[（(]政策[）)]|转移支付(?:[（(]项目[）)])?|专项(?:资金)?|部门(?:[（(]单位[）)])?|单位|项目)名称
(?:[省市县区]级)?(?:一级)?预算(?:部门|单位)名称
(?:中央|地方|县级|市级|省级|项目|业务)?主管部门(?:及代码)?
(?:项目)?(?:实施|使用|承担)单位|资金使用单位|(?:[省市县区]级)?预算(?:部门|单位)
项目负责人(?:及电话)?|联系电话|联系人
""")
# Heads of the annual goals, side by side.
GOALS = re.compile(
    r"(?P<target>预期目标|年初设定目标|年度目标|总体目标|年初目标)"
    r"(?P<actual>(?:全年|年度)?(?:总体)?(?:目标)?(?:实际)?完成情况(?:综述)?)"
)
