"""What the genre's words say: direction, negation, status, parts, roles, wants and wishes.

Knowledge stands here as tables; the rules that use it are code in the files beside it. A word may
carry a guard: 应(?!急) is 应 but not in 应急.
"""

from __future__ import annotations

import re

__all__ = [
    "ACTION_FIRST",
    "ACTION_MODAL",
    "ANOTHER_YEAR",
    "AT_LEAST",
    "AT_MOST",
    "CANCELLED",
    "CONDITION",
    "DECREASE",
    "DEFICIT",
    "DROPPABLE",
    "EXAMPLE",
    "EXPECTED",
    "FULL_YEAR",
    "HEARSAY",
    "INCREASE",
    "INTENDED",
    "NEGATION",
    "NOT_A_NEGATION",
    "NO_ROLE",
    "ONGOING",
    "PART",
    "PARTIAL",
    "PLANNED",
    "REACHED",
    "ROLES",
    "RULED",
    "STARTED",
    "TARGETS_AHEAD",
    "YEAR_END",
    "any_of",
]


def any_of(words: str) -> re.Pattern[str]:
    """A pattern that finds any of the words of a list, longer ones first."""
    return re.compile("|".join(sorted(words.split(), key=len, reverse=True)))


# Direction. Only words that compare with an earlier time; 新增, 净增 are part of a metric's name.
INCREASE = any_of(
    r"""
    增加(?!值) 增长 增幅 增速 上升 上涨 提高 提升(?!改造|工程|项目|行动) 上浮 攀升 增多 递增 扩大
    增至 升至 回升 上调 增收 调增 追加 多支出 超支 超出
    """
)
DECREASE = any_of(
    r"""
    减少 下降 降低 降幅 减幅 压减 压缩 缩减 核减 下滑 下跌 回落 减至 降至 下浮 递减 下调 减收
    调减 追减 削减 缩小 节约 节省 减亏
    """
)

# Negation, words that only look like one, and those of them that a wording may drop.
NEGATION = re.compile(
    r"没有|没能|未能|[未无没莫勿非]|不|杜绝|避免|禁止|防止|零(?=发生|事故|投诉|容忍|增长|上访|违规|案件)"
)
DROPPABLE = any_of(
    r"""
    不断 不仅 不但 不少于 不低于 不超过 不小于 不大于 不高于 不多于 不少 不懈 不乏 不止 不忘初心
    不忘 非常 无论 不漏 不落 不定期 不包括 不含 不限 未来
    """
)
NOT_A_NEGATION = any_of(
    r"""
    不同 不低 不超 不等 不动产 不锈 不良 不一 不便 不予 不符 不利 不到 非遗 非公 非税 非定向
    非访 非法 非凡 非洲 非机动 非金融 非营利 非物质 非煤 非学历 非在编 非统 是非 未成年
    未保(?![证障持留存管]) 未婚 未就业 无偿 无障碍 无线 无人机 无害 无缝 无公害 无党派
    无烟 无纸 无形 无废 无主 无物业 无证 无接触 无门槛 莫高 禁止性
    """
)

# Status.
EXPECTED = any_of(
    r"""
    预计(?!规模|总|数) 预期(?!目标|性|指标) 预估 估计 有望 预测(?!性|工作) 可望
    """
)
PLANNED = any_of(
    r"""
    力争 争取 拟(?!合|定|人|态|制)
    将(?=于|在|会|进一步|继续|按|根据|达到|完成|实现|新增|投入|建|开展|不断|持续|全)
    计划(?=于|在|新增|完成|投入|实施|建设|开展|采购|安排|达到|实现|明年|下一?年|组织|举办)
    下一步 下步 今后 明年 下一年 后续 确保(?=.{0,8}达到)
    """
)
ONGOING = any_of(
    r"""
    正在 (?:已|现已|目前)?开始(?=[重建施实动修拆改]) 正(?=整改|进行|推进|办理|建设|实施|施工)
    推进中 进行中 在建 在办 办理中 建设中 整改中 施工中 尚在 仍在
    """
)
# These may be called ongoing, but done as well.
STARTED = any_of(
    r"""
    启动 动工 开工 着手 陆续 有序推进 稳步推进 加快推进 部分
    """
)

