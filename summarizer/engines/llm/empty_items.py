"""Items without content: a heading whose measures follow, and “各项工作顺利开展”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.engines.llm.placing import fold
from summarizer.engines.llm.reading import Read
from summarizer.schema import Chunk

__all__ = ["telling"]

_NOTHING = re.compile(
    r"(?:确保|保障|保证|推动|促进)?(?:各项|其他|相关|全年)(?:目标|重点)?(?:工作|任务)+(?:任务|目标)?"
    r"(?:顺利|有序|圆满|全面|正常)*(?:开展|完成|推进|进行|落实)"
)


def telling(read: Sequence[Read], chunk: Chunk) -> tuple[Read, ...]:
    """Return the items without redundant ones: a measure that is the heading of other measures, and
    a general wish in a sentence with other targets."""
    below = {
        _path(one, chunk) for one in read if one.kind == "measures" and not _heading(one, chunk)
    }
    others = {one.at for one in read if one.kind == "targets" and not _says_nothing(one)}
    return tuple(
        one
        for one in read
        if not (one.kind == "measures" and _heading(one, chunk) and _path(one, chunk) in below)
        and not (_says_nothing(one) and one.at in others)
    )


def _says_nothing(one: Read) -> bool:
    words = fold(one.entry.words)
    return one.kind == "targets" and not one.figure and _NOTHING.fullmatch(words) is not None


def _heading(one: Read, chunk: Chunk) -> bool:
    """Return True if the evidence of an item is the heading of its section."""
    path, span = _path(one, chunk), chunk.sentence(one.at[0]) if one.at else None
    if not path or span is None:
        return False
    return fold(chunk.document.text[slice(*span)]) == fold(path[-1])


def _path(one: Read, chunk: Chunk) -> tuple[str, ...]:
    span = chunk.sentence(one.at[0]) if one.at else None
    return chunk.document.section_at(span[0]).path if span else ()
