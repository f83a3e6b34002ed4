"""Overview (概述): the brief in at most 300 汉字, as a person of a finance office would put it.

It is made of the report's own clauses and figures, so that each number in it stands in its
evidence. How many targets were met is a number of ours: the overview says it in words, the brief
holds the counts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from summarizer.figures import FUND_SLOTS, figure, fund_name
from summarizer.schema import (
    Brief,
    BriefTargets,
    Document,
    DocumentKind,
    Item,
    Problem,
    Quantity,
    Result,
    Span,
    Target,
)

__all__ = ["LIMIT", "compose"]

LIMIT = 300
UNTITLED = "绩效报告摘要。"
# Room that what stands behind is sure of.
_ROOM = {"results": LIMIT, "problems": 66, "measures": 56, "findings": 44}
_LONGEST_TITLE, _LONGEST_CLAUSE, _SHORT_PROBLEM = 80, 60, 34

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

    When the whole is not accepted, what is not accepted alone is left out.
    """
    parts = list(_parts(document, items, brief, titles))
    for choose in (lambda *_: True, accept):
        opening = _opening(document, choose)
        text, evidence = _assemble(opening, parts, choose)
        if accept(text, evidence):
            return text, evidence
    return UNTITLED, ()


def _assemble(
    opening: Clause, parts: Sequence[_Part], choose: Accept
) -> tuple[str, tuple[Span, ...]]:
    """The sentences, the results last to be given room, since there are most of them."""
    made: dict[int, Clause] = {}
    left = LIMIT - len(opening[0])
    for at in sorted(range(len(parts)), key=lambda at: (parts[at].most == LIMIT, at)):
        part = parts[at]
        sentence, spans = _sentence(part, min(left, part.most), choose)
        if sentence:
            made[at] = (sentence, spans)
            left -= len(sentence)
    told = [opening, *(made[at] for at in sorted(made))]
    evidence = dict.fromkeys(span for _, spans in told for span in spans)
    return "".join(words for words, _ in told), tuple(evidence)


def _sentence(part: _Part, room: int, choose: Accept) -> Clause:
    taken: list[Clause] = []
    length = len(part.opening)
    for words, spans in part.clauses:
        fits = length + len(words) + 1 <= room
        if fits and (words, spans) not in taken and choose(words, spans):
            taken.append((words, spans))
            length += len(words) + 1
    if not taken:
        return "", ()
    if part.in_order:
        taken.sort(key=lambda clause: clause[1][0].start)
    said = part.joint.join(dict.fromkeys(words for words, _ in taken))
    return f"{part.opening}{said}。", tuple(span for _, spans in taken for span in spans)


def _parts(
    document: Document, items: Sequence[Item], brief: Brief, titles: Sequence[str]
) -> Iterator[_Part]:
    by_id = {item.id: item for item in items}
    named = {
        slot: [by_id[one] for one in getattr(brief, slot) if one in by_id]
        for slot in ("unmet", "results", "problems", "measures")
    }
    yield _Part("", tuple(_funds(brief, items)), "，", 90)
    yield _Part("", tuple(_score(document, brief, items)), "，", 30)
    yield _Part("", tuple(_targets(brief.targets)), "，", 40)
    missed = [one for one in named["unmet"] if isinstance(one, Target)]
    yield _Part("未达目标的有：", tuple(_missed(missed, by_id)), most=80)
    results = [one for one in named["results"] if isinstance(one, Result)]
    yield _Part("主要完成情况：", tuple(_results(results)), in_order=True)
    problems = [one for one in named["problems"] if isinstance(one, Problem)]
    yield _Part("存在问题：", tuple(_problems(problems)), most=_ROOM["problems"])
    yield _Part("改进措施：", tuple(_short(named["measures"])), most=_ROOM["measures"])
    yield _Part("核查提示：", tuple((one, ()) for one in titles), "、", _ROOM["findings"])
    if brief.unread:
        yield _Part("", (("部分章节未能读取，以上内容不完整", ()),), most=20)