# What stands in such a frame the report does not say to be so: a condition, hearsay, an example.
CONDITION = re.compile(
    r"""
    (?: ^ | [，,；;：:] ) \s*
    (?: 若 (?!干) | 倘 | 如 (?: [果遇若能需有] | 发生 | 出现 ) | 一旦 | 假[如设若] | 万一 | 要是 )
    """,
    re.VERBOSE,
)
HEARSAY = re.compile(
    r"""
      (?<!数) 据 [^，。；]{0,12} (?: 介绍 | 反映 | 透露 | 了解 | [称说悉传] ) (?= [，,：:] )
    | (?: 群众 | 村民 | 居民 | 职工 | 商户 | 有人 ) [^，。；]{0,4} (?: 反映 | [称说] ) [，,：:]
    | 听说 | [网风]传 | 传闻 | 坊间
    """,
    re.VERBOSE,
)
EXAMPLE = re.compile(r"(?:^|[，,；;：:（(])\s*(?:例如|譬如|比如|举例|假定|以[^，。；]{1,12}为例)")
RULED = re.compile(
    r"""
      (?: 》 [^，。；“”]{0,8} | [办法则例] | 政策 | 上级 ) 规定 [^。；“”]* $
    | (?: 规定 | 明确 | 要求 | 口号 | 标语 ) [^“”。；]{0,4} “ [^”。]* $
    """,
    re.VERBOSE,
)
INTENDED = re.compile(r"原(?:计划|定|拟|本|打算|安排)|计划|拟(?![合定人态制])")
CANCELLED = re.compile(
    r"""
    取消 | 作罢 | 搁置 | 叫停 | 停办 | 终止
    | (?: 未 [能予再获]? | 没有 ) (?: 实施 | 开展 | 举办 | 建设 | 启动 | 执行 | 落地 | 批准 )
    """,
    re.VERBOSE,
)

# Sections of what was promised, and of what was reached.
TARGETS_AHEAD = re.compile(
    r"(?<!偏离)(?<!完成的)(?<!实现的)(?:绩效|总体|年度|工作|阶段性|预期|项目|总|任务)目标"
    r"(?!.{0,12}(?:完成|实现|达成|情况|结果|分析|自评|偏[离差]|原因|不[够合明科])|编制|设[置定]|管理|申报)"
)
REACHED = any_of(
    r"""
    已(?!有|知) 累计 共计 截[至止] 先后 顺利 圆满 实际完成 荣获 获评
    """
)

# 其中 and its kin open a list of parts of the number before them.
PART = re.compile(r"其中|包括|包含|内含|(?<!包)含(?=[^有量]{0,14}\d)")

# Periods.
FULL_YEAR = any_of(
    r"""
    全年 全年度 年度 今年 本年 本年度 年内 当年
    """
)
ANOTHER_YEAR = re.compile(
    r"(?<![比较与和同])(?:上年(?!同期)|去年(?!同期)|上一年|前年|往年|明年|下年|下一年|历年|近年)"
)
_MONTH = r"(?:1[0-2]|0?[1-9]|[一二三四五六七八九十]{1,2})"
# 截至年底 is the whole year.
YEAR_END = re.compile(
    r"截[至止]\s*(?:(?:19|20)\d\d\s*年度?|当年|本年)?\s*(?:12\s*月(?:\s*31\s*日|[底末])?|年?[底末终])"
)
PARTIAL = re.compile(
    rf"""
    {_MONTH}\s*月?(?:份)?\s*[-－—–~～至到]+\s*{_MONTH}\s*月
    | 截[至止](?:目前|今|到|当前)?\s*(?:(?:19|20)\d\d年)?\s*(?:{_MONTH}\s*月)?
    | (?:^|(?<=[，,；;。\s]))[1-9]\d?\s*月(?:份|底|末)?(?![\d一二三四五六七八九十])
    | 上半年 | 下半年 | (?:第[一二三四1-4]|前[一二三两])(?:个)?季度 | 前\s*{_MONTH}\s*个?月
    """,
    re.VERBOSE,
)

# Bounds.
AT_LEAST = any_of(
    r"""
    大于等于 不低于 不少于 不小于 至少 ≥ >= ＞＝ 以上 不下于 大于或等于 大于 超过 高于 ＞ > 达到
    确保 力争
    """
)
AT_MOST = any_of(
    r"""
    小于等于 不超过 不高于 不大于 不多于 至多 最多 ≤ <= 以下 以内 之内 小于或等于 控制在 小于
    低于 少于 ＜ < 前
    """
)

# A number that plays one of these roles is no number of another role.
ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("budget", any_of("预算 概算")),
    ("spent", any_of("支出 决算 执行数 实支 支付 实际使用 列支")),
    ("received", any_of("到位 收入")),
    ("left", any_of("结转 结余 节约 剩余")),
)
# In these the word names a fund or a ledger and no role.
NO_ROLE = any_of(
    r"""
    (?:一般公共|政府性基金|国有资本经营|社会保险基金)预算
    (?:公共|基金|经营|部门|政府|财政|综合|一般)预算(?=支出|收入|资金|拨款|财政|项目|单位|管理|绩效)
    预算(?=支出|收入|执行|编制|管理|绩效|单位|部门|科目|指标|项目|内|外|股)
    支出(?=预算|绩效|责任|结构|进度|功能|科目|范围) 收入(?=预算|水平|家庭|群体|人群|人员) 低收入
    (?:整改|落实|整治|执行|管控|保障)到位
    """
)

