"""Enumerations: numbered items under an amount, names before a count (checks 1, 2 and 7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from summarizer.audit.figures import Figure, printed, tolerance
from summarizer.audit.page import Page, Sentence
from summarizer.audit.vocabulary import OPEN_LIST, change_sign, is_spending, role_of
from summarizer.schema import Finding

__all__ = [
    "Enumeration",
    "enumerations",
    "number_of",
    "numbered_amounts",
    "plain_lines",
    "shape_of",
]

_MARKER = re.compile(
    r"\s*(?:[（(](?P<a>[\d一二三四五六七八九十]{1,3})[）)]|(?P<b>\d{1,2})\s*[、.．)）](?!\d)"
    r"|(?P<c>[一二三四五六七八九十]{1,3})\s*[、.．]|(?P<d>[①-⑳])|(?P<e>[一二三四五六七八九十]{1,2})是)"
)
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
# How many lines a list may have.
_MOST = 30
_INTRODUCES = re.compile(r"[:：]\s*$|如下|以下|下列")


@dataclass(frozen=True)
class Enumeration:
    """Numbered paragraphs 1, 2, 3 … and the paragraph that introduces them."""

    intro: tuple[Sentence, ...]
    items: tuple[tuple[Sentence, ...], ...]

    @property
    def is_partial(self) -> bool:
        """Does the list follow 其中, so that it need not be whole?"""
        return "其中" in self.intro[-1].text[-8:]

    @property
    def leads(self) -> tuple[Figure, ...]:
        """The first amount of every item that names one in its first sentence."""
        firsts = []
        for item in self.items:
            lead = next((f for f in item[0].figures if f.kind == "money"), None)
            if lead is not None and lead.is_exact and _early(item[0], lead):
                firsts.append(lead)
        return tuple(firsts)


def _early(sentence: Sentence, lead: Figure) -> bool:
    """Does the amount belong to the head of its item, not to a story or a change?"""
    return not change_sign(lead) and not re.search(
        r"[，,；;。]", sentence.text[: lead.start - sentence.start]
    )


def enumerations(page: Page) -> Iterator[Enumeration]:
    """Runs of three or more paragraphs numbered in sequence. A paragraph without a number goes
    on with the item before it."""
    intro: tuple[Sentence, ...] = ()
    run: list[tuple[Sentence, ...]] = []
    for paragraph in page.paragraphs:
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
    """The kind of number that a paragraph opens with: brackets, dot, Chinese …"""
    match = _MARKER.match(text)
    return match.lastgroup if match else None


def _finished(
    intro: tuple[Sentence, ...], run: list[tuple[Sentence, ...]]
) -> Iterator[Enumeration]:
    if len(run) >= 3 and intro:
        yield Enumeration(intro, tuple(run))


def number_of(text: str) -> int | None:
    """The number that a paragraph opens with.

    >>> number_of("11、为民服务中心"), number_of("（三）其他"), number_of("一般公共预算")
    (11, 3, None)
    """
    match = _MARKER.match(text)
    if match is None:
        return None
    mark = match[match.lastgroup or 0]
    if mark.isdecimal():
        return int(mark)
    if len(mark) == 1 and "①" <= mark <= "⑳":
        return ord(mark) - ord("①") + 1
    tens, ten, ones = mark.partition("十")
    if not ten:
        return _DIGITS.get(mark)
    return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)


def numbered_amounts(page: Page) -> Iterator[Finding]:
    """Checks 1 and 2: amounts of numbered items against the amount that introduces them.

    Where the items make up the spending instead of the budget they are introduced under, that is
    what is reported. Source: 分项口径=总额口径, reviewing practice.
    """
    for listing in enumerations(page):
        yield from _judged(page, listing)


def _judged(page: Page, listing: Enumeration) -> Iterator[Finding]:
    parts = listing.leads
    whole = _whole(listing) if len(parts) == len(listing.items) else None
    if whole is None or not _alike(parts, whole):
        return
    total = sum((part.value for part in parts), Decimal(0))
    partial = listing.is_partial and total < whole.value
    if abs(total - whole.value) > tolerance(parts, whole) and not partial:
        yield _unequal(page, listing, whole, total)


def plain_lines(page: Page) -> Iterator[Finding]:
    """Checks 1 and 2: lines without numbers, one amount each, under the amount that introduces
    them with a colon.

    Source: 资金构成, outline of 财预〔2020〕10号.
    """
    paragraphs = page.paragraphs
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
            yield from _judged(page, Enumeration(intro, tuple(items)))


def _alike(parts: Sequence[Figure], whole: Figure) -> bool:
    """Are all amounts of one kind: no budgets among spendings?"""
    roles = {role_of(part.label) for part in parts}
    return len(roles) == 1 and all(part.unit == whole.unit for part in parts)


def _whole(listing: Enumeration) -> Figure | None:
    """The last amount of a paragraph that says that a list follows."""
    if not _INTRODUCES.search(listing.intro[-1].text):
        return None
    amounts = [
        figure
        for sentence in listing.intro
        for figure in sentence.figures
        if figure.kind == "money" and figure.is_exact and not change_sign(figure)
    ]
    return amounts[-1] if amounts else None


def _unequal(page: Page, listing: Enumeration, whole: Figure, total: Decimal) -> Finding:
    parts = listing.leads
    expected = printed(total, whole)
    gap = printed(abs(total - whole.value), whole)
    twin = _spent_as(page, parts, total, whole)
    open_ = any(OPEN_LIST.search(sentence.text) for sentence in listing.intro)
    evidence = [page.clause_span(whole), *page.spans(parts)]
    message = f"{len(parts)}个分项合计{expected}，而“{page.clause_span(whole).quote}”，相差{gap}"
    if twin is not None:
        evidence.append(page.clause_span(twin))
        message += f"；合计正好等于“{page.clause_span(twin).quote}”，疑以支出数充当预算分项"
    elif total > whole.value:
        open_ = False
    elif open_ and total < whole.value:
        message += "，余额去向未列明"
    return page.finding(
        "budget-items-sum-to-spending" if twin is not None else "sum-mismatch",
        "warning" if open_ or twin is not None else "error",
        message,
        evidence,
        expected=expected,
        stated=whole.quantity.text,
    )


def _spent_as(page: Page, parts: Sequence[Figure], total: Decimal, whole: Figure) -> Figure | None:
    """A spending of the report that the items do add up to, when they stand under a budget."""
    if role_of(whole.label) not in ("budget", "adjusted"):
        return None
    known = {part.start for part in parts}
    for sentence in page.sentences:
        for figure in sentence.figures:
            if (
                figure.unit == whole.unit
                and figure.start not in known
                and is_spending(figure.label)
                and abs(figure.value - total) <= tolerance(parts, figure)
            ):
                return figure
    return None
