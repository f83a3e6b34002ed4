"""Batches: requests out and answers in by files, for half-price batch endpoints and for networks
without the internet. The lines are those of the OpenAI Batch format; `custom_id` is the hash of
the request, so answers may come back in any order, in parts, and more than once.
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
# Measured on reports with known items: an answer is about two fifths of what it is about.
ANSWER_SHARE = Decimal("0.4")


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is still to be asked: calls, tokens, and the cost when the price is known."""

    calls: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | None


class Outbox:
    """The requests of a run that have no stored answer, in the order they were met."""

    def __init__(self) -> None:
        self.requests: dict[str, dict[str, Any]] = {}

    def __call__(self, key: str, request: dict[str, Any]) -> None:
        """Take a request that would have been sent."""
        self.requests.setdefault(key, request)

    def lines(self) -> Iterator[str]:
        """One line per request, as a batch endpoint takes them."""
        for key, request in self.requests.items():
            body = {name: value for name, value in request.items() if name != "stream"}
            line = {"custom_id": key, "method": "POST", "url": "/v1/chat/completions"}
            yield exact_json({**line, "body": body})

    def estimate(self, settings: Settings) -> Estimate:
        """What sending them would take, by the built-in count of tokens."""
        into = out = 0
        for request in self.requests.values():
            into += count_tokens(exact_json(request))
            out += int(count_tokens(str(request["messages"][-1]["content"])) * ANSWER_SHARE)
        usage = Usage(input_tokens=into, output_tokens=out)
        return Estimate(len(self.requests), into, out, cost_of(usage, price_of(settings)))


def offline_engine(settings: Settings, outbox: Outbox) -> LlmEngine:
    """An engine that sends nothing: stored answers are used, the rest goes to the outbox and its
    sections stay unread (`llm-not-asked`)."""
    return LlmEngine(settings, client=Client(settings, outbox=outbox))


@dataclass
class Imported:
    """What an import did: new answers, those that were there, and lines that are none."""

    stored: int = 0
    known: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


def import_answers(lines: Iterable[str], store: AnswerStore) -> Imported:
    """Put the output lines of a batch endpoint into the store. Harmless when repeated."""
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
    """Key and body of an output line. Raises ValueError."""
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
