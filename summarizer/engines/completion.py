"""What a model leaves open and the rules or the headings tell: periods and changes. The pipeline,
which knows both engines, brings the two readings together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from summarizer.quantities.periods import normal_period
from summarizer.schema import Chunk, Draft, Extraction, ResultDraft, TargetDraft

__all__ = ["completed", "without_sole_project"]

Offsets = tuple[int, int]
_YEAR = re.compile(r"(?:19|20)\d\d\s?年度?", re.ASCII)


def completed(found: Extraction, read: Extraction, chunk: Chunk) -> Extraction:
    """The drafts of a model with what it left open and the rules read for the same figures:
    periods, which may stand a sentence or a heading earlier, and changes."""
    results = {draft.figure_span: draft for draft in read.results if draft.figure_span}
    periods, projects = _Periods(read, chunk), _Projects(read, chunk)
    return replace(
        found,
        targets=tuple(
            replace(draft, period=periods.of(draft), subject=draft.subject or projects.of(draft))
            for draft in found.targets
        ),
        results=tuple(
            replace(draft, period=periods.of(draft), direction=_direction(draft, results))
            for draft in found.results
        ),
    )


# What a report is about when nothing else is: a project, a fund, money for a purpose.
_PROJECT = re.compile(r"(?:项目|工程|经费|资金|补[助贴]|专项|建设|预算)$")


def without_sole_project(found: Sequence[Extraction]) -> list[Extraction]:
    """The drafts of a whole report, its targets without the project that they all are of: where
    there is no second one, its name tells nothing. Printed in full and in short it is one."""
    named = {draft.subject for one in found for draft in one.targets if draft.subject}
    projects = {name for name in named if _PROJECT.search(name)}
    longest = max(projects, key=len, default="")
    if any(name not in longest for name in projects):
        return list(found)
    return [
        replace(one, targets=tuple(_without(draft, projects) for draft in one.targets))
        for one in found
    ]


def _without(draft: TargetDraft, projects: set[str]) -> TargetDraft:
    return replace(draft, subject=None) if draft.subject in projects else draft


class _Projects:
    """Whose the targets of a chunk are, as the headings above them say."""

    def __init__(self, read: Extraction, chunk: Chunk) -> None:
        self._of_sentences: dict[int, set[str | None]] = {}
        for draft in read.targets if _several(chunk) else ():
            self._of_sentences.setdefault(_home(draft, chunk), set()).add(draft.subject)

    def of(self, draft: TargetDraft) -> str | None:
        """The one project of everything that the rules read as targets in a draft's sentence."""
        alike = self._of_sentences.get(draft.at[0], set()) if draft.at else set()
        return next(iter(alike)) if len(alike) == 1 else None


class _Periods:
    """When the items of a chunk were or are to be."""

    def __init__(self, read: Extraction, chunk: Chunk) -> None:
        self.chunk = chunk
        self._of_figures: dict[Offsets, str | None] = {}
        self._of_sentences: dict[tuple[type[Draft], int], set[str | None]] = {}
        for draft in _dated(read):
            if draft.figure_span:
                self._of_figures[draft.figure_span] = draft.period
            if home := _home(draft, chunk):
                self._of_sentences.setdefault((type(draft), home), set()).add(draft.period)

    def of(self, draft: TargetDraft | ResultDraft) -> str | None:
        """A period that the model copied from the item's own sentence; else what the rules read for
        its figure or for all that they found in its sentence; else the year in its heading."""
        said = draft.period
        if said and said in _sentence(draft, self.chunk) and self._is_period(said):
            return said
        if draft.figure_span in self._of_figures:
            told = self._of_figures[draft.figure_span]
        else:
            told = said or self._shared(draft)
        return told or self._of_heading(draft)

    def _shared(self, draft: TargetDraft | ResultDraft) -> str | None:
        """The one period of everything that the rules read in a draft's sentence."""
        alike = self._of_sentences.get((type(draft), draft.at[0]), set()) if draft.at else set()
        return next(iter(alike)) if len(alike) == 1 else None

    def _of_heading(self, draft: TargetDraft | ResultDraft) -> str | None:
        """The one year in the heading right above; those farther up are of the whole report."""
        span = self.chunk.sentence(draft.at[0]) if draft.at else None
        document = self.chunk.document
        path = document.section_at(span[0]).path if span else ()
        if not path or path[-1] in (document.title, document.name):
            return None
        years = _YEAR.findall(path[-1])
        return years[0] if len(years) == 1 else None

    def _is_period(self, words: str) -> bool:
        return normal_period(words, self.chunk.document.fiscal_year) is not None


def _home(draft: TargetDraft | ResultDraft, chunk: Chunk) -> int:
    """The number of the sentence that a draft of the rules stands in; 0 for none."""
    start = draft.spans[0][0] if draft.spans else -1
    return bisect_right(chunk.sentences, start, key=lambda span: span[0])


def _several(chunk: Chunk) -> bool:
    """Whether a report sets targets for projects as well as for itself. One that has a single
    project says so once, in its title."""
    headings = (heading for section in chunk.document.sections for heading in section.path)
    return any("项目" in heading and "目标" in heading for heading in headings)


def _dated(read: Extraction) -> Iterator[TargetDraft | ResultDraft]:
    yield from read.targets
    yield from read.results


def _direction(draft: ResultDraft, read: dict[Offsets, ResultDraft]) -> str:
    other = read.get(draft.figure_span) if draft.figure_span else None
    return other.direction if other and draft.direction == "none" else draft.direction


def _sentence(draft: Draft, chunk: Chunk) -> str:
    span = chunk.sentence(draft.at[0]) if draft.at else None
    return chunk.document.text[span[0] : span[1]] if span else ""
