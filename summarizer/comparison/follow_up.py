"""Find the outcome of last year's problems and measures in this year's document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from summarizer.comparison.labels import dice
from summarizer.comparison.model import Doubt, FollowUp
from summarizer.genre.words import pairs
from summarizer.schema import CheckedMeasure, CheckedProblem, Document, Span, Summary
from summarizer.segmentation import sentences

__all__ = ["endings", "follow_up"]

# Share of common words from which two statements count as the same.
SAME = 0.6
# … and from which two of one kind are similar.
SIMILAR = 0.3
# Share of a statement's words that a sentence must contain to refer to it.
HELD = 0.6
# Statements with fewer words match too often to be searched for.
FEW = 4

# Words that close a matter: a problem that is solved, a measure that was taken.
_CLOSED = re.compile(
    r"(?:已|均|全部|基本|得到)(?:经|全部|基本)?(?:整改|解决|纠正|完善|销号|落实|化解|补齐)"
    r"|整改(?:完成|到位|完毕)|不再(?:存在|发生)|(?:已|全部)(?:经)?完成(?:整改)?"
)
_VERBS = (
    "建立|制定|修订|出台|印发|开展|完成|落实|组织|实行|推行|健全|完善|加强|强化|压实|规范|优化"
    "|改进|加大|加快|细化|整合|更新|配备|引进"
)
_TAKEN = re.compile(rf"(?:已|均|先后)(?:经|全部)?(?:{_VERBS})|(?:{_VERBS})了")
# A plan or a denial closes nothing.
_OPEN = re.compile(
    r"""下一步|今后|力争|要(?:加强|进一步|继续)|尚|仍
      | (?<![已经])将       # not 已将…纳入
      | 拟(?!定|订)
      # as a verb: not 制定月度计划, 按计划完成
      | (?<![按照度作年])计划(?:[于在到用对再]|[今明下]年|年内|20\d\d|新[建增]|投入|安排|采取|通过
          |开展|实施|组织|完成|建[立设]|制定|进一步|继续|逐步)
      | [未没]有?(?:能|得到|完成|整改|解决|落实|建立|制定|开展)""",
    re.X,
)


def is_open(text: str) -> bool:
    """Whether a sentence states a plan or a denial rather than a completed action.

    >>> [is_open(one) for one in ("已制定支付月度计划", "计划制定支付制度", "按计划完成整改")]
    [False, True, False]
    >>> is_open("已将评价结果纳入预算"), is_open("将评价结果纳入预算")
    (False, True)
    """
    return _OPEN.search(text) is not None


def endings(document: Document) -> tuple[Span, ...]:
    """Return the sentences that report something as solved or done: all that a comparison needs of
    the newer document's text.
    """
    text = document.text
    told = (Span(start=one, end=end, quote=text[one:end]) for one, end in sentences(text))
    return tuple(one for one in told if _ends(one.quote, _CLOSED) or _ends(one.quote, _TAKEN))


def _ends(text: str, ends: re.Pattern[str]) -> bool:
    return ends.search(text) is not None and not is_open(text)


def follow_up(
    old: Summary, new: Summary, ended: Sequence[Span] | None, doubts: tuple[Doubt, ...] = ()
) -> tuple[FollowUp, ...]:
    """Return one entry with the `doubts` for each problem and measure of the older summary.

    Without the `endings` of the newer document only the results of its summary can close a problem
    or a measure.
    """
    told = _Told(_statements(new, ended))
    problems = (_entry("problem", one, new.problems, told, _CLOSED) for one in old.problems)
    announced = [one for one in old.measures if not _is_among_problems(one)]
    measures = (_entry("measure", one, new.measures, told, _TAKEN) for one in announced)
    return tuple(one.altered(doubts=doubts) for one in (*problems, *measures))


def _is_among_problems(item: CheckedMeasure) -> bool:
    """Whether a demand stands in a list of problems, where it announces nothing: 应定期考评."""
    heading = item.section[-1] if item.section else ""
    return bool(re.search(r"问题|不足", heading)) and not re.search(r"措施|建议|改|办法", heading)


def _entry(
    kind: str,
    item: CheckedProblem | CheckedMeasure,
    candidates: Sequence[CheckedProblem | CheckedMeasure],
    told: _Told,
    ends: re.Pattern[str],
) -> FollowUp:
    words = pairs(item.text)
    if len(words) >= FEW and (found := told.that_ends(words, ends)):
        return _made(kind, item, "closed", found.by, (found.span,))
    again = max(candidates, key=lambda one: dice(words, pairs(one.text)), default=None)
    if again is not None:
        likeness = dice(words, pairs(again.text))
        if likeness >= SAME:
            return _made(kind, item, "repeated", (again.id,), again.evidence)
        if likeness >= SIMILAR and _sort(again) == _sort(item):
            return _made(kind, item, "similar", (again.id,), again.evidence)
    return _made(kind, item, "unmentioned", (), ())


def _sort(item: CheckedProblem | CheckedMeasure) -> str:
    return item.category if isinstance(item, CheckedProblem) else item.kind


def _made(
    kind: str,
    item: CheckedProblem | CheckedMeasure,
    state: str,
    by: tuple[str, ...],
    evidence: tuple[Span, ...],
) -> FollowUp:
    fields = {"kind": kind, "item": item.id, "text": item.text, "state": state}
    return FollowUp.model_validate({**fields, "by": by, "evidence": evidence})


@dataclass(frozen=True, slots=True)
class _Statement:
    span: Span
    by: tuple[str, ...] = ()


def _statements(new: Summary, ended: Sequence[Span] | None) -> Iterator[_Statement]:
    if ended is not None:
        yield from map(_Statement, ended)
        return
    for item in new.results:
        for span in item.evidence[:1]:
            yield _Statement(span, (item.id,))


class _Told:
    """Index of a document's statements by their words."""

    def __init__(self, statements: Iterable[_Statement]) -> None:
        self._statements = list(statements)
        self._index: dict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(self._statements):
            for word in pairs(one.span.quote):
                self._index[word].append(place)

    def that_ends(self, words: frozenset[str], ends: re.Pattern[str]) -> _Statement | None:
        """Return the statement that shares most of the words and reports the matter as closed."""
        counts: dict[int, int] = defaultdict(int)
        for word in words:
            for place in self._index.get(word, ()):
                counts[place] += 1
        for place in sorted(counts, key=lambda one: (-counts[one], one)):
            if counts[place] < HELD * len(words):
                return None
            one = self._statements[place]
            if _ends(one.span.quote, ends):
                return one
        return None
