"""Questions: the format of a reply for instructor, the messages as sent, and the text and fault of
an answer."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from instructor.core import InstructorRetryException
from pydantic import ValidationError

from summarizer.engines.llm.faults import LlmFault
from summarizer.engines.llm.prompts import Message, exact_json
from summarizer.engines.llm.reply import Reply
from summarizer.engines.llm.strict_json import TruncatedReply, parse_object, pick_answer

__all__ = ["FORMAT", "answer_in", "as_sent", "fault_behind", "strict", "tool_name"]

# Parameters of a request for the format of its answer.
FORMAT = {"response_format", "tools", "tool_choice"}


def _fits(text: str, reply: type[Reply]) -> bool:
    """Return True if the text is one JSON object that fits the reply."""
    try:
        reply.model_validate_json(text)
    except (ValidationError, ValueError):
        return False
    return True


def as_sent(messages: list[Message], last: str, reply: type[Reply]) -> list[Message]:
    """Return the messages as sent. instructor prints the schema with indents, which cost tokens,
    and repeats the whole failed answer; here only the error is sent, after its sentences."""
    long, short = _schema_texts(reply)
    sent = [{**one, "content": (one.get("content") or "").replace(long, short)} for one in messages]
    answered = next((n for n, one in enumerate(sent) if one["role"] == "assistant"), len(sent))
    question = sent[:answered]
    if answered < len(sent):
        again = sum(one["role"] == "assistant" for one in sent)
        told = f"\n第{again}次的回答不合格式：{_complaint(last, reply)}。请重新给出完整的JSON对象。"
        question[-1] = {**question[-1], "content": question[-1]["content"] + told}
    return question


def strict(response_format: dict[str, Any]) -> dict[str, Any]:
    """Return a response format for endpoints that enforce a schema only in strict mode with all
    fields required. Unknown fields are then answered empty, which costs half as many tokens again.
    """
    told = response_format["json_schema"]
    return {
        **response_format,
        "json_schema": {**told, "schema": _all_required(told["schema"]), "strict": True},
    }


def _all_required(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_all_required(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: _all_required(one) for name, one in schema.items()}
    if "properties" not in made:
        return made
    needed = schema.get("required", ())
    for name, one in made["properties"].items():
        # A sentence number has no empty value.
        if name not in needed and one.get("type") == "integer":
            made["properties"][name] = {**one, "type": ["integer", "null"]}
    return {**made, "required": list(made["properties"])}


def _complaint(text: str, reply: type[Reply]) -> str:
    """Return the validation error, in one line."""
    try:
        reply.model_validate_json(text)
    except ValidationError as error:
        return "；".join(
            f"{'.'.join(str(part) for part in one['loc'])} {one['msg']}"
            for one in error.errors(include_url=False)[:3]
        )
    except ValueError as error:
        return str(error)
    return "格式"


@cache
def _schema_texts(reply: type[Reply]) -> tuple[str, str]:
    """Return a schema as instructor writes it into a prompt, and the same without blanks."""
    schema = reply.model_json_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False), exact_json(schema)


def answer_in(text: str, reply: type[Reply]) -> str:
    """Return the one object in a text that fits, or the one whose errors instructor will report to
    the model. Raises LlmFault for a truncated object."""
    fitting = set[str]()

    def fit(candidate: str) -> bool:
        if _fits(candidate, reply):
            fitting.add(candidate)
        return candidate in fitting

    picked = pick_answer(text, fit)
    if picked not in fitting:
        try:
            parse_object(picked)
        except TruncatedReply as error:
            raise LlmFault("llm-truncated", "JSON ends early") from error
        except ValueError:
            pass  # instructor raises the same error and reports it to the model.
    return picked


def tool_name(request: dict[str, Any]) -> str:
    """Return the one tool that a request names, if any."""
    tools = request.get("tools")
    return str(tools[0]["function"]["name"]) if tools else ""


def fault_behind(error: InstructorRetryException) -> LlmFault:
    """Return the fault that instructor wrapped, from the chain of causes."""
    cause = error.__cause__
    if isinstance(cause, LlmFault):
        return cause
    if isinstance(cause, ValidationError):
        first = cause.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        return LlmFault(
            "llm-invalid", f"{place}: {first['type']}" if place else "no item can be read"
        )
    if isinstance(cause, json.JSONDecodeError):
        return LlmFault("llm-invalid", cause.msg)
    if cause is not None:
        raise cause
    return LlmFault("llm-invalid")
