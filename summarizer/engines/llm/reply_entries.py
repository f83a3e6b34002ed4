"""The typed items of a reply, and the accepted variants of their fields."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

__all__ = ["KINDS", "Entry", "MeasureEntry", "ProblemEntry", "ResultEntry", "TargetEntry"]

LONGEST, LONGEST_NUMBER = 200, 60
_PRINTED_NUMBER = re.compile(r"\D{0,3}(\d{1,9})\D{0,3}")


def _sentence_number(said: Any) -> Any:
    """Accept also a number as printed ("[3]") and 3.0."""
    if isinstance(said, str) and (printed := _PRINTED_NUMBER.fullmatch(said.strip())):
        return int(printed.group(1))
    return said


def _words(said: Any) -> Any:
    """Return one line of printable characters; "" for null, the digits of a bare number."""
    if said is None:
        return ""
    if isinstance(said, int | Decimal) and not isinstance(said, bool):
        said = str(said)
    if not isinstance(said, str):
        return said
    plain = "".join(" " if unicodedata.category(mark)[0] == "C" else mark for mark in said)
    return " ".join(plain.split())


def _or(default: str) -> BeforeValidator:
    """Return a validator that replaces missing, null and empty values with the default."""
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
    """The base of all items: the sentence of their evidence. Unknown keys are ignored."""

    model_config = ConfigDict(extra="ignore", json_schema_extra={"additionalProperties": False})

    s: Sentence

    @property
    def words(self) -> str:
        """The name of the item."""
        return str(getattr(self, "metric", None) or getattr(self, "text", ""))


class TargetEntry(Entry):
    """A target."""

    number: Number = ""
    subject: Words = ""
    metric: Words
    op: Comparator = ""
    period: Words = ""


class ResultEntry(Entry):
    """A result: something reached, received or spent."""

    number: Number = ""
    subject: Words = ""
    metric: Words
    change: Annotated[Literal["none", "increase", "decrease"], _or("none")] = "none"
    status: Annotated[Literal["done", "ongoing", "planned", "expected"], _or("done")] = "done"
    period: Words = ""
    part_of: Number = ""
    core: Flag = False


class ProblemEntry(Entry):
    """A problem and its cause, which may be in another sentence."""

    text: Words
    cause: Words = ""
    cause_s: Optionally = None


class MeasureEntry(Entry):
    """A measure, and the sentence of the problem that it answers."""

    text: Words
    problem_s: Optionally = None


KINDS: dict[str, type[Entry]] = {
    "targets": TargetEntry,
    "results": ResultEntry,
    "problems": ProblemEntry,
    "measures": MeasureEntry,
}
