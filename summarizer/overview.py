"""Overview (概述): at most 300 汉字, made of the report's own clauses, so that each number in it
stands in its evidence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import islice

from summarizer.schema import (
    Document,
    Item,
    Measure,
    Problem,
    Quantity,
    Result,
    Span,
    Target,
)

__all__ = ["LIMIT", "compose"]

LIMIT = 300
UNTITLED = "绩效报告摘要。"
_FUNDS = (
    "决算",
    "年初预算",
    "预算数",
    "预算",
    "实际支出",
    "总计",
    "总投资",
    "支出",
    "收入",
    "资金",
)
_FUNDS_RANK = (0, 0, 0, 1, 1, 1, 1, 2, 3, 3)
# Money of a small part of the budget, or for one of a kind, says little of the whole.
_NARROW = re.compile(
    "其中|三公|公务|接待|出国|会议费|培训费|运行经费|采购|节约|标准|[人户亩次件]均|每[人户亩次件]"
)
_BUDGETED = re.compile("决算|预算|支出|执行")
# Words that lean on the clause before them.
_LEANING = re.compile("[较比占扣差仅但并]|其中|导致|同比|环比|低于|高于|优于|相差|少完成")
_NOT_YET = {"not_met": "未达成", "partly": "部分达成"}


Accept = Callable[[str, tuple[Span, ...]], bool]
"""Is a text borne out by these spans? The verifier's voice."""


def compose(
    document: Document, items: Sequence[Item], accept: Accept
) -> tuple[str, tuple[Span, ...]]:
    """Text and evidence: funds first, then rates and ranks, missed targets, problems, measures.

    Every clause is a quotation of one item; no count of our own is put in, because a number that
    the report does not print could not be traced. When the whole is not accepted, what is not
    accepted alone is left out.
    """
    opening = _opening(document, accept)
    for choose in (lambda *_: True, accept):
        text, evidence = _assemble(opening, items, choose)
        if accept(text, evidence):
            return text, evidence
    return UNTITLED, ()


def _assemble(
    opening: tuple[str, tuple[Span, ...]], items: Sequence[Item], choose: Accept
) -> tuple[str, tuple[Span, ...]]:
    text, evidence = opening[0], list(opening[1])
    for heading, clauses in _parts(items):
        taken: list[str] = []
        for words, spans in clauses:
            length = len(text) + len(heading) + sum(len(one) + 1 for one in (*taken, words)) + 1
            if length > LIMIT or words in taken or not choose(words, spans):
                continue
            taken.append(words)
            evidence.extend(spans)
        if taken:
            text += f"{heading}{'；'.join(taken)}。"
    return text, tuple(dict.fromkeys(evidence))


def _opening(document: Document, accept: Accept) -> tuple[str, tuple[Span, ...]]:
    """The title as printed, with its place when it stands in one piece."""
    title = (document.title or "").strip()[:80]
    start = document.text.find(title) if title else -1
    spans = (Span(start=start, end=start + len(title), quote=title),) if start >= 0 else ()
    if title and accept(f"{title}。", spans):
        return f"{title}。", spans
    return UNTITLED, ()


Clause = tuple[str, tuple[Span, ...]]


def _parts(items: Sequence[Item]) -> Iterable[tuple[str, list[Clause]]]:
    told = [item for item in items if isinstance(item, Result) and item.salience == "core"]
    results = _distinct(told)
    targets = [item for item in items if isinstance(item, Target)]
    problems = [item for item in items if isinstance(item, Problem)]
    measures = [item for item in items if isinstance(item, Measure)]
    funds = sorted((r for r in results if _is_total(r)), key=_by_weight)
    funds = _large_first(funds)
    others = sorted((r for r in results if r not in funds and _speaks(r)), key=_by_worth)
    missed = [t for t in targets if t.attainment.state in _NOT_YET]
    yield "资金：", _clauses(_once(funds), most=4)
    yield (
        "未达目标：",
        [(_short(t.text), t.evidence) for t in islice(missed, 2) if _short(t.text)],
    )
    yield "完成情况：", _clauses(_once(_spread(others)), most=5)
    yield "存在问题：", _clauses(problems, most=2)
    yield "改进措施：", _clauses(measures, most=2)


