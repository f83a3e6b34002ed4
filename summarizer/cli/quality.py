"""`summarizer quality`: the mandatory elements of a report, and the computable points."""

from __future__ import annotations

from summarizer.cli.compare import ComparisonFormat, choose_table_format, summary_of
from summarizer.cli.messages import Messenger
from summarizer.cli.options import keep_input
from summarizer.cli.run import look
from summarizer.cli.streams import check_output, deliver
from summarizer.engines import Engine
from summarizer.quality import quality_of
from summarizer.quality.printing import render
from summarizer.rendering.briefing import brief_parts

__all__ = ["quality"]


def quality(
    messages: Messenger,
    source: str,
    *,
    engine: Engine,
    format: ComparisonFormat | None,  # noqa: A002
    output: str | None,
) -> int:
    """Read, assess, print or write; return 0 whatever the assessment finds."""
    chosen = choose_table_format(format, output)
    keep_input(output, source)
    check_output(output)
    document, summary = summary_of(source, engine)
    shown = look(messages, output)
    brief = brief_parts(summary, shown.language)
    deliver(render(quality_of(summary, document), chosen, shown, brief), output)
    return 0
