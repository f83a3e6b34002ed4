"""What every engine is, and the record of what a run with it used."""

from __future__ import annotations

from typing import Protocol

from summarizer.schema import Chunk, Document, Extraction, Item, Run, Usage
from summarizer.version import __version__

__all__ = ["Engine", "account"]


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


def account(engine: Engine, usage: Usage) -> Run:
    """What the run used."""
    return Run(
        engine=engine.name,
        model=engine.model,
        endpoint_host=engine.endpoint_host,
        prompts=engine.prompts,
        calls=usage.calls,
        cached_calls=usage.cached_calls,
        retries=usage.retries,
        input_tokens=usage.input_tokens,
        cached_input_tokens=usage.cached_input_tokens,
        output_tokens=usage.output_tokens,
        cost=None if usage.cost is None else f"{usage.cost:f}",
        version=__version__,
    )
