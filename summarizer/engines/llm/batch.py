"""Batches: requests and answers as files, for half-price batch endpoints and offline networks.

Lines are in the OpenAI Batch format; `custom_id` is the hash of the request, so answers may arrive
in any order, in parts, and more than once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from summarizer.engines.llm.client import Client
from summarizer.engines.llm.completion import read_answer
from summarizer.engines.llm.cost import cost_of, count_tokens, price_of
from summarizer.engines.llm.engine import LlmEngine
from summarizer.engines.llm.policy import LlmFault
from summarizer.engines.llm.prompts import exact_json
from summarizer.schema import Usage

if TYPE_CHECKING:
    from summarizer.engines.llm.answers import AnswerStore
    from summarizer.settings import Settings

__all__ = ["Estimate", "Imported", "Outbox", "import_answers", "offline_engine"]

_KEY = re.compile(r"[0-9a-f]{64}")
# The length of an answer relative to its chunk, measured on reports with known items.
ANSWER_SHARE = Decimal("0.4")


@dataclass(frozen=True, slots=True)
class Estimate:
    """Remaining calls, tokens, and the cost if the price is known."""

    calls: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | None


class Outbox:
    """The requests of a run without a stored answer, in order."""

    def __init__(self) -> None:
        self.requests: dict[str, dict[str, Any]] = {}

    def __call__(self, key: str, request: dict[str, Any]) -> None:
        """Add a request instead of sending it."""
        self.requests.setdefault(key, request)

    def lines(self) -> Iterator[str]:
        """Yield one line per request, in the format of batch endpoints."""
        for key, request in self.requests.items():
            body = {name: value for name, value in request.items() if name != "stream"}
            line = {"custom_id": key, "method": "POST", "url": "/v1/chat/completions"}
            yield exact_json({**line, "body": body})

    def estimate(self, settings: Settings) -> Estimate:
        """Return the estimate for sending them, by the built-in token counter."""
        into = out = 0
        for request in self.requests.values():
            into += count_tokens(exact_json(request))
            out += int(count_tokens(str(request["messages"][-1]["content"])) * ANSWER_SHARE)
        usage = Usage(input_tokens=into, output_tokens=out)
        return Estimate(len(self.requests), into, out, cost_of(usage, price_of(settings)))


def offline_engine(settings: Settings, outbox: Outbox) -> LlmEngine:
    """Return an engine that sends nothing: it uses stored answers, puts other requests into the
    outbox, and leaves their sections unread (`llm-not-asked`)."""
    return LlmEngine(settings, client=Client(settings, outbox=outbox))


@dataclass
class Imported:
    """The result of an import: new answers, known answers, and invalid lines."""

    stored: int = 0
    known: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def import_answers(lines: Iterable[str], store: AnswerStore) -> Imported:
    """Store the answers in the output lines of a batch endpoint. May be repeated."""
    done = Imported()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            key, content = _answer_in(line)
            known = store.get(key) is not None
            if not known:
                store.put(read_answer(key, content, ""))
        except (ValueError, RecursionError, LlmFault) as error:
            done.refused.append((number, str(error)))
            continue
        done.known += known
        done.stored += not known
    return done


def _answer_in(line: str) -> tuple[str, bytes]:
    """Return key and body of an output line. Raises ValueError."""
    entry = json.loads(line)
    if not isinstance(entry, dict):
        raise ValueError("the line is no object")
    key = str(entry.get("custom_id"))
    if not _KEY.fullmatch(key):
        raise ValueError(f"custom_id {key[:80]!r} is none of our requests")
    response = entry.get("response")
    if not isinstance(response, dict) or response.get("status_code", 200) != 200:
        raise ValueError(f"no answer: {exact_json(entry.get('error') or response)[:200]}")
    return key, exact_json(response.get("body")).encode()
