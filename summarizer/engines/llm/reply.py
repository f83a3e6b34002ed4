"""The reply (模型的答复): the typed items that a model answers with.

These models are what instructor is given as `response_model`; their JSON Schema is what an endpoint
enforces, and whatever fits it can be read. Items are read one by one: one that does not fit is set
aside and spoils no other.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Self, TypeVar

from instructor import ResponseSchema
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from summarizer.engines.llm.strict_json import complete_part, parse_object

__all__ = [
    "KINDS",
    "ChunkReply",
    "Entry",
    "MeasureEntry",
    "Misread",
    "OverviewReply",
    "ProblemEntry",
    "Reply",
    "ResultEntry",
    "TargetEntry",
    "salvage",
]

MOST_ENTRIES = 200
LONGEST, LONGEST_NUMBER = 200, 60
_PRINTED_NUMBER = re.compile(r"\D{0,3}(\d{1,9})\D{0,3}")


def _sentence_number(said: Any) -> Any:
    """Also a number as it is printed ("[3]") and 3.0."""
    if isinstance(said, str) and (printed := _PRINTED_NUMBER.fullmatch(said.strip())):
        return int(printed.group(1))
    return said


def _words(said: Any) -> Any:
    """One line of printable characters; null is nothing, a bare number its digits."""
    if said is None:
        return ""
    if isinstance(said, int | Decimal) and not isinstance(said, bool):
        said = str(said)
    if not isinstance(said, str):
        return said
    plain = "".join(" " if unicodedata.category(mark)[0] == "C" else mark for mark in said)
    return " ".join(plain.split())


def _or(default: str) -> BeforeValidator:
    """What is left out, null or empty is the default."""
    return BeforeValidator(lambda said: said or default)


Sentence = Annotated[int, BeforeValidator(_sentence_number)]
Optionally = Annotated[
    int | None, BeforeValidator(_sentence_number), WithJsonSchema({"type": "integer"})
]
Words = Annotated[
    str, BeforeValidator(_words), WithJsonSchema({"type": "string", "maxLength": LONGEST})
]
Number = Annotated[
    str, BeforeValidator(_words), WithJsonSchema({"type": "string", "maxLength": LONGEST_NUMBER})
]
Flag = Annotated[bool, BeforeValidator(lambda said: said or False)]
Comparator = Annotated[
    Literal["", ">=", "<=", ">", "<", "="],
    _or(""),
    WithJsonSchema({"type": "string", "enum": [">=", "<=", ">", "<", "="]}),
]


class Entry(BaseModel):
    """What all items share: the sentence that they rest on. Unknown keys are passed over."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"additionalProperties": False})

    s: Sentence

    @property
    def words(self) -> str:
        """The words that name the item."""
        return str(getattr(self, "metric", None) or getattr(self, "text", ""))


class TargetEntry(Entry):
    """A promise."""

    number: Number = ""
    subject: Words = ""
    metric: Words
    op: Comparator = ""
    period: Words = ""


class ResultEntry(Entry):
    """What was reached, received or spent."""

    number: Number = ""
    subject: Words = ""
    metric: Words
    change: Annotated[Literal["none", "increase", "decrease"], _or("none")] = "none"
    status: Annotated[Literal["done", "ongoing", "planned", "expected"], _or("done")] = "done"
    period: Words = ""
    part_of: Number = ""
    core: Flag = False


class ProblemEntry(Entry):
    """A stated deficiency, and why, which may stand in another sentence."""

    text: Words
    cause: Words = ""
    cause_s: Optionally = None


class MeasureEntry(Entry):
    """What will be done, and the sentence of the problem that it answers."""

    text: Words
    problem_s: Optionally = None


KINDS: dict[str, type[Entry]] = {
    "targets": TargetEntry,
    "results": ResultEntry,
    "problems": ProblemEntry,
    "measures": MeasureEntry,
}


class Misread(BaseModel):
    """An item that does not fit: what it said, and what is wrong with it."""

    kind: str
    said: str
    reason: str


class Reply(ResponseSchema):
    """What every reply is: one JSON object, read exactly."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The schema as it is sent: without titles and defaults, which a model need not read."""
        del args, kwargs
        # instructor writes a description into what it is given.
        return dict(_schema_of(cls))

    @classmethod
    def full_schema(cls) -> dict[str, Any]:
        """The schema as pydantic writes it."""
        return super().model_json_schema()

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **kwargs: Any) -> Self:
        """Raises ValidationError, or json.JSONDecodeError: both of them are told to the model."""
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
        """The items that could not be read."""
        return self._misread

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """The items that could be read, list by list."""
        for kind in KINDS:
            for entry in getattr(self, kind):
                yield kind, entry

    @model_validator(mode="wrap")
    @classmethod
    def _one_by_one(cls, value: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Items that do not fit are set aside. When none fits it is another format, and told as
        one fault."""
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
        """The reply with every text in it changed."""
        lists = {kind: [_reworded(one, change) for one in getattr(self, kind)] for kind in KINDS}
        copy = ChunkReply.model_construct(None, **lists)
        copy._misread = [_reworded(one, change) for one in self._misread]
        return copy


def _read_list(kind: str, said: Any, misread: list[Misread]) -> Any:
    """The entries of a list that fit; what is no list is left to the validator."""
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
    """What a model says of a whole report."""

    text: Annotated[str, WithJsonSchema({"type": "string", "maxLength": 400})]


@cache
def _schema_of(reply: type[Reply]) -> dict[str, Any]:
    schema: dict[str, Any] = _bare(reply.full_schema())
    entries = schema.pop("$defs", {})
    # Each is used once: written where it is used it costs a sixth less.
    return {"title": reply.__name__, **_inlined(schema, entries)}


def _inlined(schema: Any, entries: dict[str, Any]) -> Any:
    """A schema with its references replaced by what they refer to."""
    if isinstance(schema, list):
        return [_inlined(one, entries) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return entries[schema["$ref"].rpartition("/")[2]]
    return {name: _inlined(one, entries) for name, one in schema.items()}


_UNREAD = {"title", "default", "description"}


def _bare(schema: Any, *, names: bool = False) -> Any:
    """A schema without what only people read; in `properties` and `$defs` the keys are names."""
    if isinstance(schema, list):
        return [_bare(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: _bare(one, names=key in ("properties", "$defs") and not names)
        for key, one in schema.items()
        if names or key not in _UNREAD
    }


def salvage(text: str) -> ChunkReply:
    """The whole items of a reply that was cut off."""
    lists = {kind: said for kind, said in complete_part(text).items() if kind in KINDS}
    try:
        return ChunkReply.model_validate(lists)
    except ValidationError:
        return ChunkReply()
