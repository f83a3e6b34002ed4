"""Where a draft stands in the report.

Spans are cut from the canonical text, so a quote cannot be wrong; what cannot be found stays
visible as a doubt and is never repaired.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from summarizer.quantities import same, scan
from summarizer.quantities.periods import normal_period
from summarizer.schema import Chunk, Draft, Quantity, ResultDraft, Span, TargetDraft
from summarizer.schema.summary import Reason
from summarizer.segmentation import clauses

__all__ = ["Place", "find_place"]

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft stands in the report."""

    evidence: tuple[Span, ...]
    quantity: Quantity | None
    section: tuple[str, ...]
    text: str
    period: str | None
    doubts: tuple[Reason, ...]


def find_place(draft: Draft, chunk: Chunk) -> Place:
    """Evidence, quantity and wording of a draft; engines that know spans are taken at their word,
    which costs them nothing: the quote is cut from the text and the verifier reads it again."""
    figure: str | None = getattr(draft, "figure", None)
    doubts: list[Reason] = []
    quantity: Quantity | None = None
    if draft.spans:
        spans = list(draft.spans)
        quantity = _quantity_in(chunk, getattr(draft, "figure_span", None))
    else:
        cited = [span for number in draft.at if (span := chunk.sentence(number))]
        if len(cited) < len(set(draft.at)) or not cited:
            doubts.append("quote-not-in-report")
        cited = cited or [_likeliest(draft, chunk)]
        pointed: Offsets | None = getattr(draft, "figure_span", None)
        quantity = _quantity_in(chunk, pointed) or _find_quantity(
            figure, draft.metric, cited, chunk
        )
        spans = _evidence(draft, quantity, cited, chunk)
    if figure and quantity is None:
        doubts.append(_where_else(figure, chunk))
    shortened = "…" in draft.metric and not _find_words(draft.metric, chunk.start, chunk.end, chunk)
    if shortened or (quantity and _fold(draft.metric) == _fold(quantity.text)):
        # A shortening that fits no words of the report, a number without a name.
        doubts.append("low-wording-support")
    cause_span: Offsets | None = getattr(draft, "cause_span", None)
    cause: str | None = getattr(draft, "cause", None)
    if cause and cause_span is None and not draft.spans:
        cause_span = _find_words(cause, chunk.start, chunk.end, chunk)
        if cause_span is None:
            doubts.append("low-wording-support")
    if cause_span:
        spans.append(cause_span)
    evidence = tuple(_cut(chunk, span) for span in _distinct(spans))
    return Place(
        evidence=evidence,
        quantity=quantity,
        section=chunk.document.section_at(evidence[0].start).path,
        text=_wording(draft, figure, quantity, evidence),
        period=normal_period(getattr(draft, "period", None), chunk.document.fiscal_year),
        doubts=tuple(dict.fromkeys(doubts)),
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


def _find_quantity(
    figure: str | None, metric: str, cited: list[Offsets], chunk: Chunk
) -> Quantity | None:
    """The scanned quantity that a copied figure means: the same amount in a cited sentence, of
    several the one whose column the metric names, or that stands nearest behind its words."""
    if not figure:
        return None
    said = scan(figure)
    folded = _fold(figure)
    found: list[tuple[int, int, int, Quantity]] = []
    for start, end in cited:
        label = _find_words(metric, start, end, chunk)
        for quantity in chunk.document.quantities_in(start, end):
            alike = _fold(quantity.text) == folded
            if alike or any(same(one, quantity) for one in said) or _cell_says(quantity, folded):
                distance = _distance(label, quantity, start)
                strange = _strangeness(metric, quantity, chunk)
                found.append((0 if alike else 1, strange, distance, quantity))
    return min(found, key=lambda entry: entry[:3])[3] if found else None


def _strangeness(metric: str, quantity: Quantity, chunk: Chunk) -> int:
    """How many of the metric's pairs of characters do not head a table cell: in a row that prints
    one number twice the columns tell which is meant. Outside of tables 0."""
    table = chunk.document.table_at(quantity.start)
    cell = table.cell_at(quantity.start) if table else None
    if table is None or cell is None:
        return 0
    headers = (*table.row_headers(cell), *table.column_headers(cell))
    words = "".join(chunk.document.text[one.start : one.end] for one in headers)
    return len(_pairs(metric) - _pairs(words))


def _cell_says(quantity: Quantity, folded: str) -> bool:
    """A table cell prints a bare number, which a model may copy with the caption's unit."""
    return quantity.kind == "money" and folded.rstrip("元万亿") == _fold(quantity.text)


def _distance(label: Offsets | None, quantity: Quantity, start: int) -> int:
    if label is None:
        return quantity.start - start
    gap = quantity.start - label[1]
    return gap if gap >= 0 else 2 * (label[0] - quantity.end) + 1


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
    label = _find_words(draft.metric, *clause, chunk)
    if label is not None:
        return [clause]
    named = _find_words(draft.metric, *home, chunk)
    return [clause, named] if named else [clause, home]


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
