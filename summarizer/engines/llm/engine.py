"""The model engine: one request per chunk, and a visible state for every fault.

A second request asks only about items whose number is not found nearby and about checked numbers
without an item. A chunk that is too long for the model, whose answer is truncated or never in the
right format, is split in two and asked again, down to single sentences. Parts that still fail are
`unread` with a reason; complete items of their answers are kept.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from summarizer.engines.llm.client import Asked, Client
from summarizer.engines.llm.parts import Part, halves, join, part_of, usage_only, with_saved
from summarizer.engines.llm.policy import FAULTS, LlmFault
from summarizer.engines.llm.prompts import (
    Message,
    load_prompt,
    one_line,
    sentence_lines,
    table_columns,
)
from summarizer.engines.llm.reading import Reading, left_out, merge_repairs, read_reply
from summarizer.engines.llm.redaction import Redaction, redaction_of
from summarizer.engines.llm.reply import ChunkReply, OverviewReply, salvage
from summarizer.errors import EngineError, EngineRefused, EngineUnavailable
from summarizer.schema import (
    Chunk,
    Document,
    Extraction,
    Item,
    Problem,
    Quantity,
    Result,
    Target,
    Usage,
)

if TYPE_CHECKING:
    from summarizer.settings import Settings

__all__ = ["LlmEngine"]

OVERVIEW_ITEMS, OVERVIEW_LINE = 12, 40


class LlmEngine:
    """Extracts items from chunks with a model. One engine may serve many documents at once."""

    name = "llm"

    def __init__(self, settings: Settings, *, client: Client | None = None) -> None:
        self.client = client or Client(settings)
        self._extract = load_prompt("extract")
        self._overview = load_prompt("overview")
        self.model: str | None = settings.llm_model
        self.endpoint_host: str | None = settings.endpoint_host
        self.prompts = {"extract": self._extract.label, "overview": self._overview.label}
        self._redacts, self._words = settings.redacts, settings.llm_redact_words
        self._writes_overview = settings.llm_overview
        self._completes = settings.llm_completeness

    async def extract(self, chunk: Chunk) -> Extraction:
        """Return the drafts of a chunk and its unread parts.

        Raises EngineRefused if further requests are pointless, and EngineUnavailable if nothing of
        the chunk was read; the `usage` of either is its cost.
        """
        if self._redacts:
            await asyncio.to_thread(self._veil, chunk.document)
        async with self.client.in_use() as endpoint:
            if endpoint.too_long and len(chunk.text) >= endpoint.too_long and halves(chunk):
                parts = await self._read_halves(chunk, 0, depth=1)
            else:
                parts = await self._read(chunk)
        found = join(parts)
        faults = [part.fault for part in parts if part.fault]
        if faults and not any(part.read for part in parts):
            raise _error(faults[0], found.usage)
        return found

    async def overview(
        self, document: Document, items: tuple[Item, ...]
    ) -> tuple[str | None, Usage]:
        """Return a text of at most 300 汉字 made from the items, or None to use the template."""
        asked = Asked()
        if not self._writes_overview:
            return None, asked.usage
        veil = self._veil(document)
        messages = self._overview.messages(
            title=one_line(veil.hide(document.title or document.name)),
            items=[veil.hide(line) for line in _told(items)],
        )
        try:
            async with self.client.in_use():
                reply = await self.client.ask(messages, OverviewReply, asked)
        except LlmFault:
            return None, asked.usage
        return veil.restore(reply.text), asked.usage

    def _veil(self, document: Document) -> Redaction:
        """Return the redaction of a document: empty for an endpoint on this network."""
        if not self._redacts:
            return Redaction(document.text, found=[])
        return redaction_of(document.text, self._words)

    def messages(self, chunk: Chunk, reading: Reading | None = None) -> list[Message]:
        """Return the messages for a chunk; with a `reading`, those of the second request."""
        veil = self._veil(chunk.document)
        lines = sentence_lines(chunk, veil.cut)
        faults = reading.faults if reading else ()
        left = self._left_out(reading) if reading else {}
        near = {at + step for at in left for step in (-1, 0, 1)}
        wanted = near.union(*(fault.around for fault in faults)) or range(1, len(lines) + 1)
        return self._extract.messages(
            "again" if reading else "user",
            section=one_line(veil.hide(" > ".join(_headings_above(chunk)))),
            unit=chunk.table_unit,
            columns=veil.hide(table_columns(chunk)),
            sentences=[(at, lines[at - 1]) for at in range(1, len(lines) + 1) if at in wanted],
            faults=[
                replace(one, said=veil.hide(one.said), reason=veil.hide(one.reason))
                for one in faults
            ],
            left=[(at, "、".join(one_line(one.text) for one in left[at])) for at in left],
        )

    def _left_out(self, reading: Reading) -> dict[int, list[Quantity]]:
        return left_out(reading) if self._completes else {}

    async def _read(self, chunk: Chunk, first: int = 0, *, depth: int = 0) -> list[Part]:
        """Read a run of sentences that follows `first` sentences of the chunk."""
        asked = Asked()
        try:
            reply = await self._ask(self.messages(chunk), chunk, asked)
            reply = await self._ask_again(read_reply(reply, chunk), asked)
        except LlmFault as fault:
            return await self._after(fault, chunk, asked, first, depth=depth)
        return [part_of(reply, chunk, first, usage=asked.usage)]

    async def _ask(self, messages: list[Message], chunk: Chunk, asked: Asked) -> ChunkReply:
        reply = await self.client.ask(messages, ChunkReply, asked)
        return reply.reworded(self._veil(chunk.document).restore)

    async def _ask_again(self, reading: Reading, asked: Asked) -> ChunkReply:
        """Return the reply, completed by a second question about its faults and gaps. If that
        fails, the reply stays as it is: later checks flag its faults."""
        if not reading.faults and not self._left_out(reading):
            return reading.reply
        chunk = reading.chunk
        try:
            answer = await self._ask(self.messages(chunk, reading), chunk, asked)
        except LlmFault as fault:
            if fault.effect == "run":
                raise
            return reading.reply
        return merge_repairs(reading, answer)

    async def _after(
        self, fault: LlmFault, chunk: Chunk, asked: Asked, first: int, *, depth: int
    ) -> list[Part]:
        """Handle a fault: raise an error for the run, split the chunk, or return an unread part."""
        if fault.effect == "run":
            raise _error(fault, asked.usage) from fault
        if fault.code == "llm-context":
            async with self.client.in_use() as endpoint:
                endpoint.too_long = min(endpoint.too_long or len(chunk.text), len(chunk.text))
        saved = salvage(asked.text).reworded(self._veil(chunk.document).restore)
        if depth < FAULTS[fault.code].halvings and halves(chunk):
            parts = await self._read_halves(chunk, first, depth=depth + 1)
            return [usage_only(asked.usage), *with_saved(parts, saved, chunk, first)]
        await self.client.give_up(asked)
        return [part_of(saved, chunk, first, usage=asked.usage, fault=fault)]

    async def _read_halves(self, chunk: Chunk, first: int, *, depth: int) -> list[Part]:
        one, two = halves(chunk)
        behind = first + len(one.sentences)
        read = await asyncio.gather(
            self._read(one, first, depth=depth), self._read(two, behind, depth=depth)
        )
        return [part for parts in read for part in parts]


def _error(fault: LlmFault, usage: Usage) -> EngineError:
    """Return a fault as an error of the program."""
    zh, en = fault.sentences()
    kind = EngineRefused if fault.refused else EngineUnavailable
    error = kind(zh, en, code=fault.code)
    error.usage = usage
    return error


def _headings_above(chunk: Chunk) -> list[str]:
    """Return the headings of a chunk that are not part of its text."""
    begin = "".join(chunk.document.text[slice(*span)] for span in chunk.sentences[:4])
    return [heading for heading in chunk.section if heading not in begin]


_LABELS: tuple[tuple[type[Item], str], ...] = (
    (Target, "目标"),
    (Result, "结果"),
    (Problem, "问题"),
)
_WEIGHT = {"money": 0, "percent": 1, "rank": 1, "score": 1}


def _told(items: tuple[Item, ...]) -> list[str]:
    """Return the items for an overview, in reading order: problems and measures, then those with
    the figures that a finance department needs."""
    ranked = sorted(range(len(items)), key=lambda place: (_rank(items[place]), place))
    return [_line(items[place]) for place in sorted(ranked[:OVERVIEW_ITEMS])]


def _rank(item: Item) -> int:
    if not isinstance(item, Target | Result):
        return -1
    missed = isinstance(item, Target) and item.attainment.state in ("not_met", "partly")
    return -1 if missed else _WEIGHT.get(item.quantity.kind, 2) if item.quantity else 3


def _line(item: Item) -> str:
    label = next((name for kind, name in _LABELS if isinstance(item, kind)), "措施")
    subject = getattr(item, "subject", None)
    words = one_line(item.text)
    quantity = getattr(item, "quantity", None)
    bare = quantity is not None and words == quantity.text
    if isinstance(item, Target | Result) and quantity and (bare or len(words) > OVERVIEW_LINE):
        # A cell is a number without a name, and a truncated line may end within a number.
        words = f"{item.metric}{_CHANGES.get(getattr(item, 'direction', ''), '')}{quantity.text}"
    elif len(words) > OVERVIEW_LINE:
        words = f"{words[:OVERVIEW_LINE].rstrip('0123456789.,')}…"
    return f"{label} {f'{subject}：' if subject else ''}{words}"


_CHANGES = {"increase": "增长", "decrease": "下降"}
