"""Enumerations: numbered items, and the amount that introduces them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from summarizer.audit.context import AuditContext, Sentence
from summarizer.audit.figures import Figure, is_slip, tolerance
from summarizer.audit.relations import Relation, first_that_holds, total
from summarizer.audit.wording import OPEN_LIST, change_sign, is_spending, role_of
from summarizer.schema.terms import Severity

__all__ = [
    "Enumeration",
    "enumerations",
    "enumerations_of",
    "number_of",
    "numbered_amounts",
    "numeral",
    "plain_lines",
    "shape_of",
]

_MARKER = re.compile(
    r"\s*(?:[（(](?P<a>[\d一二三四五六七八九十]{1,3})[）)]|(?P<b>\d{1,2})\s*[、.．)）](?!\d)"
    r"|(?P<c>[一二三四五六七八九十]{1,3})\s*[、.．]|(?P<d>[①-⑳])|(?P<e>[一二三四五六七八九十]{1,2})是)"
)
_DIGITS = {digit: place for place, digit in enumerate("一二三四五六七八九", 1)} | {"两": 2}
# The most lines of a list.
_MOST = 30
_INTRODUCES = re.compile(r"[:：]\s*$|如下|(?<![县市级岁元亩])以下(?![文级])|下列")
# The largest relative gap between the items and one of several amounts before them.
_NEAR = Decimal("0.1")


@dataclass(frozen=True)
class Enumeration:
    """Numbered paragraphs 1, 2, 3 … and their introduction."""

    intro: tuple[Sentence, ...]
    items: tuple[tuple[Sentence, ...], ...]

    @property
    def is_partial(self) -> bool:
        """True if the list follows 其中, so that it may be incomplete."""
        return "其中" in self.intro[-1].text[-8:]

    @property
    def leads(self) -> tuple[Figure, ...]:
        """The first amount in the first sentence of each item."""
        firsts = []
        for item in self.items:
            lead = next((f for f in item[0].figures if f.kind == "money"), None)
            if lead is not None and lead.is_exact and _early(item[0], lead):
                firsts.append(lead)
        return tuple(firsts)


def _early(sentence: Sentence, lead: Figure) -> bool:
    """True if the amount belongs to the heading of its item and is not a change."""
    return not change_sign(lead) and not re.search(
        r"[，,；;。]", sentence.text[: lead.start - sentence.start]
    )


def enumerations(context: AuditContext) -> Iterator[Enumeration]:
    """Yield runs of three or more paragraphs numbered in sequence, skipping paragraphs without a
    number."""
    intro: tuple[Sentence, ...] = ()
    run: list[tuple[Sentence, ...]] = []
    for paragraph in context.paragraphs:
        number = number_of(paragraph[0].text)
        if number == len(run) + 1 and run:
            run.append(paragraph)
        elif number == 1 and not (run and _nested(run, paragraph)):
            yield from _finished(intro, run)
            run = [paragraph]
        elif number is not None or _INTRODUCES.search(paragraph[-1].text):
            yield from _finished(intro, run)
            run, intro = [], paragraph
        elif not run:
            intro = paragraph
    yield from _finished(intro, run)


def _nested(run: Sequence[tuple[Sentence, ...]], paragraph: Sequence[Sentence]) -> bool:
    return shape_of(run[0][0].text) != shape_of(paragraph[0].text)


def shape_of(text: str) -> str | None:
    """Return the style of the number at the start of a paragraph: brackets, dot, Chinese …"""
    match = _MARKER.match(text)
    return match.lastgroup if match else None


def _finished(
    intro: tuple[Sentence, ...], run: list[tuple[Sentence, ...]]
) -> Iterator[Enumeration]:
    if len(run) >= 3 and intro:
        yield Enumeration(intro, tuple(run))


def number_of(text: str) -> int | None:
    """Return the number at the start of a paragraph.

    >>> number_of("11、为民服务中心"), number_of("（三）其他"), number_of("一般公共预算")
    (11, 3, None)
    """
    match = _MARKER.match(text)
    if match is None:
        return None
    return numeral(match[match.lastgroup or 0])


def numeral(mark: str) -> int | None:
    """Return the value of a small number as written in outlines.

    >>> numeral("十二"), numeral("②"), numeral("两")
    (12, 2, 2)
    """
    if mark.isdecimal():
        return int(mark)
    if len(mark) == 1 and "①" <= mark <= "⑳":
        return ord(mark) - ord("①") + 1
    tens, ten, ones = mark.partition("十")
    if not ten:
        return _DIGITS.get(mark)
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def numbered_amounts(context: AuditContext) -> Iterator[Relation]:
    """Amounts of numbered items sum to the amount of their introduction.

    If the introduction states a budget and the items sum to the spending, that is reported instead.
    Source: 分项口径=总额口径, reviewing practice.
    """
    for listing in context.once(enumerations_of):
        yield from _judged(context, listing)


def enumerations_of(context: AuditContext) -> tuple[Enumeration, ...]:
    """Return the numbered lists of a report."""
    return tuple(enumerations(context))


def plain_lines(context: AuditContext) -> Iterator[Relation]:
    """Lines without numbers, with one amount each, sum to the amount of their introduction, which
    ends with a colon.

    Source: 资金构成, outline of 财预〔2020〕10号.
    """
    paragraphs = context.paragraphs
    for place, intro in enumerate(paragraphs):
        if not _INTRODUCES.search(intro[-1].text):
            continue
        items = []
        for paragraph in paragraphs[place + 1 : place + 1 + _MOST]:
            listing = Enumeration(intro, (paragraph,))
            if number_of(paragraph[0].text) or not listing.leads:
                break
            items.append(paragraph)
        if len(items) > 1:
            yield from _judged(context, Enumeration(intro, tuple(items)))


def _judged(context: AuditContext, listing: Enumeration) -> Iterator[Relation]:
    parts = listing.leads
    wholes = _wholes(listing) if len(parts) == len(listing.items) else []
    if not wholes or not _alike(parts, wholes[-1]):
        return
    open_ = any(OPEN_LIST.search(sentence.text) for sentence in listing.intro)
    one = first_that_holds(
        _summed(context, parts, whole, open_=open_) for whole in reversed(wholes)
    )
    whole = one.target
    value = sum((part.value for part in parts), Decimal(0))
    partial = listing.is_partial and whole is not None and value < whole.value
    if one.holds or (not partial and _is_meant(parts, wholes, value)):
        yield one


def _is_meant(parts: Sequence[Figure], wholes: Sequence[Figure], value: Decimal) -> bool:
    """True if the introduction states the sum of its items. One of several amounts counts only if
    it is near the sum or one wrong digit away."""
    if len(wholes) == 1:
        return True
    gap = value - wholes[-1].value
    return abs(gap) <= _NEAR * wholes[-1].value or (is_slip(gap) and len(parts) > 2)


def _alike(parts: Sequence[Figure], whole: Figure) -> bool:
    """True if all amounts have one role."""
    roles = {role_of(part.label) for part in parts}
    return len(roles) == 1 and all(part.unit == whole.unit for part in parts)


def _wholes(listing: Enumeration) -> list[Figure]:
    """Return the amounts of a paragraph that announces a list."""
    if not _INTRODUCES.search(listing.intro[-1].text):
        return []
    return [
        figure
        for sentence in listing.intro
        for figure in sentence.figures
        if figure.kind == "money" and figure.is_exact and not change_sign(figure)
    ]


def _summed(
    context: AuditContext, parts: Sequence[Figure], whole: Figure, *, open_: bool
) -> Relation:
    value = sum((part.value for part in parts), Decimal(0))
    fits = abs(value - whole.value) <= tolerance(parts, whole)
    if fits and role_of(whole.label) in ("budget", "adjusted"):
        return total("budget-items-sum-to-spending", parts, whole)
    twin = None if fits else _spent_as(context, parts, value, whole)
    if twin is not None:
        return total("budget-items-sum-to-spending", parts, whole, spent=twin.quote, after=(twin,))
    severity: Severity = "warning" if open_ and value < whole.value else "error"
    message = "sum-mismatch:open" if severity == "warning" else "sum-mismatch:items"
    return total("sum-mismatch", parts, whole, severity=severity, message=message)


def _spent_as(
    context: AuditContext, parts: Sequence[Figure], value: Decimal, whole: Figure
) -> Figure | None:
    """Return a spending that equals the sum of items listed under a budget."""
    if role_of(whole.label) not in ("budget", "adjusted"):
        return None
    known = {part.start for part in parts}
    for sentence in context.sentences:
        for figure in sentence.figures:
            if (
                figure.unit == whole.unit
                and figure.start not in known
                and is_spending(figure.label)
                and abs(figure.value - value) <= tolerance(parts, figure)
            ):
                return figure
    return None
