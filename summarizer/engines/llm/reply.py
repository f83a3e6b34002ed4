"""The reply (模型的答复): the format a model answers in, and reading it without guessing.

A reply points at sentences and digits and copies words, a row an item. It is read leniently where
nothing can be lost (thoughts, fences and polite prose around one object) and exactly everywhere
else: duplicate keys, NaN, bottomless nesting and two answers at once are refused, never repaired.
"""

from __future__ import annotations

import json
import re
import unicodedata
from abc import abstractmethod
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from summarizer.engines.llm.exact import MAX_DIGITS, STRUCTURE, exact_object
from summarizer.quantities import scan

__all__ = [
    "ChunkReply",
    "Entry",
    "Misfit",
    "OverviewReply",
    "Reply",
    "entry_of",
    "salvage",
]

MOST_ROWS = 200

Words = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Figure = Annotated[str, StringConstraints(min_length=1, max_length=60)]


# What a row may say besides its words, and the field that it fills.
FLAGS: dict[str, tuple[str, str | bool]] = {
    "increase": ("direction", "increase"),
    "decrease": ("direction", "decrease"),
    "ongoing": ("status", "ongoing"),
    "planned": ("status", "planned"),
    "expected": ("status", "expected"),
    "part": ("part", True),
    "soft": ("soft", True),
}
# The fields that the words of a row fill, by its list.
WORDS = {
    "targets": ("metric", "subject"),
    "results": ("metric", "subject"),
    "problems": ("metric", "cause"),
    "measures": ("metric",),
}


class Entry(BaseModel):
    """A row of a reply, `[sentence, digits, words…, flags…]`, under names."""

    model_config = ConfigDict(extra="forbid", strict=True)

    at: Annotated[int, Field(ge=0, le=9999)]
    digits: Decimal | None = None
    metric: Words | None = None
    figure: Figure | None = None
    subject: Words | None = None
    cause: Words | None = None
    direction: Literal["increase", "decrease"] | None = None
    status: Literal["ongoing", "planned", "expected"] | None = None
    part: bool = False
    soft: bool = False

    @property
    def row(self) -> list[int | float | str]:
        """The entry as a model writes it."""
        digits = () if self.digits is None else (_plain(self.digits),)
        words = [self.metric or "", self.subject or self.cause or ""]
        while words and not words[-1]:
            words.pop()
        if self.digits is None and words and (not words[0] or _pointed(words[:1])):
            # Where digits stand, a name with some would be taken for them.
            words.insert(0, "")
        flags = [flag for flag, (name, value) in FLAGS.items() if getattr(self, name) == value]
        return [self.at, *digits, *words, *flags, *([f"={self.figure}"] if self.figure else [])]


def _plain(digits: Decimal) -> int | float:
    return int(digits) if digits == digits.to_integral_value() else float(digits)


class Misfit(BaseModel):
    """A row that is none: what it said, and why it cannot be read. It is asked for once more."""

    said: str
    reason: str


def entry_of(row: Any, kind: str) -> Entry | Misfit:
    """A row of the list `kind`, read exactly or not at all."""
    try:
        return Entry.model_validate(_fields(row, kind))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        reason = f"{'.'.join(str(part) for part in first['loc'])} {first['msg']}"
    except ValueError as error:
        reason = str(error)
    return Misfit(said=json.dumps(row, ensure_ascii=False, default=str)[:400], reason=reason)


# The columns of a row, for a model that writes them as an object.
COLUMNS = ("sentence", "digits", "name", "subject", "flag", "flags")
# What the prompt itself calls a flag, and what says of a flag that there is none.
MEANT = {
    **dict.fromkeys(("增长", "增加", "上升", "提高"), "increase"),
    **dict.fromkeys(("下降", "减少", "降低"), "decrease"),
    **dict.fromkeys(("预计", "力争"), "expected"),
    **dict.fromkeys(("其中", "含"), "part"),
    **dict.fromkeys(("none", "done", "无"), ""),
}
_NUMBERED = re.compile(r"\[?([0-9]{1,4})\]?")
_BARE = re.compile(r"[-+]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")


