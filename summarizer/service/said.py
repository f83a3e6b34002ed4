"""The statements of a summary, converted to search terms and read back from the stored summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from summarizer.genre.words import fold
from summarizer.schema import Summary
from summarizer.service.statements import grams

__all__ = [
    "GROUPS",
    "Said",
    "attainment_mark",
    "code_mark",
    "kind_mark",
    "parts_of",
    "said_at",
    "said_in",
]

# Order in which statements are numbered, after the document itself.
GROUPS = ("targets", "results", "problems", "measures", "findings")
# Separates two parts of a statement; no query contains it.
_APART = " brk brk brk "


class Said(NamedTuple):
    """A statement: its group, its index there (from 0), and the noun as stored."""

    group: str
    place: int
    noun: Mapping[str, Any]


def said_in(summary: Summary) -> Iterator[str]:
    """Return the marks and grams of each statement; the first is the document."""
    document = summary.document
    parts = (document.name, document.title, document.organization, summary.overview.text)
    yield _written([kind_mark("document")], filter(None, parts))
    for group in GROUPS:
        for noun in getattr(summary, group):
            marks = [kind_mark(group)]
            if group == "findings":
                marks.append(code_mark(noun.code))
            if group == "targets":
                marks.append(attainment_mark(noun.attainment.state))
            yield _written(marks, parts_of(vars(noun)))


def _written(marks: Sequence[str], parts: Any) -> str:
    return " ".join((*marks, _APART.join(" ".join(grams(part)) for part in parts).strip()))


def kind_mark(group: str) -> str:
    """Return the mark of a kind of statement."""
    return f"is{group}"


def code_mark(code: str) -> str:
    """Return the mark of a finding's code.

    >>> code_mark("sum-mismatch")
    'codesummismatch'
    """
    return "code" + "".join(sign for sign in code.casefold() if sign.isalnum())


def attainment_mark(state: str) -> str:
    """Return the mark of a target's attainment.

    >>> attainment_mark("not_met")
    'attainmentnotmet'
    """
    return "attainment" + state.replace("_", "")


def parts_of(noun: Mapping[str, Any]) -> list[str]:
    """Return the searchable texts of a statement, without repetitions."""
    told = [noun.get(name) for name in ("message", "text", "subject", "metric", "cause")]
    told += [_quote(span) for span in noun["evidence"]]
    parts: list[str] = []
    for part in filter(None, told):
        if not any(fold(part) in fold(other) for other in parts):
            parts.append(part)
    return parts


def _quote(span: Any) -> str:
    quote: str = span["quote"] if isinstance(span, dict) else span.quote
    return quote


def said_at(summary: Mapping[str, Any], number: int) -> Said | None:
    """Return the statement with a number in a stored summary; number 0 is the document itself."""
    if number == 0:
        return Said("document", 0, summary["document"])
    place = number - 1
    for group in GROUPS:
        nouns = summary[group]
        if place < len(nouns):
            return Said(group, place, nouns[place])
        place -= len(nouns)
    return None
