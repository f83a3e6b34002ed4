"""`summarizer run`: summarise one document."""

from __future__ import annotations

import os
import shutil
import sys

import summarizer
from summarizer.cli.messages import Messenger
from summarizer.cli.options import EngineName, FormatName, choose_format, keep_input
from summarizer.cli.progress import shown_progress
from summarizer.cli.sources import open_document
from summarizer.cli.streams import check_output, deliver, wants_color
from summarizer.engines import Engine, load_engine
from summarizer.memory import collect_seldom
from summarizer.rendering import Look
from summarizer.schema import Summary
from summarizer.settings import Settings

__all__ = ["exit_code", "look", "run"]

DONE, FAULTY, PARTIAL = 0, 1, 7


def run(
    messages: Messenger,
    file: str,
    *,
    engine: EngineName,
    format: FormatName | None,  # noqa: A002
    output: str | None,
    with_text: bool,
    strict: bool,
    settings: Settings,
) -> int:
    """Read, summarise, render, print or write; return the exit code."""
    collect_seldom()
    chosen = choose_format(format, output)
    keep_input(output, file)
    check_output(output)
    reader = load_engine(settings, engine)
    document = open_document(file)
    report_engine(messages, reader, engine)
    with shown_progress(messages) as on_progress:
        summary = summarizer.summarize(
            document, reader, on_progress=on_progress, with_text=with_text
        )
    deliver(summarizer.render(summary, chosen, document, look(messages, output)), output)
    warn_unread(messages, summary)
    return exit_code(summary, strict=strict)


def report_engine(messages: Messenger, engine: Engine, asked: EngineName) -> None:
    """Report which engine reads, with the reason when it was not chosen explicitly."""
    if engine.model:
        model = f"{engine.model} @ {engine.endpoint_host}"
        messages.say(f"抽取引擎：{engine.name}（{model}）", f"engine: {engine.name} ({model})")
    elif asked == "auto":
        messages.say(
            f"抽取引擎：{engine.name}（未配置模型）",
            f"engine: {engine.name} (no model is configured)",
        )
    else:
        messages.say(f"抽取引擎：{engine.name}", f"engine: {engine.name}")


def warn_unread(messages: Messenger, summary: Summary) -> None:
    """Warn about unread sections."""
    unread = [section for section in summary.coverage.sections if section.state == "unread"]
    if unread:
        why = unread[0].reason or ""
        messages.say(
            f"有 {len(unread)} 个章节未读（{why}）；再运行一次只补这些章节",
            f"{len(unread)} sections were not read ({why}); run again to read only these",
            label="warning[partial]",
        )


def look(messages: Messenger, output: str | None) -> Look:
    """Return width and colour of the output: those of the terminal; plain for a file or a pipe,
    whose width COLUMNS may increase.
    """
    on_terminal = output in (None, "-") and sys.stdout is not None and sys.stdout.isatty()
    has_columns = os.environ.get("COLUMNS", "").isdecimal()
    return Look(
        language=messages.one_language,
        width=shutil.get_terminal_size((100, 24)).columns if on_terminal or has_columns else 100,
        color=on_terminal and wants_color(sys.stdout),
    )


def exit_code(summary: Summary, *, strict: bool) -> int:
    """Return 7 when part of the report was not read; with `strict`, 1 for a faulty report or
    item.
    """
    if any(section.state == "unread" for section in summary.coverage.sections):
        return PARTIAL
    errors = any(finding.severity == "error" for finding in summary.findings)
    failed = any(item.check.verdict == "failed" for item in summary.items)
    return FAULTY if strict and (errors or failed) else DONE
