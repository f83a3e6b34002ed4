"""Asking a model: a typed answer for messages, each call through the answer store.

instructor makes the request for a mode, validates, and asks again (twice at most) when the schema
does not fit. What it calls here is not the SDK but `_complete`: the store first, then budget,
limiter and retries, and the reply is stored before anybody looks at it.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

from instructor import Mode, patch
from instructor.v2.core.errors import IncompleteOutputException, InstructorRetryException
from instructor.v2.core.response_model import prepare_response_model
from openai.types.chat import ChatCompletion
from pydantic import ValidationError

from summarizer.engines.llm.answers import Answer, AnswerStore, StoreFault, open_store, request_key
from summarizer.engines.llm.completion import (
    completion_of,
    message_of,
    read_answer,
    refuse_what_is_no_answer,
    text_of,
)
from summarizer.engines.llm.cost import Budget, cost_of, count_tokens, price_of
from summarizer.engines.llm.endpoint import Endpoint, endpoint_of
from summarizer.engines.llm.policy import Fault
from summarizer.engines.llm.prompts import Message, exact_json
from summarizer.engines.llm.redaction import leaks
from summarizer.engines.llm.reply import Reply, TruncatedReply, exact_object, pick_answer
from summarizer.schema import Usage

if TYPE_CHECKING:
    from summarizer.settings import Settings

__all__ = ["MODES", "Asked", "Client"]

log = logging.getLogger("summarizer.llm")
# instructor logs replies, and a reply repeats the report.
logging.getLogger("instructor").setLevel(logging.CRITICAL)

ReplyType = TypeVar("ReplyType", bound=Reply)
Kept = TypeVar("Kept")

MODES: dict[str, Mode] = {
    "json_schema": Mode.JSON_SCHEMA,
    "tools": Mode.TOOLS,
    "json": Mode.JSON,
    "md_json": Mode.MD_JSON,
}
REASKS = 2
PROBE_SECONDS = 1.5


@dataclass
class Asked:
    """What one question cost so far and which stored answers it used; `text` is the model's last
    answer, for what can be saved of it."""

    usage: Usage = field(default_factory=Usage)
    keys: list[str] = field(default_factory=list)
    text: str = ""


class Client:
    """Questions to one model at one endpoint."""

    def __init__(
        self,
        settings: Settings,
        *,
        store: AnswerStore | None = None,
        outbox: Callable[[str, dict[str, Any]], None] | None = None,
    ) -> None:
        """With an `outbox` nothing is sent: a request without a stored answer is given to it."""
        self.settings = settings
        self.model = settings.llm_model or ""
        self.budget = Budget(settings)
        self.price = price_of(settings)
        self._store = store or open_store(
            settings.answers_url,
            days=settings.answers_max_age_days,
            max_bytes=settings.answers_max_bytes,
        )
        self._outbox = outbox
        # What the store could not take, or is told not to give back.
        self._kept: dict[str, Answer] = {}
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._not_taken: set[str] = set()
        self._probe: asyncio.Event | None = None
        self._mode: str | None = None if settings.llm_mode == "auto" else settings.llm_mode
        self._store_failed = False
        self._users = 0

    @asynccontextmanager
    async def in_use(self) -> AsyncIterator[Endpoint]:
        """The endpoint, with its connections held open; the last user closes the store too, which
        opens again by itself."""
        endpoint = endpoint_of(self.settings)
        self._users += 1
        try:
            async with endpoint.in_use():
                yield endpoint
        finally:
            self._users -= 1
            if not self._users:
                await asyncio.shield(asyncio.to_thread(self._store.close))

    async def ask(self, messages: list[Message], reply: type[ReplyType], asked: Asked) -> ReplyType:
        """One answer in the format of `reply`; what it cost is added to `asked`.

        Raises Fault.
        """
        async with self._probing():
            for mode in await self._modes():
                try:
                    answer = await self._ask_in(mode, messages, reply, asked)
                except Fault as fault:
                    if fault.effect == "mode" and mode != "md_json":
                        self._not_taken.add(mode)
                        continue
                    raise
                await self._remember(mode)
                return answer
        raise Fault("llm-bad-request", "no output mode is taken")

    @asynccontextmanager
    async def _probing(self) -> AsyncIterator[None]:
        """While nothing is known of an endpoint the first question goes alone, as long as a
        refusal takes: all others would be refused with it."""
        if await self._known_mode() or self._outbox or self._probe is not None:
            if self._probe is not None:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._probe.wait(), PROBE_SECONDS)
            yield
            return
        self._probe = asyncio.Event()
        try:
            yield
        finally:
            self._probe.set()

    async def give_up(self, asked: Asked) -> None:
        """Nothing could be made of these answers; a later run asks again."""
        await self._in_store(lambda store: store.give_up(asked.keys))

    async def _known_mode(self) -> str | None:
        """The mode that is set, or that this endpoint was found to take."""
        if self._mode is None:
            known = await self._in_store(
                lambda store: store.mode_of(self.settings.llm_base_url, self.model)
            )
            self._mode = known if known in MODES else None
        return self._mode

    async def _modes(self) -> list[str]:
        """The modes to try: the one that is set, else from the known one on to the weakest."""
        known = await self._known_mode()
        if known and self.settings.llm_mode != "auto":
            return [known]
        modes = list(MODES)
        return [one for one in modes[modes.index(known or modes[0]) :] if self._may_take(one)]

    def _may_take(self, mode: str) -> bool:
        return mode == "md_json" or mode not in self._not_taken

    async def _remember(self, mode: str) -> None:
        if self.settings.llm_mode != "auto" or self._mode == mode or self._outbox:
            return
        self._mode = mode
        await self._in_store(
            lambda store: store.remember_mode(self.settings.llm_base_url, self.model, mode)
        )

    async def _ask_in(
        self, mode: str, messages: list[Message], reply: type[ReplyType], asked: Asked
    ) -> ReplyType:
        async def complete(**request: Any) -> ChatCompletion:
            request["messages"] = _as_sent(request["messages"], asked.text, reply)
            return await self._complete(request, mode=mode, reply=reply, asked=asked)

        asked.text = ""
        create: Any = patch(create=complete, mode=MODES[mode])
        try:
            answer: ReplyType = await create(
                response_model=_prepared(reply),
                max_retries=REASKS,
                model=self.model,
                messages=messages,
                stream=False,
                **self._parameters(),
            )
        except IncompleteOutputException as error:
            raise Fault("llm-truncated", "finish_reason=length") from error
        except InstructorRetryException as error:
            raise _fault_behind(error) from error
        return answer

    def _parameters(self) -> dict[str, Any]:
        limit = self.settings.llm_max_tokens
        fixed = {"temperature": 0, **({"max_tokens": limit} if limit else {})}
        return {**fixed, **self.settings.llm_extra}

    async def _complete(
        self, request: dict[str, Any], *, mode: str, reply: type[Reply], asked: Asked
    ) -> ChatCompletion:
        """What instructor takes for the SDK: one completion, from the store or the endpoint, its
        answer laid where the mode looks for it."""
        answer = await self._answered(request, asked)
        asked.keys.append(answer.key)
        message, finish = message_of(exact_object(answer.body, fractions=True))
        text = text_of(message)
        if message.get("refusal"):
            raise Fault("llm-refused")
        if not text:
            return await self._ask_plainly(request, mode=mode, reply=reply, asked=asked)
        refuse_what_is_no_answer(finish, text)
        asked.text = text
        if finish == "length":
            raise Fault("llm-truncated", "finish_reason=length")
        asked.text = text = pick_answer(text, lambda candidate: _fits(candidate, reply))
        try:
            exact_object(text)
        except TruncatedReply as error:
            raise Fault("llm-truncated", "JSON ends early") from error
        except ValueError:
            pass  # instructor meets the same fault and tells the model.
        return completion_of(text, mode=mode, name=_tool_name(request), model=self.model)

    async def _ask_plainly(
        self, request: dict[str, Any], *, mode: str, reply: type[Reply], asked: Asked
    ) -> ChatCompletion:
        """An empty answer under a forced format: once without the format."""
        plain = {name: value for name, value in request.items() if name not in _FORMAT}
        if plain == request:
            raise Fault("llm-empty")
        *before, question = request["messages"]
        schema = f"{question['content']}\nJSON Schema: {exact_json(reply.model_json_schema())}"
        plain["messages"] = [*before, {**question, "content": schema}]
        return await self._complete(plain, mode=mode, reply=reply, asked=asked)

    async def _answered(self, request: dict[str, Any], asked: Asked) -> Answer:
        """The stored answer to a request, or a new one, stored."""
        key = request_key(request, self.settings.llm_repeat)
        turn = self._asking.setdefault(key, asyncio.Lock())
        async with turn:
            if found := await self._find(key):
                asked.usage += Usage(cached_calls=1)
                return found
            if self.settings.redacts and leaks(request["messages"], self.settings.llm_redact_words):
                raise Fault("redaction-leak")
            if self._outbox is not None:
                self._outbox(key, request)
                raise Fault("llm-not-asked")
            answer, usage = await self._pay(key, request, asked)
            asked.usage += usage
            return answer

    async def _find(self, key: str) -> Answer | None:
        if key in self._kept:
            return self._kept[key]
        if not self.settings.llm_cache:
            return None
        return await self._in_store(lambda store: store.get(key))

    async def _pay(self, key: str, request: dict[str, Any], asked: Asked) -> tuple[Answer, Usage]:
        body = exact_json(request)
        expected = count_tokens(body)
        reserved = self.budget.reserve(expected, expected // 2)
        usage, began = Usage(), monotonic()
        try:
            answer, attempts = await endpoint_of(self.settings).post(
                request, lambda content: read_answer(key, content, body), tokens=expected
            )
            usage = Usage(
                calls=attempts,
                retries=attempts - 1,
                input_tokens=answer.input_tokens,
                cached_input_tokens=answer.cached_input_tokens,
                output_tokens=answer.output_tokens,
            )
            usage = replace(usage, cost=cost_of(usage, self.price))
        except Fault as fault:
            asked.usage += Usage(calls=fault.attempts, retries=max(0, fault.attempts - 1))
            raise
        finally:
            self.budget.settle(reserved, usage)
        answer = replace(
            answer,
            model=self.model,
            endpoint=self.settings.llm_base_url,
            seconds=round(monotonic() - began, 3),
        )
        await asyncio.shield(self._keep(answer))
        return answer, usage

    async def _keep(self, answer: Answer) -> None:
        """Stored before it is parsed, also when the run is being cancelled. If the disk cannot
        take it this run still uses it."""
        if not self.settings.llm_cache:
            self._kept[answer.key] = answer
        await self._in_store(lambda store: store.put(answer))
        if self._store_failed:
            self._kept[answer.key] = answer

    async def _in_store(self, use: Callable[[AnswerStore], Kept]) -> Kept | None:
        """Off the loop: a commit waits for the disk. A store that fails costs a warning, never
        an answer."""
        try:
            return await asyncio.to_thread(use, self._store)
        except StoreFault as error:
            if not self._store_failed:
                self._store_failed = True
                log.warning(
                    "warning[store] 回答库 %s 不可用：%s；本次结果不受影响，但重跑会再次付费 / "
                    "the answer store cannot be used; this run goes on, a rerun will pay again",
                    self._store.url,
                    error,
                )
            return None


_FORMAT = {"response_format", "tools", "tool_choice"}


def _fits(text: str, reply: type[Reply]) -> bool:
    try:
        reply.model_validate_json(text, strict=True)
    except (ValidationError, ValueError):
        return False
    return True


def _as_sent(messages: list[Message], last: str, reply: type[Reply]) -> list[Message]:
    """The messages as they go out. instructor prints the schema with indents, which a model is
    paid to read, and asks again with the whole failed answer in front; told is only the fault,
    behind the sentences that it is about."""
    long, short = _schema_texts(reply)
    sent = [{**one, "content": (one.get("content") or "").replace(long, short)} for one in messages]
    answered = next((n for n, one in enumerate(sent) if one["role"] == "assistant"), len(sent))
    question = sent[:answered]
    if answered < len(sent):
        again = sum(one["role"] == "assistant" for one in sent)
        told = f"\n第{again}次的回答不合格式：{_complaint(last, reply)}。请重新给出完整的JSON对象。"
        question[-1] = {**question[-1], "content": question[-1]["content"] + told}
    return question


def _complaint(text: str, reply: type[Reply]) -> str:
    """What does not fit, in a line."""
    try:
        reply.model_validate_json(text, strict=True)
    except ValidationError as error:
        return "；".join(
            f"{'.'.join(str(part) for part in one['loc'])} {one['msg']}"
            for one in error.errors(include_url=False)[:3]
        )
    except ValueError as error:
        return str(error)
    return "格式"


@cache
def _prepared(reply: type[ReplyType]) -> type[ReplyType]:
    """The reply as instructor wants it; left to itself it makes a new class for every call."""
    prepared = prepare_response_model(reply)
    if prepared is None:
        raise TypeError(f"{reply} is no response model")
    return prepared


@cache
def _schema_texts(reply: type[Reply]) -> tuple[str, str]:
    """A schema as instructor writes it into a prompt, and the same without blanks."""
    schema = reply.model_json_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False), exact_json(schema)


def _tool_name(request: dict[str, Any]) -> str:
    tools = request.get("tools")
    return str(tools[0]["function"]["name"]) if tools else ""


def _fault_behind(error: InstructorRetryException) -> Fault:
    """instructor wraps whatever happened; the cause says what it was."""
    cause = error.__cause__
    if isinstance(cause, Fault):
        return cause
    if isinstance(cause, ValidationError):
        first = cause.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        return Fault("llm-invalid", f"{place}: {first['type']}")
    if isinstance(cause, json.JSONDecodeError):
        return Fault("llm-invalid", cause.msg)
    if cause is not None:
        raise cause
    return Fault("llm-invalid")
