"""Headers of flattened forms: consecutive column heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.tables.flat.packed import LINE, Packed
from summarizer.tables.flat.words import HEAD, LEVEL1, LEVEL2, Head, head_kind

__all__ = ["MONEY_UNIT", "STRONG", "headers"]

# Minimum number of heads in a header, and of different roles among them.
FEWEST_HEADS, FEWEST_KINDS = 3, 3
STRONG = frozenset({"weight", "score", "target", "actual", "budget", "executed", "rate"})
LONGEST_LOST = 6
_LOST = re.compile("[\u4e00-\u9fff()（）]+")
_BETWEEN_HEADS = re.compile(r"[（(]?(?:[A-F]|[一二三四五])?[）)]?")
MONEY_UNIT = re.compile(r"[（(](?:单位[:：])?(?P<unit>[百千]?万元|亿元|千元|元)[）)]")


def headers(packed: Packed) -> Iterator[tuple[Head, ...]]:
    """Return runs of consecutive heads."""
    run: list[Head] = []
    for found in HEAD.finditer(packed.words):
        head = Head(found.start(), _head_end(packed, found), head_kind(found))
        if run and not _touch(packed.words, run[-1].end, head.start):
            if lost := _lost_head(packed.words, run, head):
                run.append(lost)
            else:
                if heads := _header(run):
                    yield heads
                run = []
        run.append(head)
    if heads := _header(run):
        yield heads


def _head_end(packed: Packed, found: re.Match[str]) -> int:
    """Return where a head ends; a bracket on its own line is not part of it."""
    bracket = max(found[0].find("("), found[0].find("（"))
    if bracket > 0 and packed.gap(found.start() + bracket) >= LINE:
        unit = MONEY_UNIT.match(packed.words, found.start() + bracket)
        return found.end() if unit else found.start() + bracket
    return found.end()


def _touch(words: str, end: int, start: int) -> bool:
    return start - end <= 3 and _BETWEEN_HEADS.fullmatch(words, end, start) is not None


def _lost_head(words: str, run: Sequence[Head], below: Head) -> Head | None:
    """Return an unknown head between known ones, or None."""
    between = words[run[-1].end : below.start]
    if len(between) > LONGEST_LOST or not _LOST.fullmatch(between):
        return None
    if len(run) < 2 or below.kind not in STRONG or run[-1].kind == "label":
        return None
    if LEVEL1.match(words, run[-1].end) or LEVEL2.match(words, run[-1].end):
        return None
    return Head(run[-1].end, below.start, "weight" if "分" in between else "text")


def _header(run: Sequence[Head]) -> tuple[Head, ...]:
    """Return the heads of a run that are column heads, without leading labels; empty if none
    are.
    """
    first = 0
    while first < len(run) and run[first].kind in ("label", "text"):
        first += 1
    heads = list(run[first:])
    kinds = {head.kind for head in heads}
    levels = {"level1", "level2", "name"} & kinds
    if kinds == {"budget", "executed"}:
        return tuple(run)
    if len(heads) < FEWEST_HEADS or len(kinds) < FEWEST_KINDS or not kinds & STRONG:
        return ()
    if not levels and not ({"budget", "executed"} & kinds and {"executed", "rate"} & kinds):
        return ()
    # The label of the block is kept, because its unit applies to the block.
    label = [head for head in run[max(0, first - 1) : first] if head.kind == "label"]
    return (*label, *_in_order(heads))


def _in_order(heads: list[Head]) -> list[Head]:
    """Reorder a two-row header, which prints the heads below a spanning head after the whole first
    row: 年度指标值 实际完成值 分值 得分 一级指标 二级指标 三级指标 指标性质 指标值 度量单位.
    """
    if not any(head.kind == "name" for head in heads):
        heads = [head._replace(kind="name") if head.kind == "label" else head for head in heads]
    inner = next((at for at, head in enumerate(heads) if head.kind == "level1"), 0)
    outer, below = heads[:inner], heads[inner:]
    if not any(head.kind in STRONG for head in outer):
        return heads
    told = {head.kind for head in below}
    return [*below, *(head for head in outer if head.kind not in told)]
