"""Phrases: statements without a number are whole, and names of something.

They are copied from the report, so that their ends tell whether they are whole: a phrase begins
behind a mark or behind words that only lead to it, and ends at a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.genre.vocabulary import DEFICIENCY
from summarizer.genre.words import fold, letters
from summarizer.schema import Measure, Problem
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.label_words import BARE, BEGUN, ONLY_VERBS, untold
from summarizer.verification.lexicon import DEFICIT

__all__ = ["whole"]

_MARK = re.compile(r"[，,；;：:。！？!?、（）()“”\"《》\n\t]")
_LAST = re.compile(
    "(?:(?<![及按同平随小工课限即定])时|(?<![前售事善滞落])后|过程中|的|之?前提下|情况下)$"
)
_LEFT_OUT = re.compile(
    r"(?:等|工作|任务|情况|问题|现象|活动|事项|项目|方面|相关|各项|了|的|过|着|力度|目标|要求)*"
)
# 「根据要求进行公开」, 「运用到管理中」: what?
_NO_OBJECT = re.compile(
    "(?:根据|按照)[^，。对将把]{1,12}进行.{2}$|(?:运用|应用|用)[到于]|(?:对照|参照|根据|按照)[^，。]+$"
)
# 「对执行率低的单位」: what is done?
_NO_ACTION = re.compile("^[对凡][^，把将要应须]{4,20}的[^，]{2,4}$")
# 「建议省级主管部门⟦建立制度」, 「导致⟦补助没有发到学生手中」
_LEADS_ON = re.compile("建议[^，。；]{0,12}$|(?:导致|造成|致使|使得)了?$")
_TURNS = re.compile("(?:但是?|然而|而|不过|可是?|却|虽然?|今后|明年|下一?年度?)$")
# 「已稳定脱贫」: who?
_NO_NOUN = re.compile("做到了|已|均|都|得")
# 「实际为91.6%，未达标」, 「其中19具压力不足」: of what?
_GOES_ON = re.compile("实际|其中|仅|只有|导致|致使|求(?![助职])|也|还|年末为|经多次")
# Behind a comma: 「…，没有投入使用」, 「…，覆盖城区」, 「…，每年更新比例不低于10%」.
_TOLD_OF_BEFORE = re.compile(
    r"(?:却|仍|均|都|又)*(?:没有(?!发)|未(?!发|成年)|推进|承担)|覆盖|涵盖|涉及|包括|每[年月季][^，。；]{2,8}不[低少]于\d"
)
_OF_SOMETHING = re.compile("[与比较和同]")


def whole(claim: Claim) -> Iterator[Reason]:
    """A phrase is no fragment, no bare word, and not put together from several clauses."""
    if claim.quantity is not None or not claim.intact or claim.row is not None:
        return
    words = claim.item.text if isinstance(claim.item, Problem | Measure) else claim.metric
    if _names_nothing(claim, words) or _is_torn(claim, words):
        yield "label-incomplete"


def _names_nothing(claim: Claim, words: str) -> bool:
    plain = fold(words).rstrip("。；，")
    if isinstance(claim.item, Problem):
        rest = DEFICIENCY.sub("", DEFICIT.sub("", plain))
        bare = len(letters(rest)) < 2 or bool(ONLY_VERBS.fullmatch(rest))
        return (bare and len(plain) < 8) or bool(_OF_SOMETHING.match(plain))
    if isinstance(claim.item, Measure):
        nothing = (
            BARE.fullmatch(plain),
            ONLY_VERBS.fullmatch(re.sub("[底前]", "", plain)),
            _NO_OBJECT.match(plain),
            _NO_ACTION.search(plain),
        )
        return len(letters(plain)) < 4 or any(nothing)
    return bool(_NO_NOUN.match(plain) or (BARE.fullmatch(plain) and not claim.subject))


def _is_torn(claim: Claim, words: str) -> bool:
    if BEGUN.match(words) or _GOES_ON.match(words) or _LAST.search(words.rstrip("，,。；")):
        return True
    places = list(_places(claim, words))
    if not places:
        return False
    text = claim.places.document.text
    if _TOLD_OF_BEFORE.match(words) and all(text[at - 1 : at] in "，," for at, _ in places):
        return True
    strict = isinstance(claim.item, Problem | Measure)
    return all(_torn_at(claim, start, end, strict=strict) for start, end in places)


def _places(claim: Claim, words: str) -> Iterator[tuple[int, int]]:
    """Where the words stand in the sentences of the evidence."""
    text = claim.places.document.text
    for span in claim.intact:
        low, _ = claim.places.sentence(span.start)
        _, high = claim.places.sentence(max(span.start, span.end - 1))
        at = text.find(words, low, max(high, span.end))
        if at >= 0:
            yield at, at + len(words)


def _torn_at(claim: Claim, start: int, end: int, *, strict: bool) -> bool:
    """Does a word go on before or behind a stretch of the report?"""
    text = claim.places.document.text
    low, _ = claim.places.sentence(start)
    ahead = _MARK.split(text[low:start])[-1]
    if claim.subject:
        ahead = ahead.replace(claim.subject, "，")
    left = untold(_LEADS_ON.sub("", _TURNS.sub("", ahead)))
    if len(left) == 1 or (strict and left):
        return True
    rest = _MARK.split(text[end : end + 40])[0]
    if not strict and re.match("和|及|与|以及", rest):
        return False
    return text[end - 1 : end] not in "。；，" and not _LEFT_OUT.fullmatch(fold(rest))