def _fields(row: Any, kind: str) -> dict[str, Any]:
    at, *rest = _cells(row)
    found = {"at": _sentence_number(at), **_pointed(rest)}
    free = iter(WORDS[kind])
    for said in rest:
        if unit := _figure_with(said, found):
            found["figure"] = unit
            continue
        name, value = _meaning(said, kind, named="metric" in found)
        name = name or next(free, "")
        if _is_empty(value):
            value = None
            if not name:
                continue
        if not name or name in found:
            raise ValueError(f"多出“{str(said)[:40]}”")
        found[name] = value
    return found


def _cells(row: Any) -> list[Any]:
    """The cells of a row; flags may stand in a list of their own."""
    if isinstance(row, dict) and "sentence" in row and not row.keys() - set(COLUMNS):
        row = [row.get(column) for column in COLUMNS]
    if not isinstance(row, list) or not row:
        raise ValueError("应为[句号,…]")
    at, *cells = row
    return [at, *(one for cell in cells for one in (cell if isinstance(cell, list) else [cell]))]


def _is_empty(said: Any) -> bool:
    return said is None or said is False or said in ("", [], {})


def _sentence_number(said: Any) -> Any:
    """The number of a sentence; also as it is printed, "[3]", and as 3.0."""
    if isinstance(said, str) and (printed := _NUMBERED.fullmatch(said.strip())):
        return int(printed.group(1))
    if isinstance(said, Decimal) and said == said.to_integral_value():
        return int(said)
    return said


def _pointed(rest: list[Any]) -> dict[str, Any]:
    """What a row points at, taken from the cell behind the sentence; an empty cell there is an
    empty column. Digits may be text; with their unit they are a figure, which the sentence must
    have as a whole."""
    first = rest[0] if rest else None
    if isinstance(first, int | Decimal) and not isinstance(first, bool):
        return {"digits": Decimal(rest.pop(0))}
    if _is_empty(first):
        del rest[:1]
        return {}
    said = unicodedata.normalize("NFKC", first).strip() if isinstance(first, str) else ""
    if _BARE.fullmatch(said) and len(said) <= MAX_DIGITS:
        del rest[0]
        return {"digits": Decimal(said.replace(",", ""))}
    figure = said.lstrip("+-")
    if any(mark.isdecimal() for mark in figure) and [q.text for q in scan(figure)] == [figure]:
        del rest[0]
        return {"figure": figure}
    return {}


# Counted things (岗位) may be units too, but they may as well be names.
_UNIT = re.compile(
    r"[十百千万亿]*元|[%％‰]|个?百分点|[人户]次|[个人户家名次项件亩吨份场期栋台辆条处]"
)


def _figure_with(unit: Any, found: dict[str, Any]) -> str | None:
    """Digits with a cell that is nothing but their unit: it has no column, and is no name either,
    but it says which number is meant."""
    if "digits" not in found or "figure" in found or not isinstance(unit, str):
        return None
    return f"{abs(found['digits']):f}{unit}" if _UNIT.fullmatch(unit) else None


def _meaning(said: Any, kind: str, *, named: bool) -> tuple[str, Any]:
    """The field that a cell names itself, or "" for the next free one, and what it says."""
    if not isinstance(said, str):
        return "", said
    if said.startswith("="):
        return "figure", said[1:]
    if kind in ("targets", "results"):
        flag = MEANT.get(said, said.lower()) if named else said
        if flag in FLAGS:
            return FLAGS[flag]
        return "", flag and said
    return "", said


