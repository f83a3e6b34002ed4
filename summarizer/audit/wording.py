"""Words that classify a figure: budget or spending, change or level, share or growth."""

from __future__ import annotations

import re
from typing import Literal

from summarizer.audit.figures import Figure

__all__ = [
    "COMPARISON",
    "IS",
    "OPEN_LIST",
    "Role",
    "change_sign",
    "explains_execution",
    "has_reason",
    "is_share_noun",
    "is_spending",
    "role_of",
]

Role = Literal[
    "budget", "adjusted", "spent", "received", "carried_in", "carried_out", "saved", "invested"
]

# Words between a name and its figure: 执行率(均达到)95%.
IS = r"(?:均|都|仅|只|已|约|为|达到?|是|共|计|有|[:：\s])*$"

# The last of these words in a label decides: 项目支出预算 is a budget, 预算支出 is spending.
_ROLES: dict[Role, str] = {
    "carried_in": (
        r"上年度?结转(?:结余)?(?:资金)?|上年结余|年初结转(?:[和及]?结余)?(?:资金)?|年初结余|结转上年"
    ),
    "carried_out": r"结转下年|年末结转(?:[和及]?结余)?|年末结余|结转结余|结余资金|结余|结转",
    "saved": r"未(?:支付|支出|使用|执行|拨付)|节约|节省|剩余|差额|相差|超支|超出预算|超预算|节支",
    "invested": r"(?:累计|实际|已)?完成(?:固定资产)?投资",
    "adjusted": r"全年预算数?|调整后?预算数?|预算调整数|调整数|追加后预算",
    "budget": (
        r"年初预算|预算(?:批复|安排|下达|总?金?额|资金|数|收入|总数|总投资)?|批复(?:资金|金额)?"
        r"|计划(?:总?投资|支出|资金)|指标(?:总额|金额|数)|安排[一-龥]{0,8}?(?:资金|经费)"
    ),
    "spent": (
        r"支出决算数?|决算(?:数|金额|总额)?|(?:全年|预算)?执行(?:数|金额|资金|了?$)"
        r"|实际(?:支出|使用|执行|支付)|累计(?:支出|支付|使用)|已(?:支出|支付|使用|拨付)"
        r"|支出|(?<!转移)支付(?:资金|金额)?|使用资金"
    ),
    "received": (
        r"(?:下达|到位)[一-龥]{0,20}?(?:资金|经费|补助)|(?:实际|资金|已|全部)?到位(?:资金|金额)?"
        r"|拨款收入|收入|下达资金|拨入"
    ),
}
_ROLE = re.compile("|".join(f"(?P<{role}>{words})" for role, words in _ROLES.items()))
_SPENT = re.compile(
    r"决算|执行(?:数|金额|资金)|实际(?:支出|使用|执行|支付|完成)|累计(?:支出|支付|使用)"
    r"|已(?:支出|支付|使用|拨付)|全年(?:总?支出|支付|使用)|共计?(?:支出|支付)|支付资金"
)

COMPARISON = re.compile(
    r"(?:比|较|与|和|同)\s*(?:上一?年度?|去年|前年|年初|上年末|上年同期|去年同期|同期"
    r"|(?:19|20)\d\d\s*年度?)|同比|环比|上年同期|去年同期|比上|较上"
)
_CHANGE = re.compile(
    r"(?:(?P<up>增加|增长|增产|增收|增速|上升|提高|提升|上涨|上浮|扩大|增幅|涨幅|增)"
    r"|(?P<down>减少|减产|减收|下降|降低|下滑|缩减|压减|压缩|减幅|降幅|回落|(?<![审核])减|降))"
    r"(?:了|为|约|达到?|至|率|幅度|额|比例|金额|数|人数|资金|经费|支出|幅|[:：\s])*$"
)
_NET_NEW = re.compile(r"(?:净增|新增)[^，。；]*$")

# Words of an incomplete list.
OPEN_LIST = re.compile(r"主要(?!原因|是)|等|重点|例如|如：|大部分|部分")

