"""The reply (模型的答复): the format a model answers in, and reading it without guessing.

A reply points at sentences and copies words. It is read leniently where nothing can be lost
(thoughts, fences and polite prose around one object) and exactly everywhere else: duplicate keys,
NaN, bottomless nesting and two answers at once are refused, never repaired.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from math import isfinite
from typing import Annotated, Any, Literal, NoReturn, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from summarizer.schema.quantity import Comparator
from summarizer.schema.summary import Category, MeasureKind

__all__ = [
    "ChunkReply",
    "MeasureEntry",
    "OverviewReply",
    "ProblemEntry",
    "Reply",
    "ResultEntry",
    "TargetEntry",
    "TruncatedReply",
    "exact_object",
    "pick_answer",
    "salvage",
    "without_thoughts",
]

MAX_DEPTH = 32
MAX_DIGITS = 40

Words = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Figure = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Sentences = Annotated[list[Annotated[int, Field(ge=0, le=9999)]], Field(min_length=1, max_length=8)]


class TruncatedReply(ValueError):
    """The text ends inside an object."""


class _Plain(GenerateJsonSchema):
    """A schema without null and defaults: what is absent is simply left out."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


class Entry(BaseModel):
    """Absent and null mean the same; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid")

    at: Sentences
    metric: Words


class TargetEntry(Entry):
    figure: Figure | None = None
    op: Comparator | None = None
    subject: Words | None = None
    period: Words | None = None
    soft: bool | None = None


class ResultEntry(Entry):
    figure: Figure | None = None
    subject: Words | None = None
    period: Words | None = None
    direction: Literal["none", "increase", "decrease"] | None = None
    status: Literal["done", "ongoing", "planned", "expected"] | None = None
    part: bool | None = None


class ProblemEntry(Entry):
    category: Category | None = None
    cause: Words | None = None


class MeasureEntry(Entry):
    kind: MeasureKind | None = None


class Reply(BaseModel):
    """What every reply is: one JSON object, read exactly."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The schema as it is sent: plain, Chinese as Chinese, without the class's docstring."""
        del args, kwargs
        return _schema_of(cls)

    @classmethod
    def full_schema(cls) -> dict[str, Any]:
        """The schema as pydantic writes it."""
        return super().model_json_schema(schema_generator=_Plain)

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **kwargs: Any) -> Self:
        """Raises ValidationError, or json.JSONDecodeError: both of them are told to the model."""
        text = json_data if isinstance(json_data, str) else bytes(json_data).decode()
        return cls.model_validate(exact_object(text), **kwargs)


class ChunkReply(Reply):
    """What a model says of one chunk."""

    targets: Annotated[list[TargetEntry], Field(max_length=200)] = []
    results: Annotated[list[ResultEntry], Field(max_length=200)] = []
    problems: Annotated[list[ProblemEntry], Field(max_length=200)] = []
    measures: Annotated[list[MeasureEntry], Field(max_length=200)] = []

    def reworded(self, change: Callable[[str], str]) -> ChunkReply:
        """The reply with every word that it copied changed."""
        return ChunkReply.model_construct(
            targets=[_reworded(entry, change) for entry in self.targets],
            results=[_reworded(entry, change) for entry in self.results],
            problems=[_reworded(entry, change) for entry in self.problems],
            measures=[_reworded(entry, change) for entry in self.measures],
        )