# A problem says what is wrong ...
DEFICIT = any_of(
    r"""
    不足(?!之处) 不够 不高 不强 不准 不全(?!面推) 不严 不清 不到位 不及时 不完善 不完整 不规范
    不合理 不科学 不平衡 不均衡 不充分 不健全 不明确 不明晰 不理想 不紧密 不细 不实 不多 不大
    不深 不符 不一致 不匹配 不对等 不精 不熟悉 不重视 不稳定 不明显 不能 不畅 不适应 不配套
    不统一 不透明 不集中 有待 亟待 亟需 尚需 尚待 还需 仍需 仍有
    还有(?=.{0,6}(?:差距|不足|空间))
    需要?(?:继续|进一步|不断|更加|切实|持续)?(?:加强|提高|提升|完善|改进|优化|规范|细化|强化|健全|加快|深化|增强|加大|改善)$
    欠缺 欠(?=科学|合理|规范|佳|妥|账|完善) 缺乏 缺少 缺失 缺口 薄弱 滞后 偏低 偏高
    偏差(?=较大|明显|大) 偏慢 偏少 较低 较慢 较大(?!规模|数额) 较弱 较差 较难 较窄 较粗 较单一
    过低 过高 过大 过于 过多 过少 过粗 太低 太高 流于形式 难以 难度 无法 未(?!来) 没有 缺位
    存在(?!的) 脱节 困难(?=较|$) 高于 低于 超出 超预算 单一 空白 随意性 重.{1,6}轻 挤占 挪用
    违规 沉淀 闲置 结转结余.{0,4}大 执行率仅 仅为 仅占 差异 出入 下降 下滑
    不(?=[利均齐稳愿懂熟善易]) 影响(?=[了到]) 较多$ 多发 频发
    """
)
# ... a measure what will be done. Asked of the beginning of a wording, or of its modal verb.
_ADVERB = any_of(
    r"""
    应当? 须 需要? 要 必须 将 拟 会 继续 进一步 切实 不断 大力 全力 着力 持续 积极 主动 及时
    适时 定期 严格 认真 充分 全面 扎实 深入 加快 牢牢 重点 逐步 有效 科学 合理 统一 尽快 尽早
    同时 此外 另外 建议 今后 下一步 下步 对.{1,40}? 在.{1,30}?[中上下时前后]
    """
)
_VERB = any_of(
    r"""
    加强 强化 完善 健全 优化 提高 提升 建立 制定 制订 规范 推进 推动 开展 落实 做好 加大 深化
    注重 增强 改进 改善 加快 细化 明确 确保 保证 把握 跟踪 研究 提供 预测 调派 反馈 调整 组织
    督促 杜绝 压实 压减 统筹 引入 探索 克服 抓 夯实 树立 通过 进行 加以 运用 公开 编制 设置 配备
    争取 结合 聘请 安排 控制 避免 减少 监控 考核 精准 坚持 实行 实施 构建 打造 拓宽 拓展 培养
    培育 引导 引进 宣传 学习 梳理 盘活 整合 创新 充实 解决 化解 消除 补齐 清理 整改 纠正 追究
    问责 配合 沟通 协调 对接 申请 申报 执行 按照 根据 围绕 以 把 将 利用 借助 发挥 丰富 延伸
    扩大 开发 完成 保障 支持 鼓励 参与 邀请 委托 检查 督查 核查 监督 评估 分析 总结 汇总 上报
    报送 测算 严控 公示 印发 出台 修订 量化 科学 合理 严格 牢固 重视 开好 用好
    """
)
ACTION_FIRST = re.compile(
    rf"^[\W\d一二三四五六七八九十是]*(?:(?:{_ADVERB.pattern})[，、]?)*(?:{_VERB.pattern})"
)
ACTION_MODAL = any_of(
    r"""
    应(?!急|鉴|收|付|届|用|对|邀|诉|缴|保|检|当?有) 要(?!求|素|点|件|有|闻) 必须
    (?<!以)将(?!近|军|领|来) 拟(?!合|定|人|态|制) 需(?!求|进一步|不断|加强|提高|要) 建议 今后
    下一步 予以 加以 争取 力争 继续 逐步
    """
)
