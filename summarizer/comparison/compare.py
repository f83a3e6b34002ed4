"""Compare two summaries."""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.comparison.figures import conflicts, labels_of, pair_of
from summarizer.comparison.follow_up import follow_up
from summarizer.comparison.matching import match
from summarizer.comparison.model import Comparison, Mode
from summarizer.schema import CheckedResult, CheckedTarget, Document, Summary
from summarizer.schema.noun import Sentence

__all__ = ["compare"]


def compare(old: Summary, new: Summary, document: Document | None = None) -> Comparison:
    """Hold two summaries against each other.

    Args:
        old: The summary of the older document, or of the first one of the same year.
        new: The summary of the newer document.
        document: The newer document itself. With it, sentences that report the end of an earlier
            problem are found in its whole text; without it, in the evidence of its results.

    Returns:
        Pairs of indicators with their change, figures that do not agree, and what became of the
        older document's problems and measures. Two documents of one fiscal year are held against
        each other by their figures alone (`mode` is `documents`).
    """
    mode = _mode(old, new)
    matched = match(
        labels_of(old, old.document.fiscal_year), labels_of(new, new.document.fiscal_year)
    )
    years = sorted({y for y in (old.document.fiscal_year, new.document.fiscal_year) if y})
    found, compared = conflicts(old, new, years)
    paired = {one.old.item.id for one in matched}, {one.new.item.id for one in matched}
    return Comparison(
        mode=mode,
        old=old.document,
        new=new.document,
        pairs=tuple(map(pair_of, matched)),
        conflicts=found,
        compared=compared,
        follow_up=follow_up(old, new, document) if mode == "years" else (),
        only_old=_alone(old, paired[0]),
        only_new=_alone(new, paired[1]),
        notes=tuple(_notes(old, new)),
    )


def _mode(old: Summary, new: Summary) -> Mode:
    same = old.document.fiscal_year == new.document.fiscal_year is not None
    return "documents" if same else "years"


def _alone(summary: Summary, paired: set[str]) -> tuple[str, ...]:
    """Return the ids of targets and results with a number but no match."""
    items: list[CheckedTarget | CheckedResult] = [*summary.targets, *summary.results]
    return tuple(
        one.id
        for one in items
        if one.quantity is not None and one.id not in paired and one.check.verdict != "failed"
    )


def _notes(old: Summary, new: Summary) -> Iterator[Sentence]:
    """Return the limitations that a reader of the comparison must know."""
    one, other = old.document, new.document
    if one.text_sha256 == other.text_sha256:
        yield Sentence(zh="两份文件内容相同。", en="The two documents are the same.")
    if one.fiscal_year is None or other.fiscal_year is None:
        yield Sentence(
            zh="有一份文件未识别到年度，按上下两年处理。",
            en="One document prints no year that could be read; they are taken as two years.",
        )
    elif one.fiscal_year > other.fiscal_year:
        yield Sentence(
            zh="前一份文件的年度晚于后一份，变化的方向相反。",
            en="The first document is of a later year than the second: changes run backwards.",
        )
    if one.organization and other.organization and one.organization != other.organization:
        yield Sentence(
            zh=f"两份文件的单位名称不同：{one.organization}、{other.organization}。",
            en=f"The documents name two offices: {one.organization} and {other.organization}.",
        )
