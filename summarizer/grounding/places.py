"""Where a draft stands in the report.

Spans are cut from the canonical text, so a quote cannot be wrong; what cannot be found stays
visible as a doubt and is never repaired.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from summarizer.grounding.binding import names_another
from summarizer.grounding.orders import is_an_order
from summarizer.grounding.wording import GAP, folded, longest_run, pairs, without_runs
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
    if quantity and folded(draft.metric) == folded(quantity.text):
        # A number without a name.
        doubts.append("low-wording-support")
    if quantity and not draft.spans and _is_of_another(draft, quantity, chunk):
        doubts.append("bound-to-other-label")
    if (
        not quantity
        and not figure
        and not draft.spans
        and _stands_at_a_number(draft, spans[0], chunk)
    ):
        doubts.append("label-incomplete")
    if not quantity and not draft.spans and _crosses(draft, spans[0], chunk):
        doubts.append("label-crosses-clause")
    if not draft.spans and is_an_order(_around(spans[0], chunk)):
        doubts.append("kind-mismatch")
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


def _crosses(draft: Draft, clause: Offsets, chunk: Chunk) -> bool:
    """Whether a label without a number has words that its clause lacks and another one of its
    sentence has."""
    sentence = _around(clause, chunk)
    here = folded(chunk.document.text[slice(*clause)])
    rest = without_runs(folded(draft.metric), here)
    elsewhere = set(folded(sentence)) - set(here)
    return any(mark in elsewhere for mark in rest)


def _around(span: Offsets, chunk: Chunk) -> str:
    """The sentence that a span begins in."""
    home = next((one for one in chunk.sentences if one[0] <= span[0] < one[1]), span)
    return chunk.document.text[slice(*home)]


def _is_of_another(draft: Draft, quantity: Quantity, chunk: Chunk) -> bool:
    home = next((span for span in chunk.sentences if span[0] <= quantity.start < span[1]), None)
    if home is None:
        return False
    # A subject from a heading is no word of a number's own.
    subject = folded(draft.subject or "")
    near = subject in folded(chunk.document.text[slice(*home)])
    return names_another(f"{subject if near else ''}{draft.metric}", quantity, home, chunk)


def _stands_at_a_number(draft: Draft, clause: Offsets, chunk: Chunk) -> bool:
    """Whether a label that was given no number is the name of one."""
    if not isinstance(draft, TargetDraft | ResultDraft):
        return False
    text, told = chunk.document.text, folded(draft.metric)
    runs = _runs(draft.metric, clause, chunk)
    return any(
        _LINK.fullmatch(text[one.end : start] if start >= one.end else text[end : one.start])
        for one in chunk.document.quantities_in(*clause)
        if one.is_checked and folded(one.text) not in told
        for start, end in runs
        if start >= one.end or end <= one.start
    )


def _runs(words: str, clause: Offsets, chunk: Chunk) -> list[Offsets]:
    """Where the runs of words stand in a clause, longest first."""
    rest, text = folded(words)[:LONGEST_LABEL], folded(chunk.document.text[slice(*clause)])
    found: list[Offsets] = []
    while run := longest_run(rest, text):
        rest = rest.replace(run, GAP, 1)
        if span := _find_words(run, *clause, chunk):
            found.append(span)
    return found


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


MOST_SPANS, LONGEST_LABEL, BEFORE = 3, 60, 3
# A statement is not told in more clauses than this.
LONGEST_RUN = 8
# What may stand between a name and its number (达到了).
_LINK = re.compile(r"[^，,；;：:、。（）()“”]{0,3}")


def _borne_elsewhere(words: str, clause: Offsets, home: Offsets, chunk: Chunk) -> list[Offsets]:
    """Where those words of a label stand that its clause does not have: in its sentence, in those
    before it, in the headings above; the longest runs first."""
    text = chunk.document.text
    missing, borne = folded(words)[:LONGEST_LABEL], folded(text[slice(*clause)])
    while run := longest_run(missing, borne):
        missing = missing.replace(run, GAP, 1)
    found: list[Offsets] = []
    for region in (home, *_before(home, chunk), *_headings(home, chunk)):
        while len(found) < MOST_SPANS and missing:
            run = longest_run(missing, folded(text[slice(*region)]))
            span = _find_words(run, *region, chunk) if run else None
            if span is None:
                break
            found.append(span)
            missing = missing.replace(run, GAP, 1)
    return found


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
    """The clauses that hold the words, or the fewest side by side that hold most of what the
    sentence has of them."""
    text = chunk.document.text
    found = _find_words(words, *sentence, chunk)
    parts = clauses(text, *sentence)
    if found is None:
        return _fewest_clauses(pairs(words), parts, text)
    touched = [span for span in parts if span[0] < found[1] and found[0] < span[1]]
    return (touched[0][0], touched[-1][1]) if touched else found


MOST_OF = 0.85


def _fewest_clauses(wanted: set[str], parts: list[Offsets], text: str) -> Offsets | None:
    """The shortest run of clauses with most of the wanted pairs that all of them have; None where
    all of them have less than half of what is wanted."""
    held = [wanted & pairs(text[start:end]) for start, end in parts]
    every = set().union(*held)
    if 2 * len(every) < len(wanted) or not every:
        return None
    runs = [
        (parts[last][1] - parts[first][0], first, last)
        for first in range(len(parts))
        for last in range(first, min(len(parts), first + LONGEST_RUN))
        if len(set().union(*held[first : last + 1])) >= MOST_OF * len(every)
    ]
    if not runs:
        return None
    _, first, last = min(runs)
    return parts[first][0], parts[last][1]


def _find_words(words: str, start: int, end: int, chunk: Chunk) -> Offsets | None:
    """Where words stand between two offsets, blind to blanks and to full-width forms only."""
    needle = folded(words)
    if not needle:
        return None
    place = chunk.document.text.find(words, start, end)
    if place >= 0:
        return place, place + len(words)
    letters = [
        (mark, offset)
        for offset in range(start, end)
        for mark in folded(chunk.document.text[offset])
    ]
    place = "".join(mark for mark, _ in letters).find(needle)
    if place < 0:
        return None
    return letters[place][1], letters[place + len(needle) - 1][1] + 1


def _likeliest(draft: Draft, chunk: Chunk) -> Offsets:
    """The sentence that shares most with the words of a draft that names none: shown beside the
    claim so that a person can judge it, never counted for it."""
    wanted = pairs(f"{draft.metric}{getattr(draft, 'figure', None) or ''}")
    sentences = chunk.sentences or ((chunk.start, chunk.end),)
    text = chunk.document.text
    return max(sentences, key=lambda span: len(wanted & pairs(text[span[0] : span[1]])))


def _where_else(figure: str, chunk: Chunk) -> Reason:
    said = scan(figure)
    known = chunk.document.quantities
    if any(same(one, quantity) for one in said for quantity in known):
        return "elsewhere-in-report"
    return "not-in-report"
