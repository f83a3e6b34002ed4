"""Questions: how a reply's format is given to instructor, and what goes out of what instructor
writes."""

from __future__ import annotations

import json
from functools import cache
from typing import TypeVar

from instructor.v2.core.response_model import prepare_response_model
from pydantic import ValidationError

from summarizer.engines.llm.prompts import Message, exact_json
from summarizer.engines.llm.reply import Reply

__all__ = ["as_sent", "fits", "prepared"]

ReplyType = TypeVar("ReplyType", bound=Reply)


def fits(text: str, reply: type[Reply]) -> bool:
    """Is this the one JSON object of a reply?"""
    try:
        reply.model_validate_json(text, strict=True)
    except (ValidationError, ValueError):
        return False
    return True


def as_sent(messages: list[Message], last: str, reply: type[Reply]) -> list[Message]:
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
def prepared(reply: type[ReplyType]) -> type[ReplyType]:
    """The reply as instructor wants it; left to itself it makes a new class for every call."""
    made = prepare_response_model(reply)
    if made is None:
        raise TypeError(f"{reply} is no response model")
    return made


@cache
def _schema_texts(reply: type[Reply]) -> tuple[str, str]:
    """A schema as instructor writes it into a prompt, and the same without blanks."""
    schema = reply.model_json_schema()
    return json.dumps(schema, indent=2, ensure_ascii=False), exact_json(schema)
