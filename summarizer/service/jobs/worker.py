"""A process's resources for its jobs: documents, engines, turns at the model."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from decimal import Decimal
from weakref import WeakValueDictionary

from summarizer.engines import load_engine
from summarizer.engines.base import Engine
from summarizer.errors import SummarizerError
from summarizer.schema import Chunk, Document
from summarizer.service.parsing import Parser
from summarizer.service.problems import ProblemError
from summarizer.service.spending import spent_on
from summarizer.service.store import Job, Store
from summarizer.service.turns import Turns
from summarizer.service.workers import Load
from summarizer.settings import Settings
from summarizer.stages.reading import chunks_of

__all__ = ["Worker"]


@dataclass
class Worker:
    """What the steps need; one per process, because the durable engine is one per process."""

    settings: Settings
    store: Store
    parser: Parser
    calls: Turns
    load: Load = field(default_factory=Load)
    engines: dict[str, Engine] = field(default_factory=dict)
    documents: OrderedDict[str, tuple[Document, tuple[Chunk, ...]]] = field(
        default_factory=OrderedDict
    )
    reading: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)

    def engine(self, name: str) -> Engine:
        """Return the engine shared by all jobs without a cost limit."""
        if name not in self.engines:
            self.engines[name] = load_engine(self.settings, name)
        return self.engines[name]

    async def engine_of(self, job: Job) -> Engine:
        """Return the engine of a job.

        A job with a cost limit has its own engine, which may spend what earlier tries and rounds
        left.
        """
        limit = self.settings.llm_max_cost
        if limit is None:
            return self.engine(job.engine)
        if job.id not in self.engines:
            left = limit - await asyncio.to_thread(spent_on, self.store.engine, job.id)
            chosen = self.settings.model_copy(update={"llm_max_cost": max(Decimal(0), left)})
            self.engines.setdefault(job.id, load_engine(chosen, job.engine))
        return self.engines[job.id]

    def forget_answers(self, *documents: str) -> None:
        """Delete stored model answers about deleted documents. Raises ProblemError."""
        if not documents or not self.settings.answers_exist:
            return
        # Imported here, because it loads the model's libraries.
        from summarizer.engines.llm.answers import AnswerStore, StoreFault

        store = AnswerStore(self.settings.answers_url)
        try:
            for document in documents:
                store.forget(document)
        except StoreFault as error:
            raise ProblemError("storage-busy", headers={"Retry-After": "5"}) from error
        finally:
            store.close()

    @contextmanager
    def answering(self, job: Job) -> Iterator[None]:
        """Record model answers made within this context as the job document's."""
        from summarizer.engines.llm.answers import used_for

        with used_for(job.blob):
            yield

    def forget(self, job_id: str) -> None:
        """Free a job's resources in this process."""
        self.documents.pop(job_id, None)
        self.engines.pop(job_id, None)

    def warm(self) -> None:
        """Load the engine now, so that the first job need not wait for it."""
        with suppress(SummarizerError):
            self.engine("auto")

    def free(self, job: Job) -> bool:
        """Whether the job uses the rules alone."""
        chosen = "llm" if self.settings.model_configured else "rules"
        return (chosen if job.engine == "auto" else job.engine) == "rules"

    async def document(self, job: Job) -> tuple[Document, tuple[Chunk, ...]]:
        """Return the document of a job and its chunks, parsed once per process."""
        # After a restart all chunks of a job request it at once.
        turn = self.reading.setdefault(job.id, asyncio.Lock())
        async with turn:
            if job.id not in self.documents:
                content = await asyncio.to_thread(self.store.content, job)
                document = await self.parser.parse(
                    content, job.name, owner=job.owner, first=self.in_hand(job)
                )
                await asyncio.to_thread(self.store.let_go, job)
                self.documents[job.id] = document, chunks_of(document)
                while len(self.documents) > 64:
                    self.documents.popitem(last=False)
            return self.documents[job.id]

    def in_hand(self, job: Job) -> Callable[[], Awaitable[None]]:
        """Return a function that marks the job as in hand, in case it ends the worker."""
        return lambda: asyncio.to_thread(self.store.take_in_hand, job)
