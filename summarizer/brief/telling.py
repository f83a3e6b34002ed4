"""What a leader's page says in the report's own words: passages chosen by weight, part by part.

Each part has a share of the page; what one leaves over goes to the results. Within a part the
weightiest passage of each heading comes before a second one of any.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import get_args

from summarizer.brief.owning import is_nameless, subject_before
from summarizer.brief.passages import Passage
from summarizer.brief.quoting import Quote, opening_of, plain, window_of
from summarizer.brief.sorting import part_of
from summarizer.brief.weighing import COUNTED, WEIGHING, target_weight
from summarizer.figures import is_plan
from summarizer.genre.sections import bare_heading, heading_role
from summarizer.schema import (
    BriefPart,
    BriefStatement,
    CheckedItem,
    CheckedMeasure,
    CheckedProblem,
    Document,
    Span,
)

__all__ = ["Known", "tell"]

# Characters on a page, of a short report and of one that is longer.
_SHORT_REPORT, _PAGE, _LONG_PAGE = 3000, 600, 900
# What a part may take before the others have had theirs. What is left over is offered again.
_SHARES: dict[BriefPart, float] = {
    "problems": 0.19,
    "measures": 0.09,
    "score": 0.1,
    "about": 0.07,
    "targets": 0.11,
    "funds": 0.2,
    "results": 0.4,
}
# What a word about the office, or a result of a long report, weighs at least that is told.
_LEAST = 2
# So few figures may be told elsewhere of something else: 100%.
_FEW = 2
# How much more than its even share of the room the first of a group may take.
_FAIR = 1.3
# How far down a report names itself, and that this is told before anything else.
_HEAD, _NAMED = 1500, 99.0
_ORDER: tuple[BriefPart, ...] = get_args(BriefPart)
_AGAIN: tuple[BriefPart, ...] = ("problems", "targets", "funds", "results", "measures", "about")
_LONGEST: dict[BriefPart, int] = {
    "about": 90,
    "funds": 180,
    "targets": 110,
    "score": 90,
    "results": 100,
    "problems": 150,
    "measures": 90,
}
_LISTED: dict[type[CheckedItem], BriefPart] = {
    CheckedProblem: "problems",
    CheckedMeasure: "measures",
}
_FORM_NAME = re.compile(r"^[^，；\d]*(?:自评|申报|评价)表(?:（[^）]*）)?$")
# A plan has no results yet: what stands in their place is money or a target.
_PLANNED: dict[BriefPart, BriefPart] = {"results": "funds"}
_UNPLANNED = frozenset({"score", "problems", "measures"})
_MOST: dict[BriefPart, int] = {"about": 3, "score": 1}
# Of a long report the money is told without its reasons.
_LONG_LONGEST: dict[BriefPart, int] = {"about": 60, "funds": 60, "results": 66}
_MANY = 4


@dataclass(frozen=True, slots=True)
class Known:
    """What the page tells in other words: places of numbers in its slots, whether it has a score,
    and places of the targets that are told with what was reached; `asked` are the results that a
    target has."""

    numbers: frozenset[int]
    scored: bool
    paired: frozenset[int]
    asked: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Choice:
    quote: Quote
    part: BriefPart
    group: str
    weight: float
    label: str
    items: tuple[str, ...]

    @property
    def size(self) -> int:
        return len(self.quote.text) + len(self.label) + 1

    @property
    def rank(self) -> float:
        return self.weight / (1 if self.part in ("about", "funds") else self.size + 20)


def tell(
    document: Document, found: Sequence[Passage], known: Known, items: Iterable[CheckedItem]
) -> tuple[BriefStatement, ...]:
    """The statements of the page in the order of its parts, each part in reading order."""
    page = _PAGE if len(document.text) <= _SHORT_REPORT else _LONG_PAGE
    by_part: dict[BriefPart, list[Passage]] = {part: [] for part in _ORDER}
    plans = is_plan(document.title)
    for passage in found:
        if part := part_of(document, passage, scored=known.scored):
            part = _PLANNED.get(part, part) if plans else part
            by_part[part].append(passage)
    for item in items:
        # Where no section is of problems or measures, what was found elsewhere.
        part = None if plans else _LISTED.get(type(item))
        if part and not any(one.items for one in by_part[part] if one.path):
            by_part[part].append(_alone(item))
    choices = {
        part: _choices(document, part, by_part[part], known, int(page * _SHARES[part]) - 1)
        for part in WEIGHING
    }
    told: dict[BriefPart, list[_Choice]] = {}
    left = page
    for again, parts in ((False, tuple(_SHARES)), (True, _AGAIN)):
        for part in parts:
            share = _SHARES[part]
            had = sum(choice.size for choice in told.get(part, ()))
            room = had + left if again else min(left, int(page * share))
            told[part] = (
                _fitting(document, choices[part], room, _MOST.get(part, 99))
                if part in choices
                else _entries(document, part, by_part[part], room)
            )
            left -= sum(choice.size for choice in told[part]) - had
    return tuple(
        BriefStatement(
            part=part,
            text=choice.quote.text,
            evidence=choice.quote.spans,
            items=choice.items,
            label=choice.label,
        )
        for part in _ORDER
        if not (plans and part in _UNPLANNED)
        for choice in told.get(part, ())
    )


def _alone(item: CheckedItem) -> Passage:
    span = item.evidence[0]
    return Passage(((span.start, span.end),), "other", (), span.start, items=(item,))


def _choices(
    document: Document, part: BriefPart, members: Sequence[Passage], known: Known, room: int
) -> list[_Choice]:
    weigh = partial(WEIGHING[part], document)
    if part == "targets":
        weigh = partial(target_weight, document, known.paired)
    long = len(document.text) > _SHORT_REPORT
    brief = _LONG_LONGEST if long and len(members) > _MANY else _LONGEST
    most = min(room, brief.get(part, _LONGEST[part]))
    # Only accounts and budgets tell amounts item by item of the budget.
    by_item = document.kind == "final_accounts" or is_plan(document.title)
    found: list[_Choice] = _naming(document) if part == "about" else []
    for passage in members:
        quote = window_of(document, passage.clauses, weigh, most)
        numbers = [
            one.start
            for span in (quote.spans if quote else ())
            for one in document.quantities_in(span.start, span.end)
            if one.kind in COUNTED
        ]
        if quote is None or (numbers and set(numbers) <= known.numbers and len(numbers) < 2):
            continue
        if _FORM_NAME.search(quote.text):
            continue
        nameless = by_item and is_nameless(quote.text)
        subject = subject_before(document, quote.start) if nameless else passage.name
        if nameless and subject is None:
            continue
        quote = quote.named(document, subject)
        label = _label(passage.path) if part == "results" else ""
        label = "" if quote.text.startswith(label) else label
        weight = sum(weigh(span.start, span.end) for span in quote.spans)
        weight += 2 * any(item.id in known.asked for item in passage.items)
        if weight < _LEAST and (part == "about" or (long and part == "results")):
            continue
        ids = tuple(item.id for item in passage.items if _inside(item.evidence[0].start, quote))
        group = (label or str(passage.entry)) if part == "results" else str(passage.start)
        found.append(_Choice(quote, part, group, weight, label, ids))
    return found


# What a report without a title, and a form, call themselves.
_TITLED = re.compile(r"(?:附件\d*)?([^\n，。：|]{4,60}?(?:绩效[^\n，。：|]{0,8}报告|自评表))")
_PROJECT = re.compile(
    r"项目名称[\s|：:]+((?:[A-Za-z0-9]+[-－])?((?!项目|单位|主管|实施|预算|年度|类型|金额|资金)[^\s|]{2,40}))"
)


def _naming(document: Document) -> list[_Choice]:
    """What the report is of, where no title says so."""
    head = document.text[:_HEAD]
    named = [(_PROJECT, 2, "")] + ([] if document.title else [(_TITLED, 1, "")])
    found: list[_Choice] = []
    for pattern, group, label in named:
        if name := pattern.search(head):
            span = Span(start=name.start(group), end=name.end(group), quote=name[group])
            quote = Quote(plain(name[group]), (span,))
            found.append(_Choice(quote, "about", str(span.start), _NAMED, label, ()))
    return found


def _inside(place: int, quote: Quote) -> bool:
    return any(span.start <= place < span.end for span in quote.spans)


def _fitting(document: Document, choices: Sequence[_Choice], room: int, most: int) -> list[_Choice]:
    """The densest of each group, then the second of each, as long as there is room; of money the
    weightiest. What tells hardly a figure that is not told is left out."""
    taken: list[_Choice] = []
    said: set[str] = set()
    for choice in _in_turn(choices, room):
        figures = {
            one.text
            for span in choice.quote.spans
            for one in document.quantities_in(span.start, span.end)
            if one.kind in COUNTED
        }
        if not figures or (len(figures) < _FEW and choice.part == "results"):
            figures = {choice.quote.text}
        news = len(figures - said) > 0.3 * len(figures)
        if news and choice.size <= room and len(taken) < most:
            taken.append(choice)
            said |= figures
            room -= choice.size
    return sorted(taken, key=lambda choice: choice.quote.start)


def _in_turn(choices: Sequence[_Choice], room: int) -> list[_Choice]:
    """By rank, but of each group first one that leaves room for those of the others."""
    ranked = sorted(choices, key=lambda choice: -choice.rank)
    groups: dict[str, list[_Choice]] = {}
    for choice in ranked:
        groups.setdefault(choice.group, []).append(choice)
    fair = int(_FAIR * room / max(1, len(groups)))
    first = [
        next((one for one in members if one.size <= fair), members[0])
        for members in groups.values()
    ]
    taken = set(map(id, first))
    return [*first, *(choice for choice in ranked if id(choice) not in taken)]


def _entries(
    document: Document, part: BriefPart, members: Sequence[Passage], room: int
) -> list[_Choice]:
    """Problems and measures: of each entry of the list what opens it, then what follows that."""
    entries: dict[int, list[Passage]] = {}
    said = [document.text[one.start : one.end] for one in members]
    for at, passage in enumerate(members):
        # 「绩效指标设置偏少」 says nothing beside 「绩效指标设置偏少，量化不足」.
        others = said[:at] + [one for one in said[at + 1 :] if one != said[at]]
        if not any(said[at] in other for other in others):
            entries.setdefault(passage.entry, []).append(passage)
    taken: dict[int, _Choice] = {}
    for depth in range(1, 4):
        for entry, parts in entries.items():
            if depth > len(parts) or (depth > 1 and entry not in taken):
                continue
            quote = opening_of(document, [one.clauses for one in parts[:depth]], _LONGEST[part])
            had = taken[entry].size if entry in taken else 0
            if quote is None or len(quote.text) < 4 or len(quote.text) + 1 - had > room:
                continue
            ids = tuple(
                item.id
                for one in parts[:depth]
                for item in one.items
                if _inside(item.evidence[0].start, quote)
            )
            taken[entry] = _Choice(quote, part, str(entry), 1, "", ids)
            room -= taken[entry].size - had
    return [taken[entry] for entry in sorted(taken)]


def _label(path: tuple[str, ...]) -> str:
    """The report's own heading over a result: the first below that of all results."""
    roles = [heading_role(heading) for heading in path]
    first = roles.index("results") if "results" in roles else -1
    inner = [bare_heading(heading) for heading in path[first + 1 :]] if first >= 0 else []
    named = next((words for words in inner if not _NO_LABEL.search(words)), "")
    return plain(named) if 2 <= len(named) <= 16 else ""


_NO_LABEL = re.compile("完成的|完成情况|结论|自评|评价")
