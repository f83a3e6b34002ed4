"""Doubts about where a draft of a model stands: a label that is another number's, that goes on over
a comma, or that orders something."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.genre.orders import is_an_order
from summarizer.grounding.binding import names_another
from summarizer.grounding.spans import LONGEST_LABEL, Offsets, find_words
from summarizer.grounding.wording import GAP, folded, longest_run, without_runs
from summarizer.schema import Chunk, Draft, Quantity, ResultDraft, TargetDraft
from summarizer.schema.terms import Reason

__all__ = ["doubts_of_place"]

# What may stand between a name and its number (达到了).
_LINK = re.compile(r"[^，,；;：:、。（）()“”]{0,3}")


def doubts_of_place(
    draft: Draft, quantity: Quantity | None, clause: Offsets, chunk: Chunk
) -> Iterator[Reason]:
    """What speaks against the clause that was found for a draft, the number in it and its kind."""
    if quantity:
        if _is_of_another(draft, quantity, chunk):
            yield "bound-to-other-label"
    else:
        if not getattr(draft, "figure", None) and _stands_at_a_number(draft, clause, chunk):
            yield "label-incomplete"
        if _crosses(draft, clause, chunk):
            yield "label-crosses-clause"
    if is_an_order(_around(clause, chunk)):
        yield "kind-mismatch"


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
    return names_another(draft.metric, quantity, home, chunk, subject=subject if near else "")


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
        if span := find_words(run, *clause, chunk):
            found.append(span)
    return found
