"""Progress on stderr: one line that is rewritten, only on a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from summarizer.cli.messages import Messenger
from summarizer.stages.reading import Progress

__all__ = ["shown_progress"]

_CLEAR = "\r\x1b[K"


@contextmanager
def shown_progress(messages: Messenger) -> Iterator[Callable[[Progress], None] | None]:
    """Yield a function that shows each step, or None when stderr is not a terminal."""
    if sys.stderr is None or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    label = "read" if messages.language == "en" else "已读"
    try:
        yield lambda step: _show(f"{label} {step.done}/{step.total} {_last(step.section)}")
    finally:
        _show("")


def _show(line: str) -> None:
    sys.stderr.write(f"{_CLEAR}{line}")
    sys.stderr.flush()


def _last(section: tuple[str, ...]) -> str:
    heading = " ".join(section[-1].split()) if section else ""
    return "".join(sign for sign in heading[:24] if sign.isprintable())
