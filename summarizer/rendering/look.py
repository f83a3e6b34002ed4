"""Options of a rendering: language of its labels, width and colour of a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from summarizer.rendering.labels import Language
from summarizer.schema import Document, Summary

__all__ = ["Look", "Renderer"]


@dataclass(frozen=True, slots=True)
class Look:
    """`width` and `color` apply only to the terminal table."""

    language: Language = "zh"
    width: int = 100
    color: bool = False


Renderer = Callable[[Summary, Document | None, Look], str | bytes]