def _opening(document: Document, accept: Accept) -> Clause:
    """The title as printed, with its place when it stands in one piece; else who and which year."""
    title = " ".join((document.title or "").split())[:_LONGEST_TITLE]
    year = f"{document.fiscal_year}年" if document.fiscal_year else ""
    year = year if year in document.text else ""
    kind = _KINDS[document.kind]
    named = [
        (title, _places(document, title)),
        (
            f"{document.organization or ''}{year}{'度' if year else ''}{kind}",
            (*_places(document, document.organization or ""), *_places(document, year)),
        ),
    ]
    for words, spans in named:
        if words and accept(f"{words}。", spans):
            return f"{words}。", spans
    return UNTITLED, ()


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
    for slot in FUND_SLOTS:
        quantity: Quantity | None = getattr(brief.funds, slot)
        item = _item_of(quantity, items)
        if quantity and item:
            yield f"{fund_name(slot, item.metric)}{_tight(quantity)}", item.evidence


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
    if not counts.total:
        return
    if reached == counts.total:
        yield "所设绩效目标均已达成", ()
        return
    if 2 * reached > counts.total:
        yield "绩效目标大部分达成", ()
    elif reached:
        yield f"{'部分' if 5 * reached > counts.total else '个别'}绩效目标达成", ()
    if counts.not_reported == counts.total:
        yield "所设绩效目标均未识别到对应的完成情况", ()
    elif 2 * counts.not_reported > counts.total:
        yield "多数绩效目标未识别到对应的完成情况", ()
    elif counts.not_reported:
        yield "另有目标未识别到对应的完成情况", ()


def _missed(targets: Iterable[Target], by_id: dict[str, Item]) -> Iterator[Clause]:
    """Name, what was promised and what was reached."""
    for target in targets:
        results = [by_id[one] for one in target.attainment.results if one in by_id]
        reached = [
            (_tight(one.quantity), one.evidence)
            for one in results
            if isinstance(one, Result) and one.quantity
        ]
        spans = (*target.evidence, *(span for _, spans in reached for span in spans))
        if target.quantity and reached:
            got = "、".join(dict.fromkeys(words for words, _ in reached))
            name = " ".join(target.metric.split())
            yield f"{name}（目标{_tight(target.quantity)}，实际{got}）", spans
        elif words := _bare(target.text):
            yield words, target.evidence


# Results, problems, measures --------------------------------------------------------------------

# Digits as wide as characters, as they are printed elsewhere.
_NARROW = {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), 0xFF0E, 0xFF05)}
# A blank between a figure and a word.
_LOOSE = re.compile(r"(?<=[一-鿿]) (?=\d)|(?<=\d) (?=[一-鿿%])")
_FIRST = re.compile(r"^(?:截至目前|目前|其中|一是|二是|三是|[一二三四五六]是)[，,、：:]?")


def _results(results: Sequence[Result]) -> Iterator[Clause]:
    """Of each theme one; a second of any only where there is room."""
    told: set[str] = set()
    for item in sorted(results, key=lambda one: (_again(one, told), one.evidence[0].start)):
        yield from _short([item])


def _again(item: Result, told: set[str]) -> bool:
    theme = item.theme or item.id
    known = theme in told
    told.add(theme)
    return known


def _problems(problems: Iterable[Problem]) -> Iterator[Clause]:
    """Each with its cause, where both are short."""
    for problem in problems:
        words = _bare(problem.text)
        cause = _bare(problem.cause or "")
        if words and cause and cause not in words and len(words) + len(cause) < _SHORT_PROBLEM:
            yield f"{words}（原因：{cause}）", (*problem.evidence, *problem.cause_evidence)
        elif words:
            yield words, problem.evidence


def _short(items: Iterable[Item]) -> Iterator[Clause]:
    named = ((_bare(item.text), item.evidence) for item in items)
    return islice((clause for clause in named if clause[0]), LIMIT)


def _bare(words: str) -> str:
    """A clause as it may stand in a sentence of ours; "" when it is too long to quote whole."""
    flat = _LOOSE.sub("", " ".join(words.translate(_NARROW).split()))
    bare = _FIRST.sub("", flat.strip("，。；;,、 "))
    return bare if len(bare) <= _LONGEST_CLAUSE else ""
