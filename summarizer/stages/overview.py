"""The overview: the supported part of what the engine wrote, or the template."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from summarizer.audit import CODES
from summarizer.engines.base import Engine
from summarizer.errors import EngineError
from summarizer.overview import LIMIT, compose, hanzi
from summarizer.schema import (
    Brief,
    Check,
    CheckedItem,
    Document,
    Finding,
    Overview,
    Span,
    Usage,
)
from summarizer.verification import borne_clauses, check_text

__all__ = ["template_overview", "titles_in", "write_overview"]


def titles_in(brief: Brief, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Return the Chinese titles of the findings in a brief, without repetitions."""
    codes = (findings[at].code for at in brief.findings)
    return tuple(dict.fromkeys(CODES[code].zh for code in codes if code in CODES))


# What is not repeated in an overview: items that fail, and what a report only says of itself.
_UNTOLD = frozenset({"failed", "kind-mismatch", "unplaced", "label-incomplete", "label-joined"})
# An overview of which less than this is borne is not worth reading.
ENOUGH = 0.5


async def write_overview(
    document: Document,
    items: tuple[CheckedItem, ...],
    engine: Engine,
    brief: Brief,
    findings: Iterable[str] = (),
) -> tuple[Overview, Usage]:
    """Return the supported part of the engine's overview; if that is too little, use the
    template.
    """
    try:
        written, usage = await engine.overview(document, items)
    except EngineError:
        written, usage = None, Usage()
    borne = borne_clauses(written or "", items, document)
    if written and len(written) * ENOUGH <= len(borne.text) and hanzi(borne.text) <= LIMIT:
        check = check_text(borne.text, borne.evidence, document)
        if check.verdict == "verified":
            return Overview(text=borne.text, evidence=borne.evidence, check=check), usage
    return template_overview(document, items, brief, findings), usage


def template_overview(
    document: Document, items: Sequence[CheckedItem], brief: Brief, findings: Iterable[str] = ()
) -> Overview:
    """Return the brief and its findings as text, from a template."""
    checks: dict[tuple[str, tuple[Span, ...]], Check] = {}

    def accept(words: str, spans: tuple[Span, ...]) -> bool:
        check = checks[words, spans] = check_text(words, spans, document)
        return check.verdict == "verified"

    told = [one for one in items if _UNTOLD.isdisjoint((one.check.verdict, *one.check.reasons))]
    text, evidence = compose(document, told, brief, accept, tuple(findings))
    check = checks.get((text, evidence)) or check_text(text, evidence, document)
    return Overview(text=text, evidence=evidence, check=check)
