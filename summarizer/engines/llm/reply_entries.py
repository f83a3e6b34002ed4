"""The typed items of a reply, and how loosely a field of theirs may be written."""

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