class Reply(BaseModel):
    """What every reply is: one JSON object, read exactly."""

    model_config = ConfigDict(extra="forbid")

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The schema as it is sent."""
        del args, kwargs
        # instructor writes a description into what it is given.
        return dict(_schema_of(cls))

    @classmethod
    @abstractmethod
    def full_schema(cls) -> dict[str, Any]:
        """The schema as it is sent, without a name."""

    @classmethod
    def model_validate_json(cls, json_data: str | bytes | bytearray, **kwargs: Any) -> Self:
        """Raises ValidationError, or json.JSONDecodeError: both of them are told to the model."""
        text = json_data if isinstance(json_data, str) else bytes(json_data).decode()
        return cls.model_validate(exact_object(text), **kwargs)


def _rows(kind: str) -> BeforeValidator:
    def read(rows: Any) -> Any:
        if not isinstance(rows, list):
            return [] if _is_empty(rows) else rows
        said = (row for row in rows if not _is_empty(row))
        return [row if isinstance(row, Entry | Misfit) else entry_of(row, kind) for row in said]

    return BeforeValidator(read)


Rows = Annotated[list[Entry | Misfit], Field(max_length=MOST_ROWS)]


class ChunkReply(Reply):
    """What a model says of one chunk. A row that cannot be read spoils no other."""

    targets: Annotated[Rows, _rows("targets")] = []
    results: Annotated[Rows, _rows("results")] = []
    problems: Annotated[Rows, _rows("problems")] = []
    measures: Annotated[Rows, _rows("measures")] = []

    @classmethod
    def full_schema(cls) -> dict[str, Any]:
        """Short, for it goes out with every call, and of words that every grammar knows."""
        cell = {"anyOf": [{"type": "number"}, {"type": "string", "maxLength": 200}]}
        row = {"type": "array", "items": cell, "minItems": 1, "maxItems": 7}
        return {
            "type": "object",
            "properties": {kind: {"$ref": "#/$defs/rows"} for kind in WORDS},
            "additionalProperties": False,
            "$defs": {"rows": {"type": "array", "items": row, "maxItems": MOST_ROWS}},
        }

    @model_validator(mode="after")
    def _some_row_fits(self) -> Self:
        """Rows of which none can be read are another format; that is told as one fault."""
        rows = [row for kind in WORDS for row in getattr(self, kind)]
        if rows and all(isinstance(row, Misfit) for row in rows):
            raise ValueError(f"{rows[0].said} {rows[0].reason}")
        return self

    def entries(self, kind: str) -> list[Entry]:
        """The rows of a list that could be read."""
        return [row for row in getattr(self, kind) if isinstance(row, Entry)]

    def reworded(self, change: Callable[[str], str]) -> ChunkReply:
        """The reply with every word that it copied changed."""
        lists = {kind: [_reworded(row, change) for row in getattr(self, kind)] for kind in WORDS}
        return ChunkReply.model_construct(**lists)  # type: ignore[arg-type]


class OverviewReply(Reply):
    """What a model says of a whole report."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=400)]

    @classmethod
    def full_schema(cls) -> dict[str, Any]:
        """One field."""
        text = {"type": "string", "maxLength": 400}
        return {
            "type": "object",
            "properties": {"text": text},
            "required": ["text"],
            "additionalProperties": False,
        }


@cache
def _schema_of(reply: type[Reply]) -> dict[str, Any]:
    return {"title": reply.__name__, **reply.full_schema()}


COPIED = ("metric", "figure", "subject", "cause")


def _reworded(row: Entry | Misfit, change: Callable[[str], str]) -> Entry | Misfit:
    if isinstance(row, Misfit):
        return row
    said = {name: getattr(row, name) for name in COPIED}
    return row.model_copy(update={name: change(words) for name, words in said.items() if words})


_LIST = re.compile(r'"(targets|results|problems|measures)"\s*:\s*\[')
_BETWEEN = re.compile(r"\s*,?\s*")


def salvage(text: str) -> ChunkReply:
    """The whole rows of a reply that was cut off; the row that the cut went through is left out,
    never completed."""
    found: dict[str, list[Entry]] = {kind: [] for kind in WORDS}
    for opening in _LIST.finditer(text):
        kind, place = opening.group(1), opening.end()
        for end in _closed(text, place):
            place = _BETWEEN.match(text, place).end()  # type: ignore[union-attr]
            entry = _row_in(text[place:end], kind)
            if isinstance(entry, Entry):
                found[kind].append(entry)
            place = end
    return ChunkReply.model_construct(**found)  # type: ignore[arg-type]


def _row_in(text: str, kind: str) -> Entry | Misfit:
    try:
        return entry_of(exact_object(f'{{"row":{text}}}')["row"], kind)
    except ValueError as error:
        return Misfit(said=text, reason=str(error))


def _closed(text: str, place: int) -> Iterator[int]:
    """Where each row of the list that begins at `place` ends."""
    depth = 0
    for mark in STRUCTURE.finditer(text, place):
        sign = mark.group()
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(sign, 0)
        if depth < 0:
            return
        if sign == "]" and depth == 0:
            yield mark.end()
