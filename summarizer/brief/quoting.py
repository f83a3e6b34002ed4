"""Quotes: a passage cut to the clauses that a page has room for, in the words of the report."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from summarizer.schema import Document, Span

__all__ = ["Quote", "opening_of", "plain", "quote_of", "window_of"]

# A clause that says nothing without the one before it.
_DEPENDENT = re.compile(
    r"(?:.{0,8}分别|其中|故|因此|所以|其余|含|占|同比|比上年|比去年|比年初|较上年|较年初"
    r"|增长|增加|减少|下降|完成率|完成计划|完成目标"
    r"|完成(?:年初|全年)?预算|(?:支出)?决算数?为|采购金额\s*\d|排名|位居|居全|均|也|并|且|达|得分率"
    r"|(?:年初|全年|调整后?)?(?:支出)?(?:预算|决算)(?:数|安排)?为|(?:共?补[贴助]|涉及|奖补)?(?:资金|金额|经费)\s*\d)"
)
# What only points at a table.
_REFERENCE = re.compile("(?:详见|如|见)(?:附件|附表|表|下表).{0,8}$")
# The least weight of a clause that a quote may begin with in the middle of a sentence.
_LEAST = 0.2
# A clause that compares: the next one says nothing without the amount before both.
_COMPARING = re.compile(r"(?:[与同和].{2,10}相?比|比.{2,8}|较.{2,8})$")
# A clause that says as of when the others hold.
_AS_OF = re.compile(r"(?:截[至止]|预计|\d{4}年|\d{1,2}[-—至]\d{1,2}月|上半年|全年|当年|今年)")
_DANGLING = re.compile("(?:相比|上面|方面|过程中|情况下|基础上|之后|以后|时|以来|的|即|为)$")
# 「应从细化分工，…等方面提升」 is open until its last clause.
_OPEN = re.compile("[应需要]从(?!.*(?:方面|入手|着手|出发))")
# The last word of a statement that a list follows.
_LISTING = re.compile("其中|(?:主要)?包括|具体(?:情况)?(?:如下|为|是)?")
_CAUSE = re.compile("原因|由于|一方面")
_BLANK = re.compile(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_LOOSE = re.compile(r"(?<=\d) (?=[%‰])")
# A line of the budget loses the mark that its class opened.
_CLOSED = re.compile("^([^“”]*[）)])”")
# The number of a footnote.
_NOTE = re.compile(r"(?<=[一-鿿])\[\d{1,2}\]")
# Both words of a blank form, of which the office left the second: 「下降（增长）27.78%」.
_SHORT_NAME = re.compile("（以下简称[^（）]*）")
_EITHER = re.compile("(增[长加]|减少|下降)（(?:增[长加]|减少|下降)）")
# A rate as mathematics, as some converters of PDF print it: $ 93.35\% $.
_MATHS = re.compile(r"\s*\$\s*([\d.,]+)\s*\\%\s*\$\s*")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the report and their places."""

    text: str
    places: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Return where the quote begins."""
        return self.places[0][0]

    def holds(self, place: int) -> bool:
        """Return whether a place is in the quote."""
        return any(start <= place < end for start, end in self.places)

    def spans(self, document: Document) -> tuple[Span, ...]:
        """Return its places with their words."""
        return tuple(
            Span(start=start, end=end, quote=document.text[start:end]) for start, end in self.places
        )

    def named(self, document: Document, name: tuple[int, int] | None) -> Quote:
        """Return the quote with the name before it of what it is about."""
        if name is None or name[0] >= self.start:
            return self
        return Quote(f"{plain(document.text[slice(*name)])}：{self.text}", (name, *self.places))


def plain(words: str) -> str:
    """Return words on one line, without blanks between Chinese signs.

    >>> plain("全年完成 12 项，\\n完成率 98.5 %。")
    '全年完成12项，完成率98.5%'
    """
    if "$" in words:
        words = _MATHS.sub(r"\1%", words)
    if "[" in words:
        words = _NOTE.sub("", words)
    flat = _SHORT_NAME.sub("", _EITHER.sub(r"\1", " ".join(words.split())))
    if " " in flat:
        flat = _LOOSE.sub("", _BLANK.sub("", flat))
    return flat.strip("，。；;,、 ")


Clauses = Sequence[tuple[int, int]]


def opening_of(document: Document, passages: Sequence[Clauses], most: int) -> Quote | None:
    """Return the first passage, cut to the clauses there is room for, and the next ones that fit
    whole.
    """
    first, *others = passages
    ends = [end for _, end in first if end - first[0][0] <= most]
    while len(ends) > 1 and _DANGLING.search(document.text, ends[-2], ends[-1]):
        ends.pop()
    if not ends or (len(ends) < len(first) and _OPEN.search(document.text, first[0][0], ends[-1])):
        return None
    if _is_open(document, (first[len(ends) - 1][0], ends[-1])):
        # A line that only announces a list says nothing.
        listing = _LISTING.fullmatch(document.text, *first[len(ends) - 1])
        if len(ends) == len(first) and _leads_on(document, ends[-1]) and not listing:
            return None
        ends.pop()
    if not ends:
        return None
    parts = [(first[0][0], ends[-1])]
    for clauses in others if len(ends) == len(first) else ():
        left = most - sum(end - start for start, end in parts)
        ends = [end for _, end in clauses if end - clauses[0][0] <= left]
        # A cause may lose its last clauses, anything else is quoted whole.
        if not ends or (len(ends) < len(clauses) and not _CAUSE.search(document.text, *clauses[0])):
            break
        parts.append((clauses[0][0], ends[-1]))
    return quote_of(document, parts)


def _is_open(document: Document, clause: tuple[int, int]) -> bool:
    """Return whether a clause leads on to the next one, or points at a table."""
    start, end = clause
    return _leads_on(document, end) or bool(_REFERENCE.search(document.text, start, end))


def _leads_on(document: Document, end: int) -> bool:
    return document.text[end : end + 1] in ("：", ":")


def window_of(
    document: Document,
    clauses: Clauses,
    weigh: Callable[[int, int], float],
    most: int,
) -> tuple[Quote, float] | None:
    """Return the run of clauses that weighs most of those there is room for, and its weight.

    A clause that says as of when is kept. Clauses that weigh nothing fall off at the ends of a long
    run.
    """
    weights = [weigh(*clause) for clause in clauses]
    if max(weights) <= 0:
        return None
    last = len(clauses) - 1
    fits = clauses[last][1] - clauses[0][0] <= most and min(weights) >= 0
    if fits and not _is_open(document, clauses[last]):
        quote = quote_of(document, [(clauses[0][0], clauses[last][1])])
        return (quote, sum(weights)) if quote else None
    best: tuple[float, int, int, int] | None = None
    for first, (start, _) in enumerate(clauses):
        if best and best[1] == 0 and best[3] == last:
            # All of it, and short.
            break
        if first and (weights[first] < _LEAST or _depends(document, clauses, first)):
            continue
        total = 0.0
        for at in range(first, last + 1):
            length = clauses[at][1] - start
            if length > most:
                break
            total += weights[at]
            ends = (weights[at] or at == last) and not _DANGLING.search(document.text, *clauses[at])
            if ends and not _is_open(document, clauses[at]):
                better = (total, -length if length > most // 2 else 0, -first, at)
                best = max(best, better) if best else better
    if best is None or best[0] <= 0:
        return None
    first, last = -best[2], best[3]
    parts = [(clauses[first][0], clauses[last][1])]
    if first and _AS_OF.match(document.text, *clauses[0]) and clauses[0][1] - clauses[0][0] <= 16:
        parts.insert(0, clauses[0])
    quote = quote_of(document, parts)
    return (quote, best[0]) if quote else None


def _depends(document: Document, clauses: Clauses, at: int) -> bool:
    return bool(
        _DEPENDENT.match(document.text, clauses[at][0])
        or _COMPARING.search(document.text, *clauses[at - 1])
    )


def quote_of(document: Document, parts: Sequence[tuple[int, int]]) -> Quote | None:
    """Return the words at these places, joined by the signs between them."""
    words = ""
    start, end = parts[-1]
    if (bracket := document.text.rfind("（", start, end)) > document.text.rfind("）", start, end):
        # A bracket that the quote does not close.
        parts = [*parts[:-1], (start, bracket)]
    for at, (start, end) in enumerate(parts):
        between = document.text[parts[at - 1][1] : start] if at else ""
        near = "" if "\n" in between else between
        joint = next((sign for sign in near if sign in "。；，"), "。") if at else ""
        words += joint + plain(document.text[start:end])
    return Quote(_CLOSED.sub(r"\1", words), tuple(parts)) if words else None
