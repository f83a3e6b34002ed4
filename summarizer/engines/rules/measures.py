"""Measures: actions to be taken, one per action (R11); never the verb alone."""

from __future__ import annotations

import re

from summarizer.engines.rules.passages import Passage
from summarizer.engines.rules.problems import is_deficient
from summarizer.engines.rules.wording import split_actor
from summarizer.genre.clauses import Clause, clauses_of, one_line
from summarizer.genre.themes import kind_of
from summarizer.genre.vocabulary import (
    ADVERBS,
    ADVERBS_BEFORE_VERBS,
    CONTENT_VERBS,
    alternatives,
)
from summarizer.schema import MeasureDraft

__all__ = ["actions_in", "is_measure", "measure_of", "measures_of"]

Offsets = tuple[int, int]

MODAL = re.compile(
    r"^(?:首先|其次|同时|此外|另外|并且|并|且|也|还|再|今后|下一?步|下阶段|明年|下一?年度?"
    r"|以后年度?|后续|在今后的?工作中|为此|因此|我(?:们|单位|局|委|办|街道?|镇|乡|县|区|市|省"
    r"|村|中心|校|院|站|处|科|社区|部门|厅|所|队|园区)|街道|单位|部门|各部门|财政部门|主管部门"
    r"|项目单位)*[，,]?"
    r"(?:建议|应当?|应该|要|需要?|须|必须|将要?|拟|计划|打算|继续|进一步|切实|不断|持续|逐步|足额|全额|优先|如期"
    r"|积极|认真|严格|及时|定期|适时|按月|按季度?|按年|按时|按期|每[月季年]度?|科学|合理|充分"
    r"|牢牢|重点|着力|大力|全面|准确|精准|更加|努力|深入|有效|扎实|统筹|主动|尽快|提前|坚持"
    r"|多(?=组织|开展|渠道|方|措)|尽量|适当|不折不扣|进行|开展|加以|把)+"
)
ACTIONS = """
加强 加大 加快 强化 完善 健全 建立 制定 制订 优化 规范 提高 提升 严格 细化 落实 开展 组织 做好
做实 做细 抓好 抓实 注重 推动 推进 深化 明确 改进 创新 压实 严控 控制
确保 保证 保障 编制 研究 把握 跟踪 监督 反馈 调整 调派 安排 统筹 整合 盘活 清理 公开 公示 学习
培训 宣传 引导 督促 督导 考核 检查 审核 审计 核实 预测 分析 提供 提出 探索 增加 增强 减少 压减
节约 配备 充实 设置 设定 量化
梳理 总结 借鉴 引进 引入 聘请 委托 协调 沟通 对接 配合 争取 申请 追加 调研 论证 评估 评价 运用
应用 纳入 挂钩 问责 整改 纠正 防范 杜绝 避免 遵守 执行 履行 拨付 支付 采购 验收 管护 维护 更新
升级 搭建 构建 打造 形成 树立 转变 改变 拓展 拓宽 扩大 丰富 培养 培育
谋划 摸清 摸底 增设 研判 会商 储备 做细 做优 倒排 筹措 筹集 预防 破解 鼓励 激发 严把 严肃 跟进
配齐 配强 严禁 禁止 专人 监控 修复 补植 建档 明晰 界定 设计 编报 比对 核对 衔接 列入 追回 清退
归还 激活 厉行
加密 重视 关注 了解 掌握 收集 整理 归集 归档 保管 登记 核算 测算 预留 压缩 取消 合并 简化 下放
收回 上缴 结合 围绕 立足 紧盯 聚焦 牵头 组建 成立 设立 选派 补充 招聘 倾听 征求 回应 解决 化解
处理 改善 巩固 夯实 筑牢 厘清 理顺 锁定 补齐 精准预算 综合预算 量入为出 严格执行 对症下药 压缩
定期 实施 实行 推行 推广 启动 申报 报送 督办 通报 约谈 复核 抽查 修订 出台 印发 利用 发挥 投入
开发 建设 改造 修缮 新建 落细 常态化 对照 参照 按照
"""
# 「执行中追加较多」 names a time, 「执行率」 a rate.
ACTION = re.compile(
    rf"^(?:{alternatives(ACTIONS)}|{alternatives(CONTENT_VERBS)})(?!率|中[^小医央级心长等国华学间药考])"
)
# 「项目单位要加强协调」, 「进度应定期考评」: who or what, and that it shall.
_MANNER = alternatives(
    f"{ADVERBS} {ADVERBS_BEFORE_VERBS} 进一步 尽快 及时 定期 严格 按 根据 由 予以 把 将 对"
)
ASKED = re.compile(
    rf"^[^，。；]{{2,20}}?(?:应[当该]?|要|须|必须|需)(?:{_MANNER})*"
    rf"(?:{alternatives(ACTIONS + CONTENT_VERBS)}|考评|由|予以|做)(?!\d)"
)
# 「市教育局会同市财政局按季度通报进度」
LED = re.compile(
    r"^[^，。；]{2,16}(?:局|委|办|厅|部门|单位|中心|社区|街道|乡镇|学校|医院)(?:会同[^，。；]{2,12}|牵头|负责)?"
    r"(?:按季度?|按月|每[月季年]|定期|及时|尽快|严格|进一步)(?!率)"
)
JOINT = re.compile(r"^(?:与|和|同)[^，。；]{2,12}(?:合作|联合|对接|协作|联动)(?=.{2})")
# What shall be done by a date, or in a year to come.
DATED = re.compile(
    r"^(?:于|在)?(?:(?:\d{4}年度?)?(?:\d{1,2}月)?(?:\d{1,2}日|底|末)?(?:之?前|内)"
    r"(?:力争|确保|全部|全面)*(?:完成|建成|实现|启动|出台|支付|兑付|达到|解决)"
    r"|(?:\d{4}年度?|明年|下一?年度?)(?:计划|拟|将|力争|争取))"
)
# 「…进行撤并，于2022年底前完成」: the date of the action before.
BY_THEN = re.compile(
    r"^(?:于|在)?[^，。；]{2,14}(?:之?前|内)(?:全部|全面)?(?:完成|完工|到位|实施|落实)$"
)
FREQUENCY = re.compile(
    r"^每(?:年|季度?|月|周|半年)[^，。；]{0,10}?(?:不少于|至少)?[\d一二两三四]+(?:次|期|场|轮)$"
)
# What an action is for, or how it looks when done: part of the action before it.
PURPOSE = re.compile(
    r"^(?:使|从而|以便|以期|以达|以确保|以保证|以提高|以|进而|达到|做到|实现|促进|确保|避免"
    r"|防止|杜绝|力求|力争|真正|让|推动.{0,12}(?:发展|提升)|最大限度|切实提高|不断提高|不断提升"
    r"|进一步提高|进一步提升|提高|提升|增强|保障|保证|为.{2,40}(?:提供|奠定|打下|创造)|即|形成"
    r"|减少|降低|防范|规避|有效(?:防止|避免|提高|提升)|更好|充分发挥|牢固树立)"
)
CONDITION = re.compile(
    r"^(?:在|对(?!接|照)|针对|根据|按照|通过|围绕|结合|依据|随着|由于|鉴于|作为|以.{2,20}为|从"
    r"|为了?|当|如|凡)"
)
# 「通过会议讨论制定预算方案」: the means and the action in one clause.
MEANS = re.compile(
    r"^通过.{2,}?(?:制定|建立|完善|加强|提高|开展|组织|实行|优化|细化|规范|缓解|解决|弥补|补充|充实"
    r"|扩大|拓宽|引导|压实|争取|吸引)"
)
# 「内部监督机制的建立主要是指加强…」: the action stands behind.
NAMED = re.compile(r"(?:主要)?是指|^即(?=加强|建立|完善|做好)")
CONNECTED = re.compile(
    r"^(?:同时|此外|另外|并且?|且|也|还|其次(?:是)?|首先|最后|一方面|另一方面|从而)+"
)
# A short action takes what it should bring about along: 适时开展培训，提高…的认识.
AWARE = re.compile(r"^(?:不断|切实|进一步)?(?:提高|提升|增强|强化)")
FOUR = re.compile(r"^[^，。；]{4}(?:、[^，。；]{4})*$")
# A sentence no longer than this can be the heading of what follows.
LONGEST_LEAD = 36
AIM_SENTENCE = re.compile(r"(?:将是|是我们|作为).{0,16}(?:方向|重点|目标)$")
EMPTY = re.compile(
    r"^(?:无|暂无|没有|无建议|略)$|^(?:具体|主要|改进)?(?:措施|建议|做法)(?:如下)?$|如下$"
)
LEAD = re.compile(
    r"^(?:针对(?:以上|上述|存在|这些|该)[^，]{0,10}，)?(?:同时|此外|另外|并且?|且|也|还|今后"
    r"|下一?步|下阶段|明年|以后年度?|后续|在今后的?工作中|因此|为此|我(?:们|单位|局|委|办|街道?"
    r"|镇|乡|县|区|市|省|村|中心|校|院|站|处|科|社区|部门|厅|所|队|园区)|从而|其次是?"
    r"|首先)*[，,]?(?:建议|应当?|要|需要?|须|必须|将|拟|继续)*"
)


