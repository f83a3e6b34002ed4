"""The reply (模型的答复): the typed items of a model's answer.

These classes are the `response_model` of instructor; endpoints enforce their JSON Schema, and any
object that fits it can be read. Items are validated one by one, so an invalid item is separated and
does not affect others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Annotated, Any, Self, TypeVar

from instructor import ResponseSchema
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from summarizer.engines.llm.reply_entries import (
    KINDS,
    Entry,
    MeasureEntry,
    ProblemEntry,
    ResultEntry,
    TargetEntry,
)
from summarizer.engines.llm.reply_schema import short_schema
from summarizer.engines.llm.strict_json import complete_part, parse_object

__all__ = ["ChunkReply", "Misread", "OverviewReply", "Reply", "salvage"]

MOST_ENTRIES = 200


class Misread(BaseModel):
    """An invalid item: its content and its error."""

    kind: str
    said: str
    reason: str


class Reply(ResponseSchema):
    """The base of all replies: one JSON object, parsed strictly."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the schema as sent: without titles and defaults, which a model does not need."""
        del args, kwargs
        # instructor adds a description to the schema that it gets.
        return dict(_schema_of(cls))

    @classmethod
    def full_schema(cls) -> dict[str, Any]:
        """Return the schema as written by pydantic."""
        return super().model_json_schema()

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **kwargs: Any) -> Self:
        """Raises ValidationError or json.JSONDecodeError, which are both reported to the model."""
        text = json_data if isinstance(json_data, str) else bytes(json_data).decode()
        return cls.model_validate(parse_object(text), **kwargs)


class ChunkReply(Reply):
    """The items of a part of a report."""

    targets: list[TargetEntry] = Field(default=[], max_length=MOST_ENTRIES)
    results: list[ResultEntry] = Field(default=[], max_length=MOST_ENTRIES)
    problems: list[ProblemEntry] = Field(default=[], max_length=MOST_ENTRIES)
    measures: list[MeasureEntry] = Field(default=[], max_length=MOST_ENTRIES)
    _misread: list[Misread] = PrivateAttr(default_factory=list)

    @property
    def misread(self) -> list[Misread]:
        """The invalid items."""
        return self._misread

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """Yield the valid items, list by list."""
        for kind in KINDS:
            for entry in getattr(self, kind):
                yield kind, entry

    @model_validator(mode="wrap")
    @classmethod
    def _one_by_one(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Separate invalid items. If no item is valid, the format is wrong, reported as one
        error."""
        if not isinstance(value, dict):
            return handler(value)
        misread: list[Misread] = []
        lists = {name: _read_list(name, said, misread) for name, said in value.items()}
        reply = handler(lists)
        if misread and not any(reply.entries()):
            raise ValueError(f"{misread[0].kind} {misread[0].said}：{misread[0].reason}")
        reply._misread = misread
        return reply

    def reworded(self, change: Callable[[str], str]) -> ChunkReply:
        """Return the reply with `change` applied to all texts."""
        lists = {kind: [_reworded(one, change) for one in getattr(self, kind)] for kind in KINDS}
        copy = ChunkReply.model_construct(None, **lists)
        copy._misread = [_reworded(one, change) for one in self._misread]
        return copy


def _read_list(kind: str, said: Any, misread: list[Misread]) -> Any:
    """Return the valid entries of a list; a value that is no list is left to the validator."""
    if kind not in KINDS:
        return said
    if said is None or said == {}:
        return []
    if not isinstance(said, list):
        return said
    found = []
    for one in said[:MOST_ENTRIES]:
        try:
            found.append(KINDS[kind].model_validate(one))
        except ValidationError as error:
            misread.append(Misread(kind=kind, said=_printed(one), reason=_first_fault(error)))
    return found


def _printed(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)[:400]


def _first_fault(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])} {first['msg']}".strip()


Said = TypeVar("Said", bound=BaseModel)


def _reworded(entry: Said, change: Callable[[str], str]) -> Said:
    texts = {name: said for name, said in entry if isinstance(said, str) and name != "kind"}
    return entry.model_copy(update={name: change(said) for name, said in texts.items() if said})


class OverviewReply(Reply):
    """A model's overview of a whole report."""

    text: Annotated[str, WithJsonSchema({"type": "string", "maxLength": 400})]


@cache
def _schema_of(reply: type[Reply]) -> dict[str, Any]:
    return short_schema(reply.__name__, reply.full_schema())


def salvage(text: str) -> ChunkReply:
    """Return the complete items of a truncated reply."""
    lists = {kind: said for kind, said in complete_part(text).items() if kind in KINDS}
    try:
        return ChunkReply.model_validate(lists)
    except ValidationError:
        return ChunkReply()
