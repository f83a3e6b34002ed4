"""Fragments: text told as a problem or a measure that only announces, labels or quotes one."""

from __future__ import annotations

import re
from collections.abc import Iterator

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


def fragment(claim: Claim) -> Iterator[Reason]:
    """A problem or a measure that only announces others, a purpose without an act, a label, or the
    words of a speech; a score, or what was done already, told as a measure."""
    item = claim.item
    if not isinstance(item, Problem | Measure):
        return
    measure = isinstance(item, Measure)
    if _ANNOUNCES.search(item.text) or (measure and _PURPOSE.match(item.text)):
        yield "label-incomplete"
    elif (
        _LABEL.fullmatch(item.text)
        or _SPEECH.search(claim.lead)
        or (measure and _TELLS.search(item.text))
    ):
        yield "kind-mismatch"
