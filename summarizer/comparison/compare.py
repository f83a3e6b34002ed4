"""Compare two summaries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarizer.comparison.contexts import Contexts
from summarizer.comparison.doubts import UNSURE
from summarizer.comparison.figures import conflicts, labels_of, pair_of
from summarizer.comparison.follow_up import endings, follow_up
from summarizer.comparison.growth import Growths
from summarizer.comparison.matching import Match, match
from summarizer.comparison.model import Comparison, Conflict, Doubt, Mode
from summarizer.comparison.offices import of_one_office, office_of
from summarizer.schema import CheckedResult, CheckedTarget, Document, Span, Summary
from summarizer.schema.noun import Sentence

__all__ = ["compare"]


def compare(
    old: Summary,
    new: Summary,
    document: Document | Sequence[Span] | None = None,
    earlier: Document | None = None,
) -> Comparison:
    """Hold two summaries against each other.

    Args:
        old: The summary of the older document, or of the first one of the same year.
        new: The summary of the newer document.
        document: The newer document itself, or its `endings` alone. With it, sentences that report
            the end of an earlier problem are found in its whole text; without it, in the evidence
            of its results.
        earlier: The older document itself. With both documents, each side of a pair shows its
            sentence; without them, its evidence.

    Returns:
        Pairs of indicators with their change, figures that do not agree, and what became of the
        older document's problems and measures. Two documents of one fiscal year are held against
        each other by their figures alone (`mode` is `documents`). Documents of two offices have no
        changes, conflicts or outcomes: their pairs have the doubt `office-differs`.
    """
    mode = _mode(old, new)
    own = of_one_office(old.document, new.document)
    doubts: tuple[Doubt, ...] = () if own else ("office-differs",)
    whole = document if isinstance(document, Document) else None
    ended = endings(document) if isinstance(document, Document) else document
    before, after = Contexts(old, earlier), Contexts(new, whole)
    year, this_year = old.document.fiscal_year, new.document.fiscal_year
    matched, left_out = match(labels_of(old, year, before), labels_of(new, this_year, after))
    matched = [replace(one, doubts=(*one.doubts, *doubts)) for one in matched]
    if year and this_year == year + 1:
        matched = _with_growth(matched, Growths(new))
    found: tuple[Conflict, ...] = ()
    compared = 0
    if own is not False:
        years = sorted({one for one in (year, this_year) if one})
        found, compared = conflicts((old, before), (new, after), years)
    follows = mode == "years" and own is not False
    paired = {one.old.item.id for one in matched}, {one.new.item.id for one in matched}
    return Comparison(
        mode=mode,
        old=old.document,
        new=new.document,
        pairs=tuple(map(pair_of, matched)),
        conflicts=tuple(one.altered(doubts=doubts) for one in found),
        compared=compared,
        left_out=left_out,
        follow_up=follow_up(old, new, ended, doubts) if follows else (),
        only_old=_alone(old, paired[0]),
        only_new=_alone(new, paired[1]),
        notes=tuple(_notes(old, new, own)),
    )


def _is_sure(pair: Match) -> bool:
    return UNSURE.isdisjoint(pair.doubts)


def _with_growth(matched: Sequence[Match], growths: Growths) -> list[Match]:
    """Return the pairs, with a doubt where the newer document prints another change."""
    told = []
    for one in matched:
        before, new = one.old.item.quantity, one.new.item
        if (
            _is_sure(one)
            and before
            and isinstance(new, CheckedResult)
            and growths.deny(before, new)
        ):
            told.append(replace(one, doubts=(*one.doubts, "growth-differs")))
        else:
            told.append(one)
    return told


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


def _notes(old: Summary, new: Summary, own: bool | None) -> Iterator[Sentence]:
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
    if own is False:
        names = [office_of(document) for document in (one, other)]
        yield Sentence(
            zh=f"两份文件不是同一单位的（{'、'.join(names)}）：只并列相应的数，不计变化，不追踪问题与措施。",
            en=f"The documents are of two offices ({', '.join(names)}): their figures stand side by"
            " side, without changes and without the outcome of problems and measures.",
        )
    elif own is None:
        yield Sentence(
            zh="不能确认两份文件属于同一单位，请核对后再用。",
            en="The documents do not tell that they are of one office: check before use.",
        )
