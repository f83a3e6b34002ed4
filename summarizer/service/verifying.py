"""Verifications in child processes, with limits on running, waiting and time."""

from __future__ import annotations

import asyncio
from collections import Counter
from weakref import WeakValueDictionary

from summarizer.service.parsing import Parser
from summarizer.service.problems import ProblemError
from summarizer.settings import Settings

__all__ = ["MOST_BYTES", "Verifier"]

MOST_BYTES = 8_000_000
SECONDS = 60.0
# Limits on running and waiting verifications: of one owner, and of all.
PER_OWNER, IN_ALL = 4, 32


class Verifier:
    """Checks summaries and texts. Belongs to one event loop."""

    def __init__(self, settings: Settings) -> None:
        self._children = Parser(settings, children=2, seconds=SECONDS)
        self._here: Counter[str] = Counter()
        # One at a time for each owner, so that a child is free for the others.
        self._one_by_one: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def verify(self, body: bytes, owner: str) -> bytes:
        """Return the answer to a request's body, as JSON.

        Raises ProblemError, 429 when too many wait, and ReadError when it needs too much memory or
        time.
        """
        if self._here[owner] >= PER_OWNER or self._here.total() >= IN_ALL:
            raise ProblemError("verifications-full", headers={"Retry-After": "5"})
        self._here[owner] += 1
        try:
            lock = self._one_by_one.setdefault(owner, asyncio.Lock())
            async with lock:
                return await self._children.work(verified, body, "source.txt", owner=owner)
        finally:
            self._here[owner] -= 1
            if not self._here[owner]:
                del self._here[owner]

    def close(self) -> None:
        """Stop the child processes."""
        self._children.close()


def verified(body: bytes, _name: str) -> bytes:
    """Return the checked items or numbers of a request's body. Runs in a child process."""
    from summarizer.pipeline import verify
    from summarizer.readers import read_text
    from summarizer.service import intake
    from summarizer.service.models import NewVerification, Verification

    given: NewVerification = intake.json_of(body, NewVerification)
    if (given.summary is None) == (given.text is None):
        raise ProblemError(
            "invalid", zh="summary 与 text 须且只须给出一个", en="give one of summary and text"
        )
    source = read_text(given.source, intake.clean_name(given.name))
    if given.text is not None:
        found = Verification(checks=list(verify(given.text, source)))
    else:
        found = Verification(summary=verify(given.summary or {}, source))
    return found.model_dump_json().encode("utf-8", "replace")