_REASON = re.compile(
    r"原因|由于|因为?|主要是|受.{0,12}影响|疫情|追加|调整|调剂|增拨|专项拨款|结转|未完工|进度滞后"
)
_MONEY_TALK = re.compile(r"预算|决算|支出|执行|资金|支付|拨款|经费")
_DEVIATION = re.compile(
    r"差异|差距|偏差|偏低|偏高|超支|超预算|大于|小于|高于|低于|追加|调整|调剂|结转|未支付|未使用"
    r"|未执行|结余|执行率|增加|减少|压减|上级|专项拨款"
)
# Words of cause; an adjustment alone is no cause.
_CAUSE = re.compile(
    r"原因|由于|因为?(?![此素])|主要是|导致|致使|所致|受.{0,12}影响|包[含括].{0,8}(?:追加|专项|上级)"
    r"|未(?:完工|结算|验收|支付|到)|系(?!统|列)"
)
_EXECUTION = re.compile(
    r"年初预算|预算数|决算数|预算执行|执行率|超预算|超支|预算追加|追加预算|追加.{0,6}预算"
    r"|预算调整|支付进度|执行进度|支出进度|资金结转|结转资金|结余|[高低大小多少]于.{0,4}预算"
)

# Names of shares, which never exceed 100 %. Completion and growth are not shares.
_SHARES = (
    *(
        "覆盖",
        "接种",
        "免疫",
        "满意",
        "好评",
        "合格",
        "达标",
        "优良",
        "完好",
        "准确",
        "合规",
        "有效",
    ),
    *("普及", "参保", "参与", "参训", "报到", "入学", "在校", "升学", "毕业", "巩固", "留存"),
    *("就业", "安置", "入住", "出勤", "持证", "知晓", "支持", "认可", "公开", "上线", "登记"),
    *("办结", "解决", "化解", "整改", "结案", "破案", "打击", "处置", "处理", "受理", "回复"),
    *("答复", "响应", "回访", "联系", "调处", "调解", "成功", "及时", "入户", "签约", "建档"),
    *("抽检", "检出", "筛查", "体检", "治愈", "存活", "成活", "清运", "利用", "绿化", "供水"),
    *("通过", "发放", "管理", "发现"),
)
_SHARE = re.compile(
    f"(?:{'|'.join(_SHARES)})(?:及时|有效|成功|工作|服务|总体|综合)?(?:率|度|面|比例)"
)
_NO_SHARE = re.compile(
    r"毛入学率|完成率|增长率|增幅|执行率|目标完成|任务完成|资金到位率|周转率|产出率|投入产出|使用效率|达成率"
)


def role_of(label: str) -> Role | None:
    """Return the role of an amount by its label; the last role word decides.

    >>> role_of("2020年我单位重点项目支出预算共"), role_of("一般公共预算支出"), role_of("社区")
    ('budget', 'spent', None)
    """
    last = None
    for match in _ROLE.finditer(label):
        last = match
    return last.lastgroup if last else None  # type: ignore[return-value]


def is_spending(label: str) -> bool:
    """True if the label says explicitly that money was spent; 支出 alone may be a plan.

    >>> is_spending("实际支出"), is_spending("决算数为"), is_spending("其中基本支出")
    (True, True, False)
    """
    return role_of(label) == "spent" and bool(_SPENT.search(label))


def change_sign(figure: Figure) -> int:
    """Return +1 for an increase, -1 for a decrease, 0 if the label states no change.

    新增 and 净增 are results, not changes.
    """
    match = _CHANGE.search(figure.label)
    if match is None or _NET_NEW.search(figure.label):
        return 0
    return 1 if match["up"] else -1


def has_reason(text: str) -> bool:
    """True if a sentence states a reason for a deviation from the budget.

    >>> has_reason("差异的主要原因是年中追加了上级专项资金。"), has_reason("按时发放工资。")
    (True, False)
    """
    return bool(_REASON.search(text) and _MONEY_TALK.search(text) and _DEVIATION.search(text))


def explains_execution(text: str) -> bool:
    """True if a sentence, anywhere in the report, explains a deviation of spending.

    >>> explains_execution("调整后预算475万元。"), explains_execution("由于追加项目，预算数增加。")
    (False, True)
    """
    return has_reason(text) and bool(_EXECUTION.search(text) and _CAUSE.search(text))


def is_share_noun(label: str) -> bool:
    """True if the label ends in the name of a share, which cannot exceed 100 %.

    >>> is_share_noun("“学习强国”覆盖率"), is_share_noun("目标任务完成率")
    (True, False)
    """
    tail = label[-16:]
    return bool(_SHARE.search(tail)) and not _NO_SHARE.search(tail)
