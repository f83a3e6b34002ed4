"""Overview (概述): the brief in at most 300 汉字, as a person of a finance office would put it.

It is made of the statements that the brief tells in the report's own words, as many of each part
as there is room for, so that each number in it stands in its evidence. How many targets were met is
a number of ours: the overview says it in words, the brief holds the counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from summarizer.figures import FUND_SLOTS, figure, fund_name, quotes_funds
from summarizer.schema import (
    Brief,
    BriefPart,
    BriefTargets,
    Document,
    DocumentKind,
    Item,
    Quantity,
    Result,
    Span,
    Target,
)

__all__ = ["LIMIT", "compose", "hanzi"]

LIMIT = 300
UNTITLED = "绩效报告摘要。"
# 汉字 that each part may have at most.
_ROOM = {
    "about": 30, "funds": 70, "score": 24, "targets": 30, "missed": 50, "met": 60, "results": LIMIT,
    "problems": 80, "measures": 56, "findings": 36, "unread": 20,
}  # fmt: skip
_LONGEST_TITLE, _LONGEST_CLAUSE = 80, 90

Accept = Callable[[str, tuple[Span, ...]], bool]
"""Is a text borne out by these spans? The verifier's voice."""
Clause = tuple[str, tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence: its opening words, its clauses, what joins them, and how long it may be; with
    `in_order`, clauses are chosen in the order given and told in that of the report."""

    opening: str
    clauses: tuple[Clause, ...]
    joint: str = "；"
    most: int = LIMIT
    in_order: bool = False


def compose(
    document: Document,
    items: Sequence[Item],
    brief: Brief,
    accept: Accept,
    titles: Sequence[str] = (),
) -> tuple[str, tuple[Span, ...]]:
    """Text and evidence, in the brief's order; `titles` name its findings.

    When the whole is not accepted, what is not accepted alone is left out, and then each clause
    with which the text before it is no longer accepted.
    """
    parts = list(_parts(document, items, brief, titles))
    openings = _openings(document)
    for opening in openings:
        sentences = _assemble(opening, parts, lambda *_: True)
        text, evidence = _joined([opening, *sentences.values()])
        if accept(text, evidence):
            return text, evidence
    told = [next(one for one in openings if accept(*one) or one[0] == UNTITLED)]
    for at, sentence in _assemble(told[0], parts, accept).items():
        # A semicolon hands the period of one clause on to the next, a stop does not.
        apart = replace(parts[at], joint="。")
        room = hanzi(sentence[0])
        again = _sentence(apart, room, partial(_after, told, accept))
        told += [one for one in (sentence, again) if accept(*_joined([*told, one]))][:1]
    return _joined(told)


def _after(told: Sequence[Clause], accept: Accept, words: str, spans: tuple[Span, ...]) -> bool:
    return accept(*_joined([*told, (f"{words}。", spans)]))


def _joined(told: Sequence[Clause]) -> Clause:
    evidence = dict.fromkeys(span for _, spans in told for span in spans)
    return "".join(words for words, _ in told), tuple(evidence)


def _assemble(opening: Clause, parts: Sequence[_Part], choose: Accept) -> dict[int, Clause]:
    """The sentence of each part, by its place; the results last to be given room, since there are
    most of them."""
    made: dict[int, Clause] = {}
    left = LIMIT - hanzi(opening[0])
    for at in sorted(range(len(parts)), key=lambda at: (parts[at].most == LIMIT, at)):
        part = parts[at]
        sentence, spans = _sentence(part, min(left, part.most), choose)
        if sentence:
            made[at] = (sentence, spans)
            left -= hanzi(sentence)
    return {at: made[at] for at in sorted(made)}


def _sentence(part: _Part, room: int, choose: Accept) -> Clause:
    taken: list[Clause] = []
    length = hanzi(part.opening)
    for words, spans in part.clauses:
        fits = length + hanzi(words) <= room
        if fits and (words, spans) not in taken and choose(words, spans):
            taken.append((words, spans))
            length += hanzi(words)
    if not taken:
        return "", ()
    if part.in_order:
        taken.sort(key=lambda clause: clause[1][0].start)
    said = part.joint.join(dict.fromkeys(words for words, _ in taken))
    return f"{part.opening}{said}。", tuple(span for _, spans in taken for span in spans)


def hanzi(words: str) -> int:
    """How many 汉字 a text has.

    >>> hanzi("支出108.61万元，执行率91.33%")
    7
    """
    return len(_HANZI.findall(words))


_HANZI = re.compile("[一-鿿]")


def _parts(
    document: Document, items: Sequence[Item], brief: Brief, titles: Sequence[str]
) -> Iterator[_Part]:
    by_id = {item.id: item for item in items}
    if not document.title:
        yield _Part("", tuple(_told(brief, "about")), "，", _ROOM["about"])
    yield _Part("", tuple(_funds(brief, items)), most=_ROOM["funds"])
    yield _Part("", tuple(_score(document, brief, items)), "，", _ROOM["score"])
    yield _Part("", tuple(_targets(brief.targets)), "，", _ROOM["targets"])
    missed, met = (_paired(ids, by_id) for ids in (brief.unmet, brief.met))
    yield _Part("未达目标的有：", tuple(missed), most=_ROOM["missed"])
    yield _Part("已达目标的有：", tuple(met), most=_ROOM["met"])
    yield _Part("主要完成情况：", (*_told(brief, "results"), *_rows(brief, by_id)), most=LIMIT)
    yield _Part("存在问题：", tuple(_told(brief, "problems")), most=_ROOM["problems"])
    yield _Part("改进措施：", tuple(_told(brief, "measures")), most=_ROOM["measures"])
    yield _Part("核查提示：", tuple((one, ()) for one in titles), "、", _ROOM["findings"])
    if brief.unread:
        yield _Part("", (("部分章节未能读取，以上内容不完整", ()),), most=_ROOM["unread"])


# 「应从细化分工，…等方面提升」 says nothing without its end.
_OPEN = re.compile("[应需要]从(?!.*(?:方面|入手|着手|出发))")


def _told(brief: Brief, part: BriefPart) -> Iterator[Clause]:
    """What the brief tells in the report's own words; of what is long, what opens it."""
    for one in brief.told:
        if one.part == part:
            text = one.text
            while hanzi(text) > _LONGEST_CLAUSE // 2 and re.search("[。；，]", text):
                text = re.split("[。；，](?=[^。；，]*$)", text)[0]
            if text != one.text:
                # Half of a list would pass for all of it.
                text = re.split("[，。；]其中", text)[0]
            if text == one.text or not _OPEN.search(text):
                yield text, one.evidence


def _openings(document: Document) -> list[Clause]:
    """The title as printed, with its place when it stands in one piece and with the year when it
    does not hold it; else who and which year; what is surest last."""
    title = " ".join((document.title or "").split())[:_LONGEST_TITLE]
    year = f"{document.fiscal_year}年" if document.fiscal_year else ""
    year = year if year in document.text else ""
    dated = (
        f"{title}（{year}度）" if title and year and str(document.fiscal_year) not in title else ""
    )
    kind = _KINDS[document.kind]
    named = [
        (dated, (*_places(document, title), *_places(document, year))),
        (title, _places(document, title)),
        (
            f"{document.organization or ''}{year}{'度' if year else ''}{kind}",
            (*_places(document, document.organization or ""), *_places(document, year)),
        ),
    ]
    return [*((f"{words}。", spans) for words, spans in named if words), (UNTITLED, ())]


# What a report is called that has no title.
_KINDS: dict[DocumentKind, str] = {
    "unit_self_eval": "绩效自评",
    "dept_eval": "部门绩效评价",
    "fiscal_eval": "财政绩效评价",
    "key_project_result": "重点项目绩效评价",
    "dept_overall": "部门整体支出绩效评价",
    "final_accounts": "部门决算",
    "other": "绩效报告",
}


def _places(document: Document, words: str) -> tuple[Span, ...]:
    start = document.text.find(words) if words else -1
    return (Span(start=start, end=start + len(words), quote=words),) if start >= 0 else ()


# Money and score --------------------------------------------------------------------------------


def _funds(brief: Brief, items: Sequence[Item]) -> Iterator[Clause]:
    """The slots as one clause, unless a sentence of the report tells all of them."""
    slots = [(slot, getattr(brief.funds, slot)) for slot in FUND_SLOTS]
    named = [
        (f"{fund_name(slot, item.metric)}{_tight(quantity)}", item.evidence)
        for slot, quantity in slots
        if (item := _item_of(quantity, items)) and not quotes_funds(brief)
    ]
    if named:
        yield "，".join(words for words, _ in named), tuple(s for _, spans in named for s in spans)
    yield from _told(brief, "funds")


def _item_of(quantity: Quantity | None, items: Sequence[Item]) -> Result | None:
    if quantity is None:
        return None
    return next(
        (one for one in items if isinstance(one, Result) and one.quantity == quantity), None
    )


_SCORED = re.compile(r"(?:自评|综合|评价)(?:总|得|评)?分")


def _score(document: Document, brief: Brief, items: Sequence[Item]) -> Iterator[Clause]:
    score = brief.score
    if score is None:
        yield from _told(brief, "score")
        return
    plain = "自评得分" if document.kind == "unit_self_eval" else "评价得分"
    for item in items:
        quantity = item.quantity if isinstance(item, Result) else None
        if quantity and quantity.kind == "score" and quantity.value == score.value:
            named = _SCORED.search(item.text)
            grade = f"，等级为“{score.grade}”" if score.grade else ""
            yield f"{named[0] if named else plain}{_tight(quantity)}{grade}", item.evidence
            return


def _tight(quantity: Quantity | None) -> str:
    return figure(quantity).replace(" ", "")


# Targets ----------------------------------------------------------------------------------------


def _targets(counts: BriefTargets) -> Iterator[Clause]:
    """How the targets stand, in words."""
    reached = counts.met + counts.exceeded
    known = reached + counts.partly + counts.not_met
    if not known:
        return
    if reached == counts.total:
        yield "所设绩效目标均已达成", ()
    elif known == counts.total:
        yield f"绩效目标{'大部分' if 2 * reached > counts.total else '部分'}达成", ()


def _paired(ids: Iterable[str], by_id: dict[str, Item]) -> Iterator[Clause]:
    """Name, what was promised and what was reached."""
    for target in (by_id[one] for one in ids if one in by_id):
        if not isinstance(target, Target):
            continue
        results = [by_id[one] for one in target.attainment.results if one in by_id]
        reached = [
            (_tight(one.quantity) or _bare(one.text), one.evidence)
            for one in results
            if isinstance(one, Result)
        ]
        spans = (*target.evidence, *(span for _, spans in reached for span in spans))
        if target.quantity and reached:
            got = "、".join(dict.fromkeys(words for words, _ in reached))
            name = "".join(target.metric.split())
            yield f"{name}（目标{_tight(target.quantity)}，实际{got}）", spans
        elif words := _bare(target.text):
            yield words, target.evidence


def _rows(brief: Brief, by_id: dict[str, Item]) -> Iterator[Clause]:
    """Results in rows of tables, which no sentence tells."""
    quoted = {one for statement in brief.told for one in statement.items}
    for one in brief.results:
        item = by_id.get(one)
        if isinstance(item, Result) and item.quantity and one not in quoted:
            name = "".join(f"{item.subject or ''}{item.metric}".split())
            yield f"{name}{_tight(item.quantity)}", item.evidence


# Digits as wide as characters, as they are printed elsewhere.
_NARROW = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), 0xFF0E, 0xFF05)}
# A blank between a figure and a word.
_LOOSE = re.compile(r"(?<=[一-鿿]) (?=\d)|(?<=\d) (?=[一-鿿%])")


def _bare(words: str) -> str:
    """A clause as it may stand in a sentence of ours; "" when it is too long to quote whole."""
    flat = _LOOSE.sub("", " ".join(words.translate(_NARROW).split()))
    bare = flat.strip("，。；;,、 ")
    return bare if len(bare) <= _LONGEST_CLAUSE else ""
