"""Documents of jobs under review, parsed once and cached while there is room."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from weakref import WeakValueDictionary

from summarizer.readers.sniffing import media_type
from summarizer.rendering.labels import Language
from summarizer.schema import Document, Summary
from summarizer.service.parsing import Parser
from summarizer.service.problems import ProblemError
from summarizer.service.records import Job
from summarizer.service.reviewing import Matter, matters_of, run_of
from summarizer.service.store import Store
from summarizer.settings import Settings

__all__ = ["Documents", "Opened"]

# Limits of the caches: characters of all documents, bytes of all pictures. A larger document is
# cached alone.
CHARACTERS, BYTES = 1_000_000, 16_000_000
PICTURE_SCALE = 1.5
MOST_SIZES, MOST_OPENED = 100, 4
Key = tuple[str, str]
Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Opened:
    """A summary, its run, and its matters in order. The shelf caches what pages derive
    from them.
    """

    run: str
    summary: Summary
    matters: dict[str, Matter]
    shelf: dict[str, Any] = field(default_factory=dict)


class Documents:
    """Parses documents for the pages in a child of its own, so that pages and jobs do not wait for
    each other. Belongs to one event loop.
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self._store = store
        self._parser = Parser(settings)
        self._kept: OrderedDict[Key, Document] = OrderedDict()
        self._pictures: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._sizes: OrderedDict[str, list[Size]] = OrderedDict()
        self._opened: OrderedDict[str, Opened] = OrderedDict()
        self._reading: WeakValueDictionary[Key, asyncio.Lock] = WeakValueDictionary()

    async def of(self, job: Job) -> Document:
        """Return the document of a job.

        Raises ReadError, and ProblemError 404 when it was deleted.
        """
        # The name is part of the cache key, because it may decide the format.
        key = job.blob, job.name
        turn = self._reading.setdefault(key, asyncio.Lock())
        async with turn:
            if key not in self._kept:
                content = await self.content(job)
                document = await self._parser.parse(content, job.name, owner=job.owner)
                self._keep(key, document)
            self._kept.move_to_end(key)
            return self._kept[key]

    async def content(self, job: Job) -> bytes:
        """Return the original bytes. Raises ProblemError 404 when they were deleted."""
        try:
            return await asyncio.to_thread(self._store.content, job)
        except LookupError as error:
            raise ProblemError("not-found") from error

    async def picture(self, job: Job, page: int) -> bytes:
        """Return a page of a PDF as PNG. Raises ConfigError for a page that does not exist."""
        key = job.blob, page
        if key not in self._pictures:
            content = await self.content(job)
            work = partial(_picture, page=page)
            self._pictures[key] = await self._parser.work(work, content, job.name, owner=job.owner)
            while sum(map(len, self._pictures.values())) > BYTES and len(self._pictures) > 1:
                self._pictures.popitem(last=False)
        self._pictures.move_to_end(key)
        return self._pictures[key]

    async def annotated(self, job: Job, summary: str, language: Language) -> bytes:
        """Return the job's file with the findings and doubts of its summary as notes.

        Raises UnsupportedFormat for a format without notes.
        """
        content = await self.content(job)
        work = partial(_annotated, summary=summary, language=language)
        return await self._parser.work(work, content, job.name, owner=job.owner)

    async def page_sizes(self, job: Job) -> list[Size]:
        """Return width and height of each page of a PDF, in points; empty for other files."""
        if job.blob not in self._sizes:
            content = await self.content(job)
            sizes: list[Size] = []
            if media_type(content, job.name) == "application/pdf":
                sizes = await self._parser.work(_page_sizes, content, job.name, owner=job.owner)
            self._sizes[job.blob] = sizes
            while len(self._sizes) > MOST_SIZES:
                self._sizes.popitem(last=False)
        return self._sizes[job.blob]

    async def review_of(self, job: Job) -> Opened:
        """Return the summary of a job that has one, and its matters."""
        run = run_of(job.summary or "")
        if run not in self._opened:
            made = await asyncio.to_thread(_opened, job.summary or "", run)
            self._opened[run] = made
            while len(self._opened) > MOST_OPENED:
                self._opened.popitem(last=False)
        self._opened.move_to_end(run)
        return self._opened[run]

    def forget(self, blob: str) -> None:
        """Drop a deleted document from all caches."""
        for key in [key for key in self._kept if key[0] == blob]:
            del self._kept[key]
        for page in [key for key in self._pictures if key[0] == blob]:
            del self._pictures[page]
        self._sizes.pop(blob, None)

    def close(self) -> None:
        """Stop the child process."""
        self._parser.close()

    def _keep(self, key: Key, document: Document) -> None:
        self._kept[key] = document
        while sum(len(one.text) for one in self._kept.values()) > CHARACTERS:
            if len(self._kept) == 1:
                return
            self._kept.popitem(last=False)


def _opened(text: str, run: str) -> Opened:
    summary = Summary.model_validate_json(text)
    return Opened(run, summary, matters_of(summary))


def _picture(content: bytes, name: str, *, page: int) -> bytes:
    from summarizer.readers.pdf.picture import page_picture

    return page_picture(content, page, scale=PICTURE_SCALE, name=name)


def _annotated(content: bytes, name: str, *, summary: str, language: Language) -> bytes:
    from summarizer.annotating import annotate
    from summarizer.readers import read_bytes

    document = read_bytes(content, name)
    return annotate(content, document, Summary.model_validate_json(summary), language)


def _page_sizes(content: bytes, name: str) -> list[Size]:
    from summarizer.readers.pdf.opening import opened

    with opened(content, name) as document:
        return [document[number].get_size() for number in range(len(document))]