def _clauses(items: Iterable[Item], *, most: int) -> list[Clause]:
    named = ((_short(item.text), item.evidence) for item in items)
    return list(islice((clause for clause in named if clause[0]), most))


def _short(words: str) -> str:
    """A clause as it may stand in a sentence of ours; "" when it is too long to quote whole."""
    bare = " ".join(words.split()).strip("，。；;,、 ")
    return bare if len(bare) <= 60 else ""


def _distinct(results: list[Result]) -> list[Result]:
    """Without clauses that differ in nothing but their figure: a reader could not tell which of
    the five projects 「全年预算数为420万元」 is about."""
    figures: defaultdict[str, set[str]] = defaultdict(set)
    for item in results:
        if item.quantity:
            figures[_frame(item)].add(item.quantity.value)
    return [item for item in results if item.quantity is None or len(figures[_frame(item)]) == 1]


def _frame(item: Result) -> str:
    figure = item.quantity.text if item.quantity else ""
    return "".join(item.text.replace(figure, "", 1).split())


def _once(results: Iterable[Result]) -> Iterable[Result]:
    """Each figure of a measure once, though prose and table print it."""
    seen: set[tuple[str, str, str]] = set()
    for item in results:
        figure = item.quantity
        key = (figure.value, figure.unit, item.metric[-3:]) if figure else ("", "", item.text)
        if key not in seen:
            seen.add(key)
            yield item


def _is_total(item: Result) -> bool:
    figure = item.quantity
    money = figure is not None and figure.kind == "money" and figure.value != "0"
    named = any(mark in item.metric for mark in _FUNDS)
    return money and named and item.part_of is None and item.direction == "none"


def _by_weight(item: Result) -> tuple[bool, int, int]:
    """Budget and final accounts before spending before income, larger before smaller."""
    rank = next(number for number, mark in enumerate(_FUNDS) if mark in item.metric)
    size = _size(item.quantity) if item.quantity else 0
    return bool(_NARROW.search(item.text)), _FUNDS_RANK[rank], -size


def _large_first(funds: list[Result]) -> list[Result]:
    """In the order given, but last what is told of many projects in turn, or is under a tenth of
    the largest budget or spending."""
    told = Counter(item.metric for item in funds)
    spent = [_amount(item) for item in funds if _BUDGETED.search(item.metric)]

    def small(item: Result) -> bool:
        return told[item.metric] > 2 or (bool(spent) and 10 * _amount(item) < max(spent))

    return sorted(funds, key=small)


def _amount(item: Result) -> Decimal:
    return item.quantity.decimal if item.quantity else Decimal(0)


def _size(quantity: Quantity) -> int:
    return len(quantity.value.partition("/")[0].partition(".")[0])


def _speaks(item: Result) -> bool:
    """Can the clause stand alone: does it name what it counts?"""
    named = item.metric[:2] in item.text and not _LEANING.match(item.text)
    return item.status == "done" and item.part_of is None and named


_WORTH = {"rank": 0, "score": 0, "percent": 1, "money": 2}


def _by_worth(item: Result) -> tuple[int, int]:
    kind = item.quantity.kind if item.quantity else ""
    return _WORTH.get(kind, 3), item.evidence[0].start


def _spread(items: list[Result]) -> Iterable[Result]:
    """One result of each section before a second one of any."""
    seen: dict[tuple[str, ...], int] = {}
    ranked = []
    for place, item in enumerate(items):
        round_number = seen[item.section] = seen.get(item.section, 0) + 1
        ranked.append((round_number, place, item))
    return (item for _, _, item in sorted(ranked, key=lambda entry: entry[:2]))