class OverviewReply(Reply):
    """What a model says of a whole report."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=400)]


@cache
def _schema_of(reply: type[Reply]) -> dict[str, Any]:
    schema = reply.full_schema()
    _slim(schema)
    return {"title": reply.__name__, "description": reply.__name__, **schema}


SomeEntry = TypeVar("SomeEntry", bound=Entry)
COPIED = ("metric", "figure", "subject", "period", "cause")


def _reworded(entry: SomeEntry, change: Callable[[str], str]) -> SomeEntry:
    said = {name: getattr(entry, name, None) for name in COPIED}
    return entry.model_copy(update={name: change(words) for name, words in said.items() if words})


# What a model need not read: it is validated here, and a grammar without it is smaller.
_UNSAID = ("description", "title", "minimum", "maximum", "minItems", "minLength")


def _slim(schema: Any) -> None:
    if isinstance(schema, dict):
        for name in _UNSAID:
            if not isinstance(schema.get(name), dict):
                schema.pop(name, None)
        for part in schema.values():
            _slim(part)


def exact_object(text: str, *, fractions: bool = False) -> dict[str, Any]:
    """One JSON object, nothing before or after it. Fractions stand in what servers tell about
    their own work (llama.cpp's `timings`), never in a reply.

    Raises TruncatedReply when the text ends too early, json.JSONDecodeError for all else that a
    lenient reader would let pass: duplicate keys, NaN, 1e999, long numbers, lone surrogates.
    """
    _measure_depth(text)
    decoder = json.JSONDecoder(
        object_pairs_hook=lambda pairs: _unique(pairs, text),
        parse_constant=lambda name: _refuse(f"{name} is not JSON", text),
        parse_float=lambda digits: _fraction(digits, text) if fractions else _number(digits, text),
        parse_int=lambda digits: _number(digits, text),
    )
    try:
        value = decoder.decode(text)
    except json.JSONDecodeError as error:
        if _ends_early(text):
            raise TruncatedReply(str(error)) from error
        raise
    if not isinstance(value, dict):
        _refuse("one JSON object is expected", text)
    try:
        text.encode()
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        _refuse("a lone surrogate is no character", text)
    return value


def _unique(pairs: list[tuple[str, Any]], text: str) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        _refuse(f"duplicate key {twice!r}", text)
    return found


def _number(digits: str, text: str) -> int:
    """No field of a reply is anything but a small whole number: figures are copied as words."""
    if len(digits) > MAX_DIGITS or not digits.lstrip("-").isdecimal():
        _refuse(f"number {digits[:MAX_DIGITS]} is not a whole number", text)
    return int(digits)


def _fraction(digits: str, text: str) -> float:
    if len(digits) > MAX_DIGITS or not isfinite(number := float(digits)):
        _refuse(f"number {digits[:MAX_DIGITS]} is out of range", text)
    return number


def _refuse(message: str, text: str) -> NoReturn:
    raise json.JSONDecodeError(message, text[:1], 0)


_STRUCTURE = re.compile(r'"(?:[^"\\]|\\.)*"|"|[\[\]{}]', re.DOTALL)


def _measure_depth(text: str) -> None:
    depth = 0
    for mark in _STRUCTURE.finditer(text):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(mark.group(), 0)
        if depth > MAX_DEPTH:
            _refuse("nested too deeply", text)


def _ends_early(text: str) -> bool:
    """Whether the text is the beginning of an object that is never closed."""
    if not text.lstrip().startswith("{"):
        return False
    depth = 0
    for mark in _STRUCTURE.finditer(text):
        sign = mark.group()
        if sign == '"':
            return True
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(sign, 0)
    return depth > 0


_THOUGHT = re.compile(r"</?(think|thinking|thought|reasoning)>", re.IGNORECASE)


def without_thoughts(text: str) -> str:
    """The text without `<think>…</think>`, nested ones too. An unclosed thought is no answer; a
    bare closing tag ends a thought that the server's template opened."""
    kept: list[str] = []
    depth, place = 0, 0
    for tag in _THOUGHT.finditer(text):
        if tag.group().startswith("</"):
            if depth == 0:
                kept.clear()
            depth = max(0, depth - 1)
        else:
            if depth == 0:
                kept.append(text[place : tag.start()])
            depth += 1
        place = tag.end()
    if depth == 0:
        kept.append(text[place:])
    return "".join(kept).strip()


def pick_answer(text: str, fits: Callable[[str], bool]) -> str:
    """The one JSON object in a text that fits, without what stands around it.

    Two that fit are an array, which no reply is, so that the model is asked again. When none fits
    the last one is given, so that its faults are told.
    """
    candidates = list(dict.fromkeys(_objects(text)))
    fitting = [one for one in candidates if fits(one)]
    if len(fitting) == 1:
        return fitting[0]
    if len(fitting) > 1:
        return f"[{','.join(fitting)}]"
    return candidates[-1] if candidates else text.strip()


def _objects(text: str) -> Iterator[str]:
    """Every outermost `{…}`, and an opened one that is never closed up to the end."""
    depth, start = 0, 0
    for mark in _STRUCTURE.finditer(text):
        sign = mark.group()
        if sign == "{":
            if depth == 0:
                start = mark.start()
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
            if depth == 0:
                yield text[start : mark.end()]
    if depth:
        yield text[start:]


_KINDS: dict[str, type[Entry]] = {
    "targets": TargetEntry,
    "results": ResultEntry,
    "problems": ProblemEntry,
    "measures": MeasureEntry,
}
_LIST = re.compile(r'"(targets|results|problems|measures)"\s*:\s*\[')
_BETWEEN = re.compile(r"\s*,?\s*")


def salvage(text: str) -> ChunkReply:
    """The whole entries of a reply that was cut off; the entry that the cut went through is left
    out, never completed."""
    found: dict[str, list[Entry]] = {kind: [] for kind in _KINDS}
    for opening in _LIST.finditer(text):
        kind, place = opening.group(1), opening.end()
        for end in _closed(text, place):
            place = _BETWEEN.match(text, place).end()  # type: ignore[union-attr]
            try:
                found[kind].append(_KINDS[kind].model_validate(exact_object(text[place:end])))
            except (ValidationError, ValueError):
                break
            place = end
    return ChunkReply.model_construct(**found)  # type: ignore[arg-type]


def _closed(text: str, place: int) -> Iterator[int]:
    """Where each object of the list that begins at `place` ends."""
    depth = 0
    for mark in _STRUCTURE.finditer(text, place):
        sign = mark.group()
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(sign, 0)
        if depth < 0:
            return
        if sign == "}" and depth == 0:
            yield mark.end()