def is_measure(words: str) -> bool:
    """Does a clause ask for or announce an action?

    >>> is_measure("资金使用进度应定期考评"), is_measure("项目管理水平需进一步提高")
    (True, False)
    """
    if EMPTY.search(words):
        return False
    if MEANS.match(words):
        return True
    if DATED.match(words) or words.startswith("建议"):
        return True
    if ASKED.match(words) and not is_deficient(words):
        return True
    if LED.match(words) or JOINT.match(words):
        return True
    if _acts_inside(words) and CONDITION.match(words):
        return True
    words = CONNECTED.sub("", words)
    modal = MODAL.match(words)
    rest = words[modal.end() :] if modal else words
    return bool(ACTION.match(rest)) or bool(modal and len(rest) >= 4 and not is_deficient(words))


def measures_of(passage: Passage) -> list[MeasureDraft]:
    """The measures of a passage, one per action, in reading order."""
    text = passage.document.text
    drafts: list[MeasureDraft] = []
    for place, (start, end) in enumerate(passage.sentences):
        if _is_run_in_heading(passage, place):
            continue
        spans = _without_run_in_tail(passage, place, actions_in(text, start, end))
        drafts += [measure_of(passage, span) for span in spans if span[1] - span[0] >= 4]
    return drafts


def _is_run_in_heading(passage: Passage, place: int) -> bool:
    """「1.加强预算管理。科学编制预算，…」: one clause, carried out by the unnumbered sentence
    behind it."""
    text = passage.document.text
    start, end = passage.sentences[place]
    if end - start > LONGEST_LEAD or place + 1 >= len(passage.sentences):
        return False
    if DATED.match(text[start:end]):
        return False
    after = clauses_of(text, *passage.sentences[place + 1])
    if len(clauses_of(text, start, end)) > 1 or not after or after[0].marked:
        return False
    return bool(actions_in(text, *passage.sentences[place + 1]))


