"""Which numbers of a statement are promises that it holds an outcome against, and of what."""

from __future__ import annotations

import re

from summarizer.engines.rules.binding import around
from summarizer.engines.rules.figures import Piece
from summarizer.engines.rules.planned import promised
from summarizer.engines.rules.scope import Scope
from summarizer.engines.rules.wording import lead_end, tail_start
from summarizer.genre.comparators import comparator_of
from summarizer.schema import Document, Quantity

__all__ = ["promise_in", "wanted"]

# 「控制在1500元以内，实际1416元」: a bound that an outcome is held against.
HELD = re.compile(r"[，,；]\s*实际")
# Shorter words before a promise name nothing.
SHORTEST_NAME = 3
MISSED = re.compile("未|不到|不足")
OUTCOME_OF = re.compile("未|不到|不足|低于|高于|超过|少于|多于")
OF_AIM = re.compile(r"的?(?:年初|年度|预期|绩效|设定的?|计划)*(?:目标|指标|任务)")


def promise_in(document: Document, scope: Scope, piece: Piece, later: str) -> str | None:
    """What the number of a piece promises ("" for what was stated last), or None when it promises
    nothing. `later` is the rest of the sentence."""
    figure = piece.quantity
    before, after = around(document, piece)
    name = promised(before, after, later)
    if name is None and HELD.match(later) and (figure.comparator or _goes_on(scope, piece)):
        return before[lead_end(before) : tail_start(before)]
    if name == "" and MISSED.match(figure.text) and len(before) >= SHORTEST_NAME:
        return before[lead_end(before) :]
    return name


def _goes_on(scope: Scope, piece: Piece) -> bool:
    """「目标新建宿舍楼1栋、食堂3栋，实际…」: a further member of what was promised."""
    return piece.listed and scope.latest is not None and scope.latest.promised


def wanted(text: str, start: int, figure: Quantity) -> str:
    """How a value was promised. What the report says of its outcome (未达到90%的目标值, 低于50%的
    绩效目标) is no promise of less."""
    if OUTCOME_OF.match(figure.text) and OF_AIM.match(text, figure.end):
        return "="
    if MISSED.match(figure.text):
        return "="
    return comparator_of(text[start : figure.start], figure)
