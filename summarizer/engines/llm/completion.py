"""Chat completions: parsing the responses of endpoints, and building what instructor expects.

Endpoints put an answer into the content, a tool call, or by mistake into the reasoning.
"""

from __future__ import annotations

from typing import Any

from openai.types import CompletionUsage
from openai.types.chat import ChatCompletion, ChatCompletionMessage
from openai.types.chat.chat_completion import Choice
from openai.types.chat.chat_completion_message_function_tool_call import (
    ChatCompletionMessageFunctionToolCall,
    Function,
)

from summarizer.engines.llm.answers import Answer
from summarizer.engines.llm.cost import tokens_of
from summarizer.engines.llm.faults import LlmFault
from summarizer.engines.llm.prompts import exact_json
from summarizer.engines.llm.strict_json import parse_object, without_thoughts

__all__ = ["completion_of", "message_of", "read_answer", "refuse_what_is_no_answer", "text_of"]

MOST_TEXT = 400_000
LOOP, LONGEST_LOOP = 40, 200


def read_answer(key: str, content: bytes, request: str) -> Answer:
    """Return the body of a response as an answer. Raises LlmFault if it is no chat completion."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LlmFault("llm-encoding") from error
    try:
        envelope = parse_object(text.removeprefix("\ufeff"))
        _, finish = message_of(envelope)
    except ValueError as error:
        raise LlmFault("llm-protocol", type(error).__name__) from error
    fresh, cached, out = tokens_of(envelope.get("usage"))
    return Answer(
        key=key,
        body=text.removeprefix("\ufeff"),
        request=request,
        finish_reason=finish,
        input_tokens=fresh,
        cached_input_tokens=cached,
        output_tokens=out,
    )


def message_of(envelope: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """Return the message of the first choice and its finish reason."""
    choices = envelope.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise ValueError("no choices")
    message = choices[0].get("message")
    if not isinstance(message, dict):
        raise ValueError("no message")
    return message, str(choices[0].get("finish_reason") or "")


def text_of(message: dict[str, Any]) -> str:
    """Return the text of an answer, from a tool call, the content, or else the reasoning."""
    calls = message.get("tool_calls")
    if isinstance(calls, list) and calls and isinstance(calls[0], dict):
        function = calls[0].get("function")
        arguments = function.get("arguments") if isinstance(function, dict) else None
        if isinstance(arguments, dict):
            return exact_json(arguments)
        if isinstance(arguments, str) and arguments.strip():
            return arguments
    content = message.get("content")
    if isinstance(content, list):
        content = "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    if isinstance(content, str) and (text := without_thoughts(content)):
        return text
    for name in ("reasoning_content", "reasoning"):
        thought = message.get(name)
        if isinstance(thought, str) and "{" in thought and not content:
            return without_thoughts(thought) or thought
    return ""


def refuse_what_is_no_answer(finish: str, text: str) -> None:
    if finish == "content_filter":
        raise LlmFault("llm-content-refused", "finish_reason=content_filter")
    if len(text) > MOST_TEXT or _goes_in_circles(text):
        raise LlmFault("llm-too-large", "endless repetition")
    if "{" not in text and any(words in text for words in _APOLOGIES):
        raise LlmFault("llm-refused")


_APOLOGIES = ("对不起", "抱歉", "无法提供", "不能协助", "I'm sorry", "I cannot", "I can't")


def _goes_in_circles(text: str) -> bool:
    """Return True if the text ends in a repeated piece."""
    return any(
        text.endswith(text[-length:] * LOOP) and text[-length:].strip()
        for length in range(1, min(LONGEST_LOOP, len(text) // LOOP) + 1)
    )


def completion_of(text: str, *, mode: str, name: str, answer: Answer) -> ChatCompletion:
    """Return the cleaned text of an answer as the completion that a mode expects.

    It is constructed without validation, as in the SDK, since the envelope was parsed before. It
    has a usage, since instructor would otherwise import the libraries of other providers.
    """
    message = ChatCompletionMessage.model_construct(role="assistant", content=text)
    if mode == "tools":
        called = Function.model_construct(name=name, arguments=text)
        call = ChatCompletionMessageFunctionToolCall.model_construct(
            id="call_0", type="function", function=called
        )
        message = ChatCompletionMessage.model_construct(
            role="assistant", content=None, tool_calls=[call]
        )
    return ChatCompletion.model_construct(
        id="stored",
        object="chat.completion",
        created=0,
        model=answer.model,
        choices=[Choice.model_construct(index=0, finish_reason="stop", message=message)],
        usage=CompletionUsage.model_construct(
            prompt_tokens=answer.input_tokens,
            completion_tokens=answer.output_tokens,
            total_tokens=answer.input_tokens + answer.output_tokens,
        ),
    )
