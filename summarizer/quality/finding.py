"""Find an element of a report: under a heading, in a table, among the items, or in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from summarizer.genre.sections import section_role
from summarizer.genre.words import fold
from summarizer.schema import CheckedItem, CheckedMeasure, CheckedResult, Document, Span, Summary

__all__ = [
    "Finder",
    "Found",
    "answer",
    "first_of",
    "funds",
    "headed",
    "in_table",
    "items",
    "items_about",
    "printed",
    "table",
    "under",
]

# Words of a measure, which the sentences before it lack.
_TO_BE_DONE = re.compile(
    r"建议|将|应|(?<![主重次只])要|拟|加强|强化|完善|健全|建立|规范|严格|提高|优化|落实|推进|推广|改[进为由]"
)
# A section that says nothing.
_NOTHING = re.compile(r"[\s（(]*(?:[暂均]?无|没有|不适用|未开展|略|[-—/])?[\s。.）)]*")
# Results beside the subject of the report: money, and the work of the evaluators.
_OTHER = re.compile(r"预算|执行率|支出率|支付率|抽[查取]|盘点|问卷|凭证|访谈")
_FAR, _LINE = 200, 40
_PAST = re.compile(r"上一?年")
_MARKS = "。；，\n"


@dataclass(frozen=True, slots=True)
class Found:
    """The place of an element: a heading path, or a span."""

    section: tuple[str, ...] = ()
    evidence: Span | None = None


Finder = Callable[[Summary, Document | None], Found | None]


def under(*roles: str) -> Finder:
    def find(summary: Summary, document: Document | None) -> Found | None:
        for path in _filled(summary, document):
            if section_role(path) in roles and not (roles == ("results",) and _is_corrected(path)):
                return Found(section=path)
        return None

    return find


def headed(pattern: str) -> Finder:
    words = re.compile(pattern)

    def find(summary: Summary, document: Document | None) -> Found | None:
        for path in _filled(summary, document):
            if words.search(fold(path[-1])) and not _is_past(path):
                return Found(section=path)
        return None

    return find


def _filled(summary: Summary, document: Document | None) -> Iterator[tuple[str, ...]]:
    """Yield the heading paths of the sections that say something; without the document, of all."""
    sections = [section for section in summary.coverage.sections if section.path]
    above = {section.path[:-1] for section in sections}
    for section in sections:
        path = section.path
        told = document.text[section.start : section.end] if document else ""
        body = told.partition("\n")[2]
        if document is None or path in above or not _NOTHING.fullmatch(body) or _tells(told, path):
            yield path


def _tells(told: str, path: tuple[str, ...]) -> bool:
    """Whether a section goes on in the line of its heading."""
    return len(fold(told.strip())) > len(fold(path[-1])) + 2


def table(role: str) -> Finder:
    def find(summary: Summary, _document: Document | None) -> Found | None:
        printed = {item.id: item.evidence for item in summary.items if item.evidence}
        for table in summary.tables:
            if table.role == role:
                rows = (printed[item] for item in table.items if item in printed)
                spans = max(next(rows, ()), key=lambda span: len(span.quote), default=None)
                return Found(section=table.section, evidence=spans)
        return None

    return find


def first_of(*finders: Finder) -> Finder:
    def find(summary: Summary, document: Document | None) -> Found | None:
        return next((found for one in finders if (found := one(summary, document))), None)

    return find


def funds(*slots: str) -> Finder:
    def find(summary: Summary, _document: Document | None) -> Found | None:
        funds = summary.brief.funds
        for slot in slots:
            if quantity := getattr(funds, slot):
                span = Span(start=quantity.start, end=quantity.end, quote=quantity.text)
                return Found(evidence=span)
        return None

    return find


def items(kind: str, *roles: str, meant: bool = True) -> Finder:
    """Return a finder of the first item in a section with one of the roles; none: any section.
    `meant`: only what tells what the element is about.
    """

    def find(summary: Summary, _document: Document | None) -> Found | None:
        for item in sorted(getattr(summary, kind), key=_weakness):
            if (
                item.check.verdict != "failed"
                and item.evidence
                and (not roles or section_role(item.section) in roles)
                and (
                    kind != "targets" or section_role(item.section) not in ("problems", "measures")
                )
                and (not meant or _is_meant(item))
                and not (kind == "results" and _is_corrected(item.section))
            ):
                return Found(section=item.section, evidence=item.evidence[0])
        return None

    return find


def _weakness(item: CheckedItem) -> tuple[bool, bool]:
    """Order items: the verified ones first, those with a number before the others."""
    return item.check.verdict != "verified", getattr(item, "quantity", None) is None


def _is_meant(item: CheckedItem) -> bool:
    """Whether a measure tells what is to be done, and a result what was done, not what was spent,
    scored or examined.
    """
    if isinstance(item, CheckedMeasure):
        return _TO_BE_DONE.search(item.text) is not None
    if not isinstance(item, CheckedResult):
        return True
    quantity = item.quantity
    other = quantity is None or quantity.kind in ("money", "score") or _OTHER.search(item.metric)
    return not other


def in_table(kind: str) -> Finder:
    """Return a finder of the first item that a table prints."""

    def find(summary: Summary, _document: Document | None) -> Found | None:
        printed = {item for table in summary.tables for item in table.items}
        for item in getattr(summary, kind):
            if item.id in printed and item.check.verdict != "failed" and item.evidence:
                return Found(section=item.section, evidence=item.evidence[0])
        return None

    return find


def answer(summary: Summary, _document: Document | None) -> Found | None:
    """Find the first result that answers a target."""
    answers = {one for target in summary.targets for one in target.attainment.results}
    for item in summary.results:
        if item.id in answers and item.evidence:
            return Found(section=item.section, evidence=item.evidence[0])
    return None


def items_about(kind: str, pattern: str) -> Finder:
    """Return a finder of the first item under a heading with the words."""
    words = re.compile(pattern)

    def find(summary: Summary, _document: Document | None) -> Found | None:
        for item in getattr(summary, kind):
            headed = item.section and words.search(item.section[-1])
            meant = item.check.verdict != "failed" and item.evidence and _is_meant(item)
            if headed and meant:
                return Found(section=item.section, evidence=item.evidence[0])
        return None

    return find


def printed(pattern: str, *, anywhere: bool = False, but: str = "(?!)") -> Finder:
    """Return a finder of words, outside the sections on problems and measures or `anywhere`, not
    after the words of `but` in their sentence.
    """
    words, others = re.compile(pattern), re.compile(but)

    def find(summary: Summary, document: Document | None) -> Found | None:
        filled = {(), *_filled(summary, document)}
        for match in words.finditer(document.text) if document else ():
            path = _path_at(summary, match.start())
            allowed = anywhere or section_role(path) not in ("problems", "measures")
            if document is None or not allowed or path not in filled or _is_past(path):
                continue
            clause = _clause(document.text, *match.span())
            before = re.split(r"[。；\n]", document.text[: match.end()][-_FAR:])[-1]
            if not others.search(before):
                return Found(section=path, evidence=clause)
        return None

    return find


def _clause(text: str, start: int, end: int) -> Span:
    """Return the clauses around a match, at most a line of them."""
    first, last = max(0, start - _LINE), min(len(text), end + _LINE)
    while start > first and text[start - 1] not in _MARKS:
        start -= 1
    while end < last and text[end] not in _MARKS:
        end += 1
    return Span(start=start, end=end, quote=text[start:end])


def _is_past(path: tuple[str, ...]) -> bool:
    """Whether a heading announces the use of last year's results."""
    return bool(path) and _PAST.search(path[-1]) is not None


def _is_corrected(path: tuple[str, ...]) -> bool:
    """Whether a section tells what was corrected, which answers no target."""
    return any("整改" in heading for heading in path)


def _path_at(summary: Summary, place: int) -> tuple[str, ...]:
    around = (one for one in summary.coverage.sections if one.start <= place < one.end)
    return max((one.path for one in around), key=len, default=())
