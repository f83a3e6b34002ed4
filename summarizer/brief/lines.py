"""Blocks of a document, with sentences whole that a page or line break tore."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from summarizer.brief.runs import ENTRY, STOPS
from summarizer.schema import Block, Document

__all__ = ["whole_blocks"]

# A line of this length without a stop continues on the next line.
_FULL_LINE = 36
_TORN = re.compile(r"[一-鿿\d，、]$")


def whole_blocks(document: Document) -> Iterator[Block]:
    """Yield the blocks; the parts of a sentence that a page or line break tore are one block."""
    held: Block | None = None
    for block in document.blocks:
        if held is None:
            held = block
        elif block.kind == held.kind == "paragraph" and _is_torn(document.text, held, block):
            held = replace(held, end=block.end)
        else:
            yield held
            held = block
    if held:
        yield held


def _is_torn(text: str, first: Block, second: Block) -> bool:
    line = text[first.start : first.end].rstrip().rpartition("\n")[2]
    return (
        len(line) >= _FULL_LINE
        and "|" not in line
        and bool(_TORN.search(line))
        and ("，" in line or "。" in line)
        and not ENTRY.match(text, second.start, second.end)
        and text[second.start] not in "|-•·"
        and text[second.start : second.end].rstrip().endswith(tuple(STOPS))
    )
