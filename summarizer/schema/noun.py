"""The base of the models, and spans, sentences and verdicts, which several models share."""

from __future__ import annotations

from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field

from summarizer.schema.document import Locator
from summarizer.schema.terms import Reason, Verdict

__all__ = [
    "Check",
    "Noun",
    "Sentence",
    "Span",
]


class Noun(BaseModel):
    """Base of the models: frozen; unknown keys are ignored, so summaries of newer versions still
    open.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def of_valid(cls, fields: dict[str, Any]) -> Self:
        """Return an instance from valid values for every field, without validation.

        All instances of a class share one set of field names: a separate set would need more memory
        than the instance.
        """
        # As `model_construct` does it, which takes ten times as long to look for what is missing.
        names, every = _every_field(cls)
        noun = cls.__new__(cls)
        _set(noun, "__dict__", {name: fields[name] for name in names})
        _set(noun, "__pydantic_fields_set__", every)
        _set(noun, "__pydantic_extra__", None)
        _set(noun, "__pydantic_private__", None)
        return noun

    def altered(self, **changes: Any) -> Self:
        """Return a copy with changed fields, without validation."""
        return self.of_valid({**vars(self), **changes})


@cache
def _every_field(kind: type[Noun]) -> tuple[tuple[str, ...], set[str]]:
    return tuple(kind.model_fields), set(kind.model_fields)


_set = object.__setattr__


class Span(Noun):
    """A half-open span in code points: `document.text[start:end] == quote`.

    `locator` is its place in the original file; null for plain text.
    """

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    quote: str
    locator: Locator | None = None


class Sentence(Noun):
    """One sentence in Chinese and in English."""

    zh: str
    en: str


class Check(Noun):
    """The verdict on one item, with stable reason codes."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
