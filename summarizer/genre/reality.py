"""Hypothetical, reported, cancelled and scoring-rule parts of a sentence."""

from __future__ import annotations

import re

from summarizer.genre.clauses import clauses_of

__all__ = ["real_stretches"]

Offsets = tuple[int, int]

_HINT = re.compile("[如若据待倘扣原]|一旦|不得分|假如|[A-D][.．、]")
_SUPPOSED = re.compile(
    r"""(?:如果?(?![期下何上此实有今一]|[\u4e00-\u9fff]{1,4}[省市县区镇乡村])|若(?!干)|倘若|假如|一旦)[^，。；：]{3,}$
    |待[^，。；]{2,20}(?:后|时)$""",
    re.VERBOSE,
)
_HEARSAY = re.compile(r"据(?:悉|报道|介绍|[^，。；]{1,12}(?:介绍|反映|透露|通报|报道))")
_CANCELLED = re.compile(r"原(?:计划|定|拟|本)[^。；]*?(?:取消|停办|不再(?:实施|开展|举办)|搁置)")
# Scoring rules and options of a questionnaire.
_SCORING = re.compile(
    r"""每(?:少|多|低|高|缺|差|发现|出现|超)[^，。；]{0,14}扣|扣完为止|不得分|(?:酌情|相应|予以|逐项)扣分
    |[A-D][.．、][^。；]*[A-D][.．、]""",
    re.VERBOSE,
)


def real_stretches(text: str, start: int, end: int) -> list[Offsets]:
    """Return the spans of a sentence that state facts.

    >>> words = "清淤45公里，若资金到位，还可维修3公里；据邻镇介绍，收费率98%；绿化2亩。"
    >>> [words[a:b] for a, b in real_stretches(words, 0, len(words))]
    ['清淤45公里', '绿化2亩。']
    >>> real_stretches("原计划培训6期，后取消。", 0, 12), real_stretches("每少一项扣1分。", 0, 8)
    ([], [])
    """
    if not _HINT.search(text, start, end):
        return [(start, end)]
    found: list[Offsets] = []
    for low, high in _parts(text, start, end):
        if _CANCELLED.search(text, low, high) or _SCORING.search(text, low, high):
            continue
        last = low
        for clause in clauses_of(text, low, high):
            words = text[clause.start : clause.end]
            if _SUPPOSED.match(words) or _HEARSAY.match(words):
                high = last
                break
            last = clause.end
        if found and found[-1][1] == low < high:
            found[-1] = found[-1][0], high
        elif low < high:
            found.append((low, high))
    return found


def _parts(text: str, start: int, end: int) -> list[Offsets]:
    """Split a sentence at ；."""
    edges = [
        clause.start for clause in clauses_of(text, start, end) if clause.before in ("；", ";")
    ]
    return list(zip([start, *edges], [*edges, end], strict=True))
