"""An endpoint: the connection to one OpenAI-compatible address, and its known properties.

A request gives one complete response body or a LlmFault. This module handles all faults of the
network; it does not parse the answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

import httpx2
from openai import AsyncOpenAI

from summarizer import tracing
from summarizer.engines.llm.error_classification import classify_error
from summarizer.engines.llm.faults import LlmFault
from summarizer.engines.llm.limiter import Breaker, Limiter
from summarizer.engines.llm.policy import LONGEST_WAIT, RetryBudget, retrying
from summarizer.engines.llm.transport import http_client
from summarizer.version import __version__

if TYPE_CHECKING:
    from summarizer.settings import Settings

__all__ = ["Endpoint", "endpoint_of"]

Read = TypeVar("Read")

# Seconds without calls after a refused key: other calls would be refused too.
REFUSAL_SECONDS = {"llm-balance": 600.0}
REFUSAL_DEFAULT = 20.0
# Faults that count for the health of the endpoint.
UNHEALTHY = {"llm-timeout", "llm-server", "llm-interrupted", "llm-unreachable"}


class Endpoint:
    """One address within one event loop. Connections are open while they are in use."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.limiter = Limiter(
            settings.llm_concurrency,
            calls=settings.llm_requests_per_minute,
            tokens=settings.llm_tokens_per_minute,
        )
        self.breaker = Breaker(pause=2 * settings.llm_backoff)
        self.retries = RetryBudget()
        # The size in characters of chunks that exceeded the model's context.
        self.too_long: int | None = None
        self._client: AsyncOpenAI | None = None
        self._users = 0
        self._refusal: tuple[float, LlmFault] | None = None

    @asynccontextmanager
    async def in_use(self) -> AsyncIterator[None]:
        """Keep the connections open; the last user closes them."""
        self._users += 1
        try:
            yield
        finally:
            self._users -= 1
            if self._users == 0 and self._client is not None:
                client, self._client = self._client, None
                await client.close()

    async def post(
        self,
        body: dict[str, Any],
        read: Callable[[bytes], Read],
        *,
        tokens: int = 0,
        head_start: float = 0.0,
        at_turn: Callable[[], None] = lambda: None,
    ) -> tuple[Read, int]:
        """Send a request within the retry policy; return the parsed body and the attempts.

        `read` parses the body and raises LlmFault if it is no answer. `at_turn` is called before
        each attempt, after the limiter admits it, and may raise LlmFault to stop it.

        Raises LlmFault, whose `attempts` is the number of calls sent.
        """
        sent = 0
        policy = retrying(self.settings.llm_attempts, self.settings.llm_backoff, self.retries)
        try:
            async for attempt in policy:
                with attempt:
                    self._refuse_again()
                    async with self.limiter.slot(tokens, head_start=head_start):
                        trial = await self.breaker.ready()
                        at_turn()
                        sent += 1
                        first = sent == 1
                        answer = await self._send(body, read, trial=trial, first=first)
        except LlmFault as fault:
            fault.attempts = sent
            raise
        return answer, sent

    async def _send(
        self, body: dict[str, Any], read: Callable[[bytes], Read], *, trial: bool, first: bool
    ) -> Read:
        if first:
            self.retries.called()
        try:
            answer = read(await self._exchange(body))
        except asyncio.CancelledError:
            if trial:
                self.breaker.abandoned()
            raise
        except Exception as error:
            fault = classify_error(error)
            self._learn(fault, trial=trial)
            raise fault from error
        self.breaker.succeeded()
        self.limiter.went_well()
        self.retries.succeeded()
        return answer

    async def _exchange(self, body: dict[str, Any]) -> bytes:
        """Do one HTTP exchange. The deadline covers all of it, also slow responses."""
        told = {
            "gen_ai.operation.name": "chat",
            "gen_ai.request.model": self.settings.llm_model,
            "server.address": self.settings.endpoint_host,
        }
        async with asyncio.timeout(self.settings.llm_timeout):
            with tracing.span("chat", told, kind="client"):
                response: httpx2.Response = await self._open().post(
                    "/chat/completions",
                    cast_to=httpx2.Response,
                    body=body,
                    options={"headers": tracing.outgoing()},
                )
            return response.content

    def _learn(self, fault: LlmFault, *, trial: bool) -> None:
        if fault.code == "llm-rate-limit":
            self.limiter.was_limited()
        if fault.code in UNHEALTHY:
            self.breaker.failed(trial=trial)
        else:
            self.breaker.succeeded()
        if fault.effect == "run":
            length = REFUSAL_SECONDS.get(fault.code, REFUSAL_DEFAULT)
            self._refusal = (monotonic() + length, fault)
        if (fault.after or 0) > LONGEST_WAIT:
            self._refusal = (monotonic() + (fault.after or 0), fault)

    def _refuse_again(self) -> None:
        """Raise LlmFault if the key was refused recently, instead of sending it again."""
        if self._refusal and monotonic() < self._refusal[0]:
            raise LlmFault(self._refusal[1].code, self._refusal[1].detail, final=True)

    def _open(self) -> AsyncOpenAI:
        if self._client is None:
            self._client = self._connected()
        return self._client

    def _connected(self) -> AsyncOpenAI:
        settings = self.settings
        return AsyncOpenAI(
            base_url=settings.llm_base_url,
            api_key=settings.api_key or "none",
            max_retries=0,
            http_client=http_client(settings),
            default_headers={
                "Accept-Encoding": "identity",
                "User-Agent": f"summarizer/{__version__}",
            },
        )


_ENDPOINTS: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[tuple[str, str, str], Endpoint]] = (
    WeakKeyDictionary()
)


def endpoint_of(settings: Settings) -> Endpoint:
    """Return the endpoint of these settings in the running loop, shared by all its engines."""
    known = _ENDPOINTS.setdefault(asyncio.get_running_loop(), {})
    key = sha256((settings.api_key or "").encode()).hexdigest()
    name = (settings.llm_base_url, key, settings.model_dump_json(include=_SHAPING))
    return known.setdefault(name, Endpoint(settings))


# Engines with equal values of these share an endpoint, its limits and its connections.
_SHAPING = {
    "llm_model",
    "llm_concurrency",
    "llm_requests_per_minute",
    "llm_tokens_per_minute",
    "llm_timeout",
    "llm_first_byte_timeout",
    "llm_idle_timeout",
    "llm_attempts",
    "llm_backoff",
    "llm_max_reply_bytes",
}
