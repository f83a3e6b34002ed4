"""The client: a typed answer for messages, with every call through the answer store.

instructor builds the request for a mode, validates the answer, and asks again, at most twice, if it
does not fit the schema. It calls `_complete` instead of the SDK: the store first, then budget,
limiter and retries; the reply is stored before it is parsed.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar, cast
from weakref import WeakValueDictionary

from instructor import patch
from instructor.core import IncompleteOutputException, InstructorRetryException
from openai.types.chat import ChatCompletion

from summarizer.engines.llm.answer_cache import AnswerCache
from summarizer.engines.llm.answers import Answer, AnswerStore, request_key
from summarizer.engines.llm.asking import Asked, Question
from summarizer.engines.llm.completion import (
    completion_of,
    message_of,
    read_answer,
    refuse_what_is_no_answer,
    text_of,
)
from summarizer.engines.llm.cost import Bill, Budget, cost_of, count_tokens, price_of
from summarizer.engines.llm.endpoint import Endpoint, endpoint_of
from summarizer.engines.llm.faults import LlmFault
from summarizer.engines.llm.modes import MODES, Modes
from summarizer.engines.llm.prompts import Message, exact_json
from summarizer.engines.llm.questions import (
    FORMAT,
    answer_in,
    as_sent,
    fault_behind,
    strict,
    tool_name,
)
from summarizer.engines.llm.redaction import leaks
from summarizer.engines.llm.reply import Reply
from summarizer.engines.llm.strict_json import parse_object
from summarizer.schema import Usage

if TYPE_CHECKING:
    from summarizer.settings import Settings

__all__ = ["MODES", "Asked", "Client"]

# instructor logs replies, which contain text of the report.
logging.getLogger("instructor").setLevel(logging.CRITICAL)

ReplyType = TypeVar("ReplyType", bound=Reply)

REASKS = 2


class Client:
    """Questions to one model at one endpoint."""

    def __init__(
        self,
        settings: Settings,
        *,
        store: AnswerStore | None = None,
        outbox: Callable[[str, dict[str, Any]], None] | None = None,
    ) -> None:
        """With an `outbox`, nothing is sent: it receives the requests without a stored answer."""
        self.settings = settings
        self.model = settings.llm_model or ""
        self.budget = Budget(settings)
        self.price = price_of(settings)
        self._cache = AnswerCache(settings, store)
        self._outbox = outbox
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._modes = Modes(settings, self._cache.use, offline=outbox is not None)
        self._users = 0

    @asynccontextmanager
    async def in_use(self) -> AsyncIterator[Endpoint]:
        """Yield the endpoint with open connections; the last user also closes the store, which
        opens again at its next use."""
        endpoint = endpoint_of(self.settings)
        self._users += 1
        try:
            async with endpoint.in_use():
                yield endpoint
        finally:
            self._users -= 1
            if not self._users:
                await asyncio.shield(self._cache.close())

    async def ask(self, messages: list[Message], reply: type[ReplyType], asked: Asked) -> ReplyType:
        """Return one answer in the format of `reply`; its cost is added to `asked`.

        Raises LlmFault.
        """
        async with self._modes.probing():
            for mode in await self._modes.to_try():
                try:
                    answer = await self._ask_in(Question(mode, reply, asked), messages)
                except LlmFault as fault:
                    if fault.effect == "mode" and self._modes.refused(mode):
                        continue
                    raise
                await self._modes.taken(mode)
                # The answer is a `reply`, since that is the response model.
                return cast("ReplyType", answer)
        raise LlmFault("llm-bad-request", "no output mode is taken")

    async def give_up(self, asked: Asked) -> None:
        """Mark the answers of a question as unusable, so that a later run asks again."""
        await self._cache.give_up(asked.keys)

    async def _ask_in(self, question: Question, messages: list[Message]) -> Reply:
        async def complete(**request: Any) -> ChatCompletion:
            last = question.asked.text
            request["messages"] = as_sent(request["messages"], last, question.reply)
            if self.settings.llm_strict and question.mode == "json_schema":
                request["response_format"] = strict(request["response_format"])
            return await self._complete(request, question)

        question.asked.text = ""
        create: Any = patch(create=complete, mode=MODES[question.mode])
        try:
            answer: Reply = await create(
                response_model=question.reply,
                max_retries=REASKS,
                model=self.model,
                messages=messages,
                stream=False,
                **self._parameters(),
            )
        except IncompleteOutputException as error:
            raise LlmFault("llm-truncated", "finish_reason=length") from error
        except InstructorRetryException as error:
            raise fault_behind(error) from error
        return answer

    def _parameters(self) -> dict[str, Any]:
        limit = self.settings.llm_max_tokens
        fixed = {"temperature": 0, **({"max_tokens": limit} if limit else {})}
        return {**fixed, **self.settings.llm_extra}

    async def _complete(self, request: dict[str, Any], question: Question) -> ChatCompletion:
        """Stand in for the SDK: return one completion, from the store or the endpoint, with its
        answer where the mode expects it."""
        asked, reply = question.asked, question.reply
        answer = await self._answered(request, question)
        asked.keys.append(answer.key)
        message, finish = message_of(parse_object(answer.body))
        text = text_of(message)
        if message.get("refusal"):
            raise LlmFault("llm-refused")
        if not text:
            return await self._ask_plainly(request, question)
        refuse_what_is_no_answer(finish, text)
        asked.text = text
        if finish == "length":
            raise LlmFault("llm-truncated", "finish_reason=length")
        asked.text = text = answer_in(text, reply)
        name = tool_name(request)
        return completion_of(text, mode=question.mode, name=name, answer=answer)

    async def _ask_plainly(self, request: dict[str, Any], question: Question) -> ChatCompletion:
        """Ask once without a forced format, after an empty answer with it."""
        plain = {name: value for name, value in request.items() if name not in FORMAT}
        if plain == request:
            raise LlmFault("llm-empty")
        *before, last = request["messages"]
        schema = exact_json(question.reply.model_json_schema())
        plain["messages"] = [
            *before,
            {**last, "content": f"{last['content']}\nJSON Schema: {schema}"},
        ]
        return await self._complete(plain, question)

    async def _answered(self, request: dict[str, Any], question: Question) -> Answer:
        """Return the stored answer to a request, or store and return a new one."""
        key = request_key(request, self.settings.llm_repeat)
        turn = self._asking.setdefault(key, asyncio.Lock())
        async with turn:
            if found := await self._cache.find(key):
                question.asked.usage += Usage(cached_calls=1)
                return found
            await self._stop_leaks(request["messages"])
            if self._outbox is not None:
                self._outbox(key, request)
                raise LlmFault("llm-not-asked")
            return await self._pay(key, request, question)

    async def _stop_leaks(self, messages: list[Message]) -> None:
        """Raise LlmFault if the messages still contain personal data."""
        if not self.settings.redacts:
            return
        found = await asyncio.to_thread(leaks, messages, self.settings.llm_redact_words)
        if found:
            raise LlmFault("redaction-leak")

    async def _pay(self, key: str, request: dict[str, Any], question: Question) -> Answer:
        """Return a new answer and store it; its cost is added to the question."""
        expected = count_tokens(exact_json(request))
        bill, began = Bill(self.budget, expected, expected // 2), monotonic()

        def at_turn() -> None:
            self._modes.refuse_again(question.mode)
            bill.open()

        try:
            answer, attempts = await endpoint_of(self.settings).post(
                request,
                # Long reports have many waiting requests: do not hold their bytes meanwhile.
                lambda content: read_answer(key, content, exact_json(request)),
                tokens=expected,
                head_start=question.head_start(request),
                at_turn=at_turn,
            )
        except LlmFault as fault:
            bill.close(Usage(), fault)
            retries = max(0, fault.attempts - 1)
            question.asked.usage += Usage(calls=fault.attempts, retries=retries)
            raise
        except BaseException:
            bill.close(Usage())
            raise
        usage = self._usage_of(answer, attempts)
        bill.close(usage)
        question.asked.usage += usage
        answer = replace(
            answer,
            model=self.model,
            endpoint=self.settings.endpoint,
            seconds=round(monotonic() - began, 3),
        )
        # Store before parsing, also if the run is being cancelled.
        await asyncio.shield(self._cache.keep(answer))
        return answer

    def _usage_of(self, answer: Answer, attempts: int) -> Usage:
        usage = Usage(
            calls=attempts,
            retries=attempts - 1,
            input_tokens=answer.input_tokens,
            cached_input_tokens=answer.cached_input_tokens,
            output_tokens=answer.output_tokens,
        )
        return replace(usage, cost=cost_of(usage, self.price))
