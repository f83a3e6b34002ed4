"""What the genre's words say: direction, negation, status, parts, roles, wants and wishes.

Knowledge stands here as tables; the rules that use it are code in the files beside it.
"""

from __future__ import annotations

import re

__all__ = [
    "ANOTHER_YEAR",
    "AT_LEAST",
    "AT_MOST",
    "DECREASE",
    "EXPECTED",
    "FULL_YEAR",
    "INCREASE",
    "NEGATION",
    "NOT_A_NEGATION",
    "ONGOING",
    "PART",
    "PARTIAL",
    "PLANNED",
    "PROBLEM",
    "ROLES",
    "WISH",
    "any_of",
]


def any_of(words: str) -> re.Pattern[str]:
    """A pattern of the words of a list, longest first."""
    alternatives = sorted(words.split(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, alternatives)))


# Direction. Only words that compare with an earlier time; 新增, 净增 are part of a metric's name.
INCREASE = any_of(
    """
    增加 增长 增幅 增速 上升 上涨 提高 提升 上浮 攀升 增多 递增 扩大 增至 升至 回升 上调
    增收 调增 追加 多支出 超支 超出
    """
)
DECREASE = any_of(
    """
    减少 下降 降低 降幅 减幅 压减 压缩 缩减 核减 下滑 下跌 回落 减至 降至 下浮 递减 下调
    减收 调减 削减 缩小 节约 节省 减亏
    """
)

# Negation, and words that only look like one.
NEGATION = re.compile(
    r"[未无没莫勿非]|不|杜绝|避免|禁止|防止|零(?=发生|事故|投诉|容忍|增长|上访|违规|案件)"
)
NOT_A_NEGATION = any_of(
    """
    不断 不仅 不但 不同 不少于 不低于 不超过 不小于 不大于 不高于 不多于 不低 不少 不超
    不限 不漏 不落 不忘 不等 不定期 不动产 不锈 不良 不一 不便 不含 不包括 不予 不符
    不利 不忘初心 不懈 不乏 不止 不到 非常 非遗 非公 非税 非定向 非访 非法 非凡 非洲
    非机动 非金融 非营利 非物质 非煤 非学历 非在编 非统 是非 未来 未成年 未保 未婚 无偿
    无障碍 无线 无人机 无害 无缝 无公害 无党派 无烟 无纸 无形 无论 无废 无主 无物业 无证
    无接触 无门槛 莫高 避免类 禁止性
    """
)

# Status.
EXPECTED = any_of("预计 预期 预估 估计 有望 预测 可望 预测值 预计数")
PLANNED = re.compile(
    r"""
    力争|争取|拟(?!合|定|人|态|制)|将(?=于|在|会|进一步|继续|按|根据|达到|完成|实现|新增|投入|建|开展|不断|持续|全)
    | 计划(?=于|在|新增|完成|投入|实施|建设|开展|采购|安排|达到|实现|明年|下一?年|组织|举办)
    | (?:下一步|下步|今后|明年|下一年|后续)
    | 确保(?=.{0,8}达到)
    """,
    re.VERBOSE,
)
ONGOING = re.compile(
    r"正在|正(?=整改|进行|推进|办理|建设|实施|施工)|推进中|进行中|在建|在办|办理中|建设中|整改中|施工中|尚在|仍在"
)

# 其中 and its kin open a list of parts of the number before them.
PART = re.compile(r"其中|包括|包含|内含|(?<![包])含(?=[^有量]{1,14}\d)")

# Periods.
FULL_YEAR = any_of("全年 全年度 年度 今年 本年 本年度 年内 当年")
ANOTHER_YEAR = any_of(
    """
    上年 去年 上一年 上年度 往年 前年 同期 上年同期 明年 下年 下一年 历年 近年
    """
)
_MONTH = r"(?:1[0-2]|0?[1-9]|[一二三四五六七八九十]{1,2})"
PARTIAL = re.compile(
    rf"""
    {_MONTH}\s*月?(?:份)?\s*[-－—–~～至到]+\s*{_MONTH}\s*月
    | 截[至止](?:目前|今|到|当前)?\s*(?:(?:19|20)\d\d年)?\s*(?:{_MONTH}\s*月)?
    | 上半年 | 下半年 | (?:第[一二三四1-4]|前[一二三两])(?:个)?季度 | 前\s*{_MONTH}\s*个?月
    """,
    re.VERBOSE,
)

# Bounds.
AT_LEAST = any_of(
    """
    大于等于 不低于 不少于 不小于 至少 ≥ >= ＞＝ 及以上 以上 不下于 大于或等于 大于 超过
    高于 ＞ > 达到 确保 力争
    """
)
AT_MOST = any_of(
    """
    小于等于 不超过 不高于 不大于 不多于 至多 最多 ≤ <= 及以下 以内 以下 之内 小于或等于
    控制在 小于 低于 少于 ＜ < 前
    """
)

# A number that plays one of these roles is no number of another role.
ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "budget",
        any_of(
            """
    年初预算 预算数 预算金额 预算安排 年初部门预算 调整预算 全年预算 预算批复 预算总额
    批复预算 预算资金 预算
    """
        ),
    ),
    (
        "spent",
        any_of(
            """
    实际支出 支出金额 执行数 决算数 实际完成 支出总额 已支付 实际使用 支出 决算 实支
    支付 使用
    """
        ),
    ),
    ("received", any_of("到位资金 实际到位 资金到位 到位 收入 拨付 下达 拨入")),
    ("left", any_of("结转 结余 节约 剩余")),
)

# A problem says what is wrong, a measure what will be done about it.
PROBLEM = re.compile(
    r"""
    不足|不够|不高|不强|不准|不全|不严|不清|不到位|不及时|不完善|不完整|不规范|不合理|不科学|不平衡|不均衡|不充分|不健全
    |不明确|不理想|不紧密|不细|不实|不多|不大|不深|不符|不一致|不匹配|不对等|不精|不细致|不熟悉|不重视|不稳定|不明显|不可
    |有待|亟待|需进一步|尚需|尚待|欠缺|欠|缺乏|缺少|缺失|薄弱|滞后|偏差|偏低|偏高|较低|较慢|较大|较弱|较少|过低|过高|过大|较差|较难|较小
    |流于形式|难以|无法|未能|尚未|未及时|未按|未完成|未达|未建立|未形成|未充分|未有效|没有|存在|困难|问题|短板|脱节|
    |不能|未(?!来)|高于|低于|超出|超预算|单一|空白|漏洞|隐患|压力|矛盾|制约|瓶颈|重.{1,6}轻
    """,
    re.VERBOSE,
)
WISH = re.compile(
    r"""
    应(?!急|鉴|收|付|届|用|对|邀|诉|缴|保|检)|要(?!求|素|点|件)|需(?!求|进一步提高|进一步加强$)|必须|将|拟|继续|进一步|切实|不断
    |加强|强化|完善|健全|优化|提高|提升|建立|制定|规范|推进|推动|开展|落实|严格|做好|定期|适时|及时|科学|合理|加大|深化|注重|积极
    |增强|改进|改善|加快|细化|明确|确保|保证|把握|跟踪|研究|提供|预测|调派|反馈|调整|组织|督促|建议|杜绝|压实|压减|统筹|引入|探索
    |克服|抓|夯实|牢固|通过|对.{2,20}(?:进行|加以)|运用|公开|充分|编制|设置|配备|争取|结合|围绕|完成|聘请|安排|控制|避免|减少|监控|考核|精准
    """,
    re.VERBOSE,
)
