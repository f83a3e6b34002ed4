"""Names: is what names a number a name, or a clause of running text without its number?

「2个县把补贴混合核算」 tells something of two counties; its words without the number name nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.genre.words import fold
from summarizer.schema import Result, Target
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.stretches import Stretch

__all__ = ["name"]

# 「13宗水库中完工11宗」: 13 are those among which something is counted.
_AMONG = re.compile("[^，。；、的]{1,12}?(?<![集其适高初])[中里](?![程心小学央级国医层期间药])")
_JOINTLY = re.compile("(?<=..)共同(?!富裕|体)")
# Words of clauses: why, although, only then, what did not happen, what was done before.
_OF_CLAUSES = re.compile(
    """
      没有 | 因 (?! [素公] ) | 由于 | 虽 | 却 | (?<! [人干英] ) 才 (?! [能华艺] ) | 导致 | 致使
    | 属于 | 推迟 | 即按 | 所需 | 不通 | 无法 | 难以 | (?<= .. ) (?: 收到 | 印发了? | 经过 )
    """,
    re.VERBOSE,
)
# 「318件提案全部办理完毕」: what was counted is done.
_ALL_DONE = re.compile("全部|[均都已]")
_OPENED = re.compile(r"(?:[\W\d]|[一二三四五六七八九十]是|其中|另外|还|仍|另|尚|也|共)*有?")
# 「9名预备党员转为正式党员」, 「2次应急救护培训」 read as they are meant.
_TOLD_PLAINLY = frozenset(["次", "场", "期", "轮", "名", "人", "户", "篇", "件", "份", "人次"])
_LIGHT = re.compile("完成|实现|达到|开展|组织|安排|有")
# What is shorter only names the counted.
_TELLS = 6
_LEADS = re.compile(r"主要用于|用于|随(?!访|机)|从\d|以[来后前]|造成|尚有")
_LEFT_OPEN = re.compile(
    "(?:[各得]|中排|首次|[只仅]安排|的占|(?<![现实共设拥所])有)$|^与[^，。；]{2,8}相差$"
    "|^(?:同比|环比|比?较?上年)*[多少增减]$"
)
# 「年中调整为1254万元」 is no adjustment by so much.
_TURNED_TO = re.compile("(?:调整|变更|修订|改)[为成]$")
# 「得分后三位的区县下浮5%」 is how money will be shared out.
_SHARED_OUT = re.compile("[的].{0,12}(?:[上下]浮|扣[减除]|奖励)$")


def name(claim: Claim) -> Iterator[Reason]:
    """A label neither tells a clause nor is left open, and is more than its subject says."""
    item, place = claim.item, claim.place
    if not isinstance(item, Target | Result) or place is None or claim.row is not None:
        return
    own = claim.places.stretches(place.start).at(place)
    if own is None:
        return
    plain = fold(item.metric)
    if _AMONG.match(own.behind) or _JOINTLY.search(own.behind):
        yield "bound-to-other-label"
    if _OF_CLAUSES.search(plain) or _counts_the_teller(own):
        yield "label-crosses-clause"
    if _TURNED_TO.search(own.before):
        yield "label-incomplete"
    if _SHARED_OUT.search(plain):
        yield "kind-mismatch"
    if _LEADS.match(plain) or _LEFT_OPEN.search(plain) or len(plain) < 2:
        yield "label-incomplete"
    if isinstance(item, Result) and _is_against_a_plan(claim, plain, own.clause):
        yield "label-incomplete"
    subject = fold(item.subject or "")
    rest = plain.replace(subject, "", 1) if subject in plain else ""
    if subject and (plain in subject or _LIGHT.fullmatch(rest)):
        yield "subject-unsure"


_CHANGES = re.compile("(?:增加|减少|增长|下降|降低|上升|提高)了?$")
_PLAN = re.compile("[比较与][^，。；]{0,8}(?:预算|计划|目标|概算)")


def _is_against_a_plan(claim: Claim, plain: str, clause: int) -> bool:
    """「与预算数相比，支出下降34%」: lower than planned is not lower than before."""
    assert claim.place is not None
    clauses = claim.places.stretches(claim.place.start).clauses
    told = any(map(_PLAN.search, clauses[max(0, clause - 1) : clause + 1]))
    return told and bool(_CHANGES.search(plain)) and not _PLAN.search(plain)


def _counts_the_teller(own: Stretch) -> bool:
    """「46条道路对管网进行改造」, 「有2个县混合核算」: does the number open its clause, so that the
    rest may tell something of the counted?"""
    opens = _OPENED.fullmatch(own.before) and own.number.unit not in _TOLD_PLAINLY
    return bool(opens) and len(own.behind) >= _TELLS and not _ALL_DONE.search(own.behind)
