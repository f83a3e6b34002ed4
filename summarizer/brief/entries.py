"""Choose the problems and measures of a brief, entry by entry of their lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.brief.choice import LONGEST, Choice
from summarizer.brief.passages import Passage
from summarizer.brief.quoting import opening_of
from summarizer.brief.runs import LABEL
from summarizer.genre.sections import heading_role
from summarizer.schema import BriefPart, Document

__all__ = ["entries_of"]

# The room of an entry that says nothing when it is cut.
_UNCUT = 160
_LABEL_MOST = 12
# The share of pairs of signs that a longer sentence has in common with the one it contains.
_ALIKE = 0.85
# So many entries are a list.
_LISTED = 3
# 「拟从以下几方面着手」 announces, 「从自评看」 opens.
_HOLLOW = re.compile(
    r"[^。；]{0,30}(?:(?:以下|如下|下列)[^。；，]{0,12}|如下)[：:]?|(?:从|根据|通过)[^，。；]{1,14}来?看"
    r"|指(?![标导出挥定向南数令]).*|.*[一二两三四五]件事"
    r"|总[的体]来?看.*还?有[^，。；]{0,4}(?:差距|距离)"
    r"|.{0,40}还?有[^。；]{0,12}(?:的地方|的方面|的差距)"
)


def entries_of(
    document: Document, part: BriefPart, members: Sequence[Passage], room: int
) -> list[Choice]:
    """Return the choices of problems and measures: of each entry of the list what opens it, then
    what follows.
    """
    entries: dict[int, list[Passage]] = {}
    apart = [one for one in _apart(document, members) if not _is_hollow(document, one)]
    # A paragraph without marks has an entry in every sentence.
    marked = len({one.entry for one in apart}) >= _LISTED
    for passage in apart:
        entries.setdefault(passage.entry if marked else passage.start, []).append(passage)
    taken: dict[int, Choice] = {}
    for depth in range(1, 4):
        for entry, parts in entries.items():
            if depth > len(parts) or (depth > 1 and entry not in taken):
                continue
            clauses = [one.clauses for one in parts[:depth]]
            quote = opening_of(document, clauses, LONGEST[part])
            quote = quote or opening_of(document, clauses, _UNCUT)
            quote = quote and quote.named(document, parts[0].name)
            had = taken[entry].size if entry in taken else 0
            if (
                quote is None
                or len(quote.text) < 4
                or _is_label(quote.text)
                or len(quote.text) + 1 - had > room
            ):
                continue
            ids = tuple(
                item.id
                for one in parts[:depth]
                for item in one.items
                if quote.holds(item.evidence[0].start)
            )
            taken[entry] = Choice(quote, part, str(entry), 1, "", ids)
            room -= taken[entry].size - had
    return [taken[entry] for entry in sorted(taken)]


def _is_hollow(document: Document, passage: Passage) -> bool:
    return bool(_HOLLOW.fullmatch(document.text, passage.start, passage.end))


def _is_label(text: str) -> bool:
    return len(text) <= _LABEL_MOST and bool(LABEL.search(text)) and heading_role(text) is not None


def _apart(document: Document, members: Sequence[Passage]) -> list[Passage]:
    """Return the passages without those that another one contains, the listed ones first."""
    said = [_pairs(document.text[one.start : one.end]) for one in members]
    found: list[Passage] = []
    kept: list[set[str]] = []
    for at, passage in enumerate(members):
        # 「绩效指标设置偏少」 adds nothing to 「绩效指标设置偏少，量化不足」.
        least = _ALIKE * len(said[at])
        longer = [one for one in said[at + 1 :] if len(one) > len(said[at])]
        if not any(len(said[at] & other) >= least for other in (*kept, *longer)):
            found.append(passage)
            kept.append(said[at])
    return sorted(found, key=lambda one: one.role not in ("problems", "measures"))


def _pairs(words: str) -> set[str]:
    """Return the pairs of neighbouring signs, by which sentences are compared."""
    return {words[at : at + 2] for at in range(len(words) - 1)}
