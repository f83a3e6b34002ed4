"""Fragments: text told as a problem or a measure that only announces, labels, quotes or begins one,
and what belongs to the page and not to the report."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.genre.vocabulary import ACTIONS, CONTENT_VERBS, LIGHT_VERBS, alternatives
from summarizer.schema import Measure, Problem
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim

__all__ = ["fragment"]

# 「2025年拟从以下几方面着手」
_ANNOUNCES = re.compile(
    r"(?:[以如]下|[几两三四五六七]\s?(?:个方面|方面|件事|点|类))+"
    r"(?:内容|工作|措施|问题|原因)?(?:着手|入手|发力|做起)?[：:]?$"
)
# 「为全面贯彻会议精神」
_PURPOSE = re.compile("为[^，。；]*(?:精神|要求|任务|目标|部署)$")
# 「未完成原因和改进措施」
_LABEL = re.compile("[^，。；]{0,10}(?:原因|问题)(?:[和及与]|以及).{0,4}(?:措施|建议|原因)")
_SPEECH = re.compile("批示|政府工作报告|讲话|强调")
# 「综合评价80.06分，等级为良」 and 「厘清了各环节职责」
_TELLS = re.compile(r"(?:评价|得分|评分)[为是]?\d|等级为|[失扣]分主要|^[\u4e00-\u9fff]{2,4}了")

# 「【打印本页】【关闭窗口】」, 「附件3评价指标体系」
_OF_THE_PAGE = re.compile(
    r"\s*(?:附[件表录]\s*[\d一二三四五：:]|[【\[]|打印|关闭窗口|扫一扫|分享到|[上下]一篇|相关(?:推荐|链接|附件)|责任编辑|主办)"
)
# 「对抽查发现的26座问题户厕」
_ONLY_FOR = re.compile("(?:针)?[对凡][^，。；将把要应须]{2,40}$")
_ACTS = re.compile(alternatives(f"{CONTENT_VERBS} {LIGHT_VERBS} {ACTIONS}"))
# Done to what the clause before names: 「…，纳入项目库」, 「…，由负责人签字后报送」.
_DONE_TO = re.compile(
    r"(?:一并)?(?:[纳列计并录归转]入|列为)(?!了)|争取提前"
    r"|[由经][^，。；]{2,10}后(?:报送|上报|批复|收回|办理)|(?:\d{1,2}月)?(?:\d{1,2}日|底)?前?(?:全部)?[^，的]{2}完毕$"
)
# 「积极协调财政」: for what?
_ONLY_TALKS = re.compile(
    "(?:积极|主动|及时|继续)*(?:协调|争取|联系|对接)[^，]{0,3}|[^，]{0,4}(?:会商|协商)"
)
# 「有64个没有设定量化指标」: 64 of what? 「根子在于…」, 「尚未完成整改」
_LACKS_NOUN = re.compile(
    r"(?:仍?有|其中)?\d+[个项家名户台处座份](?:没有|未|不|因|是|已|被|无)"
    r"|(?:根子|问题|原因|关键)[^，]{0,4}在|既|(?:尚未|没有|未)[^，]{2,4}$|.*这一块$"
)


def fragment(claim: Claim) -> Iterator[Reason]:
    """A problem or a measure that only announces others, a purpose without an act, a label, or the
    words of a speech; a score, or what was done already, told as a measure."""
    item = claim.item
    if getattr(item, "quantity", None) is None and _OF_THE_PAGE.match(item.text):
        yield "kind-mismatch"
    if not isinstance(item, Problem | Measure):
        return
    measure = isinstance(item, Measure)
    if _ANNOUNCES.search(item.text) or (measure and _PURPOSE.match(item.text)) or _is_half(claim):
        yield "label-incomplete"
    elif (
        _LABEL.fullmatch(item.text)
        or _SPEECH.search(claim.lead)
        or (measure and _TELLS.search(item.text))
    ):
        yield "kind-mismatch"


def _is_half(claim: Claim) -> bool:
    """Is what is done, or what it is done to, left in the clause beside?"""
    text, at = claim.item.text, claim.anchor
    if isinstance(claim.item, Problem):
        return bool(_LACKS_NOUN.match(text))
    behind_comma = at is not None and claim.places.document.text[at - 1 : at] in "，,须"
    if _ONLY_TALKS.fullmatch(text) or (behind_comma and _DONE_TO.match(text)):
        return True
    return bool(_ONLY_FOR.match(text)) and not _ACTS.search(text.rpartition("的")[2])
