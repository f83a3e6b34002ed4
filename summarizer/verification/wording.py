"""Wording: do the item's words come from its evidence, with the same negations and directions?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.genre.words import coverage, fold, letters, pairs, strays
from summarizer.schema import Problem, Result
from summarizer.schema.terms import Reason
from summarizer.verification.claim import Claim
from summarizer.verification.comparison import read
from summarizer.verification.lexicon import (
    DECREASE,
    DROPPABLE,
    INCREASE,
    NEGATION,
    NOT_A_NEGATION,
    any_of,
)

__all__ = ["direction", "negation", "one_negation", "support"]

_HALF, _NEARLY_ALL = 0.5, 0.9


def support(claim: Claim) -> Iterator[Reason]:
    """The label's words stand in the evidence; without a number, nearly all of the text does."""
    if claim.intact and not all(_supported(claim, words) for words in _claims(claim)):
        yield "low-wording-support"


def _claims(claim: Claim) -> Iterator[str]:
    yield claim.item.text
    if claim.metric != claim.item.text:
        yield claim.metric
    if isinstance(claim.item, Problem) and claim.item.cause:
        yield claim.item.cause


def _supported(claim: Claim, words: str) -> bool:
    if not fold(words):
        return False
    if any(words in quote for quote in claim.quotes):
        return True
    if claim.quantity is None:
        return _from_the_report(claim, words)
    return _labelled(claim, words)


def _from_the_report(claim: Claim, words: str) -> bool:
    """No word of two characters comes from outside evidence, headings and the item's subject."""
    known = claim.quoted | claim.titled | pairs(claim.subject or "")
    share = coverage(words, known)
    return share >= _NEARLY_ALL or (share >= _HALF and not strays(words, known))


def _labelled(claim: Claim, words: str) -> bool:
    """Half of the label stands in the evidence, or a part does and the rest close by. Numbers,
    words that only name their kind and a context in front are no part of it."""
    label = _without_context(claim, _without_numbers(claim, words))
    known = claim.quoted if words == claim.metric else claim.quoted | pairs(claim.subject or "")
    share = coverage(label, known)
    if share >= _HALF:
        return True
    return share > 0 and coverage(label, claim.around | known) >= _NEARLY_ALL


# What the unit says already: 救助金额 of a number in 元 is 救助.
_NAMES_OF_KINDS: dict[str, re.Pattern[str]] = {
    "money": any_of("金额 资金 费用 款项 数额 总额 数"),
    "count": any_of("人数 数量 次数 户数 个数 件数 家数 总数 数 总量"),
    "measure": any_of("面积 长度 里程 重量 数量 总量 数"),
    "rank": any_of("排名 名次 位次 排位 位列"),
    "percent": any_of("占比 比例 比重"),
}


def _without_numbers(claim: Claim, words: str) -> str:
    number = claim.quantity
    for one in read(words):
        words = words.replace(one.text, "，")
    names = _NAMES_OF_KINDS.get(number.kind) if number else None
    return re.sub(f"(?:{names.pattern})$", "", words) if names else words


def _without_context(claim: Claim, words: str) -> str:
    """A label may stand under words of its headings, its subject or the title."""
    plain = letters(words)
    context = [letters(one) for one in (*claim.headings, claim.subject or "", *claim.places.front)]
    for end in range(len(plain) - 2, 1, -1):
        if any(plain[:end] in one for one in context):
            return plain[end:]
    return plain


def negation(claim: Claim) -> Iterator[Reason]:
    """What the report denies the item denies, and nothing else."""
    if not claim.intact:
        return
    beside = " ".join(claim.quotes)
    said = [words for words in _claims(claim) if NEGATION.search(words) or NEGATION.search(beside)]
    if not said:
        return
    denied = _denials(" ".join((beside, *claim.headings, *claim.sentences)))
    if any(_denials(words) - denied or _affirms_what_is_denied(beside, words) for words in said):
        yield "negation-flip"


def _denials(text: str) -> set[str]:
    """What is denied: each negation with the character behind it."""
    plain = NOT_A_NEGATION.sub("·", DROPPABLE.sub("·", one_negation(fold(text))))
    return {plain[m.start() : m.end() + 1] for m in NEGATION.finditer(plain)}


_SPELLINGS = {"未能": "未", "没能": "未", "没有": "未", "尚未": "未", "还未": "未", "无法": "不能"}
_SPELLED = re.compile("|".join(_SPELLINGS))


def one_negation(text: str) -> str:
    """A text with one word for each negation.

    >>> one_negation("无法使用，尚未支付")
    '不能使用，未支付'
    """
    return _SPELLED.sub(lambda found: _SPELLINGS[found[0]], text)


def _affirms_what_is_denied(source: str, words: str) -> bool:
    """Does a wording say, without its negation, what the source always denies?"""
    plain, said = _without_empty_words(source), _without_empty_words(words)
    for found in NEGATION.finditer(plain):
        denied = plain[found.end() : found.end() + 2]
        if len(denied) < 2 or not _always_denied(denied, plain):
            continue
        if denied in said and not any(_is_denied(said, at) for at in _places(denied, said)):
            return True
    return False


def _without_empty_words(text: str) -> str:
    return letters(DROPPABLE.sub("·", one_negation(fold(text))))


def _places(words: str, text: str) -> list[int]:
    return [found.start() for found in re.finditer(re.escape(words), text)]


def _is_denied(text: str, at: int) -> bool:
    return NEGATION.search(text, max(0, at - 2), at) is not None


def _always_denied(words: str, text: str) -> bool:
    return all(_is_denied(text, at) for at in _places(words, text))


def direction(claim: Claim) -> Iterator[Reason]:
    """Up is up and down is down: in the field and in the words."""
    if not claim.intact:
        return
    if _field_flipped(claim) or any(_words_flipped(claim, words) for words in _claims(claim)):
        yield "direction-flip"


def _field_flipped(claim: Claim) -> bool:
    item = claim.item
    if not isinstance(item, Result) or item.direction == "none":
        return False
    wanted = INCREASE if item.direction == "increase" else DECREASE
    return not wanted.search(claim.clause if claim.place else " ".join(claim.quotes))


def _words_flipped(claim: Claim, words: str) -> bool:
    source = " ".join(claim.quotes)
    if _turned(words, source, INCREASE, DECREASE) or _turned(words, source, DECREASE, INCREASE):
        return True
    around = " ".join((source, *claim.sentences, *claim.headings))
    return _from_nowhere(words, around, INCREASE, _UP) or _from_nowhere(
        words, around, DECREASE, _DOWN
    )


# Without any of these the report states no change of that direction.
_UP = re.compile("[增升涨提高长扩加多超攀递强优改]")
_DOWN = re.compile("[减降缩少节低压下落退跌亏省核削]")


def _from_nowhere(
    words: str, around: str, direction: re.Pattern[str], kin: re.Pattern[str]
) -> bool:
    """Does a wording say up or down where nothing near the evidence does?"""
    return bool(direction.search(words)) and not kin.search(around)


def _turned(words: str, source: str, ours: re.Pattern[str], theirs: re.Pattern[str]) -> bool:
    """Does a wording use a word of one direction where the source has only the other?"""
    return bool(ours.search(words)) and not ours.search(source) and bool(theirs.search(source))
