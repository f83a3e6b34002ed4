"""Where a draft stands in the report.

Spans are cut from the canonical text, so a quote cannot be wrong; what cannot be found stays
visible as a doubt and is never repaired.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from summarizer.quantities import same, scan
from summarizer.quantities.periods import normal_period
from summarizer.schema import Chunk, Draft, Quantity, ResultDraft, Span, TargetDraft
from summarizer.schema.summary import Reason
from summarizer.segmentation import clauses

__all__ = ["Place", "find_place"]

Offsets = tuple[int, int]


# What a target's row of a form says beside its value.
_FURTHER = ("weight_span", "score_span", "reason_span", "deadline_span")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft stands in the report."""

    evidence: tuple[Span, ...]
    quantity: Quantity | None
    section: tuple[str, ...]
    text: str
    period: str | None
    doubts: tuple[Reason, ...]
    cause: tuple[Span, ...] = ()


def find_place(draft: Draft, chunk: Chunk) -> Place:
    """Evidence, quantity and wording of a draft; engines that know spans are taken at their word,
    which costs them nothing: the quote is cut from the text and the verifier reads it again."""
    doubts = [cast("Reason", doubt) for doubt in draft.doubts]
    figure: str | None = getattr(draft, "figure", None)
    quantity = _quantity_in(chunk, getattr(draft, "figure_span", None))
    if draft.spans:
        spans = list(draft.spans)
    else:
        cited = [span for number in draft.at if (span := chunk.sentence(number))]
        if not cited:
            doubts.append("unplaced")
        spans = _evidence(draft, quantity, cited or [_likeliest(draft, chunk)], chunk)
    if figure and quantity is None:
        doubts.append(_where_else(figure, chunk))
    if quantity and _fold(draft.metric) == _fold(quantity.text):
        # A number without a name.
        doubts.append("low-wording-support")
    if quantity and not draft.spans and _names_another(draft, quantity, spans[0], chunk):
        doubts.append("bound-to-other-label")
    cause_span: Offsets | None = getattr(draft, "cause_span", None)
    if cause_span:
        spans.append(cause_span)
    elif getattr(draft, "cause", None) and not draft.spans:
        doubts.append("low-wording-support")
    spans += [span for name in _FURTHER if (span := getattr(draft, name, None))]
    evidence = tuple(_cut(chunk, span) for span in _distinct(spans))
    return Place(
        evidence=evidence,
        quantity=quantity,
        section=chunk.document.section_at(evidence[0].start).path,
        text=_wording(draft, figure, quantity, evidence),
        period=normal_period(getattr(draft, "period", None), chunk.document.fiscal_year),
        doubts=tuple(dict.fromkeys(doubts)),
        cause=(_cut(chunk, cause_span),) if cause_span else (),
    )


def _cut(chunk: Chunk, span: Offsets) -> Span:
    start, end = span
    return Span(start=start, end=end, quote=chunk.document.text[start:end])


def _distinct(spans: list[Offsets]) -> list[Offsets]:
    """Spans in the order given, without those that lie within another."""
    kept: list[Offsets] = []
    for span in dict.fromkeys(spans):
        inside = any(
            other != span and other[0] <= span[0] and span[1] <= other[1] for other in spans
        )
        if not inside:
            kept.append(span)
    return kept or spans[:1]


def _wording(
    draft: Draft, figure: str | None, quantity: Quantity | None, evidence: tuple[Span, ...]
) -> str:
    """The report's own words; only what could not be found keeps the engine's."""
    if draft.text:
        return draft.text
    if figure and quantity is None:
        return f"{draft.metric}{figure}"
    if quantity is None and not isinstance(draft, TargetDraft | ResultDraft):
        return draft.metric or evidence[0].quote
    return " ".join(evidence[0].quote.split())


def _quantity_in(chunk: Chunk, span: Offsets | None) -> Quantity | None:
    if span is None:
        return None
    document = chunk.document
    exact = document.quantities_in(*span)
    if exact:
        return exact[0]
    around = document.quantities_in(max(0, span[0] - 40), span[1] + 40)
    return next((q for q in around if q.start <= span[0] and span[1] <= q.end), None)


def _evidence(
    draft: Draft, quantity: Quantity | None, cited: list[Offsets], chunk: Chunk
) -> list[Offsets]:
    """R14: the shortest clause with metric and value; scope words elsewhere stay in the sentence
    that the model named, which follows as further evidence."""
    document = chunk.document
    if quantity is None:
        return [_clause_of_words(draft.metric, span, chunk) or span for span in cited]
    table = document.table_at(quantity.start)
    if table and (cell := table.cell_at(quantity.start)):
        headers = (*table.row_headers(cell), *table.column_headers(cell))
        spans = [(quantity.start, quantity.end), *((h.start, h.end) for h in headers)]
        return [*spans, table.unit_span] if table.unit_span else spans
    home = next(span for span in cited if span[0] <= quantity.start < span[1])
    clause = next(
        (
            span
            for span in clauses(document.text, *home)
            if span[0] <= quantity.start and quantity.end <= span[1]
        ),
        home,
    )
    words = f"{draft.subject or ''}{draft.metric}"
    return [clause, *_borne_elsewhere(words, clause, home, chunk)]


MOST_SPANS, SHORTEST, BEFORE = 3, 2, 3