def _without_run_in_tail(passage: Passage, place: int, spans: list[Offsets]) -> list[Offsets]:
    """「…；三是加强培训。每年组织两次…」: the last number of a sentence may be such a heading."""
    text = passage.document.text
    start, end = passage.sentences[place]
    clauses = clauses_of(text, start, end)
    if len(clauses) < 2 or not clauses[-1].marked or place + 1 >= len(passage.sentences):
        return spans
    tail = clauses[-1]
    after = clauses_of(text, *passage.sentences[place + 1])
    if tail.end - tail.start > LONGEST_LEAD or not after or after[0].marked:
        return spans
    carried = actions_in(text, *passage.sentences[place + 1])
    return [span for span in spans if span[0] < tail.start] if carried else spans


def actions_in(text: str, start: int, end: int) -> list[Offsets]:
    """The spans of the actions in a stretch; purposes, conditions and set phrases lie with the
    action they serve."""
    found: list[list[int]] = []
    waiting: int | None = None
    for clause in clauses_of(text, start, end):
        words = text[clause.start : clause.end]
        if text[clause.end : clause.end + 1] in ("：", ":") and clause.end - clause.start <= 16:
            continue
        length = found[-1][1] - found[-1][0] if found else 0
        kind = _kind(words, clause, length=length, waiting=waiting is not None)
        if kind == "action":
            found.append([clause.start if waiting is None else waiting, clause.end])
            waiting = None
        elif kind == "condition":
            waiting = clause.start
        elif kind == "with" and found:
            found[-1][1] = clause.end
    return [(low, high) for low, high in found]


def _kind(words: str, clause: Clause, *, length: int, waiting: bool) -> str:
    """action, condition (belongs to the next), with (belongs to the last) or drop; `length` is
    that of the action before, 0 at the beginning."""
    if is_deficient(words) and not is_measure(words):
        return "drop"
    if AIM_SENTENCE.search(words):
        return "action"
    if length and clause.before in ("，", ",") and not waiting:
        if re.match(
            r"即|使|量入为出|综合预算|将(?!继续|进一步|加|根据|按|严|全面|不断|积极)", words
        ) or FOUR.match(words):
            return "with"
        if (
            BY_THEN.match(words)
            or FREQUENCY.match(words)
            or (PURPOSE.match(words) and re.search(r"\d", words))
        ):
            return "with"
        if PURPOSE.match(words):
            return "drop" if length > 10 or not AWARE.match(words) else "with"
    if MEANS.match(words) or NAMED.search(words):
        return "action"
    if CONDITION.match(words):
        return "action" if _acts_inside(words) else "condition"
    return "action" if is_measure(words) else "drop"


def _acts_inside(words: str) -> bool:
    """「对不足之处加以改进完善」: the action stands behind the condition."""
    return bool(
        re.search(
            (
                r"(?:加以|予以|进行|给予|做好|加强|完善|建立|开展|提高|落实|实行|实施|挂牌督办|督办"
                r"|收回|压减|调整|纳入|取消|严肃|追究|问责|清理|整合|盘活|限期|责令|调减|核减|扣减|暂停)"
                r"(?!.{0,8}(?:情况|过程|进度|进展|效果|结果|方案|要求|需要|程度)$)(?:[^，]{2,})?$"
            ),
            words,
        )
    )


def measure_of(passage: Passage, span: Offsets) -> MeasureDraft:
    """The measure that a span states, without the words that only ask for it."""
    text = passage.document.text
    low, high = span
    if named := NAMED.search(text[low:high]):
        low += named.end()
    lead = LEAD.match(text[low:high])
    if lead and lead.end() <= high - low - 4:
        low += lead.end()
    words = one_line(text[low:high])
    actor, action = split_actor(words)
    return MeasureDraft(
        metric=action if len(action) >= 4 else words,
        subject=actor or None,
        text=words,
        spans=((low, high),),
        kind=kind_of(action),
    )
