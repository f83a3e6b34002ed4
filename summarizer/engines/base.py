"""What every engine is: a name and one method that reads a chunk."""

from __future__ import annotations

from typing import Protocol

from summarizer.schema import Chunk, Document, Extraction, Item, Usage

__all__ = ["Engine"]


class Engine(Protocol):
    """Reads chunks. One engine serves many documents at once, so it keeps no state of a run.

    `extract` returns what it found, with every part it could not read in `Extraction.unread`.
    It raises EngineRefused when going on is pointless (key, quota, model name) and
    EngineUnavailable when nothing of the chunk could be read.
    """

    name: str
    model: str | None
    endpoint_host: str | None
    prompts: dict[str, str]

    async def extract(self, chunk: Chunk) -> Extraction: ...

    async def overview(
        self, document: Document, items: tuple[Item, ...]
    ) -> tuple[str | None, Usage]:
        """A text of at most 300 汉字 made from the items, or None to use the template."""
        ...