def _borne_elsewhere(words: str, clause: Offsets, home: Offsets, chunk: Chunk) -> list[Offsets]:
    """Where those words of a label stand that its clause does not have: in its sentence, in those
    before it, in the headings above; the longest runs first."""
    text = chunk.document.text
    missing = _without_runs(_fold(words)[:LONGEST_LABEL], _fold(text[slice(*clause)]))
    found: list[Offsets] = []
    for region in (home, *_before(home, chunk), *_headings(home, chunk)):
        while len(found) < MOST_SPANS and missing:
            run = _longest_run(missing, _fold(text[slice(*region)]))
            span = _find_words(run, *region, chunk) if run else None
            if span is None:
                break
            found.append(span)
            missing = missing.replace(run, GAP, 1)
    return found


LONGEST_LABEL, GAP = 60, "\0"


def _without_runs(words: str, text: str) -> str:
    """The words with what stands in a text taken out."""
    while run := _longest_run(words, text):
        words = words.replace(run, GAP, 1)
    return words


def _longest_run(words: str, text: str) -> str:
    """The longest run of characters, two at least, that stands in a text."""
    for length in range(len(words), SHORTEST - 1, -1):
        for start in range(len(words) - length + 1):
            run = words[start : start + length]
            if GAP not in run and run in text:
                return run
    return ""


# What stands beside a number and names nothing.
_UNNAMING = re.compile(
    "其中|分别|共计|合计|累计|总计|全年|今年|去年|上年|同期|同比|环比|增长|增加|减少|下降|上升|提高|降低|"
    "不低于|不少于|不超过|大于|小于|等于|达到|完成|以上|以下|左右|超过|占|比|较|了|达|为|是|约|近|共|"
    r"[^\u4e00-\u9fff]"
)


def _names_another(draft: Draft, quantity: Quantity, clause: Offsets, chunk: Chunk) -> bool:
    """Whether the words at a number have nothing in common with the label that it was given, so
    that the label is that of another number."""
    document = chunk.document
    if document.table_at(quantity.start):
        return False
    beside = [one for one in document.quantities_in(*clause) if one.is_checked]
    start = max([clause[0], *(one.end for one in beside if one.end <= quantity.start)])
    end = min([clause[1], *(one.start for one in beside if one.start >= quantity.end)])
    text = document.text
    own = _UNNAMING.sub("", _fold(f"{text[start : quantity.start]}{text[quantity.end : end]}"))
    label = _fold(f"{draft.subject or ''}{draft.metric}")
    shared = _pairs(own) & _pairs(label)
    return len(own) > 1 and not shared and 2 * len(set(own) & set(label)) < len(set(own))


def _before(home: Offsets, chunk: Chunk) -> list[Offsets]:
    """The sentences before one, nearest first."""
    return [span for span in chunk.sentences if span[1] <= home[0]][: -BEFORE - 1 : -1]


def _headings(home: Offsets, chunk: Chunk) -> Iterator[Offsets]:
    """The headings above a sentence, nearest first."""
    document = chunk.document
    for heading in reversed(document.section_at(home[0]).path):
        start = document.text.rfind(heading, 0, home[0])
        if start >= 0:
            yield start, start + len(heading)


def _clause_of_words(words: str, sentence: Offsets, chunk: Chunk) -> Offsets | None:
    """The clauses that hold the words, or the one clause that holds most of them."""
    text = chunk.document.text
    found = _find_words(words, *sentence, chunk)
    parts = clauses(text, *sentence)
    if found is None:
        wanted = _pairs(words)
        best = max(parts, key=lambda p: len(wanted & _pairs(text[p[0] : p[1]])), default=None)
        shared = len(wanted & _pairs(text[best[0] : best[1]])) if best else 0
        return best if 2 * shared >= len(wanted) else None
    touched = [span for span in parts if span[0] < found[1] and found[0] < span[1]]
    return (touched[0][0], touched[-1][1]) if touched else found


def _find_words(words: str, start: int, end: int, chunk: Chunk) -> Offsets | None:
    """Where words stand between two offsets, blind to blanks and to full-width forms only."""
    needle = _fold(words)
    if not needle:
        return None
    place = chunk.document.text.find(words, start, end)
    if place >= 0:
        return place, place + len(words)
    letters = [
        (mark, offset)
        for offset in range(start, end)
        for mark in _fold(chunk.document.text[offset])
    ]
    place = "".join(mark for mark, _ in letters).find(needle)
    if place < 0:
        return None
    return letters[place][1], letters[place + len(needle) - 1][1] + 1


def _fold(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split())


def _likeliest(draft: Draft, chunk: Chunk) -> Offsets:
    """The sentence that shares most with the words of a draft that names none: shown beside the
    claim so that a person can judge it, never counted for it."""
    wanted = _pairs(f"{draft.metric}{getattr(draft, 'figure', None) or ''}")
    sentences = chunk.sentences or ((chunk.start, chunk.end),)
    text = chunk.document.text
    return max(sentences, key=lambda span: len(wanted & _pairs(text[span[0] : span[1]])))


def _pairs(words: str) -> set[str]:
    folded = _fold(words)
    return {folded[i : i + 2] for i in range(len(folded) - 1)}


def _where_else(figure: str, chunk: Chunk) -> Reason:
    said = scan(figure)
    known = chunk.document.quantities
    if any(same(one, quantity) for one in said for quantity in known):
        return "elsewhere-in-report"
    return "not-in-report"
