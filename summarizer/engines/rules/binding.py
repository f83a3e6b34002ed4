"""What a number is about: its own words, joined with what an earlier clause left unsaid."""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.engines.rules.figures import Piece, plain
from summarizer.engines.rules.joining import Bound, join
from summarizer.engines.rules.scope import Base, Scope
from summarizer.engines.rules.wording import (
    compose,
    fund_parts,
    is_rate,
    lead_end,
    leading_verb,
    split_subject,
    tail_start,
)
from summarizer.genre.clauses import PAGE_BREAK, Clause, trimmed
from summarizer.genre.status import direction_of
from summarizer.schema import Document

__all__ = ["EVENT", "around", "bind", "share_verb", "verb_of"]

Offsets = tuple[int, int]

# 「完成年度任务的120%」, 「占总支出的45%」: a share of something else.
SHARE = re.compile(
    r"^(?:占|完成|达到|超额完成|(?:仅|只)?(?:为|占)(?=.*(?:收入|投资|预算|计划|目标|任务)))[^率]{2,14}$"
)
EVENT = re.compile(
    r"(?:活动|讲座|培训|宣讲会|运动会|演练|会议|大会|座谈会|宣讲|招聘会|比赛|节|会|演出)$"
)
AMOUNT_OF = {
    "元": "金额",
    "平方米": "面积",
    "亩": "面积",
    "公顷": "面积",
    "公里": "里程",
    "人": "人数",
}
# 「分两批下达」, 「预测收入1200万元的26.67%」: numbers that only say how, or of what.
ASIDE = re.compile(
    r"(?<![处得评部区成])分[两二三四五六七八九十\d]+(?:批次?|期|次|步)|[\d.,]+[万亿]?元(?=(?:的$|减少|增加|节约|下降|增长|上升|提高))"
    r"|[\d.]+分(?=得$)"
)
HEADCOUNT = re.compile(r"(?:户数|户|人数|家数|件数)$")
LISTED_BEFORE = re.compile(r"^.*、.*$")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words around a number, without brackets and other numbers."""

    prefix: str
    suffix: str
    lead: int


def bind(document: Document, scope: Scope, clause: Clause, piece: Piece, span: Offsets) -> Bound:
    """What the figure of a piece is about."""
    text, figure = document.text, piece.quantity
    words = _words_around(document, piece)
    if piece.beside and scope.base:
        return _second_number(scope.base, piece, span)
    direction = direction_of(words.prefix)
    body = words.prefix[words.lead :]
    subject, rest = ("", body) if figure.kind == "rank" else split_subject(body, words.suffix)
    metric = compose(rest, words.suffix)
    label = trimmed(text, piece.start + min(words.lead, len(words.prefix)), figure.start)
    bound = Bound(metric, subject, [span], direction, label if label[0] < label[1] else span)
    if share := SHARE.match(rest[: tail_start(rest)]):
        bound.share = share.group()
    if (figure.unit == "元" or figure.unit == "%") and (parts := fund_parts(metric)):
        bound.subject = subject + parts[0] if subject not in parts[0] else parts[0]
        bound.metric = parts[1]
    if bound.subject:
        _own_subject(text, scope, piece, bound)
    join(scope, clause, piece, bound, text)
    return bound


def verb_of(document: Document, piece: Piece) -> tuple[str, Offsets | None]:
    """The verb that a list's first member prints for all of them."""
    words = _words_around(document, piece)
    _, rest = split_subject(words.prefix[words.lead :])
    verb = leading_verb(rest + "口")
    if not verb:
        return "", None
    at = document.text.find(verb, piece.start, piece.quantity.start)
    return verb, ((at, at + len(verb)) if at >= 0 else None)


def share_verb(bound: Bound, verb: str, span: Offsets | None) -> None:
    """Put a later member of a list under the first one's verb."""
    if not verb or leading_verb(bound.metric) or is_rate(bound.metric):
        return
    joined = compose(verb, bound.metric)
    if joined != bound.metric and span:
        bound.spans.append(span)
    bound.metric = joined


def around(document: Document, piece: Piece) -> tuple[str, str]:
    """The words before and after the number of a piece."""
    words = _words_around(document, piece)
    return words.prefix, words.suffix


def _words_around(document: Document, piece: Piece) -> _Words:
    text, figure = document.text, piece.quantity
    if piece.label_end is not None:
        prefix = plain(text, piece.start, piece.label_end)
        return _Words(prefix, "", lead_end(prefix))
    prefix = ASIDE.sub("", plain(text, piece.start, figure.start))
    suffix = plain(text, figure.end, piece.end)
    for other in document.quantities_in(figure.end, piece.end):
        if other.is_checked:
            suffix = suffix.replace(PAGE_BREAK.sub("", other.text), "", 1)
    if suffix and LISTED_BEFORE.match(prefix) and leading_verb(prefix[lead_end(prefix) :]):
        # 「完成甲、乙、丙等5条街巷的整治」: the names before the number are its members.
        prefix = leading_verb(prefix[lead_end(prefix) :])
    return _Words(prefix, suffix, lead_end(prefix, to_end=bool(suffix)))


def _second_number(base: Base, piece: Piece, span: Offsets) -> Bound:
    """「63户12.74万元」: the second number measures the thing counted first."""
    amount = AMOUNT_OF.get(piece.quantity.unit, "")
    metric = base.metric
    if amount == "人数":
        metric = HEADCOUNT.sub("", metric)
    return Bound(metric + amount, base.subject or "", [span], "none", base.label)


def _own_subject(text: str, scope: Scope, piece: Piece, bound: Bound) -> None:
    at = text.find(bound.subject, piece.start, piece.quantity.start)
    span = (at, at + len(bound.subject)) if at >= 0 else None
    scope.name_subject(bound.subject, span)
    bound.own_subject = True
