"""The rules engine: chunk → drafts, without a model, network or key."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from summarizer.engines.rules.cells import figures_beside_labels, passages_in_cells
from summarizer.engines.rules.measures import aims_in, measures_in_passing, measures_of
from summarizer.engines.rules.passages import Passage, passages_of
from summarizer.engines.rules.problems import (
    is_deficient,
    problems_among_measures,
    problems_in_passing,
    problems_of,
)
from summarizer.engines.rules.results import results_of
from summarizer.engines.rules.targets import targets_of
from summarizer.genre.causes import cause_in
from summarizer.genre.indicators import Level
from summarizer.genre.reality import real_stretches
from summarizer.schema import (
    Chunk,
    Document,
    Draft,
    Extraction,
    Item,
    MeasureDraft,
    ProblemDraft,
    ResultDraft,
    TargetDraft,
    Usage,
)

__all__ = ["RulesEngine", "extract"]

Offsets = tuple[int, int]

# 相应, 适应 and 应急 contain 应 but make no demand.
_DEMAND = re.compile(r"(?<![相反供适响对效感])应(?![急用对收付邀])|建议|今后|下一步|需(?!求)|必须")
# 「应配备480人，实际配备456人」: 应 states a required number.
_DUE = re.compile(r"应(?!当|该)[^，。；\d]{0,14}\d")
_COUNTS_ON = re.compile(
    r"""[。；;]\s*(?:\d{1,2}[.．、]|[（(].{1,2}[)）]|[①-⑳]|[一二三四五六七八九]是)""", re.VERBOSE
)
# 「（二）关于绩效目标不实的问题」
_NAMES_A_PROBLEM = re.compile("关于.+问题[。.]?$")
Found = TypeVar("Found", bound=Draft)


class RulesEngine:
    """The default engine: headings and clauses → items. Needs no model, network or key."""

    name = "rules"
    model: str | None = None
    endpoint_host: str | None = None

    def __init__(self) -> None:
        self.prompts: dict[str, str] = {}

    async def extract(self, chunk: Chunk) -> Extraction:
        """Return everything the rules find in a chunk."""
        return extract(chunk)

    async def overview(
        self,
        document: Document,  # noqa: ARG002
        items: tuple[Item, ...],  # noqa: ARG002
    ) -> tuple[str | None, Usage]:
        """Return None: the template writes the overview."""
        return None, Usage()


def extract(chunk: Chunk) -> Extraction:
    """Return the drafts of a chunk, passage by passage."""
    gathered = _Gathered(chunk)
    for passage in passages_of(chunk):
        gathered.read(passage)
    for passage in passages_in_cells(chunk):
        gathered.read(passage)
    gathered.results += figures_beside_labels(chunk)
    return gathered.extraction()


class _Gathered:
    """The results of the passages read so far."""

    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk
        self.targets: list[TargetDraft] = []
        self.results: list[ResultDraft] = []
        self.problems: list[ProblemDraft] = []
        self.measures: list[MeasureDraft] = []
        # The path of a heading that states a problem, and the index of that problem.
        self.stated: tuple[tuple[str, ...], int] | None = None
        # The indicator class left open by the last paragraph of targets, and its path.
        self.target_class: tuple[tuple[str, ...], Level | None] = ((), None)

    def read(self, passage: Passage) -> None:
        """Read one passage by its role."""
        if passage.heading and not _states_a_figure(passage):
            self._heading(passage)
            return
        told = [
            part
            for sentence in passage.sentences
            for part in real_stretches(passage.document.text, *sentence)
        ]
        if not told:
            return
        if passage.role not in ("problems", "measures"):
            passage = replace(passage, sentences=tuple(told))
        if passage.role == "targets":
            self._targets(passage)
        elif passage.role in ("problems", "measures"):
            self._problems(passage)
        else:
            if passage.role not in ("duties", "method"):
                self.problems += problems_in_passing(passage)
                self.measures += measures_in_passing(passage)
            self._results(passage)

    def _results(self, passage: Passage, outside: Iterable[Offsets] = ()) -> None:
        """Read the results of a passage, except those whose number quantifies a problem. A rate is
        a result all the same: 「执行率仅为45.2%」.
        """
        first = len(self.results)
        results, targets = results_of(passage)
        self.results += [
            one if one.part_of is None else replace(one, part_of=first + one.part_of)
            for one in results
            if (one.figure or "").endswith("%")
            or not _touches(one.figure_span or one.spans[0], outside)
        ]
        self._add_targets(targets)

    def _targets(self, passage: Passage) -> None:
        path, above = self.target_class
        found, left_open = targets_of(passage, above if path == passage.path else None)
        self.target_class = (passage.path, left_open)
        self._add_targets(found)

    def _add_targets(self, targets: list[TargetDraft]) -> None:
        """Add targets; one printed twice within a project is one target with two places (R5)."""
        for target in targets:
            place = next((p for p, old in enumerate(self.targets) if _repeats(old, target)), None)
            if place is None:
                self.targets.append(target)
            else:
                old = self.targets[place]
                self.targets[place] = replace(old, spans=(*old.spans, *target.spans[:1]))

    def _heading(self, passage: Passage) -> None:
        """Read a heading as a problem, or as a measure if no text follows."""
        words = passage.document.text[passage.start : passage.end]
        self.stated = None
        if is_deficient(words) and (passage.role == "problems" or _NAMES_A_PROBLEM.search(words)):
            found = problems_of(passage)
            if found:
                self.stated = (passage.path, len(self.problems))
                self.problems += found
        elif passage.role == "measures" and len(passage.path) > 1 and not _carried_out(passage):
            self.measures += measures_of(passage)

    def _problems(self, passage: Passage) -> None:
        under = self.stated is not None and self.stated[0] == passage.path
        if passage.role == "measures" and not passage.mixed:
            found = problems_among_measures(passage)
        else:
            found = problems_of(passage, under=under)
        if (
            self.stated is not None
            and under
            and (cause := self._cause(passage, self.problems[self.stated[1]]))
        ):
            place = self.stated[1]
            words = passage.document.text[slice(*cause)]
            self.problems[place] = replace(self.problems[place], cause=words, cause_span=cause)
        self.problems += found
        stated = [one.spans[0] for one in found]
        taken = [*stated, *(one.cause_span for one in found if one.cause_span)]
        measures = [one for one in measures_of(passage) if not _touches(one.spans[0], taken)]
        if passage.role == "problems" and not passage.mixed:
            measures = [one for one in measures if _is_demand(one, passage)]
        self.measures += measures
        self._add_targets(aims_in(passage))
        if passage.role == "problems":
            self._results(passage)

    @staticmethod
    def _cause(passage: Passage, problem: ProblemDraft) -> Offsets | None:
        return cause_in(passage.document.text, passage.sentences, problem.text or "")

    def extraction(self) -> Extraction:
        """Return the drafts with the numbers of their evidence sentences."""
        return Extraction(
            targets=self._numbered(self.targets),
            results=self._numbered(self.results),
            problems=self._numbered(self.problems),
            measures=self._numbered(self.measures),
        )

    def _numbered(self, drafts: Iterable[Found]) -> tuple[Found, ...]:
        starts = [start for start, _ in self.chunk.sentences]
        return tuple(
            replace(
                draft,
                at=tuple(sorted({max(1, bisect_right(starts, start)) for start, _ in draft.spans})),
            )
            for draft in drafts
        )


def _carried_out(passage: Passage) -> bool:
    """Return whether text under a heading gives details. 「1.完善机制。2.加强培训。」 is only a
    list.
    """
    after = passage.document.text[passage.end : passage.end + 8]
    return passage.has_body and not _COUNTS_ON.match(after)


def _states_a_figure(passage: Passage) -> bool:
    """「1.完成造林42万亩。其中…」: the first sentence was read as a heading."""
    text = passage.document.text
    if passage.role not in ("targets", "results") or text[passage.end : passage.end + 1] != "。":
        return False
    return any(q.is_checked for q in passage.document.quantities_in(passage.start, passage.end))


def _repeats(old: TargetDraft, new: TargetDraft) -> bool:
    return (old.metric, old.subject, old.figure, old.level2) == (
        new.metric,
        new.subject,
        new.figure,
        new.level2,
    ) and old.figure is not None


def _is_demand(measure: MeasureDraft, passage: Passage) -> bool:
    """Return whether a clause among problems makes a demand, the only measures there (R11)."""
    low, high = measure.spans[0]
    begin = max(start for start, _ in passage.sentences if start <= low)
    words = (
        re.split("[；;]", passage.document.text[begin:low])[-1] + (passage.document.text[low:high])
    )
    return bool(_DEMAND.search(words)) and not _DUE.search(words)


def _touches(span: Offsets, others: Iterable[Offsets]) -> bool:
    return any(low < span[1] and span[0] < high for low, high in others)
